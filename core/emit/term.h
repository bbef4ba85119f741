/* term.h - a document and its record, for eyes: text with its spans marked.
**
** With colour, spans are underlined in the colour of their field and dropped
** text is dim; without, spans stand in ⟦brackets⟧field.  Lines are numbered
** and wrapped to the width in terminal cells, so a Han character counts two.
** Nothing of a document reaches the terminal unescaped.
*/
#ifndef DM_EMIT_TERM_H
#define DM_EMIT_TERM_H

#include "base/buf.h"
#include "emit/value.h"

typedef struct dm_term_style {
    bool   color;
    size_t width; /* cells; 0 for no wrapping */
} dm_term_style;

enum { DM_TERM_DROPPED = -1 };

typedef struct dm_term_mark {
    dm_range range; /* in the text; empty ones are not shown */
    int      field; /* index into the names, or DM_TERM_DROPPED */
} dm_term_mark;

typedef struct dm_term_page {
    dm_slice            title;
    dm_slice            text;  /* valid UTF-8 */
    const dm_term_mark *marks; /* sorted by range.from */
    size_t              nmarks;
    const dm_slice     *names; /* of the fields */
    size_t              nnames;
} dm_term_page;

/* Append the title, the marked text and the legend. */
void dm_term_text(dm_buf *out, const dm_term_page *page,
                  const dm_term_style *style);

/* Append the fields of `record`, one below the other; those that begin with
** an underscore are left out. */
void dm_term_fields(dm_buf *out, const dm_value *record,
                    const dm_term_style *style);

#endif
