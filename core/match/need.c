/* need.c - from facts to the few things a search needs, and priors. */
#include "match/need.h"

#include "base/mem.h"
#include "match/reader.h"
#include "text/utf8.h"

/* Over this many occurrences per byte, PCRE2 alone is better. */
static const double TOO_OFTEN = 1.0 / 40;

/* Is the Han character `text` one of `list`?  All of them take three bytes;
** memmem spends more on getting ready than this does on looking. */
static bool is_listed(const char *list, dm_slice text)
{
    for (; text.len == 3 && *list != '\0'; list += 3)
        if (memcmp(list, text.ptr, 3) == 0)
            return true;
    return false;
}

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
    if (is_listed(frequent, text))
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
    dm_bytes blanks = {{0}}, digits = {{0}};
    int      all = dm_bytes_count(set), high, nblanks, ndigits;
    double   sum;

    dm_bytes_add(&blanks, ' ', ' ');
    dm_bytes_add(&blanks, '\n', '\n');
    dm_bytes_add(&digits, '0', '9');
    high =
        __builtin_popcountll(set->bit[2]) + __builtin_popcountll(set->bit[3]);
    nblanks = __builtin_popcountll(set->bit[0] & blanks.bit[0]);
    ndigits = __builtin_popcountll(set->bit[0] & digits.bit[0]);
    sum = high * (0.8 / 128) + nblanks * 0.025 + ndigits * 0.008 +
          (all - high - nblanks - ndigits) * 0.003;
    return sum < 1 ? sum : 1;
}

static bool is_ascii(const dm_bytes *set)
{
    return (set->bit[2] | set->bit[3]) == 0;
}

/* From a line start PCRE2 gives up quickly where the prefix takes no text;
** otherwise its JIT passes over text in steps of 16 when it knows a match's
** first byte to be one or two of ASCII, or two of the first bytes. */
static bool plain_is_fast(const dm_need *need, const dm_shape *whole)
{
    int known = 0;

    if (need->line_start)
        return dm_bytes_count(&need->prefix) < 100;
    for (size_t i = 0; i < DM_NEAR && i < whole->min; i++) {
        if (dm_bytes_count(&whole->head[i]) > 2)
            break;
        if (is_ascii(&whole->head[i]))
            return true;
        known++;
    }
    return known >= 3;
}

static uint8_t near(size_t n)
{
    return (uint8_t)(n < DM_NEAR ? n : DM_NEAR);
}

/* Two bytes inside one Han character say more than its lead and what is
** before that; of several characters the rarest one's count. */
static double pair_rate(dm_slice text, size_t at)
{
    bool   first = ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
    bool   second = ((unsigned char)text.ptr[at + 1] & 0xC0) == 0x80;
    size_t from = at, to = at + 1;

    while (from > 0 && dm_utf8_inside(text.ptr[from]))
        from--;
    while (to < text.len && dm_utf8_inside(text.ptr[to]))
        to++;
    return dm_need_rarity(dm_slice_sub(text, from, to)) * (first && second ? 2
                                                           : first || second
                                                               ? 40
                                                               : 1);
}

static size_t rarest_pair(dm_slice text)
{
    size_t best = 0;
    double least = text.len > 2 ? pair_rate(text, 0) : 0;

    for (size_t i = 1; i + 1 < text.len; i++) {
        double rate = pair_rate(text, i);

        if (rate < least) {
            least = rate;
            best = i;
        }
    }
    return best;
}

static void freeze_core(dm_need *need, const dm_core *core)
{
    dm_need_literal *lit = &need->literal[need->n++];
    dm_slice         text = {core->word.text, core->word.len};
    size_t           pair = rarest_pair(text);
    size_t           min = core->before.min + pair;
    size_t           max = core->before.max;

    memcpy(lit->text, text.ptr, text.len);
    lit->len = core->word.len;
    lit->pair = (uint8_t)pair;
    lit->nbefore = near(core->before.min);
    lit->nafter = near(core->after.min);
    memcpy(lit->before, core->before.tail, sizeof lit->before);
    memcpy(lit->after, core->after.head, sizeof lit->after);
    need->prefix = dm_bytes_or(need->prefix, core->before.all);
    for (size_t i = 0; i < pair; i++)
        dm_bytes_add(&need->prefix, (unsigned char)text.ptr[i],
                     (unsigned char)text.ptr[i]);
    max = max > SIZE_MAX - pair ? SIZE_MAX : max + pair;
    need->min = min < need->min ? min : need->min;
    need->max = max > need->max ? max : need->max;
}

static dm_need *freeze(const dm_fact *f)
{
    dm_need *need = dm_mem_alloc(sizeof *need + f->n * sizeof *need->literal);
    dm_shape dot = dm_shape_dot();

    if (need == NULL)
        return NULL;
    memset(need, 0, sizeof *need);
    need->min = SIZE_MAX;
    need->line_start = f->line_start;
    need->rate = f->rate;
    for (size_t i = 0; i < f->n; i++)
        freeze_core(need, &f->cores[i]);
    need->whole_line = memcmp(&need->prefix, &dot.all, sizeof dot.all) == 0;
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
