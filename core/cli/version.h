/* version.h - what this program is made of. */
#ifndef DM_CLI_VERSION_H
#define DM_CLI_VERSION_H

#include "docmill.h"

/* The version of the charset detector this was built with; the library does
** not tell itself. */
const char *dm_help_uchardet(void);

#endif
