/* report_print.c - the report of inspect, for people.
**
** It is printed from the record that --json prints, so the two cannot differ.
*/
#include <inttypes.h>

#include "base/buf.h"
#include "cli/report_doc.h"
#include "emit/json.h"
#include "emit/member.h"
#include "emit/visible.h"

static void label(dm_buf *out, const char *name)
{
    dm_buf_printf(out, "  %-14s", name);
}

static void put_charset(dm_buf *out, const dm_value *cs)
{
    const dm_value *list = dm_member_at(cs, "candidates");

    label(out, "charset");
    dm_visible(out, dm_member_str(cs, "name"));
    dm_buf_str(out, ", by ");
    dm_visible(out, dm_member_str(cs, "how"));
    dm_buf_printf(out, ", confidence %.2f\n", dm_member_real(cs, "confidence"));
    for (size_t i = 0; i < list->as.list.n; i++) {
        const dm_value *c = list->as.list.items[i];

        label(out, i == 0 ? "  candidates" : "");
        dm_buf_printf(out, "%.2f %-12.*s %6" PRId64 " bad  ",
                      dm_member_real(c, "confidence"),
                      (int)dm_member_str(c, "name").len,
                      dm_member_str(c, "name").ptr, dm_member_int(c, "bad"));
        dm_visible(out, dm_member_str(c, "how"));
        if (dm_member_str(c, "evidence").len > 0)
            dm_buf_str(out, ": ");
        dm_visible(out, dm_member_str(c, "evidence"));
        dm_buf_char(out, '\n');
    }
}

static void put_segments(dm_buf *out, const dm_value *report)
{
    const dm_value *list = dm_member_at(report, "segments");

    for (size_t i = 0; list != NULL && i < list->as.list.n; i++) {
        const dm_value *s = list->as.list.items[i];
        const dm_value *src = dm_member_at(s, "src");

        label(out, i == 0 ? "segments" : "");
        dm_buf_printf(out, "%" PRId64 "-%" PRId64 "  ",
                      src->as.list.items[0]->as.integer,
                      src->as.list.items[1]->as.integer);
        dm_visible(out, dm_member_str(s, "name"));
        dm_buf_str(out, ": ");
        dm_visible(out, dm_member_str(s, "evidence"));
        dm_buf_char(out, '\n');
    }
    if (list != NULL &&
        (size_t)dm_member_int(report, "segment_count") > list->as.list.n) {
        label(out, "");
        dm_buf_printf(out, "... %" PRId64 " more (--full)\n",
                      dm_member_int(report, "segment_count") -
                          (int64_t)list->as.list.n);
    }
}

static void put_errors(dm_buf *out, const dm_value *errors)
{
    const dm_value *places = dm_member_at(errors, "places");

    label(out, "decode errors");
    dm_buf_printf(out, "%" PRId64, dm_member_int(errors, "count"));
    for (size_t i = 0; i < places->as.list.n; i++) {
        const dm_value *pair = places->as.list.items[i];

        dm_buf_printf(out, "%s%" PRId64 "-%" PRId64,
                      i == 0 ? ", at bytes " : ", ",
                      pair->as.list.items[0]->as.integer,
                      pair->as.list.items[1]->as.integer);
    }
    if ((size_t)dm_member_int(errors, "count") > places->as.list.n)
        dm_buf_str(out, ", ...");
    dm_buf_char(out, '\n');
}

static void put_steps(dm_buf *out, const dm_value *steps)
{
    label(out, "steps, edits");
    for (size_t i = 0; i < steps->as.list.n; i++) {
        const dm_value *s = steps->as.list.items[i];

        dm_buf_str(out, i > 0 ? ", " : "");
        dm_visible(out, dm_member_str(s, "step"));
        dm_buf_printf(out, " %" PRId64, dm_member_int(s, "edits"));
    }
    dm_buf_char(out, '\n');
}

/* One place of a repair: its bytes, what stood there, what stands there. */
static void put_place(dm_buf *out, const dm_value *place)
{
    const dm_value *src = dm_member_at(place, "src");

    label(out, "");
    dm_buf_printf(out, "%" PRId64 "-%" PRId64 "  ",
                  src->as.list.items[0]->as.integer,
                  src->as.list.items[1]->as.integer);
    dm_visible(out, dm_member_str(place, "before"));
    dm_buf_str(out, " -> ");
    dm_visible(out, dm_member_str(place, "after"));
    if (dm_member_str(place, "note").len > 0)
        dm_buf_str(out, "  ");
    dm_visible(out, dm_member_str(place, "note"));
    dm_buf_char(out, '\n');
}

static void put_repair(dm_buf *out, const dm_value *group)
{
    const dm_value *places = dm_member_at(group, "places");

    dm_visible(out, dm_member_str(group, "step"));
    dm_buf_str(out, ": ");
    dm_visible(out, dm_member_str(group, "mechanism"));
    dm_buf_printf(
        out, ", %" PRId64 " %.*s%s\n", dm_member_int(group, "count"),
        (int)dm_member_str(group, "certainty").len,
        dm_member_str(group, "certainty").ptr,
        dm_member_at(group, "applied")->as.boolean ? "" : ", left as it is");
    for (size_t i = 0; i < places->as.list.n; i++)
        put_place(out, places->as.list.items[i]);
    if ((size_t)dm_member_int(group, "count") > places->as.list.n) {
        label(out, "");
        dm_buf_printf(out, "... %" PRId64 " more (--full)\n",
                      dm_member_int(group, "count") -
                          (int64_t)places->as.list.n);
    }
}

static void put_repairs(dm_buf *out, const dm_value *groups)
{
    for (size_t i = 0; i < groups->as.list.n; i++) {
        label(out, i == 0 ? "repairs" : "");
        put_repair(out, groups->as.list.items[i]);
    }
}

static void put_members(dm_buf *out, const char *name, const dm_value *o)
{
    for (size_t i = 0; i < o->as.object.n; i++) {
        const dm_member *m = &o->as.object.members[i];

        label(out, i == 0 ? name : "");
        dm_visible(out, m->key);
        dm_buf_char(out, ' ');
        if (m->value->kind == DM_STRING)
            dm_visible(out, m->value->as.string);
        else
            dm_json_value(out, m->value, 0);
        dm_buf_char(out, '\n');
    }
}

static void put_block(dm_buf *out, const dm_value *block)
{
    label(out, "");
    for (int64_t i = 0; i < dm_member_int(block, "depth"); i++)
        dm_buf_str(out, "  ");
    dm_visible(out, dm_member_str(block, "kind"));
    if (dm_member_int(block, "level") > 0)
        dm_buf_printf(out, " %" PRId64, dm_member_int(block, "level"));
    dm_buf_str(out, ": ");
    dm_visible(out, dm_member_str(block, "text"));
    if (dm_member_at(block, "bytes") != NULL)
        dm_buf_printf(out, " ... (%" PRId64 " bytes)",
                      dm_member_int(block, "bytes"));
    dm_buf_char(out, '\n');
}

static void put_blocks(dm_buf *out, const dm_value *report)
{
    const dm_value *counts = dm_member_at(report, "block_counts");
    const dm_value *list = dm_member_at(report, "blocks");
    int64_t         total = 0;

    label(out, "blocks");
    for (size_t i = 0; i < counts->as.object.n; i++) {
        const dm_member *m = &counts->as.object.members[i];

        total += m->value->as.integer;
        dm_buf_printf(out, "%s%.*s %" PRId64, i > 0 ? ", " : "",
                      (int)m->key.len, m->key.ptr, m->value->as.integer);
    }
    dm_buf_str(out, total == 0 ? "none\n" : "\n");
    for (size_t i = 0; i < list->as.list.n; i++)
        put_block(out, list->as.list.items[i]);
    if ((size_t)total > list->as.list.n) {
        label(out, "");
        dm_buf_printf(out, "... %" PRId64 " more (--full)\n",
                      total - (int64_t)list->as.list.n);
    }
}

void dm_report_print(dm_buf *out, const dm_value *report, bool color)
{
    const dm_value *ends = dm_member_at(report, "line_ends");
    const dm_value *warnings = dm_member_at(report, "warnings");

    dm_buf_str(out, color ? "\x1b[1m" : "");
    dm_visible(out, dm_member_str(report, "id"));
    dm_buf_str(out, color ? "\x1b[0m\n" : "\n");
    label(out, "format");
    dm_visible(out, dm_member_str(report, "format"));
    dm_buf_printf(out, ", %" PRId64 " bytes, %" PRId64 " characters\n",
                  dm_member_int(report, "bytes"),
                  dm_member_int(report, "characters"));
    if (dm_member_str(report, "lang").len > 0) {
        label(out, "language");
        dm_visible(out, dm_member_str(report, "lang"));
        dm_buf_char(out, '\n');
    }
    put_charset(out, dm_member_at(report, "charset"));
    put_segments(out, report);
    put_errors(out, dm_member_at(report, "decode_errors"));
    label(out, "line ends");
    dm_buf_printf(out, "LF %" PRId64 ", CRLF %" PRId64 ", CR %" PRId64 "\n",
                  dm_member_int(ends, "lf"), dm_member_int(ends, "crlf"),
                  dm_member_int(ends, "cr"));
    put_steps(out, dm_member_at(report, "steps"));
    put_repairs(out, dm_member_at(report, "repairs"));
    label(out, "quality");
    dm_buf_printf(out, "%.2f\n", dm_member_real(report, "quality"));
    put_members(out, "says of itself", dm_member_at(report, "meta"));
    put_blocks(out, report);
    for (size_t i = 0; i < warnings->as.list.n; i++) {
        label(out, "warning");
        dm_visible(out, warnings->as.list.items[i]->as.string);
        dm_buf_char(out, '\n');
    }
}
