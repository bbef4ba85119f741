/* html_role.h - what happens to the page when an element opens or closes. */
#ifndef DM_LOAD_HTML_ROLE_H
#define DM_LOAD_HTML_ROLE_H

#include "load/read_html.h"

typedef struct dm_opening {
    dm_element           *e; /* a copy of the one around, to be changed */
    const dm_tag         *tag;
    const unsigned char **attrs;
    dm_range              range; /* of the start tag */
} dm_opening;

/* Do what the role of `o->e` says.  Failures are left in the page. */
void dm_role_open(dm_page *page, const dm_opening *o);
void dm_role_close(dm_page *page, const dm_element *e);

/* A link to `href`, in the document's arena, begins or ends, and one before it
** ends; nothing happens where none is open. */
void dm_page_begin_link(dm_page *page, dm_slice href);
void dm_page_end_link(dm_page *page);

/* The open elements, outermost first, and how many there are. */
dm_element *dm_page_elements(const dm_page *page);
size_t      dm_page_depth(const dm_page *page);

/* The note with its white space folded; it lives as long as the note. */
dm_slice dm_page_fold_note(dm_page *page);

/* Remember a failure; the parser is stopped by whoever sees it. */
static inline void dm_page_check(dm_page *page, bool ok)
{
    if (!ok)
        page->failed = true;
}

#endif
