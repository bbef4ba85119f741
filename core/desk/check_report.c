/* check_report.c - what a check found, as text. */
#include "desk/check_report.h"

#include "emit/visible.h"

enum { BEFORE = 40, BEHIND = 60 }; /* bytes shown around a difference */

dm_check_form dm_check_form_of(const char *name)
{
    static const char *const names[] = {"text", "tap", "junit", "json"};

    for (int i = 0; name != NULL && i < 4; i++)
        if (strcmp(name, names[i]) == 0)
            return (dm_check_form)i;
    return DM_CHECK_TEXT;
}

/* A place to cut near `at`, not within a character. */
static size_t cut(dm_slice s, size_t at)
{
    if (at >= s.len)
        return s.len;
    while (at > 0 && ((unsigned char)s.ptr[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* The part of a line around `at`; returns the cells before `at`. */
static size_t put_part(dm_buf *out, dm_slice s, size_t at)
{
    size_t from = cut(s, at > BEFORE ? at - BEFORE : 0);
    size_t to = cut(s, at + BEHIND), cells = 0;

    at = cut(s, at);
    if (from > 0) {
        dm_buf_str(out, "…");
        cells++;
    }
    cells += dm_visible(out, dm_slice_sub(s, from, at));
    (void)dm_visible(out, dm_slice_sub(s, at, to));
    if (to < s.len)
        dm_buf_str(out, "…");
    dm_buf_char(out, '\n');
    return cells;
}

void dm_check_differ(dm_buf *out, const dm_check_item *item, const char *margin)
{
    size_t cells;

    if (item->want.len == 0 && item->got.len == 0)
        return;
    dm_buf_str(out, margin);
    dm_buf_str(out, "expected: ");
    (void)put_part(out, item->want, item->at);
    dm_buf_str(out, margin);
    dm_buf_str(out, "     got: ");
    cells = put_part(out, item->got, item->at);
    dm_buf_str(out, margin);
    dm_buf_printf(out, "%*s^\n", (int)cells + 10, "");
}

/* "2 of 3 examples", "3 examples". */
static void put_count(dm_buf *out, const dm_checked *c, dm_check_item_kind kind)
{
    size_t ran = c->ran[kind], failed = c->failed[kind];

    if (failed > 0)
        dm_buf_printf(out, "%zu of ", failed);
    dm_buf_printf(out, "%zu %s%s", ran, dm_check_item_word(kind),
                  ran == 1 ? "" : "s");
}

/* "ok, 3 examples, 1 test" or "failed, 1 of 3 examples, 1 test". */
static void put_summary(dm_buf *out, const dm_checked *c)
{
    size_t warnings = 0;

    dm_buf_str(out, dm_checked_failed(c) > 0 ? "failed, " : "ok, ");
    put_count(out, c, DM_CHECK_EXAMPLE);
    for (dm_check_item_kind kind = DM_CHECK_TEST; kind < DM_CHECK_KINDS; kind++)
        if (c->ran[kind] > 0) {
            dm_buf_str(out, ", ");
            put_count(out, c, kind);
        }
    for (size_t i = 0; i < c->nfindings; i++)
        warnings += c->findings[i].severity == DM_WARNING;
    if (warnings > 0)
        dm_buf_printf(out, ", %zu warning%s", warnings,
                      warnings == 1 ? "" : "s");
    if (c->written)
        dm_buf_printf(out, "; snapshot written: %zu changed, %zu new, %zu gone",
                      c->changed, c->kept ? c->fresh : c->ran[DM_CHECK_SAMPLE],
                      c->gone);
    else if (c->snapshot[0] != '\0' && !c->kept)
        dm_buf_str(out, "; no snapshot yet, --update writes it");
}

static void put_items(const dm_checked *c, dm_buf *out)
{
    for (size_t i = 0; i < c->nitems; i++) {
        const dm_check_item *item = &c->items[i];

        if (item->kind == DM_CHECK_SCRIPT && item->why == NULL)
            continue;
        dm_buf_printf(out, "  %s %s ", item->why == NULL ? "ok    " : "failed",
                      dm_check_item_word(item->kind));
        (void)dm_visible(out, item->name);
        dm_buf_printf(out, " (%.1f ms)\n", item->seconds * 1000);
    }
}

static void put_text(const dm_check_report *r, const dm_checked *c, dm_buf *out)
{
    if (r->verbose)
        put_items(c, out);
    (void)dm_visible(out, dm_slice_str(c->script));
    dm_buf_str(out, ": ");
    if (c->runs)
        put_summary(out, c);
    else
        dm_buf_str(out, "failed, it does not run");
    dm_buf_char(out, '\n');
    dm_check_scores(c, out);
}

void dm_check_head(dm_check_report *r, dm_buf *out)
{
    r->n = r->nscripts = r->nfailed = 0;
    if (r->form == DM_CHECK_TAP)
        dm_buf_str(out, "TAP version 14\n");
    if (r->form == DM_CHECK_JUNIT)
        dm_buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<testsuites name=\"docmill check\">\n");
}

void dm_check_body(dm_check_report *r, const dm_checked *c, dm_buf *out)
{
    r->nscripts++;
    r->nfailed += dm_checked_failed(c) > 0;
    if (r->form == DM_CHECK_TEXT)
        put_text(r, c, out);
    else if (r->form == DM_CHECK_TAP)
        dm_check_tap(r, c, out);
    else if (r->form == DM_CHECK_JUNIT)
        dm_check_junit(c, out);
    else
        dm_check_json(c, out);
}

void dm_check_tail(dm_check_report *r, dm_buf *out)
{
    if (r->form == DM_CHECK_TEXT && r->nscripts > 1)
        dm_buf_printf(out, "%zu scripts: %zu ok, %zu failed\n", r->nscripts,
                      r->nscripts - r->nfailed, r->nfailed);
    if (r->form == DM_CHECK_TAP)
        dm_buf_printf(out, "1..%zu\n", r->n);
    if (r->form == DM_CHECK_JUNIT)
        dm_buf_str(out, "</testsuites>\n");
}
