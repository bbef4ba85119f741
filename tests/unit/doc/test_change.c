/* test_change.c - edits: who stands beside whom, and who cannot. */
#include "edited.h"

/* Who stands of edits that overlap: replacements of these spans of 0 to 9, by
** the rule of the settler; "." for one that lost. */
typedef struct scene {
    char        policy; /* first, last, longest; the letter that wins */
    unsigned    nasked;
    dm_range    asked[4];
    const char *want;
} scene;

static size_t by_policy(void *ud, const dm_doc *doc, size_t a, size_t b)
{
    dm_range x = dm_doc_change_at(doc, a)->range;
    dm_range y = dm_doc_change_at(doc, b)->range;
    char     policy = *(const char *)ud;

    assert_true(a < b);
    if (policy == 'f')
        return a;
    if (policy == 'o')
        return y.to - y.from > x.to - x.from ? b : a;
    return policy == 'l' ? b : SIZE_MAX;
}

static const scene scenes[] = {
    {'f', 2, {{0, 4}, {2, 6}},                 "A456789" },
    {'l', 2, {{0, 4}, {2, 6}},                 "01B6789" },
    {'o', 2, {{0, 3}, {2, 6}},                 "01B6789" },
    {'n', 2, {{0, 3}, {2, 6}},                 NULL      },
    {'n', 2, {{0, 3}, {3, 6}},                 "AB6789"  },
 /* B fell to A, A to C: B may stand again */
    {'l', 3, {{0, 3}, {2, 6}, {5, 8}},         "A34C89"  },
    {'o', 3, {{0, 3}, {2, 6}, {5, 10}},        "A34C"    },
    {'f', 3, {{2, 6}, {0, 3}, {5, 10}},        "01A6789" },
    {'l', 4, {{0, 9}, {1, 3}, {4, 6}, {7, 8}}, "0B3C6D89"},
};

static dm_change plain(const dm_view *view, dm_range at, const char *text)
{
    dm_change c = {.op = DM_CHANGE_REPLACE,
                   .view = view,
                   .range = at,
                   .text = dm_slice_str(text),
                   .after = DM_LIT(""),
                   .rule = DM_LIT("date"),
                   .file = DM_LIT("")};

    return c;
}

static void count_lost(void *ud, const dm_doc *doc, size_t winner, size_t loser)
{
    assert_int_equal(dm_doc_change_at(doc, loser)->state, DM_CHANGE_LOST);
    assert_int_not_equal(winner, loser);
    ++*(size_t *)ud;
}

static void check_source(dm_doc *doc, const char *want)
{
    dm_buf out;

    dm_buf_init(&out, 1 << 20);
    assert_true(dm_save_text(doc, &out, NULL));
    if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(want)))
        fail_msg("got %.*s, want %s", (int)out.len, out.ptr, want);
    dm_buf_fini(&out);
}

static void the_settler_settles(void **state)
{
    static const char *const names[] = {"A", "B", "C", "D"};

    (void)state;
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        const scene *s = &scenes[i];
        dm_doc      *doc = load("text", "0123456789");
        char         policy = s->policy;
        dm_commit    how = {.settle = by_policy, .ud = &policy};
        dm_err       err;
        size_t       n = 9;

        for (unsigned k = 0; k < s->nasked; k++) {
            dm_change c = plain(doc->text, s->asked[k], names[k]);

            assert_true(dm_doc_change(doc, &c, &err));
        }
        if (!dm_doc_commit(doc, &how, &n, &err)) {
            assert_null(s->want);
            assert_int_equal(err.code, DM_E_EDITS);
            assert_non_null(strstr(err.msg, "replace by rule 'date' at 1:1"));
            assert_non_null(strstr(err.msg, "at 1:3"));
            assert_int_equal(dm_doc_change_at(doc, 0)->state, DM_CHANGE_QUEUED);
            check_source(doc, "0123456789");
        } else
            check_source(doc, s->want);
        dm_doc_free(doc);
    }
}

static void an_earlier_commit_stands(void **state)
{
    dm_doc   *doc = load("text", "0123456789");
    dm_change a = plain(doc->text, (dm_range){2, 4}, "A");
    dm_change b = plain(doc->text, (dm_range){3, 5}, "B");
    dm_change c = plain(doc->text, (dm_range){7, 8}, "C");
    size_t    lost = 0;
    dm_commit how = {.lost = count_lost, .ud = &lost};
    size_t    n;

    (void)state;
    assert_true(dm_doc_change(doc, &a, NULL));
    c.made = true;
    assert_true(dm_doc_change(doc, &c, NULL));
    how.made_only = true;
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(n, 1);
    check_source(doc, "0123456C89");
    how.made_only = false;
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(n, 1);
    assert_true(dm_doc_change(doc, &b, NULL));
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(n, 0);
    assert_int_equal(lost, 1);
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(lost, 1); /* told once */
    check_source(doc, "01A456C89");
    dm_doc_free(doc);
}

static jmp_buf out_of_here;

static size_t jump(void *ud, const dm_doc *doc, size_t a, size_t b)
{
    (void)ud;
    (void)doc;
    (void)b;
    longjmp(out_of_here, (int)a + 1);
}

static void a_settler_may_jump(void **state)
{
    dm_doc   *doc = load("text", "0123456789");
    dm_change a = plain(doc->text, (dm_range){2, 4}, "A");
    dm_change b = plain(doc->text, (dm_range){3, 5}, "B");
    dm_commit how = {.settle = jump};
    char      policy = 'f';
    size_t    n = 0;

    (void)state;
    assert_true(dm_doc_change(doc, &a, NULL) && dm_doc_change(doc, &b, NULL));
    if (setjmp(out_of_here) == 0) {
        (void)!dm_doc_commit(doc, &how, &n, NULL);
        fail();
    }
    assert_int_equal(dm_doc_change_at(doc, 0)->state, DM_CHANGE_QUEUED);
    check_source(doc, "0123456789");
    how.settle = by_policy;
    how.ud = &policy;
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    check_source(doc, "01A456789");
    dm_doc_free(doc);
}

static const struct {
    const char *view;
    dm_range    at;
    const char *text, *fixed, *msg;
} refused[] = {
    {"text",    {1, 2}, "x",    NULL,     "cuts a character"},
    {"raw",     {1, 3}, "x",    NULL,     "cuts a character"},
    {"decoded", {0, 2}, "x",    NULL,     "cuts a character"},
    {"text",    {0, 3}, "\xFF", NULL,     "not UTF-8"       },
    {"text",    {0, 3}, "x",    "a mail", "a mail cannot"   },
};

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        dm_doc   *doc = load("text", "中文");
        dm_change c = plain(view_of(doc, refused[i].view), refused[i].at,
                            refused[i].text);
        dm_err    err;

        doc->fixed = refused[i].fixed;
        c.file = DM_S("s.lua");
        c.line = 12;
        assert_false(dm_doc_change(doc, &c, &err));
        assert_int_equal(err.code, DM_E_NO_EDIT);
        assert_string_equal(err.file, "s.lua");
        assert_int_equal(err.line, 12);
        assert_int_equal(err.doc_line, 1);
        if (strstr(err.msg, refused[i].msg) == NULL)
            fail_msg("row %zu: %s", i, err.msg);
        assert_int_equal(dm_doc_changes(doc), 0);
        dm_doc_free(doc);
    }
}

static void texts_have_a_limit(void **state)
{
    dm_load_options o = {.from = "text", .limits = {.max_text = 1000}};
    dm_doc         *doc = dm_load(DM_S(""), DM_S(""), DM_S("abc"), &o, NULL);
    char            text[400];
    dm_err          err = {.code = DM_OK};
    size_t          n = 0;
    dm_change       c;

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    c = plain(doc->text, (dm_range){1, 1}, text);
    while (n < 10 && dm_doc_change(doc, &c, &err))
        n++;
    assert_int_equal(n, 2);
    assert_int_equal(err.code, DM_E_SIZE);
    dm_doc_free(doc);
}

/* Nested, crossing and equal edits in any number take no more than n log n:
** a hundred thousand of each in a moment. */
static void many_edits_are_quick(void **state)
{
    enum { MANY = 100000 };
    static char     text[4 * MANY + 1];
    char            policy = 'l';
    dm_commit       how = {.settle = by_policy, .ud = &policy};
    dm_load_options o = {.from = "text"};
    size_t          n;

    (void)state;
    memset(text, 'a', sizeof text - 1);
    for (int kind = 0; kind < 5; kind++) {
        dm_doc *doc = dm_load(DM_S(""), DM_S(""), dm_slice_str(text), &o, NULL);

        for (size_t i = 0; i < MANY; i++) {
            dm_change c = plain(doc->text, (dm_range){2 * i, 2 * i + 1}, "");

            c.after = DM_S(")");
            if (kind == 1) /* all the same */
                c.range = (dm_range){5, 9};
            else if (kind == 2) /* each in the one before */
                c.range = (dm_range){i, 4 * MANY - i};
            else if (kind == 3) { /* marks that cross */
                c.op = DM_CHANGE_WRAP;
                c.text = DM_S("(");
                c.range = (dm_range){i, i + MANY};
            } else if (kind == 4) { /* replacements that overlap */
                c.text = DM_S("bb");
                c.range = (dm_range){i, i + MANY};
            }
            assert_true(dm_doc_change(doc, &c, NULL));
        }
        assert_true(dm_doc_commit(doc, &how, &n, NULL));
        assert_true(n >= 1);
        dm_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_settler_settles),
        cmocka_unit_test(an_earlier_commit_stands),
        cmocka_unit_test(a_settler_may_jump),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(texts_have_a_limit),
        cmocka_unit_test(many_edits_are_quick),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
