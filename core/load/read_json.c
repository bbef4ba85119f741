/* read_json.c - JSON, and JSON Lines.
**
** jansson says whether it is JSON; a scan of what it accepted finds the
** strings.  The text is the strings that are values, a paragraph each; an
** annotation "value" on each tells its path.  Keys, numbers and the rest are no
** text and stay as they are when the document is written back.
**
** jansson takes some twenty times the text in memory, so one value has a limit
** of its own.
*/
#include <stdio.h>
#include <strings.h>

#include "base/ascii.h"
#include "load/json_check.h"
#include "load/json_scan.h"
#include "load/readers.h"

enum { ONE_VALUE = 16 << 20 }; /* bytes */

/* ---- writing into strings ---- */

static void add_unit(dm_buf *out, uint32_t unit)
{
    dm_buf_printf(out, "\\u%04x", (unsigned)unit);
}

static bool refer(dm_buf *out, uint32_t cp, dm_slice source, size_t at)
{
    (void)source;
    (void)at;
    if (cp >= 0x10000)
        add_unit(out, 0xD800 + ((cp - 0x10000) >> 10));
    add_unit(out, cp >= 0x10000 ? 0xDC00 + ((cp - 0x10000) & 0x3FF) : cp);
    return true;
}

static void escape(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    static const char means[] = "\"\\\b\f\n\r\t";
    static const char names[] = "\"\\bfnrt";

    (void)source;
    (void)at;
    for (size_t i = 0; i < text.len; i++) {
        char        c = text.ptr[i];
        const char *p = c != '\0' ? strchr(means, c) : NULL;

        if (p != NULL) {
            dm_buf_char(out, '\\');
            dm_buf_char(out, names[p - means]);
        } else if ((unsigned char)c < ' ') {
            add_unit(out, (unsigned char)c);
        } else {
            dm_buf_char(out, c);
        }
    }
}

/* Within one string? */
static bool whole(dm_slice stretch)
{
    for (size_t i = 0; i < stretch.len; i++) {
        if (stretch.ptr[i] == '"')
            return false;
        i += stretch.ptr[i] == '\\';
    }
    return true;
}

/* ---- is it JSON? ---- */

static bool check(dm_slice source, dm_err *err)
{
    dm_json_said said;

    return dm_json_valid(source, &said) ||
           dm_fail(err, DM_E_READ_BACK, "it would be no JSON: %s (line %d)",
                   said.why.text, said.why.line);
}

static const dm_markup markup_json = {.name = "json",
                                      .escape = escape,
                                      .whole = whole,
                                      .refer = refer,
                                      .check = check};

/* Lines are not checked: those that were bad may stay so. */
static const dm_markup markup_lines = {
    .name = "jsonl", .escape = escape, .whole = whole, .refer = refer};

static bool is_blank(dm_slice s)
{
    while (s.len > 0 && dm_ascii_white(s.ptr[s.len - 1]))
        s.len--;
    return s.len == 0;
}

static bool ends_like(dm_slice path, const char *ending)
{
    size_t n = strlen(ending);

    return path.len >= n &&
           strncasecmp(path.ptr + path.len - n, ending, n) == 0;
}

static bool is_lines(dm_slice path)
{
    return ends_like(path, ".jsonl") || ends_like(path, ".ndjson");
}

/* By its name, or because it is evidently nothing else: an object or a list
** with strings, and valid. */
static int sniff(dm_slice text, dm_slice path)
{
    dm_json_said said;
    size_t       at = 0;

    if (ends_like(path, ".json") || is_lines(path))
        return 90;
    while (at < text.len && dm_ascii_white(text.ptr[at]))
        at++;
    if (at == text.len || (text.ptr[at] != '{' && text.ptr[at] != '[') ||
        text.len > ONE_VALUE || memchr(text.ptr, '"', text.len) == NULL)
        return -1;
    return dm_json_valid(text, &said) ? 90 : -1;
}

/* ---- reading ---- */

/* A value of the text, until it is given to the document. */
typedef struct value {
    dm_range range; /* in the text */
    size_t   path;  /* where its path begins among the paths */
    size_t   line;  /* of JSON Lines, from 1; else 0 */
} value;

typedef struct reading {
    dm_doc    *doc;
    dm_aligner a;
    dm_buf     out;
    dm_buf     values; /* of value */
    dm_buf     paths;  /* behind one another, a zero byte behind each */
    size_t     line, record;
    bool       lines;
} reading;

/* The text of the string `r` of the source, its escapes read. */
static void add_string(dm_aligner *a, dm_range r)
{
    while (r.from < r.to) {
        const char *p = memchr(a->src.ptr + r.from, '\\', r.to - r.from);
        size_t      to = p != NULL ? (size_t)(p - a->src.ptr) : r.to;
        char        utf8[4];
        size_t      took;
        size_t      n;

        dm_align_keep(a, to - r.from);
        if (p == NULL)
            return;
        n = dm_json_unescape(dm_slice_sub(a->src, to, r.to), utf8, &took);
        dm_align_replace(a, took, (dm_slice){utf8, n});
        r.from = to + took;
    }
}

static size_t written(const dm_aligner *a)
{
    return a->out->len + (a->at - a->copied);
}

static void add_value(reading *r, const dm_json_scan *scan, dm_range string,
                      size_t base)
{
    value v = {.path = r->paths.len, .line = r->lines ? r->line : 0};

    string.from += base;
    string.to += base;
    if (string.from == string.to)
        return;
    dm_align_replace(&r->a, string.from - r->a.at, DM_S(""));
    if (r->values.len > 0)
        dm_align_replace(&r->a, 0, DM_S("\n"));
    v.range.from = written(&r->a);
    add_string(&r->a, string);
    v.range.to = written(&r->a);
    if (r->lines)
        dm_buf_printf(&r->paths, "[%zu]", r->record);
    dm_json_path(scan, !r->lines, &r->paths);
    dm_buf_char(&r->paths, '\0');
    dm_buf_add(&r->values, &v, sizeof v);
}

/* All strings of one value, which begins at `base` of the source. */
static bool add_strings(reading *r, dm_slice text, size_t base, dm_err *err)
{
    dm_json_scan scan;
    dm_range     string;
    bool         good;

    dm_json_begin(&scan, text);
    while (dm_json_next(&scan, &string))
        add_value(r, &scan, string, base);
    good = !scan.levels.failed && !r->paths.failed && !r->values.failed;
    dm_json_end(&scan);
    return good || dm_fail(err, DM_E_MEMORY, "no memory for the JSON text");
}

static bool is_small(dm_slice text, dm_err *err)
{
    if (text.len <= ONE_VALUE)
        return true;
    dm_fail(err, DM_E_SIZE,
            "one JSON value of %zu bytes is over the limit of %d", text.len,
            ONE_VALUE);
    return dm_fail_help(err,
                        "a value on each line (.jsonl) may be more in all");
}

/* What records lack. */
static bool warn_said(reading *r, const dm_json_said *said, dm_err *err)
{
    if (said->doubled &&
        !dm_doc_warn(r->doc, err,
                     "line %zu: an object has a key twice; records keep the "
                     "last",
                     r->line))
        return false;
    return !said->large ||
           dm_doc_warn(r->doc, err,
                       "line %zu: a number is too large for a record", r->line);
}

static bool no_json(const json_error_t *why, dm_err *err)
{
    dm_fail(err, DM_E_PARSE, "this is no JSON: %s (line %d, column %d)",
            why->text, why->line, why->column);
    dm_fail_help(err, "--from text reads it as it stands");
    if (err != NULL) {
        err->doc_line = why->line;
        err->doc_col = why->column;
    }
    return false;
}

static bool read_line(reading *r, dm_slice line, size_t base, dm_err *err)
{
    dm_json_said said;

    r->line++;
    if (is_blank(line))
        return true;
    if (!is_small(line, err))
        return false;
    if (!dm_json_valid(line, &said))
        return dm_doc_warn(r->doc, err, "line %zu is no JSON: %s (column %d)",
                           r->line, said.why.text, said.why.column);
    if (!warn_said(r, &said, err) || !add_strings(r, line, base, err))
        return false;
    r->record++;
    return true;
}

static bool read_lines(reading *r, dm_err *err)
{
    dm_slice text = r->doc->decoded.text;
    size_t   at = 0;

    r->lines = true;
    while (at < text.len) {
        const char *p = memchr(text.ptr + at, '\n', text.len - at);
        size_t      end = p != NULL ? (size_t)(p - text.ptr) : text.len;

        if (!read_line(r, dm_slice_sub(text, at, end), at, err))
            return false;
        at = end + 1;
    }
    return true;
}

/* Several values, the first a line of its own? */
static bool looks_like_lines(dm_slice text)
{
    const char  *p = memchr(text.ptr, '\n', text.len);
    dm_json_said said;

    if (p == NULL ||
        is_blank(dm_slice_sub(text, (size_t)(p - text.ptr), text.len)))
        return false;
    text.len = (size_t)(p - text.ptr);
    return text.len > 0 && text.len <= ONE_VALUE && text.ptr[0] == '{' &&
           dm_json_valid(text, &said);
}

static bool read_one(reading *r, dm_err *err)
{
    dm_slice     text = r->doc->decoded.text;
    dm_json_said said;

    if (is_blank(text))
        return true;
    if (looks_like_lines(text))
        return read_lines(r, err);
    if (!is_small(text, err))
        return false;
    if (!dm_json_valid(text, &said))
        return no_json(&said.why, err);
    r->line = 1;
    return warn_said(r, &said, err) && add_strings(r, text, 0, err);
}

static bool set_text(reading *r, dm_err *err)
{
    dm_doc  *doc = r->doc;
    dm_align map;
    dm_slice text;
    bool     full;

    dm_align_replace(&r->a, r->a.src.len - r->a.at, DM_S(""));
    full = r->a.full;
    if (!dm_align_finish(&r->a, &doc->arena, &map))
        return full ? dm_fail(err, DM_E_SIZE,
                              "the text is over the limit of %zu bytes",
                              r->out.max)
                    : dm_fail(err, DM_E_MEMORY, "no memory for the text");
    text = dm_arena_slice(&doc->arena, dm_buf_view(&r->out));
    if (text.ptr == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the text");
    return dm_doc_set_text(doc, text, map, "json", err);
}

/* Its annotation and its paragraph. */
static bool give(reading *r, const value *v, dm_err *err)
{
    char          line[24];
    dm_feature    features[2];
    dm_annotation a = {.view = r->doc->text,
                       .range = v->range,
                       .type = DM_S("value"),
                       .features = features,
                       .nfeatures = v->line > 0 ? 2 : 1};
    dm_block      b = {
             .kind = DM_PARAGRAPH,
             .range = v->range,
             .number = {v->range.from, v->range.from},
             .parent = DM_NOID
    };

    (void)snprintf(line, sizeof line, "%zu", v->line);
    features[0].key = DM_S("path");
    features[0].value = dm_slice_str(r->paths.ptr + v->path);
    features[1].key = DM_S("line");
    features[1].value = dm_slice_str(line);
    return dm_doc_annotate(r->doc, &a, err) &&
           dm_doc_add_block(r->doc, &b, NULL, err);
}

static bool give_all(reading *r, dm_err *err)
{
    const value *list = (const value *)(const void *)r->values.ptr;
    size_t       n = r->values.len / sizeof *list;
    dm_err       why = {.code = DM_OK};

    for (size_t i = 0; i < n; i++) {
        if (give(r, &list[i], &why))
            continue;
        if (why.code == DM_E_TRUNCATED)
            return dm_doc_warn(r->doc, err,
                               "only the first %zu values are told: %s", i,
                               why.msg);
        if (err != NULL)
            *err = why;
        return false;
    }
    return true;
}

static bool read_json(dm_doc *doc, dm_err *err)
{
    reading r = {.doc = doc};
    size_t  most = doc->decoded.text.len;
    bool    good;

    dm_buf_init(&r.out, doc->limits.max_text);
    dm_buf_init(&r.values, (most + 1) * sizeof(value));
    dm_buf_init(&r.paths, doc->limits.max_arena);
    dm_align_begin(&r.a, doc->decoded.text, &r.out);
    good = is_lines(doc->path) ? read_lines(&r, err) : read_one(&r, err);
    if (good)
        good = set_text(&r, err) && give_all(&r, err);
    else
        dm_buf_fini(&r.a.edits);
    if (good)
        dm_doc_set_markup(doc, r.lines ? &markup_lines : &markup_json);
    dm_buf_fini(&r.out);
    dm_buf_fini(&r.values);
    dm_buf_fini(&r.paths);
    return good;
}

const dm_reader dm_reader_json = {
    .name = "json",
    .what = "JSON (.json, .jsonl): its string values, a paragraph each",
    .sniff = sniff,
    .read = read_json,
};
