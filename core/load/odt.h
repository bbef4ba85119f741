/* odt.h - what the files of the ODT reader share: read_odt.c finds the
** members, odt_body.c turns paragraphs and tables into a page, odt_markup.c
** knows how new text is written. */
#ifndef DM_LOAD_ODT_H
#define DM_LOAD_ODT_H

#include "load/package.h"

/* Write part 0, which is content.xml, to the page. */
__attribute__((warn_unused_result)) bool dm_odt_body(dm_package *p,
                                                     dm_err     *err);

extern const dm_markup dm_odt_markup;

#endif
