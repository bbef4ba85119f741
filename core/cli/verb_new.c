/* verb_new.c - docmill new: a rule project in a folder. */
#include "cli/common.h"
#include "cli/say.h"
#include "desk/project.h"
#include "emit/visible.h"

enum { SAY_MAX = 1 << 20 };

static void kept(void *ud, const char *path)
{
    dm_buf_printf(ud, "kept     %s (it was there)\n", path);
}

/* Append `dir` within $'…', where nothing is left to misread. */
static void add_spelled(dm_buf *out, const char *dir)
{
    dm_buf_str(out, *dir == '-' ? "./$'" : "$'");
    for (; *dir != '\0'; dir++) {
        unsigned char c = (unsigned char)*dir;

        if (c == '\'' || c == '\\')
            dm_buf_printf(out, "\\%c", *dir);
        else if (c < 0x20 || c >= 0x7F)
            dm_buf_printf(out, "\\x%02X", c);
        else
            dm_buf_char(out, *dir);
    }
    dm_buf_char(out, '\'');
}

/* Would a terminal show `dir` as it is? */
static bool is_shown(const char *dir)
{
    dm_buf shown;
    bool   same;

    dm_buf_init(&shown, SAY_MAX);
    dm_visible(&shown, dm_slice_str(dir));
    same = dm_slice_eq(dm_buf_view(&shown), dm_slice_str(dir));
    dm_buf_fini(&shown);
    return same;
}

/* `dir` as a word of the shell. */
static void add_word(dm_buf *out, const char *dir)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
                                "UVWXYZ0123456789_-./+,@%:=";

    if (*dir != '-' && dir[strspn(dir, plain)] == '\0')
        dm_buf_str(out, dir);
    else if (*dir == '-' || strchr(dir, '\'') != NULL || !is_shown(dir))
        add_spelled(out, dir);
    else
        dm_buf_printf(out, "'%s'", dir);
}

static void add_next(dm_buf *out, const char *dir)
{
    dm_buf_str(out, "  cd ");
    add_word(out, dir);
    dm_buf_str(out, "\n  docmill check notice.lua\n"
                    "  docmill watch notice.lua samples/\n");
}

int dm_verb_new(const dm_args *args)
{
    dm_buf out;
    dm_err err;

    if (args->nrest != 1 || *args->rest[0] == '\0') {
        dm_fail(&err, DM_E_USAGE,
                args->nrest == 0 ? "no folder is named"
                                 : "one folder, not several");
        dm_fail_help(&err, "docmill new %s", args->verb->usage);
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    dm_buf_init(&out, SAY_MAX);
    if (dm_project_lay(args->rest[0], dm_args_has(args, DM_OPT_FORCE), kept,
                       &out, &err)) {
        if (!dm_args_has(args, DM_OPT_QUIET))
            add_next(&out, args->rest[0]);
        return dm_cli_say(args, &out);
    }
    dm_buf_fini(&out);
    return dm_cli_fail(args, &err, dm_cli_exit(err.code));
}
