/* test_index.c - which documents get a page, what pages are called, and that
** memory stays bounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/index.h"
#include "emit/json_read.h"

enum { JSON = 1 << 26 };

/* A document: what a worker would say of it. */
typedef struct row {
    const char *path;
    size_t      root;
    const char *data; /* "" when the worker was lost */
    bool        failed;
} row;

#define RULE(hits, refused)                                                    \
    "{\"rules\":[[\"r\"," #hits "," #refused                                   \
    ",0,0.001]],\"values\":[],\"fields\":[],\"records\":1,\"warnings\":0}"
#define VALUE(v)                                                               \
    "{\"rules\":[[\"r\",1,0,0,0.001]],\"values\":[[\"r\",[[\"" v "\",2]]]],"   \
    "\"fields\":[],\"records\":1}"
#define MOVED                                                                  \
    "{\"rules\":[[\"r\",1,0,0,0.001]],\"moves\":[[\"r\",1,0,0]],"              \
    "\"changed\":true,\"records\":1}"

static void add(dm_index *x, const row *r)
{
    dm_origin from = {dm_slice_str(r->path), r->root, 1};
    dm_answer a;
    dm_err    err;

    dm_answer_init(&a);
    if (r->failed) {
        dm_fail(&err, DM_E_SCRIPT, "it is <bad>");
        dm_answer_fail(&a, DM_PHASE_SCRIPT, &err);
    }
    dm_buf_str(&a.data, r->data);
    assert_true(dm_index_add(x, &from, &a, &err));
    dm_answer_fini(&a);
}

static void test_choice(void **state)
{
    static const row rows[] = {
        {"a",     0,      RULE(3, 0),    false},
        {"b",     0,      RULE(1, 1),    false},
        {"c",     0,      RULE(1, 5),    false},
        {"d",     0,      RULE(0, 0),    false},
        {"e",     0,      "",     true },
        {"f",      0, RULE(2,     0), false     },
        {"g",      0,  MOVED,  false     },
        {"-", 0,     RULE(0,  0),      false},
    };
    static const struct {
        size_t      limit;
        const char *paths;
    } want[] = {
        {0, ""       },
        {1, "g"      },
        {2, "eg"     },
        {3, "deg"    },
        {4, "cdeg"   },
        {5, "bcdeg"  },
        {6, "abcdeg" },
        {9, "abcdefg"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        dm_index_options options = {"s.lua", NULL, want[i].limit};
        dm_index        *x = dm_index_new(&options);
        char             got[16] = "";
        char *const     *paths;
        size_t           n;
        dm_err           err;

        assert_non_null(x);
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            add(x, &rows[k]);
        paths = dm_index_choose(x, &n, &err);
        assert_non_null(paths);
        for (size_t k = 0; k < n; k++)
            got[k] = paths[k][0];
        assert_string_equal(got, want[i].paths);
        dm_index_free(x);
    }
}

static void test_names(void **state)
{
    static const struct {
        const char *path;
        size_t      root;
        const char *page, *back;
    } rows[] = {
        {"docs/sub/a.txt",   5, "sub/a.html",     "../index.html"   },
        {"docs/sub/A.md",    5, "sub/A-2.html",   "../index.html"   },
        {"docs/sub/a-2",     5, "sub/a-2-2.html", "../index.html"   },
        {"index.txt",        0, "index-2.html",   "index.html"      },
        {"../../x.txt",      0, "_/_/x.html",     "../../index.html"},
        {"/etc/./y",         0, "etc/y.html",     "../index.html"   },
        {".hidden",          0, "_.hidden.html",  "index.html"      },
        {"a\nb:c?\\*.txt",   0, "a_b_c___.html",  "index.html"      },
        {"n\xFFt\xE4\xBD.t", 0, "n_t__.html",     "index.html"      },
        {"题 目#%.txt",    0, "题 目#%.html", "index.html"      },
        {"docs/",            5, "page.html",      "index.html"      },
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    dm_index_options options = {"s.lua", NULL, ROWS};
    dm_index        *x = dm_index_new(&options);
    size_t           n;
    dm_err           err;

    (void)state;
    assert_non_null(x);
    for (size_t i = 0; i < ROWS; i++)
        add(x, &(row){rows[i].path, rows[i].root, RULE(1, 0), false});
    assert_non_null(dm_index_choose(x, &n, &err));
    assert_int_equal(n, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        dm_slice page = dm_index_page(x, i);
        dm_buf   back;

        assert_string_equal(page.ptr, rows[i].page);
        dm_buf_init(&back, 1000);
        dm_index_way_back(x, dm_slice_str(rows[i].path), &back);
        dm_buf_char(&back, '\0');
        assert_string_equal(back.ptr, rows[i].back);
        dm_buf_fini(&back);
    }
    dm_index_free(x);
}

static const dm_value *at(const dm_value *v, const char *key)
{
    const dm_value *m = dm_value_at(v, dm_slice_str(key));

    assert_non_null(m);
    return m;
}

/* Many documents: all are counted, the telling ones are kept. */
static void test_bounds(void **state)
{
    enum { MANY = 9000, LATE = 8500 };
    dm_index_options options = {"s.lua", "old.lua", 10};
    dm_index        *x = dm_index_new(&options);
    const dm_value  *v, *kept;
    dm_arena         arena;
    dm_buf           json;
    size_t           n;
    dm_err           err;

    (void)state;
    assert_non_null(x);
    for (int i = 0; i < MANY; i++) {
        char path[32];

        snprintf(path, sizeof path, "d%d", i);
        add(x, &(row){path, 0,
                      i == LATE ? ""
                      : i % 2   ? VALUE("</b>")
                                : VALUE("ＡＢ c"),
                      i == LATE});
    }
    assert_non_null(dm_index_choose(x, &n, &err));
    assert_int_equal(n, 10);
    dm_index_written(x, 9);
    dm_buf_init(&json, JSON);
    dm_arena_init(&arena, JSON);
    assert_true(dm_index_json(x, true, &json, &err));
    v = dm_json_read(&arena, dm_buf_view(&json), &err);
    assert_non_null(v);
    assert_int_equal(at(v, "documents")->as.integer, MANY);
    kept = at(v, "rows");
    assert_int_equal(kept->as.list.n, DM_INDEX_ROWS);
    assert_int_equal(at(v, "left")->as.integer, MANY - DM_INDEX_ROWS);
    kept = kept->as.list.items[DM_INDEX_ROWS - 1];
    assert_int_equal(at(kept, "n")->as.integer, LATE + 1);
    assert_string_equal(at(kept, "error")->as.string.ptr, "it is <bad>");
    assert_string_equal(at(kept, "page")->as.string.ptr, "d8500.html");
    kept = at(v, "rules")->as.list.items[0];
    assert_int_equal(at(kept, "hits")->as.integer, MANY - 1);
    assert_int_equal(at(kept, "distinct")->as.integer, 2);
    assert_int_equal(at(at(v, "pages"), "made")->as.integer, 1);
    dm_arena_fini(&arena);
    dm_buf_fini(&json);
    dm_index_free(x);
}

/* Values that differ in width, case, blanks, marks and script alone. */
static void test_alike(void **state)
{
    static const char *const values[] = {
        VALUE("商務部"), VALUE("商务部"), VALUE("商 务 部。"), VALUE("ＡＢ"),
        VALUE("ab"),     VALUE("abc"),    VALUE("2024"),       VALUE("2025"),
        VALUE("—"),      VALUE("…"),
    };
    dm_index_options options = {"s.lua", NULL, 0};
    dm_index        *x = dm_index_new(&options);
    const dm_value  *v;
    dm_arena         arena;
    dm_buf           json;
    size_t           n;
    dm_err           err;

    (void)state;
    assert_non_null(x);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        add(x, &(row){"d", 0, values[i], false});
    assert_non_null(dm_index_choose(x, &n, &err));
    dm_buf_init(&json, JSON);
    dm_arena_init(&arena, JSON);
    assert_true(dm_index_json(x, false, &json, &err));
    v = dm_json_read(&arena, dm_buf_view(&json), &err);
    assert_non_null(v);
    v = at(at(v, "rules")->as.list.items[0], "alike");
    assert_int_equal(v->as.list.n, 2);
    assert_int_equal(v->as.list.items[0]->as.list.n, 3);
    assert_int_equal(v->as.list.items[1]->as.list.n, 2);
    dm_arena_fini(&arena);
    dm_buf_fini(&json);
    dm_index_free(x);
}

/* Whichever request for memory fails, the index does, and nothing leaks. */
static void test_memory(void **state)
{
    static const row rows[] = {
        {"a", 0, VALUE("x"), false},
        {"b", 0, "",         true },
        {"c", 0, MOVED,      false},
    };
    dm_index_options options = {"s.lua", NULL, 2};
    bool             done = false;

    (void)state;
    for (long left = 0; !done && left < 2000; left++) {
        dm_index *x;
        bool      ok = true;

        dm_mem_fail_after(left);
        x = dm_index_new(&options);
        for (size_t i = 0; x != NULL && ok && i < 3; i++) {
            dm_origin from = {dm_slice_str(rows[i].path), 0, i + 1};
            dm_answer a;
            dm_err    err;

            dm_answer_init(&a);
            dm_buf_str(&a.data, rows[i].data);
            ok = !a.data.failed && dm_index_add(x, &from, &a, &err);
            dm_answer_fini(&a);
        }
        if (x != NULL && ok) {
            size_t n;
            dm_err err;
            dm_buf json;

            dm_buf_init(&json, JSON);
            done = dm_index_choose(x, &n, &err) != NULL &&
                   dm_index_json(x, true, &json, &err);
            dm_buf_fini(&json);
        }
        dm_mem_fail_after(-1);
        if (x != NULL)
            dm_index_free(x);
    }
    assert_true(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choice), cmocka_unit_test(test_names),
        cmocka_unit_test(test_bounds), cmocka_unit_test(test_alike),
        cmocka_unit_test(test_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
