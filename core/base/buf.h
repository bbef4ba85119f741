/* buf.h - bytes that grow, up to a ceiling.
**
** A buffer is born with a maximum and fails stickily: after an append that
** did not fit or found no memory, `failed` is set, later appends do nothing,
** and the caller asks once, at the end.  Appending to a failed buffer is
** safe, so writers need no check per call.
*/
#ifndef DM_BASE_BUF_H
#define DM_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

typedef struct dm_buf {
    char  *ptr; /* NULL while empty */
    size_t len, cap, max;
    bool   failed;
} dm_buf;

/* An empty buffer that may hold up to `max` bytes.  Takes no memory yet. */
void dm_buf_init(dm_buf *buf, size_t max);
void dm_buf_fini(dm_buf *buf);

/* Forget the content, keep the memory, forgive an earlier failure. */
void dm_buf_clear(dm_buf *buf);

/* Make room for `n` more bytes and return where they go, or NULL.  The
** caller writes them and adds to `len` itself. */
char *dm_buf_reserve(dm_buf *buf, size_t n);

void dm_buf_add(dm_buf *buf, const void *bytes, size_t n);
void dm_buf_slice(dm_buf *buf, dm_slice s);
void dm_buf_str(dm_buf *buf, const char *s);
void dm_buf_char(dm_buf *buf, char c);
void dm_buf_printf(dm_buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The bytes so far; valid until the next append. */
static inline dm_slice dm_buf_view(const dm_buf *buf)
{
    dm_slice out = {buf->ptr != NULL ? buf->ptr : "", buf->len};
    return out;
}

#endif
