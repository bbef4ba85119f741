/* item_say.c - an item of a pattern in words.
**
** Words come without a full stop and can follow "expected" or "or".
*/
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "match/item.h"
#include "text/utf8.h"

enum { SHOWN_MAX = 60 }; /* bytes of a group that are shown */

/* One of it, more of it, and any one more. */
typedef struct words {
    const char *item, *one, *many;
} words;

static const words known[] = {
    {"\\d", "a digit",                                   "digits"                      },
    {"\\D", "a character that is no digit",              "characters that are no digit"},
    {"\\s", "white space",                               "white space characters"      },
    {"\\S", "a character that is not white space",
     "characters that are not white space"                                             },
    {"\\w", "a letter, digit or _",                      "letters, digits or _"        },
    {"\\W", "a character that is no letter, digit or _",
     "characters that are no letter, digit or _"                                       },
    {"\\h", "a blank",                                   "blanks"                      },
    {"\\H", "a character that is no blank",              "characters that are no blank"},
    {"\\v", "a line break",                              "line breaks"                 },
    {"\\V", "a character that is no line break",
     "characters that are no line break"                                               },
    {"\\R", "a line break",                              "line breaks"                 },
    {"\\N", "any character but a line feed",
     "characters other than a line feed"                                               },
    {"\\X", "a character with its marks",                "characters with their marks" },
    {"\\A", "the start of the text",                     ""                            },
    {"\\z", "the end of the text",                       ""                            },
    {"\\Z", "the end of the text",                       ""                            },
    {"\\G", "the place where the search began",          ""                            },
    {"\\b", "a word boundary (\\b)",                     ""                            },
    {"\\B", "a place that is no word boundary (\\B)",    ""                            },
    {"\\t", "a tab",                                     "tabs"                        },
    {"\\n", "a line feed",                               "line feeds"                  },
    {"\\r", "a carriage return",                         "carriage returns"            },
    {"\\f", "a form feed",                               "form feeds"                  },
    {"\\e", "an escape character",                       "escape characters"           },
    {"\\a", "a bell character",                          "bell characters"             },
    {" ",   "a space",                                   "spaces"                      },
    {"\\ ", "a space",                                   "spaces"                      },
    {"\t",  "a tab",                                     "tabs"                        },
    {"\n",  "a line feed",                               "line feeds"                  },
};

static bool flag(const dm_items *items, char letter)
{
    return memchr(items->flags.ptr, letter, items->flags.len) != NULL;
}

static words edge_words(const dm_items *items, dm_slice atom)
{
    bool  lines = !flag(items, 'M');
    words start = {"^", "the start of a line", ""};
    words end = {"$", "the end of a line", ""};

    if (!lines)
        start.one = "the start of the text";
    if (!lines)
        end.one = "the end of the text";
    return atom.ptr[0] == '^' ? start : end;
}

/* The words for an item that has a name; `one` is NULL for others. */
static words find_words(const dm_items *items, const dm_item *item,
                        dm_slice atom)
{
    static const words none = {NULL, NULL, NULL};
    static const words any = {".", "any character", "characters"};
    static const words dot = {".", "any character but a line feed",
                              "characters other than a line feed"};

    if (item->kind == DM_ITEM_EDGE && atom.ptr[0] != '\\')
        return edge_words(items, atom);
    if (item->kind == DM_ITEM_CLASS && atom.ptr[0] == '.')
        return flag(items, 's') ? any : dot;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (dm_slice_eq(atom, dm_slice_str(known[i].item)))
            return known[i];
    return none;
}

void dm_item_say_text(dm_slice text, dm_buf *out)
{
    size_t len = text.len;

    if (len > SHOWN_MAX) {
        len = SHOWN_MAX;
        while (len > 0 && dm_utf8_inside(text.ptr[len]))
            len--;
    }
    dm_buf_slice(out, dm_slice_sub(text, 0, len));
    if (len < text.len)
        dm_buf_str(out, "…");
}

/* The number that is in `s` to a base, less what encloses it: {5e74}, {U+5E74}.
** None is 0. */
static uint32_t number_in(dm_slice s, int base)
{
    char   digits[16] = "";
    size_t n = 0;

    for (size_t i = 0; i < s.len && n + 1 < sizeof digits; i++)
        if (strchr("{}U+", s.ptr[i]) == NULL)
            digits[n++] = s.ptr[i];
    return (uint32_t)strtoul(digits, NULL, base);
}

/* The character that an escape such as \x{5e74}, \cA, \011, \. or \: stands
** for. */
static uint32_t escaped(dm_slice atom)
{
    char     c = atom.ptr[1];
    dm_slice rest = dm_slice_sub(atom, 2, atom.len);

    if (c == 'x' || (c == 'N' && rest.len > 0))
        return number_in(rest, 16);
    if (c == 'o')
        return number_in(rest, 8);
    if (c >= '0' && c <= '7')
        return number_in(dm_slice_sub(atom, 1, atom.len), 8);
    if (c == 'c' && rest.len > 0)
        return (uint32_t)toupper((unsigned char)rest.ptr[0]) ^ 0x40;
    return dm_utf8_at(atom, 1);
}

/* Shows nothing by itself: blanks other than the plain one, controls, marks
** of direction, joiners. */
static bool unseen(uint32_t c)
{
    return c < 0x21 || (c >= 0x7F && c <= 0xA0) || c == 0xAD ||
           (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
           (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF ||
           (c >= 0xFE00 && c <= 0xFE0F);
}

static void say_literal(dm_slice atom, dm_buf *out)
{
    uint32_t c = atom.ptr[0] == '\\' && atom.len > 1 ? escaped(atom)
                                                     : dm_utf8_at(atom, 0);
    char     bytes[4];
    bool     sound = c != 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);

    if (!sound || unseen(c))
        dm_buf_printf(out, "the character U+%04X", (unsigned)c);
    else {
        dm_buf_str(out, "the character ");
        dm_buf_add(out, bytes, dm_utf8_encode(c, bytes));
    }
}

static const char *look_name(dm_slice text)
{
    if (dm_slice_starts(text, DM_S("(?<=")))
        return "lookbehind";
    if (dm_slice_starts(text, DM_S("(?<!")))
        return "negative lookbehind";
    if (dm_slice_starts(text, DM_S("(?!")))
        return "negative lookahead";
    if (dm_slice_starts(text, DM_S("(?=")))
        return "lookahead";
    return "lookaround";
}

static dm_slice atom_of(const dm_items *items, int i)
{
    const dm_item *item = &items->at[i];

    return dm_slice_sub(items->spelled, item->spelled.from,
                        item->spelled.from + item->atom);
}

bool dm_item_has_branches(const dm_items *items, int i)
{
    for (int k = i + 1; k < items->at[i].mate; k++)
        if (items->at[k].kind == DM_ITEM_BAR && items->at[k].parent == i)
            return true;
    return false;
}

/* "作者 or 来源": the branches of a group. */
static void say_branches(const dm_items *items, int i, dm_buf *out)
{
    size_t from = items->at[i].written.to;

    dm_buf_str(out, "one of ");
    for (int k = i + 1; k <= items->at[i].mate && out->len < 400; k++) {
        const dm_item *item = &items->at[k];
        bool           bar = item->kind == DM_ITEM_BAR && item->parent == i;

        if (!bar && k != items->at[i].mate)
            continue;
        dm_item_say_text(dm_slice_sub(items->written, from, item->written.from),
                         out);
        dm_buf_str(out, bar ? " | " : "");
        from = item->written.to;
    }
}

static void say_group(const dm_items *items, int i, dm_buf *out)
{
    dm_range       r = dm_item_written(items, i);
    dm_slice       text = dm_slice_sub(items->written, r.from, r.to);
    const dm_item *item = &items->at[i];

    if (item->kind == DM_ITEM_LOOK) {
        dm_buf_printf(out, "the %s ", look_name(text));
    } else if (item->kind == DM_ITEM_CHOICE) {
        dm_buf_str(out, "the choice ");
    } else if (dm_item_has_branches(items, i)) {
        say_branches(items, i, out);
        return;
    } else {
        dm_buf_str(out, "the group ");
    }
    dm_item_say_text(text, out);
}

static void say_refer(dm_slice atom, dm_buf *out)
{
    dm_buf_str(out, "the same text again as ");
    dm_item_say_text(atom, out);
    dm_buf_str(out, " refers to");
}

/* One of what a class matches. */
static void say_class(dm_slice atom, dm_buf *out)
{
    if (atom.ptr[0] == '[' && !dm_slice_starts(atom, DM_S("[^")))
        dm_buf_str(out, "one of ");
    else if (dm_slice_starts(atom, DM_S("\\P")))
        dm_buf_str(out, "a character outside of ");
    else
        dm_buf_str(out, "a character of ");
    dm_item_say_text(atom, out);
}

/* One of the item, whatever its repeat count. */
static void say_one(const dm_items *items, int i, dm_buf *out)
{
    const dm_item *item = &items->at[i];
    dm_slice       atom = atom_of(items, i);
    words          w = {NULL, NULL, NULL};

    if (dm_item_is_leaf(item) && !item->quoted && atom.len > 0)
        w = find_words(items, item, atom);
    if (w.one != NULL)
        dm_buf_str(out, w.one);
    else if (item->kind == DM_ITEM_LITERAL)
        say_literal(atom, out);
    else if (item->kind == DM_ITEM_CLASS)
        say_class(atom, out);
    else if (item->kind == DM_ITEM_REFER)
        say_refer(atom, out);
    else if (item->kind == DM_ITEM_CALL)
        dm_buf_printf(out, "what %.*s calls", (int)atom.len, atom.ptr);
    else if (item->kind == DM_ITEM_END)
        dm_buf_str(out, "the end of the pattern");
    else
        say_group(items, i, out);
}

/* `n` of the item, "2 more digits". */
static void say_many(const dm_items *items, int i, const char *n, dm_buf *out)
{
    const dm_item *item = &items->at[i];
    dm_slice       atom = atom_of(items, i);
    words          w = find_words(items, item, atom);

    dm_buf_printf(out, "%s", n);
    if (w.many != NULL && w.many[0] != '\0') {
        dm_buf_printf(out, " %s", w.many);
        return;
    }
    dm_buf_str(out, item->kind == DM_ITEM_LITERAL ? " times " : " of ");
    if (item->kind == DM_ITEM_LITERAL)
        say_literal(atom, out);
    else
        dm_item_say_text(atom, out);
}

/* How many of the copies of a spelled repeat must follow, with this one. */
static unsigned missing(const dm_items *items, int i)
{
    unsigned n = 0;

    for (int k = i; k < (int)items->n; k++) {
        const dm_item *item = &items->at[k];

        if (item->copies != items->at[i].copies ||
            item->written.from != items->at[i].written.from || item->min == 0)
            break;
        n++;
    }
    return n;
}

void dm_item_say(const dm_items *items, int i, dm_buf *out)
{
    const dm_item *item = &items->at[i];
    unsigned       n = item->copies > 1 ? missing(items, i) : 1;
    char           number[32];

    if (n > 1) {
        (void)snprintf(number, sizeof number, item->copy > 0 ? "%u more" : "%u",
                       n);
        say_many(items, i, number, out);
    } else if (item->copy > 0 && item->copies > 1) {
        dm_item_say_more(items, i, out);
    } else {
        say_one(items, i, out);
    }
}

/* "a digit" without its article. */
static dm_slice bare(dm_slice words_of)
{
    static const char *const heads[] = {"a ", "an ", "the ", "any "};

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        dm_slice head = dm_slice_str(heads[i]);

        if (dm_slice_starts(words_of, head))
            return dm_slice_sub(words_of, head.len, words_of.len);
    }
    return words_of;
}

void dm_item_say_more(const dm_items *items, int i, dm_buf *out)
{
    dm_buf   one;
    dm_slice all, rest;

    if (items->at[i].kind > DM_ITEM_CALL) {
        dm_buf_str(out,
                   dm_item_has_branches(items, i) ? "another " : "more of ");
        say_group(items, i, out);
        return;
    }
    dm_buf_init(&one, 4096);
    say_one(items, i, &one);
    all = dm_buf_view(&one);
    rest = bare(all);
    if (rest.len < all.len || dm_slice_starts(all, DM_S("one of")))
        dm_buf_str(out, "another ");
    else
        dm_buf_str(out, "more ");
    dm_buf_slice(out, rest);
    dm_buf_fini(&one);
}

/* The repeat count of the item as it was written. */
static dm_item_times times_of(const dm_items *items, int i)
{
    const dm_item *item = &items->at[i];
    dm_slice       text =
        dm_slice_sub(items->written, item->written.from, item->written.to);
    dm_item_times t = {0, 0, item->min, item->max, false};

    if (dm_item_is_leaf(item) && item->copies > 1)
        t = dm_item_repeat(dm_slice_sub(text, item->atom, text.len));
    return t;
}

void dm_item_say_all(const dm_items *items, int i, dm_buf *out)
{
    dm_item_times t = times_of(items, i);
    char          n[64];

    if (items->at[i].kind > DM_ITEM_CLASS || (t.min == 1 && t.max == 1)) {
        say_one(items, i, out);
        return;
    }
    if (t.min == 0 && t.max == 1) {
        dm_buf_str(out, "perhaps ");
        say_one(items, i, out);
        return;
    }
    if (t.max == SIZE_MAX && t.min == 0)
        (void)snprintf(n, sizeof n, "any number of");
    else if (t.max == SIZE_MAX)
        (void)snprintf(n, sizeof n, "%zu or more", t.min);
    else if (t.max == t.min)
        (void)snprintf(n, sizeof n, "%zu", t.min);
    else
        (void)snprintf(n, sizeof n, "%zu to %zu", t.min, t.max);
    say_many(items, i, n, out);
}
