/* test_stats.c - answers added up: whole ones, odd ones, without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/stats.h"

static const dm_stats_options options = {
    .script = "r.lua", .limit = 10, .sample = 1, .clusters = 100};

#define ABOUT                                                                  \
    "\"about\":{\"name\":\"r\",\"view\":\"clean\",\"rules\":["                 \
    "{\"id\":\"a\",\"file\":\"r.lua\",\"line\":3,\"view\":\"clean\"},"         \
    "{\"id\":\"b\",\"file\":\"r.lua\",\"line\":9,\"view\":\"clean\"}],"        \
    "\"fields\":[{\"name\":\"f\",\"required\":true}]}"

#define TELL                                                                   \
    "\"tell\":{\"rules\":[{\"hits\":2,\"seconds\":0.5,\"refused\":3,"          \
    "\"reasons\":[[\"no\",2]]},{\"hits\":1,\"beaten\":[[\"a\",4]]}],"          \
    "\"fields\":[[\"f\",1,[[\"v\",1]]]],\"cover\":[7,1],\"pairs\":[[0,1,2]],"  \
    "\"chars\":100,\"covered\":8,\"lines\":1,\"left\":5,"                      \
    "\"samples\":[{\"rule\":1,\"hash\":\"00\",\"line\":1}]}"

static bool add(dm_stats *s, size_t number, const char *data, dm_err *err)
{
    dm_origin from = {.path = DM_LIT("x.txt"), .number = number};
    dm_answer a;
    bool      ok = false;

    dm_answer_init(&a);
    dm_buf_str(&a.data, data);
    ok = dm_stats_add(s, &from, &a, err);
    dm_answer_fini(&a);
    return ok;
}

static int64_t number_at(const dm_value *v, const char *key)
{
    const dm_value *m = dm_value_at(v, dm_slice_str(key));

    assert_non_null(m);
    assert_int_equal(m->kind, DM_INT);
    return m->as.integer;
}

static const dm_value *first_of(const dm_value *v, const char *key, size_t n)
{
    const dm_value *m = dm_value_at(v, dm_slice_str(key));

    assert_non_null(m);
    assert_int_equal(m->kind, DM_LIST);
    assert_int_equal(m->as.list.n, n);
    return m->as.list.items[0];
}

static void answers_add_up(void **state)
{
    dm_stats       *s = dm_stats_new(&options);
    dm_arena        arena;
    dm_err          err;
    const dm_value *v = NULL, *rule = NULL, *reason = NULL;

    (void)state;
    dm_arena_init(&arena, 1 << 24);
    assert_true(add(s, 1, "{" ABOUT "," TELL "}", &err));
    assert_true(add(s, 2, "{" TELL "}", &err));
    assert_true(add(s, 3, "{}", &err));
    v = dm_stats_value(s, &arena, &err);
    assert_non_null(v);
    assert_int_equal(number_at(dm_value_at(v, DM_S("documents")), "all"), 3);
    rule = first_of(v, "rules", 2);
    assert_int_equal(number_at(rule, "hits"), 4);
    assert_int_equal(number_at(rule, "docs"), 2);
    assert_int_equal(number_at(rule, "chars"), 14);
    assert_int_equal(number_at(rule, "refused"), 6);
    reason = first_of(rule, "reasons", 2); /* one is of those not kept */
    assert_int_equal(number_at(reason, "n"), 4);
    assert_int_equal(number_at(first_of(v, "overlaps", 1), "n"), 4);
    assert_int_equal(number_at(first_of(v, "together", 1), "docs"), 2);
    assert_int_equal(number_at(first_of(v, "fields", 1), "filled"), 2);
    assert_int_equal(number_at(dm_value_at(v, DM_S("text")), "covered"), 16);
    dm_stats_free(s);
    dm_arena_fini(&arena);
}

/* What no worker of ours would say is refused or does nothing. */
static void odd_answers_do_no_harm(void **state)
{
    static const struct {
        const char *data;
        bool        ok;
    } rows[] = {
        {"{",                                                  false},
        {"[]",                                                 true },
        {"3",                                                  true },
        {"{\"about\":[],\"tell\":3}",                          true },
        {"{\"about\":{\"rules\":[3,{}]},\"tell\":{}}",         true },
        {"{\"tell\":{\"rules\":{},\"fields\":[3,[]]}}",        true },
        {"{\"tell\":{\"pairs\":[[],[9,9,9],[-1,0,1]]}}",       true },
        {"{\"tell\":{\"samples\":[{\"rule\":0,\"hash\":1}]}}", false},
        {"{\"tell\":{\"samples\":[7]}}",                       false},
        {"{\"load\":\"x\",\"run\":-3}",                        true },
    };
    dm_arena arena;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_stats *s = dm_stats_new(&options);
        dm_err    err;

        dm_arena_init(&arena, 1 << 24);
        assert_int_equal(add(s, 1, rows[i].data, &err), rows[i].ok);
        assert_int_equal(add(s, 2, "{" ABOUT "," TELL "}", &err), true);
        assert_int_equal(add(s, 3, rows[i].data, &err), rows[i].ok);
        assert_non_null(dm_stats_value(s, &arena, &err));
        dm_stats_free(s);
        dm_arena_fini(&arena);
    }
}

static void without_memory_it_fails(void **state)
{
    bool whole = false;

    (void)state;
    for (long n = 0; !whole && n < 2000; n++) {
        dm_stats *s = NULL;
        dm_arena  arena;
        dm_err    err;

        dm_arena_init(&arena, 1 << 24);
        dm_mem_fail_after(n);
        s = dm_stats_new(&options);
        whole = s != NULL && add(s, 1, "{" ABOUT "," TELL "}", &err) &&
                dm_stats_value(s, &arena, &err) != NULL;
        dm_mem_fail_after(-1);
        if (s != NULL)
            dm_stats_free(s);
        dm_arena_fini(&arena);
    }
    assert_true(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_add_up),
        cmocka_unit_test(odd_answers_do_no_harm),
        cmocka_unit_test(without_memory_it_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
