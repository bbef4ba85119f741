/* evidence.h - inside the room: what speaks for a charset, in a phrase. */
#ifndef DM_TEXT_EVIDENCE_H
#define DM_TEXT_EVIDENCE_H

#include "base/arena.h"

/* A phrase of at most 127 bytes, in `arena`.  When that is full, "", and
** `*full` is set. */
__attribute__((format(printf, 3, 4))) const char *dm_evidence(dm_arena   *arena,
                                                              bool       *full,
                                                              const char *fmt,
                                                              ...);

#endif
