/* model_words.c - looking into the tables that make_model.py has made. */
#include "han/model_words.h"

#include <stddef.h>

enum { BIT = DM_MODEL_BIT, ROW = 96 };

/* As in make_model.py. */
enum {
    CELLS = 90 * 90 * 90,
    PREFIXES = 3,
    CODES = 60 * PREFIXES,
    CHECKS = CELLS / CODES,
    LEAST = 9 * BIT / 2,
    STEP = 3 * BIT / 8,
    PREFIX_LEAST = 11 * BIT,
    PREFIX_STEP = 7 * BIT
};

#include "han/tables/model_ja.inc"
#include "han/tables/model_ko.inc"
#include "han/tables/model_zh.inc"

typedef char row[ROW + 1];

typedef struct table {
    const row *cell, *single, *start, *later;
    uint64_t   seed;
    uint32_t   span;
    unsigned   log;
    struct {
        uint32_t first, count;
    } range[3];
} table;

static const table tables[] = {
    [DM_LANG_ZH] = {zh_cell,
                    zh_single,          zh_start,
                    zh_later,                                 zh_seed,
                    ZH_SPAN,                                              ZH_LOG,
                    {{0x4E00, 0x5200}}                                                             },
    [DM_LANG_JA] = {ja_cell,
                    ja_single,          ja_start,
                    ja_later,                                 ja_seed,
                    JA_SPAN,                                              JA_LOG,
                    {{0x3041, 0xBE}, {0x4E00, 0x5200}}                                             },
 /* Syllables only. */
    [DM_LANG_KO] =
        {NULL,    ko_single, ko_single, ko_single, 0,       0, 0,      {{0xAC00, 11172}}},
};

/* What a digit stands for: the inverse of digit() there. */
static inline uint32_t value(char digit)
{
    uint32_t c = (unsigned char)digit;

    return c - 35 - (c > 63) - (c > 92);
}

/* The digit at `at` of a literal in rows. */
static uint32_t digit(const row *text, uint32_t at)
{
    return value(text[at / ROW][at % ROW]);
}

/* Where in the table's ranges `cp` is, or -1. */
static int place(const table *t, uint32_t cp)
{
    uint32_t before = 0;

    for (size_t i = 0; i < sizeof t->range / sizeof *t->range; i++) {
        if (cp - t->range[i].first < t->range[i].count)
            return (int)(before + cp - t->range[i].first);
        before += t->range[i].count;
    }
    return -1;
}

bool dm_word_char(dm_lang lang, uint32_t cp)
{
    return place(&tables[lang], cp) >= 0;
}

dm_word dm_word_one(dm_lang lang, uint32_t cp)
{
    const table *t = &tables[lang];
    uint32_t     at = (uint32_t)place(t, cp);

    return (dm_word){(int)digit(t->single, at) * BIT / 3,
                     (int)digit(t->start, at) * BIT / 3};
}

int dm_word_least(dm_lang lang, uint32_t first, uint32_t second)
{
    const table *t = &tables[lang];
    uint32_t     a = digit(t->start, (uint32_t)place(t, first));
    uint32_t     b = digit(t->later, (uint32_t)place(t, second));

    return (int)(a > b ? a : b) * BIT / 3 - STEP;
}

static uint64_t mix(uint64_t key)
{
    key = (key ^ key >> 30) * 0xBF58476D1CE4E5B9U;
    key = (key ^ key >> 27) * 0x94D049BB133111EBU;
    return key ^ key >> 31;
}

/* A cell's three digits lie in one row. */
static inline uint32_t cell(const table *t, uint32_t at)
{
    const char *p = t->cell[at / (ROW / 3)] + (size_t)3 * (at % (ROW / 3));

    return value(p[0]) + 90 * value(p[1]) + 8100 * value(p[2]);
}

/* The sum of the three cells that belong to a hash. */
static uint32_t sum(const table *t, uint64_t h)
{
    uint32_t size = 1U << t->log;
    uint32_t one = (uint32_t)((h >> 32) * t->span >> 32);
    uint32_t two = (one + size) ^ ((uint32_t)(h >> 14) & (size - 1));
    uint32_t three = (one + 2 * size) ^ ((uint32_t)h & (size - 1));

    return (cell(t, one) + cell(t, two) + cell(t, three)) % CELLS;
}

dm_word dm_word_find(dm_lang lang, uint64_t key)
{
    const table *t = &tables[lang];
    uint64_t     h = mix(key ^ t->seed);
    dm_word      out = {DM_WORD_NONE, DM_WORD_NONE};
    uint32_t     got;
    int          code;

    if (t->cell == NULL)
        return out;
    got = sum(t, h);
    code = (int)(got % CODES);
    if (got / CODES != (h >> 20) % CHECKS)
        return out;
    if (code / PREFIXES > 0)
        out.whole = LEAST + (code / PREFIXES - 1) * STEP;
    if (code % PREFIXES > 0)
        out.prefix = PREFIX_LEAST + (code % PREFIXES - 1) * PREFIX_STEP;
    return out;
}
