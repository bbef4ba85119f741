/* change_commit.c - which changes stand together.
**
** One walk over all splices in order, those of earlier commits among them,
** beside which two stacks are kept: what is being taken out here, and whose
** marks are open here.  What is on a stack is at peace with the rest of it,
** so that a newcomer meets a conflict only where one of the two falls, and
** the walk is linear.  Whoever lost to one that then lost too gets another
** walk.
**
** The settler may longjmp out: all memory is the document's, and nothing that
** is seen outside changes before the last question was asked.
*/
#include "doc/change_in.h"

enum { WALKS = 16 };

/* A stack of the walk; it holds no more than there are atoms. */
typedef struct stack {
    const dm_atom **at;
    size_t          n;
} stack;

typedef struct commit {
    dm_doc          *doc;
    dm_change_list  *l;
    const dm_commit *how;
    dm_atom         *atoms; /* of those to be committed, sorted */
    size_t           n;
    size_t           end; /* no later change takes part */
    stack            takes, marks;
    dm_err          *err;
} commit;

static void *room(dm_doc *doc, dm_change_room *r, size_t size)
{
    void *ptr;

    if (size <= r->cap)
        return r->ptr != NULL ? r->ptr : (void *)doc;
    size = size < 2 * r->cap ? 2 * r->cap : size;
    ptr = dm_arena_alloc(&doc->arena, size);
    if (ptr == NULL)
        return NULL;
    r->ptr = ptr;
    r->cap = size;
    return ptr;
}

static bool takes_part(const commit *c, size_t i)
{
    const dm_change *change = &c->l->list[i].pub;

    return change->state == DM_CHANGE_QUEUED &&
           (change->made || !c->how->made_only);
}

/* Sort what is to be committed, and have the stacks ready. */
static bool begin(commit *c)
{
    dm_change_list *l = c->l;
    size_t          n = 0;
    size_t          all;

    for (size_t i = l->first; i < c->end; i++)
        if (takes_part(c, i))
            n += l->list[i].pub.nsplices;
    all = (n + l->ndone) * sizeof(dm_atom *);
    c->atoms = room(c->doc, &l->rooms[DM_ROOM_ATOMS], n * sizeof *c->atoms);
    c->takes.at = room(c->doc, &l->rooms[DM_ROOM_TAKES], all);
    c->marks.at = room(c->doc, &l->rooms[DM_ROOM_MARKS], all);
    if (c->atoms == NULL || c->takes.at == NULL || c->marks.at == NULL)
        return dm_fail(c->err, DM_E_MEMORY, "no memory to commit edits");
    for (size_t i = l->first; i < c->end; i++)
        if (takes_part(c, i)) {
            l->list[i].dead = l->list[i].again = false;
            l->list[i].commit = l->commits;
            c->n += dm_atoms_of(l, i, c->atoms + c->n);
        }
    dm_atoms_sort(c->atoms, c->n);
    return true;
}

/* "replace by rule 'date' at 3:5" */
static void describe(const commit *c, size_t i, dm_buf *out)
{
    const dm_change *change = &c->l->list[i].pub;
    int              line;
    int              col;

    dm_buf_str(out, dm_change_name(change->op));
    if (change->rule.len > 0)
        dm_buf_printf(out, " by rule '%.*s'",
                      change->rule.len > 60 ? 60 : (int)change->rule.len,
                      change->rule.ptr);
    else if (change->file.len > 0)
        dm_buf_printf(out, " in script line %d", change->line);
    dm_change_place(c->doc, change->splices[0].at.from, &line, &col);
    dm_buf_printf(out, " at %d:%d", line, col);
}

static bool fail(commit *c, size_t a, size_t b)
{
    const dm_change *second = &c->l->list[b].pub;
    dm_buf           text;
    int              line;
    int              col;

    dm_buf_init(&text, 400);
    describe(c, a, &text);
    dm_buf_str(&text, " and ");
    describe(c, b, &text);
    dm_fail(c->err, DM_E_EDITS, "two edits overlap: %.*s", (int)text.len,
            text.ptr != NULL ? text.ptr : "");
    dm_buf_fini(&text);
    dm_fail_help(c->err, "edits = \"first\", \"last\" or \"longest\" in the "
                         "script, or a function, says which stands");
    if (c->err != NULL) {
        dm_err_copy(c->err->file, sizeof c->err->file, second->file.ptr,
                    second->file.len);
        c->err->line = second->line;
        dm_change_place(c->doc, second->splices[0].at.from, &line, &col);
        c->err->doc_line = line;
        c->err->doc_col = col;
    }
    return false;
}

static bool settled(const commit *c, size_t i)
{
    return c->l->list[i].pub.state == DM_CHANGE_COMMITTED;
}

/* One of the two falls; false when nobody says which. */
static bool settle(commit *c, size_t x, size_t y)
{
    size_t a = x < y ? x : y;
    size_t b = x < y ? y : x;
    size_t winner;

    if (settled(c, x) || settled(c, y))
        winner = settled(c, x) ? x : y;
    else if (c->how->settle == NULL)
        return fail(c, a, b);
    else
        winner = c->how->settle(c->how->ud, c->doc, a, b);
    if (winner != a && winner != b)
        return fail(c, a, b);
    c->l->list[a + b - winner].dead = true;
    c->l->list[a + b - winner].killer = (uint32_t)winner;
    return true;
}

static bool is_dead(const commit *c, const dm_atom *a)
{
    return !settled(c, a->change) && c->l->list[a->change].dead;
}

static bool same_splices(const dm_change *x, const dm_change *y)
{
    if (x->nsplices != y->nsplices)
        return false;
    for (size_t i = 0; i < x->nsplices; i++)
        if (x->splices[i].at.from != y->splices[i].at.from ||
            x->splices[i].at.to != y->splices[i].at.to ||
            x->splices[i].source != y->splices[i].source ||
            !dm_slice_eq(x->splices[i].text, y->splices[i].text))
            return false;
    return true;
}

/* May both take the same bytes? */
static bool at_peace(const commit *c, const dm_atom *a, const dm_atom *b)
{
    const dm_change_kept *x = &c->l->list[a->change];
    const dm_change_kept *y = &c->l->list[b->change];

    return a->change == b->change ||
           (a->rank == DM_RANK_TAKE &&
            ((x->erases && y->erases) || same_splices(&x->pub, &y->pub)));
}

/* Meet what is being taken out where `a` stands. */
static bool meet_takes(commit *c, const dm_atom *a)
{
    stack *s = &c->takes;

    while (s->n > 0) {
        const dm_atom *top = s->at[s->n - 1];

        if (is_dead(c, top) || top->to <= a->from) {
            s->n--;
            continue;
        }
        if (at_peace(c, a, top))
            break;
        if (!settle(c, a->change, top->change))
            return false;
        if (is_dead(c, a))
            return true;
        s->n--;
    }
    if (a->rank == DM_RANK_TAKE)
        s->at[s->n++] = a;
    return true;
}

/* Meet the marks that are open where `a`, which opens one, stands.  Those
** that begin at the same place end behind it: they are sorted so. */
static bool meet_marks(commit *c, const dm_atom *a)
{
    stack *s = &c->marks;

    while (s->n > 0) {
        const dm_atom *top = s->at[s->n - 1];

        if (is_dead(c, top) || top->other <= a->from) {
            s->n--;
            continue;
        }
        if (top->other >= a->other || top->change == a->change)
            break;
        if (!settle(c, a->change, top->change))
            return false;
        if (is_dead(c, a))
            return true;
        s->n--;
    }
    s->at[s->n++] = a;
    return true;
}

static bool meet(commit *c, const dm_atom *a)
{
    if (is_dead(c, a))
        return true;
    if (!meet_takes(c, a))
        return false;
    return !a->mark || a->rank != DM_RANK_BEFORE || is_dead(c, a) ||
           meet_marks(c, a);
}

/* All splices in order: the new ones and those that stand already. */
static bool walk(commit *c)
{
    const dm_atom *old = c->l->done;
    const dm_atom *end = old + c->l->ndone;
    size_t         i = 0;

    c->takes.n = c->marks.n = 0;
    while (i < c->n || old != end) {
        bool newer =
            old == end || (i < c->n && dm_atom_order(&c->atoms[i], old) < 0);

        if (!meet(c, newer ? &c->atoms[i++] : old++))
            return false;
    }
    return true;
}

static bool may_try_again(const commit *c, size_t i)
{
    const dm_change_kept *k = &c->l->list[i];

    return takes_part(c, i) && k->dead && !settled(c, k->killer) &&
           c->l->list[k->killer].dead;
}

/* Whose killer fell as well may try again; how many. */
static size_t revive(commit *c)
{
    size_t n = 0;

    for (size_t i = c->l->first; i < c->end; i++)
        if (may_try_again(c, i)) {
            c->l->list[i].again = true;
            n++;
        }
    for (size_t i = c->l->first; i < c->end && n > 0; i++) {
        c->l->list[i].dead = c->l->list[i].dead && !c->l->list[i].again;
        c->l->list[i].again = false;
    }
    return n;
}

/* Room for the new splices among those that stand. */
static bool reserve(commit *c)
{
    dm_change_list *l = c->l;
    size_t          need = l->ndone + c->n;
    dm_atom        *list;

    if (need <= l->capdone)
        return true;
    need = need < 2 * l->capdone ? 2 * l->capdone : need;
    list = dm_arena_alloc(&c->doc->arena, need * sizeof *list);
    if (list == NULL)
        return dm_fail(c->err, DM_E_MEMORY, "no memory to commit edits");
    if (l->ndone > 0)
        memcpy(list, l->done, l->ndone * sizeof *list);
    l->done = list;
    l->capdone = need;
    return true;
}

/* The survivors' splices go in from behind. */
static void merge(commit *c)
{
    dm_change_list *l = c->l;
    size_t          alive = 0;
    dm_atom        *to;
    size_t          old = l->ndone;

    for (size_t i = 0; i < c->n; i++)
        if (!c->l->list[c->atoms[i].change].dead)
            c->atoms[alive++] = c->atoms[i];
    l->ndone += alive;
    to = l->done + l->ndone;
    while (alive > 0) {
        if (old > 0 &&
            dm_atom_order(&l->done[old - 1], &c->atoms[alive - 1]) > 0)
            *--to = l->done[--old];
        else
            *--to = c->atoms[--alive];
    }
}

/* Say what became of each; how many stand. */
static size_t conclude(commit *c)
{
    size_t n = 0;

    merge(c);
    for (size_t i = c->l->first; i < c->end; i++) {
        dm_change_kept *k = &c->l->list[i];

        if (!takes_part(c, i))
            continue;
        k->pub.state = k->dead ? DM_CHANGE_LOST : DM_CHANGE_COMMITTED;
        n += !k->dead;
    }
    return n;
}

static void tell_lost(const commit *c, size_t from)
{
    for (size_t i = from; i < c->end && c->how->lost != NULL; i++) {
        const dm_change_kept *k = &c->l->list[i];

        if (k->dead && k->commit == c->l->commits)
            c->how->lost(c->how->ud, c->doc, k->killer, i);
    }
}

bool dm_doc_commit(dm_doc *doc, const dm_commit *how, size_t *n, dm_err *err)
{
    commit c = {.doc = doc, .l = doc->changes, .how = how, .err = err};
    size_t first;
    int    walks = 0;

    *n = 0;
    if (c.l == NULL)
        return true;
    first = c.l->first;
    c.end = c.l->n;
    c.l->commits++;
    if (!begin(&c))
        return false;
    do {
        if (!walk(&c))
            return false;
    } while (++walks < WALKS && revive(&c) > 0);
    if (!reserve(&c))
        return false;
    *n = conclude(&c);
    while (c.l->first < c.end &&
           c.l->list[c.l->first].pub.state != DM_CHANGE_QUEUED)
        c.l->first++;
    tell_lost(&c, first);
    return true;
}
