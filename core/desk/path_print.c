/* path_print.c - the way of a place, for people: a label, then what happened.
**
** Nothing of a document reaches the terminal unescaped, and carets stand under
** characters in terminal cells.
*/
#include <inttypes.h>

#include "desk/path.h"
#include "desk/show.h"
#include "text/utf8.h"

static void put_bytes(dm_buf *out, const dm_value *path)
{
    const dm_value *src = dm_member_at(path, "src");
    int64_t         from = dm_list_int(src, 0), to = dm_list_int(src, 1);
    dm_slice        hex = dm_member_str(path, "hex");

    dm_show_label(out, "bytes");
    if (to == from) {
        dm_buf_printf(out, "none: put in by the reader at byte %" PRId64 "\n",
                      from);
        return;
    }
    dm_buf_printf(out, "%" PRId64 "-%" PRId64 "  %.*s", from, to, (int)hex.len,
                  hex.ptr);
    if (dm_member_at(path, "hex_cut") != NULL)
        dm_buf_printf(out, " ... %" PRId64 " more",
                      dm_member_int(path, "hex_cut"));
    if (!dm_member_true(path, "exact"))
        dm_buf_str(out, "  (widened to whole characters)");
    dm_buf_char(out, '\n');
}

static void put_charset(dm_buf *out, const dm_value *path)
{
    const dm_value *cs = dm_member_at(path, "charset");
    const dm_value *confidence;

    if (cs == NULL)
        return;
    confidence = dm_member_at(cs, "confidence");
    dm_buf_str(out, ", ");
    dm_visible(out, dm_member_str(cs, "name"));
    dm_buf_str(out, " (");
    dm_visible(out, dm_member_str(cs, "how"));
    if (dm_member_str(cs, "evidence").len > 0)
        dm_buf_str(out, ": ");
    dm_visible(out, dm_member_str(cs, "evidence"));
    if (confidence != NULL && confidence->kind == DM_REAL)
        dm_buf_printf(out, "; %.2f", confidence->as.real);
    dm_buf_char(out, ')');
}

static void put_decoded(dm_buf *out, const dm_value *path)
{
    const dm_value *decoded = dm_member_at(path, "decoded");

    dm_show_label(out, "decoded");
    dm_show_quote(out, dm_member_str(decoded, "text"));
    dm_buf_str(out, dm_member_true(decoded, "cut") ? "..." : "");
    put_charset(out, path);
    dm_buf_char(out, '\n');
    if (!dm_member_true(path, "decode_error"))
        return;
    dm_show_label(out, "");
    dm_buf_str(out, "these bytes did not decode and became U+FFFD\n");
}

/* Is a repair just what the step did here? */
static bool same_text(const dm_value *repair, const dm_value *step)
{
    return dm_slice_eq(dm_member_str(repair, "before"),
                       dm_member_str(step, "before")) &&
           dm_slice_eq(dm_member_str(repair, "after"),
                       dm_member_str(step, "after"));
}

static void put_repairs(dm_buf *out, const dm_value *step)
{
    const dm_value *list = dm_member_at(step, "repairs");

    for (size_t i = 0; list != NULL && i < list->as.list.n; i++) {
        const dm_value *r = list->as.list.items[i];

        dm_show_label(out, "");
        dm_buf_str(out,
                   dm_member_true(r, "applied") ? "repaired" : "left as it is");
        if (!same_text(r, step)) {
            dm_buf_str(out, ": ");
            dm_show_quote(out, dm_member_str(r, "before"));
            dm_buf_str(out, " -> ");
            dm_show_quote(out, dm_member_str(r, "after"));
        }
        dm_buf_str(out, ", ");
        dm_visible(out, dm_member_str(r, "mechanism"));
        dm_buf_str(out, ", ");
        dm_visible(out, dm_member_str(r, "certainty"));
        if (dm_member_str(r, "note").len > 0)
            dm_buf_str(out, "; ");
        dm_visible(out, dm_member_str(r, "note"));
        dm_buf_char(out, '\n');
    }
}

static void put_step(dm_buf *out, const dm_value *step)
{
    dm_slice name = dm_member_str(step, "name");
    int64_t  edits = dm_member_int(step, "edits");
    char     label[32];

    if (dm_member_true(step, "changed")) {
        dm_err_copy(label, sizeof label, name.ptr, name.len);
        dm_show_label(out, label);
        dm_show_quote(out, dm_member_str(step, "before"));
        dm_buf_str(out, " -> ");
        dm_show_quote(out, dm_member_str(step, "after"));
        if (dm_member_true(step, "cut"))
            dm_buf_str(out, " (cut)");
        if (edits > 1)
            dm_buf_printf(out, " in %" PRId64 " places", edits);
        if (dm_member_str(step, "what").len > 0)
            dm_buf_str(out, "  ");
        dm_visible(out, dm_member_str(step, "what"));
        dm_buf_char(out, '\n');
    }
    put_repairs(out, step);
}

/* The steps that changed nothing here, in one line. */
static void put_quiet(dm_buf *out, const dm_value *steps)
{
    size_t n = 0;

    for (size_t i = 0; i < steps->as.list.n; i++) {
        const dm_value *step = steps->as.list.items[i];

        if (dm_member_true(step, "changed"))
            continue;
        if (n++ == 0)
            dm_show_label(out, "unchanged");
        else
            dm_buf_str(out, ", ");
        if (n == 1)
            dm_buf_str(out, "by ");
        dm_visible(out, dm_member_str(step, "name"));
    }
    dm_buf_str(out, n > 0 ? "\n" : "");
}

static dm_range range_at(const dm_value *o, const char *key)
{
    const dm_value *pair = dm_member_at(o, key);

    return (dm_range){(size_t)dm_list_int(pair, 0),
                      (size_t)dm_list_int(pair, 1)};
}

/* Did a step change anything?  Else the line was shown already. */
static bool changed(const dm_value *path)
{
    dm_value *const *steps = NULL;
    size_t           n = dm_member_items(path, "steps", &steps);

    for (size_t i = 0; i < n; i++)
        if (dm_member_true(steps[i], "changed"))
            return true;
    return false;
}

static void put_end(dm_buf *out, const dm_value *path, const dm_view *view,
                    bool color)
{
    if (dm_member_at(path, "removed") != NULL) {
        dm_show_label(out, "view");
        dm_buf_str(out, "not in it: taken out by ");
        dm_visible(out, dm_member_str(path, "removed"));
        dm_buf_char(out, '\n');
        return;
    }
    if (view->depth < 2)
        return;
    dm_show_label(out, "view");
    dm_visible(out, dm_member_str(path, "view"));
    dm_buf_printf(out, ":%" PRId64 ":%" PRId64 "  ",
                  dm_member_int(path, "view_line"),
                  dm_member_int(path, "view_col"));
    dm_show_quote(out, dm_member_str(path, "text"));
    dm_buf_char(out, '\n');
    if (changed(path))
        dm_show_line(out, view->text, range_at(path, "byte"), color);
}

void dm_path_print(dm_buf *out, const dm_value *path, const dm_view *view,
                   bool color)
{
    const dm_value *steps = dm_member_at(path, "steps");
    const dm_value *decoded = dm_member_at(path, "decoded");

    dm_show_line(out, view->doc->decoded_view->text, range_at(decoded, "byte"),
                 color);
    put_bytes(out, path);
    put_decoded(out, path);
    for (size_t i = 0; steps != NULL && i < steps->as.list.n; i++)
        put_step(out, steps->as.list.items[i]);
    if (steps != NULL)
        put_quiet(out, steps);
    put_end(out, path, view, color);
}
