/* convert.c - configurations of one dictionary group: a single pass.
**
** This is the path for t2s and s2t over gigabytes, so it decodes a character
** once, looks at two cells for most of them and leaves what stays alone.
** Configurations of two groups go through convert_chain.c.
*/
#include "han/convert.h"

#include "han/convert_chain.h"
#include "han/convert_match.h"
#include "han/convert_sink.h"
#include "han/zhe.h"
#include "text/scan.h"

typedef struct pass {
    dm_sink  sink;
    dm_slice text;
    uint32_t root;
    bool     quick; /* t2s: there is a fast lane */
    dm_zhe  *zhe;   /* NULL: 著 is none of our business */
} pass;

const char *dm_han_name(dm_han which)
{
    return dm_han_plans[which].name;
}

/* Replacement of `n` bytes by the characters of a value of several. */
static void put_many(pass *p, size_t at, size_t n, uint32_t value)
{
    char     bytes[DM_HAN_VALUE_MAX * 4];
    dm_slice with = {bytes, 0};
    uint32_t i = value - DM_HAN_MANY;

    for (size_t k = dm_han_many_at[i]; k < dm_han_many_at[i + 1]; k++) {
        uint32_t utf8 = dm_han_utf8[dm_han_many[k]];

        for (size_t left = dm_han_packed(utf8); left > 0; left--) {
            bytes[with.len++] = (char)(utf8 & 0xFF);
            utf8 >>= 8;
        }
    }
    dm_sink_replace(&p->sink, at, n, with);
}

/* Is the character at `at` a compatibility ideograph?  It shares its number
** with the one that it becomes. */
static bool is_twin(const pass *p, size_t at, dm_han_char c)
{
    uint32_t utf8 = dm_han_utf8[c.code];

    for (size_t i = 0; i < c.n; i++)
        if ((unsigned char)p->text.ptr[at + i] != (utf8 >> 8 * i & 0xFF))
            return true;
    return false;
}

/* The character `c` at `at` becomes `to`, which may be itself. */
static inline void put(pass *p, size_t at, dm_han_char c, uint32_t to)
{
    bool rare = (unsigned char)p->text.ptr[at] >= 0xEF;

    if (to >= DM_HAN_MANY)
        put_many(p, at, c.n, to);
    else if (to != c.code || (rare && is_twin(p, at, c)))
        dm_sink_put(&p->sink, at, c.n, dm_han_utf8[to]);
    else if (to == DM_HAN_ZHU && p->zhe != NULL && dm_zhe_here(p->zhe, at))
        dm_sink_put(&p->sink, at, c.n, DM_ZHE_UTF8);
}

/* What the `i`-th character of a matched key becomes. */
static uint32_t part(const pass *p, const dm_han_match *m, size_t i)
{
    switch (m->value) {
    case DM_HAN_KEEP:
        return m->chars[i].code;
    case DM_HAN_BY_CHARACTER:
        return dm_han_single(p->root, m->chars[i].code);
    default:
        return dm_han_many[dm_han_many_at[m->value - DM_HAN_MANY] + i];
    }
}

/* Has the value as many characters as the key? */
static bool is_even(const dm_han_match *m)
{
    uint32_t i = m->value - DM_HAN_MANY;

    if (m->value < DM_HAN_FIRST)
        return true;
    return m->value >= DM_HAN_MANY &&
           (size_t)(dm_han_many_at[i + 1] - dm_han_many_at[i]) == m->n;
}

static void put_match(pass *p, size_t at, const dm_han_match *m)
{
    if (is_even(m)) {
        for (size_t i = 0; i < m->n; i++) {
            put(p, at, m->chars[i], part(p, m, i));
            at += m->chars[i].n;
        }
        return;
    }
    if (m->value >= DM_HAN_MANY)
        put_many(p, at, m->bytes, m->value);
    else
        dm_sink_put(&p->sink, at, m->bytes, dm_han_utf8[m->value]);
}

/* Convert the run that begins at `at`, up to a character in no dictionary or
** the end; returns where it ends. */
static size_t run(pass *p, size_t at)
{
    const unsigned char *s = (const unsigned char *)p->text.ptr;
    dm_han_match         m;

    for (;;) {
        dm_han_char c[2];
        uint32_t    ref;

        if (p->quick)
            at = dm_sink_quick(&p->sink, p->root, at);
        if (at >= p->text.len)
            return at;
        c[0] = dm_han_at(s + at);
        if (c[0].code == 0)
            return at + c[0].n;
        ref = dm_han_arc(p->root, c[0].code);
        m.n = 0;
        if (dm_han_node(ref) != 0 && at + c[0].n < p->text.len) {
            c[1] = dm_han_at(s + at + c[0].n);
            dm_han_match_long(&m, p->text, at, c, dm_han_node(ref));
        }
        if (m.n != 0) {
            put_match(p, at, &m);
            at += m.bytes;
        } else {
            put(p, at, c[0],
                dm_han_value(ref) != 0 ? dm_han_value(ref) : c[0].code);
            at += c[0].n;
        }
    }
}

static void one_pass(pass *p)
{
    size_t at = p->sink.a->at;

    for (;;) {
        size_t low = at;

        at = dm_scan(p->text, at, dm_han_lead);
        if (at >= p->text.len)
            return;
        at = run(p, dm_han_begin(p->text, low, at));
    }
}

void dm_han_convert(dm_aligner *a, dm_han which)
{
    const dm_han_plan *plan = &dm_han_plans[which];
    pass               p = {
                      .sink = {a, 0},
                      .text = a->src,
                      .root = plan->roots[0],
                      .quick = which == DM_HAN_T2S,
    };

    if (plan->cut != 0)
        dm_han_chain(&p.sink, plan);
    else
        one_pass(&p);
}

void dm_han_simplify(dm_aligner *a)
{
    dm_zhe zhe = dm_zhe_begin(a->src);
    pass   p = {
          .sink = {a, 0},
          .text = a->src,
          .root = dm_han_plans[DM_HAN_T2S].roots[0],
          .quick = true,
          .zhe = &zhe,
    };

    one_pass(&p);
}
