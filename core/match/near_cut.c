/* near_cut.c - the first part of a pattern, up to a given weight.
**
** From (?<y>\d\d\d\d)年第 with a bar behind the third digit this makes
** (?<y>\d\d\d\d): who got past the bar has matched that much.  A branch too
** light for the bar stays whole and what follows its group is left out, so
** the cut may match more than it needs to, never less.
*/
#include "match/near_in.h"

typedef struct cutter {
    const dm_items *items;
    size_t          bar;
    dm_buf         *out;
} cutter;

static void cut_from(cutter *c, int i, size_t at);

static const dm_item *item_at(const cutter *c, int i)
{
    return &c->items->at[i];
}

static void copy(const cutter *c, size_t from, size_t to)
{
    dm_buf_slice(c->out, dm_slice_sub(c->items->spelled, from, to));
}

/* The branches of the group that opens at `open`, or of the whole pattern
** with DM_NO_ITEM, each cut by itself. */
static void cut_branches(cutter *c, int open)
{
    int i = open == DM_NO_ITEM ? 0 : open + 1;
    int end =
        open == DM_NO_ITEM ? (int)c->items->n - 1 : item_at(c, open)->mate;
    size_t at = open == DM_NO_ITEM ? 0 : item_at(c, open)->spelled.to;
    int    first = i;

    for (; i <= end; i++) {
        const dm_item *item = item_at(c, i);

        if (i != end && !(item->kind == DM_ITEM_BAR && item->parent == open))
            continue;
        cut_from(c, first < i ? first : DM_NO_ITEM, at);
        if (i == end)
            break;
        dm_buf_char(c->out, '|');
        at = item->spelled.to;
        first = i + 1;
    }
}

/* A group in which the bar lies. */
static void cut_group(cutter *c, int i)
{
    const dm_item *group = item_at(c, i);
    int            next = dm_item_next(c->items, i);

    if (group->kind == DM_ITEM_CHOICE)
        return;
    if (group->min == 0)
        dm_buf_str(c->out, "(?:");
    copy(c, group->spelled.from, group->spelled.to);
    cut_branches(c, i);
    dm_buf_char(c->out, ')');
    if (group->min > 0)
        return;
    dm_buf_char(c->out, '|');
    cut_from(c, next, item_at(c, group->mate)->spelled.to);
    dm_buf_char(c->out, ')');
}

/* The sequence that begins with item `i`, whose text begins at `at`. */
static void cut_from(cutter *c, int i, size_t at)
{
    for (; i != DM_NO_ITEM; i = dm_item_next(c->items, i)) {
        const dm_item *item = item_at(c, i);
        dm_range       all = dm_item_spelled(c->items, i);
        bool           group =
            item->kind == DM_ITEM_GROUP || item->kind == DM_ITEM_CHOICE;

        copy(c, at, all.from);
        if (item->after > c->bar && group) {
            cut_group(c, i);
            return;
        }
        copy(c, all.from, all.to);
        if (item->after > c->bar)
            return;
        at = all.to;
    }
}

bool dm_near_cut_text(const dm_items *items, size_t bar, dm_buf *out)
{
    cutter c = {items, bar, out};

    for (size_t i = 0; i < items->n; i++) {
        const dm_item *item = &items->at[i];
        bool           verb = item->kind == DM_ITEM_MARK &&
                    items->spelled.ptr[item->spelled.from] == '(' &&
                    items->spelled.ptr[item->spelled.from + 1] == '*';

        if (verb || item->quoted)
            return false;
    }
    cut_branches(&c, DM_NO_ITEM);
    return out->len > 0;
}
