/* view.c - load, run, look: the page of one document. */
#include "desk/view.h"

#include "batch/remark.h"
#include "emit/page.h"

enum {
    RESULT_MAX = 1 << 30,
    DATA_MAX = 1 << 30,
    NOTES_MAX = 200 /* things said of a document that its page tells */
};

dm_value *dm_view_question(dm_arena *arena, size_t limit, dm_err *err)
{
    dm_value *out = dm_value_object(arena);
    size_t    most = limit > 0 ? limit : DM_PAGE_MARKS;

    if (dm_value_set(arena, out, DM_S("limit"),
                     dm_value_int(arena, (int64_t)most)))
        return out;
    dm_fail(err, DM_E_MEMORY, "no memory for the question");
    return NULL;
}

/* What is being put together. */
typedef struct making {
    dm_look          *look;
    const dm_viewing *viewing;
    const dm_work    *work;
    dm_answer        *told;
    dm_page_said     *notes;
    size_t            nnotes;
} making;

static void note(making *m, const char *level, const dm_err *text)
{
    if (m->nnotes < NOTES_MAX)
        m->notes[m->nnotes++] = (dm_page_said){level, *text};
}

static void take_notes(dm_answer *told, const dm_result *r)
{
    for (size_t i = 0; i < r->nnotes; i++) {
        dm_log_level   level = r->notes[i].level;
        dm_remark_kind kind = level == DM_LOG_WARN    ? DM_REMARK_WARNING
                              : level == DM_LOG_PRINT ? DM_REMARK_PRINT
                                                      : DM_REMARK_NOTE;

        dm_answer_remark(told, kind, &r->notes[i].text);
    }
}

static dm_doc *load(const making *m, dm_err *err)
{
    return dm_load(m->work->id, m->work->path, m->work->bytes, m->viewing->load,
                   err);
}

static void note_skip(making *m, const char *reason)
{
    dm_err text;

    dm_fail(&text, DM_OK, "the script skipped this document%s%s",
            *reason != '\0' ? ": " : "", reason);
    note(m, "note", &text);
}

/* Load the document and run the script over it; false when there is nothing to
** show but the error. */
static bool run_now(making *m)
{
    dm_look *l = m->look;
    size_t   told;

    l->doc = load(m, &l->failed);
    if (l->doc == NULL) {
        l->phase = DM_PHASE_LOAD;
        note(m, "error", &l->failed);
        return false;
    }
    told = dm_remark_load(l->doc, 0, m->told);
    if (dm_engine_document(m->viewing->engine, l->doc, &l->result, &l->failed))
        l->failed.code = DM_OK;
    else
        note(m, "error", &l->failed);
    if (l->result.skipped)
        note_skip(m, l->result.reason);
    take_notes(m->told, &l->result);
    (void)dm_remark_load(l->doc, told, m->told);
    dm_remark_repairs(l->doc, m->told);
    return true;
}

/* The other script over a document of its own: what it found is compared, what
** it said is told on the page only. */
static void run_old(making *m)
{
    dm_look *l = m->look;
    dm_err   err;

    l->old_doc = load(m, &err);
    if (l->old_doc == NULL ||
        !dm_engine_document(m->viewing->old, l->old_doc, &l->old_result, &err))
        note(m, "warning", &err);
}

/* What was said of the document stands on its page as well. */
static void note_remarks(making *m)
{
    for (size_t i = 0; i < dm_answer_nremarks(m->told); i++) {
        const dm_remark *r = dm_answer_remark_at(m->told, i);

        note(m, r->kind == DM_REMARK_WARNING ? "warning" : "note", &r->text);
    }
}

/* The earlier run's records of the document; false when they cannot be had or
** there are none, and then nothing is compared. */
static bool take_records(making *m, dm_page_run *was)
{
    const dm_viewing *v = m->viewing;
    dm_value        **records = NULL;
    dm_err            err;

    if (v->earlier == NULL)
        return was->report != NULL; /* the other script came to no end */
    if (dm_earlier_find(v->earlier, m->work->id, &m->look->arena, &records,
                        &was->nrecords, &err)) {
        was->records = records;
        if (was->nrecords > 0)
            return true;
        dm_fail(&err, DM_E_NOT_FOUND,
                "%s has no record of %.*s: nothing is compared", v->against,
                (int)m->work->id.len, m->work->id.ptr);
    }
    dm_answer_remark(m->told, DM_REMARK_WARNING, &err);
    return false;
}

static void make_data(making *m)
{
    const dm_viewing *v = m->viewing;
    dm_look          *l = m->look;
    const dm_result  *now = &l->result, *old = &l->old_result;
    dm_page_run was = {v->against, old->report, old->records, old->nrecords};
    dm_page_ask ask = {
        .id = m->work->id,
        .path = m->work->id,
        .doc = l->doc,
        .now = {v->name, now->report, now->records, now->nrecords},
        .was = v->against != NULL ? &was : NULL,
        .notes = m->notes,
        .limit = v->limit
    };
    dm_err err;

    if (ask.was != NULL && !take_records(m, &was))
        ask.was = NULL;
    note_remarks(m);
    ask.nnotes = m->nnotes;
    l->data = dm_page_data(&l->arena, &ask, &err);
    if (l->data == NULL)
        l->failed = err;
}

void dm_look_init(dm_look *look, const dm_viewing *viewing, const dm_work *work,
                  dm_answer *told)
{
    making m = {.look = look, .viewing = viewing, .work = work, .told = told};

    memset(look, 0, sizeof *look);
    look->phase = DM_PHASE_SCRIPT;
    dm_arena_init(&look->arena, DATA_MAX);
    dm_result_init(&look->result, RESULT_MAX);
    dm_result_init(&look->old_result, RESULT_MAX);
    m.notes = dm_arena_zalloc(&look->arena, NOTES_MAX, sizeof *m.notes);
    if (m.notes == NULL) {
        dm_fail(&look->failed, DM_E_MEMORY, "no memory for the page");
        return;
    }
    if (run_now(&m) && viewing->old != NULL)
        run_old(&m);
    make_data(&m);
}

void dm_look_fini(dm_look *look)
{
    dm_result_fini(&look->result);
    dm_result_fini(&look->old_result);
    if (look->doc != NULL)
        dm_doc_free(look->doc);
    if (look->old_doc != NULL)
        dm_doc_free(look->old_doc);
    dm_arena_fini(&look->arena);
}

/* A failure first: it drops what data an answer has. */
static void document(void *ud, const dm_work *work, dm_answer *out)
{
    const dm_viewing *viewing = ud;
    dm_look           look;

    dm_look_init(&look, viewing, work, out);
    if (look.failed.code != DM_OK)
        dm_answer_fail(out, look.phase, &look.failed);
    if (look.data != NULL && viewing->whole)
        dm_viewer_one(&out->data, look.data);
    else if (look.data != NULL)
        dm_viewer_add(&out->data, look.data);
    out->nrecords = look.data != NULL;
    dm_look_fini(&look);
}

static bool init(void *ud, dm_err *err)
{
    const dm_viewing *viewing = ud;

    return dm_engine_init(viewing->engine, err) &&
           (viewing->old == NULL || dm_engine_init(viewing->old, err));
}

static bool dead(void *ud)
{
    const dm_viewing *viewing = ud;

    return dm_engine_dead(viewing->engine) ||
           (viewing->old != NULL && dm_engine_dead(viewing->old));
}

dm_job dm_view_job(dm_viewing *viewing)
{
    return (dm_job){
        .ud = viewing, .init = init, .document = document, .dead = dead};
}
