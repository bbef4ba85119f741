/* common.h - inside the room: is this a character that people write? */
#ifndef DM_TEXT_COMMON_H
#define DM_TEXT_COMMON_H

#include <stdbool.h>
#include <stdint.h>

/* One of the common characters of East Asian text: kana, punctuation, the
** Hangul of KS X 1001, and the Han characters that GB 2312, Big5 or JIS X
** 0208 put in their first level.  A third of all that can be written; nearly
** all of what is written. */
bool dm_is_common(uint32_t cp);

#endif
