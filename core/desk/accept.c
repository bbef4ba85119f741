/* accept.c - new lines for the documents of a snapshot.
**
** A sample's id in its snapshot is its path relative to the script's folder, so
** the document is run once more under that id: what is written is, to the byte,
** what `docmill check` would compare it with.
*/
#include "desk/accept.h"

#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "batch/name.h"
#include "batch/parcel.h"
#include "desk/same.h"
#include "desk/snapshot.h"
#include "emit/json.h"
#include "emit/visible.h"

enum { ARENA_MAX = 1 << 30, LINES_MAX = 256 << 20, ID_MAX = PATH_MAX * 3 };

struct dm_accept {
    dm_arena  arena;
    char      path[PATH_MAX];   /* of the snapshot */
    char      folder[PATH_MAX]; /* of the script, resolved, with its '/' */
    dm_value *was;              /* the snapshot: a list */
    bool      there;            /* a file of it */
    dm_value *taken;            /* object: id to list of new records */
    size_t    absent;           /* documents that the snapshot does not have */
    size_t    failing;          /* taken, and NEW fails on them */
};

/* The folder of `path`, resolved, with a slash behind; false when there is
** none. */
static bool folder_of(const char *path, char out[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    char        dir[PATH_MAX];
    size_t      n = slash != NULL ? (size_t)(slash - path) + 1 : 0;

    if (n + 2 > sizeof dir)
        return false;
    memcpy(dir, path, n);
    memcpy(dir + n, ".", 2);
    if (realpath(dir, out) == NULL)
        return false;
    n = strlen(out);
    if (n + 1 >= PATH_MAX)
        return false;
    if (n > 1)
        memcpy(out + n, "/", 2);
    return true;
}

static bool set_up(dm_accept *a, const char *script, dm_err *err)
{
    if (!dm_snapshot_path(script, a->path, sizeof a->path) ||
        !folder_of(script, a->folder))
        return dm_fail(err, DM_E_WRITE, "the snapshot of %s cannot be found",
                       script);
    a->taken = dm_value_object(&a->arena);
    if (a->taken == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for a snapshot");
    return dm_snapshot_read(a->path, &a->arena, &a->was, &a->there, err);
}

dm_accept *dm_accept_open(const char *script, dm_err *err)
{
    dm_accept *a = dm_mem_alloc(sizeof *a);

    if (a == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for a snapshot");
        return NULL;
    }
    memset(a, 0, sizeof *a);
    dm_arena_init(&a->arena, ARENA_MAX);
    if (set_up(a, script, err))
        return a;
    dm_accept_close(a);
    return NULL;
}

void dm_accept_close(dm_accept *a)
{
    if (a == NULL)
        return;
    dm_arena_fini(&a->arena);
    dm_mem_free(a);
}

/* ---- in a worker ---- */

/* The path relative to the script's folder, in `out`; false when it is not
** below it. */
static bool relative(const dm_accept *a, dm_slice path, char out[PATH_MAX])
{
    char        given[PATH_MAX], folder[PATH_MAX];
    const char *base;
    size_t      n, root = strlen(a->folder);

    if (path.len >= sizeof given)
        return false;
    memcpy(given, path.ptr, path.len);
    given[path.len] = '\0';
    if (!folder_of(given, folder) || strncmp(folder, a->folder, root) != 0)
        return false;
    base = strrchr(given, '/');
    base = base != NULL ? base + 1 : given;
    n = strlen(folder + root);
    if (n + strlen(base) >= PATH_MAX)
        return false;
    memcpy(out, folder + root, n);
    memcpy(out + n, base, strlen(base) + 1);
    return true;
}

/* What `docmill check` would have for that sample. */
static void run(const dm_diff *diff, const dm_work *work, dm_slice id,
                dm_buf *lines)
{
    dm_result result;
    dm_err    err;
    bool      ok;
    dm_doc   *doc = dm_load(id, work->path, work->bytes, diff->load, &err);

    if (doc == NULL) {
        dm_snapshot_failed(lines, id, &err);
        return;
    }
    dm_result_init(&result, ARENA_MAX);
    ok = dm_engine_document(diff->now.engine, doc, &result, &err);
    if (!ok)
        dm_snapshot_failed(lines, id, &err);
    for (size_t i = 0; ok && i < result.nrecords; i++) {
        dm_json_value(lines, result.records[i], 0);
        dm_buf_char(lines, '\n');
    }
    dm_result_fini(&result);
    dm_doc_free(doc);
}

/* Those lines as a parcel called `id`. */
static void pack_lines(const dm_diff *diff, const dm_work *work, dm_slice id,
                       dm_answer *out)
{
    dm_buf lines;
    dm_err err;

    dm_buf_init(&lines, LINES_MAX);
    run(diff, work, id, &lines);
    if (lines.failed) {
        dm_fail(&err, DM_E_SIZE,
                "the records for the snapshot are over "
                "their limit");
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    } else {
        dm_parcel_add(&out->parcels, DM_PARCEL_TEXT, id, dm_buf_view(&lines));
    }
    dm_buf_fini(&lines);
}

void dm_accept_pack(const dm_accept *a, const dm_diff *diff,
                    const dm_work *work, dm_answer *out)
{
    char   path[PATH_MAX];
    dm_buf id;

    dm_buf_init(&id, ID_MAX);
    if (relative(a, work->path, path))
        dm_name_utf8(&id, dm_slice_str(path)); /* as desk/samples.c has it */
    if (id.len == 0 || !dm_snapshot_has(a->was, dm_buf_view(&id)))
        dm_parcel_add(&out->parcels, DM_PARCEL_BESIDE, DM_S(""), DM_S(""));
    else if (!dm_engine_dead(diff->now.engine))
        pack_lines(diff, work, dm_buf_view(&id), out);
    /* else a limit, which says nothing of the script: its lines stay */
    dm_buf_fini(&id);
}

/* ---- in the parent ---- */

static bool take_lines(dm_accept *a, const dm_parcel *p, dm_err *err)
{
    dm_value *list = dm_value_list(&a->arena);

    if (!dm_snapshot_add(p->bytes, &a->arena, list, err))
        return false;
    return dm_value_set(&a->arena, a->taken, p->name, list) ||
           dm_fail(err, DM_E_MEMORY, "no memory for a snapshot");
}

bool dm_accept_take(dm_accept *a, const dm_answer *answer, dm_err *err)
{
    dm_slice  rest = dm_buf_view(&answer->parcels);
    dm_parcel p;

    while (dm_parcel_next(&rest, &p)) {
        a->absent += p.kind == DM_PARCEL_BESIDE;
        if (p.kind == DM_PARCEL_TEXT && dm_value_at(a->taken, p.name) == NULL &&
            !take_lines(a, &p, err))
            return false;
    }
    return true;
}

/* The snapshot's lines of the id at `from`, as a list of their own. */
static dm_value *lines_of(dm_accept *a, size_t from, dm_slice id)
{
    dm_value *list = dm_value_list(&a->arena);

    for (size_t i = from; list != NULL && i < a->was->as.list.n; i++)
        if (dm_slice_eq(dm_snapshot_id(a->was->as.list.items[i]), id) &&
            !dm_value_push(&a->arena, list, a->was->as.list.items[i]))
            return NULL;
    return list;
}

static bool append(dm_accept *a, dm_value *list, const dm_value *more)
{
    for (size_t i = 0; i < more->as.list.n; i++)
        if (!dm_value_push(&a->arena, list, more->as.list.items[i]))
            return false;
    return true;
}

/* Is it what is kept of a document that failed? */
static bool is_failure(const dm_value *lines)
{
    return lines->as.list.n > 0 &&
           dm_value_at(lines->as.list.items[0], DM_S("_failed")) != NULL;
}

/* The new snapshot; `*lines` and `*documents` of it are another than they
** were. */
static dm_value *renew(dm_accept *a, size_t *lines, size_t *documents)
{
    dm_value *out = dm_value_list(&a->arena);
    dm_value *done = dm_value_object(&a->arena);

    for (size_t i = 0; out != NULL && i < a->was->as.list.n; i++) {
        dm_slice  id = dm_snapshot_id(a->was->as.list.items[i]);
        dm_value *was, *now = dm_value_at(a->taken, id);

        if (done == NULL || dm_value_at(done, id) != NULL)
            continue;
        was = lines_of(a, i, id);
        if (was == NULL || !dm_value_set(&a->arena, done, id, was) ||
            !append(a, out, now != NULL ? now : was))
            return NULL;
        if (now == NULL || dm_value_same(was, now))
            continue;
        *lines += now->as.list.n;
        ++*documents;
        a->failing += is_failure(now);
    }
    return out;
}

static void tell(const dm_accept *a, dm_buf *out, size_t lines,
                 size_t documents)
{
    dm_visible(out, dm_slice_str(a->path));
    if (!a->there)
        dm_buf_str(out, ": there is no snapshot; docmill check --update makes "
                        "one");
    else if (documents == 0)
        dm_buf_str(out, ": nothing to write");
    else
        dm_buf_printf(out, ": %zu line%s of %zu document%s written", lines,
                      lines == 1 ? "" : "s", documents,
                      documents == 1 ? "" : "s");
    if (a->failing > 0)
        dm_buf_printf(out,
                      "; NEW fails on %zu of them, and check will want that",
                      a->failing);
    if (a->absent > 0 && a->there)
        dm_buf_printf(out, "; %zu document%s no snapshot", a->absent,
                      a->absent == 1 ? " has" : "s have");
    dm_buf_char(out, '\n');
}

bool dm_accept_write(dm_accept *a, dm_buf *out, bool json, dm_err *err)
{
    size_t          lines = 0, documents = 0;
    const dm_value *now = renew(a, &lines, &documents);

    if (now == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for a snapshot");
    if (documents > 0 &&
        !dm_snapshot_write(a->path, now->as.list.items, now->as.list.n, err))
        return false;
    if (!json) {
        tell(a, out, lines, documents);
        return true;
    }
    dm_buf_str(out, "{\"accepted\":{\"snapshot\":");
    dm_json_string(out, dm_slice_str(a->path));
    dm_buf_printf(out,
                  ",\"lines\":%zu,\"documents\":%zu,\"failing\":%zu,"
                  "\"absent\":%zu}}\n",
                  lines, documents, a->failing, a->absent);
    return true;
}
