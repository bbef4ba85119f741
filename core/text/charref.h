/* charref.h - character references of HTML, for all who read them.
**
** What is a reference is for the reader of each to say: one wants the
** semicolon, another forgives, a third asks what a parser has made of it.
** Here is only what a number and a name mean.
*/
#ifndef DM_TEXT_CHARREF_H
#define DM_TEXT_CHARREF_H

#include <stdint.h>

#include "base/slice.h"

enum { DM_CHARREF_NAME = 12 }; /* bytes that no name is longer than */

/* Read "#8220" or "#x201C" at the start of `s`; the bytes it takes, or 0.  A
** number too high for a character is stored as some number above 0x10FFFF. */
size_t dm_charref_number(dm_slice s, uint32_t *number);

/* How many letters and digits `s` begins with, counted up to one more than
** a name can have. */
size_t dm_charref_word(dm_slice s);

/* The character of HTML 4 called `name` ("nbsp", without & and ;), or 0. */
uint32_t dm_charref_named(dm_slice name);

/* Numbers from 128 to 159 mean windows-1252; all others themselves. */
uint32_t dm_charref_as_browsers(uint32_t number);

#endif
