/* tree.h - building the clean document that sinks render.
**
** Blocks are carried over to the view, what rules dropped is cut out, and
** text in no block becomes paragraphs (lines without a letter or digit, such
** as rules between parts, are left out there).  Items become lists by nesting
** and numbering: items that count up by one in ASCII digits are an ordered
** list, others show their numbers in their text.  A row without a table, a
** cell without a row and text between cells get what they lack.  Where
** containers nest deeper than sinks can show, the inner ones dissolve.
**
** In documents of the format "text", the line breaks inside a block are a
** typewriter's margin: they become a blank, or nothing beside Han.  In other
** formats they were forced and stay.
*/
#ifndef DM_ENGINE_TREE_H
#define DM_ENGINE_TREE_H

#include "doc/doc.h"
#include "emit/standoff.h"
#include "emit/tree.h"

typedef struct dm_tree_options {
    const dm_view     *view;   /* "text" or one above it */
    const dm_standoff *found;  /* of that view: the labels; NULL for none */
    const dm_value    *record; /* for the tree's metadata, or NULL */
} dm_tree_options;

/*
** Build the tree of `doc` in `arena`.  It borrows from the document, the
** record and `found`, which must outlive it.  Links whose address is a script
** or inline data are left out, their text stays.  False with MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_tree_build(dm_tree  *out,
                                                       dm_arena *arena,
                                                       dm_doc   *doc,
                                                       const dm_tree_options *o,
                                                       dm_err *err);

#endif
