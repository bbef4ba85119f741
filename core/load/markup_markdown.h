/* markup_markdown.h - how text is written into Markdown. */
#ifndef DM_LOAD_MARKUP_MARKDOWN_H
#define DM_LOAD_MARKUP_MARKDOWN_H

#include "doc/markup.h"

/* What new text becomes, so that the reader gives it back:
** - In a paragraph signs that mean something there get a backslash, a line
**   break is <br>, blanks that would be trimmed are references.
** - In a code block nothing changes, and each new line begins as the one that
**   the text is put into; in a code span a line break is a blank.
** - In HTML & < > are references.
** - An address in < > takes only what it may hold.
** Where the new text makes its neighbours mean something else, they are mended
** (markdown_beside.c); a line like the end of a block of code in it, and blanks
** in an address, cannot be said.
** References for characters that the charset lacks are &#x4E00;. */
extern const dm_markup dm_markup_markdown;

/* Is it one of these characters?  NUL is none. */
static inline bool dm_md_among(char c, const char *these)
{
    return c != '\0' && strchr(these, c) != NULL;
}

/* In what does a place of the source stand? */
typedef enum dm_md_place {
    DM_MD_FLOW, /* in text */
    DM_MD_CODE_BLOCK,
    DM_MD_CODE_SPAN,
    DM_MD_CODE_CELL, /* a code span in a table */
    DM_MD_ADDRESS,   /* <http://a.b> */
    DM_MD_HTML
} dm_md_place;

/* Found out without reading all of the source, which is asked for each edit:
** all is looked for between the blank lines around `at`, and fences nearby; if
** these do not tell which of them begins a block, from the beginning on. */
dm_md_place dm_md_place_at(dm_slice source, size_t at);

/* In text: is the character at `at` text, and no sign that means something? */
bool dm_md_is_text(dm_slice source, size_t at);

/* Where the marks that the line of `at` begins with end: blanks, quote signs,
** bullets and numbers of items. */
size_t dm_md_marks_end(dm_slice source, size_t at);

/* Where the line of `at` begins. */
size_t dm_md_line_begin(dm_slice source, size_t at);

/* What must change beside `at` where `text` comes to stand, so that what is
** markup there stays markup, and text text: the member `besides`. */
bool dm_md_beside(dm_slice source, dm_range at, dm_slice text, dm_range *more,
                  dm_slice *with);

#endif
