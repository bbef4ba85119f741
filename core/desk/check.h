/* check.h - does a script hold: its examples, tests and samples, and what looks
** wrong in it.
**
** Everything that is tried is an item with a verdict; what lint finds is a
** finding.  Items run one by one, each under the limits of a document: a limit
** that ends one leaves the others alone.  Reports (check_report.h) print what
** is gathered here; nothing in this file writes but the snapshot on --update.
*/
#ifndef DM_DESK_CHECK_H
#define DM_DESK_CHECK_H

#include "desk/samples.h"
#include "emit/diag.h"
#include "engine/engine.h"
#include "load/load.h"

typedef enum dm_check_item_kind {
    DM_CHECK_SCRIPT, /* it compiles, init runs, its snapshot can be read */
    DM_CHECK_EXAMPLE,
    DM_CHECK_TEST,
    DM_CHECK_SAMPLE, /* a sample against the snapshot */
    DM_CHECK_SCORE,  /* the F1 of the gold, when one is asked for */
    DM_CHECK_KINDS
} dm_check_item_kind;
const char *dm_check_item_word(
    dm_check_item_kind kind); /* "script", "example", … */

typedef struct dm_check_item {
    dm_check_item_kind kind;
    dm_slice           name;
    double             seconds;
    dm_err            *why; /* of what failed, with its place; NULL: it holds */
    dm_slice want, got;     /* the lines in which they differ; "" for none */
    size_t   at;            /* the byte of both from which they do */
} dm_check_item;

typedef struct dm_finding {
    dm_severity severity; /* DM_WARNING or DM_NOTE */
    dm_err      text;
} dm_finding;

/* What was found against what should be, of one rule or field, or of all. */
typedef struct dm_score {
    dm_slice name;           /* "author", "rule author", "all" */
    size_t   gold, found;    /* spans */
    size_t   exact, overlap; /* of both, one to one */
} dm_score;

/* A span of the gold that was not found exactly, or one that is not in it. */
typedef struct dm_amiss {
    bool     missed;
    dm_slice doc, name, text; /* text: "" when it is not known */
    dm_range src;             /* both 0 when it is not known */
    int      line;            /* of the file, 0 when it is not known */
} dm_amiss;

typedef struct dm_gold {
    const char *path;
    dm_err     *why;          /* the gold cannot be used; NULL: it was */
    size_t      docs, failed; /* of them no record came */
    dm_score   *scores;       /* by name, the last one is of all */
    size_t      nscores, scores_cap;
    dm_amiss   *amiss; /* the first of them */
    size_t      namiss, amiss_cap, namiss_all;
} dm_gold;

typedef struct dm_checked {
    dm_arena       arena; /* of everything here */
    const char    *script;
    bool           runs; /* false: the only item says why */
    dm_check_item *items;
    size_t         nitems, items_cap;
    dm_finding    *findings;
    size_t         nfindings, findings_cap;
    size_t         ran[DM_CHECK_KINDS], failed[DM_CHECK_KINDS];
    char    snapshot[4096]; /* its path, "" for a script without samples */
    bool    kept;           /* there is a snapshot */
    bool    written;        /* --update wrote it anew */
    size_t  fresh, changed, gone; /* samples, told from the snapshot */
    dm_gold gold;                 /* path NULL: nobody asked */
} dm_checked;

typedef struct dm_check_options {
    const dm_engine_options
                          *engine; /* limits; script, spans and ask are ours */
    const dm_load_options *load;   /* of samples; its limits also of tests */
    bool                   update; /* write the snapshot */
    const char            *gold;   /* a file of right spans (gold.h), or NULL */
    size_t                 limit;  /* of dm_gold.amiss */
    unsigned               min_f1; /* percent, of exact spans; 0: any will do */
} dm_check_options;

/* Check the script at `path` (or a shipped one's name).  What is wrong is in
** `out`; false only without memory.  Call fini in any case. */
__attribute__((warn_unused_result)) bool dm_check_script(
    const char *path, const dm_check_options *options, dm_checked *out,
    dm_err *err);
void dm_checked_fini(dm_checked *checked);

/* How many items failed. */
size_t dm_checked_failed(const dm_checked *checked);

#endif
