/* tree.h - a clean document as sinks see it: blocks of text with labels.
**
** What --format md, html, text and pandoc write: the document's blocks without
** what was dropped, links as links, and what rules found as labels of runs.
** The engine builds it (engine/tree.h) from a document; sinks render it.  All
** of it lives in one arena, but for the texts, which are the document's and
** valid UTF-8.
**
** A node has text of its own (runs), then children.  Paragraphs, headings,
** captions and preformatted text have runs alone; lists, tables, rows and
** quotes children alone; items and cells may have both.  A tree is at most
** DM_TREE_DEPTH nodes deep, so it may be walked by recursion.
*/
#ifndef DM_EMIT_TREE_H
#define DM_EMIT_TREE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "emit/value.h"

enum { DM_TREE_DEPTH = 256 };

typedef enum dm_node_kind {
    DM_NODE_PARAGRAPH,
    DM_NODE_HEADING, /* level 1 to 6 */
    DM_NODE_LIST,    /* children are items */
    DM_NODE_ITEM,
    DM_NODE_TABLE, /* children are a caption (first, at most one) and rows */
    DM_NODE_ROW,   /* children are cells */
    DM_NODE_CELL,
    DM_NODE_QUOTE, /* children are blocks */
    DM_NODE_PRE,
    DM_NODE_CAPTION
} dm_node_kind;

/* A span that a rule found, or an annotation. */
typedef struct dm_label {
    dm_slice rule;   /* its id; the field where no rule is known; an
                     ** annotation's type */
    dm_slice field;  /* of the record, or "" */
    size_t   number; /* of the span in its document, from 1 */
} dm_label;

/* A stretch of text in one dress. */
typedef struct dm_run_text {
    dm_slice text;
    dm_slice href; /* of a link, or ""; runs of one link share its pointer */
    const dm_label *const *labels; /* outermost first */
    size_t                 nlabels;
} dm_run_text;

typedef struct dm_node dm_node;
struct dm_node {
    dm_node_kind kind;
    int          level;    /* of a heading */
    bool         header;   /* a cell of a header */
    bool         ordered;  /* a list whose items count up from `start` */
    bool         numbered; /* a list whose items show numbers of another kind,
                           ** which stand in their text */
    size_t   start;        /* of an ordered list */
    char     delim;  /* behind its numbers: '.', ')', or '(' for both sides */
    dm_slice number; /* "第三条", "1." of an item or heading, or "" */
    size_t   skip;   /* so many bytes at the beginning of the runs are a mark
                     ** that the kind of node stands for: the number of an item
                     ** in an ordered list, a bullet, the # of a heading.  Sinks
                     ** that write marks of their own leave them out */
    const dm_run_text *runs; /* text of its own; no run is empty */
    size_t             nruns;
    dm_node           *first, *next; /* children, siblings */
};

typedef struct dm_tree {
    dm_slice        id, title, lang; /* the latter two may be "" */
    const dm_value *record; /* the document's first record, or NULL: for the
                            ** metadata of formats that have some */
    size_t   unshown;       /* labels left out where too many overlap */
    dm_node *first;
} dm_tree;

/* The record's scalar fields are metadata; those whose name begins with _ and
** long texts are not.  True when the `i`-th member of `record` is. */
bool dm_tree_is_meta(const dm_value *record, size_t i);

/* How many cells the widest row of a table has. */
size_t dm_table_columns(const dm_node *table);

/* Are all cells of a table lines of text?  Those of layout tables are not:
** formats whose cells hold nothing else write them as blocks. */
bool dm_table_is_plain(const dm_node *table);

/* Is `row` made of header cells alone? */
bool dm_row_is_header(const dm_node *row);

/* What a walk over the runs of a node calls; any may be NULL. */
typedef struct dm_inline {
    void (*text)(void *ud, dm_slice text);
    void (*open_link)(void *ud, dm_slice href);
    void (*close_link)(void *ud);
    void (*open_label)(void *ud, const dm_label *label);
    void (*close_label)(void *ud);
} dm_inline;

/*
** Call `how` for the runs of `node`, without the first `skip` bytes of their
** text.  Links are outermost; a link or label that goes on in the next run is
** not closed in between, and what is opened is closed.  Of two labels that
** overlap without nesting the later one is closed and opened again.
*/
void dm_inline_walk(const dm_node *node, size_t skip, const dm_inline *how,
                    void *ud);

#endif
