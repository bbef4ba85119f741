/* test_options.c - command lines, and the table they are read by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "cli/options.h"

enum { WORDS = 6 };

static const struct {
    const char *verb, *argv[WORDS];
    dm_code     want;
    dm_opt      option; /* looked at when want is OK */
    uint64_t    number;
    const char *text;
    size_t      nrest;
} rows[] = {
    {"run",  {"s", "-j", "3"},                DM_OK,               DM_OPT_JOBS,    3,       "3",    1},
    {"run",  {"-j3", "s"},                    DM_OK,               DM_OPT_JOBS,    3,       "3",    1},
    {"run",  {"-qj3", "s", "t"},              DM_OK,               DM_OPT_JOBS,    3,       "3",    2},
    {"run",  {"--jobs=3"},                    DM_OK,               DM_OPT_JOBS,    3,       "3",    0},
    {"run",  {"--jobs", "3"},                 DM_OK,               DM_OPT_JOBS,    3,       "3",    0},
    {"run",  {"--jobs=3", "-j", "4"},         DM_OK,               DM_OPT_JOBS,    4,       "4",    0},
    {"run",  {"--", "-j", "3"},               DM_OK,               DM_OPT_JOBS,    0,       NULL,   2},
    {"run",  {"-", "--spans"},                DM_OK,               DM_OPT_SPANS,   0,       "",     1},
    {"run",  {"--output="},                   DM_OK,               DM_OPT_OUTPUT,  0,       "",     0},
    {"run",  {"--output=a=b"},                DM_OK,               DM_OPT_OUTPUT,  0,       "a=b",  0},
    {"run",  {"--memory=64K"},                DM_OK,               DM_OPT_MEMORY,  65536,   "64K",  0},
    {"run",  {"--memory=2MiB"},               DM_OK,               DM_OPT_MEMORY,  2 << 20, "2MiB", 0},
    {"run",  {"--memory=1g"},                 DM_OK,               DM_OPT_MEMORY,  1 << 30, "1g",   0},
    {"run",  {"--timeout=0.25"},              DM_OK,               DM_OPT_TIMEOUT, 250,     "0.25", 0},
    {"run",  {"--timeout=12"},                DM_OK,               DM_OPT_TIMEOUT, 12000,   "12",   0},
    {"run",  {"--timeout=0"},                 DM_OK,               DM_OPT_TIMEOUT, 0,       "0",    0},
    {"run",  {"--format=json"},               DM_OK,               DM_OPT_FORMAT,  0,       "json", 0},
    {"grep", {"-il", "x"},                    DM_OK,               DM_OPT_FILES,   0,       "",     1},
    {"run",  {"--jbos=3"},                    DM_E_UNKNOWN_OPTION, 0,              0,       NULL,   0},
    {"run",  {"--job=3"},                     DM_E_UNKNOWN_OPTION, 0,              0,       NULL,   0},
    {"run",  {"--count"},                     DM_E_UNKNOWN_OPTION, 0,              0,       NULL,   0},
    {"run",  {"-l"},                          DM_E_UNKNOWN_OPTION, 0,              0,       NULL,   0},
    {"run",  {"--"},                          DM_OK,               DM_OPT_JOBS,    0,       NULL,   0},
    {"run",  {"--spans=yes"},                 DM_E_USAGE,          0,              0,       NULL,   0},
    {"run",  {"--jobs"},                      DM_E_USAGE,          0,              0,       NULL,   0},
    {"run",  {"-j"},                          DM_E_USAGE,          0,              0,       NULL,   0},
    {"run",  {"--jobs=-1"},                   DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--jobs=3x"},                   DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--jobs="},                     DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--jobs=99999999999999999999"}, DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--memory=64Q"},                DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--memory=99999999T"},          DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--memory=1KX"},                DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--timeout=1e3"},               DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--timeout=inf"},               DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--timeout=1.2.3"},             DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--timeout=99999999"},          DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--format=jso"},                DM_E_BAD_VALUE,      0,              0,       NULL,   0},
    {"run",  {"--format="},                   DM_E_BAD_VALUE,      0,              0,       NULL,   0},
};

static void parses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static char store[WORDS][100];
        char       *argv[WORDS];
        int         argc = 0;
        dm_args     args;
        dm_err      err = {.code = DM_OK};

        for (; argc < WORDS && rows[i].argv[argc] != NULL; argc++) {
            snprintf(store[argc], sizeof store[0], "%s", rows[i].argv[argc]);
            argv[argc] = store[argc];
        }
        assert_int_equal(
            dm_args_parse(&args, dm_verb_called(dm_slice_str(rows[i].verb)),
                          argc, argv, &err),
            rows[i].want == DM_OK);
        assert_int_equal(err.code, rows[i].want);
        if (rows[i].want != DM_OK)
            continue;
        assert_int_equal(args.number[rows[i].option], rows[i].number);
        assert_int_equal(args.nrest, rows[i].nrest);
        if (rows[i].text == NULL)
            assert_null(args.text[rows[i].option]);
        else
            assert_string_equal(args.text[rows[i].option], rows[i].text);
    }
}

/* No verb has two options of one name or letter; every text is short enough
** for one line of help. */
static void the_table_is_sound(void **state)
{
    (void)state;
    for (size_t i = 0; dm_option_at(i) != NULL; i++) {
        const dm_option *a = dm_option_at(i);

        assert_int_equal(a->id, i);
        assert_true(strlen(a->help) <= 60);
        assert_int_equal(a->arg == NULL, a->kind == DM_OPT_FLAG);
        assert_int_equal(a->choices != NULL, a->kind == DM_OPT_CHOICE);
        for (size_t k = 0; k < i; k++) {
            const dm_option *b = dm_option_at(k);

            assert_string_not_equal(a->name, b->name);
            assert_false((a->verbs & b->verbs) != 0 && a->letter != 0 &&
                         a->letter == b->letter);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses),
        cmocka_unit_test(the_table_is_sound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
