/* err.h - one error value, filled where a thing fails, read where it is told.
**
** A fallible function returns false (or NULL) and fills the `dm_err` it was
** given last.  There is no global error.  The value is plain data without
** pointers, so it can cross a pipe from a worker to its parent.
**
** Codes are stable: users see them as `error[E301]` and look them up with
** `docmill help E301`.  The hundreds say whose move it is: 1 the command
** line, 2 the input, 3 the script, 4 a limit, 5 the output or the machine,
** 6 a warning.
*/
#ifndef DM_BASE_ERR_H
#define DM_BASE_ERR_H

#include <stdbool.h>

/* X(constant, number, short name in error records, one line for people) */
#define DM_CODES(X)                                                            \
    X(USAGE, 101, "usage", "the command line cannot be understood")            \
    X(UNKNOWN_OPTION, 102, "unknown_option", "there is no such option")        \
    X(UNKNOWN_VERB, 103, "unknown_verb", "there is no such verb")              \
    X(BAD_VALUE, 104, "bad_value", "an option's value is out of range")        \
    X(UNKNOWN_TOPIC, 105, "unknown_topic", "there is no such help topic")      \
    X(NOT_FAILING, 106, "not_failing", "the input to reduce does not fail")    \
    X(NOT_FOUND, 201, "not_found", "the input does not exist")                 \
    X(DENIED, 202, "denied", "the input may not be read")                      \
    X(NOT_REGULAR, 203, "not_regular", "the input is not a regular file")      \
    X(TOO_LARGE, 204, "too_large", "the input is over the size limit")         \
    X(READ, 205, "read", "the input could not be read to its end")             \
    X(BINARY, 206, "binary", "the input is not text in any known charset")     \
    X(UNKNOWN_CHARSET, 207, "unknown_charset", "there is no such charset")     \
    X(CHANGED, 208, "changed", "the input changed while it was read")          \
    X(UNKNOWN_FORMAT, 209, "unknown_format", "there is no such format")        \
    X(PARSE, 210, "parse", "the document's markup could not be parsed")        \
    X(LOCKED, 211, "locked", "the input is encrypted")                         \
    X(BAD_GOLD, 212, "bad_gold", "a line of the gold file cannot be used")     \
    X(SYNTAX, 301, "syntax", "the script does not compile")                    \
    X(SCRIPT, 302, "script", "the script raised an error")                     \
    X(UNKNOWN_KEY, 303, "unknown_key", "a table has a key nobody reads")       \
    X(BAD_TYPE, 304, "bad_type", "a value in the script has the wrong type")   \
    X(REGEX, 305, "regex", "a regular expression does not compile")            \
    X(NO_MODULE, 306, "no_module", "a required module was not found")          \
    X(BAD_RESULT, 307, "bad_result", "a record holds what JSON cannot say")    \
    X(UNKNOWN_STEP, 308, "unknown_step", "there is no such view or step")      \
    X(MISSING, 309, "missing", "a required field was not found")               \
    X(EXAMPLE, 310, "example", "an example in a rule does not hold")           \
    X(NO_SCRIPT, 311, "no_script", "the rule script was not found")            \
    X(EDITS, 312, "edits", "edits overlap and nothing settles it")             \
    X(NO_EDIT, 313, "no_edit", "the document cannot be edited there")          \
    X(TEST, 314, "test", "a test in the script does not hold")                 \
    X(SNAPSHOT, 315, "snapshot", "a sample gives another record than it did")  \
    X(DEADLINE, 401, "deadline", "the document took longer than it may")       \
    X(MEMORY, 402, "memory", "the document took more memory than it may")      \
    X(STEPS, 403, "steps", "a pattern took more steps than it may")            \
    X(SIZE, 404, "size", "a text or a record grew over its limit")             \
    X(CRASHED, 405, "crashed", "the worker died on this document")             \
    X(DEPTH, 406, "depth", "the document nests deeper than it may")            \
    X(BOMB, 407, "bomb", "the input unpacks to more than it may")              \
    X(WRITE, 501, "write", "the output could not be written")                  \
    X(MACHINE, 502, "machine", "the operating system refused a request")       \
    X(INTERNAL, 503, "internal", "docmill contradicted itself")                \
    X(UNENCODABLE, 504, "unencodable", "the charset lacks a new character")    \
    X(READ_BACK, 505, "read_back", "what would be written reads differently")  \
    X(NO_WRITER, 506, "no_writer", "this document cannot be written that way") \
    X(DECODE, 601, "decode", "bytes did not decode and became U+FFFD")         \
    X(WARN_SCRIPT, 602, "script_warning", "the script warned")                 \
    X(CONFLICT, 603, "conflict", "rules overlap and one of them lost")         \
    X(TRUNCATED, 604, "truncated", "a list was cut at its limit")              \
    X(DAMAGED, 605, "damaged", "text is damaged, and how it read is unsure")   \
    X(UNCOMMITTED, 606, "uncommitted", "edits were queued and not committed")  \
    X(EDIT_LOST, 607, "edit_lost", "edits overlapped and one of them lost")    \
    X(UNWRITTEN, 608, "unwritten", "edits were committed and not written")     \
    X(GLOBAL, 611, "global", "a script uses a global that nobody defines")     \
    X(UNUSED, 612, "unused", "nobody asks for a rule or field")                \
    X(EXPLOSIVE, 613, "explosive", "a pattern can take very long")             \
    X(UNREAD, 614, "unread", "nobody reads a named group")                     \
    X(SHADOWED, 615, "shadowed", "a rule always loses to another")             \
    X(NO_EXAMPLE, 616, "no_example", "a rule has no examples")                 \
    X(NO_LITERAL, 617, "no_literal", "a pattern is tried at every character")  \
    X(NEVER, 618, "never", "a pattern or rule can never match")

typedef enum dm_code {
    DM_OK = 0,
#define DM_ENUM(name, number, word, line) DM_E_##name = (number),
    DM_CODES(DM_ENUM)
#undef DM_ENUM
} dm_code;

/*
** What went wrong, where, and what to do.  `msg` is one sentence without a
** full stop.  `file`, `line`, `col` name the place a person must edit (a
** script, or the input when no script is to blame); `source` is that line's
** text for the caret; `doc`, `doc_line`, `doc_col` name the place in the
** document that was being worked on.  Lines and columns are 1-based;
** `col` counts bytes, `doc_col` characters; 0 and "" mean unknown.  A negative
** `col` is a column of `source` alone, when that is no whole line of the file
** (a pattern, say).  Long texts are cut at a character boundary.
*/
typedef struct dm_err {
    dm_code code;
    int     line, col;
    int     doc_line, doc_col;
    char    msg[512];
    char    help[256];
    char    file[256];
    char    source[256];
    char    doc[256];
} dm_err;

/*
** Fill `err` with a code and a formatted message, clear every other member,
** and return false, so that a caller fails in one line.  `err` may be NULL
** where nobody listens.
*/
bool dm_fail(dm_err *err, dm_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Add what the user can do about it; keeps the rest.  Returns false. */
bool dm_fail_help(dm_err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Say which line of which file is to blame.  Returns false. */
bool dm_fail_at(dm_err *err, const char *file, int line, int col);

/* Copy text into one of the fixed members above, cut at a character
** boundary of UTF-8 and always zero-terminated. */
void dm_err_copy(char *dst, unsigned long size, const char *src,
                 unsigned long len);

/* The code's name in error records ("not_found"); "unknown" for others. */
const char *dm_code_word(dm_code code);

/* The code's one line for people. */
const char *dm_code_line(dm_code code);

/* The `i`-th code in the order of their numbers; 0 past the end. */
int dm_code_at(unsigned long i);

#endif
