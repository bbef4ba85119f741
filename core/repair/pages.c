/* pages.c - text that was cut into pages, joined again.
**
** Three kinds of damage: a pager that cut a text every N characters and wrote
** a number before each piece, even in the middle of a word (pages_chop.c);
** the page lines and page marks of printed or scanned matter (pages_run.c);
** and the running heads and feet beside those (pages_head.c).  Marks are
** collected, judged, grown to the gaps they make, and each gap heals as the
** text on its two sides asks (pages_tear.c).
**
** Work is linear in the text but for sorting the lines beside page breaks.
** Most texts have no marks and cost one look at the start of each line.
*/
#include "repair/pages.h"

#include "repair/repairs.h"
#include "text/utf8.h"

enum { MARKS_MAX = 1 << 22, LOOK = 160, NOTE_MAX = 200, BESIDE = 3 };

/* A break to be mended. */
typedef struct cut {
    dm_range     gap;
    dm_page_fate fate;
    dm_range     head; /* of a first mark: what goes alone */
    bool         first;
} cut;

/* Could a line be a mark?  One has a digit near its start, or is a tag. */
static bool may_be(dm_slice line)
{
    size_t n = line.len < LOOK ? line.len : LOOK;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)line.ptr[i];

        if ((c >= '0' && c <= '9') || c == '<' || c == 0xBC)
            return true;
    }
    return false;
}

static void put_mark(dm_slice s, dm_buf *buf, dm_page_mark *m)
{
    const dm_page_mark *last = NULL;

    if (buf->len > 0)
        last = (dm_page_mark *)(void *)(buf->ptr + buf->len) - 1;
    if (last != NULL && m->kind == DM_PAGE_FEED && last->kind == m->kind &&
        last->gap.to > m->at.from)
        return; /* one gap, one mark; and a flood of feeds is walked once */
    if (buf->len >= MARKS_MAX * sizeof *m)
        return; /* so many marks are no pages, but a table */
    m->gap.from = dm_page_before(s, m->at.from);
    m->gap.to =
        m->kind == DM_PAGE_PREFIX ? m->at.to : dm_page_after(s, m->at.to);
    dm_buf_add(buf, m, sizeof *m);
}

static void read_line(dm_slice s, size_t from, size_t to, dm_buf *buf)
{
    dm_page_mark m = {
        .at = {from, to}
    };
    dm_slice line = dm_slice_sub(s, from, to);
    size_t   len;

    if (!may_be(line) || !dm_page_read(line, &m, &len))
        return;
    m.at.to = from + len;
    put_mark(s, buf, &m);
}

static size_t line_end(dm_slice s, size_t from)
{
    const char *lf = memchr(s.ptr + from, '\n', s.len - from);

    return lf != NULL ? (size_t)(lf - s.ptr) : s.len;
}

/* Collect the marks of `s` into `buf` (of dm_page_mark). */
static void collect(dm_slice s, dm_buf *buf)
{
    size_t end = 0; /* of the line; feeds part it, and do not end it */

    for (size_t from = 0; from < s.len;) {
        const char *feed;
        size_t      to;

        if (from == 0 || from > end)
            end = line_end(s, from);
        to = end;
        feed = memchr(s.ptr + from, '\f', end - from);
        if (feed != NULL)
            to = (size_t)(feed - s.ptr);
        read_line(s, from, to, buf);
        if (feed != NULL) {
            dm_page_mark m = {
                .at = {to, to + 1},
                  .kind = DM_PAGE_FEED
            };

            put_mark(s, buf, &m);
        }
        from = to + 1;
    }
}

/* The places of the gaps in code points. */
static void count(dm_pages *p)
{
    size_t at = 0;
    size_t cp = 0;

    for (size_t i = 0; i < p->n; i++) {
        dm_page_mark *m = &p->marks[i];

        cp += dm_utf8_count(dm_slice_sub(p->text, at, m->at.from));
        at = m->at.from;
        m->cp.from = cp - dm_utf8_count(dm_slice_sub(p->text, m->gap.from, at));
        m->cp.to = cp + dm_utf8_count(dm_slice_sub(p->text, at, m->gap.to));
    }
}

/* Form feeds nothing spoke for yet, and page lines that are in doubt. */
static bool is_waiting(const dm_page_mark *m, bool feeds)
{
    if (feeds)
        return m->kind == DM_PAGE_FEED && m->fate == DM_PAGE_OPEN;
    return m->fate == DM_PAGE_DOUBT;
}

/* Where running lines stand beside them they are page breaks. */
static bool judge_by_heads(dm_pages *p, bool feeds, dm_arena *arena,
                           dm_buf *scratch)
{
    dm_range *gaps = dm_arena_zalloc(arena, p->n, sizeof *gaps);
    size_t    n = 0;

    if (gaps == NULL)
        return false;
    for (size_t i = 0; i < p->n; i++)
        if (is_waiting(&p->marks[i], feeds))
            gaps[n++] = p->marks[i].gap;
    if (n < BESIDE || dm_page_heads(p->text, gaps, n, scratch) * 2 < n)
        return !scratch->failed;
    for (size_t i = 0; i < p->n; i++)
        if (is_waiting(&p->marks[i], feeds))
            p->marks[i].fate = DM_PAGE_BREAK;
    return true;
}

/* What a first mark takes with it: itself, and with a line of its own the
** empty ones behind it. */
static dm_range alone(const dm_page_mark *m)
{
    dm_range out = m->at;

    if (m->kind != DM_PAGE_PREFIX)
        out.to = m->gap.to;
    return out;
}

/* The cuts to be mended, ascending; those that touch are one. */
static size_t gather(const dm_pages *p, cut *cuts)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++) {
        const dm_page_mark *m = &p->marks[i];
        cut                 c = {m->gap, m->fate, m->at, m->first};

        if (m->fate == DM_PAGE_OPEN)
            continue;
        if (n > 0 && cuts[n - 1].gap.to > c.gap.from) {
            cuts[n - 1].gap.to =
                c.gap.to > cuts[n - 1].gap.to ? c.gap.to : cuts[n - 1].gap.to;
            if (cuts[n - 1].fate == DM_PAGE_DOUBT)
                cuts[n - 1].fate = c.fate;
            continue;
        }
        c.head = alone(m);
        cuts[n++] = c;
    }
    return n;
}

/* Grow the breaks over their running lines. */
static bool grow(const dm_pages *p, cut *cuts, size_t n, dm_buf *scratch)
{
    dm_buf gaps;

    dm_buf_init(&gaps, n * sizeof(dm_range) + 1);
    for (size_t i = 0; i < n; i++)
        if (cuts[i].fate == DM_PAGE_BREAK)
            dm_buf_add(&gaps, &cuts[i].gap, sizeof cuts[i].gap);
    if (!gaps.failed && gaps.len > 0) {
        dm_range *next = (dm_range *)(void *)gaps.ptr;

        dm_page_heads(p->text, next, gaps.len / sizeof *next, scratch);
        for (size_t i = 0; i < n; i++)
            if (cuts[i].fate == DM_PAGE_BREAK)
                cuts[i].gap = *next++;
    }
    dm_buf_fini(&gaps);
    return !gaps.failed && !scratch->failed;
}

/* Make the cuts those that are made: in order, and none over another.  What a
** break grew over is mended with it when it was in doubt, else it stays cut
** off from the break. */
static size_t part(cut *cuts, size_t n)
{
    size_t out = 0;

    for (size_t i = 0; i < n; i++) {
        cut c = cuts[i];

        if (c.first)
            c.gap = c.head;
        while (out > 0 && cuts[out - 1].fate == DM_PAGE_DOUBT &&
               cuts[out - 1].gap.from >= c.gap.from)
            out--;
        if (out > 0 && c.gap.from < cuts[out - 1].gap.to)
            c.gap.from = cuts[out - 1].gap.to;
        if (c.gap.from < c.gap.to)
            cuts[out++] = c;
    }
    return out;
}

/* What stood in a gap, line by line: "12; A Running Head". */
static void say(dm_slice gap, dm_buf *note)
{
    for (size_t at = 0; at < gap.len && note->len < NOTE_MAX;) {
        size_t end = at;
        size_t from = at;

        while (end < gap.len && gap.ptr[end] != '\n' && gap.ptr[end] != '\f')
            end++;
        at = end + 1;
        while (from < end && (unsigned char)gap.ptr[from] <= ' ')
            from++;
        while (end > from && (unsigned char)gap.ptr[end - 1] <= ' ')
            end--;
        if (from == end)
            continue;
        if (note->len > 0)
            dm_buf_str(note, "; ");
        dm_buf_slice(note, dm_slice_sub(gap, from, end));
    }
}

static void mend(dm_mender *m, const cut *c, dm_buf *note)
{
    static const dm_certainty surely[] = {
        [DM_PAGE_OPEN] = DM_UNCERTAIN,  [DM_PAGE_CHOP] = DM_EXACT,
        [DM_PAGE_CHOP_TWO] = DM_LIKELY, [DM_PAGE_BREAK] = DM_LIKELY,
        [DM_PAGE_DOUBT] = DM_UNCERTAIN,
    };
    bool    chop = c->fate == DM_PAGE_CHOP || c->fate == DM_PAGE_CHOP_TWO;
    dm_mend out = {
        .src = c->gap,
        .after = DM_LIT(""),
        .mechanism = chop ? "cut into numbered pages" : "a page break",
        .certainty = surely[c->fate],
    };

    if (!chop)
        out.after = dm_page_joint(m->a.src, c->gap);
    dm_buf_clear(note);
    say(dm_slice_sub(m->a.src, out.src.from, out.src.to), note);
    out.note = dm_buf_view(note);
    m->failed = m->failed || note->failed;
    dm_mend_put(m, &out);
}

static bool heal(dm_mender *m, dm_pages *p, dm_buf *scratch)
{
    cut   *cuts;
    size_t n;

    count(p);
    dm_page_chops(p);
    if (!dm_page_runs(p, m->arena) ||
        !judge_by_heads(p, true, m->arena, scratch) ||
        !judge_by_heads(p, false, m->arena, scratch))
        return false;
    cuts = dm_arena_zalloc(m->arena, p->n, sizeof *cuts);
    if (cuts == NULL)
        return false;
    n = gather(p, cuts);
    if (!grow(p, cuts, n, scratch))
        return false;
    n = part(cuts, n);
    for (size_t i = 0; i < n; i++)
        mend(m, &cuts[i], scratch);
    return true;
}

void dm_mend_pages(dm_mender *m)
{
    dm_buf   marks;
    dm_buf   scratch;
    dm_pages p = {m->a.src, NULL, 0};

    dm_buf_init(&marks, (MARKS_MAX + 1) * sizeof(dm_page_mark));
    dm_buf_init(&scratch, (size_t)MARKS_MAX * 64);
    collect(p.text, &marks);
    p.marks = (dm_page_mark *)(void *)marks.ptr;
    p.n = marks.len / sizeof *p.marks;
    if (marks.failed || (p.n > 0 && !heal(m, &p, &scratch)))
        m->failed = true;
    dm_buf_fini(&scratch);
    dm_buf_fini(&marks);
}
