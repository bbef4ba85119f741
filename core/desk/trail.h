/* trail.h - what touches a place of a document, and what made it what it is.
**
** `docmill explain SCRIPT INPUT --at LINE:COL` and `--text STR`: for the
** characters there, every stage from the bytes of the file to the script's
** view that changed them (see path.h), and all that the script did with them:
** rules that matched, were refused or beaten, fields, annotations, drops,
** edits.  The script is run once, with std/ask/at.lua asking.  When a limit
** ends it, what is known without it is told: the bytes, and the steps of the
** view.
*/
#ifndef DM_DESK_TRAIL_H
#define DM_DESK_TRAIL_H

#include "base/buf.h"
#include "base/err.h"
#include "engine/engine.h"
#include "load/load.h"

enum { DM_TRAIL_LIMIT = 3 }; /* places of a text that are told, by default */

typedef struct dm_trail {
    const char *path; /* the input; "-" for standard input */
    const char *at;   /* "LINE:COL", from 1, in the decoded file; columns are
                      ** characters; of a container "MEMBER:LINE:COL", or in
                      ** its first member.  NULL when `text` is given */
    const char *text; /* what to look for: in the script's view, and when it
                      ** is not there, in the decoded file; NULL for none */
    size_t limit;     /* of places; 0 for the default */
    bool   json;      /* a line of JSON for each place, not text */
    bool   color;
} dm_trail;

typedef enum dm_trailed {
    DM_TRAILED_TOUCHED, /* something of the script touches a place told */
    DM_TRAILED_NOT,     /* nothing does, or the text is not there, or the script
                        ** turned the document away */
    DM_TRAILED_FAILED   /* the document failed; what is known was told */
} dm_trailed;

/*
** Load the input, run the script that `engine` names over it (spans, ask and
** question in there are not looked at), and append to `out` what is known of
** each place; when a text is not there, `out` says so unless it is JSON.  A
** document that the script fails on or turns away is told all the same; `err`
** then says why it failed.
**
** False with USAGE (neither place nor text), BAD_VALUE (`at` is no place, the
** file has no such line or column, or `text` is no UTF-8), and whatever
** dm_desk_read, dm_load and dm_engine_open say.
*/
__attribute__((warn_unused_result)) bool dm_trail_explain(
    dm_buf *out, const dm_trail *trail, const dm_load_options *load,
    const dm_engine_options *engine, dm_trailed *how, dm_err *err);

#endif
