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
    DM_HEAD = 65536,   /* bytes looked at for what is no text */
    DM_SAMPLE = 8192,  /* bytes that statistics look at */
    DM_DECLARED = 4096 /* bytes in which a declaration is looked for */
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

/* Gather up to DM_SAMPLE bytes into `sample` with markup left out; after the
** first half only words with something beyond ASCII.  It is cut between
** characters, or inside the very last one. */
void dm_detect_sample(dm_buf *sample, dm_slice bytes);

/* How much `bytes` look like text in the East Asian charset `cs`: about 2
** for real text, below 0 for other things.  `*chars` is the number of
** characters beyond ASCII that were judged. */
double dm_detect_cjk(const dm_charset *cs, dm_slice bytes, size_t *chars);

/* The same for code points already decoded, as UTF-8: for UTF-16. */
double dm_detect_han(dm_slice utf8, size_t *chars);

/* The charset of escape sequences in 7-bit text (ISO-2022), or NULL. */
const dm_charset *dm_detect_escapes(dm_slice bytes);

/* An EBCDIC code page, by its blanks and letters, or NULL. */
const dm_charset *dm_detect_ebcdic(dm_slice bytes);

/* uchardet's opinion, or NULL. */
const dm_charset *dm_detect_uchardet(dm_slice sample);

/* Is this no text?  Says why, or NULL for text.  For bytes that are neither
** UTF-16 nor UTF-32 nor EBCDIC. */
const char *dm_detect_binary(dm_slice bytes);

#endif
