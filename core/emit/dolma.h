/* dolma.h - documents as corpora have them: a line {"id", "text", "source",
** "metadata"}, and beside it a line of attributes.
**
** The names are those of dolma; datatrove and Hugging Face datasets read the
** same lines.  Attributes are {"source", "id", "attributes":
** {"docmill__RULE": [[start, end, score], …]}}: code points of the text,
** half-open.
*/
#ifndef DM_EMIT_DOLMA_H
#define DM_EMIT_DOLMA_H

#include "base/buf.h"
#include "emit/value.h"

/*
** Append a document.  The members of `record` become its metadata, but for id
** and what begins with an underscore other than _meta; "added" and "created",
** where they are text, stand beside it.  Several records are a list
** "records" in the metadata.
*/
void dm_dolma_document(dm_buf *out, dm_slice source, dm_slice text,
                       dm_value *const *records, size_t nrecords);

/* One place that a rule found. */
typedef struct dm_dolma_place {
    dm_slice rule;
    size_t   from, to;
} dm_dolma_place;

/* Append its attributes; places of one rule stand together, in the order in
** which they are given, rules in the order of their first. */
void dm_dolma_attributes(dm_buf *out, dm_slice source, const dm_value *id,
                         const dm_dolma_place *places, size_t n);

#endif
