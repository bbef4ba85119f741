/* test_sink.c - the table of formats is sound; dolma's two lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "emit/dolma.h"
#include "emit/json_read.h"
#include "emit/sink.h"

static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; dm_sink_at(i) != NULL; i++) {
        const dm_sink *s = dm_sink_at(i);

        assert_ptr_equal(dm_sink_find(dm_slice_str(s->name)), s);
        assert_non_null(s->begin);
        assert_non_null(s->between);
        assert_non_null(s->end);
        assert_true(strlen(s->what) <= 64);
        assert_int_equal(s->record != NULL, s->shape == DM_SHAPE_RECORDS);
    }
    assert_null(dm_sink_find(DM_S("xlsx")));
}

static const struct {
    const char *records, *want;
    size_t      n;
} rows[] = {
    {"[{\"id\":\"a\",\"d\":[1],\"_spans\":{},\"_meta\":{\"m\":1}}]",
     "{\"id\":\"a\",\"text\":\"t\",\"source\":\"s\",\"metadata\":{\"d\":[1],"
     "\"_meta\":{\"m\":1}}}\n",       1},
    {"[{\"id\":\"a\",\"created\":\"2023-01-04\",\"added\":3}]",
     "{\"id\":\"a\",\"text\":\"t\",\"source\":\"s\",\"created\":\"2023-01-04\","
     "\"metadata\":{\"added\":3}}\n", 1},
    {"[{\"id\":\"a\",\"x\":1},{\"id\":\"a\",\"x\":2}]",
     "{\"id\":\"a\",\"text\":\"t\",\"source\":\"s\",\"metadata\":{\"records\":"
     "[{\"x\":1},{\"x\":2}]}}\n",     2},
};

static void test_document(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena  arena;
        dm_err    err;
        dm_buf    out;
        dm_value *list = NULL;

        dm_arena_init(&arena, 1 << 20);
        dm_buf_init(&out, 1000);
        list = dm_json_read(&arena, dm_slice_str(rows[i].records), &err);
        dm_dolma_document(&out, DM_S("s"), DM_S("t"), list->as.list.items,
                          rows[i].n);
        if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(rows[i].want)))
            fail_msg("row %zu: %.*s", i, (int)out.len, out.ptr);
        dm_buf_fini(&out);
        dm_arena_fini(&arena);
    }
}

static void test_attributes(void **state)
{
    const dm_dolma_place places[] = {
        {DM_LIT("a\"b"), 0, 2},
        {DM_LIT("c"),    1, 3},
        {DM_LIT("a\"b"), 5, 6}
    };
    dm_value id = {.kind = DM_STRING, .as.string = DM_LIT("i")};
    dm_buf   out;

    (void)state;
    dm_buf_init(&out, 1000);
    dm_dolma_attributes(&out, DM_S("s"), &id, places, 3);
    assert_true(
        dm_slice_eq(dm_buf_view(&out),
                    DM_S("{\"source\":\"s\",\"id\":\"i\",\"attributes\":{"
                         "\"docmill__a\\\"b\":[[0,2,1.0],[5,6,1.0]],"
                         "\"docmill__c\":[[1,3,1.0]]}}\n")));
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_attributes),
    };

    return cmocka_run_group_tests_name("sink", tests, NULL, NULL);
}
