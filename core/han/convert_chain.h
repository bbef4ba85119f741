/* convert_chain.h - inside the room: configurations of two steps. */
#ifndef DM_HAN_CONVERT_CHAIN_H
#define DM_HAN_CONVERT_CHAIN_H

#include "han/convert_sink.h"

/* Cut into segments and convert each by both tries of `plan`. */
void dm_han_chain(dm_sink *sink, const dm_han_plan *plan);

#endif
