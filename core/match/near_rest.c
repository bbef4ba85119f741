/* near_rest.c - a tail that matches becomes a near miss in words, and so does
** a pattern of which nothing matches.
*/
#include "match/near_in.h"
#include "text/utf8.h"

enum { TEXT_MAX = 16384 };

/* The characters before the tail that stand where the left out items should
** match, at most as many as those want, of the same line. */
static dm_range instead(const dm_near *n, int first, size_t at)
{
    dm_range r = {at, at};
    size_t   want = 0;

    for (int i = 0; i != DM_NO_ITEM && i < first;
         i = dm_item_next(&n->items, i))
        want += n->items.at[i].min > 0 && n->items.at[i].kind <= DM_ITEM_CLASS;
    for (; want > 0 && r.from > 0; want--) {
        size_t back = dm_utf8_back(n->subject, r.from);

        if (n->subject.ptr[back] == '\n')
            break;
        r.from = back;
    }
    if (r.from == r.to)
        r.to = dm_near_next_char(n, at, n->subject.len);
    return r;
}

/* What stands instead of the left out items, or from the tail on when those
** take no text. */
static dm_range saw_range(const dm_near *n, const dm_near_miss *m)
{
    dm_range r = m->at;

    if (r.from == m->span.from)
        r.to = n->subject.len;
    return r;
}

/* "instead of 20 stands "3年"; the rest of the pattern matches behind it: …":
** `at` is what stands in the place of what was `left` out, or, when nothing
** does, the first character of the tail. */
static void say_tail(const dm_near *n, dm_slice left, dm_range at, dm_buf *out)
{
    bool stands = at.to == n->tail.range.from && at.from < at.to;

    dm_buf_str(out, stands ? "instead of " : "without ");
    dm_item_say_text(left, out);
    if (stands) {
        dm_buf_str(out, " stands ");
        dm_near_quote(n, at, out);
    }
    dm_buf_str(out, stands ? "; the rest of the pattern matches behind it: "
                           : " the rest of the pattern matches here: ");
    dm_near_quote(n, n->tail.range, out);
}

bool dm_near_tell_tail(dm_near *n, dm_near_miss *out)
{
    const dm_items *items = &n->items;
    int             last = dm_item_prev(items, n->tail.first);
    bool            one = dm_item_prev(items, last) == DM_NO_ITEM;
    dm_slice        left;
    dm_buf          buf;

    out->item.from = items->at[0].written.from;
    out->item.to = dm_item_written(items, last).to;
    left = dm_slice_sub(items->written, out->item.from, out->item.to);
    dm_buf_init(&buf, TEXT_MAX);
    if (one)
        dm_item_say(items, 0, &buf);
    else
        dm_item_say_text(left, &buf);
    out->what = dm_near_take(n, &buf);
    out->done = DM_S("");
    out->span = n->tail.range;
    out->at = instead(n, n->tail.first, n->tail.range.from);
    say_tail(n, left, out->at, &buf);
    out->why = dm_near_take(n, &buf);
    (void)dm_near_add_text(n, saw_range(n, out), DM_NEAR_SAW, &buf);
    out->saw = dm_near_take(n, &buf);
    out->progress = out->span.to - out->span.from;
    out->tail = true;
    out->share =
        1 - (double)items->at[n->tail.first].before / (double)items->total;
    return dm_near_told(out, &buf);
}

/* The first item that an attempt must get past to be one. */
static int first_hurdle(const dm_items *items)
{
    size_t bar = items->total > DM_ITEM_NOTHING ? DM_ITEM_NOTHING : 0;

    for (int i = 0; i < (int)items->n; i++)
        if (dm_item_can_fail(&items->at[i]) && !items->at[i].hidden &&
            items->at[i].after > bar)
            return i;
    return 0;
}

/* The hurdle, or the group of which it is the first item in one branch. */
static int hurdle_group(const dm_items *items, int i)
{
    int parent = items->at[i].parent;

    if (parent != DM_NO_ITEM && dm_item_prev(items, i) == DM_NO_ITEM &&
        dm_item_has_branches(items, parent))
        return parent;
    return i;
}

/* Has the pattern itself more than one branch? */
static bool parted(const dm_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        if (items->at[i].kind == DM_ITEM_BAR &&
            items->at[i].parent == DM_NO_ITEM)
            return true;
    return false;
}

static void say_nowhere(const dm_near *n, const dm_near_miss *m, dm_buf *out)
{
    const dm_items *items = &n->items;
    dm_range        r = m->item;

    if (n->cut_short) {
        dm_buf_str(out, "nothing came near in the part of the text that was "
                        "looked at, and the pattern takes too many steps for "
                        "the rest");
        return;
    }
    if (parted(items)) {
        dm_buf_str(out, "no branch of the pattern begins to match here");
        return;
    }
    if (m->done.len > 0)
        r.from = items->at[0].written.from;
    dm_buf_str(out, m->done.len > 0 ? "the beginning of the pattern "
                                    : "the first item ");
    dm_item_say_text(dm_slice_sub(items->written, r.from, r.to), out);
    dm_buf_str(out, " occurs nowhere here");
}

bool dm_near_tell_none(dm_near *n, dm_near_miss *out)
{
    const dm_items *items = &n->items;
    int             i = hurdle_group(items, first_hurdle(items));
    dm_buf          buf;

    dm_buf_init(&buf, TEXT_MAX);
    dm_item_say(items, i, &buf);
    out->what = dm_near_take(n, &buf);
    dm_near_say_done(items, i, &buf);
    out->done = dm_near_take(n, &buf);
    out->item = dm_item_written(items, i);
    if (out->done.ptr != NULL)
        say_nowhere(n, out, &buf);
    out->why = dm_near_take(n, &buf);
    out->span = (dm_range){0, 0};
    out->nowhere = true;
    out->at = (dm_range){0, dm_near_next_char(n, 0, n->subject.len)};
    (void)dm_near_add_text(n, (dm_range){0, n->subject.len}, DM_NEAR_SAW, &buf);
    out->saw = dm_near_take(n, &buf);
    return dm_near_told(out, &buf);
}
