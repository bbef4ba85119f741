/* codec.h - inside the room: one open converter, by runs and by units.
**
** A *unit* is the smallest piece of input that decodes by itself: a
** character, an escape sequence, or one undecodable byte.  A *run* is as many
** good units as fit.  Runs make decoding fast, units make it explainable: the
** lazy map steps through them.
*/
#ifndef DM_TEXT_CODEC_H
#define DM_TEXT_CODEC_H

#include <iconv.h>
#include <stdint.h>

#include "text/labels.h"

enum {
    DM_UNIT_ROOM = 24,    /* bytes of UTF-8 one unit may become */
    DM_RUN_GROWTH = 3,    /* bytes of UTF-8 per input byte, at most */
    DM_CODEC_CHUNK = 4096 /* input bytes a run takes, and between checkpoints */
};

typedef struct dm_codec {
    const dm_charset *cs;
    iconv_t           cd; /* when `open` */
    bool              open;
    uint32_t          cells[256]; /* DM_KIND_BYTE: UTF-8, first byte lowest */
    uint8_t           lens[256];  /* its length; 0 for a byte of no meaning */
} dm_codec;

typedef struct dm_unit {
    size_t src, out; /* bytes taken and given */
    bool   bad;      /* undecodable: `text` is U+FFFD */
    bool   cut;      /* bad only because the input ends inside it */
    char   text[DM_UNIT_ROOM];
} dm_unit;

/* Open a converter for `cs` (not UTF-8).  False when iconv knows it not. */
__attribute__((warn_unused_result)) bool dm_codec_open(dm_codec         *codec,
                                                       const dm_charset *cs);
void                                     dm_codec_close(dm_codec *codec);

/* Decode the unit at the start of `in` (not empty). */
void dm_codec_unit(dm_codec *codec, dm_slice in, dm_unit *unit);

/* Decode good units from the start of `in` (at most DM_CODEC_CHUNK bytes) to
** `out` (DM_RUN_GROWTH times the input, and DM_UNIT_ROOM).  Stops before a
** bad or cut unit.  Returns the bytes taken, stores those given in `*wrote`.
** Not for stateful charsets. */
size_t dm_codec_run(dm_codec *codec, dm_slice in, char *out, size_t *wrote);

/* How many bytes the character that begins with `p` takes by the lead bytes
** of its charset (multi-byte kinds only). */
size_t dm_codec_width(dm_kind kind, dm_slice in);

/* UTF-16 and UTF-32, in utf16.c; the same two contracts. */
void   dm_utf16_unit(dm_kind kind, dm_slice in, dm_unit *unit);
size_t dm_utf16_run(dm_kind kind, dm_slice in, char *out, size_t *wrote);

/* Make `unit` a bad one of `src` bytes. */
void dm_unit_bad(dm_unit *unit, size_t src, bool cut);

#endif
