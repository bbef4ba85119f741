/* item_kind.c - what an item is, by its first characters, and what it weighs.
 */
#include "match/item.h"

/* Weights: a character that stands for itself says more than a class, and
** what may be missing next to nothing (it still comes before what follows). */
enum { LITERAL_WEIGHT = 4096, CLASS_WEIGHT = 2048, LOOSE_WEIGHT = 1 };

static bool starts_any(dm_slice s, const char *const *list_of)
{
    for (size_t i = 0; list_of[i] != NULL; i++)
        if (dm_slice_starts(s, dm_slice_str(list_of[i])))
            return true;
    return false;
}

static dm_item_kind paren_kind(dm_slice s)
{
    static const char *const looks[] = {
        "(?=",   "(?!",   "(?<=",         "(?<!",  "(?*",        "(?<*",
        "(*pla", "(*plb", "(*nla",        "(*nlb", "(*positive", "(*negative",
        "(*npl", "(*nap", "(*non_atomic", NULL};
    static const char *const others[] = {
        "(*atomic:", "(*sr:", "(*asr:", "(*script_run:", "(*atomic_script_run:",
        NULL};
    size_t len = s.len;

    if (starts_any(s, looks))
        return DM_ITEM_LOOK;
    if (starts_any(s, others) || len == 1)
        return DM_ITEM_GROUP;
    if (dm_slice_starts(s, DM_S("(?P=")))
        return DM_ITEM_REFER;
    if (dm_slice_starts(s, DM_S("(?(")))
        return DM_ITEM_CHOICE;
    if (dm_slice_starts(s, DM_S("(*")) || dm_slice_starts(s, DM_S("(?C")))
        return DM_ITEM_MARK;
    if (memchr(s.ptr, ')', len) == NULL)
        return DM_ITEM_GROUP;
    if (len > 2 && s.ptr[1] == '?' && strchr("R&P+0123456789", s.ptr[2]))
        return DM_ITEM_CALL;
    if (len > 3 && s.ptr[2] == '-' && s.ptr[3] >= '0' && s.ptr[3] <= '9')
        return DM_ITEM_CALL;
    return memchr(s.ptr, ':', len) != NULL ? DM_ITEM_GROUP : DM_ITEM_MARK;
}

/* \1 to \9, \80 and on, and whatever has its group are references; else the
** digits are a character's octal number. */
static bool is_reference(dm_slice s, uint32_t top)
{
    uint32_t n = 0;

    for (size_t i = 1; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n > 100000 ? n : n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n < 10 || n <= top || s.ptr[1] >= '8';
}

static dm_item_kind escape_kind(dm_slice s, uint32_t top)
{
    char c = '\0';

    if (s.len > 1)
        c = s.ptr[1];
    if (c == 'g' && s.len > 2 && (s.ptr[2] == '<' || s.ptr[2] == '\''))
        return DM_ITEM_CALL;
    if (c == '\0')
        return DM_ITEM_LITERAL;
    if (c == 'K')
        return DM_ITEM_MARK;
    if (strchr("bBAzZG", c) != NULL)
        return DM_ITEM_EDGE;
    if (c >= '1' && c <= '9')
        return is_reference(s, top) ? DM_ITEM_REFER : DM_ITEM_LITERAL;
    if (c == 'g' || c == 'k')
        return DM_ITEM_REFER;
    if (c == 'N' && s.len > 2 && s.ptr[2] == '{')
        return DM_ITEM_LITERAL;
    return strchr("dDsSwWhHvVNRXpP", c) != NULL ? DM_ITEM_CLASS
                                                : DM_ITEM_LITERAL;
}

dm_item_kind dm_item_kind_of(dm_slice s, bool quoted, uint32_t top)
{
    if (s.len == 0)
        return DM_ITEM_END;
    if (quoted)
        return DM_ITEM_LITERAL;
    switch (s.ptr[0]) {
    case '(':
        return paren_kind(s);
    case ')':
        return DM_ITEM_CLOSE;
    case '|':
        return DM_ITEM_BAR;
    case '\\':
        return escape_kind(s, top);
    case '[':
    case '.':
        return DM_ITEM_CLASS;
    case '^':
    case '$':
        return DM_ITEM_EDGE;
    default:
        return DM_ITEM_LITERAL;
    }
}

size_t dm_item_weight(const dm_items *items, const dm_item *item)
{
    char c = items->spelled.ptr[item->spelled.from];
    char d = '\0';

    if (item->atom > 1)
        d = items->spelled.ptr[item->spelled.from + 1];
    if (item->kind == DM_ITEM_MARK || item->kind == DM_ITEM_END)
        return 0;
    if (item->min == 0)
        return LOOSE_WEIGHT;
    if (item->kind == DM_ITEM_LITERAL)
        return LITERAL_WEIGHT;
    if (item->kind == DM_ITEM_REFER || item->kind == DM_ITEM_CALL)
        return CLASS_WEIGHT;
    if (item->kind != DM_ITEM_CLASS || c == '.' || (c == '[' && d == '^') ||
        (c == '\\' && d != '\0' && strchr("DSWHVNXP", d) != NULL))
        return DM_ITEM_BROAD;
    return CLASS_WEIGHT;
}
