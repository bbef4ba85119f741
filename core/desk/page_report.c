/* page_report.c - from the reports of one or two runs to marks and rules.
**
** A match of the earlier run that is one of the present run's, too (rule and
** range), shares its mark (page_pair.c).
** A report (std/ask/page.lua) names views; they are made again by name, which
** costs nothing.
*/
#include "desk/page_in.h"
#include "text/utf8.h"

enum { NOW = 1, WAS = 2, LONGEST = 600 };

static bool is_place(const dm_value *list, size_t least)
{
    if (list == NULL || list->kind != DM_LIST || list->as.list.n < least)
        return false;
    for (size_t i = 0; i < least; i++)
        if (list->as.list.items[i]->kind != DM_INT ||
            list->as.list.items[i]->as.integer < 0)
            return false;
    return true;
}

static size_t nth(const dm_value *list, size_t i)
{
    return (size_t)list->as.list.items[i]->as.integer;
}

/* The view and range that a place of a report is about; NULL for none. */
static const dm_view *place_of(const dm_page *p, const dm_value *entry,
                               dm_range *range)
{
    const dm_value *views = dm_member_list(p->report, "views");
    const dm_value *name;
    const dm_view  *view;
    dm_err          err;

    if (!is_place(entry, 3) || views == NULL ||
        nth(entry, 2) >= views->as.list.n)
        return NULL;
    name = views->as.list.items[nth(entry, 2)];
    *range = (dm_range){nth(entry, 0), nth(entry, 1)};
    view = name->kind == DM_STRING
               ? dm_doc_view(p->ask->doc, name->as.string, &err)
               : NULL;
    return view != NULL && range->from <= range->to &&
                   range->to <= view->text.len
               ? view
               : NULL;
}

/* The start of a text, to the end of a character. */
static dm_slice beginning(dm_slice s)
{
    size_t n = s.len;

    if (n > LONGEST)
        for (n = LONGEST; dm_utf8_inside(s.ptr[n]);)
            n--;
    return dm_slice_sub(s, 0, n);
}

/* What the page tells of a place besides where it is. */
static dm_value *info_of(dm_page *p, const dm_value *entry, const dm_view *view,
                         dm_range range)
{
    dm_value *out = NULL;

    if (entry->kind == DM_LIST && entry->as.list.n > 3 &&
        entry->as.list.items[3]->kind == DM_OBJECT)
        out = entry->as.list.items[3];
    if (out == NULL)
        out = dm_value_object(p->arena);
    if (view == p->clean)
        return out;
    dm_page_text(p, out, "view", dm_slice_str(view->name));
    dm_page_text(p, out, "text",
                 beginning(dm_slice_sub(view->text, range.from, range.to)));
    return out;
}

static void add_was(dm_page *p, const dm_value *entry, const dm_view *view,
                    dm_range range, dm_page_spot *mark)
{
    dm_page_spot *same = dm_page_shared(p, view, range, mark);
    dm_value     *info = info_of(p, entry, view, range);
    dm_value     *value = dm_value_at(info, DM_S("value"));

    if (same == NULL && dm_page_behind(p, mark)) {
        p->left_pairs++;
        return;
    }
    mark->info = info;
    if (same == NULL) {
        (void)dm_page_mark(p, view, range, mark);
        return;
    }
    same->sides |= WAS;
    if (value != NULL)
        dm_page_set(p, same->info, "was", value);
    else /* a match's text */
        dm_page_text(p, same->info, "was",
                     beginning(dm_slice_sub(view->text, range.from, range.to)));
}

/* Marks for a rule's list of places; there are `n`, some of which the report
** may have left out. */
static void add_entries(dm_page *p, const dm_value *rule, const char *key,
                        int64_t n, dm_page_spot mark)
{
    const dm_value *list = dm_member_list(rule, key);
    const bool      was = mark.sides == WAS && mark.kind == DM_SPOT_HIT;
    dm_page_spot    last = mark;

    for (size_t i = 0; list != NULL && i < list->as.list.n; i++) {
        const dm_value *entry = list->as.list.items[i];
        dm_range        range;
        const dm_view  *view = place_of(p, entry, &range);

        if (view == NULL)
            continue;
        if (was) {
            add_was(p, entry, view, range, &mark);
            last = dm_page_compare(&mark, &last) > 0 ? mark : last;
            continue;
        }
        mark.info = info_of(p, entry, view, range);
        (void)dm_page_mark(p, view, range, &mark);
    }
    if (list == NULL || n <= (int64_t)list->as.list.n)
        return;
    p->left_marks += (size_t)n - list->as.list.n;
    if (was)
        dm_page_share_rest(p, &last);
}

/* All of a rule's report but the lists of its matches. */
static dm_value *summary(dm_page *p, const dm_value *rule)
{
    dm_value *out = dm_value_object(p->arena);

    for (size_t i = 0; i < rule->as.object.n; i++) {
        const dm_member *m = &rule->as.object.members[i];

        if (!dm_slice_eq(m->key, DM_S("matches")) &&
            !dm_slice_eq(m->key, DM_S("rejected")) &&
            !dm_slice_eq(m->key, DM_S("beaten")) &&
            !dm_slice_eq(m->key, DM_S("rest")))
            p->failed |= !dm_value_set(p->arena, out, m->key, m->value);
    }
    return out;
}

/* Matches first, of all rules: what is left out at the limit is the rest. */
static void add_rules(dm_page *p, const dm_value *report, unsigned side)
{
    static const struct {
        const char  *key, *count;
        dm_spot_kind kind;
    } rows[] = {
        {"matches",  "hits",      DM_SPOT_HIT    },
        {"beaten",   "nbeaten",   DM_SPOT_BEATEN },
        {"rejected", "nrejected", DM_SPOT_REFUSED},
    };
    const dm_value *rules = dm_member_list(report, "rules");

    p->report = report;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (size_t i = 0; rules != NULL && i < rules->as.list.n; i++) {
            const dm_value *rule = rules->as.list.items[i];
            dm_page_spot    mark = {.kind = rows[k].kind, .sides = side};

            mark.rule = dm_page_rule(p, dm_member_str(rule, "id"));
            if (mark.rule < 0)
                return;
            if (k == 0)
                dm_page_set(p, p->rules->as.list.items[mark.rule],
                            side == NOW ? "now" : "was", summary(p, rule));
            if (k == 0)
                dm_page_rest(p, rule, side);
            add_entries(p, rule, rows[k].key,
                        dm_member_int(rule, rows[k].count), mark);
        }
}

/* The match at `range` of one of the rules that the field is made from. */
static dm_page_spot *match_of(dm_page *p, const dm_value *field,
                              const dm_view *view, dm_range range)
{
    const dm_value *from = dm_member_list(field, "from");
    dm_page_spot    like = {.rule = -1};
    dm_page_spot   *hit = NULL;

    for (size_t i = 0; from != NULL && hit == NULL && i < from->as.list.n; i++)
        if (from->as.list.items[i]->kind == DM_STRING) {
            like.rule = dm_page_rule(p, from->as.list.items[i]->as.string);
            hit = dm_page_shared(p, view, range, &like);
        }
    return hit;
}

/* A field's value at `place`: its match's mark is told of it, or it gets one of
** its own. */
static void add_value(dm_page *p, const dm_value *field, const dm_value *place)
{
    dm_slice       rule = dm_member_str(field, "rule");
    dm_slice       name = dm_member_str(field, "name");
    dm_range       range;
    const dm_view *view = place_of(p, place, &range);
    dm_page_spot   mark = {.kind = DM_SPOT_FIELD, .sides = NOW, .rule = -1};
    dm_page_spot  *hit;

    if (view == NULL)
        return;
    hit = match_of(p, field, view, range);
    if (hit != NULL && hit->info != NULL) {
        dm_page_field(p, hit->info, name);
        return;
    }
    if (rule.len > 0)
        mark.rule = dm_page_rule(p, rule);
    mark.info = info_of(p, place, view, range);
    dm_page_field(p, mark.info, name);
    (void)dm_page_mark(p, view, range, &mark);
}

/* A candidate that was not picked; the number of its mark goes with it. */
static dm_value *loser(dm_page *p, const dm_value *field, const dm_value *lost)
{
    dm_value       *out = dm_value_object(p->arena);
    const dm_value *place = NULL;
    dm_range        range;
    const dm_view  *view;
    dm_page_spot    mark = {.kind = DM_SPOT_LOST, .sides = NOW};

    for (size_t i = 0; i < lost->as.object.n; i++) {
        const dm_member *m = &lost->as.object.members[i];

        if (dm_slice_eq(m->key, DM_S("place")))
            place = m->value;
        else
            p->failed |= !dm_value_set(p->arena, out, m->key, m->value);
    }
    view = place != NULL ? place_of(p, place, &range) : NULL;
    if (view == NULL)
        return out;
    mark.rule = dm_page_rule(p, dm_member_str(lost, "rule"));
    mark.info = out;
    dm_page_field(p, out, dm_member_str(field, "name"));
    dm_page_set(p, out, "mark",
                dm_value_int(p->arena, dm_page_mark(p, view, range, &mark)));
    return out;
}

static dm_value *field_of(dm_page *p, const dm_value *field)
{
    dm_value       *out = dm_value_object(p->arena);
    dm_value       *losers = dm_value_list(p->arena);
    const dm_value *places = dm_member_list(field, "places");
    const dm_value *lost = dm_member_list(field, "lost");

    for (size_t i = 0; i < field->as.object.n; i++) {
        const dm_member *m = &field->as.object.members[i];

        if (!dm_slice_eq(m->key, DM_S("places")) &&
            !dm_slice_eq(m->key, DM_S("lost")) &&
            !dm_slice_eq(m->key, DM_S("rest")))
            p->failed |= !dm_value_set(p->arena, out, m->key, m->value);
    }
    for (size_t i = 0; places != NULL && i < places->as.list.n; i++)
        add_value(p, field, places->as.list.items[i]);
    dm_page_rest(p, field, NOW);
    for (size_t i = 0; lost != NULL && i < lost->as.list.n; i++)
        dm_page_push(p, losers, loser(p, field, lost->as.list.items[i]));
    dm_page_set(p, out, "lost", losers);
    return out;
}

static dm_value *fields(dm_page *p, const dm_value *report)
{
    dm_value       *out = dm_value_list(p->arena);
    const dm_value *list = dm_member_list(report, "fields");

    for (size_t i = 0; list != NULL && i < list->as.list.n; i++)
        dm_page_push(p, out, field_of(p, list->as.list.items[i]));
    return out;
}

dm_value *dm_page_reports(dm_page *p)
{
    const dm_page_run *was = p->ask->was;
    dm_value          *out;

    add_rules(p, p->ask->now.report, NOW);
    dm_page_order(p);
    out = fields(p, p->ask->now.report);
    if (was != NULL && was->report != NULL)
        add_rules(p, was->report, WAS);
    dm_page_records(p, out);
    return out;
}
