/* diag.c - one error as a paragraph, or as a line of JSON. */
#include "emit/diag.h"

#include "emit/json.h"
#include "emit/visible.h"

/* SGR parameters. */
#define BOLD   "1"
#define RED    "1;31"
#define YELLOW "1;33"
#define CYAN   "1;36"
#define GREEN  "1;32"

static const struct {
    const char *word, *color;
} severities[] = {
    {"error",   RED   },
    {"warning", YELLOW},
    {"note",    CYAN  }
};

static void paint(dm_buf *out, bool color, const char *sgr)
{
    if (color)
        dm_buf_printf(out, "\x1b[%sm", sgr);
}

static void add_place(dm_buf *out, const char *file, int line, int col)
{
    dm_visible(out, dm_slice_str(file));
    if (line > 0)
        dm_buf_printf(out, ":%d", line);
    if (line > 0 && col > 0)
        dm_buf_printf(out, ":%d", col);
}

static void add_head(dm_buf *out, const dm_err *err, dm_severity severity,
                     bool color)
{
    const char *file = err->file[0] != '\0' ? err->file : "docmill";
    dm_slice    msg = dm_slice_str(err->msg);

    paint(out, color, BOLD);
    add_place(out, file, err->line, err->col);
    dm_buf_str(out, ": ");
    paint(out, color, severities[severity].color);
    dm_buf_str(out, severities[severity].word);
    if (err->code != DM_OK)
        dm_buf_printf(out, "[E%d]", (int)err->code);
    dm_buf_char(out, ':');
    paint(out, color, "0");
    dm_buf_char(out, ' ');
    if (msg.len == 0)
        msg = dm_slice_str(dm_code_line(err->code));
    dm_visible(out, msg);
    dm_buf_char(out, '\n');
}

/* The source line and a caret under byte column `col`, in cells. */
static void add_source(dm_buf *out, const dm_err *err, bool color)
{
    dm_slice source = dm_slice_str(err->source);
    size_t   before = 0, start = 0;
    size_t   col = (size_t)(err->col < 0 ? -err->col : err->col);

    while (source.len > 0 && (source.ptr[source.len - 1] == '\n' ||
                              source.ptr[source.len - 1] == '\r'))
        source.len--;
    if (source.len == 0)
        return;
    dm_buf_str(out, "    ");
    dm_visible(out, source);
    dm_buf_char(out, '\n');
    if (col == 0 || col > source.len + 1)
        return;
    start = out->len; /* measure what stands before the caret, then drop it */
    before = dm_visible(out, dm_slice_sub(source, 0, col - 1));
    out->len = start;
    dm_buf_str(out, "    ");
    for (size_t i = 0; i < before; i++)
        dm_buf_char(out, ' ');
    paint(out, color, GREEN);
    dm_buf_char(out, '^');
    paint(out, color, "0");
    dm_buf_char(out, '\n');
}

void dm_diag_text(dm_buf *out, const dm_err *err, dm_severity severity,
                  bool color)
{
    add_head(out, err, severity, color);
    if (severity != DM_NOTE) /* a note blames no line */
        add_source(out, err, color);
    if (err->doc[0] != '\0') {
        dm_buf_str(out, "  in ");
        add_place(out, err->doc, err->doc_line, err->doc_col);
        dm_buf_char(out, '\n');
    }
    for (const char *at = err->help; *at != '\0';) {
        size_t n = strcspn(at, "\n");

        paint(out, color, CYAN);
        dm_buf_str(out, at == err->help ? "  help: " : "        ");
        paint(out, color, "0");
        dm_visible(out, (dm_slice){at, n});
        dm_buf_char(out, '\n');
        at += n + (at[n] != '\0');
    }
}

static void add_text(dm_buf *out, const char *key, const char *text)
{
    if (text[0] == '\0')
        return;
    dm_buf_printf(out, ",\"%s\":", key);
    dm_json_string(out, dm_slice_str(text));
}

static void add_number(dm_buf *out, const char *key, int n)
{
    if (n > 0)
        dm_buf_printf(out, ",\"%s\":%d", key, n);
}

void dm_diag_json(dm_buf *out, const dm_err *err, dm_severity severity)
{
    dm_buf_printf(out, "{\"severity\":\"%s\"", severities[severity].word);
    if (err->code != DM_OK) {
        dm_buf_printf(out, ",\"code\":\"E%d\"", (int)err->code);
        add_text(out, "name", dm_code_word(err->code));
    }
    add_text(out, "message", err->msg);
    add_text(out, "help", err->help);
    add_text(out, "file", err->file);
    add_number(out, "line", err->line);
    add_number(out, "column", err->col);
    add_text(out, "source", err->source);
    add_text(out, "doc", err->doc);
    add_number(out, "doc_line", err->doc_line);
    add_number(out, "doc_column", err->doc_col);
    dm_buf_str(out, "}\n");
}
