/* encoder.h - inside the room: text into bytes, with a word for what the
** charset lacks. */
#ifndef DM_SAVE_ENCODER_H
#define DM_SAVE_ENCODER_H

#include "save/patch.h"
#include "save/save.h"

/* How far a source was looked through for where no reference may stand. */
typedef struct dm_barrier {
    const char *source; /* whose text it is */
    size_t      at;
    dm_range    stretch;
    bool        done;
} dm_barrier;

typedef struct dm_encoder {
    const dm_doc  *doc;
    dm_unencodable policy;
    dm_buf        *out;        /* bytes */
    dm_buf        *meant;      /* the text that they must be read back as */
    size_t         lacking;    /* characters that something else stands for */
    dm_barrier     old, new;   /* of the document, and of source put in */
    bool           undeclared; /* a page that nowhere says its new charset */
} dm_encoder;

/*
** Append `text` in `cs` to `out`, and what it then says to `meant`.  `why` is
** the patch that brought it, or NULL.  False with UNENCODABLE, SIZE, MEMORY or
** MACHINE.
*/
__attribute__((warn_unused_result)) bool dm_encoder_put(dm_encoder       *e,
                                                        dm_slice          text,
                                                        const dm_charset *cs,
                                                        const dm_patch   *why,
                                                        dm_err           *err);

/* Append what stands for `cp`, which `text` lacks at `at`; `why` as above.
** False when nothing may. */
bool dm_encoder_stand_in(dm_encoder *e, uint32_t cp, dm_slice text, size_t at,
                         const dm_patch *why, dm_buf *out);

/* The charset in which new text is written where byte `raw` of the file is:
** that of the stretch; of a file that is ASCII so far, the one it declares. */
const dm_charset *dm_save_charset(const dm_doc *doc, size_t raw);

/*
** Shift states.  In ISO-2022-JP bytes mean what the last escape before them
** says; new text begins and ends in ASCII, and is put between escapes.
*/
bool dm_shift_known(const dm_charset *cs); /* ISO-2022-JP */
bool dm_shift_other(const dm_charset *cs); /* another that has states */
/* The last escape in `bytes`, which began in the state `state`. */
dm_slice dm_shift_after(dm_slice bytes, dm_slice state);
bool     dm_shift_is_ascii(dm_slice state);

#endif
