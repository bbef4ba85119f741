/* mail_head.h - the fields before the body of a mail, or of a part of one.
**
** Everything here borrows from the file; nothing is decoded but by
** dm_mail_words.
*/
#ifndef DM_LOAD_MAIL_HEAD_H
#define DM_LOAD_MAIL_HEAD_H

#include "base/buf.h"
#include "text/charset.h"

enum { DM_MAIL_HEAD = 1 << 20 }; /* bytes of one head that are looked at */

/* Where the body behind the head of `entity` begins; the head (without the
** empty line), but no more than DM_MAIL_HEAD bytes of it, goes to `*head`.  A
** head that never ends is all of it. */
size_t dm_mail_split(dm_slice entity, dm_slice *head);

typedef struct dm_mail_field {
    dm_slice name, value; /* the value as it stands, folds included */
} dm_mail_field;

/* The field that begins at `*at` of `head`, which moves behind it.  False at
** the end, and at a line that is no field: `*at` stays there. */
bool dm_mail_next(dm_slice head, size_t *at, dm_mail_field *field);

/* The value of the first field called `name` (small letters), without blanks
** around it; len 0 when there is none. */
dm_slice dm_mail_value(dm_slice head, const char *name);

/* The first word of a value such as "multipart/mixed; boundary=x", up to the
** semicolon. */
dm_slice dm_mail_word(dm_slice value);

/* Is it that word (small letters), in any case? */
bool dm_mail_is(dm_slice s, const char *word);

/* Append the parameter `name` of a value, as UTF-8: quoted, in continued pieces
** and percent-encoded in a charset (RFC 2231) as well.  False when there is
** none. */
bool dm_mail_param(dm_slice value, const char *name, dm_buf *out);

/*
** Append a field's text as UTF-8 on one line: encoded words (RFC 2047) read,
** those of one charset behind one another as one text, since mailers cut
** characters in two.  Bytes beyond ASCII outside of them are UTF-8 or, where
** they are not, in `raw` (NULL: what they look like).
*/
void dm_mail_words(dm_buf *out, dm_slice value, const dm_charset *raw);

#endif
