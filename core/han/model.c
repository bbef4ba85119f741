/* model.c - the cost of a text is that of its cheapest division into words.
**
** A state knows for the newest position and the three before what the
** cheapest division costs that ends there, less what was already asked for.
** A character is asked for at once, at the price of the cheapest division
** that ends with it or with an unfinished word: costs are settled when a word
** is whole.  Where that gives too much back the next characters are free, so
** no cost is negative and the sum comes right.
*/
#include "han/model.h"

#include "han/fold.h"
#include "han/model_words.h"

/* Marks a character that no known word goes on from to the newest one. */
static const uint32_t DONE = 0x80000000;

static int least(int a, int b)
{
    return a < b ? a : b;
}

void dm_model_start(dm_model_state *state)
{
    *state = (dm_model_state){
        .aux = {0, DM_WORD_NONE, DM_WORD_NONE, DM_WORD_NONE}
    };
}

/* `cp` is read and divisions up to it cost `whole`, or `open` with a word
** unfinished: ask for it and move on. */
static unsigned settle(dm_model_state *s, uint32_t cp, int whole, int open)
{
    int paid = least(whole, open);

    paid = paid < 0 ? 0 : least(paid, DM_MODEL_MOST);
    for (unsigned i = DM_MODEL_MEMORY - 1; i > 0; i--) {
        s->last[i] = s->last[i - 1];
        s->aux[i] = s->aux[i - 1];
        if (s->aux[i] < DM_WORD_NONE)
            s->aux[i] -= paid;
    }
    s->last[0] = cp;
    s->aux[0] = whole - paid;
    return (unsigned)paid;
}

/* A character that belongs to no word: it ends what was before. */
static unsigned push_sign(dm_model_state *s, uint32_t cp)
{
    int      cost = s->aux[0] + dm_sign_cost(s->last[0] & ~DONE, cp);
    unsigned paid = settle(s, cp, cost, cost);

    for (unsigned i = 1; i < DM_MODEL_MEMORY; i++) {
        s->last[i] = 0;
        s->aux[i] = DM_WORD_NONE;
    }
    return paid;
}

/* The string of `n` characters before and the newest one, packed in `key`.
** The first of them is marked when that is all there can be. */
static dm_word string_at(dm_lang lang, dm_model_state *s, unsigned n,
                         uint64_t key)
{
    uint32_t *first = &s->last[n - 1];
    dm_word   word = dm_word_find(lang, key);

    if (n == 1 && least(word.whole, word.prefix) <
                      dm_word_least(lang, *first, (uint32_t)key & 0xFFFF))
        word = (dm_word){DM_WORD_NONE, DM_WORD_NONE};
    if (word.prefix == DM_WORD_NONE)
        *first |= DONE;
    return word;
}

static unsigned push_word(dm_lang lang, dm_model_state *s, uint32_t cp)
{
    dm_word  one = dm_word_one(lang, cp);
    int      whole = s->aux[0] + one.whole;
    int      open = s->aux[0] + one.prefix;
    uint64_t key = cp;

    whole =
        least(whole, s->aux[0] + dm_word_after(lang, s->last[0] & ~DONE, cp));
    for (unsigned n = 1; n < DM_MODEL_MEMORY && s->aux[n] < DM_WORD_NONE; n++) {
        dm_word word;

        key |= (uint64_t)(s->last[n - 1] & ~DONE) << 16 * n;
        if (s->last[n - 1] & DONE)
            continue;
        word = string_at(lang, s, n, key);
        whole = least(whole, s->aux[n] + word.whole);
        open = least(open, s->aux[n] + word.prefix);
    }
    return settle(s, cp, whole, open);
}

unsigned dm_model_push(dm_lang lang, dm_model_state *state, uint32_t cp)
{
    if (lang == DM_LANG_ZH)
        cp = dm_han_fold(cp);
    return dm_word_char(lang, cp) ? push_word(lang, state, cp)
                                  : push_sign(state, cp);
}

unsigned dm_model_cost(dm_lang lang, uint32_t prev, uint32_t cp)
{
    dm_model_state state;

    dm_model_start(&state);
    if (prev != 0)
        (void)dm_model_push(lang, &state, prev);
    return dm_model_push(lang, &state, cp);
}
