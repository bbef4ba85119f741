/* watch_run.c - documents through workers, and what was found of each, kept.
**
** The documents lie in an array sorted by path: looked up once a document, a
** new one goes in with a move of the others behind it.
*/
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "batch/remark.h"
#include "desk/watch_in.h"
#include "emit/json.h"
#include "emit/json_read.h"

enum { RESULT_MAX = 1 << 30 };

/* What a worker does: the report as JSON, also of a document that failed. */
static void run_document(void *ud, const dm_work *work, dm_answer *out)
{
    const dm_watcher *w = ud;
    dm_result         r;
    dm_err            err;
    dm_doc           *doc;

    doc = dm_load(work->id, work->path, work->bytes, w->options->load, &err);
    if (doc == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    dm_result_init(&r, RESULT_MAX);
    (void)dm_remark_load(doc, 0, out);
    if (!dm_engine_document(w->engine, doc, &r, &err))
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    for (size_t i = 0; i < r.nnotes; i++)
        dm_answer_remark(out,
                         r.notes[i].level == DM_LOG_WARN    ? DM_REMARK_WARNING
                         : r.notes[i].level == DM_LOG_PRINT ? DM_REMARK_PRINT
                                                            : DM_REMARK_NOTE,
                         &r.notes[i].text);
    if (r.report != NULL)
        dm_json_value(&out->data, r.report, 0);
    dm_result_fini(&r);
    dm_doc_free(doc);
}

static bool init_engine(void *ud, dm_err *err)
{
    const dm_watcher *w = ud;

    return dm_engine_init(w->engine, err);
}

static bool is_dead(void *ud)
{
    const dm_watcher *w = ud;

    return dm_engine_dead(w->engine);
}

/* Where `path` stands in the sorted array, or would. */
static size_t place_of(const dm_watcher *w, const char *path)
{
    size_t from = 0, to = w->ndocs;

    while (from < to) {
        size_t mid = from + (to - from) / 2;

        if (strcmp(w->docs[mid].path, path) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

dm_watched *dm_watched_find(const dm_watcher *w, const char *path)
{
    size_t i = place_of(w, path);

    return i < w->ndocs && strcmp(w->docs[i].path, path) == 0 ? &w->docs[i]
                                                              : NULL;
}

static char *copy_text(const char *s)
{
    size_t n = strlen(s) + 1;
    char  *out = dm_mem_alloc(n);

    if (out != NULL)
        memcpy(out, s, n);
    return out;
}

/* The document at `path`, a new one if need be; NULL without memory. */
static dm_watched *document_at(dm_watcher *w, const char *path)
{
    size_t      i = place_of(w, path);
    dm_watched *docs = w->docs;
    char       *copy;

    if (i < w->ndocs && strcmp(docs[i].path, path) == 0)
        return &docs[i];
    if (w->ndocs == w->cap) {
        docs = dm_mem_realloc(docs, (w->cap + 32) * 2 * sizeof *docs);
        if (docs == NULL)
            return NULL;
        w->docs = docs;
        w->cap = (w->cap + 32) * 2;
    }
    copy = copy_text(path);
    if (copy == NULL)
        return NULL;
    memmove(docs + i + 1, docs + i, (w->ndocs - i) * sizeof *docs);
    memset(&docs[i], 0, sizeof docs[i]);
    docs[i].path = copy;
    dm_hits_init(&docs[i].hits);
    w->ndocs++;
    return &docs[i];
}

static void drop_document(dm_watched *doc)
{
    dm_hits_fini(&doc->hits);
    dm_mem_free(doc->failed);
    dm_mem_free(doc->path);
}

/* Telling changes of one document. */
typedef struct telling {
    dm_watcher *w;
    dm_watched *doc;
    bool        rules; /* some hit of it was told */
} telling;

static void told(void *ud, const dm_hit_change *change)
{
    telling *t = ud;

    t->rules |= !change->field;
    if (change->field && (t->rules || t->doc->failed != NULL) &&
        !t->w->options->json)
        return; /* people can tell from what was said */
    t->w->sum.fields += change->field;
    dm_watch_change(t->w, t->doc, change);
}

/* Compare with what was found before, and keep what is found now. */
static bool take_hits(dm_watcher *w, dm_watched *doc, dm_hits *now, dm_err *err)
{
    telling        t = {w, doc, false};
    dm_hit_compare how = {.moved = w->cause == DM_CAUSE_DOCUMENTS,
                          .told = told,
                          .ud = &t,
                          .tally = w->sum.tally};

    if (w->cause != DM_CAUSE_START &&
        !dm_hits_compare(&doc->hits, now, &how, err)) {
        dm_hits_fini(now);
        return false;
    }
    w->sum.tally = how.tally;
    dm_hits_fini(&doc->hits);
    doc->hits = *now;
    return true;
}

/* A failure is told when it is not the one from before. */
static void take_failure(dm_watcher *w, dm_watched *doc, const dm_answer *a)
{
    char *was = doc->failed;

    doc->failed = a->outcome == DM_FAILED ? copy_text(a->err.msg) : NULL;
    if (doc->failed != NULL && (was == NULL || strcmp(was, doc->failed) != 0))
        dm_watch_error(w, doc, &a->err, DM_ERROR);
    dm_mem_free(was);
}

static void take_remarks(dm_watcher *w, dm_watched *doc, const dm_answer *a)
{
    for (size_t i = 0; i < dm_answer_nremarks(a); i++) {
        const dm_remark *r = dm_answer_remark_at(a, i);

        if (w->options->report.verbose || r->kind == DM_REMARK_PRINT)
            dm_watch_error(w, doc, &r->text,
                           r->kind == DM_REMARK_WARNING ? DM_WARNING : DM_NOTE);
    }
}

/* The report; NULL without one.  One that cannot be read, which one that was
** too long to arrive whole cannot, is a failure of its document. */
static dm_value *read_report(dm_arena *arena, dm_answer *a)
{
    dm_value *report = NULL;
    dm_err    err;

    if (a->data.len > 0)
        report = dm_json_read(arena, dm_buf_view(&a->data), &err);
    if (a->data.len > 0 && report == NULL && a->outcome != DM_FAILED)
        dm_answer_fail(a, DM_PHASE_SCRIPT, &err);
    return report;
}

static bool take_report(dm_watcher *w, dm_watched *doc, dm_answer *a)
{
    dm_arena  arena;
    dm_value *report;
    dm_hits   now;
    bool      ok;

    dm_arena_init(&arena, RESULT_MAX);
    dm_hits_init(&now);
    report = read_report(&arena, a);
    take_failure(w, doc, a);
    ok = dm_hits_take(&now, report, &w->err);
    if (ok && w->cause == DM_CAUSE_START && report != NULL)
        dm_watch_record(w, doc, dm_value_at(report, DM_S("record")));
    ok = ok && take_hits(w, doc, &now, &w->err);
    dm_arena_fini(&arena);
    return ok;
}

static bool answered(void *ud, const dm_origin *from, dm_answer *a)
{
    dm_watcher *w = ud;
    dm_watched *doc = document_at(w, from->path.ptr);

    if (doc == NULL)
        return dm_fail(&w->err, DM_E_MEMORY, "no memory for a document");
    doc->run = w->run;
    doc->stamp = a->stamp;
    w->sum.documents++;
    take_remarks(w, doc, a);
    return take_report(w, doc, a) && !w->failed;
}

static bool finished(void *ud, const dm_answer *answer)
{
    (void)ud;
    (void)answer;
    return true;
}

/* What happens meanwhile is heard; a run of a script that has been saved again
** is given up. */
static bool idle(void *ud)
{
    dm_watcher *w = ud;

    dm_watch_hear(w);
    w->overtaken = w->sources.changed;
    dm_watch_patience(w);
    return !w->failed && !w->overtaken;
}

/* Documents that are no more: their hits are lost. */
static bool drop_gone(dm_watcher *w, const dm_paths *paths, dm_err *err)
{
    dm_hits none;
    size_t  kept = 0;
    bool    ok = true;

    for (size_t i = 0; i < w->ndocs; i++) {
        dm_watched *doc = &w->docs[i];
        bool        asked = paths == NULL || dm_paths_has(paths, doc->path);

        if (doc->run == w->run || !asked) {
            w->docs[kept++] = *doc;
            continue;
        }
        dm_hits_init(&none);
        ok = take_hits(w, doc, &none, err) && ok;
        drop_document(doc);
    }
    w->ndocs = kept;
    return ok;
}

void dm_watch_forget(dm_watcher *w)
{
    for (size_t i = 0; i < w->ndocs; i++)
        drop_document(&w->docs[i]);
    dm_mem_free(w->docs);
    w->docs = NULL;
    w->ndocs = w->cap = 0;
}

static dm_pool_end run_inputs(dm_watcher *w, const dm_inputs_options *options,
                              dm_err *err)
{
    dm_job         job = {.ud = w,
                          .init = init_engine,
                          .document = run_document,
                          .dead = is_dead};
    dm_pool_client client = {w, answered, finished, idle};
    dm_inputs     *in = dm_inputs_open(options, err);
    dm_pool_end    end;

    if (in == NULL)
        return DM_POOL_BROKEN;
    end = dm_pool_run(&w->options->pool, &job, in, &client, err);
    dm_inputs_close(in);
    if (end == DM_POOL_STOPPED)
        *err = w->err;
    return end;
}

/* Is the open file the one that was run? */
static bool is_same(const dm_stamp *was, int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && was->dev == (uint64_t)st.st_dev &&
           was->ino == (uint64_t)st.st_ino &&
           was->size == (uint64_t)st.st_size && was->sec == st.st_mtim.tv_sec &&
           was->nsec == st.st_mtim.tv_nsec && was->csec == st.st_ctim.tv_sec &&
           was->cnsec == st.st_ctim.tv_nsec;
}

/* The documents that are not `there` any more. */
static void add_gone(dm_watcher *w, const dm_paths *there)
{
    for (size_t i = 0; i < w->ndocs; i++)
        if (!dm_paths_has(there, w->docs[i].path))
            dm_paths_add(&w->changed, w->docs[i].path);
}

static bool is_passing(const char *path)
{
    const char *slash = strrchr(path, '/');

    return dm_notify_passing(slash != NULL ? slash + 1 : path);
}

bool dm_watch_look(dm_watcher *w, dm_err *err)
{
    dm_inputs    *in = dm_inputs_open(&w->options->inputs, err);
    dm_input_kind kind;
    dm_input      input;
    dm_paths      there;

    if (in == NULL)
        return false;
    dm_paths_init(&there);
    while ((kind = dm_inputs_next(in, &input, err)) != DM_INPUT_END &&
           kind != DM_INPUT_STOP) {
        const dm_watched *doc = dm_watched_find(w, input.path.ptr);
        bool              bad = kind == DM_INPUT_BAD;
        bool              passing = doc == NULL && is_passing(input.path.ptr);

        if (!passing && (bad || doc == NULL || !is_same(&doc->stamp, input.fd)))
            dm_paths_add(&w->changed, input.path.ptr);
        dm_paths_add(&there, input.path.ptr);
        if (!bad)
            close(input.fd);
    }
    if (kind == DM_INPUT_END)
        add_gone(w, &there);
    dm_paths_fini(&there);
    dm_inputs_close(in);
    return kind == DM_INPUT_END;
}

/* The paths that are still there, as arguments. */
static size_t list_paths(const dm_paths *paths, char **args)
{
    size_t n = 0;

    for (const char *p = dm_paths_next(paths, NULL); p != NULL;
         p = dm_paths_next(paths, p)) {
        struct stat st;

        if (stat(p, &st) == 0 && S_ISREG(st.st_mode))
            args[n++] = paths->bytes.ptr + (p - paths->bytes.ptr);
    }
    return n;
}

dm_pool_end dm_watch_pool(dm_watcher *w, const dm_paths *paths, dm_err *err)
{
    dm_inputs_options some = w->options->inputs;
    dm_pool_end       end = DM_POOL_DONE;
    char            **args = NULL;

    w->run++;
    if (paths != NULL) {
        args = dm_mem_alloc((paths->n + 1) * sizeof *args);
        if (args == NULL) {
            dm_fail(err, DM_E_MEMORY, "no memory for a list of paths");
            return DM_POOL_BROKEN;
        }
        some.nargs = list_paths(paths, args);
        some.args = args;
    }
    if (some.nargs > 0)
        end = run_inputs(w, &some, err);
    if (end == DM_POOL_DONE && !drop_gone(w, paths, err))
        end = DM_POOL_BROKEN;
    dm_mem_free(args);
    return end;
}
