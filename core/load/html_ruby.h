/* html_ruby.h - readings beside their bases, as HTML pairs them.
**
** <ruby> holds bases (text, or <rb> each) and then readings (<rt>): the first
** reading belongs to the first base, and so on, until the next base begins a
** new group.  <rtc> holds a second row of readings, or a text for all bases.
** Readings are no part of the text: each becomes an annotation "reading" on
** its base, with the feature "reading".
**
** Rubies nest; an inner one is part of the base of the outer.
*/
#ifndef DM_LOAD_HTML_RUBY_H
#define DM_LOAD_HTML_RUBY_H

#include "load/html_role.h"

/* What the elements do; see the table in html_role.c. */
void dm_ruby_open(dm_page *page, const dm_opening *o);
void dm_ruby_close(dm_page *page, const dm_element *e);
void dm_ruby_open_base(dm_page *page, const dm_opening *o);
void dm_ruby_close_base(dm_page *page, const dm_element *e);
void dm_ruby_open_reading(dm_page *page, const dm_opening *o);
void dm_ruby_close_reading(dm_page *page, const dm_element *e);
void dm_ruby_open_row(dm_page *page, const dm_opening *o);
void dm_ruby_close_row(dm_page *page, const dm_element *e);

/*
** How many elements are to stay open before one of role `role` begins; all of
** them when it does not concern ruby.  <rt> and its kin end where the next of
** them begins, which the parser does not know; a paragraph inside <rt>, with
** a paragraph around the ruby, says that its end tags were forgotten.
*/
size_t dm_ruby_keep(const dm_page *page, dm_role role);

/* Set role and sink of a part of ruby that is about to open: outside ruby it
** is text like any other, in the ruby of a reading it is none. */
void dm_ruby_fit(const dm_page *page, dm_element *e);

/* Annotate the document with the readings; its view "text" is set. */
__attribute__((warn_unused_result)) bool dm_ruby_annotate(dm_page *page,
                                                          dm_err  *err);

#endif
