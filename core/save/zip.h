/* zip.h - a ZIP file again, with some of its members anew.
**
** A replaced member keeps its place, its name, its compression method, time,
** attributes and comment; every other member keeps its bytes as they are
** packed, and the archive its comment.  The same input gives the same output.
*/
#ifndef DM_SAVE_ZIP_H
#define DM_SAVE_ZIP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

typedef struct dm_zip_member {
    dm_slice name;  /* as in dm_part: resolved, see load/archive.h */
    dm_slice bytes; /* unpacked */
} dm_zip_member;

/*
** Append `file` with those members replaced to `out`, whose maximum is the
** ceiling.  False with READ_BACK (`file` is no ZIP file, has no such member or
** two of them, or a member is encrypted), NO_WRITER (bytes stand before or
** behind the archive, which would be lost), SIZE or MEMORY; `out` is then as
** before.
*/
__attribute__((warn_unused_result)) bool dm_zip_replace(
    dm_slice file, const dm_zip_member *members, size_t n, dm_buf *out,
    dm_err *err);

#endif
