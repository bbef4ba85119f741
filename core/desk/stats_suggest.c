/* stats_suggest.c - the next boilerplate rules, written out.
**
** A group of lines becomes a rule when whole lines of it come up in several
** documents, when enough of its pattern is literal to tell them from prose, and
** when the pattern compiles and matches each of its examples, alone and whole.
*/
#include "desk/stats_in.h"

#include "match/regex.h"
#include "text/utf8.h"

enum {
    ARENA_MAX = 1 << 30,
    LITERAL = 2, /* letters in common at least */
    TIMES = 8,   /* as many that vary at most */
    LOOSE = 64,  /* letters that vary at most */
    LINE = 120,  /* characters of the longest line */
    EXAMPLES = 3 /* in a rule */
};

static size_t longest(const dm_form *f)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        n += f->piece[i].max;
    return n;
}

/* Enough letters that all lines share, beside those that vary; or none vary. */
static bool tells(const dm_form *f)
{
    size_t loose = dm_form_loose(f);

    return loose == 0 || (dm_form_literal(f) >= LITERAL && loose <= LOOSE &&
                          loose <= TIMES * dm_form_literal(f));
}

static bool worth(const dm_stats *s, const dm_line_group *g)
{
    const dm_form *f = &g->shape;

    if (g->n < 2 || (g->docs < 2 && s->done > 1) || f->cut || f->inside_from ||
        f->inside_to || longest(f) > LINE)
        return false;
    return tells(f);
}

/* Does the pattern match the example, all of it? */
static bool matches(const dm_regex *rx, dm_matcher *m, dm_slice text)
{
    dm_err err;

    if (dm_regex_search(rx, m, text, 0, &err) != DM_FOUND)
        return false;
    return dm_matcher_groups(m)->from == 0 &&
           dm_matcher_groups(m)->to == text.len;
}

static bool holds(const dm_line_group *g, dm_slice pattern, dm_matcher *m)
{
    dm_err    err;
    dm_regex *rx = dm_regex_compile(pattern, DM_S(""), &err);
    bool      ok = rx != NULL;

    for (size_t i = 0; ok && i < g->nexamples; i++)
        ok = matches(rx, m, g->example[i].text);
    dm_regex_free(rx);
    return ok;
}

/* A control, or what shows the script in another order than it runs. */
static bool acts(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

/* The character at `at` and its length; 0 for a byte that begins none. */
static uint32_t char_at(dm_slice s, size_t at, size_t *len)
{
    size_t   n = dm_utf8_len(s.ptr[at]);
    dm_slice one = dm_slice_sub(s, at, at + n < s.len ? at + n : s.len);
    bool     valid = dm_utf8_valid(one) == n;

    *len = valid ? n : 1;
    return valid ? dm_utf8_at(one, 0) : 0;
}

/* As a Lua string: what is no plain text is escaped. */
static void put_string(dm_buf *out, dm_slice s)
{
    dm_buf_char(out, '"');
    for (size_t i = 0, n = 0; i < s.len; i += n) {
        uint32_t cp = char_at(s, i, &n);

        if (cp == '"' || cp == '\\')
            dm_buf_printf(out, "\\%c", (int)cp);
        else if (n == 1 && acts(cp))
            dm_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)s.ptr[i]);
        else if (acts(cp))
            dm_buf_printf(out, "\\u{%X}", (unsigned)cp);
        else
            dm_buf_slice(out, dm_slice_sub(s, i, i + n));
    }
    dm_buf_char(out, '"');
}

/* A pattern in long brackets, unless that cannot be. */
static void put_pattern(dm_buf *out, dm_slice s)
{
    bool plain = true;

    for (size_t i = 0, n = 0; i < s.len; i += n)
        plain &= !acts(char_at(s, i, &n)) &&
                 !(s.ptr[i] == ']' && (i + 1 == s.len || s.ptr[i + 1] == ']'));
    if (!plain) {
        put_string(out, s);
        return;
    }
    dm_buf_str(out, "[[");
    dm_buf_slice(out, s);
    dm_buf_str(out, "]]");
}

static void put_rule(dm_buf *out, const dm_line_group *g, dm_slice pattern,
                     size_t nth)
{
    dm_buf_printf(out, "    -- %llu lines in %llu documents\n",
                  (unsigned long long)g->n, (unsigned long long)g->docs);
    dm_buf_printf(out, "    rule {\n      id = \"boilerplate_%zu\",\n", nth);
    dm_buf_str(out, "      match = re ");
    put_pattern(out, pattern);
    dm_buf_str(out, ",\n      action = \"drop\",\n      examples = {\n");
    for (size_t i = 0; i < g->nexamples && i < EXAMPLES; i++) {
        dm_buf_str(out, "        [");
        put_string(out, g->example[i].text);
        dm_buf_str(out, "] = true,\n");
    }
    dm_buf_str(out, "      },\n    },\n");
}

static void put_head(const dm_stats *s, dm_buf *out)
{
    if (s->cut)
        dm_buf_str(out, "-- The run was cut short: not all inputs are in "
                        "these counts.\n");
    dm_buf_str(out, "-- Suggested by docmill stats: lines that no rule of ");
    put_string(out, s->name);
    dm_buf_str(out, " touched.\n-- Read each before you take it over: a "
                    "frequent line is not always boilerplate.\n"
                    "local docmill = require \"docmill\"\n"
                    "local rule, re = docmill.rule, docmill.re\n\n"
                    "return docmill.script {\n  name = \"suggested\",\n"
                    "  view = ");
    put_string(out, s->view.len > 0 ? s->view : DM_S("clean"));
    dm_buf_str(out, ",\n  rules = {\n");
}

static size_t put_groups(const dm_stats *s, dm_line_group **groups, size_t n,
                         dm_matcher *m, dm_buf *out)
{
    size_t rules = 0;
    dm_buf pattern;

    dm_buf_init(&pattern, 1 << 16);
    for (size_t i = 0; i < n && rules < s->options->limit; i++) {
        dm_buf_clear(&pattern);
        if (!worth(s, groups[i]))
            continue;
        dm_form_pattern(&groups[i]->shape, &pattern);
        if (!holds(groups[i], dm_buf_view(&pattern), m))
            continue;
        put_rule(out, groups[i], dm_buf_view(&pattern), ++rules);
    }
    dm_buf_fini(&pattern);
    return rules;
}

bool dm_stats_suggest(const dm_stats *s, size_t *rules, dm_buf *out,
                      dm_err *err)
{
    dm_arena        arena;
    dm_line_group **groups = NULL;
    dm_matcher     *m = dm_matcher_new(NULL, err);
    size_t          n = 0, before = out->len;

    if (m == NULL)
        return false;
    dm_arena_init(&arena, ARENA_MAX);
    groups = dm_clusters_groups(&s->clusters, &arena, &n);
    if (groups != NULL) {
        put_head(s, out);
        *rules = put_groups(s, groups, n, m, out);
        dm_buf_str(out, "  },\n}\n");
        if (*rules == 0)
            out->len = before;
    }
    dm_arena_fini(&arena);
    dm_matcher_free(m);
    if (groups != NULL && !out->failed)
        return true;
    return dm_fail(err, DM_E_MEMORY, "no memory for suggestions");
}
