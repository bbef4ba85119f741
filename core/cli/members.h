/* members.h - what the objects of a script have, asked of the objects. */
#ifndef DM_CLI_MEMBERS_H
#define DM_CLI_MEMBERS_H

#include "base/buf.h"

/* Append a line for every member of every class that the core shows to
** scripts, sorted: "  Doc.path", "  Doc:blocks".  It is read from a live state,
** so the stubs can be compared with it. */
void dm_members_list(dm_buf *out);

#endif
