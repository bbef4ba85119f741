/* project.h - a rule project, laid down by `docmill new`.
**
** The files are those of scripts/new: a rule script with examples and tests, a
** sample, settings for editors and luacheck; and the stubs of the API, so that
** an editor completes it.
*/
#ifndef DM_DESK_PROJECT_H
#define DM_DESK_PROJECT_H

#include "base/err.h"
#include "base/slice.h"

/*
** Lay the files down in folder `dir`, which is made with its parents, each
** whole.  A folder that has something in it is refused unless `beside`: then
** files that are there already stay as they are, and `kept` is told their
** path.  False with USAGE (it is not empty) or WRITE.
*/
__attribute__((warn_unused_result)) bool dm_project_lay(
    const char *dir, bool beside, void (*kept)(void *ud, const char *path),
    void *ud, dm_err *err);

#endif
