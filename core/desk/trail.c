/* trail.c - one input, one script, and the places in it that are asked for.
**
** The script's engine answers where the places are and who touches them; the
** way of each through the views is told from the document, which is still
** there.
*/
#include "desk/trail.h"

#include "desk/open.h"
#include "desk/path.h"
#include "desk/show.h"
#include "desk/trail_place.h"
#include "desk/trail_print.h"
#include "emit/json.h"
#include "engine/standoff.h"
#include "text/utf8.h"

enum { TRAIL_MAX = 64 << 20 };

typedef struct task {
    const dm_trail *trail;
    dm_desk         desk;
    dm_arena        arena;
    dm_buf         *out;
    const dm_value *report; /* of the engine, or without it */
    bool            touched;
} task;

/* Add what is not NULL; false when memory ran out. */
static bool set(task *t, dm_value *o, const char *key, dm_value *v)
{
    return dm_value_set(&t->arena, o, dm_slice_str(key), v);
}

static bool set_int(task *t, dm_value *o, const char *key, size_t n)
{
    return set(t, o, key, dm_value_int(&t->arena, (int64_t)n));
}

static bool ask_text(task *t, dm_value *q)
{
    size_t   limit = t->trail->limit > 0 ? t->trail->limit : DM_TRAIL_LIMIT;
    dm_slice text = dm_slice_str(t->trail->text);

    return set(t, q, "text", dm_value_string(&t->arena, text)) &&
           set_int(t, q, "limit", limit);
}

/* What the engine is asked about the document that is loaded; NULL with err. */
static dm_value *question(task *t, dm_err *err)
{
    dm_value *q = dm_value_object(&t->arena);
    dm_range  place = {0, 0};
    bool      ok;

    if (t->trail->at != NULL) {
        if (!dm_trail_place(t->desk.doc, t->trail->at, &place, err))
            return NULL;
        ok = set_int(t, q, "from", place.from) && set_int(t, q, "to", place.to);
    } else {
        ok = ask_text(t, q);
    }
    if (!ok)
        dm_fail(err, DM_E_MEMORY, "no memory for a question");
    return ok ? q : NULL;
}

/* Where a place that was found in some view lies in "decoded". */
static bool in_file(dm_doc *doc, const dm_value *found, dm_range *range,
                    dm_err *err)
{
    const dm_view  *view = dm_doc_view(doc, dm_member_str(found, "view"), err);
    const dm_value *byte = dm_member_at(found, "byte");
    dm_range at = {(size_t)dm_list_int(byte, 0), (size_t)dm_list_int(byte, 1)};

    if (view == NULL)
        return false;
    (void)dm_view_convert(view, at, doc->decoded_view, range, NULL);
    return true;
}

static void put_json(task *t, const dm_value *told)
{
    dm_json_value(t->out, told, 0);
    dm_buf_char(t->out, '\n');
}

/* That the script failed or did not want the document goes with each place. */
static bool add_state(task *t, dm_value *found)
{
    static const char *const keys[] = {"away", "skipped", "failed"};
    bool                     ok = true;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        dm_slice text = dm_member_str(t->report, keys[i]);

        if (dm_member_at(t->report, keys[i]) != NULL)
            ok = set(t, found, keys[i], dm_value_string(&t->arena, text)) && ok;
    }
    if (dm_member_true(t->report, "more"))
        ok = set(t, found, "more", dm_value_bool(&t->arena, true)) && ok;
    return ok;
}

/* Does anything that the script did touch the place? */
static bool touched(const dm_value *found)
{
    static const char *const lists[] = {"rules", "fields", "annotations",
                                        "drops", "edits"};
    dm_value *const         *items;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (dm_member_items(found, lists[i], &items) > 0)
            return true;
    return false;
}

/* One place: its number, its path, who touches it. */
static bool tell_place(task *t, const dm_view *view, dm_value *found, size_t i,
                       dm_err *err)
{
    dm_range  range = {0, 0};
    dm_value *path;
    dm_value *id = dm_value_string(&t->arena, t->desk.doc->id);

    if (!in_file(t->desk.doc, found, &range, err))
        return false;
    path = dm_path_value(view, range, &t->arena, err);
    if (path == NULL)
        return false;
    if (!set(t, found, "id", id) || !set_int(t, found, "n", i + 1) ||
        !set_int(t, found, "total",
                 (size_t)dm_member_int(t->report, "total")) ||
        !set(t, found, "path", path) || !add_state(t, found))
        return dm_fail(err, DM_E_MEMORY, "no memory for a place");
    t->touched = t->touched || touched(found);
    if (t->trail->json)
        put_json(t, found);
    else
        dm_trail_print(t->out, found, view, t->trail->color);
    return true;
}

static bool tell(task *t, dm_err *err)
{
    const dm_value  *report = t->report;
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(report, "places", &items);
    const dm_view   *view;

    view = dm_doc_view(t->desk.doc, dm_member_str(report, "view"), err);
    if (view == NULL)
        return false;
    if (!t->trail->json)
        dm_trail_head(t->out, report, t->desk.doc->id, t->trail->text);
    for (size_t i = 0; i < n; i++)
        if (!tell_place(t, view, items[i], i, err))
            return false;
    if (!t->trail->json)
        dm_trail_rest(t->out, report, n);
    return !t->out->failed || dm_fail(err, DM_E_SIZE, "the answer is too long");
}

/* A place as std/ask/at.lua has it, when nobody can say who touches it. */
static bool add_bare(task *t, dm_value *places, const dm_view *view,
                     dm_range range)
{
    dm_value *place = dm_value_object(&t->arena);
    dm_value *byte = dm_value_list(&t->arena);
    dm_slice  text = dm_slice_sub(view->text, range.from, range.to);
    int64_t   from = (int64_t)range.from, to = (int64_t)range.to;

    return dm_value_push(&t->arena, byte, dm_value_int(&t->arena, from)) &&
           dm_value_push(&t->arena, byte, dm_value_int(&t->arena, to)) &&
           set(t, place, "view",
               dm_value_string(&t->arena, dm_slice_str(view->name))) &&
           set(t, place, "byte", byte) &&
           set(t, place, "text", dm_value_string(&t->arena, text)) &&
           dm_value_push(&t->arena, places, place);
}

/* The places of the text in a view, those within the limit put in a list; how
** many there are. */
static size_t search(task *t, dm_value *places, const dm_view *view)
{
    dm_slice text = dm_slice_str(t->trail->text);
    size_t   limit = t->trail->limit > 0 ? t->trail->limit : DM_TRAIL_LIMIT;
    size_t   n = 0, at = 0;

    while (at < view->text.len) {
        const char *hit = memmem(view->text.ptr + at, view->text.len - at,
                                 text.ptr, text.len);

        if (hit == NULL)
            break;
        at = (size_t)(hit - view->text.ptr);
        if (n < limit &&
            !add_bare(t, places, view, (dm_range){at, at + text.len}))
            break;
        n++;
        at += text.len;
    }
    return n;
}

/* What std/ask/at.lua would say, as far as it is known without the script: a
** limit ended it, with `why`. */
static bool report_bare(task *t, const dm_value *question, const dm_view *view,
                        const dm_err *why, dm_err *err)
{
    const dm_view *decoded = t->desk.doc->decoded_view;
    dm_value      *report = dm_value_object(&t->arena);
    dm_value      *places = dm_value_list(&t->arena);
    dm_value      *failed = dm_value_string(&t->arena, dm_slice_str(why->msg));
    dm_range       at = {(size_t)dm_member_int(question, "from"),
                         (size_t)dm_member_int(question, "to")};
    size_t         n = 1;
    bool           ok = true;

    if (t->trail->at != NULL)
        ok = add_bare(t, places, decoded, at);
    else if ((n = search(t, places, view)) == 0)
        n = search(t, places, decoded);
    if (!ok ||
        !set(t, report, "view",
             dm_value_string(&t->arena, dm_slice_str(view->name))) ||
        !set_int(t, report, "total", n) || !set(t, report, "places", places) ||
        !set(t, report, "failed", failed))
        return dm_fail(err, DM_E_MEMORY, "no memory for a place");
    t->report = report;
    return true;
}

/* Run the script.  `*how` and `err` say whether it failed on this document;
** false when there is nothing to tell then. */
static bool run(task *t, const dm_engine_options *given, dm_trailed *how,
                dm_err *err)
{
    dm_engine_options options = *given;
    dm_engine        *engine;
    const dm_view    *view;
    dm_err            why;
    bool              ok;

    options.spans = false;
    options.ask = "at";
    options.question = question(t, err);
    if (options.question == NULL)
        return false;
    engine = dm_desk_engine(&options, err);
    if (engine == NULL)
        return false;
    ok = dm_desk_run(&t->desk, engine, err);
    t->report = t->desk.result.report;
    *how = ok ? DM_TRAILED_NOT : DM_TRAILED_FAILED;
    if (!ok && t->report == NULL) {
        view = dm_engine_view(engine, t->desk.doc, &why);
        if (view == NULL || !report_bare(t, options.question, view, err, &why))
            t->report = NULL; /* what the script failed with says more */
    }
    dm_engine_close(engine);
    return t->report != NULL;
}

static bool check(const dm_trail *trail, dm_err *err)
{
    dm_slice text = dm_slice_str(trail->text != NULL ? trail->text : "");

    if (dm_utf8_valid(text) < text.len)
        return dm_fail(err, DM_E_BAD_VALUE, "--text is no UTF-8");
    if ((trail->at != NULL) != (trail->text != NULL) &&
        (trail->text == NULL || trail->text[0] != '\0'))
        return true;
    dm_fail(err, DM_E_USAGE, "explain one place or one text");
    return dm_fail_help(err, "--at LINE:COL, or --text TEXT");
}

bool dm_trail_explain(dm_buf *out, const dm_trail *trail,
                      const dm_load_options   *load,
                      const dm_engine_options *engine, dm_trailed *how,
                      dm_err *err)
{
    task   t = {.trail = trail, .out = out};
    dm_err why;
    bool   ok;

    if (!check(trail, err))
        return false;
    dm_desk_init(&t.desk);
    dm_arena_init(&t.arena, TRAIL_MAX);
    ok = dm_desk_read(&t.desk, trail->path, load, err) &&
         dm_desk_load(&t.desk, load, err) && run(&t, engine, how, err);
    if (ok && !tell(&t, &why)) {
        *err = why;
        ok = false;
    }
    if (ok && *how != DM_TRAILED_FAILED && t.touched)
        *how = DM_TRAILED_TOUCHED;
    dm_arena_fini(&t.arena);
    dm_desk_fini(&t.desk);
    return ok;
}
