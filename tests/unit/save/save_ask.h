/* save_ask.h - a document from bytes, and edits that are asked of it. */
#ifndef DM_TEST_SAVE_ASK_H
#define DM_TEST_SAVE_ASK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "load/load.h"
#include "save/save.h"
#include "text/encode.h"

static inline dm_doc *load(const char *format, const char *charset,
                           dm_slice bytes, dm_err *err)
{
    dm_load_options o = {.from = format, .charset = charset, .binary = true};

    return dm_load(DM_S("id"), DM_S("some/file.txt"), bytes, &o, err);
}

static inline bool ask(dm_doc *doc, dm_change_op op, const char *view,
                       const char *what, const char *text, dm_err *err)
{
    dm_change   c = {.op = op,
                     .view = dm_doc_view(doc, dm_slice_str(view), err),
                     .text = dm_slice_str(text),
                     .after = DM_S(""),
                     .rule = DM_S("some"),
                     .file = DM_S("s.lua"),
                     .line = 3};
    const char *p;

    if (c.view == NULL)
        return false;
    p = memmem(c.view->text.ptr, c.view->text.len, what, strlen(what));
    assert_non_null(p);
    c.range.from = (size_t)(p - c.view->text.ptr);
    c.range.to = c.range.from + strlen(what);
    return dm_doc_change(doc, &c, err);
}

static inline bool commit(dm_doc *doc, dm_err *err)
{
    dm_commit how = {.made_only = false};
    size_t    n;

    return dm_doc_commit(doc, &how, &n, err);
}

#define R DM_CHANGE_REPLACE
#define D DM_CHANGE_DELETE
#define A DM_CHANGE_AFTER

#endif
