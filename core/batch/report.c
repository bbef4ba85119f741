/* report.c - diagnostics, error records, the summary. */
#include "batch/report.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "batch/name.h"
#include "emit/json.h"
#include "emit/visible.h"
#include "text/utf8.h"

enum { LINE_MAX_BYTES = 1 << 20 };

/* Standard error is best effort: when it is gone there is no one to tell. */
void dm_report_say(dm_slice text)
{
    while (text.len > 0) {
        ssize_t n = write(STDERR_FILENO, text.ptr, text.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        text = dm_slice_sub(text, (size_t)n, text.len);
    }
}

void dm_report_diag(const dm_report_options *options, const dm_err *text,
                    dm_severity severity)
{
    dm_buf out;

    dm_buf_init(&out, LINE_MAX_BYTES);
    if (options->json)
        dm_diag_json(&out, text, severity);
    else
        dm_diag_text(&out, text, severity, options->color);
    dm_report_say(dm_buf_view(&out));
    dm_buf_fini(&out);
}

bool dm_report_open(dm_report *r, const dm_report_options *options, dm_err *err)
{
    memset(r, 0, sizeof *r);
    r->options = options;
    r->file.fd = -1;
    return options->errors == NULL ||
           dm_output_open(&r->file, options->errors, err);
}

static void add_key(dm_buf *out, const char *key, const char *text)
{
    if (text[0] == '\0')
        return;
    dm_buf_printf(out, ",\"%s\":", key);
    dm_json_string(out, dm_slice_str(text));
}

/* Append {"line":…,"column":…}, the open brace and more being there already. */
static void add_place(dm_buf *out, int line, int col)
{
    if (line > 0)
        dm_buf_printf(out, "\"line\":%d", line);
    if (line > 0 && col > 0)
        dm_buf_printf(out, ",\"column\":%d", col);
    dm_buf_char(out, '}');
}

/* Is the place in err->file a script's?  It is the document's own when the
** document could not be read or loaded. */
static bool blames_script(dm_phase phase, const dm_err *err)
{
    return phase == DM_PHASE_SCRIPT && err->file[0] != '\0';
}

void dm_report_record(dm_buf *out, dm_slice path, dm_phase phase,
                      const dm_err *err)
{
    dm_buf_str(out, "{\"id\":");
    dm_json_string(out, path);
    if (dm_utf8_valid(path) != path.len) {
        dm_buf_str(out, ",\"path_bytes\":\"");
        dm_name_base64(out, path);
        dm_buf_char(out, '"');
    }
    add_key(out, "stage", dm_phase_name(phase));
    add_key(out, "code", dm_code_word(err->code));
    dm_buf_printf(out, ",\"number\":\"E%d\"", (int)err->code);
    add_key(out, "message", err->msg);
    add_key(out, "help", err->help);
    if (blames_script(phase, err)) {
        dm_buf_str(out, ",\"script\":{\"file\":");
        dm_json_string(out, dm_slice_str(err->file));
        if (err->line > 0)
            dm_buf_char(out, ',');
        add_place(out, err->line, err->col);
    }
    if (err->doc_line > 0) {
        dm_buf_str(out, ",\"document\":{");
        add_place(out, err->doc_line, err->doc_col);
    }
    dm_buf_str(out, "}\n");
}

/* The document is named in every diagnostic about it. */
static void name_document(dm_err *err, dm_slice path)
{
    if (err->doc[0] != '\0')
        return;
    if (err->file[0] == '\0')
        dm_err_copy(err->file, sizeof err->file, path.ptr, path.len);
    else if (path.len >= sizeof err->file ||
             strncmp(err->file, path.ptr, path.len + 1) != 0)
        dm_err_copy(err->doc, sizeof err->doc, path.ptr, path.len);
}

static bool tell_failure(dm_report *r, dm_slice path, const dm_answer *answer,
                         dm_err *err)
{
    dm_err text = answer->err;
    dm_buf line;
    bool   ok = true;

    if (r->file.fd < 0) {
        name_document(&text, path);
        dm_report_diag(r->options, &text, DM_ERROR);
        return true;
    }
    dm_buf_init(&line, LINE_MAX_BYTES);
    dm_report_record(&line, path, answer->phase, &text);
    ok = dm_output_write(&r->file, dm_buf_view(&line), err);
    dm_buf_fini(&line);
    return ok;
}

static bool wanted(const dm_report_options *options, dm_remark_kind kind)
{
    return !options->quiet && (kind != DM_REMARK_NOTE || options->verbose);
}

static void tell_remarks(const dm_report *r, dm_slice path,
                         const dm_answer *answer)
{
    for (size_t i = 0; i < dm_answer_nremarks(answer); i++) {
        const dm_remark *remark = dm_answer_remark_at(answer, i);
        dm_err           text = remark->text;

        if (!wanted(r->options, remark->kind))
            continue;
        name_document(&text, path);
        dm_report_diag(r->options, &text,
                       remark->kind == DM_REMARK_WARNING ? DM_WARNING
                                                         : DM_NOTE);
    }
    if (answer->dropped > 0 && !r->options->quiet) {
        dm_err text;

        dm_fail(&text, DM_E_TRUNCATED, "%llu more remarks are not shown",
                (unsigned long long)answer->dropped);
        name_document(&text, path);
        dm_report_diag(r->options, &text, DM_WARNING);
    }
}

/* With -v: why the script did not want a document. */
static void tell_reason(const dm_report *r, dm_slice path,
                        const dm_answer *answer)
{
    dm_buf line;

    if (!r->options->verbose || r->options->json)
        return;
    dm_buf_init(&line, LINE_MAX_BYTES);
    dm_visible(&line, path);
    dm_buf_str(&line,
               answer->outcome == DM_SKIPPED ? ": skipped" : ": turned away");
    dm_buf_str(&line, answer->reason[0] != '\0' ? ": " : "");
    dm_visible(&line, dm_slice_str(answer->reason));
    dm_buf_char(&line, '\n');
    dm_report_say(dm_buf_view(&line));
    dm_buf_fini(&line);
}

bool dm_report_answer(dm_report *r, dm_slice path, const dm_answer *answer,
                      dm_err *err)
{
    dm_counts *c = &r->counts;

    c->documents++;
    c->records += answer->nrecords;
    c->bytes += answer->bytes;
    c->found += answer->yes;
    tell_remarks(r, path, answer);
    switch (answer->outcome) {
    case DM_DONE:
        c->done++;
        c->unwritten += answer->unwritten;
        c->edited += answer->unwritten > 0;
        return true;
    case DM_FAILED:
        c->failed++;
        return tell_failure(r, path, answer, err);
    case DM_SKIPPED:
        c->skipped++;
        break;
    case DM_TURNED_AWAY:
        c->turned_away++;
        break;
    }
    tell_reason(r, path, answer);
    return true;
}

bool dm_report_finished(dm_report *r, const dm_answer *answer, dm_err *err)
{
    r->counts.records += answer->nrecords;
    tell_remarks(r, DM_S("_finish"), answer);
    if (answer->outcome != DM_FAILED)
        return true;
    r->counts.unfinished++;
    return tell_failure(r, DM_S("_finish"), answer, err);
}

static void add_count(dm_buf *out, size_t n, const char *one, const char *more)
{
    dm_buf_printf(out, "%zu %s", n, n == 1 ? one : more);
}

static void add_passed(dm_buf *out, dm_passed p)
{
    const char *between = " (passed over: ";

    if (p.special > 0) {
        dm_buf_str(out, between);
        add_count(out, p.special, "special file", "special files");
        between = ", ";
    }
    if (p.loops > 0) {
        dm_buf_str(out, between);
        add_count(out, p.loops, "looping link", "looping links");
        between = ", ";
    }
    if (p.written > 0) {
        dm_buf_str(out, between);
        add_count(out, p.written, "of our own outputs", "of our own outputs");
        between = ", ";
    }
    if (p.hidden > 0) {
        dm_buf_str(out, between);
        add_count(out, p.hidden, "hidden name", "hidden names");
        between = ", ";
    }
    if (between[0] == ',')
        dm_buf_char(out, ')');
}

static void tell_summary(const dm_report *r, dm_passed passed)
{
    const dm_counts *c = &r->counts;
    dm_buf           out;

    if (r->options->quiet || r->options->json ||
        (!r->options->verbose && c->failed + c->unfinished == 0))
        return;
    dm_buf_init(&out, LINE_MAX_BYTES);
    add_count(&out, c->documents, "document", "documents");
    dm_buf_printf(&out, ": %zu done, %zu failed, %zu turned away", c->done,
                  c->failed, c->turned_away);
    if (c->skipped > 0)
        dm_buf_printf(&out, ", %zu skipped", c->skipped);
    add_passed(&out, passed);
    dm_buf_char(&out, '\n');
    dm_report_say(dm_buf_view(&out));
    dm_buf_fini(&out);
}

/* A folder that was named, and nothing in it: a misspelt path looks so. */
static void tell_bare(const dm_report *r, dm_passed passed)
{
    dm_err text;
    char   more[40] = "";

    if (passed.bare == 0 || r->options->quiet)
        return;
    if (passed.bare > 1)
        snprintf(more, sizeof more, " and %zu more folder%s", passed.bare - 1,
                 passed.bare == 2 ? "" : "s");
    dm_fail(&text, DM_E_NOT_FOUND, "no input files in %s%s", passed.first_bare,
            more);
    dm_report_diag(r->options, &text, DM_WARNING);
}

static void add_cut(dm_buf *out, const dm_ending *e, const dm_counts *c)
{
    if (e->how == DM_RUN_INTERRUPTED) {
        dm_buf_printf(out, "interrupted: %zu ", c->documents);
        if (e->total > 0)
            dm_buf_printf(out, "of %zu ", e->total);
        dm_buf_str(out, e->total == 1 || (e->total == 0 && c->documents == 1)
                            ? "document done"
                            : "documents done");
        return;
    }
    dm_buf_str(out, "stopped after ");
    add_count(out, c->failed, "failure", "failures");
    dm_buf_str(out, "; ");
    add_count(out, e->unread, "input", "inputs");
    dm_buf_str(out,
               e->more ? " and the rest of the list not read" : " not read");
}

/* Nobody may take what there is for the whole. */
static void tell_cut(const dm_report *r, const dm_ending *ending)
{
    dm_err text;
    dm_buf out;

    if (ending->how == DM_RUN_WHOLE || r->options->quiet)
        return;
    dm_buf_init(&out, LINE_MAX_BYTES);
    add_cut(&out, ending, &r->counts);
    if (r->options->json) {
        dm_fail(&text, DM_E_TRUNCATED, "%.*s", (int)out.len, out.ptr);
        dm_report_diag(r->options, &text, DM_WARNING);
    } else {
        dm_buf_char(&out, '\n');
        dm_report_say(dm_buf_view(&out));
    }
    dm_buf_fini(&out);
}

static void tell_unwritten(const dm_report *r, const char *path,
                           const char *printed)
{
    dm_err text;

    if (path == NULL)
        return;
    dm_fail(&text, DM_E_WRITE, "%s is not written, the run was cut short",
            path);
    if (printed != NULL)
        dm_fail_help(&text, "without -o %s printed", printed);
    dm_report_diag(r->options, &text, DM_ERROR);
}

/* Edits were asked for and went nowhere: nobody does that on purpose. */
static void tell_edits(const dm_report *r, const char *format)
{
    const dm_counts *c = &r->counts;
    dm_err           text;

    if (c->unwritten == 0 || format == NULL || r->options->quiet)
        return;
    dm_fail(&text, DM_E_UNWRITTEN,
            "%zu edit%s in %zu document%s committed, which --format=%s does "
            "not write",
            c->unwritten, c->unwritten == 1 ? "" : "s", c->edited,
            c->edited > 1       ? "s were"
            : c->unwritten == 1 ? " was"
                                : " were",
            format);
    dm_fail_help(&text, "--in-place or --format=source -o DIR/ writes them; "
                        "doc:edited() is the text with them");
    dm_report_diag(r->options, &text, DM_WARNING);
}

void dm_report_end(const dm_report *r, const dm_ending *ending)
{
    tell_bare(r, ending->passed);
    tell_edits(r, ending->format);
    tell_summary(r, ending->passed);
    tell_cut(r, ending);
    tell_unwritten(r, ending->unwritten, ending->printed);
}

bool dm_report_close(dm_report *r, dm_err *err)
{
    return r->file.fd < 0 || dm_output_commit(&r->file, err);
}

void dm_report_abandon(dm_report *r)
{
    dm_output_abandon(&r->file);
}
