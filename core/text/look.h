/* look.h - inside the room: what a character of an East Asian charset is,
** told from its bytes alone.
**
** The layouts of these charsets are regular: rows of punctuation, of kana, of
** the characters of the first level, of the second.  That is enough to judge
** a text, and several times faster than decoding it in seven charsets.  The
** looks are a little generous: a cell that a charset leaves empty inside a row
** that it uses counts as its neighbours do.
*/
#ifndef DM_TEXT_LOOK_H
#define DM_TEXT_LOOK_H

#include "text/labels.h"

typedef enum dm_look {
    DM_LOOK_BAD,        /* does not decode */
    DM_LOOK_CUT,        /* the end cuts it off */
    DM_LOOK_FREQUENT,   /* one of the few hundred that make up any text */
    DM_LOOK_FIRST,      /* Han of the first level */
    DM_LOOK_SECOND,     /* Han beyond it */
    DM_LOOK_HANJA,      /* Han in a Korean charset */
    DM_LOOK_HANGUL,     /* a common syllable */
    DM_LOOK_ANY_HANGUL, /* a syllable of a charset that has them all */
    DM_LOOK_RARE_HANGUL,
    DM_LOOK_MARK, /* punctuation that every page has */
    DM_LOOK_WIDE, /* a full-width letter or digit */
    DM_LOOK_HIRAGANA,
    DM_LOOK_KATAKANA,
    DM_LOOK_ALIEN, /* kana where nobody writes Japanese */
    DM_LOOK_HALF,  /* half-width kana: what Shift_JIS makes of anything */
    DM_LOOK_EXTRA, /* Han of the extensions */
    DM_LOOK_ODD,   /* private, or of the far planes */
    DM_LOOK_OTHER
} dm_look;

/* Look at the character at `p`, of `left` bytes at most, the first not below
** 0x80; `*len` is set to its bytes, 1 for a bad one. */
typedef dm_look dm_looker(const unsigned char *p, size_t left, size_t *len);

/* The looker of a charset of that name, or NULL: it has none. */
dm_looker *dm_look_of(const char *name);

#endif
