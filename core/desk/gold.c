/* gold.c - marks read from gold and from records, and paired. */
#include "desk/gold.h"

#include "desk/check_in.h"

bool dm_gold_add(dm_marks *out, dm_arena *arena, const dm_gold_mark *mark)
{
    dm_gold_mark *all =
        dm_check_grow(arena, out->all, out->n, &out->cap, sizeof *out->all);

    if (all == NULL)
        return false;
    out->all = all;
    out->all[out->n++] = *mark;
    return true;
}

static bool is_offset(const dm_value *v)
{
    return v->kind == DM_INT && v->as.integer >= 0;
}

bool dm_gold_range(const dm_value *v, dm_range *out)
{
    if (v == NULL || v->kind != DM_LIST || v->as.list.n != 2 ||
        !is_offset(v->as.list.items[0]) || !is_offset(v->as.list.items[1]))
        return false;
    out->from = (size_t)v->as.list.items[0]->as.integer;
    out->to = (size_t)v->as.list.items[1]->as.integer;
    return out->from <= out->to;
}

static void take_places(const dm_value *v, dm_gold_mark *m)
{
    m->has_src = dm_gold_range(dm_value_at(v, DM_S("src")), &m->src);
    m->has_at = dm_gold_range(dm_value_at(v, DM_S("at")), &m->at);
}

/* A place that is given must be one. */
static bool check_places(const dm_value *v, const dm_gold_mark *m, dm_err *err)
{
    bool src = m->has_src || dm_value_at(v, DM_S("src")) == NULL;
    bool at = m->has_at || dm_value_at(v, DM_S("at")) == NULL;

    if (src && at)
        return true;
    dm_fail(err, DM_E_BAD_GOLD, "the %s of a span of '%.*s' is no place",
            src ? "at" : "src", (int)m->name.len, m->name.ptr);
    return dm_fail_help(err, "write [from, to]: whole numbers from 0, the end "
                             "excluded, from not behind to");
}

/* One entry of `spans`. */
static bool take_span(const dm_value *v, dm_gold_mark *m, dm_err *err)
{
    const dm_value *text;

    if (v->kind != DM_OBJECT)
        return dm_fail(err, DM_E_BAD_GOLD, "a span is an object");
    m->name = dm_member_str(v, "field");
    if (m->name.len == 0) {
        m->rule = true;
        m->name = dm_member_str(v, "rule");
    }
    if (m->name.len == 0)
        return dm_fail(err, DM_E_BAD_GOLD, "a span names no rule or field");
    take_places(v, m);
    if (!check_places(v, m, err))
        return false;
    text = dm_value_at(v, DM_S("text"));
    m->has_text = text != NULL && text->kind == DM_STRING;
    if (m->has_text)
        m->text = text->as.string;
    if (!m->has_src && !m->has_at && !m->has_text) {
        dm_fail(err, DM_E_BAD_GOLD, "a span of '%.*s' has no place",
                (int)m->name.len, m->name.ptr);
        return dm_fail_help(err, "give it src or at, [from, to], or text");
    }
    return true;
}

/* The text of item `i` of a field's value; "" for what is no text. */
static dm_slice text_of(const dm_value *value, size_t i)
{
    if (value != NULL && value->kind == DM_LIST)
        value = i < value->as.list.n ? value->as.list.items[i] : NULL;
    return value != NULL && value->kind == DM_STRING ? value->as.string
                                                     : DM_S("");
}

bool dm_gold_record(const dm_value *record, dm_arena *arena, dm_marks *out)
{
    const dm_value *spans = dm_value_at(record, DM_S("_spans"));

    if (spans == NULL || spans->kind != DM_OBJECT)
        return true;
    for (size_t i = 0; i < spans->as.object.n; i++) {
        const dm_member *f = &spans->as.object.members[i];
        const dm_value  *value = dm_value_at(record, f->key);

        for (size_t k = 0; f->value->kind == DM_LIST && k < f->value->as.list.n;
             k++) {
            const dm_value *place = f->value->as.list.items[k];
            dm_gold_mark    m = {.name = f->key, .text = DM_LIT("")};

            if (place->kind != DM_OBJECT)
                continue; /* a value without a place */
            take_places(place, &m);
            m.text = text_of(value, k);
            m.has_text = m.text.len > 0;
            if (!dm_gold_add(out, arena, &m))
                return false;
        }
    }
    return true;
}

bool dm_gold_marks(const dm_value *line, dm_arena *arena, dm_marks *out,
                   dm_err *err)
{
    const dm_value *spans = dm_value_at(line, DM_S("spans"));

    if (dm_value_at(line, DM_S("_spans")) == NULL &&
        (spans == NULL || spans->kind != DM_LIST)) {
        dm_fail(err, DM_E_BAD_GOLD, "this line has no spans");
        return dm_fail_help(err, "docmill help check shows the form");
    }
    if (!dm_gold_record(line, arena, out))
        return dm_fail(err, DM_E_MEMORY, "no memory for the gold");
    for (size_t i = 0;
         spans != NULL && spans->kind == DM_LIST && i < spans->as.list.n; i++) {
        dm_gold_mark m = {.text = DM_LIT("")};

        if (!take_span(spans->as.list.items[i], &m, err))
            return false;
        if (!dm_gold_add(out, arena, &m))
            return dm_fail(err, DM_E_MEMORY, "no memory for the gold");
    }
    return true;
}

static bool equal(dm_range a, dm_range b)
{
    return a.from == b.from && a.to == b.to;
}

static bool meet(dm_range a, dm_range b)
{
    return equal(a, b) || (a.from < b.to && b.from < a.to);
}

static bool same_name(const dm_gold_mark *g, const dm_gold_mark *f)
{
    return g->rule == f->rule && dm_slice_eq(g->name, f->name);
}

/* By what the gold says of the place: bytes, else code points, else text. */
static bool is_exact(const dm_gold_mark *g, const dm_gold_mark *f)
{
    if (g->has_src && f->has_src)
        return equal(g->src, f->src);
    if (g->has_at && f->has_at)
        return equal(g->at, f->at);
    return g->has_text && f->has_text && dm_slice_eq(g->text, f->text);
}

static bool overlaps(const dm_gold_mark *g, const dm_gold_mark *f)
{
    if (g->has_src && f->has_src)
        return meet(g->src, f->src);
    if (g->has_at && f->has_at)
        return meet(g->at, f->at);
    return g->has_text && f->has_text && g->text.len > 0 && f->text.len > 0 &&
           (memmem(g->text.ptr, g->text.len, f->text.ptr, f->text.len) !=
                NULL ||
            memmem(f->text.ptr, f->text.len, g->text.ptr, g->text.len) != NULL);
}

static void pair_one(dm_gold_mark *g, dm_marks *found, bool exact)
{
    for (size_t i = 0; i < found->n; i++) {
        dm_gold_mark *f = &found->all[i];

        if (f->overlap || !same_name(g, f))
            continue;
        if (exact ? is_exact(g, f) : overlaps(g, f)) {
            g->overlap = f->overlap = true;
            g->exact = f->exact = exact;
            return;
        }
    }
}

void dm_gold_pair(dm_marks *gold, dm_marks *found)
{
    for (size_t i = 0; i < gold->n; i++)
        pair_one(&gold->all[i], found, true);
    for (size_t i = 0; i < gold->n; i++)
        if (!gold->all[i].overlap)
            pair_one(&gold->all[i], found, false);
}
