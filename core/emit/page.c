/* page.c - documents between the halves of the template.
**
** In JSON a "<" stands in strings alone, so that the text which the writer of
** JSON made is copied with each one escaped.
*/
#include "emit/page.h"

#include "emit/json.h"

/* The template cut in two where data goes: see core/emit/page/embed.sh. */
#include "page.inc"

static void add_safely(dm_buf *out, dm_slice json)
{
    const char *at = json.ptr;
    const char *end = json.ptr + json.len;

    while (at < end) {
        const char *next = memchr(at, '<', (size_t)(end - at));

        if (next == NULL)
            next = end;
        dm_buf_add(out, at, (size_t)(next - at));
        if (next < end)
            dm_buf_str(out, "\\u003c");
        at = next + 1;
    }
}

void dm_viewer_add(dm_buf *out, const dm_value *document)
{
    dm_buf json;

    dm_buf_init(&json, out->max);
    dm_json_value(&json, document, 0);
    dm_buf_str(out, "<script type=\"application/json\" class=\"document\">\n");
    add_safely(out, dm_buf_view(&json));
    dm_buf_str(out, "\n</script>\n");
    out->failed |= json.failed;
    dm_buf_fini(&json);
}

void dm_viewer_one(dm_buf *out, const dm_value *document)
{
    dm_buf_str(out, dm_viewer_begin);
    dm_viewer_add(out, document);
    dm_buf_str(out, dm_viewer_end);
}

void dm_viewer_index(dm_buf *out, dm_slice json)
{
    dm_buf_str(out, dm_index_begin);
    dm_buf_str(out, "<script type=\"application/json\" id=\"corpus\">\n");
    add_safely(out, json);
    dm_buf_str(out, "\n</script>\n");
    dm_buf_str(out, dm_index_end);
}
