/* result.c - what came of one document. */
#include "engine/inside.h"

void dm_result_init(dm_result *result, size_t max)
{
    memset(result, 0, sizeof *result);
    dm_arena_init(&result->arena, max);
}

void dm_result_fini(dm_result *result)
{
    dm_arena_fini(&result->arena);
    memset(result, 0, sizeof *result);
}

/* Room for one more after `n` members: lists double when n is a power of two,
** so that no capacity needs to be kept. */
static void *room_for(dm_arena *arena, void *list, size_t n, size_t size)
{
    void *more;

    if ((n & (n - 1)) != 0)
        return list;
    more = dm_arena_zalloc(arena, n == 0 ? 1 : 2 * n, size);
    if (more != NULL && n > 0)
        memcpy(more, list, n * size);
    return more;
}

bool dm_result_record(dm_result *result, dm_value *record, dm_slice output)
{
    dm_value **list = room_for(&result->arena, result->records,
                               result->nrecords, sizeof(dm_value *));
    dm_slice  *outputs = room_for(&result->arena, result->outputs,
                                  result->nrecords, sizeof(dm_slice));
    dm_slice   name = {"", output.len};

    if (output.len > 0)
        name.ptr = dm_arena_str(&result->arena, output);
    if (list == NULL || outputs == NULL || name.ptr == NULL)
        return false;
    result->records = list;
    result->outputs = outputs;
    result->outputs[result->nrecords] = name;
    result->records[result->nrecords++] = record;
    return true;
}

bool dm_result_note(dm_result *result, dm_log_level level, const dm_err *text)
{
    dm_note *list = room_for(&result->arena, result->notes, result->nnotes,
                             sizeof(dm_note));

    if (list == NULL)
        return false;
    result->notes = list;
    result->notes[result->nnotes++] = (dm_note){level, *text};
    return true;
}
