/* json_scan.h - where the strings of a JSON text are.
**
** Not a parser: it finds its way through text that jansson has accepted, which
** tells no positions.
*/
#ifndef DM_LOAD_JSON_SCAN_H
#define DM_LOAD_JSON_SCAN_H

#include "base/buf.h"

enum { DM_JSON_PATH = 400 }; /* bytes of a path, about; longer ones are cut */

typedef struct dm_json_scan {
    dm_slice text;
    size_t   at;
    dm_buf   levels; /* of what is open */
} dm_json_scan;

/* Begin at the start of `text`, one valid value. */
void dm_json_begin(dm_json_scan *scan, dm_slice text);
void dm_json_end(dm_json_scan *scan);

/* The next string that is a value and no key: what is between its quotes.
** False at the end, or without memory: ask scan->levels.failed. */
bool dm_json_next(dm_json_scan *scan, dm_range *string);

/* Append the path of that string, as in authors[0].name; keys that are no
** plain word stand in brackets: ["a b"].  `first`: it begins there. */
void dm_json_path(const dm_json_scan *scan, bool first, dm_buf *out);

/* What the escape at the start of `s` (it begins with a backslash, in a valid
** string) means goes to `out`; returns its length there, and the escape's in
** `*took`. */
size_t dm_json_unescape(dm_slice s, char out[4], size_t *took);

#endif
