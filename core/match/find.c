/* find.c - a table of byte pairs, and chains of literals behind it.
**
** A table's entry is the first link of a chain, 0 for none.  One pattern has
** a hashed table of 16 KB; a set has one entry for every pair.  A literal of
** one byte hangs in the chains of all pairs that can begin with it, and at
** the text's last byte, which begins no pair, in a chain of its own.
**
** While there are few different pairs, blocks of text without any of them
** are passed over sixteen bytes at a time, in the compiler's vector types,
** which are plain C to us and SIMD wherever the machine has it.
*/
#include "match/find.h"

#include "base/buf.h"
#include "base/mem.h"

enum { SMALL_BITS = 13, LARGE_BITS = 16, MAX_LINKS = 65535 };

/* With more probes than few, one lookup a pair is faster. */
enum { MAX_PROBES = DM_NEED_MAX, FEW_PROBES = 24, BLOCK = 16 };

typedef unsigned char block __attribute__((vector_size(BLOCK)));

/* Two bytes in a row, or the first alone: then `mask` is all ones. */
typedef struct probe {
    block first, second, mask;
} probe;

typedef struct link {
    const dm_need_literal *literal;
    uint32_t               need;
    uint32_t               next;
} link;

struct dm_finder {
    uint16_t multiply, shift;
    uint16_t last;    /* chain of one-byte literals that may end the text */
    link    *links;   /* links[0] is unused */
    size_t   nprobes; /* a hashed table's never exceed MAX_PROBES */
    probe    probes[MAX_PROBES];
    int      keys[MAX_PROBES]; /* their two bytes, for telling them apart */
    uint16_t table[];
};

static unsigned load(const char *p)
{
    uint16_t pair;

    memcpy(&pair, p, sizeof pair);
    return pair;
}

static unsigned slot(const dm_finder *f, unsigned pair)
{
    return (pair * f->multiply & 0xFFFFU) >> f->shift;
}

static block spread(unsigned char byte)
{
    block b;

    memset(&b, byte, sizeof b);
    return b;
}

/* Look for `first` followed by `second`, or by anything when that is < 0. */
static void add_probe(dm_finder *f, unsigned char first, int second)
{
    int key = second * 256 + first;

    for (size_t i = 0; i < f->nprobes && i < MAX_PROBES; i++)
        if (f->keys[i] == key)
            return;
    if (f->nprobes < MAX_PROBES) {
        f->keys[f->nprobes] = key;
        f->probes[f->nprobes] =
            (probe){spread(first), spread((unsigned char)second),
                    spread(second < 0 ? 0xFF : 0)};
    }
    f->nprobes++;
}

static void hang(dm_buf *links, uint16_t *chain, const link *new)
{
    link l = *new;

    l.next = *chain;
    if (links->len / sizeof l >= MAX_LINKS)
        links->failed = true;
    *chain = (uint16_t)(links->len / sizeof l);
    dm_buf_add(links, &l, sizeof l);
}

static void hang_one_byte(dm_finder *f, dm_buf *links, const link *l)
{
    const dm_need_literal *lit = l->literal;

    add_probe(f, (unsigned char)lit->text[0], -1);
    for (unsigned b = 0; b < 256; b++) {
        char pair[2] = {lit->text[0], (char)b};

        if (lit->nafter == 0 || dm_bytes_has(&lit->after[0], (unsigned char)b))
            hang(links, &f->table[slot(f, load(pair))], l);
    }
    if (lit->nafter == 0)
        hang(links, &f->last, l);
}

static void hang_need(dm_finder *f, dm_buf *links, const dm_need *need,
                      size_t index)
{
    for (size_t i = 0; i < need->n; i++) {
        const dm_need_literal *lit = &need->literal[i];
        const char            *pair = lit->text + lit->pair;
        link                   l = {lit, (uint32_t)index, 0};

        if (lit->len == 1) {
            hang_one_byte(f, links, &l);
            continue;
        }
        add_probe(f, (unsigned char)pair[0], (unsigned char)pair[1]);
        hang(links, &f->table[slot(f, load(pair))], &l);
    }
}

static dm_finder *table_of(unsigned bits)
{
    size_t     size = sizeof(uint16_t) << bits;
    dm_finder *f = dm_mem_alloc(sizeof *f + size);

    if (f == NULL)
        return NULL;
    memset(f, 0, sizeof *f + size);
    f->shift = (uint16_t)(16 - bits);
    f->multiply = bits == LARGE_BITS ? 1 : 40503;
    return f;
}

dm_finder *dm_finder_new(const dm_need *const *needs, size_t n)
{
    dm_finder *f = table_of(n == 1 ? SMALL_BITS : LARGE_BITS);
    dm_buf     links;
    link       none = {NULL, 0, 0};

    if (f == NULL)
        return NULL;
    dm_buf_init(&links, (MAX_LINKS + 1) * sizeof(link));
    dm_buf_add(&links, &none, sizeof none);
    for (size_t i = 0; i < n; i++)
        if (needs[i] != NULL)
            hang_need(f, &links, needs[i], i);
    f->links = (link *)(void *)links.ptr;
    if (links.failed) {
        dm_finder_free(f);
        return NULL;
    }
    return f;
}

void dm_finder_free(dm_finder *f)
{
    if (f == NULL)
        return;
    dm_mem_free(f->links);
    dm_mem_free(f);
}

/* Does any of the BLOCK pairs from `p` on pass a probe?  Reads one byte more.
 */
static bool probe_block(const dm_finder *f, const char *p)
{
    block    a, b, sum = {0};
    uint64_t word[2];

    memcpy(&a, p, sizeof a);
    memcpy(&b, p + 1, sizeof b);
    for (size_t i = 0; i < f->nprobes; i++) {
        const probe *pr = &f->probes[i];

        sum |= (block)(a == pr->first) & ((block)(b == pr->second) | pr->mask);
    }
    memcpy(word, &sum, sizeof word);
    return (word[0] | word[1]) != 0;
}

/* The first pair at or after `at` with a chain; text.len - 1 for none. */
static size_t next_hashed(const dm_finder *f, dm_slice text, size_t at)
{
    size_t end = text.len - 1;

    while (at < end) {
        size_t stop;

        while (at + BLOCK <= end && !probe_block(f, text.ptr + at))
            at += BLOCK;
        stop = at + BLOCK < end ? at + BLOCK : end;
        for (; at < stop; at++)
            if (f->table[slot(f, load(text.ptr + at))] != 0)
                return at;
    }
    return at;
}

/* The same with an entry a pair, four at a time. */
static size_t next_direct(const dm_finder *f, dm_slice text, size_t at)
{
    const uint16_t *table = f->table;
    const char     *p = text.ptr;
    size_t          end = text.len - 1;

    while (at + 4 <= end &&
           (table[load(p + at)] | table[load(p + at + 1)] |
            table[load(p + at + 2)] | table[load(p + at + 3)]) == 0)
        at += 4;
    while (at < end && table[load(p + at)] == 0)
        at++;
    return at;
}

static size_t next_pair(const dm_finder *f, dm_slice text, size_t at)
{
    if (f->shift == 0 && f->nprobes > FEW_PROBES)
        return next_direct(f, text, at);
    return next_hashed(f, text, at);
}

static bool around(const dm_need_literal *lit, dm_slice text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;

    if (at < lit->nbefore || text.len - at < (size_t)lit->len + lit->nafter)
        return false;
    for (int i = 0; i < lit->nbefore; i++)
        if (!dm_bytes_has(&lit->before[i], p[-1 - i]))
            return false;
    for (int i = 0; i < lit->nafter; i++)
        if (!dm_bytes_has(&lit->after[i], p[lit->len + i]))
            return false;
    return true;
}

/* Is `lit` in the text with its pair at `pair`? */
static bool occurs(const dm_need_literal *lit, dm_slice text, size_t pair)
{
    size_t at = pair - lit->pair;

    return pair >= lit->pair && text.len - at >= lit->len &&
           memcmp(text.ptr + at, lit->text, lit->len) == 0 &&
           around(lit, text, at);
}

bool dm_finder_next(const dm_finder *f, dm_slice text, dm_scan *scan,
                    dm_hit *hit)
{
    for (;;) {
        while (scan->chain != 0) {
            const link *l = &f->links[scan->chain];

            scan->chain = l->next;
            if (!occurs(l->literal, text, scan->at - 1))
                continue;
            *hit = (dm_hit){scan->at - 1, l->need};
            return true;
        }
        if (scan->at >= text.len)
            return false;
        scan->at = next_pair(f, text, scan->at);
        scan->chain = scan->at + 1 < text.len
                          ? f->table[slot(f, load(text.ptr + scan->at))]
                          : f->last;
        scan->at++;
    }
}
