/* segment.c - islands of another charset.
**
** The text is cut into pieces at ASCII bytes that are part of no character,
** and each piece is asked how much of it is UTF-8 of common East Asian
** characters: nearly all, nearly nothing, or something between.  Neighbours
** of one mind are an island; then the island is read both ways.  Chance makes
** UTF-8 out of two or three characters of a legacy text, hardly out of four;
** and nonsense has few common characters, so reading both ways is decisive
** after a handful.
*/
#include "text/segment.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "text/codec.h"
#include "text/common.h"
#include "text/evidence.h"
#include "text/segment_read.h"
#include "text/utf8.h"

enum {
    UTF8_ENOUGH = DM_UTF8_RUN, /* common characters that prove UTF-8 */
    LEGACY_ENOUGH = 8,         /* characters that prove a legacy charset */
    FOLLOWING = 2,             /* either, where an island was proved before */
    FAULTS_INSIDE = 2,         /* in a hundred characters, of a legacy island */
    FAULTS_AROUND = 10,        /* and of what is around islands */
    LOOKED_AT = 64 << 10,      /* bytes of an island that are read both ways */
    MOST_ISLANDS = 1 << 16,    /* beyond that a file is noise */
    MOST_ASKED = 50            /* islands that are shown to the detector */
};

typedef enum nature {
    PLAIN,  /* ASCII */
    UTF8,   /* mostly common characters of UTF-8 */
    LEGACY, /* not UTF-8 */
    UNSURE  /* UTF-8 of other characters, or damaged */
} nature;

typedef struct piece {
    dm_range at;
    size_t   high;   /* bytes beyond ASCII */
    size_t   wide;   /* of these, in UTF-8 characters of three and more */
    size_t   common; /* of these, in common ones */
    bool     valid;  /* all of it is UTF-8 */
} piece;

typedef struct island {
    dm_range          at;
    const dm_charset *charset; /* NULL: not believed in (yet) */
    size_t            chars;   /* that speak for it */
} island;

typedef struct search {
    dm_slice          bytes;
    dm_arena         *arena;
    const dm_charset *main;
    bool              guessed; /* nobody is sure of `main` */
    dm_buf            islands; /* of island */
    bool              full;    /* the arena was */
} search;

static island *islands_of(search *s)
{
    return (island *)(void *)s->islands.ptr;
}

static size_t count_of(const search *s)
{
    return s->islands.len / sizeof(island);
}

/* ---- pieces ---- */

/* An ASCII byte that is no part of a longer character in any charset. */
static bool parts(unsigned char c)
{
    return c < '0' || (c > '9' && c < '@');
}

/* The piece that begins at `at`, and is followed by what parts it. */
static piece piece_at(dm_slice bytes, size_t at)
{
    piece p = {
        .at = {at, at},
          .valid = true
    };
    uint32_t cp = 0;

    while (p.at.to < bytes.len && !parts((unsigned char)bytes.ptr[p.at.to])) {
        dm_slice rest = dm_slice_sub(bytes, p.at.to, bytes.len);
        size_t   n = dm_read_utf8(rest, &cp);

        p.valid = p.valid && n > 0;
        n = n == 0 ? 1 : n;
        p.at.to += n;
        if ((unsigned char)rest.ptr[0] < 0x80)
            continue;
        p.high += n;
        if (n >= 3)
            p.wide += n;
        if (n >= 3 && dm_is_common(cp))
            p.common += n;
    }
    return p;
}

/* A short piece that is no UTF-8 may hold a character of it by chance. */
static nature nature_of(const piece *p)
{
    bool is_short = p->high < (size_t)UTF8_ENOUGH * 3;

    if (p->high == 0)
        return PLAIN;
    if (p->common * 4 >= p->high * 3 && (p->valid || !is_short))
        return UTF8;
    if (!p->valid && (p->common * 2 <= p->high || is_short))
        return LEGACY;
    return UNSURE;
}

/* ---- islands ---- */

/* What a piece does to an island of `kind` that is open before it. */
static bool ends(const piece *p, nature kind)
{
    nature n = nature_of(p);

    if (n == PLAIN || n == kind)
        return false;
    if (n != UNSURE)
        return true;
    /* Legacy bytes that happen to be UTF-8, or UTF-8 of other scripts. */
    return kind == UTF8 ? !p->valid : p->common > 0;
}

/* Does it belong to an island of `kind` that it begins or continues?  UTF-8 is
** given the benefit of the doubt. */
static bool belongs(const piece *p, nature kind)
{
    return nature_of(p) == kind ||
           (kind == UTF8 && p->valid && p->wide * 2 > p->high);
}

static void close_island(search *s, island *open)
{
    if (open->at.to > open->at.from)
        dm_buf_add(&s->islands, open, sizeof *open);
    open->at.to = open->at.from = 0;
    open->chars = 0;
}

/* Collect the islands of `kind` from `at` on. */
static void collect(search *s, size_t at, nature kind)
{
    island open = {
        {0, 0},
        NULL, 0
    };

    while (at < s->bytes.len && count_of(s) < MOST_ISLANDS) {
        piece p = piece_at(s->bytes, at);

        at = p.at.to + 1;
        if (ends(&p, kind))
            close_island(s, &open);
        if (!belongs(&p, kind))
            continue;
        if (open.at.to == 0)
            open.at.from = p.at.from;
        open.at.to = p.at.to;
        open.chars += kind == UTF8 ? p.common / 3 : p.high / 2;
    }
    close_island(s, &open);
}

/* ---- reading an island ---- */

static bool is_east_asian(const dm_charset *cs)
{
    return cs->kind >= DM_KIND_GB18030 && cs->kind <= DM_KIND_EUC_JP;
}

/* The charset in which these bytes read like text with at most that many
** faults, or NULL. */
static const dm_charset *charset_of(search *s, dm_range at, size_t faults)
{
    dm_slice          in = dm_slice_sub(s->bytes, at.from, at.to);
    dm_detection      d;
    dm_err            err;
    dm_reading        r;
    const dm_charset *cs;

    if (in.len > LOOKED_AT)
        in.len = LOOKED_AT;
    if (!dm_detect(&d, s->arena, in, NULL, &err)) {
        s->full = true;
        return NULL;
    }
    cs = d.candidates[0].charset;
    if (!is_east_asian(cs))
        return NULL;
    r = dm_read_as(cs, dm_slice_sub(s->bytes, at.from, at.to));
    return dm_reads_like_text(&r, faults) && r.chars >= LEGACY_ENOUGH ? cs
                                                                      : NULL;
}

/* ---- in UTF-8 ---- */

static void believe_legacy(search *s)
{
    const dm_charset *proved = NULL;
    size_t            asked = 0;

    for (size_t i = 0; i < count_of(s) && asked < MOST_ASKED; i++) {
        island *l = &islands_of(s)[i];

        if (l->chars < LEGACY_ENOUGH || s->full)
            continue;
        asked++;
        l->charset = charset_of(s, l->at, FAULTS_INSIDE);
        if (proved == NULL)
            proved = l->charset;
    }
    for (size_t i = 0; i < count_of(s) && proved != NULL; i++) {
        island    *l = &islands_of(s)[i];
        dm_reading r;

        if (l->charset != NULL || l->chars < FOLLOWING)
            continue;
        r = dm_read_as(proved, dm_slice_sub(s->bytes, l->at.from, l->at.to));
        if (dm_reads_like_text(&r, FAULTS_INSIDE) && r.chars >= FOLLOWING)
            l->charset = proved;
    }
}

/* ---- in other charsets ---- */

static void believe_utf8(search *s)
{
    const dm_charset *utf8 = dm_charset_named("utf-8");
    size_t            enough = UTF8_ENOUGH;

    for (int turn = 0; turn < 2; turn++) {
        bool proved = false;

        for (size_t i = 0; i < count_of(s); i++) {
            island    *l = &islands_of(s)[i];
            dm_reading r;

            if (l->charset != NULL || l->chars < enough)
                continue;
            r = dm_read_as(s->main,
                           dm_slice_sub(s->bytes, l->at.from, l->at.to));
            if (!dm_reads_like_nonsense(&r))
                continue;
            l->charset = utf8;
            proved = true;
        }
        if (!proved)
            return;
        enough = FOLLOWING;
    }
}

/* Gather what lies between the islands, as much as is looked at. */
static void gather_rest(search *s, size_t from, dm_buf *rest)
{
    for (size_t i = 0; i <= count_of(s); i++) {
        const island *l = i < count_of(s) ? &islands_of(s)[i] : NULL;
        size_t        to = l != NULL ? l->at.from : s->bytes.len;

        if (l != NULL && l->charset == NULL)
            continue;
        if (to - from > LOOKED_AT - rest->len)
            to = from + LOOKED_AT - rest->len;
        dm_buf_add(rest, s->bytes.ptr + from, to - from);
        if (l != NULL)
            from = l->at.to;
    }
}

static bool has_islands(search *s)
{
    for (size_t i = 0; i < count_of(s); i++)
        if (islands_of(s)[i].charset != NULL)
            return true;
    return false;
}

/* Without its islands the rest may read better than anybody guessed.  What
** still does not read was the same once, and was damaged. */
static void guess_again(search *s, size_t from)
{
    search            inner = *s;
    const dm_charset *cs;
    dm_reading        r;
    dm_buf            rest;

    dm_buf_init(&rest, LOOKED_AT);
    gather_rest(s, from, &rest);
    inner.bytes = dm_buf_view(&rest);
    r = dm_read_as(s->main, inner.bytes);
    cs = charset_of(&inner, (dm_range){0, rest.len}, FAULTS_AROUND);
    if (cs != NULL)
        s->main = cs;
    else if (!is_east_asian(s->main) || !dm_reads_like_text(&r, FAULTS_AROUND))
        s->main = dm_charset_named("utf-8");
    s->full = inner.full || rest.failed;
    dm_buf_fini(&rest);
}

/* ---- the answer ---- */

static const char *evidence(search *s, const island *l)
{
    if (l->charset->kind == DM_KIND_UTF8)
        return dm_evidence(s->arena, &s->full,
                           "%zu characters of UTF-8, nonsense as %s", l->chars,
                           s->main->name);
    return dm_evidence(s->arena, &s->full,
                       "about %zu characters read like text, no UTF-8",
                       l->chars);
}

/* Put down the next one.  What is only ASCII goes with its neighbour, and so
** does what is in the same charset. */
static void add(search *s, dm_segments *out, dm_segment next)
{
    dm_slice    bytes = dm_slice_sub(s->bytes, next.bytes.from, next.bytes.to);
    dm_segment *last = out->n > 0 ? &out->list[out->n - 1] : NULL;

    if (bytes.len == 0)
        return;
    if (last != NULL &&
        (last->charset == next.charset || dm_ascii_only(bytes))) {
        last->bytes.to = next.bytes.to;
    } else if (last != NULL && out->n == 1 &&
               dm_ascii_only(
                   dm_slice_sub(s->bytes, last->bytes.from, last->bytes.to))) {
        next.bytes.from = last->bytes.from;
        *last = next;
    } else {
        out->list[out->n++] = next;
    }
}

static bool deliver(search *s, size_t bom, dm_segments *out)
{
    size_t      at = bom;
    dm_segments got = {NULL, 0};
    dm_segment  rest = {
         {0, 0},
         s->main, "the rest", 0
    };

    got.list = dm_arena_zalloc(s->arena, 2 * count_of(s) + 1, sizeof *got.list);
    if (got.list == NULL)
        return false;
    for (size_t i = 0; i < count_of(s); i++) {
        const island *l = &islands_of(s)[i];

        if (l->charset == NULL)
            continue;
        rest.bytes = (dm_range){at, l->at.from};
        add(s, &got, rest);
        add(s, &got, (dm_segment){l->at, l->charset, evidence(s, l), 0});
        at = l->at.to;
    }
    rest.bytes = (dm_range){at, s->bytes.len};
    add(s, &got, rest);
    if (!s->full)
        *out = got;
    return !s->full;
}

static bool keeps_ascii(const dm_charset *cs)
{
    return is_east_asian(cs) ||
           (cs->kind == DM_KIND_BYTE && dm_codec_keeps_ascii(cs));
}

static void look(search *s, size_t bom)
{
    dm_slice body = dm_slice_sub(s->bytes, bom, s->bytes.len);

    if (s->main->kind == DM_KIND_UTF8) {
        if (dm_utf8_valid(body) == body.len)
            return;
        collect(s, bom, LEGACY);
        believe_legacy(s);
    } else if (keeps_ascii(s->main) && dm_has_utf8(s->bytes, bom)) {
        collect(s, bom, UTF8);
        believe_utf8(s);
        if (s->guessed && has_islands(s))
            guess_again(s, bom);
    }
}

bool dm_segments_find(dm_segments *out, dm_arena *arena, dm_slice bytes,
                      const dm_detection *how, dm_err *err)
{
    const dm_candidate *main = &how->candidates[0];
    search              s;
    bool                ok = true;

    out->list = NULL;
    out->n = 0;
    if (main->how == DM_BY_OPTION)
        return true;
    memset(&s, 0, sizeof s);
    s.bytes = bytes;
    s.arena = arena;
    s.main = main->charset;
    s.guessed = main->how >= DM_BY_STATISTICS || main->bad > 0;
    dm_buf_init(&s.islands, (MOST_ISLANDS + 1) * sizeof(island));
    look(&s, how->bom);
    ok = !s.full && !s.islands.failed;
    if (ok && has_islands(&s))
        ok = deliver(&s, how->bom, out);
    dm_buf_fini(&s.islands);
    return ok || dm_fail(err, DM_E_MEMORY, "no memory to look for charsets");
}
