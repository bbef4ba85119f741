/* step_punct_zh.c - full-width punctuation between Han characters.
**
** Pages whose punctuation was folded to ASCII read 会议指出,必须 where an
** editor wrote a full-width comma.  A mark is restored when what stands before
** it is Han (or a closing mark of Chinese text) and what follows is Han, an
** opening mark, or the end of the line; digits, letters and blanks around it
** say that it is something else (1:2, 3,000, a.b).  Brackets are restored in
** pairs, when Han stands before or behind the pair and inside it.
*/
#include "norm/steps.h"
#include "text/utf8.h"

enum { PAIR_MAX = 300 }; /* bytes that a pair of brackets may span */

static const bool stop[256] = {
    [','] = true, [';'] = true, [':'] = true, ['!'] = true,
    ['?'] = true, ['.'] = true, ['('] = true, [')'] = true};

/* Marks that only Chinese text has: whatever touches them is Chinese. */
static bool is_mark(uint32_t cp)
{
    return (cp >= 0x3001 && cp <= 0x3003) || (cp >= 0x3008 && cp <= 0x3011) ||
           (cp >= 0x3014 && cp <= 0x301B) || cp == 0x2018 || cp == 0x2019 ||
           cp == 0x201C || cp == 0x201D || cp == 0x2026 || cp == 0x2014 ||
           (cp >= 0xFF01 && cp <= 0xFF0F) || (cp >= 0xFF1A && cp <= 0xFF20);
}

static bool is_chinese(uint32_t cp)
{
    return dm_utf8_is_han(cp) || is_mark(cp);
}

static bool ends_line(uint32_t cp)
{
    return cp == 0 || cp == '\n' || cp == '\r';
}

static bool chinese_around(dm_slice s, size_t at)
{
    uint32_t next = dm_utf8_at(s, at + 1);

    return is_chinese(dm_utf8_before(s, at)) &&
           (is_chinese(next) || ends_line(next));
}

/* Where the ')' for the '(' at `at` is, on its line; 0 when there is none. */
static size_t partner(dm_slice s, size_t at)
{
    for (size_t i = at + 1; i < s.len && i - at <= PAIR_MAX; i++) {
        if (s.ptr[i] == ')')
            return i;
        if (s.ptr[i] == '(' || s.ptr[i] == '\n')
            return 0;
    }
    return 0;
}

/* Does the pair at [open, close] belong to Chinese text? */
static bool chinese_pair(dm_slice s, size_t open, size_t close)
{
    bool outside = is_chinese(dm_utf8_before(s, open)) ||
                   is_chinese(dm_utf8_at(s, close + 1));
    bool inside = is_chinese(dm_utf8_at(s, open + 1)) ||
                  is_chinese(dm_utf8_before(s, close));

    return outside && inside;
}

static const char *full(char c)
{
    switch (c) {
    case ',':
        return "，";
    case ';':
        return "；";
    case ':':
        return "：";
    case '!':
        return "！";
    case '?':
        return "？";
    case '(':
        return "（";
    case ')':
        return "）";
    default:
        return "。";
    }
}

void dm_step_punct_zh(dm_aligner *a)
{
    size_t close = 0; /* the bracket that a restored one waits for */

    while (dm_keep_until(a, stop)) {
        char c = a->src.ptr[a->at];
        bool yes;

        if (c == '(') {
            size_t at = partner(a->src, a->at);

            yes = at != 0 && chinese_pair(a->src, a->at, at);
            close = yes ? at : close;
        } else if (c == ')') {
            yes = close != 0 && a->at == close;
        } else {
            yes = chinese_around(a->src, a->at);
        }
        if (yes)
            dm_align_replace(a, 1, dm_slice_str(full(c)));
        else
            dm_align_keep(a, 1);
    }
}
