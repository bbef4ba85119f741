/* buf.c - doubling growth under a ceiling. */
#include "base/buf.h"

#include <stdio.h>

#include "base/mem.h"

#ifndef DM_BUF_FIRST
#define DM_BUF_FIRST 256 /* first allocation; tests shrink it */
#endif

void dm_buf_init(dm_buf *buf, size_t max)
{
    memset(buf, 0, sizeof *buf);
    buf->max = max;
}

void dm_buf_fini(dm_buf *buf)
{
    dm_mem_free(buf->ptr);
    buf->ptr = NULL;
    buf->len = buf->cap = 0;
}

void dm_buf_clear(dm_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

static bool grow(dm_buf *buf, size_t need)
{
    size_t cap = buf->cap != 0 ? buf->cap : DM_BUF_FIRST;
    char  *ptr;

    while (cap < need)
        cap *= 2;
    if (cap > buf->max)
        cap = buf->max;
    ptr = dm_mem_realloc(buf->ptr, cap);
    if (ptr == NULL)
        return false;
    buf->ptr = ptr;
    buf->cap = cap;
    return true;
}

char *dm_buf_reserve(dm_buf *buf, size_t n)
{
    if (buf->failed)
        return NULL;
    if (n > buf->max - buf->len ||
        (buf->len + n > buf->cap && !grow(buf, buf->len + n))) {
        buf->failed = true;
        return NULL;
    }
    return buf->ptr + buf->len;
}

void dm_buf_add(dm_buf *buf, const void *bytes, size_t n)
{
    char *to;

    if (n == 0)
        return;
    to = dm_buf_reserve(buf, n);
    if (to == NULL)
        return;
    memcpy(to, bytes, n);
    buf->len += n;
}

void dm_buf_slice(dm_buf *buf, dm_slice s)
{
    dm_buf_add(buf, s.ptr, s.len);
}

void dm_buf_str(dm_buf *buf, const char *s)
{
    dm_buf_add(buf, s, strlen(s));
}

void dm_buf_char(dm_buf *buf, char c)
{
    dm_buf_add(buf, &c, 1);
}

void dm_buf_printf(dm_buf *buf, const char *fmt, ...)
{
    char    small[256];
    char   *to;
    va_list ap;
    int     n;

    va_start(ap, fmt);
    n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    if ((size_t)n < sizeof small) {
        dm_buf_add(buf, small, (size_t)n);
        return;
    }
    to = dm_buf_reserve(buf, (size_t)n + 1);
    if (to == NULL)
        return;
    va_start(ap, fmt);
    vsnprintf(to, (size_t)n + 1, fmt, ap);
    va_end(ap);
    buf->len += (size_t)n;
}
