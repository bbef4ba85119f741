/* html_guard.h - what the parser may not see.
**
** libxml2 wants no NUL and no other characters that XML forbids, takes time
** with the square of the attributes of one element, drops numeric references
** to what is no character, takes <!--> for the beginning of a comment, and
** knows no CDATA.  These are the ways around that; none moves a byte.
*/
#ifndef DM_LOAD_HTML_GUARD_H
#define DM_LOAD_HTML_GUARD_H

#include "base/slice.h"

enum { DM_MAX_ATTRIBUTES = 1000 }; /* of one element */

typedef struct dm_guard {
    size_t      cut;  /* elements that lost attributes */
    const char *open; /* what never ends ("a comment"), NULL when all does */
    size_t      from; /* where that begins: from there on there is no text, if
                         the parser sees it in the same way */
} dm_guard;

/*
** A copy of `text` for the parser, with a zero byte behind: characters it
** cannot take and the marks of CDATA are DEL, attributes past the limit
** blanks; an & that begins no number is another sign, and a number of no
** character is 9, written as long.  Where the copy differs from `text`, it is
** `text` that counts.  NULL without memory; free with dm_mem_free.
*/
char *dm_guard_copy(dm_slice text, dm_guard *guard);

#endif
