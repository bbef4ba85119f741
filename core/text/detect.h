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
    DM_SAMPLE = 8192,   /* bytes that uchardet looks at */
    DM_WORDS = 2400,    /* bytes that are read as East Asian text */
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
    dm_buf text;  /* words with something beyond ASCII and what is around */
    dm_buf words; /* these words alone, in parts of the document */
    size_t ends[DM_PARTS];
} dm_sample;

/* Gather a sample of `bytes`.  Each part of `words` begins between two
** characters, and may end inside one.  Out of memory shows as a failed
** buffer. */
void dm_sample_init(dm_sample *sample, dm_slice bytes);
void dm_sample_fini(dm_sample *sample);

/* Up to `most` bytes of the words of part `i`. */
dm_slice dm_sample_part(const dm_sample *sample, size_t i, size_t most);

typedef struct dm_cjk {
    double score; /* about 2 for real text, below 0 for other things */
    size_t chars; /* beyond ASCII that were judged */
    size_t parts; /* that had enough to be judged */
    size_t odd;   /* and of them those that read like anything else */
} dm_cjk;

/* How much the words of `sample`, up to `most` bytes of each part, look like
** text in the East Asian charset `cs`. */
dm_cjk dm_detect_cjk(const dm_charset *cs, const dm_sample *sample,
                     size_t most);

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

/* uchardet's opinion, or NULL. */
const dm_charset *dm_detect_uchardet(dm_slice sample);

/* Is this no text?  Says why, or NULL for text.  For bytes that are neither
** UTF-16 nor UTF-32 nor EBCDIC.  In a text `plausible` in some charset up to
** DM_FEW_NULS zero bytes are an accident. */
const char *dm_detect_binary(dm_slice bytes, bool plausible);

#endif
