/* pages_tear.c - the two sides of a page break: is a sentence torn there, and
** what stands between them when the break is gone.
*/
#include "repair/pages.h"
#include "text/utf8.h"

enum { LOOK = 1200, WORDS = 3 };

/* One side of a break. */
typedef struct side {
    uint32_t cp;     /* the character next to the break */
    dm_slice line;   /* its line, as far as LOOK bytes */
    size_t   indent; /* of the line after the break, in bytes */
} side;

static bool is_blank(uint32_t cp)
{
    return dm_utf8_in(cp, " \t\r\f\xC2\xA0　");
}

static bool is_break(char c)
{
    return c == '\n' || c == '\f' || c == '\r';
}

static bool is_latin(uint32_t cp)
{
    return (cp | 32) >= 'a' ? (cp | 32) <= 'z' || (cp >= 0xC0 && cp < 0x590)
                            : false;
}

/* Letters of scripts that write without spaces. */
static bool is_wide(uint32_t cp)
{
    return (cp >= 0x2E80 && cp < 0xAC00) || (cp >= 0xF900 && cp < 0xFB00) ||
           (cp >= 0xFF00 && cp < 0xFFF0) || (cp >= 0x20000 && cp < 0x40000);
}

static bool is_lower(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 0xDF && cp <= 0xFF) ||
           (cp >= 0x430 && cp <= 0x45F) || (cp >= 0x3AC && cp <= 0x3CE);
}

size_t dm_page_before(dm_slice s, size_t from)
{
    size_t end = from;

    for (size_t at = from; at > 0;) {
        size_t   n;
        size_t   prev = dm_utf8_back(s, at);
        uint32_t cp = dm_utf8_decode(s.ptr + prev, &n);

        if (is_break(s.ptr[prev]))
            end = prev;
        else if (!is_blank(cp))
            return end;
        at = prev;
    }
    return 0;
}

size_t dm_page_after(dm_slice s, size_t to)
{
    size_t start = to;

    for (size_t at = to; at < s.len;) {
        size_t   n;
        uint32_t cp = dm_utf8_decode(s.ptr + at, &n);

        if (is_break(s.ptr[at]))
            start = at + 1;
        else if (!is_blank(cp))
            return start;
        at += n;
    }
    return s.len;
}

/* The last character that is no blank before the break, and its line. */
static side left(dm_slice s, size_t from)
{
    side   out = {0, DM_LIT(""), 0};
    size_t floor = from > LOOK ? from - LOOK : 0;
    size_t at = from;
    size_t start;

    while (at > 0 && is_blank(out.cp = dm_utf8_before(s, at)))
        at = dm_utf8_back(s, at);
    if (at == 0 || is_break(s.ptr[dm_utf8_back(s, at)]))
        return (side){0, DM_LIT(""), 0};
    for (start = at; start > floor && !is_break(s.ptr[start - 1]);)
        start--;
    while (start < at && (dm_utf8_inside(s.ptr[start]) || s.ptr[start] == ' '))
        start++;
    out.line = dm_slice_sub(s, start, at);
    return out;
}

static side right(dm_slice s, size_t to)
{
    side   out = {0, DM_LIT(""), 0};
    size_t at = to;
    size_t n;

    while (at < s.len && is_blank(dm_utf8_decode(s.ptr + at, &n)))
        at += n;
    if (at == s.len || s.ptr[at] == '\n')
        return out;
    out.cp = dm_utf8_decode(s.ptr + at, &n);
    out.indent = at - to;
    out.line = dm_slice_sub(s, at, s.len);
    return out;
}

/* Most characters are no marks, and need not be looked up. */
static bool is_letter(uint32_t cp)
{
    return (cp >= 0x4E00 && cp < 0xA000) ||
           ((cp | 32) >= 'a' && (cp | 32) <= 'z');
}

/* How a line is prose: 0 it is not seen to be, 1 it has clauses or several
** words, 2 it has a whole sentence before its last one. */
static int prose(dm_slice line)
{
    int    out = 0;
    size_t words = 0;
    size_t n;

    for (size_t at = 0; at < line.len; at += n) {
        uint32_t cp = dm_utf8_decode(line.ptr + at, &n);
        uint32_t next = at + n < line.len ? (unsigned char)line.ptr[at + n] : 0;

        if (is_letter(cp))
            continue;
        if (dm_utf8_in(cp, "。！？") ||
            (dm_utf8_in(cp, ".!?") && next == ' ' && at > 1))
            out = 2;
        if (out == 0 && (dm_utf8_in(cp, "，；、") ||
                         (next >= 0x80 && dm_utf8_in(cp, ",;"))))
            out = 1;
        if (cp == '\t' || (cp == ' ' && next == ' '))
            return 0; /* columns */
        words += cp == ' ';
    }
    return out == 0 && words >= WORDS ? 1 : out;
}

/* Does `line` leave a quote or a bracket open? */
static bool leaves_open(dm_slice line)
{
    int    depth = 0;
    size_t n;

    for (size_t at = 0; at < line.len; at += n) {
        uint32_t cp = dm_utf8_decode(line.ptr + at, &n);

        if (is_letter(cp))
            continue;
        depth += dm_utf8_in(cp, "“《「『（(");
        depth -= depth > 0 && dm_utf8_in(cp, "”》」』）)");
    }
    return depth > 0;
}

/* Does a sentence end with this line?  Closing marks do not hide it. */
static bool ends(dm_slice line)
{
    while (line.len > 0) {
        size_t   n;
        size_t   at = dm_utf8_back(line, line.len);
        uint32_t cp = dm_utf8_decode(line.ptr + at, &n);

        if (dm_utf8_in(cp, "。！？；：….!?;:"))
            return true;
        if (!dm_utf8_in(cp, "”’」』）)\"'】》"))
            return false;
        line.len = at;
    }
    return false;
}

/* What cannot begin a line, and what cannot end one. */
static bool goes_on(const side *a, const side *b)
{
    return dm_utf8_in(b->cp, "，。、；：！？”’）》」』】〉") ||
           dm_utf8_in(a->cp, "“‘《（「『【〈") ||
           (is_wide(a->cp) && dm_utf8_in(b->cp, ",;:!?)")) ||
           (is_latin(a->cp) && dm_utf8_in(b->cp, ",;)") && prose(a->line) > 0);
}

int dm_page_torn(dm_slice s, dm_range gap)
{
    side a = left(s, gap.from);
    side b = right(s, gap.to);
    bool wide = is_wide(a.cp) || is_wide(b.cp) || a.cp >= 0x2010;
    bool letters = is_latin(a.cp) || dm_utf8_in(a.cp, ",，、-");
    int  likely;

    if (a.cp == 0 || b.cp == 0)
        return 0;
    if (goes_on(&a, &b))
        return 3;
    if (ends(a.line))
        return 0;
    if (b.indent > 0 && (wide || b.line.ptr[-1] != ' '))
        return 0; /* a paragraph begins */
    likely = prose(a.line);
    if (leaves_open(a.line))
        likely = 2;
    if (wide
            ? is_wide(b.cp) || is_latin(b.cp) || (b.cp >= '0' && b.cp <= '9') ||
                  dm_utf8_in(b.cp, "“‘《（「『*")
            : letters && is_lower(b.cp))
        return 1 + likely;
    return 1;
}

/* Is the line break at `at` one in running prose?  Beside another page's mark
** it is not. */
static bool is_wrap(dm_slice s, size_t at)
{
    dm_page_mark mark;
    size_t       len;
    dm_slice     above;
    const char  *lf;
    size_t       end;

    if (at == 0 || at + 1 >= s.len || is_break(s.ptr[at - 1]) ||
        is_break(s.ptr[at + 1]))
        return false;
    above = left(s, at).line;
    lf = memchr(s.ptr + at + 1, '\n', s.len - at - 1);
    end = lf != NULL ? (size_t)(lf - s.ptr) : s.len;
    if (dm_page_read(above, &mark, &len) && mark.kind != DM_PAGE_PREFIX)
        return false;
    if (dm_page_read(dm_slice_sub(s, at + 1, end), &mark, &len) &&
        mark.kind != DM_PAGE_PREFIX)
        return false;
    return dm_page_torn(s, (dm_range){at, at + 1}) >= 2;
}

/* Are the lines about the gap broken at a width, sentence or no sentence?
** Then a torn sentence needs its line end, as all the others do. */
static bool is_wrapped(dm_slice s, dm_range gap)
{
    size_t      before = gap.from < LOOK ? gap.from : LOOK;
    size_t      behind = s.len - gap.to < LOOK ? s.len - gap.to : LOOK;
    const char *above = memrchr(s.ptr + gap.from - before, '\n', before);
    const char *below = memchr(s.ptr + gap.to, '\n', behind);

    return (above != NULL && is_wrap(s, (size_t)(above - s.ptr))) ||
           (below != NULL && is_wrap(s, (size_t)(below - s.ptr)));
}

/* How many line ends [from, to) holds; form feeds count as one. */
static size_t line_ends(dm_slice s, size_t from, size_t to)
{
    size_t n = 0;

    for (size_t at = from; at < to; at++)
        n += s.ptr[at] == '\n';
    return n;
}

/* Is there an empty line at both ends of the gap? */
static bool is_loose(dm_slice s, dm_range gap)
{
    size_t head = dm_page_after(s, gap.from);
    size_t tail = dm_page_before(s, gap.to);

    if (head >= tail)
        return line_ends(s, gap.from, gap.to) > 1;
    return line_ends(s, gap.from, head) > 1 && line_ends(s, tail, gap.to) > 1;
}

dm_slice dm_page_joint(dm_slice s, dm_range gap)
{
    side a = left(s, gap.from);
    side b = right(s, gap.to);

    if (a.cp == 0)
        return DM_S("");
    if (b.cp == 0)
        return gap.to > gap.from && s.ptr[gap.to - 1] == '\n' ? DM_S("\n")
                                                              : DM_S("");
    if (dm_page_torn(s, gap) < 2)
        return is_loose(s, gap) ? DM_S("\n\n") : DM_S("\n");
    if (is_wrapped(s, gap))
        return DM_S("\n");
    if (is_wide(a.cp) || is_wide(b.cp) || a.cp == '-' ||
        dm_utf8_in(a.cp, "“‘”’…—") || goes_on(&a, &b))
        return DM_S("");
    return DM_S(" ");
}
