/* odt_markup.c - how new text is written into an OpenDocument text.
**
** White space is folded there as in HTML: a tab, a line break and every blank
** that would be folded away are elements.
*/
#include "load/markup.h"
#include "load/odt.h"

enum { HEAD = 1 << 16 }; /* namespaces are declared in the first bytes */

#define TEXT_SPACE "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

/* The prefix of the elements of text, nearly always "text". */
static dm_slice prefix_of(dm_slice source)
{
    dm_slice head =
        dm_slice_sub(source, 0, source.len < HEAD ? source.len : HEAD);
    const char *uri =
        memmem(head.ptr, head.len, TEXT_SPACE, sizeof TEXT_SPACE - 1);
    size_t end, from;

    if (uri == NULL || uri - head.ptr < 3)
        return DM_S("text");
    end = from = (size_t)(uri - head.ptr) - 2; /* before =" */
    while (from > 0 && head.ptr[from - 1] != ':' && head.ptr[from - 1] > ' ')
        from--;
    return end > from ? dm_slice_sub(head, from, end) : DM_S("text");
}

static void add(dm_buf *out, dm_slice prefix, const char *name)
{
    dm_buf_char(out, '<');
    dm_buf_slice(out, prefix);
    dm_buf_str(out, name);
}

/* The element for a blank at `i`, or NULL where it stays as it is. */
static const char *element(dm_slice text, size_t i)
{
    char c = text.ptr[i];

    if (c == '\t')
        return ":tab/>";
    if (c == '\n')
        return ":line-break/>";
    if (c == '\r')
        return i + 1 < text.len && text.ptr[i + 1] == '\n' ? ""
                                                           : ":line-break/>";
    if (c != ' ')
        return NULL;
    return i == 0 || i + 1 == text.len || text.ptr[i - 1] == ' ' ||
                   text.ptr[i - 1] == '\n' || text.ptr[i - 1] == '\t' ||
                   text.ptr[i + 1] == '\n' || text.ptr[i + 1] == '\t'
               ? ":s/>"
               : NULL;
}

static void escape(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    dm_slice prefix = prefix_of(source);
    size_t   from = 0;

    (void)at;
    for (size_t i = 0; i < text.len; i++) {
        const char *name = element(text, i);

        if (name == NULL)
            continue;
        dm_escape(out, dm_slice_sub(text, from, i));
        if (name[0] != '\0')
            add(out, prefix, name);
        from = i + 1;
    }
    dm_escape(out, dm_slice_sub(text, from, text.len));
}

static bool ends_in(dm_slice name, const char *local)
{
    size_t n = strlen(local);

    return name.len > n && name.ptr[name.len - n - 1] == ':' &&
           memcmp(name.ptr + name.len - n, local, n) == 0;
}

/* Paragraphs and what is around them cannot stand inside of marks. */
static int role(dm_slice name)
{
    static const char *const blocks[] = {"p",          "h",        "list",
                                         "list-item",  "section",  "table",
                                         "table-cell", "table-row"};

    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (ends_in(name, blocks[i]))
            return -1;
    return 1;
}

static bool whole(dm_slice stretch)
{
    return dm_pieces_balance(stretch, role);
}

const dm_markup dm_odt_markup = {
    .name = "odt",
    .escape = escape,
    .whole = whole,
    .folded = dm_pieces_folded,
    .refer = dm_refer,
    .check = dm_package_sound,
};
