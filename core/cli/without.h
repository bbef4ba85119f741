/* without.h - a view without what a rule script drops. */
#ifndef DM_CLI_WITHOUT_H
#define DM_CLI_WITHOUT_H

#include "doc/doc.h"
#include "engine/engine.h"

/*
** Run `engine` over `doc` and find what its drops are in `view`: `*n` ranges,
** ascending and apart, in the document's arena.  False when the script failed
** or memory ran out.
*/
__attribute__((warn_unused_result)) bool dm_without(dm_engine     *engine,
                                                    dm_doc        *doc,
                                                    const dm_view *view,
                                                    dm_range **out, size_t *n,
                                                    dm_err *err);

/* The first piece of `line` from `*at` on that no range covers; `*at` moves
** behind it.  False when nothing is left. */
bool dm_without_next(const dm_range *ranges, size_t n, dm_range line,
                     size_t *at, dm_range *piece);

#endif
