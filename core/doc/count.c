/* count.c - lines and code points of a view, indexed when first asked. */
#include "doc/private.h"

const dm_lines *dm_view_lines(const dm_view *view)
{
    dm_view_cache *cache = view->cache;

    if (cache->lines.n == 0 &&
        !dm_lines_init(&cache->lines, view->text, cache->arena)) {
        cache->lines.n = 0;
        return NULL;
    }
    return &cache->lines;
}

/* Bytes that begin a character; the compiler makes vectors of this. */
static size_t leads(const char *p, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)p[i] & 0xC0) != 0x80;
    return count;
}

static uint32_t *make_marks(const dm_view *view)
{
    size_t    n = view->text.len / DM_MARK + 1;
    uint32_t *marks = dm_arena_alloc(view->cache->arena, n * sizeof *marks);

    if (marks == NULL)
        return NULL;
    marks[0] = 0;
    for (size_t i = 1; i < n; i++)
        marks[i] = marks[i - 1] +
                   (uint32_t)leads(view->text.ptr + (i - 1) * DM_MARK, DM_MARK);
    return marks;
}

size_t dm_view_codepoints(const dm_view *view, size_t at)
{
    dm_view_cache *cache = view->cache;
    size_t         page;

    if (at > view->text.len)
        at = view->text.len;
    if (view->parent == NULL)
        return at;
    page = at / DM_MARK;
    if (page == 0)
        return leads(view->text.ptr, at);
    if (cache->marks == NULL)
        cache->marks = make_marks(view);
    if (cache->marks == NULL)
        return leads(view->text.ptr, at);
    return cache->marks[page] +
           leads(view->text.ptr + page * DM_MARK, at - page * DM_MARK);
}
