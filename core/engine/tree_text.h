/* tree_text.h - stretches of a view become runs: drops cut out, links and
** labels put on.
**
** A sweep goes over the view once, from left to right; the stretches it is
** asked for ascend and do not overlap.
*/
#ifndef DM_ENGINE_TREE_TEXT_H
#define DM_ENGINE_TREE_TEXT_H

#include "engine/tree.h"

enum { DM_SWEEP_OPEN = 32 }; /* labels that may overlap in one place */

/* A link in the view. */
typedef struct dm_sweep_link {
    dm_range range;
    dm_slice href;
} dm_sweep_link;

typedef struct dm_sweep {
    dm_arena               *arena;
    dm_slice                text; /* of the view */
    bool                    soft; /* line breaks are a margin's */
    const dm_range         *drops;
    const dm_sweep_link    *links;  /* these two ascend, without overlaps */
    const dm_standoff_span *spans;  /* ascend by beginning */
    const dm_label         *labels; /* of each span */
    size_t                  ndrops, nlinks, nspans;
    size_t                  drop, link, span;    /* the next of each */
    size_t                  open[DM_SWEEP_OPEN]; /* indexes of spans */
    size_t                  nopen;
    const dm_label *const  *dress; /* the labels of what is open */
    size_t                  unshown;
    dm_buf                  runs; /* of dm_run_text: those being made */
    bool                    failed;
} dm_sweep;

/* Make ready for `doc`: carry drops and links over to the view.  False when
** memory ran out. */
bool dm_sweep_init(dm_sweep *s, dm_arena *arena, dm_doc *doc,
                   const dm_tree_options *o);
void dm_sweep_fini(dm_sweep *s);

/*
** The runs of `r`, without white space at both ends (`pre`: without line
** breaks there); none when nothing is left.  Sets `failed` without memory.
*/
void dm_sweep_runs(dm_sweep *s, dm_range r, bool pre, dm_node *node);

#endif
