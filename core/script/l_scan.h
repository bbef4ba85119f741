/* l_scan.h - every match in a row, for the rule engine. */
#ifndef DM_SCRIPT_L_SCAN_H
#define DM_SCRIPT_L_SCAN_H

#include <lua.h>

/*
** scan(subject, finder, list, n): put every Match of a Regex, set or Phrases
** in a View or Span behind the `n` entries of the list.
** @function native.scan
** @treturn integer how many the list has now
*/
int dm_lua_scan(lua_State *L);

#endif
