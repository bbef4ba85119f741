/* snapshot.c - a file of records beside a script, read and written whole. */
#include "desk/snapshot.h"

#include <stdio.h>

#include "batch/output.h"
#include "batch/source.h"
#include "emit/json.h"
#include "emit/json_read.h"
#include "emit/member.h"

#define ENDING ".snap.jsonl"

bool dm_snapshot_path(const char *script, char *out, size_t size)
{
    size_t n = strlen(script);

    if (n > 4 && strcmp(script + n - 4, ".lua") == 0)
        n -= 4;
    return (size_t)snprintf(out, size, "%.*s%s", (int)n, script, ENDING) < size;
}

dm_slice dm_snapshot_id(const dm_value *record)
{
    return dm_member_str(record, "id");
}

bool dm_snapshot_has(const dm_value *list, dm_slice id)
{
    for (size_t i = 0; i < list->as.list.n; i++)
        if (dm_slice_eq(dm_snapshot_id(list->as.list.items[i]), id))
            return true;
    return false;
}

void dm_snapshot_failed(dm_buf *out, dm_slice id, const dm_err *why)
{
    dm_buf_str(out, "{\"id\":");
    dm_json_string(out, id);
    dm_buf_str(out, ",\"_failed\":{\"code\":");
    dm_json_string(out, dm_slice_str(dm_code_word(why->code)));
    dm_buf_str(out, ",\"message\":");
    dm_json_string(out, dm_slice_str(why->msg));
    dm_buf_str(out, "}}\n");
}

bool dm_snapshot_add(dm_slice lines, dm_arena *arena, dm_value *list,
                     dm_err *err)
{
    dm_slice line;

    while (dm_json_line(&lines, &line)) {
        dm_value *record = dm_json_read(arena, line, err);

        if (record == NULL)
            return false;
        if (!dm_value_push(arena, list, record))
            return dm_fail(err, DM_E_MEMORY, "no memory for a snapshot");
    }
    return true;
}

static bool read_lines(dm_slice text, const char *path, dm_arena *arena,
                       dm_value *list, dm_err *err)
{
    dm_slice line;

    for (int n = 1; dm_json_line(&text, &line); n++) {
        dm_value *record = NULL;

        if (line.len == 0)
            continue;
        record = dm_json_read(arena, line, err);
        if (record == NULL)
            return dm_fail_at(err, path, n, 0);
        if (dm_snapshot_id(record).len == 0) {
            dm_fail(err, DM_E_BAD_RESULT, "this line is no record with an id");
            return dm_fail_at(err, path, n, 0);
        }
        if (!dm_value_push(arena, list, record))
            return dm_fail(err, DM_E_MEMORY, "no memory for a snapshot");
    }
    return true;
}

bool dm_snapshot_read(const char *path, dm_arena *arena, dm_value **list,
                      bool *there, dm_err *err)
{
    dm_value *all = dm_value_list(arena);
    dm_buf    bytes;
    bool      ok, found;

    if (all == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for a snapshot");
    dm_buf_init(&bytes, DM_SNAPSHOT_MAX);
    found = dm_source_file(path, &bytes, err);
    ok = (found || err->code == DM_E_NOT_FOUND) &&
         read_lines(dm_buf_view(&bytes), path, arena, all, err);
    dm_buf_fini(&bytes);
    if (!ok)
        return false;
    *list = all;
    *there = found;
    return true;
}

bool dm_snapshot_write(const char *path, dm_value *const *records, size_t n,
                       dm_err *err)
{
    dm_output out;
    dm_buf    line;
    bool      ok;

    if (!dm_output_open(&out, path, err))
        return false;
    dm_buf_init(&line, DM_SNAPSHOT_MAX);
    ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        dm_buf_clear(&line);
        dm_json_value(&line, records[i], 0);
        dm_buf_char(&line, '\n');
        ok = line.failed ? dm_fail(err, DM_E_SIZE,
                                   "a record of the snapshot is "
                                   "over its limit")
                         : dm_output_write(&out, dm_buf_view(&line), err);
    }
    dm_buf_fini(&line);
    ok = ok && dm_output_commit(&out, err);
    dm_output_abandon(&out);
    return ok;
}
