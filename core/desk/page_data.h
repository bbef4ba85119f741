/* page_data.h - all that the page of a document shows, as one value.
**
** The page has the decoded file on one side and the view that the script's
** rules look at on the other.  *Marks* lie on both: what rules found, refused
** and lost, what steps and repairs changed, what did not decode, what was
** dropped.  Both texts are cut at every edge of a mark, so that a piece of text
** belongs to a mark as a whole or not at all, however marks nest and cross; and
** each piece knows the range of the other text that it came from or became.
**
** Offsets into the two texts are in UTF-16 units, as a browser counts them
** (desk/units.h); `bytes` are those of the file.  The value's keys:
**
**   id path format bytes lang view script{name,file} old{name,file,records}
**          records: how many there are, of a run of which there is no more
**   charset{name,how,confidence,bad,rivals}   stages[{name,edits,changes}]
**   source clean     the texts, at most DM_PAGE_TEXT bytes of each
**   parts[[name,from]…]      of a container, in the source
**   left{source,clean,marks,edits,compared}   what was left out, if anything;
**          compared: matches that may be in both runs, or in one: nobody knows
**   rules[{id,now,was}]                       a rule in both scripts, or null
**   marks[[kind,rule,sides,clean from,to,source from,to,bytes from,to,exact,
**          hex,info]]    rule: a number in rules, -1 for none; sides: 1 now,
**          2 was
**   pieces{source,clean}  [[from,other from,other to,mark…]…] in order; -n
**          behind the marks: n more lie there
**   unmarked[now,was]        where on the clean text something was found that
**          has no mark: [from,to,from,to…], or false when that is not known
**   index            the way to the index of a corpus (index_run.c)
**   fields[{name,…,lost}] records[…] was errors[{level,code,message,…}]
**   away failed
**   silent           true when nothing is known of what rules did: the document
**          was not loaded, or a limit ended the script
*/
#ifndef DM_DESK_PAGE_DATA_H
#define DM_DESK_PAGE_DATA_H

#include "base/err.h"
#include "doc/doc.h"
#include "emit/value.h"

enum {
    DM_PAGE_TEXT = 4 << 20, /* bytes of either text on a page */
    DM_PAGE_MARKS = 20000,  /* marks of rules on a page */
    DM_PAGE_EDITS = 10000   /* marks of steps */
};

typedef enum dm_spot_kind {
    DM_SPOT_HIT,     /* a match that stands */
    DM_SPOT_REFUSED, /* the rule's own conditions said no */
    DM_SPOT_BEATEN,  /* another rule's match won */
    DM_SPOT_FIELD,   /* a value's place that is no match's */
    DM_SPOT_LOST,    /* a candidate that was not picked */
    DM_SPOT_DROPPED, /* taken out of the document */
    DM_SPOT_EDIT,    /* changed by a step */
    DM_SPOT_REPAIR,  /* damage, mended or not */
    DM_SPOT_DECODE   /* bytes that did not decode */
} dm_spot_kind;

/* One of the two runs on a page. */
typedef struct dm_page_run {
    const char     *name;     /* of the script or the file of records */
    const dm_value *report;   /* std/ask/page.lua's; of an earlier run NULL
                              ** when there are only its records */
    dm_value *const *records; /* with _spans, of this run or of a file */
    size_t           nrecords;
} dm_page_run;

/* One thing that was said of the document. */
typedef struct dm_page_said {
    const char *level; /* "error", "warning", "note" */
    dm_err      text;
} dm_page_said;

typedef struct dm_page_ask {
    dm_slice            id, path;
    dm_doc             *doc; /* NULL when it could not be loaded */
    dm_page_run         now;
    const dm_page_run  *was; /* compare with this; NULL for nothing */
    const dm_page_said *notes;
    size_t              nnotes;
    size_t              limit; /* marks of rules; 0 for DM_PAGE_MARKS */
} dm_page_ask;

/*
** The value, in `arena`; parts of it are those of the reports, which must live
** as long.  NULL with MEMORY, or what making the view fails with.
*/
dm_value *dm_page_data(dm_arena *arena, const dm_page_ask *ask, dm_err *err);

#endif
