/* patch.h - inside the room: committed changes as they are written.
**
** A patch is a splice whose text has been escaped for its place.  What a
** format changes beside (an attribute around the text) is a patch too.
*/
#ifndef DM_SAVE_PATCH_H
#define DM_SAVE_PATCH_H

#include "doc/doc.h"

typedef struct dm_patch {
    dm_range  at;     /* of "decoded" */
    dm_range  raw;    /* of "raw": the bytes that go */
    dm_slice  text;   /* as it will stand there, in UTF-8 */
    dm_splice splice; /* that it was made of; its text is the change's own */
    bool      beside; /* what the format adds: the text stays as it was */
} dm_patch;

typedef struct dm_patches {
    dm_patch *list; /* ascending, non-overlapping */
    size_t    n;
} dm_patches;

/* The patches of `doc`; they live in `arena` and doc.  False with MEMORY or
** SIZE. */
__attribute__((warn_unused_result)) bool dm_patches_make(const dm_doc *doc,
                                                         dm_arena     *arena,
                                                         dm_patches   *out,
                                                         dm_err       *err);

/* Does `patch` stand in the member `raw` of a container (or in the whole file)?
** What stands at the border of two is put at the beginning of the second. */
bool dm_patch_in(const dm_doc *doc, const dm_patch *patch, dm_range raw);

/* Append the decoded text with the patches in it. */
void dm_patches_apply(const dm_doc *doc, const dm_patches *p, dm_buf *out);

/* The number of the change that `patch` came from, or dm_doc_changes. */
size_t dm_patch_change(const dm_doc *doc, const dm_patch *patch);

/* "the replace by rule R", of the change that `patch` came from. */
void dm_patch_words(const dm_doc *doc, const dm_patch *patch, char *words,
                    size_t size);

/* Put the script line of that change into `err`, which may be NULL. */
void dm_patch_blame(const dm_doc *doc, const dm_patch *patch, dm_err *err);

/* Fail because `out` is full: SIZE or MEMORY. */
bool dm_save_full(const dm_buf *out, dm_err *err);

#endif
