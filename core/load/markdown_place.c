/* markdown_place.c - in what does a place of Markdown stand? */
#include <limits.h>
#include <md4c.h>

#include "load/markup_markdown.h"

enum {
    NEAR = 65536, /* how far a paragraph is looked at on both sides */
    FAR = 1 << 18 /* how far up a list may begin */
};

size_t dm_md_line_begin(dm_slice s, size_t at)
{
    const char *lf = at > 0 ? memrchr(s.ptr, '\n', at) : NULL;

    return lf != NULL ? (size_t)(lf - s.ptr) + 1 : 0;
}

static size_t line_end(dm_slice s, size_t at)
{
    const char *lf = memchr(s.ptr + at, '\n', s.len - at);

    return lf != NULL ? (size_t)(lf - s.ptr) : s.len;
}

static bool is_blank(dm_slice s, size_t at)
{
    return at >= s.len || dm_md_among(s.ptr[at], " \t\r\n");
}

/* The mark at `at` that begins an item: its length, or 0. */
static size_t item_mark(dm_slice s, size_t at)
{
    size_t n = 0;

    if (at < s.len && dm_md_among(s.ptr[at], "-+*"))
        return is_blank(s, at + 1) ? 1 : 0;
    while (at + n < s.len && n < 10 && s.ptr[at + n] >= '0' &&
           s.ptr[at + n] <= '9')
        n++;
    if (n == 0 || at + n >= s.len || !is_blank(s, at + n + 1))
        return 0;
    return s.ptr[at + n] == '.' || s.ptr[at + n] == ')' ? n + 1 : 0;
}

/* Behind blanks and quote signs. */
static size_t pass_quotes(dm_slice s, size_t at)
{
    while (at < s.len && dm_md_among(s.ptr[at], " \t>"))
        at++;
    return at;
}

size_t dm_md_marks_end(dm_slice s, size_t at)
{
    size_t i = pass_quotes(s, dm_md_line_begin(s, at));

    for (size_t n; (n = item_mark(s, i)) > 0;)
        i = pass_quotes(s, i + n);
    return i;
}

/* The run of backticks or tildes at `at` that makes a fence: its length. */
static size_t fence_at(dm_slice s, size_t at)
{
    size_t n = 0;

    if (at >= s.len || (s.ptr[at] != '`' && s.ptr[at] != '~'))
        return 0;
    while (at + n < s.len && s.ptr[at + n] == s.ptr[at])
        n++;
    return n >= 3 ? n : 0;
}

static bool has_fences(dm_slice s)
{
    return memmem(s.ptr, s.len, "```", 3) != NULL ||
           memmem(s.ptr, s.len, "~~~", 3) != NULL;
}

/* Does the line of `at` stand between two fences? */
static bool is_fenced(dm_slice s, size_t at)
{
    size_t stop = dm_md_line_begin(s, at);
    size_t open = 0; /* how long the open fence is */
    char   sign = 0;

    if (!has_fences(dm_slice_sub(s, 0, stop)))
        return false;
    for (size_t i = 0; i < stop; i = line_end(s, i) + 1) {
        size_t from = open > 0 ? pass_quotes(s, i) : dm_md_marks_end(s, i);
        size_t n = fence_at(s, from);
        size_t end = line_end(s, from);

        if (n == 0)
            continue;
        if (open == 0 &&
            (s.ptr[from] == '~' ||
             memchr(s.ptr + from + n, '`', end - from - n) == NULL)) {
            open = n;
            sign = s.ptr[from];
        } else if (n >= open && s.ptr[from] == sign &&
                   pass_quotes(s, from + n) >= end)
            open = 0;
    }
    return open > 0;
}

static bool is_empty_line(dm_slice s, size_t begin)
{
    size_t at = pass_quotes(s, begin);

    return at >= s.len || s.ptr[at] == '\n' || s.ptr[at] == '\r';
}

/* The lines around `at` up to empty ones. */
static dm_range around(dm_slice s, size_t at)
{
    dm_range r = {dm_md_line_begin(s, at), line_end(s, at)};

    while (r.from > 0 && at - r.from < NEAR) {
        size_t before = dm_md_line_begin(s, r.from - 1);

        if (is_empty_line(s, before))
            break;
        r.from = before;
    }
    while (r.to < s.len && r.to - at < NEAR && !is_empty_line(s, r.to + 1))
        r.to = line_end(s, r.to + 1);
    return r;
}

/* Where something begins that no list and no quote is around, at or above the
** line at `from`. */
static size_t top_level(dm_slice s, size_t from)
{
    size_t stop = from > FAR ? from - FAR : 0;

    while (from > stop) {
        size_t line = dm_md_line_begin(s, from - 1);

        from = line;
        if (!is_empty_line(s, line) && dm_md_marks_end(s, line) == line &&
            (line == 0 || is_empty_line(s, dm_md_line_begin(s, line - 1))))
            break;
    }
    return from;
}

typedef struct look {
    dm_slice    source;
    size_t      at;
    bool        code, html; /* the block at hand is one */
    dm_md_place place;
} look;

static int on_enter(MD_BLOCKTYPE type, void *detail, void *user)
{
    look *l = user;

    (void)detail;
    l->code = type == MD_BLOCK_CODE;
    l->html = type == MD_BLOCK_HTML;
    return 0;
}

static int on_leave(MD_BLOCKTYPE type, void *detail, void *user)
{
    (void)type;
    (void)detail;
    (void)user;
    return 0;
}

static int on_span(MD_SPANTYPE type, void *detail, void *user)
{
    (void)type;
    (void)detail;
    (void)user;
    return 0;
}

static int on_text(MD_TEXTTYPE type, const char *text, MD_SIZE size, void *user)
{
    look  *l = user;
    size_t from;

    if (text < l->source.ptr || text > l->source.ptr + l->source.len)
        return 0;
    from = (size_t)(text - l->source.ptr);
    if (l->at < from || l->at > from + size)
        return 0;
    if (type == MD_TEXT_CODE)
        l->place = l->code ? DM_MD_CODE_BLOCK : DM_MD_CODE_SPAN;
    else if (type == MD_TEXT_HTML && l->html)
        l->place = DM_MD_HTML;
    else
        return 0;
    return 1;
}

static void parse(look *l, dm_range r)
{
    static const MD_PARSER parser = {
        .flags = MD_DIALECT_GITHUB,
        .enter_block = on_enter,
        .leave_block = on_leave,
        .enter_span = on_span,
        .leave_span = on_span,
        .text = on_text,
    };

    l->place = DM_MD_FLOW;
    if (r.to - r.from < INT_MAX)
        (void)md_parse(l->source.ptr + r.from, (MD_SIZE)(r.to - r.from),
                       &parser, l);
}

dm_md_place dm_md_place_at(dm_slice s, size_t at)
{
    look     l = {.source = s, .at = at};
    dm_range r;

    if (is_fenced(s, at))
        return DM_MD_CODE_BLOCK;
    r = around(s, at);
    parse(&l, r);
    if (l.place == DM_MD_CODE_BLOCK) { /* if it is not a paragraph of an item */
        r.from = top_level(s, r.from);
        parse(&l, r);
    }
    return l.place;
}
