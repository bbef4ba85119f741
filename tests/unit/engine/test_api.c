/* test_api.c - docmill inside another program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "docmill.h"

typedef struct lines {
    char   text[4096];
    size_t n, most;
} lines;

static bool take(void *ud, const char *line, size_t len)
{
    lines *l = ud;

    if (l->n == l->most)
        return false;
    l->n++;
    strncat(l->text, line, len);
    strcat(l->text, "\n");
    return true;
}

static docmill *open_source(const char *source, docmill_error *error)
{
    docmill_options options = docmill_options_default();

    options.source = source;
    options.deadline = 200;
    return docmill_open(&options, error);
}

static bool run(docmill *mill, const char *text, lines *out,
                docmill_error *error)
{
    memset(out, 0, sizeof *out);
    out->most = 2;
    return docmill_run_bytes(mill, "d", text, strlen(text),
                             &(docmill_sink){.take = take, .ud = out}, error);
}

static void test_run(void **state)
{
    docmill_error error;
    docmill      *mill = open_source("#doc.text", &error);
    lines         out;

    (void)state;
    assert_non_null(mill);
    assert_true(run(mill, "abc", &out, &error));
    assert_string_equal(out.text, "{\"id\":\"d\",\"value\":3}\n");
    assert_true(run(mill, "", &out, &error));
    assert_string_equal(out.text, "{\"id\":\"d\",\"value\":0}\n");
    assert_int_equal(strlen(docmill_hash(mill)), 16);
    assert_string_equal(docmill_version(), DM_VERSION);
    docmill_close(mill);
    docmill_close(NULL);
}

static void test_file(void **state)
{
    char          path[] = "/tmp/docmill-api-XXXXXX";
    int           fd = mkstemp(path);
    docmill_error error;
    docmill      *mill = open_source("doc.text", &error);
    lines         out = {.most = 2};
    docmill_sink  sink = {.take = take, .ud = &out};

    (void)state;
    assert_int_equal(write(fd, "hi", 2), 2);
    close(fd);
    assert_true(docmill_run_file(mill, path, &sink, &error));
    assert_non_null(strstr(out.text, "\"value\":\"hi\"}"));
    unlink(path);
    assert_false(docmill_run_file(mill, path, &sink, &error));
    assert_string_equal(error.name, "not_found");
    assert_false(docmill_run_file(mill, "/tmp", &sink, &error));
    assert_string_equal(error.name, "not_regular");
    docmill_close(mill);
}

/* A limit ends one document; the next one runs in a fresh state. */
static void test_limits(void **state)
{
    static const char source[] =
        "if doc.text == 'loop' then while true do end end return doc.text";
    docmill_error error;
    docmill      *mill = open_source(source, &error);
    lines         out;

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_false(run(mill, "loop", &out, &error));
        assert_string_equal(error.name, "deadline");
        assert_int_equal(out.n, 0);
        assert_true(run(mill, "ok", &out, &error));
        assert_string_equal(out.text, "{\"id\":\"d\",\"value\":\"ok\"}\n");
    }
    docmill_close(mill);
}

static void test_errors(void **state)
{
    docmill_options options = docmill_options_default();
    docmill_error   error;
    docmill        *mill;
    lines           out;

    (void)state;
    assert_null(docmill_open(&options, &error));
    assert_null(docmill_open(&options, NULL));
    assert_null(open_source("1 +", &error));
    assert_int_equal(error.code, 301);
    mill = open_source("error 'no'", &error);
    assert_non_null(mill);
    assert_false(run(mill, "x", &out, &error));
    assert_string_equal(error.name, "script");
    assert_string_equal(error.message, "no");
    assert_string_equal(error.document, "d");
    docmill_close(mill);
    mill = open_source("for i = 1, 3 do emit { i = i } end", &error);
    assert_false(run(mill, "x", &out, &error)); /* the sink takes two */
    assert_string_equal(error.name, "write");
    assert_int_equal(out.n, 2);
    docmill_close(mill);
}

static void count_warnings(void *ud, const docmill_error *warning)
{
    ++*(int *)ud;
    assert_string_equal(warning->message, "careful");
}

static void test_warnings(void **state)
{
    docmill_options options = docmill_options_default();
    int             warnings = 0;
    docmill        *mill;
    lines           out;

    (void)state;
    options.source = "log.warn 'careful' log.info 'x'";
    options.warn = count_warnings;
    options.warn_ud = &warnings;
    mill = docmill_open(&options, NULL);
    assert_true(run(mill, "x", &out, NULL));
    assert_int_equal(warnings, 1);
    docmill_close(mill);
}

static bool take_named(void *ud, const char *output, const char *line,
                       size_t len)
{
    lines *l = ud;

    strcat(strcat(l->text, output), " ");
    return take(ud, line, len);
}

static bool take_edited(void *ud, const char *bytes, size_t len)
{
    strcat(((lines *)ud)->text, "edited ");
    return take(ud, bytes, len);
}

/* Run a one-liner over `text`, in `charset`, and show all that came of it. */
static const char *edit(const char *source, const char *text, lines *out,
                        docmill_options options)
{
    docmill_sink sink = {
        .take = take, .ud = out, .named = take_named, .edited = take_edited};
    docmill_error error;
    docmill      *mill;

    options.source = source;
    memset(out, 0, sizeof *out);
    out->most = 9;
    mill = docmill_open(&options, &error);
    if (mill == NULL ||
        !docmill_run_bytes(mill, "d", text, strlen(text), &sink, &error))
        snprintf(out->text, sizeof out->text, "%s", error.name);
    docmill_close(mill);
    return out->text;
}

/* What was edited comes back as bytes of the document's own kind. */
static void test_edits(void **state)
{
#define REPLACE(new)                                                           \
    "doc:replace(doc:view('text'):find 'b', '" new "') doc:commit()"
    static const struct {
        const char *source, *text, *charset, *unencodable, *to, *want;
    } rows[] = {
        {REPLACE("x"),         "abc",        NULL,           NULL,      NULL,    "edited axc\n"   },
        {"return 1",           "abc",        NULL,           NULL,      NULL,
         "{\"id\":\"d\",\"value\":1}\nedited abc\n"                                               },
        {"emit('n', {a = 1})", "abc",        NULL,           NULL,      NULL,
         "n {\"id\":\"d\",\"a\":1}\nedited abc\n"                                                 },
        {"doc:skip 'x'",       "abc",        NULL,           NULL,      NULL,    ""               },
        {REPLACE("\u4E2D"),    "ab\xB9\xFA", "gb18030",      NULL,      NULL,
         "edited a\xD6\xD0\xB9\xFA\n"                                                             },
        {REPLACE("\u4E2D"),    "ab",         "windows-1252", NULL,      NULL,    "unencodable"    },
        {REPLACE("\u4E2D"),    "ab",         "windows-1252", "replace", NULL,
         "edited a?\n"                                                                            },
        {REPLACE("\u4E2D"),    "ab\xE9",     "windows-1252", NULL,      "utf-8",
         "edited a\u4E2D\u00E9\n"                                                                 },
        {"return 1",           "ab",         NULL,           "refer",   NULL,    "bad_value"      },
        {"return 1",           "ab",         NULL,           NULL,      "utf-9", "unknown_charset"},
    };
    lines out;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        docmill_options options = docmill_options_default();

        options.charset = rows[i].charset;
        options.unencodable = rows[i].unencodable;
        options.to_charset = rows[i].to;
        assert_string_equal(edit(rows[i].source, rows[i].text, &out, options),
                            rows[i].want);
    }
}

static bool take_written(void *ud, const char *bytes, size_t len)
{
    strcat(((lines *)ud)->text, "written ");
    return take(ud, bytes, len);
}

/* Open the script `text` as a file of its own. */
static docmill *open_script(const char *text, docmill_error *error)
{
    char            path[] = "/tmp/docmill-api-XXXXXX.lua";
    int             fd = mkstemps(path, 4);
    docmill_options options = docmill_options_default();
    docmill        *mill;

    assert_true(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    options.script = path;
    mill = docmill_open(&options, error);
    unlink(path);
    return mill;
}

/* A script's writer: its text behind the records, head and tail apart. */
static void test_writer(void **state)
{
    static const char script[] =
        "local docmill = require 'docmill'\n"
        "return docmill.script { writer = { head = '<', tail = '>',\n"
        "  record = function(r) return r.n and r.n .. ';' end },\n"
        "  document = function(doc) return { n = #doc.text > 0 and #doc.text "
        "or nil } end }\n";
    docmill_error error = {0};
    docmill      *mill = open_script(script, &error);
    lines         out = {.most = 9};
    docmill_sink  sink = {.take = take, .ud = &out, .written = take_written};

    (void)state;
    if (mill == NULL)
        fail_msg("%s", error.message);
    assert_string_equal(docmill_writer_head(mill), "<");
    assert_string_equal(docmill_writer_tail(mill), ">");
    assert_true(docmill_run_bytes(mill, "d", "abc", 3, &sink, &error));
    assert_string_equal(out.text, "{\"id\":\"d\",\"n\":3}\nwritten 3;\n");
    out.most = 3; /* the record is wanted, what was written of it not */
    assert_false(docmill_run_bytes(mill, "d", "abc", 3, &sink, &error));
    assert_int_equal(error.code, 501);
    out = (lines){.most = 9};
    assert_true(docmill_run_bytes(mill, "d", "", 0, &sink, &error));
    assert_null(strstr(out.text, "written"));
    docmill_close(mill);
    mill = open_source("return 1", &error);
    assert_null(docmill_writer_head(mill));
    assert_null(docmill_writer_tail(mill));
    docmill_close(mill);
}

/* Whatever request for memory fails: an error, no crash, and no leak. */
static void starve(const char *source)
{
    docmill_error error;
    long          n = 0;
    bool          done = false;

    for (; !done && n < 20000; n += 1 + n / 50) {
        docmill *mill;
        lines    out = {.most = 9};

        dm_mem_fail_after(n);
        mill = open_source(source, &error);
        done = mill != NULL &&
               docmill_run_bytes(mill, "d", "a b", 3,
                                 &(docmill_sink){.take = take,
                                                 .ud = &out,
                                                 .named = take_named,
                                                 .edited = take_edited},
                                 &error);
        dm_mem_fail_after(-1);
        if (!done)
            assert_true(error.code > 0);
        docmill_close(mill);
    }
    assert_true(done);
}

static void test_memory(void **state)
{
    (void)state;
    starve("return { n = #doc:view 'clean' }");
    starve("doc:view('text'):gsub('b', 'x') doc:commit() emit('n', { s = "
           "doc:edited() }) return { e = #doc:edits() }");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run),      cmocka_unit_test(test_file),
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_errors),
        cmocka_unit_test(test_warnings), cmocka_unit_test(test_memory),
        cmocka_unit_test(test_edits),    cmocka_unit_test(test_writer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
