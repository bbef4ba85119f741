/* verb_text.c - docmill text: a view of each document, as it is or line by
** line with the bytes of the file it came from. */
#include <unistd.h>

#include "cli/common.h"
#include "emit/visible.h"

typedef struct text_job {
    const dm_load_options *load;
    dm_slice               view;
    bool                   map;
    bool                   header; /* ==> name <== before each */
} text_job;

/* "12<TAB>340-361<TAB>text": the line, its source bytes (0-based, half-open),
** its text; an ~ behind the range where it had to be widened. */
static void put_map(dm_buf *out, const dm_view *view, const dm_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        dm_range line = dm_lines_range(lines, i);
        dm_range bytes = {0, 0};
        bool     exact = dm_view_source(view, line, &bytes);

        dm_buf_printf(out, "%zu\t%zu-%zu%s\t", i + 1, bytes.from, bytes.to,
                      exact ? "" : "~");
        dm_buf_slice(out, dm_slice_sub(view->text, line.from, line.to));
        dm_buf_char(out, '\n');
    }
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

static void put_doc(const text_job *job, dm_doc *doc, dm_answer *out)
{
    dm_err          err;
    const dm_view  *view = dm_doc_view(doc, job->view, &err);
    const dm_lines *lines =
        view != NULL && job->map ? dm_view_lines(view) : NULL;

    if (view != NULL && job->map && lines == NULL)
        dm_fail(&err, DM_E_MEMORY, "no memory for the lines");
    if (view == NULL || (job->map && lines == NULL)) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    if (job->header) {
        dm_buf_str(&out->data, "==> ");
        dm_visible(&out->data, doc->id);
        dm_buf_str(&out->data, " <==\n");
    }
    if (lines == NULL)
        put_text(&out->data, view);
    else if (view->text.len > 0)
        put_map(&out->data, view, lines);
    out->nrecords = 1;
}

static void document(void *ud, const dm_work *work, dm_answer *out)
{
    const text_job *job = ud;
    dm_err          err;
    dm_doc *doc = dm_load(work->id, work->path, work->bytes, job->load, &err);

    if (doc == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    put_doc(job, doc, out);
    dm_doc_free(doc);
}

int dm_verb_text(const dm_args *args)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_batch_result  result;
    dm_err           err;
    text_job    text = {.load = &load, .map = dm_args_has(args, DM_OPT_MAP)};
    dm_job      job = {.ud = &text, .document = document};
    const char *view = dm_cli_view(args, "text", &err);

    if (view == NULL || !dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 0, &load, &batch, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    text.view = dm_slice_str(view);
    text.header = dm_args_has(args, DM_OPT_VERBOSE) ||
                  (isatty(STDOUT_FILENO) && batch.output == NULL &&
                   dm_inputs_many(&batch.inputs));
    return dm_cli_run(args, &batch, &job, &result);
}
