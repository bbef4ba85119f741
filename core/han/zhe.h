/* zhe.h - inside the room: is this 著 the one that is written 着?
**
** Traditional text, Taiwan's above all, writes 著 for two words: zhù, to be
** evident or to author, which is 著 in Simplified too (显著, 著作, 鲁迅著),
** and zhe or zhuó, which is 着 there: the aspect mark after a verb (看着,
** 肩负着) and a part of words (着力, 沉着).  OpenCC's t2s keeps 著 throughout,
** since a text in its own standard has told them apart already.  Here the
** neighbours decide, folded to Simplified:
**
** 1. in a word that has zhù by the character before (显, 巨, 论 …) it stays;
** 2. in a word that has zhuó by the character before (沉, 穿, 附 …), and after
**    prepositions (随, 沿, 朝 …), it is 着;
** 3. in a word that has zhù by the character after (作, 名, 者 …) it stays, but
**    after a verb that takes that as its object (看着书);
** 4. in a word that has zhuó by the character after (力, 手, 眼 …) it is 着;
** 5. after a verb, when the clause goes on or ends in punctuation, it is 着 if
**    the text writes 著 for both: it has no 着 anywhere and is Traditional (a
**    tenth of its first characters at least);
** 6. else it stays.
*/
#ifndef DM_HAN_ZHE_H
#define DM_HAN_ZHE_H

#include <stdint.h>

#include "base/slice.h"

enum { DM_ZHE_UTF8 = 0x809DE7 }; /* 着, the first byte lowest */

typedef struct dm_zhe {
    dm_slice text;
    bool     known; /* `both` has been found out */
    bool     both;  /* the text writes 著 for both words */
} dm_zhe;

/* Ask about 著 in `text` (valid UTF-8). */
dm_zhe dm_zhe_begin(dm_slice text);

/* Is the 著 at `at` to become 着? */
bool dm_zhe_here(dm_zhe *z, size_t at);

#endif
