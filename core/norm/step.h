/* step.h - normalization steps: a name, what it does, and the function.
**
** A step is a pure function from text to text with an alignment map.  Views
** are lists of steps.  The table in step.c is the one list of them: options,
** help and error messages read it.
**
**   lines       CRLF, CR, NEL, LS and PS become LF
**   space       runs of blanks (space, tab, NBSP, ideographic, U+2000-200A)
**               become one space, indentation too; blanks at the end of a
**               line go; more than one empty line becomes one
**   control     C0 and C1 controls other than tab and newline go (CR too:
**               `lines` goes first where CR ends lines)
**   zero_width  ZWSP, ZWNJ, ZWJ, word joiner, BOM inside, soft hyphen, bidi
**               controls go (ZWJ and ZWNJ stay between letters of scripts
**               that need them, and ZWJ inside emoji)
**   entities    character references left in text (&amp; &#20013; &nbsp;):
**               numbers as the HTML standard reads them, HTML 4's names; the
**               semicolon may be missing after a number and after amp, lt,
**               gt, quot, nbsp, copy, reg; one pass
**   nfc, nfd, nfkc, nfkd   Unicode normalization forms; normal text is run
**               over by a quick check, only what is around the rest goes
**               through utf8proc
**   width       full-width ASCII forms and half-width kana to the usual ones
**               (a kana and its sound mark become one); the ideographic
**               space to a space
**   punct       punctuation with an ASCII twin becomes it: ，：；！？（） and
**               the other full-width, small and vertical forms to , : ; ! ?
**               ( ); quotes “”„ to ", ‘’ to '; every hyphen, dash and minus
**               to -; … to ... .  ASCII, because rules are typed in it.
**               Character by character, so exact spans stay exact.  What has
**               no twin stays: 。、《》「」【】 and the middle dots
**   punct_zh    , ; : ! ? ( ) . between Han become ，；：！？（）。 again, in
**               pages whose full-width punctuation was folded to ASCII
**   casefold    Unicode case folding (full)
**   hans        Traditional Chinese to Simplified by OpenCC's dictionaries
**               (t2s); 著 becomes 着 where it is written so (着力, 看着), but
**               stays in 显著, 著作.  Character for character, so exact spans
**               stay exact.  hans_tw, hans_hk read Taiwan's and Hong Kong's
**               forms, hans_twp, hans_hkp their words too
**   hant        Simplified to Traditional (s2t); hant_tw, hant_hk in the forms
**               of Taiwan and Hong Kong, hant_twp, hant_hkp their words too
**   hant_to_tw, tw_to_hant, hant_to_hk, hk_to_hant, hant_to_jp, jp_to_hant
**               between Traditional and a region's forms (jp: the Japanese
**               new forms)
**
** Repairs, which keep a log (repair/mend.h):
**
**   mojibake    text decoded in the wrong charset made right, by line and by
**               run, up to six layers; what is lost becomes U+FFFD or is only
**               reported
**   repair      double-byte text half a character off (GBK, Big5, Shift_JIS,
**               EUC-KR): a program lost a byte or cut inside a character, and
**               all up to the next ASCII byte is read out of phase.  The bytes
**               are searched for the likeliest reading that gives the damage
**               back when it is run forward (repair/frame.h)
**   gloss       readings that a program put behind characters, 建設(shè), go:
**               only Traditional everyday characters with their usual reading,
**               always the same and at nearly all places; textbooks, names and
**               words in brackets stay; after `repair`, before `hans`
**   html_scraps HTML left in plain text.  Whole tags of HTML with an attribute
**               or their partner, comments and scripts with their bodies:
**               exact.  Cut-off tags, references, tags without a partner that
**               touch CJK text or other scraps: likely.  What stands like a
**               word among words: uncertain.  In quotes or backticks, in XML,
**               in a<b>c: left.  Block tags become a line break, cells a
**               space, others nothing
**   pages       text cut into pages is joined.  Pieces of N characters with a
**               number pasted in, in whatever form ("2、" "2." "-2-" "[2]" "2"
**               on a line of its own): exact when the numbers ascend without
**               a gap, all inner pieces have the same length and most cuts
**               tear a sentence; two long pieces of a round length are likely.
**               Page lines (第3页 / 共12页, Page 3 of 12, - 3 -), <PAGE>,
**               <page n>, form feeds: likely in sequence with a torn sentence,
**               a total, or running heads beside them; else uncertain.
**               Running heads and feet beside page breaks go; the note says
**               what went.  Nothing between Han, one space between Latin
**               words, a hyphen stays, hard-wrapped lines keep a line end.
**               Lists, tables, headings stay
*/
#ifndef DM_NORM_STEP_H
#define DM_NORM_STEP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "repair/mend.h"
#include "text/align.h"

typedef struct dm_step {
    const char *name;
    const char *what; /* one line for help */
    /* Run over the source; sticky failure only.  One of the two is set: a
    ** repair has `mend` and keeps a log. */
    void (*run)(dm_aligner *a);
    void (*mend)(dm_mender *m);
} dm_step;

/* How a step is run. */
typedef struct dm_step_how {
    dm_arena   *arena;   /* the result lives there */
    size_t      max;     /* bytes of the result */
    dm_repair   repair;  /* which repairs are applied */
    const char *charset; /* the document's; NULL when unknown */
} dm_step_how;

typedef struct dm_step_result {
    dm_slice       text; /* the input itself when nothing changed */
    dm_align       map;
    size_t         edits; /* how many places changed */
    const dm_mend *mends; /* a repair's log, ascending, applied or not */
    size_t         nmends;
} dm_step_result;

/* The step called `name`, or NULL. */
const dm_step *dm_step_find(dm_slice name);

/* The `i`-th step, or NULL past the end. */
const dm_step *dm_step_at(size_t i);

/*
** Run one step over valid UTF-8.  The result is valid UTF-8 and lives in
** how->arena (what did not change is the input).  Fails with SIZE over
** how->max bytes, MEMORY when the arena is full, INTERNAL when the places of a
** repair are out of order.
*/
__attribute__((warn_unused_result)) bool dm_step_run(dm_step_result    *out,
                                                     const dm_step     *step,
                                                     dm_slice           text,
                                                     const dm_step_how *how,
                                                     dm_err            *err);

#endif
