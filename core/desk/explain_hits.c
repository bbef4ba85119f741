/* explain_hits.c - the page of what matched: rules, then fields. */
#include <inttypes.h>

#include "desk/explain.h"
#include "desk/explain_put.h"

enum { REFUSED = 100 }; /* matches that std/engine.lua keeps of a rule */

/* "... and 30 more matches (--limit=50 lists them)"; only `kept` of all can be
** listed, and no more when the report is at its ceiling. */
static void put_rest(const dm_told *e, const char *what, int64_t all,
                     int64_t kept, size_t shown)
{
    int64_t most = all < kept ? all : kept;

    if (all <= (int64_t)shown)
        return;
    dm_told_printf(e, DM_PAINT_DIM, "  ... and %" PRId64 " more %s",
                   all - (int64_t)shown, what);
    if (most > (int64_t)shown && !e->full)
        dm_told_printf(e, DM_PAINT_DIM, " (--limit=%" PRId64 " lists %s)", most,
                       most == all ? "them" : "the first of them");
    dm_buf_char(e->out, '\n');
}

/* The fields that took a match. */
static void put_fields(const dm_told *e, const dm_value *match)
{
    dm_value *const *names;
    size_t           n = dm_member_items(match, "fields", &names);

    for (size_t i = 0; i < n; i++) {
        dm_buf_str(e->out, i == 0 ? " -> field " : ", ");
        if (names[i]->kind == DM_STRING)
            dm_visible(e->out, names[i]->as.string);
    }
}

static void put_beat(const dm_told *e, const dm_value *match)
{
    dm_value *const *list;
    size_t           n = dm_member_items(match, "beat", &list);

    for (size_t i = 0; i < n; i++) {
        dm_buf_str(e->out, "      beat ");
        dm_told_quote(e, dm_member_str(list[i], "text"));
        dm_buf_str(e->out, " of rule ");
        dm_visible(e->out, dm_member_str(list[i], "rule"));
        dm_buf_str(e->out, ", which is ");
        dm_visible(e->out, dm_member_str(list[i], "reason"));
        dm_buf_char(e->out, '\n');
    }
}

/* What said yes to a match, where its bytes are, its score. */
static void put_evidence(const dm_told *e, const dm_value *match)
{
    const dm_value *region = dm_member_at(match, "region");
    const dm_value *score = dm_member_at(match, "score");

    dm_buf_str(e->out, "      view ");
    dm_visible(e->out, dm_member_str(match, "view"));
    dm_buf_str(e->out, "; ");
    dm_told_bytes(e, match);
    if (dm_member_true(match, "where"))
        dm_buf_str(e->out, "; where said yes");
    if (region != NULL)
        dm_buf_printf(e->out, "; within the region at %" PRId64 ":%" PRId64,
                      dm_member_int(region, "line"),
                      dm_member_int(region, "col"));
    if (score != NULL) {
        dm_buf_str(e->out, "; score ");
        dm_show_value(e->out, score);
    }
    dm_buf_char(e->out, '\n');
}

static void put_match(const dm_told *e, const dm_value *match)
{
    const dm_value *value = dm_member_at(match, "value");

    dm_buf_str(e->out, "  ");
    dm_told_where(e, match);
    dm_buf_str(e->out, ": ");
    dm_told_quote(e, dm_member_str(match, "text"));
    if (value != NULL &&
        !(value->kind == DM_STRING &&
          dm_slice_eq(value->as.string, dm_member_str(match, "text")))) {
        dm_buf_str(e->out, " = ");
        dm_show_value(e->out, value);
    }
    put_fields(e, match);
    dm_buf_char(e->out, '\n');
    dm_told_source(e, dm_member_at(match, "source"), 6);
    put_evidence(e, match);
    put_beat(e, match);
}

/* A match that is none: `word` says what became of it. */
static void put_loser(const dm_told *e, const dm_value *match, const char *word)
{
    dm_slice        by = dm_member_str(match, "by");
    const dm_value *winner = dm_member_at(match, "winner");

    dm_buf_str(e->out, "  ");
    dm_told_where(e, match);
    dm_buf_str(e->out, ": ");
    dm_told_printf(e, DM_PAINT_BAD, "%s", word);
    dm_buf_char(e->out, ' ');
    dm_told_quote(e, dm_member_str(match, "text"));
    if (by.len > 0) {
        dm_buf_str(e->out, " to rule ");
        dm_visible(e->out, by);
        dm_buf_str(e->out, ", which has ");
        dm_told_quote(e, dm_member_str(winner, "text"));
    }
    dm_buf_str(e->out, ": ");
    dm_visible(e->out, dm_member_str(match, "reason"));
    dm_buf_char(e->out, '\n');
    dm_told_source(e, dm_member_at(match, "source"), 6);
}

static void put_rule(const dm_told *e, const dm_value *rule)
{
    dm_value *const *list;
    size_t           n;

    dm_told_rule(e, rule);
    n = dm_member_items(rule, "matches", &list);
    for (size_t i = 0; i < n; i++)
        put_match(e, list[i]);
    put_rest(e, "matches", dm_member_int(rule, "hits"), INT64_MAX, n);
    n = dm_member_items(rule, "rejected", &list);
    for (size_t i = 0; i < n; i++)
        put_loser(e, list[i], "refused");
    put_rest(e, "refused", dm_member_int(rule, "nrejected"), REFUSED, n);
    n = dm_member_items(rule, "beaten", &list);
    for (size_t i = 0; i < n; i++)
        put_loser(e, list[i], "lost");
    put_rest(e, "lost", dm_member_int(rule, "nbeaten"), INT64_MAX, n);
}

static void put_candidate(const dm_told *e, const dm_value *c)
{
    const dm_value *place = dm_member_at(c, "place");
    const dm_value *reason = dm_member_at(c, "reason");

    dm_buf_str(e->out, "    not ");
    dm_show_value(e->out, dm_member_at(c, "value"));
    if (dm_member_str(c, "rule").len > 0) {
        dm_buf_str(e->out, " of rule ");
        dm_visible(e->out, dm_member_str(c, "rule"));
    }
    if (place != NULL) {
        dm_buf_str(e->out, " at ");
        dm_told_where(e, place);
    }
    dm_buf_str(e->out, ": ");
    if (reason != NULL && reason->kind == DM_STRING)
        dm_visible(e->out, reason->as.string);
    else if (reason != NULL)
        dm_show_value(e->out, reason);
    dm_buf_char(e->out, '\n');
}

static void put_field(const dm_told *e, const dm_value *field)
{
    const dm_value  *value = dm_member_at(field, "value");
    dm_value *const *list;
    size_t           n = dm_member_items(field, "lost", &list);

    dm_buf_str(e->out, "  ");
    dm_told_paint(e, DM_PAINT_HEAD, dm_member_str(field, "name"));
    if (value != NULL) {
        dm_buf_str(e->out, " = ");
        dm_show_value(e->out, value);
    } else {
        dm_told_printf(e, DM_PAINT_BAD, " has no value");
    }
    dm_buf_str(e->out, ", pick ");
    dm_visible(e->out, dm_member_str(field, "pick"));
    dm_buf_str(e->out,
               dm_member_true(field, "required") ? ", required\n" : "\n");
    for (size_t i = 0; i < n; i++)
        put_candidate(e, list[i]);
    put_rest(e, "candidates", dm_member_int(field, "nlost"), INT64_MAX, n);
}

void dm_explain_lost(dm_buf *out, const dm_value *report, bool color)
{
    dm_told e = {.out = out,
                 .id = dm_member_str(dm_member_at(report, "doc"), "id"),
                 .color = color};

    dm_told_head(&e, report);
    dm_buf_str(out, "a limit ended it, and what the rules had found is lost; "
                    "--at LINE:COL tells of the bytes and the view\n");
}

void dm_explain_hits(dm_buf *out, const dm_value *report, bool color)
{
    int64_t          ceiling = dm_member_int(report, "ceiling");
    dm_told          e = {.out = out,
                          .id = dm_member_str(dm_member_at(report, "doc"), "id"),
                          .color = color,
                          .full = ceiling > 0};
    dm_value *const *list;
    size_t           n = dm_member_items(report, "rules", &list);

    dm_told_head(&e, report);
    if (n == 0)
        dm_buf_str(out, "the script has no rules that could be explained\n");
    for (size_t i = 0; i < n; i++)
        put_rule(&e, list[i]);
    n = dm_member_items(report, "fields", &list);
    if (n > 0)
        dm_buf_str(out, "\nfields\n");
    for (size_t i = 0; i < n; i++)
        put_field(&e, list[i]);
    if (ceiling > 0)
        dm_told_printf(&e, DM_PAINT_DIM,
                       "\nno more than %" PRId64 " matches of a document are "
                       "listed, whatever --limit says\n",
                       ceiling);
}
