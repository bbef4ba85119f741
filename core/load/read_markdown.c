/* read_markdown.c - Markdown through md4c: CommonMark with the tables, task
** lists, strike-through and bare links of GitHub.
**
** md4c works in memory and calls us for each block, span and piece of text.
** It has no limits of its own: how deep containers nest is looked at before it
** runs, its reports are counted while it does.  The view "text" has no markup;
** numbers of items are text, bullets are not, the alternative texts of images
** are.
*/
#include "load/read_markdown.h"

#include <limits.h>

#include "base/mem.h"
#include "load/markup_markdown.h"
#include "load/readers.h"

/* How many quotes and lists begin on the line at `*at`, which moves behind. */
static size_t marks_of_line(dm_slice s, size_t *at)
{
    size_t n = 0;
    size_t i = *at;

    for (; i < s.len; i++) {
        char c = s.ptr[i];
        bool blank = i + 1 >= s.len || s.ptr[i + 1] == ' ' ||
                     s.ptr[i + 1] == '\t' || s.ptr[i + 1] == '\n';

        if (c == '>' || (blank && dm_md_among(c, "-+*.)")))
            n++;
        else if (c != ' ' && c != '\t' && !(c >= '0' && c <= '9'))
            break;
    }
    if (i < s.len && s.ptr[i] != '\n') {
        const char *lf = memchr(s.ptr + i, '\n', s.len - i);

        i = lf != NULL ? (size_t)(lf - s.ptr) : s.len;
    } else if (memchr(s.ptr + *at, '>', i - *at) == NULL)
        n = 0; /* - - - is a rule */
    *at = i + 1;
    return n;
}

static bool is_shallow(const dm_doc *doc, dm_slice s, dm_err *err)
{
    for (size_t at = 0; at < s.len;)
        if (marks_of_line(s, &at) > doc->limits.max_depth)
            return dm_fail(err, DM_E_DEPTH, "markup nests deeper than %zu",
                           doc->limits.max_depth);
    return true;
}

static bool out_of_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory to read the Markdown");
}

static bool parse(dm_md *m, dm_err *err)
{
    static const MD_PARSER parser = {
        .flags = MD_DIALECT_GITHUB,
        .enter_block = dm_md_enter,
        .leave_block = dm_md_leave,
        .enter_span = dm_md_enter_span,
        .leave_span = dm_md_leave_span,
        .text = dm_md_text,
    };
    dm_slice rest = {m->parsed + m->from, m->src.len - m->from};

    if (rest.len > INT_MAX)
        return dm_fail(err, DM_E_SIZE, "Markdown is limited to 2 GiB");
    if (!is_shallow(m->doc, rest, err))
        return false;
    if (md_parse(rest.ptr, (MD_SIZE)rest.len, &parser, m) == 0 && !m->failed)
        return true;
    if (m->err.code == DM_OK)
        return out_of_memory(err);
    if (err != NULL)
        *err = m->err;
    return false;
}

/* The text, moved into the document, becomes its view. */
static bool set_text(dm_md *m, dm_buf *out, dm_err *err)
{
    dm_doc  *doc = m->doc;
    dm_align map;
    dm_slice text;

    if (out->failed && out->len > out->max / 2)
        return dm_fail(err, DM_E_SIZE, "the text is longer than %zu bytes",
                       out->max);
    dm_align_replace(&m->flow.a, m->src.len - m->flow.a.at, DM_S(""));
    if (!dm_align_finish(&m->flow.a, &doc->arena, &map))
        return out_of_memory(err);
    text = dm_arena_slice(&doc->arena, dm_buf_view(out));
    if (text.ptr == NULL)
        return out_of_memory(err);
    return dm_doc_set_text(doc, text, map, "markdown", err);
}

static bool warn_strange(dm_md *m, dm_err *err)
{
    return m->strange == 0 ||
           dm_doc_warn(m->doc, err, "%zu %s of the text came from no place",
                       m->strange, m->strange == 1 ? "piece" : "pieces");
}

static bool read_all(dm_md *m, dm_buf *out, dm_err *err)
{
    size_t front = m->from;

    m->from += dm_md_front(dm_slice_sub(m->src, front, m->src.len));
    if (m->from > front &&
        !dm_md_front_meta(m->doc, dm_slice_sub(m->src, front, m->from), err))
        return false;
    m->pos = m->from;
    return parse(m, err) && set_text(m, out, err) &&
           dm_outline_finish(&m->flow.outline, m->doc, err) &&
           warn_strange(m, err);
}

/* "[^1]: text" is a footnote, which md4c does not know: if the text has no
** blanks it takes it for the address of a link called "^1", and the text is
** gone.  The next one at or behind `at`; the end when there is none. */
static size_t next_footnote(dm_slice s, size_t at)
{
    while (at < s.len) {
        const char *p = memmem(s.ptr + at, s.len - at, "[^", 2);
        const char *line = p;

        if (p == NULL)
            break;
        while (line > s.ptr && dm_md_among(line[-1], " \t>"))
            line--;
        if (line == s.ptr || line[-1] == '\n' || line[-1] == '\r')
            return (size_t)(p - s.ptr);
        at = (size_t)(p - s.ptr) + 2;
    }
    return s.len;
}

/* A copy in which footnotes are no links: a letter stands for their bracket.
** The writer takes its text from the source. */
static char *copy_source(dm_slice s)
{
    char *copy = dm_mem_alloc(s.len);

    if (copy == NULL)
        return NULL;
    memcpy(copy, s.ptr, s.len);
    for (size_t at = 0; (at = next_footnote(s, at)) < s.len; at++)
        copy[at] = 'x';
    return copy;
}

static bool read_parsed(dm_doc *doc, const char *parsed, dm_err *err)
{
    dm_slice src = doc->decoded.text;
    dm_md    m = {.doc = doc, .src = src, .parsed = parsed, .prefix = true};
    dm_buf   out;
    bool     ok;

    dm_buf_init(&out, doc->limits.max_text);
    dm_buf_init(&m.stack, SIZE_MAX / 2);
    dm_buf_init(&m.chunks, SIZE_MAX / 2);
    dm_flow_init(&m.flow, src, parsed, &out, doc->limits.max_blocks);
    m.flow.pre = true;
    if (dm_slice_starts(src, DM_S("\xEF\xBB\xBF")))
        m.from = 3;
    ok = read_all(&m, &out, err);
    dm_flow_fini(&m.flow);
    dm_buf_fini(&m.stack);
    dm_buf_fini(&m.chunks);
    dm_buf_fini(&out);
    return ok;
}

static bool read_markdown(dm_doc *doc, dm_err *err)
{
    dm_slice src = doc->decoded.text;
    char    *copy = NULL;
    bool     ok;

    dm_doc_set_markup(doc, &dm_markup_markdown);
    if (next_footnote(src, 0) < src.len) {
        copy = copy_source(src);
        if (copy == NULL)
            return out_of_memory(err);
    }
    ok = read_parsed(doc, copy != NULL ? copy : src.ptr, err);
    dm_mem_free(copy);
    return ok;
}

const dm_reader dm_reader_markdown = {
    .name = "markdown",
    .what = "Markdown as on GitHub; markup becomes blocks, links, metadata",
    .sniff = dm_sniff_markdown,
    .read = read_markdown,
};
