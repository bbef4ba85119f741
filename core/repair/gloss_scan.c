/* gloss_scan.c - finding pinyin before closing brackets.
**
** Closing brackets are rare and found at memory speed; from each the letters
** are walked back to what stands before them. */
#include "repair/gloss.h"
#include "text/utf8.h"

enum {
    TRAIL = '@', /* ASCII bytes that are trail bytes of GBK */
    TRAIL_END = '~',
    WALK = 48,     /* bytes that are walked back for letters */
    LOST = 0xFFFD, /* what a decoder puts for bytes that are none */
    OPEN = 0xFF08, /* full-width brackets */
    CLOSE = 0xFF09
};

/* The character that ends at `at`, and where it begins; 0 at the start. */
static uint32_t before(dm_slice s, size_t at, size_t *from)
{
    *from = dm_utf8_back(s, at);
    return at > 0 ? dm_utf8_at(s, *from) : 0;
}

/* Letters of pinyin, composed or combining, and what may join syllables. */
static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp <= 0x261) ||
           (cp >= 0x300 && cp <= 0x30C) || (cp >= 0x1E00 && cp <= 0x1EFF) ||
           cp == ' ' || cp == '\'' || cp == 0x2019 || cp == '-';
}

static bool is_close(uint32_t cp)
{
    return cp == ')' || cp == CLOSE;
}

/* Two letters or more that are not ASCII: several syllables, very likely. */
static bool is_word(dm_slice s)
{
    size_t marked = 0;

    for (size_t i = 0; i < s.len; i += dm_utf8_len(s.ptr[i]))
        marked +=
            (unsigned char)s.ptr[i] >= 0xC3 && (unsigned char)s.ptr[i] <= 0xE1;
    return marked >= 2;
}

/* How many neighbours of the gloss [base, to) are Han.  A bracket before it is
** taken for the gloss of one. */
static uint8_t beside(dm_slice s, size_t base, size_t to)
{
    uint32_t prev = dm_utf8_before(s, base);
    bool     left = dm_utf8_is_han(prev) || is_close(prev);

    if (dm_utf8_is_han(dm_utf8_at(s, to)))
        return left ? 2 : 1;
    return left ? 1 : 0;
}

/* What stands on the Han character of `place` in its brackets. */
static bool on_han(dm_gloss_place *place, dm_slice inner)
{
    dm_reads reads = dm_han_reading(place->cp, place->id);

    place->kind = DM_GLOSS_INTACT;
    if (dm_pinyin_tone(place->id) != 0 || reads == DM_READS_USUAL)
        return true;
    place->kind = DM_GLOSS_WORD;
    place->id = 0;
    return reads != DM_READS_NOT || is_word(inner);
}

/* What the bracket that closes at [inner.to, to) closes. */
static bool look(dm_slice s, dm_range inner, size_t to, dm_gloss_place *place)
{
    dm_slice letters = dm_slice_sub(s, inner.from, inner.to);
    size_t   base = 0;
    size_t   from;
    uint32_t opening = before(s, inner.from, &from);

    *place = (dm_gloss_place){.from = (uint32_t)from, .to = (uint32_t)to};
    place->id = (uint16_t)dm_pinyin_id(letters);
    place->base = place->from;
    place->kind = DM_GLOSS_CUT;
    if (opening == '?' || opening == LOST)
        return dm_pinyin_tone(place->id) != 0;
    if (opening != '(' && opening != OPEN)
        return false;
    place->cp = before(s, from, &base);
    place->base = (uint32_t)base;
    place->beside = beside(s, base, to);
    if (dm_utf8_is_han(place->cp))
        return on_han(place, letters);
    place->kind = DM_GLOSS_ASTRAY;
    return place->cp >= TRAIL && place->cp <= TRAIL_END &&
           dm_pinyin_tone(place->id) != 0;
}

/* Where the letters before `at` begin. */
static size_t walk(dm_slice s, size_t at)
{
    size_t end = at;
    size_t from;

    while (end - at < WALK && is_letter(before(s, at, &from)))
        at = from;
    return at;
}

/* The next closing brackets at or after some place; at the text's end when
** there is none.  Each is looked for again only when it was passed. */
typedef struct closing {
    size_t ascii, wide;
} closing;

static size_t find_ascii(dm_slice s, size_t at)
{
    const char *p = memchr(s.ptr + at, ')', s.len - at);

    return p != NULL ? (size_t)(p - s.ptr) : s.len;
}

static size_t find_wide(dm_slice s, size_t at)
{
    const char *p = memmem(s.ptr + at, s.len - at, "\uFF09", 3);

    return p != NULL ? (size_t)(p - s.ptr) : s.len;
}

static size_t next_closing(dm_slice s, closing *next, size_t at)
{
    if (next->ascii < at)
        next->ascii = find_ascii(s, at);
    if (next->wide < at)
        next->wide = find_wide(s, at);
    return next->ascii < next->wide ? next->ascii : next->wide;
}

void dm_gloss_scan(dm_slice text, dm_buf *places)
{
    dm_gloss_place place;
    size_t         at = 0;
    closing        next = {
               find_ascii(text, 0),
               find_wide(text, 0),
    };

    while ((at = next_closing(text, &next, at)) < text.len) {
        size_t   to = at + dm_utf8_len(text.ptr[at]);
        dm_range inner = {walk(text, at), at};

        if (inner.from < at && look(text, inner, to, &place))
            dm_buf_add(places, &place, sizeof place);
        at = to;
    }
}
