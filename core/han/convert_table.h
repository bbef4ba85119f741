/* convert_table.h - inside the room: the dictionaries as one double array.
**
** A character that occurs in any dictionary has a number from DM_HAN_FIRST
** (0: in none, it ends every match); a compatibility ideograph has the number
** of its unified twin, which is all the unification that is needed.  A trie
** node is a base; the arc for character c leads to cell base + c, which is
** taken only when its label is c: bases are unique, so the label says it all.
** The cell refers to the next node (0: a leaf) and, where a key ends, to a
** value:
**
**   0            no key ends here
**   BY_CHARACTER the key's characters converted one by one
**   KEEP         the key as it is
**   < MANY       one character, by its number
**   else         several, MANY + where they are in dm_han_many
**
** A probe that fails, which nearly all do, touches the labels only: 230 KB.
** Groups of dictionaries with precedence are merged when the tables are made,
** so that the longest match is always the right one.
*/
#ifndef DM_HAN_CONVERT_TABLE_H
#define DM_HAN_CONVERT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "han/tables/limits.inc"

enum { DM_HAN_BY_CHARACTER = 1, DM_HAN_KEEP = 2 };

/* A configuration: the trie that cuts segments (its keys of two characters
** and more; 0: the text is one segment), the tries applied in turn (0: none).
*/
typedef struct dm_han_plan {
    const char *name;
    uint32_t    cut;
    uint32_t    roots[2];
} dm_han_plan;

extern const dm_han_plan dm_han_plans[];

/* Bytes that the first character of a key may begin with, ASCII left out. */
extern const bool dm_han_lead[256];

extern const uint16_t dm_han_code_page[], dm_han_code_cell[];
/* t2s at a glance, for characters of three bytes: how their bits change
** (the first byte lowest), and two flags. */
enum { DM_HAN_KEY = 31, DM_HAN_LOOK = 30 };
extern const uint32_t dm_han_quick_page[], dm_han_quick_cell[];
extern const uint32_t dm_han_utf8[]; /* by number: the bytes, first lowest */
extern const uint16_t dm_han_many_at[], dm_han_many[];
extern const uint16_t dm_han_label[];
extern const uint32_t dm_han_ref[];

static inline uint32_t dm_han_node(uint32_t ref)
{
    return ref & ((1U << DM_HAN_BASE_BITS) - 1);
}

static inline uint32_t dm_han_value(uint32_t ref)
{
    return ref >> DM_HAN_BASE_BITS;
}

/* The cell of the arc `code` out of `node`, or 0 (no node and no value). */
static inline uint32_t dm_han_arc(uint32_t node, uint32_t code)
{
    return dm_han_label[node + code] == code ? dm_han_ref[node + code] : 0;
}

/* What one character becomes by itself: the number of a character, its own
** when it stays, or of several (>= DM_HAN_MANY). */
static inline uint32_t dm_han_single(uint32_t root, uint32_t code)
{
    uint32_t value = dm_han_value(dm_han_arc(root, code));

    return value != 0 ? value : code;
}

/* How many bytes the packed character takes. */
static inline size_t dm_han_packed(uint32_t utf8)
{
    unsigned lead = utf8 & 0xFF;

    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* A character of the text: its number and its length in bytes. */
typedef struct dm_han_char {
    uint32_t code;
    uint32_t n;
} dm_han_char;

/* The character at `p` (valid UTF-8). */
static inline dm_han_char dm_han_at(const unsigned char *p)
{
    dm_han_char out = {0, 1};
    uint32_t    page;
    uint32_t    low;

    if (p[0] < 0x80) {
        page = p[0] >> 6;
        low = p[0];
    } else if (p[0] < 0xE0) {
        out.n = 2;
        page = p[0] & 0x1FU;
        low = p[1];
    } else if (p[0] < 0xF0) {
        out.n = 3;
        page = (p[0] & 0xFU) << 6 | (p[1] & 0x3FU);
        low = p[2];
    } else {
        out.n = 4;
        page = (p[0] & 0x7U) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
        low = p[3];
    }
    if (page < DM_HAN_PAGES)
        out.code =
            dm_han_code_cell[dm_han_code_page[page] * 64U + (low & 0x3FU)];
    return out;
}

/* The glance at a character of three bytes (the first lowest).  Bit
** DM_HAN_KEY: a key of several characters may begin here; DM_HAN_LOOK: it is
** not that simple. */
static inline uint32_t dm_han_glance(uint32_t utf8)
{
    uint32_t page = (utf8 & 0xFU) << 6 | (utf8 >> 8 & 0x3FU);

    return dm_han_quick_cell[dm_han_quick_page[page] * 64U +
                             (utf8 >> 16 & 0x3FU)];
}

#endif
