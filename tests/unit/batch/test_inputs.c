/* test_inputs.c - what is handed out, in which order, what is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "batch/inputs.h"

static void touch(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* A scratch tree, and we in it. */
static int enter_tree(void **state)
{
    static char folder[] = "/tmp/docmill-inputs-XXXXXX";

    memcpy(strrchr(folder, '-') + 1, "XXXXXX", 6);
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return -1;
    *state = folder;
    mkdir("t", 0755);
    mkdir("t/b", 0755);
    mkdir("t/empty", 0755);
    touch("t/b/x", "x");
    touch("t/b-1", "1");
    touch("t/b.1", "1");
    touch("t/.hidden", "h");
    touch("plain", "plain");
    touch("-", "a file called dash");
    mkfifo("t/fifo", 0644);
    if (symlink("..", "t/b/up") != 0 || symlink("b/x", "t/link") != 0)
        return -1;
    return 0;
}

static int leave_tree(void **state)
{
    char command[100];

    if (chdir("/") != 0)
        return -1;
    snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
    return system(command); /* NOLINT(cert-env33-c): our own folder */
}

#define ARGS(...)                                                              \
    {                                                                          \
        __VA_ARGS__, NULL                                                      \
    }

static const struct {
    const char *name;
    const char *args[4];
    const char *want; /* paths; ! before those that cannot be had */
    dm_passed   passed;
    size_t      total;
} rows[] = {
    {"a file", ARGS("plain"),  "plain ", {.bare = 0},    1                                                    },
    {"twice",  ARGS("plain",   "plain"), "plain plain ", {.bare = 0},                                           2},
    {"a folder",
     ARGS("t"),
     "t/b-1 t/b.1 t/b/x t/link ",                          {.hidden = 1, .special = 1, .loops = 1},
     0            },
    {"a slash behind",
     ARGS("t/b/"),
     "t/b/up/b-1 t/b/up/b.1 t/b/up/link t/b/x ",                       {.hidden = 1, .special = 1, .loops = 1},
     0},
    {"an empty folder",
     ARGS("t/empty"),
     "",                    {.bare = 1, .first_bare = "t/empty/"},
     0                                             },
    {"missing among others",
     ARGS("no", "plain"),
     "!201no plain ",                                {.bare = 0},
     2},
    {"a pipe by name",        ARGS("t/fifo"),                      "!203t/fifo ",               {.bare = 0},        1                          },
    {"hidden by name",       ARGS("t/.hidden"),                     "t/.hidden ",              {.bare = 0},1},
    {"a file is no folder",       ARGS("plain/x"),                     "!201plain/x ",         {.bare = 0},     1                               },
    {"dash by path",       ARGS("./-"),                     "./- ",                {.bare = 0},         1    },
    {"a device",       ARGS("/dev/null"),                     "!203/dev/null ",                    {.bare = 0},   1               },
};

/* All that comes, as text. */
static void drain(dm_inputs *in, dm_buf *out)
{
    dm_input      input;
    dm_err        err;
    dm_input_kind kind = dm_inputs_next(in, &input, &err);

    for (; kind == DM_INPUT_FILE || kind == DM_INPUT_BAD;
         kind = dm_inputs_next(in, &input, &err)) {
        if (kind == DM_INPUT_BAD)
            dm_buf_printf(out, "!%d", (int)err.code);
        else
            close(input.fd);
        dm_buf_slice(out, input.path);
        dm_buf_char(out, ' ');
    }
    if (kind == DM_INPUT_STOP)
        dm_buf_printf(out, "STOP%d", (int)err.code);
    dm_buf_char(out, '\0');
}

static void hands_out_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_inputs_options o = {.max_bytes = 1000};
        dm_err            err;
        dm_inputs        *in = NULL;
        dm_passed         passed;
        dm_buf            got;
        char             *args[4];

        memcpy(args, rows[i].args, sizeof args);
        o.args = args;
        while (args[o.nargs] != NULL)
            o.nargs++;
        in = dm_inputs_open(&o, &err);
        assert_non_null(in);
        dm_buf_init(&got, 10000);
        drain(in, &got);
        assert_string_equal(got.ptr, rows[i].want);
        passed = dm_inputs_passed(in);
        assert_int_equal(passed.hidden, rows[i].passed.hidden);
        assert_int_equal(passed.special, rows[i].passed.special);
        assert_int_equal(passed.loops, rows[i].passed.loops);
        assert_int_equal(passed.bare, rows[i].passed.bare);
        if (passed.bare > 0)
            assert_string_equal(passed.first_bare, rows[i].passed.first_bare);
        assert_int_equal(dm_inputs_total(in), rows[i].total);
        dm_buf_fini(&got);
        dm_inputs_close(in);
    }
}

/* However many were taken, the others are counted without being opened. */
static void counts_the_rest(void **state)
{
    char *args[] = {(char[]){"plain"},   (char[]){"t"},      (char[]){"no"},
                    (char[]){"t/empty"}, (char[]){"t/fifo"}, (char[]){"t/b"}};
    const size_t all = 1 + 4 + 1 + 1 + 4; /* as in the rows above */

    (void)state;
    for (size_t taken = 0; taken <= all; taken++) {
        dm_inputs_options o = {.args = args, .nargs = 6, .max_bytes = 1000};
        dm_err            err;
        dm_input          input;
        dm_inputs        *in = dm_inputs_open(&o, &err);
        bool              more = true;

        for (size_t i = 0; i < taken; i++)
            if (dm_inputs_next(in, &input, &err) == DM_INPUT_FILE)
                close(input.fd);
        assert_int_equal(dm_inputs_given(in), taken);
        assert_int_equal(dm_inputs_rest(in, &more), all - taken);
        assert_false(more);
        assert_int_equal(dm_inputs_rest(in, &more), 0);
        dm_inputs_close(in);
    }
}

static void a_list_is_not_read_on(void **state)
{
    dm_inputs_options o = {.files_from = "list", .max_bytes = 1000};
    dm_err            err;
    dm_inputs        *in = NULL;
    bool              more = false;

    (void)state;
    touch("list", "plain\nplain\n");
    in = dm_inputs_open(&o, &err);
    assert_int_equal(dm_inputs_rest(in, &more), 0);
    assert_true(more);
    dm_inputs_close(in);
}

static const struct {
    const char *name, *text;
    size_t      len;
    bool        nul;
    const char *want;
} lists[] = {
    {"lines",                     "plain\nno\n",   9,  false, "plain !201no "},
    {"no line end",               "plain",         5,  false, "plain "       },
    {"empty lines",               "\n\nplain\n\n", 9,  false, "plain "       },
    {"NUL",                       "plain\0t/b\0",  10, true,
     "plain t/b/up/b-1 t/b/up/b.1 "
     "t/b/up/link t/b/x "                                                    },
    {"NUL where lines are meant", "plain\0no\0",   9,  false, "STOP101"      },
    {"dash is a file here",       "-\n",           2,  false, "- "           },
    {"nothing",                   "",              0,  false, ""             },
};

static void reads_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        dm_inputs_options o = {
            .files_from = "list", .nul = lists[i].nul, .max_bytes = 1000};
        dm_err     err;
        dm_inputs *in = NULL;
        dm_buf     got;
        FILE      *f = fopen("list", "w");

        fwrite(lists[i].text, 1, lists[i].len, f);
        fclose(f);
        in = dm_inputs_open(&o, &err);
        assert_non_null(in);
        dm_buf_init(&got, 10000);
        drain(in, &got);
        assert_string_equal(got.ptr, lists[i].want);
        dm_buf_fini(&got);
        dm_inputs_close(in);
    }
}

static void standard_input_is_asked_for_once(void **state)
{
    char             *args[] = {(char[]){"-"}, (char[]){"-"}};
    dm_inputs_options o = {.args = args, .nargs = 2};
    dm_err            err;

    (void)state;
    assert_null(dm_inputs_open(&o, &err));
    assert_int_equal(err.code, DM_E_USAGE);
    o.nargs = 1;
    o.files_from = "-";
    assert_null(dm_inputs_open(&o, &err));
    assert_int_equal(err.code, DM_E_USAGE);
}

static void large_files_are_refused(void **state)
{
    char             *args[] = {(char[]){"plain"}};
    dm_inputs_options o = {.args = args, .nargs = 1, .max_bytes = 4};
    dm_err            err;
    dm_inputs        *in = dm_inputs_open(&o, &err);
    dm_input          input;

    (void)state;
    assert_int_equal(dm_inputs_next(in, &input, &err), DM_INPUT_BAD);
    assert_int_equal(err.code, DM_E_TOO_LARGE);
    assert_int_equal(dm_inputs_next(in, &input, &err), DM_INPUT_END);
    dm_inputs_close(in);
}

/* With the n-th allocation failing there is an error or the right answer,
** never a crash or a leak. */
static void survives_failing_memory(void **state)
{
    (void)state;
    for (long n = 0; n < 30; n++) {
        char             *args[] = {(char[]){"t"}};
        dm_inputs_options o = {.args = args, .nargs = 1, .max_bytes = 1000};
        dm_err            err;
        dm_inputs        *in = NULL;
        dm_input          input;
        dm_input_kind     kind = DM_INPUT_STOP;

        dm_mem_fail_after(n);
        in = dm_inputs_open(&o, &err);
        while (in != NULL &&
               (kind = dm_inputs_next(in, &input, &err)) <= DM_INPUT_BAD &&
               kind != DM_INPUT_END)
            if (kind == DM_INPUT_FILE)
                close(input.fd);
        dm_inputs_close(in);
        dm_mem_fail_after(-1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_out_in_order),
        cmocka_unit_test(counts_the_rest),
        cmocka_unit_test(a_list_is_not_read_on),
        cmocka_unit_test(reads_lists),
        cmocka_unit_test(standard_input_is_asked_for_once),
        cmocka_unit_test(large_files_are_refused),
        cmocka_unit_test(survives_failing_memory),
    };

    return cmocka_run_group_tests(tests, enter_tree, leave_tree);
}
