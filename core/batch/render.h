/* render.h - what a worker makes of a document and its records, by format. */
#ifndef DM_BATCH_RENDER_H
#define DM_BATCH_RENDER_H

#include "batch/run.h"

/* Does the format need the places of values, whether or not records show
** them? */
bool dm_render_spans(const dm_sink *sink);

/* Fill `out`: data for the main output, parcels for others (parcel.h).  What
** cannot be written fails the answer. */
void dm_render(const dm_run *run, dm_doc *doc, dm_result *result,
               const dm_work *work, dm_answer *out);

/* The same for records of no document: what finish gave. */
void dm_render_records(const dm_run *run, dm_result *result,
                       const dm_work *work, dm_answer *out);

#endif
