/* reader_class.c - literals, escapes and bracketed classes.
**
** A class becomes a few words while it is small and certain, and a shape
** otherwise.  Sets are only ever made larger than they are: a negated class
** leaves out the ASCII characters that it certainly excludes.
*/
#include "match/reader.h"
#include "text/utf8.h"

enum { MAX_MEMBERS = 4, DM_ANY = 0x10FFFF };

/* A class while it is read: what it holds, or what it leaves out. */
typedef struct members {
    dm_shape shape; /* everything named, and more */
    dm_bytes ascii; /* ASCII characters that are named for certain */
    uint32_t few[MAX_MEMBERS];
    size_t   n; /* over MAX_MEMBERS: too many to list */
} members;

/* Blocks where no character has another case: CJK, kana, Hangul, general
** punctuation, full-width signs. */
static bool has_no_case(uint32_t cp)
{
    return (cp >= 0x2010 && cp <= 0x206F) || (cp >= 0x2E80 && cp <= 0xA4CF) ||
           (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFF00 && cp <= 0xFF20) || (cp >= 0xFF5B && cp <= 0xFFEF);
}

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

static void add_many(members *m, uint32_t lo, uint32_t hi)
{
    dm_shape_range(&m->shape, lo, hi);
    m->n = MAX_MEMBERS + 1;
}

static void add_one(members *m, uint32_t cp)
{
    dm_shape_range(&m->shape, cp, cp);
    if (cp < 0x80)
        dm_bytes_add(&m->ascii, cp, cp);
    if (m->n < MAX_MEMBERS)
        m->few[m->n] = cp;
    if (m->n <= MAX_MEMBERS)
        m->n++;
}

/* The other cases of an ASCII character: KELVIN SIGN and LONG S fold too. */
static void add_cases(members *m, uint32_t cp)
{
    if (!is_letter(cp))
        return;
    add_one(m, cp ^ 0x20);
    if ((cp | 0x20) == 'k')
        add_one(m, 0x212A);
    if ((cp | 0x20) == 's')
        add_one(m, 0x17F);
}

static void add_range(const dm_reader *r, members *m, uint32_t lo, uint32_t hi)
{
    bool caseless = r->mode.caseless;

    if (hi - lo > 0x80) {
        add_many(m, lo, hi);
        if (caseless)
            add_many(m, 0, DM_ANY);
        for (uint32_t cp = lo; cp <= hi && cp < 0x80; cp++)
            dm_bytes_add(&m->ascii, cp, cp);
        return;
    }
    for (uint32_t cp = lo; cp <= hi; cp++) {
        add_one(m, cp);
        if (caseless && cp < 0x80)
            add_cases(m, cp);
        else if (caseless && !has_no_case(cp))
            add_many(m, 0, DM_ANY);
    }
}

static void add_named(members *m, const char *chars)
{
    for (; *chars != '\0'; chars++)
        add_one(m, (unsigned char)*chars);
}

static bool in_word(uint32_t cp)
{
    return is_letter(cp) || (cp >= '0' && cp <= '9') || cp == '_';
}

static bool in_space(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r');
}

static bool in_digits(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

typedef bool in_kind(uint32_t cp);

/* \d \w \s and their opposites; with UCP more is in the former. */
static void add_kind(const dm_reader *r, members *m, in_kind *in, bool negated)
{
    for (uint32_t cp = 0; cp < 0x80; cp++)
        if (in(cp) != negated)
            add_one(m, cp);
    if (negated || r->mode.ucp)
        add_many(m, 0x80, DM_ANY);
}

static bool read_hex(dm_reader *r, uint32_t *cp)
{
    bool   braces = dm_reader_peek(r, 0) == '{';
    size_t digits = 0, max = braces ? 6 : 2;

    *cp = 0;
    r->at += braces;
    while (digits < max) {
        char c = dm_reader_peek(r, 0);

        if (c >= '0' && c <= '9')
            *cp = *cp * 16 + (uint32_t)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            *cp = *cp * 16 + (uint32_t)((c | 0x20) - 'a' + 10);
        else
            break;
        digits++;
        r->at++;
    }
    if (braces && dm_reader_peek(r, 0) != '}')
        return false;
    r->at += braces;
    return digits > 0 && *cp <= DM_ANY;
}

static bool simple_escape(char c, uint32_t *cp)
{
    static const char from[] = "aefnrt", to[] = "\a\x1B\f\n\r\t";
    const char       *at = c != '\0' ? strchr(from, c) : NULL;

    if (at != NULL)
        *cp = (unsigned char)to[at - from];
    return at != NULL;
}

/* An escape that stands for one character; `r->at` is behind the backslash
** and stays there when it is something else. */
static bool escaped_char(dm_reader *r, uint32_t *cp)
{
    char   c = dm_reader_peek(r, 0);
    size_t len;

    if (simple_escape(c, cp)) {
        r->at++;
        return true;
    }
    if (c == 'x') {
        r->at++;
        if (!read_hex(r, cp))
            r->fs.stuck = true;
        return true;
    }
    if (in_word((unsigned char)c) && c != '_')
        return false;
    if (r->at >= r->p.len) {
        r->fs.stuck = true;
        return true;
    }
    *cp = dm_utf8_decode(r->p.ptr + r->at, &len);
    r->at += len;
    return true;
}

/* \p{...}: anything, to be safe. */
static void skip_property(dm_reader *r)
{
    if (dm_reader_peek(r, 0) != '{') {
        r->at++;
        return;
    }
    while (r->at < r->p.len && r->p.ptr[r->at] != '}')
        r->at++;
    r->at++;
    if (r->at > r->p.len)
        r->fs.stuck = true;
}

/* A kind's letter, inside a class or out of it; false when it is none. */
static bool add_letter(dm_reader *r, members *m, char c)
{
    switch (c) {
    case 'd':
    case 'D':
        add_kind(r, m, in_digits, c == 'D');
        return true;
    case 'w':
    case 'W':
        add_kind(r, m, in_word, c == 'W');
        return true;
    case 's':
    case 'S':
        add_kind(r, m, in_space, c == 'S');
        return true;
    case 'v':
        add_named(m, "\n\v\f\r");
        add_many(m, 0x80, DM_ANY);
        return true;
    case 'h':
        add_named(m, "\t ");
        add_many(m, 0x80, DM_ANY);
        return true;
    case 'V':
    case 'H':
        add_many(m, 0, DM_ANY);
        return true;
    case 'p':
    case 'P':
        skip_property(r);
        add_many(m, 0, DM_ANY);
        return true;
    default:
        return false;
    }
}

/* One word a member while they are few. */
static dm_fact as_fact(dm_reader *r, const members *m)
{
    dm_fact f, one;
    char    utf8[4];

    if (m->n == 0 || m->n > MAX_MEMBERS)
        return dm_fact_shape(&m->shape);
    for (size_t i = 0; i < m->n; i++) {
        dm_slice text = {utf8, 0};

        text.len = dm_utf8_encode(m->few[i], utf8);

        one = dm_fact_text(&r->fs, text);
        f = i == 0 ? one : dm_fact_or(&r->fs, &f, &one);
    }
    return f;
}

static dm_fact one_char(dm_reader *r, uint32_t cp)
{
    members m = {.shape = dm_shape_none()};

    add_range(r, &m, cp, cp);
    return as_fact(r, &m);
}

dm_fact dm_reader_literal(dm_reader *r)
{
    size_t   len;
    uint32_t cp = dm_utf8_decode(r->p.ptr + r->at, &len);

    r->at += len;
    return one_char(r, cp);
}

/* \R: CR LF is one of them. */
static dm_fact line_end(void)
{
    dm_shape s = dm_shape_none();
    dm_shape crlf = dm_shape_text(DM_S("\r\n"));

    dm_shape_range(&s, '\n', '\r');
    dm_shape_range(&s, 0x80, 0xFFFF);
    s = dm_shape_or(&s, &crlf);
    return dm_fact_shape(&s);
}

dm_fact dm_reader_escape(dm_reader *r)
{
    members  m = {.shape = dm_shape_none()};
    dm_shape dot = dm_shape_dot();
    uint32_t cp = 0;
    char     c;

    r->at++;
    if (escaped_char(r, &cp))
        return r->fs.stuck ? dm_reader_stuck(r) : one_char(r, cp);
    c = r->p.ptr[r->at++];
    if (add_letter(r, &m, c))
        return as_fact(r, &m);
    switch (c) {
    case 'b':
    case 'B':
    case 'A':
    case 'z':
    case 'Z':
        return dm_fact_empty(&r->fs);
    case 'N':
        return dm_reader_peek(r, 0) == '{' ? dm_reader_stuck(r)
                                           : dm_fact_shape(&dot);
    case 'R':
        return line_end();
    default:
        return dm_reader_stuck(r);
    }
}

/* [:name:] inside a class: ASCII, or anything.  [:<:] is no class. */
static bool read_posix(dm_reader *r, members *m)
{
    char c = dm_reader_peek(r, 1);

    if (dm_reader_peek(r, 0) != '[' || (c != ':' && c != '.' && c != '='))
        return false;
    r->at += 2;
    if (c != ':' || dm_reader_peek(r, 0) == '<' ||
        dm_reader_peek(r, 0) == '>') {
        r->fs.stuck = true;
        return true;
    }
    add_many(m, 0,
             r->mode.ucp || r->mode.caseless || dm_reader_peek(r, 0) == '^'
                 ? DM_ANY
                 : 0x7F);
    while (r->at < r->p.len && r->p.ptr[r->at] != ']')
        r->at++;
    r->at++;
    if (r->at > r->p.len)
        r->fs.stuck = true;
    return true;
}

/* One end of a range; false when it was a kind, which has been added. */
static bool read_end(dm_reader *r, members *m, uint32_t *cp)
{
    size_t len;
    char   c;

    if (dm_reader_peek(r, 0) != '\\') {
        *cp = dm_utf8_decode(r->p.ptr + r->at, &len);
        r->at += len;
        return true;
    }
    r->at++;
    if (dm_reader_peek(r, 0) == 'b') {
        r->at++;
        *cp = '\b';
        return true;
    }
    if (escaped_char(r, cp))
        return true;
    c = r->p.ptr[r->at++];
    if (!add_letter(r, m, c))
        r->fs.stuck = true;
    return false;
}

static void read_member(dm_reader *r, members *m)
{
    uint32_t lo = 0, hi;

    if (read_posix(r, m) || !read_end(r, m, &lo) || r->fs.stuck)
        return;
    hi = lo;
    if (dm_reader_peek(r, 0) == '-' && dm_reader_peek(r, 1) != ']') {
        r->at++;
        if (dm_reader_peek(r, 0) == '[' || !read_end(r, m, &hi) || hi < lo)
            r->fs.stuck = true; /* a-\d and a-[:x:] are not worth knowing */
    }
    if (!r->fs.stuck)
        add_range(r, m, lo, hi);
}

static dm_fact negate(const members *m)
{
    dm_shape s = dm_shape_none();

    for (unsigned c = 0; c < 0x80; c++)
        if (!dm_bytes_has(&m->ascii, (unsigned char)c))
            dm_shape_range(&s, c, c);
    dm_shape_range(&s, 0x80, DM_ANY);
    return dm_fact_shape(&s);
}

dm_fact dm_reader_class(dm_reader *r)
{
    members m = {.shape = dm_shape_none()};
    bool    negated, first = true;

    r->at++;
    negated = dm_reader_peek(r, 0) == '^';
    r->at += negated;
    while (!r->fs.stuck && (first || dm_reader_peek(r, 0) != ']')) {
        if (r->at >= r->p.len)
            return dm_reader_stuck(r);
        read_member(r, &m);
        first = false;
    }
    if (r->fs.stuck)
        return dm_reader_stuck(r);
    r->at++;
    return negated ? negate(&m) : as_fact(r, &m);
}
