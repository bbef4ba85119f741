/* explain.c - ask the script about one input, and write down the answer. */
#include "desk/explain.h"

#include <stdio.h>

#include "base/nearest.h"
#include "desk/open.h"
#include "desk/show.h"
#include "emit/json.h"

enum {
    QUESTION_MAX = 1 << 16,
    ERROR_MAX = 1100 /* an error, its place and its help */
};

/* What std/ask/report.lua and std/ask/why.lua are asked. */
static dm_value *question(const dm_explain_order *o, dm_arena *arena)
{
    dm_value *q = dm_value_object(arena);
    size_t    most = o->limit > 0      ? o->limit
                     : o->rule != NULL ? DM_EXPLAIN_ATTEMPTS
                                       : DM_EXPLAIN_LIMIT;

    if (!dm_value_set(arena, q, DM_S("limit"),
                      dm_value_int(arena, (int64_t)most)) ||
        !dm_value_set(arena, q, DM_S("sources"), dm_value_bool(arena, true)))
        return NULL;
    if (o->rule != NULL &&
        !dm_value_set(arena, q, DM_S("rule"),
                      dm_value_string(arena, dm_slice_str(o->rule))))
        return NULL;
    return q;
}

static dm_engine *open_engine(const dm_explain_order  *o,
                              const dm_engine_options *base, dm_err *err)
{
    dm_engine_options options = *base;
    dm_engine        *engine = NULL;
    dm_arena          arena;

    dm_arena_init(&arena, QUESTION_MAX);
    options.spans = false; /* the record is as run makes it */
    options.ask = o->rule != NULL ? "why" : "report";
    options.question = question(o, &arena);
    if (options.question == NULL)
        dm_fail(err, DM_E_BAD_VALUE, "the name of the rule is too long");
    else
        engine = dm_desk_engine(&options, err);
    dm_arena_fini(&arena);
    return engine;
}

static const char *rule_name(const void *engine, size_t i)
{
    return dm_engine_rule(engine, i);
}

/* Does the script have the rule that was asked for? */
static bool check_rule(const dm_engine *engine, const char *rule, dm_err *err)
{
    dm_slice    word = dm_slice_str(rule != NULL ? rule : "");
    const char *name, *near;

    for (size_t i = 0; rule != NULL; i++) {
        name = dm_engine_rule(engine, i);
        if (name == NULL)
            break;
        if (dm_slice_eq(dm_slice_str(name), word))
            return true;
    }
    if (rule == NULL)
        return true;
    dm_fail(err, DM_E_BAD_VALUE, "--rule: %s has no rule '%s'",
            dm_engine_path(engine), rule);
    near = dm_nearest(word, rule_name, engine);
    if (near != NULL)
        return dm_fail_help(err, "did you mean %s?", near);
    return dm_fail_help(err, "docmill explain without --rule lists its rules");
}

static bool matched(const dm_value *report)
{
    dm_value *const *rules;
    size_t           n = dm_member_items(report, "rules", &rules);

    for (size_t i = 0; i < n; i++)
        if (dm_member_int(rules[i], "hits") > 0)
            return true;
    return dm_member_true(report, "matched");
}

static void put(dm_buf *out, const dm_explain_order *o, const dm_value *report)
{
    if (o->json) {
        dm_json_value(out, report, 0);
        dm_buf_char(out, '\n');
    } else if (dm_member_true(report, "lost")) {
        dm_explain_lost(out, report, o->color);
    } else if (o->rule != NULL) {
        dm_explain_why(out, report, o->color);
    } else {
        dm_explain_hits(out, report, o->color);
    }
}

/* Add what is not NULL. */
static bool set(dm_arena *arena, dm_value *o, const char *key, dm_value *v)
{
    return dm_value_set(arena, o, dm_slice_str(key), v);
}

static bool set_str(dm_arena *arena, dm_value *o, const char *key,
                    const char *s)
{
    return set(arena, o, key, dm_value_string(arena, dm_slice_str(s)));
}

/* "the script ran longer than 1000 ms, at a.txt:1:6, while rule 'b' was at
** work", cut where it does not fit. */
static void tell_error(const dm_err *why, char *out, size_t size)
{
    char at[32] = "";
    int  n;

    if (why->doc_line > 0)
        snprintf(at, sizeof at, ":%d:%d", why->doc_line, why->doc_col);
    n = snprintf(out, size, "%s%s%s%s%s%s", why->msg,
                 why->doc[0] != '\0' ? ", at " : "", why->doc, at,
                 why->help[0] != '\0' ? ", " : "", why->help);
    if (n < 0)
        out[0] = '\0';
}

/* A report of what is known when a limit ended the script with `why`, so that
** nobody could ask it.  NULL when memory ran out. */
static dm_value *bare(dm_desk *desk, const dm_engine *engine, const dm_err *why)
{
    const dm_doc *doc = desk->doc;
    dm_arena     *arena = &desk->result.arena;
    dm_value     *report = dm_value_object(arena), *d = dm_value_object(arena);
    dm_value     *script = dm_value_object(arena);
    char          failed[ERROR_MAX];
    int64_t       bytes = (int64_t)doc->bytes.len;
    const dm_charset *cs = doc->charset.candidates[0].charset;
    bool              ok;

    tell_error(why, failed, sizeof failed);
    ok = set(arena, d, "id", dm_value_string(arena, doc->id)) &&
         set_str(arena, d, "format", doc->format) &&
         set_str(arena, d, "charset", dm_charset_name(cs)) &&
         set(arena, d, "bytes", dm_value_int(arena, bytes)) &&
         set_str(arena, script, "name", dm_engine_name(engine)) &&
         set_str(arena, script, "file", dm_engine_path(engine)) &&
         set(arena, report, "doc", d) && set(arena, report, "script", script) &&
         set_str(arena, report, "failed", failed) &&
         set(arena, report, "lost", dm_value_bool(arena, true));
    return ok ? report : NULL;
}

static bool look(dm_desk *desk, dm_buf *out, const dm_explain_order *o,
                 dm_engine *engine, dm_explained *how, dm_err *err)
{
    bool            ok = dm_desk_run(desk, engine, err);
    const dm_value *report = desk->result.report;

    if (report == NULL && !ok)
        report = bare(desk, engine, err);
    if (report == NULL)
        return !ok ? false
                   : dm_fail(err, DM_E_INTERNAL, "the script gave no report");
    put(out, o, report);
    *how = !ok               ? DM_EXPLAINED_FAILED
           : matched(report) ? DM_EXPLAINED_YES
                             : DM_EXPLAINED_NO;
    return !out->failed || dm_fail(err, DM_E_SIZE, "the answer is too long");
}

bool dm_explain(dm_buf *out, const dm_explain_order *order,
                const dm_load_options *load, const dm_engine_options *engine,
                dm_explained *how, dm_err *err)
{
    dm_desk    desk;
    dm_engine *e = open_engine(order, engine, err);
    bool       ok;

    if (e == NULL)
        return false;
    dm_desk_init(&desk);
    ok = check_rule(e, order->rule, err) &&
         dm_desk_read(&desk, order->path, load, err) &&
         dm_desk_load(&desk, load, err) && look(&desk, out, order, e, how, err);
    dm_desk_fini(&desk);
    dm_engine_close(e);
    return ok;
}
