/* frame.h - text read half a character off, put back into its frame.
**
** The damage.  In a double-byte charset a program that cut, searched or
** replaced bytes without knowing where characters begin leaves a byte without
** its mate, and everything up to the next ASCII byte is read half a character
** off.  Two ways are modelled, and any mixture of them in one line:
**
**   gloss      every listed character K was followed by "(reading)" by byte
**              search, also where K's two bytes were the trail of one
**              character and the lead of the next
**   delimiter  the text was split at the bytes of ！ and ， wherever they
**              stood, also as trail and lead of neighbours, and each piece
**              was decoded by itself
**
** A lead byte before a byte that is no trail byte became one "?" and both
** were gone; so did a lead byte at the end of a piece.  Then user-defined
** codes (private use) may have been deleted and full-width forms folded.
**
** The method.  The observed text is turned back into bytes, some of them
** unknown, and a beam search reads them as characters again: each hypothesis
** (a path) is a clean text so far, how far it has read the observed text, and
** the lead byte it holds while it is out of phase.  Both stages are
** deterministic, so a clean text is as probable as the language model says,
** and no penalty is needed for being damaged: only for what the document's
** own table of glosses forbids.  At the end the damage is run forward on the
** result and compared with what was observed.
**
** A third way is a file in which one byte is really missing, or one too many:
** the decoder reads on half a character off, and says U+FFFD where it meets
** ASCII again.  There the search may slip once, anywhere in the run.
**
** Big5, Shift_JIS and EUC-KR have no glosses; the rest is the same.
*/
#ifndef DM_REPAIR_FRAME_H
#define DM_REPAIR_FRAME_H

#include <stdint.h>

#include "han/model.h"
#include "repair/mend.h"
#include "text/pairs.h"

enum {
    DM_SHIFT_BIT = DM_MODEL_BIT,
    DM_SHIFT_SEEN = 640, /* observed characters in one window */
    DM_SHIFT_CODES = 65536,
    DM_SHIFT_LOST = 0x110000, /* a character of the clean text: one ASCII byte
                              ** that was swallowed and cannot be known */
};

/* ---- what the document says of itself (frame_known.c) ---- */

typedef struct dm_shift_known {
    dm_pairs set;
    dm_lang  lang;
    bool     lead[256], trail[256];
    bool     folded;      /* full-width forms were folded to ASCII */
    bool     users;       /* private-use characters stand in it */
    bool     traditional; /* it is written in Traditional characters */
    unsigned glosses;     /* intact glosses in it, */
    unsigned listed;      /* of so many Traditional characters */
    /* By pair of bytes: the number of the reading that always follows it, or
    ** 0; and how often the pair stands in the document, 255 at most. */
    uint16_t reading[DM_SHIFT_CODES];
    uint8_t  count[DM_SHIFT_CODES];
    uint8_t  glossed[DM_SHIFT_CODES];
    /* Bits by pair: a Simplified form that has another Traditional one; a
    ** character that unknown bytes may be (neither rare nor user-defined). */
    uint8_t simple[DM_SHIFT_CODES / 8];
    uint8_t common[DM_SHIFT_CODES / 8];
    /* By pair: the least a character may cost after any other, in bits. */
    uint8_t least[DM_SHIFT_CODES];
    /* Neighbours that stand in undamaged text, hashed. */
    uint32_t pairs[DM_SHIFT_CODES];
} dm_shift_known;

/* Learn from the whole text.  Linear, takes no memory. */
void dm_shift_learn(dm_shift_known *known, dm_slice text, const char *charset);

/* The bytes of `cp` in the document's set: 1 or 2 of them in `out`, 0 when it
** has none. */
unsigned dm_shift_encode(const dm_shift_known *known, uint32_t cp,
                         unsigned char out[2]);

/* Has the document, where it is whole, `cp` after `prev`? */
bool dm_shift_neighbours(const dm_shift_known *known, uint32_t prev,
                         uint32_t cp);

/* The bit of this pair of bytes. */
static inline bool dm_shift_bit(const uint8_t *bits, unsigned pair)
{
    return (bits[pair >> 3] >> (pair & 7) & 1) != 0;
}

/* Private use: what decoders make of user-defined codes. */
static inline bool dm_shift_is_user(uint32_t cp)
{
    return cp >= 0xE000 && cp <= 0xF8FF;
}

/* The pinyin syllable at `s`, up to the ")" that ends it: its
** number (see han/readings.h) and in `*len` the bytes with the ")", or 0. */
unsigned dm_shift_reading(dm_slice s, size_t *len);

/* How the frame slipped in a file, at some character of the observed text. */
typedef enum dm_shift_slip {
    DM_SHIFT_STEADY,
    DM_SHIFT_LEAD_LOST,     /* the lead byte before its first byte is gone */
    DM_SHIFT_TRAIL_LOST,    /* the trail byte behind its first byte is gone */
    DM_SHIFT_FIRST_FOREIGN, /* its first byte should not be there, */
    DM_SHIFT_SECOND_FOREIGN /* or its second */
} dm_shift_slip;

/* ---- the observed text of one window (frame_seen.c) ---- */

typedef struct dm_shift_char {
    uint32_t cp;
    uint32_t at;    /* its byte in the text */
    uint16_t gloss; /* at "(": the reading of an intact gloss, else 0; at "?":
                    ** that of a gloss whose "(" is gone */
    uint8_t       skip;   /* characters of that gloss, this one included */
    uint8_t       nbytes; /* of the codes below; 0: not in the set */
    unsigned char bytes[2];
    bool          mark; /* a "?" or U+FFFD: something may be lost here */
    bool          tag;  /* a tag without its "<" follows */
} dm_shift_char;

typedef struct dm_shift_seen {
    dm_shift_char at[DM_SHIFT_SEEN + 1];
    unsigned      n;
    unsigned      least; /* characters that the search must not end before */
    bool          ends;  /* the line ends with it */
    bool          slips; /* a byte was lost or put in: see dm_shift_slip */
} dm_shift_seen;

/* Read the line at `from` into `seen`: to its end, `to`, or SEEN characters. */
void dm_shift_look(dm_shift_seen *seen, const dm_shift_known *known,
                   dm_slice text, size_t from, size_t to);

#endif
