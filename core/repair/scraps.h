/* scraps.h - inside the room: what is left of HTML in a plain text.
**
** A *scrap* is a place that markup left: a tag whole or cut off, a comment, a
** script with its body, a character reference.  Reading them one by one is
** scraps_tag.c's and scraps_entity.c's work; whether they are scraps or what
** the author wrote is judged over the document, in scraps.c.
*/
#ifndef DM_REPAIR_SCRAPS_H
#define DM_REPAIR_SCRAPS_H

#include <stdint.h>

#include "base/buf.h"
#include "repair/mend.h"

typedef enum dm_scrap_kind {
    DM_SCRAP_OPEN,
    DM_SCRAP_CLOSE,
    DM_SCRAP_VOID,  /* <br>, <img …>: no partner is expected */
    DM_SCRAP_WHOLE, /* a comment, a doctype, a script with its body */
    DM_SCRAP_TAIL,  /* `class="x">` at a line's start */
    DM_SCRAP_ENTITY,
    DM_SCRAP_FOREIGN /* a tag, but none of HTML's */
} dm_scrap_kind;

/* What stands in its place. */
typedef enum dm_scrap_joint {
    DM_SCRAP_NOTHING,
    DM_SCRAP_SPACE,
    DM_SCRAP_LINE
} dm_scrap_joint;

typedef struct dm_scrap {
    dm_range       at;
    size_t         before; /* matching: an earlier open tag of this name */
    dm_scrap_kind  kind;
    dm_scrap_joint joint;
    int            name;    /* an index of HTML's names */
    bool           attrs;   /* it has an attribute of HTML's with a value */
    bool           cut;     /* its end is missing */
    bool           sure;    /* the name is no word that people put in <> */
    bool           partner; /* its other half was found */
    uint32_t       cp;      /* of an entity */
} dm_scrap;

enum { DM_SCRAP_NAMES = 128 };

/* Read the tag, comment or script that begins at s.ptr[at] == '<'.  False
** when that is something else.  The end of comments and scripts is looked
** for once: `*closes` remembers where none is left. */
typedef struct dm_scrap_ends {
    size_t comment, script, style; /* searched from here on in vain */
} dm_scrap_ends;

bool dm_scrap_tag(dm_slice s, size_t at, dm_scrap_ends *ends, dm_scrap *out);

/* The end of a tag whose beginning is on a line before, or lost: attributes
** of HTML and ">" at the line start `at`. */
bool dm_scrap_tail(dm_slice s, size_t at, dm_scrap *out);

/* Read the character reference at s.ptr[at] == '&', escaped however often. */
bool dm_scrap_entity(dm_slice s, size_t at, dm_scrap *out);

#endif
