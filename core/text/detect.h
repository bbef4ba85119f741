/* detect.h - inside the room: the witnesses of charset.c.
**
** Each looks at the bytes in its own way and says what it found; charset.c
** weighs.  None of them keeps anything but what it returns.
*/
#ifndef DM_TEXT_DETECT_H
#define DM_TEXT_DETECT_H

#include "base/buf.h"
#include "text/labels.h"

enum {
    DM_HEAD = 65536,    /* bytes looked at for what is no text */
    DM_WORDS = 2400,    /* bytes of words beyond ASCII that are read */
    DM_AROUND = 1024,   /* and of the plain words beside them */
    DM_PARTS = 4,       /* places they come from, where the document is */
    DM_SPREAD = 4096,   /* longer than this */
    DM_DECLARED = 4096, /* bytes in which a declaration is looked for */
    DM_FEW_NULS = 4     /* so many zero bytes are an accident in a text */
};

/* The charset that a byte order mark names and the mark's length in `*len`,
** or NULL. */
const dm_charset *dm_detect_bom(dm_slice bytes, size_t *len);

/* UTF-16 or UTF-32 without a mark, by the places of zero bytes and by how
** plausible the text is; NULL when neither.  `*confidence` 0 to 1. */
const dm_charset *dm_detect_wide(dm_slice bytes, double *confidence);

/* Well-formed multi-byte characters of UTF-8 in `bytes` and, in `*bad`, the
** bytes that belong to none.  A character cut by the end is not bad. */
size_t dm_detect_utf8(dm_slice bytes, size_t *bad);

/* The label that the document declares for itself (HTML meta, XML prolog),
** a part of `bytes`, len 0 when there is none; `*where` names the place. */
dm_slice dm_detect_declared(dm_slice bytes, const char **where);

/* What statistics look at, with markup left out. */
typedef struct dm_sample {
    dm_buf words;  /* words with something beyond ASCII, by parts */
    dm_buf around; /* plain words that stand beside them */
    size_t ends[DM_PARTS];
    bool   cut; /* the document may begin inside a word: beyond ASCII */
} dm_sample;

/* Gather a sample of `bytes`.  Each part of `words` begins between two
** characters, and may end inside one.  Out of memory shows as a failed
** buffer. */
void dm_sample_init(dm_sample *sample, dm_slice bytes);
void dm_sample_fini(dm_sample *sample);

/* Up to `most` bytes of the words of part `i`. */
dm_slice dm_sample_part(const dm_sample *sample, size_t i, size_t most);

/* Bytes that may mean anything are weighed by what they cost: how many bits
** it takes to write them down for somebody who knows the language and the
** charset.  Costs of different charsets over the same bytes can be compared:
** who needs the fewest knows them best. */
enum { DM_FIFTHS = 5 }; /* costs are in fifths of a bit */

typedef struct dm_guess {
    const dm_charset *charset;
    const char       *language;
    size_t            cost;  /* of all words of the sample, in fifths */
    double            fit;   /* 1: costs what such text does; 0: twice that */
    size_t            chars; /* beyond ASCII */
    size_t            parts; /* that had enough to be judged */
    size_t            odd;   /* and of them those that read like nothing */
} dm_guess;

/* Read the sample in each East Asian charset, or in each of single bytes;
** those that may be right go to `out`, at most DM_GUESSES, cheapest first.
** Returns how many.  What the plain words around cost those who write no
** alphabet goes to `*others`. */
enum { DM_GUESSES = 12 };
size_t dm_guess_cjk(dm_guess out[DM_GUESSES], const dm_sample *sample);
size_t dm_guess_letters(dm_guess out[DM_GUESSES], const dm_sample *sample,
                        size_t *others);

/* Put `g` into the first `*n` of `list`, which stay sorted and at most
** DM_GUESSES. */
void dm_guess_add(dm_guess list[DM_GUESSES], size_t *n, const dm_guess *g);

/* Do the words of the sample say the same in both charsets of single bytes? */
bool dm_same_letters(const dm_charset *a, const dm_charset *b,
                     const dm_sample *sample);

typedef struct dm_cjk {
    double score; /* about 2 for real text, below 0 for other things */
    size_t cost;  /* in fifths of a bit */
    size_t chars; /* beyond ASCII that were judged */
    size_t parts; /* that had enough to be judged */
    size_t odd;   /* and of them those that read like anything else */
} dm_cjk;

/* How much the words of `sample` look like text in the East Asian charset
** `cs`, to whoever reads it best. */
dm_cjk dm_detect_cjk(const dm_charset *cs, const dm_sample *sample);

/* The score of code points already decoded, as UTF-8: for UTF-16. */
double dm_detect_han(dm_slice utf8, size_t *chars);

/* The charset of escape sequences in 7-bit text (ISO-2022), or NULL.  Escapes
** of terminals may stand before them. */
const dm_charset *dm_detect_escapes(dm_slice bytes);

/* The charset that the text of the valid UTF-8 `bytes` was once in, before it
** was taken for a Western one and became meaningless; NULL for other text.
** `*failed` without memory. */
const dm_charset *dm_detect_twice(dm_slice bytes, bool *failed);

/* An EBCDIC code page, by its blanks and letters, or NULL. */
const dm_charset *dm_detect_ebcdic(dm_slice bytes);

/* Is this no text?  Says why, or NULL for text.  For bytes that are neither
** UTF-16 nor UTF-32 nor EBCDIC.  In a text `plausible` in some charset up to
** DM_FEW_NULS zero bytes are an accident. */
const char *dm_detect_binary(dm_slice bytes, bool plausible);

#endif
