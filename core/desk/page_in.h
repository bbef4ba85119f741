/* page_in.h - what the files behind page_data.h share. */
#ifndef DM_DESK_PAGE_IN_H
#define DM_DESK_PAGE_IN_H

#include "base/buf.h"
#include "desk/page_data.h"
#include "desk/units.h"
#include "emit/member.h"

typedef struct dm_page_spot {
    dm_spot_kind kind;
    int          rule;  /* in page->rules, or -1 */
    unsigned     sides; /* 1 now, 2 was */
    dm_range     clean, source;
    dm_range     raw;   /* in the view "raw" */
    dm_range     bytes; /* the same, or in the part of a container */
    bool         exact;
    dm_value    *info; /* an object; NULL for nothing */
} dm_page_spot;

typedef struct dm_page {
    dm_arena          *arena;
    const dm_page_ask *ask;
    const dm_view     *clean, *source;
    dm_units           units_clean, units_source;
    dm_buf             marks;  /* of dm_page_spot */
    dm_buf             cuts;   /* of dm_range: edges of the source, and … */
    dm_value          *rules;  /* the list of {id, now, was} */
    const dm_value    *report; /* whose places are being read */
    size_t             limit;  /* of marks that rules made */
    size_t             nmade, nedits;
    size_t             left_marks, left_edits;
    size_t             left_pairs; /* matches of one run not compared */
    dm_buf             rest[2];    /* page_rest.c: of dm_range; now, was */
    bool               rest_lost[2];
    size_t            *order; /* of the present run's matches, by place */
    size_t             norder;
    bool               failed; /* memory; sticky */
} dm_page;

/* Builders that remember failure in the page. */
void dm_page_set(dm_page *p, dm_value *object, const char *key, dm_value *v);
void dm_page_push(dm_page *p, dm_value *list, dm_value *v);
void dm_page_number(dm_page *p, dm_value *list, size_t n);
void dm_page_text(dm_page *p, dm_value *object, const char *key, dm_slice s);

/* page_mark.c: tell a mark's info of one more field that took it, once. */
void dm_page_field(dm_page *p, dm_value *info, dm_slice name);

/* page_mark.c: the number of rule `id`, which is added where it is new. */
int dm_page_rule(dm_page *p, dm_slice id);

/* Is `id` the id of a rule of the present script? */
bool dm_page_known(const dm_page *p, dm_slice id);

/* Put a mark on `range` of `view`: the places are filled in.  Its number, or -1
** when it was left out. */
int dm_page_mark(dm_page *p, const dm_view *view, dm_range range,
                 const dm_page_spot *mark);

/* page_rest.c: a mark of which there is no room, and what a rule's or a field's
** report has of matches that it does not list. */
void dm_page_unmarked(dm_page *p, const dm_page_spot *m);
void dm_page_rest(dm_page *p, const dm_value *from, unsigned side);

/* [now, was]: where on the clean text something was found that has no mark,
** each [from,to,from,to…], or false when that is not known.  NULL for
** nothing. */
dm_value *dm_page_rests(dm_page *p);

/* page_pair.c: marks by rule and place, < 0 when `a` comes before `b`. */
int dm_page_compare(const dm_page_spot *a, const dm_page_spot *b);

/* Put the present run's matches, which are all marks of such so far, in order.
** The functions below look among them. */
void dm_page_order(dm_page *p);

/* A match of the earlier run: its places are filled in; the mark of the present
** run's match that is the same, or NULL. */
dm_page_spot *dm_page_shared(dm_page *p, const dm_view *view, dm_range range,
                             dm_page_spot *mark);

/* Does a match of the earlier run lie behind the last one of the present run
** that is told, with more there that are not? */
bool dm_page_behind(const dm_page *p, const dm_page_spot *was);

/* The earlier run has more matches of the rule than it tells: the present ones
** behind `last`, its last one told, count as neither gained nor lost. */
void dm_page_share_rest(dm_page *p, const dm_page_spot *last);

/* page_report.c: marks, rules and fields of the runs; the list of fields. */
dm_value *dm_page_reports(dm_page *p);

/* page_record.c: marks of what fields took that the report does not list
** (`fields` does), and what the records of an earlier run have otherwise. */
void dm_page_records(dm_page *p, const dm_value *fields);

/* page_step.c: marks of steps, repairs and decoding; the list of stages. */
dm_value *dm_page_stages(dm_page *p);

/* page_piece.c: both texts in pieces. */
dm_value *dm_page_pieces(dm_page *p);

#endif
