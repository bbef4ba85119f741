/* hits_show.c - a change of a hit, for people and for programs. */
#include "desk/clip.h"
#include "desk/hits.h"
#include "emit/json.h"
#include "emit/visible.h"

enum { CUT = 80 }; /* cells of a text or value that are shown */

static void show_quoted(dm_buf *out, dm_slice s)
{
    dm_buf_char(out, '"');
    (void)dm_clip(out, s, CUT);
    dm_buf_char(out, '"');
}

static void show_value(dm_buf *out, const dm_hit *hit)
{
    if (hit->value.len > 0)
        (void)dm_clip(out, hit->value, CUT);
    else
        show_quoted(out, hit->text);
}

/* "  a.txt:3:5  " */
static void show_place(dm_buf *out, const dm_hit *hit, dm_slice doc)
{
    dm_buf_str(out, "  ");
    if (doc.len > 0)
        dm_visible(out, doc);
    if (hit->line > 0)
        dm_buf_printf(out, "%s%d:%d", doc.len > 0 ? ":" : "", hit->line,
                      hit->col);
    if (doc.len > 0 || hit->line > 0)
        dm_buf_str(out, "  ");
}

void dm_hit_show(dm_buf *out, const dm_hit_change *change, dm_slice doc,
                 bool color)
{
    static const char *const signs[] = {"+", "−", "~"};
    static const int         colors[] = {32, 31, 33};
    const dm_hit *hit = change->now != NULL ? change->now : change->was;
    bool          both = change->kind == DM_HIT_CHANGED;

    if (color)
        dm_buf_printf(out, "\x1b[%dm", colors[change->kind]);
    dm_buf_printf(out, "%s%s ", signs[change->kind], color ? "\x1b[0m" : "");
    dm_buf_str(out, change->field ? "record." : "");
    dm_visible(out, hit->rule);
    show_place(out, hit, doc);
    if (change->field) {
        show_value(out, both ? change->was : hit);
    } else {
        show_quoted(out, both && change->was->value.len == 0 ? change->was->text
                                                             : hit->text);
        if (both && change->was->value.len > 0) {
            dm_buf_str(out, " → ");
            show_value(out, change->was);
        }
    }
    if (both || (!change->field && hit->value.len > 0)) {
        dm_buf_str(out, both ? " ⇒ " : " → ");
        show_value(out, hit);
    }
    dm_buf_char(out, '\n');
}

/* The value as JSON; of a hit without one its text. */
static void json_value(dm_buf *out, const char *key, const dm_hit *hit)
{
    if (hit == NULL)
        return;
    dm_buf_printf(out, ",\"%s\":", key);
    if (hit->value.len > 0)
        dm_buf_slice(out, hit->value);
    else
        dm_json_string(out, hit->text);
}

void dm_hit_json(dm_buf *out, const dm_hit_change *change)
{
    static const char *const kinds[] = {"gained", "lost", "changed"};
    const dm_hit *hit = change->now != NULL ? change->now : change->was;

    dm_buf_printf(out, "\"kind\":\"%s\",\"%s\":", kinds[change->kind],
                  change->field ? "field" : "rule");
    dm_json_string(out, hit->rule);
    if (!change->field) {
        dm_buf_printf(out,
                      ",\"line\":%d,\"col\":%d,\"src\":[%llu,%llu],\"text\":",
                      hit->line, hit->col, (unsigned long long)hit->from,
                      (unsigned long long)hit->to);
        dm_json_string(out, hit->text);
    }
    json_value(out, "value", change->now);
    json_value(out, "was", change->was);
}
