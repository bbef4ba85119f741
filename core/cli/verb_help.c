/* verb_help.c - docmill help [TOPIC], --man, --completion. */
#include "cli/common.h"
#include "cli/help.h"
#include "cli/say.h"

enum { HELP_MAX = 16 << 20 };

int dm_verb_help(const dm_args *args)
{
    dm_buf out;
    dm_err err;

    dm_buf_init(&out, HELP_MAX);
    if (dm_args_has(args, DM_OPT_MAN_API))
        dm_help_man_api(&out);
    else if (dm_args_has(args, DM_OPT_MAN))
        dm_help_man(&out);
    else if (dm_args_has(args, DM_OPT_COMPLETION))
        dm_help_completion(&out, args->text[DM_OPT_COMPLETION]);
    else if (args->nrest == 0)
        dm_help_program(&out);
    for (size_t i = 0; i < args->nrest; i++)
        if (!dm_help_topic(&out, dm_slice_str(args->rest[i]), &err)) {
            dm_buf_fini(&out);
            return dm_cli_fail(args, &err, DM_EXIT_USAGE);
        }
    return dm_cli_say(args, &out);
}
