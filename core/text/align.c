/* align.c - edits: writing them, and looking positions up in them.
**
** Both directions are one look-up over a list of "sides": the side asked
** (from) and the side answered (to) of the same edits.  A map has few edits
** against its text, and is asked for spans, so a binary search is plenty.
*/
#include "text/align.h"

#include "text/decode.h"

typedef struct side {
    size_t at, len;
} side;

typedef struct lookup {
    const dm_align *map;
    bool            up; /* from destination to source */
} lookup;

static side asked(const lookup *l, size_t i)
{
    const dm_edit *e = &l->map->edits[i];
    side           out = {l->up ? e->dst : e->src, l->up ? e->dlen : e->slen};

    return out;
}

static side answered(const lookup *l, size_t i)
{
    const dm_edit *e = &l->map->edits[i];
    side           out = {l->up ? e->src : e->dst, l->up ? e->slen : e->dlen};

    return out;
}

/* How many edits end at or before `at`. */
static size_t ended(const lookup *l, size_t at)
{
    size_t lo = 0;
    size_t hi = l->map->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        side   s = asked(l, mid);

        if (s.at + s.len <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* How many edits begin before `at`. */
static size_t begun(const lookup *l, size_t at)
{
    size_t lo = 0;
    size_t hi = l->map->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (asked(l, mid).at < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The answer for `at`, which lies behind edit `n - 1` and before edit `n`. */
static size_t between(const lookup *l, size_t n, size_t at)
{
    side from;
    side to;

    if (n == 0)
        return at;
    from = asked(l, n - 1);
    to = answered(l, n - 1);
    return to.at + to.len + (at - from.at - from.len);
}

static size_t first(const lookup *l, size_t at, bool *exact)
{
    size_t n = ended(l, at);

    if (n < l->map->n && asked(l, n).at < at) {
        *exact = false;
        return answered(l, n).at;
    }
    return between(l, n, at);
}

static size_t last(const lookup *l, size_t at, bool *exact)
{
    size_t n = begun(l, at);

    if (n > 0 && asked(l, n - 1).at + asked(l, n - 1).len > at) {
        side to = answered(l, n - 1);

        *exact = false;
        return to.at + to.len;
    }
    return between(l, n, at);
}

static dm_range cut(dm_range r, size_t len)
{
    if (r.to > len)
        r.to = len;
    if (r.from > r.to)
        r.from = r.to;
    return r;
}

static bool look(const lookup *l, dm_range r, dm_range *out)
{
    bool exact = true;

    out->from = first(l, r.from, &exact);
    out->to = r.from == r.to ? out->from : last(l, r.to, &exact);
    return exact;
}

bool dm_align_up(const dm_align *map, dm_range dst, dm_range *src)
{
    lookup l = {map, true};

    dst = cut(dst, map->dst_len);
    return map->lazy != NULL ? dm_lazy_up(map->lazy, dst, src)
                             : look(&l, dst, src);
}

bool dm_align_down(const dm_align *map, dm_range src, dm_range *dst)
{
    lookup l = {map, false};

    src = cut(src, map->src_len);
    return map->lazy != NULL ? dm_lazy_down(map->lazy, src, dst)
                             : look(&l, src, dst);
}

dm_align dm_align_identity(size_t len)
{
    dm_align out = {NULL, 0, NULL, len, len};

    return out;
}

void dm_align_begin(dm_aligner *a, dm_slice src, dm_buf *out)
{
    size_t most = SIZE_MAX / 4 / sizeof(dm_edit);

    a->src = src;
    a->at = a->copied = 0;
    a->out = out;
    a->full = false;
    if (src.len < most && out->max < most - src.len)
        most = src.len + out->max + 1;
    dm_buf_init(&a->edits, most * sizeof(dm_edit));
}

void dm_align_keep(dm_aligner *a, size_t n)
{
    a->at += n;
}

/* A buffer does not say whether it or the machine was full. */
static void put(dm_aligner *a, dm_slice s)
{
    if (!a->out->failed && s.len > a->out->max - a->out->len)
        a->full = true;
    dm_buf_slice(a->out, s);
}

static void flush(dm_aligner *a)
{
    put(a, dm_slice_sub(a->src, a->copied, a->at));
    a->copied = a->at;
}

void dm_align_replace(dm_aligner *a, size_t slen, dm_slice with)
{
    dm_edit edit;

    if (slen == 0 && with.len == 0)
        return;
    flush(a);
    if (a->out->len > UINT32_MAX - with.len || a->at > UINT32_MAX - slen) {
        a->out->failed = a->full = true;
        return;
    }
    edit.src = (uint32_t)a->at;
    edit.slen = (uint32_t)slen;
    edit.dst = (uint32_t)a->out->len;
    edit.dlen = (uint32_t)with.len;
    put(a, with);
    dm_buf_add(&a->edits, &edit, sizeof edit);
    a->at += slen;
    a->copied = a->at;
}

/* The edits so far as an array in `arena`; NULL with n > 0 when it is full. */
static const dm_edit *moved(dm_aligner *a, dm_arena *arena)
{
    dm_edit *out;

    if (a->edits.len == 0)
        return NULL;
    out = dm_arena_alloc(arena, a->edits.len);
    if (out != NULL)
        memcpy(out, a->edits.ptr, a->edits.len);
    return out;
}

bool dm_align_finish(dm_aligner *a, dm_arena *arena, dm_align *map)
{
    bool     ok = !a->edits.failed;
    dm_align out = {NULL, a->edits.len / sizeof(dm_edit), NULL, a->src.len, 0};

    a->at = a->src.len;
    flush(a);
    ok = ok && !a->out->failed;
    if (ok) {
        out.dst_len = a->out->len;
        out.edits = moved(a, arena);
        ok = out.edits != NULL || out.n == 0;
    }
    dm_buf_fini(&a->edits);
    if (ok)
        *map = out;
    return ok;
}
