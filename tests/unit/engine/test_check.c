/* test_check.c - the examples in rules, run. */
#include "script_run.h"

static void count_told(void *ud, const dm_err *err)
{
    dm_buf *out = ud;

    assert_int_equal(err->code, DM_E_EXAMPLE);
    assert_string_equal(err->file, path);
    dm_buf_printf(out, "%d: %s\n", err->line, err->msg);
}

static void test_check(void **state)
{
    static const char script[] =
        "return docmill.script { rules = {\n"
        "rule { id = 'd', match = re [[(\\d+)年]],\n"
        " value = function(m) return tonumber(m[1].text) end,\n"
        " examples = { ['在2023年'] = 2023, ['2023'] = false, ['1年'] = true,\n"
        "  ['3年'] = 4, ['5年6年'] = { 5, 6 }, ['x'] = true,\n"
        "  ['7年'] = false } },\n"
        "rule { id = 'g', match = re [[(?<a>.)(?<b>.)]],\n"
        " examples = { xy = { a = 'x', b = 'y' }, zz = { a = 'z' } } } } }";
    dm_err     err = {0};
    dm_engine *engine = open_with(script, dm_engine_options_default(), &err);
    dm_buf     out;
    size_t     ran, failed;

    (void)state;
    assert_non_null(engine);
    dm_buf_init(&out, 1 << 20);
    assert_true(dm_engine_check(engine, count_told, &out, &ran, &failed, &err));
    dm_buf_char(&out, '\0');
    assert_string_equal(
        out.ptr,
        "4: example \"3年\" of rule 'd' must give 4, but gave 3\n"
        "4: example \"7年\" of rule 'd' must not match, but gave 7\n"
        "4: example \"x\" of rule 'd' must match, but nothing matched\n"
        "9: example \"zz\" of rule 'g' must give { a = \"z\" }, but gave "
        "{ a = \"z\", b = \"z\" }\n");
    assert_int_equal(ran, 9);
    assert_int_equal(failed, 4);
    dm_engine_close(engine);
    dm_buf_fini(&out);
}

/* check runs init as run does, and says what an example does not look at. */
static void test_check_init(void **state)
{
    static const char good[] =
        "local n return docmill.script { init = function() n = 'x' end,\n"
        "rules = { rule { id = 'd', match = re 'a', within = 'paragraph',\n"
        "value = function() return n:upper() end,\n"
        "examples = { a = 'X', b = true } } } }";
    static const char bad[] =
        "return docmill.script { init = function() error 'not today' end,\n"
        "rules = { rule { id = 'd', match = re 'a', examples = { a = true } } "
        "} }";
    dm_err     err = {0};
    dm_engine *engine = open_with(good, dm_engine_options_default(), &err);
    dm_buf     out;
    size_t     ran, failed;

    (void)state;
    assert_non_null(engine);
    dm_buf_init(&out, 1 << 20);
    assert_true(dm_engine_check(engine, count_told, &out, &ran, &failed, &err));
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr,
                        "4: example \"b\" of rule 'd' must match, but nothing "
                        "matched (an example is matched as it stands, without "
                        "within)\n");
    assert_int_equal(failed, 1);
    dm_engine_close(engine);
    engine = open_with(bad, dm_engine_options_default(), &err);
    assert_non_null(engine);
    assert_false(
        dm_engine_check(engine, count_told, &out, &ran, &failed, &err));
    assert_string_equal(err.msg, "not today");
    assert_int_equal(ran, 0);
    dm_engine_close(engine);
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_check_init),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
