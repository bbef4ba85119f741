/* mojibake_stretch.c - which stretch of a line is to be read anew.
**
** A stretch is a run of readings whose gains add up to most, as in the search
** for the richest part of a row of numbers; one pass, for lines of any length.
*/
#include "repair/mojibake_stretch.h"

enum {
    BIT = DM_MODEL_BIT,
    DEAR = 12 * BIT, /* a character of real text costs less, on average */
    SHORT = 6,       /* characters below which a stretch has to be cheaper */
    CHEAP = 10 * BIT,
    BETTER = 3 * BIT /* a character, on average, when others were clear */
};

/* May a stretch begin with reading `i`, or end before it?  Only between two
** cells. */
static bool is_border(const dm_reading *rd, size_t n, size_t i)
{
    return i == 0 || i == n || rd[i - 1].to <= rd[i].from;
}

/* Han, kana or Hangul. */
static bool is_letter(uint32_t cp)
{
    return (cp >= 0x3041 && cp < 0x3100) || (cp >= 0x4E00 && cp < 0xA000) ||
           (cp >= 0xAC00 && cp < 0xD7A4);
}

/* The stretch that gains most at or after `from`. */
dm_stretch dm_stretch_best(const dm_reading *rd, size_t n, size_t from)
{
    dm_stretch best = {0, 0, 0, 0, 0, 0};
    dm_stretch now = {from, from, 0, 0, 0, 0};

    for (size_t i = from; i < n; i++) {
        if (now.gain <= 0 && is_border(rd, n, i))
            now = (dm_stretch){i, i, 0, 0, 0, 0};
        now.gain += rd[i].gain;
        if (rd[i].cp == 0 || rd[i].cp >= 0x80) {
            now.cost += rd[i].cost;
            now.chars++;
            now.letters += is_letter(rd[i].cp) && i > now.from &&
                           rd[i - 1].cp >= 0x80 && rd[i - 1].cp != rd[i].cp;
        }
        now.to = i + 1;
        if (now.gain > best.gain && rd[i].cp >= 0x80 && is_border(rd, n, i + 1))
            best = now;
    }
    return best;
}

/* Does the stretch read like language, and far better than what stands
** there? */
bool dm_stretch_convinces(const dm_stretch *s, dm_right r, unsigned cases)
{
    if (s->letters * 3 < s->chars ||
        (r == DM_RIGHT_EUCKR && (s->letters < 3 || s->chars < SHORT)))
        return false;
    if (s->letters < 1 ||
        s->cost > s->chars * (s->chars < SHORT ? CHEAP : DEAR))
        return false;
    if (cases >= DM_STRETCH_CASES)
        return s->gain >= (int)s->chars * BETTER;
    return s->gain >= DM_STRETCH_GAIN && s->gain >= (int)s->chars * BETTER &&
           s->letters >= 2;
}

static bool is_beyond(const dm_reading *rd)
{
    return rd->cp == 0 || rd->cp >= 0x80;
}

/* Punctuation that only East Asian text has. */
static bool is_wide(uint32_t cp)
{
    return (cp >= 0x3001 && cp <= 0x3011) || cp == 0xFF01 || cp == 0xFF08 ||
           cp == 0xFF09 || cp == 0xFF0C || cp == 0xFF1A || cp == 0xFF1B ||
           cp == 0xFF1F;
}

/* Do the characters from `i` on, up to the next ASCII, gain all together, or
** are punctuation?  Their end, or `i`. */
static size_t gains(const dm_reading *rd, size_t n, size_t i)
{
    size_t at = i;
    int    gain = 0;

    for (; at < n && rd[at].cp >= 0x80; at++)
        gain += rd[at].gain;
    if (at == i || (at < n && rd[at].cp == 0) || !is_border(rd, n, i) ||
        (gain <= 0 && !(is_wide(rd[i].cp) && at == i + 1)))
        return i;
    return at;
}

/* Western letters around a stretch that have a reading at all belong to it:
** its rare characters, and what stands behind digits or words. */
void dm_stretch_widen_single(const dm_reading *rd, size_t n, size_t from,
                             dm_stretch *s)
{
    size_t at;

    while (s->from > from && rd[s->from - 1].cp >= 0x80 &&
           is_border(rd, n, s->from - 1))
        s->from--;
    for (;;) {
        while (s->to < n && rd[s->to].cp >= 0x80 && is_border(rd, n, s->to + 1))
            s->to++;
        for (at = s->to; at < n && !is_beyond(&rd[at]); at++)
            continue;
        if (gains(rd, n, at) == at)
            return;
        s->to = gains(rd, n, at);
    }
}

/* Past the letters from `i` to a blank, the line's end or another character;
** `step` is 1, or -1 to go back.  `*loss` is what they cost more. */
static size_t past(const dm_reading *rd, size_t n, size_t i, int step,
                   int *loss)
{
    *loss = 0;
    while (step > 0 ? i < n : i > 0) {
        const dm_reading *next = step > 0 ? &rd[i] : &rd[i - 1];

        if (!is_letter(next->cp))
            break;
        *loss -= next->gain;
        i = step > 0 ? i + 1 : i - 1;
    }
    return i;
}

/* Between pairs of bytes, one character or two at either end of a run that is
** to be undone nearly whole belong to it, too; in Korean, a word before or
** behind it. */
void dm_stretch_widen_pairs(const dm_reading *rd, size_t n, size_t from,
                            dm_right r, dm_stretch *s)
{
    enum { EDGE = 2, LOSS = 16 * BIT };
    bool   words = r == DM_RIGHT_EUCKR;
    int    loss;
    size_t skip;
    size_t at;

    skip = words && s->from > from && rd[s->from - 1].cp == ' ';
    at = past(rd, n, s->from - skip, -1, &loss);
    if (at >= from && s->from - skip - at <= EDGE && at < s->from - skip &&
        is_border(rd, n, at) && loss < LOSS &&
        (at == 0 || !is_beyond(&rd[at - 1])))
        s->from = at;
    skip = words && s->to < n && rd[s->to].cp == ' ';
    at = past(rd, n, s->to + skip, 1, &loss);
    if (at - s->to - skip <= EDGE && at > s->to + skip &&
        is_border(rd, n, at) && loss < LOSS && (at == n || !is_beyond(&rd[at])))
        s->to = at;
}
