/* docx_markup.c - how new text is written into a Word document.
**
** Text stands in <w:t> alone.  A line break or a tab ends that element, stands
** by itself in the run, and begins another.  Blanks at the ends of a <w:t>
** count only where it says xml:space="preserve".
*/
#include "base/ascii.h"
#include "load/docx.h"
#include "load/markup.h"

#define PRESERVE " xml:space=\"preserve\""

typedef struct around {
    dm_slice prefix;  /* of Word's names, with its colon */
    bool     in_text; /* in a <w:t> … */
    dm_range tag;     /* … that begins here */
} around;

static dm_slice prefix_of(dm_slice name)
{
    const char *colon = memchr(name.ptr, ':', name.len);

    return colon != NULL ? dm_slice_sub(name, 0, (size_t)(colon - name.ptr) + 1)
                         : DM_S("");
}

static bool is_text(dm_slice name)
{
    dm_slice prefix = prefix_of(name);

    return name.len == prefix.len + 1 && name.ptr[prefix.len] == 't';
}

/* What stands around byte `at`: the tag before it tells. */
static around look_around(dm_slice source, size_t at)
{
    around a = {
        .prefix = {"w:", 2}
    };
    const char *lt = memrchr(source.ptr, '<', at);
    size_t      pos = lt != NULL ? (size_t)(lt - source.ptr) : 0;
    dm_piece    p;

    if (lt == NULL || !dm_piece_next(source, &pos, &p) || p.name.len == 0)
        return a;
    a.prefix = prefix_of(p.name);
    a.tag = p.at;
    a.in_text = p.kind == DM_PIECE_OPEN && p.at.to <= at && is_text(p.name);
    return a;
}

static void add_name(dm_buf *out, const char *open, dm_slice prefix,
                     const char *rest)
{
    dm_buf_str(out, open);
    dm_buf_slice(out, prefix);
    dm_buf_str(out, rest);
}

/* A character that is no text: out of the <w:t>, and into another. */
static void add_break(dm_buf *out, dm_slice prefix, char c)
{
    add_name(out, "</", prefix, "t>");
    add_name(out, "<", prefix, c == '\t' ? "tab/>" : "br/>");
    add_name(out, "<", prefix, "t" PRESERVE ">");
}

static void escape(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    around a = look_around(source, at);
    size_t from = 0;

    if (text.len == 0)
        return;
    if (!a.in_text)
        add_name(out, "<", a.prefix, "t" PRESERVE ">");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\n' && text.ptr[i] != '\t' && text.ptr[i] != '\r')
            continue;
        dm_escape(out, dm_slice_sub(text, from, i));
        from = i + 1;
        if (text.ptr[i] != '\r' || from == text.len || text.ptr[from] != '\n')
            add_break(out, a.prefix, text.ptr[i]);
    }
    dm_escape(out, dm_slice_sub(text, from, text.len));
    if (!a.in_text)
        add_name(out, "</", a.prefix, "t>");
}

/* Would blanks stand at an end of a <w:t>?  What a deletion leaves at its
** edges may be at an end once other edits are done. */
static bool blank_edges(dm_slice source, dm_range at, dm_slice text)
{
    if (text.len == 0)
        return dm_ascii_space(source.ptr[at.from - 1]) ||
               (at.to < source.len && dm_ascii_space(source.ptr[at.to]));
    for (size_t i = 1; i < text.len; i++)
        if ((text.ptr[i] == '\n' || text.ptr[i] == '\t') &&
            dm_ascii_space(text.ptr[i - 1]))
            return true;
    return dm_ascii_space(text.ptr[0]) ||
           dm_ascii_space(text.ptr[text.len - 1]);
}

static bool besides(dm_slice source, dm_range at, dm_slice text, dm_range *more,
                    dm_slice *with)
{
    around   a = look_around(source, at.from);
    dm_slice tag = dm_slice_sub(source, a.tag.from, a.tag.to);

    if (!a.in_text || !blank_edges(source, at, text) ||
        memmem(tag.ptr, tag.len, "xml:space", 9) != NULL)
        return false;
    *more = (dm_range){a.tag.to - 1, a.tag.to - 1};
    *with = DM_S(PRESERVE);
    return true;
}

const dm_markup dm_docx_markup = {
    .name = "docx",
    .escape = escape,
    .refer = dm_refer,
    .check = dm_package_sound,
    .besides = besides,
};
