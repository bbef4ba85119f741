/* quiet.h - inside the room: the span of a text that is surely normal.
**
** A character is *quiet* in a normalization form when the form's quick check
** says Yes and its combining class is 0: it stays as it is, and nothing
** before it can reach over it.  Before every quiet character a text may be
** cut and its parts normalized alone (UAX #15, section 9).
**
** The table (tables/quiet.inc) is made from one version of Unicode; what was
** not assigned then is not quiet, so a newer utf8proc is asked about it, and
** what was assigned can never change its normal form.
*/
#ifndef DM_NORM_QUIET_H
#define DM_NORM_QUIET_H

#include <stdint.h>

#include "base/slice.h"

/* In the order of the table's masks. */
typedef enum dm_form { DM_NFC, DM_NFD, DM_NFKC, DM_NFKD } dm_form;

bool dm_is_quiet(uint32_t cp, dm_form form);

/* Where the first character at or after `at` that is not quiet begins, or
** s.len.  `s` is valid UTF-8 and `at` the start of a character. */
size_t dm_quiet_span(dm_slice s, size_t at, dm_form form);

#endif
