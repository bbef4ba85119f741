/* kept.c - drops are few, so a place is found by walking them. */
#include "batch/kept.h"

bool dm_kept_text(dm_kept *out, const dm_doc *doc, const dm_view *view,
                  dm_arena *arena, dm_err *err)
{
    dm_range *gone = NULL;
    char     *text = NULL;
    size_t    at = 0;
    size_t    len = 0;

    *out = (dm_kept){.text = view->text, .view = view};
    if (!dm_doc_dropped(doc, view, arena, &gone, &out->ngone, err))
        return false;
    out->gone = gone;
    if (out->ngone == 0)
        return true;
    text = dm_arena_alloc(arena, view->text.len + 1);
    if (text == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the text");
    for (size_t i = 0; i <= out->ngone; i++) {
        size_t to = i < out->ngone ? gone[i].from : view->text.len;

        memcpy(text + len, view->text.ptr + at, to - at);
        len += to - at;
        at = i < out->ngone ? gone[i].to : to;
    }
    out->text = (dm_slice){text, len};
    return true;
}

size_t dm_kept_codepoints(const dm_kept *kept, size_t at)
{
    size_t n = dm_view_codepoints(kept->view, at);

    for (size_t i = 0; i < kept->ngone && kept->gone[i].from < at; i++) {
        const dm_range *g = &kept->gone[i];

        n -= dm_view_codepoints(kept->view, g->to < at ? g->to : at) -
             dm_view_codepoints(kept->view, g->from);
    }
    return n;
}
