/* stats_print.c - the value as tables for people. */
#include "desk/stats.h"

#include <stdio.h>

#include "desk/stats_chart.h"
#include "emit/member.h"
#include "emit/visible.h"

enum { BAR = 12, TEXT = 60, WIDTH = 100 };

typedef struct print {
    const dm_value       *v;
    const dm_stats_style *style;
    dm_buf               *out;
    size_t                width, limit;
} print;

static size_t length(const dm_value *v, const char *key)
{
    const dm_value *list = dm_member_list(v, key);

    return list != NULL ? list->as.list.n : 0;
}

static uint64_t integer(const dm_value *v, const char *key)
{
    return (uint64_t)dm_member_int(v, key);
}

static const dm_value *item(const dm_value *v, const char *key, size_t i)
{
    return dm_list_at(dm_member_list(v, key), i);
}

static void title(print *p, const char *text)
{
    dm_buf_str(p->out, p->style->color ? "\n\x1b[1m" : "\n");
    dm_buf_str(p->out, text);
    dm_buf_str(p->out, p->style->color ? "\x1b[0m\n" : "\n");
}

static void more(print *p, size_t shown, uint64_t all, const char *what)
{
    if (all > shown)
        dm_buf_printf(p->out, "  … and %llu more %s (--limit)\n",
                      (unsigned long long)(all - shown), what);
}

static void print_documents(print *p)
{
    const dm_value *d = dm_member_at(p->v, "documents");
    const dm_value *t = dm_member_at(p->v, "text");
    const dm_value *script = dm_member_at(p->v, "script");
    dm_slice        name = dm_member_str(script, "name");
    dm_slice        view = dm_member_str(script, "view");

    if (name.len == 0)
        name = dm_member_str(script, "file");
    dm_visible(p->out, name);
    dm_buf_printf(
        p->out,
        ": %llu document%s: %llu done, %llu failed, %llu turned away, "
        "%llu skipped; %llu without a hit\n",
        (unsigned long long)integer(d, "all"),
        integer(d, "all") == 1 ? "" : "s",
        (unsigned long long)integer(d, "done"),
        (unsigned long long)integer(d, "failed"),
        (unsigned long long)integer(d, "turned_away"),
        (unsigned long long)integer(d, "skipped"),
        (unsigned long long)integer(d, "without_hit"));
    if (view.len == 0) /* no document came that far */
        return;
    dm_buf_printf(p->out,
                  "%llu characters in view %.*s, %.1f %% touched; %llu lines "
                  "or parts of lines left\n",
                  (unsigned long long)integer(t, "chars"), (int)view.len,
                  view.ptr, 100 * dm_member_real(t, "share"),
                  (unsigned long long)integer(t, "lines_left"));
}

/* "text (12), other (3)" of a list of counts. */
static void add_counts(dm_buf *out, const dm_value *v, const char *key,
                       size_t limit)
{
    for (size_t i = 0; i < length(v, key) && i < limit; i++) {
        const dm_value *c = item(v, key, i);

        dm_buf_str(out, i > 0 ? ", " : "");
        dm_buf_slice(out, dm_member_str(c, "text"));
        dm_buf_printf(out, " (%llu)", (unsigned long long)integer(c, "n"));
    }
}

/* The names of some documents, and why: the counts under `why`, or NULL. */
static void print_names(print *p, const char *key, const char *what,
                        const char *why, uint64_t all)
{
    size_t n = length(p->v, key);
    dm_buf text;

    if (n == 0)
        return;
    title(p, what);
    dm_buf_init(&text, 1 << 20);
    add_counts(&text, p->v, why, 5);
    if (text.len > 0) {
        dm_buf_str(p->out, "  ");
        dm_chart_fit(p->out, dm_buf_view(&text), p->width - 2);
        dm_buf_char(p->out, '\n');
    }
    dm_buf_fini(&text);
    for (size_t i = 0; i < n; i++) {
        dm_buf_str(p->out, "  ");
        dm_visible(p->out, item(p->v, key, i)->as.string);
        dm_buf_char(p->out, '\n');
    }
    more(p, n, all, all - n == 1 ? "document" : "documents");
}

static void rule_row(print *p, dm_chart *t, const dm_value *r, double most)
{
    dm_chart_text(t, dm_member_str(r, "id"));
    dm_chart_count(t, integer(r, "docs"));
    dm_chart_count(t, integer(r, "hits"));
    dm_chart_count(t, integer(r, "refused"));
    dm_chart_count(t, integer(r, "beaten"));
    dm_chart_count(t, integer(r, "chars"));
    dm_chart_share(t, dm_member_real(r, "share"));
    dm_chart_bar(t, most > 0 ? dm_member_real(r, "share") / most : 0, BAR);
    dm_chart_end(t);
    (void)p;
}

/* Below the table: why refused, by whom beaten, which limits. */
static void print_notes(print *p, const dm_value *r)
{
    static const struct {
        const char *key, *word;
    } rows[] = {
        {"reasons",   "refused"  },
        {"beaten_by", "beaten by"},
        {"limits",    "limit hit"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf text;

        if (length(r, rows[i].key) == 0)
            continue;
        dm_buf_init(&text, 1 << 20);
        dm_buf_slice(&text, dm_member_str(r, "id"));
        dm_buf_printf(&text, " %s: ", rows[i].word);
        add_counts(&text, r, rows[i].key, 3);
        dm_buf_str(p->out, "  ");
        dm_chart_fit(p->out, dm_buf_view(&text), p->width - 2);
        dm_buf_char(p->out, '\n');
        dm_buf_fini(&text);
    }
}

static double most_of(const dm_value *v, const char *list, const char *key)
{
    double most = 0;

    for (size_t i = 0; i < length(v, list); i++)
        if (dm_member_real(item(v, list, i), key) > most)
            most = dm_member_real(item(v, list, i), key);
    return most;
}

static void print_rules(print *p)
{
    static const char *const heads[] = {"rule",    "documents", "hits",
                                        "refused", "beaten",    "characters",
                                        "share",   "",          NULL};
    size_t                   n = length(p->v, "rules");
    dm_chart                 t;

    if (n == 0)
        return;
    title(p, "Rules");
    dm_chart_init(&t, heads);
    for (size_t i = 0; i < n; i++)
        rule_row(p, &t, item(p->v, "rules", i),
                 most_of(p->v, "rules", "share"));
    dm_chart_print(&t, p->width, p->out);
    dm_chart_fini(&t);
    for (size_t i = 0; i < n; i++)
        print_notes(p, item(p->v, "rules", i));
}

static void print_dead(print *p)
{
    size_t n = length(p->v, "dead");

    if (n > 0)
        title(p, "Dead rules: no hit anywhere");
    for (size_t i = 0; i < n; i++) {
        dm_buf_str(p->out, "  ");
        dm_visible(p->out, item(p->v, "dead", i)->as.string);
        dm_buf_char(p->out, '\n');
    }
}

static void print_together(print *p)
{
    size_t n = length(p->v, "together");

    if (n > 0)
        title(p, "Always together: hits in the same documents");
    for (size_t i = 0; i < n && i < p->limit; i++) {
        const dm_value *v = item(p->v, "together", i);

        dm_buf_str(p->out, " ");
        for (size_t k = 0; k < length(v, "rules"); k++) {
            dm_buf_str(p->out, k > 0 ? " + " : " ");
            dm_visible(p->out, item(v, "rules", k)->as.string);
        }
        dm_buf_printf(p->out, " (%llu documents)\n",
                      (unsigned long long)integer(v, "docs"));
    }
    more(p, p->limit, n, "groups");
}

static void print_overlaps(print *p)
{
    static const char *const heads[] = {"rule", "overlaps", "times",
                                        "documents", NULL};
    size_t                   n = length(p->v, "overlaps");
    dm_chart                 t;

    if (n == 0)
        return;
    title(p, "Overlapping hits");
    dm_chart_init(&t, heads);
    for (size_t i = 0; i < n; i++) {
        const dm_value *v = item(p->v, "overlaps", i);

        dm_chart_text(&t, dm_member_str(v, "a"));
        dm_chart_text(&t, dm_member_str(v, "b"));
        dm_chart_count(&t, integer(v, "n"));
        dm_chart_count(&t, integer(v, "docs"));
        dm_chart_end(&t);
    }
    dm_chart_print(&t, p->width, p->out);
    dm_chart_fini(&t);
    more(p, n, integer(p->v, "overlapping_pairs"), "pairs");
}

static void field_row(dm_chart *t, const dm_value *f)
{
    double records = (double)(integer(f, "filled") + integer(f, "missing"));
    dm_buf text;

    dm_buf_init(&text, 1 << 20);
    add_counts(&text, f, "top", 3);
    dm_chart_text(t, dm_member_str(f, "name"));
    dm_chart_count(t, integer(f, "filled"));
    dm_chart_count(t, integer(f, "missing"));
    dm_chart_bar(t, records > 0 ? (double)integer(f, "filled") / records : 0,
                 BAR);
    dm_chart_count(t, integer(f, "values"));
    dm_chart_count(t, integer(f, "distinct") + integer(f, "not_kept"));
    dm_chart_text(t, dm_buf_view(&text));
    dm_chart_end(t);
    dm_buf_fini(&text);
}

/* Values that are rare among many that are not. */
static void print_rare(print *p, const dm_value *f)
{
    dm_buf text;

    if (length(f, "rare") == 0 ||
        integer(f, "values") < 2 * integer(f, "distinct"))
        return;
    dm_buf_init(&text, 1 << 20);
    dm_buf_slice(&text, dm_member_str(f, "name"));
    dm_buf_str(&text, " rarely: ");
    add_counts(&text, f, "rare", 5);
    dm_buf_str(p->out, "  ");
    dm_chart_fit(p->out, dm_buf_view(&text), p->width - 2);
    dm_buf_char(p->out, '\n');
    dm_buf_fini(&text);
}

static void print_fields(print *p)
{
    static const char *const heads[] = {"field",      "filled", "missing",
                                        "",           "values", "distinct",
                                        "most often", NULL};
    size_t                   n = length(p->v, "fields");
    dm_chart                 t;

    if (n == 0)
        return;
    title(p, "Fields");
    dm_chart_init(&t, heads);
    for (size_t i = 0; i < n; i++)
        field_row(&t, item(p->v, "fields", i));
    dm_chart_print(&t, p->width, p->out);
    dm_chart_fini(&t);
    for (size_t i = 0; i < n; i++)
        print_rare(p, item(p->v, "fields", i));
    if (integer(p->v, "fields_not_kept") > 0)
        dm_buf_str(p->out, "  there are more fields than are counted\n");
}

static void time_row(dm_chart *t, dm_slice name, const dm_value *s)
{
    if (integer(s, "n") == 0)
        return;
    dm_chart_text(t, name);
    dm_chart_seconds(t, dm_member_real(s, "sum"));
    dm_chart_seconds(t, dm_member_real(s, "p50"));
    dm_chart_seconds(t, dm_member_real(s, "p95"));
    dm_chart_seconds(t, dm_member_real(s, "max"));
    dm_chart_text(t, dm_member_str(s, "slowest"));
    dm_chart_end(t);
}

static void print_times(print *p)
{
    static const char *const heads[] = {"time", "all",     "p50", "p95",
                                        "max",  "slowest", NULL};
    static const char *const rows[] = {"load", "views", "shared", "run"};
    static const char *const names[] = {"(load)", "(views)", "(shared pass)",
                                        "(whole script)"};
    dm_chart                 t;

    title(p, "Time");
    dm_chart_init(&t, heads);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        time_row(&t, dm_slice_str(names[i]),
                 dm_member_at(dm_member_at(p->v, "times"), rows[i]));
    for (size_t i = 0; i < length(p->v, "rules"); i++)
        time_row(&t, dm_member_str(item(p->v, "rules", i), "id"),
                 dm_member_at(item(p->v, "rules", i), "seconds"));
    dm_chart_print(&t, p->width, p->out);
    dm_chart_fini(&t);
}

/* "a.txt:3:1: text" */
static void print_example(print *p, const dm_value *e)
{
    dm_buf text;

    dm_buf_init(&text, 1 << 20);
    dm_buf_slice(&text, dm_member_str(e, "doc"));
    if (integer(e, "line") > 0)
        dm_buf_printf(&text, ":%llu:%llu",
                      (unsigned long long)integer(e, "line"),
                      (unsigned long long)integer(e, "col"));
    dm_buf_str(&text, ": ");
    dm_buf_slice(&text, dm_member_str(e, "text"));
    dm_buf_str(p->out, "      ");
    dm_chart_fit(p->out, dm_buf_view(&text), p->width - 6);
    dm_buf_char(p->out, '\n');
    dm_buf_fini(&text);
}

static void print_cluster(print *p, const dm_value *g, uint64_t most)
{
    dm_slice head = dm_member_str(g, "head");
    uint64_t n = integer(g, "n");
    dm_buf   text;

    dm_buf_printf(p->out, "  %6llu in %-6llu ", (unsigned long long)n,
                  (unsigned long long)integer(g, "docs"));
    dm_chart_put_bar(p->out, most > 0 ? (double)n / (double)most : 0, BAR);
    dm_buf_init(&text, 1 << 20);
    dm_buf_str(&text, "  ");
    dm_buf_slice(&text, dm_member_str(g, "shape"));
    if (head.len > 0) {
        dm_buf_str(&text, "   begins ");
        dm_buf_slice(&text, head);
    }
    dm_chart_fit(p->out, dm_buf_view(&text), p->width - 18 - BAR);
    dm_buf_char(p->out, '\n');
    dm_buf_fini(&text);
    for (size_t i = 0; i < length(g, "examples") && i < 3; i++)
        print_example(p, item(g, "examples", i));
}

static void print_residue(print *p)
{
    const dm_value *r = dm_member_at(p->v, "residue");
    size_t          n = length(r, "top");

    if (n == 0)
        return;
    title(p, "Residue: lines no rule touched, by shape (lines in documents)");
    for (size_t i = 0; i < n; i++)
        print_cluster(p, item(r, "top", i), integer(item(r, "top", 0), "n"));
    more(p, n, integer(r, "clusters"), "clusters");
    if (integer(r, "not_kept") > 0)
        dm_buf_printf(p->out,
                      "  %llu rare clusters were let go on the way: a count "
                      "may be short by %llu\n",
                      (unsigned long long)integer(r, "not_kept"),
                      (unsigned long long)integer(r, "slack"));
}

static void print_sample(print *p, const dm_value *s, bool near)
{
    dm_buf text;

    dm_buf_init(&text, 1 << 20);
    dm_buf_slice(&text, dm_member_str(s, "doc"));
    dm_buf_printf(&text, ":%llu:%llu: ", (unsigned long long)integer(s, "line"),
                  (unsigned long long)integer(s, "col"));
    dm_buf_slice(&text, dm_member_str(s, "before"));
    dm_buf_str(&text, "⟦");
    dm_buf_slice(&text, dm_member_str(s, "text"));
    dm_buf_str(&text, "⟧");
    dm_buf_slice(&text, dm_member_str(s, "after"));
    dm_buf_str(p->out, near ? "    near " : "    hit  ");
    dm_chart_fit(p->out, dm_buf_view(&text), p->width - 9);
    dm_buf_char(p->out, '\n');
    if (near && dm_member_str(s, "why").len > 0) {
        dm_buf_str(p->out, "         ");
        dm_chart_fit(p->out, dm_member_str(s, "why"), p->width - 9);
        dm_buf_char(p->out, '\n');
    }
    dm_buf_fini(&text);
}

static void print_samples(print *p)
{
    size_t n = length(p->v, "samples");

    if (n > 0)
        title(p, "Samples: hits and near misses, drawn at random");
    for (size_t i = 0; i < n; i++) {
        const dm_value *s = item(p->v, "samples", i);

        dm_buf_str(p->out, "  ");
        dm_visible(p->out, dm_member_str(s, "rule"));
        dm_buf_char(p->out, '\n');
        for (size_t k = 0; k < length(s, "hits"); k++)
            print_sample(p, item(s, "hits", k), false);
        for (size_t k = 0; k < length(s, "near"); k++)
            print_sample(p, item(s, "near", k), true);
    }
}

void dm_stats_print(const dm_value *stats, const dm_stats_style *style,
                    dm_buf *out)
{
    print           p = {.v = stats,
                         .style = style,
                         .out = out,
                         .width = style->width > 0 ? style->width : WIDTH,
                         .limit = (size_t)integer(stats, "limit")};
    const dm_value *d = dm_member_at(stats, "documents");

    if (p.width < 60)
        p.width = 60;
    if (dm_member_at(stats, "whole") != NULL &&
        !dm_member_at(stats, "whole")->as.boolean)
        dm_buf_str(
            out,
            "The run was cut short: this is what was counted until then.\n");
    print_documents(&p);
    print_names(&p, "without_hit", "Documents without a hit", "",
                integer(d, "without_hit"));
    print_names(&p, "failed", "Failed", "failed_why", integer(d, "failed"));
    print_names(&p, "turned_away", "Turned away", "turned_away_why",
                integer(d, "turned_away"));
    print_names(&p, "skipped", "Skipped", "skipped_why", integer(d, "skipped"));
    print_rules(&p);
    print_dead(&p);
    print_together(&p);
    print_overlaps(&p);
    print_fields(&p);
    print_times(&p);
    print_residue(&p);
    print_samples(&p);
}
