/* change_in.h - what the files about edits share and nobody else sees. */
#ifndef DM_DOC_CHANGE_IN_H
#define DM_DOC_CHANGE_IN_H

#include "base/buf.h"
#include "doc/private.h"

/* A change as it is kept. */
typedef struct dm_change_kept {
    dm_change pub;
    dm_range extent; /* of its text in "decoded": orders inserts, pairs marks */
    bool     erases; /* all it does is take text out */
    bool     dead;   /* lost, in the commit that is being worked on */
    bool     again;  /* and may try once more */
    uint32_t killer; /* it lost to this one */
    uint32_t commit; /* the last one that it took part in */
} dm_change_kept;

/* What happens at one place first, second, … */
typedef enum dm_rank {
    DM_RANK_AFTER,  /* put behind the text that ends here */
    DM_RANK_POINT,  /* put here */
    DM_RANK_BEFORE, /* put before the text that begins here */
    DM_RANK_TAKE    /* taken out, from here on */
} dm_rank;

/* One splice of a change, as it is sorted. */
typedef struct dm_atom {
    uint32_t from, to; /* in "decoded" */
    uint32_t other;    /* the other end of the text that it belongs to */
    uint32_t change, splice;
    uint8_t  rank;
    bool     mark; /* one of a wrap's */
} dm_atom;

/* Memory that is used again by the next commit; in the document's arena. */
typedef struct dm_change_room {
    void  *ptr;
    size_t cap;
} dm_change_room;

enum { DM_ROOM_ATOMS, DM_ROOM_TAKES, DM_ROOM_MARKS, DM_ROOMS };

typedef struct dm_change_list {
    dm_change_kept *list;
    size_t          n;
    size_t          first; /* no change before it is queued */
    size_t          bytes; /* of all splices' texts */
    uint32_t        commits;
    dm_atom        *done; /* the committed, sorted */
    size_t          ndone, capdone;
    dm_change_room  rooms[DM_ROOMS];
} dm_change_list;

/*
** Where a change stands (change_leaf.c): the pieces of "decoded" that its
** range is made of, ascending, and what must be written beside the new text
** because half a cluster was asked for.
*/
typedef struct dm_reach {
    dm_range at;     /* in the view that was climbed to */
    bool     split;  /* of an insert: its place lies in a cluster */
    size_t   place;  /* of an empty span: where */
    dm_buf   before; /* kept text */
    dm_buf   after;
    dm_buf   leaves; /* of dm_range */
} dm_reach;

void dm_reach_init(dm_reach *r, const dm_doc *doc);
void dm_reach_fini(dm_reach *r);

/* Find out where `change`, on a view of text, stands.  An empty span, and one
** that lies in nothing but a cluster's middle, has no leaves but `place`.
** False with NO_EDIT or MEMORY. */
__attribute__((warn_unused_result)) bool dm_reach_find(dm_reach        *r,
                                                       const dm_doc    *doc,
                                                       const dm_change *change,
                                                       dm_err          *err);

/* Sort atoms by place, rank and what stands inside of what (change_order.c);
** append those of change number `i` to `atoms` (room for all its splices). */
void   dm_atoms_sort(dm_atom *atoms, size_t n);
size_t dm_atoms_of(const dm_change_list *l, size_t i, dm_atom *atoms);
int    dm_atom_order(const void *left, const void *right);

/* Line and column (in characters) of byte `at` of "decoded", from 1. */
void dm_change_place(const dm_doc *doc, size_t at, int *line, int *col);

#endif
