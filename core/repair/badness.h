/* badness.h - how odd characters look beside each other.
**
** Text read in the wrong charset shows characters next to each other that
** hardly anybody writes: a currency sign after an accented letter, a capital
** in the middle of a word, a control character.  Each character has a class,
** each pair of neighbouring classes a number: 0 natural, 8 practically never.
** What has a class that is odd in itself adds to that.  The numbers add up;
** two readings of the same bytes are compared by their sums.
*/
#ifndef DM_REPAIR_BADNESS_H
#define DM_REPAIR_BADNESS_H

#include <stdint.h>

typedef enum dm_odd {
    DM_ODD_EDGE,   /* a blank, or the end of a line */
    DM_ODD_LOWER,  /* a to z */
    DM_ODD_UPPER,  /* A to Z */
    DM_ODD_DIGIT,  /* 0 to 9 */
    DM_ODD_POINT,  /* other ASCII */
    DM_ODD_ALOWER, /* small Latin letters beyond ASCII */
    DM_ODD_AUPPER, /* capital ones */
    DM_ODD_TILDE,  /* Ã and Â, with which most damage begins */
    DM_ODD_LIGATE, /* œ, Œ and Ÿ */
    DM_ODD_GLOWER, /* Greek */
    DM_ODD_GUPPER,
    DM_ODD_CLOWER, /* Russian */
    DM_ODD_CUPPER,
    DM_ODD_KLOWER, /* other Cyrillic letters */
    DM_ODD_KUPPER,
    DM_ODD_OPEN,   /* opening quotation marks, ¡ and ¿ */
    DM_ODD_LOW,    /* opening ones on the line */
    DM_ODD_CLOSE,  /* closing ones */
    DM_ODD_APOS,   /* the apostrophe ’ */
    DM_ODD_RAISED, /* ™ ® © ° ª º */
    DM_ODD_DASH,   /* dashes, dots, the bullet */
    DM_ODD_NBSP,   /* the blank that does not break */
    DM_ODD_SHY,    /* the soft hyphen */
    DM_ODD_MONEY,  /* ¢ £ ¥ € */
    DM_ODD_NUMBER, /* fractions, powers, operators */
    DM_ODD_RELATE, /* relations and other signs of mathematics */
    DM_ODD_SIGN,   /* ¤ ¦ ¨ ¬ and their like, hardly ever written */
    DM_ODD_C1,     /* control characters 80 to 9F */
    DM_ODD_BOX,    /* box drawing and blocks */
    DM_ODD_LOST,   /* U+FFFD */
    DM_ODD_LETTER, /* letters of other scripts in wide use */
    DM_ODD_WIDE,   /* East Asian punctuation */
    DM_ODD_MARK,   /* combining marks */
    DM_ODD_SYMBOL, /* arrows, dingbats, emoji */
    DM_ODD_SCARCE, /* scripts and letters that few pages have */
    DM_ODD_NONE    /* private use, unassigned */
} dm_odd;

/* The class of a code point. */
dm_odd dm_odd_of(uint32_t cp);

/* How odd it is that `next` stands right after `prev`, 0 to 8. */
int dm_odd_pair(dm_odd prev, dm_odd next);

/* How odd it is that one of this class stands anywhere, 0 to 12. */
int dm_odd_alone(dm_odd odd);

#endif
