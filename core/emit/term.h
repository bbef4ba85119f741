/* term.h - a document and its record, for eyes: text with its spans marked.
**
** With colour, spans are underlined in the colour of their field and dropped
** text is dim; without, spans stand in ⟦brackets⟧field.  Lines are numbered
** and wrapped to the width in terminal cells: a Han character counts two, a
** combining mark stays with its base, and nothing is cut in the middle of a
** cell.  Nothing of a document reaches the terminal unescaped.
**
**   minutes.txt  gb18030, 303 characters, 9 hits, coverage 42.2%
**   1 â the text, with its marks
**   fields: date issuer
**   coverage  one cell for every so many characters, filled where rules hit
**   date      3 hits  9.6 us  a bar
*/
#ifndef DM_EMIT_TERM_H
#define DM_EMIT_TERM_H

#include "base/buf.h"
#include "emit/value.h"

typedef struct dm_term_style {
    bool   color;
    bool   times; /* rules are told with their time */
    size_t width; /* cells; 0 for no wrapping */
} dm_term_style;

enum { DM_TERM_DROPPED = -1 };

typedef struct dm_term_mark {
    dm_range range; /* in the text; empty ones are not shown */
    int      field; /* index into the names, or DM_TERM_DROPPED */
} dm_term_mark;

/* A rule and what it found. */
typedef struct dm_term_rule {
    dm_slice id;
    size_t   hits;
    double   seconds; /* negative when nobody knows */
} dm_term_rule;

typedef struct dm_term_page {
    dm_slice            title;
    dm_slice            text;  /* valid UTF-8 */
    const dm_term_mark *marks; /* sorted by range.from */
    size_t              nmarks;
    const dm_slice     *names; /* of the fields */
    size_t              nnames;
    dm_slice            charset; /* "" for no figures at all */
    const dm_range     *covered; /* what rules touched: ascending, disjoint */
    size_t              ncovered;
    bool                cut;   /* they touched more than that */
    const dm_term_rule *rules; /* in the order of the script */
    size_t              nrules;
} dm_term_page;

/* Append the title (with charset, characters, hits and coverage when the page
** has them), the marked text and the legend. */
void dm_term_text(dm_buf *out, const dm_term_page *page,
                  const dm_term_style *style);

/* Append the coverage bar and the table of rules; nothing for a page without
** rules.  In term_rules.c. */
void dm_term_rules(dm_buf *out, const dm_term_page *page,
                   const dm_term_style *style);

/* Append "gb18030, 303 characters, 9 hits, coverage 42.2%". */
void dm_term_figures(dm_buf *out, const dm_term_page *page);

/* Append the fields of `record`, one below the other; those that begin with
** an underscore are left out. */
void dm_term_fields(dm_buf *out, const dm_value *record,
                    const dm_term_style *style);

#endif
