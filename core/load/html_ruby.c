/* html_ruby.c - pairing readings with bases while the markup goes by.
**
** Each open <ruby> is a row of page->rubies; the bases of its group stand in
** page->bases, those of inner rubies behind those of outer ones.  The mark
** DM_MARK_RUBY sees where the current base began. */
#include "load/html_ruby.h"

typedef struct ruby {
    dm_mark around; /* of the ruby around, as this one found it */
    size_t  first;  /* its first base in page->bases */
    size_t  next;   /* which of its bases the next reading belongs to */
    bool    read;   /* readings came: another base begins a new group */
    bool    begun;  /* something visible stands in it, … */
    size_t  from;   /* … from here on */
} ruby;

static ruby *innermost(const dm_page *page)
{
    return (ruby *)(void *)(page->rubies.ptr + page->rubies.len) - 1;
}

static dm_range *bases(const dm_page *page)
{
    return (dm_range *)(void *)page->bases.ptr;
}

static size_t count(const dm_page *page)
{
    return page->bases.len / sizeof(dm_range);
}

static void drop_bases(dm_page *page, size_t first)
{
    page->bases.len = first * sizeof(dm_range);
}

/* What was written since the mark was armed is a base, if it is anything. */
static void end_base(dm_page *page)
{
    ruby    *r = innermost(page);
    dm_range base = dm_flow_take(&page->flow, DM_MARK_RUBY);

    if (base.to == base.from)
        return;
    if (!r->begun)
        r->from = base.from;
    r->begun = true;
    if (r->read) {
        drop_bases(page, r->first);
        r->next = 0;
        r->read = false;
    }
    dm_buf_add(&page->bases, &base, sizeof base);
    dm_page_check(page, !page->bases.failed);
}

void dm_ruby_open(dm_page *page, const dm_opening *o)
{
    ruby r = {
        .around = page->flow.marks[DM_MARK_RUBY],
        .first = count(page),
    };

    (void)o;
    dm_buf_add(&page->rubies, &r, sizeof r);
    dm_page_check(page, !page->rubies.failed);
    dm_flow_arm(&page->flow, DM_MARK_RUBY);
}

/* The ruby around goes on; if nothing stood in its base before, then it began
** where this one did. */
void dm_ruby_close(dm_page *page, const dm_element *e)
{
    dm_mark m;
    ruby   *r = innermost(page);

    (void)e;
    if (page->failed)
        return;
    end_base(page);
    m = r->around;
    if (m.armed && !m.begun && r->begun) {
        m.begun = true;
        m.from = r->from;
    }
    page->flow.marks[DM_MARK_RUBY] = m;
    drop_bases(page, r->first);
    page->rubies.len -= sizeof *r;
}

void dm_ruby_open_base(dm_page *page, const dm_opening *o)
{
    (void)o;
    end_base(page);
    dm_flow_arm(&page->flow, DM_MARK_RUBY);
}

void dm_ruby_close_base(dm_page *page, const dm_element *e)
{
    (void)e;
    end_base(page);
    dm_flow_arm(&page->flow, DM_MARK_RUBY);
}

/* The note is a reading of `base`. */
static void add(dm_page *page, dm_range base)
{
    dm_reading reading = {base, dm_page_fold_note(page)};

    page->cut = page->cut || page->note.failed;
    dm_buf_clear(&page->note);
    if (reading.text.len == 0)
        return;
    reading.text = dm_arena_slice(&page->doc->arena, reading.text);
    dm_page_check(page, reading.text.ptr != NULL);
    dm_buf_add(&page->readings, &reading, sizeof reading);
}

/* The note belongs to all bases of the group. */
static void add_to_all(dm_page *page)
{
    size_t first = innermost(page)->first;
    size_t n = count(page);

    if (n > first)
        add(page, (dm_range){bases(page)[first].from, bases(page)[n - 1].to});
}

void dm_ruby_open_reading(dm_page *page, const dm_opening *o)
{
    if (o->e->sink == DM_SINK_NOTE)
        add_to_all(page); /* what stood before it in its row */
    end_base(page);
    o->e->sink = DM_SINK_NOTE;
    dm_buf_clear(&page->note);
}

/* A reading without a base of its own belongs to the last one. */
void dm_ruby_close_reading(dm_page *page, const dm_element *e)
{
    ruby  *r = innermost(page);
    size_t at = r->first + r->next++;
    size_t n = count(page);

    (void)e;
    r->read = true;
    dm_flow_arm(&page->flow, DM_MARK_RUBY);
    if (n > r->first)
        add(page, bases(page)[at < n ? at : n - 1]);
    dm_buf_clear(&page->note);
}

void dm_ruby_open_row(dm_page *page, const dm_opening *o)
{
    end_base(page);
    innermost(page)->next = 0;
    o->e->sink = DM_SINK_NOTE;
    dm_buf_clear(&page->note);
}

void dm_ruby_close_row(dm_page *page, const dm_element *e)
{
    (void)e;
    innermost(page)->read = true;
    add_to_all(page);
    dm_buf_clear(&page->note);
    dm_flow_arm(&page->flow, DM_MARK_RUBY);
}

/* ---- the stack of elements ---- */

static bool is_part(dm_role role)
{
    return role >= DM_ROLE_RUBY_TEXT && role <= DM_ROLE_RUBY_PAREN;
}

static dm_role role_at(const dm_page *page, size_t i)
{
    return dm_tag_find(dm_page_elements(page)[i].name)->role;
}

/* Behind the innermost open <ruby>, whether it has an effect or not; 0 when
** none is open. */
static size_t inside(const dm_page *page)
{
    size_t n = dm_page_depth(page);

    while (n > 0 && strcmp(dm_page_elements(page)[n - 1].name, "ruby") != 0)
        n--;
    return n;
}

static bool in_paragraph(const dm_page *page, size_t n)
{
    while (n > 0 && strcmp(dm_page_elements(page)[n - 1].name, "p") != 0)
        n--;
    return n > 0;
}

size_t dm_ruby_keep(const dm_page *page, dm_role role)
{
    size_t all = dm_page_depth(page);
    bool   block = role >= DM_ROLE_BOX && role <= DM_ROLE_CAPTION;
    size_t in;

    if (!is_part(role) && !(block && dm_page_sink(page) == DM_SINK_NOTE))
        return all;
    in = inside(page);
    if (in == 0)
        return all;
    if (block)
        return in_paragraph(page, in - 1) ? in - 1 : all;
    for (size_t i = in; i < all; i++) {
        bool around = role_at(page, i) == DM_ROLE_RUBY_ROW &&
                      (role == DM_ROLE_RUBY_TEXT || role == DM_ROLE_RUBY_PAREN);

        if (is_part(role_at(page, i)) && !around)
            return i;
    }
    return all;
}

void dm_ruby_fit(const dm_page *page, dm_element *e)
{
    const dm_element *stack = dm_page_elements(page);
    size_t            in = inside(page);
    bool              in_row = false;

    if (!is_part(e->role))
        return;
    if (in > 0)
        in_row = stack[dm_page_depth(page) - 1].role == DM_ROLE_RUBY_ROW;
    if (in > 0 && stack[in - 1].role == DM_ROLE_RUBY &&
        (e->sink == DM_SINK_PAGE || in_row))
        return;
    if (in > 0 && e->role != DM_ROLE_RUBY_BASE)
        e->sink = DM_SINK_NONE;
    e->role = DM_ROLE_INLINE;
}

bool dm_ruby_annotate(dm_page *page, dm_err *err)
{
    const dm_reading *list = (const dm_reading *)(void *)page->readings.ptr;
    size_t            n = page->readings.len / sizeof *list;

    if (page->readings.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for readings");
    for (size_t i = 0; i < n; i++) {
        dm_feature    feature = {DM_LIT("reading"), list[i].text};
        dm_annotation a = {page->doc->text, list[i].base, DM_LIT("reading"),
                           &feature, 1};

        if (!dm_doc_annotate(page->doc, &a, err))
            return false;
    }
    return !page->cut ||
           dm_doc_warn(page->doc, err, "a reading was cut after %zu bytes",
                       page->note.max);
}
