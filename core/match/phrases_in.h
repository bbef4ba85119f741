/* phrases_in.h - the automaton of phrases.h: built in phrases_build.c, run in
** phrases.c.
**
** Nodes lie in breadth-first order, so the children of one node are
** neighbours, ordered by label.  A node with few children finds the next by
** looking at their labels; one with many has a row: the number of the first
** child, the lowest and the highest label, and for each label between them
** which child it is, counted from 1, or 0.  Sixteen bytes a node, and a list
** of names takes about one node a byte.
**
** Before a phrase is begun, a bitmap is asked whether any phrase starts with
** the next few bytes (as many as the shortest has, up to eight).
*/
#ifndef DM_MATCH_PHRASES_IN_H
#define DM_MATCH_PHRASES_IN_H

#include "match/phrases.h"

enum { DM_WIDE = 4 }; /* more children than this get a row */
enum { DM_ROW_LOW = 4, DM_ROW_HIGH = 5, DM_ROW_HEAD = 6 };

typedef struct dm_phrase_node {
    uint32_t first;  /* first child, or where the row of a wide node is */
    uint32_t fail;   /* the longest proper suffix that is a node */
    uint32_t phrase; /* 1 + index of the longest phrase that ends here, or 0 */
    uint16_t depth;
    uint8_t  n;
    uint8_t  label;
} dm_phrase_node;

struct dm_phrases {
    dm_phrase_node *nodes; /* nodes[0] is the root */
    unsigned char  *rows;
    uint32_t       *lens;   /* of each phrase */
    uint64_t       *starts; /* the bitmap */
    unsigned        shift;  /* from a hash to a bit's number */
    size_t          look;   /* how many bytes are hashed */
    uint64_t        mask;   /* leaves them of eight */
    size_t          nnodes;
    uint32_t        root[256]; /* the root's children */
};

/* The child of `node` by `byte`, 0 for none. */
static inline uint32_t dm_phrase_child(const dm_phrases *p, uint32_t node,
                                       unsigned char byte)
{
    const dm_phrase_node *at = &p->nodes[node];
    const unsigned char  *row;
    uint32_t              first;

    if (at->n <= DM_WIDE) {
        for (uint32_t i = at->first; i < at->first + at->n; i++)
            if (p->nodes[i].label == byte)
                return i;
        return 0;
    }
    row = p->rows + at->first;
    if (byte < row[DM_ROW_LOW] || byte > row[DM_ROW_HIGH])
        return 0;
    byte = row[DM_ROW_HEAD + byte - row[DM_ROW_LOW]];
    memcpy(&first, row, sizeof first);
    return byte != 0 ? first + byte - 1 : 0;
}

/* The bit of the bitmap for the eight bytes in `word`. */
static inline uint64_t dm_phrase_bit(const dm_phrases *p, uint64_t word)
{
    return (word & p->mask) * UINT64_C(0x9E3779B97F4A7C15) >> p->shift;
}

#endif
