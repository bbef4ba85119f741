/* pages_chop.c - text cut every N code points, a number pasted into each cut.
**
** The proof that numbers are no list: they ascend without a gap, and all
** pieces but the first and the last have the same length, which a list's
** items have not.  Short lists of parallel items come near it, so the pieces
** must be long or many, and most cuts must tear a sentence.
**
** From each mark the next number is looked for among the marks that follow;
** the distance to it is N, and the chain goes on where a mark of the next
** number lies just N further.  Places in code points are sorted, so a step of
** the chain is a binary search.
*/
#include "repair/pages.h"
#include "text/utf8.h"

enum { NEAR = 256, TRIES = 6, SHORT = 8, LONG = 40, ROUND = 50, TWO = 100 };

typedef struct chain {
    size_t size;   /* of a piece, in code points */
    size_t equal;  /* pieces that have it */
    size_t cuts;   /* marks, the first included */
    size_t torn;   /* cuts that tear prose */
    size_t surely; /* of these, where nothing else can be */
} chain;

/* The mark like marks[i] with the next number whose gap begins `size` code
** points after that one's ends; p->n when there is none. */
static size_t step(const dm_pages *p, size_t i, size_t size)
{
    const dm_page_mark *m = &p->marks[i];
    size_t              want = m->cp.to + size;
    size_t              lo = i + 1;
    size_t              hi = p->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (p->marks[mid].cp.from < want)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < p->n && p->marks[lo].cp.from == want; lo++)
        if (p->marks[lo].style == m->style && p->marks[lo].kind == m->kind &&
            p->marks[lo].number == m->number + 1)
            return lo;
    return p->n;
}

static void look(const dm_pages *p, size_t i, chain *c)
{
    int torn = dm_page_torn(p->text, p->marks[i].gap);

    c->cuts++;
    c->torn += torn >= 2;
    c->surely += torn >= 3;
}

static chain follow(dm_pages *p, size_t i, size_t size)
{
    chain c = {size, 0, 1, 0, 0};

    if (p->marks[i].number > 1)
        look(p, i, &c);
    while ((i = step(p, i, size)) < p->n) {
        look(p, i, &c);
        c.equal++;
        p->marks[i].tried = size; /* a chain from there is a part of this */
    }
    return c;
}

/* Two pages and no more: "1" begins them, and no "3" follows. */
static bool is_pair(const dm_pages *p, size_t i, const chain *c)
{
    const dm_page_mark *m = &p->marks[i];

    if (m->number != 1 || c->cuts != 2 || c->size < TWO ||
        c->size % ROUND != 0 || c->surely == 0)
        return false;
    for (size_t k = i; k < p->n; k++)
        if (p->marks[k].style == m->style && p->marks[k].number > 2)
            return false;
    return true;
}

static dm_page_fate judge(const dm_pages *p, size_t i, const chain *c)
{
    bool most = c->torn * 2 >= c->cuts - 1;

    if (c->size < SHORT || c->torn == 0 || !most)
        return DM_PAGE_OPEN;
    if (c->equal >= 2 && c->size >= LONG && (c->surely > 0 || c->equal >= 3))
        return DM_PAGE_CHOP;
    if (c->equal >= 4 && c->surely > 0)
        return DM_PAGE_CHOP;
    return is_pair(p, i, c) ? DM_PAGE_CHOP_TWO : DM_PAGE_OPEN;
}

/* A page that closes the text is shorter: its number is the last mark. */
static size_t last(const dm_pages *p, size_t i, size_t size)
{
    const dm_page_mark *m = &p->marks[i];

    for (size_t k = i + 1; k < p->n && k < i + NEAR; k++) {
        const dm_page_mark *next = &p->marks[k];

        if (next->style == m->style && next->number == m->number + 1 &&
            next->gap.to == p->text.len && next->cp.from - m->cp.to < size)
            return k;
    }
    return p->n;
}

static void take(dm_pages *p, size_t i, size_t size, dm_page_fate fate)
{
    size_t        next;
    dm_page_mark *m = &p->marks[i];

    m->first = m->cp.from != size &&
               (m->number == 1 || dm_page_torn(p->text, m->gap) < 2);
    do {
        p->marks[i].fate = fate;
        next = step(p, i, size);
        if (next == p->n)
            next = last(p, i, size);
        i = next;
    } while (i < p->n);
}

static bool is_open(const dm_page_mark *m)
{
    return m->number > 0 && m->fate == DM_PAGE_OPEN;
}

/* Try marks[i] as the first of a chain. */
static void begin(dm_pages *p, size_t i)
{
    const dm_page_mark *m = &p->marks[i];
    size_t              tries = 0;

    for (size_t k = i + 1; k < p->n && k < i + NEAR && tries < TRIES; k++) {
        const dm_page_mark *next = &p->marks[k];
        size_t              size = next->cp.from - m->cp.to;
        chain               c;
        dm_page_fate        fate;

        if (next->style != m->style || next->number != m->number + 1)
            continue;
        tries++;
        if (next->cp.from <= m->cp.to || size < SHORT || size == m->tried)
            continue;
        c = follow(p, i, size);
        fate = judge(p, i, &c);
        if (fate != DM_PAGE_OPEN) {
            take(p, i, size, fate);
            return;
        }
    }
}

void dm_page_chops(dm_pages *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (is_open(&p->marks[i]))
            begin(p, i);
}
