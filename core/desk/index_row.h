/* index_row.h - a document as the index of a corpus tells it.
**
** A worker looks at the document (view.h) and makes one object, which travels
** as JSON in the answer's data:
**
**   format charset bytes chars covered strip  how much rules found, and where:
**          a digit for each part of the text, 0 to 9
**   rules[[id,hits,refused,beaten,seconds]…]  moves[[id,gained,lost,changed]…]
**   values[[rule,[[value,n]…]]…]  fields[[name,[[value,n]…]]…]
**   records warnings repairs bad changed away skipped
**   about{name,file,rules[…]}     of the script, once from each worker
*/
#ifndef DM_DESK_INDEX_ROW_H
#define DM_DESK_INDEX_ROW_H

#include "desk/view.h"

enum {
    DM_INDEX_STRIP = 32,  /* parts of a text */
    DM_INDEX_VALUES = 40, /* different values of a rule or field, a document */
    DM_INDEX_VALUE = 120  /* bytes of a value */
};

/* The object, in look->arena; NULL when that is full.  With `about`, it tells
** of the script's rules as well, if the script came so far. */
dm_value *dm_index_row_of(dm_look *look, bool about);

/* Does the object of this look have rules to tell `about`? */
bool dm_index_has_rules(const dm_look *look);

#endif
