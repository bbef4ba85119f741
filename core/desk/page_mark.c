/* page_mark.c - marks on both texts, and values made without a check each. */
#include "desk/page_in.h"

void dm_page_set(dm_page *p, dm_value *object, const char *key, dm_value *v)
{
    p->failed |= !dm_value_set(p->arena, object, dm_slice_str(key), v);
}

void dm_page_push(dm_page *p, dm_value *list, dm_value *v)
{
    p->failed |= !dm_value_push(p->arena, list, v);
}

void dm_page_number(dm_page *p, dm_value *list, size_t n)
{
    dm_page_push(p, list, dm_value_int(p->arena, (int64_t)n));
}

void dm_page_text(dm_page *p, dm_value *object, const char *key, dm_slice s)
{
    dm_page_set(p, object, key, dm_value_string(p->arena, s));
}

void dm_page_field(dm_page *p, dm_value *info, dm_slice name)
{
    dm_value *list = dm_value_at(info, DM_S("fields"));

    if (list == NULL) {
        list = dm_value_list(p->arena);
        dm_page_set(p, info, "fields", list);
    }
    for (size_t i = 0; list != NULL && i < list->as.list.n; i++)
        if (dm_slice_eq(list->as.list.items[i]->as.string, name))
            return;
    dm_page_push(p, list, dm_value_string(p->arena, name));
}

int dm_page_rule(dm_page *p, dm_slice id)
{
    dm_value *one;

    if (p->rules == NULL)
        return -1;
    for (size_t i = 0; i < p->rules->as.list.n; i++)
        if (dm_slice_eq(dm_member_str(p->rules->as.list.items[i], "id"), id))
            return (int)i;
    one = dm_value_object(p->arena);
    dm_page_text(p, one, "id", id);
    dm_page_set(p, one, "now", dm_value_null(p->arena));
    dm_page_set(p, one, "was", dm_value_null(p->arena));
    dm_page_push(p, p->rules, one);
    return p->failed ? -1 : (int)p->rules->as.list.n - 1;
}

bool dm_page_known(const dm_page *p, dm_slice id)
{
    for (size_t i = 0; p->rules != NULL && i < p->rules->as.list.n; i++) {
        const dm_value *rule = p->rules->as.list.items[i];
        const dm_value *now = dm_value_at(rule, DM_S("now"));

        if (dm_slice_eq(dm_member_str(rule, "id"), id))
            return now != NULL && now->kind != DM_NULL;
    }
    return false;
}

/* Does any of it stand in what the page shows? */
static bool is_shown(const dm_page *p, const dm_page_spot *m)
{
    return m->clean.from < p->units_clean.text.len ||
           m->source.from < p->units_source.text.len ||
           (p->clean->text.len == 0 && p->source->text.len == 0);
}

static bool is_made(const dm_page_spot *m)
{
    return m->kind < DM_SPOT_EDIT;
}

/* Is there room for one more of its kind? */
static bool room_for(dm_page *p, const dm_page_spot *m)
{
    size_t *n = is_made(m) ? &p->nmade : &p->nedits;
    size_t  max = is_made(m) ? p->limit : DM_PAGE_EDITS;

    if (*n < max && is_shown(p, m)) {
        ++*n;
        return true;
    }
    ++*(is_made(m) ? &p->left_marks : &p->left_edits);
    dm_page_unmarked(p, m);
    return false;
}

int dm_page_mark(dm_page *p, const dm_view *view, dm_range range,
                 const dm_page_spot *mark)
{
    dm_page_spot m = *mark;

    (void)dm_view_convert(view, range, p->clean, &m.clean, NULL);
    (void)dm_view_convert(view, range, p->source, &m.source, NULL);
    if (!room_for(p, &m))
        return -1;
    m.exact = dm_view_source(view, range, &m.raw);
    m.bytes = m.raw;
    (void)dm_doc_in_part(p->ask->doc, &m.bytes, &m.exact);
    dm_buf_add(&p->marks, &m, sizeof m);
    return (int)(p->marks.len / sizeof m) - 1;
}
