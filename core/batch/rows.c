/* rows.c - dm_output, with what a format puts around and between. */
#include "batch/rows.h"

enum { NEXT_MAX = 1 << 30 };

bool dm_rows_open(dm_rows *rows, const char *path, const dm_sink *sink,
                  const dm_sheet_options *options, bool main, dm_err *err)
{
    memset(rows, 0, sizeof *rows);
    rows->out.fd = -1;
    rows->sink = sink;
    dm_buf_init(&rows->next, NEXT_MAX);
    if (sink != NULL && sink->shape == DM_SHAPE_TABLE) {
        rows->sheet = dm_sheet_new(options, main, err);
        if (rows->sheet == NULL)
            return false;
    }
    if (dm_output_open(&rows->out, path, err) &&
        (sink == NULL ||
         dm_output_write(&rows->out, dm_slice_str(sink->begin), err)))
        return true;
    dm_rows_abandon(rows);
    return false;
}

dm_put dm_rows_prepare(dm_rows *rows, dm_slice bytes, dm_err *err)
{
    if (bytes.len == 0)
        return DM_PUT_OK;
    if (rows->sheet != NULL)
        return dm_sheet_add(rows->sheet, bytes, &rows->next, err);
    if (rows->sink != NULL && (rows->any || rows->next.len > 0))
        dm_buf_str(&rows->next, rows->sink->between);
    dm_buf_slice(&rows->next, bytes);
    if (!rows->next.failed)
        return DM_PUT_OK;
    dm_fail(err, DM_E_WRITE, "no memory for the output");
    return DM_PUT_BROKEN;
}

bool dm_rows_write(dm_rows *rows, dm_err *err)
{
    bool ok = dm_output_write(&rows->out, dm_buf_view(&rows->next), err);

    rows->any |= rows->next.len > 0;
    dm_buf_clear(&rows->next);
    if (rows->sheet != NULL)
        dm_sheet_settle(rows->sheet, true);
    return ok;
}

void dm_rows_forget(dm_rows *rows)
{
    dm_buf_clear(&rows->next);
    if (rows->sheet != NULL)
        dm_sheet_settle(rows->sheet, false);
}

bool dm_rows_commit(dm_rows *rows, dm_err *err)
{
    if (rows->sink != NULL)
        dm_buf_str(&rows->next, rows->sink->end);
    if (rows->sheet != NULL)
        dm_sheet_end(rows->sheet, &rows->next);
    return dm_rows_write(rows, err) && dm_output_commit(&rows->out, err);
}

void dm_rows_abandon(dm_rows *rows)
{
    dm_output_abandon(&rows->out);
    dm_sheet_free(rows->sheet);
    rows->sheet = NULL;
    dm_buf_fini(&rows->next);
}
