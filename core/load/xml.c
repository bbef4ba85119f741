/* xml.c - libxml2's SAX2 interface, with the place of each event.
**
** `pos` is where the next event begins.  Tags are measured here, which is
** simple because libxml2 has found them well-formed, and the two are compared:
** at a start event the parser stands before the tag's > or />.
**
** libxml2 takes time with the square of the attributes of an element, and looks
** through all namespaces in scope for each name: such documents are turned away
** before it sees them (xml_guard.c).
*/
#include "load/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "text/utf8.h"

enum { NAME = 128, KNOWN = 32 };

typedef struct sax {
    xmlParserCtxtPtr      ctxt;
    const dm_xml_input   *in;
    const dm_xml_handler *h;
    void                 *ud;
    dm_slice              src; /* up to the end of the document */
    size_t                pos;
    size_t                depth;
    bool                  empty; /* the last start tag ended in /> */
    bool                  cdata;
    size_t                nspaces; /* declared by open elements */
    dm_buf                spaces;  /* of size_t: how many by each of them */
    bool                  failed;
    bool                  odd; /* an event was not where it must be */
    dm_err                err;
    char                  name[NAME];
    struct {
        const unsigned char *uri; /* interned: one pointer, one namespace */
        const char          *prefix;
    } known[KNOWN];
    size_t nknown;
} sax;

/* ---- failing ---- */

/* Line and column of `at` in the document. */
static void tell(const dm_xml_input *in, size_t at, size_t *line, size_t *col)
{
    const char *p = in->src.ptr + in->part.from;
    const char *end = in->src.ptr + at;
    const char *begin = p;

    *line = 1;
    for (; p < end; p++) {
        if (*p != '\n')
            continue;
        begin = p + 1;
        ++*line;
    }
    *col = 1 + dm_utf8_count((dm_slice){begin, (size_t)(end - begin)});
}

static bool fail_at(const dm_xml_input *in, size_t at, dm_code code,
                    const char *what, dm_err *err)
{
    size_t line = 0, col = 0;

    tell(in, at, &line, &col);
    return dm_fail(err, code, "%.200s:%zu:%zu: %.250s", in->name, line, col,
                   what);
}

static void stop(sax *s)
{
    s->failed = true;
    xmlStopParser(s->ctxt);
}

static void fail(sax *s, dm_code code, const char *what)
{
    if (!s->failed)
        fail_at(s->in, s->pos, code, what, &s->err);
    stop(s);
}

/* The parser reports a tag before it has seen its end: mostly it finds out
** that the document is unsound right after, and says so better. */
static void contradiction(sax *s)
{
    fail_at(s->in, s->pos, DM_E_INTERNAL,
            "the parser's text is not the document's", &s->err);
    s->odd = true;
}

static bool deaf(const sax *s)
{
    return s->failed || s->odd;
}

/* ---- where things are ---- */

static bool at(const sax *s, const char *what)
{
    return dm_slice_starts(dm_slice_sub(s->src, s->pos, s->src.len),
                           dm_slice_str(what));
}

static size_t behind(const sax *s, size_t from, const char *what)
{
    return dm_xml_behind(s->src, from, what);
}

/* Behind the > of the tag at `pos`; quotes may hold others. */
static size_t behind_tag(dm_slice src, size_t pos)
{
    char quote = '>'; /* what ends what we are in */

    for (; pos < src.len; pos++) {
        char c = src.ptr[pos];

        if (c == quote && c == '>')
            return pos + 1;
        if (c == quote)
            quote = '>';
        else if (quote == '>' && (c == '"' || c == '\''))
            quote = c;
    }
    return src.len;
}

/* Pass over what has no event: the declaration, blanks outside of the root,
** the marks of CDATA. */
static void pass(sax *s)
{
    if (s->pos == s->in->part.from && at(s, "\xEF\xBB\xBF"))
        s->pos += 3;
    if (s->depth == 0 && at(s, "<?xml") && s->pos + 5 < s->src.len &&
        dm_ascii_white(s->src.ptr[s->pos + 5]))
        s->pos = behind(s, s->pos, "?>");
    while (s->depth == 0 && s->pos < s->src.len &&
           dm_ascii_white(s->src.ptr[s->pos]))
        s->pos++;
    for (;;) {
        if (s->cdata && at(s, "]]>"))
            s->pos += 3;
        else if (!s->cdata && at(s, "<![CDATA["))
            s->pos += 9;
        else
            return;
        s->cdata = !s->cdata;
    }
}

/* ---- names ---- */

static const char *prefix_of(sax *s, const unsigned char *uri)
{
    const char *prefix;

    for (size_t i = 0; i < s->nknown; i++)
        if (s->known[i].uri == uri)
            return s->known[i].prefix;
    prefix = dm_xml_prefix((const char *)uri);
    if (s->nknown < KNOWN) {
        s->known[s->nknown].uri = uri;
        s->known[s->nknown++].prefix = prefix;
    }
    return prefix;
}

/* "w:p"; a name longer than any we know is cut. */
static const char *full_name(sax *s, const unsigned char *local,
                             const unsigned char *uri)
{
    const char *prefix = prefix_of(s, uri);
    size_t      n = strlen(prefix);
    size_t      len = strlen((const char *)local);

    memcpy(s->name, prefix, n);
    if (n > 0)
        s->name[n++] = ':';
    if (len > NAME - n - 1)
        len = NAME - n - 1;
    memcpy(s->name + n, local, len);
    s->name[n + len] = '\0';
    return s->name;
}

/* ---- events ---- */

/* The parser stands before the end of the tag that ends at `end`. */
static bool agrees(const sax *s, size_t end)
{
    long   here = xmlByteConsumed(s->ctxt);
    size_t want = end - s->in->part.from - (s->empty ? 2 : 1);

    return here < 0 || (size_t)here == want;
}

/* Count the namespaces that an element declares. */
static bool enter(sax *s, size_t declared)
{
    s->nspaces += declared;
    s->depth++;
    dm_buf_add(&s->spaces, &declared, sizeof declared);
    if (s->spaces.failed)
        fail(s, DM_E_MEMORY, "no memory for its elements");
    else if (s->depth > s->in->max_depth)
        fail(s, DM_E_DEPTH, "elements nest too deep");
    else if (s->nspaces > DM_XML_NAMESPACES)
        fail(s, DM_E_PARSE, "too many namespaces are declared");
    return !s->failed;
}

/* libxml2 has it so. NOLINTNEXTLINE(readability-function-size) */
static void on_start(void *user, const xmlChar *local, const xmlChar *prefix,
                     const xmlChar *uri, int nspaces, const xmlChar **spaces,
                     int nattrs, int ndefaulted, const xmlChar **attrs)
{
    sax       *s = user;
    dm_xml_tag tag = {
        NULL, attrs, nattrs > 0 ? (size_t)nattrs : 0, {0, 0}
    };
    size_t end;

    (void)prefix, (void)spaces, (void)ndefaulted;
    if (deaf(s))
        return;
    pass(s);
    end = behind_tag(s->src, s->pos);
    s->empty = end - s->pos > 1 && s->src.ptr[end - 2] == '/';
    if (!at(s, "<") || !agrees(s, end)) {
        contradiction(s);
        return;
    }
    if (!enter(s, nspaces > 0 ? (size_t)nspaces : 0))
        return;
    tag.name = full_name(s, local, uri);
    tag.range = (dm_range){s->pos, end};
    s->pos = end;
    if (!s->h->open(s->ud, &tag, &s->err))
        stop(s);
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix,
                   const xmlChar *uri)
{
    sax   *s = user;
    size_t declared = 0;

    (void)prefix;
    if (deaf(s))
        return;
    pass(s);
    if (!s->empty && !at(s, "</")) {
        contradiction(s);
        return;
    }
    if (!s->empty)
        s->pos = behind_tag(s->src, s->pos);
    s->empty = false;
    s->depth--;
    s->spaces.len -= sizeof declared;
    memcpy(&declared, s->spaces.ptr + s->spaces.len, sizeof declared);
    s->nspaces -= declared;
    if (!s->h->close(s->ud, full_name(s, local, uri), &s->err))
        stop(s);
}

/* The next `n` source bytes are `text`. */
static bool give(sax *s, size_t n, dm_slice text)
{
    dm_range r = {s->pos, s->pos + n};

    s->pos += n;
    if (s->h->text == NULL || s->h->text(s->ud, r, text, &s->err))
        return true;
    stop(s);
    return false;
}

/* How many bytes `said` and the source at `pos` begin with alike. */
static size_t alike(const sax *s, dm_slice said)
{
    size_t left = s->src.len - s->pos;
    size_t max = said.len < left ? said.len : left;
    size_t n = 0;

    while (n < max && said.ptr[n] == s->src.ptr[s->pos + n])
        n++;
    return n;
}

/* Give the beginning of `said`, and return how much that was; 0 when it cannot
** be what stands here. */
static size_t give_some(sax *s, dm_slice said)
{
    size_t n;

    if (at(s, "&") && !s->cdata) {
        n = behind(s, s->pos, ";") - s->pos;
        return give(s, n, said) ? said.len : 0;
    }
    n = alike(s, said);
    if (n > 0)
        return give(s, n, dm_slice_sub(said, 0, n)) ? n : 0;
    if (said.ptr[0] == '\n' && at(s, "\r"))
        return give(s, at(s, "\r\n") ? 2 : 1, DM_S("\n"));
    contradiction(s);
    return 0;
}

static void on_text(void *user, const xmlChar *text, int len)
{
    sax     *s = user;
    dm_slice said = {(const char *)text, len > 0 ? (size_t)len : 0};

    while (said.len > 0 && !deaf(s)) {
        size_t n;

        pass(s);
        n = give_some(s, said);
        said = dm_slice_sub(said, n, said.len);
    }
}

static void on_comment(void *user, const xmlChar *text)
{
    sax *s = user;

    (void)text;
    if (deaf(s))
        return;
    pass(s);
    if (at(s, "<!--"))
        s->pos = behind(s, s->pos + 4, "-->");
    else
        contradiction(s);
}

static void on_instruction(void *user, const xmlChar *target,
                           const xmlChar *data)
{
    sax *s = user;

    (void)target, (void)data;
    if (deaf(s))
        return;
    pass(s);
    if (at(s, "<?"))
        s->pos = behind(s, s->pos, "?>");
    else
        contradiction(s);
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *id,
                       const xmlChar *uri)
{
    sax *s = user;

    (void)name, (void)id, (void)uri;
    if (deaf(s))
        return;
    pass(s);
    fail(s, DM_E_PARSE, "a document type declaration is refused here");
}

/* ---- the whole ---- */

static bool make_context(sax *s)
{
    size_t from = s->in->part.from;

    s->ctxt =
        xmlCreateMemoryParserCtxt(s->src.ptr + from, (int)(s->src.len - from));
    if (s->ctxt == NULL)
        return false;
    memset(s->ctxt->sax, 0, sizeof *s->ctxt->sax);
    s->ctxt->sax->initialized = XML_SAX2_MAGIC;
    s->ctxt->sax->startElementNs = on_start;
    s->ctxt->sax->endElementNs = on_end;
    s->ctxt->sax->characters = on_text;
    s->ctxt->sax->ignorableWhitespace = on_text;
    s->ctxt->sax->cdataBlock = on_text;
    s->ctxt->sax->comment = on_comment;
    s->ctxt->sax->processingInstruction = on_instruction;
    s->ctxt->sax->internalSubset = on_doctype;
    s->ctxt->userData = s;
    /* NOENT: or &amp; in attributes would become &#38; */
    xmlCtxtUseOptions(s->ctxt, XML_PARSE_NOENT | XML_PARSE_NONET |
                                   XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                   XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    return true;
}

/* libxml2's own sentence ends in a line end. */
static bool not_sound(const sax *s, dm_err *err)
{
    xmlErrorPtr why = xmlCtxtGetLastError(s->ctxt);
    const char *msg =
        why != NULL && why->message != NULL ? why->message : "it is empty";
    size_t n = strcspn(msg, "\n");

    if (s->ctxt->errNo == XML_ERR_NO_MEMORY)
        return dm_fail(err, DM_E_MEMORY, "no memory to read %.200s",
                       s->in->name);
    return dm_fail(err, DM_E_PARSE, "%.200s:%d:%d: %.*s", s->in->name,
                   why != NULL ? why->line : 1, why != NULL ? why->int2 : 1,
                   (int)(n < 200 ? n : 200), msg);
}

/* Turn away what the parser is not to see. */
static bool guard(const sax *s, dm_err *err)
{
    uint32_t cp = 0;
    char     what[64];
    size_t   at = dm_xml_odd_character(s->src, s->pos, &cp);

    if (s->pos == s->src.len)
        return fail_at(s->in, s->pos, DM_E_PARSE, "it is empty", err);
    if (at != SIZE_MAX) {
        snprintf(what, sizeof what, "U+%04X is no character of XML",
                 (unsigned)cp);
        return fail_at(s->in, at, DM_E_PARSE, what, err);
    }
    at = dm_xml_too_wide(s->src, s->pos);
    return at == SIZE_MAX || fail_at(s->in, at, DM_E_PARSE,
                                     "an element has too many attributes", err);
}

static bool run(sax *s, dm_err *err)
{
    bool ok;

    if (!guard(s, err))
        return false;
    if (!make_context(s))
        return dm_fail(err, DM_E_MEMORY, "no memory to read %.200s",
                       s->in->name);
    xmlParseDocument(s->ctxt);
    ok = !s->failed && s->ctxt->wellFormed == 1;
    if (!ok && !s->failed)
        not_sound(s, err);
    else if (deaf(s) && err != NULL)
        *err = s->err;
    ok = ok && !s->odd;
    if (s->ctxt->myDoc != NULL)
        xmlFreeDoc(s->ctxt->myDoc);
    xmlFreeParserCtxt(s->ctxt);
    return ok;
}

bool dm_xml_read(const dm_xml_input *in, const dm_xml_handler *h, void *ud,
                 dm_err *err)
{
    sax  s = {.in = in, .h = h, .ud = ud, .pos = in->part.from};
    bool ok;

    if (in->part.to - in->part.from > INT_MAX)
        return dm_fail(err, DM_E_SIZE, "%.200s is over 2 GiB", in->name);
    s.src = dm_slice_sub(in->src, 0, in->part.to);
    dm_buf_init(&s.spaces, SIZE_MAX / 2);
    ok = run(&s, err);
    dm_buf_fini(&s.spaces);
    return ok;
}
