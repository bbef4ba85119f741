/* odt_body.c - paragraphs, lists and tables of an OpenDocument text to a page.
**
** Text is what stands in <text:p> and <text:h> and in the elements of a line
** inside of them; what other elements hold there (a title of a picture, a
** comment) is none, but paragraphs in it are.  White space folds as in HTML.
**
** A footnote stands where it is referred to, so its text would cut the
** sentence in two: like a reading it becomes an annotation ("note") at that
** place, and how many there were is a warning.
*/
#include <stdio.h>
#include <stdlib.h>

#include "load/docx.h"
#include "load/html_role.h"
#include "load/odt.h"

typedef enum act {
    ACT_NONE, /* of a line, or around paragraphs */
    ACT_MUTE, /* of another kind: what it holds directly is no text */
    ACT_PAGE, /* `arg` is the element of a page that it is */
    ACT_PARA, /* so too, and text stands in it */
    ACT_HEAD,
    ACT_CELL,
    ACT_HEADER,
    ACT_LIST,
    ACT_ITEM,
    ACT_LINK,
    ACT_SPACES,
    ACT_CHAR,
    ACT_LINE,
    ACT_NOTE,
    ACT_LABEL,
    ACT_SKIP
} act;

typedef struct row {
    const char *name;
    act         what;
    const char *arg;
} row;

static const row rows[] = {
  /* sorted by name */
    {"office:annotation",        ACT_SKIP,   NULL   },
    {"office:body",              ACT_PAGE,   "div"  },
    {"office:forms",             ACT_SKIP,   NULL   },
    {"table:covered-table-cell", ACT_CELL,   NULL   },
    {"table:table",              ACT_PAGE,   "table"},
    {"table:table-cell",         ACT_CELL,   NULL   },
    {"table:table-header-rows",  ACT_HEADER, NULL   },
    {"table:table-row",          ACT_PAGE,   "tr"   },
    {"text:a",                   ACT_LINK,   NULL   },
    {"text:h",                   ACT_HEAD,   NULL   },
    {"text:hidden-paragraph",    ACT_SKIP,   NULL   },
    {"text:hidden-text",         ACT_SKIP,   NULL   },
    {"text:line-break",          ACT_LINE,   NULL   },
    {"text:list",                ACT_LIST,   NULL   },
    {"text:list-item",           ACT_ITEM,   NULL   },
    {"text:note",                ACT_NOTE,   NULL   },
    {"text:note-citation",       ACT_LABEL,  NULL   },
    {"text:p",                   ACT_PARA,   "p"    },
    {"text:ruby",                ACT_PAGE,   "ruby" },
    {"text:ruby-base",           ACT_PAGE,   "rb"   },
    {"text:ruby-text",           ACT_PAGE,   "rt"   },
    {"text:s",                   ACT_SPACES, NULL   },
    {"text:section",             ACT_PAGE,   "div"  },
    {"text:soft-page-break",     ACT_NONE,   NULL   },
    {"text:tab",                 ACT_CHAR,   "\t"   },
    {"text:tracked-changes",     ACT_SKIP,   NULL   },
};

typedef struct frame {
    size_t   depth; /* of the page before it */
    act      what;
    bool     text;    /* what stands in it is text */
    bool     headers; /* of a table: rows of headers */
    int      level;   /* how many lists are around */
    dm_slice list;    /* the style of the innermost */
} frame;

typedef struct body {
    dm_package  *p;
    dm_page     *page;
    dm_buf       frames;
    size_t       skip;
    size_t       notes; /* open ones: they do not nest, files may */
    bool         label; /* in the mark of a note */
    dm_buf       marks; /* what stood there */
    dm_buf       note;  /* the text of the note */
    dm_slice     kind;
    size_t       count;
    dm_odt_lists lists;
} body;

static frame *top(const body *b)
{
    return (frame *)(void *)(b->frames.ptr + b->frames.len) - 1;
}

static void open_page(body *b, const char *name, const dm_xml_tag *tag)
{
    if (b->notes == 0)
        dm_page_open(b->page, name, NULL, tag->range);
    else if (b->note.len > 0 && strcmp(name, "p") == 0)
        dm_buf_char(&b->note, '\n');
}

/* "Title" is the style of a document's own; the rest has a level. */
static void open_para(body *b, const row *r, const dm_xml_tag *tag)
{
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    dm_slice                 style = dm_xml_attr(tag, "text:style-name");
    int n = dm_docx_number(dm_xml_attr(tag, "text:outline-level"), 1);

    top(b)->text = true;
    if (r->what == ACT_HEAD)
        open_page(b, headings[n < 1 ? 0 : n > 6 ? 5 : n - 1], tag);
    else if (style.ptr != NULL && dm_slice_eq(style, DM_S("Title")))
        open_page(b, "h1", tag);
    else
        open_page(b, "p", tag);
}

static void open_link(body *b, const dm_xml_tag *tag)
{
    dm_slice             href = dm_xml_attr(tag, "xlink:href");
    const char          *attrs[] = {"href", NULL, NULL};
    const unsigned char *list[3];

    href = dm_arena_slice(&b->page->doc->arena,
                          href.ptr != NULL ? href : DM_S(""));
    if (href.ptr == NULL) {
        b->page->failed = true;
        return;
    }
    attrs[1] = href.ptr;
    memcpy(list, attrs, sizeof list);
    if (b->notes == 0)
        dm_page_open(b->page, "a", list, tag->range);
}

/* Text that is made of the source bytes of `range`. */
static void put(body *b, dm_range range, dm_slice text)
{
    dm_flow *flow = &b->page->flow;

    if (b->notes > 0)
        dm_buf_slice(b->label ? &b->marks : &b->note, text);
    else if (dm_page_sink(b->page) == DM_SINK_NOTE)
        dm_buf_slice(&b->page->note, text);
    else if (dm_page_sink(b->page) == DM_SINK_NONE)
        return;
    else if (text.len == range.to - range.from &&
             memcmp(flow->src.ptr + range.from, text.ptr, text.len) == 0)
        dm_flow_text(flow, range);
    else
        dm_flow_put(flow, range, text);
}

/* Blanks and tabs that are elements are not folded. */
static void put_kept(body *b, dm_range range, dm_slice text)
{
    bool pre = b->page->flow.pre;

    b->page->flow.pre = true;
    put(b, range, text);
    b->page->flow.pre = pre;
}

static void put_spaces(body *b, const dm_xml_tag *tag)
{
    static const char blanks[] = "                                ";
    size_t            most = sizeof blanks - 1;
    size_t            n = (size_t)dm_docx_number(dm_xml_attr(tag, "text:c"), 1);

    put_kept(b, tag->range, (dm_slice){blanks, n < most ? n : most});
}

static void put_line(body *b, const dm_xml_tag *tag)
{
    if (b->notes > 0 || dm_page_sink(b->page) != DM_SINK_PAGE)
        put(b, tag->range, DM_S(" "));
    else
        dm_flow_line(&b->page->flow, tag->range);
}

static void open_note(body *b, const dm_xml_tag *tag)
{
    dm_slice kind = dm_xml_attr(tag, "text:note-class");

    if (b->notes++ > 0)
        return;
    b->kind = kind.ptr != NULL && dm_slice_eq(kind, DM_S("endnote"))
                  ? DM_S("endnote")
                  : DM_S("footnote");
    dm_buf_clear(&b->note);
    dm_buf_clear(&b->marks);
}

static void close_note(body *b)
{
    dm_arena    *arena = &b->page->doc->arena;
    size_t       at = b->page->flow.end;
    dm_page_note note = {
        {at, at},
        b->kind,
        dm_arena_slice(arena, dm_buf_view(&b->marks)),
        dm_arena_slice(arena, dm_buf_view(&b->note))
    };

    if (--b->notes > 0)
        return;
    if (note.label.ptr == NULL || note.text.ptr == NULL)
        b->page->failed = true;
    else
        dm_buf_add(&b->p->notes, &note, sizeof note);
    b->count++;
}

/* The innermost rows say whether their cells are headers. */
static void open_cell(body *b, const dm_xml_tag *tag)
{
    open_page(b, top(b)->headers ? "th" : "td", tag);
}

/* Its items count on from the last list of that style where it says so. */
static int start_of(const body *b, const dm_xml_tag *tag)
{
    dm_slice     on = dm_xml_attr(tag, "text:continue-numbering");
    bool         goes_on = dm_xml_attr(tag, "text:continue-list").len > 0;
    dm_odt_list *style = dm_odt_list_find(&b->lists, top(b)->list);
    int          i = top(b)->level - 1;

    if (style == NULL || i >= DM_ODT_LEVELS || style->start[i] == 0)
        return 0;
    goes_on = goes_on || (on.ptr != NULL && dm_slice_eq(on, DM_S("true")));
    return goes_on && style->last[i] > 0 ? style->last[i] + 1 : style->start[i];
}

static void open_counted(body *b, const char *name, const char *key, int n,
                         dm_range range)
{
    char                 value[16];
    const char          *attrs[] = {key, value, NULL};
    const unsigned char *list[3];

    snprintf(value, sizeof value, "%d", n);
    memcpy(list, attrs, sizeof list);
    if (b->notes == 0)
        dm_page_open(b->page, name, n > 0 ? list : NULL, range);
}

static void open_list(body *b, const dm_xml_tag *tag)
{
    dm_slice style = dm_xml_attr(tag, "text:style-name");
    int      start;

    if (style.len > 0) {
        style = dm_arena_slice(&b->page->doc->arena, style);
        b->page->failed = b->page->failed || style.ptr == NULL;
        top(b)->list = style.ptr != NULL ? style : DM_S("");
    }
    top(b)->level++;
    start = start_of(b, tag);
    open_counted(b, start > 0 ? "ol" : "ul", "start", start, tag->range);
}

static void open_item(body *b, const dm_xml_tag *tag)
{
    open_counted(b, "li", "value",
                 dm_docx_number(dm_xml_attr(tag, "text:start-value"), 0),
                 tag->range);
}

/* Keep how far a list has counted. */
static void close_list(const body *b, const frame *f)
{
    dm_odt_list *style = dm_odt_list_find(&b->lists, f->list);

    if (style != NULL && f->level >= 1 && f->level <= DM_ODT_LEVELS &&
        b->notes == 0 && dm_page_depth(b->page) > f->depth)
        style->last[f->level - 1] =
            dm_page_elements(b->page)[f->depth].next - 1;
}

static void act_on(body *b, const row *r, const dm_xml_tag *tag)
{
    switch (r->what) {
    case ACT_PAGE:
        open_page(b, r->arg, tag);
        break;
    case ACT_PARA:
    case ACT_HEAD:
        open_para(b, r, tag);
        break;
    case ACT_CELL:
        open_cell(b, tag);
        break;
    case ACT_LIST:
        open_list(b, tag);
        break;
    case ACT_ITEM:
        open_item(b, tag);
        break;
    case ACT_LINK:
        open_link(b, tag);
        break;
    case ACT_SPACES:
        put_spaces(b, tag);
        break;
    case ACT_CHAR:
        put_kept(b, tag->range, dm_slice_str(r->arg));
        break;
    case ACT_LINE:
        put_line(b, tag);
        break;
    case ACT_NOTE:
        open_note(b, tag);
        break;
    case ACT_NONE:
    case ACT_MUTE:
    case ACT_HEADER:
    case ACT_LABEL:
    case ACT_SKIP:
        break;
    }
}

static int by_name(const void *name, const void *r)
{
    const row *x = r;

    return strcmp(name, x->name);
}

/* Unknown elements of text are of the line, all others are not. */
static const row *row_of(const char *name)
{
    static const row line = {"", ACT_NONE, NULL};
    static const row other = {"", ACT_MUTE, NULL};
    const row       *r =
        bsearch(name, rows, sizeof rows / sizeof *rows, sizeof *rows, by_name);

    if (r != NULL)
        return r;
    return strncmp(name, "text:", 5) == 0 ? &line : &other;
}

static bool on_open(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    body      *b = ud;
    const row *r = row_of(tag->name);
    frame      f = {.what = r->what, .list = DM_LIT("")};

    if (b->skip > 0 || r->what == ACT_SKIP) {
        b->skip++;
        return true;
    }
    if (r->what == ACT_NONE && !dm_odt_lists_see(&b->lists, tag, err))
        return false;
    if (b->frames.len > 0) {
        f.level = top(b)->level;
        f.list = top(b)->list;
        f.text = top(b)->text && r->what != ACT_MUTE;
        f.headers = top(b)->headers;
    }
    f.headers = r->what == ACT_HEADER ||
                (f.headers && strcmp(tag->name, "table:table") != 0);
    f.depth = dm_page_depth(b->page);
    dm_buf_add(&b->frames, &f, sizeof f);
    if (b->frames.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for its elements");
    b->label = b->label || r->what == ACT_LABEL;
    act_on(b, r, tag);
    return dm_package_well(b->p, err);
}

static bool on_close(void *ud, const char *name, dm_err *err)
{
    body *b = ud;
    frame f;

    (void)name;
    if (b->skip > 0) {
        b->skip--;
        return true;
    }
    f = *top(b);
    if (f.what == ACT_NOTE)
        close_note(b);
    if (f.what == ACT_LIST)
        close_list(b, &f);
    if (f.what == ACT_LABEL)
        b->label = false;
    dm_package_pop(b->p, f.depth);
    b->frames.len -= sizeof f;
    return dm_package_well(b->p, err);
}

static bool on_text(void *ud, dm_range range, dm_slice text, dm_err *err)
{
    body *b = ud;

    if (b->skip == 0 && b->frames.len > 0 && (top(b)->text || b->label))
        put(b, range, text);
    return dm_package_well(b->p, err);
}

bool dm_odt_body(dm_package *p, dm_err *err)
{
    static const dm_xml_handler handler = {on_open, on_close, on_text};
    body                        b = {.p = p, .page = &p->page};
    bool                        ok;

    dm_buf_init(&b.frames, SIZE_MAX / 2);
    dm_buf_init(&b.marks, 1024);
    dm_buf_init(&b.note, 1 << 20);
    dm_odt_lists_init(&b.lists, &p->doc->arena);
    ok = dm_odt_lists_read(&b.lists, p, err) &&
         dm_package_xml(p, 0, &handler, &b, err);
    if (ok && b.count > 0)
        ok = dm_doc_warn(p->doc, err,
                         "%zu %s no part of the text, but of the annotations "
                         "\"note\"",
                         b.count, b.count == 1 ? "note is" : "notes are");
    dm_buf_fini(&b.frames);
    dm_buf_fini(&b.marks);
    dm_buf_fini(&b.note);
    dm_odt_lists_fini(&b.lists);
    return ok;
}
