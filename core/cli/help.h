/* help.h - texts for people: verbs, topics, error codes.
**
** Long texts live in files of core/cli/help and are built in; lists (options,
** verbs, steps, readers, charsets, formats, codes) come from the tables that
** the program itself reads.
*/
#ifndef DM_CLI_HELP_H
#define DM_CLI_HELP_H

#include "base/buf.h"
#include "cli/options.h"

/* The lines of the text called `name`, ended by NULL; NULL when there is
** none. */
const char *const *dm_help_text(dm_slice name);

/* Append usage, text and options of a verb; of docmill itself. */
void dm_help_verb(dm_buf *out, const dm_verb *verb);
void dm_help_program(dm_buf *out);

/* Append what there is on `topic`: a verb, a text, a code such as E301.  False
** with UNKNOWN_TOPIC. */
__attribute__((warn_unused_result)) bool dm_help_topic(dm_buf  *out,
                                                       dm_slice topic,
                                                       dm_err  *err);

/* Append "docmill 0.1.0" and the versions of the libraries. */
void dm_help_version(dm_buf *out);

/* Append the manual page docmill(1); docmill-api(7), made of the stubs; a
** completion script for "bash", "zsh" or "fish". */
void dm_help_man(dm_buf *out);
void dm_help_man_api(dm_buf *out);
void dm_help_completion(dm_buf *out, const char *shell);

#endif
