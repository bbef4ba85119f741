/* pairs.h - single characters of the double-byte charsets, both ways.
**
** For those who weigh bytes one pair at a time (detection, mojibake, frame
** shifts); whole texts go through decode.h, which reads the same tables: the
** indexes of the WHATWG Encoding Standard.  Single bytes and the four-byte
** codes of GB18030 are not pairs.
*/
#ifndef DM_TEXT_PAIRS_H
#define DM_TEXT_PAIRS_H

#include <stdint.h>

typedef enum dm_pairs {
    DM_PAIRS_GBK,   /* GB18030's two-byte codes; user-defined: private use */
    DM_PAIRS_BIG5,  /* with HKSCS */
    DM_PAIRS_SJIS,  /* CP932; user-defined codes are private use */
    DM_PAIRS_EUCKR, /* CP949 */
    DM_PAIRS_COUNT
} dm_pairs;

/* The character of this pair of bytes, or 0 when the pair is none.  The four
** pairs of Big5 that mean two code points (88 62, 64, A3, A5) are none. */
uint32_t dm_pair_decode(dm_pairs set, unsigned char lead, unsigned char trail);

/* The pair of bytes of `cp` (lead << 8 | trail), or 0 when it has none.  A
** character with several gets the one that encoders write (of Big5, not
** HKSCS's while there is another); every pair decodes to its character.  The
** first call for a set builds its table (128 or 256 KB); for any thread. */
unsigned dm_pair_encode(dm_pairs set, uint32_t cp);

#endif
