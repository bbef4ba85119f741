/* l_notes.c - what scripts write on a document: annotations and drops.
**
** They live in the document's arena in order of making; order of text is made
** when somebody asks, by where they lie in the view "text", which is the one
** that all others can be told in.
*/
#include <stdlib.h>

#include "script/bind.h"

/* Push {span, type, features} of an annotation. */
static void push_note(lua_State *L, const dm_annotation *a)
{
    static const char *const names[] = {"span", "type", "features", NULL};
    static const dm_strict   annotation = {"annotation", names};

    lua_createtable(L, 0, 3);
    dm_push_span(L, 1, a->view, a->range);
    lua_setfield(L, -2, "span");
    dm_push_slice(L, a->type);
    lua_setfield(L, -2, "type");
    lua_createtable(L, 0, (int)a->nfeatures);
    for (size_t i = 0; i < a->nfeatures; i++) {
        dm_push_slice(L, a->features[i].key);
        dm_push_slice(L, a->features[i].value);
        lua_rawset(L, -3);
    }
    lua_setfield(L, -2, "features");
    dm_make_strict(L, &annotation);
}

/* The span argument at `idx`, of the document in `box`. */
static const dm_lspan *arg_own(lua_State *L, int idx, const dm_docbox *box)
{
    const dm_lspan *span = dm_arg_span(L, idx);

    luaL_argcheck(L, span->box == box, idx, "a span of another document");
    return span;
}

static int by_key(const void *a, const void *b)
{
    dm_slice x = ((const dm_feature *)a)->key;
    dm_slice y = ((const dm_feature *)b)->key;
    int      order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);

    return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

/* Turn the value at the top into the string that a feature keeps. */
static dm_slice feature_text(lua_State *L)
{
    dm_slice text;

    if (!dm_arg_istext(L, -1, &text) && !lua_isboolean(L, -1))
        luaL_error(L, "feature '%s' is a %s", lua_tostring(L, -2),
                   luaL_typename(L, -1));
    text.ptr = luaL_tolstring(L, -1, &text.len);
    return text;
}

/*
** Read the table at `idx` into a scratch userdata, which is pushed with the
** list of strings that it points into.  Sorted by key.
*/
static void read_features(lua_State *L, int idx, dm_annotation *a)
{
    dm_feature *features;
    size_t      n = 0;

    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        luaL_argcheck(L, lua_type(L, -2) == LUA_TSTRING, idx,
                      "features have names");
        lua_pop(L, 1);
        n++;
    }
    features = lua_newuserdatauv(L, (n + 1) * sizeof *features, 0);
    lua_newtable(L); /* keeps the strings */
    n = 0;
    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        features[n].value = feature_text(L); /* [scratch keep key value text] */
        lua_rawseti(L, -4, (lua_Integer)n + 1);
        lua_pop(L, 1);
        features[n].key = dm_arg_string(L, -1);
        n++;
    }
    if (n > 1)
        qsort(features, n, sizeof *features, by_key);
    a->features = features;
    a->nfeatures = n;
}

/* doc:annotate(span, type[, features]): returns {span, type, features}. */
int dm_doc_lua_annotate(lua_State *L)
{
    dm_docbox      *box = dm_arg_doc(L, 1);
    const dm_lspan *span = arg_own(L, 2, box);
    dm_annotation   a = {0};
    dm_err          err;

    a.view = span->view;
    a.range = span->range;
    a.type = dm_arg_string(L, 3);
    lua_settop(L, 4);
    if (!lua_isnil(L, 4)) {
        luaL_checktype(L, 4, LUA_TTABLE);
        read_features(L, 4, &a);
    }
    if (!dm_doc_annotate(box->doc, &a, &err))
        return dm_lua_raise(L, &err);
    push_note(L, &box->doc->annotations[box->doc->nannotations - 1]);
    return 1;
}

/* What doc:annotations was asked for. */
typedef struct filter {
    const dm_doc   *doc;
    dm_slice        type; /* "" for all */
    const dm_lspan *within, *overlapping;
} filter;

/* Where an annotation stands in the text, and which one it is. */
typedef struct place {
    dm_range range;
    size_t   index;
} place;

/* The span in field `name` of the table at 3, or NULL. */
static const dm_lspan *filter_span(lua_State *L, const char *name,
                                   const dm_docbox *box)
{
    const dm_lspan *span;

    if (lua_getfield(L, 3, name) == LUA_TNIL)
        return NULL; /* nil stays on the stack: harmless */
    span = luaL_testudata(L, -1, DM_CLASS_SPAN);
    if (span != NULL)
        dm_arg_open(L, span->box);
    if (span == NULL || span->box != box)
        luaL_error(L, "annotations: %s must be a Span of this document", name);
    return span;
}

static void read_filter(lua_State *L, const dm_docbox *box, filter *f)
{
    *f = (filter){.doc = box->doc, .type = DM_LIT("")};
    if (!lua_isnoneornil(L, 2))
        f->type = dm_arg_string(L, 2);
    lua_settop(L, 3);
    if (lua_isnil(L, 3))
        return;
    luaL_checktype(L, 3, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, 3) != 0) {
        lua_pop(L, 1);
        const char *key = luaL_tolstring(L, -1, NULL);
        if (strcmp(key, "within") != 0 && strcmp(key, "overlapping") != 0)
            luaL_error(L,
                       "annotations has no option '%s'; it has 'within' "
                       "and 'overlapping'",
                       key);
        lua_pop(L, 1);
    }
    f->within = filter_span(L, "within", box);
    f->overlapping = filter_span(L, "overlapping", box);
}

/* True when the annotation is what the filter wants; both are compared in the
** view of the filter's span. */
static bool wanted(const filter *f, const dm_annotation *a)
{
    dm_range r = a->range;

    if (f->type.len > 0 && !dm_slice_eq(f->type, a->type))
        return false;
    if (f->within != NULL) {
        const dm_lspan *w = f->within;
        if (!dm_view_convert(a->view, a->range, w->view, &r, NULL) ||
            r.from < w->range.from || r.to > w->range.to)
            return false;
    }
    if (f->overlapping != NULL) {
        const dm_lspan *o = f->overlapping;
        if (!dm_view_convert(a->view, a->range, o->view, &r, NULL) ||
            r.from >= o->range.to || o->range.from >= r.to)
            return false;
    }
    return true;
}

/* In text order; the wider first, then the older. */
static int by_place(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->range.from != y->range.from)
        return x->range.from < y->range.from ? -1 : 1;
    if (x->range.to != y->range.to)
        return x->range.to > y->range.to ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* doc:annotations([type[, {within=, overlapping=}]]). */
int dm_doc_lua_annotations(lua_State *L)
{
    dm_docbox *box = dm_arg_doc(L, 1);
    place     *places;
    filter     f;
    size_t     n = 0;

    read_filter(L, box, &f);
    dm_lua_spend(L, f.doc->nannotations);
    places =
        lua_newuserdatauv(L, (f.doc->nannotations + 1) * sizeof *places, 0);
    for (size_t i = 0; i < f.doc->nannotations; i++) {
        const dm_annotation *a = &f.doc->annotations[i];

        if (!wanted(&f, a))
            continue;
        places[n].index = i;
        if (!dm_view_convert(a->view, a->range, f.doc->text, &places[n].range,
                             NULL)) /* nothing of it is in the text */
            places[n].range = (dm_range){SIZE_MAX, SIZE_MAX};
        n++;
    }
    if (n > 1)
        qsort(places, n, sizeof *places, by_place);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        push_note(L, &f.doc->annotations[places[i].index]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* doc:drop(span, reason): take it out of the clean text. */
int dm_doc_lua_drop(lua_State *L)
{
    dm_docbox      *box = dm_arg_doc(L, 1);
    const dm_lspan *span = arg_own(L, 2, box);
    dm_slice        reason = dm_arg_string(L, 3);
    dm_err          err;

    if (!dm_doc_drop(box->doc, span->view, span->range, reason, &err))
        return dm_lua_raise(L, &err);
    return 0;
}

/* doc:drops(): a list of {span, reason} in order of dropping. */
int dm_doc_lua_drops(lua_State *L)
{
    static const char *const names[] = {"span", "reason", NULL};
    static const dm_strict   drop = {"drop", names};
    const dm_doc            *doc = dm_arg_doc(L, 1)->doc;

    lua_createtable(L, (int)doc->ndrops, 0);
    for (size_t i = 0; i < doc->ndrops; i++) {
        lua_createtable(L, 0, 2);
        dm_push_span(L, 1, doc->drops[i].view, doc->drops[i].range);
        lua_setfield(L, -2, "span");
        dm_push_slice(L, doc->drops[i].reason);
        lua_setfield(L, -2, "reason");
        dm_make_strict(L, &drop);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
