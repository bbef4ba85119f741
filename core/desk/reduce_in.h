/* reduce_in.h - cutting and running, shared by the files of reduce. */
#ifndef DM_DESK_REDUCE_IN_H
#define DM_DESK_REDUCE_IN_H

#include "desk/reduce.h"

typedef enum dm_cut {
    DM_CUT_BLOCKS, /* behind blank lines */
    DM_CUT_LINES,
    DM_CUT_WORDS, /* tags, words of ASCII letters, else characters */
    DM_CUT_CHARS, /* tags, else characters */
    DM_CUTS
} dm_cut;

/*
** Append the pieces of `bytes` (of dm_range) to `pieces`: they adjoin, and what
** stands before the first (a byte order mark) is always kept.  False with
** NO_EDIT or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_cut_pieces(
    dm_slice bytes, const dm_reduce_options *options, dm_cut how,
    dm_buf *pieces, dm_err *err);

/* How a run ended.  Plain data: it crosses a pipe. */
typedef enum dm_end_kind {
    DM_END_WELL,
    DM_END_FAILED, /* `err` says how */
    DM_END_DIED,   /* by `status`, as wait(2) has it */
    DM_END_LATE    /* did not end in time */
} dm_end_kind;

/* A value that a field has and had not, or the other way round: then the
** document must still read `line`, the line of it that the value was on. */
typedef struct dm_change_seen {
    bool some, lost;
    char field[64], text[256], line[256];
} dm_change_seen;

typedef struct dm_ending {
    dm_end_kind    kind;
    int            status;
    dm_err         err;
    dm_change_seen change;
} dm_ending;

typedef struct dm_runner {
    const dm_reduce_options *options;
    dm_engine               *engine;
    const dm_value          *was;  /* the snapshot's record, or NULL */
    const dm_change_seen    *look; /* only whether this change is there; NULL:
                                   ** find one */
    double until;                  /* on dm_clock_seconds */
    size_t runs;
} dm_runner;

/* Run the script over `bytes` in a process of its own.  False with MACHINE. */
__attribute__((warn_unused_result)) bool dm_runner_run(dm_runner *r,
                                                       dm_slice   bytes,
                                                       dm_ending *out,
                                                       dm_err    *err);

/* The change between the snapshot's record and what came out now: the one to
** look for, or any. */
void dm_change_find(const dm_runner *r, dm_doc *doc, const dm_result *result,
                    dm_change_seen *out);

#endif
