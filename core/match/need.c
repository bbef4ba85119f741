/* need.c - from facts to the few things a search needs, and priors. */
#include "match/need.h"

#include "base/mem.h"
#include "match/reader.h"
#include "text/utf8.h"

/* Over this many occurrences per byte, PCRE2 alone is better. */
static const double TOO_OFTEN = 1.0 / 40;

static double char_rarity(uint32_t cp, dm_slice text)
{
    static const char frequent[] =
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能"
        "而子那得于着下自之年过发后作里";

    if (cp < 0x80) {
        if (cp >= '0' && cp <= '9')
            return 1.0 / 120;
        if ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z')
            return 1.0 / 150;
        if (cp == '\0' || strchr(" \n.,-/:\"'=<>", (int)cp) == NULL)
            return 1.0 / 1500;
        return cp == ' ' || cp == '\n' ? 1.0 / 40 : 1.0 / 250;
    }
    if ((cp >= 0x3001 && cp <= 0x3003) || cp == 0xFF0C || cp == 0xFF1A)
        return 1.0 / 150;
    if (memmem(frequent, sizeof frequent - 1, text.ptr, text.len) != NULL)
        return 1.0 / 400;
    return 1.0 / 1500;
}

double dm_need_rarity(dm_slice text)
{
    double least = 1, more = 1;
    size_t len;

    for (size_t at = 0; at < text.len; at += len) {
        uint32_t cp = dm_utf8_decode(text.ptr + at, &len);
        double   rate = char_rarity(cp, dm_slice_sub(text, at, at + len));

        least = rate < least ? rate : least;
        more *= at > 0 ? 0.1 : 1;
    }
    return least * more;
}

double dm_need_share(const dm_bytes *set)
{
    double sum = 0;

    for (unsigned b = 0; b < 256; b++) {
        if (!dm_bytes_has(set, (unsigned char)b))
            continue;
        if (b >= 0x80)
            sum += 0.8 / 128;
        else if (b == ' ' || b == '\n')
            sum += 0.025;
        else
            sum += b >= '0' && b <= '9' ? 0.008 : 0.003;
    }
    return sum < 1 ? sum : 1;
}

/* PCRE2's JIT looks for one or two ASCII bytes in steps of 16, and for line
** starts nearly so; from a line start it gives up quickly where the prefix
** does not take any text. */
static bool plain_is_fast(const dm_need *need, const dm_shape *whole)
{
    dm_bytes high = {{0}};

    dm_bytes_add(&high, 0x80, 0xFF);
    if (need->line_start && need->max > 0)
        for (int i = 0; i < 4; i++)
            if ((need->prefix.bit[i] & high.bit[i]) != high.bit[i])
                return true;
    if (whole->min == 0 || dm_bytes_count(&whole->head[0]) > 2)
        return need->line_start && need->max == 0;
    for (int i = 0; i < 4; i++)
        if ((whole->head[0].bit[i] & high.bit[i]) != 0)
            return false;
    return true;
}

static uint8_t near(size_t n)
{
    return (uint8_t)(n < DM_NEAR ? n : DM_NEAR);
}

static void freeze_core(dm_need *need, const dm_core *core)
{
    dm_need_literal *lit = &need->literal[need->n++];

    memcpy(lit->text, core->word.text, core->word.len);
    lit->len = core->word.len;
    lit->nbefore = near(core->before.min);
    lit->nafter = near(core->after.min);
    memcpy(lit->before, core->before.tail, sizeof lit->before);
    memcpy(lit->after, core->after.head, sizeof lit->after);
    need->prefix = dm_bytes_or(need->prefix, core->before.all);
    if (core->before.min < need->min)
        need->min = core->before.min;
    if (core->before.max > need->max)
        need->max = core->before.max;
}

static dm_need *freeze(const dm_fact *f)
{
    dm_need *need = dm_mem_alloc(sizeof *need + f->n * sizeof *need->literal);

    if (need == NULL)
        return NULL;
    memset(need, 0, sizeof *need);
    need->min = SIZE_MAX;
    need->line_start = f->line_start;
    need->rate = f->rate;
    for (size_t i = 0; i < f->n; i++)
        freeze_core(need, &f->cores[i]);
    need->plain_is_fast = plain_is_fast(need, &f->shape);
    return need;
}

static dm_mode start_mode(dm_slice flags)
{
    dm_mode mode = {.multiline = true};

    for (size_t i = 0; i < flags.len; i++) {
        mode.caseless |= flags.ptr[i] == 'i';
        mode.dotall |= flags.ptr[i] == 's';
        mode.extended |= flags.ptr[i] == 'x';
        mode.ucp |= flags.ptr[i] == 'u';
        mode.multiline &= flags.ptr[i] != 'M';
    }
    return mode;
}

dm_need *dm_need_new(dm_slice pattern, dm_slice flags)
{
    dm_reader r = {.p = pattern, .mode = start_mode(flags)};
    dm_need  *need = NULL;
    dm_fact   f;

    dm_arena_init(&r.fs.arena, (size_t)8 << 20);
    f = dm_reader_run(&r);
    if (!r.fs.stuck)
        f = dm_fact_cores(&r.fs, &f);
    if (!r.fs.stuck && f.n > 0 && f.n <= DM_NEED_MAX && f.rate < TOO_OFTEN)
        need = freeze(&f);
    dm_arena_fini(&r.fs.arena);
    return need;
}

void dm_need_free(dm_need *need)
{
    dm_mem_free(need);
}
