/* html.h - the clean document as a page (format html).
**
** Well-formed as XML and as HTML, without scripts; nothing of a document can
** become markup.  Each document is an <article>.  What rules found stands in
** <span class="docmill-RULE" data-rule="RULE" data-field="FIELD">.
*/
#ifndef DM_EMIT_HTML_H
#define DM_EMIT_HTML_H

#include "emit/tree.h"

/* Around the articles of a run. */
extern const char dm_html_begin[], dm_html_end[];

/* Append one article. */
void dm_html_render(dm_buf *out, const dm_tree *tree);

/* Append a page of one document, with its title and language. */
void dm_html_page(dm_buf *out, const dm_tree *tree);

/* Append `s` for HTML and XML: & < > " as references, characters that XML
** does not have as U+FFFD. */
void dm_html_escape(dm_buf *out, dm_slice s);

#endif
