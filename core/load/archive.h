/* archive.h - the members of a ZIP file that lies in memory.
**
** Reading goes through libzip, which writes such files back as well
** (save/zip.h): what is read and what is replaced can never be two different
** members.  Nothing is unpacked until it is asked for, and then into memory;
** names are keys and never paths of this machine.  They are compared as they
** are resolved: with /, without ".", ".." and empty segments, in UTF-8.
**
** What may cost: members (DM_MAX_MEMBERS), bytes unpacked in all (the `max`
** of dm_archive_open), and how much larger than its packed bytes a member may
** get (DM_MAX_RATIO, once it is over 8 MiB).
*/
#ifndef DM_LOAD_ARCHIVE_H
#define DM_LOAD_ARCHIVE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum { DM_MAX_MEMBERS = 65535, DM_MAX_RATIO = 200 };

#define DM_NO_MEMBER SIZE_MAX

typedef struct dm_archive dm_archive;

/*
** Look at the list of members of `bytes`, which the caller keeps alive.  Up to
** `max` bytes will be unpacked in all.  NULL with PARSE (no ZIP file, cut off,
** two members of one name), BOMB (too many members) or MEMORY.
*/
dm_archive *dm_archive_open(dm_slice bytes, size_t max, dm_err *err);

/* NULL is fine. */
void dm_archive_close(dm_archive *archive);

/* The number of the member called `name` (as it is resolved), or
** DM_NO_MEMBER; does one exist whose name begins with `prefix`? */
size_t dm_archive_find(const dm_archive *archive, dm_slice name);
bool   dm_archive_has(const dm_archive *archive, dm_slice prefix);

/* The name of member `i`; it lives as long as the archive. */
dm_slice dm_archive_name(const dm_archive *archive, size_t i);

/*
** How many bytes member `i` unpacks to.  From here on they are counted against
** the archive's maximum.  False with LOCKED (it is encrypted), BOMB, or PARSE
** (packed in a way nobody here knows).
*/
__attribute__((warn_unused_result)) bool dm_archive_size(dm_archive *archive,
                                                         size_t i, size_t *size,
                                                         dm_err *err);

/* Unpack member `i`, which is `size` bytes long, to `to`.  False with PARSE
** when it is damaged (its checksum is looked at) or has another length. */
__attribute__((warn_unused_result)) bool dm_archive_read(dm_archive *archive,
                                                         size_t i, char *to,
                                                         size_t  size,
                                                         dm_err *err);

/* Member `name` as a whole in `arena`, a zero byte behind it.  False with
** PARSE when it is missing, and as above. */
__attribute__((warn_unused_result)) bool dm_archive_take(dm_archive *archive,
                                                         dm_slice    name,
                                                         dm_arena   *arena,
                                                         dm_slice   *out,
                                                         dm_err     *err);

/*
** The name that `target` means when member `base` says it: "../a.xml" in
** "word/b/c.xml" is "word/a.xml", and "/a.xml" is "a.xml".  Resolved as all
** names here; it never leaves the archive.  ptr is NULL without memory.
*/
dm_slice dm_member_resolve(dm_arena *arena, dm_slice base, dm_slice target);

#endif
