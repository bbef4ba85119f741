/* sentence.h - where sentences end.
**
** A sentence ends behind 。！？!?… and the quotes and brackets that close
** behind them, and at a line end.  A quotation followed by who spoke is one
** sentence with it: “走吧！”他说。  An ASCII full stop ends one only before a
** blank and something that can begin a sentence, and not behind a common
** abbreviation, a single initial, or the number that begins a sentence ("1.
** Scope").  Text is valid UTF-8.
*/
#ifndef DM_SCRIPT_SENTENCE_H
#define DM_SCRIPT_SENTENCE_H

#include "base/slice.h"

/*
** The first sentence that begins at or after `at`, without blanks at its
** ends.  False when only blanks are left.  Go on at out->to.
*/
bool dm_sentence_next(dm_slice text, size_t at, dm_range *out);

/* True for a blank: white space of Unicode, no-break and ideographic spaces
** included. */
bool dm_sentence_blank(unsigned cp);

#endif
