/* segment_read.h - inside the room: does a stretch of bytes read like East
** Asian text in a charset?
*/
#ifndef DM_TEXT_SEGMENT_READ_H
#define DM_TEXT_SEGMENT_READ_H

#include <stdint.h>

#include "text/charset.h"

enum {
    DM_READ_MOST = 64 << 10, /* bytes of a stretch that are read */
    DM_UTF8_RUN = 4          /* characters in a row that are no chance */
};

typedef struct dm_reading {
    size_t chars, common; /* beyond ASCII; of them, common ones */
    size_t bad;           /* places that do not decode */
} dm_reading;

/* Read the beginning of `in` as `cs` (not a stateful one). */
dm_reading dm_read_as(const dm_charset *cs, dm_slice in);

/* At most so many faults in a hundred characters, and nearly all of the rest
** are common. */
bool dm_reads_like_text(const dm_reading *r, size_t faults);

/* Faults, or many rare characters. */
bool dm_reads_like_nonsense(const dm_reading *r);

/* The UTF-8 character at the start of `s` (not empty), its length, or 0. */
size_t dm_read_utf8(dm_slice s, uint32_t *cp);

/* May there be a run of UTF-8 of three bytes a character and more behind
** `from`?  Sure of a run without a break; costs next to nothing. */
bool dm_has_utf8(dm_slice bytes, size_t from);

#endif
