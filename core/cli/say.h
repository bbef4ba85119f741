/* say.h - print a whole text on standard output, checked. */
#ifndef DM_CLI_SAY_H
#define DM_CLI_SAY_H

#include "base/buf.h"
#include "cli/options.h"

/* Print `text`; returns the exit code.  Frees the buffer. */
int dm_cli_say(const dm_args *args, dm_buf *text);

/* The same for an answer that people read: folded to the terminal's width. */
int dm_cli_say_folded(const dm_args *args, dm_buf *text);

#endif
