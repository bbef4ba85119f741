/* decode.h - bytes in, UTF-8 out: the only door between them.
**
** Readers never see raw bytes.  Decoding never refuses a document for a few
** broken characters: a byte that does not decode becomes U+FFFD, one byte is
** skipped, an ASCII byte after a bad lead byte is kept, and the place is
** recorded.  In UTF-16 and UTF-32 a lone surrogate or a number too high costs
** its whole unit, and what is left of a unit at the end is one place.
**
** Where iconv is not followed: bytes of single-byte charsets decode one by
** one (iconv composes CP1255 and CP1258), and 0x80 is the euro in gb18030.
*/
#ifndef DM_TEXT_DECODE_H
#define DM_TEXT_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "text/align.h"
#include "text/charset.h"

enum { DM_DECODE_ERRORS = 1000 }; /* places remembered; all are counted */

typedef struct dm_decoded {
    dm_slice        text;    /* valid UTF-8; may be the input itself */
    dm_align        map;     /* text to the whole input, mark included */
    const dm_range *errors;  /* byte ranges of the input, ascending */
    size_t          nerrors; /* at most DM_DECODE_ERRORS */
    size_t          bad;     /* every undecodable place, remembered or not */
} dm_decoded;

/*
** Decode `bytes` from `cs`, leaving out the first `bom` bytes.  The result
** lives as long as `arena` and `bytes`.  Fails with SIZE when the text would
** outgrow `max` bytes, MEMORY when the arena is full, MACHINE when iconv does
** not know the charset.
*/
__attribute__((warn_unused_result)) bool dm_decode(
    dm_decoded *out, dm_arena *arena, dm_slice bytes, const dm_charset *cs,
    size_t bom, size_t max, dm_err *err);

/* The same in the charset that dm_detect chose, without the looks that it has
** taken already; the chosen candidate's `bad` is filled in. */
__attribute__((warn_unused_result)) bool dm_decode_detected(
    dm_decoded *out, dm_arena *arena, dm_slice bytes, dm_detection *how,
    size_t max, dm_err *err);

/* How many places of `bytes` do not decode in `cs`; counting stops at
** `limit`.  A character cut off by the end of `bytes` counts only if
** `whole` says that this end is the document's. */
size_t dm_decode_bad(dm_slice bytes, const dm_charset *cs, size_t limit,
                     bool whole);

/* Open every converter and keep one of each until the process ends: a worker
** that may no longer open files finds glibc's modules loaded, and opening
** them again for each document costs nothing.  For one thread, before work
** begins; a second call does nothing. */
void dm_decode_warm(void);

/* For align.c: the lazy half of dm_align_up and dm_align_down.  They keep the
** last window in a cache behind the map: one thread a document.  In stateful
** charsets (ISO-2022, UTF-7), which have a list of edits, an exact range is
** made of those bytes, but they mean it only after the escape before them. */
bool dm_lazy_up(const dm_lazy *lazy, dm_range dst, dm_range *src);
bool dm_lazy_down(const dm_lazy *lazy, dm_range src, dm_range *dst);

/* The version of the iconv in use, for --version ("glibc 2.36"). */
const char *dm_decode_version(void);

#endif
