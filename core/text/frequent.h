/* frequent.h - inside the room: how often each East Asian character is
** written.
**
** A few hundred characters make up most of any Chinese, Japanese or Korean
** text.  Statistics ask for each character what it costs, in whole bits: the
** logarithm of how rare it is, 4 for the commonest, 18 for what exists.  They
** ask by its two bytes in a charset, so that nothing needs decoding.
*/
#ifndef DM_TEXT_FREQUENT_H
#define DM_TEXT_FREQUENT_H

#include <stdint.h>

enum {
    DM_BITS_RARE = 18, /* it exists */
    DM_BITS_NONE = 24, /* it means nothing, or something private */
    DM_BITS_BAD = 30   /* and this does not decode */
};

/* Bits of the two bytes at `p`, any two: in Simplified and in Traditional
** Chinese, Japanese, Korean.  `jis` wants the bytes of EUC. */
unsigned dm_frequent_hans_gb(const unsigned char *p);
unsigned dm_frequent_hant_gb(const unsigned char *p);
unsigned dm_frequent_big5(const unsigned char *p);
unsigned dm_frequent_cns1(const unsigned char *p);
unsigned dm_frequent_cns2(const unsigned char *p);
unsigned dm_frequent_jis(const unsigned char *p);
unsigned dm_frequent_uhc(const unsigned char *p);

/* Bits of a code point in whichever of the languages writes it most. */
unsigned dm_frequent_cp(uint32_t cp);

#endif
