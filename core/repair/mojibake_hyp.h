/* mojibake_hyp.h - inside the room: a hypothesis of the beam, and its moves. */
#ifndef DM_REPAIR_MOJIBAKE_HYP_H
#define DM_REPAIR_MOJIBAKE_HYP_H

#include "repair/mojibake_beam.h"

enum { DM_BEAM = 96 }; /* hypotheses at a time */

typedef struct dm_hyp {
    dm_model_state model;
    uint32_t       prev, before; /* the last two characters */
    uint32_t       bits;         /* of the character begun */
    uint32_t       from;         /* its first item */
    int32_t        step;
    unsigned       cost, paid; /* all; without ASCII */
    uint16_t       chars, gone;
    uint8_t        need;    /* bytes it still takes */
    uint8_t        size;    /* bytes it has altogether */
    uint8_t        unknown; /* bytes of it that are not known */
    uint8_t        lost;    /* the byte guessed last, if it was the last */
    bool           blank;   /* too many: it is U+FFFD */
    bool           open;    /* its lead byte is lost */
} dm_hyp;

static inline dm_hyp *dm_hyps(dm_buf *buf, size_t *n)
{
    *n = buf->len / sizeof(dm_hyp);
    return (dm_hyp *)(void *)buf->ptr;
}

static inline dm_step_found *dm_beam_step(const dm_beam *s, int32_t i)
{
    return (dm_step_found *)(void *)s->steps.ptr + i;
}

static inline const dm_beam_byte *dm_beam_item(const dm_beam *s, size_t at)
{
    return (const dm_beam_byte *)(const void *)s->items.ptr + at;
}

/* All hypotheses of s->now see item `at`. */
void dm_beam_advance(dm_beam *s, size_t at);

/* A byte that `h` needs is lost before item `next`.  The hypotheses that
** follow go into `to`; their characters end before item `end`. */
void dm_beam_guess(dm_beam *s, const dm_hyp *h, size_t next, size_t end,
                   dm_buf *to);

/* Punctuation of East Asian text, the wide forms of ASCII among it. */
static inline bool dm_is_wide(uint32_t cp)
{
    return (cp >= 0x3000 && cp <= 0x3020) || (cp >= 0xFF01 && cp <= 0xFF0F) ||
           (cp >= 0xFF1A && cp <= 0xFF1F);
}

/* Does what ends before item `next` end the line, or does a blank follow? */
bool dm_is_end(const dm_beam *s, size_t next);

/* What the sign `cp` costs at such a place, behind what `h` has read. */
unsigned dm_end_cost(const dm_beam *s, const dm_hyp *h, uint32_t cp);

#endif
