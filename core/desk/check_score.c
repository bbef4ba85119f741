/* check_score.c - precision, recall and F1 as a table and as JSON lines. */
#include "desk/check_report.h"
#include "desk/clip.h"
#include "emit/json.h"
#include "emit/visible.h"

enum { TEXT_CELLS = 60 }; /* of a span's text */

/* From 0 to 1; below 0 for 0 of 0, which is no rate. */
typedef struct rates {
    double precision, recall, f1;
} rates;

enum { NO_RATE = -1 };

static double share(size_t n, size_t of)
{
    return of > 0 ? (double)n / (double)of : NO_RATE;
}

static rates rates_of(const dm_score *s, size_t hits)
{
    return (rates){
        .precision = share(hits, s->found),
        .recall = share(hits, s->gold),
        .f1 = share(2 * hits, s->found + s->gold),
    };
}

double dm_check_f1(const dm_gold *gold)
{
    const dm_score *all = &gold->scores[gold->nscores - 1];

    return share(2 * all->exact, all->found + all->gold);
}

/* "  0.667", "      -". */
static void put_rate(dm_buf *out, double rate)
{
    if (rate < 0)
        dm_buf_str(out, "      -");
    else
        dm_buf_printf(out, "  %.3f", rate);
}

static void put_rates_text(dm_buf *out, rates r)
{
    dm_buf_char(out, ' ');
    put_rate(out, r.precision);
    put_rate(out, r.recall);
    put_rate(out, r.f1);
}

static void put_score(dm_buf *out, const dm_score *s, size_t width)
{
    size_t cells;

    dm_buf_str(out, "  ");
    cells = dm_visible(out, s->name);
    for (; cells < width; cells++)
        dm_buf_char(out, ' ');
    dm_buf_printf(out, " %6zu %6zu", s->gold, s->found);
    put_rates_text(out, rates_of(s, s->exact));
    put_rates_text(out, rates_of(s, s->overlap));
    dm_buf_char(out, '\n');
}

static void put_amiss(dm_buf *out, const dm_amiss *a)
{
    dm_buf_str(out, "  ");
    dm_visible(out, a->doc);
    if (a->line > 0)
        dm_buf_printf(out, ":%d", a->line);
    dm_buf_printf(out, ": %s ", a->missed ? "missed" : "false alarm:");
    dm_visible(out, a->name);
    if (a->src.to > 0)
        dm_buf_printf(out, ", bytes %zu-%zu", a->src.from, a->src.to);
    if (a->text.len > 0) {
        dm_buf_str(out, ", \"");
        dm_clip(out, a->text, TEXT_CELLS);
        dm_buf_str(out, "\"");
    }
    dm_buf_char(out, '\n');
}

void dm_check_scores(const dm_checked *c, dm_buf *out)
{
    const dm_gold *g = &c->gold;
    size_t         width = 8;

    if (g->path == NULL)
        return;
    for (size_t i = 0; i < g->nscores; i++)
        if (g->scores[i].name.len > width && g->scores[i].name.len < 40)
            width = g->scores[i].name.len;
    dm_visible(out, dm_slice_str(c->script));
    dm_buf_str(out, ": ");
    dm_visible(out, dm_slice_str(g->path));
    dm_buf_printf(out, ", %zu document%s", g->docs, g->docs == 1 ? "" : "s");
    if (g->failed > 0)
        dm_buf_printf(out, ", %zu failed", g->failed);
    dm_buf_printf(out,
                  "\n  %*s              exact                overlapping\n",
                  (int)width, "");
    dm_buf_printf(out,
                  "  %*s   gold  found   prec   recall F1      prec   recall "
                  "F1\n",
                  (int)width, "");
    for (size_t i = 0; i < g->nscores; i++)
        put_score(out, &g->scores[i], width);
    for (size_t i = 0; i < g->namiss; i++)
        put_amiss(out, &g->amiss[i]);
    if (g->namiss_all > g->namiss)
        dm_buf_printf(out, "  … %zu more; --limit shows them\n",
                      g->namiss_all - g->namiss);
}

/* ,"recall":0.5; null for what is no rate. */
static void put_number(dm_buf *out, char before, const char *key, double rate)
{
    dm_buf_printf(out, "%c\"%s\":", before, key);
    if (rate < 0)
        dm_buf_str(out, "null");
    else
        dm_buf_printf(out, "%.6f", rate);
}

static void put_rates(dm_buf *out, const char *key, rates r)
{
    dm_buf_printf(out, ",\"%s\":", key);
    put_number(out, '{', "precision", r.precision);
    put_number(out, ',', "recall", r.recall);
    put_number(out, ',', "f1", r.f1);
    dm_buf_char(out, '}');
}

static void put_name(dm_buf *out, const char *key, dm_slice s)
{
    dm_buf_printf(out, ",\"%s\":", key);
    dm_json_string(out, s);
}

void dm_check_scores_json(const dm_checked *c, dm_buf *out)
{
    const dm_gold *g = &c->gold;

    for (size_t i = 0; g->path != NULL && i < g->nscores; i++) {
        const dm_score *s = &g->scores[i];

        dm_buf_str(out, "{\"script\":");
        dm_json_string(out, dm_slice_str(c->script));
        put_name(out, "kind", DM_S("gold"));
        put_name(out, "name", s->name);
        dm_buf_printf(out, ",\"gold\":%zu,\"found\":%zu", s->gold, s->found);
        put_rates(out, "exact", rates_of(s, s->exact));
        put_rates(out, "overlapping", rates_of(s, s->overlap));
        dm_buf_str(out, "}\n");
    }
    for (size_t i = 0; g->path != NULL && i < g->namiss; i++) {
        const dm_amiss *a = &g->amiss[i];

        dm_buf_str(out, "{\"script\":");
        dm_json_string(out, dm_slice_str(c->script));
        put_name(out, "kind", a->missed ? DM_S("missed") : DM_S("false_alarm"));
        put_name(out, "id", a->doc);
        put_name(out, "name", a->name);
        put_name(out, "text", a->text);
        if (a->src.to > 0)
            dm_buf_printf(out, ",\"src\":[%zu,%zu]", a->src.from, a->src.to);
        dm_buf_str(out, "}\n");
    }
}
