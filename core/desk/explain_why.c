/* explain_why.c - the page of why a rule did not match, or not more. */
#include <inttypes.h>

#include "desk/explain.h"
#include "desk/explain_put.h"

static void put_attempt(const dm_told *e, const dm_value *a, size_t nth)
{
    int64_t from = dm_member_int(a, "from"), to = dm_member_int(a, "to");
    bool    nowhere = dm_member_true(a, "nowhere");

    dm_buf_printf(e->out, "  %zu. ", nth);
    if (!nowhere) {
        dm_told_where(e, dm_member_at(a, "at"));
        dm_buf_str(e->out, ": ");
    }
    dm_visible(e->out, dm_member_str(a, "why"));
    dm_buf_char(e->out, '\n');
    if (!nowhere)
        dm_told_source(e, dm_member_at(a, "source"), 6);
    dm_told_pattern(e, dm_member_str(a, "pattern"), from > 0 ? (size_t)from : 0,
                    to > 0 ? (size_t)to : 0, 6);
}

/* Text that may have lines of its own, behind blanks. */
static void put_lines(const dm_told *e, dm_slice s)
{
    while (s.len > 0) {
        const char *end = memchr(s.ptr, '\n', s.len);
        size_t      n = end != NULL ? (size_t)(end - s.ptr) : s.len;

        dm_visible(e->out, dm_slice_sub(s, 0, n));
        dm_buf_char(e->out, '\n');
        s = dm_slice_sub(s, n < s.len ? n + 1 : n, s.len);
        if (s.len > 0)
            dm_buf_str(e->out, "      ");
    }
}

static void put_reason(const dm_told *e, const dm_value *r)
{
    const dm_value *place = dm_member_at(r, "place");
    dm_slice        advice = dm_member_str(r, "advice");
    int64_t         n = dm_member_int(r, "n");

    dm_buf_str(e->out, "  - ");
    if (place != NULL && dm_member_int(place, "line") > 0) {
        dm_told_where(e, place);
        dm_buf_str(e->out, ": ");
    }
    put_lines(e, dm_member_str(r, "said"));
    if (n > 1 && place != NULL)
        dm_buf_printf(e->out, "      (%" PRId64 " such places)\n", n);
    dm_told_source(e, dm_member_at(place, "source"), 6);
    if (advice.len == 0)
        return;
    dm_buf_str(e->out, "      try ");
    dm_told_paint(e, DM_PAINT_GOOD, advice);
    dm_buf_char(e->out, '\n');
}

/* Did its patterns match, whatever became of it? */
static bool found_some(const dm_value *report)
{
    const dm_value *rule = dm_member_at(report, "rule");

    return dm_member_int(rule, "hits") + dm_member_int(rule, "nrejected") +
               dm_member_int(rule, "nbeaten") >
           0;
}

static void put_attempts(const dm_told *e, const dm_value *report)
{
    dm_value *const *list;
    size_t           n = dm_member_items(report, "attempts", &list);
    bool             some = found_some(report);

    if (n > 0)
        dm_buf_printf(e->out, "%s\n",
                      some     ? "near misses beside what it found"
                      : n == 1 ? "the nearest attempt"
                               : "the nearest attempts, best first");
    for (size_t i = 0; i < n; i++)
        put_attempt(e, list[i], i + 1);
    if (dm_member_true(report, "cut"))
        dm_buf_str(e->out, "  (not all of the text was looked at)\n");
}

static void put_reasons(const dm_told *e, const dm_value *report)
{
    dm_value *const *list;
    size_t           n = dm_member_items(report, "reasons", &list);

    if (n > 0)
        dm_buf_str(e->out, dm_member_true(report, "matched")
                               ? "what kept it from matching more\n"
                               : "what kept it from matching\n");
    for (size_t i = 0; i < n; i++)
        put_reason(e, list[i]);
    if (dm_member_true(report, "given_up"))
        dm_buf_str(e->out, "  (the text is too long to be tried in all other "
                           "views)\n");
}

/* The matches that are there, in one line each. */
static void put_matches(const dm_told *e, const dm_value *rule)
{
    dm_value *const *list;
    size_t           n = dm_member_items(rule, "matches", &list);

    for (size_t i = 0; i < n && i < 5; i++) {
        dm_buf_str(e->out, "  ");
        dm_told_where(e, list[i]);
        dm_buf_str(e->out, ": matched ");
        dm_told_quote(e, dm_member_str(list[i], "text"));
        dm_buf_char(e->out, '\n');
    }
    if (n > 5)
        dm_buf_printf(e->out, "  ... %" PRId64 " in all\n",
                      dm_member_int(rule, "hits"));
}

void dm_explain_why(dm_buf *out, const dm_value *report, bool color)
{
    const dm_value  *rule = dm_member_at(report, "rule");
    dm_told          e = {.out = out,
                          .id = dm_member_str(dm_member_at(report, "doc"), "id"),
                          .color = color};
    dm_value *const *list;
    bool             none = dm_member_items(report, "attempts", &list) == 0 &&
                dm_member_items(report, "reasons", &list) == 0;

    dm_told_head(&e, report);
    dm_told_rule(&e, rule);
    put_matches(&e, rule);
    if (found_some(report)) { /* what became of that says more */
        put_reasons(&e, report);
        put_attempts(&e, report);
    } else {
        put_attempts(&e, report);
        put_reasons(&e, report);
    }
    if (none && !dm_member_true(report, "matched"))
        dm_buf_str(out, "  nothing in this text comes near: not even the "
                        "beginning of the pattern stands in it\n");
    else if (none)
        dm_buf_str(out, "  there is no near miss beside its matches\n");
}
