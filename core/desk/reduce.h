/* reduce.h - the least of a document that still fails in the same way.
**
** Delta debugging: parts of the input are taken out, larger ones first (blocks,
** lines, words and tags, characters), and what still fails is kept.  Cuts are
** made between characters and tags only, in the bytes of the input, whatever
** its charset, so that what is left is made of its own bytes.
**
** "In the same way" means: the same code at the same line of the script (of
** what cannot even be loaded: the same message; or the same signal), when the
** document fails.  When it does not, but its record differs from the script's
** snapshot: a value that the record has and had not, or had and has not
** although the text still reads the line that it was on.  A document that
** passed its deadline is then held to a shorter one.
**
** Each run is a process of its own, forked from one that has the script
** compiled: a crash or a limit costs nothing but its time.
*/
#ifndef DM_DESK_REDUCE_H
#define DM_DESK_REDUCE_H

#include "base/buf.h"
#include "engine/engine.h"
#include "load/load.h"

typedef struct dm_reduce_options {
    const dm_engine_options *engine; /* with its script */
    const dm_load_options   *load;
    const char              *input;
    const char              *gold;    /* gold.h; NULL: the script's snapshot */
    double                   seconds; /* for all runs together */
} dm_reduce_options;

typedef struct dm_reduced {
    dm_buf bytes; /* what is left */
    size_t before;
    size_t runs;
    double seconds;
    bool   stopped;      /* time was up: there may be less */
    char   symptom[600]; /* "error[E302] at a.lua:3: …" */
} dm_reduced;

/*
** Shrink the input.  False with NOT_FAILING (it does not fail), NO_EDIT (a
** container, which cannot be cut), what dm_engine_open fails with, READ, …,
** BAD_GOLD or BAD_RESULT (of the gold or the snapshot), or MACHINE.  Call fini
** in any case.
*/
__attribute__((warn_unused_result)) bool dm_reduce(
    const dm_reduce_options *options, dm_reduced *out, dm_err *err);
void dm_reduced_fini(dm_reduced *reduced);

#endif
