/* check_try.c - a script's examples and tests, each by itself. */
#include "desk/check_in.h"
#include "engine/library.h"
#include "text/encode.h"

enum { TEST_MAX = 64 << 20 };

/* An item's failure, at the line that wrote it. */
static void fail_at(dm_err *why, dm_code code, dm_slice msg,
                    const dm_value *item)
{
    dm_slice file = dm_member_str(item, "file");
    char     name[sizeof why->file];

    dm_fail(why, code, "%.*s", (int)msg.len, msg.ptr);
    dm_err_copy(name, sizeof name, file.ptr, file.len);
    dm_fail_at(why, name, (int)dm_member_int(item, "line"), 0);
}

static size_t find(dm_slice text, size_t from, dm_slice what)
{
    const char *at =
        memmem(text.ptr + from, text.len - from, what.ptr, what.len);

    return at != NULL ? (size_t)(at - text.ptr) : text.len;
}

/* Does `text` stand at byte `at` of the source between quotes or brackets? */
static bool is_quoted(dm_slice source, size_t at, dm_slice text)
{
    size_t to = at + text.len;

    if (at == 0 || to >= source.len)
        return false;
    return source.ptr[at - 1] == '['
               ? source.ptr[to] == ']'
               : strchr("\"'", source.ptr[at - 1]) != NULL &&
                     source.ptr[to] == source.ptr[at - 1];
}

/* The line of `source` on which an example is written, from its rule's line on;
** that one, if it is not written as it reads. */
static int line_of(dm_slice source, dm_slice text, int rule)
{
    int    line = 1;
    size_t at = 0, end = 0;

    for (; line < rule && at < source.len; line++)
        at = find(source, at, DM_S("\n")) + 1;
    while (text.len > 0 && at < source.len) {
        size_t next = find(source, at, text);

        if (next == source.len)
            break;
        for (end = at; end < next; end++)
            line += source.ptr[end] == '\n';
        if (is_quoted(source, next, text))
            return line;
        line += source.ptr[next] == '\n';
        at = next + 1;
    }
    return rule;
}

/* Name the example's own line, if the script's file has it. */
static void fail_there(const dm_check *c, dm_err *why, const dm_value *e)
{
    dm_slice   source = DM_LIT("");
    dm_library library;
    dm_err     err;

    if (strcmp(why->file, dm_engine_path(c->engine)) != 0)
        return;
    dm_library_init(&library);
    if (dm_library_script(&library, c->out->script, &source, &err))
        why->line = line_of(source, dm_member_str(e, "text"), why->line);
    dm_library_fini(&library);
}

/* True when example `i` was tried; `*wrong` is "" when it holds. */
static bool try_example(dm_check *c, size_t i, dm_slice *wrong, dm_err *err)
{
    dm_arena *arena = &c->out->arena;
    dm_value *number = dm_value_int(arena, (int64_t)i + 1), *answer = NULL;

    if (number == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for an example");
    if (dm_check_engine(c, err) == NULL)
        return false;
    answer = dm_engine_about(c->engine, "example", number, arena, err);
    if (answer == NULL)
        return false;
    *wrong = answer->kind == DM_STRING ? answer->as.string : DM_S("");
    return true;
}

void dm_check_examples(dm_check *c)
{
    dm_value *const *list = NULL;
    size_t           n = dm_member_items(c->facts, "examples", &list);

    for (size_t i = 0; i < n; i++) {
        const dm_value *e = list[i];
        dm_slice        wrong = DM_S("");
        double          from = dm_clock_seconds();
        dm_err          why;
        bool            failed = !try_example(c, i, &wrong, &why);

        if (!failed && wrong.len > 0) {
            fail_at(&why, DM_E_EXAMPLE, wrong, e);
            fail_there(c, &why, e);
            failed = true;
        }
        (void)dm_check_add(c, DM_CHECK_EXAMPLE, dm_member_str(e, "name"),
                           dm_clock_seconds() - from, failed ? &why : NULL);
    }
}

/* A test while it runs. */
typedef struct trial {
    const dm_value *test;
    dm_slice        input;
    dm_buf          bytes; /* what `input` is in the test's charset */
    dm_doc         *doc;
    dm_result       result;
    bool            failed;
    dm_err          why; /* of the document, or of the test */
    dm_slice        want, got;
    size_t          at;
} trial;

/* The bytes of the test's document. */
static bool encode(trial *t)
{
    dm_slice          label = dm_member_str(t->test, "charset");
    const dm_charset *cs =
        dm_charset_find(label.len > 0 ? label : DM_S("utf-8"));
    dm_encoded done;

    return cs != NULL &&
           dm_encode(&t->bytes, t->input, cs, NULL, NULL, &done, &t->why);
}

static bool load(const dm_check *c, trial *t)
{
    dm_load_options options = {.limits = c->options->load->limits,
                               .repair = c->options->load->repair};
    const dm_value *declare = dm_value_at(t->test, DM_S("declare"));
    dm_slice        format = dm_member_str(t->test, "format");
    dm_slice        charset = dm_member_str(t->test, "charset");

    if (format.len > 0)
        options.from = format.ptr; /* strings of a value end in a zero */
    if (declare != NULL && declare->as.boolean)
        options.charset = charset.ptr;
    t->doc = dm_load(dm_member_str(t->test, "name"), DM_S(""),
                     dm_buf_view(&t->bytes), &options, &t->why);
    return t->doc != NULL;
}

/* Whoever says in which charset a test's bytes are wants it to be found. */
static bool found_charset(trial *t)
{
    dm_slice       charset = dm_member_str(t->test, "charset");
    const dm_view *view;

    if (charset.len == 0)
        return true;
    view = dm_doc_view(t->doc, DM_S("decoded"), &t->why);
    if (view == NULL)
        return false;
    if (dm_slice_eq(view->text, t->input))
        return true;
    dm_fail(&t->why, DM_E_TEST, "its bytes are %.*s and were read as %s",
            (int)charset.len, charset.ptr,
            dm_charset_name(t->doc->charset.candidates[0].charset));
    return dm_fail_help(&t->why, "a longer input is easier to tell; declare = "
                                 "true gives the charset away");
}

static dm_slice keep(dm_check *c, dm_slice s)
{
    dm_slice copy = dm_arena_slice(&c->out->arena, s);

    return copy.ptr != NULL ? copy : DM_S("");
}

/* What std/test_judge.lua said, or of a script that a limit ended the same. */
static void judge(dm_check *c, trial *t, bool ran)
{
    const dm_value *report = t->result.report, *v = NULL;
    dm_slice        fails = dm_member_str(t->test, "fails");
    dm_slice        msg;

    if (report == NULL || report->kind != DM_OBJECT) {
        t->failed =
            ran || fails.len == 0 || strstr(t->why.msg, fails.ptr) == NULL;
        if (t->failed && ran)
            dm_fail(&t->why, DM_E_TEST, "nobody judged it");
        return;
    }
    v = dm_value_at(report, DM_S("verdict"));
    t->failed = v != NULL && v->kind == DM_OBJECT;
    if (!t->failed || (!ran && fails.len == 0))
        return; /* it holds, or the document's own error says it best */
    msg = dm_member_str(v, "message");
    dm_fail(&t->why, DM_E_TEST, "%.*s", (int)msg.len, msg.ptr);
    t->want = keep(c, dm_member_str(v, "want"));
    t->got = keep(c, dm_member_str(v, "got"));
    t->at = (size_t)dm_member_int(v, "at");
    t->at -= t->at > 0;
}

static void run(dm_check *c, trial *t)
{
    bool ran;

    t->failed = true;
    if (dm_check_engine(c, &t->why) == NULL || !encode(t) || !load(c, t) ||
        !found_charset(t))
        return;
    ran = dm_engine_document(c->engine, t->doc, &t->result, &t->why);
    judge(c, t, ran);
}

/* The failure as the test's: its line, if nothing better is known. */
static void tell(dm_check *c, trial *t, double seconds)
{
    dm_slice       name = dm_member_str(t->test, "name");
    dm_err         why = t->why;
    dm_check_item *item;
    dm_buf         msg;

    dm_buf_init(&msg, sizeof why.msg + 1024);
    dm_buf_printf(&msg, "test '%.*s': %s", (int)name.len, name.ptr, t->why.msg);
    if (t->failed && (why.file[0] == '\0' || why.code == DM_E_TEST))
        fail_at(&why, why.code, dm_buf_view(&msg), t->test);
    else if (t->failed)
        dm_err_copy(why.msg, sizeof why.msg, msg.ptr, msg.len);
    memcpy(why.help, t->why.help, sizeof why.help);
    dm_buf_fini(&msg);
    item =
        dm_check_add(c, DM_CHECK_TEST, name, seconds, t->failed ? &why : NULL);
    if (item == NULL || !t->failed)
        return;
    item->want = t->want;
    item->got = t->got;
    item->at = t->at;
}

void dm_check_tests(dm_check *c)
{
    dm_value *const *list = NULL;
    size_t           n = dm_member_items(c->facts, "tests", &list);

    for (size_t i = 0; i < n; i++) {
        trial  t = {.test = list[i]};
        double from = dm_clock_seconds();

        t.input = dm_member_str(t.test, "input");
        t.want = t.got = DM_S("");
        dm_buf_init(&t.bytes, TEST_MAX);
        dm_result_init(&t.result, TEST_MAX);
        run(c, &t);
        tell(c, &t, dm_clock_seconds() - from);
        dm_result_fini(&t.result);
        dm_doc_free(t.doc);
        dm_buf_fini(&t.bytes);
    }
}
