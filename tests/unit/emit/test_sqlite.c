/* test_sqlite.c - ours or not ours, again and again, nothing before commit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "emit/json_read.h"
#include "emit/sqlite.h"

static char file[] = "/tmp/docmill-db-XXXXXX";

static int fresh(void **state)
{
    (void)state;
    snprintf(file, sizeof file, "/tmp/docmill-db-XXXXXX");
    close(mkstemp(file));
    return unlink(file);
}

static int clean(void **state)
{
    (void)state;
    unlink(file);
    return 0;
}

/* What a query gives, as a number. */
static int ask(const char *sql)
{
    sqlite3      *db = NULL;
    sqlite3_stmt *s = NULL;
    int           n = -1;

    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static void put(dm_db *db, const char *path, const char *text)
{
    char     about[200];
    dm_arena arena;
    dm_err   err;

    snprintf(about, sizeof about, "{\"path\":\"%s\",\"id\":\"%s\"}", path,
             path);
    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_db_forget(db, dm_slice_str(path), &err));
    assert_true(dm_db_doc(db, dm_json_read(&arena, dm_slice_str(about), &err),
                          dm_slice_str(text), &err));
    assert_true(dm_db_record(
        db, DM_S(""),
        dm_json_read(&arena,
                     DM_S("{\"id\":\"x\",\"d\":[\"v\",\"w\"],\"_spans\":{"
                          "\"d\":[{\"at\":[1,2],\"src\":[3,4],\"exact\":true,"
                          "\"rule\":\"r\"},null]}}"),
                     &err),
        &err));
    dm_arena_fini(&arena);
}

static const struct {
    const char *sql;
    int         want;
} facts[] = {
    {"SELECT count(*) FROM docs",                                      2            },
    {"SELECT count(*) FROM records",                                   2            },
    {"SELECT count(*) FROM spans",                                     2            },
    {"SELECT count(*) FROM rules",                                     1            },
    {"SELECT src_to FROM spans",                                       4            },
    {"SELECT count(*) FROM records WHERE json LIKE '%_spans%'",        0            },
    {"SELECT count(*) FROM records WHERE json ->> '$.d[1]' = 'w'",     2            },
    {"SELECT count(*) FROM search WHERE search MATCH '\"中华人\"'", 1            },
    {"SELECT count(*) FROM search WHERE search MATCH '\"华人民\"'", 1            },
    {"SELECT count(*) FROM search WHERE search MATCH '\"旧文本\"'", 0            },
    {"SELECT count(*) FROM docs WHERE text LIKE '%人民%'",           1            },
    {"PRAGMA user_version",                                            DM_DB_VERSION},
    {"PRAGMA application_id",                                          DM_DB_ID     },
};

static void test_again(void **state)
{
    dm_err err;

    (void)state;
    for (int round = 0; round < 3; round++) {
        dm_db *db = dm_db_open(file, &err);

        assert_non_null(db);
        put(db, "a", round < 2 ? "旧文本在此" : "中华人民共和国");
        put(db, "b", "plain");
        assert_true(dm_db_commit(db, &err));
        dm_db_close(db);
    }
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (ask(facts[i].sql) != facts[i].want)
            fail_msg("%s: %d", facts[i].sql, ask(facts[i].sql));
}

static void test_uncommitted(void **state)
{
    dm_err err;
    dm_db *db = dm_db_open(file, &err);

    (void)state;
    assert_non_null(db);
    put(db, "a", "text");
    dm_db_close(db);
    assert_int_not_equal(access(file, F_OK), 0); /* made for nothing */
    db = dm_db_open(file, &err);
    put(db, "a", "text");
    assert_true(dm_db_commit(db, &err));
    put(db, "a", "other");
    put(db, "b", "other");
    dm_db_close(db);
    assert_int_equal(ask("SELECT count(*) FROM docs"), 1);
    assert_int_equal(ask("SELECT count(*) FROM docs WHERE text = 'text'"), 1);
}

static void test_foreign(void **state)
{
    static const char *const sqls[] = {
        "CREATE TABLE t(x)", "PRAGMA application_id = 7",
        "PRAGMA application_id = 1684892780; PRAGMA user_version = 99"};
    dm_err err = {.code = DM_OK};
    FILE  *f = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof sqls / sizeof *sqls; i++) {
        sqlite3 *db = NULL;

        assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, sqls[i], NULL, NULL, NULL), 0);
        sqlite3_close(db);
        assert_null(dm_db_open(file, &err));
        assert_int_equal(err.code, DM_E_USAGE);
        assert_int_equal(access(file, F_OK), 0); /* theirs, and left alone */
        unlink(file);
    }
    f = fopen(file, "w");
    fputs("this is a text, and no database at all, long enough to look at", f);
    fclose(f);
    assert_null(dm_db_open(file, &err));
    assert_int_equal(err.code, DM_E_USAGE);
    assert_null(dm_db_open("/nowhere/at/all.db", &err));
    assert_int_equal(err.code, DM_E_WRITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_again, fresh, clean),
        cmocka_unit_test_setup_teardown(test_uncommitted, fresh, clean),
        cmocka_unit_test_setup_teardown(test_foreign, fresh, clean),
    };

    return cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
}
