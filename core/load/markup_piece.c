/* markup_piece.c - tags told from text, and whether they balance. */
#include <strings.h>

#include "base/ascii.h"
#include "load/markup.h"

enum { OPEN = 64 }; /* tags that may be open at a time in a balanced stretch */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

bool dm_piece_begins(dm_slice s)
{
    if (s.len < 2 || s.ptr[0] != '<')
        return false;
    return is_letter(s.ptr[1]) || s.ptr[1] == '!' || s.ptr[1] == '?' ||
           s.ptr[1] == '/';
}

/* Where `end` ends in `s` from `from` on; past the end when nowhere. */
static size_t behind(dm_slice s, size_t from, dm_slice end)
{
    const char *p = from < s.len
                        ? memmem(s.ptr + from, s.len - from, end.ptr, end.len)
                        : NULL;

    return p != NULL ? (size_t)(p - s.ptr) + end.len : s.len + 1;
}

/* The end of a tag: a > that is in no quotes. */
static size_t tag_end(dm_slice s, size_t from)
{
    char quote = '\0';

    for (size_t i = from; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == quote)
            quote = '\0';
        else if (quote != '\0')
            continue;
        else if (c == '>')
            return i + 1;
        else if ((c == '"' || c == '\'') && s.ptr[i - 1] == '=')
            quote = c;
    }
    return s.len + 1;
}

static size_t piece_end(dm_slice s, size_t from)
{
    dm_slice rest = dm_slice_sub(s, from, s.len);

    if (dm_slice_starts(rest, DM_S("<!--")))
        return behind(s, from + 4, DM_S("-->"));
    if (dm_slice_starts(rest, DM_S("<![CDATA[")))
        return behind(s, from, DM_S("]]>"));
    if (dm_slice_starts(rest, DM_S("<?")))
        return behind(s, from, DM_S(">"));
    return tag_end(s, from + 1);
}

static void describe(dm_slice s, dm_piece *p)
{
    size_t from = p->at.from + 1;
    size_t to;

    if (s.ptr[from] == '!' || s.ptr[from] == '?') {
        p->kind = DM_PIECE_OTHER;
        return;
    }
    p->kind = s.ptr[from] == '/' ? DM_PIECE_CLOSE : DM_PIECE_OPEN;
    from += p->kind == DM_PIECE_CLOSE;
    for (to = from; to < p->at.to && !dm_ascii_space(s.ptr[to]); to++)
        if (s.ptr[to] == '>' || s.ptr[to] == '/')
            break;
    p->name = dm_slice_sub(s, from, to);
    if (p->kind == DM_PIECE_OPEN && s.ptr[p->at.to - 2] == '/')
        p->kind = DM_PIECE_EMPTY;
}

bool dm_piece_next(dm_slice s, size_t *at, dm_piece *piece)
{
    for (; *at < s.len; (*at)++) {
        const char *lt = memchr(s.ptr + *at, '<', s.len - *at);

        if (lt == NULL)
            return false;
        *at = (size_t)(lt - s.ptr);
        if (dm_piece_begins(dm_slice_sub(s, *at, s.len)))
            break;
    }
    if (*at >= s.len)
        return false;
    *piece = (dm_piece){
        .kind = DM_PIECE_BROKEN,
        .at = {*at, piece_end(s, *at)},
        .name = DM_S("")
    };
    if (piece->at.to <= s.len)
        describe(s, piece);
    else
        piece->at.to = s.len;
    *at = piece->at.to;
    return true;
}

static bool same_name(dm_slice a, dm_slice b)
{
    return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

bool dm_pieces_balance(dm_slice s, int (*role)(dm_slice name))
{
    dm_slice open[OPEN];
    dm_piece p;
    size_t   n = 0;
    size_t   at = 0;

    while (dm_piece_next(s, &at, &p)) {
        int what = p.kind == DM_PIECE_OTHER ? 0 : role(p.name);

        if (p.kind == DM_PIECE_BROKEN || what < 0)
            return false;
        if (what == 0 || p.kind == DM_PIECE_EMPTY)
            continue;
        if (p.kind == DM_PIECE_OPEN && n < OPEN)
            open[n++] = p.name;
        else if (n == 0 || p.kind == DM_PIECE_OPEN ||
                 !same_name(open[--n], p.name))
            return false;
    }
    return n == 0;
}

/* White space from `at` on that reaches up to markup or the end. */
static size_t blanks(dm_slice s, size_t at)
{
    size_t end = at;

    while (end < s.len && dm_ascii_space(s.ptr[end]))
        end++;
    if (end < s.len && !dm_piece_begins(dm_slice_sub(s, end, s.len)))
        return 0;
    return end - at;
}

bool dm_pieces_folded(dm_slice gap, size_t *at, dm_range *blank)
{
    dm_piece p;

    while (*at < gap.len) {
        size_t n = blanks(gap, *at);

        if (n > 0) {
            *blank = (dm_range){*at, *at + n};
            *at += n;
            return true;
        }
        if (!dm_piece_next(gap, at, &p) || same_name(p.name, DM_S("script")) ||
            same_name(p.name, DM_S("style")))
            return false; /* white space means something in those */
    }
    return false;
}

void dm_escape(dm_buf *out, dm_slice text)
{
    size_t from = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char *ref = text.ptr[i] == '&'   ? "&amp;"
                          : text.ptr[i] == '<' ? "&lt;"
                          : text.ptr[i] == '>' ? "&gt;"
                                               : NULL;

        if (ref == NULL)
            continue;
        dm_buf_slice(out, dm_slice_sub(text, from, i));
        dm_buf_str(out, ref);
        from = i + 1;
    }
    dm_buf_slice(out, dm_slice_sub(text, from, text.len));
}

bool dm_refer(dm_buf *out, uint32_t cp, dm_slice source, size_t at)
{
    (void)source;
    (void)at;
    if ((cp < ' ' && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp < 0xA0) ||
        (cp & 0xFFFE) == 0xFFFE)
        return false;
    dm_buf_printf(out, "&#x%X;", (unsigned)cp);
    return true;
}

/* Behind the value of an attribute that begins at `at` of the tag. */
static size_t value_end(dm_slice s, dm_range tag, size_t at)
{
    char quote = s.ptr[at - 1];

    for (; at < tag.to; at++)
        if (quote == '"' || quote == '\''
                ? s.ptr[at] == quote
                : dm_ascii_space(s.ptr[at]) || s.ptr[at] == '>')
            break;
    return at;
}

/* Where the next value begins in the tag from `at` on; its end for none. */
static size_t value_begin(dm_slice s, dm_range tag, size_t at)
{
    while (at < tag.to && s.ptr[at] != '=')
        at++;
    if (at == tag.to)
        return at;
    do
        at++;
    while (at < tag.to && dm_ascii_space(s.ptr[at]));
    return at + (at < tag.to && (s.ptr[at] == '"' || s.ptr[at] == '\''));
}

/* Behind the tag that closes the element whose content begins at `at`. */
static size_t raw_end(dm_slice s, size_t at, dm_slice name)
{
    const char *p;

    while (at < s.len && (p = memchr(s.ptr + at, '<', s.len - at)) != NULL) {
        at = (size_t)(p - s.ptr) + 1;
        if (s.len - at > name.len && s.ptr[at] == '/' &&
            strncasecmp(s.ptr + at + 1, name.ptr, name.len) == 0) {
            at = tag_end(s, at);
            return at < s.len ? at : s.len;
        }
    }
    return s.len;
}

bool dm_pieces_barred(dm_slice s, size_t *at, dm_range *stretch,
                      bool (*raw)(dm_slice name))
{
    dm_piece p;
    size_t   from;

    if (!dm_piece_next(s, at, &p))
        return false;
    from = p.at.from;
    if (p.kind == DM_PIECE_OPEN || p.kind == DM_PIECE_EMPTY) {
        size_t value;

        if (stretch->to > from)
            from = value_end(s, p.at, stretch->to);
        value = value_begin(s, p.at, from);
        if (value < p.at.to) {
            *stretch = (dm_range){from, value};
            *at = p.at.from; /* the tag goes on behind the value */
            return true;
        }
        if (raw != NULL && p.kind == DM_PIECE_OPEN && raw(p.name))
            *at = raw_end(s, p.at.to, p.name);
    }
    *stretch = (dm_range){from, *at};
    return true;
}
