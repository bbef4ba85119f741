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

/* Append the whole file in another charset, declarations and all. */
__attribute__((warn_unused_result)) bool dm_write_converted(
    dm_encoder *e, const dm_charset *to, const dm_patches *p, dm_err *err);

/* Do `bytes` decode from `cs`, behind `bom` bytes, to `meant`?  READ_BACK. */
__attribute__((warn_unused_result)) bool dm_read_back(
    const dm_doc *doc, dm_slice bytes, size_t bom, const dm_charset *cs,
    dm_slice meant, dm_err *err);

/* Is the new source of a stretch as sound as the old was? */
__attribute__((warn_unused_result)) bool dm_write_check(const dm_doc *doc,
                                                        dm_slice      old,
                                                        dm_slice      now,
                                                        dm_err       *err);

#endif
