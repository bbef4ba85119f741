/* item.c - from a pattern to its items.
**
** PCRE2 compiles the pattern twice: once as written to see which repeats can
** be spelled out, once spelled.  Expected: patterns of ten to a hundred
** items; all is done once for each regex that is explained.
*/
#include "match/item.h"

#include <ctype.h>

#include "text/utf8.h"

enum {
    SPELL_MAX = 16,    /* copies of one character */
    SPELL_ROOM = 1024, /* bytes that the spelling may add */
    SPELL_TWICE = 2 * SPELL_ROOM,
    DEPTH_MAX = 256,
    OPTIONS = PCRE2_AUTO_CALLOUT | PCRE2_NO_START_OPTIMIZE
};

/* The raw items, as the callouts list them. */
typedef struct raw {
    dm_range *at;
    size_t    n, room;
    size_t    len; /* of the pattern */
} raw;

/* A repeated group, (?:ab){2}, is in the code twice: the first one counts.
** Behind (?i) the end of the pattern can have a length (PCRE2 10.42). */
static int gather(pcre2_callout_enumerate_block *block, void *ud)
{
    raw   *r = ud;
    size_t end = block->pattern_position + block->next_item_length;

    if (r->n > 0 && block->pattern_position <= r->at[r->n - 1].from)
        return 0;
    if (r->n == r->room)
        return 1;
    if (block->pattern_position > r->len)
        return 1;
    r->at[r->n].from = block->pattern_position;
    r->at[r->n++].to = end < r->len ? end : r->len;
    return 0;
}

static int count(pcre2_callout_enumerate_block *block, void *ud)
{
    size_t *n = ud;

    (void)block;
    (*n)++;
    return 0;
}

static bool list(const pcre2_code *code, size_t len, dm_arena *arena, raw *out)
{
    size_t n = 0;

    (void)pcre2_callout_enumerate(code, count, &n);
    out->at = dm_arena_zalloc(arena, n, sizeof *out->at);
    out->n = 0;
    out->room = n;
    out->len = len;
    return out->at != NULL && n > 0 &&
           pcre2_callout_enumerate(code, gather, out) == 0;
}

/* Spelling -------------------------------------------------------------- */

/* A digit behind it would be read as more of it: \1, \x4. */
static bool is_open_ended(dm_slice atom)
{
    char c, last;

    if (atom.len < 2 || atom.ptr[0] != '\\')
        return false;
    c = atom.ptr[1];
    last = atom.ptr[atom.len - 1];
    return isdigit((unsigned char)c) ||
           ((c == 'x' || c == 'g') && last != '}' && last != '>' &&
            last != '\'');
}

static bool can_spell(dm_slice text, size_t atom, const dm_item_times *t)
{
    return text.ptr[0] != '(' && text.ptr[0] != ')' && text.ptr[0] != '|' &&
           t->brace > 0 && t->min >= 2 && t->min <= SPELL_MAX &&
           memchr(text.ptr, 'Q', text.len) == NULL && atom > 0 &&
           !is_open_ended(dm_slice_sub(text, 0, atom));
}

/* Append the item, its first repeats spelled out; `added` is what that made
** the pattern longer so far. */
static void spell(dm_slice text, size_t added, dm_buf *out)
{
    size_t        atom = dm_item_atom(text);
    dm_slice      rest = dm_slice_sub(text, atom, text.len);
    dm_item_times t = dm_item_repeat(rest);

    if (!can_spell(text, atom, &t) || added + t.min * atom > SPELL_ROOM) {
        dm_buf_slice(out, text);
        return;
    }
    for (size_t i = 0; i < t.min; i++)
        dm_buf_slice(out, dm_slice_sub(text, 0, atom));
    if (t.max > t.min)
        dm_buf_slice(out, dm_slice_sub(text, 0, atom));
    if (t.max == SIZE_MAX)
        dm_buf_str(out, "*");
    else if (t.max > t.min)
        dm_buf_printf(out, "{0,%zu}", t.max - t.min);
    if (t.max > t.min)
        dm_buf_slice(out, dm_slice_sub(rest, t.brace, t.len));
    dm_buf_slice(out, dm_slice_sub(rest, t.len, rest.len));
}

/* The spelled pattern and, for each of its bytes, the raw item it is of. */
static bool spell_all(dm_items *items, const raw *r, dm_arena *arena,
                      uint32_t **owner)
{
    dm_buf   out;
    size_t   at = 0, len = items->written.len;
    uint32_t last = 0;

    *owner = dm_arena_zalloc(arena, len + SPELL_TWICE + 1, sizeof **owner);
    dm_buf_init(&out, len + SPELL_TWICE);
    for (uint32_t i = 0; *owner != NULL && i < r->n; i++) {
        size_t from = out.len, was = r->at[i].from;

        if (was < at)
            continue;
        dm_buf_slice(&out, dm_slice_sub(items->written, at, was));
        while (from < out.len)
            (*owner)[from++] = last;
        if (r->at[i].to > was) /* spelled, x{2} is shorter than it was */
            spell(dm_slice_sub(items->written, was, r->at[i].to),
                  out.len > was ? out.len - was : 0, &out);
        while (!out.failed && from < out.len)
            (*owner)[from++] = i;
        at = r->at[i].to;
        last = i;
    }
    dm_buf_slice(&out, dm_slice_sub(items->written, at, len));
    if (*owner != NULL && !out.failed)
        (*owner)[out.len] = (uint32_t)r->n - 1;
    items->spelled = dm_arena_slice(arena, dm_buf_view(&out));
    if (*owner == NULL || out.failed)
        items->spelled.ptr = NULL;
    dm_buf_fini(&out);
    return items->spelled.ptr != NULL;
}

/* What is quoted ----------------------------------------------------------- */

/* The end of what stands between \Q and \E, when `at` is a \Q. */
static size_t quote_end(dm_slice p, size_t at)
{
    for (; at + 1 < p.len; at++)
        if (p.ptr[at] == '\\' && p.ptr[at + 1] == 'E')
            return at;
    return p.len;
}

/* Mark what is quoted: there a parenthesis is a character. */
static void mark_quoted(dm_items *items)
{
    dm_slice p = items->spelled;

    for (size_t i = 0; i + 1 < p.len; i++) {
        size_t end;

        if (p.ptr[i] != '\\')
            continue;
        if (p.ptr[++i] != 'Q')
            continue;
        end = quote_end(p, i);
        for (; i < end; i++)
            if (items->index[i] != DM_NO_ITEM)
                items->at[items->index[i]].quoted = true;
    }
}

/* The tree and the weights ------------------------------------------------ */

/* Where the walk through the tree stands: one for each open group. */
typedef struct level {
    int    open;
    size_t start, most; /* weights: at its (, and of its heaviest branch */
    bool   hidden;
} level;

typedef struct walk {
    dm_items *items;
    level     stack[DEPTH_MAX];
    size_t    depth;
    size_t    weight;
} walk;

static void enter(walk *w, int i)
{
    bool   hidden = w->stack[w->depth].hidden;
    level *l = &w->stack[++w->depth];

    if (w->items->at[i].kind == DM_ITEM_LOOK)
        hidden = true;
    *l = (level){i, w->weight, w->weight, hidden};
}

static void leave(walk *w, int i)
{
    level   *l = &w->stack[w->depth--];
    dm_item *open = &w->items->at[l->open], *close = &w->items->at[i];

    open->mate = i;
    close->mate = l->open;
    close->parent = open->parent;
    open->min = close->min;
    open->max = close->max;
    open->possessive = open->possessive || close->possessive;
    if (l->most > w->weight)
        w->weight = l->most;
    if (open->kind == DM_ITEM_LOOK)
        w->weight = l->start + DM_ITEM_BROAD;
    open->after = w->weight;
}

static bool step(walk *w, int i)
{
    dm_item *item = &w->items->at[i];
    level   *l = &w->stack[w->depth];

    item->parent = l->open;
    item->before = w->weight;
    item->hidden = l->hidden;
    item->mate = DM_NO_ITEM;
    if (item->kind == DM_ITEM_GROUP || item->kind == DM_ITEM_LOOK ||
        item->kind == DM_ITEM_CHOICE) {
        if (w->depth + 1 == DEPTH_MAX)
            return false;
        enter(w, i);
    } else if (item->kind == DM_ITEM_CLOSE && w->depth > 0) {
        leave(w, i);
    } else if (item->kind == DM_ITEM_BAR) {
        if (w->weight > l->most)
            l->most = w->weight;
        w->weight = l->start;
    } else if (item->kind == DM_ITEM_END) {
        item->before = l->most > w->weight ? l->most : w->weight;
        w->weight = item->before;
    } else {
        w->weight += dm_item_weight(w->items, item);
    }
    item->after = w->weight;
    return true;
}

static bool make_tree(dm_items *items, dm_arena *arena)
{
    walk *w = dm_arena_zalloc(arena, 1, sizeof *w);

    if (w == NULL)
        return false;
    w->items = items;
    w->stack[0].open = DM_NO_ITEM;
    for (size_t i = 0; i < items->n; i++)
        if (!step(w, (int)i))
            return false;
    items->total = w->weight;
    return true;
}

/* All together ------------------------------------------------------------ */

/* The length of (?1) or (?P=name). */
static size_t closed(dm_slice text)
{
    const char *end = memchr(text.ptr, ')', text.len);

    return end != NULL ? (size_t)(end - text.ptr) + 1 : text.len;
}

static void fill(dm_items *items, dm_item *item, dm_range at)
{
    dm_slice      text = dm_slice_sub(items->spelled, at.from, at.to);
    dm_item_times t;

    item->spelled = at;
    item->kind = dm_item_kind_of(text, item->quoted, items->top);
    item->atom = text.len;
    item->possessive = dm_slice_starts(text, DM_S("(?>")) ||
                       dm_slice_starts(text, DM_S("(*atomic"));
    if (item->kind == DM_ITEM_CLOSE || item->kind == DM_ITEM_BAR)
        item->atom = 1;
    else if ((item->kind == DM_ITEM_REFER || item->kind == DM_ITEM_CALL) &&
             text.ptr[0] == '(')
        item->atom = closed(text);
    else if (text.len > 0 && text.ptr[0] != '(')
        item->atom = dm_item_atom(text);
    t = dm_item_repeat(dm_slice_sub(text, item->atom, text.len));
    item->min = t.min;
    item->max = t.max;
    item->possessive = item->possessive || t.possessive;
    item->spelled.to = at.from + item->atom + t.len;
    items->refers = items->refers || item->kind == DM_ITEM_REFER;
    items->calls = items->calls || item->kind == DM_ITEM_CALL;
}

/* Where the item is in the pattern as written, whose item `o` it comes of. */
static void place(const dm_items *items, dm_item *item, dm_range o)
{
    dm_slice      text = dm_slice_sub(items->written, o.from, o.to);
    size_t        len = item->spelled.to - item->spelled.from;
    size_t        atom = item->atom;
    dm_item_times t;

    item->written = (dm_range){o.from, o.from + len};
    if (!dm_item_is_leaf(item) || len == 0 || item->atom > text.len)
        return;
    t = dm_item_repeat(dm_slice_sub(text, atom, text.len));
    item->written.to = o.from + atom + t.len;
}

/* Number the copies of what was spelled out. */
static void number_copies(dm_items *items, const uint32_t *owner)
{
    size_t i = 0;

    while (i < items->n) {
        uint32_t o = owner[items->at[i].spelled.from];
        size_t   k = i, all;

        while (k < items->n && owner[items->at[k].spelled.from] == o)
            k++;
        all = k - i;
        for (size_t c = 0; c < all; c++) {
            items->at[i + c].copy = (unsigned)c;
            items->at[i + c].copies = (unsigned)all;
        }
        i = k;
    }
}

static bool build(dm_items *items, const raw *was, const raw *now,
                  const uint32_t *owner, dm_arena *arena)
{
    items->n = now->n;
    items->at = dm_arena_zalloc(arena, now->n, sizeof *items->at);
    items->index =
        dm_arena_alloc(arena, (items->spelled.len + 1) * sizeof *items->index);
    if (items->at == NULL || items->index == NULL)
        return false;
    for (size_t i = 0; i <= items->spelled.len; i++)
        items->index[i] = DM_NO_ITEM;
    for (size_t i = 0; i < now->n; i++)
        items->index[now->at[i].from] = (int)i;
    mark_quoted(items);
    (void)pcre2_pattern_info(items->code, PCRE2_INFO_BACKREFMAX, &items->top);
    for (size_t i = 0; i < now->n; i++) {
        fill(items, &items->at[i], now->at[i]);
        place(items, &items->at[i], was->at[owner[now->at[i].from]]);
    }
    number_copies(items, owner);
    return make_tree(items, arena);
}

static bool read_items(dm_items *items, dm_arena *arena, dm_err *err)
{
    raw       was, now;
    uint32_t *owner = NULL;
    bool      ok = list(items->code, items->written.len, arena, &was) &&
              spell_all(items, &was, arena, &owner);

    if (ok) {
        pcre2_code_free(items->code);
        items->code = dm_regex_code(items->spelled, items->flags,
                                    OPTIONS | PCRE2_ANCHORED, err);
        if (items->code == NULL)
            return false;
        ok = list(items->code, items->spelled.len, arena, &now) &&
             build(items, &was, &now, owner, arena);
    }
    return ok || dm_fail(err, DM_E_MEMORY, "no memory to explain a pattern");
}

bool dm_items_read(dm_items *items, const dm_regex *rx, dm_arena *arena,
                   dm_err *err)
{
    memset(items, 0, sizeof *items);
    items->written = dm_arena_slice(arena, dm_regex_pattern(rx));
    items->flags = dm_arena_slice(arena, dm_regex_flags(rx));
    if (items->written.ptr == NULL || items->flags.ptr == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory to explain a pattern");
    items->code = dm_regex_code(items->written, items->flags,
                                OPTIONS | PCRE2_ANCHORED, err);
    if (items->code == NULL)
        return false;
    if (read_items(items, arena, err))
        return true;
    pcre2_code_free(items->code);
    items->code = NULL;
    return false;
}

/* Asking ------------------------------------------------------------------ */

int dm_items_find(const dm_items *items, size_t at)
{
    return at <= items->spelled.len ? items->index[at] : DM_NO_ITEM;
}

bool dm_item_is_leaf(const dm_item *item)
{
    return item->kind <= DM_ITEM_CALL;
}

bool dm_item_can_fail(const dm_item *item)
{
    return item->kind <= DM_ITEM_CALL || item->kind == DM_ITEM_LOOK ||
           item->kind == DM_ITEM_CHOICE;
}

dm_range dm_item_written(const dm_items *items, int i)
{
    const dm_item *item = &items->at[i];
    dm_range       out = item->written;

    if (item->mate > i)
        out.to = items->at[item->mate].written.to;
    return out;
}

dm_range dm_item_spelled(const dm_items *items, int i)
{
    const dm_item *item = &items->at[i];
    dm_range       out = item->spelled;

    if (item->mate > i)
        out.to = items->at[item->mate].spelled.to;
    return out;
}

int dm_item_next(const dm_items *items, int i)
{
    const dm_item *item = &items->at[i];
    int            k = (item->mate > i ? item->mate : i) + 1;

    if (k >= (int)items->n || items->at[k].kind == DM_ITEM_BAR ||
        items->at[k].kind == DM_ITEM_CLOSE || items->at[k].kind == DM_ITEM_END)
        return DM_NO_ITEM;
    return k;
}

int dm_item_prev(const dm_items *items, int i)
{
    int k = i - 1;

    if (k < 0 || k == items->at[i].parent || items->at[k].kind == DM_ITEM_BAR)
        return DM_NO_ITEM;
    return items->at[k].kind == DM_ITEM_CLOSE ? items->at[k].mate : k;
}
