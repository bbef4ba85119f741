/* frame_forward.c - the damage again, on the repaired text: what it gives must
** be what was observed.
**
** The clean text becomes bytes; the gloss stage inserts readings behind each
** listed pair of bytes, decodes, and the delimiter stage cuts and decodes
** again; then private use goes and full-width forms are folded, when the
** document shows that.  Which of the two stages there were, and which of two
** overlapping characters came first in the list, is tried.
**
** Between the stages the text is kept as what it was decoded to, so that a
** "?" of the first stage is a byte 3F for the second.
*/
#include <string.h>

#include "han/readings.h"
#include "repair/frame_search.h"
#include "text/utf8.h"

enum {
    ROOM = 16 * DM_SHIFT_SEEN, /* bytes of a window at most, glosses too */
    LISTED = 64                /* characters that only this window lists */
};

/* The damage as it is tried. */
typedef struct damage {
    const dm_shift_known *known;
    const dm_shift_path  *start; /* before the window */
    uint16_t              pair[LISTED], reading[LISTED];
    unsigned              npairs;
    bool                  glosses, delimiters;
    bool                  wide;       /* "!" and "," were full-width before */
    bool                  left_first; /* of overlapping pairs the left one came
                                      ** first and broke the right one */
} damage;

typedef struct bytes {
    unsigned char at[ROOM];
    unsigned      n;
    bool          full;
} bytes;

static void add(bytes *b, unsigned char byte)
{
    if (b->n == ROOM)
        b->full = true;
    else
        b->at[b->n++] = byte;
}

static void add_char(bytes *b, const dm_shift_known *known, uint32_t cp)
{
    unsigned char two[2];
    unsigned      n = dm_shift_encode(known, cp, two);

    for (unsigned i = 0; i < n; i++)
        add(b, two[i]);
    if (n == 0)
        b->full = true; /* not in the set: nothing can be said */
}

/* ---- gloss stage ---- */

static unsigned reading_of(const damage *d, unsigned pair)
{
    for (unsigned i = 0; i < d->npairs; i++)
        if (d->pair[i] == pair)
            return d->reading[i];
    return d->known->reading[pair];
}

static void add_gloss(bytes *b, const damage *d, unsigned id)
{
    char   text[DM_PINYIN_MAX];
    size_t n = dm_pinyin_write(id, text);
    size_t len;

    add(b, '(');
    for (size_t at = 0; at < n; at += len)
        add_char(b, d->known, dm_utf8_decode(text + at, &len));
    add(b, ')');
}

static void gloss(bytes *out, const bytes *in, const damage *d)
{
    bool before = false;

    for (unsigned i = 0; i < in->n; i++) {
        unsigned id = 0;

        add(out, in->at[i]);
        if (i > 0 && !(before && d->left_first))
            id = reading_of(d, (unsigned)in->at[i - 1] << 8 | in->at[i]);
        before = id != 0;
        if (id != 0)
            add_gloss(out, d, id);
    }
}

/* ---- decoding ---- */

/* Decode [from, to) as the damaging program did: a lead byte without its
** trail byte is one "?", and takes the byte behind it along. */
static void decode(bytes *out, const bytes *in, unsigned from, unsigned to,
                   const dm_shift_known *known)
{
    for (unsigned i = from; i < to; i++) {
        unsigned char a = in->at[i];

        if (a < 0x80) {
            add(out, a);
            continue;
        }
        if (i + 1 < to && dm_pair_decode(known->set, a, in->at[i + 1]) != 0) {
            add(out, a);
            add(out, in->at[i + 1]);
        } else
            add(out, '?');
        i++;
    }
}

/* ---- delimiter stage ---- */

static void piece(bytes *out, const bytes *in, const dm_range *r,
                  const dm_shift_known *known)
{
    decode(out, in, (unsigned)r->from, (unsigned)r->to, known);
}

static void cut_comma(bytes *out, const bytes *in, dm_range r,
                      const dm_shift_known *known)
{
    size_t from = r.from;

    for (size_t i = r.from; i + 1 < r.to; i++) {
        dm_range part = {from, i};

        if (in->at[i] != 0xA3 || in->at[i + 1] != 0xAC)
            continue;
        piece(out, in, &part, known);
        add(out, 0xA3);
        add(out, 0xAC);
        from = ++i + 1;
    }
    r.from = from;
    piece(out, in, &r, known);
}

static void cut_bang(bytes *out, const bytes *in, const dm_shift_known *known)
{
    dm_range part = {0, in->n};

    for (size_t i = 0; i + 1 < in->n; i++) {
        dm_range before = {part.from, i};

        if (in->at[i] != 0xA3 || in->at[i + 1] != 0xA1)
            continue;
        cut_comma(out, in, before, known);
        add(out, 0xA3);
        add(out, 0xA1);
        part.from = ++i + 1;
    }
    cut_comma(out, in, part, known);
}

/* ---- comparing ---- */

static uint32_t folded(const dm_shift_known *known, uint32_t cp)
{
    return known->folded && cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp;
}

/* The next character of the damaged bytes that was not dropped; 0 at the
** end. */
static uint32_t next_char(const bytes *b, unsigned *at,
                          const dm_shift_known *known)
{
    while (*at < b->n) {
        unsigned char a = b->at[(*at)++];
        uint32_t      cp = a;

        if (a >= 0x80 && *at < b->n)
            cp = dm_pair_decode(known->set, a, b->at[(*at)++]);
        if (!known->users && dm_shift_is_user(cp))
            continue;
        return folded(known, cp);
    }
    return 0;
}

/* Is the character before an ASCII one, with half a pair before it? */
static bool has_two(const dm_shift_path *start)
{
    return start->prev < 0x80 && start->prev2 >= 0x80 && start->tail >= 0x8000;
}

/* The character before the window, and its gloss, come first. */
static bool skip_before(const bytes *b, unsigned *at,
                        const dm_shift_known *known, const dm_shift_path *start)
{
    if (start->tail == 0)
        return true;
    if (has_two(start)) {
        if (next_char(b, at, known) != start->prev2)
            return false;
        if (b->at[*at] == '(' && start->prev != '(')
            while (*at < b->n && b->at[(*at)++] != ')')
                continue;
    }
    if (next_char(b, at, known) != folded(known, start->prev))
        return false;
    while (start->glossed && *at < b->n && b->at[(*at)++] != ')')
        continue;
    return true;
}

static bool equal(const bytes *b, const damage *d, const dm_shift_seen *seen,
                  dm_range r)
{
    const dm_shift_known *known = d->known;
    unsigned              at = 0;

    if (!skip_before(b, &at, known, d->start))
        return false;
    for (size_t i = r.from; i < r.to; i++) {
        uint32_t want = folded(known, seen->at[i].cp);

        if (next_char(b, &at, known) != want)
            return false;
    }
    return next_char(b, &at, known) == 0;
}

/* ---- all of it ---- */

static bool gives_back(const damage *d, const bytes *clean,
                       const dm_shift_seen *seen, dm_range r)
{
    bytes glossed = {{0}, 0, false};
    bytes first = {{0}, 0, false};
    bytes last = {{0}, 0, false};

    if (d->glosses)
        gloss(&glossed, clean, d);
    else
        glossed = *clean;
    decode(&first, &glossed, 0, glossed.n, d->known);
    if (d->delimiters)
        cut_bang(&last, &first, d->known);
    else
        last = first;
    return !glossed.full && !first.full && !last.full &&
           equal(&last, d, seen, r);
}

/* A clean character as it was before full-width forms were folded; for a lost
** byte any that is no trail byte. */
static uint32_t before_fold(const damage *d, uint32_t cp)
{
    if (cp == DM_SHIFT_LOST)
        return ' ';
    return d->wide && (cp == '!' || cp == ',') ? cp + 0xFEE0 : cp;
}

static void clean_text(bytes *clean, const damage *d,
                       const dm_shift_step *const *steps, unsigned n)
{
    if (d->start->tail != 0 && has_two(d->start))
        add_char(clean, d->known, d->start->prev2);
    if (d->start->tail != 0)
        add_char(clean, d->known, d->start->prev);
    for (unsigned i = 0; i < n; i++) {
        const dm_shift_step *s = steps[i];

        for (unsigned k = 0; k < s->n; k++)
            add_char(clean, d->known, before_fold(d, s->cp[k]));
    }
}

/* The pairs that the steps say were listed. */
static void list_pairs(damage *d, const dm_shift_seen *seen,
                       const dm_shift_step *const *steps, unsigned n)
{
    for (unsigned i = 0; i < n && d->npairs < LISTED; i++) {
        if (steps[i]->pair == 0)
            continue;
        d->pair[d->npairs] = steps[i]->pair;
        d->reading[d->npairs++] = seen->at[steps[i]->from].gloss;
    }
}

/* ---- a byte lost from a file, or put in ---- */

/* The clean bytes with the slip of step `at`, which begins at byte `from`. */
static void slip_bytes(bytes *out, const bytes *clean, unsigned from,
                       const dm_shift_step *at, const dm_shift_char *c)
{
    bool second =
        at->slip == DM_SHIFT_TRAIL_LOST || at->slip == DM_SHIFT_SECOND_FOREIGN;
    unsigned place = from + second;

    for (unsigned i = 0; i < clean->n; i++) {
        if (i != place)
            add(out, clean->at[i]);
        else if (at->slip >= DM_SHIFT_FIRST_FOREIGN) {
            add(out, c->bytes[second]);
            add(out, clean->at[i]);
        }
    }
}

/* Decode one character at `*i` as decoders of files do: what is no pair is
** U+FFFD, and an ASCII byte stays. */
static uint32_t decode_strict(const bytes *in, unsigned *i,
                              const dm_shift_known *known)
{
    unsigned char a = in->at[(*i)++];
    unsigned char b = *i < in->n ? in->at[*i] : '\n';
    uint32_t      cp;

    if (a < 0x80)
        return a;
    if (known->set == DM_PAIRS_SJIS && a >= 0xA1 && a <= 0xDF)
        return 0xFF61U + a - 0xA1;
    cp = known->lead[a] ? dm_pair_decode(known->set, a, b) : 0;
    if (cp != 0 || (b >= 0x80 && known->lead[a]))
        ++*i;
    return cp != 0 ? cp : 0xFFFD;
}

static bool slip_gives_back(const dm_shift_known *known,
                            const dm_shift_seen *seen, const bytes *b,
                            dm_range r)
{
    unsigned at = 0;

    for (size_t i = r.from; i < r.to; i++)
        if (at >= b->n || decode_strict(b, &at, known) != seen->at[i].cp)
            return false;
    return at >= b->n;
}

bool dm_shift_forward_slip(const dm_shift_known       *known,
                           const dm_shift_seen        *seen,
                           const dm_shift_step *const *steps, unsigned n)
{
    bytes                clean = {{0}, 0, false};
    bytes                out = {{0}, 0, false};
    const dm_shift_step *slip = NULL;
    unsigned             from = 0;

    for (unsigned i = 0; i < n; i++) {
        if (steps[i]->slip != DM_SHIFT_STEADY) {
            slip = steps[i];
            from = clean.n;
        }
        for (unsigned k = 0; k < steps[i]->n; k++)
            add_char(&clean, known, steps[i]->cp[k]);
    }
    if (slip == NULL || clean.full)
        return false;
    slip_bytes(&out, &clean, from, slip, &seen->at[slip->from]);
    return slip_gives_back(known, seen, &out,
                           (dm_range){steps[0]->from, steps[n - 1]->to});
}

/* ---- the damage of a page, in every way it may have been done ---- */

bool dm_shift_forward(const dm_shift_known *known, const dm_shift_seen *seen,
                      const dm_shift_path        *start,
                      const dm_shift_step *const *steps, unsigned n)
{
    damage   d = {.known = known, .start = start};
    dm_range r = {0, 0};

    if (n > 0)
        r = (dm_range){steps[0]->from, steps[n - 1]->to};
    list_pairs(&d, seen, steps, n);
    for (unsigned way = 0; way < 16; way++) {
        bytes clean = {{0}, 0, false};

        d.glosses = (way & 1) == 0;
        d.delimiters = (way & 2) == 0;
        d.left_first = (way & 4) != 0;
        d.wide = known->folded && (way & 8) == 0;
        clean_text(&clean, &d, steps, n);
        if (!clean.full && gives_back(&d, &clean, seen, r))
            return true;
    }
    return false;
}
