/* unseen.c - did you mean, or else what there was. */
#include "batch/unseen.h"

#include "base/buf.h"
#include "base/nearest.h"

/* "their keys were id, title, …" */
static void list_keys(const char *const *keys, dm_err *out)
{
    enum { SHOWN = 12 };
    dm_buf text;

    dm_buf_init(&text, 4 * sizeof out->help);
    for (size_t i = 0; i < SHOWN && keys[i] != NULL; i++)
        dm_buf_printf(&text, i > 0 ? ", %.40s" : "%.40s", keys[i]);
    if (!text.failed && text.len > 0)
        dm_fail_help(out, "their keys are %.*s", (int)text.len, text.ptr);
    dm_buf_fini(&text);
}

void dm_unseen_say(dm_slice column, const char *const *keys, dm_err *out)
{
    const char *near = dm_nearest(column, dm_names_array, keys);

    dm_fail(out, DM_OK, "--columns: no record has a key \"%.*s\"",
            (int)(column.len < 200 ? column.len : 200), column.ptr);
    if (near != NULL)
        dm_fail_help(out, "did you mean %s?", near);
    else
        list_keys(keys, out);
}
