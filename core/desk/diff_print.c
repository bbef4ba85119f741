/* diff_print.c - groups by size, their examples, and how it ended. */
#include <stdlib.h>

#include "batch/parcel.h"
#include "desk/diff.h"
#include "emit/json.h"
#include "emit/visible.h"

enum { SHOWN = 100 }; /* groups, unless more is asked for */

void dm_diff_sum_init(dm_diff_sum *sum, size_t limit)
{
    memset(sum, 0, sizeof *sum);
    dm_tally_init(&sum->tally);
    sum->limit = limit;
}

void dm_diff_sum_fini(dm_diff_sum *sum)
{
    dm_tally_fini(&sum->tally);
}

static void add_met(dm_diff_sum *sum, const dm_parcel *p)
{
    size_t *met =
        dm_slice_eq(p->name, DM_S("was")) ? &sum->was_met : &sum->now_met;

    for (size_t i = 0, n = 0; i < p->bytes.len; i++) {
        n = n * 10 + (size_t)(p->bytes.ptr[i] - '0');
        if (i + 1 == p->bytes.len)
            *met += n;
    }
}

/* The differences that are told without being asked for. */
static size_t shown_total(const dm_tally *t)
{
    size_t n = 0;

    for (size_t k = 0; k < DM_TALLY_KINDS; k++)
        if (k != DM_DELTA_MOVED && k != DM_DELTA_EMPTY)
            n += t->total[k];
    return n;
}

bool dm_diff_sum_add(dm_diff_sum *sum, const dm_answer *a, dm_err *err)
{
    dm_slice  rest = dm_buf_view(&a->parcels);
    dm_parcel p;
    size_t    told = shown_total(&sum->tally);

    while (dm_parcel_next(&rest, &p)) {
        if (p.kind == DM_PARCEL_ID)
            add_met(sum, &p);
        else if (p.kind == DM_PARCEL_ABOUT &&
                 !dm_tally_merge(&sum->tally, p.bytes, sum->limit))
            return dm_fail(err, DM_E_INTERNAL, "a tally makes no sense");
    }
    sum->moved += a->yes && shown_total(&sum->tally) == told;
    return true;
}

/* ---- groups ---- */

static const struct {
    const char *sign, *word, *color;
} kinds[DM_TALLY_KINDS] = {
    {"+", "gained",          "32"},
    {"-", "lost",            "31"},
    {"~", "changed",         "33"},
    {"=", "by another rule", "36"},
    {">", "moved",           "2" },
    {"o", "empty",           "2" },
    {"!", "document",        "31"},
};

static void paint(dm_buf *out, const dm_diff_style *style, const char *sgr)
{
    if (style->color)
        dm_buf_printf(out, "\x1b[%sm", sgr);
}

static void add_rule(dm_buf *out, const dm_cause *c)
{
    if (c->rule.len > 0) {
        dm_buf_str(out, "  rule '");
        dm_visible(out, c->rule);
        dm_buf_char(out, '\'');
    }
    if (c->how == DM_OTHER_NONE)
        return;
    if (c->how == DM_OTHER_WHY) {
        dm_buf_str(out, ", now refused (");
        dm_visible(out, c->other);
        dm_buf_char(out, ')');
        return;
    }
    dm_buf_str(out, c->how == DM_OTHER_TOOK ? ", now taken by '" : ", was '");
    dm_visible(out, c->other);
    dm_buf_char(out, '\'');
}

static void add_cause(dm_buf *out, const dm_cause *c,
                      const dm_diff_style *style)
{
    paint(out, style, "1");
    dm_visible(out, c->turn             ? c->rule
                    : c->field.len == 0 ? DM_S("(whole record)")
                                        : c->field);
    paint(out, style, "0");
    if (!c->turn)
        add_rule(out, c);
}

static bool is_hidden(size_t kind, const dm_diff_style *style)
{
    return !style->verbose &&
           (kind == DM_DELTA_MOVED || kind == DM_DELTA_EMPTY);
}

static void add_counts(dm_buf *out, const size_t *n, const dm_diff_style *style)
{
    for (size_t k = 0; k < DM_TALLY_KINDS; k++) {
        if (n[k] == 0 || is_hidden(k, style))
            continue;
        dm_buf_str(out, "  ");
        paint(out, style, kinds[k].color);
        dm_buf_printf(out, "%s%zu %s%s", kinds[k].sign, n[k], kinds[k].word,
                      k == DM_TALLY_TURN && n[k] != 1 ? "s" : "");
        paint(out, style, "0");
    }
    dm_buf_char(out, '\n');
}

static void print_group(dm_buf *out, const dm_group *g,
                        const dm_diff_style *style)
{
    size_t all = dm_group_size(g, style->verbose);

    add_cause(out, &g->cause, style);
    add_counts(out, g->n, style);
    for (const dm_example *e = g->first; e != NULL; e = e->next) {
        dm_buf_slice(out, e->text);
        dm_buf_char(out, '\n');
    }
    if (g->nexamples > 0 && all > g->nexamples)
        dm_buf_printf(out, "    \xE2\x80\xA6 %zu more\n", all - g->nexamples);
    dm_buf_char(out, '\n');
}

/* Groups that are not shown, or were not kept: how many differences. */
static void print_rest(dm_buf *out, dm_group **list, size_t n,
                       const dm_tally *t, const dm_diff_style *style)
{
    size_t rest[DM_TALLY_KINDS];
    size_t all = 0;

    memcpy(rest, t->others, sizeof rest);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < DM_TALLY_KINDS; k++)
            rest[k] += list[i]->n[k];
    for (size_t k = 0; k < DM_TALLY_KINDS; k++)
        all += is_hidden(k, style) ? 0 : rest[k];
    if (all == 0)
        return;
    if (n > 0)
        dm_buf_printf(out, "(%zu smaller groups%s)", n,
                      style->verbose ? "" : ", -v shows them");
    else
        dm_buf_str(out, "(more groups than are kept)");
    add_counts(out, rest, style);
    dm_buf_char(out, '\n');
}

static void print_groups(dm_buf *out, dm_diff_sum *sum,
                         const dm_diff_style *style)
{
    dm_group **list = dm_tally_sorted(&sum->tally);
    size_t     n = 0, shown;

    if (list == NULL)
        return;
    while (n < sum->tally.ngroups && dm_group_size(list[n], style->verbose) > 0)
        n++;
    shown = style->verbose || n <= SHOWN ? n : SHOWN;
    for (size_t i = 0; i < shown; i++)
        print_group(out, list[i], style);
    print_rest(out, list + shown, n - shown, &sum->tally, style);
}

/* ---- the last lines ---- */

static void print_hidden(dm_buf *out, const dm_tally *t,
                         const dm_diff_style *style)
{
    size_t moved = t->total[DM_DELTA_MOVED], empty = t->total[DM_DELTA_EMPTY];

    if (style->verbose || moved + empty == 0)
        return;
    if (moved > 0)
        dm_buf_printf(out, "%zu value%s only moved", moved,
                      moved == 1 ? "" : "s");
    if (empty > 0)
        dm_buf_printf(out, "%s%zu empty list%s came or went",
                      moved > 0 ? ", " : "", empty, empty == 1 ? "" : "s");
    dm_buf_str(out, ": -v shows that\n");
}

static void print_text(dm_buf *out, dm_diff_sum *sum, const dm_diff_counts *c,
                       const dm_diff_style *style)
{
    print_groups(out, sum, style);
    print_hidden(out, &sum->tally, style);
    dm_buf_printf(out, "%zu document%s: %zu changed, ", c->documents,
                  c->documents == 1 ? "" : "s", c->changed - sum->moved);
    if (sum->moved > 0)
        dm_buf_printf(out, "%zu only in places, ", sum->moved);
    dm_buf_printf(out, "%zu the same", c->documents - c->changed - c->failed);
    if (c->failed > 0)
        dm_buf_printf(out, ", %zu failed", c->failed);
    dm_buf_char(out, '\n');
}

static void json_counts(dm_buf *out, const size_t *n)
{
    for (size_t k = 0; k < DM_TALLY_KINDS; k++)
        dm_buf_printf(out, ",\"%s\":%zu",
                      k == DM_TALLY_TURN ? "turned"
                                         : dm_delta_name((dm_delta_kind)k),
                      n[k]);
}

static void json_text(dm_buf *out, const char *key, dm_slice text)
{
    if (text.len == 0)
        return;
    dm_buf_printf(out, "\"%s\":", key);
    dm_json_string(out, text);
    dm_buf_char(out, ',');
}

static void json_group(dm_buf *out, const dm_group *g)
{
    const dm_cause *c = &g->cause;

    dm_buf_char(out, '{');
    json_text(out, "field", c->field);
    json_text(out, c->turn ? "what" : "rule", c->rule);
    json_text(out,
              c->how == DM_OTHER_TOOK  ? "taken_by"
              : c->how == DM_OTHER_WHY ? "refused"
                                       : "old_rule",
              c->other);
    dm_buf_printf(out, "\"size\":%zu", dm_group_size(g, true));
    json_counts(out, g->n);
    dm_buf_char(out, '}');
}

static void print_json(dm_buf *out, dm_diff_sum *sum, const dm_diff_counts *c)
{
    dm_group **list = dm_tally_sorted(&sum->tally);

    dm_buf_printf(out,
                  "{\"summary\":{\"documents\":%zu,\"changed_documents\":%zu,"
                  "\"moved_documents\":%zu,\"same\":%zu,\"failed\":%zu",
                  c->documents, c->changed - sum->moved, sum->moved,
                  c->documents - c->changed - c->failed, c->failed);
    json_counts(out, sum->tally.total);
    dm_buf_str(out, ",\"groups\":[");
    for (size_t i = 0; list != NULL && i < sum->tally.ngroups; i++) {
        if (i > 0)
            dm_buf_char(out, ',');
        json_group(out, list[i]);
    }
    dm_buf_str(out, "]}}\n");
}

void dm_diff_print(dm_buf *out, dm_diff_sum *sum, const dm_diff_counts *counts,
                   const dm_diff_style *style)
{
    if (style->json)
        print_json(out, sum, counts);
    else
        print_text(out, sum, counts, style);
}
