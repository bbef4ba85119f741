/* read_html.c - HTML through libxml2's SAX interface, with source offsets.
**
** libxml2 is given the whole text in memory and calls us for each event; the
** input up to where it then stands is what the event was made of.  That it
** stands there is not trusted: the text of each event is compared with the
** source, and found where the bytes agree.  A character reference becomes an
** edit of its own.  Text that agrees with nothing becomes one cluster over
** everything since the last event, so no map is ever wrong.
**
** No tree is built, nothing external is loaded, the parser's own limits are
** off and ours are in read_html.h.
*/
#include "load/read_html.h"

#include <libxml/HTMLparser.h>
#include <limits.h>
#include <strings.h>

#include "base/mem.h"
#include "load/html_guard.h"
#include "load/html_ref.h"
#include "load/markup.h"
#include "load/readers.h"
#include "text/utf8.h"

typedef struct sax {
    htmlParserCtxtPtr ctxt;
    dm_page          *page;
    dm_slice          src;   /* the parser's copy, up to the page's end */
    size_t            begin; /* of the page: a book has many in one text */
    size_t            pos;   /* the source before it is accounted for */
    dm_range          after; /* name of an open reference to be passed over */
} sax;

/* Where the parser stands. */
static size_t here(const sax *s)
{
    long at = xmlByteConsumed(s->ctxt);

    if (at < 0)
        return s->pos;
    return (size_t)at < s->src.len - s->begin ? s->begin + (size_t)at
                                              : s->src.len;
}

static void stop_if_failed(sax *s)
{
    if (s->page->failed)
        xmlStopParser(s->ctxt);
}

/* Where the tag `name` opens between `from` and `to`; `to` when nowhere. */
static size_t find_tag(const sax *s, const char *name, size_t from, size_t to)
{
    size_t len = strlen(name);

    for (; from + len < to; from++)
        if (s->src.ptr[from] == '<' &&
            strncasecmp(s->src.ptr + from + 1, name, len) == 0)
            return from;
    return to;
}

/* A start event comes right before the tag's > or />; an implied one comes
** anywhere, and then nothing is accounted for. */
static dm_range tag_range(sax *s, const char *name)
{
    size_t      at = here(s);
    dm_range    none = {s->pos, s->pos};
    const char *p = s->src.ptr;
    size_t      from = find_tag(s, name, s->pos, at);

    if (from >= at)
        return none;
    if (at < s->src.len && p[at] == '>')
        at += 1;
    else if (at + 1 < s->src.len && p[at] == '/' && p[at + 1] == '>')
        at += 2;
    s->pos = at;
    return (dm_range){from, at};
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attrs)
{
    sax     *s = user;
    dm_range tag = tag_range(s, (const char *)name);

    s->after = (dm_range){0, 0};
    if (s->page->failed)
        return;
    dm_page_open(s->page, (const char *)name, attrs, tag);
    stop_if_failed(s);
}

static void on_end(void *user, const xmlChar *name)
{
    sax   *s = user;
    size_t at = here(s);

    if (at > s->pos && s->src.ptr[s->pos] == '<' && s->src.ptr[at - 1] == '>')
        s->pos = at;
    if (s->page->failed)
        return;
    dm_page_close(s->page, (const char *)name);
    stop_if_failed(s);
}

/* Find the bytes of `said` in the source, not before `from`: they end where
** the parser stands, or it has not yet passed the last character. */
static bool locate(const sax *s, size_t from, dm_slice said, dm_range *found)
{
    size_t end = here(s);
    size_t last = said.len;

    while (last > 0 && dm_utf8_inside(said.ptr[--last]))
        ;
    for (int i = 0; i < 2; i++, end += said.len - last) {
        if (end > s->src.len || end < said.len || end - said.len < from)
            continue;
        if (memcmp(s->src.ptr + end - said.len, said.ptr, said.len) != 0)
            continue;
        *found = (dm_range){end - said.len, end};
        return true;
    }
    return false;
}

/* The parser reports "&" and then the name of a reference it does not take:
** the length of what was written already. */
static size_t name_again(sax *s, dm_slice said)
{
    dm_range r = s->after;
    dm_slice name = dm_slice_sub(s->src, r.from, r.to);

    s->after = (dm_range){0, 0};
    return dm_slice_starts(said, name) ? name.len : 0;
}

static void write_source(sax *s, dm_range r)
{
    s->pos = r.to;
    if (s->page->fresh && r.from < r.to && s->src.ptr[r.from] == '\r')
        r.from++;
    if (s->page->fresh && r.from < r.to && s->src.ptr[r.from] == '\n')
        r.from++;
    s->page->fresh = false;
    dm_flow_text(&s->page->flow, r);
}

static void write_ref(sax *s, const dm_ref *ref)
{
    dm_slice text = {ref->text, ref->len};

    s->pos = ref->range.to;
    if (ref->kind == DM_REF_OPEN)
        s->after = (dm_range){ref->range.from + 1, ref->range.to};
    dm_flow_put(&s->page->flow, ref->range, text);
}

/* The reference that `said` comes from.  One that the guard has changed was
** to no character. */
static dm_ref find_ref(const sax *s, dm_slice said)
{
    dm_ref ref = dm_ref_find(dm_slice_sub(s->src, 0, here(s)), s->pos, said);
    size_t n = ref.range.to - ref.range.from;

    if (ref.kind == DM_REF_WHOLE &&
        memcmp(s->src.ptr + ref.range.from,
               s->page->flow.src.ptr + ref.range.from, n) != 0)
        ref.len = dm_utf8_encode(0xFFFD, ref.text);
    return ref;
}

static void write_page(sax *s, dm_slice said)
{
    size_t   at = here(s);
    dm_ref   ref;
    dm_range found;

    said = dm_slice_sub(said, name_again(s, said), said.len);
    if (said.len == 0)
        return;
    ref = find_ref(s, said);
    if (ref.kind == DM_REF_BARE)
        write_source(s, ref.range);
    else if (ref.kind != DM_REF_NONE)
        write_ref(s, &ref);
    else if (locate(s, s->pos, said, &found) ||
             locate(s, s->page->flow.a.at, said, &found))
        write_source(s, found);
    else {
        found = (dm_range){s->pos, at > s->pos ? at : s->pos};
        s->pos = found.to;
        dm_flow_put(&s->page->flow, found, said);
    }
}

/* Of titles the guard's numbers are all that differs. */
static void write_note(sax *s, dm_slice said)
{
    dm_ref ref = {.kind = DM_REF_NONE};

    if (dm_slice_eq(said, DM_S("\t")))
        ref = find_ref(s, said);
    if (ref.kind == DM_REF_WHOLE)
        said = (dm_slice){ref.text, ref.len};
    dm_buf_slice(&s->page->note, said);
}

static void on_text(void *user, const xmlChar *text, int len)
{
    sax     *s = user;
    dm_slice said = {(const char *)text, len > 0 ? (size_t)len : 0};

    if (s->page->failed || said.len == 0)
        return;
    if (dm_page_sink(s->page) == DM_SINK_PAGE) {
        write_page(s, said);
        s->page->fresh = false;
        return;
    }
    if (dm_page_sink(s->page) == DM_SINK_NOTE)
        write_note(s, said);
    if (here(s) > s->pos)
        s->pos = here(s);
}

/* Content of scripts and styles, which is no text. */
static void on_cdata(void *user, const xmlChar *text, int len)
{
    sax *s = user;

    if (dm_page_sink(s->page) == DM_SINK_PAGE)
        on_text(user, text, len);
    else if (here(s) > s->pos)
        s->pos = here(s);
}

static void on_comment(void *user, const xmlChar *text)
{
    sax *s = user;

    (void)text;
    if (here(s) > s->pos)
        s->pos = here(s);
}

static void on_instruction(void *user, const xmlChar *target,
                           const xmlChar *data)
{
    (void)target;
    on_comment(user, data);
}

static htmlParserCtxtPtr make_context(sax *s)
{
    htmlParserCtxtPtr ctxt = htmlCreateMemoryParserCtxt(
        s->src.ptr + s->begin, (int)(s->src.len - s->begin));

    if (ctxt == NULL)
        return NULL;
    memset(ctxt->sax, 0, sizeof *ctxt->sax);
    ctxt->sax->startElement = on_start;
    ctxt->sax->endElement = on_end;
    ctxt->sax->characters = on_text;
    ctxt->sax->ignorableWhitespace = on_text;
    ctxt->sax->cdataBlock = on_cdata;
    ctxt->sax->comment = on_comment;
    ctxt->sax->processingInstruction = on_instruction;
    ctxt->userData = s;
    htmlCtxtUseOptions(ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                 HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                 HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC |
                                 XML_PARSE_HUGE);
    ctxt->charset = XML_CHAR_ENCODING_UTF8;
    return ctxt;
}

static bool out_of_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory to read the page");
}

bool dm_html_parse(dm_page *page, const char *copy, dm_range range, dm_err *err)
{
    sax s = {
        .page = page,
        .src = {copy, range.to},
        .begin = range.from,
        .pos = range.from
    };
    size_t end;
    bool   starved;

    if (range.to - range.from > INT_MAX)
        return dm_fail(err, DM_E_SIZE, "a page is limited to 2 GiB");
    s.ctxt = make_context(&s);
    if (s.ctxt == NULL)
        return out_of_memory(err);
    htmlParseDocument(s.ctxt);
    end = here(&s);
    starved = s.ctxt->errNo == XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(s.ctxt);
    if (page->failed && page->err.code != DM_OK && err != NULL)
        *err = page->err;
    if (page->failed && page->err.code != DM_OK)
        return false;
    if (page->failed || starved)
        return out_of_memory(err);
    if (end < range.to)
        return dm_fail(err, DM_E_PARSE, "the parser gave up at byte %zu of %zu",
                       end - range.from, range.to - range.from);
    dm_page_end(page);
    return true;
}

bool dm_page_set_text(dm_page *page, dm_buf *out, const char *format,
                      dm_err *err)
{
    dm_doc  *doc = page->doc;
    dm_align map;
    dm_slice text;

    if (out->failed && out->len > out->max / 2)
        return dm_fail(err, DM_E_SIZE, "the text is longer than %zu bytes",
                       out->max);
    dm_align_replace(&page->flow.a, page->flow.src.len - page->flow.a.at,
                     DM_S(""));
    if (!dm_align_finish(&page->flow.a, &doc->arena, &map))
        return out_of_memory(err);
    text = dm_arena_slice(&doc->arena, dm_buf_view(out));
    if (text.ptr == NULL)
        return out_of_memory(err);
    return dm_doc_set_text(doc, text, map, format, err);
}

static bool read_copy(dm_doc *doc, dm_slice copy, dm_err *err)
{
    dm_page page;
    dm_buf  out;
    bool    ok;

    dm_buf_init(&out, doc->limits.max_text);
    dm_page_init(&page, doc, copy.ptr, &out);
    ok = copy.len == 0 ||
         dm_html_parse(&page, copy.ptr, (dm_range){0, copy.len}, err);
    ok = ok && dm_page_set_text(&page, &out, "html", err) &&
         dm_page_finish(&page, err);
    dm_page_fini(&page);
    dm_buf_fini(&out);
    return ok;
}

static size_t line_of(dm_slice text, size_t at)
{
    const char *end = text.ptr + at;
    const char *p = text.ptr;
    size_t      n = 1;

    for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        n++;
    return n;
}

static bool warn_cut(dm_doc *doc, const dm_guard *guard, dm_err *err)
{
    return guard->cut == 0 ||
           dm_doc_warn(doc, err, "%zu %s more than %d attributes", guard->cut,
                       guard->cut == 1 ? "element has" : "elements have",
                       DM_MAX_ATTRIBUTES);
}

/* The guard does not know quotes as well as the parser does: only when indeed
** nothing was read from there on, something was lost. */
static bool warn_open(dm_doc *doc, const dm_guard *guard, dm_err *err)
{
    dm_slice text = doc->decoded.text;
    size_t   n = doc->text->text.len;
    dm_range last = {0, 0};

    if (guard->open == NULL)
        return true;
    if (n > 0)
        (void)dm_align_up(&doc->text->map, (dm_range){n - 1, n}, &last);
    return last.to > guard->from ||
           dm_doc_warn(doc, err,
                       "%s that begins in line %zu never ends: the %zu bytes "
                       "from there on are no text",
                       guard->open, line_of(text, guard->from),
                       text.len - guard->from);
}

static bool read_html(dm_doc *doc, dm_err *err)
{
    dm_slice copy = {NULL, doc->decoded.text.len};
    dm_guard guard = {0, NULL, 0};
    char    *bytes = dm_guard_copy(doc->decoded.text, &guard);
    bool     ok;

    if (bytes == NULL)
        return out_of_memory(err);
    dm_doc_set_markup(doc, dm_page_markup(doc->decoded.text));
    copy.ptr = bytes;
    ok = warn_cut(doc, &guard, err) && read_copy(doc, copy, err) &&
         warn_open(doc, &guard, err);
    dm_mem_free(bytes);
    return ok;
}

const dm_reader dm_reader_html = {
    .name = "html",
    .what = "web pages; markup becomes blocks, links and metadata",
    .sniff = dm_sniff_html,
    .read = read_html,
};
