/* markdown_beside.c - what must change beside new text in Markdown.
**
** What a sign means depends on its neighbours.  Where an edit gives it others,
** something is written beside the edit: a comment, which is no text, between
** marks of emphasis and what keeps them from being marks; a backslash before
** what comes to begin a line; more backticks around code.  Each of them looks
** at the few characters around the edit, and asks for the place only when
** there is something to mend.
*/
#include <utf8proc.h>

#include "base/ascii.h"
#include "load/markup_markdown.h"
#include "text/utf8.h"

enum {
    MOST = DM_MOST_BESIDES,
    MOST_TICKS = 16,
    NEAR = 4096 /* how far from an edit the marks of its code may be */
};

/* An edit, and what was found to change beside it. */
typedef struct edit {
    dm_slice s;
    dm_range at;
    dm_slice text;
    dm_range more[MOST];
    dm_slice with[MOST];
    size_t   n;
} edit;

static void add(edit *e, size_t from, size_t to, dm_slice with)
{
    if (e->n == MOST)
        return;
    e->more[e->n] = (dm_range){from, to};
    e->with[e->n++] = with;
}

static bool is_flow(const edit *e)
{
    return dm_md_place_at(e->s, e->at.from) == DM_MD_FLOW;
}

/* ---- emphasis ------------------------------------------------------------ */

typedef enum kind { WHITE, PUNCTUATION, LETTER } kind;

static bool is_alnum(uint32_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static kind kind_of(uint32_t cp)
{
    utf8proc_category_t what = utf8proc_category((utf8proc_int32_t)cp);

    if (cp < 0x7F && cp > ' ')
        return is_alnum(cp) ? LETTER : PUNCTUATION;
    if (cp <= ' ' || what == UTF8PROC_CATEGORY_ZS)
        return WHITE;
    return what >= UTF8PROC_CATEGORY_PC && what <= UTF8PROC_CATEGORY_PO
               ? PUNCTUATION
               : LETTER;
}

static kind kind_at(dm_slice s, size_t at)
{
    size_t len;

    return at < s.len ? kind_of(dm_utf8_decode(s.ptr + at, &len)) : WHITE;
}

static kind kind_before(dm_slice s, size_t at)
{
    if (at == 0)
        return WHITE;
    for (at--; at > 0 && dm_utf8_inside(s.ptr[at]);)
        at--;
    return kind_at(s, at);
}

/* May a run of `sign` between these two open, and close? */
typedef struct power {
    bool opens, closes;
} power;

static power power_of(char sign, kind before, kind after)
{
    bool  left = after != WHITE && (after == LETTER || before != LETTER);
    bool  right = before != WHITE && (before == LETTER || after != LETTER);
    power p = {left, right};

    if (sign == '_') {
        p.opens = left && (!right || before == PUNCTUATION);
        p.closes = right && (!left || after == PUNCTUATION);
    }
    return p;
}

static bool keeps(power old, power now)
{
    return (!old.opens || now.opens) && (!old.closes || now.closes);
}

/* What the first or the last character of the new text is, as it is written:
** blanks and line ends at the beginning become references and tags. */
static kind edge(const edit *e, bool first)
{
    kind k;

    if (e->text.len == 0)
        return first ? kind_at(e->s, e->at.to) : kind_before(e->s, e->at.from);
    k = first ? kind_at(e->text, 0) : kind_before(e->text, e->text.len);
    if (k == WHITE &&
        (first ? (unsigned char)e->text.ptr[0] < 0x80
               : dm_md_among(e->text.ptr[e->text.len - 1], "\r\n")))
        return PUNCTUATION;
    return k;
}

/* A run of marks beside the edit gets a neighbour that takes its power: a
** comment on that side, or on the other one, gives it back. */
static void keep_run(edit *e, dm_range run, bool behind)
{
    char   sign = e->s.ptr[run.from];
    kind   was[2] = {kind_before(e->s, run.from), kind_at(e->s, run.to)};
    kind   is[2] = {was[0], was[1]};
    power  old = power_of(sign, was[0], was[1]);
    size_t inner = behind ? run.from : run.to;
    size_t outer = behind ? run.to : run.from;
    kind   in, out;

    is[!behind] = edge(e, !behind);
    in = is[!behind];
    out = is[behind];
    if (keeps(old, power_of(sign, is[0], is[1])) || !is_flow(e) ||
        dm_md_is_text(e->s, run.from))
        return;
    is[behind] = PUNCTUATION;
    if (out != PUNCTUATION && keeps(old, power_of(sign, is[0], is[1]))) {
        add(e, outer, outer, DM_S("<!-- -->"));
        return;
    }
    if (in == PUNCTUATION)
        return;
    add(e, inner, inner, DM_S("<!-- -->"));
    is[behind] = out;
    is[!behind] = PUNCTUATION;
    if (!keeps(old, power_of(sign, is[0], is[1])))
        add(e, outer, outer, DM_S("<!-- -->"));
}

static void keep_emphasis(edit *e)
{
    dm_range before = {e->at.from, e->at.from};
    dm_range after = {e->at.to, e->at.to};
    dm_slice s = e->s;

    if (before.to > 0 && dm_md_among(s.ptr[before.to - 1], "*_"))
        while (before.from > 0 &&
               s.ptr[before.from - 1] == s.ptr[before.to - 1])
            before.from--;
    if (after.from < s.len && dm_md_among(s.ptr[after.from], "*_"))
        while (after.to < s.len && s.ptr[after.to] == s.ptr[after.from])
            after.to++;
    if (e->text.len == 0 && before.to > before.from && after.to > after.from)
        return; /* nothing is left between them */
    if (before.to > before.from)
        keep_run(e, before, false);
    if (after.to > after.from)
        keep_run(e, after, true);
}

/* How many marks right before `from` and right behind `to` are a pair. */
static size_t pair_around(const edit *e, size_t from, size_t to)
{
    dm_slice    s = e->s;
    size_t      l = 0;
    size_t      r = 0;
    bool        code;
    dm_md_place place;

    if (from == 0 || to >= s.len || s.ptr[from - 1] != s.ptr[to] ||
        !dm_md_among(s.ptr[to], "*_~`"))
        return 0;
    while (l < from && s.ptr[from - 1 - l] == s.ptr[to])
        l++;
    while (to + r < s.len && s.ptr[to + r] == s.ptr[to])
        r++;
    code = s.ptr[to] == '`';
    place = dm_md_place_at(s, code ? from : from - 1);
    if (code)
        return l == r && from == e->at.from &&
                       (place == DM_MD_CODE_SPAN || place == DM_MD_CODE_CELL)
                   ? l
                   : 0;
    if (place != DM_MD_FLOW || dm_md_is_text(s, from - 1) ||
        dm_md_is_text(s, to))
        return 0;
    return l < r ? l : r;
}

/* Marks that nothing is left between would be text: they go too. */
static bool drop_marks(edit *e)
{
    size_t from = e->at.from;
    size_t to = e->at.to;
    size_t n;

    if (e->text.len > 0 || from == to)
        return false;
    while ((n = pair_around(e, from, to)) > 0) {
        from -= n;
        to += n;
    }
    if (from == e->at.from)
        return false;
    add(e, from, e->at.from, DM_S(""));
    add(e, e->at.to, to, DM_S(""));
    return true;
}

/* ---- what comes to begin a line ------------------------------------------ */

static bool ends(dm_slice s, size_t at)
{
    return at >= s.len || dm_md_among(s.ptr[at], " \t\r\n");
}

static size_t run_end(dm_slice s, size_t at)
{
    size_t i = at;

    while (i < s.len && s.ptr[i] == s.ptr[at])
        i++;
    return i;
}

/* Nothing but this sign, and blanks, up to the end of the line? */
static bool fills_line(dm_slice s, size_t at)
{
    size_t i = at;

    while (i < s.len && (s.ptr[i] == s.ptr[at] || dm_ascii_blank(s.ptr[i])))
        i++;
    return i >= s.len || dm_md_among(s.ptr[i], "\r\n");
}

/* "[name]:" at `at`: where the colon is; else 0. */
static size_t definition(dm_slice s, size_t at)
{
    for (size_t i = at + 1; i < s.len && i - at < 1000; i++) {
        if (s.ptr[i] == '\n' || s.ptr[i] == '[')
            return 0;
        if (s.ptr[i] == ']')
            return i + 1 < s.len && s.ptr[i + 1] == ':' ? i + 1 : 0;
    }
    return 0;
}

/* The sign of "1." whose digits go on, or end, at `at`; else the end. */
static size_t number_sign(dm_slice s, size_t at)
{
    while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
        at++;
    if (at < s.len && (s.ptr[at] == '.' || s.ptr[at] == ')') && ends(s, at + 1))
        return at;
    return s.len;
}

/* Where a line that begins at `at` needs a backslash; the end for nowhere. */
static size_t block_sign(dm_slice s, size_t at)
{
    char   c = (char)(at < s.len ? s.ptr[at] : '\n');
    size_t n = at < s.len ? run_end(s, at) - at : 0;

    if (c == '>' || (c == '#' && n <= 6 && ends(s, at + n)) ||
        (dm_md_among(c, "-+*") && ends(s, at + 1)) ||
        (dm_md_among(c, "-=*_") && fills_line(s, at)) ||
        (dm_md_among(c, "`~") && n >= 3))
        return at;
    if (c == '[')
        return definition(s, at) > 0 ? definition(s, at) : s.len;
    return c >= '0' && c <= '9' ? number_sign(s, at) : s.len;
}

static bool is_number(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* A line of a paragraph that nothing is left of would part it in two. */
static void drop_line(edit *e)
{
    size_t begin = dm_md_line_begin(e->s, e->at.from);
    size_t next = e->at.to;

    if (next < e->s.len && e->s.ptr[next] == '\r')
        next++;
    if (next >= e->s.len || e->s.ptr[next] != '\n' || begin != e->at.from ||
        begin < 2 || ends(e->s, next + 1))
        return;
    if (dm_md_marks_end(e->s, begin - 1) < begin - 1 && is_flow(e))
        add(e, e->at.to, next + 1, DM_S(""));
}

/* Old text that comes to begin a line stays text. */
static void keep_line(edit *e)
{
    dm_slice s = e->s;
    size_t   at = e->at.to;
    size_t   sign;

    if (dm_md_marks_end(s, e->at.from) < e->at.from)
        return;
    if (is_number(e->text)) {
        sign = number_sign(s, at);
    } else if (e->text.len == 0) {
        while (at < s.len && dm_ascii_blank(s.ptr[at]))
            at++;
        if (at >= s.len || dm_md_among(s.ptr[at], "\r\n")) {
            drop_line(e);
            return;
        }
        sign = block_sign(s, at);
    } else
        return;
    if (sign >= s.len && at - e->at.to < 4)
        return;
    if (!is_flow(e))
        return;
    if (at - e->at.to >= 4) /* code, if it is not held off */
        add(e, e->at.to, e->at.to + 1, DM_S("&#32;"));
    if (sign < s.len)
        add(e, sign, sign, DM_S("\\"));
}

/* ---- code spans ---------------------------------------------------------- */

/* The code span around the edit. */
typedef struct span {
    dm_range open, close; /* its marks */
} span;

/* The next run of `n` backticks from `at` on. */
static bool find_run(dm_slice s, size_t at, size_t n, dm_range *run)
{
    for (size_t end; at < s.len; at = end) {
        end = run_end(s, at);
        *run = (dm_range){at, end};
        if (s.ptr[at] == '`' && end - at == n)
            return true;
    }
    return false;
}

/* Runs before the edit may be marks, or code: of two that are closed the one
** that is closed first holds the other. */
static bool find_span(const edit *e, span *p)
{
    size_t   rest = e->s.len - e->at.to;
    dm_slice s = {e->s.ptr, e->at.to + (rest < NEAR ? rest : NEAR)};
    size_t   from = e->at.from;
    bool     found = false;
    span     q = {
            .open = {0, 0}
    };

    for (int k = 0; k < MOST; k++) {
        while (from > 0 && s.ptr[from - 1] != '`' && e->at.from - from < NEAR)
            from--;
        q.open.to = from;
        while (from > 0 && s.ptr[from - 1] == '`')
            from--;
        q.open.from = from;
        if (q.open.to == from)
            break;
        if (find_run(s, e->at.to, q.open.to - from, &q.close) &&
            (!found || q.close.from < p->close.from)) {
            *p = q;
            found = true;
        }
    }
    return found;
}

/* The shortest run of backticks that is not in `s`: `n`, if it may be. */
static size_t free_run(dm_slice s, size_t n)
{
    bool used[MOST_TICKS] = {false};

    for (size_t i = 0, end; i < s.len; i = end) {
        end = run_end(s, i);
        if (s.ptr[i] == '`' && end - i < MOST_TICKS)
            used[end - i] = true;
    }
    if (n < MOST_TICKS && !used[n])
        return n;
    for (n = 1; n < MOST_TICKS; n++)
        if (!used[n])
            return n;
    return 0;
}

/* Would a backtick at an end be taken for the mark's? */
static bool needs_padding(dm_slice code)
{
    return code.len > 0 &&
           (code.ptr[0] == '`' || code.ptr[code.len - 1] == '`');
}

/* Backticks in code need longer marks around it. */
static void keep_code(edit *e)
{
    static const char marks[] = "```````````````` ````````````````";
    dm_md_place       place;
    span              p = {
                     .open = {0, 0}
    };
    dm_buf code;
    size_t n;
    size_t pad;

    if (memchr(e->text.ptr, '`', e->text.len) == NULL)
        return;
    place = dm_md_place_at(e->s, e->at.from);
    if ((place != DM_MD_CODE_SPAN && place != DM_MD_CODE_CELL) ||
        !find_span(e, &p))
        return;
    dm_buf_init(&code, SIZE_MAX / 2);
    dm_buf_slice(&code, dm_slice_sub(e->s, p.open.to, e->at.from));
    dm_buf_slice(&code, e->text);
    dm_buf_slice(&code, dm_slice_sub(e->s, e->at.to, p.close.from));
    n = code.failed ? 0 : free_run(dm_buf_view(&code), p.open.to - p.open.from);
    pad = n > 0 && needs_padding(dm_buf_view(&code));
    dm_buf_fini(&code);
    if (n == 0 || (n == p.open.to - p.open.from && pad == 0))
        return;
    add(e, p.open.from, p.open.to, (dm_slice){marks + 16 - n, n + pad});
    add(e, p.close.from, p.close.to, (dm_slice){marks + 17 - pad, n + pad});
}

bool dm_md_beside(dm_slice source, dm_range at, dm_slice text, dm_range *more,
                  dm_slice *with)
{
    edit   e = {.s = source, .at = at, .text = text};
    size_t next = 0;

    if (!drop_marks(&e)) {
        keep_emphasis(&e);
        keep_line(&e);
        keep_code(&e);
    }
    for (size_t i = 0; with->ptr != NULL && i < e.n; i++)
        if (e.more[i].from == more->from && e.more[i].to == more->to)
            next = i + 1;
    if (next >= e.n)
        return false;
    *more = e.more[next];
    *with = e.with[next];
    return true;
}
