/* declared.h - where a file says in which charset it is.
**
** <meta charset=…>, <meta … content="text/html; charset=…">,
** <?xml … encoding=…?>, @charset "…".  For write-back: a file that is converted
** must not go on saying the old name.
*/
#ifndef DM_TEXT_DECLARED_H
#define DM_TEXT_DECLARED_H

#include "base/slice.h"

/*
** The place of the charset's name in `text` (decoded, UTF-8), without quotes,
** looked for from `*at` on in the first 64 KB; `*at` moves behind it.  False
** when there is no further one: a page may have several.
*/
bool dm_declared_next(dm_slice text, size_t *at, dm_range *name);

/*
** Where ` encoding="…"` goes in the XML declaration that `text` begins with and
** that names no charset: behind the version.  False when there is no such
** declaration.
*/
bool dm_declared_room(dm_slice text, size_t *at);

#endif
