/* page.h - a document and its records for a terminal (format term). */
#ifndef DM_BATCH_PAGE_H
#define DM_BATCH_PAGE_H

#include "batch/run.h"

/* Append the view "text" of `doc` with the spans of the records marked, then
** the records' fields. */
void dm_page_render(const dm_run *run, dm_doc *doc, const dm_result *result,
                    dm_answer *out);

#endif
