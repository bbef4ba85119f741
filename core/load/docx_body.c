/* docx_body.c - paragraphs, runs and tables of WordprocessingML to a page.
**
** Only what stands in <w:t> (and <m:t>) is text; everything else there is
** either a character by itself (a tab, a break) or says something about a
** paragraph or run.  Each open element has a frame, which remembers how many
** elements of the page were open before: those that it opened are closed with
** it.  A paragraph tells what it is in <w:pPr>, so it begins on the page with
** the first element behind that.
**
** Deletions, old properties and the other of two alternatives are passed over
** as a whole: `skip` counts how deep we are in them.
*/
#include "base/ascii.h"
#include "load/docx_in.h"

/* Frames that are looked through: what we look for is never far away. */
enum { NEAR = 16 };

dm_docx_frame *dm_docx_frame_at(const dm_docx_reading *b, size_t i)
{
    return (dm_docx_frame *)(void *)b->frames.ptr + i;
}

size_t dm_docx_depth(const dm_docx_reading *b)
{
    return b->frames.len / sizeof(dm_docx_frame);
}

/* The innermost frame of that kind, or NULL. */
dm_docx_frame *dm_docx_inner(const dm_docx_reading *b, dm_docx_act what)
{
    size_t n = dm_docx_depth(b);

    for (size_t i = n; i > 0 && n - i < NEAR; i--)
        if (dm_docx_frame_at(b, i - 1)->what == what)
            return dm_docx_frame_at(b, i - 1);
    return NULL;
}

dm_docx_frame *dm_docx_parent(const dm_docx_reading *b)
{
    return dm_docx_depth(b) > 1 ? dm_docx_frame_at(b, dm_docx_depth(b) - 2)
                                : NULL;
}

/* A paragraph begins with what comes behind its properties. */
static void wake_para(dm_docx_reading *b, dm_docx_act what)
{
    if (b->para != SIZE_MAX && dm_docx_frame_at(b, b->para)->waiting &&
        what != DM_DOCX_PPR && dm_docx_told(b) == NULL)
        dm_docx_begin_para(b);
}

static bool on_open(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    dm_docx_reading   *b = ud;
    const dm_docx_row *r = dm_docx_row_of(tag->name);
    dm_docx_frame      f = {.what = r->what, .range = tag->range};

    if (b->skip > 0) {
        b->skip++;
        return true;
    }
    wake_para(b, r->what);
    f.depth = dm_page_depth(b->page);
    dm_buf_add(&b->frames, &f, sizeof f);
    if (b->frames.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for its elements");
    dm_docx_act_open(b, dm_docx_frame_at(b, dm_docx_depth(b) - 1), tag, r);
    if (b->skip > 0)
        b->frames.len -= sizeof f;
    return dm_package_well(b->t->p, err);
}

static bool on_close(void *ud, const char *name, dm_err *err)
{
    dm_docx_reading *b = ud;
    dm_docx_frame    f;

    (void)name;
    if (b->skip > 0) {
        b->skip--;
        return true;
    }
    f = *dm_docx_frame_at(b, dm_docx_depth(b) - 1);
    dm_docx_act_close(b, &f);
    dm_package_pop(b->t->p, f.depth);
    b->frames.len -= sizeof f;
    return dm_package_well(b->t->p, err);
}

/* Text that does not keep its blanks has none at its ends: those in front are
** passed over, those behind wait for more to come. */
static dm_range strip(dm_docx_reading *b, dm_range range, const char *src)
{
    size_t end = range.to;

    while (!b->begun && range.from < end && dm_ascii_space(src[range.from]))
        range.from++;
    if (b->blank.to > b->blank.from && range.from == b->blank.to)
        range.from = b->blank.from;
    b->blank = (dm_range){0, 0};
    while (end > range.from && dm_ascii_space(src[end - 1]))
        end--;
    if (end < range.to)
        b->blank = (dm_range){end, range.to};
    b->begun = b->begun || end > range.from;
    return (dm_range){range.from, end};
}

/* What of the source bytes of `range` is text. */
static dm_range visible(dm_docx_reading *b, dm_range range, const char *src)
{
    while (b->marked && range.from < range.to &&
           dm_ascii_space(src[range.from]))
        range.from++;
    if (range.from < range.to)
        b->marked = false;
    return dm_docx_frame_at(b, dm_docx_depth(b) - 1)->flag
               ? range
               : strip(b, range, src);
}

static bool on_text(void *ud, dm_range range, dm_slice text, dm_err *err)
{
    dm_docx_reading *b = ud;
    const char      *src = b->page->flow.src.ptr;

    if (b->skip == 0 && dm_docx_depth(b) > 0 &&
        dm_docx_frame_at(b, dm_docx_depth(b) - 1)->what == DM_DOCX_INSTRUCTION)
        dm_docx_instruct(b, text);
    if (b->skip > 0 || !b->inside ||
        dm_docx_frame_at(b, dm_docx_depth(b) - 1)->what != DM_DOCX_TEXT)
        return true;
    if (text.len == range.to - range.from &&
        memcmp(src + range.from, text.ptr, text.len) == 0) {
        range = visible(b, range, src);
        text = (dm_slice){src + range.from, range.to - range.from};
    } else {
        b->begun = true;
        b->marked = false;
    }
    if (text.len > 0)
        dm_docx_put(b, range, text);
    return dm_package_well(b->t->p, err);
}

bool dm_docx_body(dm_docx_text *text, size_t i, dm_err *err)
{
    static const dm_xml_handler handler = {on_open, on_close, on_text};
    dm_docx_reading b = {.t = text, .page = &text->p->page, .para = SIZE_MAX};
    bool            ok;

    dm_buf_init(&b.frames, SIZE_MAX / 2);
    dm_buf_init(&b.ruby, 65536);
    dm_buf_init(&b.fields, SIZE_MAX / 2);
    dm_buf_init(&b.instructions, 1 << 20);
    ok = dm_package_xml(text->p, i, &handler, &b, err);
    dm_docx_end_fields(&b);
    dm_buf_fini(&b.frames);
    dm_buf_fini(&b.ruby);
    dm_buf_fini(&b.fields);
    dm_buf_fini(&b.instructions);
    return ok;
}
