/* labels.h - inside the room: what a row of the charset table says.
**
** The kind tells which decoder takes the bytes and, for the multi-byte ones,
** how a lead byte gives the length of its character.
*/
#ifndef DM_TEXT_LABELS_H
#define DM_TEXT_LABELS_H

#include "text/charset.h"

typedef enum dm_kind {
    DM_KIND_UTF8,
    DM_KIND_UTF16LE,
    DM_KIND_UTF16BE,
    DM_KIND_UTF32LE,
    DM_KIND_UTF32BE,
    DM_KIND_BYTE,    /* one byte, one character: a table of 256 */
    DM_KIND_GB18030, /* 1, 2 or 4 bytes */
    DM_KIND_DOUBLE,  /* 1, or 2 from lead byte 0x81 on */
    DM_KIND_SJIS,    /* as DOUBLE, with single A0..DF */
    DM_KIND_EUC_JP,  /* 8E leads 2, 8F leads 3 */
    DM_KIND_EUC_TW,  /* 8E leads 4 */
    DM_KIND_STATEFUL /* escapes or shifts; no byte stands for itself */
} dm_kind;

struct dm_charset {
    const char *name;
    const char *iconv;
    const char *labels; /* lower case, a space between two */
    dm_kind     kind;
};

/* The row with this canonical name; for names known to exist. */
const dm_charset *dm_charset_named(const char *name);

#endif
