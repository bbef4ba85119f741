/* repl_in.h - the conversation as its own files see it: repl.c reads lines,
** repl_session.c keeps engine and document, repl_command.c knows `:commands`,
** repl_say.c writes. */
#ifndef DM_DESK_REPL_IN_H
#define DM_DESK_REPL_IN_H

#include "desk/hits.h"
#include "desk/line.h"
#include "desk/open.h"
#include "desk/repl.h"
#include "desk/sources.h"
#include "engine/talk.h"

typedef struct dm_repl {
    const dm_repl_options *options;
    dm_engine             *engine; /* NULL until the script is right once */
    dm_desk                desk;
    dm_hits                hits;    /* of the document at hand */
    dm_paths               paths;   /* of the documents */
    const char            *path;    /* of the one at hand, or NULL */
    size_t                 nth;     /* its number, from 1 */
    dm_sources             sources; /* of the script */
    dm_line               *line;
    bool                   quit, failed;
    bool                   mute;   /* standard output is no more */
    bool                   broken; /* and `why` is to be told */
    dm_err                 why;
} dm_repl;

/* repl_session.c */

/* List the inputs; open the script and the first document. */
__attribute__((warn_unused_result)) bool dm_repl_start(dm_repl *repl,
                                                       dm_err  *err);
void                                     dm_repl_end(dm_repl *repl);

/* Go to the `nth` document.  False when it cannot be read, which is told; the
** one before is still at hand then. */
bool dm_repl_go(dm_repl *repl, size_t nth);

/* Open the script and the document anew and show what that changed. */
void dm_repl_reload(dm_repl *repl);

/* Ask std/talk under Ctrl-C; its text is appended to `out`.  False when that
** failed, which is told.  A dead engine is made anew. */
bool dm_repl_ask(dm_repl *repl, const char *what, dm_slice arg, dm_buf *out,
                 bool *more);

/* As that, for the answer that is data: `show` turns it into text. */
bool dm_repl_ask_data(dm_repl *repl, const char *what, dm_slice arg,
                      dm_buf *out,
                      void (*show)(dm_buf *out, const dm_value *v, bool color));

/* What std/talk would complete `before` with, under Ctrl-C; see line.h. */
void dm_repl_complete(dm_repl *repl, dm_slice before, dm_buf *out);

/* repl_command.c */

/* Do what a line that begins with a colon says. */
void dm_repl_command(dm_repl *repl, dm_slice line);

/* The words that may stand at the end of `before`; see line.h. */
void dm_repl_words(void *ud, dm_slice before, dm_buf *out);

/* repl_say.c */

/* Write text to standard output, each line made visible, with a newline at its
** end; as it is, colours and all. */
void dm_repl_say(dm_repl *repl, dm_slice text);
void dm_repl_put(dm_repl *repl, dm_slice text);
void dm_repl_tell(dm_repl *repl, const dm_err *err, dm_severity severity);

/* What was said, emitted and printed during a call. */
void dm_repl_told(dm_repl *repl, const dm_result *result, bool records);

#endif
