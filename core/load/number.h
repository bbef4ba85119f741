/* number.h - the number a line begins with: "第三条", "（一）", "1.2", "IV.".
**
** Readers use it to tell headings and list items from plain lines.  It only
** reads the beginning of a line, so it costs the same for any line.
*/
#ifndef DM_LOAD_NUMBER_H
#define DM_LOAD_NUMBER_H

#include "base/slice.h"

typedef enum dm_numbering {
    DM_NUM_NONE,
    DM_NUM_UNIT, /* 第三条, 第一章; `unit` is the character's value */
    DM_NUM_WORD, /* Chapter 3, Section II; `unit` tells the word */
    DM_NUM_ALSO, /* 其一 */
    DM_NUM_HAN,  /* 一、 */
    DM_NUM_HAN_PAREN, /* （一） (一) 一） */
    DM_NUM_ROMAN,     /* IV. */
    DM_NUM_DOTTED,    /* 1.1, 1.1.1; `unit` is how many parts */
    DM_NUM_DECIMAL,   /* 1. 1、 1． from here on more often items */
    DM_NUM_PAREN,     /* (1) （1） 1) 1） */
    DM_NUM_LETTER,    /* a) a. (a) */
    DM_NUM_CIRCLED    /* ① ⑴ ⒈ */
} dm_numbering;

typedef struct dm_number {
    dm_numbering how;
    unsigned     unit; /* numbers of the same how and unit are siblings */
    size_t       len;  /* bytes, with its marks, without blanks behind */
} dm_number;

/* The number at the beginning of `line`, which has no blanks in front.  How
** is NONE and len 0 when there is none. */
dm_number dm_number_scan(dm_slice line);

#endif
