/* l_doc.c - class Doc: the document that a script works on.
**
** The userdata is the box that every View, Span and Block of the document
** points to; dm_close_doc empties it.  User value 1 is `features`, a table
** that lives as long as the document, user value 2 the text once it was
** asked for.
*/
#include "repair/mend.h"
#include "script/bind.h"
#include "script/sentence.h"

/* What a Doc userdata is: the box first, so that a pointer to one is a
** pointer to the other. */
typedef struct ldoc {
    dm_docbox box;
    bool      skipped;
    char      reason[256];
} ldoc;

void dm_push_doc(lua_State *L, dm_doc *doc)
{
    ldoc *d = lua_newuserdatauv(L, sizeof *d, 2);

    d->box.doc = doc;
    d->skipped = false;
    d->reason[0] = '\0';
    luaL_setmetatable(L, DM_CLASS_DOC);
    lua_newtable(L);
    lua_setiuservalue(L, -2, 1);
    dm_log_reset(L);
}

void dm_close_doc(lua_State *L, int idx)
{
    ldoc *d = luaL_checkudata(L, idx, DM_CLASS_DOC);

    idx = lua_absindex(L, idx);
    d->box.doc = NULL;
    for (int i = 1; i <= 2; i++) { /* nobody can reach these any more */
        lua_pushnil(L);
        lua_setiuservalue(L, idx, i);
    }
}

const char *dm_skip_reason(lua_State *L, int idx)
{
    const ldoc *d = luaL_checkudata(L, idx, DM_CLASS_DOC);

    return d->skipped ? d->reason : NULL;
}

static dm_doc *self(lua_State *L)
{
    return dm_arg_doc(L, 1)->doc;
}

static int doc_path(lua_State *L)
{
    dm_push_slice(L, self(L)->path);
    return 1;
}

static int doc_id(lua_State *L)
{
    dm_push_slice(L, self(L)->id);
    return 1;
}

static int doc_format(lua_State *L)
{
    lua_pushstring(L, self(L)->format);
    return 1;
}

static int doc_bytes(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)self(L)->bytes.len);
    return 1;
}

static int doc_lang(lua_State *L)
{
    dm_slice lang = self(L)->lang;

    if (lang.len == 0)
        lua_pushnil(L);
    else
        dm_push_slice(L, lang);
    return 1;
}

/* What the markup says of itself, by name; of two of a name the first. */
static int doc_meta(lua_State *L)
{
    const dm_doc *doc = self(L);

    lua_createtable(L, 0, (int)doc->nmeta);
    for (size_t i = doc->nmeta; i-- > 0;) {
        dm_push_slice(L, doc->meta[i].key);
        dm_push_slice(L, doc->meta[i].value);
        lua_rawset(L, -3);
    }
    return 1;
}

static int doc_features(lua_State *L)
{
    self(L);
    lua_getiuservalue(L, 1, 1);
    return 1;
}

static int doc_text(lua_State *L)
{
    const dm_doc *doc = self(L);

    if (lua_getiuservalue(L, 1, 2) == LUA_TSTRING)
        return 1;
    dm_push_slice(L, doc->text->text);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 1, 2);
    return 1;
}

static int doc_warnings(lua_State *L)
{
    const dm_doc *doc = self(L);

    lua_createtable(L, (int)doc->nwarnings, 0);
    for (size_t i = 0; i < doc->nwarnings; i++) {
        dm_push_slice(L, doc->warnings[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Set the fields that a charset and a candidate have in common. */
static void set_candidate(lua_State *L, const dm_candidate *c)
{
    lua_pushstring(L, dm_charset_name(c->charset));
    lua_setfield(L, -2, "name");
    lua_pushstring(L, dm_witness_name(c->how));
    lua_setfield(L, -2, "how");
    lua_pushnumber(L, c->confidence);
    lua_setfield(L, -2, "confidence");
    lua_pushinteger(L, (lua_Integer)c->bad);
    lua_setfield(L, -2, "bad");
    lua_pushstring(L, c->evidence);
    lua_setfield(L, -2, "evidence");
}

/* {name, how, confidence, bad, evidence, candidates}. */
static int doc_charset(lua_State *L)
{
    static const char *const names[] = {
        "name", "how", "confidence", "bad", "evidence", "candidates", NULL};
    static const char *const candidate_names[] = {
        "name", "how", "confidence", "bad", "evidence", NULL};
    static const dm_strict charset = {"charset", names};
    static const dm_strict candidate = {"charset candidate", candidate_names};
    const dm_detection    *d = &self(L)->charset;

    lua_createtable(L, 0, 6);
    if (d->n > 0)
        set_candidate(L, &d->candidates[0]);
    lua_createtable(L, (int)d->n, 0);
    for (size_t i = 0; i < d->n; i++) {
        lua_createtable(L, 0, 5);
        set_candidate(L, &d->candidates[i]);
        dm_make_strict(L, &candidate);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "candidates");
    dm_make_strict(L, &charset);
    return 1;
}

static int doc_view(lua_State *L)
{
    const dm_docbox *box = dm_arg_doc(L, 1);

    luaL_argexpected(L, !lua_isnoneornil(L, 2), 2,
                     "view, name or list of steps");
    dm_push_view(L, 1, dm_arg_viewof(L, 2, box));
    return 1;
}

void dm_push_lines(lua_State *L, int docidx, const dm_view *view)
{
    const dm_lines *lines = dm_view_lines(view);
    dm_err          err;

    if (lines == NULL) {
        dm_fail(&err, DM_E_MEMORY, "no memory for the lines of '%s'",
                view->name);
        dm_lua_raise(L, &err);
        return;
    }
    dm_lua_spend(L, lines->n);
    lua_newtable(L);
    for (size_t i = 0; i < lines->n; i++) {
        dm_push_span(L, docidx, view, dm_lines_range(lines, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int doc_lines(lua_State *L)
{
    const dm_docbox *box = dm_arg_doc(L, 1);

    dm_push_lines(L, 1, dm_arg_viewof(L, 2, box));
    return 1;
}

static int doc_sentences(lua_State *L)
{
    const dm_docbox *box = dm_arg_doc(L, 1);
    const dm_view   *view = dm_arg_viewof(L, 2, box);
    dm_range         r = {0, 0};
    lua_Integer      n = 0;

    luaL_argcheck(L, view->depth > 0, 2, "raw bytes have no sentences");
    dm_lua_spend(L, view->text.len / 16);
    lua_newtable(L);
    while (dm_sentence_next(view->text, r.to, &r)) {
        dm_push_span(L, 1, view, r);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static int doc_links(lua_State *L)
{
    static const char *const names[] = {"span", "href", NULL};
    static const dm_strict   link = {"link", names};
    const dm_doc            *doc = self(L);

    lua_createtable(L, (int)doc->nlinks, 0);
    for (size_t i = 0; i < doc->nlinks; i++) {
        lua_createtable(L, 0, 2);
        dm_push_span(L, 1, doc->text, doc->links[i].range);
        lua_setfield(L, -2, "span");
        dm_push_slice(L, doc->links[i].href);
        lua_setfield(L, -2, "href");
        dm_make_strict(L, &link);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* A list of {first, last}, 1-based inclusive bytes of the file, and how many
** there are in all (the list is cut at a thousand). */
static int doc_decode_errors(lua_State *L)
{
    static const char *const names[] = {"first", "last", NULL};
    static const dm_strict   decode_error = {"decode error", names};
    const dm_decoded        *d = &self(L)->decoded;

    lua_createtable(L, (int)d->nerrors, 0);
    for (size_t i = 0; i < d->nerrors; i++) {
        lua_createtable(L, 0, 2);
        lua_pushinteger(L, (lua_Integer)d->errors[i].from + 1);
        lua_setfield(L, -2, "first");
        lua_pushinteger(L, (lua_Integer)d->errors[i].to);
        lua_setfield(L, -2, "last");
        dm_make_strict(L, &decode_error);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushinteger(L, (lua_Integer)d->bad);
    return 2;
}

static void push_repair(lua_State *L, dm_repaired r)
{
    static const char *const names[] = {"step",    "mechanism", "certainty",
                                        "applied", "before",    "after",
                                        "note",    "span",      NULL};
    static const dm_strict   repair = {"repair", names};
    const dm_mend           *m = r.mend;

    lua_createtable(L, 0, 8);
    lua_pushstring(L, r.made->stage.name);
    lua_setfield(L, -2, "step");
    lua_pushstring(L, m->mechanism);
    lua_setfield(L, -2, "mechanism");
    lua_pushstring(L, dm_certainty_name(m->certainty));
    lua_setfield(L, -2, "certainty");
    lua_pushboolean(L, m->applied);
    lua_setfield(L, -2, "applied");
    dm_push_slice(L, m->before);
    lua_setfield(L, -2, "before");
    dm_push_slice(L, m->after);
    lua_setfield(L, -2, "after");
    if (m->note.len > 0) {
        dm_push_slice(L, m->note);
        lua_setfield(L, -2, "note");
    }
    dm_push_span(L, 1, r.made->parent, m->src);
    lua_setfield(L, -2, "span");
    dm_make_strict(L, &repair);
}

/* doc:repairs(view): what its steps repaired, or would have. */
static int doc_repairs(lua_State *L)
{
    const dm_docbox *box = dm_arg_doc(L, 1);
    const dm_view   *view;
    size_t           n;

    if (lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_pushliteral(L, "whole");
    }
    view = dm_arg_viewof(L, 2, box);
    n = dm_view_repairs(view);
    dm_lua_spend(L, n);
    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        push_repair(L, dm_view_repair(view, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* doc:skip(reason): no record for this document.  Only a mark: the handler
** goes on until it returns, and the first reason stays. */
static int doc_skip(lua_State *L)
{
    ldoc    *d = luaL_checkudata(L, 1, DM_CLASS_DOC);
    dm_slice reason;

    self(L);
    reason = dm_arg_string(L, 2);
    if (!d->skipped)
        dm_err_copy(d->reason, sizeof d->reason, reason.ptr, reason.len);
    d->skipped = true;
    return 0;
}

static const luaL_Reg doc_methods[] = {
    {"view",          doc_view                },
    {"blocks",        dm_doc_lua_blocks       },
    {"sections",      dm_doc_lua_sections     },
    {"tables",        dm_doc_lua_tables       },
    {"records",       dm_doc_lua_records      },
    {"lines",         doc_lines               },
    {"sentences",     doc_sentences           },
    {"links",         doc_links               },
    {"annotate",      dm_doc_lua_annotate     },
    {"annotations",   dm_doc_lua_annotations  },
    {"drop",          dm_doc_lua_drop         },
    {"drops",         dm_doc_lua_drops        },
    {"replace",       dm_doc_lua_replace      },
    {"delete",        dm_doc_lua_delete       },
    {"insert_before", dm_doc_lua_insert_before},
    {"insert_after",  dm_doc_lua_insert_after },
    {"wrap",          dm_doc_lua_wrap         },
    {"edits",         dm_doc_lua_edits        },
    {"commit",        dm_doc_lua_commit       },
    {"edited",        dm_doc_lua_edited       },
    {"decode_errors", doc_decode_errors       },
    {"repairs",       doc_repairs             },
    {"skip",          doc_skip                },
    {NULL,            NULL                    },
};

void dm_open_doc(lua_State *L)
{
    static const luaL_Reg getters[] = {
        {"path",     doc_path    },
        {"id",       doc_id      },
        {"format",   doc_format  },
        {"bytes",    doc_bytes   },
        {"lang",     doc_lang    },
        {"meta",     doc_meta    },
        {"charset",  doc_charset },
        {"text",     doc_text    },
        {"features", doc_features},
        {"warnings", doc_warnings},
        {NULL,       NULL        },
    };
    static const luaL_Reg meta[] = {
        {"__tostring", doc_id},
        {NULL,         NULL  },
    };
    static const dm_class cls = {DM_CLASS_DOC, "Doc", doc_methods, getters,
                                 meta,         NULL,  NULL,        false};

    dm_class_open(L, &cls);
}
