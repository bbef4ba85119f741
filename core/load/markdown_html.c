/* markdown_html.c - HTML that stands between the paragraphs of Markdown.
**
** Its tags are markup, what they hold is text: folded like a page's, with the
** line breaks that a browser would make.  Scripts, styles and comments are no
** text.  The block's lines come one by one (what a quote puts before each of
** them is not of the block); its pieces are found in the source as a whole.
*/
#include <strings.h>

#include "load/html_tag.h"
#include "load/markup.h"
#include "load/read_markdown.h"

/* Text with its character references. */
static void write_text(dm_md *m, dm_range r)
{
    while (r.from < r.to) {
        dm_slice    s = dm_slice_sub(m->src, r.from, r.to);
        const char *amp = memchr(s.ptr, '&', s.len);
        size_t      n = amp != NULL ? (size_t)(amp - s.ptr) : s.len;
        char        text[4];
        size_t      len = 0;

        if (n == 0) {
            n = dm_md_reference(s, text, &len);
            if (n > 0)
                dm_flow_put(&m->flow, (dm_range){r.from, r.from + n},
                            (dm_slice){text, len});
            else
                n = 1;
        }
        if (len == 0)
            dm_flow_text(&m->flow, (dm_range){r.from, r.from + n});
        r.from += n;
    }
}

/* What of `r` lies in the block's lines, from the `*k`-th on. */
static void write_lines(dm_md *m, dm_range r, size_t *k)
{
    const dm_range *lines = (const dm_range *)(const void *)m->chunks.ptr;
    size_t          n = m->chunks.len / sizeof(dm_range);

    for (; *k < n && lines[*k].from < r.to; (*k)++) {
        dm_range part = lines[*k];
        dm_range end = dm_md_line_end(m, part.to);

        part.from = part.from > r.from ? part.from : r.from;
        if (part.to > r.to || end.from >= r.to) {
            part.to = part.to < r.to ? part.to : r.to;
            if (part.from < part.to)
                write_text(m, part);
            return;
        }
        if (part.from < part.to)
            write_text(m, part);
        if (end.from >= r.from)
            dm_flow_text(&m->flow, (dm_range){end.from, end.to});
    }
}

/* Where the content of `name`, which is no text, ends. */
static size_t skip_content(dm_slice s, size_t at, dm_slice name)
{
    for (; at + 2 + name.len <= s.len; at++)
        if (s.ptr[at] == '<' && s.ptr[at + 1] == '/' &&
            strncasecmp(s.ptr + at + 2, name.ptr, name.len) == 0)
            return at;
    return s.len;
}

/* What the tag does to the page; the source it takes ends at the result. */
static size_t tag(dm_md *m, dm_slice s, const dm_piece *p)
{
    char    name[16] = "";
    dm_role role;

    for (size_t i = 0; i < p->name.len && i + 1 < sizeof name; i++)
        name[i] = (char)(p->name.ptr[i] >= 'A' && p->name.ptr[i] <= 'Z'
                             ? p->name.ptr[i] | 0x20
                             : p->name.ptr[i]);
    role = dm_tag_find(name)->role;
    if (p->kind == DM_PIECE_OPEN &&
        (role == DM_ROLE_SKIP || role == DM_ROLE_TITLE ||
         role == DM_ROLE_RUBY_TEXT || role == DM_ROLE_RUBY_PAREN))
        return skip_content(s, p->at.to, p->name);
    if (role == DM_ROLE_LINE)
        dm_flow_line(&m->flow, p->at);
    else if (role == DM_ROLE_CELL)
        m->flow.space = (dm_range){p->at.from, p->at.from + 1};
    else if (role != DM_ROLE_INLINE && role != DM_ROLE_LINK &&
             role < DM_ROLE_RUBY) {
        dm_flow_end_para(&m->flow);
        dm_flow_break(&m->flow);
    }
    return p->at.to;
}

void dm_md_html(dm_md *m)
{
    const dm_range *lines = (const dm_range *)(const void *)m->chunks.ptr;
    size_t          n = m->chunks.len / sizeof(dm_range);
    dm_slice        s;
    dm_piece        p;
    size_t          at;
    size_t          k = 0;

    if (n == 0 || m->chunks.failed) {
        m->failed = m->failed || m->chunks.failed;
        return;
    }
    at = lines[0].from;
    s = dm_slice_sub(m->src, 0, lines[n - 1].to);
    m->flow.pre = false;
    m->flow.loose = true;
    for (size_t next = at; dm_piece_next(s, &next, &p);) {
        write_lines(m, (dm_range){at, p.at.from}, &k);
        at = p.at.to;
        if (p.kind == DM_PIECE_BROKEN)
            at = s.len;
        else if (p.kind != DM_PIECE_OTHER)
            at = tag(m, s, &p);
        next = at;
    }
    if (at < s.len)
        write_lines(m, (dm_range){at, s.len}, &k);
    dm_flow_end_para(&m->flow);
    m->flow.pre = true;
    m->flow.loose = false;
    m->pos = s.len > m->pos ? s.len : m->pos;
    dm_buf_clear(&m->chunks);
}
