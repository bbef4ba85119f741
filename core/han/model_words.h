/* model_words.h - inside the room: how likely words are, and their beginnings.
**
** A language's words of 2 to 4 characters, and what longer words begin with,
** lie in a static function (see tables/make_model.py): three cells and one
** comparison a string, no string is stored.  Strings that are not in it get
** an answer all the same, once in 4096 times; whoever asks knows what an
** answer may be and refuses those that cannot.
*/
#ifndef DM_HAN_MODEL_WORDS_H
#define DM_HAN_MODEL_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "han/model.h"

enum { DM_WORD_NONE = 1 << 20 }; /* a cost that loses against every other */

typedef struct dm_word {
    int whole;  /* what the string costs as a word, or NONE */
    int prefix; /* as the beginning of a longer one, or NONE */
} dm_word;

/* Is `cp` a character that words are made of? */
bool dm_word_char(dm_lang lang, uint32_t cp);

/* The character by itself (dm_word_char), both ways; always finite. */
dm_word dm_word_one(dm_lang lang, uint32_t cp);

/* The string of 2 to 4 characters whose 16-bit codes are `key`, the
** first one highest. */
dm_word dm_word_find(dm_lang lang, uint64_t key);

/* No word costs less that begins with these two. */
int dm_word_least(dm_lang lang, uint32_t first, uint32_t second);

/* What `cp` costs after `prev` when the two belong together without being a
** word: a measure after a digit (个 年 元), Katakana after Katakana; or NONE.
*/
int dm_word_after(dm_lang lang, uint32_t prev, uint32_t cp);

/* What any other character costs after `prev`, both as they stand. */
int dm_sign_cost(uint32_t prev, uint32_t cp);

#endif
