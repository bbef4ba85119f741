/* spare.h - no output may take the place of what it is made from.
**
** What the command line names is compared before anything runs, and so are the
** files that a script was made of.  Inputs that come up in folders and lists
** are the batch's matter (dm_inputs_spare).
*/
#ifndef DM_CLI_SPARE_H
#define DM_CLI_SPARE_H

#include "cli/options.h"
#include "engine/engine.h"

/* False with USAGE when a file that is to be written (-o, --attributes,
** --errors) is one that the command line names to be read. */
__attribute__((warn_unused_result)) bool dm_spare_named(const dm_args *args,
                                                        dm_err        *err);

/* The same for the script's own files: its modules and lists. */
__attribute__((warn_unused_result)) bool dm_spare_engine(
    const dm_args *args, const dm_engine *engine, dm_err *err);

#endif
