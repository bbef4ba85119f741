/* blame_load.c - the document of a record and the script that made it, again.
 */
#include <stdarg.h>
#include <stdio.h>
#include <xxhash.h>

#include "desk/blame_in.h"
#include "desk/show.h"
#include "emit/json.h"
#include "load/mail_body.h"

/* Append a text to `notes`. */
__attribute__((format(printf, 2, 3))) static void note(dm_blamed  *b,
                                                       const char *fmt, ...)
{
    char    all[512], text[500]; /* cut at a character */
    va_list args;

    va_start(args, fmt);
    vsnprintf(all, sizeof all, fmt, args);
    va_end(args);
    dm_err_copy(text, sizeof text, all, strlen(all));
    (void)dm_value_push(&b->arena, b->notes,
                        dm_value_string(&b->arena, dm_slice_str(text)));
}

static const dm_value *meta(const dm_blamed *b)
{
    return dm_member_at(b->record, "_meta");
}

/* A path that is not UTF-8 stands in _meta as its bytes in base64. */
static dm_slice path_bytes(dm_blamed *b)
{
    dm_slice text = dm_member_str(meta(b), "path_bytes");
    dm_slice path = DM_S("");
    dm_buf   bytes;
    char    *copy;

    dm_buf_init(&bytes, text.len);
    dm_mail_unwrap_word(&bytes, text, DM_WRAP_BASE64);
    copy = dm_arena_str(&b->arena, dm_buf_view(&bytes));
    if (copy != NULL)
        path = dm_slice_str(copy);
    dm_buf_fini(&bytes);
    return path;
}

/* The path of the document: what _meta says, else the record's id. */
static const char *path_of(dm_blamed *b, dm_err *err)
{
    dm_slice    path = dm_member_str(meta(b), "path");
    const char *out;

    if (path.len == 0 && dm_member_str(meta(b), "path_bytes").len > 0)
        path = path_bytes(b);
    if (path.len == 0)
        path = dm_member_str(b->record, "id");
    if (path.len == 0 || dm_slice_eq(path, DM_S("-"))) {
        dm_fail(err, DM_E_USAGE, "the record does not say which file it is of");
        dm_fail_help(err, "blame needs the document: run docmill over a file, "
                          "or with --meta where scripts give their own ids");
        return NULL;
    }
    out = dm_arena_str(&b->arena, path);
    if (out == NULL)
        dm_fail(err, DM_E_MEMORY, "no memory for a path");
    return out;
}

/* As the run was told, unless the command line tells another. */
static dm_load_options load_of(dm_blamed *b)
{
    dm_load_options load = *b->ask->load;
    const dm_value *cs = dm_member_at(meta(b), "charset");

    if (load.charset == NULL &&
        dm_slice_eq(dm_member_str(cs, "how"), DM_S("option")))
        load.charset = dm_arena_str(&b->arena, dm_member_str(cs, "name"));
    return load;
}

static bool same_bytes(const dm_blamed *b, dm_err *err)
{
    dm_slice was = dm_member_str(meta(b), "xxh3");
    char     now[17];

    if (was.len == 0)
        return true;
    snprintf(
        now, sizeof now, "%016llx",
        (unsigned long long)XXH3_64bits(b->desk.bytes.ptr, b->desk.bytes.len));
    if (dm_slice_eq(was, dm_slice_str(now)))
        return true;
    dm_fail(err, DM_E_CHANGED, "is not the file that the record was made of");
    dm_fail_at(err, b->desk.path, 0, 0);
    return dm_fail_help(err,
                        "its xxh3 is %s, the record says %.*s: run the "
                        "script again",
                        now, (int)was.len, was.ptr);
}

bool dm_blamed_load(dm_blamed *b, dm_err *err)
{
    dm_load_options load = load_of(b);
    const char     *path = path_of(b, err);
    dm_slice        format = dm_member_str(meta(b), "format");

    if (path == NULL)
        return false;
    if (!dm_desk_read(&b->desk, path, &load, err)) {
        if (err->help[0] == '\0')
            dm_fail_help(err, "%s",
                         strstr(path, "\xEF\xBF\xBD") != NULL
                             ? "U+FFFD in a name stands for bytes that are not "
                               "UTF-8: run --meta keeps those"
                             : "the record's document; paths are as the run "
                               "was given them");
        return false;
    }
    if (!same_bytes(b, err) || !dm_desk_load(&b->desk, &load, err))
        return false;
    if (format.len > 0 &&
        !dm_slice_eq(format, dm_slice_str(b->desk.doc->format)))
        note(b, "it is read as %s now, and was read as %.*s (--from)",
             b->desk.doc->format, (int)format.len, format.ptr);
    return true;
}

/* The script's path or name; NULL when nobody says. */
static const char *script_of(dm_blamed *b)
{
    const dm_value *script = dm_member_at(meta(b), "script");
    dm_slice        file = dm_member_str(script, "file");

    if (b->ask->script != NULL)
        return b->ask->script;
    if (file.len == 0)
        file = dm_member_str(script, "name");
    return file.len > 0 ? dm_arena_str(&b->arena, file) : NULL;
}

/* The script's engine.  NULL without one: then the err is OK unless a script
** that was named does not open. */
static dm_engine *open_script(dm_blamed *b, dm_err *err)
{
    dm_engine_options options = *b->ask->engine;
    const dm_value   *script = dm_member_at(meta(b), "script");
    dm_slice          hash = dm_member_str(script, "hash");
    dm_value         *question = dm_value_object(&b->arena);
    dm_engine        *engine;

    options.script = script_of(b);
    options.spans = true;
    options.ask = "report";
    options.question = question;
    (void)dm_value_set(&b->arena, question, DM_S("limit"),
                       dm_value_int(&b->arena, 0));
    err->code = DM_OK;
    if (options.script == NULL)
        return NULL;
    engine = dm_desk_engine(&options, err);
    if (engine == NULL) {
        if (b->ask->script == NULL)
            err->code = DM_OK; /* only its name was known */
        return NULL;
    }
    if (hash.len == 0 ||
        dm_slice_eq(hash, dm_slice_str(dm_engine_hash(engine))))
        return engine;
    if (b->ask->script == NULL && dm_member_str(script, "file").len == 0) {
        dm_engine_close(engine); /* another one of that name */
        return NULL;
    }
    note(b, "the script has changed since: %s is not as it was",
         dm_engine_path(engine));
    return engine;
}

/* Are two records the same, what is docmill's own apart? */
static bool same_fields(const dm_value *a, const dm_value *b)
{
    dm_buf x, y;
    bool   same = true;

    dm_buf_init(&x, 64 << 20);
    dm_buf_init(&y, 64 << 20);
    for (size_t i = 0; same && i < a->as.object.n; i++) {
        const dm_member *m = &a->as.object.members[i];
        const dm_value  *other = dm_value_at(b, m->key);

        if (m->key.len > 0 && m->key.ptr[0] == '_')
            continue;
        dm_buf_clear(&x);
        dm_buf_clear(&y);
        dm_json_value(&x, m->value, 0);
        if (other != NULL)
            dm_json_value(&y, other, 0);
        same = dm_slice_eq(dm_buf_view(&x), dm_buf_view(&y));
    }
    dm_buf_fini(&x);
    dm_buf_fini(&y);
    return same;
}

/* Of the records that the script makes now, the one that this one is. */
static void pick_fresh(dm_blamed *b)
{
    const dm_result *r = &b->desk.result;

    for (size_t i = 0; i < r->nrecords && !b->same; i++) {
        b->same = same_fields(b->record, r->records[i]);
        if (b->same || b->fresh == NULL)
            b->fresh = r->records[i];
    }
    if (b->fresh == NULL)
        note(b, "the script makes no record of this document now");
    else if (!b->same)
        note(b, "the script makes another record of this document "
                "now");
}

static void run(dm_blamed *b, dm_engine *engine)
{
    dm_err why;

    if (dm_desk_run(&b->desk, engine, &why))
        pick_fresh(b);
    else
        note(b, "the script fails on this document now: %s", why.msg);
}

static bool choose_spans(dm_blamed *b, bool script, dm_err *err)
{
    b->spans = dm_member_at(b->record, "_spans");
    if (b->spans != NULL && b->spans->kind == DM_OBJECT)
        return true;
    if (b->spans != NULL) {
        dm_fail(err, DM_E_BAD_RESULT,
                "_spans is no object: the record is not as docmill writes "
                "them");
        return dm_fail_at(err, b->ask->records, (int)b->line, 0);
    }
    if (b->fresh == NULL) {
        dm_fail(err, DM_E_USAGE, "the record has no _spans%s",
                script ? ", and the script makes none like it now" : "");
        dm_fail_at(err, b->ask->records, (int)b->line, 0);
        return dm_fail_help(err, "write records with --spans, or name the "
                                 "script with --script to run it again");
    }
    b->spans = dm_member_at(b->fresh, "_spans");
    note(b, "the record has no _spans: the script was run again");
    return true;
}

static bool choose_view(dm_blamed *b, dm_err *err)
{
    const dm_value *report = b->desk.result.report;
    dm_slice        view = dm_member_str(meta(b), "view");

    if (view.len == 0)
        view = dm_member_str(dm_member_at(report, "doc"), "view");
    b->view = dm_doc_view(b->desk.doc, view.len > 0 ? view : DM_S("text"), err);
    return b->view != NULL;
}

bool dm_blamed_run(dm_blamed *b, dm_err *err)
{
    dm_engine *engine = open_script(b, err);
    bool       script = engine != NULL;

    if (script) {
        run(b, engine);
        dm_engine_close(engine);
    } else if (err->code != DM_OK) {
        return false;
    } else {
        note(b, "the script is not known: --script SCRIPT tells "
                "where its rules are");
    }
    return choose_spans(b, script, err) && choose_view(b, err);
}
