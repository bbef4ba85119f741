/* phrases.c - running the automaton.
**
** Leftmost-longest: a phrase that has ended is held back while the text read
** could still become a longer one from the same place, or one from further
** left, and given as soon as it cannot.  So after a hit up to one phrase's
** length is read again.
*/
#include "match/phrases_in.h"

/* The best phrase so far; nothing while `hit.range.from` is SIZE_MAX. */
static void consider(const dm_phrases *p, uint32_t node, size_t end,
                     dm_phrase_hit *best)
{
    uint32_t phrase = p->nodes[node].phrase;
    size_t   from;

    if (phrase == 0)
        return;
    from = end - p->lens[phrase - 1];
    if (from <= best->range.from) /* further left, or longer */
        *best = (dm_phrase_hit){
            {from, end},
            phrase - 1
        };
}

static bool may_start(const dm_phrases *p, uint64_t word)
{
    uint64_t bit = dm_phrase_bit(p, word);

    return (p->starts[bit >> 6] >> (bit & 63) & 1) != 0;
}

/* The first place at or after `at` where a phrase may begin. */
static size_t next_start(const dm_phrases *p, dm_slice text, size_t at)
{
    const unsigned char *t = (const unsigned char *)text.ptr;
    uint64_t             word;

    for (; at + sizeof word <= text.len; at++) {
        if (p->root[t[at]] == 0)
            continue;
        memcpy(&word, t + at, sizeof word);
        if (may_start(p, word))
            return at;
    }
    for (; at < text.len && text.len - at >= p->look; at++) {
        if (p->root[t[at]] == 0)
            continue;
        word = 0;
        memcpy(&word, t + at, text.len - at);
        if (may_start(p, word))
            return at;
    }
    return text.len;
}

/* No phrase ends in a node less deep than `look`, so from there the scan goes
** back to where that node's text begins and asks the bitmap again. */
bool dm_phrases_next(const dm_phrases *p, dm_slice text, size_t start,
                     dm_phrase_hit *hit)
{
    const unsigned char *t = (const unsigned char *)text.ptr;
    dm_phrase_hit        best = {
               {SIZE_MAX, SIZE_MAX},
               0
    };
    uint32_t node = 0;
    size_t   i = start < text.len ? next_start(p, text, start) : text.len;

    while (i < text.len) {
        uint32_t child =
            node != 0 ? dm_phrase_child(p, node, t[i]) : p->root[t[i]];

        if (child != 0) {
            node = child;
            i++;
            consider(p, node, i, &best);
            continue;
        }
        node = p->nodes[node].fail;
        if (i - p->nodes[node].depth > best.range.from)
            break; /* what is read now begins behind the best */
        if (p->nodes[node].depth < p->look) {
            i -= p->nodes[node].depth;
            node = 0;
            i = next_start(p, text, i);
        }
    }
    if (best.range.from == SIZE_MAX)
        return false;
    *hit = best;
    return true;
}
