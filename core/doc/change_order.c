/* change_order.c - what stands before what, and the list for the writer.
**
** Atoms are sorted by place; at one place first comes what belongs to text
** that ends there (inner before outer), then what belongs to no text, then
** what belongs to text that begins there (outer before inner), then what is
** taken out from there on.
*/
#include <stdlib.h>

#include "doc/change_in.h"

static int compare(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* Of two things put behind text that ends at one place: the one whose text is
** shorter comes first; of the same text a mark, the mark asked for last. */
static int order_after(const dm_atom *a, const dm_atom *b)
{
    int by = compare(b->other, a->other);

    if (by == 0)
        by = compare(b->mark, a->mark);
    if (by == 0)
        by = compare(a->change, b->change);
    return a->mark && b->mark && a->other == b->other ? -by : by;
}

static int order_before(const dm_atom *a, const dm_atom *b)
{
    int by = compare(b->other, a->other);

    if (by == 0)
        by = compare(a->mark, b->mark);
    return by != 0 ? by : compare(a->change, b->change);
}

int dm_atom_order(const void *left, const void *right)
{
    const dm_atom *a = left;
    const dm_atom *b = right;
    int            by = compare(a->from, b->from);

    if (by == 0)
        by = compare(a->rank, b->rank);
    if (by == 0 && a->rank == DM_RANK_AFTER)
        by = order_after(a, b);
    if (by == 0 && a->rank == DM_RANK_BEFORE)
        by = order_before(a, b);
    if (by == 0 && a->rank == DM_RANK_TAKE)
        by = compare(b->to, a->to);
    if (by == 0)
        by = compare(a->change, b->change);
    return by != 0 ? by : compare(a->splice, b->splice);
}

void dm_atoms_sort(dm_atom *atoms, size_t n)
{
    if (n > 1)
        qsort(atoms, n, sizeof *atoms, dm_atom_order);
}

/* The rank of a splice that puts something in and takes nothing, and the far
** end of what it belongs to. */
static void rank_insert(const dm_change_kept *c, dm_atom *a)
{
    bool behind = c->pub.op == DM_CHANGE_AFTER ||
                  (c->pub.op == DM_CHANGE_WRAP && a->splice % 2 == 1);
    bool nothing = c->extent.from == c->extent.to ||
                   c->pub.op == DM_CHANGE_REPLACE ||
                   (c->pub.op == DM_CHANGE_WRAP && c->pub.nsplices == 1);

    a->mark = c->pub.op == DM_CHANGE_WRAP;
    a->rank = behind ? DM_RANK_AFTER : DM_RANK_BEFORE;
    a->other = (uint32_t)(behind ? c->extent.from : c->extent.to);
    if (nothing)
        a->rank = DM_RANK_POINT;
    else if (a->mark)
        a->other = (uint32_t)c->pub.splices[a->splice ^ 1U].at.from;
}

size_t dm_atoms_of(const dm_change_list *l, size_t i, dm_atom *atoms)
{
    const dm_change_kept *c = &l->list[i];

    for (size_t k = 0; k < c->pub.nsplices; k++) {
        dm_range at = c->pub.splices[k].at;
        dm_atom  a = {.from = (uint32_t)at.from,
                      .to = (uint32_t)at.to,
                      .change = (uint32_t)i,
                      .splice = (uint32_t)k,
                      .rank = DM_RANK_TAKE};

        if (at.from == at.to)
            rank_insert(c, &a);
        atoms[k] = a;
    }
    return c->pub.nsplices;
}

/* Does `a` take out what the splice before it takes already (the same splice,
** or another deletion)?  Then it is united with that. */
static bool unite(const dm_atom *a, dm_splice *last)
{
    if (a->rank != DM_RANK_TAKE || last->at.from == last->at.to ||
        a->from >= last->at.to)
        return false;
    if (a->to > last->at.to)
        last->at.to = a->to;
    return true;
}

bool dm_doc_splices(const dm_doc *doc, dm_arena *arena, dm_splices *out,
                    dm_err *err)
{
    const dm_change_list *l = doc->changes;
    size_t                n = l != NULL ? l->ndone : 0;
    dm_splice            *list = dm_arena_zalloc(arena, n + 1, sizeof *list);
    dm_splice            *next = list;

    if (list == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for a list of edits");
    for (size_t i = 0; i < n; i++) {
        const dm_atom *a = &l->done[i];

        if (next > list && unite(a, next - 1))
            continue;
        *next++ = l->list[a->change].pub.splices[a->splice];
    }
    out->list = list;
    out->n = (size_t)(next - list);
    return true;
}
