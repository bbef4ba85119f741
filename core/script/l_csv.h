/* l_csv.h - inside the room: fields of CSV as Lua strings. */
#ifndef DM_SCRIPT_L_CSV_H
#define DM_SCRIPT_L_CSV_H

#include "load/csv.h"
#include "script/bind.h"

/* Push what a field of `text` says. */
void dm_push_csv(lua_State *L, dm_slice text, const dm_csv_field *field);

#endif
