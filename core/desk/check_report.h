/* check_report.h - what a check found, for people and for machines.
**
**   text   a line a script; with `verbose` a line an item
**   tap    TAP 14: an item a line, failures with a YAML block
**   junit  one <testsuites> with a <testsuite> a script
**   json   a line an item {"script","kind","name","ok","seconds",…}, a line a
**          finding {"script","kind":"lint",…}, a line a script
**          {"script","kind":"summary",…}
**
** Nothing of a script or a document reaches the output unescaped.  A failing
** item's own diagnostic goes to standard error in text form, and is part of the
** report in the others.
*/
#ifndef DM_DESK_CHECK_REPORT_H
#define DM_DESK_CHECK_REPORT_H

#include "base/buf.h"
#include "desk/check.h"

typedef enum dm_check_form {
    DM_CHECK_TEXT,
    DM_CHECK_TAP,
    DM_CHECK_JUNIT,
    DM_CHECK_JSON
} dm_check_form;

/* The form called `name` ("tap"); NULL and unknown names are TEXT. */
dm_check_form dm_check_form_of(const char *name);

typedef struct dm_check_report {
    dm_check_form form;
    bool          verbose;
    size_t        n; /* items printed so far (TAP numbers) */
    size_t        nscripts, nfailed;
} dm_check_report;

/* What stands before all scripts, of each, and behind all. */
void dm_check_head(dm_check_report *r, dm_buf *out);
void dm_check_body(dm_check_report *r, const dm_checked *c, dm_buf *out);
void dm_check_tail(dm_check_report *r, dm_buf *out);

/* "  expected: …", "       got: …" and a caret below where they part, each line
** after `margin`; nothing when the item has no such lines. */
void dm_check_differ(dm_buf *out, const dm_check_item *item,
                     const char *margin);

/* The F1 of all spans of gold that was scored, exact ones, from 0 to 1; below 0
** when there is nothing to score. */
double dm_check_f1(const dm_gold *gold);

/* The scores against gold: a table for people, lines of JSON. */
void dm_check_scores(const dm_checked *c, dm_buf *out);
void dm_check_scores_json(const dm_checked *c, dm_buf *out);

/* The parts of dm_check_body. */
void dm_check_tap(dm_check_report *r, const dm_checked *c, dm_buf *out);
void dm_check_junit(const dm_checked *c, dm_buf *out);
void dm_check_json(const dm_checked *c, dm_buf *out);

#endif
