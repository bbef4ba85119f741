/* remark.h - what a document itself gives rise to warn of. */
#ifndef DM_BATCH_REMARK_H
#define DM_BATCH_REMARK_H

#include "batch/job.h"
#include "doc/doc.h"

/* What decoding and reading lost, or could not be sure of: the document's
** warnings from the `from`-th on.  Returns how many there are: what is made
** when somebody asks (blocks, say) may add some later. */
size_t dm_remark_load(const dm_doc *doc, size_t from, dm_answer *out);

/* The places that the views made so far found damaged and left alone for want
** of certainty. */
void dm_remark_repairs(const dm_doc *doc, dm_answer *out);

#endif
