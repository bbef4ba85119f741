/* pairing.c - pairs of members that are the same, in order.
**
** Within a gap equal ends are paired first, which is all there is to do for
** most lists.  For the rest the new members are sorted by key; each old one
** takes the next of its key, and of the places it got the longest increasing
** run stays (patience sorting).
*/
#include "desk/pairing.h"

#include <stdlib.h>

typedef struct slot {
    uint64_t key;
    uint32_t at;    /* the new member */
    uint32_t taken; /* of the first slot of a key: how many are taken */
} slot;

bool dm_pairing_init(dm_pairing *p, size_t nold, size_t nnew, dm_arena *arena)
{
    dm_pairing made = {.arena = arena, .nold = nold, .nnew = nnew};

    if (nold >= DM_UNPAIRED || nnew >= DM_UNPAIRED)
        return false;
    made.mate = dm_arena_alloc(arena, (nold + 1) * sizeof *made.mate);
    made.owner = dm_arena_alloc(arena, (nnew + 1) * sizeof *made.owner);
    if (made.mate == NULL || made.owner == NULL)
        return false;
    memset(made.mate, 0xFF, (nold + 1) * sizeof *made.mate);
    memset(made.owner, 0xFF, (nnew + 1) * sizeof *made.owner);
    *p = made;
    return true;
}

/* A gap: the members between two neighbouring pairs, half-open. */
typedef struct gap {
    size_t ofrom, oto, nfrom, nto;
} gap;

/* The gap that begins with old member `*o` and new member `*n` (first 0, 0);
** both move behind the pair that ends it.  False past the last. */
static bool next_gap(const dm_pairing *p, size_t *o, size_t *n, gap *out)
{
    gap g = {*o, *o, *n, p->nnew};

    if (*o > p->nold)
        return false;
    while (g.oto < p->nold && p->mate[g.oto] == DM_UNPAIRED)
        g.oto++;
    if (g.oto < p->nold)
        g.nto = p->mate[g.oto];
    *o = g.oto + 1;
    *n = g.nto + 1;
    *out = g;
    return true;
}

static void pair(dm_pairing *p, size_t o, size_t n)
{
    p->mate[o] = (uint32_t)n;
    p->owner[n] = (uint32_t)o;
}

/* Pair what is the same at both ends of the gap, which shrinks. */
static void trim(dm_pairing *p, gap *g, const uint64_t *ok, const uint64_t *nk)
{
    while (g->ofrom < g->oto && g->nfrom < g->nto && ok[g->ofrom] != 0 &&
           ok[g->ofrom] == nk[g->nfrom])
        pair(p, g->ofrom++, g->nfrom++);
    while (g->ofrom < g->oto && g->nfrom < g->nto && ok[g->oto - 1] != 0 &&
           ok[g->oto - 1] == nk[g->nto - 1])
        pair(p, --g->oto, --g->nto);
}

static int by_key(const void *a, const void *b)
{
    const slot *x = a;
    const slot *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* The next slot of that key that nobody has, or NULL. */
static slot *take(slot *slots, size_t n, uint64_t key)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (slots[mid].key < key)
            low = mid + 1;
        else
            high = mid;
    }
    if (key == 0 || low == n || slots[low].key != key)
        return NULL;
    high = low + slots[low].taken;
    if (high == n || slots[high].key != key)
        return NULL;
    slots[low].taken++;
    return &slots[high];
}

/* An old member that found a new one. */
typedef struct found {
    uint32_t o, n;
    uint32_t before; /* the member before it in its run, or DM_UNPAIRED */
} found;

/* Pair the longest run of `list` in which n grows; `ends` is room for as many
** numbers. */
static void pair_run(dm_pairing *p, found *list, size_t nlist, uint32_t *ends)
{
    size_t   longest = 0;
    uint32_t at = DM_UNPAIRED;

    for (size_t i = 0; i < nlist; i++) {
        size_t low = 0, high = longest;

        while (low < high) {
            size_t mid = low + (high - low) / 2;

            if (list[ends[mid]].n < list[i].n)
                low = mid + 1;
            else
                high = mid;
        }
        list[i].before = low > 0 ? ends[low - 1] : DM_UNPAIRED;
        ends[low] = (uint32_t)i;
        if (low == longest)
            longest++;
    }
    if (longest > 0)
        at = ends[longest - 1];
    for (; at != DM_UNPAIRED; at = list[at].before)
        pair(p, list[at].o, list[at].n);
}

static bool pair_gap(dm_pairing *p, gap g, const uint64_t *ok,
                     const uint64_t *nk)
{
    size_t    nold = 0, nnew = 0, nlist = 0;
    slot     *slots;
    found    *list;
    uint32_t *ends;

    trim(p, &g, ok, nk);
    nold = g.oto - g.ofrom;
    nnew = g.nto - g.nfrom;
    if (nold == 0 || nnew == 0)
        return true;
    slots = dm_arena_alloc(p->arena, nnew * sizeof *slots);
    list = dm_arena_alloc(p->arena, nold * sizeof *list);
    ends = dm_arena_alloc(p->arena, nold * sizeof *ends);
    if (slots == NULL || list == NULL || ends == NULL)
        return false;
    for (size_t i = 0; i < nnew; i++)
        slots[i] = (slot){nk[g.nfrom + i], (uint32_t)(g.nfrom + i), 0};
    qsort(slots, nnew, sizeof *slots, by_key);
    for (size_t i = g.ofrom; i < g.oto; i++) {
        const slot *s = take(slots, nnew, ok[i]);

        if (s != NULL)
            list[nlist++] = (found){(uint32_t)i, s->at, DM_UNPAIRED};
    }
    pair_run(p, list, nlist, ends);
    return true;
}

bool dm_pairing_by(dm_pairing *p, const uint64_t *old_keys,
                   const uint64_t *new_keys)
{
    size_t o = 0, n = 0;
    gap    g;

    while (next_gap(p, &o, &n, &g))
        if (!pair_gap(p, g, old_keys, new_keys))
            return false;
    return true;
}

static void near_gap(dm_pairing *p, gap g, dm_pairing_like *like,
                     const void *ud)
{
    size_t next = g.nfrom;

    for (size_t o = g.ofrom; o < g.oto && next < g.nto; o++) {
        size_t stop =
            next + DM_PAIRING_NEAR < g.nto ? next + DM_PAIRING_NEAR : g.nto;
        size_t n = next;

        while (n < stop && !like(ud, o, n))
            n++;
        if (n == stop)
            continue;
        pair(p, o, n);
        next = n + 1;
    }
}

void dm_pairing_near(dm_pairing *p, dm_pairing_like *like, const void *ud)
{
    size_t o = 0, n = 0;
    gap    g;

    while (next_gap(p, &o, &n, &g))
        near_gap(p, g, like, ud);
}
