/* gloss.c - the survey: counting, and telling damage from teaching. */
#include "repair/gloss.h"

#include <stdlib.h>

#include "base/mem.h"
#include "han/fold.h"
#include "text/pairs.h"
#include "text/utf8.h"

enum {
    GB_FIRST = 0xB0,  /* lead bytes of GB2312's everyday characters … */
    GB_SECOND = 0xD8, /* … and of its others */
    GB_END = 0xF8,
    GB_TRAIL = 0xA1
};

/* 1 for the everyday characters of GB2312, 2 for its others, 0 for what it
** lacks. */
static int gb_level(uint32_t cp)
{
    unsigned code = dm_pair_encode(DM_PAIRS_GBK, cp);
    unsigned lead = code >> 8;

    if (lead < GB_FIRST || lead >= GB_END || (code & 0xFF) < GB_TRAIL)
        return 0;
    return lead < GB_SECOND ? 1 : 2;
}

/* A Traditional character that GB2312 lacks, of an everyday word. */
static bool is_everyday(uint32_t cp)
{
    return gb_level(cp) == 0 && gb_level(dm_han_fold(cp)) == 1;
}

/* ---- counting ---- */

static int by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* A gloss on a Han character as one number: the character, the reading, and
** in the lowest bits how many of its neighbours are Han. */
static uint64_t key_of(const dm_gloss_place *place)
{
    return (uint64_t)place->cp << 18 | (uint64_t)place->id << 2 | place->beside;
}

static int by_key(const void *one, const void *other)
{
    const uint64_t *a = one;
    const uint64_t *b = other;

    return (*a > *b) - (*a < *b);
}

static int by_weight(const void *one, const void *other)
{
    const dm_gloss *a = one;
    const dm_gloss *b = other;
    int             order = by_number(a->cp, b->cp);

    if (order == 0)
        order = by_number(b->glossed, a->glossed);
    return order != 0 ? order : by_number(a->id, b->id);
}

/* The sorted keys of the glosses on Han characters; returns how many. */
static size_t sort_keys(uint64_t *keys, const dm_gloss_place *places, size_t n)
{
    size_t nkeys = 0;

    for (size_t i = 0; i < n; i++)
        if (places[i].kind <= DM_GLOSS_WORD)
            keys[nkeys++] = key_of(&places[i]);
    qsort(keys, nkeys, sizeof *keys, by_key);
    return nkeys;
}

/* How many characters and readings the sorted keys have. */
static size_t count_rows(const uint64_t *keys, size_t n)
{
    size_t nrows = 0;

    for (size_t i = 0; i < n; i++)
        nrows += i == 0 || keys[i] >> 2 != keys[i - 1] >> 2;
    return nrows;
}

/* One row for each character and reading of the sorted keys. */
static void gather(dm_gloss *row, const uint64_t *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        row += i > 0 && keys[i] >> 2 != keys[i - 1] >> 2;
        row->cp = (uint32_t)(keys[i] >> 18);
        row->id = (uint16_t)(keys[i] >> 2);
        row->reads = dm_han_reading(row->cp, row->id);
        row->glossed++;
        row->inside += (keys[i] & 3) == 2;
        row->alone += (keys[i] & 3) == 0;
    }
}

/* The first row of `cp`; `n` when there is none. */
static size_t row_of(const dm_gloss *rows, size_t n, uint32_t cp)
{
    size_t from = 0;
    size_t to = n;

    while (from < to) {
        size_t mid = from + (to - from) / 2;

        if (rows[mid].cp < cp)
            from = mid + 1;
        else
            to = mid;
    }
    return from < n && rows[from].cp == cp ? from : n;
}

/* Read the text and count how often each character of the table stands. */
static void count(dm_gloss_table *table, dm_gloss *rows, dm_slice text)
{
    size_t len;

    for (size_t i = 0; i < text.len; i += len) {
        uint32_t cp = dm_utf8_decode(text.ptr + i, &len);
        size_t   row;

        if (len < 3 || !dm_utf8_is_han(cp))
            continue;
        table->han++;
        row = row_of(rows, table->n, cp);
        if (row < table->n)
            rows[row].stands++;
    }
    for (size_t i = 1; i < table->n; i++)
        if (rows[i].cp == rows[i - 1].cp)
            rows[i].stands = rows[i - 1].stands;
}

/* ---- judging ---- */

/* What speaks for the damage and against it, in glosses. */
typedef struct evidence {
    size_t glosses, chars; /* everyday, usual reading, never without */
    size_t inside;         /* of these, between two Han … */
    size_t alone;          /* … and beside none */
    size_t repeated;       /* of these, on characters that come back */
    size_t others;         /* glosses that somebody meant */
    size_t rivals;         /* further readings of a character */
} evidence;

/* Is the row glossed in `per_cent` of its character's places? */
static bool holds(const dm_gloss *row, uint32_t per_cent)
{
    return (uint64_t)row->glossed * 100 >= (uint64_t)row->stands * per_cent;
}

static bool is_listed(const dm_gloss *row)
{
    return row->reads == DM_READS_USUAL && is_everyday(row->cp);
}

/* Has the row before this one another reading of its character? */
static bool is_rival(const dm_gloss_table *table, size_t i)
{
    const dm_gloss *row = &table->rows[i];

    return i > 0 && row->cp == row[-1].cp && row->reads != DM_READS_NOT &&
           row[-1].reads != DM_READS_NOT;
}

static evidence weigh(const dm_gloss_table *table)
{
    evidence e = {0};

    for (size_t i = 0; i < table->n; i++) {
        const dm_gloss *row = &table->rows[i];
        bool            listed = is_listed(row);

        e.rivals += is_rival(table, i);
        if (!listed || !holds(row, 50)) {
            e.others += row->glossed;
        } else if (holds(row, 90)) {
            e.glosses += row->glossed;
            e.chars++;
            e.inside += row->inside;
            e.alone += row->alone;
            e.repeated += row->glossed > 1 ? row->glossed : 0;
        }
    }
    return e;
}

/* Does it look like the work of a program?  A list of readings has one for
** each character, and it strikes wherever in a word the character stands:
** never mind menus and headlines when there is much. */
static bool is_mechanical(const evidence *e)
{
    size_t amid = e->glosses >= 20 ? 5 : 2;

    return e->chars >= 2 && e->others * 8 <= e->glosses &&
           e->rivals * 20 <= e->chars && e->inside * amid >= e->glosses &&
           e->alone * 4 <= e->glosses;
}

/* Is the text damaged, and how certainly? */
static bool judge(const evidence *e, size_t han, dm_certainty *certainty)
{
    bool several = e->glosses >= 5 && e->chars >= 3;
    bool dense = e->glosses * 100 >= han;
    bool again = e->repeated * 3 >= e->glosses || e->glosses >= 12;
    bool steady = e->repeated * 3 >= e->glosses * 2 && e->glosses >= 10;

    if (!is_mechanical(e))
        return false;
    *certainty = DM_UNCERTAIN;
    if (several && dense)
        *certainty = again ? DM_EXACT : DM_LIKELY;
    else if ((several && steady) || (e->glosses >= 3 && e->glosses * 10 >= han))
        *certainty = DM_LIKELY;
    else
        return e->glosses * (e->glosses >= 3 ? 200 : 20) >= han;
    return true;
}

static dm_certainty least(dm_certainty a, dm_certainty b)
{
    return a < b ? a : b;
}

/* The verdict on one character in a damaged text. */
static void judge_row(dm_gloss *row, dm_certainty text)
{
    row->damage = false;
    if (row->reads == DM_READS_NOT || gb_level(row->cp) != 0)
        return;
    if (!is_listed(row)) {
        row->damage = text == DM_EXACT && holds(row, 90);
        row->certainty = row->glossed >= 3 ? DM_LIKELY : DM_UNCERTAIN;
        return;
    }
    row->damage = holds(row, 25);
    row->certainty = holds(row, 90)   ? text
                     : holds(row, 50) ? least(text, DM_LIKELY)
                                      : DM_UNCERTAIN;
}

/* Fill the table's rows; false when memory is out. */
static bool tabulate(dm_gloss_table *table, dm_gloss **rows,
                     const dm_gloss_place *places, size_t n, dm_arena *arena)
{
    uint64_t *keys = dm_mem_alloc(n * sizeof *keys);
    size_t    nkeys;

    if (keys == NULL)
        return false;
    nkeys = sort_keys(keys, places, n);
    table->n = count_rows(keys, nkeys);
    *rows = dm_arena_zalloc(arena, table->n, sizeof **rows);
    if (*rows != NULL)
        gather(*rows, keys, nkeys);
    dm_mem_free(keys);
    return *rows != NULL;
}

bool dm_gloss_weigh(dm_gloss_table *out, dm_slice text,
                    const dm_gloss_place *places, size_t n, dm_arena *arena)
{
    dm_gloss_table table = {.n = 0};
    dm_gloss      *rows = NULL;
    dm_certainty   certainty;
    evidence       e;

    for (size_t i = 0; i < n; i++)
        table.places[places[i].kind]++;
    if (table.places[DM_GLOSS_INTACT] == 0) {
        *out = table;
        return true;
    }
    if (!tabulate(&table, &rows, places, n, arena))
        return false;
    qsort(rows, table.n, sizeof *rows, by_weight);
    table.rows = rows;
    count(&table, rows, text);
    e = weigh(&table);
    if (judge(&e, table.han, &certainty))
        for (size_t i = 0; i < table.n; i++)
            judge_row(&rows[i], certainty);
    *out = table;
    return true;
}

const dm_gloss *dm_gloss_find(const dm_gloss_table *table, uint32_t cp)
{
    size_t row = row_of(table->rows, table->n, cp);

    return row < table->n ? &table->rows[row] : NULL;
}
