/* markdown_text.c - escaping, character by character.
**
** White space is held back until something visible follows, so lines have
** none at either end.  A backslash before ASCII punctuation is always right,
** but not within what GFM takes for a bare URL, which it reads as it stands:
** there the scheme is broken instead.
*/
#include "emit/markdown_text.h"
#include "base/ascii.h"

enum {
    URL_MAX = 256,  /* looked at behind a scheme */
    EMOJI_MAX = 40, /* bytes of a :short_name: */
    DIGITS_MAX = 9  /* of a list's number */
};

typedef enum hold { HOLD_NONE, HOLD_SPACE, HOLD_BREAK } hold;

typedef struct writer {
    dm_buf     *out;
    dm_md_place place;
    dm_slice    prefix;
    dm_slice    href;   /* of the open link */
    hold        held;   /* white space to come */
    bool        any;    /* something visible was written */
    bool        start;  /* the line is empty so far */
    size_t      digits; /* the line is that many digits so far */
    size_t      left;   /* bytes of the node behind the text at hand */
} writer;

static bool always(char c)
{
    return c != '\0' && strchr("\\`*_[]<~|$", c) != NULL;
}

static bool ends_with(const dm_buf *out, const char *what)
{
    return dm_slice_ends(dm_buf_view(out), dm_slice_str(what));
}

/* Would a bare URL that goes on with `s` hold something to be escaped, or stand
** before a hard break?  What cannot be seen from here may. */
static bool is_risky(const writer *w, dm_slice s)
{
    bool ended = false;

    for (size_t i = 0; i < s.len && i < URL_MAX; i++) {
        if (s.ptr[i] == '\n' || s.ptr[i] == '\r')
            return true;
        if (ended && !dm_ascii_white(s.ptr[i]))
            return false;
        ended = dm_ascii_white(s.ptr[i]);
        if (always(s.ptr[i]) || strchr("&:#", s.ptr[i]) != NULL)
            return true;
    }
    return s.len > URL_MAX || w->left > 0;
}

/* ":smile:" is a picture to some. */
static bool is_emoji(dm_slice s)
{
    for (size_t i = 1; i < s.len && i < EMOJI_MAX; i++) {
        char c = s.ptr[i];

        if (c == ':')
            return i > 1;
        if (!dm_ascii_word(c) && c != '_' && c != '+' && c != '-')
            return false;
    }
    return false;
}

static bool escapes_colon(const writer *w, dm_slice s)
{
    if (w->start || s.len == 1)
        return w->start || w->left > 0;
    if (s.ptr[1] == '/' && (s.len == 2 || s.ptr[2] == '/'))
        return is_risky(w, dm_slice_sub(s, 1, s.len));
    return is_emoji(s);
}

static bool escapes_point(const writer *w, dm_slice s)
{
    if (w->digits > 0 && w->digits <= DIGITS_MAX)
        return true;
    return s.ptr[0] == '.' &&
           (ends_with(w->out, "www") || ends_with(w->out, "WWW")) &&
           is_risky(w, dm_slice_sub(s, 1, s.len));
}

/* Must the character that `s` begins with be escaped here? */
static bool escapes(const writer *w, dm_slice s)
{
    bool bounds = s.len == 1; /* what follows is not seen */

    switch (s.ptr[0]) {
    case '#':
        return w->start || w->place == DM_MD_HEADING;
    case '>':
    case '+':
    case '-':
    case '=':
        return w->start;
    case '.':
    case ')':
        return escapes_point(w, s);
    case ':':
        return escapes_colon(w, s);
    case '&':
        return bounds ? w->left > 0
                      : dm_ascii_word(s.ptr[1]) || s.ptr[1] == '#';
    case '!':
        return bounds && w->left > 0;
    default:
        return always(s.ptr[0]);
    }
}

static void put_break(writer *w)
{
    if (w->place == DM_MD_HEADING) {
        dm_buf_char(w->out, ' ');
    } else if (w->place == DM_MD_CELL) {
        dm_buf_str(w->out, "<br>");
    } else {
        dm_buf_str(w->out, "\\\n");
        dm_buf_slice(w->out, w->prefix);
        w->start = true;
        w->digits = 0;
    }
}

/* Before something visible: the white space that was held back. */
static void release(writer *w)
{
    if (w->any && w->held == HOLD_BREAK)
        put_break(w);
    else if (w->any && w->held == HOLD_SPACE)
        dm_buf_char(w->out, ' ');
    if (w->held == HOLD_SPACE && w->any)
        w->digits = 0;
    w->held = HOLD_NONE;
    w->any = true;
}

static void put_special(writer *w, dm_slice s)
{
    if (s.ptr[0] == '\0') {
        dm_buf_str(w->out, "\xEF\xBF\xBD");
    } else if (w->place == DM_MD_CELL && s.ptr[0] == '|' &&
               ends_with(w->out, "\\")) {
        dm_buf_str(w->out, "&#124;"); /* rows are split before escapes */
    } else {
        if (escapes(w, s))
            dm_buf_char(w->out, '\\');
        dm_buf_char(w->out, s.ptr[0]);
    }
}

/* How many bytes at the beginning of `s` are neither white space nor ASCII
** punctuation: they are copied. */
static size_t ordinary(dm_slice s)
{
    size_t n = 0;

    while (n < s.len &&
           ((unsigned char)s.ptr[n] >= 0x80 || dm_ascii_word(s.ptr[n])))
        n++;
    return n;
}

static bool all_digits(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return true;
}

/* The digits that the line is so far, when `s` is added. */
static void count_digits(writer *w, dm_slice s)
{
    bool only = w->start || w->digits > 0;

    w->digits = only && all_digits(s) ? w->digits + s.len : 0;
    w->start = false;
}

static void put_text(void *ud, dm_slice s)
{
    writer *w = ud;

    w->left -= s.len;
    while (s.len > 0) {
        size_t n = ordinary(s);

        if (n > 0) {
            release(w);
            count_digits(w, dm_slice_sub(s, 0, n));
            dm_buf_slice(w->out, dm_slice_sub(s, 0, n));
        } else if (dm_ascii_white(s.ptr[0])) {
            if (s.ptr[0] == '\n' || s.ptr[0] == '\r')
                w->held = HOLD_BREAK;
            else if (w->held == HOLD_NONE)
                w->held = HOLD_SPACE;
            n = 1;
        } else {
            release(w);
            put_special(w, s);
            w->start = false;
            w->digits = 0;
            n = 1;
        }
        s = dm_slice_sub(s, n, s.len);
    }
}

static void open_link(void *ud, dm_slice href)
{
    writer *w = ud;

    release(w);
    dm_buf_char(w->out, '[');
    w->start = false;
    w->digits = 0;
    w->href = href;
}

/* An address: what could end it or be read otherwise is spelled. */
static void put_address(dm_buf *out, dm_slice href)
{
    for (size_t i = 0; i < href.len; i++) {
        unsigned char c = (unsigned char)href.ptr[i];

        if (c <= ' ' || c == 0x7F || strchr("<>\"`|\\^{}", (char)c) != NULL)
            dm_buf_printf(out, "%%%02X", c);
        else if (c == '(' || c == ')' || c == '*' || c == '_' || c == '~' ||
                 c == '[' || c == ']' || c == '$')
            dm_buf_printf(out, "\\%c", c);
        else if (c == '&')
            dm_buf_str(out, "&amp;");
        else
            dm_buf_char(out, (char)c);
    }
}

static void close_link(void *ud)
{
    writer *w = ud;

    dm_buf_str(w->out, "](");
    put_address(w->out, w->href);
    dm_buf_char(w->out, ')');
}

bool dm_md_inline(dm_buf *out, const dm_node *node, size_t skip,
                  dm_md_place place, dm_slice prefix)
{
    static const dm_inline how = {put_text, open_link, close_link, NULL, NULL};
    writer                 w = {.out = out,
                                .place = place,
                                .prefix = prefix,
                                .start = place == DM_MD_BLOCK};

    for (size_t i = 0; i < node->nruns; i++)
        w.left += node->runs[i].text.len;
    w.left -= skip < w.left ? skip : w.left;
    dm_inline_walk(node, skip, &how, &w);
    return w.any;
}
