/* verbs.h - what docmill can do: one row a verb, one file a verb. */
#ifndef DM_CLI_VERBS_H
#define DM_CLI_VERBS_H

#include <stddef.h>

#include "base/slice.h"

struct dm_args; /* options.h */

enum {
    DM_V_RUN = 1,
    DM_V_X = 2,
    DM_V_TEXT = 4,
    DM_V_GREP = 8,
    DM_V_INSPECT = 16,
    DM_V_CHECK = 32,
    DM_V_HELP = 64,
    DM_V_EXPLAIN = 128,
    DM_V_BLAME = 256,
    DM_V_VIEW = 512,
    DM_V_STATS = 1024,
    DM_V_DIFF = 2048,
    DM_V_REPL = 4096,
    DM_V_WATCH = 8192,
    DM_V_NEW = 16384
};

/* Exit codes, for all verbs. */
enum {
    DM_EXIT_OK = 0,
    DM_EXIT_NO = 1,      /* ran, and the answer is no */
    DM_EXIT_USAGE = 2,   /* the command line is wrong */
    DM_EXIT_SOME = 3,    /* some documents failed, the rest is valid */
    DM_EXIT_SCRIPT = 4,  /* the script is wrong */
    DM_EXIT_IO = 5,      /* input or output could not be read or written */
    DM_EXIT_SIGNAL = 128 /* plus the signal's number */
};

typedef struct dm_verb {
    const char *name;
    unsigned    bit;
    const char *usage;                      /* what follows the verb */
    const char *what;                       /* one line */
    int (*run)(const struct dm_args *args); /* returns the exit code */
} dm_verb;

/* The `i`-th verb, or NULL past the end; the verb called `name`, or NULL. */
const dm_verb *dm_verb_at(size_t i);
const dm_verb *dm_verb_called(dm_slice name);

/* The name of the verb nearest to `word`, or NULL. */
const char *dm_verb_nearest(dm_slice word);

int dm_verb_run(const struct dm_args *args);
int dm_verb_x(const struct dm_args *args);
int dm_verb_text(const struct dm_args *args);
int dm_verb_grep(const struct dm_args *args);
int dm_verb_inspect(const struct dm_args *args);
int dm_verb_explain(const struct dm_args *args);
int dm_verb_blame(const struct dm_args *args);
int dm_verb_view(const struct dm_args *args);
int dm_verb_check(const struct dm_args *args);
int dm_verb_diff(const struct dm_args *args);
int dm_verb_stats(const struct dm_args *args);
int dm_verb_repl(const struct dm_args *args);
int dm_verb_watch(const struct dm_args *args);
int dm_verb_new(const struct dm_args *args);
int dm_verb_help(const struct dm_args *args);

#endif
