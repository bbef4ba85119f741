/* cancel.h - Ctrl-C that ends what runs and not the program.
**
** A handler can reach nothing but static memory, so there is one of these. */
#ifndef DM_DESK_CANCEL_H
#define DM_DESK_CANCEL_H

#include "engine/engine.h"

/* Note SIGINT from now on; as it was before. */
void dm_cancel_catch(void);
void dm_cancel_release(void);

/* What a SIGINT ends: the call that this engine runs; NULL for nothing. */
void dm_cancel_aim(dm_engine *engine);

/* Did one come since this was asked last? */
bool dm_cancel_seen(void);

#endif
