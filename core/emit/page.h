/* page.h - the page that shows a document: template and data, one HTML file.
**
** The page is text, style and program (core/emit/page/), embedded when docmill
** is built, and behind them the data of one or more documents.  It loads
** nothing: its policy lets run the one program whose hash it names, and apply
** the one style.  Data is JSON in a script element that is no script, every
** "<" in it written \u003c, so that no text of a document can end the element
** or begin a comment; the program puts it on the screen as text alone.
**
** What a document's data holds is up to who calls (desk/page_data.h).
*/
#ifndef DM_EMIT_PAGE_H
#define DM_EMIT_PAGE_H

#include "base/buf.h"
#include "emit/value.h"

/* What stands around the documents of a page. */
extern const char dm_viewer_begin[], dm_viewer_end[];

/* Append one document between the two. */
void dm_viewer_add(dm_buf *out, const dm_value *document);

/* Append a whole page of one document. */
void dm_viewer_one(dm_buf *out, const dm_value *document);

/* Append the page before the pages (core/emit/page/index*), of a corpus whose
** data are that JSON: desk/index.h. */
void dm_viewer_index(dm_buf *out, dm_slice json);

#endif
