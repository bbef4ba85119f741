/* frequent.h - inside the room: the characters that texts are made of.
**
** A few hundred characters make up most of any Chinese, Japanese or Korean
** text.  Statistics ask for each character whether it is one of them: by its
** two bytes in a charset, so that nothing needs decoding.
*/
#ifndef DM_TEXT_FREQUENT_H
#define DM_TEXT_FREQUENT_H

#include <stdbool.h>
#include <stdint.h>

/* Each character once, UTF-8: Han in simplified, traditional and Japanese
** use, and syllables of Hangul. */
extern const char dm_frequent_han[];
extern const char dm_frequent_hangul[];

/* Are the two bytes at `p` one of them?  Any two bytes may be asked for.
** Shift_JIS follows from EUC-JP by arithmetic, Johab from Unicode. */
bool dm_frequent_gb18030(const unsigned char *p);
bool dm_frequent_big5(const unsigned char *p);
bool dm_frequent_euc_jp(const unsigned char *p);
bool dm_frequent_euc_tw(const unsigned char *p);
bool dm_frequent_euc_kr(const unsigned char *p);

/* Is the syllable of Hangul `cp` one of them? */
bool dm_frequent_syllable(uint32_t cp);

#endif
