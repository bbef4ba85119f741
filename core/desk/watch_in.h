/* watch_in.h - watching as its own files see it: watch.c waits, watch_paths.c
** knows which files matter, watch_run.c runs documents, watch_show.c tells. */
#ifndef DM_DESK_WATCH_IN_H
#define DM_DESK_WATCH_IN_H

#include "batch/output.h"
#include "desk/hits.h"
#include "desk/sources.h"
#include "desk/watch.h"

/* A document that was run. */
typedef struct dm_watched {
    char    *path;
    dm_hits  hits;
    char    *failed; /* the message it failed with, or NULL */
    size_t   run;    /* number of the last run that had it */
    dm_stamp stamp;  /* of the file that was run */
} dm_watched;

/* What a run changed of a rule. */
typedef struct dm_watch_rule {
    char     rule[64];
    uint64_t n[3]; /* by dm_hit_kind */
} dm_watch_rule;

enum { DM_WATCH_RULES = 64 }; /* that are counted apart */

/* What a run changed. */
typedef struct dm_watch_sum {
    size_t        documents; /* that were run */
    dm_hit_tally  tally;
    size_t        fields;        /* changes of records that are told */
    size_t        shown, hidden; /* lines of changes */
    size_t        nrules;
    dm_watch_rule rules[DM_WATCH_RULES];
} dm_watch_sum;

/* Why there is a run. */
typedef enum dm_watch_cause {
    DM_CAUSE_START,
    DM_CAUSE_SCRIPT,
    DM_CAUSE_DOCUMENTS
} dm_watch_cause;

typedef struct dm_watcher {
    const dm_watch_options *options;
    dm_output               out;
    dm_engine              *engine;  /* NULL until the script is right once */
    dm_sources              sources; /* files of the script */
    dm_watched             *docs;    /* sorted by path */
    size_t                  ndocs, cap;
    size_t                  run; /* counts the runs */
    /* What is to be done. */
    bool     all;     /* look at everything again */
    dm_paths changed; /* documents */
    dm_paths doing;   /* those of the run at hand */
    int64_t  since;   /* when the first of it was noticed; 0: nothing */
    /* The run at hand. */
    dm_watch_cause cause;
    dm_watch_sum   sum;
    bool           begun;     /* a run has come to its end */
    bool           overtaken; /* given up for a newer version of the script */
    bool           waiting;   /* "running…" stands on the terminal */
    bool           failed;    /* standard output is no more; err says why */
    dm_err         err;
} dm_watcher;

/* watch_paths.c */

/* Watch the folders of the sources and those of the inputs, whose missing ones
** are noted with the sources' own. */
__attribute__((warn_unused_result)) bool dm_watch_folders(dm_watcher *w,
                                                          dm_err     *err);

/* Note everything that has happened: in the sources, all, changed, since. */
void dm_watch_hear(dm_watcher *w);

/* watch_run.c */

/* Run the documents at `paths` (NULL: all inputs) and tell what changed. */
dm_pool_end dm_watch_pool(dm_watcher *w, const dm_paths *paths, dm_err *err);
void        dm_watch_forget(dm_watcher *w);

/* Look at all inputs: what is new, another file than the one that was run, or
** gone goes to `changed`. */
__attribute__((warn_unused_result)) bool dm_watch_look(dm_watcher *w,
                                                       dm_err     *err);

/* The document at `path`, or NULL. */
dm_watched *dm_watched_find(const dm_watcher *w, const char *path);

/* watch_show.c */

/* Say on a terminal that a run takes its time; take that back. */
void dm_watch_patience(dm_watcher *w);
void dm_watch_hush(dm_watcher *w);
/* A change in `doc`; lines beyond a number are counted alone. */
void dm_watch_change(dm_watcher *w, const dm_watched *doc,
                     const dm_hit_change *change);
/* The record that a document began with. */
void dm_watch_record(dm_watcher *w, const dm_watched *doc,
                     const dm_value *record);
/* An error: of the script (`doc` NULL), or of a document. */
void dm_watch_error(dm_watcher *w, const dm_watched *doc, const dm_err *err,
                    dm_severity severity);
/* A word about the state of things. */
void dm_watch_say(dm_watcher *w, const char *event, const char *text);
/* The rules of the first run; the line that ends every run. */
void dm_watch_rules(dm_watcher *w);
void dm_watch_line(dm_watcher *w);

#endif
