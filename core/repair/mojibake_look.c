/* mojibake_look.c - is a line worth taking apart?  Nearly none is.
**
** One walk over its characters with two small tables: what single-byte
** charsets have for the bytes of UTF-8, and which Han characters are common.
*/
#include "repair/mojibake.h"

#include "repair/tables/mojibake_look.inc"
#include "text/utf8.h"

enum {
    KINDS = sizeof kinds / sizeof *kinds,
    ALL = (1 << SETS) - 1, /* a bit for each set */
    LOST = ALL << 2 * SETS /* what is lost may have gone on in any */
};

typedef struct gaze {
    unsigned found;
    uint32_t sets;         /* single-byte ones in which something fits */
    uint32_t last, before; /* kinds of the two characters before */
    uint32_t prev;
    size_t   mixed; /* Han beside Hangul */
    size_t   high;  /* pairs of neighbours beyond ASCII, Western */
    size_t   east;  /* Han and what stands among it */
    size_t   odd;   /* of these, the ones that are not common */
} gaze;

static bool bit(const uint64_t *map, uint32_t cp)
{
    return (map[(cp - 0x4E00) / 64] >> (cp - 0x4E00) % 64 & 1) != 0;
}

/* Past the ASCII at `at`, eight bytes a turn. */
static size_t skip_ascii(dm_slice line, size_t at)
{
    uint64_t word;

    while (at + 8 <= line.len) {
        memcpy(&word, line.ptr + at, 8);
        if ((word & 0x8080808080808080U) != 0)
            break;
        at += 8;
    }
    while (at < line.len && (unsigned char)line.ptr[at] < 0x80)
        at++;
    return at;
}

/* A character of `kind` may end bytes of UTF-8 in some set. */
static void complete(gaze *g, uint32_t kind)
{
    uint32_t on = kind >> 2 * SETS;

    g->sets |= g->last & on;
    g->sets |= g->before >> SETS & g->last >> 2 * SETS & on;
}

/* A letter or sign of the West. */
static void see_west(gaze *g, uint32_t cp)
{
    uint32_t kind = kinds[cp];

    if (kind != 0)
        complete(g, kind);
    if (cp < 0xA0)
        g->found |= DM_LOOK_WEST;
    g->high +=
        g->prev >= 0x80 && g->prev < KINDS && (g->prev < 0x180 || cp < 0x180);
    g->before = g->last;
    g->last = kind;
}

static bool is_hangul(uint32_t cp)
{
    return cp >= 0xAC00 && cp < 0xD7A4;
}

static void see_east(gaze *g, uint32_t cp, dm_slice rest)
{
    g->east++;
    if (cp >= 0x4E00 && cp < 0xA000) {
        g->odd += !bit(common, cp);
        if (bit(start, cp) && (g->found & DM_LOOK_START) == 0 &&
            dm_begins_utf8(rest))
            g->found |= DM_LOOK_START;
        g->mixed += is_hangul(g->prev);
        if (cp == 0x65A4 && g->prev == 0x951F)
            g->found |= DM_LOOK_GONE;
        return;
    }
    /* EUC-KR has no pairs for most lead bytes of Hangul in UTF-8 */
    g->mixed += is_hangul(cp) &&
                ((g->prev >= 0x4E00 && g->prev < 0xA000) || g->prev == 0xFFFD);
    g->odd += !(cp >= 0x3000 && cp < 0x3100) && !is_hangul(cp) &&
              !(cp >= 0xFF01 && cp < 0xFF61);
}

/* A letter or sign that is none of the West, but for a few of MacRoman. */
static void see_other(gaze *g, uint32_t cp, dm_slice rest)
{
    uint32_t kind = cp == 0xFFFD ? (uint32_t)LOST : 0;

    if (cp == 0xF8FF || cp == 0xFB01 || cp == 0xFB02)
        kind = UINT32_C(1) << (2 * SETS + DM_WRONG_MAC);
    if (kind != 0)
        complete(g, kind);
    see_east(g, cp, rest);
    g->before = g->last;
    g->last = kind;
}

/* ASCII after a letter: only a lost byte is of interest. */
static void see_ascii(gaze *g, char c)
{
    if (c == ' ' && (g->prev == 0xC3 || g->prev == 0xC2))
        g->sets |= g->last & ALL;
    if (c == '?')
        complete(g, (uint32_t)LOST);
    g->before = g->last = 0;
    g->prev = (unsigned char)c;
}

unsigned dm_mojibake_look(dm_slice line, unsigned *sets)
{
    gaze     g = {0};
    size_t   at = skip_ascii(line, 0);
    uint32_t cp;
    size_t   n;

    while (at < line.len) {
        if ((unsigned char)line.ptr[at] < 0x80) {
            see_ascii(&g, line.ptr[at]);
            n = skip_ascii(line, at);
            if (n > at + 1)
                g.prev = ' ';
            at = n;
            continue;
        }
        cp = dm_utf8_decode(line.ptr + at, &n);
        if (cp < KINDS)
            see_west(&g, cp);
        else
            see_other(&g, cp, dm_slice_sub(line, at, line.len));
        g.prev = cp;
        at += n;
    }
    *sets = g.sets;
    if (g.sets != 0)
        g.found |= DM_LOOK_WEST;
    if (g.high >= 2)
        g.found |= DM_LOOK_HIGH;
    if (g.mixed >= 2)
        g.found |= DM_LOOK_MIXED;
    if (g.odd >= 2 && g.odd * 5 >= g.east)
        g.found |= DM_LOOK_RARE;
    return g.found;
}
