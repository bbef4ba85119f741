/* fact.c - combining what is known of pieces into what is known of the whole.
**
** Sequences multiply their words while the product is small; when it is not,
** the words so far become cores, and of several sets of cores the one that
** is expected least often in text is kept.
*/
#include "match/fact.h"

/* Words in a choice, and in a product: many words with much in common hide the
** few bytes that they have in common. */
enum { MAX_WORDS = 64, MAX_PRODUCT = 24 };

dm_fact dm_fact_shape(const dm_shape *shape)
{
    return (dm_fact){.shape = *shape, .rate = 1};
}

static dm_fact stuck(dm_facts *fs)
{
    dm_shape any = dm_shape_any();

    fs->stuck = true;
    return dm_fact_shape(&any);
}

/* An exact fact with room for `n` words; its shape is still none. */
static dm_fact words(dm_facts *fs, size_t n)
{
    dm_fact f = {.exact = true, .shape = dm_shape_none()};

    f.words = dm_arena_zalloc(&fs->arena, n, sizeof *f.words);
    return f.words != NULL ? f : stuck(fs);
}

static dm_slice word_text(const dm_word *w)
{
    return (dm_slice){w->text, w->len};
}

/* Add `a` followed by `b`, unless it is there already. */
static void add_word(dm_fact *f, dm_slice a, dm_slice b)
{
    dm_word  w = {.len = (uint8_t)(a.len + b.len)};
    dm_shape shape;

    memcpy(w.text, a.ptr, a.len);
    memcpy(w.text + a.len, b.ptr, b.len);
    for (size_t i = 0; i < f->n; i++)
        if (dm_slice_eq(word_text(&f->words[i]), word_text(&w)))
            return;
    shape = dm_shape_text(word_text(&w));
    f->shape = dm_shape_or(&f->shape, &shape);
    f->words[f->n++] = w;
}

dm_fact dm_fact_text(dm_facts *fs, dm_slice text)
{
    dm_fact f = words(fs, 1);

    if (f.exact)
        add_word(&f, text, DM_S(""));
    return f;
}

dm_fact dm_fact_empty(dm_facts *fs)
{
    return dm_fact_text(fs, DM_S(""));
}

bool dm_fact_fits(const dm_fact *a, const dm_fact *b)
{
    size_t most = a->n > 1 && b->n > 1 ? MAX_PRODUCT : MAX_WORDS;

    return a->exact && b->exact && a->n * b->n <= most &&
           a->shape.max + b->shape.max <= DM_NEED_TEXT;
}

static dm_fact multiply(dm_facts *fs, const dm_fact *a, const dm_fact *b)
{
    dm_fact f = words(fs, a->n * b->n);

    if (!f.exact)
        return f;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            add_word(&f, word_text(&a->words[i]), word_text(&b->words[k]));
    return f;
}

static double core_rate(const dm_core *c)
{
    double rate = c->rarity;

    for (size_t i = 0; i < DM_NEAR && i < c->before.min; i++)
        rate *= dm_need_share(&c->before.tail[i]);
    for (size_t i = 0; i < DM_NEAR && i < c->after.min; i++)
        rate *= dm_need_share(&c->after.head[i]);
    return rate;
}

static void set_rate(dm_fact *f)
{
    f->rate = f->n > 0 ? 0 : 1;
    for (size_t i = 0; i < f->n; i++)
        f->rate += core_rate(&f->cores[i]);
}

/* `big` holds the word of `small` at `at`: any match with the one has the
** other, so `small` may stand for both. */
static void absorb(dm_core *small, const dm_core *big, size_t at)
{
    dm_slice text = word_text(&big->word);
    dm_shape left = dm_shape_text(dm_slice_sub(text, 0, at));
    dm_shape right =
        dm_shape_text(dm_slice_sub(text, at + small->word.len, text.len));

    left = dm_shape_cat(&big->before, &left);
    right = dm_shape_cat(&right, &big->after);
    small->before = dm_shape_or(&small->before, &left);
    small->after = dm_shape_or(&small->after, &right);
}

/* Where the word of `small` lies in that of `big`; SIZE_MAX: nowhere. */
static size_t lies_in(const dm_core *small, const dm_core *big)
{
    const char *at = memmem(big->word.text, big->word.len, small->word.text,
                            small->word.len);

    return at != NULL ? (size_t)(at - big->word.text) : SIZE_MAX;
}

/* Put `c` among the cores; words that contain another one are dropped. */
static void add_core(dm_fact *f, dm_core c)
{
    size_t kept = 0;

    for (size_t i = 0; i < f->n; i++) {
        size_t at = lies_in(&f->cores[i], &c);

        if (at == SIZE_MAX)
            continue;
        absorb(&f->cores[i], &c, at);
        return;
    }
    for (size_t i = 0; i < f->n; i++) {
        size_t at = lies_in(&c, &f->cores[i]);

        if (at != SIZE_MAX)
            absorb(&c, &f->cores[i], at);
        else
            f->cores[kept++] = f->cores[i];
    }
    f->cores[kept] = c;
    f->n = kept + 1;
}

dm_fact dm_fact_cores(dm_facts *fs, const dm_fact *a)
{
    dm_fact f = dm_fact_shape(&a->shape);

    f.line_start = a->line_start;
    if (!a->exact)
        return *a;
    if (a->n == 0 || a->shape.min == 0)
        return f;
    f.cores = dm_arena_zalloc(&fs->arena, a->n, sizeof *f.cores);
    if (f.cores == NULL)
        return stuck(fs);
    for (size_t i = 0; i < a->n; i++)
        add_core(&f,
                 (dm_core){.word = a->words[i],
                           .rarity = dm_need_rarity(word_text(&a->words[i]))});
    set_rate(&f);
    return f;
}

/* Let `rest` follow (or precede) every core. */
static void put_after(dm_fact *f, const dm_shape *rest)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->cores[i].after.min < DM_NEAR) /* more is not asked for */
            f->cores[i].after = dm_shape_cat(&f->cores[i].after, rest);
    set_rate(f);
}

static void put_before(dm_fact *f, const dm_shape *rest)
{
    for (size_t i = 0; i < f->n; i++)
        f->cores[i].before = dm_shape_cat(rest, &f->cores[i].before);
    set_rate(f);
}

dm_fact dm_fact_cat(dm_facts *fs, const dm_fact *a, const dm_fact *b)
{
    bool    start = a->line_start || (a->shape.max == 0 && b->line_start);
    dm_fact out, left, right;

    if (dm_fact_fits(a, b)) {
        out = multiply(fs, a, b);
        out.line_start = start;
        return out;
    }
    left = dm_fact_cores(fs, a);
    right = dm_fact_cores(fs, b);
    put_after(&left, &b->shape);
    put_before(&right, &a->shape);
    out = right.n > 0 && (left.n == 0 || right.rate < left.rate) ? right : left;
    out.shape = dm_shape_cat(&a->shape, &b->shape);
    out.line_start = start;
    return out;
}

static dm_fact merge_words(dm_facts *fs, const dm_fact *a, const dm_fact *b)
{
    dm_fact f = words(fs, a->n + b->n);

    if (!f.exact)
        return f;
    for (size_t i = 0; i < a->n; i++)
        add_word(&f, word_text(&a->words[i]), DM_S(""));
    for (size_t i = 0; i < b->n; i++)
        add_word(&f, word_text(&b->words[i]), DM_S(""));
    return f;
}

static void merge_cores(dm_facts *fs, dm_fact *out, const dm_fact *a,
                        const dm_fact *b)
{
    if (a->n == 0 || b->n == 0 || a->n + b->n > (size_t)2 * DM_NEED_MAX)
        return;
    out->cores = dm_arena_zalloc(&fs->arena, a->n + b->n, sizeof *out->cores);
    if (out->cores == NULL) {
        fs->stuck = true;
        return;
    }
    for (size_t i = 0; i < a->n; i++)
        add_core(out, a->cores[i]);
    for (size_t i = 0; i < b->n; i++)
        add_core(out, b->cores[i]);
    if (out->n > DM_NEED_MAX)
        out->n = 0;
    set_rate(out);
}

dm_fact dm_fact_or(dm_facts *fs, const dm_fact *a, const dm_fact *b)
{
    dm_fact out, left, right;

    if (a->exact && b->exact && a->n + b->n <= MAX_WORDS) {
        out = merge_words(fs, a, b);
    } else {
        left = dm_fact_cores(fs, a);
        right = dm_fact_cores(fs, b);
        out = (dm_fact){.shape = dm_shape_or(&a->shape, &b->shape), .rate = 1};
        merge_cores(fs, &out, &left, &right);
    }
    out.line_start = a->line_start && b->line_start;
    return out;
}

/* All counts from `lo` to `hi` written out, while that is short. */
static bool spell_out(dm_facts *fs, const dm_fact *a, size_t lo, size_t hi,
                      dm_fact *out)
{
    dm_fact power = dm_fact_empty(fs);

    *out = power;
    for (size_t i = 0; i <= hi; i++) {
        if (i == lo)
            *out = power;
        if (i > lo)
            *out = dm_fact_or(fs, out, &power);
        if (i == hi)
            break;
        if (!dm_fact_fits(&power, a))
            return false;
        power = dm_fact_cat(fs, &power, a);
    }
    return out->exact;
}

dm_fact dm_fact_repeat(dm_facts *fs, const dm_fact *a, size_t lo, size_t hi)
{
    dm_fact  out;
    dm_shape rest;

    if (a->exact && hi <= 8 && spell_out(fs, a, lo, hi, &out)) {
        out.line_start = lo > 0 && a->line_start;
        return out;
    }
    if (lo == 0) {
        rest = dm_shape_repeat(&a->shape, 0, hi);
        return dm_fact_shape(&rest);
    }
    out = dm_fact_cores(fs, a);
    rest = dm_shape_repeat(&a->shape, lo - 1, hi == SIZE_MAX ? hi : hi - 1);
    put_after(&out, &rest);
    out.shape = dm_shape_repeat(&a->shape, lo, hi);
    out.line_start = a->line_start;
    return out;
}
