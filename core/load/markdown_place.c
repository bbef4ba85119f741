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

/* The next three of `sign`, which may be a fence, from `at` on; the end if
** there are none.  memmem would take ten times as long. */
static size_t next_run(dm_slice s, size_t at, char sign)
{
    while (at + 2 < s.len) {
        const char *p = memchr(s.ptr + at, sign, s.len - at - 2);

        if (p == NULL)
            break;
        if (p[1] == sign && p[2] == sign)
            return (size_t)(p - s.ptr);
        at = (size_t)(p - s.ptr) + 1;
    }
    return s.len;
}

/* The fence that stands open while lines are read. */
typedef struct fence {
    size_t len; /* 0: none is */
    char   sign;
    bool   named; /* it says its language: it is no end of another */
} fence;

/* What the run at `at` does, if it is a fence. */
static void meet_run(dm_slice s, size_t at, fence *f)
{
    size_t line = dm_md_line_begin(s, at);
    size_t from = f->len > 0 ? pass_quotes(s, line) : dm_md_marks_end(s, line);
    size_t n = fence_at(s, from);
    size_t end = line_end(s, from);
    bool   bare;

    if (from != at || n == 0)
        return;
    bare = pass_quotes(s, from + n) >= end ||
           s.ptr[pass_quotes(s, from + n)] == '\r';
    if (f->len == 0 && (s.ptr[from] == '~' ||
                        memchr(s.ptr + from + n, '`', end - from - n) == NULL))
        *f = (fence){n, s.ptr[from], f->named || !bare};
    else if (n >= f->len && s.ptr[from] == f->sign && bare)
        f->len = 0;
}

/* Read the fences of `s` from `at` on, which stands in none. */
static fence read_fences(dm_slice s, size_t at)
{
    fence  f = {0, '\0', false};
    size_t ticks = next_run(s, at, '`');
    size_t waves = next_run(s, at, '~');

    while (ticks < s.len || waves < s.len) {
        bool   tick = ticks < waves;
        size_t run = tick ? ticks : waves;

        meet_run(s, run, &f);
        at = line_end(s, run);
        if (tick)
            ticks = next_run(s, at, '`');
        else
            waves = next_run(s, at, '~');
    }
    return f;
}

/* Does the line of `at` stand between two fences?  If there is none near
** before it, it does not; if the first that is near says its language, it
** begins a block.  Else all there are before it are counted. */
static bool is_fenced(dm_slice s, size_t at)
{
    size_t   stop = dm_md_line_begin(s, at);
    dm_slice before = dm_slice_sub(s, 0, stop);
    size_t   from = stop > NEAR ? line_end(s, stop - NEAR) : 0;
    size_t   run;
    fence    first = {0, '\0', false};

    run = next_run(before, from, '`');
    if (run == stop && next_run(before, from, '~') == stop)
        return false;
    if (run < stop)
        meet_run(s, run, &first);
    return read_fences(before, first.named ? from : 0).len > 0;
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
    bool        table;      /* it is a table's */
    bool        link;       /* a link is open */
    bool        text;       /* the character at `at` is text, as it stands */
    dm_md_place place;
} look;

static int on_enter(MD_BLOCKTYPE type, void *detail, void *user)
{
    look *l = user;

    (void)detail;
    l->code = type == MD_BLOCK_CODE;
    l->html = type == MD_BLOCK_HTML;
    l->table = l->table || type == MD_BLOCK_TABLE;
    return 0;
}

static int on_leave(MD_BLOCKTYPE type, void *detail, void *user)
{
    look *l = user;

    (void)detail;
    l->table = l->table && type != MD_BLOCK_TABLE;
    return 0;
}

static int on_span(MD_SPANTYPE type, void *detail, void *user)
{
    look *l = user;

    (void)detail;
    l->link = l->link || type == MD_SPAN_A;
    return 0;
}

static int on_span_end(MD_SPANTYPE type, void *detail, void *user)
{
    look *l = user;

    (void)detail;
    l->link = l->link && type != MD_SPAN_A;
    return 0;
}

/* Text of a link that stands between < and > is its address. */
static bool is_address(const look *l, size_t from, size_t to)
{
    return l->link && from > 0 && to < l->source.len &&
           l->source.ptr[from - 1] == '<' && l->source.ptr[to] == '>';
}

static int on_text(MD_TEXTTYPE type, const char *text, MD_SIZE size, void *user)
{
    look  *l = user;
    size_t from;
    size_t begin; /* blanks before code are code */

    if (text < l->source.ptr || text > l->source.ptr + l->source.len)
        return 0;
    from = (size_t)(text - l->source.ptr);
    begin = l->code ? dm_md_line_begin(l->source, from) : from;
    if (l->at < begin || l->at > from + size)
        return 0;
    l->text = type == MD_TEXT_NORMAL && l->at < from + size;
    if (type == MD_TEXT_CODE && l->code)
        l->place = DM_MD_CODE_BLOCK;
    else if (type == MD_TEXT_CODE)
        l->place = l->table ? DM_MD_CODE_CELL : DM_MD_CODE_SPAN;
    else if (is_address(l, from, from + size))
        l->place = DM_MD_ADDRESS;
    else if (type == MD_TEXT_HTML && l->html)
        l->place = DM_MD_HTML;
    else
        return l->text;
    return 1;
}

static void parse(look *l, dm_range r)
{
    static const MD_PARSER parser = {
        .flags = MD_DIALECT_GITHUB,
        .enter_block = on_enter,
        .leave_block = on_leave,
        .enter_span = on_span,
        .leave_span = on_span_end,
        .text = on_text,
    };

    l->place = DM_MD_FLOW;
    l->table = l->link = l->text = false;
    if (r.to - r.from < INT_MAX)
        (void)md_parse(l->source.ptr + r.from, (MD_SIZE)(r.to - r.from),
                       &parser, l);
}

/* What stands at `l->at`, which is in no fenced block. */
static void look_at(look *l)
{
    dm_range r = around(l->source, l->at);

    parse(l, r);
    if (l->place ==
        DM_MD_CODE_BLOCK) { /* if it is not a paragraph of an item */
        r.from = top_level(l->source, r.from);
        parse(l, r);
    }
}

dm_md_place dm_md_place_at(dm_slice s, size_t at)
{
    look l = {.source = s, .at = at};

    if (is_fenced(s, at))
        return DM_MD_CODE_BLOCK;
    look_at(&l);
    return l.place;
}

bool dm_md_is_text(dm_slice s, size_t at)
{
    look l = {.source = s, .at = at};

    look_at(&l);
    return l.text;
}
