/* tree_node.c - children, lists, and what is lent to those that lack it. */
#include "engine/tree_node.h"

#include "text/utf8.h"

enum { LIST_DEPTH = 120 };

/* A list, an item and its text, or what is lent, may come on top. */
_Static_assert(LIST_DEPTH + 8 < (int)DM_TREE_DEPTH &&
                   (int)DM_NEST <= (int)LIST_DEPTH,
               "deep");

dm_made *dm_made_root(dm_arena *arena)
{
    return dm_arena_zalloc(arena, 1, sizeof(dm_made));
}

static dm_made *add(dm_arena *arena, dm_made *home, dm_node_kind kind)
{
    dm_made *m;

    if (home == NULL)
        return NULL;
    m = dm_arena_zalloc(arena, 1, sizeof *m);
    if (m == NULL)
        return NULL;
    m->node.kind = kind;
    m->node.number = DM_S("");
    m->depth = home->depth + 1;
    if (home->last == NULL)
        home->node.first = &m->node;
    else
        home->last->node.next = &m->node;
    home->last = m;
    return m;
}

static dm_made *lend(dm_arena *arena, dm_made *home, dm_node_kind kind)
{
    dm_made *m = home != NULL ? home->last : NULL;

    if (m != NULL && m->lent && m->node.kind == kind)
        return m;
    m = add(arena, home, kind);
    if (m != NULL)
        m->lent = true;
    return m;
}

static bool has_caption(const dm_made *table)
{
    return table->node.first != NULL &&
           table->node.first->kind == DM_NODE_CAPTION;
}

/* A caption stands first, wherever it was. */
static dm_made *add_caption(dm_arena *arena, dm_made *table)
{
    dm_made *m = dm_arena_zalloc(arena, 1, sizeof *m);

    if (m == NULL)
        return NULL;
    m->node.kind = DM_NODE_CAPTION;
    m->node.number = DM_S("");
    m->depth = table->depth + 1;
    m->node.next = table->node.first;
    table->node.first = &m->node;
    if (table->last == NULL)
        table->last = m;
    return m;
}

/* In a table: rows, and cells in rows that are lent. */
static dm_made *in_table(dm_arena *arena, dm_made *table, dm_node_kind kind)
{
    if (kind == DM_NODE_ROW)
        return add(arena, table, kind);
    if (kind == DM_NODE_CAPTION && !has_caption(table))
        return add_caption(arena, table);
    if (kind == DM_NODE_CELL)
        return add(arena, lend(arena, table, DM_NODE_ROW), kind);
    return dm_made_in(arena, add(arena, table, DM_NODE_ROW), kind);
}

dm_made *dm_made_in(dm_arena *arena, dm_made *home, dm_node_kind kind)
{
    if (home == NULL)
        return NULL;
    if (home->node.kind == DM_NODE_TABLE)
        return in_table(arena, home, kind);
    if (home->node.kind == DM_NODE_ROW && kind != DM_NODE_CELL)
        return add(arena, lend(arena, home, DM_NODE_CELL),
                   kind == DM_NODE_CAPTION ? DM_NODE_PARAGRAPH : kind);
    if (home->node.kind == DM_NODE_ROW)
        return add(arena, home, kind);
    if (kind == DM_NODE_ROW)
        return add(arena, lend(arena, home, DM_NODE_TABLE), kind);
    return add(arena, home, kind == DM_NODE_CAPTION ? DM_NODE_PARAGRAPH : kind);
}

/* What a number says, if it is one that a list can count by itself. */
typedef struct counted {
    size_t value;
    char   delim;
} counted;

static bool starts_any(dm_slice *s, const char *a, const char *b)
{
    dm_slice x = dm_slice_str(a), y = dm_slice_str(b);
    size_t   n = dm_slice_starts(*s, x)   ? x.len
                 : dm_slice_starts(*s, y) ? y.len
                                          : 0;

    *s = dm_slice_sub(*s, n, s->len);
    return n > 0;
}

/* "1." "1、" "1)" "(1)" of up to nine digits, half or full width. */
static bool count_of(dm_slice s, counted *out)
{
    bool   open = starts_any(&s, "(", "（");
    size_t n = 0;

    *out = (counted){0, '.'};
    for (; n < s.len && n < 10 && s.ptr[n] >= '0' && s.ptr[n] <= '9'; n++)
        out->value = out->value * 10 + (size_t)(s.ptr[n] - '0');
    if (n == 0 || n > 9)
        return false;
    s = dm_slice_sub(s, n, s.len);
    if (starts_any(&s, ")", "）"))
        out->delim = open ? '(' : ')';
    else if (open ||
             (!starts_any(&s, ".", "．") && !starts_any(&s, "、", "、")))
        return false;
    return s.len == 0;
}

/* The number of an item: what its text says goes before its place. */
static bool count_item(const dm_made_item *item, counted *out)
{
    if (item->number.len > 0 || item->ordinal <= 0)
        return count_of(item->number, out);
    *out = (counted){(size_t)item->ordinal, '.'};
    return true;
}

/* Does the item go on with the list?  Then the list counts it. */
static bool goes_on(dm_made *list, const dm_made_item *item)
{
    dm_node *n = &list->node;
    counted  c;

    if (!n->ordered)
        return n->numbered == (item->number.len > 0) && !count_item(item, &c);
    if (!count_item(item, &c) || c.value != list->next || c.delim != n->delim)
        return false;
    list->next++;
    return true;
}

static dm_made *new_list(dm_arena *arena, dm_made *home,
                         const dm_made_item *item)
{
    dm_made *list = dm_made_in(arena, home, DM_NODE_LIST);
    counted  c;

    if (list == NULL)
        return NULL;
    list->nesting = item->level;
    list->node.ordered = count_item(item, &c);
    list->node.numbered = item->number.len > 0 && !list->node.ordered;
    if (list->node.ordered) {
        list->node.start = c.value;
        list->node.delim = c.delim;
        list->next = c.value + 1;
    }
    return list;
}

static dm_made *last_list(const dm_made *home)
{
    dm_made *m = home->last;

    return m != NULL && m->node.kind == DM_NODE_LIST ? m : NULL;
}

/* What children are really put in: text in a row stands in a lent cell. */
static dm_made *real_home(dm_made *home)
{
    dm_made *m = home;

    if (m->node.kind == DM_NODE_TABLE && m->last != NULL && m->last->lent)
        m = m->last;
    if (m->node.kind == DM_NODE_ROW && m->last != NULL && m->last->lent)
        m = m->last;
    return m;
}

dm_made *dm_made_item_in(dm_arena *arena, dm_made *home,
                         const dm_made_item *item)
{
    dm_made *list = last_list(real_home(home));
    dm_made *in = home;
    dm_made *m;

    while (list != NULL && list->nesting < item->level && list->last != NULL &&
           list->depth < LIST_DEPTH) {
        in = list->last;
        list = last_list(in);
    }
    if (list == NULL ||
        (list->nesting != item->level && list->depth < LIST_DEPTH) ||
        !goes_on(list, item))
        list = new_list(arena, in, item);
    m = list != NULL ? add(arena, list, DM_NODE_ITEM) : NULL;
    if (m != NULL)
        m->node.number = item->number;
    return m;
}

/* The first bytes of a node's text, as far as its first run goes. */
static dm_slice head(const dm_node *node)
{
    return node->nruns > 0 ? node->runs[0].text : DM_S("");
}

static size_t blanks_at(dm_slice s, size_t at)
{
    while (at < s.len) {
        if (s.ptr[at] == ' ' || s.ptr[at] == '\t')
            at++;
        else if (s.len - at >= 3 && memcmp(s.ptr + at, "\xE3\x80\x80", 3) == 0)
            at += 3;
        else
            break;
    }
    return at;
}

static size_t skip_number(const dm_node *item)
{
    dm_slice s = head(item);

    return dm_slice_starts(s, item->number) ? blanks_at(s, item->number.len)
                                            : 0;
}

static size_t skip_bullet(const dm_node *item)
{
    dm_slice s = head(item);
    uint32_t cp = dm_utf8_at(s, 0);
    size_t   n = s.len > 0 ? dm_utf8_len(s.ptr[0]) : 0;

    if (!dm_utf8_in(cp, "-*•·●○◆◇■□▪※‣◦"))
        return 0;
    return blanks_at(s, n);
}

static size_t skip_hashes(const dm_node *heading)
{
    dm_slice s = head(heading);
    size_t   n = 0;

    while (n < s.len && s.ptr[n] == '#')
        n++;
    return n == (size_t)heading->level && n < s.len && s.ptr[n] == ' '
               ? blanks_at(s, n)
               : 0;
}

static bool is_empty(const dm_node *node)
{
    return node->nruns == 0 && node->first == NULL;
}

/* A row whose cells are all empty, a table without rows. */
static bool is_void(const dm_node *node)
{
    if (node->kind == DM_NODE_CELL)
        return false;
    if (node->kind != DM_NODE_ROW)
        return is_empty(node);
    for (const dm_node *cell = node->first; cell != NULL; cell = cell->next)
        if (!is_empty(cell))
            return false;
    return true;
}

static void mark(const dm_node *parent, dm_node *node, bool bullets)
{
    if (node->kind == DM_NODE_ITEM && parent->ordered)
        node->skip = skip_number(node);
    else if (node->kind == DM_NODE_ITEM && bullets)
        node->skip = skip_bullet(node);
    else if (node->kind == DM_NODE_HEADING && bullets)
        node->skip = skip_hashes(node);
}

static void finish(dm_node *parent, bool bullets)
{
    dm_node **at = &parent->first;

    while (*at != NULL) {
        finish(*at, bullets);
        mark(parent, *at, bullets);
        if (is_void(*at))
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

void dm_made_finish(dm_made *root, bool bullets)
{
    finish(&root->node, bullets);
}
