/* docx_para.c - paragraphs: headings, items, or just that. */
#include "load/docx_in.h"

#include <stdio.h>

void dm_docx_open_page(dm_docx_reading *b, const char *name, dm_range range)
{
    dm_page_open(b->page, name, NULL, range);
}

/* A list whose next item has number `start`, or none when that is 0. */
static void open_list(dm_docx_reading *b, int start, dm_range range)
{
    char                 value[16];
    const char          *attrs[] = {"start", value, NULL};
    const unsigned char *list[3];

    snprintf(value, sizeof value, "%d", start);
    memcpy(list, attrs, sizeof list);
    dm_page_open(b->page, start > 0 ? "ol" : "ul", list, range);
}

/* What the paragraph says itself goes before its style. */
static dm_docx_look look_of(const dm_docx_reading *b, const dm_docx_frame *f)
{
    const dm_docx_style *style = dm_docx_style_find(b->t->styles, f->style);
    dm_docx_look         look = {0, 0, 0};

    if (style != NULL)
        look = style->look;
    if (f->heading >= 0)
        look.heading = f->heading;
    if (f->list >= 0) {
        look.list = f->list > 0 ? 1 : 0;
        look.num = f->list;
    }
    if (look.list > 0 && f->level >= 0)
        look.list = f->level + 1;
    return look;
}

/* Its number: headings count with the items of their list. */
static int count_para(dm_docx_reading *b, const dm_docx_look *look)
{
    if (look->num <= 0 || look->list <= 0)
        return 0;
    return dm_docx_count(&b->t->numbers, look->num, look->list - 1);
}

/* The paragraph begins: a heading, an item in as many lists as it is deep, or
** just that. */
void dm_docx_begin_para(dm_docx_reading *b)
{
    static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    dm_docx_frame           *f = dm_docx_frame_at(b, b->para);
    dm_docx_look             look = look_of(b, f);
    int                      count = count_para(b, &look);

    f->waiting = false;
    if (look.heading > 0) {
        dm_docx_open_page(b, headings[look.heading - 1], f->range);
        return;
    }
    for (int i = 1; i < look.list; i++)
        dm_docx_open_page(b, "ul", f->range);
    if (look.list > 0)
        open_list(b, count, f->range);
    dm_docx_open_page(b, look.list > 0 ? "li" : "p", f->range);
}

void dm_docx_open_para(dm_docx_reading *b, dm_docx_frame *f,
                       const dm_xml_tag *tag, const dm_docx_row *r)
{
    (void)tag, (void)r;
    f->waiting = true;
    f->heading = f->level = f->list = -1;
    f->style = (dm_slice){NULL, 0};
    f->around = b->para;
    b->para = dm_docx_depth(b) - 1;
}

/* One without text counts as well. */
void dm_docx_close_para(dm_docx_reading *b, const dm_docx_frame *f)
{
    dm_docx_look look = look_of(b, f);

    if (f->waiting)
        (void)count_para(b, &look);
    b->para = f->around;
}

/* Of which paragraph does a property tell?  NULL when it stands elsewhere. */
dm_docx_frame *dm_docx_told(const dm_docx_reading *b)
{
    if (b->para == SIZE_MAX || dm_docx_inner(b, DM_DOCX_PPR) == NULL)
        return NULL;
    return dm_docx_frame_at(b, b->para);
}

void dm_docx_open_style(dm_docx_reading *b, dm_docx_frame *f,
                        const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_docx_frame *para = dm_docx_told(b);
    dm_slice       value = dm_xml_attr(tag, "w:val");

    (void)f, (void)r;
    if (para == NULL || value.ptr == NULL)
        return;
    para->style = dm_arena_slice(&b->page->doc->arena, value);
    if (para->style.ptr == NULL)
        b->page->failed = true;
}

void dm_docx_open_number(dm_docx_reading *b, dm_docx_frame *f,
                         const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_docx_frame *para = dm_docx_told(b);
    dm_slice       value = dm_xml_attr(tag, "w:val");
    int            n = dm_docx_number(value, 0);

    (void)f;
    if (para == NULL)
        return;
    if (r->what == DM_DOCX_OUTLINE)
        para->heading = dm_docx_heading(value);
    else if (r->what == DM_DOCX_LEVEL)
        para->level = n % 9;
    else
        para->list = n;
}
