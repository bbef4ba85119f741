/* json_scan.c - a walk over brackets, commas and strings. */
#include "load/json_scan.h"

#include <stdint.h>

#include "text/utf8.h"

enum { DEEPEST = 4096 };

typedef struct level {
    bool     object;
    bool     value; /* of an object: a colon was passed */
    size_t   index; /* of a list */
    dm_range key;   /* of an object: between its quotes */
} level;

void dm_json_begin(dm_json_scan *scan, dm_slice text)
{
    scan->text = text;
    scan->at = 0;
    dm_buf_init(&scan->levels, DEEPEST * sizeof(level));
}

void dm_json_end(dm_json_scan *scan)
{
    dm_buf_fini(&scan->levels);
}

static level *levels(const dm_json_scan *scan)
{
    return (level *)(void *)scan->levels.ptr;
}

static level *top(const dm_json_scan *scan)
{
    size_t n = scan->levels.len / sizeof(level);

    return n > 0 ? &levels(scan)[n - 1] : NULL;
}

static void step(dm_json_scan *scan, char c)
{
    level  open = {.object = c == '{'};
    level *in = top(scan);

    if (c == '{' || c == '[') {
        dm_buf_add(&scan->levels, &open, sizeof open);
    } else if (in != NULL && (c == '}' || c == ']')) {
        scan->levels.len -= sizeof open;
    } else if (in != NULL && c == ',') {
        in->index++;
        in->value = false;
    } else if (in != NULL && c == ':') {
        in->value = true;
    }
}

/* Behind the string that begins at `at`: where its closing quote is. */
static size_t closing(dm_slice s, size_t at)
{
    while (at < s.len && s.ptr[at] != '"')
        at += s.ptr[at] == '\\' ? 2 : 1;
    return at < s.len ? at : s.len;
}

bool dm_json_next(dm_json_scan *scan, dm_range *string)
{
    while (scan->at < scan->text.len && !scan->levels.failed) {
        char   c = scan->text.ptr[scan->at++];
        level *in = top(scan);

        if (c != '"') {
            step(scan, c);
            continue;
        }
        string->from = scan->at;
        string->to = closing(scan->text, scan->at);
        scan->at = string->to + (string->to < scan->text.len);
        if (in == NULL || !in->object || in->value)
            return true;
        in->key = *string;
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool is_word(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool inside = i > 0 && (c == '-' || (c >= '0' && c <= '9'));

        if (!is_letter(c) && !inside)
            return false;
    }
    return s.len > 0;
}

static void add_level(dm_buf *out, dm_slice text, const level *l, bool first)
{
    dm_slice key = dm_slice_sub(text, l->key.from, l->key.to);

    if (!l->object) {
        dm_buf_printf(out, "[%zu]", l->index);
    } else if (is_word(key)) {
        if (!first)
            dm_buf_char(out, '.');
        dm_buf_slice(out, key);
    } else {
        dm_buf_str(out, "[\"");
        dm_buf_slice(out, key);
        dm_buf_str(out, "\"]");
    }
}

void dm_json_path(const dm_json_scan *scan, bool first, dm_buf *out)
{
    size_t n = scan->levels.len / sizeof(level);
    size_t from = out->len;

    for (size_t i = 0; i < n; i++) {
        const level *l = &levels(scan)[i];
        size_t       key = l->object ? l->key.to - l->key.from : 0;

        if (out->len - from + key > DM_JSON_PATH) {
            dm_buf_str(out, "…");
            return;
        }
        add_level(out, scan->text, l, first && i == 0);
    }
}

/* ---- escapes ---- */

static uint32_t hex4(const char *p)
{
    uint32_t n = 0;

    for (size_t i = 0; i < 4; i++) {
        unsigned c = (unsigned char)p[i];

        n = n << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return n;
}

/* What the letter behind a backslash means. */
static char meaning(char c)
{
    static const char names[] = "bfnrt";
    static const char means[] = "\b\f\n\r\t";

    for (size_t i = 0; names[i] != '\0'; i++)
        if (names[i] == c)
            return means[i];
    return c;
}

size_t dm_json_unescape(dm_slice s, char out[4], size_t *took)
{
    uint32_t cp;

    *took = s.len > 1 ? 2 : 1;
    if (s.len < 6 || s.ptr[1] != 'u') {
        out[0] = meaning(s.ptr[*took - 1]);
        return 1;
    }
    *took = 6;
    cp = hex4(s.ptr + 2);
    if (cp - 0xD800 < 0x400 && s.len >= 12 && s.ptr[6] == '\\') {
        *took = 12;
        cp = 0x10000 + ((cp - 0xD800) << 10) + (hex4(s.ptr + 8) - 0xDC00);
    }
    return dm_utf8_encode(cp, out);
}
