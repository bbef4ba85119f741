/* hits.h - what two runs of a script found, compared.
**
** The hits of a run are taken from its report (std/ask/report.lua) and live on
** without it: rule, place, text and value of each match, and the record's
** members.  Comparing says per rule which hits were gained and lost, and which
** stayed where they are but have another value.  For the eyes of a rule author:
** thousands of hits, compared in the time of a sort.
*/
#ifndef DM_DESK_HITS_H
#define DM_DESK_HITS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "emit/value.h"

typedef struct dm_hit {
    dm_slice rule;
    dm_slice text, value; /* value: JSON; "" for one that is the text */
    uint64_t from, to;    /* bytes of the file; of a member of the record 0 */
    int      line, col;   /* 0 for unknown */
} dm_hit;

typedef struct dm_hits {
    dm_arena arena;
    dm_hit  *list; /* by rule, then in the order of the text */
    size_t   n;
    uint64_t total;  /* matches, the ones that are not listed too */
    dm_hit  *fields; /* the record's members: `rule` is the name */
    size_t   nfields;
} dm_hits;

/* No hits; takes no memory. */
void dm_hits_init(dm_hits *hits);
void dm_hits_fini(dm_hits *hits);

/* Copy what is in the report (NULL for none at all); `hits` is fresh.  False
** with MEMORY, and `hits` is then empty. */
__attribute__((warn_unused_result)) bool dm_hits_take(dm_hits        *hits,
                                                      const dm_value *report,
                                                      dm_err         *err);

typedef enum dm_hit_kind {
    DM_HIT_GAINED,
    DM_HIT_LOST,
    DM_HIT_CHANGED
} dm_hit_kind;

typedef struct dm_hit_change {
    dm_hit_kind   kind;
    bool          field;     /* of the record, not of a rule */
    const dm_hit *was, *now; /* NULL of one gained, and of one lost */
} dm_hit_change;

typedef struct dm_hit_tally {
    uint64_t gained, lost, changed; /* of rules */
    uint64_t fields;                /* of the record, all three together */
} dm_hit_tally;

/* Is told each change: by rule in the order of the newer script (rules that are
** gone behind), in the order of the text; the record's last. */
typedef void dm_hit_told(void *ud, const dm_hit_change *change);

/* How to compare, and what came of it. */
typedef struct dm_hit_compare {
    bool         moved; /* the document itself is another */
    dm_hit_told *told;  /* may be NULL */
    void        *ud;
    dm_hit_tally tally; /* is added to */
} dm_hit_compare;

/*
** Compare.  A hit is the same when rule, bytes of the file and text are; with
** `moved`, also when it is the next one of its rule with that text; and when
** rule and bytes are, but the view reads them otherwise ("：" as ":"), which is
** told as a change only where the value is another then.  False with MEMORY;
** nobody was told then.
*/
__attribute__((warn_unused_result)) bool dm_hits_compare(const dm_hits  *was,
                                                         const dm_hits  *now,
                                                         dm_hit_compare *how,
                                                         dm_err         *err);

/*
** Append a change as a line for people:
**   + date  a.txt:3:5  "2023年1月4日" → "2023-01-04"
** `doc` is what stands before the line, "" for nothing.  Long texts are cut,
** nothing in them acts on a terminal.  With `color` the sign is coloured.
*/
void dm_hit_show(dm_buf *out, const dm_hit_change *change, dm_slice doc,
                 bool color);

/* Append the members of a change for programs, without braces: "kind", "rule"
** (or "field"), "line", "col", "src", "text", "value", "was". */
void dm_hit_json(dm_buf *out, const dm_hit_change *change);

#endif
