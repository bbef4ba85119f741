/* test_near_random.c - whatever the pattern and the text, misses are sound. */
#include "near_rig.h"

/* Whatever the pattern, a miss is sound, none begins in a match, and no two
** that are attempts overlap. */
static uint64_t seed = 7;

static unsigned roll(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 11) % n;
}

static void make_pattern(dm_buf *out, int depth)
{
    static const char *const parts[] = {
        "a",     "b",   "年",      "\\d",  "[ab]", "[^a]",      ".",
        "\\s",   "^",   "$",       "\\b",  "\\w",  "1",         "(?=a)",
        "(?!b)", "\\1", "(?<=年)", "(?i)", "\\S",  "\\x{5e74}",
    };
    static const char *const times[] = {
        "", "", "", "?", "*", "+", "{2}", "{1,3}", "*?", "++", "{2,}", "{3}+"};
    static const char *const opens[] = {"(", "(?:", "(?>", "(?|"};

    for (unsigned k = roll(5) + 1; k > 0; k--) {
        if (depth < 3 && roll(5) == 0) {
            dm_buf_str(out, opens[roll(LEN(opens))]);
            make_pattern(out, depth + 1);
            if (roll(2) == 0) {
                dm_buf_char(out, '|');
                make_pattern(out, depth + 1);
            }
            dm_buf_char(out, ')');
        } else {
            dm_buf_str(out, parts[roll(LEN(parts))]);
        }
        dm_buf_str(out, times[roll(LEN(times))]);
    }
}

static void make_text(dm_buf *out)
{
    static const char *const parts[] = {"a", "b",  "年", "1",    "2",       " ",
                                        "A", "\n", "x",  "\xFF", "\xE5\xB9"};

    for (unsigned k = roll(60); k > 0; k--)
        dm_buf_str(out, parts[roll(LEN(parts) - 2 * (unsigned)(k % 4 != 0))]);
}

/* Behind a stray byte PCRE2 does not try a pattern that begins with .*, as if
** only the starts of lines counted; so only sound texts are judged. */
static bool covered(const dm_regex *rx, dm_matcher *m, dm_slice text, size_t at)
{
    dm_err   err;
    dm_found found = dm_regex_search(rx, m, text, 0, &err);

    while (found == DM_FOUND && dm_utf8_valid(text) == text.len) {
        dm_range r = *dm_matcher_groups(m);

        if (at >= r.from && at < r.to)
            return true;
        found = dm_regex_next(rx, m, text, r, &err);
    }
    return false;
}

static void check_random(const row *r, const dm_regex *rx, dm_matcher *m)
{
    const dm_near_miss *list;
    size_t              n;
    dm_near            *near = explain(r, &list, &n);

    for (size_t i = 0; i < n; i++) {
        if (sound(r, &list[i]) &&
            (list[i].nowhere ||
             !covered(rx, m, dm_slice_str(r->text), list[i].span.from)))
            continue;
        print_error("/%s/ on \"%s\": %.*s\n", r->pattern, r->text,
                    (int)list[i].why.len, list[i].why.ptr);
        fail();
    }
    dm_near_free(near);
}

/* The items of a match follow one another and end where it ends. */
static bool in_order(const dm_near_took *list, size_t n, dm_range all)
{
    size_t end = 0;

    for (size_t i = 0; i < n; i++) {
        if (list[i].span.from < end || list[i].span.to < list[i].span.from)
            return false;
        end = list[i].span.to;
    }
    return n == 0 || end == all.to;
}

static void check_took(const row *r, const dm_regex *rx, dm_matcher *m)
{
    dm_slice            text = dm_slice_str(r->text);
    dm_err              err;
    dm_near            *near = dm_near_new(rx, &err);
    size_t              n, spent;
    const dm_near_took *list;

    assert_non_null(near);
    if (dm_regex_search(rx, m, text, 0, &err) == DM_FOUND) {
        dm_range all = *dm_matcher_groups(m);

        dm_near_begin(near, text, 1, false);
        list = dm_near_match(near, all, &n, &spent, &err);
        assert_non_null(list);
        if (!in_order(list, n, all)) {
            for (size_t i = 0; i < n; i++)
                print_error("  %.*s %zu-%zu\n",
                            (int)(list[i].item.to - list[i].item.from),
                            r->pattern + list[i].item.from, list[i].span.from,
                            list[i].span.to);
            fail_msg("/%s/ on \"%s\" %zu-%zu", r->pattern, r->text, all.from,
                     all.to);
        }
    }
    dm_near_free(near);
}

static void test_random(void **state)
{
    dm_matcher *m = dm_matcher_new(NULL, NULL);
    const char *cases = getenv("DM_NEAR_CASES");
    long        todo = cases != NULL ? strtol(cases, NULL, 10) : 1500;
    dm_buf      pattern, text;

    (void)state;
    dm_buf_init(&pattern, 4096);
    dm_buf_init(&text, 4096);
    while (todo > 0) {
        row       r = {.flags = ""};
        dm_regex *rx;

        dm_buf_clear(&pattern);
        dm_buf_clear(&text);
        make_pattern(&pattern, 0);
        make_text(&text);
        dm_buf_char(&pattern, '\0');
        dm_buf_char(&text, '\0');
        r.pattern = pattern.ptr;
        r.text = text.ptr;
        rx = dm_regex_compile(dm_slice_str(r.pattern), DM_S(""), NULL);
        if (rx == NULL) /* \1 without a group, a repeat of an edge */
            continue;
        check_random(&r, rx, m);
        check_took(&r, rx, m);
        dm_regex_free(rx);
        todo--;
    }
    dm_buf_fini(&pattern);
    dm_buf_fini(&text);
    dm_matcher_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
