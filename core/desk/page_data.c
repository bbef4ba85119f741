/* page_data.c - the value of a page, put together. */
#include "desk/page_data.h"

#include <stdio.h>

#include "desk/page_in.h"
#include "text/utf8.h"

enum { MARKS_MAX = 1 << 28, RIVALS = 4, HEX = 12, RECORDS = 100 };

/* As much of the view as a page shows, to the end of a character. */
static dm_slice shown(const dm_view *view)
{
    size_t n = view->text.len;

    if (n > DM_PAGE_TEXT)
        for (n = DM_PAGE_TEXT; dm_utf8_inside(view->text.ptr[n]);)
            n--;
    return dm_slice_sub(view->text, 0, n);
}

static dm_value *charset_of(dm_page *p)
{
    const dm_detection *d = &p->ask->doc->charset;
    const dm_candidate *c = d->candidates;
    dm_value           *out = dm_value_object(p->arena);
    dm_value           *rivals = dm_value_list(p->arena);

    if (d->n == 0)
        return out;
    dm_page_text(p, out, "name", dm_slice_str(dm_charset_name(c->charset)));
    dm_page_text(p, out, "how", dm_slice_str(dm_witness_name(c->how)));
    dm_page_set(p, out, "confidence",
                dm_value_real(p->arena, (double)c->confidence));
    dm_page_set(p, out, "bad",
                dm_value_int(p->arena, (int64_t)p->ask->doc->decoded.bad));
    for (size_t i = 1; i < d->n && i < RIVALS; i++)
        dm_page_push(p, rivals,
                     dm_value_string(p->arena, dm_slice_str(dm_charset_name(
                                                   d->candidates[i].charset))));
    dm_page_set(p, out, "rivals", rivals);
    return out;
}

static dm_value *note_of(dm_page *p, const dm_page_said *note)
{
    const dm_err *e = &note->text;
    dm_value     *out = dm_value_object(p->arena);
    char          code[16];

    snprintf(code, sizeof code, "E%d", e->code);
    dm_page_text(p, out, "level", dm_slice_str(note->level));
    dm_page_text(p, out, "code", dm_slice_str(e->code != DM_OK ? code : ""));
    dm_page_text(p, out, "message", dm_slice_str(e->msg));
    dm_page_text(p, out, "help", dm_slice_str(e->help));
    dm_page_text(p, out, "file", dm_slice_str(e->file));
    dm_page_set(p, out, "line", dm_value_int(p->arena, e->line));
    dm_page_set(p, out, "docline", dm_value_int(p->arena, e->doc_line));
    dm_page_set(p, out, "doccol", dm_value_int(p->arena, e->doc_col));
    return out;
}

static dm_value *notes(dm_page *p)
{
    dm_value *out = dm_value_list(p->arena);

    for (size_t i = 0; i < p->ask->nnotes; i++)
        dm_page_push(p, out, note_of(p, &p->ask->notes[i]));
    return out;
}

/* The first bytes of a range of the file. */
static dm_value *hex_of(dm_page *p, dm_range bytes)
{
    dm_slice raw = p->ask->doc->raw->text;
    char     text[HEX * 3 + 8];
    size_t   n = 0;

    text[0] = '\0';
    for (size_t i = bytes.from; i < bytes.to && i < bytes.from + HEX; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%02x",
                              i > bytes.from ? " " : "",
                              (unsigned)(unsigned char)raw.ptr[i]);
    if (bytes.to > bytes.from + HEX)
        snprintf(text + n, sizeof text - n, " …");
    return dm_value_string(p->arena, dm_slice_str(text));
}

static dm_value *mark_value(dm_page *p, const dm_page_spot *m)
{
    dm_value    *out = dm_value_list(p->arena);
    const size_t list[] = {
        m->sides,
        dm_units_before(&p->units_clean, m->clean.from),
        dm_units_before(&p->units_clean, m->clean.to),
        dm_units_before(&p->units_source, m->source.from),
        dm_units_before(&p->units_source, m->source.to),
        m->bytes.from,
        m->bytes.to,
        m->exact,
    };

    dm_page_number(p, out, m->kind);
    dm_page_push(p, out, dm_value_int(p->arena, m->rule));
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        dm_page_number(p, out, list[i]);
    dm_page_push(p, out, hex_of(p, m->raw));
    if (m->info != NULL && m->info->as.object.n > 0)
        dm_page_push(p, out, m->info);
    return out;
}

static dm_value *marks(dm_page *p)
{
    dm_value           *out = dm_value_list(p->arena);
    const dm_page_spot *m = (const dm_page_spot *)(const void *)p->marks.ptr;

    for (size_t i = 0; i < p->marks.len / sizeof *m; i++)
        dm_page_push(p, out, mark_value(p, &m[i]));
    return out;
}

static void set_count(dm_page *p, dm_value *object, const char *key, size_t n)
{
    dm_page_set(p, object, key, dm_value_int(p->arena, (int64_t)n));
}

/* What a page of this size has no room for; NULL for nothing. */
static dm_value *left_out(dm_page *p)
{
    size_t    source = p->source->text.len - p->units_source.text.len;
    size_t    clean = p->clean->text.len - p->units_clean.text.len;
    dm_value *out;

    if (source + clean + p->left_marks + p->left_edits + p->left_pairs == 0)
        return NULL;
    out = dm_value_object(p->arena);
    set_count(p, out, "source", source);
    set_count(p, out, "clean", clean);
    set_count(p, out, "marks", p->left_marks);
    set_count(p, out, "edits", p->left_edits);
    set_count(p, out, "compared", p->left_pairs);
    return out;
}

static dm_value *script_of(dm_page *p, const dm_page_run *run)
{
    dm_value       *out = dm_value_object(p->arena);
    const dm_value *script =
        run->report != NULL ? dm_value_at(run->report, DM_S("script")) : NULL;
    dm_slice name = dm_member_str(script, "name");

    dm_page_text(p, out, "name", name.len > 0 ? name : dm_slice_str(run->name));
    dm_page_text(p, out, "file", dm_slice_str(run->name));
    return out;
}

/* The other run; one of records has no rules. */
static dm_value *old_of(dm_page *p, const dm_page_run *run)
{
    dm_value *out = script_of(p, run);

    if (run->report == NULL)
        set_count(p, out, "records", run->nrecords);
    return out;
}

static void set_member(dm_page *p, dm_value *out, const char *key,
                       const dm_value *report, const char *member)
{
    dm_value *v =
        report != NULL ? dm_value_at(report, dm_slice_str(member)) : NULL;

    if (v != NULL && v->kind != DM_NULL)
        dm_page_set(p, out, key, v);
}

/* The parts of a container, and where each begins in the source: parts are
** UTF-8, so that places in the bytes are places in the text. */
static dm_value *parts_of(dm_page *p)
{
    const dm_doc *doc = p->ask->doc;
    dm_value     *out = dm_value_list(p->arena);

    for (size_t i = 0; i < doc->nparts; i++) {
        dm_value *one = dm_value_list(p->arena);

        dm_page_push(p, one, dm_value_string(p->arena, doc->parts[i].name));
        dm_page_number(
            p, one,
            dm_units_before(&p->units_source, doc->parts[i].bytes.from));
        dm_page_push(p, out, one);
    }
    return out;
}

/* The records of a run, without what the marks say. */
static dm_value *records_of(dm_page *p, const dm_page_run *run)
{
    dm_value *out = dm_value_list(p->arena);

    for (size_t i = 0; i < run->nrecords && i < RECORDS; i++) {
        const dm_value *record = run->records[i];
        dm_value       *one = dm_value_object(p->arena);

        for (size_t k = 0; k < record->as.object.n; k++) {
            const dm_member *m = &record->as.object.members[k];

            if (!dm_slice_eq(m->key, DM_S("_spans")) &&
                !dm_slice_eq(m->key, DM_S("_meta")))
                p->failed |= !dm_value_set(p->arena, one, m->key, m->value);
        }
        dm_page_push(p, out, one);
    }
    return out;
}

/* What is known of every document, also of one that could not be loaded. */
static void add_head(dm_page *p, dm_value *out)
{
    const dm_page_ask *ask = p->ask;

    dm_page_text(p, out, "id", ask->id);
    dm_page_text(p, out, "path", ask->path);
    dm_page_set(p, out, "script", script_of(p, &ask->now));
    if (ask->now.report == NULL)
        dm_page_set(p, out, "silent", dm_value_bool(p->arena, true));
    if (ask->was != NULL)
        dm_page_set(p, out, "old", old_of(p, ask->was));
    dm_page_set(p, out, "errors", notes(p));
}

static void add_body(dm_page *p, dm_value *out)
{
    const dm_page_ask *ask = p->ask;
    dm_value          *left, *rest;

    dm_page_text(p, out, "format", dm_slice_str(ask->doc->format));
    set_count(p, out, "bytes", ask->doc->file.len);
    dm_page_text(p, out, "lang", ask->doc->lang);
    dm_page_text(p, out, "view", dm_slice_str(p->clean->name));
    dm_page_set(p, out, "charset", charset_of(p));
    dm_page_text(p, out, "source", p->units_source.text);
    dm_page_text(p, out, "clean", p->units_clean.text);
    dm_page_set(p, out, "parts", parts_of(p));
    dm_page_set(p, out, "fields", dm_page_reports(p));
    dm_page_set(p, out, "stages", dm_page_stages(p));
    dm_page_set(p, out, "rules", p->rules);
    dm_page_set(p, out, "marks", marks(p));
    dm_page_set(p, out, "pieces", dm_page_pieces(p));
    left = left_out(p);
    if (left != NULL)
        dm_page_set(p, out, "left", left);
    rest = dm_page_rests(p);
    if (rest != NULL)
        dm_page_set(p, out, "unmarked", rest);
    set_member(p, out, "away", ask->now.report, "away");
    set_member(p, out, "failed", ask->now.report, "failed");
    dm_page_set(p, out, "records", records_of(p, &ask->now));
    if (ask->was != NULL)
        dm_page_set(p, out, "was", records_of(p, ask->was));
}

/* The two texts: the decoded file, and what the script's rules look at. */
static bool set_views(dm_page *p, dm_err *err)
{
    const dm_value *about = p->ask->now.report != NULL
                                ? dm_value_at(p->ask->now.report, DM_S("doc"))
                                : NULL;
    dm_slice        name = dm_member_str(about, "view");

    p->source = p->ask->doc->decoded_view;
    p->clean =
        dm_doc_view(p->ask->doc, name.len > 0 ? name : DM_S("text"), err);
    if (p->clean == NULL)
        return false;
    if (p->clean == p->ask->doc->raw)
        p->clean = p->source;
    if (dm_units_init(&p->units_source, p->arena, shown(p->source)) &&
        dm_units_init(&p->units_clean, p->arena, shown(p->clean)))
        return true;
    return dm_fail(err, DM_E_MEMORY, "no memory for the page's texts");
}

dm_value *dm_page_data(dm_arena *arena, const dm_page_ask *ask, dm_err *err)
{
    dm_page   p = {.arena = arena, .ask = ask, .rules = dm_value_list(arena)};
    dm_value *out = dm_value_object(arena);
    bool      ok = true;

    p.limit = ask->limit > 0 ? ask->limit : DM_PAGE_MARKS;
    dm_buf_init(&p.marks, MARKS_MAX);
    dm_buf_init(&p.cuts, MARKS_MAX);
    dm_buf_init(&p.rest[0], MARKS_MAX);
    dm_buf_init(&p.rest[1], MARKS_MAX);
    if (ask->doc != NULL)
        ok = set_views(&p, err);
    if (ok)
        add_head(&p, out);
    if (ok && ask->doc != NULL)
        add_body(&p, out);
    p.failed |= p.marks.failed || p.cuts.failed || p.rest[0].failed ||
                p.rest[1].failed || out == NULL;
    dm_buf_fini(&p.rest[0]);
    dm_buf_fini(&p.rest[1]);
    dm_buf_fini(&p.marks);
    dm_buf_fini(&p.cuts);
    if (!ok)
        return NULL;
    if (p.failed) {
        dm_fail(err, DM_E_MEMORY, "no memory for the page");
        return NULL;
    }
    return out;
}
