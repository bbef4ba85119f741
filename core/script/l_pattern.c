/* l_pattern.c - Lua patterns: from text to items.
**
** Every class, set and negation becomes a set of 256 bits, so that matching
** one byte is one test however the set was written.  Compiled patterns are
** kept in a small table that is indexed by a hash of the text and compared in
** full; scripts use a handful of patterns millions of times.
*/
#include "script/l_pattern.h"

#include <string.h>

#include "base/mem.h"
#include "script/inside.h"

enum {
    SLOTS = 32,
    KEY_ITEMS = DM_PATTERN_KEY + 1,
    KEY_SETS = DM_PATTERN_KEY / 2 + 1
};

struct dm_pattern_slot {
    size_t          len; /* SIZE_MAX for empty */
    char            key[DM_PATTERN_KEY];
    dm_pattern      pattern;
    dm_pattern_item items[KEY_ITEMS];
    dm_pattern_set  sets[KEY_SETS];
};

struct dm_pattern_slot *dm_pattern_slots(void)
{
    struct dm_pattern_slot *slots = dm_mem_alloc(SLOTS * sizeof *slots);

    for (size_t i = 0; slots != NULL && i < SLOTS; i++)
        slots[i].len = SIZE_MAX;
    return slots;
}

typedef struct reader {
    const char *at, *end;
    dm_pattern *out;
    size_t      nitems, nsets;
} reader;

static void set_add(dm_pattern_set *set, unsigned from, unsigned to)
{
    for (unsigned c = from; c <= to; c++)
        set->bits[c >> 6] |= UINT64_C(1) << (c & 63);
}

/* Add the class of lower-case letter `name`; false when it is none. */
static bool set_class(dm_pattern_set *set, int name)
{
    static const struct {
        char        name;
        const char *ranges; /* pairs, inclusive */
    } classes[] = {
        {'a', "AZaz"            },
        {'d', "09"              },
        {'g', "!~"              },
        {'l', "az"              },
        {'p', "!/:@[`{~"        },
        {'s', "\t\r  "          },
        {'u', "AZ"              },
        {'w', "09AZaz"          },
        {'x', "09AFaf"          },
        {'c', "\001\037\177\177"},
    };

    if (name == 'c' || name == 'z')
        set_add(set, 0, 0);
    if (name == 'z') /* obsolete, and still in Lua */
        return true;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (classes[i].name != name)
            continue;
        for (const char *r = classes[i].ranges; *r != '\0'; r += 2)
            set_add(set, (unsigned char)r[0], (unsigned char)r[1]);
        return true;
    }
    return false;
}

/* Add what `%name` stands for. */
static void set_escape(dm_pattern_set *set, unsigned char name)
{
    dm_pattern_set one = {{0}};
    bool           upper = name >= 'A' && name <= 'Z';

    if (!set_class(&one, upper ? name - 'A' + 'a' : name)) {
        set_add(set, name, name);
        return;
    }
    for (int i = 0; i < 4; i++)
        set->bits[i] |= upper ? ~one.bits[i] : one.bits[i];
}

static dm_pattern_item *item_add(reader *r, dm_pattern_kind kind)
{
    dm_pattern_item *item = &r->out->items[r->nitems++];

    memset(item, 0, sizeof *item);
    item->kind = (uint8_t)kind;
    return item;
}

static void fault(reader *r, const char *message)
{
    item_add(r, DM_PATTERN_FAULT)->u.fault = message;
    r->at = r->end;
}

static dm_pattern_set *set_new(reader *r)
{
    dm_pattern_set *set = &r->out->sets[r->nsets++];

    memset(set, 0, sizeof *set);
    return set;
}

/* Where the set that begins at `p` (behind "[" and "^") has its "]", or NULL.
** The first character is never the end. */
static const char *set_end(const char *p, const char *end)
{
    do {
        if (p == end)
            return NULL;
        if (*p++ == '%' && p < end)
            p++;
    } while (p == end || *p != ']');
    return p;
}

/* Read "[...]" at r->at; NULL when it is never closed. */
static dm_pattern_set *read_set(reader *r)
{
    const char     *p = r->at + 1, *stop;
    bool            negated = p < r->end && *p == '^';
    dm_pattern_set *set;

    p += negated;
    stop = set_end(p, r->end);
    if (stop == NULL)
        return NULL;
    set = set_new(r);
    for (; p < stop; p++) {
        if (*p == '%')
            set_escape(set, (unsigned char)*++p);
        else if (p + 2 < stop && p[1] == '-') {
            set_add(set, (unsigned char)p[0], (unsigned char)p[2]);
            p += 2;
        } else
            set_add(set, (unsigned char)*p, (unsigned char)*p);
    }
    for (int i = 0; negated && i < 4; i++)
        set->bits[i] = ~set->bits[i];
    r->at = stop + 1;
    return set;
}

static bool is_repeat(char c)
{
    return c == '?' || c == '*' || c == '+' || c == '-';
}

/* An item that matches one byte, and how often. */
static void read_single(reader *r)
{
    static const char missing[] = "malformed pattern (missing ']')";
    dm_pattern_item   item = {.kind = DM_PATTERN_SET};
    char              c = *r->at;

    if (c == '[') {
        item.u.set = read_set(r);
        if (item.u.set == NULL) {
            fault(r, missing);
            return;
        }
    } else if (c == '%') {
        dm_pattern_set *set = set_new(r);
        set_escape(set, (unsigned char)r->at[1]);
        item.u.set = set;
        r->at += 2;
    } else {
        item.kind = c == '.' ? DM_PATTERN_ANY : DM_PATTERN_CHAR;
        item.c = (unsigned char)c;
        r->at++;
    }
    if (r->at < r->end && is_repeat(*r->at))
        item.repeat = *r->at++;
    *item_add(r, DM_PATTERN_SET) = item;
}

static void read_frontier(reader *r)
{
    dm_pattern_set *set;

    r->at += 2;
    if (r->at == r->end || *r->at != '[') {
        fault(r, "missing '[' after '%f' in pattern");
        return;
    }
    set = read_set(r);
    if (set == NULL)
        fault(r, "malformed pattern (missing ']')");
    else
        item_add(r, DM_PATTERN_FRONTIER)->u.set = set;
}

static void read_balance(reader *r)
{
    dm_pattern_item *item;

    if (r->end - r->at < 4) {
        fault(r, "malformed pattern (missing arguments to '%b')");
        return;
    }
    item = item_add(r, DM_PATTERN_BALANCE);
    item->c = (unsigned char)r->at[2];
    item->close = (unsigned char)r->at[3];
    r->at += 4;
}

/* A "%" and what follows. */
static void read_escape(reader *r)
{
    if (r->end - r->at < 2)
        fault(r, "malformed pattern (ends with '%')");
    else if (r->at[1] == 'b')
        read_balance(r);
    else if (r->at[1] == 'f')
        read_frontier(r);
    else if (r->at[1] >= '0' && r->at[1] <= '9') {
        item_add(r, DM_PATTERN_BACK)->c = (unsigned char)r->at[1];
        r->at += 2;
    } else
        read_single(r);
}

static void read_item(reader *r)
{
    bool here;

    switch (*r->at) {
    case '(':
        here = r->end - r->at > 1 && r->at[1] == ')';
        item_add(r, here ? DM_PATTERN_HERE : DM_PATTERN_OPEN);
        r->at += here ? 2 : 1;
        return;
    case ')':
        item_add(r, DM_PATTERN_CLOSE);
        r->at++;
        return;
    case '%':
        read_escape(r);
        return;
    case '$':
        if (r->at + 1 == r->end) {
            item_add(r, DM_PATTERN_EOS);
            r->at++;
            return;
        }
        break;
    default:
        break;
    }
    read_single(r);
}

/* The item every match begins with, if it takes exactly one byte or more. */
static const dm_pattern_item *first_of(const dm_pattern_item *item)
{
    for (int i = 0; item->kind == DM_PATTERN_OPEN && i < 8; i++)
        item++;
    if ((item->kind == DM_PATTERN_CHAR || item->kind == DM_PATTERN_SET) &&
        (item->repeat == 0 || item->repeat == '+'))
        return item;
    return NULL;
}

/* Compile into `out`, whose items and sets have room for text.len + 1 and
** text.len / 2 + 1. */
static void compile(dm_pattern *out, dm_slice text, bool anchor)
{
    reader r = {text.ptr, text.ptr + text.len, out, 0, 0};

    out->anchored = anchor && text.len > 0 && *text.ptr == '^';
    r.at += out->anchored;
    while (r.at < r.end)
        read_item(&r);
    item_add(&r, DM_PATTERN_END);
    out->first = out->anchored ? NULL : first_of(out->items);
}

const dm_pattern *dm_pattern_make(lua_State *L, dm_slice text, bool anchor)
{
    size_t      nitems = text.len + 1, nsets = text.len / 2 + 1;
    dm_pattern *out;

    dm_lua_spend(L, text.len);
    out = lua_newuserdatauv(L,
                            sizeof *out + nsets * sizeof *out->sets +
                                nitems * sizeof *out->items,
                            0);
    out->sets = (dm_pattern_set *)(void *)(out + 1);
    out->items = (dm_pattern_item *)(void *)(out->sets + nsets);
    compile(out, text, anchor);
    return out;
}

static size_t slot_of(dm_slice text)
{
    size_t h = text.len * 0x9E3779B1u;

    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.ptr[i]) * 0x01000193u;
    return (h ^ h >> 15) % SLOTS;
}

const dm_pattern *dm_pattern_get(lua_State *L, dm_slice text)
{
    struct dm_pattern_slot *slot;

    if (text.len > DM_PATTERN_KEY)
        return dm_pattern_make(L, text, true);
    lua_pushnil(L);
    slot = &dm_lua_of(L)->patterns[slot_of(text)];
    if (slot->len == text.len && memcmp(slot->key, text.ptr, text.len) == 0)
        return &slot->pattern;
    slot->len = text.len;
    memcpy(slot->key, text.ptr, text.len);
    slot->pattern.items = slot->items;
    slot->pattern.sets = slot->sets;
    compile(&slot->pattern, text, true);
    return &slot->pattern;
}
