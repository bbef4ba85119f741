/* test_sheet.c - which columns, and what does not fit them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "batch/sheet.h"

static const char *const fields[] = {"date", "who", NULL};

/* Each document is a string of lines; '!' marks one that must fail. */
static const struct {
    const char        *columns;
    const char *const *declared;
    bool               main;
    const char        *documents[4];
    const char        *want;
} rows[] = {
    {NULL,
     NULL,           true,
     {"{\"b\":1,\"id\":\"x\"}\n", "{\"id\":\"y\"}\n"},
     "id,b\nx,1\ny,\n"                                                                 },
    {NULL,
     fields,         true,
     {"{\"id\":\"x\",\"n\":3}", "{\"id\":\"y\",\"who\":1}"},
     "id,date,who,n\nx,,,3\ny,,1,\n"                                                   },
    {NULL,   fields, false, {"{\"id\":\"x\",\"n\":3}"},                 "id,n\nx,3\n"  },
    {"n,id",
     fields,         true,
     {"{\"id\":\"x\",\"n\":3,\"o\":1}", "{\"o\":2}"},
     "n,id\n3,x\n,\n"                                                                  },
    {NULL,
     NULL,           true,
     {"{\"id\":\"x\"}", "!{\"id\":\"y\",\"new\":1}", "{\"id\":\"z\"}"},
     "id\nx\nz\n"                                                                      },
 /* a document fails whole, and what it made the columns be goes with it */
    {NULL,
     NULL,           true,
     {"!{\"id\":\"x\",\"a\":1}\n{\"id\":\"x\",\"b\":1}\n",
      "{\"id\":\"y\",\"c\":1}"},
     "id,c\ny,1\n"                                                                     },
    {NULL,   NULL,   true,  {"!7", "!{", "{\"id\":1}"},                 "id\n1\n"      },
    {"a,b",  NULL,   true,  {NULL},                                     "a,b\n"        },
    {NULL,   fields, true,  {NULL},                                     "id,date,who\n"},
    {NULL,   NULL,   true,  {NULL},                                     ""             },
};

static void add(dm_sheet *sheet, const char *document, dm_buf *all)
{
    bool   bad = document[0] == '!';
    dm_buf out;
    dm_err err = {.code = DM_OK};
    dm_put put;

    dm_buf_init(&out, 10000);
    put = dm_sheet_add(sheet, dm_slice_str(document + bad), &out, &err);
    assert_int_equal(put, bad ? DM_PUT_FAILED : DM_PUT_OK);
    if (bad)
        assert_int_equal(err.code, DM_E_BAD_RESULT);
    else
        dm_buf_slice(all, dm_buf_view(&out));
    dm_sheet_settle(sheet, !bad);
    dm_buf_fini(&out);
}

static void lays_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_sheet_options o = {
            .csv = {.delimiter = ',', .lf = true, .separator = "; "},
            .columns = rows[i].columns,
            .declared = rows[i].declared
        };
        dm_err    err;
        dm_sheet *sheet = dm_sheet_new(&o, rows[i].main, &err);
        dm_buf    all;

        assert_non_null(sheet);
        dm_buf_init(&all, 10000);
        for (size_t k = 0; k < 4 && rows[i].documents[k] != NULL; k++)
            add(sheet, rows[i].documents[k], &all);
        dm_sheet_end(sheet, &all);
        if (!dm_slice_eq(dm_buf_view(&all), dm_slice_str(rows[i].want)))
            fail_msg("row %zu: %.*s", i, (int)all.len, dm_buf_view(&all).ptr);
        dm_buf_fini(&all);
        dm_sheet_free(sheet);
    }
}

/* Whichever request for memory fails, the document fails, or all is as it would
** be; and the sheet can go on. */
static void without_memory(void **state)
{
    dm_sheet_options o = {
        .csv = {.delimiter = ',', .lf = true, .separator = "; "}
    };
    const dm_slice line = DM_LIT("{\"id\":\"x\",\"l\":[1,2],\"o\":{}}");
    const dm_slice want = DM_LIT("id,l,o\nx,1; 2,{}\n");
    bool           all = false;

    (void)state;
    for (long n = 0; !all; n++) {
        dm_sheet *sheet = NULL;
        dm_err    err;
        dm_buf    out;
        dm_put    put = DM_PUT_OK;

        dm_mem_fail_after(-1);
        sheet = dm_sheet_new(&o, true, &err);
        assert_non_null(sheet);
        dm_buf_init(&out, 10000);
        dm_mem_fail_after(n);
        put = dm_sheet_add(sheet, line, &out, &err);
        dm_mem_fail_after(-1);
        all = put == DM_PUT_OK;
        if (all)
            assert_true(dm_slice_eq(dm_buf_view(&out), want));
        dm_sheet_settle(sheet, false);
        dm_buf_clear(&out);
        assert_int_equal(dm_sheet_add(sheet, line, &out, &err), DM_PUT_OK);
        assert_true(dm_slice_eq(dm_buf_view(&out), want));
        dm_buf_fini(&out);
        dm_sheet_free(sheet);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lays_out),
                                       cmocka_unit_test(without_memory)};

    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
