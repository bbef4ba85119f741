/* blame_print.h - where a value came from, for people. */
#ifndef DM_DESK_BLAME_PRINT_H
#define DM_DESK_BLAME_PRINT_H

#include "base/buf.h"
#include "doc/doc.h"
#include "emit/value.h"

/* The record's line, its document, and what a reader must know. */
void dm_blame_print_head(dm_buf *out, const char *records, size_t line,
                         const dm_doc *doc, const dm_value *notes, bool color);

/* A value of dm_blamed_value; `view` is that of the script. */
void dm_blame_print(dm_buf *out, const dm_value *value, const dm_view *view,
                    bool color);

/* A field that has no value. */
void dm_blame_print_none(dm_buf *out, const dm_member *field);

#endif
