/* stats_census.c - an open hash table over rows that lie in order.
**
** Rows are found by linear probing; letting go copies what stays into a fresh
** arena, so memory is given back in one piece.
*/
#include "desk/stats_census.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/mem.h"
#include "desk/same.h"

enum { ARENA_MAX = 1 << 30, FIRST = 16 };

void dm_census_init(dm_census *t, size_t max)
{
    memset(t, 0, sizeof *t);
    t->max = max < 2 ? 2 : max;
    dm_arena_init(&t->arena, ARENA_MAX);
}

void dm_census_fini(dm_census *t)
{
    dm_mem_free(t->rows);
    dm_mem_free(t->slots);
    dm_arena_fini(&t->arena);
    memset(t, 0, sizeof *t);
}

/* The slot of the key, or the empty one where it belongs. */
static size_t slot_of(const dm_census *t, dm_slice key, uint64_t hash)
{
    size_t mask = t->nslots - 1;
    size_t at = (size_t)hash & mask;

    while (t->slots[at] != 0) {
        const dm_census_row *row = &t->rows[t->slots[at] - 1];

        if (row->hash == hash && dm_slice_eq(row->key, key))
            break;
        at = (at + 1) & mask;
    }
    return at;
}

static void index_all(dm_census *t)
{
    memset(t->slots, 0, t->nslots * sizeof *t->slots);
    for (size_t i = 0; i < t->n; i++)
        t->slots[slot_of(t, t->rows[i].key, t->rows[i].hash)] = (uint32_t)i + 1;
}

static bool grow(dm_census *t)
{
    size_t         cap = t->cap == 0 ? FIRST : t->cap * 2;
    uint32_t      *slots = dm_mem_alloc(cap * 2 * sizeof *slots);
    dm_census_row *rows = NULL;

    if (slots == NULL)
        return false;
    rows = dm_mem_realloc(t->rows, cap * sizeof *rows);
    if (rows == NULL) {
        dm_mem_free(slots);
        return false;
    }
    dm_mem_free(t->slots);
    t->rows = rows;
    t->cap = cap;
    t->slots = slots;
    t->nslots = cap * 2;
    index_all(t);
    return true;
}

static int by_count(const void *a, const void *b)
{
    const dm_census_row *x = *(const dm_census_row *const *)a;
    const dm_census_row *y = *(const dm_census_row *const *)b;

    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    if (x->docs != y->docs)
        return x->docs < y->docs ? 1 : -1;
    return dm_text_order(x->key, y->key);
}

const dm_census_row **dm_census_sorted(const dm_census *t, dm_arena *arena)
{
    const dm_census_row **out =
        dm_arena_alloc(arena, (t->n + 1) * sizeof(const dm_census_row *));

    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < t->n; i++)
        out[i] = &t->rows[i];
    out[t->n] = NULL;
    if (t->n > 0)
        qsort(out, t->n, sizeof(const dm_census_row *), by_count);
    return out;
}

/* Take the row into the fresh arena. */
static bool keep(const dm_census *t, dm_census_row *row, dm_arena *to)
{
    row->key = dm_arena_slice(to, row->key);
    if (row->key.ptr == NULL)
        return false;
    if (t->copy == NULL || row->with == NULL)
        return true;
    row->with = t->copy(row->with, to);
    return row->with != NULL;
}

/* How many rows come up just `n` times, for small n; the last counts the rest.
 */
enum { SMALL = 64 };

static void count_counts(const dm_census *t, size_t many[SMALL + 1])
{
    memset(many, 0, (SMALL + 1) * sizeof *many);
    for (size_t i = 0; i < t->n; i++)
        many[t->rows[i].n < SMALL ? t->rows[i].n : SMALL]++;
}

/* Mark the rarer half by n = 0; of equals the later go.  Where half of the rows
** are not rare at all, what is rare goes: at least one. */
static void mark(dm_census *t)
{
    size_t many[SMALL + 1];
    size_t go = t->n / 2, upto = 0;

    count_counts(t, many);
    while (upto < SMALL && go > many[upto])
        go -= many[upto++];
    for (size_t i = t->n; i > 0; i--) {
        dm_census_row *row = &t->rows[i - 1];
        bool last = row->n == upto || (upto == SMALL && row->n > upto);

        if (row->n >= upto && !(last && go > 0))
            continue;
        go -= last;
        t->slack = row->n > t->slack ? row->n : t->slack;
        row->n = 0;
    }
}

/* Let the rarer half go. */
static bool let_go(dm_census *t)
{
    dm_arena fresh;
    size_t   n = 0;

    if (t->rows == NULL)
        return false;
    mark(t);
    dm_arena_init(&fresh, ARENA_MAX);
    for (size_t i = 0; i < t->n; i++) {
        if (t->rows[i].n == 0)
            continue;
        if (!keep(t, &t->rows[i], &fresh)) {
            /* what was copied so far hangs between two arenas: give up all */
            dm_arena_fini(&fresh);
            t->dropped += t->n;
            t->n = 0;
            index_all(t);
            return false;
        }
        t->rows[n++] = t->rows[i];
    }
    t->dropped += t->n - n;
    t->n = n;
    dm_arena_fini(&t->arena);
    t->arena = fresh;
    index_all(t);
    return true;
}

static dm_census_row *add_row(dm_census *t, dm_slice key, uint64_t hash)
{
    dm_census_row row = {.hash = hash};

    if (t->n >= t->max && !let_go(t))
        return NULL;
    if (t->n == t->cap && !grow(t))
        return NULL;
    row.key = dm_arena_slice(&t->arena, key);
    if (row.key.ptr == NULL)
        return NULL;
    t->rows[t->n] = row;
    t->slots[slot_of(t, key, hash)] = (uint32_t)t->n + 1;
    return &t->rows[t->n++];
}

dm_census_row *dm_census_add(dm_census *t, dm_slice key, uint64_t n,
                             uint64_t doc)
{
    uint64_t       hash = XXH3_64bits(key.ptr, key.len);
    dm_census_row *row = NULL;

    if (t->nslots > 0) {
        uint32_t at = t->slots[slot_of(t, key, hash)];

        row = at != 0 ? &t->rows[at - 1] : NULL;
    }
    if (row == NULL)
        row = add_row(t, key, hash);
    if (row == NULL)
        return NULL;
    row->n += n;
    row->docs += row->last != doc;
    row->last = doc;
    return row;
}

const dm_census_row *dm_census_find(const dm_census *t, dm_slice key)
{
    uint32_t at = 0;

    if (t->nslots == 0)
        return NULL;
    at = t->slots[slot_of(t, key, XXH3_64bits(key.ptr, key.len))];
    return at != 0 ? &t->rows[at - 1] : NULL;
}
