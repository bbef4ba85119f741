/* diff.c - a document loaded once, two scripts over it, what differs told.
**
** Workers know the first examples of each cause in their document alone, which
** is all that the parent can ever want of it.
*/
#include "desk/diff.h"

#include <stdio.h>

#include "batch/parcel.h"
#include "batch/remark.h"
#include "desk/accept.h"
#include "desk/diff_in.h"
#include "desk/slate.h"

enum { ARENA_MAX = 1 << 30, LINES_MAX = 256 << 20, EXAMPLE_MAX = 64 << 10 };

/* The job at work on a document. */
typedef struct judging {
    const dm_diff *diff;
    dm_diff_about  about;
    dm_tally       tally;
    dm_answer     *out;
} judging;

/* ---- what differs ---- */

static void add_example(judging *w, const dm_cause *cause, size_t kind,
                        const dm_delta *delta, const dm_diff_turn *turn)
{
    dm_group *g = dm_tally_add(&w->tally, cause, kind, 1);
    bool      hidden = kind == DM_DELTA_MOVED || kind == DM_DELTA_EMPTY;
    dm_buf    line;

    if (w->diff->style.json || g == NULL ||
        g->nexamples >= w->diff->style.limit ||
        (hidden && !w->diff->style.verbose))
        return;
    dm_buf_init(&line, EXAMPLE_MAX);
    if (delta != NULL)
        dm_diff_text_delta(&line, &w->about, delta);
    else
        dm_diff_text_turn(&line, &w->about, turn);
    dm_tally_example(&w->tally, g, dm_buf_view(&line));
    dm_buf_fini(&line);
}

static void tell_delta(judging *w, const dm_delta *delta)
{
    dm_cause cause = dm_cause_of(delta);

    add_example(w, &cause, delta->kind, delta, NULL);
    if (w->diff->style.json)
        dm_diff_json_delta(&w->out->data, &w->about, delta);
}

static void tell_turn(judging *w, const dm_diff_half *was,
                      const dm_diff_half *now)
{
    const dm_diff_half *odd = now->state != DM_DIFF_RECORDS ? now : was;
    dm_diff_turn        turn = {was->state, now->state, NULL, ""};
    dm_cause cause = {.field = DM_LIT(""), .other = DM_LIT(""), .turn = true};
    dm_buf   name;

    if (now->state == DM_DIFF_FAILED || was->state == DM_DIFF_FAILED)
        odd = now->state == DM_DIFF_FAILED ? now : was;
    if (odd->state == DM_DIFF_FAILED)
        turn.err = &odd->err;
    else
        turn.reason = odd->result.reason;
    dm_buf_init(&name, EXAMPLE_MAX);
    dm_diff_turn_name(&name, &turn);
    cause.rule = dm_buf_view(&name);
    add_example(w, &cause, DM_TALLY_TURN, NULL, &turn);
    if (w->diff->style.json)
        dm_diff_json_turn(&w->out->data, &w->about, &turn);
    dm_buf_fini(&name);
    w->out->yes = true;
}

static void tell_records(judging *w, const dm_diff_half *was,
                         const dm_diff_half *now)
{
    dm_compared found;
    dm_err      err;

    if (!dm_compare(&was->recorded, &now->recorded, w->about.arena, &found,
                    &err)) {
        dm_answer_fail(w->out, DM_PHASE_SCRIPT, &err);
        return;
    }
    for (size_t i = 0; i < found.n; i++)
        tell_delta(w, &found.list[i]);
    w->out->yes = found.n > 0;
}

/* An earlier run says nothing of a document that gave no record: whatever
** became of it then may be what becomes of it now. */
static bool says_nothing(const dm_diff_side *side, const dm_diff_half *h)
{
    return side->engine == NULL && h->state == DM_DIFF_RECORDS &&
           h->recorded.n == 0;
}

static void take_reason(dm_answer *out, const dm_diff_half *h)
{
    out->outcome = h->state == DM_DIFF_AWAY ? DM_TURNED_AWAY : DM_SKIPPED;
    memcpy(out->reason, h->result.reason, sizeof out->reason);
}

static void judge(judging *w, dm_diff_half *was, dm_diff_half *now)
{
    const dm_diff *d = w->diff;

    if (says_nothing(&d->was, was))
        was->state = now->state;
    else if (says_nothing(&d->now, now))
        now->state = was->state;
    if (was->state != now->state)
        tell_turn(w, was, now);
    else if (now->state == DM_DIFF_FAILED)
        dm_answer_fail(w->out, DM_PHASE_SCRIPT,
                       d->now.engine != NULL ? &now->err : &was->err);
    else if (now->state == DM_DIFF_RECORDS)
        tell_records(w, was, now);
    else
        take_reason(w->out, d->now.engine != NULL ? now : was);
}

/* ---- the answer ---- */

static void add_met(dm_answer *out, const char *name, const dm_diff_side *side,
                    const dm_diff_half *h)
{
    char text[32];

    if (side->earlier == NULL)
        return;
    snprintf(text, sizeof text, "%zu", h->recorded.n);
    dm_parcel_add(&out->parcels, DM_PARCEL_ID, dm_slice_str(name),
                  dm_slice_str(text));
}

static void give(judging *w, const dm_diff_half *was, const dm_diff_half *now)
{
    dm_buf bytes;

    if (w->out->outcome == DM_FAILED)
        return;
    add_met(w->out, "was", &w->diff->was, was);
    add_met(w->out, "now", &w->diff->now, now);
    dm_buf_init(&bytes, LINES_MAX);
    dm_tally_pack(&w->tally, &bytes);
    if (bytes.len > 0)
        dm_parcel_add(&w->out->parcels, DM_PARCEL_ABOUT, DM_S(""),
                      dm_buf_view(&bytes));
    w->out->parcels.failed |= bytes.failed;
    dm_buf_fini(&bytes);
}

static void check_size(dm_answer *out)
{
    dm_err err;

    if (!out->data.failed && !out->parcels.failed)
        return;
    dm_fail(&err, DM_E_SIZE, "the differences are too many to be told");
    dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
}

static void compare(const dm_diff *diff, const dm_diff_about *about,
                    dm_diff_half *was, dm_diff_half *now, dm_answer *out)
{
    dm_arena arena;
    judging  w = {.diff = diff, .about = *about, .out = out};

    dm_arena_init(&arena, ARENA_MAX);
    w.about.arena = &arena;
    dm_tally_init(&w.tally);
    judge(&w, was, now);
    give(&w, was, now);
    check_size(out);
    dm_tally_fini(&w.tally);
    dm_arena_fini(&arena);
}

/* ---- the job ---- */

/* Scripts first, because an earlier run is asked for the ids they gave. */
static void run_both(const dm_diff *d, dm_doc *doc, dm_diff_half *was,
                     dm_diff_half *now)
{
    dm_slate mark = dm_slate_mark(doc);

    if (d->was.engine != NULL)
        dm_diff_run(d->was.engine, doc, was);
    dm_slate_wipe(doc, &mark);
    if (d->now.engine != NULL)
        dm_diff_run(d->now.engine, doc, now);
    if (d->was.engine == NULL && d->now.engine != NULL)
        dm_diff_unnamed(now);
    if (d->now.engine == NULL && d->was.engine != NULL)
        dm_diff_unnamed(was);
    if (d->was.engine == NULL)
        dm_diff_find(d->was.earlier, doc->id,
                     d->now.engine != NULL ? now : NULL, was);
    if (d->now.engine == NULL)
        dm_diff_find(d->now.earlier, doc->id,
                     d->was.engine != NULL ? was : NULL, now);
}

static void document(void *ud, const dm_work *work, dm_answer *out)
{
    const dm_diff *d = ud;
    dm_diff_half   was, now;
    dm_diff_about  about = {.id = work->id, .style = &d->style};
    dm_err         err;
    dm_doc *doc = dm_load(work->id, work->path, work->bytes, d->load, &err);
    size_t  told;

    if (doc == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    told = dm_remark_load(doc, 0, out);
    dm_diff_half_begin(&was);
    dm_diff_half_begin(&now);
    about.doc = doc;
    run_both(d, doc, &was, &now);
    compare(d, &about, &was, &now, out);
    if (d->accept != NULL)
        dm_accept_pack(d->accept, d, work, out);
    (void)dm_remark_load(doc, told, out);
    dm_diff_half_end(&was);
    dm_diff_half_end(&now);
    dm_doc_free(doc);
}

static bool init(void *ud, dm_err *err)
{
    const dm_diff *d = ud;

    return (d->was.engine == NULL || dm_engine_init(d->was.engine, err)) &&
           (d->now.engine == NULL || dm_engine_init(d->now.engine, err));
}

static bool dead(void *ud)
{
    const dm_diff *d = ud;

    return (d->was.engine != NULL && dm_engine_dead(d->was.engine)) ||
           (d->now.engine != NULL && dm_engine_dead(d->now.engine));
}

dm_job dm_diff_job(dm_diff *diff)
{
    return (dm_job){
        .ud = diff, .init = init, .document = document, .dead = dead};
}

/* ---- two earlier runs ---- */

static bool compare_id(const dm_diff *d, dm_slice id, dm_answer *out,
                       dm_err *err)
{
    dm_diff_half  was, now;
    dm_diff_about about = {.id = id, .style = &d->style};
    bool          ok;

    dm_diff_half_begin(&was);
    dm_diff_half_begin(&now);
    dm_diff_find(d->was.earlier, id, NULL, &was);
    dm_diff_find(d->now.earlier, id, NULL, &now);
    ok = was.state == DM_DIFF_RECORDS && now.state == DM_DIFF_RECORDS;
    if (ok)
        compare(d, &about, &was, &now, out);
    else
        *err = was.state == DM_DIFF_FAILED ? was.err : now.err;
    dm_diff_half_end(&was);
    dm_diff_half_end(&now);
    return ok;
}

typedef struct earlier_run {
    dm_diff *diff;
    bool (*each)(void *ud, dm_answer *a, dm_err *err);
    void *ud;
} earlier_run;

/* Is the id in OLD's file?  Then it was its turn already. */
static bool is_old(const dm_diff *d, dm_slice id, dm_arena *arena, bool *is,
                   dm_err *err)
{
    dm_value **records;
    size_t     n = 0;

    if (!dm_earlier_find(d->was.earlier, id, arena, &records, &n, err))
        return false;
    *is = n > 0;
    return true;
}

/* The record at `i` of a file, if it is the turn of its id. */
static bool one_line(const earlier_run *run, bool old, size_t i, dm_err *err)
{
    const dm_diff    *d = run->diff;
    const dm_earlier *e = old ? d->was.earlier : d->now.earlier;
    dm_arena          arena;
    dm_answer         a;
    const dm_value   *record;
    bool              first = false, done = false, ok = true;

    dm_arena_init(&arena, ARENA_MAX);
    dm_answer_init(&a);
    record = dm_earlier_at(e, i, &first, &arena, err);
    ok = record != NULL;
    if (ok && first) {
        dm_slice id = dm_value_at(record, DM_S("id"))->as.string;

        ok = old || is_old(d, id, &arena, &done, err);
        if (ok && !done)
            ok = compare_id(d, id, &a, err) && run->each(run->ud, &a, err);
    }
    dm_answer_fini(&a);
    dm_arena_fini(&arena);
    return ok;
}

bool dm_diff_earlier(dm_diff *diff,
                     bool (*each)(void *ud, dm_answer *a, dm_err *err),
                     void *ud, dm_err *err)
{
    earlier_run run = {diff, each, ud};
    size_t      n = dm_earlier_count(diff->was.earlier);
    bool        ok = true;

    for (size_t i = 0; ok && i < n; i++)
        ok = one_line(&run, true, i, err);
    n = dm_earlier_count(diff->now.earlier);
    for (size_t i = 0; ok && i < n; i++)
        ok = one_line(&run, false, i, err);
    return ok;
}
