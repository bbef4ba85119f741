/* reduce.c - taking parts out of a failing document while it still fails. */
#include "desk/reduce.h"

#include <stdio.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "batch/source.h"
#include "desk/check_in.h"
#include "desk/gold.h"
#include "desk/reduce_in.h"
#include "desk/snapshot.h"
#include "emit/json_read.h"

enum { INPUT_MAX = 64 << 20, GOLD_MAX = 256 << 20, HURRY = 300 /* ms */ };

/* A document being cut. */
typedef struct cutting {
    dm_runner   runner;
    dm_ending   first; /* how the whole input ends */
    dm_reduced *out;
    dm_buf      trial; /* the bytes that are tried */
    size_t      head;  /* bytes before the first piece */
} cutting;

static bool same_end(const dm_ending *a, const dm_ending *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == DM_END_DIED)
        return a->status == b->status;
    if (a->kind == DM_END_FAILED && a->err.code >= DM_E_DEADLINE)
        return a->err.code == b->err.code; /* a limit may strike anywhere */
    if (a->kind == DM_END_FAILED && a->err.line == 0)
        return a->err.code == b->err.code &&
               strcmp(a->err.msg, b->err.msg) == 0;
    if (a->kind == DM_END_FAILED)
        return a->err.code == b->err.code && a->err.line == b->err.line &&
               strcmp(a->err.file, b->err.file) == 0;
    return a->kind == DM_END_WELL && b->change.some;
}

static bool time_left(cutting *c)
{
    if (dm_clock_seconds() >= c->runner.until)
        c->out->stopped = true;
    return !c->out->stopped;
}

/* The bytes before the pieces, and all pieces but [from, to). */
static void join(cutting *c, dm_slice bytes, const dm_range *pieces, size_t n,
                 dm_range gap)
{
    dm_buf_clear(&c->trial);
    dm_buf_slice(&c->trial, dm_slice_sub(bytes, 0, c->head));
    for (size_t i = 0; i < n; i++)
        if (i < gap.from || i >= gap.to)
            dm_buf_slice(&c->trial,
                         dm_slice_sub(bytes, pieces[i].from, pieces[i].to));
}

/* Does the document fail in the same way without the pieces of `gap`? */
static bool still(cutting *c, dm_slice bytes, const dm_range *pieces, size_t n,
                  dm_range gap)
{
    dm_ending end;
    dm_err    err;

    join(c, bytes, pieces, n, gap);
    return !c->trial.failed &&
           dm_runner_run(&c->runner, dm_buf_view(&c->trial), &end, &err) &&
           same_end(&c->first, &end);
}

/* Take out runs of `size` pieces where that changes nothing; how many pieces
** are left. */
static size_t pass(cutting *c, dm_slice bytes, dm_range *pieces, size_t n,
                   size_t size)
{
    size_t at = 0;

    while (at < n && time_left(c)) {
        dm_range gap = {at, at + size < n ? at + size : n};

        if (!still(c, bytes, pieces, n, gap)) {
            at += size;
            continue;
        }
        memmove(&pieces[gap.from], &pieces[gap.to],
                (n - gap.to) * sizeof *pieces);
        n -= gap.to - gap.from;
        if (n == 0)
            break;
    }
    return n;
}

/* Halve the runs until single pieces can no longer be taken out. */
static size_t thin(cutting *c, dm_slice bytes, dm_range *pieces, size_t n)
{
    size_t size = n > 1 ? n / 2 : 1;

    while (n > 0 && time_left(c)) {
        size_t left = pass(c, bytes, pieces, n, size);
        bool   less = left < n;

        n = left;
        if (size == 1 && !less)
            break;
        size = size > 1 ? size / 2 : 1;
    }
    return n;
}

/* One level of cuts over what is left. */
static bool level(cutting *c, dm_cut how, dm_err *err)
{
    dm_buf   pieces, bytes;
    dm_slice now = dm_buf_view(&c->out->bytes);
    size_t   n;
    bool     ok;

    dm_buf_init(&pieces, INPUT_MAX * sizeof(dm_range));
    dm_buf_init(&bytes, INPUT_MAX);
    ok = dm_cut_pieces(now, c->runner.options, how, &pieces, err);
    n = pieces.len / sizeof(dm_range);
    if (ok && n > 0) {
        dm_range *all = (dm_range *)(void *)pieces.ptr;

        c->head = all[0].from;
        n = thin(c, now, all, n);
        dm_buf_slice(&bytes, dm_slice_sub(now, 0, c->head));
        for (size_t i = 0; i < n; i++)
            dm_buf_slice(&bytes, dm_slice_sub(now, all[i].from, all[i].to));
        ok = !bytes.failed ||
             dm_fail(err, DM_E_MEMORY, "no memory to cut a document");
    }
    if (ok && n > 0) {
        dm_buf_clear(&c->out->bytes);
        dm_buf_slice(&c->out->bytes, dm_buf_view(&bytes));
    }
    dm_buf_fini(&pieces);
    dm_buf_fini(&bytes);
    return ok;
}

/* In a few words how the document fails. */
static void describe(cutting *c)
{
    char            *out = c->out->symptom;
    size_t           size = sizeof c->out->symptom;
    const dm_ending *e = &c->first;

    if (e->kind == DM_END_DIED)
        snprintf(out, size, "it kills its process (%s %d)",
                 WIFSIGNALED(e->status) ? "signal" : "status",
                 WIFSIGNALED(e->status) ? WTERMSIG(e->status)
                                        : WEXITSTATUS(e->status));
    else if (e->kind == DM_END_FAILED && e->err.line > 0)
        snprintf(out, size, "error[E%d] at %s:%d: %.300s", (int)e->err.code,
                 e->err.file, e->err.line, e->err.msg);
    else if (e->kind == DM_END_FAILED)
        snprintf(out, size, "error[E%d]: %.300s", (int)e->err.code, e->err.msg);
    else
        snprintf(out, size, "%s %s \"%s\"", e->change.field,
                 e->change.lost ? "has not" : "should not have",
                 e->change.text);
}

/* Of a document that takes too long every run would last as long. */
static bool hurry(cutting *c, dm_err *err)
{
    dm_engine_options options = *c->runner.options->engine;

    options.lua.deadline = HURRY;
    dm_engine_close(c->runner.engine);
    c->runner.engine = dm_engine_open(&options, err);
    return c->runner.engine != NULL && dm_engine_init(c->runner.engine, err);
}

/* Run the whole input: it must fail. */
static bool begin(cutting *c, dm_err *err)
{
    dm_runner *r = &c->runner;

    if (!dm_runner_run(r, dm_buf_view(&c->out->bytes), &c->first, err))
        return false;
    if (c->first.kind == DM_END_LATE) {
        dm_fail(err, DM_E_DEADLINE, "the first run did not end in time");
        return dm_fail_help(err, "give it more with --timeout");
    }
    if (c->first.kind == DM_END_WELL && !c->first.change.some) {
        dm_fail(err, DM_E_NOT_FAILING, "%s does not fail", r->options->input);
        return dm_fail_help(err, "the script runs through it%s",
                            r->was != NULL
                                ? ", and its record has the right texts"
                                : ", and no snapshot or gold has it");
    }
    if (c->first.kind == DM_END_WELL)
        r->look = &c->first.change;
    describe(c);
    return c->first.kind != DM_END_FAILED ||
           c->first.err.code != DM_E_DEADLINE || hurry(c, err);
}

/* Level after level, until a whole round took nothing out. */
static bool cut(cutting *c, dm_err *err)
{
    size_t before;

    do {
        before = c->out->bytes.len;
        for (dm_cut how = DM_CUT_BLOCKS; how < DM_CUTS && time_left(c); how++)
            if (!level(c, how, err))
                return false;
    } while (c->out->bytes.len < before && time_left(c));
    return true;
}

/* The input's record in the script's snapshot, NULL when it has none.  False as
** dm_snapshot_read. */
static bool recall(const dm_reduce_options *o, dm_arena *arena,
                   const dm_value **out, dm_err *err)
{
    char        path[4096];
    const char *script = o->engine->script;
    const char *slash = strrchr(script, '/');
    size_t      folder = slash != NULL ? (size_t)(slash - script) + 1 : 0;
    dm_slice    id = dm_slice_str(o->input);
    dm_value   *list = NULL;
    bool        there = false;

    *out = NULL;
    if (id.len > folder && memcmp(id.ptr, script, folder) == 0)
        id = dm_slice_sub(id, folder, id.len);
    if (!dm_snapshot_path(script, path, sizeof path))
        return true; /* so long a name has none */
    if (!dm_snapshot_read(path, arena, &list, &there, err))
        return false;
    for (size_t i = 0; *out == NULL && i < list->as.list.n; i++)
        if (dm_slice_eq(dm_snapshot_id(list->as.list.items[i]), id))
            *out = list->as.list.items[i];
    return true;
}

/* Add `text` to the list of texts that a record has at `name`. */
static bool add_text(dm_value *record, dm_slice name, dm_slice text,
                     dm_arena *arena)
{
    dm_value *list = dm_value_at(record, name);
    dm_value *value = dm_value_string(arena, text);

    if (list == NULL) {
        list = dm_value_list(arena);
        if (list == NULL || !dm_value_set(arena, record, name, list))
            return false;
    }
    return value != NULL && dm_value_push(arena, list, value);
}

/* The texts that a line of gold has for its fields, as a record.  NULL with
** BAD_GOLD or MEMORY. */
static const dm_value *as_record(const dm_value *line, dm_arena *arena,
                                 dm_err *err)
{
    dm_value *record = dm_value_object(arena);
    dm_marks  marks = {0};
    bool      ok = record != NULL;

    if (ok && !dm_gold_marks(line, arena, &marks, err))
        return NULL;
    for (size_t i = 0; ok && i < marks.n; i++) {
        const dm_gold_mark *m = &marks.all[i];

        if (!m->rule && m->has_text)
            ok = add_text(record, m->name, m->text, arena);
    }
    if (!ok)
        dm_fail(err, DM_E_MEMORY, "no memory for the gold");
    return ok ? record : NULL;
}

/* Does the gold's `id` name the input: as it is, or from the gold's folder? */
static bool is_input(const dm_reduce_options *o, dm_slice id)
{
    dm_slice    input = dm_slice_str(o->input);
    const char *slash = strrchr(o->gold, '/');
    size_t      folder = slash != NULL ? (size_t)(slash - o->gold) + 1 : 0;

    return dm_slice_eq(id, input) ||
           (id.len + folder == input.len && dm_slice_ends(input, id) &&
            memcmp(input.ptr, o->gold, folder) == 0);
}

/* What a line of gold says of the input, if it is of it.  False with BAD_GOLD,
** MEMORY or as dm_json_read. */
static bool recall_line(const dm_reduce_options *o, dm_slice line,
                        dm_arena *arena, const dm_value **out, dm_err *err)
{
    const dm_value *v = dm_json_read(arena, line, err);
    dm_slice        id = dm_member_str(v, "id");

    if (v == NULL)
        return false;
    if (id.len == 0)
        id = dm_member_str(v, "path");
    if (id.len == 0)
        return dm_fail(err, DM_E_BAD_GOLD, "this line is no object with an id");
    if (!is_input(o, id))
        return true;
    *out = as_record(v, arena, err);
    return *out != NULL;
}

/* What the gold says of the input, NULL when it says nothing.  Only the line
** that is of it stays in `arena`.  False as recall_line, or READ, …. */
static bool recall_gold(const dm_reduce_options *o, dm_arena *arena,
                        const dm_value **out, dm_err *err)
{
    dm_buf   text;
    dm_slice rest, line;
    bool     ok;

    *out = NULL;
    dm_buf_init(&text, GOLD_MAX);
    ok = dm_source_file(o->gold, &text, err);
    rest = dm_buf_view(&text);
    for (int n = 1; ok && *out == NULL && dm_json_line(&rest, &line); n++) {
        if (line.len == 0)
            continue;
        dm_arena_fini(arena); /* of the line before */
        ok = recall_line(o, line, arena, out, err);
        if (!ok)
            dm_fail_at(err, o->gold, n, 0);
    }
    dm_buf_fini(&text);
    return ok;
}

bool dm_reduce(const dm_reduce_options *options, dm_reduced *out, dm_err *err)
{
    cutting  c = {.runner = {.options = options}, .out = out};
    dm_arena arena;
    double   from = dm_clock_seconds();
    bool     ok;

    memset(out, 0, sizeof *out);
    dm_buf_init(&out->bytes, INPUT_MAX);
    dm_buf_init(&c.trial, INPUT_MAX);
    dm_arena_init(&arena, GOLD_MAX);
    c.runner.until = from + options->seconds;
    ok = dm_source_file(options->input, &out->bytes, err) &&
         (options->gold != NULL
              ? recall_gold(options, &arena, &c.runner.was, err)
              : recall(options, &arena, &c.runner.was, err));
    out->before = out->bytes.len;
    c.runner.engine = ok ? dm_engine_open(options->engine, err) : NULL;
    ok = c.runner.engine != NULL && dm_engine_init(c.runner.engine, err) &&
         begin(&c, err) && cut(&c, err);
    dm_engine_close(c.runner.engine);
    dm_arena_fini(&arena);
    dm_buf_fini(&c.trial);
    out->runs = c.runner.runs;
    out->seconds = dm_clock_seconds() - from;
    return ok;
}

void dm_reduced_fini(dm_reduced *reduced)
{
    dm_buf_fini(&reduced->bytes);
}
