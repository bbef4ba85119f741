/* csv.h - comma-separated values (RFC 4180), field by field.
**
** The separator is one byte.  Lines end with LF, CR LF or, where the first one
** ends so, a CR alone.  A first line "sep=;" names the separator.  A field that
** begins with a quote goes to its closing quote, line ends included; a doubled
** quote in it stands for one. Where the quotes of a field do not match, its
** bytes stand for themselves up to the next separator or line end, and it is
** called stray.
*/
#ifndef DM_LOAD_CSV_H
#define DM_LOAD_CSV_H

#include "base/slice.h"

typedef struct dm_csv {
    dm_slice text;
    char     sep;
    size_t   at;
    bool     more; /* a separator was passed: there is one more field */
    bool     cr;   /* a CR alone ends lines */
} dm_csv;

typedef struct dm_csv_field {
    dm_range range;   /* in the text, without its quotes */
    size_t   doubled; /* quotes in it that stand for one with the next */
    bool     quoted;
    bool     stray; /* it has quotes that do not match */
    bool     open;  /* one of them is never closed */
    bool     first; /* of its record */
    bool     last;  /* of its record */
} dm_csv_field;

/* Where the first record begins: behind a line that names the separator. */
size_t dm_csv_start(dm_slice text);

/* Begin at `at`, where a record begins. */
dm_csv dm_csv_begin(dm_slice text, size_t at, char sep);

/* The next field; false at the end.  An empty line is a record of one empty
** field. */
bool dm_csv_next(dm_csv *csv, dm_csv_field *field);

/* The separator of this text: the one it names, or the one of , ; tab | that
** cuts its first records alike; in a file called .tsv a tab. */
char dm_csv_separator(dm_slice text, dm_slice path);

/* Does the first record look like names: all there, all different, and no
** numbers? */
bool dm_csv_has_header(dm_slice text, char sep);

#endif
