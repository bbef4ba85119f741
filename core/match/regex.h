/* regex.h - one PCRE2 pattern over document memory.
**
** Patterns are compiled with UTF on, MULTILINE on (^ and $ are line edges,
** a line ends at LF) and JIT where the machine allows it; match, depth and
** heap limits are always set, and nothing in a pattern can raise them.
**
** UCP is off, so \d \w \s \b and [[:alpha:]] mean ASCII: a rule that writes
** \d{4} must not hand Arabic or full-width digits to the arithmetic behind
** it.  The flag `u` turns UCP on.  Caseless matching knows Unicode either way.
**
** Invalid UTF in a subject is never fatal: stray bytes match nothing, and no
** match leads outside the subject.  Each pattern is compiled twice, for the
** JIT on valid text and with MATCH_INVALID_UTF for the interpreter.  (The two
** together would cost about 5 %, but in PCRE2 10.42 the JIT then fails to
** match \S, \D and \W on any character outside ASCII: PCRE2 issue 224.)
** Which of the two is right takes a check of the whole subject, for every
** search unless the matcher trusts its text; see dm_matcher_trust.
**
** A pattern that cannot match without certain literals carries them (need.h),
** and only the text around them is searched.  The matches are the same ones;
** the flag `R` turns this off.
**
** A regex is immutable after compilation and counted: every holder calls
** dm_regex_free once.  Counting is not atomic, since workers are processes.
** Match data and the JIT stack belong to a dm_matcher, one a worker.
*/
#ifndef DM_MATCH_REGEX_H
#define DM_MATCH_REGEX_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

typedef struct dm_regex   dm_regex;
typedef struct dm_matcher dm_matcher;

#define DM_UNSET SIZE_MAX /* from == to == DM_UNSET: the group took no part */

/*
** Compile `pattern`.  `flags` is a string of letters: i caseless, s dot
** matches newline, x extended, m is on already and M turns it off, U
** ungreedy, A anchored at the place where a search starts, D dollar only at
** the very end, n no auto-capture, u Unicode classes, R no required-literal
** search.
**
** NULL with REGEX: the message is PCRE2's reason, err->source the pattern's
** line that holds the fault and err->col the 1-based byte of that line to
** point at; err->line stays 0, it is the script's.  Also refused: \C, \K in a
** lookaround, patterns over 64 KB, unknown flags, a second group of the same
** name.  NULL with MEMORY when there is none.
*/
__attribute__((warn_unused_result)) dm_regex *dm_regex_compile(dm_slice pattern,
                                                               dm_slice flags,
                                                               dm_err  *err);

/* One more holder; returns `rx`.  The last dm_regex_free frees.  NULL is
** fine for the latter. */
dm_regex *dm_regex_ref(dm_regex *rx);
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
    uint32_t match;     /* default 1,000,000 */
    uint32_t depth;     /* default 100,000 */
    uint32_t heap_kib;  /* default 64 MiB */
    size_t   jit_stack; /* bytes, default 1 MiB */
} dm_match_limits;
dm_match_limits dm_match_limits_default(void);

/* Match data, JIT stack and limits for one worker; NULL `limits` means the
** defaults.  NULL with MEMORY. */
__attribute__((warn_unused_result)) dm_matcher *dm_matcher_new(
    const dm_match_limits *limits, dm_err *err);
void dm_matcher_free(dm_matcher *m);

/*
** Say whether the subjects to come are known to be valid UTF-8, as every view
** but the raw one is.  Off at first: each search then checks its subject,
** which in a loop over the matches of a long text takes time by the square of
** its length.  Before such a loop check once, with dm_utf8_valid, and trust.
** Wrong trust is undefined behaviour.  Returns what held before.
*/
bool dm_matcher_trust(dm_matcher *m, bool valid);

typedef enum dm_found {
    DM_NOT_FOUND = 0,
    DM_FOUND = 1,
    DM_MATCH_ERROR = -1 /* err is filled: STEPS or MEMORY */
} dm_found;

/*
** Search `subject` from byte `start` on (lookbehind sees what is before).
** On DM_FOUND the ranges of group 0, 1, … dm_regex_groups(rx) are in
** dm_matcher_groups, valid until the matcher's next search.  `start` past the
** end finds nothing; inside a character it means the next one.
*/
__attribute__((warn_unused_result)) dm_found dm_regex_search(const dm_regex *rx,
                                                             dm_matcher     *m,
                                                             dm_slice subject,
                                                             size_t   start,
                                                             dm_err  *err);
const dm_range *dm_matcher_groups(const dm_matcher *m);

/*
** Step to the match after one that covered `last`: Perl's rules, so an empty
** match is followed by a non-empty one at the same place or by the next
** character, and \K cannot loop for ever.
*/
__attribute__((warn_unused_result)) dm_found dm_regex_next(const dm_regex *rx,
                                                           dm_matcher     *m,
                                                           dm_slice subject,
                                                           dm_range last,
                                                           dm_err  *err);

/* Append `literal` to `out` so that it stands for itself in any pattern and
** under any flag. */
struct dm_buf;
void dm_regex_escape(dm_slice literal, struct dm_buf *out);

/* "10.42 2022-12-11", and whether JIT works here. */
const char *dm_regex_version(void);
bool        dm_regex_jit(void);

#endif
