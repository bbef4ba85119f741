/* say.c - through the same checked output as records. */
#include "cli/say.h"

#include "batch/output.h"
#include "cli/common.h"
#include "desk/fold.h"

int dm_cli_say(const dm_args *args, dm_buf *text)
{
    dm_output out;
    dm_err    err;
    bool      ok = dm_output_open(&out, NULL, &err) &&
              dm_output_write(&out, dm_buf_view(text), &err) &&
              dm_output_commit(&out, &err);

    dm_output_abandon(&out);
    if (out.gone)
        dm_output_die();
    dm_buf_fini(text);
    return ok ? DM_EXIT_OK : dm_cli_fail(args, &err, DM_EXIT_IO);
}

int dm_cli_say_folded(const dm_args *args, dm_buf *text)
{
    size_t width = dm_cli_width();
    dm_buf folded;

    if (width == 0)
        return dm_cli_say(args, text);
    dm_buf_init(&folded, text->max);
    dm_fold(&folded, dm_buf_view(text), width);
    dm_buf_fini(text);
    return dm_cli_say(args, &folded);
}
