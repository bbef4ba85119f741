/* index_facet.c - the values of a rule: the most frequent, rare ones, and those
** that are nearly the same.
**
** Values are gathered by a fingerprint, after OpenRefine's: compatibility forms
** and case folded, Traditional characters as Simplified ones, blanks and marks
** left out.  Two of one fingerprint are likely to be one thing, spelled twice.
*/
#include <stdlib.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "desk/index_in.h"
#include "emit/json.h"
#include "han/fold.h"

enum {
    TOP = 100,   /* values that are told */
    RARE = 30,   /* and those that came least */
    GROUPS = 20, /* of values that are nearly the same */
    MEMBERS = 8,
    ARENA_MAX = 1 << 26,
    FINGER_MAX = 4096
};

static void put_value(dm_buf *out, const dm_census_row *row, bool first)
{
    dm_buf_str(out, first ? "[" : ",[");
    dm_json_string(out, row->key);
    dm_buf_printf(out, ",%llu,%llu]", (unsigned long long)row->n,
                  (unsigned long long)row->docs);
}

static bool is_kept(int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);

    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LL ||
           k == UTF8PROC_CATEGORY_LT || k == UTF8PROC_CATEGORY_LM ||
           k == UTF8PROC_CATEGORY_LO || k == UTF8PROC_CATEGORY_MN ||
           k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ND ||
           k == UTF8PROC_CATEGORY_NL || k == UTF8PROC_CATEGORY_NO ||
           k == UTF8PROC_CATEGORY_SC || k == UTF8PROC_CATEGORY_SM;
}

/* The fingerprint in `arena`; ptr == NULL without memory, empty where there is
** nothing but marks. */
static dm_slice fingerprint(dm_arena *arena, dm_slice value)
{
    utf8proc_int32_t cps[1024];
    utf8proc_ssize_t n = utf8proc_decompose(
        (const utf8proc_uint8_t *)value.ptr, (utf8proc_ssize_t)value.len, cps,
        (utf8proc_ssize_t)(sizeof cps / sizeof *cps),
        UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE |
            UTF8PROC_IGNORE);
    dm_buf   text;
    dm_slice out;

    dm_buf_init(&text, FINGER_MAX);
    if (n > (utf8proc_ssize_t)(sizeof cps / sizeof *cps))
        n = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        utf8proc_uint8_t bytes[4];
        int32_t          c = (int32_t)dm_han_fold((uint32_t)cps[i]);

        if (is_kept(c))
            dm_buf_add(&text, bytes, (size_t)utf8proc_encode_char(c, bytes));
    }
    out = dm_arena_slice(arena, dm_buf_view(&text));
    dm_buf_fini(&text);
    return out;
}

/* A value by its fingerprint. */
typedef struct finger {
    dm_slice             print;
    const dm_census_row *row;
    size_t               order; /* by frequency */
} finger;

static int by_print(const void *a, const void *b)
{
    const finger *x = a;
    const finger *y = b;
    size_t        n = x->print.len < y->print.len ? x->print.len : y->print.len;
    int           by = memcmp(x->print.ptr, y->print.ptr, n);

    if (by != 0)
        return by;
    if (x->print.len != y->print.len)
        return x->print.len < y->print.len ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* A run of fingers that are the same. */
typedef struct group {
    const finger *first;
    size_t        n;
    uint64_t      sum;
} group;

static int by_sum(const void *a, const void *b)
{
    const group *x = a;
    const group *y = b;

    if (x->sum != y->sum)
        return x->sum > y->sum ? -1 : 1;
    return x->first->order < y->first->order ? -1 : 1;
}

static size_t gather(const finger *f, size_t n, group *groups)
{
    size_t ngroups = 0;

    for (size_t i = 0, k = 0; i < n; i = k) {
        uint64_t sum = 0;

        for (k = i; k < n && dm_slice_eq(f[k].print, f[i].print); k++)
            sum += f[k].row->n;
        if (k - i > 1 && f[i].print.len > 0)
            groups[ngroups++] = (group){&f[i], k - i, sum};
    }
    qsort(groups, ngroups, sizeof *groups, by_sum);
    return ngroups;
}

static void put_groups(const group *groups, size_t n, dm_buf *out)
{
    dm_buf_str(out, ",\"alike\":[");
    for (size_t i = 0; i < n && i < GROUPS; i++) {
        dm_buf_str(out, i > 0 ? ",[" : "[");
        for (size_t k = 0; k < groups[i].n && k < MEMBERS; k++)
            put_value(out, groups[i].first[k].row, k == 0);
        dm_buf_char(out, ']');
    }
    dm_buf_char(out, ']');
}

static bool put_alike(const dm_census_row **rows, size_t n, dm_arena *arena,
                      dm_buf *out)
{
    finger *f = dm_arena_zalloc(arena, n + 1, sizeof *f);
    group  *groups = dm_arena_zalloc(arena, n + 1, sizeof *groups);

    if (f == NULL || groups == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        f[i] = (finger){fingerprint(arena, rows[i]->key), rows[i], i};
        if (f[i].print.ptr == NULL)
            return false;
    }
    qsort(f, n, sizeof *f, by_print);
    put_groups(groups, gather(f, n, groups), out);
    return true;
}

bool dm_index_put_facet(const dm_index_facet *facet, dm_buf *out)
{
    dm_arena              arena;
    const dm_census_row **rows;
    size_t                n = facet->census.n, least = TOP;
    bool                  ok;

    dm_arena_init(&arena, ARENA_MAX);
    rows = n > 0 ? dm_census_sorted(&facet->census, &arena) : NULL;
    dm_buf_printf(out,
                  "\"filled\":%llu,\"values\":%llu,\"distinct\":%zu,"
                  "\"dropped\":%llu,\"top\":[",
                  (unsigned long long)facet->docs,
                  (unsigned long long)facet->values, n,
                  (unsigned long long)facet->census.dropped);
    for (size_t i = 0; rows != NULL && i < n && i < TOP; i++)
        put_value(out, rows[i], i == 0);
    dm_buf_str(out, "],\"rare\":[");
    if (n > TOP + RARE)
        least = n - RARE;
    for (size_t i = least; rows != NULL && i < n; i++)
        put_value(out, rows[i], i == least);
    dm_buf_char(out, ']');
    ok = n == 0 || (rows != NULL && put_alike(rows, n, &arena, out));
    dm_arena_fini(&arena);
    return ok && !out->failed;
}
