/* verb_text.c - docmill text: a view of each document, as it is or line by
** line with the bytes of the file it came from. */
#include <unistd.h>

#include "batch/remark.h"
#include "cli/common.h"
#include "cli/scripted.h"
#include "cli/without.h"
#include "emit/visible.h"

typedef struct text_job {
    const dm_load_options *load;
    dm_engine             *without; /* whose drops are left out, or NULL */
    dm_slice               view;
    bool                   map;
    bool                   header; /* ==> name <== before each */
} text_job;

/* What is to be printed of one document. */
typedef struct page {
    const dm_view  *view;
    const dm_lines *lines; /* NULL: the text as it is */
    dm_range       *drops;
    size_t          ndrops;
    bool            map;
} page;

/* "12<TAB>340-361<TAB>": the line's number and its source bytes (0-based,
** half-open); an ~ behind the range where it had to be widened.  Of a container
** the member goes before: "word/document.xml!340-361". */
static void put_place(dm_buf *out, const dm_view *view, dm_range line, size_t n)
{
    dm_range       bytes = {0, 0};
    bool           exact = dm_view_source(view, line, &bytes);
    const dm_part *part = dm_doc_in_part(view->doc, &bytes, &exact);

    dm_buf_printf(out, "%zu\t", n);
    if (part != NULL) {
        dm_visible(out, part->name);
        dm_buf_char(out, '!');
    }
    dm_buf_printf(out, "%zu-%zu%s\t", bytes.from, bytes.to, exact ? "" : "~");
}

/* A line without what is dropped of it; one of which nothing is left goes. */
static void put_line(dm_buf *out, const page *p, size_t i)
{
    dm_range line = dm_lines_range(p->lines, i);
    dm_range piece = {line.from, line.from};
    size_t   at = line.from;
    bool     some = dm_without_next(p->drops, p->ndrops, line, &at, &piece);

    if (!some && line.to > line.from)
        return;
    if (p->map)
        put_place(out, p->view, line, i + 1);
    while (some) {
        dm_buf_slice(out, dm_slice_sub(p->view->text, piece.from, piece.to));
        some = dm_without_next(p->drops, p->ndrops, line, &at, &piece);
    }
    dm_buf_char(out, '\n');
}

static void put_text(dm_buf *out, const dm_view *view)
{
    dm_slice text = view->text;

    dm_buf_slice(out, text);
    /* the next document begins on a line of its own; raw bytes are left
    ** alone */
    if (view->parent != NULL && text.len > 0 && text.ptr[text.len - 1] != '\n')
        dm_buf_char(out, '\n');
}

static bool prepare(const text_job *job, dm_doc *doc, page *p, dm_err *err)
{
    p->view = dm_doc_view(doc, job->view, err);
    if (p->view == NULL)
        return false;
    if (job->without != NULL &&
        !dm_without(job->without, doc, p->view, &p->drops, &p->ndrops, err))
        return false;
    if (!p->map && p->ndrops == 0)
        return true;
    p->lines = dm_view_lines(p->view);
    return p->lines != NULL ||
           dm_fail(err, DM_E_MEMORY, "no memory for the lines");
}

static void put_doc(const text_job *job, const dm_doc *doc, const page *p,
                    dm_answer *out)
{
    if (job->header) {
        dm_buf_str(&out->data, "==> ");
        dm_visible(&out->data, doc->id);
        dm_buf_str(&out->data, " <==\n");
    }
    if (p->lines == NULL)
        put_text(&out->data, p->view);
    for (size_t i = 0; p->lines != NULL && i < p->lines->n; i++)
        if (p->view->text.len > 0)
            put_line(&out->data, p, i);
    out->nrecords = 1;
}

static void document(void *ud, const dm_work *work, dm_answer *out)
{
    const text_job *job = ud;
    page            p = {.map = job->map};
    dm_err          err;
    dm_doc *doc = dm_load(work->id, work->path, work->bytes, job->load, &err);
    size_t  told;

    if (doc == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    told = dm_remark_load(doc, 0, out);
    if (prepare(job, doc, &p, &err))
        put_doc(job, doc, &p, out);
    else
        dm_answer_fail(
            out, job->without != NULL ? DM_PHASE_SCRIPT : DM_PHASE_LOAD, &err);
    (void)dm_remark_load(doc, told, out);
    dm_remark_repairs(doc, out);
    dm_doc_free(doc);
}

static bool init(void *ud, dm_err *err)
{
    const text_job *job = ud;

    return job->without == NULL || dm_engine_init(job->without, err);
}

static bool dead(void *ud)
{
    const text_job *job = ud;

    return job->without != NULL && dm_engine_dead(job->without);
}

static bool open_without(const dm_args *args, text_job *text, dm_err *err)
{
    dm_engine_options engine = dm_engine_options_default();

    engine.script = args->text[DM_OPT_WITHOUT];
    if (engine.script == NULL)
        return true;
    dm_scripted_engine(args, &engine);
    text->without = dm_engine_open(&engine, err);
    return text->without != NULL;
}

int dm_verb_text(const dm_args *args)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_batch_result  result;
    dm_err           err;
    int              status;
    char             view[DM_CLI_VIEW];
    text_job text = {.load = &load, .map = dm_args_has(args, DM_OPT_MAP)};
    dm_job   job = {
          .ud = &text, .init = init, .document = document, .dead = dead};

    if (!dm_cli_view(args, "text", view, &err) ||
        !dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 0, &load, &batch, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    if (!open_without(args, &text, &err))
        return dm_cli_fail(args, &err, DM_EXIT_SCRIPT);
    text.view = dm_slice_str(view);
    text.header = dm_args_has(args, DM_OPT_VERBOSE) ||
                  (isatty(STDOUT_FILENO) && batch.store.output == NULL &&
                   dm_inputs_many(&batch.inputs));
    status = dm_cli_run(args, &batch, &job, &result);
    dm_engine_close(text.without);
    return status;
}
