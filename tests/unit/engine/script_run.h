/* script_run.h - a script in a file of its own, run over a small document. */
#ifndef DM_TEST_SCRIPT_RUN_H
#define DM_TEST_SCRIPT_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "emit/json.h"
#include "engine/engine.h"

#define HEAD                                                                   \
    "local docmill = require 'docmill'\n"                                      \
    "local rule, field, re = docmill.rule, docmill.field, docmill.re\n"

static char path[] = "/tmp/docmill-test-XXXXXX/test.lua";

static inline int make_folder(void **state)
{
    (void)state;
    path[24] = '\0';
    if (mkdtemp(path) == NULL)
        return -1;
    path[24] = '/';
    return 0;
}

static inline int drop_folder(void **state)
{
    (void)state;
    unlink(path);
    path[24] = '\0';
    return rmdir(path);
}

static inline dm_engine *open_with(const char       *script,
                                   dm_engine_options options, dm_err *err)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(HEAD, f);
    fputs(script, f);
    fclose(f);
    options.script = path;
    return dm_engine_open(&options, err);
}

static inline dm_doc *load(const char *text)
{
    dm_load_options options = {.binary = true, .limits = dm_limits_default()};
    dm_err          err;
    dm_doc *doc = dm_load(DM_S("doc"), DM_S("doc.txt"), dm_slice_str(text),
                          &options, &err);

    assert_non_null(doc);
    return doc;
}

/* Run an open engine over `text`; records as JSON lines go to `out`. */
static inline bool run(dm_engine *engine, const char *text, dm_buf *out,
                       dm_err *err)
{
    dm_doc   *doc = load(text);
    dm_result result;
    bool      ok;

    dm_result_init(&result, 1 << 24);
    ok = dm_engine_document(engine, doc, &result, err);
    for (size_t i = 0; i < result.nrecords; i++) {
        dm_json_value(out, result.records[i], 0);
        dm_buf_char(out, '\n');
    }
    if (result.reduced != NULL)
        dm_json_value(out, result.reduced, 0);
    for (size_t i = 0; i < result.nnotes; i++)
        if (result.notes[i].level == DM_LOG_WARN)
            dm_buf_printf(out, "warning E%d: %s\n",
                          (int)result.notes[i].text.code,
                          result.notes[i].text.msg);
    if (result.turned_away || result.skipped)
        dm_buf_printf(out, "%s: %s", result.skipped ? "skipped" : "away",
                      result.reason);
    dm_buf_char(out, '\0');
    dm_result_fini(&result);
    dm_doc_free(doc);
    return ok;
}

#endif
