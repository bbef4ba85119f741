/* gloss.h - readings in brackets, 建設(shè), and whether somebody meant them.
**
** Pages exist where a program wrote a reading behind every occurrence of some
** hundred characters: Traditional ones that GB2312 lacks, but everyday ones
** all of them, each always with the same usual reading and never without,
** wherever in a word it stood.  People gloss otherwise: rare characters, or
** the reading that surprises, or every character of a sentence, two in three
** of which GB2312 has; at the first occurrence, in lists, one character with
** two readings, whole words in one bracket.  The survey counts both kinds of
** evidence over a whole text.
**
** A gloss is a Han character, "(" (ASCII or full-width), one syllable of
** lower-case pinyin with one tone mark (none where the character is usually
** read so, 們), ")"; nothing else between them.  Step `repair` leaves glosses
** whose bytes are whole to step `gloss` and uses them to undo the others;
** either may go first, though `repair` knows less when the glosses are gone.
** Both want the Traditional characters: before `hans`.
*/
#ifndef DM_REPAIR_GLOSS_H
#define DM_REPAIR_GLOSS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "han/readings.h"
#include "repair/mend.h"

typedef enum dm_gloss_kind {
    DM_GLOSS_INTACT, /* 設(shè) */
    DM_GLOSS_WORD,   /* 北京(běi jīng): pinyin, but not that damage */
    DM_GLOSS_ASTRAY, /* W(wǎng), |(dōng): on a trail byte in ASCII */
    DM_GLOSS_CUT     /* ?qǐng): the "(" went with the byte before it */
} dm_gloss_kind;

/* One place where pinyin stands before a closing bracket. */
typedef struct dm_gloss_place {
    uint32_t base, from, to; /* bytes: the character, then the brackets
                             ** [from, to) behind it */
    uint32_t      cp;        /* the character at base; 0 of a cut one */
    uint16_t      id;        /* the syllable's number; 0 of a word */
    uint8_t       beside;    /* how many of its two neighbours are Han */
    dm_gloss_kind kind;
} dm_gloss_place;

/* One character with one reading, over the text. */
typedef struct dm_gloss {
    uint32_t     cp;
    uint16_t     id;      /* see han/readings.h; 0: with words or no tone */
    uint32_t     glossed; /* places where it has this reading */
    uint32_t     stands;  /* places of the character, glossed or not */
    uint32_t     inside;  /* of those glossed, between two Han … */
    uint32_t     alone;   /* … and beside none */
    dm_reads     reads;
    bool         damage; /* these glosses are damage, this certainly: */
    dm_certainty certainty;
} dm_gloss;

typedef struct dm_gloss_table {
    const dm_gloss *rows; /* by character, then the most glossed first */
    size_t          n;
    size_t          places[DM_GLOSS_CUT + 1]; /* of each kind */
    size_t          han;                      /* Han characters in the text */
} dm_gloss_table;

/* Append each place (dm_gloss_place) of a text under 4 GB to `places`, in
** order. */
void dm_gloss_scan(dm_slice text, dm_buf *places);

/*
** Survey a text, whose `n` places these are: what is glossed, how often the
** same character stands bare, and what of it is damage.  Where the places
** stand in it does not matter.  Linear; the text is read only when there are
** glosses.  The table lives in `arena`.  False when memory is out.
*/
__attribute__((warn_unused_result)) bool dm_gloss_weigh(
    dm_gloss_table *out, dm_slice text, const dm_gloss_place *places, size_t n,
    dm_arena *arena);

/* The row of `cp`, the most frequent reading if it has several (the others
** follow it), or NULL. */
const dm_gloss *dm_gloss_find(const dm_gloss_table *table, uint32_t cp);

#endif
