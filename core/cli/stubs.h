/* stubs.h - help on the Lua API, from the stubs in scripts/meta.
**
** The build turns the stubs into entries: a class ("doc") and behind it its
** members ("doc.blocks"), each with its text as lines for a terminal.
*/
#ifndef DM_CLI_STUBS_H
#define DM_CLI_STUBS_H

#include "base/buf.h"

/* The name of the `i`-th entry, or NULL past the end. */
const char *dm_stub_name(size_t i);

/* Its title ("doc:blocks(kind)"), and its text as lines, ended by NULL. */
const char        *dm_stub_title(size_t i);
const char *const *dm_stub_lines(size_t i);

/* Append what there is on `name`: a class, or a member ("doc.blocks",
** "doc:blocks", "emit" for "docmill.emit"), in any case of letters.  False when
** there is nothing. */
bool dm_stub_help(dm_buf *out, dm_slice name);

/* Append every class with the names of its members. */
void dm_stub_index(dm_buf *out);

#endif
