/* render_text.h - the clean document and what was found in it: md, html, text,
** pandoc, brat, webanno. */
#ifndef DM_BATCH_RENDER_TEXT_H
#define DM_BATCH_RENDER_TEXT_H

#include "batch/run.h"

/* For the table in render.c.  False with SIZE or MEMORY. */
bool dm_render_tree(const dm_run *run, dm_doc *doc, dm_result *result,
                    dm_answer *out, dm_err *err);
bool dm_render_brat(const dm_run *run, dm_doc *doc, dm_result *result,
                    dm_answer *out, dm_err *err);
bool dm_render_webanno(const dm_run *run, dm_doc *doc, dm_result *result,
                       dm_answer *out, dm_err *err);

#endif
