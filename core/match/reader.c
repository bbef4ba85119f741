/* reader.c - groups, sequences and repeats of a pattern. */
#include "match/reader.h"

enum { MAX_DEPTH = 250, MAX_ITEMS = 4000 };

static dm_fact read_choice(dm_reader *r);

dm_fact dm_reader_stuck(dm_reader *r)
{
    dm_shape any = dm_shape_any();

    r->fs.stuck = true;
    return dm_fact_shape(&any);
}

static bool more(const dm_reader *r)
{
    return !r->fs.stuck && r->at < r->p.len;
}

/* Under the flag x these are white space, too: NEL, LRM, RLM, LS, PS. */
static bool at_wide_space(const dm_reader *r)
{
    static const char *const wide[] = {"\xC2\x85", "\xE2\x80\x8E",
                                       "\xE2\x80\x8F", "\xE2\x80\xA8",
                                       "\xE2\x80\xA9"};
    dm_slice                 rest = dm_slice_sub(r->p, r->at, r->p.len);

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (dm_slice_starts(rest, dm_slice_str(wide[i])))
            return true;
    return false;
}

static void skip_to(dm_reader *r, char end)
{
    while (r->at < r->p.len && r->p.ptr[r->at] != end)
        r->at++;
}

/* Step over comments and, under x, white space: a repeat behind them belongs
** to what is before them. */
static void skip_space(dm_reader *r)
{
    while (r->at < r->p.len) {
        char c = dm_reader_peek(r, 0);
        bool group = c == '(' && dm_reader_peek(r, 1) == '?' &&
                     dm_reader_peek(r, 2) == '#';

        if (!group && !r->mode.extended)
            return;
        if (group || c == '#') {
            skip_to(r, group ? ')' : '\n');
        } else if (c != ' ' && (c < '\t' || c > '\r')) {
            r->fs.stuck = r->fs.stuck || at_wide_space(r);
            return;
        }
        if (r->at < r->p.len)
            r->at++;
    }
}

static bool read_number(dm_reader *r, size_t *out)
{
    size_t digits = 0;

    *out = 0;
    while (dm_reader_peek(r, 0) >= '0' && dm_reader_peek(r, 0) <= '9') {
        *out = *out * 10 + (size_t)(r->p.ptr[r->at++] - '0');
        if (++digits > 5)
            return false;
    }
    return digits > 0;
}

/* {n}, {n,} or {n,m}, and nothing else: newer PCRE2 also knows {,m} and
** spaces. */
static bool read_braces(dm_reader *r, size_t *lo, size_t *hi)
{
    r->at++;
    if (!read_number(r, lo))
        return false;
    *hi = *lo;
    if (dm_reader_peek(r, 0) == ',') {
        r->at++;
        *hi = SIZE_MAX;
        if (dm_reader_peek(r, 0) != '}' && !read_number(r, hi))
            return false;
    }
    return r->p.ptr[r->at < r->p.len ? r->at++ : 0] == '}' && *lo <= *hi;
}

/* True when a repeat was read. */
static bool read_repeat(dm_reader *r, size_t *lo, size_t *hi)
{
    char c = dm_reader_peek(r, 0);

    *lo = c == '+' ? 1 : 0;
    *hi = c == '?' ? 1 : SIZE_MAX;
    if (c == '{') {
        if (!read_braces(r, lo, hi))
            r->fs.stuck = true;
    } else if (c == '*' || c == '+' || c == '?') {
        r->at++;
    } else {
        return false;
    }
    c = dm_reader_peek(r, 0);
    if (c == '?' || c == '+')
        r->at++; /* lazy and possessive: the same texts or fewer */
    return true;
}

/* Step over the name of a group and its end; false where that is not one. */
static bool skip_name(dm_reader *r, char end)
{
    if (dm_reader_peek(r, 0) == '*')
        return false; /* (?<*...) is a lookbehind */
    skip_to(r, end);
    if (r->at >= r->p.len)
        return false;
    r->at++;
    return true;
}

/* Letters of (?i-s); true at ':' or ')', which is left alone. */
static bool read_modes(dm_reader *r)
{
    bool on = true;

    for (;; r->at++) {
        switch (dm_reader_peek(r, 0)) {
        case '-':
            on = false;
            break;
        case 'i':
            r->mode.caseless = on;
            break;
        case 's':
            r->mode.dotall = on;
            break;
        case 'm':
            r->mode.multiline = on;
            break;
        case 'x':
            if (dm_reader_peek(r, 1) == 'x')
                return false;
            r->mode.extended = on;
            break;
        case 'n':
        case 'U':
            break;
        case ':':
        case ')':
            return true;
        default:
            return false;
        }
    }
}

/* The rest of a group from behind its head on. */
static dm_fact read_group(dm_reader *r)
{
    dm_fact f;

    if (++r->depth > MAX_DEPTH)
        return dm_reader_stuck(r);
    f = read_choice(r);
    r->depth--;
    if (dm_reader_peek(r, 0) != ')')
        return dm_reader_stuck(r);
    r->at++;
    return f;
}

/* Lookarounds read no text; what is in them must still be understood. */
static dm_fact read_look(dm_reader *r, size_t head)
{
    r->at += head;
    (void)read_group(r);
    return dm_fact_empty(&r->fs);
}

/* (?i) holds to the end of the group around it; (?i:...) has its own. */
static dm_fact read_mode_group(dm_reader *r)
{
    dm_mode before = r->mode;
    dm_fact f;

    if (!read_modes(r))
        return dm_reader_stuck(r);
    r->at++;
    if (r->p.ptr[r->at - 1] == ')')
        return dm_fact_empty(&r->fs);
    f = read_group(r);
    r->mode = before;
    return f;
}

static dm_fact read_named(dm_reader *r, size_t head, char end)
{
    r->at += head;
    return skip_name(r, end) ? read_group(r) : dm_reader_stuck(r);
}

/* From behind "(?". */
static dm_fact read_special(dm_reader *r)
{
    char c = dm_reader_peek(r, 0), d = dm_reader_peek(r, 1);

    switch (c) {
    case ':':
    case '|':
    case '>':
        r->at++;
        return read_group(r);
    case '=':
    case '!':
        return read_look(r, 1);
    case '<':
        if (d == '=' || d == '!')
            return read_look(r, 2);
        return read_named(r, 1, '>');
    case '\'':
        return read_named(r, 1, '\'');
    case 'P':
        return d == '<' ? read_named(r, 2, '>') : dm_reader_stuck(r);
    default:
        return read_mode_group(r);
    }
}

static dm_fact read_paren(dm_reader *r)
{
    dm_mode before = r->mode;
    dm_fact f;

    r->at++;
    if (dm_reader_peek(r, 0) == '*')
        return dm_reader_stuck(r);
    if (dm_reader_peek(r, 0) == '?') {
        r->at++;
        return read_special(r);
    }
    f = read_group(r);
    r->mode = before;
    return f;
}

static dm_fact read_caret(dm_reader *r)
{
    dm_fact f = dm_fact_empty(&r->fs);

    r->at++;
    f.line_start = r->mode.multiline;
    return f;
}

static dm_fact read_dot(dm_reader *r)
{
    dm_shape s = r->mode.dotall ? dm_shape_any() : dm_shape_dot();

    r->at++;
    return dm_fact_shape(&s);
}

static dm_fact read_atom(dm_reader *r)
{
    switch (dm_reader_peek(r, 0)) {
    case '(':
        return read_paren(r);
    case '[':
        return dm_reader_class(r);
    case '\\':
        return dm_reader_escape(r);
    case '.':
        return read_dot(r);
    case '^':
        return read_caret(r);
    case '$':
        r->at++;
        return dm_fact_empty(&r->fs);
    case '*':
    case '+':
    case '?':
        return dm_reader_stuck(r);
    default:
        return dm_reader_literal(r);
    }
}

static dm_fact read_item(dm_reader *r)
{
    dm_fact f;
    size_t  lo, hi;

    if (++r->items > MAX_ITEMS)
        return dm_reader_stuck(r);
    f = read_atom(r);
    skip_space(r);
    if (!r->fs.stuck && read_repeat(r, &lo, &hi))
        f = dm_fact_repeat(&r->fs, &f, lo, hi);
    return f;
}

/* `whole` is what lies behind the words that are still growing. */
static dm_fact read_sequence(dm_reader *r)
{
    dm_fact whole = dm_fact_empty(&r->fs);
    dm_fact growing = whole;

    skip_space(r);
    while (more(r) && dm_reader_peek(r, 0) != '|' &&
           dm_reader_peek(r, 0) != ')') {
        dm_fact item = read_item(r);

        if (dm_fact_fits(&growing, &item)) {
            growing = dm_fact_cat(&r->fs, &growing, &item);
        } else {
            whole = dm_fact_cat(&r->fs, &whole, &growing);
            growing = item;
        }
        skip_space(r);
    }
    return dm_fact_cat(&r->fs, &whole, &growing);
}

/* Modes set inside hold for the branches that follow, up to the group's end.
 */
static dm_fact read_choice(dm_reader *r)
{
    dm_mode before = r->mode;
    dm_fact f = read_sequence(r);

    while (more(r) && dm_reader_peek(r, 0) == '|') {
        dm_fact next;

        r->at++;
        next = read_sequence(r);
        f = dm_fact_or(&r->fs, &f, &next);
    }
    r->mode = before;
    return f;
}

dm_fact dm_reader_run(dm_reader *r)
{
    dm_fact f = read_choice(r);

    if (r->at != r->p.len)
        return dm_reader_stuck(r);
    return f;
}
