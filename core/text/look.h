/* look.h - inside the room: the readers of East Asian text.
**
** A reader knows one language in one charset.  It looks at the bytes of a
** character and tells how long it is and what it costs: little when it is
** one that people write, much when it is rare, most when the bytes are none.
** Nothing is decoded, since seven charsets are tried on every text that does
** not say what it is.
*/
#ifndef DM_TEXT_LOOK_H
#define DM_TEXT_LOOK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dm_look {
    unsigned len;  /* bytes, 1 for a bad one */
    unsigned bits; /* what it costs; see frequent.h */
    bool     bad;  /* does not decode */
    bool     cut;  /* the end cuts it off */
} dm_look;

/* Look at the character at `p`, of `left` bytes at most, the first not below
** 0x80. */
typedef dm_look dm_looker(const unsigned char *p, size_t left);

typedef struct dm_cjk_reader {
    const char *charset, *language; /* the latter for people */
    dm_looker  *look;
    unsigned    guess;   /* bits that it costs to think of it at all */
    bool        patient; /* bad bytes do not speak against it */
} dm_cjk_reader;

/* The `i`-th reader, or NULL past the last, who reads damaged UTF-8 in
** whatever language. */
const dm_cjk_reader *dm_cjk_reader_at(size_t i);

#endif
