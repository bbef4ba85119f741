/* compare_random.h - random records, and others near to them. */
#ifndef DM_TEST_COMPARE_RANDOM_H
#define DM_TEST_COMPARE_RANDOM_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

static uint64_t seed;

static inline unsigned rnd(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % n);
}

enum { FIELDS = 4, ITEMS = 7 };

/* One value and its place, or none. */
typedef struct item {
    int value, from, len, rule; /* len 0: no place */
} item;

typedef struct field {
    int  n; /* items; -1: it is not there; -2: one value */
    item items[ITEMS + 2];
} field;

typedef struct record {
    field fields[FIELDS];
} record;

static inline item random_item(void)
{
    return (item){(int)rnd(5), (int)rnd(6) * 4, (int)rnd(6), (int)rnd(3)};
}

static inline record random_record(void)
{
    record r;

    for (int f = 0; f < FIELDS; f++) {
        r.fields[f].n = (int)rnd(ITEMS + 2) - 2;
        for (int i = 0; i < ITEMS + 2; i++)
            r.fields[f].items[i] = random_item();
    }
    return r;
}

/* Another one, near to it. */
static inline record edited(const record *from)
{
    record r = *from;
    field *f = &r.fields[rnd(FIELDS)];
    int    at = f->n > 0 ? (int)rnd((unsigned)f->n) : 0;

    switch (rnd(5)) {
    case 0:
        *f = random_record().fields[0];
        break;
    case 1:
        f->items[at] = random_item();
        break;
    case 2:
        if (f->n > 0)
            memmove(&f->items[at], &f->items[at + 1],
                    sizeof(item) * (size_t)(ITEMS + 1 - at)),
                f->n--;
        break;
    case 3:
        if (f->n >= 0 && f->n < ITEMS)
            memmove(&f->items[at + 1], &f->items[at],
                    sizeof(item) * (size_t)(ITEMS + 1 - at)),
                f->items[at] = random_item(), f->n++;
        break;
    default: {
        item one = f->items[0];

        f->items[0] = f->items[at];
        f->items[at] = one;
    }
    }
    return r;
}

#endif
