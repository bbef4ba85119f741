/* check_tap.c - what a check found as TAP 14 and as JSON lines. */
#include "desk/check_report.h"
#include "emit/json.h"
#include "emit/json_read.h"
#include "emit/visible.h"

/* A name in a TAP line: # and \ are escaped, the rest made visible. */
static void put_name(dm_buf *out, dm_slice s)
{
    while (s.len > 0) {
        char     room[DM_VISIBLE_ROOM], first = s.ptr[0];
        size_t   cells;
        dm_slice piece = dm_visible_next(&s, room, &cells);

        if (first == '#' || piece.ptr[0] == '\\')
            dm_buf_char(out, '\\');
        dm_buf_slice(out, piece);
    }
}

/* `key: "value"`; a JSON string is a YAML scalar. */
static void put_text(dm_buf *out, const char *key, dm_slice s)
{
    if (s.len == 0)
        return;
    dm_buf_printf(out, "  %s: ", key);
    dm_json_string(out, s);
    dm_buf_char(out, '\n');
}

static void put_err(dm_buf *out, const dm_err *e)
{
    put_text(out, "message", dm_slice_str(e->msg));
    dm_buf_printf(out, "  code: E%d\n", (int)e->code);
    put_text(out, "file", dm_slice_str(e->file));
    if (e->line > 0)
        dm_buf_printf(out, "  line: %d\n", e->line);
    if (e->col > 0)
        dm_buf_printf(out, "  column: %d\n", e->col);
    put_text(out, "help", dm_slice_str(e->help));
}

static void put_failure(dm_buf *out, const dm_check_item *item)
{
    dm_buf_str(out, "  ---\n");
    put_err(out, item->why);
    put_text(out, "expected", item->want);
    put_text(out, "actual", item->got);
    dm_buf_str(out, "  ...\n");
}

/* A comment line for a finding, which fails nothing. */
static void put_finding(dm_buf *out, const dm_finding *f)
{
    const dm_err *e = &f->text;

    dm_buf_str(out, "# warning ");
    put_name(out, dm_slice_str(e->file));
    dm_buf_printf(out, ":%d: E%d: ", e->line, (int)e->code);
    put_name(out, dm_slice_str(e->msg));
    dm_buf_char(out, '\n');
}

/* The table of scores as comments. */
static void put_scores(dm_buf *out, const dm_checked *c)
{
    dm_buf   text;
    dm_slice rest, line;

    dm_buf_init(&text, 64 << 20);
    dm_check_scores(c, &text);
    rest = dm_buf_view(&text);
    while (dm_json_line(&rest, &line)) {
        dm_buf_str(out, "# ");
        dm_buf_slice(out, line);
        dm_buf_char(out, '\n');
    }
    dm_buf_fini(&text);
}

void dm_check_tap(dm_check_report *r, const dm_checked *c, dm_buf *out)
{
    for (size_t i = 0; i < c->nitems; i++) {
        const dm_check_item *item = &c->items[i];

        dm_buf_printf(out, "%s %zu - ", item->why == NULL ? "ok" : "not ok",
                      ++r->n);
        if (item->kind != DM_CHECK_SCRIPT) {
            put_name(out, dm_slice_str(c->script));
            dm_buf_str(out, ": ");
        }
        dm_buf_printf(out, "%s ", dm_check_item_word(item->kind));
        put_name(out, item->name);
        dm_buf_char(out, '\n');
        if (item->why != NULL)
            put_failure(out, item);
    }
    for (size_t i = 0; i < c->nfindings; i++)
        if (c->findings[i].severity == DM_WARNING)
            put_finding(out, &c->findings[i]);
    put_scores(out, c);
}

static void put_member(dm_buf *out, const char *key, dm_slice s)
{
    if (s.len == 0)
        return;
    dm_buf_printf(out, ",\"%s\":", key);
    dm_json_string(out, s);
}

static void put_begin(dm_buf *out, const dm_checked *c, const char *kind)
{
    dm_buf_str(out, "{\"script\":");
    dm_json_string(out, dm_slice_str(c->script));
    put_member(out, "kind", dm_slice_str(kind));
}

static void put_diag(dm_buf *out, const dm_err *e, dm_severity severity)
{
    dm_buf_str(out, ",\"diagnostic\":");
    dm_diag_json(out, e, severity);
    while (out->len > 0 && out->ptr[out->len - 1] == '\n')
        out->len--;
}

void dm_check_json(const dm_checked *c, dm_buf *out)
{
    for (size_t i = 0; i < c->nitems; i++) {
        const dm_check_item *item = &c->items[i];

        put_begin(out, c, dm_check_item_word(item->kind));
        put_member(out, "name", item->name);
        dm_buf_printf(out, ",\"ok\":%s,\"seconds\":%.6f",
                      item->why == NULL ? "true" : "false", item->seconds);
        put_member(out, "expected", item->want);
        put_member(out, "actual", item->got);
        if (item->why != NULL)
            put_diag(out, item->why, DM_ERROR);
        dm_buf_str(out, "}\n");
    }
    for (size_t i = 0; i < c->nfindings; i++) {
        put_begin(out, c, "lint");
        put_diag(out, &c->findings[i].text, c->findings[i].severity);
        dm_buf_str(out, "}\n");
    }
    dm_check_scores_json(c, out);
    put_begin(out, c, "summary");
    dm_buf_printf(out, ",\"ok\":%s",
                  dm_checked_failed(c) > 0 ? "false" : "true");
    for (dm_check_item_kind kind = DM_CHECK_EXAMPLE; kind < DM_CHECK_KINDS;
         kind++)
        dm_buf_printf(out, ",\"%ss\":%zu,\"%ss_failed\":%zu",
                      dm_check_item_word(kind), c->ran[kind],
                      dm_check_item_word(kind), c->failed[kind]);
    dm_buf_printf(out, ",\"snapshot_written\":%s}\n",
                  c->written ? "true" : "false");
}
