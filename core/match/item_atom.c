/* item_atom.c - where the parts of one item end.
**
** The text of an item is a character, a class, an escape or a parenthesis,
** then perhaps a repeat count, then perhaps what PCRE2 passes over (blanks
** and comments under x, \Q and \E).  PCRE2 has accepted it, so this only has
** to find the borders.
*/
#include <ctype.h>

#include "match/item.h"
#include "text/utf8.h"

static char peek(dm_slice s, size_t at)
{
    char c = '\0';

    if (at < s.len)
        c = s.ptr[at];
    return c;
}

/* Behind the first `end` from `at` on. */
static size_t behind(dm_slice s, size_t at, char end)
{
    while (at < s.len && s.ptr[at] != end)
        at++;
    return at < s.len ? at + 1 : s.len;
}

static size_t one(dm_slice s, size_t at)
{
    size_t n = at < s.len ? dm_utf8_len(s.ptr[at]) : 0;

    return at + n <= s.len ? at + n : s.len;
}

static size_t digits(dm_slice s, size_t at, size_t most, bool hex)
{
    size_t n = 0;

    while (n < most && at + n < s.len &&
           (hex ? isxdigit((unsigned char)s.ptr[at + n])
                : isdigit((unsigned char)s.ptr[at + n])))
        n++;
    return at + n;
}

static size_t escape_end(dm_slice s)
{
    char c = peek(s, 1), d = peek(s, 2);

    if (c != '\0' && strchr("pPxoNgk", c) != NULL && d == '{')
        return behind(s, 2, '}');
    if ((c == 'g' || c == 'k') && d == '<')
        return behind(s, 2, '>');
    if ((c == 'g' || c == 'k') && d == '\'')
        return behind(s, 3, '\'');
    if (c == 'g')
        return digits(s, d == '-' || d == '+' ? 3 : 2, 8, false);
    if (c == 'x')
        return digits(s, 2, 2, true);
    if (c == 'p' || c == 'P' || c == 'c')
        return one(s, 2);
    if (isdigit((unsigned char)c))
        return digits(s, 1, 3, false);
    return one(s, 1);
}

static size_t class_end(dm_slice s)
{
    size_t at = peek(s, 1) == '^' ? 2 : 1;

    if (peek(s, at) == ']')
        at++;
    while (at < s.len && s.ptr[at] != ']') {
        if (s.ptr[at] == '\\')
            at += 2;
        else if (s.ptr[at] == '[' && peek(s, at + 1) == ':')
            at = behind(s, at + 2, ']');
        else
            at++;
    }
    return at < s.len ? at + 1 : s.len;
}

size_t dm_item_atom(dm_slice text)
{
    switch (peek(text, 0)) {
    case '\\':
        return escape_end(text);
    case '[':
        return class_end(text);
    default:
        return one(text, 0);
    }
}

static size_t number(dm_slice s, size_t *at, size_t none)
{
    size_t n = 0, from = *at;

    while (*at < s.len && isdigit((unsigned char)s.ptr[*at]) && n < 100000)
        n = n * 10 + (size_t)(s.ptr[(*at)++] - '0');
    return *at > from ? n : none;
}

/* {2}, {2,}, {2,3}; no length when it is not a repeat count. */
static dm_item_times braces(dm_slice s)
{
    dm_item_times t = {0, 0, 1, 1, false};
    size_t        at = 1, min = number(s, &at, 0), max = min;

    if (peek(s, at) == ',') {
        at++;
        max = number(s, &at, SIZE_MAX);
    }
    if (peek(s, at) != '}' || at == 1)
        return t;
    t = (dm_item_times){at + 1, at + 1, min, max, false};
    return t;
}

/* Under x, blanks and comments may precede a repeat count; otherwise they
** would be items of their own. */
static size_t skip_blank(dm_slice s)
{
    size_t at = 0;

    for (; at < s.len; at++) {
        if (s.ptr[at] == '#')
            at = behind(s, at, '\n') - 1;
        else if (!isspace((unsigned char)s.ptr[at]))
            break;
    }
    return at;
}

dm_item_times dm_item_repeat(dm_slice text)
{
    dm_item_times t = {0, 0, 1, 1, false};
    size_t        skip = skip_blank(text);
    char          c;

    text = dm_slice_sub(text, skip, text.len);
    c = peek(text, 0);
    if (c == '{')
        t = braces(text);
    else if (c == '*')
        t = (dm_item_times){1, 0, 0, SIZE_MAX, false};
    else if (c == '+')
        t = (dm_item_times){1, 0, 1, SIZE_MAX, false};
    else if (c == '?')
        t = (dm_item_times){1, 0, 0, 1, false};
    if (t.len == 0)
        return t;
    c = peek(text, t.len);
    t.possessive = c == '+';
    t.len += skip + (c == '+' || c == '?');
    t.brace += t.brace > 0 ? skip : 0;
    return t;
}
