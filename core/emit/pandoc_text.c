/* pandoc_text.c - words and blanks, and the Spans and Links around them.
**
** White space is held back until a word follows, so that a list of inlines
** has none at its ends.
*/
#include "emit/pandoc_text.h"

#include "base/ascii.h"
#include "emit/json.h"

typedef enum hold { HOLD_NONE, HOLD_SPACE, HOLD_BREAK } hold;

typedef struct writer {
    dm_buf  *out;
    dm_slice href; /* of the open link */
    hold     held;
    bool     any;   /* a word was written */
    bool     comma; /* the list at hand is not empty */
} writer;

static void open_item(writer *w, const char *begin)
{
    if (w->comma)
        dm_buf_char(w->out, ',');
    dm_buf_str(w->out, begin);
    w->comma = true;
}

static void release(writer *w)
{
    if (w->any && w->held == HOLD_BREAK)
        open_item(w, "{\"t\":\"LineBreak\"}");
    else if (w->any && w->held == HOLD_SPACE)
        open_item(w, "{\"t\":\"Space\"}");
    w->held = HOLD_NONE;
    w->any = true;
}

static void put_text(void *ud, dm_slice s)
{
    writer *w = ud;
    size_t  n = 0;

    for (; s.len > 0; s = dm_slice_sub(s, n, s.len)) {
        n = 1;
        if (s.ptr[0] == '\n' || s.ptr[0] == '\r') {
            w->held = HOLD_BREAK;
        } else if (dm_ascii_white(s.ptr[0])) {
            w->held = w->held == HOLD_NONE ? HOLD_SPACE : w->held;
        } else {
            while (n < s.len && !dm_ascii_white(s.ptr[n]))
                n++;
            release(w);
            open_item(w, "{\"t\":\"Str\",\"c\":");
            dm_json_string(w->out, dm_slice_sub(s, 0, n));
            dm_buf_char(w->out, '}');
        }
    }
}

static void open_link(void *ud, dm_slice href)
{
    writer *w = ud;

    release(w);
    open_item(w, "{\"t\":\"Link\",\"c\":[[\"\",[],[]],[");
    w->comma = false;
    w->href = href;
}

static void close_link(void *ud)
{
    writer *w = ud;

    dm_buf_str(w->out, "],[");
    dm_json_string(w->out, w->href);
    dm_buf_str(w->out, ",\"\"]]}");
    w->comma = true;
}

static void open_label(void *ud, const dm_label *label)
{
    writer *w = ud;

    release(w);
    open_item(w, "{\"t\":\"Span\",\"c\":[[\"\",[");
    dm_json_string(w->out, label->rule);
    dm_buf_str(w->out, "],[");
    if (label->field.len > 0) {
        dm_buf_str(w->out, "[\"field\",");
        dm_json_string(w->out, label->field);
        dm_buf_char(w->out, ']');
    }
    dm_buf_str(w->out, "]],[");
    w->comma = false;
}

static void close_label(void *ud)
{
    writer *w = ud;

    dm_buf_str(w->out, "]]}");
    w->comma = true;
}

void dm_pandoc_inlines(dm_buf *out, const dm_node *node, size_t skip)
{
    static const dm_inline how = {put_text, open_link, close_link, open_label,
                                  close_label};
    writer                 w = {.out = out};

    dm_buf_char(out, '[');
    dm_inline_walk(node, skip, &how, &w);
    dm_buf_char(out, ']');
}

/* JSON has no way to write a string in pieces, so it is put together first. */
void dm_pandoc_string(dm_buf *out, const dm_node *node)
{
    dm_buf all;

    if (node->nruns == 1) {
        dm_json_string(out, node->runs[0].text);
        return;
    }
    dm_buf_init(&all, out->max);
    for (size_t i = 0; i < node->nruns; i++)
        dm_buf_slice(&all, node->runs[i].text);
    if (all.failed)
        out->failed = true;
    dm_json_string(out, dm_buf_view(&all));
    dm_buf_fini(&all);
}
