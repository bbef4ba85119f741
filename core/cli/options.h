/* options.h - the one table of options.
**
** Parsing, --help, the man page and the completions read this table and
** nothing else, so they cannot drift apart.  A letter may mean different
** things for different verbs, a name may not.
*/
#ifndef DM_CLI_OPTIONS_H
#define DM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "cli/option_table.h"

typedef enum dm_opt_kind {
    DM_OPT_FLAG,
    DM_OPT_MAYBE, /* a flag that may have a value: --in-place=.bak */
    DM_OPT_TEXT,
    DM_OPT_FILE,    /* a text that completes to file names */
    DM_OPT_NUMBER,  /* 0, 1, 2, … */
    DM_OPT_SIZE,    /* bytes: 500, 64K, 10M, 1G (powers of 1024) */
    DM_OPT_SECONDS, /* 10, 0.5; kept in milliseconds */
    DM_OPT_CHOICE   /* one of `choices`, separated by | */
} dm_opt_kind;

typedef enum dm_opt {
#define DM_OPT_ENUM(id, name, letter, arg, kind, verbs, choices, help)         \
    DM_OPT_##id,
    DM_OPTIONS(DM_OPT_ENUM)
#undef DM_OPT_ENUM
        DM_OPT_COUNT_ALL
} dm_opt;

typedef struct dm_option {
    const char *name;
    const char *arg; /* NULL for a flag */
    const char *choices;
    const char *help;
    dm_opt      id;
    dm_opt_kind kind;
    unsigned    verbs;
    char        letter; /* 0 for none */
} dm_option;

/* The `i`-th option, or NULL past the end. */
const dm_option *dm_option_at(size_t i);

/* What stands behind the = in help: its choices if they fit in a line, else
** the name of its argument; NULL for a flag. */
const char *dm_option_value(const dm_option *o);

typedef struct dm_args dm_args;

/* A command line, understood. */
struct dm_args {
    const dm_verb *verb;
    const char    *text[DM_OPT_COUNT_ALL]; /* NULL: not given; "" for a flag */
    uint64_t       number[DM_OPT_COUNT_ALL]; /* NUMBER, SIZE; SECONDS in ms */
    char         **rest;                     /* what is no option, in order */
    size_t         nrest;
};

/*
** Understand `argv` (without the program and the verb); it is reordered so
** that `rest` can point into it.  Options and other arguments may come in any
** order, `--` ends the options, `-` is an argument.  False with
** UNKNOWN_OPTION (help names the nearest), USAGE or BAD_VALUE.
*/
__attribute__((warn_unused_result)) bool dm_args_parse(dm_args       *args,
                                                       const dm_verb *verb,
                                                       int argc, char **argv,
                                                       dm_err *err);

static inline bool dm_args_has(const dm_args *args, dm_opt id)
{
    return args->text[id] != NULL;
}

#endif
