/* lines.c - count, allocate exactly, fill; then binary search. */
#include "text/lines.h"

static size_t count(dm_slice text)
{
    size_t      n = 1;
    const char *end = text.ptr + text.len;
    const char *p = text.ptr;

    while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        p++;
        n += p != end;
    }
    return n;
}

bool dm_lines_init(dm_lines *lines, dm_slice text, dm_arena *arena)
{
    size_t      n = count(text);
    uint32_t   *start;
    const char *p = text.ptr;

    if (text.len > UINT32_MAX)
        return false;
    start = dm_arena_alloc(arena, n * sizeof *start);
    if (start == NULL)
        return false;
    start[0] = 0;
    for (size_t i = 1; i < n; i++) {
        p = (const char *)memchr(p, '\n', text.len - (size_t)(p - text.ptr)) +
            1;
        start[i] = (uint32_t)(p - text.ptr);
    }
    lines->text = text;
    lines->start = start;
    lines->n = n;
    return true;
}

size_t dm_lines_at(const dm_lines *lines, size_t at)
{
    size_t lo = 0;
    size_t hi = lines->n;

    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (lines->start[mid] <= at)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

dm_range dm_lines_range(const dm_lines *lines, size_t i)
{
    dm_range out = {lines->start[i], lines->text.len};

    if (i + 1 < lines->n)
        out.to = lines->start[i + 1];
    if (out.to > out.from && lines->text.ptr[out.to - 1] == '\n')
        out.to--;
    return out;
}
