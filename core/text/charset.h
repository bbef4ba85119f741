/* charset.h - which charset are these bytes in?
**
** A detector that keeps its evidence.  Witnesses speak in this order: the
** caller's override, a byte order mark, UTF-16 and UTF-32 by structure where
** there are NUL bytes, strict UTF-8 (or UTF-8 with few bad bytes), a
** declaration inside the document (HTML meta, XML prolog), believed only if
** the bytes decode strictly, then statistics.  A declaration of Latin-1 is
** often a default nobody meant: text that reads like East Asian text outdoes
** it.  Every candidate is kept with what speaks for it; `inspect` shows them.
**
** Names are those of the WHATWG Encoding Standard in lower case ("gb18030",
** "big5", "shift_jis", "windows-1252", "utf-16le"); UTF-32 is added.  Labels
** map to the superset that is really meant: gb2312 and gbk are gb18030,
** iso-8859-1 and ascii are windows-1252, euc-kr is CP949, shift_jis is CP932.
*/
#ifndef DM_TEXT_CHARSET_H
#define DM_TEXT_CHARSET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

typedef struct dm_charset dm_charset; /* one row of the table in labels.c */

/* The charset that `label` names (any WHATWG label, any case, surrounding
** space allowed, and the common names beside them: "cp936", "utf8"), or NULL.
** The result is static. */
const dm_charset *dm_charset_find(dm_slice label);

/* Its canonical name in lower case. */
const char *dm_charset_name(const dm_charset *cs);

/* The name under which iconv(3) knows it ("GB18030", "CP949", "UTF-16LE"),
** also where docmill has tables of its own: the tests compare the two. */
const char *dm_charset_iconv(const dm_charset *cs);

/* The `i`-th charset of the table, or NULL past its end. */
const dm_charset *dm_charset_at(size_t i);

typedef enum dm_witness {
    DM_BY_OPTION,     /* --charset */
    DM_BY_BOM,        /* a byte order mark */
    DM_BY_UTF8,       /* strictly valid UTF-8 with something beyond ASCII */
    DM_BY_ASCII,      /* nothing beyond ASCII: decodes the same everywhere */
    DM_BY_STRUCTURE,  /* UTF-16/32 by where the zero bytes are */
    DM_BY_DECLARED,   /* named inside the document */
    DM_BY_STATISTICS, /* looks like it */
    DM_BY_FALLBACK    /* nobody knew */
} dm_witness;

/* The witness's name in records: "option", "bom", "utf-8", "ascii",
** "structure", "declared", "statistics", "fallback". */
const char *dm_witness_name(dm_witness how);

typedef struct dm_candidate {
    const dm_charset *charset;
    dm_witness        how;
    double            confidence; /* 0 to 1 */
    size_t            bad;        /* places in the first MB that do not
                                    decode in it, at most 1000; 0 for what
                                    statistics say, until it is decoded */
    const char *evidence;         /* one phrase for people */
} dm_candidate;

typedef struct dm_detection {
    dm_candidate     *candidates; /* [0] is the one chosen */
    size_t            n;          /* at least 1 */
    size_t            bom;        /* bytes of byte order mark to skip */
    bool              clean;      /* checked: UTF-8 without a fault or a mark */
    const dm_charset *twice;      /* the text was once in this and taken for
                                           Western: valid UTF-8, and meaningless;
                                           or NULL */
    bool binary;                  /* does not look like text at all: NUL
                                           bytes without the structure of UTF-16
                                           or UTF-32, many controls, mostly 0xFF,
                                           or a known magic number */
} dm_detection;

/*
** Decide the charset of `bytes`.  `override` (a label) may be NULL.  The
** result lives in `arena`.  Fails with UNKNOWN_CHARSET for an override that
** names none, MEMORY when the arena is full.
*/
__attribute__((warn_unused_result)) bool dm_detect(dm_detection *out,
                                                   dm_arena     *arena,
                                                   dm_slice      bytes,
                                                   const char   *override,
                                                   dm_err       *err);

/*
** The same for bytes that came with a `label` around them (mail has one for
** each part): it is weighed as a declaration inside the document is, and in
** its place.
*/
__attribute__((warn_unused_result)) bool dm_detect_labelled(dm_detection *out,
                                                            dm_arena     *arena,
                                                            dm_slice      bytes,
                                                            dm_slice      label,
                                                            dm_err       *err);

/* Does this label say that there is nothing beyond ASCII?  What is there all
** the same is then not declared. */
bool dm_label_is_ascii(dm_slice label);

#endif
