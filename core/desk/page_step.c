/* page_step.c - what every stage changed on the way to the clean text.
**
** The reader's edits are its markup: they are too many to be marks, and only
** cut the source, so that what is no text there shows as such.  So do line
** ends.  A stage tells its commonest changes with their numbers; repairs tell
** each place.
*/
#include "desk/page_in.h"
#include "repair/mend.h"

enum { GROUPS = 40, TOLD = 12, LONGEST = 48, CUTS = 200000 };

/* Places of a stage where the same became the same. */
typedef struct group {
    dm_slice before, after;
    size_t   n, first; /* first: in the clean text */
} group;

typedef struct stage {
    dm_page       *page;
    const dm_view *made;
    group          groups[GROUPS];
    size_t         ngroups;
} stage;

static dm_slice short_text(dm_slice s)
{
    size_t n = s.len;

    if (n <= LONGEST)
        return s;
    for (n = LONGEST; n > 0 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80;)
        n--;
    return dm_slice_sub(s, 0, n);
}

static void count(stage *s, dm_slice before, dm_slice after, dm_range dst)
{
    dm_range place;
    size_t   i = 0;

    while (i < s->ngroups && (!dm_slice_eq(s->groups[i].before, before) ||
                              !dm_slice_eq(s->groups[i].after, after)))
        i++;
    if (i == GROUPS)
        return;
    if (i == s->ngroups) {
        (void)dm_view_convert(s->made, dst, s->page->clean, &place, NULL);
        s->groups[s->ngroups++] = (group){before, after, 0, place.from};
    }
    s->groups[i].n++;
}

static dm_range source_of(const dm_page *p, const dm_view *view, dm_range range)
{
    dm_range out;

    (void)dm_view_convert(view, range, p->source, &out, NULL);
    return out;
}

static void cut(dm_page *p, const dm_view *view, dm_range range)
{
    dm_range at = source_of(p, view, range);

    if (p->cuts.len / sizeof at < CUTS && at.from < p->units_source.text.len)
        dm_buf_add(&p->cuts, &at, sizeof at);
}

static bool is_line_end(dm_slice before, dm_slice after)
{
    return dm_slice_eq(after, DM_S("\n")) && before.len <= 2;
}

/* A mark where a step changed something, on the text that it was given, or on
** what it made where that was nothing. */
static void mark_edit(stage *s, dm_range src, dm_range dst, dm_slice before,
                      dm_slice after)
{
    dm_page       *p = s->page;
    const dm_view *on = src.from < src.to ? s->made->parent : s->made;
    dm_range       range = src.from < src.to ? src : dst;
    dm_page_spot   mark = {.kind = DM_SPOT_EDIT, .rule = -1, .sides = 3};

    if (p->nedits >= DM_PAGE_EDITS) {
        p->left_edits++;
        return;
    }
    mark.info = dm_value_object(p->arena);
    dm_page_text(p, mark.info, "step", dm_slice_str(s->made->stage.name));
    dm_page_text(p, mark.info, "before", short_text(before));
    dm_page_text(p, mark.info, "after", short_text(after));
    (void)dm_page_mark(p, on, range, &mark);
}

static void add_edit(stage *s, const dm_edit *e)
{
    dm_page       *p = s->page;
    const dm_view *from = s->made->parent;
    dm_range       src = {e->src, (size_t)e->src + e->slen};
    dm_range       dst = {e->dst, (size_t)e->dst + e->dlen};
    dm_slice       before = dm_slice_sub(from->text, src.from, src.to);
    dm_slice       after = dm_slice_sub(s->made->text, dst.from, dst.to);

    count(s, short_text(before), short_text(after), dst);
    if (s->made == p->ask->doc->text || is_line_end(before, after))
        cut(p, from, src);
    else if (s->made->nmends == 0)
        mark_edit(s, src, dst, before, after);
}

static dm_value *told(stage *s)
{
    dm_page  *p = s->page;
    dm_value *out = dm_value_list(p->arena);

    for (size_t k = 0; k < TOLD; k++) {
        group    *most = NULL;
        dm_value *one;

        for (size_t i = 0; i < s->ngroups; i++)
            if (s->groups[i].n > (most != NULL ? most->n : 0))
                most = &s->groups[i];
        if (most == NULL)
            return out;
        one = dm_value_list(p->arena);
        dm_page_push(p, one, dm_value_string(p->arena, most->before));
        dm_page_push(p, one, dm_value_string(p->arena, most->after));
        dm_page_number(p, one, most->n);
        dm_page_number(p, one, dm_units_before(&p->units_clean, most->first));
        dm_page_push(p, out, one);
        most->n = 0;
    }
    return out;
}

/* `made`, and before it all stages that lead there. */
static void add_stage(dm_page *p, dm_value *list, const dm_view *made)
{
    stage     s = {.page = p, .made = made};
    dm_value *one;

    if (made == p->source)
        return;
    add_stage(p, list, made->parent);
    for (size_t i = 0; made->map.edits != NULL && i < made->map.n; i++)
        add_edit(&s, &made->map.edits[i]);
    one = dm_value_object(p->arena);
    dm_page_text(p, one, "name", dm_slice_str(made->stage.name));
    dm_page_set(p, one, "edits",
                dm_value_int(p->arena, (int64_t)made->stage.edits));
    dm_page_set(p, one, "changes", told(&s));
    dm_page_push(p, list, one);
}

static void add_repair(dm_page *p, dm_repaired r)
{
    dm_page_spot mark = {.kind = DM_SPOT_REPAIR, .rule = -1, .sides = 3};

    mark.info = dm_value_object(p->arena);
    dm_page_text(p, mark.info, "step", dm_slice_str(r.made->stage.name));
    dm_page_text(p, mark.info, "before", r.mend->before);
    dm_page_text(p, mark.info, "after", r.mend->after);
    dm_page_text(p, mark.info, "mechanism", dm_slice_str(r.mend->mechanism));
    dm_page_text(p, mark.info, "certainty",
                 dm_slice_str(dm_certainty_name(r.mend->certainty)));
    dm_page_set(p, mark.info, "applied",
                dm_value_bool(p->arena, r.mend->applied));
    if (r.mend->note.len > 0)
        dm_page_text(p, mark.info, "note", r.mend->note);
    (void)dm_page_mark(p, r.made->parent, r.mend->src, &mark);
}

static void add_errors(dm_page *p)
{
    const dm_decoded *d = &p->ask->doc->decoded;

    for (size_t i = 0; i < d->nerrors; i++) {
        dm_page_spot mark = {.kind = DM_SPOT_DECODE, .rule = -1, .sides = 3};

        (void)dm_page_mark(p, p->ask->doc->raw, d->errors[i], &mark);
    }
}

static void add_drops(dm_page *p)
{
    const dm_doc *doc = p->ask->doc;

    for (size_t i = 0; i < doc->ndrops && i < p->limit; i++) {
        dm_page_spot mark = {.kind = DM_SPOT_DROPPED, .rule = -1, .sides = 3};

        mark.info = dm_value_object(p->arena);
        dm_page_text(p, mark.info, "reason", doc->drops[i].reason);
        (void)dm_page_mark(p, doc->drops[i].view, doc->drops[i].range, &mark);
    }
}

dm_value *dm_page_stages(dm_page *p)
{
    dm_value *out = dm_value_list(p->arena);

    add_drops(p);
    add_errors(p);
    for (size_t i = 0; i < dm_view_repairs(p->clean); i++) {
        dm_repaired r = dm_view_repair(p->clean, i);

        if (p->nedits < DM_PAGE_EDITS)
            add_repair(p, r);
        else
            p->left_edits++;
    }
    add_stage(p, out, p->clean);
    return out;
}
