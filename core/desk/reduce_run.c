/* reduce_run.c - one run in a process of its own, and what came of it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/check_in.h"
#include "desk/reduce_in.h"
#include "emit/json.h"

enum { RESULT_MAX = 64 << 20 };

/* The run itself, in the child. */
static void work(const dm_runner *r, dm_slice bytes, dm_ending *out)
{
    dm_slice  path = dm_slice_str(r->options->input);
    dm_doc   *doc = dm_load(path, path, bytes, r->options->load, &out->err);
    dm_result result;

    out->kind = DM_END_FAILED;
    if (doc == NULL)
        return;
    dm_result_init(&result, RESULT_MAX);
    if (dm_engine_document(r->engine, doc, &result, &out->err)) {
        out->kind = DM_END_WELL;
        dm_change_find(r, doc, &result, &out->change);
    }
    dm_result_fini(&result);
    dm_doc_free(doc);
}

static _Noreturn void child(const dm_runner *r, dm_slice bytes, int fd)
{
    dm_ending   out = {0};
    const char *at = (const char *)&out;
    size_t      left = sizeof out;
    int         null = open("/dev/null", O_WRONLY | O_CLOEXEC);

    if (null >= 0)
        (void)dup2(null, STDERR_FILENO);
    work(r, bytes, &out);
    while (left > 0) {
        ssize_t n = write(fd, at, left);

        if (n <= 0 && errno != EINTR)
            break;
        at += n > 0 ? n : 0;
        left -= n > 0 ? (size_t)n : 0;
    }
    _exit(0);
}

/* Read what the child says: true when it is whole; `*late` when time is up. */
static bool listen_to(int fd, double until, dm_ending *out, bool *late)
{
    char  *at = (char *)out;
    size_t left = sizeof *out;

    *late = false;
    while (left > 0) {
        double        wait = until - dm_clock_seconds();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int     ready = wait > 0 ? poll(&p, 1, (int)(wait * 1000) + 1) : 0;
        ssize_t n;

        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0) {
            *late = true;
            return false;
        }
        n = read(fd, at, left);
        if (n <= 0)
            return false;
        at += n;
        left -= (size_t)n;
    }
    return true;
}

bool dm_runner_run(dm_runner *r, dm_slice bytes, dm_ending *out, dm_err *err)
{
    int   ends[2], status = 0;
    bool  late = false, whole;
    pid_t pid;

    r->runs++;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return dm_fail(err, DM_E_MACHINE, "no pipe for a run");
    fflush(NULL);
    pid = fork();
    if (pid == 0)
        child(r, bytes, ends[1]);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return dm_fail(err, DM_E_MACHINE, "no process for a run");
    }
    whole = listen_to(ends[0], r->until, out, &late);
    close(ends[0]);
    if (!whole)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (whole)
        return true;
    memset(out, 0, sizeof *out);
    out->kind = late ? DM_END_LATE : DM_END_DIED;
    out->status = late ? 0 : status;
    return true;
}

/* A value as the text that is compared; "" for what is no text or too long. */
static dm_slice text_of(const dm_value *v)
{
    if (v->kind != DM_STRING ||
        v->as.string.len >= sizeof((dm_change_seen *)NULL)->text)
        return DM_S("");
    return v->as.string;
}

/* Is `text` one of the values of a field? */
static bool has(const dm_value *record, dm_slice field, dm_slice text)
{
    const dm_value *v = record != NULL ? dm_value_at(record, field) : NULL;

    if (v == NULL)
        return false;
    if (v->kind != DM_LIST)
        return dm_slice_eq(text_of(v), text);
    for (size_t i = 0; i < v->as.list.n; i++)
        if (dm_slice_eq(text_of(v->as.list.items[i]), text))
            return true;
    return false;
}

/* The first text of `a` that `b` has not in the same field. */
static bool only_in(const dm_value *a, const dm_value *b, dm_change_seen *out)
{
    for (size_t i = 0; a != NULL && i < a->as.object.n; i++) {
        const dm_member *m = &a->as.object.members[i];
        dm_value *const  one[] = {m->value};
        dm_value *const *items = one;
        size_t           n = 1;

        if (*m->key.ptr == '_' || dm_slice_eq(m->key, DM_S("id")) ||
            m->key.len >= sizeof out->field)
            continue;
        if (m->value->kind == DM_LIST) {
            items = m->value->as.list.items;
            n = m->value->as.list.n;
        }
        for (size_t k = 0; k < n; k++) {
            dm_slice text = text_of(items[k]);

            if (text.len == 0 || has(b, m->key, text))
                continue;
            memcpy(out->field, m->key.ptr, m->key.len);
            memcpy(out->text, text.ptr, text.len);
            out->some = true;
            return true;
        }
    }
    return false;
}

/* Where the document reads `text`: its whole text in `*all`, or NULL. */
static const char *reads(dm_doc *doc, const char *text, dm_slice *all)
{
    dm_err         err;
    const dm_view *view = dm_doc_view(doc, DM_S("text"), &err);

    if (view == NULL)
        return NULL;
    *all = view->text;
    return memmem(all->ptr, all->len, text, strlen(text));
}

/* Keep the line on which the document reads the value. */
static bool take_line(dm_doc *doc, dm_change_seen *out)
{
    dm_slice    all;
    const char *at = reads(doc, out->text, &all);
    size_t      from, to;

    if (at == NULL)
        return false;
    from = (size_t)(at - all.ptr);
    to = from + strlen(out->text);
    while (from > 0 && all.ptr[from - 1] != '\n')
        from--;
    while (to < all.len && all.ptr[to] != '\n')
        to++;
    if (to - from >= sizeof out->line) { /* too long: the value alone */
        memcpy(out->line, out->text, sizeof out->line);
        return true;
    }
    memcpy(out->line, all.ptr + from, to - from);
    return true;
}

void dm_change_find(const dm_runner *r, dm_doc *doc, const dm_result *result,
                    dm_change_seen *out)
{
    const dm_value *now = result->nrecords > 0 ? result->records[0] : NULL;
    dm_slice        all;

    if (r->look != NULL) {
        bool has_it =
            has(now, dm_slice_str(r->look->field), dm_slice_str(r->look->text));

        *out = *r->look;
        out->some = has_it;
        if (r->look->lost)
            out->some = !has_it && reads(doc, r->look->line, &all) != NULL;
        return;
    }
    if (r->was == NULL)
        return;
    if (only_in(r->was, now, out) && take_line(doc, out)) {
        out->lost = true;
        return;
    }
    memset(out, 0, sizeof *out);
    (void)only_in(now, r->was, out);
}
