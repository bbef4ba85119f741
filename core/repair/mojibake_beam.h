/* mojibake_beam.h - inside the room: reading bytes of which some are lost.
**
** The bytes are UTF-8 or of a double-byte charset.  A search goes over them
** with a few hypotheses, each a text so far and a character begun; what is
** unknown splits them, the language model weighs them, and those that will go
** on alike are merged.  A byte was lost because it meant nothing in the wrong
** charset where it stood: that leaves few that it can have been.
*/
#ifndef DM_REPAIR_MOJIBAKE_BEAM_H
#define DM_REPAIR_MOJIBAKE_BEAM_H

#include "han/model.h"
#include "repair/mojibake.h"

typedef enum dm_beam_kind {
    DM_BEAM_KNOWN,
    DM_BEAM_LOST, /* U+FFFD: one byte or two, or itself */
    DM_BEAM_ASK,  /* a question mark: the same */
    DM_BEAM_NONE  /* has no bytes: a run ends here */
} dm_beam_kind;

typedef struct dm_beam_byte {
    uint32_t cell;
    uint8_t  byte;
    uint8_t  kind; /* dm_beam_kind */
    bool     last; /* of its cell */
} dm_beam_byte;

enum { DM_GAPS = 8, DM_GAP_NONE = 0xFFFF };

/* One character of a reading. */
typedef struct dm_step_found {
    int32_t  parent;
    uint32_t cp;
    uint32_t from, to;     /* items */
    uint16_t gap[DM_GAPS]; /* how much dearer the next best was: another
                              character here, one before, two before, ... */
    uint8_t flags;         /* DM_CELL_GUESSED, DM_CELL_GONE */
} dm_step_found;

typedef struct dm_found {
    int32_t  step;   /* the last one */
    size_t   end;    /* item after the run */
    unsigned gain;   /* model units won over the text as it stands */
    unsigned cost;   /* of the characters beyond ASCII */
    unsigned chars;  /* so many */
    unsigned gone;   /* of them lost */
    unsigned gap[2]; /* of the last character, of the one before */
} dm_found;

typedef struct dm_beam {
    dm_buf   items;     /* of dm_beam_byte; the caller fills it */
    dm_buf   steps;     /* of dm_step_found: a tree by parents */
    dm_buf   path;      /* of dm_step_found, last first */
    dm_buf   now, next; /* hypotheses */
    dm_buf   prices;    /* of unsigned: what each cell costs as it stands */
    dm_wrong wrong;
    dm_right right;
    dm_lang  lang;
    size_t   work; /* readings that may still be tried */
    bool     failed;
} dm_beam;

void dm_beam_init(dm_beam *s);
void dm_beam_fini(dm_beam *s);

/* The best run that begins at item `at`: `out->chars` is 0 when none is.  The
** caller has set items, prices, wrong, right, lang and work. */
void dm_beam_run(dm_beam *s, size_t at, dm_found *out);

/* Lay the characters of `f` down in s->path, last first, with all that is known
** of each in gap[0]; their number. */
size_t dm_beam_path(dm_beam *s, const dm_found *f);

#endif
