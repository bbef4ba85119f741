/* roff.c - escaping for mdoc. */
#include "cli/roff.h"

#include "docmill.h"

/* The day the pages were last looked at as a whole. */
#define DAY "November 22, 2026"

static void add_char(dm_buf *out, char c)
{
    if (c == '\\')
        dm_buf_str(out, "\\e");
    else if (c == '-')
        dm_buf_str(out, "\\-");
    else if (c == '`')
        dm_buf_str(out, "\\(ga");
    else if (c == '\'')
        dm_buf_str(out, "\\(aq");
    else if (c == '^')
        dm_buf_str(out, "\\(ha");
    else if (c == '~')
        dm_buf_str(out, "\\(ti");
    else
        dm_buf_char(out, c);
}

void dm_roff_text(dm_buf *out, const char *text)
{
    if (*text == '.')
        dm_buf_str(out, "\\&");
    for (; *text != '\0'; text++)
        add_char(out, *text);
}

void dm_roff_macro(dm_buf *out, const char *macro, const char *text)
{
    dm_buf_printf(out, ".%s \"", macro);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            dm_buf_str(out, "\\(dq");
        else
            add_char(out, *text);
    }
    dm_buf_str(out, "\"\n");
}

/* A line of a display; tabs have no stops there. */
static void add_line(dm_buf *out, const char *text, size_t len)
{
    if (len > 0 && *text == '.')
        dm_buf_str(out, "\\&");
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\t')
            add_char(out, ' ');
        else
            add_char(out, text[i]);
    dm_buf_char(out, '\n');
}

static void open_display(dm_buf *out)
{
    dm_buf_str(out, ".Bd -literal\n");
}

void dm_roff_display(dm_buf *out, const char *const *lines)
{
    size_t n = 0;

    while (lines != NULL && *lines != NULL && **lines == '\0')
        lines++;
    while (lines != NULL && lines[n] != NULL)
        n++;
    while (n > 0 && lines[n - 1][0] == '\0')
        n--;
    if (n == 0)
        return;
    open_display(out);
    for (size_t i = 0; i < n; i++)
        add_line(out, lines[i], strlen(lines[i]));
    dm_buf_str(out, ".Ed\n");
}

void dm_roff_block(dm_buf *out, dm_slice text)
{
    if (text.len == 0)
        return;
    open_display(out);
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.ptr + at, '\n', text.len - at);
        size_t n = end != NULL ? (size_t)(end - text.ptr) - at : text.len - at;

        add_line(out, text.ptr + at, n);
        at += n + 1;
    }
    dm_buf_str(out, ".Ed\n");
}

void dm_roff_head(dm_buf *out, const char *name, int section, const char *what)
{
    dm_buf_printf(out, ".Dd " DAY "\n.Dt ");
    for (const char *c = name; *c != '\0'; c++)
        dm_buf_char(out, (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
    dm_buf_printf(out, " %d\n.Os \"docmill %s\"\n.Sh NAME\n.Nm %s\n.Nd %s\n",
                  section, DM_VERSION, name, what);
}
