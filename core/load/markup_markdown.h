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
** Two things cannot be said in Markdown: a backtick in a code span, and
** emphasis that begins or ends with punctuation beside a letter.
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
    DM_MD_HTML
} dm_md_place;

/* Found out without reading all of the source, which is asked for each edit:
** fences are looked for from the beginning, all else between the blank lines
** around `at`. */
dm_md_place dm_md_place_at(dm_slice source, size_t at);

/* Where the marks that the line of `at` begins with end: blanks, quote signs,
** bullets and numbers of items. */
size_t dm_md_marks_end(dm_slice source, size_t at);

/* Where the line of `at` begins. */
size_t dm_md_line_begin(dm_slice source, size_t at);

#endif
