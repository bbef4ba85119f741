/* near_text.c - pieces of the text and of the pattern, for the words of a miss.
 */
#include "match/near_in.h"
#include "text/utf8.h"

enum { SHOWN_MAX = 30 };

size_t dm_near_next_char(const dm_near *n, size_t at, size_t end)
{
    dm_slice rest = dm_slice_sub(n->subject, at, n->subject.len);
    size_t   len = rest.len > 0 ? dm_utf8_len(rest.ptr[0]) : 0;

    if (len > rest.len)
        len = 1;
    if (!n->valid && dm_utf8_valid(dm_slice_sub(rest, 0, len)) < len)
        len = 1;
    return at + len <= end ? at + len : end;
}

/* Append up to `most` characters of the subject in `r`, stray bytes as U+FFFD;
** returns where it stopped. */
size_t dm_near_add_text(const dm_near *n, dm_range r, int most, dm_buf *out)
{
    size_t at = r.from;

    for (; most > 0 && at < r.to; most--) {
        size_t   end = dm_near_next_char(n, at, r.to);
        dm_slice one = dm_slice_sub(n->subject, at, end);

        if (dm_utf8_valid(one) == one.len)
            dm_buf_slice(out, one);
        else
            dm_buf_str(out, "\xEF\xBF\xBD");
        at = end;
    }
    return at;
}

/* Append it in quotes, on one line, a long text with its middle left out. */
void dm_near_quote(const dm_near *n, dm_range r, dm_buf *out)
{
    size_t start = out->len, end;

    dm_buf_char(out, '"');
    end = dm_near_add_text(n, r, SHOWN_MAX, out);
    dm_buf_str(out, end < r.to ? "…\"" : "\"");
    for (size_t i = start; !out->failed && i < out->len; i++)
        if (out->ptr[i] == '\n' || out->ptr[i] == '\r')
            out->ptr[i] = ' ';
}

dm_slice dm_near_take(dm_near *n, dm_buf *buf)
{
    dm_slice none = {NULL, 0};
    dm_slice out =
        buf->failed ? none : dm_arena_slice(&n->answer, dm_buf_view(buf));

    dm_buf_clear(buf);
    return out;
}

/* What of the pattern matched before item `i`: in each group around it what
** precedes in the same branch. */
void dm_near_say_done(const dm_items *items, int i, dm_buf *out)
{
    int parent = items->at[i].parent, first = i;

    while (dm_item_prev(items, first) != DM_NO_ITEM)
        first = dm_item_prev(items, first);
    if (parent != DM_NO_ITEM)
        dm_near_say_done(items, parent, out);
    if (first < i)
        dm_buf_slice(out,
                     dm_slice_sub(items->written, items->at[first].written.from,
                                  items->at[i].written.from));
}

bool dm_near_told(const dm_near_miss *out, dm_buf *buf)
{
    dm_buf_fini(buf);
    return out->what.ptr != NULL && out->why.ptr != NULL &&
           out->done.ptr != NULL && out->saw.ptr != NULL;
}
