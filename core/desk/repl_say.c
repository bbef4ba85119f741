/* repl_say.c - answers to standard output, diagnostics to standard error. */
#include <errno.h>
#include <unistd.h>

#include "desk/repl_in.h"
#include "emit/json.h"
#include "emit/visible.h"

enum { TEXT_MAX = 64 << 20 };

/* What cannot be written ends the conversation; where nobody listens any more
** without a word. */
void dm_repl_put(dm_repl *repl, dm_slice text)
{
    while (text.len > 0 && !repl->mute) {
        ssize_t n = write(STDOUT_FILENO, text.ptr, text.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            repl->mute = repl->quit = true;
            repl->broken = n == 0 || errno != EPIPE;
            dm_fail(&repl->why, DM_E_WRITE, "cannot write standard output: %s",
                    strerror(n == 0 ? EIO : errno));
            return;
        }
        text = dm_slice_sub(text, (size_t)n, text.len);
    }
}

void dm_repl_say(dm_repl *repl, dm_slice text)
{
    dm_buf out;

    if (text.len == 0)
        return;
    dm_buf_init(&out, TEXT_MAX);
    while (text.len > 0) {
        const char *eol = memchr(text.ptr, '\n', text.len);
        size_t      n = eol != NULL ? (size_t)(eol - text.ptr) : text.len;

        dm_visible(&out, dm_slice_sub(text, 0, n));
        dm_buf_char(&out, '\n');
        text = dm_slice_sub(text, n + (eol != NULL), text.len);
    }
    dm_repl_put(repl, dm_buf_view(&out));
    dm_buf_fini(&out);
}

void dm_repl_tell(dm_repl *repl, const dm_err *err, dm_severity severity)
{
    repl->failed |= severity == DM_ERROR;
    dm_report_diag(&repl->options->report, err, severity);
}

static void tell_note(dm_repl *repl, const dm_note *note)
{
    if (note->level == DM_LOG_PRINT)
        dm_repl_say(repl, dm_slice_str(note->text.msg));
    else if (!repl->options->report.quiet)
        dm_repl_tell(repl, &note->text,
                     note->level == DM_LOG_WARN ? DM_WARNING : DM_NOTE);
}

void dm_repl_told(dm_repl *repl, const dm_result *result, bool records)
{
    dm_buf out;

    for (size_t i = 0; i < result->nnotes; i++)
        tell_note(repl, &result->notes[i]);
    dm_buf_init(&out, TEXT_MAX);
    for (size_t i = 0; records && i < result->nrecords; i++) {
        dm_json_value(&out, result->records[i], 0);
        dm_buf_char(&out, '\n');
    }
    if (repl->options->terminal) /* JSON may have C1 and bidi controls in it */
        dm_repl_say(repl, dm_buf_view(&out));
    else
        dm_repl_put(repl, dm_buf_view(&out));
    dm_buf_fini(&out);
}
