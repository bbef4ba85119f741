/* check_samples.c - a script over its samples, against its snapshot.
**
** What a sample gave is compared as the lines that would be written, so that
** equal means equal to the byte.
*/
#include <stdio.h>
#include <stdlib.h>

#include "batch/source.h"
#include "desk/check_in.h"
#include "desk/compare.h"
#include "desk/snapshot.h"
#include "emit/json.h"
#include "emit/json_read.h"

enum { SAMPLE_MAX = 64 << 20, LINES_MAX = 256 << 20 };

/* All samples while they run. */
typedef struct runs {
    dm_check *c;
    dm_value *was;  /* the snapshot */
    dm_value *now;  /* records of all samples, as they would be written */
    bool     *seen; /* of `was`: its sample was run */
} runs;

/* What each rule did, added up. */
static void count(dm_check *c, const dm_value *report)
{
    const dm_value *rules = dm_member_at(report, "rules");

    for (size_t i = 0; rules != NULL && i < c->nfared; i++) {
        dm_fared       *f = &c->fared[i];
        const dm_value *one =
            rules->kind == DM_OBJECT ? dm_value_at(rules, f->id) : NULL;
        dm_slice by = dm_member_str(one, "by");

        f->hits += (size_t)dm_member_int(one, "hits");
        f->beaten += (size_t)dm_member_int(one, "beaten");
        if (by.len > 0 && f->by.len == 0)
            f->by = dm_arena_slice(&c->out->arena, by);
    }
}

/* Run one document; what it gave goes to `lines`.  False with its error. */
static bool run(dm_check *c, const dm_sample *s, dm_slice bytes, dm_buf *lines,
                dm_err *err)
{
    dm_doc   *doc;
    dm_result result;
    bool      ok;

    doc = dm_load(s->id, dm_slice_str(s->path), bytes, c->options->load, err);
    if (doc == NULL || dm_check_engine(c, err) == NULL) {
        dm_doc_free(doc);
        return false;
    }
    dm_result_init(&result, SAMPLE_MAX);
    ok = dm_engine_document(c->engine, doc, &result, err);
    for (size_t i = 0; ok && i < result.nrecords; i++) {
        dm_json_value(lines, result.records[i], 0);
        dm_buf_char(lines, '\n');
    }
    count(c, result.report);
    dm_result_fini(&result);
    dm_doc_free(doc);
    return ok;
}

/* The lines that the snapshot has for `id`. */
static void recall(runs *r, dm_slice id, dm_buf *lines)
{
    for (size_t i = 0; i < r->was->as.list.n; i++) {
        const dm_value *record = r->was->as.list.items[i];

        if (!dm_slice_eq(dm_snapshot_id(record), id))
            continue;
        r->seen[i] = true;
        dm_json_value(lines, record, 0);
        dm_buf_char(lines, '\n');
    }
}

/* The first line of both that differs, and where. */
static void differ(dm_check *c, dm_check_item *item, dm_slice want,
                   dm_slice got)
{
    dm_slice a = DM_LIT(""), b = DM_LIT("");
    bool     more = true;
    size_t   n = 0;

    while (more && dm_slice_eq(a, b)) {
        bool one = dm_json_line(&want, &a), two = dm_json_line(&got, &b);

        a = one ? a : DM_S("");
        b = two ? b : DM_S("");
        more = one || two;
    }
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    item->want = dm_arena_slice(&c->out->arena, a);
    item->got = dm_arena_slice(&c->out->arena, b);
    item->at = n;
    if (item->want.ptr == NULL || item->got.ptr == NULL)
        item->want = item->got = DM_S("");
}

/* The records in `list` with this id, as a list in `arena`. */
static dm_recorded records_of(const dm_value *list, dm_slice id,
                              dm_arena *arena)
{
    dm_value   *mine = dm_value_list(arena);
    dm_recorded out = {0};

    for (size_t i = 0; i < list->as.list.n; i++)
        if (dm_slice_eq(dm_snapshot_id(list->as.list.items[i]), id))
            (void)dm_value_push(arena, mine, list->as.list.items[i]);
    if (mine != NULL) {
        out.records = mine->as.list.items;
        out.n = mine->as.list.n;
    }
    return out;
}

/* Say in `why` which fields changed: "author changed (rule 'a'), 2 more". */
static void name_changes(const runs *r, dm_slice id, dm_err *why)
{
    dm_arena       *arena = &r->c->out->arena;
    dm_recorded     was = records_of(r->was, id, arena);
    dm_recorded     now = records_of(r->now, id, arena);
    dm_compared     all;
    const dm_delta *d;
    char            rule[200] = "", more[40] = "";
    dm_err          err;

    if (!dm_compare(&was, &now, arena, &all, &err) || all.n == 0)
        return;
    d = &all.list[0];
    if (d->rule.len > 0)
        snprintf(rule, sizeof rule, " (rule '%.*s')", (int)d->rule.len,
                 d->rule.ptr);
    if (all.n > 1)
        snprintf(more, sizeof more, ", and %zu more", all.n - 1);
    dm_fail(why, DM_E_SNAPSHOT,
            "sample %.*s gives another record than it did: %.*s %s%s%s",
            (int)id.len, id.ptr, (int)(d->field.len > 0 ? d->field.len : 3),
            d->field.len > 0 ? d->field.ptr : "one", dm_delta_name(d->kind),
            rule, more);
}

/* Compare a sample's lines with those the snapshot has. */
static void compare(runs *r, const dm_sample *s, double seconds, dm_slice got)
{
    dm_check      *c = r->c;
    dm_checked    *out = c->out;
    dm_buf         want;
    dm_err         why;
    dm_check_item *item;
    bool           same,
        fresh = out->kept && !dm_snapshot_has(r->was, s->id) && got.len > 0;

    dm_buf_init(&want, LINES_MAX);
    recall(r, s->id, &want);
    same = dm_slice_eq(dm_buf_view(&want), got);
    out->fresh += fresh;
    out->changed += out->kept && !same && !fresh;
    dm_fail(&why, DM_E_SNAPSHOT,
            fresh ? "sample %.*s is not in the snapshot"
                  : "sample %.*s gives another record than it did",
            (int)s->id.len, s->id.ptr);
    if (!same && !fresh)
        name_changes(r, s->id, &why);
    dm_fail_help(&why, "docmill check --update %s takes it over", out->script);
    dm_fail_at(&why, s->path, 0, 0);
    same = same || !out->kept || c->options->update;
    item = dm_check_add(c, DM_CHECK_SAMPLE, s->id, seconds, same ? NULL : &why);
    if (item != NULL && !same && !fresh)
        differ(c, item, dm_buf_view(&want), got);
    dm_buf_fini(&want);
}

/* A sample's verdict.  Where no snapshot says that it fails, a failure (`why`,
** else NULL) is one. */
static void judge(runs *r, const dm_sample *s, double seconds, dm_slice got,
                  dm_err *why)
{
    if (why == NULL || r->c->out->kept || r->c->options->update) {
        compare(r, s, seconds, got);
        return;
    }
    if (why->file[0] == '\0')
        dm_fail_at(why, s->path, 0, 0);
    (void)dm_check_add(r->c, DM_CHECK_SAMPLE, s->id, seconds, why);
}

static bool try_sample(runs *r, const dm_sample *s, dm_err *err)
{
    double from = dm_clock_seconds();
    dm_buf bytes, lines;
    dm_err why;
    bool   ok, ran;

    dm_buf_init(&bytes, SAMPLE_MAX);
    dm_buf_init(&lines, LINES_MAX);
    ran = dm_source_file(s->path, &bytes, &why) &&
          run(r->c, s, dm_buf_view(&bytes), &lines, &why);
    if (!ran)
        dm_snapshot_failed(&lines, s->id, &why);
    ok = lines.failed ? dm_fail(err, DM_E_SIZE,
                                "a sample's records are over "
                                "their limit")
                      : dm_snapshot_add(dm_buf_view(&lines), &r->c->out->arena,
                                        r->now, err);
    if (ok)
        judge(r, s, dm_clock_seconds() - from, dm_buf_view(&lines),
              ran ? NULL : &why);
    dm_buf_fini(&bytes);
    dm_buf_fini(&lines);
    return ok;
}

/* Lines of the snapshot whose sample is no more. */
static void tell_gone(runs *r)
{
    dm_checked *out = r->c->out;

    for (size_t i = 0; i < r->was->as.list.n; i++) {
        dm_slice id = dm_snapshot_id(r->was->as.list.items[i]);
        dm_err   why;

        if (r->seen[i] ||
            (i > 0 &&
             dm_slice_eq(id, dm_snapshot_id(r->was->as.list.items[i - 1]))))
            continue;
        out->gone++;
        dm_fail(&why, DM_E_SNAPSHOT, "sample %.*s is gone", (int)id.len,
                id.ptr);
        dm_fail_help(&why, "docmill check --update %s forgets it", out->script);
        dm_fail_at(&why, out->snapshot, (int)i + 1, 0);
        if (!r->c->options->update)
            (void)dm_check_add(r->c, DM_CHECK_SAMPLE, id, 0, &why);
    }
}

/* Write the snapshot if anything changed. */
static bool update(const runs *r, dm_err *err)
{
    dm_checked *out = r->c->out;
    bool        some = r->now->as.list.n > 0;

    if (!r->c->options->update ||
        (out->kept ? out->fresh + out->changed + out->gone == 0 : !some))
        return true;
    out->written = dm_snapshot_write(out->snapshot, r->now->as.list.items,
                                     r->now->as.list.n, err);
    return out->written;
}

static bool all(dm_check *c, const dm_value *names, dm_err *err)
{
    dm_checked *out = c->out;
    dm_arena   *arena = &out->arena;
    dm_samples  samples;
    runs        r = {.c = c, .now = dm_value_list(arena)};

    if (!dm_samples_find(out->script, names, arena, &samples, err) ||
        !dm_snapshot_read(out->snapshot, arena, &r.was, &out->kept, err))
        return false;
    r.seen = dm_arena_zalloc(arena, r.was->as.list.n + 1, sizeof *r.seen);
    if (r.now == NULL || r.seen == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the samples");
    for (size_t i = 0; i < samples.n; i++)
        if (!try_sample(&r, &samples.all[i], err))
            return false;
    tell_gone(&r);
    return update(&r, err);
}

void dm_check_samples(dm_check *c)
{
    const dm_value *names = dm_member_list(c->facts, "samples");
    dm_checked     *out = c->out;
    dm_err          why;

    if (names == NULL || names->as.list.n == 0)
        return;
    if (!dm_snapshot_path(out->script, out->snapshot, sizeof out->snapshot))
        dm_fail(&why, DM_E_WRITE, "the snapshot's path is too long");
    else if (all(c, names, &why))
        return;
    (void)dm_check_add(c, DM_CHECK_SAMPLE, DM_S("snapshot"), 0, &why);
}
