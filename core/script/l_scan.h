/* l_scan.h - every match in a row, for the rule engine. */
#ifndef DM_SCRIPT_L_SCAN_H
#define DM_SCRIPT_L_SCAN_H

#include <lua.h>

/*
** run(view, set): one pass over the view for all Regexes of a set, which
** `scan` then takes the places of each from.  done(run) frees its memory
** before the collector would.
** @function native.run
** @treturn userdata for native.scan
*/
int dm_lua_run(lua_State *L);
int dm_lua_run_done(lua_State *L);

/*
** scan(subject, finder, list, n, run, k): put every Match of a Regex, set or
** Phrases in a View or Span behind the `n` entries of the list.  The Regex may
** be member `k` of a run over that view.
** @function native.scan
** @treturn integer how many the list has now
*/
int dm_lua_scan(lua_State *L);

/*
** values(list, n, lazy): what each of the first `n` matches of the list is
** worth without a value function: the group called value (false when it took
** no part), or a table of the named groups, or a phrase's datum, or the match.
** With `lazy` a match with named groups stays as it is.
** @function native.values
** @treturn table a list
** @treturn integer how many are false
** @treturn boolean whether some stand for their named groups
*/
int dm_lua_values(lua_State *L);

#endif
