/* diff_in.h - what the files of the comparison of versions share. */
#ifndef DM_DESK_DIFF_IN_H
#define DM_DESK_DIFF_IN_H

#include "desk/diff.h"

/* A document, or what stands for one, that differences are told of. */
typedef struct dm_diff_about {
    dm_slice             id;
    const dm_doc        *doc; /* NULL: there is no source to show */
    const dm_diff_style *style;
    dm_arena            *arena; /* for scratch */
} dm_diff_about;

/* What became of a document under one version. */
typedef enum dm_diff_state {
    DM_DIFF_RECORDS,
    DM_DIFF_FAILED,
    DM_DIFF_AWAY,
    DM_DIFF_SKIPPED
} dm_diff_state;

/* What one version made of a document. */
typedef struct dm_diff_half {
    dm_diff_state state;
    dm_result     result; /* its arena has whatever else is here */
    dm_recorded   recorded;
    dm_buf        found; /* of dm_value *: an earlier run's */
    dm_err        err;   /* of FAILED */
} dm_diff_half;

void dm_diff_half_begin(dm_diff_half *h);
void dm_diff_half_end(dm_diff_half *h);

/* Run a script over the document. */
void dm_diff_run(dm_engine *engine, dm_doc *doc, dm_diff_half *h);

/* Look up what an earlier run has of the document; `other` is what a script
** makes of it now, or NULL. */
void dm_diff_find(const dm_earlier *e, dm_slice id, const dm_diff_half *other,
                  dm_diff_half *h);

/* Leave out the records that were given to a named output. */
void dm_diff_unnamed(dm_diff_half *h);

/* That it turned from one into another. */
typedef struct dm_diff_turn {
    dm_diff_state was, now;
    const dm_err *err;    /* of the side that failed, or NULL */
    const char   *reason; /* of the side that turned away or skipped, or "" */
} dm_diff_turn;

/* "fails under NEW: error[E309] at new.lua:8", for a group's head. */
void dm_diff_turn_name(dm_buf *out, const dm_diff_turn *turn);

/* Append one line for people, without line end (diff_text.c). */
void dm_diff_text_delta(dm_buf *out, const dm_diff_about *about,
                        const dm_delta *delta);
void dm_diff_text_turn(dm_buf *out, const dm_diff_about *about,
                       const dm_diff_turn *turn);

/* Append one line of JSON with its line end (diff_json.c). */
void dm_diff_json_delta(dm_buf *out, const dm_diff_about *about,
                        const dm_delta *delta);
void dm_diff_json_turn(dm_buf *out, const dm_diff_about *about,
                       const dm_diff_turn *turn);

/* The word of a state: "records", "failed", "turned_away", "skipped". */
const char *dm_diff_state_name(dm_diff_state state);

#endif
