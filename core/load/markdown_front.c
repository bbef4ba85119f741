/* markdown_front.c - the lines between "---" that a Markdown file begins with.
**
** They are YAML, which we do not read: lines of the form "key: value" become
** metadata, whatever is nested or quoted over lines is passed over.
*/
#include <ctype.h>

#include "base/ascii.h"
#include "load/read_markdown.h"

enum { LONGEST = 65536 }; /* front matter that is longer is none */

/* The line that begins at `*at`, which moves behind it. */
static dm_slice next_line(dm_slice s, size_t *at)
{
    const char *lf = memchr(s.ptr + *at, '\n', s.len - *at);
    size_t      end = lf != NULL ? (size_t)(lf - s.ptr) : s.len;
    dm_slice    line = dm_slice_sub(s, *at, end);

    *at = end + (lf != NULL);
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* "key:" at the beginning of a line; the key's length, or 0. */
static size_t key_length(dm_slice line)
{
    size_t n = 0;

    while (n < line.len && n < 64 &&
           ((line.ptr[n] & 0x80) != 0 || line.ptr[n] == '_' ||
            line.ptr[n] == '-' || (line.ptr[n] | 0x20) == ' ' ||
            isalnum((unsigned char)line.ptr[n])))
        n++;
    if (n == 0 || n >= line.len || line.ptr[n] != ':' || line.ptr[0] == ' ' ||
        line.ptr[0] == '-')
        return 0;
    return n + 1 == line.len || line.ptr[n + 1] == ' ' ||
                   line.ptr[n + 1] == '\t'
               ? n
               : 0;
}

static bool is_fence(dm_slice line, const char *mark)
{
    return dm_slice_starts(line, dm_slice_str(mark)) &&
           dm_ascii_trim(dm_slice_sub(line, 3, line.len)).len == 0;
}

size_t dm_md_front(dm_slice s)
{
    size_t at = 0;
    size_t keys = 0;

    if (s.len > LONGEST)
        s.len = LONGEST;
    if (!is_fence(next_line(s, &at), "---"))
        return 0;
    while (at < s.len) {
        dm_slice line = next_line(s, &at);

        if (is_fence(line, "---") || is_fence(line, "..."))
            return keys > 0 ? at : 0;
        if (keys == 0 && dm_ascii_trim(line).len > 0 && line.ptr[0] != '#' &&
            key_length(line) == 0)
            return 0;
        keys += key_length(line) > 0;
    }
    return 0;
}

/* The value of a flat line, without its quotes; empty for what is nested. */
static dm_slice flat(dm_slice value)
{
    value = dm_ascii_trim(value);
    if (value.len >= 2 && (value.ptr[0] == '"' || value.ptr[0] == '\'')) {
        if (value.ptr[value.len - 1] != value.ptr[0])
            return DM_S("");
        return dm_slice_sub(value, 1, value.len - 1);
    }
    if (value.len > 0 && dm_md_among(value.ptr[0], "[{|>&*!#%@`"))
        return DM_S("");
    return value;
}

static bool set_lang(dm_doc *doc, dm_slice value, dm_err *err)
{
    dm_slice copy = dm_arena_slice(&doc->arena, value);

    if (copy.ptr == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the metadata");
    doc->lang = copy;
    return true;
}

bool dm_md_front_meta(dm_doc *doc, dm_slice s, dm_err *err)
{
    size_t at = 0;
    dm_err why = {.code = DM_OK};

    for (next_line(s, &at); at < s.len;) {
        dm_slice line = next_line(s, &at);
        size_t   n = key_length(line);
        dm_slice key = dm_slice_sub(line, 0, n);
        dm_slice value = flat(dm_slice_sub(line, n + (n > 0), line.len));

        if (n == 0 || value.len == 0)
            continue;
        if (!dm_doc_add_meta(doc, dm_ascii_trim(key), value, &why)) {
            if (why.code == DM_E_TRUNCATED)
                return true;
            if (err != NULL)
                *err = why;
            return false;
        }
        if (dm_slice_eq(key, DM_S("lang")) && doc->lang.len == 0 &&
            !set_lang(doc, value, err))
            return false;
    }
    return true;
}
