/* parcel.h - what an answer carries besides its main bytes, each for somebody.
**
** A list of parcels in one buffer, so that a worker can send records for
** several outputs, a document's further files, or what a database wants to
** know.
*/
#ifndef DM_BATCH_PARCEL_H
#define DM_BATCH_PARCEL_H

#include "base/buf.h"

typedef enum dm_parcel_kind {
    DM_PARCEL_NAMED = 1, /* a record for the output `name` */
    DM_PARCEL_BESIDE,    /* a further file of the document; `name` its ending */
    DM_PARCEL_ID,        /* the id that the script gave it */
    DM_PARCEL_ABOUT,     /* the document as a row of a database, JSON */
    DM_PARCEL_TEXT,      /* its text */
    DM_PARCEL_ATTRIBUTES /* a line for --attributes */
} dm_parcel_kind;

typedef struct dm_parcel {
    dm_parcel_kind kind;
    dm_slice       name, bytes;
} dm_parcel;

void dm_parcel_add(dm_buf *out, dm_parcel_kind kind, dm_slice name,
                   dm_slice bytes);

/* Take the first parcel off `*rest`; false at the end, and where the bytes
** make no sense (then `*rest` is not empty). */
bool dm_parcel_next(dm_slice *rest, dm_parcel *out);

/* The first parcel of that kind; false when there is none. */
bool dm_parcel_find(dm_slice all, dm_parcel_kind kind, dm_parcel *out);

#endif
