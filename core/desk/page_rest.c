/* page_rest.c - what rules found and no mark shows.
**
** A report tells the ranges of the matches that it does not list, united: lists
** [view, from, to, from, to…], or `false` when they are too many even so.  A
** mark that finds no room on the page leaves its range here, too.
*/
#include "desk/page_in.h"
#include "desk/stats_cover.h"

static dm_buf *of_side(dm_page *p, unsigned side)
{
    return &p->rest[side & 1U ? 0 : 1];
}

void dm_page_unmarked(dm_page *p, const dm_page_spot *m)
{
    if ((m->kind != DM_SPOT_HIT && m->kind != DM_SPOT_FIELD &&
         m->kind != DM_SPOT_DROPPED) ||
        m->clean.from >= m->clean.to)
        return;
    for (unsigned side = 1; side <= 2; side++)
        if (m->sides & side)
            dm_buf_add(of_side(p, side), &m->clean, sizeof m->clean);
}

/* The ranges of one list, in the view that it names. */
static void add_ranges(dm_page *p, const dm_value *list, unsigned side)
{
    const dm_value *views = dm_member_list(p->report, "views");
    const dm_value *name = dm_list_at(views, (size_t)dm_list_int(list, 0));
    const dm_view  *view = NULL;
    dm_page_spot    m = {.kind = DM_SPOT_HIT, .sides = side};
    dm_err          err;

    if (name != NULL && name->kind == DM_STRING)
        view = dm_doc_view(p->ask->doc, name->as.string, &err);
    for (size_t i = 1; view != NULL && i + 1 < list->as.list.n; i += 2) {
        dm_range r = {(size_t)dm_list_int(list, i),
                      (size_t)dm_list_int(list, i + 1)};

        if (r.from > r.to || r.to > view->text.len)
            continue;
        (void)dm_view_convert(view, r, p->clean, &m.clean, NULL);
        dm_page_unmarked(p, &m);
    }
}

void dm_page_rest(dm_page *p, const dm_value *from, unsigned side)
{
    const dm_value *rest = dm_member_at(from, "rest");

    if (rest != NULL && rest->kind == DM_BOOL)
        p->rest_lost[side & 1U ? 0 : 1] = true;
    for (size_t i = 0;
         rest != NULL && rest->kind == DM_LIST && i < rest->as.list.n; i++)
        if (rest->as.list.items[i]->kind == DM_LIST)
            add_ranges(p, rest->as.list.items[i], side);
}

/* One side's, united: [from, to, from, to…], or false. */
static dm_value *rest_of(dm_page *p, size_t i)
{
    dm_value *out = dm_value_list(p->arena);
    dm_range *r = (dm_range *)(void *)p->rest[i].ptr;
    size_t    n = p->rest[i].len / sizeof *r;

    if (p->rest_lost[i])
        return dm_value_bool(p->arena, false);
    n = n > 0 ? dm_cover_union(r, n) : 0;
    for (size_t k = 0; k < n; k++) {
        size_t from = dm_units_before(&p->units_clean, r[k].from);
        size_t to = dm_units_before(&p->units_clean, r[k].to);

        if (from == to)
            continue;
        dm_page_number(p, out, from);
        dm_page_number(p, out, to);
    }
    return out;
}

dm_value *dm_page_rests(dm_page *p)
{
    dm_value *out;

    if (p->rest[0].len + p->rest[1].len == 0 && !p->rest_lost[0] &&
        !p->rest_lost[1])
        return NULL;
    out = dm_value_list(p->arena);
    dm_page_push(p, out, rest_of(p, 0));
    dm_page_push(p, out, rest_of(p, 1));
    return out;
}
