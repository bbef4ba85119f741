/* odt.h - what the files of the ODT reader share: read_odt.c finds the
** members, odt_body.c turns paragraphs and tables into a page, odt_list.c knows
** which lists count, odt_markup.c how new text is written. */
#ifndef DM_LOAD_ODT_H
#define DM_LOAD_ODT_H

#include "load/package.h"

enum { DM_ODT_LEVELS = 10 };

/* A style of lists: at each level where its items count from, plus the number
** of the last item so far; 0 for bullets. */
typedef struct dm_odt_list {
    dm_slice name;
    int      start[DM_ODT_LEVELS];
    int      last[DM_ODT_LEVELS];
} dm_odt_list;

typedef struct dm_odt_lists {
    dm_buf    styles; /* of dm_odt_list; of one name the later one holds */
    dm_arena *arena;
    bool      open; /* a style, whose levels come */
} dm_odt_lists;

void dm_odt_lists_init(dm_odt_lists *l, dm_arena *arena);
void dm_odt_lists_fini(dm_odt_lists *l);

/* Take the styles of styles.xml; what cannot be read is a warning.  False with
** MEMORY alone. */
__attribute__((warn_unused_result)) bool dm_odt_lists_read(dm_odt_lists     *l,
                                                           const dm_package *p,
                                                           dm_err *err);

/* Take what the element says of styles of lists, if it does.  False with
** MEMORY. */
__attribute__((warn_unused_result)) bool dm_odt_lists_see(dm_odt_lists     *l,
                                                          const dm_xml_tag *tag,
                                                          dm_err *err);

/* The style called `name`, or NULL; it moves when others are taken. */
dm_odt_list *dm_odt_list_find(const dm_odt_lists *l, dm_slice name);

/* Write part 0, which is content.xml, to the page. */
__attribute__((warn_unused_result)) bool dm_odt_body(dm_package *p,
                                                     dm_err     *err);

extern const dm_markup dm_odt_markup;

#endif
