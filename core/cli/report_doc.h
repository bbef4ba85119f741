/* report_doc.h - what docmill thinks a document is, as a record. */
#ifndef DM_CLI_REPORT_DOC_H
#define DM_CLI_REPORT_DOC_H

#include "doc/doc.h"
#include "emit/value.h"

enum {
    DM_REPORT_BLOCKS = 20, /* shown unless all are wanted */
    DM_REPORT_PLACES = 10,
    DM_REPORT_TEXT = 60 /* code points of a block */
};

/*
** Everything known about `doc`: id, format, bytes, lang, charset with its
** candidates, segments in other charsets, decode errors, line ends, steps of
** the view "clean", repairs of the view "whole", meta, blocks, quality,
** warnings.  With `full` nothing is shortened.  NULL when `arena` is full.
*/
dm_value *dm_report_doc(dm_doc *doc, bool full, dm_arena *arena, dm_err *err);

/* The same for people, from the record. */
struct dm_buf;
void dm_report_print(struct dm_buf *out, const dm_value *report, bool color);

#endif
