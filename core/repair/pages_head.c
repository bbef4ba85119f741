/* pages_head.c - running heads and feet: what stands beside every page break.
**
** The lines beside the breaks, a few on each side, are folded (digits become
** #, blanks go) and sorted by what is left.  A line is a running one when its
** like stands at enough breaks and its numbers stay or count by one a page:
** headings such as "Version 1.2" count otherwise.  What takes a whole page, or
** goes on deeper than heads do, is a text that repeats itself: it stays.
*/
#include <stdlib.h>

#include "repair/pages.h"
#include "text/utf8.h"

/* Of BESIDE lines looked at, so many are heads at the most. */
enum { HEADS = 3, BESIDE = HEADS + 1 };

enum { LINE_MAX_LEN = 200, SHORT = 60, LEAST = 3, NUMBERS = 4 };

typedef struct beside {
    uint32_t hash;
    uint32_t numbers[NUMBERS];
    size_t   gap;   /* which break */
    dm_range line;  /* with the white space away from the break */
    size_t   start; /* where the line itself begins */
    bool     above; /* before the break, else behind it */
    bool     running;
    bool     telling; /* it counts pages, or heads them with words */
    bool     speaks;  /* as the body does: it is long, or ends a sentence */
} beside;

/* A letter, or a part of one that is not ASCII. */
static bool is_word(char c)
{
    return (unsigned char)c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Is a line long, blanks aside, or does a sentence end with it? */
static bool speaks(dm_slice line)
{
    size_t chars = 0;
    bool   ends = false;
    size_t n;

    for (size_t at = 0; at < line.len; at += n) {
        uint32_t cp = dm_utf8_decode(line.ptr + at, &n);

        chars += cp > ' ' && cp != 0x3000;
        if (cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F)
            ends = true;
        else if (cp != 0x201D && cp != 0x2019 && cp != 0x300D && cp != 0x300F &&
                 cp != 0xFF09)
            ends = false; /* a closing mark would not hide it */
    }
    return ends || chars > SHORT;
}

/* Fold a line; false when nothing is in it to go by. */
static bool fold(dm_slice line, beside *out)
{
    size_t numbers = 0;
    bool   letters = false;
    bool   inside = false;

    out->hash = 2166136261U;
    memset(out->numbers, 0, sizeof out->numbers);
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        bool          digit = c >= '0' && c <= '9';

        if (digit && numbers < NUMBERS)
            out->numbers[numbers] = out->numbers[numbers] * 10 + c - '0';
        numbers += inside && !digit;
        letters = letters || digit || c >= 0x80 ||
                  ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (c > ' ' && !(digit && inside))
            out->hash = (out->hash ^ (digit ? '#' : c)) * 16777619U;
        inside = digit;
    }
    out->telling = !out->above && line.len > 0 && is_word(line.ptr[0]);
    out->speaks = speaks(line);
    return letters && line.len <= LINE_MAX_LEN;
}

static dm_slice trim(dm_slice s)
{
    while (s.len > 0 && (unsigned char)s.ptr[0] <= ' ')
        s = dm_slice_sub(s, 1, s.len);
    while (s.len > 0 && (unsigned char)s.ptr[s.len - 1] <= ' ')
        s.len--;
    return s;
}

/* The line that ends at `at`, which is a line end or the text's; not beyond
** `floor`. */
static size_t line_start(dm_slice s, size_t at, size_t floor)
{
    while (at > floor && s.ptr[at - 1] != '\n' && s.ptr[at - 1] != '\f')
        at--;
    return at;
}

static size_t line_end(dm_slice s, size_t at, size_t most)
{
    while (at < most && s.ptr[at] != '\n' && s.ptr[at] != '\f')
        at++;
    return at;
}

static void add(dm_slice s, dm_buf *out, beside *b)
{
    if (fold(trim(dm_slice_sub(s, b->line.from, b->line.to)), b))
        dm_buf_add(out, b, sizeof *b);
}

/* The lines above break `i`, from the nearest one on. */
static void above(dm_slice s, const dm_range *gaps, size_t i, dm_buf *out)
{
    size_t floor = i > 0 ? gaps[i - 1].to : 0;
    size_t at = gaps[i].from;

    for (int k = 0; k < BESIDE && at > floor; k++) {
        beside b = {.gap = i, .above = true};
        size_t start = line_start(s, at, floor);

        if (at - start > LINE_MAX_LEN)
            return;
        b.start = start;
        b.line = (dm_range){dm_page_before(s, start), at};
        if (b.line.from < floor)
            b.line.from = floor;
        add(s, out, &b);
        at = b.line.from;
    }
}

static void below(dm_slice s, const dm_range *gaps, size_t n, size_t i,
                  dm_buf *out)
{
    size_t most = i + 1 < n ? gaps[i + 1].from : s.len;
    size_t at = gaps[i].to;

    for (int k = 0; k < BESIDE && at < most; k++) {
        beside b = {.gap = i, .above = false};
        size_t end = line_end(s, at, most);

        if (end - at > LINE_MAX_LEN)
            return;
        b.start = at;
        b.line = (dm_range){at, dm_page_after(s, end)};
        if (b.line.to > most)
            b.line.to = most;
        add(s, out, &b);
        at = b.line.to;
    }
}

static int by_hash(const void *x, const void *y)
{
    const beside *a = x;
    const beside *b = y;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->above != b->above)
        return a->above ? -1 : 1;
    return a->gap < b->gap ? -1 : a->gap > b->gap;
}

static int by_place(const void *x, const void *y)
{
    const beside *a = x;
    const beside *b = y;

    if (a->gap != b->gap)
        return a->gap < b->gap ? -1 : 1;
    if (a->above != b->above)
        return a->above ? -1 : 1;
    if (a->line.from == b->line.from)
        return 0;
    return (a->line.from < b->line.from) != a->above ? -1 : 1;
}

/* Do the numbers stay, or grow by one a page? */
static bool goes_on(const beside *a, const beside *b)
{
    for (size_t i = 0; i < NUMBERS; i++)
        if (a->numbers[i] != b->numbers[i] &&
            b->numbers[i] - a->numbers[i] != b->gap - a->gap)
            return false;
    return true;
}

/* Is there a number that grows from `a` to `b`? */
static bool counts(const beside *a, const beside *b)
{
    return memcmp(a->numbers, b->numbers, sizeof a->numbers) != 0;
}

static void mark_running(beside *all, size_t n, size_t gaps)
{
    size_t least = gaps < LEAST ? gaps : LEAST;

    if (least < gaps * 2 / 5)
        least = gaps * 2 / 5;
    for (size_t from = 0; from < n;) {
        size_t to = from + 1;

        while (to < n && all[to].hash == all[from].hash &&
               all[to].above == all[from].above &&
               goes_on(&all[to - 1], &all[to]))
            to++;
        for (size_t i = from; i < to; i++) {
            bool number = counts(&all[from], &all[to - 1]);

            all[i].running = to - from >= least && (number || !all[i].speaks);
            all[i].telling = all[i].telling || number;
        }
        from = to;
    }
}

/* Is there more than white space? */
static bool has_text(dm_slice s, dm_range page)
{
    size_t n;

    for (size_t at = page.from; at < page.to; at += n) {
        uint32_t cp = dm_utf8_decode(s.ptr + at, &n);

        if (cp > ' ' && cp != 0xA0 && cp != 0x3000)
            return true;
    }
    return false;
}

/* Take a line off its end of `page`, when it is there. */
static bool take(const beside *b, dm_range *page)
{
    if (!b->running || b->start < page->from || b->line.to > page->to)
        return false;
    if (b->above && b->line.to == page->to)
        page->to = b->line.from > page->from ? b->line.from : page->from;
    else if (!b->above && b->line.from == page->from)
        page->from = b->line.to;
    else
        return false;
    return true;
}

/* Take the running ones of all[0..n), which stand at one end of `page`, from
** the break onwards; does one tell of pages? */
static bool take_all(const beside *all, size_t n, dm_range *page)
{
    dm_range rest = *page;
    bool     telling = false;
    size_t   k = 0;

    for (; k < n && take(&all[k], &rest); k++)
        telling = telling || all[k].telling;
    if (k > HEADS)
        return false;
    *page = rest;
    return telling;
}

/* How many of all[0..n) stand beside `gap` on that side. */
static size_t side_of(const beside *all, size_t n, size_t gap, bool above)
{
    size_t k = 0;

    while (k < n && all[k].gap == gap && all[k].above == above)
        k++;
    return k;
}

/* Take running lines into their gaps, page by page; a page of which no body
** would be left keeps them. */
static size_t widen(dm_slice s, const beside *all, size_t n, dm_range *gaps,
                    size_t ngaps)
{
    size_t widened = 0;
    bool   told = false; /* by the foot before this page's break */

    for (size_t i = 0; i <= ngaps; i++) {
        dm_range page = {i > 0 ? gaps[i - 1].to : 0,
                         i < ngaps ? gaps[i].from : s.len};
        size_t heads = i > 0 ? side_of(all, n, i - 1, false) : 0;
        size_t feet = side_of(all + heads, n - heads, i, true);
        bool   head = take_all(all, heads, &page);
        bool   foot = take_all(all + heads, feet, &page);
        bool   left = has_text(s, page);

        all += heads + feet;
        n -= heads + feet;
        widened += left && head && !told;
        told = left && foot;
        widened += told;
        if (left && i > 0)
            gaps[i - 1].to = page.from;
        if (left && i < ngaps)
            gaps[i].from = page.to;
    }
    return widened;
}

size_t dm_page_heads(dm_slice text, dm_range *gaps, size_t n, dm_buf *scratch)
{
    size_t  widened = 0;
    size_t  lines;
    beside *all;

    if (n < 2)
        return 0;
    dm_buf_clear(scratch);
    for (size_t i = 0; i < n; i++) {
        above(text, gaps, i, scratch);
        below(text, gaps, n, i, scratch);
    }
    lines = scratch->len / sizeof *all;
    all = (beside *)(void *)scratch->ptr;
    if (!scratch->failed && lines > 0) {
        qsort(all, lines, sizeof *all, by_hash);
        mark_running(all, lines, n);
        qsort(all, lines, sizeof *all, by_place);
        widened = widen(text, all, lines, gaps, n);
    }
    return widened;
}
