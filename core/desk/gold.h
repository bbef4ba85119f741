/* gold.h - spans that are known to be right, as a file says them.
**
** A gold file has a JSON object a line.  `id` (or `path`) names the input, from
** where we are or from the gold file's folder.  Then either `spans`, a list of
**   {"rule": "date", "src": [12, 20]}    what a rule must match
**   {"field": "date", "at": [4, 8]}      what a field's value must come from
**   {"field": "author", "text": "张三"}  the same by what it reads
** with `src` in bytes of the file and `at` in code points of the record's view,
** both half-open from 0; or `_spans` as `run --spans` writes them, so that the
** records of a run that somebody has put right are gold.  Names that occur
** anywhere in the file are scored in all of its documents.
*/
#ifndef DM_DESK_GOLD_H
#define DM_DESK_GOLD_H

#include "base/err.h"
#include "emit/value.h"

typedef struct dm_gold_mark {
    bool     rule; /* else of a field */
    dm_slice name;
    bool     has_src, has_at, has_text;
    dm_range src, at;
    dm_slice text;
    int      line;           /* of the file; 0 when nobody knows */
    bool     exact, overlap; /* has its partner of that kind */
} dm_gold_mark;

typedef struct dm_marks {
    dm_gold_mark *all;
    size_t        n, cap;
} dm_marks;

/* Read a line's spans (an object) into `arena`.  False with BAD_GOLD or
** MEMORY. */
__attribute__((warn_unused_result)) bool dm_gold_marks(const dm_value *line,
                                                       dm_arena       *arena,
                                                       dm_marks       *out,
                                                       dm_err         *err);

/* Add the spans of a record's fields to `out`; false without memory. */
__attribute__((warn_unused_result)) bool dm_gold_record(const dm_value *record,
                                                        dm_arena       *arena,
                                                        dm_marks       *out);
bool dm_gold_add(dm_marks *out, dm_arena *arena, const dm_gold_mark *mark);

/* [from, to] as a range; false when `v` is none. */
bool dm_gold_range(const dm_value *v, dm_range *out);

/*
** Pair what should be with what was found: marks of the same kind and name, one
** to one, exact ones first; then those that overlap, in order.  Sets `exact`
** and `overlap` in both.
*/
void dm_gold_pair(dm_marks *gold, dm_marks *found);

#endif
