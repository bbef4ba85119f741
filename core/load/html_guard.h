/* html_guard.h - what the parser may not see.
**
** libxml2 wants no NUL and no other characters that XML forbids, takes time
** with the square of the attributes of one element, and answers a named
** reference only with its semicolon.  These are the ways around that; none
** moves a byte.
*/
#ifndef DM_LOAD_HTML_GUARD_H
#define DM_LOAD_HTML_GUARD_H

#include "base/slice.h"

enum { DM_MAX_ATTRIBUTES = 1000 }; /* of one element */

/* A copy of `text` for the parser, with a zero byte behind: characters it
** cannot take are DEL, attributes past the limit blanks.  `*cut` counts
** elements that lost attributes.  NULL without memory; free with
** dm_mem_free. */
char *dm_guard_copy(dm_slice text, size_t *cut);

typedef enum dm_ref_kind {
    DM_REF_NONE, /* no reference */
    DM_REF_WHOLE,
    DM_REF_OPEN, /* without semicolon: the parser reports its name next */
    DM_REF_BARE  /* an & with a name nobody knows: range is the & alone */
} dm_ref_kind;

typedef struct dm_ref {
    dm_ref_kind kind;
    dm_range    range; /* in the source, from the & on */
    char        text[8];
    size_t      len;
} dm_ref;

/*
** The parser stands at `src.len` and reported `said`: is that because a
** character reference ends here?  It is looked for from `from` on.  &#128; to
** &#159; are read as windows-1252, as browsers do.
*/
dm_ref dm_ref_find(dm_slice src, size_t from, dm_slice said);

#endif
