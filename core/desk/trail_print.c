/* trail_print.c - a heading, the way of the place, then a line for everyone
** who touches it. */
#include "desk/trail_print.h"

#include <inttypes.h>

#include "desk/path.h"
#include "desk/show.h"

/* "date (notice.lua:12)". */
static void put_rule(dm_buf *out, const dm_value *o, const char *key)
{
    dm_slice file = dm_member_str(o, "file");

    dm_visible(out, dm_member_str(o, key));
    if (file.len == 0)
        return;
    dm_buf_str(out, " (");
    dm_visible(out, file);
    dm_buf_printf(out, ":%" PRId64 ")", dm_member_int(o, "script_line"));
}

static void put_more(dm_buf *out, const char *before, dm_slice text)
{
    if (text.len == 0)
        return;
    dm_buf_str(out, before);
    dm_visible(out, text);
}

/* The text of a span, where it is, and its view when that is not `own`. */
static void put_place(dm_buf *out, const dm_value *o, dm_slice own)
{
    dm_slice view = dm_member_str(o, "view");

    dm_buf_char(out, ' ');
    dm_show_value(out, dm_member_at(o, "text"));
    if (dm_member_at(o, "line") != NULL)
        dm_buf_printf(out, " at %" PRId64 ":%" PRId64, dm_member_int(o, "line"),
                      dm_member_int(o, "col"));
    if (!dm_slice_eq(view, own))
        put_more(out, " in view ", view);
}

static dm_slice own_view(const dm_value *place)
{
    return dm_member_str(dm_member_at(place, "path"), "view");
}

/* A value that is just the text of its span needs no word. */
static bool says_more(const dm_value *o, const dm_value *value)
{
    return value != NULL &&
           (value->kind != DM_STRING ||
            !dm_slice_eq(value->as.string, dm_member_str(o, "text")));
}

static void put_touch(dm_buf *out, const dm_value *o, dm_slice own)
{
    const dm_value *value = dm_member_at(o, "value");

    put_rule(out, o, "rule");
    put_place(out, o, own);
    if (says_more(o, value)) {
        dm_buf_str(out, ", value ");
        dm_show_value(out, value);
    }
    put_more(out, ": ", dm_member_str(o, "reason"));
    put_more(out, ", lost to ", dm_member_str(o, "by"));
    dm_buf_char(out, '\n');
}

static void put_rules(dm_buf *out, const dm_value *place)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(place, "rules", &items);
    char             kind[16];

    for (size_t i = 0; i < n; i++) {
        dm_slice k = dm_member_str(items[i], "kind");

        dm_err_copy(kind, sizeof kind, k.ptr, k.len);
        dm_show_label(out, kind);
        put_touch(out, items[i], own_view(place));
    }
}

/* Refusals that were counted and not kept. */
static void put_unsure(dm_buf *out, const dm_value *place)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(place, "unsure", &items);

    for (size_t i = 0; i < n; i++) {
        dm_show_label(out, "unknown");
        put_rule(out, items[i], "rule");
        dm_buf_printf(out,
                      " refused %" PRId64 " more matches, which were counted "
                      "only: one may be here\n",
                      dm_member_int(items[i], "more"));
    }
}

static void put_fields(dm_buf *out, const dm_value *place)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(place, "fields", &items);

    for (size_t i = 0; i < n; i++) {
        const dm_value *o = items[i];
        bool lost = dm_slice_eq(dm_member_str(o, "kind"), DM_S("lost"));

        dm_show_label(out, "field");
        put_rule(out, o, "field");
        dm_buf_str(out, lost ? " did not take " : " took ");
        dm_show_value(out, dm_member_at(o, "value"));
        put_more(out, ": ", dm_member_str(o, "reason"));
        dm_buf_char(out, '\n');
    }
}

static void put_notes(dm_buf *out, const dm_value *place)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(place, "annotations", &items);

    for (size_t i = 0; i < n; i++) {
        const dm_value *features = dm_member_at(items[i], "features");

        dm_show_label(out, "annotated");
        dm_visible(out, dm_member_str(items[i], "type"));
        put_place(out, items[i], own_view(place));
        if (features != NULL && features->kind == DM_OBJECT &&
            features->as.object.n > 0) {
            dm_buf_char(out, ' ');
            dm_show_value(out, features);
        }
        dm_buf_char(out, '\n');
    }
    n = dm_member_items(place, "drops", &items);
    for (size_t i = 0; i < n; i++) {
        dm_show_label(out, "dropped");
        dm_visible(out, dm_member_str(items[i], "reason"));
        put_place(out, items[i], own_view(place));
        dm_buf_char(out, '\n');
    }
}

static void put_edits(dm_buf *out, const dm_value *place)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(place, "edits", &items);

    for (size_t i = 0; i < n; i++) {
        const dm_value *o = items[i];
        const dm_value *wrap = dm_member_at(o, "wrap");

        dm_show_label(out, "edit");
        dm_visible(out, dm_member_str(o, "op"));
        put_more(out, " by ", dm_member_str(o, "rule"));
        put_more(out, " at ", dm_member_str(o, "file"));
        dm_buf_printf(out, ":%" PRId64 " ", dm_member_int(o, "script_line"));
        dm_show_value(out, dm_member_at(o, "before"));
        dm_buf_str(out, wrap != NULL ? " in " : " -> ");
        dm_show_value(out, wrap != NULL ? wrap : dm_member_at(o, "after"));
        put_more(out, ", ", dm_member_str(o, "state"));
        dm_buf_char(out, '\n');
    }
}

/* Whose hits are nearest, where no rule touches the place. */
static void put_near(dm_buf *out, const dm_value *place)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(place, "near", &items);

    if (dm_member_at(place, "near") == NULL)
        return;
    dm_show_label(out, "rules");
    dm_buf_str(out, n > 0 ? "none touches this; the nearest are\n"
                          : "none touches this, and none has found anything\n");
    for (size_t i = 0; i < n; i++) {
        const dm_value *o = items[i];
        int64_t         far = dm_member_int(o, "distance");

        dm_show_label(out, "");
        put_rule(out, o, "rule");
        if (far == 0)
            dm_buf_str(out, " right ");
        else
            dm_buf_printf(out, " %" PRId64 " character%s ", far,
                          far == 1 ? "" : "s");
        dm_visible(out, dm_member_str(o, "side"));
        dm_buf_str(out, " it,");
        put_place(out, o, own_view(place));
        dm_buf_char(out, '\n');
    }
}

static void put_heading(dm_buf *out, const dm_value *place, bool color)
{
    const dm_value *path = dm_member_at(place, "path");
    dm_slice        part = dm_member_str(path, "part");

    dm_buf_str(out, color ? "\x1b[1m" : "");
    dm_visible(out, dm_member_str(place, "id"));
    if (part.len > 0)
        dm_buf_char(out, '!');
    dm_visible(out, part);
    dm_buf_printf(out, ":%" PRId64 ":%" PRId64 ":", dm_member_int(path, "line"),
                  dm_member_int(path, "col"));
    dm_buf_str(out, color ? "\x1b[0m " : " ");
    dm_show_quote(out, dm_member_str(place, "text"));
    if (dm_member_int(place, "total") > 1)
        dm_buf_printf(out, "  (%" PRId64 " of %" PRId64 "%s)",
                      dm_member_int(place, "n"), dm_member_int(place, "total"),
                      dm_member_true(place, "more") ? " or more" : "");
    dm_buf_char(out, '\n');
}

void dm_trail_print(dm_buf *out, const dm_value *place, const dm_view *view,
                    bool color)
{
    if (dm_member_int(place, "n") > 1)
        dm_buf_char(out, '\n');
    put_heading(out, place, color);
    dm_path_print(out, dm_member_at(place, "path"), view, color);
    put_rules(out, place);
    put_unsure(out, place);
    put_fields(out, place);
    put_notes(out, place);
    put_edits(out, place);
    put_near(out, place);
}

void dm_trail_head(dm_buf *out, const dm_value *report, dm_slice id,
                   const char *text)
{
    static const char *const keys[][2] = {
        {"away",    "the script turns this document away: "},
        {"skipped", "the script skips this document: "     },
        {"failed",  "the script fails on this document: "  }
    };
    size_t start = out->len;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (dm_member_at(report, keys[i][0]) == NULL)
            continue;
        dm_buf_str(out, keys[i][1]);
        dm_visible(out, dm_member_str(report, keys[i][0]));
        dm_buf_char(out, '\n');
    }
    if (out->len > start)
        dm_buf_char(out, '\n');
    if (text == NULL || dm_member_int(report, "total") > 0)
        return;
    dm_visible(out, id);
    dm_buf_str(out, ": ");
    dm_show_quote(out, dm_slice_str(text));
    dm_buf_str(out, " stands neither in the script's view (");
    dm_visible(out, dm_member_str(report, "view"));
    dm_buf_str(out, ") nor in the decoded file\n");
}

void dm_trail_rest(dm_buf *out, const dm_value *report, size_t told)
{
    int64_t total = dm_member_int(report, "total");

    if ((size_t)total > told)
        dm_buf_printf(
            out, "\n%" PRId64 "%s more places are not shown (--limit)\n",
            total - (int64_t)told, dm_member_true(report, "more") ? " or" : "");
}
