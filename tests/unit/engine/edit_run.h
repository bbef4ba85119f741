/* edit_run.h - a script that edits, run; what it gives is shown as text. */
#ifndef DM_TEST_EDIT_RUN_H
#define DM_TEST_EDIT_RUN_H

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
#include "save/save.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define HEAD                                                                   \
    "local docmill = require 'docmill'\n"                                      \
    "local rule, field, re = docmill.rule, docmill.field, docmill.re\n"

#define BOTH(edits)                                                            \
    "return docmill.script { " edits " rules = {\n"                            \
    " rule { id = 'a', match = re 'ab', action = 'replace', with = 'x' },\n"   \
    " rule { id = 'b', match = re 'bc', action = 'replace', with = 'y' } } }"

static char path[] = "/tmp/docmill-edits-XXXXXX/edit.lua";
enum { FOLDER = 25 }; /* bytes of its folder */

static inline int make_folder(void **state)
{
    (void)state;
    path[FOLDER] = '\0';
    if (mkdtemp(path) == NULL)
        return -1;
    path[FOLDER] = '/';
    return 0;
}

static inline int drop_folder(void **state)
{
    (void)state;
    unlink(path);
    path[FOLDER] = '\0';
    return rmdir(path);
}

static inline dm_engine *open_script(const char *script, dm_err *err)
{
    dm_engine_options options = dm_engine_options_default();
    FILE             *f = fopen(path, "w");

    assert_non_null(f);
    fputs(HEAD, f);
    fputs(script, f);
    fclose(f);
    options.script = path;
    return dm_engine_open(&options, err);
}

static inline dm_engine *open_chunk(const char *chunk, dm_err *err)
{
    dm_engine_options options = dm_engine_options_default();

    options.chunk = dm_slice_str(chunk);
    return dm_engine_open(&options, err);
}

static inline void show_result(const dm_result *result, dm_buf *out)
{
    for (size_t i = 0; i < result->nrecords; i++) {
        if (result->outputs[i].len > 0) {
            dm_buf_slice(out, result->outputs[i]);
            dm_buf_char(out, ' ');
        }
        dm_json_value(out, result->records[i], 0);
        dm_buf_char(out, '\n');
    }
    if (result->writes) {
        dm_buf_str(out, "written ");
        dm_buf_slice(out, result->written);
        dm_buf_char(out, '\n');
    }
    for (size_t i = 0; i < result->nnotes; i++)
        if (result->notes[i].level == DM_LOG_WARN)
            dm_buf_printf(
                out, "E%d line %d: %s\n", (int)result->notes[i].text.code,
                result->notes[i].text.line, result->notes[i].text.msg);
}

static inline void show_file(dm_doc *doc, dm_buf *out)
{
    dm_err err;

    dm_buf_str(out, "file ");
    if (!dm_save_text(doc, out, &err))
        fail_msg("%s", err.msg);
}

/* Run an open engine over `text`. */
static inline bool run(dm_engine *engine, const char *text, dm_buf *out,
                       dm_err *err)
{
    dm_load_options options = {.binary = true, .limits = dm_limits_default()};
    const char     *name = text[0] == '<' ? "doc.html" : "doc.txt";
    dm_doc   *doc = dm_load(DM_S("doc"), dm_slice_str(name), dm_slice_str(text),
                            &options, err);
    dm_result result;
    bool      ok;

    assert_non_null(doc);
    dm_result_init(&result, 1 << 24);
    ok = dm_engine_document(engine, doc, &result, err);
    dm_buf_clear(out);
    show_result(&result, out);
    show_file(doc, out);
    dm_buf_char(out, '\0');
    dm_result_fini(&result);
    dm_doc_free(doc);
    return ok;
}

#define RULES(s) "return docmill.script { rules = {" s "} }"

#endif
