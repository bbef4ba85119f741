/* test_gold.c - marks read from gold, and paired with what was found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/gold.h"
#include "desk/snapshot.h"
#include "emit/json_read.h"

/* A line of gold, one of a record that was found, and how many marks of the
** gold have an exact partner and any; or the error. */
static const struct {
    const char *gold, *found, *error;
    size_t      n, exact, overlap;
} rows[] = {
    {"{'spans':[{'field':'a','src':[0,3]}]}",
     "{'a':'x','_spans':{'a':[{'src':[0,3]}]}}",                              "",                              1, 1, 1},
    {"{'spans':[{'field':'a','src':[0,3]}]}",
     "{'a':'x','_spans':{'a':[{'src':[2,4]}]}}",                              "",                              1, 0, 1},
    {"{'spans':[{'field':'a','src':[0,3]}]}",
     "{'a':'x','_spans':{'a':[{'src':[3,4]}]}}",                              "",                              1, 0, 0},
    {"{'spans':[{'field':'a','src':[0,3]}]}",
     "{'b':'x','_spans':{'b':[{'src':[0,3]}]}}",                              "",                              1, 0, 0},
    {"{'spans':[{'rule':'a','src':[0,3]}]}",
     "{'a':'x','_spans':{'a':[{'src':[0,3]}]}}",                              "",                              1, 0, 0},
    {"{'spans':[{'field':'a','at':[0,3]}]}",
     "{'a':'x','_spans':{'a':[{'src':[7,9],'at':[0,3]}]}}",                   "",                              1, 1, 1},
    {"{'spans':[{'field':'a','text':'xy'}]}",
     "{'a':['z','xy'],'_spans':{'a':[{'src':[0,1]},{'src':[2,3]}]}}",         "",                              1, 1,
     1                                                                                                                },
    {"{'spans':[{'field':'a','text':'xyz'}]}",
     "{'a':'y','_spans':{'a':[{'src':[0,1]}]}}",                              "",                              1, 0, 1},
 /* one to one: two of the gold cannot share one that was found */
    {"{'spans':[{'field':'a','src':[0,3]},{'field':'a','src':[1,2]}]}",
     "{'a':'x','_spans':{'a':[{'src':[0,3]}]}}",                              "",                              2, 1, 1},
 /* exact partners go first */
    {"{'spans':[{'field':'a','src':[0,9]},{'field':'a','src':[1,2]}]}",
     "{'a':['x','y'],'_spans':{'a':[{'src':[1,2]},{'src':[0,3]}]}}",          "",                              2, 1,
     2                                                                                                                },
 /* a record is gold; what has no place is passed over */
    {"{'a':['x','y'],'_spans':{'a':[{'at':[0,1],'src':[0,3]},null]}}",
     "{'a':'x','_spans':{'a':[{'src':[0,3]}]}}",                              "",                              1, 1, 1},
    {"{'a':1}",                                                         "{}", "this line has no spans",        0, 0, 0},
    {"{'spans':[{'src':[0,3]}]}",                                       "{}", "a span names no rule or field", 0, 0,
     0                                                                                                                },
    {"{'spans':[{'field':'a','src':[3,0]}]}",                           "{}",
     "the src of a span of 'a' is no place",                                                                   0, 0, 0},
    {"{'spans':[7]}",                                                   "{}", "a span is an object",           0, 0, 0},
};

static dm_value *read_value(dm_arena *arena, const char *text)
{
    char   json[1000];
    dm_err err;
    size_t n = strlen(text);

    assert_true(n < sizeof json);
    for (size_t i = 0; i <= n; i++)
        json[i] = text[i] == '\'' ? '"' : text[i];
    return dm_json_read(arena, dm_slice_str(json), &err);
}

static void test_pair(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena arena;
        dm_marks gold = {0}, found = {0};
        dm_err   err = {0};
        size_t   exact = 0, overlap = 0;

        dm_arena_init(&arena, 1 << 20);
        if (dm_gold_marks(read_value(&arena, rows[i].gold), &arena, &gold,
                          &err))
            assert_true(dm_gold_record(read_value(&arena, rows[i].found),
                                       &arena, &found));
        assert_string_equal(err.msg, rows[i].error);
        assert_true(err.code == (*rows[i].error ? DM_E_BAD_GOLD : DM_OK));
        if (err.code == DM_OK)
            dm_gold_pair(&gold, &found);
        for (size_t k = 0; k < gold.n && err.code == DM_OK; k++) {
            exact += gold.all[k].exact;
            overlap += gold.all[k].overlap;
        }
        if (err.code == DM_OK &&
            (gold.n != rows[i].n || exact != rows[i].exact ||
             overlap != rows[i].overlap))
            fail_msg("row %zu: %zu marks, %zu exact, %zu overlap", i, gold.n,
                     exact, overlap);
        dm_arena_fini(&arena);
    }
}

static void test_snapshot(void **state)
{
    char      path[100], folder[] = "/tmp/docmill-snap-XXXXXX";
    dm_arena  arena;
    dm_value *list = NULL, *again = NULL;
    dm_err    err;
    FILE     *f;
    bool      there = true;

    (void)state;
    assert_non_null(mkdtemp(folder));
    dm_arena_init(&arena, 1 << 20);
    snprintf(path, sizeof path, "%s/a.lua", folder);
    assert_true(dm_snapshot_path(path, path + 50, 50));
    assert_string_equal(path + 50 + strlen(folder), "/a.snap.jsonl");
    memmove(path, path + 50, 50);
    assert_true(dm_snapshot_read(path, &arena, &list, &there, &err));
    assert_false(there);
    assert_int_equal(list->as.list.n, 0);
    assert_true(dm_value_push(
        &arena, list, read_value(&arena, "{'id':'x','n':1.0,'t':'\u5f20'}")));
    assert_true(dm_snapshot_write(path, list->as.list.items, 1, &err));
    assert_true(dm_snapshot_read(path, &arena, &again, &there, &err));
    assert_true(there);
    assert_int_equal(again->as.list.n, 1);
    assert_string_equal(dm_snapshot_id(again->as.list.items[0]).ptr, "x");
    f = fopen(path, "a");
    assert_non_null(f);
    fputs("{\"n\":1}\n", f);
    fclose(f);
    assert_false(dm_snapshot_read(path, &arena, &again, &there, &err));
    assert_int_equal(err.line, 2);
    assert_int_equal(err.code, DM_E_BAD_RESULT);
    unlink(path);
    rmdir(folder);
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_pair),
        cmocka_unit_test(test_snapshot),
    };

    return cmocka_run_group_tests(all, NULL, NULL);
}
