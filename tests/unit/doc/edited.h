/* edited.h - a text, edits of it as tests write them, and what they make of it.
 */
#ifndef DM_TEST_EDITED_H
#define DM_TEST_EDITED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "load/load.h"
#include "save/save.h"

enum { ASKED = 5 };

#define OPS "rdbaw" /* replace, delete, before, after, wrap */

/* One edit: of the first place where `what` stands in `view`. */
typedef struct ask {
    char        op; /* of OPS; in capitals the text is source */
    const char *what, *text, *after;
} ask;

static inline dm_range find(const dm_view *view, const char *what)
{
    size_t      len = strlen(what);
    const char *p = memmem(view->text.ptr, view->text.len, what, len);
    size_t      at = p != NULL ? (size_t)(p - view->text.ptr) : 0;

    if (p == NULL)
        fail_msg("'%s' is not in '%.*s'", what, (int)view->text.len,
                 view->text.ptr);
    return (dm_range){at, at + len};
}

static inline dm_change change_of(const dm_view *view, const ask *a)
{
    char        op = (char)(a->op | 0x20);
    dm_change   c = {.view = view,
                     .range = find(view, a->what),
                     .text = dm_slice_str(a->text != NULL ? a->text : ""),
                     .after = dm_slice_str(a->after != NULL ? a->after : ""),
                     .source = op != a->op,
                     .rule = DM_LIT("rule"),
                     .file = DM_LIT("script.lua"),
                     .line = 7};
    const char *at = strchr(OPS, op);

    assert_non_null(at);
    c.op = (dm_change_op)(at - OPS);
    return c;
}

static inline dm_doc *load(const char *format, const char *text)
{
    dm_load_options o = {.from = format};
    dm_err          err;
    dm_doc *doc = dm_load(DM_S("id"), DM_S("p"), dm_slice_str(text), &o, &err);

    if (doc == NULL)
        fail_msg("%s: %s", text, err.msg);
    return doc;
}

static inline const dm_view *view_of(dm_doc *doc, const char *name)
{
    const dm_view *view = dm_doc_view(doc, dm_slice_str(name), NULL);

    assert_non_null(view);
    return view;
}

/* The source that the edits make, or the message of what went wrong. */
static inline const char *edited(dm_doc *doc, const char *view, const ask *asks,
                                 char *room, size_t size)
{
    dm_commit how = {.made_only = false};
    dm_buf    out;
    dm_err    err = {.code = DM_OK};
    size_t    n;
    bool      ok = true;

    for (size_t i = 0; ok && i < ASKED && asks[i].op != 0; i++) {
        dm_change c = change_of(view_of(doc, view), &asks[i]);

        ok = dm_doc_change(doc, &c, &err);
    }
    dm_buf_init(&out, 1 << 20);
    ok = ok && dm_doc_commit(doc, &how, &n, &err) &&
         dm_save_text(doc, &out, &err);
    if (ok)
        snprintf(room, size, "%.*s", (int)out.len,
                 out.ptr != NULL ? out.ptr : "");
    else
        snprintf(room, size, "E%d", (int)err.code);
    dm_buf_fini(&out);
    return room;
}

#endif
