/* html_page.c - the stack of open elements, and what is left at the end.
**
** What the elements do is in html_role.c.
*/
#include "load/html_role.h"

#include "load/html_ruby.h"

void dm_page_init(dm_page *page, dm_doc *doc, const char *parsed, dm_buf *out)
{
    memset(page, 0, sizeof *page);
    page->doc = doc;
    dm_buf_init(&page->stack, SIZE_MAX / 2);
    dm_buf_init(&page->note, 65536);
    dm_buf_init(&page->readings, SIZE_MAX / 2);
    dm_buf_init(&page->rubies, SIZE_MAX / 2);
    dm_buf_init(&page->bases, SIZE_MAX / 2);
    dm_flow_init(&page->flow, doc->decoded.text, parsed, out,
                 doc->limits.max_blocks);
    page->flow.loose = true;
}

void dm_page_fini(dm_page *page)
{
    dm_flow_fini(&page->flow);
    dm_buf_fini(&page->stack);
    dm_buf_fini(&page->note);
    dm_buf_fini(&page->readings);
    dm_buf_fini(&page->rubies);
    dm_buf_fini(&page->bases);
}

dm_element *dm_page_elements(const dm_page *page)
{
    return (dm_element *)(void *)page->stack.ptr;
}

size_t dm_page_depth(const dm_page *page)
{
    return page->stack.len / sizeof(dm_element);
}

static dm_element top(const dm_page *page)
{
    static const dm_element ground = {.name = "",
                                      .role = DM_ROLE_BOX,
                                      .sink = DM_SINK_PAGE,
                                      .loose = true,
                                      .block = DM_NOID};

    return dm_page_depth(page) > 0
               ? dm_page_elements(page)[dm_page_depth(page) - 1]
               : ground;
}

dm_sink dm_page_sink(const dm_page *page)
{
    return top(page).sink;
}

/* What is on the stack's top decides how text is written. */
static void settle(dm_page *page)
{
    dm_element e = top(page);

    page->flow.loose = e.loose;
    page->flow.pre = e.pre;
}

static void pop(dm_page *page)
{
    dm_element e = top(page);

    page->stack.len -= sizeof e;
    dm_role_close(page, &e);
    settle(page);
}

/* The first `n` elements stay open. */
static void keep(dm_page *page, size_t n)
{
    while (dm_page_depth(page) > n)
        pop(page);
}

/* Is the element out of sight?  Whole pages hide themselves until their
** script has run; that is not meant. */
static bool hides(const dm_page *page, const dm_tag *tag,
                  const unsigned char **attrs)
{
    return dm_page_sink(page) == DM_SINK_PAGE && dm_attrs_hide(attrs) &&
           tag->role != DM_ROLE_ROOT && strcmp(tag->name, "body") != 0;
}

void dm_page_open(dm_page *page, const char *name, const unsigned char **attrs,
                  dm_range tag)
{
    const dm_tag *row = dm_tag_find(name);
    dm_element    e;
    dm_opening    o = {&e, row, attrs, tag};

    keep(page, dm_ruby_keep(page, row->role));
    e = top(page);
    e.name = name;
    e.role = row->role;
    e.block = DM_NOID;
    page->fresh = false;
    page->frames += strcmp(name, "frame") == 0;
    if (dm_page_depth(page) >= page->doc->limits.max_depth) {
        page->failed = true;
        dm_fail(&page->err, DM_E_DEPTH, "markup nests deeper than %zu",
                page->doc->limits.max_depth);
        return;
    }
    if (hides(page, row, attrs)) {
        page->hidden++;
        e.sink = DM_SINK_NONE;
    }
    if (tag.to == tag.from && row->role >= DM_ROLE_RUBY)
        e.role = DM_ROLE_INLINE; /* made up: nothing began that could end */
    dm_ruby_fit(page, &e);
    if (e.sink != DM_SINK_PAGE && e.role != DM_ROLE_RUBY_TEXT &&
        e.role != DM_ROLE_RUBY_PAREN)
        e.role = DM_ROLE_INLINE;
    if (tag.to > tag.from)
        dm_role_open(page, &o);
    dm_buf_add(&page->stack, &e, sizeof e);
    dm_page_check(page, !page->stack.failed);
    settle(page);
}

void dm_page_close(dm_page *page, const char *name)
{
    size_t n = dm_page_depth(page);
    size_t at = n;

    while (at > 0 && strcmp(dm_page_elements(page)[at - 1].name, name) != 0)
        at--;
    if (at == 0)
        return;
    keep(page, at - 1);
}

void dm_page_end(dm_page *page)
{
    keep(page, 0);
    dm_flow_end_para(&page->flow);
}

/* A page that gives nothing is to say so. */
static bool warn_empty(dm_page *page, dm_err *err)
{
    if (page->doc->text->text.len > 0)
        return true;
    if (page->frames > 0)
        return dm_doc_warn(page->doc, err,
                           "the page has no text: it is a set of %zu frames, "
                           "which are files of their own",
                           page->frames);
    return page->doc->decoded.text.len == 0 ||
           dm_doc_warn(page->doc, err, "the page has no text");
}

bool dm_page_finish(dm_page *page, dm_err *err)
{
    if (page->hidden > 0 &&
        !dm_doc_warn(page->doc, err, "%zu hidden %s left out", page->hidden,
                     page->hidden == 1 ? "element was" : "elements were"))
        return false;
    return warn_empty(page, err) &&
           dm_outline_finish(&page->flow.outline, page->doc, err) &&
           dm_ruby_annotate(page, err);
}
