/* markup_markdown.c - text escaped for Markdown, and what marks may enclose. */
#include "load/markup_markdown.h"

#include <strings.h>

#include "base/ascii.h"
#include "load/html_tag.h"
#include "load/markup.h"

static bool is_word(char c)
{
    return dm_ascii_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           (unsigned char)c >= 0x80;
}

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7F && !is_word(c);
}

/* ---- escaping ------------------------------------------------------------ */

/* Does the character mean something at any place of a line? */
static bool is_sign(char c)
{
    return dm_md_among(c, "\\`*_[]<>&~|#!");
}

/* A mark at the beginning of a line, or a number that ends at `i`. */
static bool is_line_sign(dm_slice text, size_t i)
{
    char c = text.ptr[i];

    if (i == 0)
        return dm_md_among(c, "+-=:");
    if (c != '.' && c != ')')
        return false;
    for (size_t k = 0; k < i; k++)
        if (!dm_ascii_digit(text.ptr[k]))
            return false;
    return true;
}

/* Does it mean something behind `before`? */
static bool is_sign_behind(char before, char c)
{
    return (before == ']' && (c == '(' || c == ':')) ||
           (is_word(before) && c == ';');
}

static void put_reference(dm_buf *out, char c)
{
    dm_buf_printf(out, "&#%d;", c);
}

/* How many blanks does the text begin with? */
static size_t leading(dm_slice text)
{
    size_t n = 0;

    while (n < text.len && dm_ascii_blank(text.ptr[n]))
        n++;
    return n;
}

/* Where a text is put: what is before and behind it. */
typedef struct edges {
    bool begins; /* only marks stand before it on its line */
    bool open; /* a blank at its beginning would be trimmed, or end emphasis */
    bool ends; /* the same of its end */
} edges;

/* Would the blank at `i` be trimmed?  One alone at the end may stand beside
** what follows: if that is nothing, nobody misses it. */
static bool is_trimmed(dm_slice text, size_t i, const edges *e)
{
    size_t last = text.len - 1;

    if (!dm_ascii_blank(text.ptr[i]))
        return false;
    if (e->open && i < leading(text))
        return true;
    if (i == last)
        return e->ends || (i > 0 && dm_ascii_blank(text.ptr[i - 1]));
    return i + 1 == last && dm_ascii_blank(text.ptr[last]);
}

static edges edges_at(dm_slice source, size_t at)
{
    bool  begins = dm_md_marks_end(source, at) >= at;
    edges e = {begins, begins, at >= source.len};

    if (!begins && dm_md_among(source.ptr[at - 1], "*_~"))
        e.open = true;
    if (!e.ends && dm_md_among(source.ptr[at], "\r\n*_~"))
        e.ends = true;
    return e;
}

static void escape_flow(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    edges e = edges_at(source, at);
    char  before = '\n';

    if (at > 0 && !e.begins)
        before = source.ptr[at - 1];
    for (size_t i = 0; i < text.len; before = text.ptr[i++]) {
        char c = text.ptr[i];

        if (c == '\n' ||
            (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n')) {
            i += c == '\r';
            dm_buf_str(out, "<br>");
        } else if (c == '\r' || is_trimmed(text, i, &e)) {
            put_reference(out, c);
        } else {
            if (is_sign(c) || (e.begins && is_line_sign(text, i)) ||
                is_sign_behind(before, c))
                dm_buf_char(out, '\\');
            dm_buf_char(out, c);
        }
    }
}

/* Each new line begins as the one the text is put into. */
static void escape_block(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    size_t   from = dm_md_line_begin(source, at);
    size_t   to = from;
    dm_slice prefix;

    while (to < at && (dm_ascii_blank(source.ptr[to]) || source.ptr[to] == '>'))
        to++;
    prefix = dm_slice_sub(source, from, to);
    for (size_t i = 0; i < text.len; i++) {
        dm_buf_char(out, text.ptr[i]);
        if (text.ptr[i] == '\n')
            dm_buf_slice(out, prefix);
    }
}

/* In a table's cell a | would be its end. */
static void escape_span(dm_buf *out, dm_slice text, bool cell)
{
    for (size_t i = 0; i < text.len; i++) {
        if (cell && text.ptr[i] == '|')
            dm_buf_char(out, '\\');
        dm_buf_char(out, (char)(text.ptr[i] == '\n' ? ' ' : text.ptr[i]));
    }
}

static void escape_html(dm_buf *out, dm_slice text)
{
    while (text.len > 0) {
        const char *lf = memchr(text.ptr, '\n', text.len);
        size_t      n = lf != NULL ? (size_t)(lf - text.ptr) : text.len;

        dm_escape(out, dm_slice_sub(text, 0, n));
        if (lf != NULL)
            dm_buf_str(out, "<br>");
        text = dm_slice_sub(text, n + (lf != NULL), text.len);
    }
}

static bool needs_care(dm_slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (is_punctuation(text.ptr[i]) || (unsigned char)text.ptr[i] <= ' ')
            return true;
    return false;
}

static void escape(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    dm_md_place where =
        needs_care(text) ? dm_md_place_at(source, at) : DM_MD_CODE_SPAN;

    switch (where) {
    case DM_MD_FLOW:
        escape_flow(out, text, source, at);
        break;
    case DM_MD_CODE_BLOCK:
        escape_block(out, text, source, at);
        break;
    case DM_MD_CODE_SPAN:
    case DM_MD_CODE_CELL:
        escape_span(out, text, where == DM_MD_CODE_CELL);
        break;
    case DM_MD_ADDRESS: /* nothing can be said but what it may hold */
        dm_buf_slice(out, text);
        break;
    case DM_MD_HTML:
        escape_html(out, text);
        break;
    }
}

/* ---- what stands before new text ----------------------------------------- */

/* Is the sign at `at` one, or is it escaped itself? */
static bool is_bare(dm_slice s, size_t at)
{
    size_t n = 0;

    while (n < at && s.ptr[at - 1 - n] == '\\')
        n++;
    return n % 2 == 0;
}

/* Where "&name" begins that ends at `at`; `at` when there is none. */
static size_t reference_before(dm_slice s, size_t at)
{
    size_t i = at;

    while (i > 0 && at - i < 40 &&
           (s.ptr[i - 1] == '#' || (is_word(s.ptr[i - 1]) && s.ptr[i - 1] > 0)))
        i--;
    return i > 0 && s.ptr[i - 1] == '&' && is_bare(s, i - 1) ? i - 1 : at;
}

/* A backslash, ampersand or < that meant itself, because of what stood behind
** it, gets to mean itself whatever comes. */
static bool before(dm_slice s, dm_range at, dm_slice text, dm_range *more,
                   dm_slice *with)
{
    size_t i = at.from;
    char   next = '\n';
    size_t amp;

    if (text.len > 0)
        next = text.ptr[0];
    else if (at.to < s.len)
        next = s.ptr[at.to];
    if (i == 0)
        return false;
    amp = reference_before(s, i);
    *more = (dm_range){i - 1, i};
    if (s.ptr[i - 1] == '\\' && is_bare(s, i - 1) &&
        (is_punctuation(next) || next == '\n' || next == '\r'))
        *with = DM_S("\\\\");
    else if (s.ptr[i - 1] == '<' && is_bare(s, i - 1) &&
             (is_word(next) || dm_md_among(next, "/!?")))
        *with = DM_S("&lt;");
    else if (amp < i && (is_word(next) || next == '#' || next == ';')) {
        *more = (dm_range){amp, amp + 1};
        *with = DM_S("&amp;");
    } else
        return false;
    return dm_md_place_at(s, i) == DM_MD_FLOW;
}

static bool besides(dm_slice s, dm_range at, dm_slice text, dm_range *more,
                    dm_slice *with)
{
    dm_range first;
    dm_slice by;

    if (with->ptr == NULL && before(s, at, text, &first, &by)) {
        *more = first;
        *with = by;
        return true;
    }
    return dm_md_beside(s, at, text, more, with);
}

/* ---- what marks may stand around ----------------------------------------- */

enum { OPEN = 64 };

typedef struct open_marks {
    char   sign[OPEN];
    size_t len[OPEN];
    size_t n;
} open_marks;

static size_t run_at(dm_slice s, size_t at)
{
    size_t n = 1;

    while (at + n < s.len && s.ptr[at + n] == s.ptr[at])
        n++;
    return n;
}

/* Behind the code span that begins at `at`; 0 when it does not end. */
static size_t code_end(dm_slice s, size_t at)
{
    size_t n = run_at(s, at);

    for (size_t i = at + n; i < s.len;) {
        size_t k = run_at(s, i);

        if (s.ptr[i] == '`' && k == n)
            return i + k;
        i += k;
    }
    return 0;
}

/* A run of signs of emphasis opens or closes. */
static bool turn(open_marks *o, char sign, size_t len)
{
    if (o->n > 0 && o->sign[o->n - 1] == sign && o->len[o->n - 1] == len) {
        o->n--;
        return true;
    }
    if (o->n == OPEN)
        return false;
    o->sign[o->n] = sign;
    o->len[o->n++] = len;
    return true;
}

/* Behind "](…)" or "]" at `at`, which closes what "[" opened; 0 if nothing. */
static size_t bracket_end(dm_slice s, size_t at, open_marks *o)
{
    const char *close;

    if (o->n == 0 || o->sign[o->n - 1] != '[')
        return 0;
    o->n--;
    if (at + 1 >= s.len || s.ptr[at + 1] != '(')
        return at + 1;
    close = memchr(s.ptr + at, ')', s.len - at);
    return close != NULL ? (size_t)(close - s.ptr) + 1 : 0;
}

/* A new line that is none of the paragraph's. */
static bool ends_block(dm_slice s, size_t lf)
{
    size_t at = lf + 1;
    size_t text;

    while (at < s.len && dm_ascii_blank(s.ptr[at]))
        at++;
    if (at >= s.len)
        return false;
    text = dm_md_marks_end(s, at);
    return text != at || dm_md_among(s.ptr[at], "\r\n#|=`~");
}

/* Behind the sign at `at`; 0 when no mark may stand around. */
static size_t pass_sign(dm_slice s, size_t at, open_marks *o)
{
    char   c = s.ptr[at];
    size_t n = run_at(s, at);

    switch (c) {
    case '\\':
        return at + 2;
    case '`':
        return code_end(s, at);
    case '[':
        return turn(o, '[', at + 1) ? at + 1 : 0;
    case ']':
        return bracket_end(s, at, o);
    case '|':
        return 0;
    case '\n':
        return ends_block(s, at) ? 0 : at + 1;
    case '_':
        if (at > 0 && at + n < s.len && is_word(s.ptr[at - 1]) &&
            is_word(s.ptr[at + n]))
            return at + n;
        return turn(o, c, n) ? at + n : 0;
    case '*':
    case '~':
        return turn(o, c, n) ? at + n : 0;
    default:
        return at + 1;
    }
}

static int role(dm_slice name)
{
    char    small[16] = "";
    dm_role what;

    for (size_t i = 0; i < name.len && i + 1 < sizeof small; i++)
        small[i] =
            (char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] | 0x20
                                                            : name.ptr[i]);
    what = dm_tag_find(small)->role;
    if (what == DM_ROLE_LINE || (what == DM_ROLE_INLINE && dm_tag_void(small)))
        return 0;
    return what == DM_ROLE_INLINE || what == DM_ROLE_LINK ? 1 : -1;
}

static bool whole(dm_slice stretch)
{
    open_marks o = {.n = 0};

    for (size_t at = 0; at < stretch.len;) {
        at = pass_sign(stretch, at, &o);
        if (at == 0)
            return false;
    }
    return o.n == 0 && dm_pieces_balance(stretch, role);
}

/* In code and addresses a reference is text. */
static bool refer(dm_buf *out, uint32_t cp, dm_slice source, size_t at)
{
    dm_md_place where = dm_md_place_at(source, at);

    return (where == DM_MD_FLOW || where == DM_MD_HTML) &&
           dm_refer(out, cp, source, at);
}

const dm_markup dm_markup_markdown = {
    .name = "markdown",
    .escape = escape,
    .whole = whole,
    .refer = refer,
    .besides = besides,
};
