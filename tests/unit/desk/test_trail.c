/* test_trail.c - the answer about a place, in room enough and in too little. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/trail.h"

/* Bytes that the answer may take. */
static const struct {
    size_t  max;
    bool    json, ok;
    dm_code code;
} rows[] = {
    {1 << 16, false, true,  DM_OK    },
    {1 << 16, true,  true,  DM_OK    },
    {100,     false, false, DM_E_SIZE},
    {100,     true,  false, DM_E_SIZE},
};

static void put(char *path, int suffix, const char *text)
{
    int    fd = mkstemps(path, suffix);
    size_t n = strlen(text);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), n);
    close(fd);
}

static void test_room(void **state)
{
    char              script[] = "/tmp/trail-XXXXXX.lua";
    char              input[] = "/tmp/trail-XXXXXX.txt";
    dm_load_options   load = {.from = "text", .charset = "utf-8"};
    dm_engine_options engine = dm_engine_options_default();

    (void)state;
    put(script, 4,
        "local docmill = require \"docmill\"\n"
        "return docmill.script { rules = {\n"
        "  docmill.rule { id = \"b\", match = docmill.re \"b\" } } }\n");
    put(input, 4, "a b c\n");
    engine.script = script;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_trail   trail = {.path = input, .at = "1:3", .json = rows[i].json};
        dm_trailed how = DM_TRAILED_NOT;
        dm_buf     out;
        dm_err     err = {.code = DM_OK};

        dm_buf_init(&out, rows[i].max);
        if (dm_trail_explain(&out, &trail, &load, &engine, &how, &err) !=
            rows[i].ok)
            fail_msg("row %zu: %s", i, err.msg);
        assert_int_equal(rows[i].ok ? DM_OK : err.code, rows[i].code);
        dm_buf_fini(&out);
    }
    unlink(script);
    unlink(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_room)};

    return cmocka_run_group_tests_name("trail", tests, NULL, NULL);
}
