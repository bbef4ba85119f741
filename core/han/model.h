/* model.h - which character is likely after which: a language model.
**
** Repair has several readings of the same damaged bytes, all valid; the model
** says which of them is language.  A cost is the information of a character
** where it stands, in 1/16 bit: 16 more means half as likely, and the costs
** of a run add up.  It is made to compare readings of the same bytes, not to
** judge a text by itself.
**
** Chinese is looked at in its Simplified form (dm_han_fold), so Traditional
** and mixed text cost what their Simplified form costs.  Every code point has
** a cost: punctuation, digits and Latin letters by what they usually stand
** beside, rare characters by how rare they are, private use and unassigned
** ones are very dear but never impossible.
**
** A text costs what its cheapest division into words costs.  Chinese words
** and their frequencies are jieba's, Japanese ones naist-jdic's; for Korean
** there are syllables only.  The tables are constant (tables/make_model.py,
** NOTICE.model): a look-up takes no lock, no memory, and about 100 ns.
*/
#ifndef DM_HAN_MODEL_H
#define DM_HAN_MODEL_H

#include <stdint.h>

#include "base/slice.h"

typedef enum dm_lang { DM_LANG_ZH, DM_LANG_JA, DM_LANG_KO } dm_lang;

enum {
    DM_MODEL_BIT = 16,                /* units in a bit */
    DM_MODEL_MOST = 28 * DM_MODEL_BIT /* no single cost is above */
};

/* The cost of `cp` after `prev`, by these two alone.  0 stands for a boundary
** (start or end of a line, of a run, of anything) on either side. */
unsigned dm_model_cost(dm_lang lang, uint32_t prev, uint32_t cp);

/*
** The same with a memory of whole words: better, for a beam or a lattice
** where each hypothesis carries its own state.  A state is plain data: copy
** it freely, look at nothing in it.  Two states that were given the same last
** DM_MODEL_MEMORY characters go on nearly alike, and after a sign or a
** boundary exactly alike: a search may merge them, keeping the cheaper sum.
**
** A character costs as much at once as the cheapest division that ends with
** it or within a word that it goes on with.  When a long word turns out to be
** cheaper than what was asked for, the characters after it are free until it
** is made good; a boundary settles.  The sum over a run is that of its words.
*/
enum { DM_MODEL_MEMORY = 4 };

typedef struct dm_model_state {
    uint32_t last[DM_MODEL_MEMORY]; /* folded, newest first; 0 boundary */
    int32_t  aux[DM_MODEL_MEMORY];
} dm_model_state;

/* A state at a boundary: nothing was read. */
void dm_model_start(dm_model_state *state);

/* Read `cp` (0: a boundary) and return what it cost. */
unsigned dm_model_push(dm_lang lang, dm_model_state *state, uint32_t cp);

#endif
