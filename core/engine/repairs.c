/* repairs.c - the log of repairs, grouped by what they have in common.
**
** A page with glosses has a thousand repairs of one kind, so they are told by
** kinds, and each kind by its first places.
*/
#include "engine/repairs.h"

#include "repair/mend.h"

enum { SHOWN = 400 }; /* bytes of a text that are told */

typedef struct builder {
    dm_arena *arena;
    dm_value *out; /* list of groups */
    size_t    limit;
    bool      ok;
} builder;

static void set(builder *b, dm_value *o, const char *key, dm_value *v)
{
    b->ok = dm_value_set(b->arena, o, dm_slice_str(key), v) && b->ok;
}

static dm_value *word(const builder *b, const char *s)
{
    return dm_value_string(b->arena, dm_slice_str(s));
}

static dm_value *shown(const builder *b, dm_slice s)
{
    char cut[SHOWN + 1];

    dm_err_copy(cut, sizeof cut, s.ptr, s.len);
    return word(b, cut);
}

static bool says(const dm_value *o, const char *key, const char *what)
{
    const dm_value *v = dm_value_at(o, dm_slice_str(key));

    return v != NULL && dm_slice_eq(v->as.string, dm_slice_str(what));
}

static bool same_kind(const dm_value *group, dm_repaired r)
{
    return dm_value_at(group, DM_S("applied"))->as.boolean == r.mend->applied &&
           says(group, "step", r.made->stage.name) &&
           says(group, "mechanism", r.mend->mechanism) &&
           says(group, "certainty", dm_certainty_name(r.mend->certainty));
}

static dm_value *new_group(builder *b, dm_repaired r)
{
    dm_value *o = dm_value_object(b->arena);

    set(b, o, "step", word(b, r.made->stage.name));
    set(b, o, "mechanism", word(b, r.mend->mechanism));
    set(b, o, "certainty", word(b, dm_certainty_name(r.mend->certainty)));
    set(b, o, "applied", dm_value_bool(b->arena, r.mend->applied));
    set(b, o, "count", dm_value_int(b->arena, 0));
    set(b, o, "places", dm_value_list(b->arena));
    b->ok = dm_value_push(b->arena, b->out, o) && b->ok;
    return o;
}

static dm_value *group_of(builder *b, dm_repaired r)
{
    for (size_t i = 0; i < b->out->as.list.n; i++)
        if (same_kind(b->out->as.list.items[i], r))
            return b->out->as.list.items[i];
    return new_group(b, r);
}

static dm_value *place(builder *b, dm_repaired r)
{
    dm_value      *o = dm_value_object(b->arena);
    dm_value      *src = dm_value_list(b->arena);
    dm_range       bytes = {0, 0};
    const dm_part *part;

    (void)dm_view_source(r.made->parent, r.mend->src, &bytes);
    part = dm_doc_in_part(r.made->doc, &bytes, NULL);
    b->ok = dm_value_push(b->arena, src,
                          dm_value_int(b->arena, (int64_t)bytes.from)) &&
            dm_value_push(b->arena, src,
                          dm_value_int(b->arena, (int64_t)bytes.to)) &&
            b->ok;
    set(b, o, "src", src);
    if (part != NULL)
        set(b, o, "part", dm_value_string(b->arena, part->name));
    set(b, o, "before", shown(b, r.mend->before));
    set(b, o, "after", shown(b, r.mend->after));
    if (r.mend->note.len > 0)
        set(b, o, "note", shown(b, r.mend->note));
    return o;
}

static void add(builder *b, dm_repaired r)
{
    dm_value *group = group_of(b, r);
    dm_value *places;

    if (!b->ok)
        return;
    dm_value_at(group, DM_S("count"))->as.integer++;
    places = dm_value_at(group, DM_S("places"));
    if (places->as.list.n < b->limit)
        b->ok = dm_value_push(b->arena, places, place(b, r)) && b->ok;
}

dm_value *dm_repairs_value(dm_arena *arena, const dm_view *view, size_t limit)
{
    builder b = {arena, dm_value_list(arena), limit, true};

    b.ok = b.out != NULL;
    for (size_t i = 0, n = dm_view_repairs(view); b.ok && i < n; i++)
        add(&b, dm_view_repair(view, i));
    return b.ok ? b.out : NULL;
}
