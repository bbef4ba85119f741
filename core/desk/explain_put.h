/* explain_put.h - pieces of text that explain's pages are made of.
**
** Private to core/desk/explain_*.c.  Everything of a document goes through
** emit/visible.
*/
#ifndef DM_DESK_EXPLAIN_PUT_H
#define DM_DESK_EXPLAIN_PUT_H

#include "desk/show.h"

/* What is painted how. */
typedef enum dm_paint {
    DM_PAINT_HEAD,
    DM_PAINT_PLACE,
    DM_PAINT_GOOD,
    DM_PAINT_BAD,
    DM_PAINT_DIM
} dm_paint;

typedef struct dm_told {
    dm_buf  *out;
    dm_slice id; /* of the document */
    bool     color;
    bool     full; /* no limit lists more than this report does */
} dm_told;

/* Text in colour, when there is colour: visible `s`, or what printf makes of
** the arguments (of our own words only). */
void dm_told_paint(const dm_told *e, dm_paint how, dm_slice s);
void dm_told_printf(const dm_told *e, dm_paint how, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A text in quotes, cut when it is long. */
void dm_told_quote(const dm_told *e, dm_slice s);

/* "notice.txt:3:6", with the part of a container; the name alone for a place
** that is not in the file. */
void dm_told_where(const dm_told *e, const dm_value *place);

/* The line of the file and a caret line below, behind `indent` blanks: carets
** under the place, tildes from where `begin` says (an attempt's way). */
void dm_told_source(const dm_told *e, const dm_value *source, int indent);

/* A pattern, `from` to `to` of its bytes (1-based, inclusive) with carets
** below, behind `indent` blanks; 0 for none. */
void dm_told_pattern(const dm_told *e, dm_slice pattern, size_t from, size_t to,
                     int indent);

/* "source bytes 30-46", and whether they were widened. */
void dm_told_bytes(const dm_told *e, const dm_value *place);

/* The head of both pages: the document and what it is, and that the script did
** not want it, or failed on it. */
void dm_told_head(const dm_told *e, const dm_value *report);

/* The head of a rule: its name, script line, view, counts, patterns. */
void dm_told_rule(const dm_told *e, const dm_value *rule);

#endif
