/* explain.h - what a script's rules matched in a document, and why one did not.
**
** `docmill explain SCRIPT INPUT` and `--rule R`.  The script is run once over
** the input, with a module of the library asking: scripts/std/ask/report.lua
** for what matched, scripts/std/ask/why.lua for the nearest attempts of a
** rule's patterns and the reasons why there is no match, or not one more.
*/
#ifndef DM_DESK_EXPLAIN_H
#define DM_DESK_EXPLAIN_H

#include "base/buf.h"
#include "emit/value.h"
#include "engine/engine.h"
#include "load/load.h"

enum {
    DM_EXPLAIN_LIMIT = 20,  /* matches of a rule that are told by default */
    DM_EXPLAIN_ATTEMPTS = 3 /* attempts of a rule */
};

typedef struct dm_explain_order {
    const char *path;  /* the input; "-" for standard input */
    const char *rule;  /* why not this one; NULL for what matched */
    size_t      limit; /* of matches, or of attempts; 0 for the default */
    bool        json;  /* one line of JSON, not text */
    bool        color;
} dm_explain_order;

typedef enum dm_explained {
    DM_EXPLAINED_YES,   /* the rule, or some rule, matched */
    DM_EXPLAINED_NO,    /* it did not */
    DM_EXPLAINED_FAILED /* the document failed; what is known was told */
} dm_explained;

/*
** Load the input, run the script that `engine` names over it (spans, ask and
** question in there are not looked at), and append to `out` what there is to
** tell, also of a document that the script turns away or fails on; `err` then
** says why it failed.
**
** False with BAD_VALUE when the script has no such rule (the help names the
** nearest), and whatever dm_desk_read, dm_load and dm_engine_open say.
*/
__attribute__((warn_unused_result)) bool dm_explain(
    dm_buf *out, const dm_explain_order *order, const dm_load_options *load,
    const dm_engine_options *engine, dm_explained *how, dm_err *err);

/* What there is to say of a document that a limit ended the script on. */
void dm_explain_lost(dm_buf *out, const dm_value *report, bool color);

/* The two reports as text, for those who have asked themselves. */
void dm_explain_hits(dm_buf *out, const dm_value *report, bool color);
void dm_explain_why(dm_buf *out, const dm_value *report, bool color);

#endif
