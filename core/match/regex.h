/* regex.h - one PCRE2 pattern over document memory.
**
** Patterns are compiled with UTF and UCP on, MULTILINE on (^ and $ are line
** edges) and JIT where the machine allows it; match, depth and heap limits
** are always set, and invalid UTF in a subject is never fatal.  A pattern
** that cannot match without certain literals carries them (see need.h), and
** text without them is not scanned.
**
** A regex is immutable after compilation.  Match data and the JIT stack
** belong to a dm_matcher, one a worker.
*/
#ifndef DM_MATCH_REGEX_H
#define DM_MATCH_REGEX_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

typedef struct dm_regex   dm_regex;
typedef struct dm_matcher dm_matcher;

enum { DM_NOMATCH_END = 0 };
#define DM_UNSET SIZE_MAX /* from == to == DM_UNSET: the group took no part */

/*
** Compile `pattern`.  `flags` is a string of letters: i caseless, s dot
** matches newline, x extended, m is on already and M turns it off, U
** ungreedy, A anchored, D dollar only at the end, n no auto-capture.
**
** NULL with REGEX: the message is PCRE2's reason, err->source the pattern's
** line that holds the fault and err->col the 1-based byte of that line to
** point at.  Also refused: \C, patterns over 64 KB, unknown flags, a second
** group of the same name.
*/
dm_regex *dm_regex_compile(dm_slice pattern, dm_slice flags, dm_err *err);
void      dm_regex_free(dm_regex *rx);

/* What it was compiled from; lives as long as `rx`. */
dm_slice dm_regex_pattern(const dm_regex *rx);
dm_slice dm_regex_flags(const dm_regex *rx);

/* The number of groups without group 0. */
size_t dm_regex_groups(const dm_regex *rx);

/* The number of the group called `name`, 0 when there is none; the name of
** group `n`, or an empty slice. */
size_t   dm_regex_group(const dm_regex *rx, dm_slice name);
dm_slice dm_regex_group_name(const dm_regex *rx, size_t n);

typedef struct dm_match_limits {
    uint32_t match; /* default 1,000,000 */
    uint32_t depth; /* default 100,000 */
    uint32_t heap_kib;  /* default 64 MiB */
    size_t   jit_stack; /* default 1 MiB */
} dm_match_limits;
dm_match_limits dm_match_limits_default(void);

/* Match data, JIT stack and limits for one worker.  NULL with MEMORY. */
dm_matcher *dm_matcher_new(const dm_match_limits *limits, dm_err *err);
void        dm_matcher_free(dm_matcher *m);

typedef enum dm_found {
    DM_NOT_FOUND = 0,
    DM_FOUND = 1,
    DM_MATCH_ERROR = -1 /* err is filled: STEPS or MEMORY */
} dm_found;

/*
** Search `subject` from byte `start` on (lookbehind sees what is before).
** On DM_FOUND the ranges of group 0, 1, … are in dm_matcher_groups, valid
** until the matcher's next search.  `start` past the end finds nothing.
*/
dm_found dm_regex_search(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                         size_t start, dm_err *err);
const dm_range *dm_matcher_groups(const dm_matcher *m);

/*
** Step to the match after one that covered [from, to): Perl's rules, so an
** empty match is followed by a non-empty one at the same place or by the next
** character, and \K that moves the start back cannot loop for ever.
*/
dm_found dm_regex_next(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                       dm_range last, dm_err *err);

/* Append `literal` to `out` with every metacharacter escaped. */
struct dm_buf;
void dm_regex_escape(dm_slice literal, struct dm_buf *out);

/* "10.42 2022-12-11", and whether JIT works here. */
const char *dm_regex_version(void);
bool        dm_regex_jit(void);

#endif
