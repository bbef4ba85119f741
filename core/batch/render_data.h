/* render_data.h - documents as rows of corpora and databases: dolma, sqlite. */
#ifndef DM_BATCH_RENDER_DATA_H
#define DM_BATCH_RENDER_DATA_H

#include "batch/run.h"

/* For the table in render.c: a line of dolma's, and its attributes as a parcel.
** A document without a record is left out, as a record of it would be. */
bool dm_render_dolma(const dm_run *run, dm_doc *doc, dm_result *result,
                     dm_answer *out, dm_err *err);

/* What a database wants to know of the document: parcels ABOUT and TEXT. */
bool dm_render_about(const dm_run *run, dm_doc *doc, dm_answer *out,
                     dm_err *err);

#endif
