/* html_ref.h - character references in what the parser reports.
**
** libxml2 tells text and not where it comes from, and answers a named
** reference only with its semicolon; this tells what it has read.
*/
#ifndef DM_LOAD_HTML_REF_H
#define DM_LOAD_HTML_REF_H

#include "base/slice.h"

typedef enum dm_ref_kind {
    DM_REF_NONE, /* no reference */
    DM_REF_WHOLE,
    DM_REF_OPEN, /* without semicolon: the parser reports the name next, and
                    what follows it */
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
