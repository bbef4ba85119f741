/* regex_compile.c - from a pattern's text to a regex, or to an error that
** points at the fault.
*/
#include <ctype.h>

#include "base/mem.h"
#include "match/find.h"
#include "match/need.h"
#include "match/regex_in.h"

enum { MAX_PATTERN = 64 * 1024, MAX_NEST = 250 };

static void *get(size_t size, void *data)
{
    (void)data;
    return dm_mem_alloc(size);
}

static void give(void *ptr, void *data)
{
    (void)data;
    dm_mem_free(ptr);
}

pcre2_general_context *dm_regex_memory(void)
{
    return pcre2_general_context_create(get, give, NULL);
}

static const struct {
    char     letter;
    uint32_t option;
} letters[] = {
    {'i', PCRE2_CASELESS       },
    {'s', PCRE2_DOTALL         },
    {'x', PCRE2_EXTENDED       },
    {'m', PCRE2_MULTILINE      },
    {'M', 0                    },
    {'U', PCRE2_UNGREEDY       },
    {'A', PCRE2_ANCHORED       },
    {'D', PCRE2_DOLLAR_ENDONLY },
    {'n', PCRE2_NO_AUTO_CAPTURE},
    {'u', PCRE2_UCP            },
    {'R', 0                    },
};

static bool has_flag(dm_slice flags, char letter)
{
    return memchr(flags.ptr, letter, flags.len) != NULL;
}

static bool read_flag(char letter, uint32_t *options, dm_err *err)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].letter != letter)
            continue;
        *options |= letters[i].option;
        return true;
    }
    dm_fail(err, DM_E_REGEX,
            isprint((unsigned char)letter) ? "there is no regex flag '%c'"
                                           : "there is no regex flag \\x%02x",
            (unsigned char)letter);
    return dm_fail_help(err, "the flags are i s x m M U A D n u R");
}

static bool read_flags(dm_slice flags, uint32_t *options, dm_err *err)
{
    *options = PCRE2_UTF | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C |
               PCRE2_USE_OFFSET_LIMIT;
    for (size_t i = 0; i < flags.len; i++)
        if (!read_flag(flags.ptr[i], options, err))
            return false;
    if (has_flag(flags, 'M'))
        *options &= ~(uint32_t)PCRE2_MULTILINE;
    return true;
}

/* Where a class that opens at `i` ends: the place of its bracket. */
static size_t skip_class(dm_slice p, size_t i)
{
    i++;
    if (i < p.len && p.ptr[i] == '^')
        i++;
    if (i < p.len && p.ptr[i] == ']')
        i++;
    while (i < p.len && p.ptr[i] != ']')
        i += p.ptr[i] == '\\' ? 2 : 1;
    return i;
}

/* The class that opens and is never closed, or the last such parenthesis. */
static size_t unclosed(dm_slice p)
{
    size_t open[MAX_NEST + 1], n = 0;

    for (size_t i = 0; i < p.len; i++) {
        char c = p.ptr[i];

        if (c == '\\')
            i++;
        else if (c == '[' && skip_class(p, i) >= p.len)
            return i;
        else if (c == '[')
            i = skip_class(p, i);
        else if (c == '(' && n < MAX_NEST)
            open[n++] = i;
        else if (c == ')' && n > 0)
            n--;
    }
    return n > 0 ? open[n - 1] : p.len;
}

/* PCRE2 stops behind some faults and before others: the byte to point at. */
static size_t fault(dm_slice p, int code, size_t offset)
{
    if (offset > p.len)
        offset = p.len;
    switch (code) {
    case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS:
    case PCRE2_ERROR_MISSING_SQUARE_BRACKET:
        return unclosed(p);
    case PCRE2_ERROR_UNKNOWN_ESCAPE:
    case PCRE2_ERROR_CLASS_RANGE_ORDER:
    case PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER:
    case PCRE2_ERROR_END_BACKSLASH:
    case PCRE2_ERROR_BACKSLASH_C_CALLER_DISABLED:
        offset = offset > 0 ? offset - 1 : 0;
        break;
    default:
        break;
    }
    while (offset > 0 && ((unsigned char)p.ptr[offset] & 0xC0) == 0x80)
        offset--;
    return offset;
}

static const struct {
    int         code;
    const char *help;
} advice[] = {
    {PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS,
     "to match the character itself, write \\("                                   },
    {PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS,
     "to match the character itself, write \\)"                                   },
    {PCRE2_ERROR_MISSING_SQUARE_BRACKET,
     "to match the character itself, write \\["                                   },
    {PCRE2_ERROR_QUANTIFIER_INVALID,
     "there is nothing to repeat here; to match the character itself, put a "
     "\\ before it"                                                               },
    {PCRE2_ERROR_UNKNOWN_ESCAPE,
     "inside a quoted Lua string \\\\ is one backslash; [[...]] keeps them as "
     "they are"                                                                   },
    {PCRE2_ERROR_END_BACKSLASH,                 "to match a backslash, write \\\\"},
    {PCRE2_ERROR_CLASS_RANGE_ORDER,
     "put a - that stands for itself first or last in the class"                  },
    {PCRE2_ERROR_CLASS_INVALID_RANGE,
     "put a - that stands for itself first or last in the class"                  },
    {PCRE2_ERROR_POSIX_CLASS_NOT_IN_CLASS,
     "write it with two brackets, as in [[:digit:]]"                              },
    {PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH,
     "each branch of a lookbehind must have one length; \\K after the prefix "
     "often does the same"                                                        },
    {PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME,
     "branches may share a name inside (?|...|...)"                               },
    {PCRE2_ERROR_BACKSLASH_C_CALLER_DISABLED,
     "\\C would cut characters; write . for one character"                        },
    {PCRE2_ERROR_BACKSLASH_K_IN_LOOKAROUND,     "move \\K out of the lookaround"  },
};

/* %d, %s and the like, as Lua's own patterns have them. */
static bool looks_like_lua(dm_slice p)
{
    for (size_t i = 0; i + 1 < p.len; i++)
        if (p.ptr[i] == '%' && p.ptr[i + 1] != '\0' &&
            strchr("acdlpsuwxbf.%()[]+-*?", p.ptr[i + 1]) != NULL)
            return true;
    return false;
}

static void advise(dm_slice p, int code, dm_err *err)
{
    if (looks_like_lua(p)) {
        dm_fail_help(err, "this is not a Lua pattern: classes and escapes are "
                          "written with a backslash, \\d and \\( for %%d and "
                          "%%(");
        return;
    }
    for (size_t i = 0; i < sizeof advice / sizeof *advice; i++)
        if (advice[i].code == code)
            dm_fail_help(err, "%s", advice[i].help);
}

/* Name the pattern's line that holds `at`, and the place in it.  A line too
** long for the error is shown from a little before the fault. */
static void point(dm_slice p, size_t at, dm_err *err)
{
    size_t from = at, to = at, first;

    if (err == NULL)
        return;
    while (from > 0 && p.ptr[from - 1] != '\n')
        from--;
    while (to < p.len && p.ptr[to] != '\n')
        to++;
    first = from;
    if (at - from >= sizeof err->source / 2)
        first = at - sizeof err->source / 2;
    while (first > from && ((unsigned char)p.ptr[first] & 0xC0) == 0x80)
        first--;
    dm_err_copy(err->source, sizeof err->source, p.ptr + first, to - first);
    err->col = (int)(at - first) + 1;
}

/* PCRE2's words without the remarks for programmers at their end. */
static void say(int code, dm_err *err)
{
    unsigned char why[200];
    char         *remark;

    pcre2_get_error_message(code, why, sizeof why);
    remark = strstr((char *)why, " (");
    if (remark != NULL && strstr(remark, "PCRE2_") != NULL)
        *remark = '\0';
    dm_fail(err, DM_E_REGEX, "%s", (const char *)why);
}

static void refuse(dm_slice p, int code, size_t offset, dm_err *err)
{
    if (code == PCRE2_ERROR_HEAP_FAILED) {
        dm_fail(err, DM_E_MEMORY, "no memory to compile a pattern");
        return;
    }
    say(code, err);
    advise(p, code, err);
    point(p, fault(p, code, offset), err);
}

static pcre2_code *compile(dm_slice p, uint32_t options, dm_err *err)
{
    pcre2_general_context *general = dm_regex_memory();
    pcre2_compile_context *context = NULL;
    pcre2_code            *code = NULL;
    int                    number = PCRE2_ERROR_HEAP_FAILED;
    size_t                 offset = 0;

    if (general != NULL)
        context = pcre2_compile_context_create(general);
    if (context != NULL) {
        pcre2_set_newline(context, PCRE2_NEWLINE_LF);
        pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
        pcre2_set_max_pattern_length(context, MAX_PATTERN);
        pcre2_set_parens_nest_limit(context, MAX_NEST);
        code = pcre2_compile((PCRE2_SPTR)p.ptr, p.len, options, &number,
                             &offset, context);
    }
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    if (code == NULL)
        refuse(p, number, offset, err);
    return code;
}

pcre2_code *dm_regex_code(dm_slice pattern, dm_slice flags, uint32_t options,
                          dm_err *err)
{
    uint32_t its;

    if (!read_flags(flags, &its, err))
        return NULL;
    return compile(pattern, its | options, err);
}

/* JIT if it can be had.  Without memory for it the regex is slower. */
static void speed_up(dm_regex *rx)
{
    size_t jit_size = 0;

    (void)pcre2_jit_compile(rx->code, PCRE2_JIT_COMPLETE);
    pcre2_pattern_info(rx->code, PCRE2_INFO_JITSIZE, &jit_size);
    rx->jit = jit_size > 0;
}

/* Names sort together in PCRE2's table, so doubles are neighbours.  (?J) is
** the way they get past PCRE2. */
static bool check_names(dm_regex *rx, dm_err *err)
{
    pcre2_pattern_info(rx->code, PCRE2_INFO_NAMETABLE, &rx->names);
    pcre2_pattern_info(rx->code, PCRE2_INFO_NAMECOUNT, &rx->nnames);
    pcre2_pattern_info(rx->code, PCRE2_INFO_NAMEENTRYSIZE, &rx->name_size);
    pcre2_pattern_info(rx->code, PCRE2_INFO_CAPTURECOUNT, &rx->groups);
    for (uint32_t i = 1; i < rx->nnames; i++) {
        const char *name = rx->names + (size_t)i * rx->name_size + 2;

        if (strcmp(name, name - rx->name_size) != 0)
            continue;
        dm_fail(err, DM_E_REGEX, "two groups are called '%s'", name);
        advise(DM_S(""), PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME, err);
        point(dm_regex_pattern(rx), 0, err);
        return false;
    }
    return true;
}

/* What cannot match without certain literals is searched by them.  Without
** memory, or in doubt, the regex is slower and as right. */
static void find_need(dm_regex *rx)
{
    dm_slice flags = dm_regex_flags(rx);

    if (has_flag(flags, 'R') || has_flag(flags, 'A'))
        return;
    rx->need = dm_need_new(dm_regex_pattern(rx), flags);
    if (rx->need != NULL && !rx->need->plain_is_fast)
        rx->finder = dm_finder_new((const dm_need *const *)&rx->need, 1);
}

dm_regex *dm_regex_compile(dm_slice pattern, dm_slice flags, dm_err *err)
{
    dm_regex *rx = NULL;
    uint32_t  options;

    if (!read_flags(flags, &options, err))
        return NULL;
    if (pattern.len > MAX_PATTERN) {
        dm_fail(err, DM_E_REGEX, "the pattern is over 64 KB");
        return NULL;
    }
    rx = dm_mem_alloc(sizeof *rx + pattern.len + flags.len + 1);
    if (rx == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to compile a pattern");
        return NULL;
    }
    memset(rx, 0, sizeof *rx);
    rx->refs = 1;
    rx->pattern_len = pattern.len;
    rx->flags_len = flags.len;
    memcpy(rx->text, pattern.ptr, pattern.len);
    memcpy(rx->text + pattern.len, flags.ptr, flags.len);
    rx->code = compile(pattern, options, err);
    if (rx->code == NULL || !check_names(rx, err)) {
        dm_regex_free(rx);
        return NULL;
    }
    rx->wary = compile(pattern, options | PCRE2_MATCH_INVALID_UTF, err);
    if (rx->wary == NULL) {
        dm_regex_free(rx);
        return NULL;
    }
    speed_up(rx);
    find_need(rx);
    return rx;
}

dm_regex *dm_regex_ref(dm_regex *rx)
{
    rx->refs++;
    return rx;
}

void dm_regex_free(dm_regex *rx)
{
    if (rx == NULL || --rx->refs > 0)
        return;
    dm_finder_free(rx->finder);
    dm_need_free(rx->need);
    pcre2_code_free(rx->wary);
    pcre2_code_free(rx->code);
    dm_mem_free(rx);
}
