/* parcel.c - a head of three numbers, the name, the bytes. */
#include "batch/parcel.h"

#include <stdint.h>

typedef struct head {
    uint32_t kind, nname;
    uint64_t nbytes;
} head;

void dm_parcel_add(dm_buf *out, dm_parcel_kind kind, dm_slice name,
                   dm_slice bytes)
{
    head h = {kind, (uint32_t)name.len, bytes.len};

    dm_buf_add(out, &h, sizeof h);
    dm_buf_slice(out, name);
    dm_buf_slice(out, bytes);
}

bool dm_parcel_next(dm_slice *rest, dm_parcel *out)
{
    head     h;
    dm_slice body;

    if (rest->len < sizeof h)
        return false;
    memcpy(&h, rest->ptr, sizeof h);
    body = dm_slice_sub(*rest, sizeof h, rest->len);
    if (h.kind < DM_PARCEL_NAMED || h.kind > DM_PARCEL_ATTRIBUTES ||
        h.nname > body.len || h.nbytes > body.len - h.nname)
        return false;
    out->kind = (dm_parcel_kind)h.kind;
    out->name = dm_slice_sub(body, 0, h.nname);
    out->bytes = dm_slice_sub(body, h.nname, h.nname + (size_t)h.nbytes);
    *rest = dm_slice_sub(body, h.nname + (size_t)h.nbytes, body.len);
    return true;
}

bool dm_parcel_find(dm_slice all, dm_parcel_kind kind, dm_parcel *out)
{
    while (dm_parcel_next(&all, out))
        if (out->kind == kind)
            return true;
    return false;
}
