/* gloss_mend.c - step `gloss`: readings that a program put behind characters
** are taken out.
**
** The whole text is judged first.  A damaged page may stand in a heap of
** others, or between menus that were not damaged, where the same characters
** are bare: so each stretch of text that is dense with glosses is then judged
** by itself, under stricter bounds and never as exact. */
#include "repair/gloss.h"
#include "repair/repairs.h"

enum {
    GAP = 900,         /* bytes without a gloss that end a stretch */
    STRETCH = 20,      /* glosses a stretch has at least … */
    STRETCH_CHARS = 8, /* … of so many characters */
    STRETCH_HAN = 20   /* … one in so many Han characters */
};

/* What is known of each place: 0 no damage, else its certainty plus one. */
typedef struct verdicts {
    const dm_gloss_place *places;
    unsigned char        *sure;
    size_t                n;
} verdicts;

/* Write the table's verdicts on places [from, to), where they are higher. */
static void apply(verdicts *v, dm_range part, const dm_gloss_table *table,
                  dm_certainty most)
{
    for (size_t i = part.from; i < part.to; i++) {
        const dm_gloss *row = dm_gloss_find(table, v->places[i].cp);
        dm_certainty    sure;

        if (row == NULL || v->places[i].kind != DM_GLOSS_INTACT)
            continue;
        while (row->id != v->places[i].id)
            row++; /* it is there: the place was counted */
        sure = row->certainty < most ? row->certainty : most;
        if (row->damage && v->sure[i] < sure + 1)
            v->sure[i] = (unsigned char)(sure + 1);
    }
}

/* The lines that the places of `part` stand in. */
static dm_slice lines_of(const verdicts *v, dm_range part, dm_slice text)
{
    size_t      from = v->places[part.from].base;
    size_t      to = v->places[part.to - 1].to;
    const char *end = memchr(text.ptr + to, '\n', text.len - to);

    while (from > 0 && text.ptr[from - 1] != '\n')
        from--;
    to = end != NULL ? (size_t)(end - text.ptr) : text.len;
    return dm_slice_sub(text, from, to);
}

/* Is a stretch with this table beyond doubt by itself? */
static bool is_strong(const dm_gloss_table *table)
{
    size_t glosses = 0;
    size_t chars = 0;

    for (size_t i = 0; i < table->n; i++)
        if (table->rows[i].damage && table->rows[i].certainty == DM_EXACT) {
            glosses += table->rows[i].glossed;
            chars++;
        }
    return glosses >= STRETCH && chars >= STRETCH_CHARS &&
           glosses * STRETCH_HAN >= table->han;
}

static bool is_open(const verdicts *v, dm_range part)
{
    for (size_t i = part.from; i < part.to; i++)
        if (v->places[i].kind == DM_GLOSS_INTACT && v->sure[i] <= DM_LIKELY)
            return part.to - part.from >= STRETCH;
    return false;
}

/* The end of the stretch that begins with place `from`. */
static size_t stretch_end(const verdicts *v, size_t from)
{
    size_t to = from + 1;

    while (to < v->n && v->places[to].base - v->places[to - 1].to <= GAP)
        to++;
    return to;
}

static bool judge_stretches(verdicts *v, dm_slice text, dm_arena *arena)
{
    dm_range part = {0, 0};

    for (; part.from < v->n; part.from = part.to) {
        dm_gloss_table table;

        part.to = stretch_end(v, part.from);
        if (!is_open(v, part))
            continue;
        if (!dm_gloss_weigh(&table, lines_of(v, part, text),
                            v->places + part.from, part.to - part.from, arena))
            return false;
        if (is_strong(&table))
            apply(v, part, &table, DM_LIKELY);
    }
    return true;
}

static bool judge(verdicts *v, dm_slice text, dm_arena *arena)
{
    dm_gloss_table table;

    if (v->n == 0)
        return true;
    v->sure = dm_arena_zalloc(arena, v->n, 1);
    if (v->sure == NULL ||
        !dm_gloss_weigh(&table, text, v->places, v->n, arena))
        return false;
    apply(v, (dm_range){0, v->n}, &table, DM_EXACT);
    return judge_stretches(v, text, arena);
}

/* The gloss at `place` goes; its character stays and keeps the reading. */
static void take_out(dm_mender *m, const dm_gloss_place *place,
                     dm_certainty certainty)
{
    char    reading[DM_PINYIN_MAX];
    dm_mend mend = {
        .src = {place->from,                place->to},
        .base = place->from - place->base,
        .after = DM_LIT(""),
        .note = { reading, dm_pinyin_write(place->id,  reading)},
        .mechanism = "reading put behind every occurrence",
        .certainty = certainty,
    };

    dm_mend_put(m, &mend);
}

void dm_mend_gloss(dm_mender *m)
{
    dm_buf   buf;
    verdicts v = {.n = 0};

    dm_buf_init(&buf, (m->a.src.len + 1) * sizeof(dm_gloss_place));
    dm_gloss_scan(m->a.src, &buf);
    v.places = (const dm_gloss_place *)(void *)buf.ptr;
    v.n = buf.len / sizeof(dm_gloss_place);
    if (buf.failed || !judge(&v, m->a.src, m->arena))
        m->failed = true;
    else
        for (size_t i = 0; i < v.n; i++)
            if (v.sure[i] != 0)
                take_out(m, &v.places[i], (dm_certainty)(v.sure[i] - 1));
    dm_buf_fini(&buf);
}
