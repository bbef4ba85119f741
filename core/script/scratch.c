/* scratch.c - memory for work between calls that may raise.
**
** A raise is a longjmp, so nothing but the collector can be trusted to free
** what a function took.  The owner frees at once when all went well.
*/
#include "script/bind.h"

#define CLASS_ARENA "docmill.arena"
#define CLASS_BUF   "docmill.buf"

static void drop_arena(dm_owned *owner)
{
    dm_arena_fini(&((dm_larena *)owner)->arena);
}

static void drop_buf(dm_owned *owner)
{
    dm_buf_fini(&((dm_lbuf *)owner)->buf);
}

dm_larena *dm_push_arena(lua_State *L, size_t max)
{
    dm_larena *a = dm_owned_new(L, sizeof *a, CLASS_ARENA, 0, drop_arena);

    dm_arena_init(&a->arena, max);
    return a;
}

dm_lbuf *dm_push_buf(lua_State *L, size_t max)
{
    dm_lbuf *b = dm_owned_new(L, sizeof *b, CLASS_BUF, 0, drop_buf);

    dm_buf_init(&b->buf, max);
    return b;
}

void dm_open_scratch(lua_State *L)
{
    dm_owned_class(L, CLASS_ARENA);
    dm_owned_class(L, CLASS_BUF);
}
