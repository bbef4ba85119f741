/* l_block.c - class Block, and what a document's blocks make up: sections and
** tables.
**
** A Block is (box, id).  Blocks lie in document order with parents before
** their children, so a walk over ids is a walk over the text.
*/
#include "script/bind.h"

void dm_push_block(lua_State *L, int docidx, dm_id id)
{
    dm_lblock *b;

    if (id == DM_NOID) {
        luaL_pushfail(L);
        return;
    }
    docidx = lua_absindex(L, docidx);
    b = lua_newuserdatauv(L, sizeof *b, 1);
    b->box = lua_touserdata(L, docidx);
    b->id = id;
    luaL_setmetatable(L, DM_CLASS_BLOCK);
    lua_pushvalue(L, docidx);
    lua_setiuservalue(L, -2, 1);
}

void dm_push_kin(lua_State *L, int idx, dm_id id)
{
    lua_getiuservalue(L, idx, 1);
    dm_push_block(L, -1, id);
    lua_remove(L, -2);
}

/* The block of the object at 1. */
static const dm_block *block_of(lua_State *L)
{
    const dm_lblock *b = dm_arg_block(L, 1);
    const dm_block  *list = dm_arg_blocks(L, b->box->doc).list;

    return &list[b->id];
}

static int block_kind(lua_State *L)
{
    lua_pushstring(L, dm_block_name(block_of(L)->kind));
    return 1;
}

static int block_level(lua_State *L)
{
    lua_pushinteger(L, block_of(L)->level);
    return 1;
}

static int block_header(lua_State *L)
{
    lua_pushboolean(L, block_of(L)->header);
    return 1;
}

/* Push the text of range `r` of the view "text". */
static void push_text(lua_State *L, dm_range r)
{
    const dm_lblock *b = dm_arg_block(L, 1);

    dm_push_slice(L, dm_slice_sub(b->box->doc->text->text, r.from, r.to));
}

static int block_text(lua_State *L)
{
    push_text(L, block_of(L)->range);
    return 1;
}

/* "第三条", "1."; nil when it has none. */
static int block_number(lua_State *L)
{
    const dm_block *b = block_of(L);

    if (b->number.from == b->number.to)
        lua_pushnil(L);
    else
        push_text(L, b->number);
    return 1;
}

/* 3, whether the text has a number or not; nil in a list of bullets. */
static int block_ordinal(lua_State *L)
{
    int n = block_of(L)->ordinal;

    if (n > 0)
        lua_pushinteger(L, n);
    else
        lua_pushnil(L);
    return 1;
}

static int block_span(lua_State *L)
{
    dm_push_part(L, 1, dm_arg_block(L, 1)->box->doc->text, block_of(L)->range);
    return 1;
}

static int block_parent(lua_State *L)
{
    dm_push_kin(L, 1, block_of(L)->parent);
    return 1;
}

/* Append the value at the top to the list below it. */
static void append(lua_State *L)
{
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static int block_children(lua_State *L)
{
    const dm_lblock *b = dm_arg_block(L, 1);
    dm_blocks        all = dm_arg_blocks(L, b->box->doc);
    size_t           end = all.list[b->id].range.to;

    lua_newtable(L);
    for (dm_id i = b->id + 1; i < all.n && all.list[i].range.from <= end; i++) {
        if (all.list[i].parent != b->id)
            continue;
        dm_push_kin(L, 1, i);
        append(L);
    }
    return 1;
}

static int block_eq(lua_State *L)
{
    const dm_lblock *a = luaL_testudata(L, 1, DM_CLASS_BLOCK);
    const dm_lblock *b = luaL_testudata(L, 2, DM_CLASS_BLOCK);

    if (a != NULL && b != NULL) {
        dm_arg_open(L, a->box);
        dm_arg_open(L, b->box);
    }
    lua_pushboolean(L, a != NULL && b != NULL && a->box == b->box &&
                           a->id == b->id);
    return 1;
}

/* The kind called by the argument at `idx`, DM_BLOCK_KINDS for nil. */
static dm_block_kind arg_kind(lua_State *L, int idx)
{
    dm_slice name;

    if (lua_isnoneornil(L, idx))
        return DM_BLOCK_KINDS;
    name = dm_arg_string(L, idx);
    for (int k = 0; k < DM_BLOCK_KINDS; k++) {
        if (dm_slice_eq(name, dm_slice_str(dm_block_name((dm_block_kind)k))))
            return (dm_block_kind)k;
    }
    lua_newtable(L);
    for (int k = 0; k < DM_BLOCK_KINDS; k++) {
        lua_pushstring(L, dm_block_name((dm_block_kind)k));
        append(L);
    }
    dm_raise_unknown(L, "there is no kind of block", name, -1);
    return DM_BLOCK_KINDS;
}

/* doc:blocks([kind]): all blocks, or those of one kind, in document order. */
int dm_doc_lua_blocks(lua_State *L)
{
    dm_blocks     all = dm_arg_blocks(L, dm_arg_doc(L, 1)->doc);
    dm_block_kind kind = arg_kind(L, 2);

    dm_lua_spend(L, all.n);
    lua_newtable(L);
    for (dm_id i = 0; i < all.n; i++) {
        if (kind != DM_BLOCK_KINDS && all.list[i].kind != kind)
            continue;
        dm_push_block(L, 1, i);
        append(L);
    }
    return 1;
}

/* A document's blocks and its view "text", for what is made of them. */
typedef struct page {
    const dm_view *text;
    dm_blocks      all;
} page;

static page arg_page(lua_State *L)
{
    const dm_doc *doc = dm_arg_doc(L, 1)->doc;
    page          p = {doc->text, dm_arg_blocks(L, doc)};

    lua_settop(L, 1);
    dm_lua_spend(L, p.all.n);
    return p;
}

/* Push {heading, level, span, blocks} for the blocks [from, to), the first of
** which is the heading unless `head` is DM_NOID. */
static void push_section(lua_State *L, const page *p, dm_id head, dm_id from,
                         dm_id to)
{
    static const char *const names[] = {"heading", "level", "span", "blocks",
                                        NULL};
    static const dm_strict   section = {"section", names};
    dm_range                 r = p->all.list[from].range;

    lua_createtable(L, 0, 4);
    dm_push_block(L, 1, head);
    lua_setfield(L, -2, "heading");
    lua_pushinteger(L, head != DM_NOID ? p->all.list[head].level : 0);
    lua_setfield(L, -2, "level");
    lua_newtable(L);
    for (dm_id i = from; i < to; i++) {
        const dm_block *b = &p->all.list[i];

        r.to = b->range.to > r.to ? b->range.to : r.to;
        if (i == head || (b->parent != DM_NOID && b->parent >= from))
            continue;
        dm_push_block(L, 1, i);
        append(L);
    }
    lua_setfield(L, -2, "blocks");
    dm_push_span(L, 1, p->text, r);
    lua_setfield(L, -2, "span");
    dm_make_strict(L, &section);
}

/*
** doc:sections(): from each heading to the next one, of whatever level; what
** comes before the first is a section without heading, of level 0.  `blocks`
** are those that lie directly in it.
*/
int dm_doc_lua_sections(lua_State *L)
{
    page  p = arg_page(L);
    dm_id head = DM_NOID, from = 0;

    lua_newtable(L);
    for (dm_id i = 0; i <= p.all.n; i++) {
        if (i < p.all.n && p.all.list[i].kind != DM_HEADING)
            continue;
        if (i > from) {
            push_section(L, &p, head, from, i);
            append(L);
        }
        head = from = i;
    }
    return 1;
}

/* The nearest block of `kind` around block `id`, or DM_NOID. */
static dm_id around(const page *p, dm_id id, dm_block_kind kind)
{
    do
        id = p->all.list[id].parent;
    while (id != DM_NOID && p->all.list[id].kind != kind);
    return id;
}

/* The id behind the last block that lies in block `id`. */
static dm_id behind(const page *p, dm_id id)
{
    dm_id i = id + 1;

    while (i < p->all.n && p->all.list[i].parent != DM_NOID &&
           p->all.list[i].parent >= id)
        i++;
    return i;
}

/* Push the cells of row `row` as Spans; true when all are header cells. */
static bool push_row(lua_State *L, const page *p, dm_id row)
{
    bool  header = true;
    dm_id end = behind(p, row);

    lua_newtable(L);
    for (dm_id i = row + 1; i < end; i++) {
        const dm_block *b = &p->all.list[i];

        if (b->kind != DM_CELL || around(p, i, DM_ROW) != row)
            continue;
        dm_push_span(L, 1, p->text, b->range);
        append(L);
        header = header && b->header;
    }
    return header && lua_rawlen(L, -1) > 0;
}

/* Push {span, block, rows, header} for the table block `id`. */
static void push_table(lua_State *L, const page *p, dm_id id)
{
    static const char *const names[] = {"span", "block", "rows", "header",
                                        NULL};
    static const dm_strict   table = {"table entry", names};
    dm_id                    end = behind(p, id);
    bool                     first = true;

    dm_lua_spend(L, end - id);
    lua_createtable(L, 0, 4);
    dm_push_span(L, 1, p->text, p->all.list[id].range);
    lua_setfield(L, -2, "span");
    dm_push_block(L, 1, id);
    lua_setfield(L, -2, "block");
    lua_newtable(L); /* [… table rows] */
    for (dm_id i = id + 1; i < end; i++) {
        if (p->all.list[i].kind != DM_ROW || around(p, i, DM_TABLE) != id)
            continue;
        if (push_row(L, p, i) && first)
            lua_setfield(L, -3, "header");
        else
            append(L);
        first = false;
    }
    lua_setfield(L, -2, "rows");
    dm_make_strict(L, &table);
}

/* doc:tables(): each with its rows of cells (Spans); a first row of nothing
** but header cells is `header` and not among the rows. */
int dm_doc_lua_tables(lua_State *L)
{
    page p = arg_page(L);

    lua_newtable(L);
    for (dm_id i = 0; i < p.all.n; i++) {
        if (p.all.list[i].kind != DM_TABLE)
            continue;
        push_table(L, &p, i);
        append(L);
    }
    return 1;
}

void dm_open_block(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"children", block_children},
        {NULL,       NULL          },
    };
    static const luaL_Reg getters[] = {
        {"kind",    block_kind   },
        {"level",   block_level  },
        {"number",  block_number },
        {"ordinal", block_ordinal},
        {"text",    block_text   },
        {"span",    block_span   },
        {"parent",  block_parent },
        {"header",  block_header },
        {NULL,      NULL         },
    };
    static const luaL_Reg meta[] = {
        {"__tostring", block_text},
        {"__eq",       block_eq  },
        {NULL,         NULL      },
    };
    static const dm_class cls = {DM_CLASS_BLOCK, "Block", methods, getters,
                                 meta,           NULL,    NULL,    false};

    dm_class_open(L, &cls);
}
