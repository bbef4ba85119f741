/* test_page_data.c - the data of a page, made from reports as scripts make
 *them:
 ** pieces of crossing marks, places left out, memory that runs out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "desk/page_data.h"
#include "emit/json.h"
#include "emit/json_read.h"
#include "load/load.h"

#define REPORT(matches)                                                        \
    "{\"doc\":{\"view\":\"lines\"},\"views\":[\"lines\",\"text\",\"gone\"],"   \
    "\"rules\":[{\"id\":\"r\",\"hits\":9,\"matches\":[" matches "]}]}"

/* What the pieces of the clean text are: [from, other from, other to, mark…].
 */
static const struct {
    const char *text, *report, *clean;
} rows[] = {
    {"abcdef",  REPORT("[0,3,0],[2,5,0]"),
     "[[0,0,2,0],[2,2,3,0,1],[3,3,5,1],[5,5,6]]"                                                                    },
    {"abcdef",  REPORT("[0,6,0],[2,4,0]"),                                       "[[0,0,2,0],[2,2,4,0,1],[4,4,6,0]]"},
    {"abcdef",  REPORT("[2,4,0],[2,4,0]"),                                       "[[0,0,2],[2,2,4,0,1],[4,4,6]]"    },
    {"abcdef",  REPORT("[0,3,0],[3,6,0]"),                                       "[[0,0,3,0],[3,3,6,1]]"            },
    {"abcdef",  REPORT(""),                                                      "[[0,0,6]]"                        },
    {"abcdef",  REPORT("[3,3,0]"),                                               "[[0,0,3],[3,3,6]]"                },
 /* a place of another view, of none, out of bounds, or no place at all */
    {"a\r\nbc", REPORT("[3,4,1]"),                                               "[[0,0,3],[2,3,4,0],[3,4,5]]"      },
    {"abcdef",  REPORT("[1,2,2],[1,2,7],[5,4,0],[0,99,0],[1,2],{},[\"x\",1,0]"),
     "[[0,0,6]]"                                                                                                    },
 /* characters that are two units, and line ends that are two bytes */
    {"\xF0\xA0\xAE\xB7"
     "b",  REPORT("[0,4,0]"),                                               "[[0,0,2,0],[2,2,3]]"              },
    {"a\r\nb",  REPORT("[0,3,0]"),                                               "[[0,0,4,0]]"                      },
    {"",        REPORT(""),                                                      "[]"                               },
};

static dm_value *read(dm_arena *arena, const char *json)
{
    dm_err    err;
    dm_value *v = dm_json_read(arena, dm_slice_str(json), &err);

    assert_non_null(v);
    return v;
}

static dm_doc *load(const char *text)
{
    dm_load_options options = {.from = "text", .charset = "utf-8"};
    dm_err          err;
    dm_doc         *doc =
        dm_load(DM_S("t"), DM_S("t"), dm_slice_str(text), &options, &err);

    assert_non_null(doc);
    return doc;
}

static dm_value *data(dm_arena *arena, dm_doc *doc, const char *report,
                      size_t limit)
{
    dm_page_ask ask = {
        .id = DM_S("t"),
        .path = DM_S("t"),
        .doc = doc,
        .now = {.name = "s", .report = read(arena, report)},
        .limit = limit
    };
    dm_err err;

    return dm_page_data(arena, &ask, &err);
}

static void test_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena        arena;
        dm_buf          out;
        dm_doc         *doc = load(rows[i].text);
        const dm_value *got;

        dm_arena_init(&arena, 1 << 22);
        dm_buf_init(&out, 1 << 20);
        got = data(&arena, doc, rows[i].report, 0);
        assert_non_null(got);
        dm_json_value(
            &out, dm_value_at(dm_value_at(got, DM_S("pieces")), DM_S("clean")),
            0);
        dm_buf_char(&out, '\0');
        if (strcmp(out.ptr, rows[i].clean) != 0)
            fail_msg("row %zu: %s, not %s", i, out.ptr, rows[i].clean);
        dm_buf_fini(&out);
        dm_doc_free(doc);
        dm_arena_fini(&arena);
    }
}

/* The report tells 3 of 9 matches, the page has room for 2. */
static void test_left(void **state)
{
    dm_arena        arena;
    dm_doc         *doc = load("abcdef");
    const dm_value *got, *left;

    (void)state;
    dm_arena_init(&arena, 1 << 22);
    got = data(&arena, doc, REPORT("[0,1,0],[1,2,0],[2,3,0]"), 2);
    assert_int_equal(dm_value_at(got, DM_S("marks"))->as.list.n, 2);
    left = dm_value_at(got, DM_S("left"));
    assert_int_equal(dm_value_at(left, DM_S("marks"))->as.integer, 7);
    dm_doc_free(doc);
    dm_arena_fini(&arena);
}

/* What has no mark is known by its ranges: what the report tells of matches
 *that
 ** it does not list, and marks there is no room for. */
static const struct {
    const char *text, *rule;
    size_t      limit;
    const char *unmarked;
} rests[] = {
    {"abcdef", "\"matches\":[[0,2,0]]",                                     0, ""              },
    {"abcdef", "\"matches\":[[0,2,0]],\"rest\":[[0,2,3,4,6],[1,3,5]]",      0,
     "[[2,6],[]]"                                                                              },
    {"abcdef", "\"matches\":[],\"rest\":false",                             0, "[false,[]]"    },
    {"abcdef", "\"matches\":[[0,2,0],[3,4,0],[4,5,0]]",                     1, "[[3,5],[]]"    },
    {"abcdef", "\"rejected\":[[0,2,0],[3,4,0]]",                            1, ""              },
    {"abcdef", "\"rest\":[[7,0,1],[0,4,2],[0,1,99],[0,1],[0,-2,1],3,[[]]]", 0,
     ""                                                                                        },
 /* in the view \"lines\" a line end is one byte; characters of two units */
    {"a\r\nb\xF0\xA0\xAE\xB7"
     "c", "\"rest\":[[1,1,3],[0,3,7]]",                                0, "[[1,2,3,5],[]]"},
};

static void test_rest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        dm_arena        arena;
        dm_doc         *doc = load(rests[i].text);
        const dm_value *got;
        dm_buf          report, out;

        dm_arena_init(&arena, 1 << 22);
        dm_buf_init(&report, 1 << 16);
        dm_buf_init(&out, 1 << 16);
        dm_buf_printf(&report,
                      "{\"doc\":{\"view\":\"lines\"},\"views\":[\"lines\","
                      "\"text\"],\"rules\":[{\"id\":\"r\",\"hits\":9,%s}]}",
                      rests[i].rule);
        dm_buf_char(&report, '\0');
        got = dm_value_at(data(&arena, doc, report.ptr, rests[i].limit),
                          DM_S("unmarked"));
        if (got != NULL)
            dm_json_value(&out, got, 0);
        dm_buf_char(&out, '\0');
        if (strcmp(out.ptr, rests[i].unmarked) != 0)
            fail_msg("row %zu: %s, not %s", i, out.ptr, rests[i].unmarked);
        dm_buf_fini(&report);
        dm_buf_fini(&out);
        dm_doc_free(doc);
        dm_arena_fini(&arena);
    }
}

/* An earlier run's records: what fields took is compared and nothing else.  The
** first mark is rule r's match [1,3), the second [3,4), which no field took. */
static const struct {
    const char *now, *was, *sides;
} recorded[] = {
    {"{\"f\":[{\"rule\":\"r\",\"src\":[1,3]}]}",
     "{\"f\":[{\"rule\":\"r\",\"src\":[1,3]}]}",                                 "33"  },
    {"{\"f\":[{\"rule\":\"r\",\"src\":[1,3]}]}",
     "{\"f\":[{\"rule\":\"r\",\"src\":[3,4]}]}",                                 "132" },
    {"{\"f\":[{\"rule\":\"r\",\"src\":[2,3]}]}",
     "{\"g\":[{\"rule\":\"r\",\"src\":[2,3]}]}",                                 "132" },
    {"{\"f\":[{\"rule\":\"r\",\"src\":[1,3]}],\"own\":[{\"src\":[4,5]}]}", "{}",
     "131"                                                                             },
    {"{\"f\":[{\"rule\":\"r\",\"src\":[1,3]}],\"own\":[{\"src\":[4,5]}]}",
     "{\"own\":[{\"src\":[4,5]},{\"src\":[5,6]}],\"f\":[{\"src\":[1,3]}]}",      "3332"},
    {"{}",                                                                 "{}", "33"  },
    {"{\"f\":7,\"g\":[8,{\"src\":9},{\"src\":[1]},{\"src\":[5,4]}]}",
     "{\"f\":[{\"src\":[0,99]},{\"src\":[-1,2]}]}",                              "33"  },
};

static dm_value *record(dm_arena *arena, const char *spans)
{
    char text[400];

    snprintf(text, sizeof text, "{\"id\":\"t\",\"_spans\":%s}", spans);
    return read(arena, text);
}

static void test_records(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++) {
        dm_arena    arena;
        dm_doc     *doc = load("abcdef");
        dm_value   *now, *then;
        dm_page_run was = {.name = "old.jsonl", .nrecords = 1};
        dm_page_ask ask = {
            .id = DM_S("t"), .path = DM_S("t"), .doc = doc, .was = &was};
        const dm_value *marks;
        char            sides[16] = "";
        dm_err          err;

        dm_arena_init(&arena, 1 << 22);
        now = record(&arena, recorded[i].now);
        then = record(&arena, recorded[i].was);
        was.records = &then;
        ask.now = (dm_page_run){
            "new",
            read(&arena, "{\"doc\":{\"view\":\"text\"},\"views\":[\"text\"],"
                         "\"rules\":[{\"id\":\"r\",\"hits\":2,\"matches\":"
                         "[[1,3,0],[3,4,0]]}],\"fields\":[{\"name\":\"f\","
                         "\"from\":[\"r\"],\"places\":[[1,3,0]]}]}"),
            &now, 1};
        marks = dm_value_at(dm_page_data(&arena, &ask, &err), DM_S("marks"));
        assert_non_null(marks);
        for (size_t k = 0; k < marks->as.list.n; k++)
            sides[k] =
                (char)('0' +
                       marks->as.list.items[k]->as.list.items[2]->as.integer);
        if (strcmp(sides, recorded[i].sides) != 0)
            fail_msg("row %zu: %s, not %s", i, sides, recorded[i].sides);
        dm_doc_free(doc);
        dm_arena_fini(&arena);
    }
}

/* Two runs that tell 2 matches of `now` and `was`: a mark is in one run only
** where the other's list goes that far; the others are not compared. */
static const struct {
    int         now, was;
    const char *now_told, *was_told, *sides;
    int         compared;
} runs[] = {
    {2, 2, "[1,2,0],[2,3,0]", "[0,1,0],[1,2,0]", "31 2", 0},
    {3, 2, "[1,2,0],[2,3,0]", "[0,1,0],[1,2,0]", "31 2", 0},
    {2, 3, "[1,2,0],[2,3,0]", "[0,1,0],[1,2,0]", "33 2", 1},
    {3, 2, "[0,1,0],[1,2,0]", "[1,2,0],[2,3,0]", "13",   1},
    {3, 2, "[0,1,0],[2,3,0]", "[1,2,0],[2,3,0]", "13 2", 0},
    {4, 4, "[0,1,0],[2,3,0]", "[1,2,0],[3,4,0]", "11 2", 1},
    {2, 4, "[0,1,0],[2,3,0]", "",                "33",   2},
};

static dm_value *told(dm_arena *arena, int n, const char *list)
{
    dm_buf    out;
    dm_value *v;

    dm_buf_init(&out, 1 << 16);
    dm_buf_printf(
        &out,
        "{\"doc\":{\"view\":\"lines\"},\"views\":[\"lines\"],\"rules\":"
        "[{\"id\":\"q\",\"hits\":1,\"matches\":[[5,6,0]]},"
        "{\"id\":\"r\",\"hits\":%d,\"matches\":[%s]}]}",
        n, list);
    dm_buf_char(&out, '\0');
    v = read(arena, out.ptr);
    dm_buf_fini(&out);
    return v;
}

/* The sides of rule r's marks, those of the earlier run behind a space. */
static void put_sides(const dm_value *got, char *out)
{
    const dm_value *marks = dm_value_at(got, DM_S("marks"));

    for (size_t i = 0; i < marks->as.list.n; i++) {
        const dm_value *m = marks->as.list.items[i];
        int64_t         side = m->as.list.items[2]->as.integer;

        if (m->as.list.items[1]->as.integer != 1)
            continue;
        if (side == 2)
            *out++ = ' ';
        *out++ = (char)('0' + side);
    }
    *out = '\0';
}

static void test_runs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        dm_arena    arena;
        dm_doc     *doc = load("abcdef");
        dm_page_run was = {.name = "old"};
        dm_page_ask ask = {
            .id = DM_S("t"), .path = DM_S("t"), .doc = doc, .was = &was};
        const dm_value *got, *left;
        char            sides[64];
        dm_err          err;

        dm_arena_init(&arena, 1 << 22);
        was.report = told(&arena, runs[i].was, runs[i].was_told);
        ask.now.name = "new";
        ask.now.report = told(&arena, runs[i].now, runs[i].now_told);
        got = dm_page_data(&arena, &ask, &err);
        assert_non_null(got);
        put_sides(got, sides);
        if (strcmp(sides, runs[i].sides) != 0)
            fail_msg("row %zu: %s, not %s", i, sides, runs[i].sides);
        left = dm_value_at(got, DM_S("left"));
        assert_int_equal(
            left != NULL ? dm_value_at(left, DM_S("compared"))->as.integer : 0,
            runs[i].compared);
        dm_doc_free(doc);
        dm_arena_fini(&arena);
    }
}

/* More marks on a place than are listed there: the rest is counted. */
static void test_crowd(void **state)
{
    dm_arena        arena;
    dm_doc         *doc = load("abcdef");
    dm_buf          report;
    const dm_value *piece;

    (void)state;
    dm_arena_init(&arena, 1 << 22);
    dm_buf_init(&report, 1 << 20);
    dm_buf_str(&report, "{\"doc\":{\"view\":\"text\"},\"views\":[\"text\"],"
                        "\"rules\":[{\"id\":\"r\",\"hits\":70,\"matches\":[");
    for (size_t i = 0; i < 70; i++)
        dm_buf_str(&report, i > 0 ? ",[0,6,0]" : "[0,6,0]");
    dm_buf_add(&report, "]}]}", 5);
    piece = dm_value_at(
                dm_value_at(data(&arena, doc, report.ptr, 0), DM_S("pieces")),
                DM_S("clean"))
                ->as.list.items[0];
    assert_int_equal(piece->as.list.n, 3 + 64 + 1);
    assert_int_equal(piece->as.list.items[67]->as.integer, -6);
    dm_buf_fini(&report);
    dm_doc_free(doc);
    dm_arena_fini(&arena);
}

/* A document that could not be loaded has its error, and no texts. */
static void test_no_document(void **state)
{
    dm_arena        arena;
    dm_page_said    said = {.level = "error"};
    dm_page_ask     ask = {.id = DM_S("t"),
                           .path = DM_S("t"),
                           .now = {.name = "s"},
                           .notes = &said,
                           .nnotes = 1};
    const dm_value *got;
    dm_err          err;

    (void)state;
    dm_fail(&said.text, DM_E_BINARY, "no text");
    dm_arena_init(&arena, 1 << 20);
    got = dm_page_data(&arena, &ask, &err);
    assert_non_null(got);
    assert_null(dm_value_at(got, DM_S("clean")));
    assert_non_null(dm_value_at(got, DM_S("silent")));
    assert_int_equal(dm_value_at(got, DM_S("errors"))->as.list.n, 1);
    dm_arena_fini(&arena);
}

/* With every size of arena it works or says so. */
static void test_memory(void **state)
{
    bool worked = false;

    (void)state;
    for (size_t max = 0; !worked; max += 1024) {
        dm_arena    reports, arena;
        dm_doc     *doc = load("a\r\nb  c");
        dm_page_ask ask = {.id = DM_S("t"), .path = DM_S("t"), .doc = doc};
        dm_err      err = {.code = DM_OK};

        dm_arena_init(&reports, 1 << 20);
        dm_arena_init(&arena, max);
        ask.now = (dm_page_run){
            .name = "s", .report = read(&reports, REPORT("[0,3,0],[2,4,0]"))};
        worked = dm_page_data(&arena, &ask, &err) != NULL;
        if (!worked)
            assert_int_equal(err.code, DM_E_MEMORY);
        assert_true(max < 1 << 20);
        dm_arena_fini(&arena);
        dm_arena_fini(&reports);
        dm_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces), cmocka_unit_test(test_left),
        cmocka_unit_test(test_crowd),  cmocka_unit_test(test_no_document),
        cmocka_unit_test(test_memory), cmocka_unit_test(test_runs),
        cmocka_unit_test(test_rest),   cmocka_unit_test(test_records),
    };

    return cmocka_run_group_tests_name("page_data", tests, NULL, NULL);
}
