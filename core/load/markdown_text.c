/* markdown_text.c - the pieces of text that md4c reports, and spans.
**
** White space inside of a paragraph stays as it is.  A line break that the
** author did not mean becomes a blank, and between two characters of Chinese
** or Japanese nothing, as in CSS: they have no blanks between words.
*/
#include "load/html_tag.h"
#include "load/read_markdown.h"

#include "text/charref.h"
#include "text/utf8.h"

enum { MOST_ADDRESSES = 64 << 20 };

dm_range dm_md_line_end(const dm_md *m, size_t from)
{
    size_t at = from;

    while (at < m->src.len && m->src.ptr[at] != '\n' && m->src.ptr[at] != '\r')
        at++;
    if (at + 1 < m->src.len && m->src.ptr[at] == '\r' &&
        m->src.ptr[at + 1] == '\n')
        return (dm_range){at, at + 2};
    return (dm_range){at, at < m->src.len ? at + 1 : at};
}

/* Is it written without blanks between words?  Korean is not. */
static bool is_dense(uint32_t cp)
{
    return (cp >= 0x2E80 && cp <= 0x312F) || (cp >= 0x3190 && cp <= 0xA4CF) ||
           (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFE30 && cp <= 0xFE4F) ||
           (cp >= 0xFF00 && cp <= 0xFF9F) || (cp >= 0x20000 && cp <= 0x3FFFD);
}

/* The blanks that the line at `at` is indented by: source where it has them,
** else (tabs, which reach into the block's own indentation) a cluster. */
static void put_indent(dm_md *m, size_t at)
{
    static const char blanks[] = "                                ";
    size_t            n = m->indent;
    size_t            from = at;

    m->indent = 0;
    while (from > m->pos && at - from < n && m->src.ptr[from - 1] == ' ')
        from--;
    if (at - from == n) {
        dm_flow_text(&m->flow, (dm_range){from, at});
        return;
    }
    while (from > m->pos &&
           (m->src.ptr[from - 1] == ' ' || m->src.ptr[from - 1] == '\t'))
        from--;
    for (; n > 0; from = at) {
        size_t take = n < sizeof blanks - 1 ? n : sizeof blanks - 1;

        dm_flow_put(&m->flow, (dm_range){from, at}, (dm_slice){blanks, take});
        n -= take;
    }
}

/* The line end that waits; the source up to it is accounted for. */
static dm_range take_line_end(dm_md *m)
{
    dm_range end = dm_md_line_end(m, m->pos);

    m->pos = end.to;
    return end;
}

/* What was made up before the text at `at`, which begins with `cp`. */
static void settle(dm_md *m, size_t at, uint32_t cp)
{
    if (m->line) {
        m->line = false;
        dm_flow_line(&m->flow, take_line_end(m));
    }
    if (m->soft.to > m->soft.from) {
        if (!is_dense(cp) || !is_dense(m->last))
            dm_flow_put(&m->flow, m->soft, DM_S(" "));
        m->soft = (dm_range){0, 0};
    }
    if (m->indent > 0)
        put_indent(m, at);
}

static uint32_t last_of(dm_slice s)
{
    size_t at = s.len - 1;
    size_t len;

    while (at > 0 && dm_utf8_inside(s.ptr[at]))
        at--;
    return dm_utf8_decode(s.ptr + at, &len);
}

static void wrote(dm_md *m, dm_range r, dm_slice text)
{
    m->last = last_of(text);
    m->pos = r.to;
    m->prefix = m->fresh = false;
}

/* Does a backslash before `at` make it a sign without meaning?  All other
** backslashes are text, and accounted for. */
static bool is_escaped(const dm_md *m, size_t at)
{
    return at > m->pos && m->src.ptr[at - 1] == '\\';
}

static void keep(dm_md *m, dm_range r)
{
    dm_slice s = dm_slice_sub(m->src, r.from, r.to);
    bool     escaped = s.len > 0 && is_escaped(m, r.from);
    size_t   len;

    if (s.len == 0)
        return;
    settle(m, r.from - escaped, dm_utf8_decode(s.ptr, &len));
    if (escaped) /* both are one: an edit of the sign takes the backslash too */
        dm_flow_put(&m->flow, (dm_range){r.from - 1, r.from + 1},
                    dm_slice_sub(s, 0, 1));
    dm_flow_text(&m->flow, (dm_range){r.from + escaped, r.to});
    wrote(m, r, s);
}

static void put(dm_md *m, dm_range r, dm_slice text)
{
    size_t len;

    if (text.len > 0) {
        settle(m, r.from, dm_utf8_decode(text.ptr, &len));
        dm_flow_put(&m->flow, r, text);
        wrote(m, r, text);
    }
}

static size_t encode(uint32_t cp, char *out)
{
    if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        cp = 0xFFFD;
    return dm_utf8_encode(cp, out);
}

size_t dm_md_reference(dm_slice s, char *out, size_t *n)
{
    dm_slice rest = dm_slice_sub(s, s.len > 0, s.len);
    size_t   word;
    uint32_t cp = 0;

    if (s.len < 3 || s.ptr[0] != '&')
        return 0;
    word = dm_charref_number(rest, &cp);
    if (word == 0) {
        word = dm_charref_word(rest);
        cp = dm_charref_named(dm_slice_sub(rest, 0, word));
        if (cp == 0)
            return 0;
    }
    if (word >= rest.len || rest.ptr[word] != ';')
        return 0;
    *n = encode(cp, out);
    return word + 2;
}

static void put_entity(dm_md *m, dm_range r)
{
    char   text[4];
    size_t n = 0;

    if (dm_md_reference(dm_slice_sub(m->src, r.from, r.to), text, &n) > 0)
        put(m, r, (dm_slice){text, n});
    else
        keep(m, r); /* a name nobody knows */
}

/* The name of the tag `s`, in small letters; true when it is an end tag. */
static bool tag_name(dm_slice s, char name[DM_MD_HIDDEN])
{
    bool   end = s.len > 1 && s.ptr[1] == '/';
    size_t at = end ? 2 : 1;
    size_t n = 0;

    for (; at < s.len && n + 1 < DM_MD_HIDDEN; at++) {
        char c = s.ptr[at];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            break;
        name[n++] = c;
    }
    name[n] = '\0';
    return end;
}

/* Markup within a line.  <br> breaks it, and what stands between <rt> and
** </rt> is a reading, no text. */
static void inline_html(dm_md *m, dm_range r)
{
    char    name[DM_MD_HIDDEN] = "";
    bool    end = tag_name(dm_slice_sub(m->src, r.from, r.to), name);
    dm_role role = dm_tag_find(name)->role;

    if (m->hidden[0] != '\0') {
        if (end && strcmp(name, m->hidden) == 0)
            m->hidden[0] = '\0';
    } else if (role == DM_ROLE_LINE && m->src.ptr[r.from] == '<') {
        settle(m, r.from, ' ');
        dm_flow_line(&m->flow, r);
        m->last = '\n';
    } else if (!end && (role == DM_ROLE_SKIP || role == DM_ROLE_RUBY_TEXT ||
                        role == DM_ROLE_RUBY_PAREN))
        memcpy(m->hidden, name, sizeof m->hidden);
    m->pos = r.to;
    m->prefix = false;
}

/* Code in a cell: a backslash keeps | from ending the cell, and is no text. */
static void cell_code(dm_md *m, dm_range r)
{
    for (size_t i = r.from; i + 1 < r.to; i++) {
        if (m->src.ptr[i] != '\\' || m->src.ptr[i + 1] != '|')
            continue;
        keep(m, (dm_range){r.from, i});
        put(m, (dm_range){i, i + 2}, DM_S("|"));
        r.from = i + 2;
        i++;
    }
    keep(m, r);
}

/* A piece of the source. */
static void source_text(dm_md *m, MD_TEXTTYPE type, dm_range r)
{
    const dm_md_open *top = dm_md_top(m);

    if (type == MD_TEXT_HTML && top != NULL && top->type == MD_BLOCK_HTML) {
        dm_buf_add(&m->chunks, &r, sizeof r);
        m->pos = r.to;
        m->prefix = false;
    } else if (type == MD_TEXT_HTML)
        inline_html(m, r);
    else if (m->hidden[0] != '\0')
        m->pos = r.to;
    else if (type == MD_TEXT_ENTITY)
        put_entity(m, r);
    else if (type == MD_TEXT_CODE && top != NULL &&
             (top->type == MD_BLOCK_TD || top->type == MD_BLOCK_TH))
        cell_code(m, r);
    else
        keep(m, r);
}

/* A line break, or the indentation of a line of code. */
static void made_up(dm_md *m, MD_TEXTTYPE type, dm_slice text)
{
    const dm_md_open *top = dm_md_top(m);
    bool              code = top != NULL && top->type == MD_BLOCK_CODE;

    if (type == MD_TEXT_HTML)
        return;
    if (type == MD_TEXT_SOFTBR) {
        m->soft = take_line_end(m);
    } else if (type == MD_TEXT_BR) {
        size_t from = m->pos;

        dm_flow_line(&m->flow, (dm_range){from, take_line_end(m).to});
        m->last = '\n';
    } else if (code && text.ptr[0] == ' ') {
        m->indent += text.len;
    } else if (code) {
        if (m->line || m->indent > 0)
            settle(m, dm_md_line_end(m, m->pos).from, 0);
        m->line = true;
    } else if (text.ptr[0] == ' ') { /* a line break in a code span */
        put(m, dm_md_line_end(m, m->pos), DM_S(" "));
    } else {
        m->strange++;
        put(m, (dm_range){m->pos, m->pos}, text);
    }
}

static void nul(dm_md *m)
{
    const char *at = memchr(m->src.ptr + m->pos, '\0', m->src.len - m->pos);
    size_t      from = at != NULL ? (size_t)(at - m->src.ptr) : m->pos;

    put(m, (dm_range){from, from + (at != NULL)}, DM_S("\xEF\xBF\xBD"));
}

int dm_md_text(MD_TEXTTYPE type, const char *text, MD_SIZE size, void *user)
{
    dm_md *m = user;

    if (size == 0 || m->failed)
        return m->failed;
    if (type == MD_TEXT_NULLCHAR)
        nul(m);
    else if (text >= m->parsed && text < m->parsed + m->src.len) {
        size_t from = (size_t)(text - m->parsed);

        source_text(m, type, (dm_range){from, from + size});
    } else
        made_up(m, type, (dm_slice){text, size});
    return m->failed;
}

/* An attribute with its references read, in the document's arena. */
static dm_slice attribute(dm_md *m, const MD_ATTRIBUTE *a)
{
    dm_buf   buf;
    dm_slice out;

    dm_buf_init(&buf, (size_t)a->size * 2 + 16);
    for (size_t i = 0; a->size > 0 && a->substr_offsets[i] < a->size; i++) {
        dm_slice s = {a->text + a->substr_offsets[i],
                      a->substr_offsets[i + 1] - a->substr_offsets[i]};
        char     text[4];
        size_t   n = 0;

        if (a->substr_types[i] == MD_TEXT_ENTITY &&
            dm_md_reference(s, text, &n) > 0)
            s = (dm_slice){text, n};
        dm_buf_slice(&buf, s);
    }
    out = dm_arena_slice(&m->doc->arena, dm_buf_view(&buf));
    if (out.ptr == NULL || buf.failed) {
        dm_fail(&m->err, DM_E_MEMORY, "no memory for the document's links");
        dm_md_stop(m);
        out = DM_S("");
    }
    dm_buf_fini(&buf);
    return out;
}

int dm_md_enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    dm_md                  *m = user;
    const MD_SPAN_A_DETAIL *a = detail;

    if (type != MD_SPAN_A || m->failed)
        return m->failed;
    m->addresses += a->href.size + a->title.size;
    if (m->addresses > MOST_ADDRESSES + m->src.len) {
        dm_fail(&m->err, DM_E_SIZE,
                "the addresses of its links are longer than %zu bytes in all",
                MOST_ADDRESSES + m->src.len);
        dm_md_stop(m);
        return 1;
    }
    m->href = attribute(m, &a->href);
    dm_flow_arm(&m->flow, DM_MARK_LINK);
    return m->failed;
}

int dm_md_leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    dm_md   *m = user;
    dm_err   why = {.code = DM_OK};
    dm_range range;

    (void)detail;
    if (type != MD_SPAN_A || m->failed)
        return m->failed;
    range = dm_flow_take(&m->flow, DM_MARK_LINK);
    if (range.to == range.from || m->href.len == 0 ||
        dm_doc_add_link(m->doc, range, m->href, &why) ||
        why.code == DM_E_TRUNCATED)
        return 0;
    m->err = why;
    dm_md_stop(m);
    return 1;
}
