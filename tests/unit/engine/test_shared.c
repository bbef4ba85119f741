/* test_shared.c - rules that share a pass over a view. */
#include "script_run.h"

/* Rules over one view share a pass for their literals.  Whether a rule stands
** alone or among others, in a script with two views, with several matchers or
** in a region, it must find the same. */
static const char *const shared_rules[] = {
    "rule { id = 'r1', match = re [[(\\d+)年]] }",
    "rule { id = 'r2', match = re [[^第.章]] }",
    "rule { id = 'r3', match = { re [[年\\d+月]], re [=[章[一二]]=] } }",
    "rule { id = 'r4', match = re [[\\w*]] }",
    "rule { id = 'r5', match = re [[年]], view = 'decoded' }",
    "rule { id = 'r6', match = re [[二]], within = 'paragraph' }",
    "rule { id = 'r7', match = { re.set { '年', '月' }, re [[(?=月)]] } }",
};

enum { SHARED = sizeof shared_rules / sizeof *shared_rules };

/* The field of rule `i` in a record over `text`, of a script with the rules
** from `from` to `to`. */
static void field_of(char *out, size_t size, size_t i, size_t from, size_t to)
{
    dm_engine_options options = dm_engine_options_default();
    dm_buf            script, got;
    dm_err            err;
    dm_engine        *engine;
    char              key[16];
    const char       *at, *end;

    dm_buf_init(&script, 1 << 16);
    dm_buf_init(&got, 1 << 20);
    dm_buf_str(&script, "return docmill.script { rules = {");
    for (size_t k = from; k < to; k++)
        dm_buf_printf(&script, "%s,", shared_rules[k]);
    dm_buf_str(&script, "} }");
    dm_buf_char(&script, '\0');
    engine = open_with(script.ptr, options, &err);
    if (engine == NULL)
        fail_msg("%s", err.msg);
    assert_true(run(engine, "第一章 2023年4月\n章二 年12月 二二年\n\n章一 月年",
                    &got, &err));
    snprintf(key, sizeof key, "\"r%zu\":", i + 1);
    at = strstr(got.ptr, key);
    assert_non_null(at);
    end = strstr(at + 1, ",\"r");
    snprintf(out, size, "%.*s",
             (int)(end != NULL ? end - at : (ptrdiff_t)strcspn(at, "}\n")), at);
    dm_engine_close(engine);
    dm_buf_fini(&script);
    dm_buf_fini(&got);
}

static void rules_find_the_same_alone_and_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHARED; i++) {
        char alone[1000], together[1000];

        field_of(alone, sizeof alone, i, i, i + 1);
        field_of(together, sizeof together, i, 0, SHARED);
        if (strlen(alone) < 9)
            fail_msg("rule %zu finds nothing: %s", i + 1, alone);
        if (strcmp(alone, together) != 0)
            fail_msg("rule %zu: %s and %s", i + 1, alone, together);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_find_the_same_alone_and_together),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
