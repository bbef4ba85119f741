/* codec.h - inside the room: one open converter, by runs and by units.
**
** Only charsets of the kinds ICONV and STATEFUL, and four single-byte ones at
** opening, ask iconv; all others have tables of ours.
**
** A *unit* is the smallest piece of input that decodes by itself: a
** character, an escape sequence, or what is skipped as undecodable.  A *run*
** is as many good units as fit.  Runs make decoding fast, units make it
** explainable: the lazy map steps through them.
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
    int               state;      /* DM_KIND_JIS: the set in force */
    uint32_t          cells[256]; /* DM_KIND_BYTE: UTF-8, first byte lowest */
    uint8_t           lens[256];  /* its length; 0 for a byte that is bad */
} dm_codec;

typedef struct dm_unit {
    size_t src, out; /* bytes taken and given */
    bool   bad;      /* undecodable: `text` is U+FFFD */
    bool   cut;      /* bad only because the input ends inside it */
    char   text[DM_UNIT_ROOM];
} dm_unit;

/* Do its bytes mean something else behind an escape? */
static inline bool dm_codec_stateful(const dm_codec *codec)
{
    return codec->cs->kind >= DM_KIND_JIS;
}

/* Does a byte below 80 always mean ASCII, in a single-byte charset? */
bool dm_codec_keeps_ascii(const dm_charset *cs);

/* Open a converter for `cs`.  False when iconv knows it not. */
__attribute__((warn_unused_result)) bool dm_codec_open(dm_codec         *codec,
                                                       const dm_charset *cs);
void                                     dm_codec_close(dm_codec *codec);

/* From now on, bytes that Windows leaves undefined are bad; else they are the
** control of their number, as WHATWG has it. */
void dm_codec_strict(dm_codec *codec);

/* Decode the unit at the start of `in` (not empty). */
void dm_codec_unit(dm_codec *codec, dm_slice in, dm_unit *unit);

/* Decode good units from the start of `in` (at most DM_CODEC_CHUNK bytes) to
** `out` (DM_RUN_GROWTH times the input, and DM_UNIT_ROOM).  Stops before a
** bad or cut unit.  Returns the bytes taken, stores those given in `*wrote`.
** Not for stateful charsets. */
size_t dm_codec_run(dm_codec *codec, dm_slice in, char *out, size_t *wrote);

/* UTF-16 and UTF-32, in utf16.c; the same two contracts. */
void   dm_utf16_unit(dm_kind kind, dm_slice in, dm_unit *unit);
size_t dm_utf16_run(dm_kind kind, dm_slice in, char *out, size_t *wrote);

/* The multi-byte charsets of WHATWG, in multi.c; the same again. */
void   dm_multi_unit(dm_kind kind, dm_slice in, dm_unit *unit);
size_t dm_multi_run(dm_kind kind, dm_slice in, char *out, size_t *wrote);

/* ISO-2022-JP, in jis.c: units only, with the codec's state. */
void dm_jis_unit(dm_codec *codec, dm_slice in, dm_unit *unit);

/* Make `unit` a bad one of `src` bytes. */
void dm_unit_bad(dm_unit *unit, size_t src, bool cut);

#endif
