/* mail_body.h - what mail wraps around bytes: quoted-printable and base64. */
#ifndef DM_LOAD_MAIL_BODY_H
#define DM_LOAD_MAIL_BODY_H

#include <stdint.h>

#include "base/buf.h"
#include "text/align.h"
#include "text/charset.h"

typedef enum dm_wrapping {
    DM_WRAP_NONE, /* 7bit, 8bit, binary, and what nobody knows */
    DM_WRAP_QUOTED,
    DM_WRAP_BASE64
} dm_wrapping;

/* The wrapping that Content-Transfer-Encoding names. */
dm_wrapping dm_mail_wrapping(dm_slice name);

/*
** Unwrap all of a->src onto `a`.  An escape and a quad are clusters each; what
** carries nothing (soft line breaks, the line ends of base64) is taken out.
** What is wrong stays, or, in base64, is passed over.
*/
void dm_mail_unwrap(dm_aligner *a, dm_wrapping how);

/* The same for encoded words; `underscores` are blanks there. */
void dm_mail_unwrap_word(dm_buf *out, dm_slice word, dm_wrapping how);

/* How many bytes of this base64 body are none of it, the first at `*first`. */
size_t dm_mail_odd(dm_slice body, size_t *first);

/* The byte of two hexadecimal digits, -1 for others. */
int dm_mail_hex(char high, char low);

/* Append `bytes` as UTF-8: read in `cs`; without it as UTF-8 if they are that,
** else as what they look like. */
void dm_mail_text(dm_buf *out, dm_slice bytes, const dm_charset *cs);

#endif
