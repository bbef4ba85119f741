/* tree_node.h - nodes in the making, and where in the tree they may stand.
**
** A node is asked for in some other and lands there, or in what it lacks
** there: an item in a list, a row in a table, a cell in a row.
*/
#ifndef DM_ENGINE_TREE_NODE_H
#define DM_ENGINE_TREE_NODE_H

#include "emit/tree.h"

/* Containers in nodes as deep as this dissolve. */
enum { DM_NEST = 96 };

typedef struct dm_made dm_made;
struct dm_made {
    dm_node  node; /* first: a dm_node pointer to it is one to this */
    dm_made *last; /* child */
    size_t   depth;
    int      nesting; /* of a list: its items' level */
    size_t   next;    /* of an ordered list: the number that continues it */
    bool     lent;    /* not in the document: put around what lacked it */
};

/* What an item says of the list that it belongs to. */
typedef struct dm_made_item {
    int      level;   /* nesting, from 1 */
    dm_slice number;  /* or "" */
    int      ordinal; /* in a list that counts, 0 in others */
} dm_made_item;

/* A node that is in no other. */
dm_made *dm_made_root(dm_arena *arena);

/* A new node of `kind` in `home` (a root, item, table, row, cell or quote);
** NULL without memory. */
dm_made *dm_made_in(dm_arena *arena, dm_made *home, dm_node_kind kind);

/* A new item in `home`, in the list that it goes on with or a new one. */
dm_made *dm_made_item_in(dm_arena *arena, dm_made *home,
                         const dm_made_item *item);

/* Count what marks the nodes' texts begin with (dm_node.skip) and take out
** nodes that have nothing; `bullets`: items may begin with a bullet, headings
** with #. */
void dm_made_finish(dm_made *root, bool bullets);

#endif
