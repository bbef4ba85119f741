/* load_page.h - a page from a string, for the tests of the html reader. */
#ifndef DM_TEST_LOAD_PAGE_H
#define DM_TEST_LOAD_PAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/load.h"

static inline dm_doc *load(dm_slice html)
{
    dm_load_options o = {.from = "html", .charset = "utf-8", .binary = true};
    dm_err          err;
    dm_doc         *doc = dm_load(DM_S("t"), DM_S(""), html, &o, &err);

    if (doc == NULL)
        fail_msg("%s: %s", html.ptr, err.msg);
    return doc;
}

#endif
