/* repl.h - a conversation with documents and rules, line by line.
**
** One document is open at a time, in this process, under the engine's limits: a
** limit ends the Lua state, which is made anew, and nothing else.  A script
** that is saved outside is taken over at once and what changed is shown.
*/
#ifndef DM_DESK_REPL_H
#define DM_DESK_REPL_H

#include "batch/inputs.h"
#include "batch/report.h"
#include "emit/term.h"
#include "engine/engine.h"
#include "load/load.h"

typedef struct dm_repl_options {
    dm_engine_options      engine; /* `script` is NULL for none */
    const dm_load_options *load;
    dm_inputs_options      inputs;
    dm_report_options      report;   /* how diagnostics are told */
    dm_term_style          style;    /* of standard output */
    bool                   terminal; /* standard input and output are one */
    /* Append the manual's entry for a name; false when there is none. */
    bool (*manual)(dm_buf *out, dm_slice name);
} dm_repl_options;

/*
** Talk until the input ends or `:quit`.  Answers go to standard output,
** diagnostics to standard error; `*failed` says whether there were any of
** those.  False when it could not begin: the inputs cannot be listed, the
** script is wrong and nobody is there to mend it, or MACHINE, MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_repl_run(
    const dm_repl_options *options, bool *failed, dm_err *err);

#endif
