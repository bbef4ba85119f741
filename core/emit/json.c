/* json.c - the JSON writer.
**
** Strings are copied in runs: the bytes between two that need attention go
** out in one append, so plain text costs a scan and a copy.
*/
#include "emit/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* How many bytes form the valid UTF-8 character at `s`, 0 when none does. */
static size_t character(dm_slice s)
{
    static const struct {
        unsigned char lo, hi;   /* lead bytes */
        unsigned char from, to; /* what the second byte may be */
        size_t        len;
    } rows[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2},
        {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3},
        {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4},
        {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t               i = 0;

    while (i < sizeof rows / sizeof *rows &&
           (p[0] < rows[i].lo || p[0] > rows[i].hi))
        i++;
    if (i == sizeof rows / sizeof *rows || s.len < rows[i].len)
        return 0;
    if (p[1] < rows[i].from || p[1] > rows[i].to)
        return 0;
    for (size_t k = 2; k < rows[i].len; k++)
        if ((p[k] & 0xC0) != 0x80)
            return 0;
    return rows[i].len;
}

static bool separator(dm_slice s)
{
    return s.len >= 3 && memcmp(s.ptr, "\xE2\x80", 2) == 0 &&
           (s.ptr[2] == '\xA8' || s.ptr[2] == '\xA9');
}

/* How many bytes at `s` may be written as they are; 0 when the next one must
** be escaped. */
static size_t plain(dm_slice s)
{
    unsigned char c = (unsigned char)s.ptr[0];

    if (c < 0x80)
        return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
    return separator(s) ? 0 : character(s);
}

static const char *short_escape(char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    default:
        return NULL;
    }
}

/* Write what stands for the bytes at `s` and return how many they are. */
static size_t escape(dm_buf *out, dm_slice s)
{
    const char *name = short_escape(s.ptr[0]);

    if (name != NULL) {
        dm_buf_str(out, name);
    } else if ((unsigned char)s.ptr[0] < 0x80) {
        dm_buf_printf(out, "\\u%04x", (unsigned)s.ptr[0]);
    } else if (separator(s)) {
        dm_buf_str(out, s.ptr[2] == '\xA8' ? "\\u2028" : "\\u2029");
        return 3;
    } else {
        dm_buf_str(out, "\xEF\xBF\xBD");
    }
    return 1;
}

void dm_json_string(dm_buf *out, dm_slice s)
{
    size_t done = 0, i = 0;

    dm_buf_char(out, '"');
    while (i < s.len) {
        size_t n = plain(dm_slice_sub(s, i, s.len));
        if (n == 0) {
            dm_buf_slice(out, dm_slice_sub(s, done, i));
            n = escape(out, dm_slice_sub(s, i, s.len));
            done = i + n;
        }
        i += n;
    }
    dm_buf_slice(out, dm_slice_sub(s, done, i));
    dm_buf_char(out, '"');
}

/* The fewest digits that read back as the same number; a point or an exponent
** keeps it a real for whoever reads it. */
static void real(dm_buf *out, double d)
{
    char text[40];
    int  digits = 15;

    do
        snprintf(text, sizeof text, "%.*g", digits, d);
    while (strtod(text, NULL) != d && ++digits <= 17);
    dm_buf_str(out, text);
    if (strpbrk(text, ".eE") == NULL)
        dm_buf_str(out, ".0");
}

static void newline(dm_buf *out, int indent, int depth)
{
    if (indent <= 0)
        return;
    dm_buf_char(out, '\n');
    for (int i = 0; i < indent * depth; i++)
        dm_buf_char(out, ' ');
}

static void any(dm_buf *out, const dm_value *v, int indent, int depth);

static void list(dm_buf *out, const dm_value *v, int indent, int depth)
{
    dm_buf_char(out, '[');
    for (size_t i = 0; i < v->as.list.n; i++) {
        if (i > 0)
            dm_buf_char(out, ',');
        newline(out, indent, depth + 1);
        any(out, v->as.list.items[i], indent, depth + 1);
    }
    if (v->as.list.n > 0)
        newline(out, indent, depth);
    dm_buf_char(out, ']');
}

static void object(dm_buf *out, const dm_value *v, int indent, int depth)
{
    dm_buf_char(out, '{');
    for (size_t i = 0; i < v->as.object.n; i++) {
        if (i > 0)
            dm_buf_char(out, ',');
        newline(out, indent, depth + 1);
        dm_json_string(out, v->as.object.members[i].key);
        dm_buf_str(out, indent > 0 ? ": " : ":");
        any(out, v->as.object.members[i].value, indent, depth + 1);
    }
    if (v->as.object.n > 0)
        newline(out, indent, depth);
    dm_buf_char(out, '}');
}

static void any(dm_buf *out, const dm_value *v, int indent, int depth)
{
    switch (v->kind) {
    case DM_NULL:
        dm_buf_str(out, "null");
        break;
    case DM_BOOL:
        dm_buf_str(out, v->as.boolean ? "true" : "false");
        break;
    case DM_INT:
        dm_buf_printf(out, "%" PRId64, v->as.integer);
        break;
    case DM_REAL:
        real(out, v->as.real);
        break;
    case DM_STRING:
        dm_json_string(out, v->as.string);
        break;
    case DM_LIST:
        list(out, v, indent, depth);
        break;
    case DM_OBJECT:
        object(out, v, indent, depth);
        break;
    }
}

void dm_json_value(dm_buf *out, const dm_value *value, int indent)
{
    any(out, value, indent, 0);
}
