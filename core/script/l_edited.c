/* l_edited.c - doc:edited: how the document will read.
**
** The document is written anew with its committed edits and read once more, in
** the same format; what is returned is a string, as the new document is gone
** when the call returns.  Without committed edits it is the view as it is.
*/
#include "load/load.h"
#include "save/save.h"
#include "script/bind.h"

#define CLASS_LOADED "docmill.loaded"

typedef struct loaded {
    dm_owned owned;
    dm_doc  *doc;
} loaded;

static void drop_loaded(dm_owned *owner)
{
    dm_doc_free(((loaded *)owner)->doc); /* NULL is fine */
}

void dm_open_edited(lua_State *L)
{
    dm_owned_class(L, CLASS_LOADED);
}

static bool is_edited(const dm_doc *doc)
{
    for (size_t i = 0; i < dm_doc_changes(doc); i++)
        if (dm_doc_change_at(doc, i)->state == DM_CHANGE_COMMITTED)
            return true;
    return false;
}

/* Room for the new text: what the reader would take. */
static size_t room(const dm_doc *doc)
{
    size_t a = doc->limits.max_bytes, b = doc->limits.max_text;

    return a > b ? a : b;
}

/* Push the view called `name` of the document in `bytes`. */
static void push_view(lua_State *L, const dm_doc *was, dm_slice bytes,
                      dm_slice name, const char *charset)
{
    dm_load_options options = {.charset = charset,
                               .from = was->format,
                               .binary = true,
                               .repair = was->repair,
                               .limits = was->limits};
    loaded *now = dm_owned_new(L, sizeof *now, CLASS_LOADED, 0, drop_loaded);
    const dm_view *view;
    dm_err         err;

    now->doc = dm_load(was->id, was->path, bytes, &options, &err);
    view = now->doc != NULL ? dm_doc_view(now->doc, name, &err) : NULL;
    if (view == NULL)
        dm_lua_raise(L, &err);
    else
        dm_push_slice(L, view->text);
    dm_owned_done(&now->owned);
}

/* doc:edited([view]). */
int dm_doc_lua_edited(lua_State *L)
{
    dm_docbox     *box = dm_arg_doc(L, 1);
    const dm_view *view = dm_arg_viewof(L, 2, box);
    dm_doc        *doc = box->doc;
    bool           whole = view->depth == 0 || doc->parts != NULL;
    dm_lbuf       *out;
    dm_err         err;

    lua_settop(L, 2);
    dm_lua_host(L)->edited = true;
    if (!is_edited(doc)) {
        dm_push_slice(L, view->text);
        return 1;
    }
    dm_lua_spend(L, doc->bytes.len / 4);
    out = dm_push_buf(L, room(doc));
    if (!(whole ? dm_save(doc, &out->buf, NULL, NULL, &err)
                : dm_save_text(doc, &out->buf, &err)))
        return dm_lua_raise(L, &err);
    if (view->depth == 0 && doc->parts == NULL)
        dm_push_slice(L, dm_buf_view(&out->buf));
    else
        push_view(L, doc, dm_buf_view(&out->buf), dm_slice_str(view->name),
                  whole ? NULL : "utf-8");
    dm_owned_done(&out->owned);
    return 1;
}
