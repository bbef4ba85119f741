/* blame_print.c - a value, who made it, and the way of its place. */
#include "desk/blame_print.h"

#include <inttypes.h>

#include "base/err.h"
#include "desk/path.h"
#include "desk/show.h"

enum { PATTERN = 80 }; /* bytes of a pattern that are shown */

void dm_blame_print_head(dm_buf *out, const char *records, size_t line,
                         const dm_doc *doc, const dm_value *notes, bool color)
{
    if (out->len > 0)
        dm_buf_char(out, '\n');
    dm_buf_str(out, color ? "\x1b[1m" : "");
    dm_visible(out, dm_slice_str(records));
    dm_buf_printf(out, ":%zu:", line);
    dm_buf_str(out, color ? "\x1b[0m " : " ");
    dm_visible(out, doc->id);
    dm_buf_char(out, '\n');
    for (size_t i = 0; notes != NULL && i < notes->as.list.n; i++) {
        dm_show_label(out, "note");
        dm_visible(out, notes->as.list.items[i]->as.string);
        dm_buf_char(out, '\n');
    }
}

static void put_pattern(dm_buf *out, dm_slice pattern)
{
    char cut[PATTERN + 1];

    if (pattern.len == 0)
        return;
    dm_err_copy(cut, sizeof cut, pattern.ptr, pattern.len);
    dm_buf_str(out, "  ");
    dm_visible(out, dm_slice_str(cut));
    dm_buf_str(out, pattern.len > PATTERN ? "..." : "");
}

static void put_rule(dm_buf *out, const dm_value *value)
{
    const dm_value *script = dm_member_at(value, "script");
    dm_slice        rule = dm_member_str(value, "rule");

    if (rule.len == 0)
        return;
    dm_show_label(out, "rule");
    dm_visible(out, rule);
    if (script != NULL) {
        dm_buf_str(out, " (");
        dm_visible(out, dm_member_str(script, "file"));
        dm_buf_printf(out, ":%" PRId64 ")", dm_member_int(script, "line"));
        put_pattern(out, dm_member_str(script, "pattern"));
    }
    dm_buf_char(out, '\n');
}

/* The value is not just the text of its place, or the script has another. */
static void put_made(dm_buf *out, const dm_value *value)
{
    const dm_value *path = dm_member_at(value, "path");
    const dm_value *now = dm_member_at(value, "now");

    if (dm_member_true(value, "made")) {
        dm_show_label(out, "made from");
        dm_show_value(out, dm_member_at(path, "text"));
        dm_buf_char(out, '\n');
    }
    if (now == NULL)
        return;
    dm_show_label(out, "now");
    dm_buf_str(out, "the script gives ");
    dm_show_value(out, now);
    dm_buf_char(out, '\n');
}

static void put_at(dm_buf *out, const dm_value *value, const dm_value *path)
{
    dm_slice part = dm_member_str(path, "part");

    dm_show_label(out, "from");
    dm_visible(out, dm_member_str(value, "id"));
    dm_buf_str(out, part.len > 0 ? "!" : "");
    dm_visible(out, part);
    dm_buf_printf(out, ":%" PRId64 ":%" PRId64 ", %s\n",
                  dm_member_int(path, "line"), dm_member_int(path, "col"),
                  dm_member_true(value, "exact") ? "exact"
                                                 : "widened to whole units");
}

void dm_blame_print(dm_buf *out, const dm_value *value, const dm_view *view,
                    bool color)
{
    const dm_value *path = dm_member_at(value, "path");

    dm_buf_str(out, color ? "\x1b[1m" : "");
    dm_visible(out, dm_member_str(value, "field"));
    if (dm_member_at(value, "index") != NULL)
        dm_buf_printf(out, "[%" PRId64 "]", dm_member_int(value, "index"));
    dm_buf_str(out, color ? "\x1b[0m = " : " = ");
    dm_show_value(out, dm_member_at(value, "value"));
    dm_buf_char(out, '\n');
    put_rule(out, value);
    put_made(out, value);
    if (path == NULL) {
        dm_show_label(out, "computed");
        dm_visible(out, dm_member_str(value, "why"));
        dm_buf_char(out, '\n');
        return;
    }
    put_at(out, value, path);
    dm_path_print(out, path, view, color);
}

void dm_blame_print_none(dm_buf *out, const dm_member *field)
{
    dm_visible(out, field->key);
    dm_buf_str(out, " = []\n");
    dm_show_label(out, "computed");
    dm_buf_str(out, "nothing was found: docmill explain SCRIPT INPUT --rule "
                    "RULE says why\n");
}
