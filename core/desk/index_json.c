/* index_json.c - the data of the index.
**
**   script{name,file} against whole documents bytes chars covered
**   counts{failed,none,away,skipped,changed,odd}
**   pages{limit,made,kinds[n of each kind of dm_index_class],of[…]}  left
**   rules[{about{…},id,hits,refused,beaten,docs,gained,lost,changed,
**          time{p50,p95,max,sum,slowest}, values: see index_facet.c}]
**   fields[{name,values}]
**   rows[{n,id,page,state,…: see index_cells.c}]
*/
#include "desk/index_in.h"

#include "emit/json.h"

static unsigned long long whole_of(uint64_t n)
{
    return (unsigned long long)n;
}

static void put_text(dm_buf *out, const char *key, dm_slice s)
{
    dm_buf_printf(out, "\"%s\":", key);
    dm_json_string(out, s);
}

static void put_count(dm_buf *out, const char *key, uint64_t n)
{
    dm_buf_printf(out, ",\"%s\":%llu", key, whole_of(n));
}

static void put_counts(const dm_index *x, dm_buf *out)
{
    put_count(out, "documents", x->documents);
    put_count(out, "bytes", x->bytes);
    put_count(out, "chars", x->chars);
    put_count(out, "covered", x->covered);
    put_count(out, "left", x->documents - x->nrows);
    dm_buf_str(out, ",\"counts\":{\"listed\":");
    dm_buf_printf(out, "%zu", x->nrows);
    put_count(out, "failed", x->failed);
    put_count(out, "none", x->none);
    put_count(out, "away", x->away);
    put_count(out, "skipped", x->skipped);
    put_count(out, "changed", x->changed);
    put_count(out, "odd", x->odd);
    dm_buf_char(out, '}');
}

static void put_pages(const dm_index *x, dm_buf *out)
{
    size_t made = 0;

    for (size_t i = 0; i < x->nchosen; i++)
        made += x->chosen[i]->written;
    dm_buf_printf(out, ",\"pages\":{\"limit\":%zu,\"made\":%zu,\"kinds\":[",
                  x->options->pages, made);
    for (size_t i = 0; i < DM_INDEX_CLASSES; i++)
        dm_buf_printf(out, "%s%llu", i > 0 ? "," : "", whole_of(x->picked[i]));
    dm_buf_str(out, "],\"of\":[");
    for (size_t i = 0; i < DM_INDEX_CLASSES; i++)
        dm_buf_printf(out, "%s%llu", i > 0 ? "," : "", whole_of(x->class[i]));
    dm_buf_str(out, "]}");
}

static void put_time(const dm_index_rule *r, dm_buf *out)
{
    if (r->times.n == 0)
        return;
    dm_buf_printf(out,
                  ",\"time\":{\"p50\":%.9f,\"p95\":%.9f,\"max\":%.9f,"
                  "\"sum\":%.9f,",
                  dm_times_quantile(&r->times, 0.5),
                  dm_times_quantile(&r->times, 0.95), r->times.max,
                  r->times.sum);
    put_text(out, "slowest", dm_buf_view(&r->slowest));
    dm_buf_char(out, '}');
}

static bool put_rule(const dm_index_rule *r, dm_buf *out)
{
    bool ok;

    dm_buf_char(out, '{');
    put_text(out, "id", r->facet.name);
    put_count(out, "hits", r->hits);
    put_count(out, "refused", r->refused);
    put_count(out, "beaten", r->beaten);
    put_count(out, "docs", r->docs);
    put_count(out, "gained", r->gained);
    put_count(out, "lost", r->lost);
    put_count(out, "changed", r->changed);
    put_time(r, out);
    if (r->about.len > 0 && !r->about.failed) {
        dm_buf_str(out, ",\"about\":");
        dm_buf_slice(out, dm_buf_view(&r->about));
    }
    dm_buf_char(out, ',');
    ok = dm_index_put_facet(&r->facet, out);
    dm_buf_char(out, '}');
    return ok;
}

static bool put_facets(const dm_index *x, dm_buf *out)
{
    bool ok = true;

    dm_buf_str(out, ",\"rules\":[");
    for (size_t i = 0; ok && i < x->nrules; i++) {
        dm_buf_str(out, i > 0 ? ",\n" : "\n");
        ok = put_rule(x->rules[i], out);
    }
    dm_buf_str(out, "],\"fields\":[");
    for (size_t i = 0; ok && i < x->nfields; i++) {
        dm_buf_str(out, i > 0 ? ",\n{" : "\n{");
        put_text(out, "id", x->fields[i]->name);
        dm_buf_char(out, ',');
        ok = dm_index_put_facet(x->fields[i], out);
        dm_buf_char(out, '}');
    }
    dm_buf_char(out, ']');
    return ok;
}

static void put_row(const dm_index_row *row, dm_buf *out)
{
    dm_buf_char(out, '{');
    dm_buf_add(out, row->cells, row->len);
    if (row->written) {
        dm_buf_char(out, ',');
        put_text(out, "page", dm_slice_str(row->page));
    }
    dm_buf_char(out, '}');
}

static void put_rows(const dm_index *x, dm_buf *out)
{
    dm_buf_str(out, ",\"rows\":[");
    for (size_t i = 0; i < x->nrows; i++) {
        dm_buf_str(out, i > 0 ? ",\n" : "\n");
        put_row(&x->rows[i], out);
    }
    dm_buf_char(out, ']');
}

bool dm_index_json(const dm_index *x, bool whole, dm_buf *out, dm_err *err)
{
    bool ok;

    dm_buf_str(out, "{\"script\":{");
    put_text(out, "name", dm_buf_view(&x->script));
    dm_buf_char(out, ',');
    put_text(out, "file", dm_slice_str(x->options->script));
    dm_buf_char(out, '}');
    if (x->options->against != NULL) {
        dm_buf_char(out, ',');
        put_text(out, "against", dm_slice_str(x->options->against));
    }
    dm_buf_printf(out, ",\"whole\":%s", whole ? "true" : "false");
    put_counts(x, out);
    put_pages(x, out);
    ok = put_facets(x, out);
    put_rows(x, out);
    dm_buf_char(out, '}');
    return (ok && !out->failed) ||
           dm_fail(err, DM_E_MEMORY, "no memory for the index");
}
