/* html_guard.c - the parser's private copy.
**
** One walk from tag to tag over the copy, in time that grows with its length
** whatever it holds: nothing is looked for twice.
*/
#include "load/html_guard.h"

#include <stdint.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/mem.h"

enum { DEL = 0x7F, NO_CHARACTER = 0x110000 };

/* C0 controls but for tab and line ends; U+FFFE and U+FFFF. */
static void hide_forbidden(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];

        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            p[i] = c == '\f' ? ' ' : DEL;
        else if (c == 0xEF && n - i >= 3 && (unsigned char)p[i + 1] == 0xBF &&
                 (unsigned char)p[i + 2] >= 0xBE)
            memset(p + i, DEL, 3);
    }
}

/* Where the next `end` is, or the end of all.  Not memmem: sanitizers look at
** all that it may read, each time. */
static size_t pass(dm_slice s, size_t at, const char *end)
{
    dm_slice    want = dm_slice_str(end);
    const char *p = s.ptr + at;

    while ((p = memchr(p, end[0], s.len - (size_t)(p - s.ptr))) != NULL) {
        size_t here = (size_t)(p++ - s.ptr);

        if (dm_slice_starts(dm_slice_sub(s, here, s.len), want))
            return here;
    }
    return s.len;
}

/* Behind a quoted value; an open quote ends with everything. */
static size_t pass_quote(dm_slice s, size_t at)
{
    const char *p = memchr(s.ptr + at + 1, s.ptr[at], s.len - at - 1);

    return p != NULL ? (size_t)(p - s.ptr) + 1 : s.len;
}

/* Walk through a tag from behind its `<`, and return where it ends.  Where
** attribute number DM_MAX_ATTRIBUTES + 1 begins goes to `*flood`. */
static size_t walk_tag(dm_slice s, size_t at, size_t *flood)
{
    size_t words = 0;

    *flood = s.len;
    while (at < s.len && s.ptr[at] != '>' && s.ptr[at] != '<') {
        char c = s.ptr[at];

        if (!dm_ascii_space(c) &&
            (dm_ascii_space(s.ptr[at - 1]) || s.ptr[at - 1] == '"') &&
            c != '=' && ++words == DM_MAX_ATTRIBUTES + 1)
            *flood = at;
        if ((c == '"' || c == '\'') && s.ptr[at - 1] == '=')
            at = pass_quote(s, at);
        else
            at++;
    }
    return at;
}

static bool opens(dm_slice s, size_t at, const char *name)
{
    size_t len = strlen(name);

    return s.len - at > len && strncasecmp(s.ptr + at, name, len) == 0 &&
           !dm_ascii_letter(s.ptr[at + len]);
}

typedef struct walk {
    char     *p; /* the copy */
    dm_slice  s; /* the same */
    dm_guard *guard;
    size_t    cdata;  /* behind the last that ended */
    bool      titled; /* a <title> was seen */
} walk;

/* Something that begins at `from` never ends. */
static size_t never_ends(walk *w, const char *what, size_t from)
{
    if (w->guard->open == NULL) {
        w->guard->open = what;
        w->guard->from = from;
    }
    return w->s.len;
}

static size_t digit(char c)
{
    if (c >= '0' && c <= '9')
        return (size_t)(c - '0');
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? (size_t)(c - 'a' + 10) : 16;
}

/* The number reference at `at`: one that the parser would drop in silence
** becomes one that it reports, or none. */
static void mend_number(char *p, size_t at, size_t to)
{
    size_t   i = at + 2;
    size_t   base = i < to && (p[i] | 0x20) == 'x' ? 16 : 10;
    size_t   from = i + (base == 16);
    uint32_t value = 0;

    for (i = from; i < to && digit(p[i]) < base; i++)
        if (value < NO_CHARACTER)
            value = value * (uint32_t)base + (uint32_t)digit(p[i]);
    if (i <= from) {
        p[at] = '+';
    } else if (value == 0 || value >= NO_CHARACTER ||
               (value >= 0xD800 && value < 0xE000)) {
        memset(p + from, '0', i - from);
        p[i - 1] = '9';
    }
}

static void mend_text(char *p, size_t at, size_t to)
{
    const char *amp;

    while (at + 1 < to && (amp = memchr(p + at, '&', to - at - 1)) != NULL) {
        at = (size_t)(amp - p);
        if (p[at + 1] == '#')
            mend_number(p, at, to);
        at++;
    }
}

/* `at` is behind `<!--`: the end of the comment. */
static size_t pass_comment(walk *w, size_t at)
{
    size_t from = at - 4;
    size_t n = w->s.len - at;

    for (size_t dash = 0; dash <= 1; dash++) { /* <!--> and <!---> are empty */
        if (n <= dash || w->p[at + dash] != '>' ||
            (dash == 1 && w->p[at] != '-'))
            continue;
        memset(w->p + from, DEL, 5 + dash);
        return at + dash + 1;
    }
    for (; (at = pass(w->s, at, "--")) < w->s.len; at++) {
        dm_slice end = dm_slice_sub(w->s, at + 2, w->s.len);

        if (dm_slice_starts(end, DM_S(">")) || dm_slice_starts(end, DM_S("!>")))
            return at + 2;
    }
    return never_ends(w, "a comment", from);
}

/* `at` is behind `<![CDATA[`, which with its end is made unseen.  One within
** another is text, and so is one without an end. */
static size_t pass_cdata(walk *w, size_t at)
{
    size_t end = at < w->cdata ? w->s.len : pass(w->s, at, "]]>");

    if (end == w->s.len) {
        if (at >= w->cdata)
            w->cdata = w->s.len;
        return at;
    }
    memset(w->p + at - 9, DEL, 9);
    memset(w->p + end, DEL, 3);
    w->cdata = end + 3;
    return at;
}

/* The end tag of the element `name`, which holds no markup. */
static size_t pass_raw(walk *w, size_t at, const char *name, const char *what)
{
    size_t from = at;

    while ((at = pass(w->s, at, "</")) < w->s.len) {
        at += 2;
        if (opens(w->s, at, name))
            return at;
    }
    return never_ends(w, what, from - 1);
}

/* `at` is behind the < of a start tag: blank out what goes beyond the limit
** on attributes. */
static size_t pass_tag(walk *w, size_t at)
{
    size_t from = at - 1;
    size_t flood;

    if (opens(w->s, at, "title") && !w->titled) {
        w->titled = true;
        (void)pass_raw(w, at, "title", "a title");
    }
    at = walk_tag(w->s, at, &flood);
    if (flood < at) {
        memset(w->p + flood, ' ', at - flood);
        w->guard->cut++;
    }
    return at < w->s.len ? at : never_ends(w, "a tag", from);
}

/* The markup at `at`; returns where text may be again. */
static size_t pass_markup(walk *w, size_t at)
{
    dm_slice rest = dm_slice_sub(w->s, ++at, w->s.len);

    if (dm_slice_starts(rest, DM_S("!--")))
        return pass_comment(w, at + 3);
    if (dm_slice_starts(rest, DM_S("![CDATA[")))
        return pass_cdata(w, at + 8);
    if (opens(w->s, at, "script"))
        return pass_raw(w, at, "script", "a script");
    if (opens(w->s, at, "style"))
        return pass_raw(w, at, "style", "a style sheet");
    if (rest.len > 0 && dm_ascii_letter(rest.ptr[0]))
        return pass_tag(w, at);
    if (rest.len > 1 &&
        (rest.ptr[0] == '!' || rest.ptr[0] == '?' ||
         (rest.ptr[0] == '/' && dm_ascii_letter(rest.ptr[1])))) {
        size_t end = pass(w->s, at, ">");

        return end < w->s.len ? end : never_ends(w, "a tag", at - 1);
    }
    return at;
}

static void mend(walk *w)
{
    for (size_t at = 0; at < w->s.len;) {
        size_t tag = pass(w->s, at, "<");

        mend_text(w->p, at, tag);
        at = tag < w->s.len ? pass_markup(w, tag) : tag;
    }
}

char *dm_guard_copy(dm_slice text, dm_guard *guard)
{
    char *p = dm_mem_alloc(text.len + 1);
    walk  w = {
         p, {p, text.len},
          guard, 0, false
    };

    if (p == NULL)
        return NULL;
    memcpy(p, text.ptr, text.len);
    p[text.len] = '\0';
    hide_forbidden(p, text.len);
    *guard = (dm_guard){0, NULL, 0};
    mend(&w);
    return p;
}
