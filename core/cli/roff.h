/* roff.h - text for manual pages in mdoc, with what roff would take for its
** own escaped. */
#ifndef DM_CLI_ROFF_H
#define DM_CLI_ROFF_H

#include "base/buf.h"

/* Append `text`, which begins a line or goes on within one. */
void dm_roff_text(dm_buf *out, const char *text);

/* Append ".MACRO" and `text` as its one argument. */
void dm_roff_macro(dm_buf *out, const char *macro, const char *text);

/* Append `lines`, ended by NULL, as they stand: our texts are laid out for a
** terminal already.  Empty lines at either end are left out. */
void dm_roff_display(dm_buf *out, const char *const *lines);

/* The same for a text with line ends. */
void dm_roff_block(dm_buf *out, dm_slice text);

/* Append the head of a page: its name, section and what it is about. */
void dm_roff_head(dm_buf *out, const char *name, int section, const char *what);

#endif
