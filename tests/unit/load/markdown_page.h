/* markdown_page.h - a page of Markdown from a string, for the tests of its
 * reader. */
#ifndef DM_TEST_MARKDOWN_PAGE_H
#define DM_TEST_MARKDOWN_PAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/load.h"

static inline dm_doc *load(dm_slice md)
{
    dm_load_options o = {
        .from = "markdown", .charset = "utf-8", .binary = true};
    dm_err  err;
    dm_doc *doc = dm_load(DM_S("t"), DM_S("t.md"), md, &o, &err);

    if (doc == NULL)
        fail_msg("%.*s: %s", (int)(md.len < 200 ? md.len : 200), md.ptr,
                 err.msg);
    return doc;
}

#endif
