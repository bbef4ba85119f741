/* diff_json.c - a difference as one line of JSON; nothing is cut. */
#include "desk/diff_in.h"
#include "desk/spot.h"
#include "emit/json.h"

enum { LINE_MAX_TOLD = 2000 }; /* bytes of a line that is told */

static void add_text(dm_buf *out, const char *key, dm_slice text)
{
    if (text.len == 0)
        return;
    dm_buf_printf(out, ",\"%s\":", key);
    dm_json_string(out, text);
}

static void add_value(dm_buf *out, const char *key, const dm_value *value)
{
    if (value == NULL)
        return;
    dm_buf_printf(out, ",\"%s\":", key);
    dm_json_value(out, value, 0);
}

/* Items are counted from 0, as all ranges are. */
static void add_item(dm_buf *out, const char *key, size_t at)
{
    if (at != DM_NO_ITEM)
        dm_buf_printf(out, ",\"%s\":%zu", key, at);
}

static void add_range(dm_buf *out, const char *key, dm_range r)
{
    dm_buf_printf(out, ",\"%s\":[%zu,%zu]", key, r.from, r.to);
}

/* The line of the source that the place is on, as read, unless it is long. */
static void add_source(dm_buf *out, const dm_doc *doc, const dm_spot *spot)
{
    dm_slice text = doc->text->text;
    dm_range at;
    size_t   from, to;

    if (!dm_spot_text(doc, spot, &at))
        return;
    for (from = at.from; from > 0 && text.ptr[from - 1] != '\n' &&
                         at.to - from < LINE_MAX_TOLD;)
        from--;
    for (to = at.to;
         to < text.len && text.ptr[to] != '\n' && to - from < LINE_MAX_TOLD;)
        to++;
    if (to - from < LINE_MAX_TOLD)
        add_text(out, "text", dm_slice_sub(text, from, to));
}

static void add_spot(dm_buf *out, const char *key, const dm_diff_about *about,
                     const dm_spot *spot)
{
    size_t line = 0, col = 0;

    if (!spot->known)
        return;
    dm_buf_printf(out, ",\"%s\":{\"src\":[%zu,%zu],\"exact\":%s", key,
                  spot->src.from, spot->src.to, spot->exact ? "true" : "false");
    if (spot->placed)
        add_range(out, "at", spot->at);
    add_text(out, "part", spot->part);
    if (about->doc != NULL && dm_spot_line(about->doc, spot, &line, &col)) {
        dm_buf_printf(out, ",\"line\":%zu,\"col\":%zu", line, col);
        add_source(out, about->doc, spot);
    }
    dm_buf_char(out, '}');
}

static const dm_value *bare_record(const dm_value *record, dm_arena *arena)
{
    dm_value *bare;

    if (record == NULL || record->kind != DM_OBJECT)
        return record;
    bare = dm_value_object(arena);
    for (size_t i = 0; bare != NULL && i < record->as.object.n; i++) {
        const dm_member *m = &record->as.object.members[i];

        if ((m->key.len == 0 || m->key.ptr[0] != '_') &&
            !dm_value_set(arena, bare, m->key, m->value))
            return record;
    }
    return bare != NULL ? bare : record;
}

void dm_diff_json_delta(dm_buf *out, const dm_diff_about *about,
                        const dm_delta *d)
{
    bool whole = d->field.len == 0;

    dm_buf_str(out, "{\"id\":");
    dm_json_string(out, about->id);
    if (!dm_slice_eq(d->id, about->id))
        add_text(out, "record_id", d->id);
    dm_buf_printf(out, ",\"record\":%zu,\"kind\":\"%s\"", d->record,
                  dm_delta_name(d->kind));
    add_text(out, "field", d->field);
    add_text(out, "rule", d->rule);
    add_text(out,
             d->kind != DM_DELTA_LOST ? "old_rule"
             : d->refused             ? "refused"
                                      : "taken_by",
             d->other);
    add_item(out, "old_item", d->was_at);
    add_item(out, "new_item", d->now_at);
    add_value(out, "old", whole ? bare_record(d->was, about->arena) : d->was);
    add_value(out, "new", whole ? bare_record(d->now, about->arena) : d->now);
    add_spot(out, "old_place", about, &d->was_spot);
    add_spot(out, "new_place", about, &d->now_spot);
    dm_buf_str(out, "}\n");
}

void dm_diff_json_turn(dm_buf *out, const dm_diff_about *about,
                       const dm_diff_turn *turn)
{
    dm_buf_str(out, "{\"id\":");
    dm_json_string(out, about->id);
    dm_buf_printf(out, ",\"kind\":\"turned\",\"old\":\"%s\",\"new\":\"%s\"",
                  dm_diff_state_name(turn->was), dm_diff_state_name(turn->now));
    if (turn->err != NULL) {
        dm_buf_printf(out, ",\"number\":\"E%d\"", (int)turn->err->code);
        add_text(out, "message", dm_slice_str(turn->err->msg));
        add_text(out, "script", dm_slice_str(turn->err->file));
        if (turn->err->line > 0)
            dm_buf_printf(out, ",\"script_line\":%d", turn->err->line);
    }
    add_text(out, "reason", dm_slice_str(turn->reason));
    dm_buf_str(out, "}\n");
}
