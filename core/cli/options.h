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
#include "cli/verbs.h"

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

#define DM_V_SCRIPTED (DM_V_RUN | DM_V_X)
#define DM_V_VIEWED   (DM_V_TEXT | DM_V_GREP)
#define DM_V_BATCH    (DM_V_SCRIPTED | DM_V_VIEWED | DM_V_INSPECT)
#define DM_V_ALL      (DM_V_BATCH | DM_V_CHECK | DM_V_HELP)

/* X(id, name, letter, argument, kind, verbs, choices, help) */
#define DM_OPTIONS(X)                                                          \
    X(OUTPUT, "output", 'o', "FILE", FILE, DM_V_BATCH, NULL,                   \
      "write to FILE, which appears whole, or into folder DIR/")               \
    X(FORMAT, "format", 0, "FORMAT", CHOICE, DM_V_SCRIPTED,                    \
      "jsonl|json|csv|tsv|md|html|text|sqlite|pandoc|dolma|brat|webanno|"      \
      "source|writer|term",                                                    \
      "what is written of documents; default jsonl")                           \
    X(IN_PLACE, "in-place", 0, "SUFFIX", MAYBE, DM_V_SCRIPTED, NULL,           \
      "write edited inputs anew; =.bak keeps the old ones")                    \
    X(NAME, "name", 0, "TEMPLATE", TEXT, DM_V_SCRIPTED, NULL,                  \
      "files in -o DIR: {dir} {stem} {ext} {name} {n} {id}")                   \
    X(DRY_RUN, "dry-run", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                  \
      "write nothing; show the diff, or the names of files")                   \
    X(UNENCODABLE, "unencodable", 0, "HOW", CHOICE, DM_V_SCRIPTED,             \
      "error|ref|replace", "characters the charset lacks; default: as it can") \
    X(TO_CHARSET, "to-charset", 0, "NAME", TEXT, DM_V_SCRIPTED, NULL,          \
      "write the documents in this charset")                                   \
    X(COLUMNS, "columns", 0, "A,B,C", TEXT, DM_V_SCRIPTED, NULL,               \
      "the columns of a table; others are left out")                           \
    X(CSV_LISTS, "csv-lists", 0, "HOW", CHOICE, DM_V_SCRIPTED,                 \
      "join|explode|json", "lists in tables; default join")                    \
    X(CSV_SEPARATOR, "csv-separator", 0, "TEXT", TEXT, DM_V_SCRIPTED, NULL,    \
      "between the items of joined lists; default \"; \"")                     \
    X(CSV_FORMULAS, "csv-formulas", 0, "HOW", CHOICE, DM_V_SCRIPTED,           \
      "keep|escape", "escape: ' before text that begins like a formula")       \
    X(CSV_ENDS, "csv-ends", 0, "HOW", CHOICE, DM_V_SCRIPTED, "crlf|lf",        \
      "how rows end; default crlf (csv), lf (tsv)")                            \
    X(CSV_BOM, "csv-bom", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                  \
      "begin with a byte order mark, for spreadsheets")                        \
    X(ATTRIBUTES, "attributes", 0, "FILE", FILE, DM_V_SCRIPTED, NULL,          \
      "format dolma: write what rules found to FILE")                          \
    X(SOURCE, "source", 0, "NAME", TEXT, DM_V_SCRIPTED, NULL,                  \
      "format dolma: the source; default: the script's name")                  \
    X(PANDOC_API, "pandoc-api", 0, "VERSION", CHOICE, DM_V_SCRIPTED,           \
      "1.20|1.22|1.23", "format pandoc: for which pandoc; default 1.22")       \
    X(SPANS, "spans", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                      \
      "add _spans: where each value came from")                                \
    X(META, "meta", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                        \
      "add _meta: charset, decode errors, warnings, versions")                 \
    X(VIEW, "view", 0, "NAME", TEXT, DM_V_VIEWED, NULL,                        \
      "raw, decoded, text, clean, whole, or steps as in --steps")              \
    X(STEPS, "steps", 0, "A,B,C", TEXT, DM_V_VIEWED, NULL,                     \
      "steps to take from there (docmill help steps)")                         \
    X(WITHOUT, "without", 0, "SCRIPT", FILE, DM_V_TEXT, NULL,                  \
      "leave out what SCRIPT drops (boilerplate, data lines)")                 \
    X(MAP, "map", 0, NULL, FLAG, DM_V_TEXT, NULL,                              \
      "before each line: its number and its bytes of the file")                \
    X(IGNORE_CASE, "ignore-case", 'i', NULL, FLAG, DM_V_GREP, NULL,            \
      "upper and lower case are the same")                                     \
    X(FIXED, "fixed-strings", 'F', NULL, FLAG, DM_V_GREP, NULL,                \
      "REGEX is plain text")                                                   \
    X(INVERT, "invert", 0, NULL, FLAG, DM_V_GREP, NULL,                        \
      "lines without a match")                                                 \
    X(ONLY, "only", 0, NULL, FLAG, DM_V_GREP, NULL,                            \
      "print the matches alone, one a line")                                   \
    X(BYTE_OFFSET, "byte-offset", 'b', NULL, FLAG, DM_V_GREP, NULL,            \
      "print where in the file the line (or match) begins")                    \
    X(COUNT, "count", 'c', NULL, FLAG, DM_V_GREP, NULL,                        \
      "print the number of matching lines of each input")                      \
    X(FILES, "files", 'l', NULL, FLAG, DM_V_GREP, NULL,                        \
      "print the names of inputs that match")                                  \
    X(JSON, "json", 0, NULL, FLAG, DM_V_GREP | DM_V_INSPECT, NULL,             \
      "print JSON lines")                                                      \
    X(FULL, "full", 0, NULL, FLAG, DM_V_INSPECT, NULL,                         \
      "all blocks and all places, not the first few")                          \
    X(FILES_FROM, "files-from", 0, "FILE", FILE, DM_V_BATCH, NULL,             \
      "read more inputs from FILE, one a line (- for stdin)")                  \
    X(NUL, "null", '0', NULL, FLAG, DM_V_BATCH, NULL,                          \
      "names in --files-from end in NUL (find -print0)")                       \
    X(JOBS, "jobs", 'j', "N", NUMBER, DM_V_BATCH, NULL,                        \
      "worker processes; default one a core")                                  \
    X(CHARSET, "charset", 0, "NAME", TEXT, DM_V_BATCH, NULL,                   \
      "the inputs' charset; default: detected for each")                       \
    X(FROM, "from", 0, "READER", TEXT, DM_V_BATCH, NULL,                       \
      "the inputs' format; default: detected for each")                        \
    X(REPAIR, "repair", 0, "WHICH", CHOICE, DM_V_BATCH,                        \
      "likely|exact|all|none",                                                 \
      "which repairs the repair steps apply; default likely")                  \
    X(BINARY, "binary", 0, NULL, FLAG, DM_V_BATCH, NULL,                       \
      "read inputs that do not look like text as well")                        \
    X(TIMEOUT, "timeout", 0, "S", SECONDS, DM_V_BATCH | DM_V_CHECK, NULL,      \
      "seconds a document may take; 0: no limit; default 10")                  \
    X(MEMORY, "memory", 0, "SIZE", SIZE, DM_V_BATCH | DM_V_CHECK, NULL,        \
      "memory a script may take; default 256M")                                \
    X(MAX_BYTES, "max-bytes", 0, "SIZE", SIZE, DM_V_BATCH, NULL,               \
      "refuse larger inputs; default 64M")                                     \
    X(ERRORS, "errors", 0, "FILE", FILE, DM_V_BATCH, NULL,                     \
      "write failures to FILE as JSON lines")                                  \
    X(MAX_ERRORS, "max-errors", 0, "N", NUMBER, DM_V_BATCH, NULL,              \
      "stop after N documents have failed")                                    \
    X(FAIL_FAST, "fail-fast", 0, NULL, FLAG, DM_V_BATCH, NULL,                 \
      "stop after the first; the same as --max-errors=1")                      \
    X(DIAGNOSTICS, "diagnostics", 0, "FORMAT", CHOICE,                         \
      DM_V_BATCH | DM_V_CHECK, "text|json", "how errors are told on stderr")   \
    X(COLOR, "color", 0, "WHEN", CHOICE, DM_V_BATCH | DM_V_CHECK,              \
      "auto|always|never", "default auto: on a terminal")                      \
    X(QUIET, "quiet", 'q', NULL, FLAG, DM_V_BATCH | DM_V_CHECK, NULL,          \
      "no warnings, no progress, no summary")                                  \
    X(VERBOSE, "verbose", 'v', NULL, FLAG, DM_V_BATCH | DM_V_CHECK, NULL,      \
      "tell more: notes, reasons, a summary, headers")                         \
    X(MAN, "man", 0, NULL, FLAG, DM_V_HELP, NULL,                              \
      "print the manual page (roff)")                                          \
    X(COMPLETION, "completion", 0, "SHELL", CHOICE, DM_V_HELP,                 \
      "bash|zsh|fish", "print the completion script for SHELL")                \
    X(HELP, "help", 'h', NULL, FLAG, DM_V_ALL, NULL, "print this help")

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
