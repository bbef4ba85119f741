/* mail_head.c - cutting a head into fields and their parameters. */
#include "load/mail_head.h"

#include <stdio.h>
#include <strings.h>

#include "base/ascii.h"
#include "load/mail_body.h"

bool dm_mail_is(dm_slice s, const char *word)
{
    return s.len == strlen(word) && strncasecmp(s.ptr, word, s.len) == 0;
}

/* Behind the line that begins at `at`. */
static size_t line_end(dm_slice s, size_t at)
{
    const char *p = memchr(s.ptr + at, '\n', s.len - at);

    return p != NULL ? (size_t)(p - s.ptr) + 1 : s.len;
}

static bool is_empty_line(dm_slice s, size_t at)
{
    if (at < s.len && s.ptr[at] == '\r')
        at++;
    return at < s.len && s.ptr[at] == '\n';
}

size_t dm_mail_split(dm_slice entity, dm_slice *head)
{
    dm_slice s = entity;
    size_t   at = 0;

    while (at < s.len && !is_empty_line(s, at))
        at = line_end(s, at);
    *head = dm_slice_sub(s, 0, at < DM_MAIL_HEAD ? at : DM_MAIL_HEAD);
    return at < s.len ? line_end(s, at) : at;
}

/* The length of the name of a field, 0 when there is none. */
static size_t name_len(dm_slice s, size_t at)
{
    size_t n = 0;

    while (at + n < s.len && s.ptr[at + n] > ' ' && s.ptr[at + n] < 0x7F &&
           s.ptr[at + n] != ':')
        n++;
    return at + n < s.len && s.ptr[at + n] == ':' ? n : 0;
}

bool dm_mail_next(dm_slice head, size_t *at, dm_mail_field *field)
{
    size_t n = name_len(head, *at);
    size_t from = *at + n + 1;
    size_t end;

    if (n == 0)
        return false;
    end = line_end(head, *at);
    while (end < head.len && (head.ptr[end] == ' ' || head.ptr[end] == '\t'))
        end = line_end(head, end);
    field->name = dm_slice_sub(head, *at, *at + n);
    field->value = dm_ascii_trim(dm_slice_sub(head, from, end));
    *at = end;
    return true;
}

dm_slice dm_mail_value(dm_slice head, const char *name)
{
    dm_slice      none = {head.ptr, 0};
    dm_mail_field field;
    size_t        at = 0;

    while (at < head.len) {
        if (!dm_mail_next(head, &at, &field))
            at = line_end(head, at);
        else if (dm_mail_is(field.name, name))
            return field.value;
    }
    return none;
}

dm_slice dm_mail_word(dm_slice value)
{
    size_t n = 0;

    while (n < value.len && value.ptr[n] != ';' && value.ptr[n] != '(' &&
           !dm_ascii_white(value.ptr[n]))
        n++;
    return dm_slice_sub(value, 0, n);
}

/* ---- parameters ---- */

typedef struct param {
    dm_slice name, value; /* the value without its quotes */
} param;

/* Where the piece of a value ends that begins at `at`: at a semicolon outside
** of quotes. */
static size_t piece_end(dm_slice s, size_t at)
{
    bool quoted = false;

    for (; at < s.len && (quoted || s.ptr[at] != ';'); at++) {
        if (s.ptr[at] == '"')
            quoted = !quoted;
        else if (quoted && s.ptr[at] == '\\' && at + 1 < s.len)
            at++;
    }
    return at;
}

static bool next_param(dm_slice value, size_t *at, param *p)
{
    while (*at < value.len) {
        size_t      end = piece_end(value, *at);
        dm_slice    piece = dm_ascii_trim(dm_slice_sub(value, *at, end));
        const char *eq = memchr(piece.ptr, '=', piece.len);

        *at = end + 1;
        if (eq == NULL)
            continue;
        p->name =
            dm_ascii_trim(dm_slice_sub(piece, 0, (size_t)(eq - piece.ptr)));
        p->value = dm_ascii_trim(
            dm_slice_sub(piece, (size_t)(eq - piece.ptr) + 1, piece.len));
        if (p->value.len > 0 && p->value.ptr[0] != '"')
            p->value = dm_mail_word(p->value);
        return true;
    }
    return false;
}

/* A value without quotes and what protects them. */
static void add_plain(dm_buf *out, dm_slice s)
{
    size_t quoted = s.len > 0 && s.ptr[0] == '"';

    for (size_t i = quoted; i < s.len; i++) {
        if (quoted && s.ptr[i] == '"')
            break;
        if (quoted && s.ptr[i] == '\\' && i + 1 < s.len &&
            (s.ptr[i + 1] == '"' || s.ptr[i + 1] == '\\'))
            i++;
        dm_buf_char(out, s.ptr[i]);
    }
}

static void add_percent(dm_buf *out, dm_slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        int byte = s.ptr[i] == '%' && i + 2 < s.len
                       ? dm_mail_hex(s.ptr[i + 1], s.ptr[i + 2])
                       : -1;

        if (byte < 0)
            byte = (unsigned char)s.ptr[i];
        else
            i += 2;
        dm_buf_char(out, (char)byte);
    }
}

/* The charset in front of "charset'language'text", which is taken off. */
static const dm_charset *take_charset(dm_slice *s)
{
    const char *first = memchr(s->ptr, '\'', s->len);
    dm_slice    label = *s;
    const char *second;

    if (first == NULL)
        return NULL;
    label.len = (size_t)(first - s->ptr);
    second = memchr(first + 1, '\'', s->len - label.len - 1);
    if (second == NULL)
        return NULL;
    *s = dm_slice_sub(*s, (size_t)(second - s->ptr) + 1, s->len);
    return dm_charset_find(label);
}

/* Is this `name`, or the `n`-th piece of it?  `*coded` when it is
** percent-encoded. */
static bool is_piece(dm_slice s, const char *name, unsigned n, bool *coded)
{
    size_t len = strlen(name);
    char   want[16];

    if (s.len < len || strncasecmp(s.ptr, name, len) != 0)
        return false;
    s = dm_slice_sub(s, len, s.len);
    *coded = dm_slice_ends(s, DM_S("*"));
    s.len -= *coded;
    if (s.len == 0)
        return n == 0;
    (void)snprintf(want, sizeof want, "*%u", n);
    return dm_slice_eq(s, dm_slice_str(want));
}

bool dm_mail_param(dm_slice value, const char *name, dm_buf *out)
{
    const dm_charset *cs = NULL;
    dm_buf            bytes;
    unsigned          n = 0;
    size_t            at = 0;
    param             p;
    bool              coded = false;

    dm_buf_init(&bytes, 4096);
    while (next_param(value, &at, &p)) {
        if (!is_piece(p.name, name, n, &coded))
            continue;
        if (coded && n == 0)
            cs = take_charset(&p.value);
        if (coded)
            add_percent(&bytes, p.value);
        else
            add_plain(&bytes, p.value);
        n++;
    }
    if (n > 0 && cs == NULL)
        dm_mail_words(out, dm_buf_view(&bytes), NULL);
    else if (n > 0)
        dm_mail_text(out, dm_buf_view(&bytes), cs);
    dm_buf_fini(&bytes);
    return n > 0;
}
