/* readings.h - how Han characters are read in Mandarin, and what pinyin is.
**
** The readings are those of Unihan (kMandarin, kHanyuPinlu, kXHC1983,
** kTGHZ2013, kHanyuPinyin), for every character of the BMP and beyond that
** has one.  A syllable with its tone is a small number, so that readings
** compare at once, however they are written.  Tables are constant; a look-up
** takes no memory and, in the BMP, a few loads.
*/
#ifndef DM_HAN_READINGS_H
#define DM_HAN_READINGS_H

#include <stdint.h>

#include "base/slice.h"

/* How well a reading belongs to a character. */
typedef enum dm_reads {
    DM_READS_NOT,
    DM_READS_ALSO, /* some dictionary has it */
    DM_READS_USUAL /* kMandarin: what it is read by default */
} dm_reads;

enum { DM_PINYIN_MAX = 8 }; /* bytes of the longest syllable, in NFC */

/*
** The number of the syllable that `s` is, whole: lower-case pinyin with at
** most one tone mark, on the letter where it belongs, composed or combining;
** the letters U+0251 and U+0261 pass for a and g, as GBK writes them.  0 when
** it is no syllable that some character is read by, with or without a tone.
*/
unsigned dm_pinyin_id(dm_slice s);

/* The tone of a syllable's number: 1 to 4, 0 when none is marked. */
unsigned dm_pinyin_tone(unsigned id);

/* Write a syllable in NFC to `out` and return its length; the number must
** come from dm_pinyin_id. */
size_t dm_pinyin_write(unsigned id, char out[DM_PINYIN_MAX]);

/* Is the syllable of this number a reading of `cp`, and a usual one? */
dm_reads dm_han_reading(uint32_t cp, unsigned id);

#endif
