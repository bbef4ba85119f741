/* main.c - find the verb, understand its options, run it. */
#include <fcntl.h>
#include <signal.h>

#include "cli/common.h"
#include "cli/help.h"
#include "cli/say.h"
#include "cli/spare.h"

enum { HELP_MAX = 16 << 20 };

/* docmill without a verb: --help, --version, or a mistake. */
static int without_verb(int argc, char **argv)
{
    dm_args args;
    dm_buf  out;
    dm_err  err;
    bool    version = argc > 1 && (strcmp(argv[1], "--version") == 0 ||
                                strcmp(argv[1], "-V") == 0);
    bool    help = argc > 1 &&
                (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);

    memset(&args, 0, sizeof args);
    args.verb = dm_verb_called(DM_S("help"));
    dm_buf_init(&out, HELP_MAX);
    if (version)
        dm_help_version(&out);
    else if (help)
        dm_help_program(&out);
    if (version || help)
        return dm_cli_say(&args, &out);
    dm_fail(&err, DM_E_USAGE, argc > 1 ? "a verb comes first" : "no verb");
    dm_fail_help(&err, "docmill help lists the verbs");
    return dm_cli_fail(&args, &err, DM_EXIT_USAGE);
}

static int unknown_verb(const char *word)
{
    const char *near = dm_verb_nearest(dm_slice_str(word));
    dm_args     args;
    dm_err      err;

    memset(&args, 0, sizeof args);
    args.verb = dm_verb_called(DM_S("help"));
    dm_fail(&err, DM_E_UNKNOWN_VERB, "there is no verb \"%s\"", word);
    if (near != NULL)
        dm_fail_help(&err, "did you mean docmill %s?", near);
    else
        dm_fail_help(&err, "docmill help lists the verbs");
    return dm_cli_fail(&args, &err, DM_EXIT_USAGE);
}

/* A standard stream that was closed stays useless: else the next file to be
** opened would take its number, and be read as standard input or be written
** over by a message. */
static void hold_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            return;
}

int main(int argc, char **argv)
{
    const dm_verb *verb = NULL;
    dm_args        args;
    dm_buf         out;
    dm_err         err;

    hold_streams();
    signal(SIGPIPE, SIG_IGN); /* seen as a failed write: batch/output.h */
    if (argc < 2 || argv[1][0] == '-')
        return without_verb(argc, argv);
    verb = dm_verb_called(dm_slice_str(argv[1]));
    if (verb == NULL)
        return unknown_verb(argv[1]);
    if (!dm_args_parse(&args, verb, argc - 2, argv + 2, &err))
        return dm_cli_fail(&args, &err, DM_EXIT_USAGE);
    if (!dm_args_has(&args, DM_OPT_HELP))
        return dm_spare_named(&args, &err)
                   ? verb->run(&args)
                   : dm_cli_fail(&args, &err, DM_EXIT_USAGE);
    dm_buf_init(&out, HELP_MAX);
    dm_help_verb(&out, verb);
    return dm_cli_say(&args, &out);
}
