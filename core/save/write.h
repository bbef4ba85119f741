/* write.h - inside the room: new bytes out of old ones, and the proof. */
#ifndef DM_SAVE_WRITE_H
#define DM_SAVE_WRITE_H

#include "save/encoder.h"

/* Append the bytes `raw` of the view "raw" (the file, or one member) with what
** the patches make of them to e->out, then read them back: they must say just
** what is meant.  False with UNENCODABLE, READ_BACK, NO_WRITER, SIZE, MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_write_stretch(dm_encoder       *e,
                                                          dm_range          raw,
                                                          const dm_patches *p,
                                                          dm_err *err);

/* `to`, or NULL when the file is in that charset already. */
const dm_charset *dm_write_target(const dm_doc *doc, const dm_charset *to);

/*
** The next place from `*at` on at which `text` says, or has to say, that it is
** in `to`; the name as it is put there goes to `name`, of at least
** DM_DECLARATION bytes.  False: no more.
*/
enum { DM_DECLARATION = 64 };
bool dm_write_declares(const dm_doc *doc, dm_slice text, const dm_charset *to,
                       size_t *at, dm_range *place, char *name);

/* Append the whole file in another charset, declarations and all. */
__attribute__((warn_unused_result)) bool dm_write_converted(
    dm_encoder *e, const dm_charset *to, const dm_patches *p, dm_err *err);

/* Do `bytes` decode from `cs`, behind `bom` bytes, to `meant`?  READ_BACK. */
__attribute__((warn_unused_result)) bool dm_read_back(
    const dm_doc *doc, dm_slice bytes, size_t bom, const dm_charset *cs,
    dm_slice meant, dm_err *err);

/*
** Does the reader make of the new source `now` just what the edits meant?  Not
** asked of members of a container, of plain text, which is what it is, and
** where an edit brought source with text in it.  False with READ_BACK, naming
** the edit, SIZE or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_read_again(const dm_doc     *doc,
                                                       const dm_patches *p,
                                                       dm_slice          now,
                                                       dm_err           *err);

/* Where two texts begin to differ. */
size_t dm_text_common(dm_slice a, dm_slice b);

/* Is the new source of a stretch as sound as the old was? */
__attribute__((warn_unused_result)) bool dm_write_check(const dm_doc *doc,
                                                        dm_slice      old,
                                                        dm_slice      now,
                                                        dm_err       *err);

#endif
