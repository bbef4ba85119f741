/* flow.h - the text of a page as a reader would see it, written while its
** markup goes by.
**
** The writer walks the decoded source once, from left to right.  It is told
** of pieces of text and where they stand in the source, of breaks between
** blocks, of forced line breaks and of table cells.  It folds white space,
** begins lines, and keeps the alignment: what is passed over is a deletion,
** what it adds by itself an insertion.  Text that the source holds as it is,
** is never copied by way of anything else, so it cannot be misplaced.
**
** Blocks and marks (where a link began) begin with the first visible
** character after they were opened.
*/
#ifndef DM_LOAD_FLOW_H
#define DM_LOAD_FLOW_H

#include "load/outline.h"
#include "text/align.h"

/* Where something began that is not a block. */
typedef struct dm_mark {
    bool   armed, begun;
    size_t from;
} dm_mark;

enum { DM_MARK_LINK, DM_MARK_RUBY, DM_MARKS };

typedef struct dm_flow {
    dm_aligner  a;
    dm_slice    src;      /* the decoded text */
    const char *parsed;   /* the parser's copy of it, see dm_flow_text */
    size_t      out;      /* bytes written */
    size_t      end;      /* behind the last visible character */
    size_t      lines;    /* line breaks written */
    dm_range    space;    /* white space waiting to become one blank */
    unsigned    tabs;     /* cells to be passed before the next text */
    bool        new_line; /* the next text begins a line */
    bool        at_start; /* nothing is on the line yet */
    bool        in_cell;  /* nothing is in the cell yet */
    bool        pre;      /* white space stays as it is */
    bool        loose;    /* text here is a paragraph of its own */
    dm_id       para;     /* that paragraph while it is open, or DM_NOID */
    dm_mark     marks[DM_MARKS];
    dm_outline  outline;
} dm_flow;

/* Begin: `out` is empty, its max the ceiling of the text. */
void dm_flow_init(dm_flow *f, dm_slice src, const char *parsed, dm_buf *out,
                  size_t max_blocks);
void dm_flow_fini(dm_flow *f);

/*
** The source bytes of `r` are text.  A byte that is DEL in `parsed` and
** something else in the source was put out of the parser's sight: it goes.
*/
void dm_flow_text(dm_flow *f, dm_range r);

/* The source bytes of `r` stand for `text`: a character reference. */
void dm_flow_put(dm_flow *f, dm_range r, dm_slice text);

/* A block begins or ends: what follows begins a line. */
void dm_flow_break(dm_flow *f);

/* A forced line break, written as the source bytes of `r`. */
void dm_flow_line(dm_flow *f, dm_range r);

/* The next cell of the row that began when `lines` was `base`: on the same
** line behind a tab if the row still is on one line. */
void dm_flow_cell(dm_flow *f, bool first, size_t base);

/* The value of `lines` for the line that the next text will be on. */
size_t dm_flow_next_line(const dm_flow *f);

/* Close the loose paragraph, if one is open. */
void dm_flow_end_para(dm_flow *f);

/* Arm a mark; take what it saw: an empty range when nothing. */
void     dm_flow_arm(dm_flow *f, int mark);
dm_range dm_flow_take(dm_flow *f, int mark);

#endif
