/* csv.c - cutting fields, and guessing how a file is cut. */
#include "load/csv.h"

#include <strings.h>

enum {
    LOOKED_AT = 32, /* records from which the separator is guessed */
    NAMES = 256,    /* fields a header may have */
    NAME = 80       /* bytes that a name may have */
};

/* Does the first line that ends outside of quotes end with a CR alone, as those
** of old Macs do? */
static bool ends_with_cr(dm_slice s)
{
    bool quoted = false;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '\n')
            return false;
        else if (!quoted && c == '\r')
            return i + 1 == s.len || s.ptr[i + 1] != '\n';
    }
    return false;
}

dm_csv dm_csv_begin(dm_slice text, size_t at, char sep)
{
    return (dm_csv){text, sep, at, false, ends_with_cr(text)};
}

/* The length of the line end at `at`, 0 for none. */
static size_t line_end(const dm_csv *c, size_t at)
{
    dm_slice s = c->text;

    if (at == s.len || (s.ptr[at] != '\n' && s.ptr[at] != '\r'))
        return 0;
    if (s.ptr[at] == '\n')
        return 1;
    if (at + 1 < s.len && s.ptr[at + 1] == '\n')
        return 2;
    return c->cr;
}

static bool is_end(const dm_csv *c, size_t at)
{
    return at == c->text.len || c->text.ptr[at] == c->sep ||
           line_end(c, at) > 0;
}

/* Read the field whose opening quote is at c->at.  False when it is stray. */
static bool quoted(dm_csv *c, dm_csv_field *f)
{
    dm_slice s = c->text;
    size_t   at = c->at + 1;
    size_t   doubled = 0;

    for (;;) {
        const char *p = memchr(s.ptr + at, '"', s.len - at);

        f->open = p == NULL;
        if (p == NULL)
            return false;
        at = (size_t)(p - s.ptr) + 1;
        if (at == s.len || s.ptr[at] != '"')
            break;
        doubled++;
        at++;
    }
    if (!is_end(c, at))
        return false;
    f->range = (dm_range){c->at + 1, at - 1};
    f->doubled = doubled;
    f->quoted = true;
    c->at = at;
    return true;
}

static void plain(dm_csv *c, dm_csv_field *f)
{
    size_t at = c->at;

    for (; !is_end(c, at); at++)
        f->stray = f->stray || c->text.ptr[at] == '"';
    f->range = (dm_range){c->at, at};
    c->at = at;
}

bool dm_csv_next(dm_csv *c, dm_csv_field *f)
{
    dm_slice s = c->text;

    if (c->at == s.len && !c->more)
        return false;
    *f = (dm_csv_field){.first = !c->more};
    if (c->at == s.len || s.ptr[c->at] != '"' || !quoted(c, f))
        plain(c, f);
    c->more = c->at < s.len && s.ptr[c->at] == c->sep;
    f->last = !c->more;
    if (c->at < s.len)
        c->at += c->more ? 1 : line_end(c, c->at);
    return true;
}

/* ---- how a file is cut ---- */

static const char seps[] = {',', ';', '\t', '|'};

size_t dm_csv_start(dm_slice text)
{
    dm_csv c = {.text = text, .cr = true};

    if (text.len < 5 || strncasecmp(text.ptr, "sep=", 4) != 0 ||
        memchr(seps, text.ptr[4], sizeof seps) == NULL)
        return 0;
    if (text.len == 5)
        return 5;
    return line_end(&c, 5) > 0 ? 5 + line_end(&c, 5) : 0;
}

/* How many of the first records have as many fields as the first, if that is
** more than one. */
static size_t agreement(dm_slice text, char sep)
{
    dm_csv       c = dm_csv_begin(text, dm_csv_start(text), sep);
    dm_csv_field f;
    size_t       want = 0;
    size_t       n = 0;
    size_t       records = 0;
    size_t       same = 0;

    while (records < LOOKED_AT && dm_csv_next(&c, &f)) {
        n++;
        if (!f.last)
            continue;
        if (records++ == 0)
            want = n;
        same += n == want;
        n = 0;
    }
    return want > 1 ? same : 0;
}

char dm_csv_separator(dm_slice text, dm_slice path)
{
    char   best = ',';
    size_t most = 0;

    if (dm_csv_start(text) > 0)
        return text.ptr[4];
    if (path.len >= 4 && strncasecmp(path.ptr + path.len - 4, ".tsv", 4) == 0)
        return '\t';
    for (size_t i = 0; i < sizeof seps; i++) {
        size_t n = agreement(text, seps[i]);

        if (n > most) {
            most = n;
            best = seps[i];
        }
    }
    return best;
}

/* Digits and what stands among them: 12, -3.5, 1e6, 2023-01-04, 50 %. */
static bool is_number(dm_slice s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        bool digit = s.ptr[i] >= '0' && s.ptr[i] <= '9';

        n += digit;
        if (!digit && (s.ptr[i] == '\0' || !strchr(" +-.,:/%eE", s.ptr[i])))
            return false;
    }
    return n > 0;
}

static bool is_blank(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ')
            return false;
    return true;
}

bool dm_csv_has_header(dm_slice text, char sep)
{
    dm_csv       c = dm_csv_begin(text, dm_csv_start(text), sep);
    dm_slice     names[NAMES];
    dm_csv_field f = {.last = false};
    size_t       n = 0;

    while (!f.last && dm_csv_next(&c, &f)) {
        dm_slice s = dm_slice_sub(text, f.range.from, f.range.to);

        if (n == NAMES || is_blank(s) || is_number(s) || s.len > NAME)
            return false;
        for (size_t i = 0; i < n; i++)
            if (dm_slice_eq(names[i], s))
                return false;
        names[n++] = s;
    }
    return n > 0 && c.at < text.len; /* names of nothing are none */
}
