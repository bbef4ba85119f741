/* convert_chain.c - configurations of two dictionary groups: a small pipeline.
**
** The text is cut into segments: keys of the cutting trie, and what lies
** between them.  Characters flow as units, each with the source bytes that it
** stands for, through one window per group; a window converts at its head as
** soon as it holds a longest key's worth, and everything when a segment ends,
** since no match may cross that.  So memory is bounded and no segment is too
** long.  Units that came out of a replacement of another length are joined:
** together they are one edit.
*/
#include "han/convert_chain.h"

#include "han/convert_match.h"
#include "text/scan.h"

#ifndef DM_CHAIN_CLUSTER
#define DM_CHAIN_CLUSTER 512 /* bytes of one edit; tests shrink it */
#endif

enum { WINDOW = 64, STAGES = 2, CLUSTER = DM_CHAIN_CLUSTER };

typedef struct unit {
    size_t   from, to; /* source bytes; none for a joined one */
    uint32_t code;
    bool     joined; /* to the unit before */
} unit;

typedef struct window {
    uint32_t root;
    unit     units[WINDOW];
    size_t   head, n; /* units [head, n) wait */
} window;

typedef struct chain {
    dm_sink *sink;
    dm_slice text;
    window   stage[STAGES];
    bool     cut_first; /* the first stage has the trie that cuts */
    unit     one;       /* the cluster being put together: its source */
    size_t   len;       /* its bytes; 0: none */
    bool     several;   /* more than one character */
    char     bytes[CLUSTER];
} chain;

static void push(chain *c, size_t k, const unit *u);

/* Did the only character of the cluster stay? */
static bool is_same(const chain *c, uint32_t utf8)
{
    const unsigned char *s = (const unsigned char *)c->text.ptr + c->one.from;
    size_t               n = c->one.to - c->one.from;

    if (n != dm_han_packed(utf8))
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] != (utf8 >> 8 * i & 0xFF))
            return false;
    return true;
}

/* A cluster that grew too long is put in parts; those after the first have no
** source of their own and are insertions. */
static void put_cluster(chain *c)
{
    size_t   n = c->one.to - c->one.from;
    uint32_t utf8 = dm_han_utf8[c->one.code];
    dm_slice src = dm_slice_sub(c->text, c->one.from, c->one.to);
    dm_slice with = {c->bytes, c->len};

    if (c->len == 0)
        return;
    if (c->several || n == 0) {
        if (!dm_slice_eq(src, with))
            dm_sink_replace(c->sink, c->one.from, n, with);
    } else if (!is_same(c, utf8)) {
        dm_sink_put(c->sink, c->one.from, n, utf8);
    }
    c->len = 0;
}

/* The end of the pipeline. */
static void put(chain *c, const unit *u)
{
    uint32_t utf8 = dm_han_utf8[u->code];

    if (!u->joined || c->len + 4 > CLUSTER) {
        put_cluster(c);
        c->one = *u;
        c->several = false;
    } else {
        c->one.to = u->to;
        c->several = true;
    }
    for (size_t left = dm_han_packed(utf8); left > 0; left--) {
        c->bytes[c->len++] = (char)(utf8 & 0xFF);
        utf8 >>= 8;
    }
}

/* The value of the longest key at the head of the window, its length in
** `*n`; 0 when there is none. */
static uint32_t match(const window *w, size_t *n)
{
    uint32_t node = w->root;
    uint32_t value = 0;

    for (size_t i = w->head; i < w->n; i++) {
        uint32_t ref = dm_han_arc(node, w->units[i].code);

        if (dm_han_value(ref) != 0) {
            value = dm_han_value(ref);
            *n = i - w->head + 1;
        }
        node = dm_han_node(ref);
        if (node == 0)
            break;
    }
    return value;
}

/* One unit's character becomes the `n` of `codes`. */
static void spread(chain *c, size_t k, const unit *u, const uint16_t *codes,
                   size_t n)
{
    unit out = *u;

    for (size_t i = 0; i < n; i++) {
        out.code = codes[i];
        push(c, k + 1, &out);
        out.from = out.to;
        out.joined = true;
    }
}

/* The unit becomes `value`, one character or several. */
static void become(chain *c, size_t k, const unit *u, uint32_t value)
{
    uint32_t i = value - DM_HAN_MANY;
    uint16_t one = (uint16_t)value;

    if (value < DM_HAN_MANY)
        spread(c, k, u, &one, 1);
    else
        spread(c, k, u, dm_han_many + dm_han_many_at[i],
               (size_t)(dm_han_many_at[i + 1] - dm_han_many_at[i]));
}

/* A key of `n` units at the head becomes characters of its own number, `to`;
** otherwise all of it becomes one cluster. */
static void replace(chain *c, size_t k, size_t n, uint32_t value)
{
    window         *w = &c->stage[k];
    const unit     *key = w->units + w->head;
    unit            whole = *key;
    const uint16_t *to;

    whole.to = key[n - 1].to;
    if (value < DM_HAN_MANY) {
        become(c, k, &whole, value);
        return;
    }
    to = dm_han_many + dm_han_many_at[value - DM_HAN_MANY];
    if ((size_t)(dm_han_many_at[value - DM_HAN_MANY + 1] -
                 dm_han_many_at[value - DM_HAN_MANY]) != n) {
        become(c, k, &whole, value);
        return;
    }
    for (size_t i = 0; i < n; i++)
        spread(c, k, &key[i], &to[i], 1);
}

/* The `n` units at the head of the window are a key with this value, or one
** that is none (0). */
static void convert(chain *c, size_t k, size_t n, uint32_t value)
{
    window *w = &c->stage[k];

    if (value == 0 || value == DM_HAN_KEEP || value == DM_HAN_BY_CHARACTER)
        for (size_t i = 0; i < n; i++) {
            const unit *u = &w->units[w->head + i];

            become(c, k, u,
                   value == DM_HAN_BY_CHARACTER
                       ? dm_han_single(w->root, u->code)
                       : u->code);
        }
    else
        replace(c, k, n, value);
    w->head += n;
}

static void step(chain *c, size_t k)
{
    size_t   n = 1;
    uint32_t value = match(&c->stage[k], &n);

    convert(c, k, n, value);
}

/* Convert while a longest key would fit, or all that is there. */
static void drain(chain *c, size_t k, bool all)
{
    window *w = &c->stage[k];

    if (w->n == 0)
        return;
    while (w->head < w->n && (all || w->n - w->head >= DM_HAN_KEY_MAX))
        step(c, k);
    memmove(w->units, w->units + w->head, (w->n - w->head) * sizeof *w->units);
    w->n -= w->head;
    w->head = 0;
}

/* Into the window of stage `k`; a character that begins no longer key need not
** wait there. */
static void push(chain *c, size_t k, const unit *u)
{
    window  *w;
    uint32_t ref;

    if (k == STAGES) {
        put(c, u);
        return;
    }
    w = &c->stage[k];
    ref = dm_han_arc(w->root, u->code);
    if (w->n == w->head && dm_han_node(ref) == 0) {
        become(c, k, u, dm_han_value(ref) != 0 ? dm_han_value(ref) : u->code);
        return;
    }
    if (w->n == WINDOW)
        drain(c, k, false);
    w->units[w->n++] = *u;
}

/* A segment ends here. */
static void end_segment(chain *c)
{
    for (size_t k = 0; k < STAGES; k++)
        drain(c, k, true);
    put_cluster(c);
}

static void push_char(chain *c, size_t at, dm_han_char ch)
{
    unit u = {at, at + ch.n, ch.code, false};

    if (!c->cut_first)
        push(c, 0, &u);
    else
        become(c, 0, &u, dm_han_single(c->stage[0].root, ch.code));
}

/* A segment is a key.  Where the first stage has the trie that cut it, its
** value is at hand and no other key can match there. */
static void push_segment(chain *c, size_t at, const dm_han_match *m)
{
    window *w = &c->stage[0];

    end_segment(c);
    for (size_t i = 0; i < m->n; i++) {
        unit u = {at, at + m->chars[i].n, m->chars[i].code, false};

        w->units[w->n++] = u;
        at = u.to;
    }
    if (c->cut_first)
        convert(c, 0, m->n, m->value);
    end_segment(c);
}

/* The key of the cutting trie at `at`, if any. */
static void cut(dm_han_match *m, const chain *c, uint32_t root, size_t at,
                dm_han_char first)
{
    const unsigned char *s = (const unsigned char *)c->text.ptr;
    uint32_t             node = dm_han_node(dm_han_arc(root, first.code));
    dm_han_char          chars[2] = {
                 first, {0, 0}
    };

    m->n = 0;
    if (node == 0 || at + first.n >= c->text.len)
        return;
    chars[1] = dm_han_at(s + at + first.n);
    dm_han_match_long(m, c->text, at, chars, node);
}

/* Convert the run at `at` up to a character in no dictionary. */
static size_t run(chain *c, uint32_t root, size_t at)
{
    const unsigned char *s = (const unsigned char *)c->text.ptr;
    dm_han_match         m;

    while (at < c->text.len) {
        dm_han_char ch = dm_han_at(s + at);

        if (ch.code == 0)
            break;
        cut(&m, c, root, at, ch);
        if (m.n != 0) {
            push_segment(c, at, &m);
            at += m.bytes;
        } else {
            push_char(c, at, ch);
            at += ch.n;
        }
    }
    end_segment(c);
    return at;
}

void dm_han_chain(dm_sink *sink, const dm_han_plan *plan)
{
    chain  c = {.sink = sink, .text = sink->a->src};
    size_t at = sink->a->at;

    c.cut_first = plan->cut == plan->roots[0];
    for (size_t k = 0; k < STAGES; k++)
        c.stage[k].root = plan->roots[k];
    while (at < c.text.len) {
        size_t low = at;

        at = dm_scan(c.text, at, dm_han_lead);
        if (at < c.text.len)
            at = run(&c, plan->cut, dm_han_begin(c.text, low, at));
        if (at < c.text.len && dm_han_lead[(unsigned char)c.text.ptr[at]])
            at += dm_han_at((const unsigned char *)c.text.ptr + at).n;
    }
}
