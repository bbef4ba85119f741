/* trace.c - ranges carried from view to view.
**
** A range climbs from child to parent and goes down from parent to child
** through one alignment map after the other.
*/
#include "doc/private.h"

static dm_range cut(dm_range r, size_t len)
{
    if (r.from > len)
        r.from = len;
    if (r.to > len)
        r.to = len;
    if (r.to < r.from)
        r.to = r.from;
    return r;
}

/* Climb to the ancestor `top`. */
static bool climb(const dm_view *view, const dm_view *top, dm_range *range)
{
    bool exact = true;

    *range = cut(*range, view->text.len);
    for (; view != top; view = view->parent) {
        dm_range up = {0, 0};

        exact = dm_align_up(&view->map, *range, &up) && exact;
        *range = up;
    }
    return exact;
}

/* Go down from the ancestor `top` to `view`; as deep as there are steps. */
static bool descend(const dm_view *view, const dm_view *top, dm_range *range)
{
    dm_range down = {0, 0};
    bool     exact;

    if (view == top)
        return true;
    exact = descend(view->parent, top, range);
    exact = dm_align_down(&view->map, *range, &down) && exact;
    *range = down;
    return exact;
}

static const dm_view *common(const dm_view *a, const dm_view *b)
{
    while (a != b) {
        if (a->depth >= b->depth)
            a = a->parent;
        else
            b = b->parent;
    }
    return a;
}

bool dm_view_source(const dm_view *view, dm_range range, dm_range *bytes)
{
    bool exact = climb(view, view->doc->raw, &range);

    *bytes = range;
    return exact;
}

bool dm_view_convert(const dm_view *from, dm_range range, const dm_view *to,
                     dm_range *out, bool *exact)
{
    const dm_view *top = common(from, to);
    bool           some;
    bool           sure;

    range = cut(range, from->text.len);
    some = range.to > range.from;
    sure = climb(from, top, &range);
    sure = descend(to, top, &range) && sure;
    *out = range;
    if (exact != NULL)
        *exact = sure;
    return !some || range.to > range.from;
}
