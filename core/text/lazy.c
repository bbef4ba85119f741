/* lazy.c - decoding a window again, unit by unit, to find their borders. */
#include "text/lazy.h"

#include "text/codec.h"
#include "text/utf8.h"

struct dm_window {
    size_t         index; /* of the checkpoint it begins at; SIZE_MAX: none */
    size_t         n;     /* units; there are n + 1 borders */
    dm_checkpoint *border;
};

dm_lazy *dm_lazy_new(dm_arena *arena, const dm_lazy *what)
{
    dm_lazy   *lazy = dm_arena_alloc(arena, sizeof *lazy);
    dm_window *window = dm_arena_alloc(arena, sizeof *window);
    size_t     most = 0;

    for (size_t i = 0; i + 1 < what->npoints; i++)
        if (what->points[i + 1].src - what->points[i].src > most)
            most = what->points[i + 1].src - what->points[i].src;
    if (lazy == NULL || window == NULL)
        return NULL;
    window->index = SIZE_MAX;
    window->n = 0;
    window->border = dm_arena_alloc(arena, (most + 1) * sizeof(dm_checkpoint));
    if (window->border == NULL)
        return NULL;
    *lazy = *what;
    lazy->window = window;
    return lazy;
}

/* The segment that source byte `at` lies in. */
static const dm_segment *segment_at(const dm_lazy *lazy, size_t at)
{
    size_t lo = 0;
    size_t hi = lazy->nsegments;

    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (lazy->segments[mid].bytes.from <= at)
            lo = mid;
        else
            hi = mid;
    }
    return &lazy->segments[lo];
}

static void push(dm_window *w, size_t src, size_t out)
{
    dm_checkpoint last = w->border[w->n];

    w->n++;
    w->border[w->n].src = last.src + (uint32_t)src;
    w->border[w->n].dst = last.dst + (uint32_t)out;
}

static bool reached(const dm_window *w, dm_checkpoint end)
{
    return w->border[w->n].src == end.src && w->border[w->n].dst == end.dst;
}

/* Decode the units of the window.  Each sees what lies behind it, up to the
** `end` of the segment, as it did the first time: what is bad depends on it. */
static void fill_units(const dm_lazy *lazy, dm_codec *codec, dm_range window,
                       size_t end)
{
    dm_unit unit;

    for (size_t at = window.from; at < window.to; at += unit.src) {
        size_t left = end - at;

        if (left > DM_CODEC_CHUNK)
            left = DM_CODEC_CHUNK;
        dm_codec_unit(codec, dm_slice_sub(lazy->bytes, at, at + left), &unit);
        push(lazy->window, unit.src, unit.out);
    }
}

static void rewind_window(const dm_lazy *lazy, size_t index)
{
    lazy->window->index = index;
    lazy->window->n = 0;
    lazy->window->border[0] = lazy->points[index];
}

/* Load the window that begins at checkpoint `index`.  Without a converter it
** holds one unit, so that answers are wide and not exact, but never wrong. */
static const dm_window *load(const dm_lazy *lazy, size_t index)
{
    dm_checkpoint     from = lazy->points[index];
    dm_checkpoint     to = lazy->points[index + 1];
    const dm_segment *seg = segment_at(lazy, from.src);
    dm_codec          codec;

    if (lazy->window->index == index)
        return lazy->window;
    rewind_window(lazy, index);
    if (dm_codec_open(&codec, seg->charset)) {
        fill_units(lazy, &codec, (dm_range){from.src, to.src}, seg->bytes.to);
        dm_codec_close(&codec);
    }
    if (!reached(lazy->window, to)) {
        rewind_window(lazy, index);
        push(lazy->window, to.src - from.src, to.dst - from.dst);
    }
    return lazy->window;
}

static uint32_t side(dm_checkpoint p, bool up)
{
    return up ? p.dst : p.src;
}

static uint32_t other(dm_checkpoint p, bool up)
{
    return up ? p.src : p.dst;
}

/* How many of `n` ascending points are at or before `at` (or, with `below`,
** before it). */
static size_t points_to(const dm_checkpoint *p, size_t n, size_t at,
                        unsigned mode)
{
    size_t lo = 0;

    while (lo < n) {
        size_t   mid = lo + (n - lo) / 2;
        uint32_t here = side(p[mid], (mode & 1) != 0);

        if (here < at || (here == at && (mode & 2) == 0))
            lo = mid + 1;
        else
            n = mid;
    }
    return lo;
}

static size_t first(const dm_lazy *lazy, size_t at, bool up, bool *exact)
{
    size_t           i = points_to(lazy->points, lazy->npoints, at, up);
    const dm_window *w;

    if (i == 0) { /* inside the mark that was left out */
        *exact = *exact && at == 0;
        return 0;
    }
    if (i == lazy->npoints)
        return other(lazy->points[i - 1], up);
    w = load(lazy, i - 1);
    i = points_to(w->border, w->n + 1, at, up) - 1;
    *exact = *exact && side(w->border[i], up) == at;
    return other(w->border[i], up);
}

static size_t last(const dm_lazy *lazy, size_t at, bool up, bool *exact)
{
    unsigned         mode = 2U | up;
    size_t           i = points_to(lazy->points, lazy->npoints, at, mode);
    const dm_window *w;

    if (i == 0) {
        *exact = *exact && side(lazy->points[0], up) == at;
        return other(lazy->points[0], up);
    }
    if (i == lazy->npoints)
        return other(lazy->points[i - 1], up);
    w = load(lazy, i - 1);
    i = points_to(w->border, w->n + 1, at, mode);
    *exact = *exact && side(w->border[i], up) == at;
    return other(w->border[i], up);
}

static bool look(const dm_lazy *lazy, dm_range r, bool up, dm_range *out)
{
    bool exact = true;

    out->from = first(lazy, r.from, up, &exact);
    out->to = r.from == r.to ? out->from : last(lazy, r.to, up, &exact);
    return exact;
}

bool dm_lazy_up(const dm_lazy *lazy, dm_range dst, dm_range *src)
{
    return look(lazy, dst, true, src);
}

bool dm_lazy_down(const dm_lazy *lazy, dm_range src, dm_range *dst)
{
    return look(lazy, src, false, dst);
}
