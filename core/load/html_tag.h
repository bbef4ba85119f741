/* html_tag.h - what the elements of HTML mean to a reader of text. */
#ifndef DM_LOAD_HTML_TAG_H
#define DM_LOAD_HTML_TAG_H

#include "base/slice.h"

typedef enum dm_role {
    DM_ROLE_INLINE, /* and every unknown element */
    DM_ROLE_BOX,    /* begins and ends lines; its text is a paragraph */
    DM_ROLE_HEADING,
    DM_ROLE_LIST,
    DM_ROLE_ITEM,
    DM_ROLE_QUOTE,
    DM_ROLE_PRE,
    DM_ROLE_AREA, /* a box that keeps white space */
    DM_ROLE_TABLE,
    DM_ROLE_ROW,
    DM_ROLE_CELL,
    DM_ROLE_CAPTION,
    DM_ROLE_SKIP, /* its content is no text */
    DM_ROLE_TITLE,
    DM_ROLE_META,
    DM_ROLE_ROOT,
    DM_ROLE_LINE, /* br */
    DM_ROLE_RULE, /* hr */
    DM_ROLE_LINK,
    DM_ROLE_RUBY,
    DM_ROLE_RUBY_TEXT,
    DM_ROLE_RUBY_ROW, /* rtc: readings, or one text for all bases */
    DM_ROLE_RUBY_BASE,
    DM_ROLE_RUBY_PAREN,
    DM_ROLES
} dm_role;

typedef struct dm_tag {
    const char *name;
    dm_role     role;
    int         arg; /* the level of a heading; 1 for a header cell */
} dm_tag;

/* The row for the element called `name` (small letters); never NULL. */
const dm_tag *dm_tag_find(const char *name);

/* Has the element called `name` (small letters) never an end? */
bool dm_tag_void(const char *name);

/* The value of attribute `name` in a list of pairs that ends in NULL (or is
** NULL); NULL when it is missing, "" when it has no value. */
const char *dm_attr(const unsigned char **attrs, const char *name);

/* Do the attributes take the element out of sight? */
bool dm_attrs_hide(const unsigned char **attrs);

/* The name under which a meta element's content is kept, or NULL. */
const char *dm_meta_key(const unsigned char **attrs);

#endif
