/* docx_act.c - what the elements of WordprocessingML do: runs, tables, links,
** rubies, notes, and what is passed over. */
#include "load/docx_in.h"

/* Text goes to the page, or to the reading that is collected. */
void dm_docx_put(dm_docx_reading *b, dm_range range, dm_slice text)
{
    if (b->hidden > 0)
        return;
    if (b->reading)
        dm_buf_slice(&b->ruby, text);
    else if (text.len == range.to - range.from &&
             memcmp(b->page->flow.src.ptr + range.from, text.ptr, text.len) ==
                 0)
        dm_flow_text(&b->page->flow, range);
    else
        dm_flow_put(&b->page->flow, range, text);
}

/* A vanish that stands in <w:pPr> is about the paragraph's mark. */
static void open_hide(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_docx_frame *run = dm_docx_inner(b, DM_DOCX_RUN);

    (void)f, (void)r;
    if (run == NULL || dm_docx_told(b) != NULL || !dm_docx_on(tag))
        return;
    b->hidden += !run->flag;
    b->page->hidden += !run->flag;
    run->flag = true;
}

static void close_run(dm_docx_reading *b, const dm_docx_frame *f)
{
    b->hidden -= f->flag;
}

static void open_text(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_slice space = dm_xml_attr(tag, "xml:space");

    (void)r;
    f->flag = space.ptr != NULL && dm_slice_eq(space, DM_S("preserve"));
    b->inside = true;
    b->begun = f->flag;
    b->blank = (dm_range){0, 0};
}

static void close_text(dm_docx_reading *b, const dm_docx_frame *f)
{
    (void)f;
    b->inside = false;
}

static void open_tab(dm_docx_reading *b, dm_docx_frame *f,
                     const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)r;
    if (dm_docx_told(b) == NULL)
        dm_docx_put(b, tag->range, DM_S("\t"));
}

static void open_line(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)r;
    dm_docx_put(b, tag->range, DM_S("\n"));
}

static void open_char(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f;
    dm_docx_put(b, tag->range, dm_slice_str(r->arg));
}

static void open_symbol(dm_docx_reading *b, dm_docx_frame *f,
                        const dm_xml_tag *tag, const dm_docx_row *r)
{
    char   out[4];
    size_t n = dm_docx_symbol(dm_xml_attr(tag, "w:font"),
                              dm_xml_attr(tag, "w:char"), out);

    (void)f, (void)r;
    b->t->symbols += dm_slice_eq((dm_slice){out, n}, DM_S("\xEF\xBF\xBD"));
    dm_docx_put(b, tag->range, (dm_slice){out, n});
}

static void open_link(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_arena            *arena = &b->page->doc->arena;
    dm_slice             id = dm_xml_attr(tag, "r:id");
    dm_slice             anchor = dm_xml_attr(tag, "w:anchor");
    dm_slice             href = {NULL, 0};
    const char          *attrs[] = {"href", NULL, NULL};
    const unsigned char *list[3];
    dm_buf               out;

    (void)f, (void)r;
    if (id.ptr != NULL)
        href = dm_rels_target(b->t->rels, id);
    b->t->dead += id.len > 0 && href.ptr == NULL;
    dm_buf_init(&out, 1 << 16);
    if (href.ptr != NULL)
        dm_buf_slice(&out, href);
    if (anchor.ptr != NULL) {
        dm_buf_char(&out, '#');
        dm_buf_slice(&out, anchor);
    }
    href = dm_arena_slice(arena, dm_buf_view(&out));
    dm_buf_fini(&out);
    if (href.ptr == NULL) {
        b->page->failed = true;
        return;
    }
    attrs[1] = href.ptr;
    memcpy(list, attrs, sizeof list);
    dm_page_open(b->page, "a", list, tag->range);
}

/* ---- tables ---- */

static void open_table(dm_docx_reading *b, dm_docx_frame *f,
                       const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f;
    dm_docx_open_page(b, r->what == DM_DOCX_TABLE ? "table" : "tr", tag->range);
}

static void open_header(dm_docx_reading *b, dm_docx_frame *f,
                        const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_docx_frame *line = dm_docx_inner(b, DM_DOCX_ROW);

    (void)f, (void)r;
    if (line != NULL)
        line->flag = dm_docx_on(tag);
}

static void open_cell(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    const dm_docx_frame *around = dm_docx_inner(b, DM_DOCX_ROW);

    (void)f, (void)r;
    if (around != NULL && around->gone)
        b->skip = 1;
    else
        dm_docx_open_page(b, around != NULL && around->flag ? "th" : "td",
                          tag->range);
}

/* ---- the rest ---- */

static void open_root(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)r;
    dm_docx_open_page(b, "textarea",
                      tag->range); /* a box that keeps white space */
}

static void open_ruby_text(dm_docx_reading *b, dm_docx_frame *f,
                           const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)tag, (void)r;
    b->reading = true;
    dm_buf_clear(&b->ruby);
}

static void close_ruby_text(dm_docx_reading *b, const dm_docx_frame *f)
{
    (void)f;
    b->reading = false;
}

static void open_ruby_base(dm_docx_reading *b, dm_docx_frame *f,
                           const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)tag, (void)r;
    dm_flow_arm(&b->page->flow, DM_MARK_RUBY);
}

/* The reading came before its base. */
static void close_ruby_base(dm_docx_reading *b, const dm_docx_frame *f)
{
    dm_reading reading = {
        dm_flow_take(&b->page->flow, DM_MARK_RUBY), {NULL, 0}
    };

    (void)f;
    if (b->ruby.len > 0 && reading.base.to > reading.base.from) {
        reading.text =
            dm_arena_slice(&b->page->doc->arena, dm_buf_view(&b->ruby));
        if (reading.text.ptr == NULL)
            b->page->failed = true;
        else
            dm_buf_add(&b->page->readings, &reading, sizeof reading);
    }
    b->page->cut = b->page->cut || b->ruby.failed;
    dm_buf_clear(&b->ruby);
}

/* Separators are notes too, of another type. */
static void open_note(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_slice     type = dm_xml_attr(tag, "w:type");
    dm_slice     id = dm_xml_attr(tag, "w:id");
    dm_page_note note = {
        .kind = dm_slice_str(r->arg), .label = {"", 0},
             .text = {"", 0}
    };

    (void)f;
    if (type.ptr != NULL && !dm_slice_eq(type, DM_S("normal"))) {
        b->skip = 1;
        return;
    }
    note.label =
        dm_arena_slice(&b->page->doc->arena, id.ptr != NULL ? id : DM_S(""));
    if (note.label.ptr == NULL)
        b->page->failed = true;
    note.range.from = b->page->flow.out;
    dm_buf_add(&b->t->p->notes, &note, sizeof note);
}

static void close_note(dm_docx_reading *b, const dm_docx_frame *f)
{
    dm_buf       *notes = &b->t->p->notes;
    dm_page_note *note;

    (void)f;
    if (notes->failed)
        return;
    note = (dm_page_note *)(void *)(notes->ptr + notes->len) - 1;
    note->range.to = b->page->flow.end;
    if (note->range.to <= note->range.from)
        notes->len -= sizeof *note; /* nothing in it */
}

static void open_mark(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)tag, (void)r;
    b->marked = true;
}

static void open_skip(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)tag, (void)r;
    b->skip = 1;
}

/* The first choice is taken, and of the others none. */
static void open_choice(dm_docx_reading *b, dm_docx_frame *f,
                        const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_docx_frame *all = dm_docx_parent(b);

    (void)f, (void)tag, (void)r;
    if (all == NULL || all->what != DM_DOCX_CHOICES)
        return;
    if (all->flag)
        b->skip = 1;
    all->flag = true;
}

/* Among the properties of a row it says that the row is. */
static void open_deleted(dm_docx_reading *b, dm_docx_frame *f,
                         const dm_xml_tag *tag, const dm_docx_row *r)
{
    const dm_docx_frame *up = dm_docx_parent(b);
    dm_docx_frame       *line = dm_docx_inner(b, DM_DOCX_ROW);

    (void)f, (void)tag, (void)r;
    b->skip = 1;
    if (up != NULL && up->what == DM_DOCX_ROW_PR && line != NULL)
        line->gone = true;
}

static void open_chunk(dm_docx_reading *b, dm_docx_frame *f,
                       const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)f, (void)tag, (void)r;
    b->t->chunks++;
}

static const struct {
    void (*open)(dm_docx_reading *b, dm_docx_frame *f, const dm_xml_tag *tag,
                 const dm_docx_row *r);
    void (*close)(dm_docx_reading *b, const dm_docx_frame *f);
} acts[] = {
    [DM_DOCX_NONE] = {NULL,                    NULL               },
    [DM_DOCX_ROOT] = {open_root,               NULL               },
    [DM_DOCX_PARA] = {dm_docx_open_para,       dm_docx_close_para },
    [DM_DOCX_PPR] = {NULL,                    NULL               },
    [DM_DOCX_RUN] = {NULL,                    close_run          },
    [DM_DOCX_TEXT] = {open_text,               close_text         },
    [DM_DOCX_TAB] = {open_tab,                NULL               },
    [DM_DOCX_LINE] = {open_line,               NULL               },
    [DM_DOCX_CHAR] = {open_char,               NULL               },
    [DM_DOCX_SYMBOL] = {open_symbol,             NULL               },
    [DM_DOCX_HIDE] = {open_hide,               NULL               },
    [DM_DOCX_LINK] = {open_link,               NULL               },
    [DM_DOCX_FIELD] = {dm_docx_open_field,      dm_docx_close_field},
    [DM_DOCX_FIELD_SIGN] = {dm_docx_open_field_sign, NULL               },
    [DM_DOCX_INSTRUCTION] = {NULL,                    NULL               },
    [DM_DOCX_TABLE] = {open_table,              NULL               },
    [DM_DOCX_ROW] = {open_table,              NULL               },
    [DM_DOCX_ROW_PR] = {NULL,                    NULL               },
    [DM_DOCX_HEADER] = {open_header,             NULL               },
    [DM_DOCX_CELL] = {open_cell,               NULL               },
    [DM_DOCX_RUBY_TEXT] = {open_ruby_text,          close_ruby_text    },
    [DM_DOCX_RUBY_BASE] = {open_ruby_base,          close_ruby_base    },
    [DM_DOCX_CHOICES] = {NULL,                    NULL               },
    [DM_DOCX_CHOICE] = {open_choice,             NULL               },
    [DM_DOCX_OTHER] = {open_choice,             NULL               },
    [DM_DOCX_NOTE] = {open_note,               close_note         },
    [DM_DOCX_MARK] = {open_mark,               NULL               },
    [DM_DOCX_STYLE] = {dm_docx_open_style,      NULL               },
    [DM_DOCX_OUTLINE] = {dm_docx_open_number,     NULL               },
    [DM_DOCX_LEVEL] = {dm_docx_open_number,     NULL               },
    [DM_DOCX_NUMBER] = {dm_docx_open_number,     NULL               },
    [DM_DOCX_DELETED] = {open_deleted,            NULL               },
    [DM_DOCX_CHUNK] = {open_chunk,              NULL               },
    [DM_DOCX_SKIP] = {open_skip,               NULL               },
};

void dm_docx_act_open(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r)
{
    if (acts[r->what].open != NULL)
        acts[r->what].open(b, f, tag, r);
}

void dm_docx_act_close(dm_docx_reading *b, const dm_docx_frame *f)
{
    if (acts[f->what].close != NULL)
        acts[f->what].close(b, f);
}
