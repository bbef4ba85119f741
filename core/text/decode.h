/* decode.h - bytes in, UTF-8 out: the only door between them.
**
** Readers never see raw bytes.  Decoding never refuses a document for a few
** broken characters: what does not decode becomes U+FFFD, and the place is
** recorded.
**
** gb18030, big5, euc-kr, shift_jis and euc-jp decode as the WHATWG Encoding
** Standard has it, and so do single bytes: with tables of ours (240 KB for
** the pairs), which are faster than iconv's and the same beside any iconv.  A
** pair of no meaning is one bad place, and so is what the end of the text
** cuts off; an ASCII byte at its end is kept.  A byte that Windows leaves
** undefined is the control of its number.  ISO-2022-JP (in jis.c) is more
** lenient than the Standard: controls pass everywhere.  In UTF-16 and UTF-32
** a lone surrogate or a number too high costs its whole unit, and what is
** left of a unit at the end is one place.  In UTF-8, and in what is left to
** iconv (EUC-TW, JOHAB, the JIS X 0213 ones, ISO-2022-KR and -CN, UTF-7,
** TCVN, VISCII, ARMSCII-8, Georgian-PS), one byte is bad at a time.  There
** glibc's iconv and GNU libiconv give the same but for three codes of EUC-TW
** and controls in ISO-2022-KR and -CN; libiconv may lack JIS X 0213.
**
** A document may be in several charsets: see `segments`.
*/
#ifndef DM_TEXT_DECODE_H
#define DM_TEXT_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "text/align.h"
#include "text/charset.h"

enum { DM_DECODE_ERRORS = 1000 }; /* places remembered; all are counted */

/* A stretch of the input in one charset. */
typedef struct dm_segment {
    dm_range          bytes;
    const dm_charset *charset;
    const char       *evidence; /* one phrase for people */
    size_t            bad;      /* places in it that do not decode */
} dm_segment;

typedef struct dm_decoded {
    dm_slice          text;     /* valid UTF-8; may be the input itself */
    dm_align          map;      /* text to the whole input, mark included */
    const dm_range   *errors;   /* byte ranges of the input, ascending */
    size_t            nerrors;  /* at most DM_DECODE_ERRORS */
    size_t            bad;      /* every undecodable place, remembered or not */
    const dm_segment *segments; /* NULL when all is in one charset; else all
                                   of the input behind its mark, ascending */
    size_t nsegments;           /* then at least 2 */
} dm_decoded;

/*
** Decode `bytes` from `cs`, leaving out the first `bom` bytes.  The result
** lives as long as `arena` and `bytes`.  Fails with SIZE when the text would
** outgrow `max` bytes, MEMORY when the arena is full, MACHINE when iconv does
** not know the charset.
*/
__attribute__((warn_unused_result)) bool dm_decode(
    dm_decoded *out, dm_arena *arena, dm_slice bytes, const dm_charset *cs,
    size_t bom, size_t max, dm_err *err);

/* The same in the charset that dm_detect chose, without the looks that it has
** taken already; the chosen candidate's `bad` is filled in.  Islands in other
** charsets (a UTF-8 page that includes a file in GBK, UTF-8 lines in a Big5
** file) are decoded as such when their bytes say so beyond doubt, unless the
** charset was asked for; what is merely damaged is not taken for one.  The
** charset of most bytes is then the one chosen: how->candidates[0] says so,
** also when the search only showed that the choice was wrong. */
__attribute__((warn_unused_result)) bool dm_decode_detected(
    dm_decoded *out, dm_arena *arena, dm_slice bytes, dm_detection *how,
    size_t max, dm_err *err);

/* How many places of `bytes` do not decode in `cs`; counting stops at
** `limit`.  A character cut off by the end of `bytes` counts only if
** `whole` says that this end is the document's.  For weighing a charset:
** bytes that Windows leaves undefined count here. */
size_t dm_decode_bad(dm_slice bytes, const dm_charset *cs, size_t limit,
                     bool whole);

/* For align.c: the lazy half of dm_align_up and dm_align_down.  They keep the
** last window in a cache behind the map: one thread a document.  In stateful
** charsets (ISO-2022, UTF-7), which have a list of edits, an exact range is
** made of those bytes, but they mean it only after the escape before them. */
bool dm_lazy_up(const dm_lazy *lazy, dm_range dst, dm_range *src);
bool dm_lazy_down(const dm_lazy *lazy, dm_range src, dm_range *dst);

/* The version of the iconv in use, for --version ("glibc 2.36"). */
const char *dm_decode_version(void);

#endif
