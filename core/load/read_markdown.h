/* read_markdown.h - what the pieces of the Markdown reader share.
**
** read_markdown.c drives md4c; markdown_block.c and markdown_text.c write what
** it reports, markdown_html.c the HTML in between, markdown_front.c reads the
** front matter, sniff_markdown.c tells Markdown from text.
**
** md4c reports pieces of text by pointers into its input, and what it makes up
** (line breaks, indentation) by pointers to constants.  The former are the map
** to the source; where the latter stand is known from what is around: `pos` is
** the source accounted for, and what was made up waits until the next piece
** tells where it ends.
*/
#ifndef DM_LOAD_READ_MARKDOWN_H
#define DM_LOAD_READ_MARKDOWN_H

#include <md4c.h>

#include "load/flow.h"
#include "load/markup_markdown.h"

/* A block that is open. */
typedef struct dm_md_open {
    MD_BLOCKTYPE type;
    dm_id        block;     /* its own, or DM_NOID */
    size_t       cells;     /* of a row: how many it has */
    size_t       base;      /* of a row: the line it is on */
    char         delimiter; /* of an ordered list: the sign behind numbers */
    int          next;      /* and the number of its next item */
} dm_md_open;

enum { DM_MD_HIDDEN = 12 };

typedef struct dm_md {
    dm_doc     *doc;
    dm_slice    src;
    const char *parsed; /* what md4c reads: the source, or a copy of it */
    dm_flow     flow;
    dm_buf      stack;  /* of dm_md_open */
    dm_buf      chunks; /* of dm_range: the lines of an HTML block */
    size_t      from; /* where the parser's input begins: behind front matter */
    size_t      pos;  /* the source before it is accounted for */
    bool        prefix; /* and it is among the marks that a line begins with */
    size_t      indent; /* blanks of a code block's line that wait */
    dm_range    soft;   /* a line break inside of a paragraph, which waits */
    bool        line;   /* one inside of a code block does */
    uint32_t    last; /* the last character written; 0 at a block's beginning */
    int         lists;
    bool        fresh; /* an item's number was written, and nothing behind it */
    bool        lost;  /* a number was not found: none is looked for any more */
    char     hidden[DM_MD_HIDDEN]; /* the inline element whose text is none */
    dm_slice href;
    size_t   addresses; /* bytes of all link targets so far */
    size_t   strange;   /* texts that were found nowhere in the source */
    bool     failed;
    dm_err   err;
} dm_md;

/* Callbacks of md4c; `user` is a dm_md.  They return 1 to stop. */
int dm_md_enter(MD_BLOCKTYPE type, void *detail, void *user);
int dm_md_leave(MD_BLOCKTYPE type, void *detail, void *user);
int dm_md_enter_span(MD_SPANTYPE type, void *detail, void *user);
int dm_md_leave_span(MD_SPANTYPE type, void *detail, void *user);
int dm_md_text(MD_TEXTTYPE type, const char *text, MD_SIZE size, void *user);

/* The innermost open block; NULL for none. */
dm_md_open *dm_md_top(const dm_md *m);

/* Stop: remember why. */
void dm_md_stop(dm_md *m);

/* The character reference at the start of `s`: its length, or 0; what it means
** goes to `out` (4 bytes), whose length to `*n`. */
size_t dm_md_reference(dm_slice s, char *out, size_t *n);

/* The next line end at or behind `from`; an empty range where none is. */
dm_range dm_md_line_end(const dm_md *m, size_t from);

/* The lines of an HTML block are collected: write their text. */
void dm_md_html(dm_md *m);

/* Front matter at the start of `s` ("---", lines, "---"): its length, or 0. */
size_t dm_md_front(dm_slice s);

/* Give its flat lines to the document's metadata. */
__attribute__((warn_unused_result)) bool dm_md_front_meta(dm_doc  *doc,
                                                          dm_slice s,
                                                          dm_err  *err);

#endif
