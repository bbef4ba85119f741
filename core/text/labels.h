/* labels.h - inside the room: what a row of the charset table says.
**
** The kind tells which decoder takes the bytes: those before BYTE, and
** JIS, are functions of ours, BYTE is a table, the rest is iconv's.
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
    DM_KIND_GB18030, /* these five: multi.c */
    DM_KIND_BIG5,
    DM_KIND_EUC_KR,
    DM_KIND_SJIS,
    DM_KIND_EUC_JP,
    DM_KIND_BYTE,    /* one byte, one character: a table of 256 */
    DM_KIND_ICONV,   /* a lead byte tells where its character ends */
    DM_KIND_JIS,     /* escapes or shifts; no byte stands for itself: ours, */
    DM_KIND_STATEFUL /* and iconv's */
} dm_kind;

struct dm_charset {
    const char *name;
    const char *iconv_name; /* not `iconv`: libiconv makes that a macro */
    const char *labels;     /* lower case, a space between two */
    dm_kind     kind;
};

/* The row with this canonical name; for names known to exist. */
const dm_charset *dm_charset_named(const char *name);

#endif
