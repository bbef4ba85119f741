/* shape.c - supersets of byte strings: union, sequence, repetition. */
#include "match/shape.h"

#include "text/utf8.h"

void dm_bytes_add(dm_bytes *set, unsigned from, unsigned to)
{
    for (unsigned word = from >> 6; word <= to >> 6 && from <= to; word++) {
        uint64_t bits = UINT64_MAX;

        if (word == to >> 6)
            bits >>= 63 - (to & 63);
        if (word == from >> 6)
            bits &= UINT64_MAX << (from & 63);
        set->bit[word] |= bits;
    }
}

dm_bytes dm_bytes_or(dm_bytes a, dm_bytes b)
{
    for (int i = 0; i < 4; i++)
        a.bit[i] |= b.bit[i];
    return a;
}

int dm_bytes_count(const dm_bytes *set)
{
    int n = 0;

    for (int i = 0; i < 4; i++)
        n += __builtin_popcountll(set->bit[i]);
    return n;
}

dm_shape dm_shape_empty(void)
{
    return (dm_shape){0};
}

dm_shape dm_shape_none(void)
{
    return (dm_shape){.min = SIZE_MAX, .max = 0};
}

dm_shape dm_shape_text(dm_slice text)
{
    dm_shape s = {.min = text.len, .max = text.len};

    for (size_t i = 0; i < text.len; i++) {
        unsigned char b = (unsigned char)text.ptr[i];
        size_t        back = text.len - 1 - i;

        dm_bytes_add(&s.all, b, b);
        if (i < DM_NEAR)
            dm_bytes_add(&s.head[i], b, b);
        if (back < DM_NEAR)
            dm_bytes_add(&s.tail[back], b, b);
    }
    return s;
}

dm_shape dm_shape_any(void)
{
    dm_shape s = dm_shape_none();

    dm_shape_range(&s, 0, 0x10FFFF);
    return s;
}

dm_shape dm_shape_dot(void)
{
    dm_shape s = dm_shape_none();

    dm_shape_range(&s, 0, '\n' - 1);
    dm_shape_range(&s, '\n' + 1, 0x10FFFF);
    return s;
}

static size_t plus(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t times(size_t a, size_t n)
{
    return n != 0 && a > SIZE_MAX / n ? SIZE_MAX : a * n;
}

/* Place `i` of near `a`, or of what lies behind it when `a` ends early. */
static dm_bytes place(const dm_shape *a, const dm_bytes *near,
                      const dm_bytes *far, size_t i)
{
    dm_bytes out = {{0}};

    if (i < a->max)
        out = near[i];
    for (size_t k = a->min; k <= i && k <= a->max; k++)
        out = dm_bytes_or(out, far[i - k]);
    return out;
}

dm_shape dm_shape_cat(const dm_shape *a, const dm_shape *b)
{
    dm_shape s = {.min = plus(a->min, b->min), .max = plus(a->max, b->max)};

    s.all = dm_bytes_or(a->all, b->all);
    for (size_t i = 0; i < DM_NEAR; i++) {
        s.head[i] = place(a, a->head, b->head, i);
        s.tail[i] = place(b, b->tail, a->tail, i);
    }
    return s;
}

dm_shape dm_shape_or(const dm_shape *a, const dm_shape *b)
{
    dm_shape s = *a;

    s.min = a->min < b->min ? a->min : b->min;
    s.max = a->max > b->max ? a->max : b->max;
    s.all = dm_bytes_or(a->all, b->all);
    for (size_t i = 0; i < DM_NEAR; i++) {
        s.head[i] = dm_bytes_or(a->head[i], b->head[i]);
        s.tail[i] = dm_bytes_or(a->tail[i], b->tail[i]);
    }
    return s;
}

/* DM_NEAR copies decide the first and last places, DM_NEAR optional ones
** between them every length above; only the lengths need the true counts. */
dm_shape dm_shape_repeat(const dm_shape *a, size_t lo, size_t hi)
{
    dm_shape s = dm_shape_empty();
    dm_shape maybe = dm_shape_or(&s, a);
    size_t   fixed = lo < DM_NEAR ? lo : DM_NEAR;

    for (size_t i = 0; i < fixed; i++)
        s = dm_shape_cat(&s, a);
    for (size_t i = 0; i < DM_NEAR && i < hi - fixed; i++)
        s = dm_shape_cat(&s, &maybe);
    s.min = times(a->min, lo);
    s.max = hi == SIZE_MAX && a->max > 0 ? SIZE_MAX : times(a->max, hi);
    return s;
}

/* Characters of one encoded length.  A byte after equal ones lies between
** those of the two ends, any other may be any that continues. */
static void add_length(dm_shape *s, uint32_t lo, uint32_t hi)
{
    char   a[4], b[4];
    size_t n = dm_utf8_encode(lo, a);
    bool   same = true;

    (void)dm_utf8_encode(hi, b);
    for (size_t i = 0; i < n; i++) {
        unsigned from = same ? (unsigned char)a[i] : 0x80;
        unsigned to = same ? (unsigned char)b[i] : 0xBF;

        dm_bytes_add(&s->all, from, to);
        dm_bytes_add(&s->head[i], from, to);
        dm_bytes_add(&s->tail[n - 1 - i], from, to);
        same = same && a[i] == b[i];
    }
    if (n < s->min)
        s->min = n;
    if (n > s->max)
        s->max = n;
}

void dm_shape_range(dm_shape *s, uint32_t lo, uint32_t hi)
{
    static const uint32_t ends[] = {0x7F, 0x7FF, 0xD7FF, 0xFFFF, 0x10FFFF};

    for (size_t i = 0; i < sizeof ends / sizeof *ends && lo <= hi; i++) {
        uint32_t to = hi < ends[i] ? hi : ends[i];

        if (lo > ends[i])
            continue;
        if (lo >= 0xD800 && lo < 0xE000)
            lo = 0xE000; /* surrogates are no characters */
        if (lo <= to)
            add_length(s, lo, to);
        lo = to + 1;
    }
}
