/* line.h - lines from a person, edited, or from a pipe, as they are.
**
** On a terminal libedit does the editing and remembers; elsewhere lines are
** read and nothing is echoed.  While a line is waited for, a descriptor of the
** caller's may become readable and have its turn.
*/
#ifndef DM_DESK_LINE_H
#define DM_DESK_LINE_H

#include "base/buf.h"
#include "base/err.h"

typedef struct dm_line dm_line;

typedef struct dm_line_options {
    bool  terminal; /* standard input and output are one */
    bool  history;  /* keep it in $XDG_STATE_HOME/docmill/history */
    int   fd;       /* polled while a line is waited for; -1 for none */
    void *ud;
    /* `fd` is readable; may print. */
    void (*ready)(void *ud);
    /* What may stand at the end of `before`: append the piece that is there
    ** and below it, a line each, every word that begins with it. */
    void (*complete)(void *ud, dm_slice before, dm_buf *out);
} dm_line_options;

/* NULL with MEMORY or MACHINE.  A history that cannot be kept is none. */
dm_line *dm_line_open(const dm_line_options *options, dm_err *err);
void     dm_line_close(dm_line *line);

typedef enum dm_line_got {
    DM_LINE_TEXT,
    DM_LINE_CANCELLED, /* Ctrl-C */
    DM_LINE_FAILED,    /* `err` says why; there may be more lines */
    DM_LINE_END        /* Ctrl-D, or the end of the file */
} dm_line_got;

/* Read a line behind `prompt`, which is shown on a terminal alone.  `*text`,
** without its newline, is valid until the next call.  Failures, on no terminal
** only: READ, after which comes the end, and SIZE for a line over 1 MiB, which
** is dropped. */
dm_line_got dm_line_read(dm_line *line, const char *prompt, dm_slice *text,
                         dm_err *err);

#endif
