/* regex.c - searching: one call, the next match, limits and their errors.
**
** Expected: tens of thousands of short matches in texts of kilobytes, so a
** call goes to the JIT's fast path without options that would leave it.
*/
#include "match/regex.h"

#include "base/buf.h"
#include "base/mem.h"
#include "match/regex_in.h"
#include "match/window.h"
#include "text/utf8.h"

enum { JIT_STACK_FIRST = 32 * 1024 };

dm_slice dm_regex_pattern(const dm_regex *rx)
{
    return (dm_slice){rx->text, rx->pattern_len};
}

dm_slice dm_regex_flags(const dm_regex *rx)
{
    return (dm_slice){rx->text + rx->pattern_len, rx->flags_len};
}

size_t dm_regex_groups(const dm_regex *rx)
{
    return rx->groups;
}

/* The table's entries are a number of two bytes, then a C string. */
static size_t entry_group(const dm_regex *rx, uint32_t i, dm_slice *name)
{
    const char *entry = rx->names + (size_t)i * rx->name_size;

    *name = dm_slice_str(entry + 2);
    return ((size_t)(unsigned char)entry[0] << 8) + (unsigned char)entry[1];
}

size_t dm_regex_group(const dm_regex *rx, dm_slice name)
{
    for (uint32_t i = 0; i < rx->nnames; i++) {
        dm_slice its;
        size_t   group = entry_group(rx, i, &its);

        if (dm_slice_eq(its, name))
            return group;
    }
    return 0;
}

dm_slice dm_regex_group_name(const dm_regex *rx, size_t n)
{
    for (uint32_t i = 0; i < rx->nnames; i++) {
        dm_slice its;

        if (entry_group(rx, i, &its) == n)
            return its;
    }
    return DM_S("");
}

dm_match_limits dm_match_limits_default(void)
{
    return (dm_match_limits){.match = 1000000,
                             .depth = 100000,
                             .heap_kib = 65536,
                             .jit_stack = (size_t)1 << 20};
}

dm_matcher *dm_matcher_new(const dm_match_limits *limits, dm_err *err)
{
    dm_match_limits use = limits ? *limits : dm_match_limits_default();
    dm_matcher     *m = dm_mem_alloc(sizeof *m);

    if (m == NULL)
        goto none;
    memset(m, 0, sizeof *m);
    m->general = dm_regex_memory();
    if (m->general == NULL)
        goto none;
    m->context = pcre2_match_context_create(m->general);
    if (m->context == NULL)
        goto none;
    pcre2_set_match_limit(m->context, use.match);
    pcre2_set_depth_limit(m->context, use.depth);
    pcre2_set_heap_limit(m->context, use.heap_kib);
    if (use.jit_stack > JIT_STACK_FIRST)
        m->stack =
            pcre2_jit_stack_create(JIT_STACK_FIRST, use.jit_stack, m->general);
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    return m;
none:
    dm_matcher_free(m);
    dm_fail(err, DM_E_MEMORY, "no memory for a matcher");
    return NULL;
}

void dm_matcher_free(dm_matcher *m)
{
    if (m == NULL)
        return;
    pcre2_match_data_free(m->data);
    pcre2_jit_stack_free(m->stack);
    pcre2_match_context_free(m->context);
    pcre2_general_context_free(m->general);
    dm_mem_free(m);
}

bool dm_matcher_trust(dm_matcher *m, bool valid)
{
    bool before = m->trust;

    m->trust = valid;
    return before;
}

bool dm_matcher_fit(dm_matcher *m, const dm_regex *rx)
{
    uint32_t          pairs = rx->groups + 1;
    pcre2_match_data *data;

    if (pairs <= m->pairs)
        return true;
    if (pairs < 16)
        pairs = 16;
    data = pcre2_match_data_create(pairs, m->general);
    if (data == NULL)
        return false;
    pcre2_match_data_free(m->data);
    m->data = data;
    m->pairs = pairs;
    return true;
}

int dm_regex_exec(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                  dm_range starts, uint32_t options)
{
    PCRE2_SPTR text = (PCRE2_SPTR)subject.ptr;
    int        rc = PCRE2_ERROR_JIT_STACKLIMIT;

    pcre2_set_offset_limit(m->context, starts.to);
    if (!m->valid)
        return pcre2_match(rx->wary, text, subject.len, starts.from, options,
                           m->data, m->context);
    if (rx->jit)
        rc = pcre2_jit_match(rx->code, text, subject.len, starts.from, options,
                             m->data, m->context);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT) /* the heap may be larger */
        rc = pcre2_match(rx->code, text, subject.len, starts.from,
                         options | PCRE2_NO_JIT | PCRE2_NO_UTF_CHECK, m->data,
                         m->context);
    return rc;
}

/* A limit was reached, or something we do not expect. */
static dm_found failed(const dm_regex *rx, int rc, dm_err *err)
{
    char          shown[80];
    unsigned char why[128];

    dm_err_copy(shown, sizeof shown, rx->text, rx->pattern_len);
    switch (rc) {
    case PCRE2_ERROR_NOMEMORY:
        dm_fail(err, DM_E_MEMORY, "no memory to match /%s/", shown);
        break;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
    case PCRE2_ERROR_RECURSELOOP:
        dm_fail(err, DM_E_STEPS, "the pattern /%s/ %s", shown,
                rc == PCRE2_ERROR_MATCHLIMIT ? "took more steps than it may"
                : rc == PCRE2_ERROR_RECURSELOOP
                    ? "calls itself without reading any text"
                    : "went deeper than it may");
        dm_fail_help(err, "a repeat inside a repeat, as in (a+)+, tries every "
                          "way to split the text; write the inner one "
                          "possessive, (?:a++)+, or say what may not follow");
        break;
    default:
        pcre2_get_error_message(rc, why, sizeof why);
        dm_fail(err, DM_E_INTERNAL, "PCRE2 failed on /%s/: %s", shown,
                (const char *)why);
    }
    return DM_MATCH_ERROR;
}

dm_found dm_regex_result(const dm_regex *rx, dm_matcher *m, int rc, dm_err *err)
{
    size_t *pairs = pcre2_get_ovector_pointer(m->data);

    if (rc == PCRE2_ERROR_NOMATCH)
        return DM_NOT_FOUND;
    if (rc <= 0)
        return failed(rx, rc, err);
    for (size_t i = (size_t)rc * 2; i < 2 * ((size_t)rx->groups + 1); i++)
        pairs[i] = DM_UNSET;
    if (pairs[0] > pairs[1])
        pairs[0] = pairs[1]; /* \K reached by a call out of a lookahead */
    return DM_FOUND;
}

/* The first place at or after `at` that is not inside a character. */
static size_t boundary(dm_slice text, size_t at)
{
    while (at < text.len && dm_utf8_inside(text.ptr[at]))
        at++;
    return at;
}

/* Where a search starts, and with which of PCRE2's options. */
typedef struct place {
    size_t   start;
    uint32_t options;
} place;

static dm_found search(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                       place from, dm_places *places, dm_err *err)
{
    size_t start = from.start;
    int    rc;

    if (start > subject.len)
        return DM_NOT_FOUND;
    if (!dm_matcher_fit(m, rx)) {
        dm_fail(err, DM_E_MEMORY, "no memory for %u groups", rx->groups + 1);
        return DM_MATCH_ERROR;
    }
    m->valid = m->trust || dm_utf8_valid(subject) == subject.len;
    start = boundary(subject, start);
    if (m->valid && (places != NULL || rx->finder != NULL))
        rc = dm_window_search(rx, m, subject, start, places);
    else
        rc = dm_regex_exec(rx, m, subject, (dm_range){start, PCRE2_UNSET},
                           from.options);
    return dm_regex_result(rx, m, rc, err);
}

dm_found dm_regex_search_in(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                            size_t start, dm_places *places, dm_err *err)
{
    return search(rx, m, subject, (place){start, 0}, places, err);
}

dm_found dm_regex_next_in(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                          dm_range last, dm_places *places, dm_err *err)
{
    bool     empty = last.from == last.to;
    place    from = {last.to, empty ? PCRE2_NOTEMPTY_ATSTART : 0};
    dm_found found = search(rx, m, subject, from, places, err);

    /* Only \K in a called group can give the same empty match again. */
    from.options = 0;
    while (found == DM_FOUND && empty && dm_matcher_groups(m)->to <= last.to &&
           dm_matcher_groups(m)->from == dm_matcher_groups(m)->to) {
        from.start++;
        found = search(rx, m, subject, from, places, err);
    }
    return found;
}

dm_found dm_regex_search(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                         size_t start, dm_err *err)
{
    return dm_regex_search_in(rx, m, subject, start, NULL, err);
}

dm_found dm_regex_next(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                       dm_range last, dm_err *err)
{
    return dm_regex_next_in(rx, m, subject, last, NULL, err);
}

const dm_range *dm_matcher_groups(const dm_matcher *m)
{
    return (const dm_range *)(const void *)pcre2_get_ovector_pointer(m->data);
}

/* Under the flag x these are white space too: NEL, LRM, RLM, LS, PS. */
static bool is_wide_space(dm_slice s)
{
    static const char *const wide[] = {"\xC2\x85", "\xE2\x80\x8E",
                                       "\xE2\x80\x8F", "\xE2\x80\xA8",
                                       "\xE2\x80\xA9"};

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (dm_slice_starts(s, dm_slice_str(wide[i])))
            return true;
    return false;
}

void dm_regex_escape(dm_slice literal, dm_buf *out)
{
    static const char meta[] = "\\^$.|?*+()[]{}-# \t\n\r\v\f";

    for (size_t i = 0; i < literal.len; i++) {
        char     c = literal.ptr[i];
        dm_slice rest = dm_slice_sub(literal, i, literal.len);

        if (c == '\0') {
            dm_buf_str(out, "\\x{0}");
            continue;
        }
        if (strchr(meta, c) != NULL || is_wide_space(rest))
            dm_buf_char(out, '\\');
        dm_buf_char(out, c);
    }
}

const char *dm_regex_version(void)
{
    static char version[64];

    if (version[0] == '\0')
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    return version;
}

bool dm_regex_jit(void)
{
    dm_regex *rx = dm_regex_compile(DM_S("a"), DM_S("R"), NULL);
    bool      jit = rx != NULL && rx->jit;

    dm_regex_free(rx);
    return jit;
}
