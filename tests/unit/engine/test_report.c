/* test_report.c - what std/ask/report tells of a document, failed ones too. */
#include "script_run.h"

#define RULES                                                                  \
    "return docmill.script { name = 't', view = {'width'}, needs = { format "  \
    "= "                                                                       \
    "'text' }, rules = { rule { id = 'n', match = re [[(?<value>\\d+)元]], "  \
    "where = function(m) return #m.value > 1, 'too short' end },\n"            \
    "rule { id = 'long', match = re [[\\d+元整]], conflict = 'longest' },\n" \
    "rule { id = 'short', match = re [[元整]], conflict = 'longest' } },\n"  \
    "fields = { n = field { from = 'n' }, who = field { from = 'long', "       \
    "required = %s } } }\n"

typedef struct row {
    const char *required, *text;
    bool        ok;
    const char *has[6]; /* in the report */
} row;

static const row rows[] = {
    {"false",
     "共１２元，34元整，5元。", true,
     {"\"hits\":2", "\"reason\":\"too short\"", "\"by\":\"long\"",
      "\"src\":[3,12],", "\"exact\":true", "\"line\":1,"}                  },
    {"true",
     "共12元",                          false,
     {"\"failed\":\"field 'who' is required", "\"hits\":1,", "\"hits\":0,"}},
};

static void ask(const row *r, char *out, size_t size)
{
    dm_engine_options options = dm_engine_options_default();
    char              script[1000];
    dm_engine        *engine;
    dm_doc           *doc = load(r->text);
    dm_result         result;
    dm_buf            b;
    dm_err            err;

    options.ask = "report";
    snprintf(script, sizeof script, RULES, r->required);
    engine = open_with(script, options, &err);
    if (engine == NULL)
        fail_msg("%s", err.msg);
    dm_result_init(&result, 1 << 24);
    assert_int_equal(dm_engine_document(engine, doc, &result, &err), r->ok);
    assert_non_null(result.report);
    dm_buf_init(&b, size - 1);
    dm_json_value(&b, result.report, 0);
    memcpy(out, dm_buf_view(&b).ptr, dm_buf_view(&b).len);
    out[dm_buf_view(&b).len] = '\0';
    dm_buf_fini(&b);
    dm_result_fini(&result);
    dm_engine_close(engine);
    dm_doc_free(doc);
}

static void tells(void **state)
{
    static char out[1 << 16];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ask(&rows[i], out, sizeof out);
        for (size_t k = 0; k < 6 && rows[i].has[k] != NULL; k++)
            if (strstr(out, rows[i].has[k]) == NULL)
                fail_msg("row %zu: no %s in %s", i, rows[i].has[k], out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
