/* test_save.c - bytes out: charsets, what they lack, conversions, and members
** that are damaged. */
#include "save_ask.h"

static const struct {
    const char    *format, *charset;
    dm_slice       in;
    dm_change_op   op;
    const char    *view, *what, *text; /* what NULL: no edit */
    dm_unencodable policy;
    const char    *to;
    dm_slice       want; /* "" with a code */
    dm_code        code;
    size_t         replaced;
} rows[] = {
  /* in the charset of the file */
    {"text", NULL,
     DM_LIT("\xD6\xD0\xCE\xC4\xB5\xC4\xD6\xD0\xCE\xC4\xCA\xC7\r\n"),       R, "text",
     "的",                                                                                          "一",       0, NULL,
     DM_LIT("\xD6\xD0\xCE\xC4\xD2\xBB\xD6\xD0\xCE\xC4\xCA\xC7\r\n"),                                                                                                                0,                0},
    {"text", "utf-16le",
     DM_LIT("\xFF\xFE"
            "a\0b\0"),
     R,                                                                       "text",    "b",        "中",       0, NULL,
     DM_LIT("\xFF\xFE"
            "a\0\x2D\x4E"),
     0,                                                                                                                                                                                               0},
    {"text", "utf-16le",
     DM_LIT("\xFF\xFE"
            "a\0b\0"),
     R,                                                                       "text",    "a",        "中",       0, NULL,
     DM_LIT("\xFF\xFE\x2D\x4E"
            "b\0"),
     0,                                                                                                                                                                                               0},
    {"text", "utf-16be",     DM_LIT("\0a\0b"),                             A, "text",    "a",        "😀",      0, NULL,
     DM_LIT("\0a\xD8\x3D\xDE\0\0b"),                                                                                                                                                0,                0},
    {"text", NULL,
     DM_LIT("\xEF\xBB\xBF"
            "ab"),
     D,                                                                       "text",    "ab",       "",          0, NULL,           DM_LIT("\xEF\xBB\xBF"),                        0,                0},
    {"text", NULL,
     DM_LIT("\xEF\xBB\xBF"
            "ab"),
     A,                                                                       "raw",     "a",        "x",         0, NULL,
     DM_LIT("\xEF\xBB\xBF"
            "axb"),
     0,                                                                                                                                                                                               0},
    {"text", "gb18030",
     DM_LIT("a\xFF"
            "b\xFF"),
     R,                                                                       "text",    "b",        "中",       0, NULL,           DM_LIT("a\xFF\xD6\xD0\xFF"),                   0,                0},
 /* a page of ASCII says what it would be */
    {"html", NULL,           DM_LIT("<meta charset=gb2312><p>a"),          R, "text",    "a",        "中",       0,
     NULL,                                                                                                                           DM_LIT("<meta charset=gb2312><p>\xD6\xD0"),    0,                0},
    {"html", NULL,           DM_LIT("<meta charset=utf-16><p>a"),          R, "text",    "a",        "中",       0,
     NULL,                                                                                                                           DM_LIT("<meta charset=utf-16><p>中"),         0,                0},
    {"text", NULL,           DM_LIT("a"),                                  R, "text",    "a",        "中",       0, NULL,           DM_LIT("中"),                                 0,
     0                                                                                                                                                                                                 },
 /* shift states */
    {"text", "iso-2022-jp",  DM_LIT("\x1B$BF|K\\\x1B(Bab"),                R, "text",    "日",      "x",
     0,                                                                                                              NULL,           DM_LIT("\x1B$B\x1B(Bx\x1B$BK\\\x1B(Bab"),      0,                0},
    {"text", "iso-2022-jp",  DM_LIT("\x1B$BF|K\\\x1B(Bab"),                R, "text",    "本a",
     "日",                                                                                                       0, NULL,           DM_LIT("\x1B$BF|\x1B(B\x1B$BF|\x1B(Bb"),       0,                0},
    {"text", "iso-2022-jp",  DM_LIT("\x1B$BF|K\\\x1B(Bab"),                D, "text",    "日",      "",
     0,                                                                                                              NULL,           DM_LIT("\x1B$BK\\\x1B(Bab"),                   0,                0},
    {"text", "iso-2022-jp",  DM_LIT("\x1B$BF|K\\\x1B(Bab"),                D, "text",    "日本",
     "",                                                                                                          0, NULL,           DM_LIT("\x1B$B\x1B(Bab"),                      0,                0},
    {"text", "iso-2022-jp",  DM_LIT("a\x1B(J\\b"),                         R, "text",    "b",        "\\",        0, NULL,
     DM_LIT("a\x1B(J\\\x1B(B\\\x1B(J"),                                                                                                                                             0,                0},
    {"text", "iso-2022-kr",
     DM_LIT("\x1B$)C\x0E\x30\x21\x0F"
            "a"),
     R,                                                                       "text",    "a",        "b",         0, NULL,           DM_LIT(""),                                    DM_E_NO_WRITER,   0},
    {"text", "iso-2022-kr",
     DM_LIT("\x1B$)C\x0E\x30\x21\x0F"
            "a"),
     R,                                                                       "text",    "a",        "b",         0, "utf-8",        DM_LIT("가b"),                                0,                0},
 /* what the charset lacks */
    {"text", "windows-1252", DM_LIT("ab"),                                 R, "text",    "a",        "中",       0, NULL,
     DM_LIT(""),                                                                                                                                                                    DM_E_UNENCODABLE, 0},
    {"text", "windows-1252", DM_LIT("ab"),                                 R, "text",    "a",        "中é文",
     DM_UNENCODABLE_REPLACE,                                                                                         NULL,           DM_LIT("?\xE9?b"),                             0,                2},
    {"text", "windows-1252", DM_LIT("ab"),                                 R, "text",    "a",        "中",
     DM_UNENCODABLE_REFER,                                                                                           NULL,           DM_LIT(""),                                    DM_E_UNENCODABLE, 0},
    {"html", "windows-1252", DM_LIT("<p>ab"),                              R, "text",    "a",        "é中<文", 0, NULL,
     DM_LIT("<p>\xE9&#x4E2D;&lt;&#x6587;b"),                                                                                                                                        0,                2},
    {"html", "windows-1252", DM_LIT("<p>ab"),                              R, "text",    "a",        "中",
     DM_UNENCODABLE_FAIL,                                                                                            NULL,           DM_LIT(""),                                    DM_E_UNENCODABLE, 0},
    {"html", "windows-1252", DM_LIT("<p>ab"),                              R, "text",    "a",        "中",
     DM_UNENCODABLE_REPLACE,                                                                                         NULL,           DM_LIT("<p>?b"),                               0,                1},
 /* damage beside an edit */
    {"text", "gb18030",
     DM_LIT("\xD6\n"
            "abc"),
     D,                                                                       "text",    "\n",       "",          0, NULL,           DM_LIT(""),                                    DM_E_READ_BACK,   0},
    {"text", "gb18030",
     DM_LIT("\xD6\n"
            "abc"),
     D,                                                                       "text",    "\uFFFD\n", "",          0, NULL,           DM_LIT("abc"),                                 0,                0},
    {"text", "gb18030",
     DM_LIT("\xD6\n"
            "abc"),
     R,                                                                       "text",    "b",        "中",       0, NULL,
     DM_LIT("\xD6\n"
            "a\xD6\xD0"
            "c"),
     0,                                                                                                                                                                                               0},
 /* conversion */
    {"html", "gb18030",      DM_LIT("<meta charset='gb2312'><p>\xD6\xD0"), R, "text",
     "中",                                                                                          "文",       0, "utf-8",        DM_LIT("<meta charset='utf-8'><p>文"),        0,                0},
    {"text", "gb18030",      DM_LIT("charset=gb2312 \xD6\xD0"),            0, "text",    NULL,
     NULL,                                                                                                        0, "utf-8",        DM_LIT("charset=gb2312 中"),                  0,                0},
    {"text", "utf-16le",
     DM_LIT("\xFF\xFE"
            "a\0"),
     0,                                                                       "text",    NULL,       NULL,        0, "utf-8",        DM_LIT("a"),                                   0,                0},
    {"text", NULL,           DM_LIT("中"),                                0, "text",    NULL,       NULL,        0, "utf-16be",
     DM_LIT("\xFE\xFF\x4E\x2D"),                                                                                                                                                    0,                0},
    {"text", NULL,           DM_LIT("\xEF\xBB\xBF中"),                    0, "text",    NULL,       NULL,        0,
     "gb18030",                                                                                                                      DM_LIT("\xD6\xD0"),                            0,                0},
    {"text", NULL,           DM_LIT("\xEF\xBB\xBF中"),                    0, "text",    NULL,       NULL,        0, "utf-8",
     DM_LIT("\xEF\xBB\xBF中"),                                                                                                                                                     0,                0},
    {"text", "gb18030",      DM_LIT("\xD6\xD0\xFF"),                       0, "text",    NULL,       NULL,        0,
     "utf-8",                                                                                                                        DM_LIT(""),                                    DM_E_UNENCODABLE, 0},
    {"text", "gb18030",      DM_LIT("\xD6\xD0\xFF"),                       0, "text",    NULL,       NULL,
     DM_UNENCODABLE_REPLACE,                                                                                         "utf-8",        DM_LIT("中\uFFFD"),                           0,                1},
    {"text", "gb18030",      DM_LIT("\xD6\xD0\xFF"),                       D, "text",    "\uFFFD",   "",          0,
     "utf-8",                                                                                                                        DM_LIT("中"),                                 0,                0},
    {"text", "gb18030",      DM_LIT("\xD6\xD0"),                           0, "text",    NULL,       NULL,        0, "big5",
     DM_LIT("\xA4\xA4"),                                                                                                                                                            0,                0},
    {"text", NULL,           DM_LIT("中é"),                              0, "text",    NULL,       NULL,        0, "windows-1252",
     DM_LIT(""),                                                                                                                                                                    DM_E_UNENCODABLE, 0},
    {"html", NULL,           DM_LIT("<p>中é"),                           0, "text",    NULL,       NULL,        0, "windows-1252",
     DM_LIT("<p>&#x4E2D;\xE9"),                                                                                                                                                     0,                1},
 /* XML that was sound stays so, and other XML may go on as it is */
    {"html", NULL,           DM_LIT("<?xml version='1.0'?><p>a</p>"),      R, "decoded", "a",
     "<b>",                                                                                                       0, NULL,           DM_LIT(""),                                    DM_E_READ_BACK,   0},
    {"html", NULL,           DM_LIT("<?xml version='1.0'?><p>a<br></p>"),  R, "decoded",
     "a",                                                                                            "<b>",       0, NULL,           DM_LIT("<?xml version='1.0'?><p><b><br></p>"), 0,                0},
    {"html", NULL,           DM_LIT("<?xml version='1.0'?><p>a</p>"),      R, "text",    "a",
     "x\ny",                                                                                                      0, NULL,           DM_LIT("<?xml version='1.0'?><p>x<br/>y</p>"), 0,                0},
};

static dm_doc *edited(size_t i)
{
    dm_err  err;
    dm_doc *doc = load(rows[i].format, rows[i].charset, rows[i].in, &err);

    if (doc == NULL)
        fail_msg("row %zu: %s", i, err.msg);
    if (rows[i].what != NULL &&
        !ask(doc, rows[i].op, rows[i].view, rows[i].what, rows[i].text, &err))
        fail_msg("row %zu: %s", i, err.msg);
    assert_true(commit(doc, &err));
    return doc;
}

static void bytes_come_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_doc         *doc = edited(i);
        dm_save_options o = {rows[i].policy, NULL};
        dm_saved        saved = {0};
        dm_err          err = {.code = DM_OK};
        dm_buf          out;

        if (rows[i].to != NULL)
            o.to = dm_charset_find(dm_slice_str(rows[i].to));
        dm_buf_init(&out, 1 << 20);
        dm_buf_str(&out, "before");
        (void)!dm_save(doc, &out, &o, &saved, &err);
        if (err.code != rows[i].code || out.len != 6 + rows[i].want.len ||
            memcmp(out.ptr + 6, rows[i].want.ptr, rows[i].want.len) != 0)
            fail_msg("row %zu (%s): %d %s; %zu bytes: %.*s", i,
                     rows[i].charset ? rows[i].charset : "?", (int)err.code,
                     err.code ? err.msg : "", out.len - 6, (int)out.len - 6,
                     out.ptr + 6);
        assert_int_equal(saved.replaced, rows[i].replaced);
        dm_buf_fini(&out);
        dm_doc_free(doc);
    }
}

static void who_brought_it_is_named(void **state)
{
    dm_doc *doc = load("text", "windows-1252", DM_S("ab"), NULL);
    dm_err  err;
    dm_buf  out;

    (void)state;
    dm_buf_init(&out, 100);
    assert_true(ask(doc, R, "text", "a", "中", &err) && commit(doc, &err));
    assert_false(dm_save(doc, &out, NULL, NULL, &err));
    assert_non_null(strstr(err.msg, "windows-1252 has no '中' (U+4E2D)"));
    assert_non_null(strstr(err.msg, "replace by rule some"));
    assert_string_equal(err.file, "s.lua");
    assert_int_equal(err.line, 3);
    dm_buf_fini(&out);
    dm_doc_free(doc);
}

/* One file, two charsets: each edit in that of its place. */
static void every_stretch_has_its_charset(void **state)
{
    const dm_charset *gb = dm_charset_find(DM_S("gb18030"));
    dm_slice          say = DM_S("这是一个很长的中文段落，我们在这里写了很多字。");
    dm_buf            file;
    dm_buf            out;
    dm_buf            want;
    dm_encoded        how;
    dm_doc           *doc;
    dm_err            err;

    (void)state;
    dm_buf_init(&file, 1 << 20);
    dm_buf_init(&want, 1 << 20);
    dm_buf_init(&out, 1 << 20);
    for (int i = 0; i < 9; i++) {
        bool island = i > 3 && i < 6;

        if (island)
            assert_true(dm_encode(&file, say, gb, NULL, NULL, &how, &err));
        else
            dm_buf_slice(&file, say);
        dm_buf_str(&file, i == 1 ? "\n甲\n" : i == 4 ? "\nX\n" : "\n");
    }
    doc = load("text", NULL, dm_buf_view(&file), &err);
    assert_true(doc->decoded.nsegments >= 2);
    assert_true(ask(doc, R, "text", "甲", "乙丙", &err));
    assert_true(ask(doc, R, "text", "X", "乙", &err));
    assert_true(commit(doc, &err));
    if (!dm_save(doc, &out, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < file.len; i++)
        if (file.ptr[i] == 'X')
            dm_buf_str(&want, "\xD2\xD2");
        else if (memcmp(file.ptr + i, "甲", i + 3 <= file.len ? 3 : 0) == 0 &&
                 i + 3 <= file.len) {
            dm_buf_str(&want, "乙丙");
            i += 2;
        } else
            dm_buf_char(&want, file.ptr[i]);
    assert_true(dm_slice_eq(dm_buf_view(&out), dm_buf_view(&want)));
    dm_doc_free(doc);
    dm_buf_fini(&file);
    dm_buf_fini(&want);
    dm_buf_fini(&out);
}

static void a_full_buffer_is_as_before(void **state)
{
    dm_doc *doc = load("text", NULL, DM_S("0123456789"), NULL);
    dm_err  err;
    dm_buf  out;

    (void)state;
    assert_true(ask(doc, A, "text", "9", "abcdefghij", &err));
    assert_true(commit(doc, &err));
    for (size_t max = 2; max < 22; max++) {
        dm_buf_init(&out, max);
        dm_buf_str(&out, "12");
        assert_false(dm_save(doc, &out, NULL, NULL, &err));
        assert_true(err.code == DM_E_SIZE || err.code == DM_E_MEMORY);
        assert_true(dm_slice_eq(dm_buf_view(&out), DM_S("12")));
        assert_false(out.failed);
        assert_false(dm_save_text(doc, &out, &err));
        assert_int_equal(out.len, 2);
        dm_buf_fini(&out);
    }
    dm_buf_init(&out, 22);
    dm_buf_str(&out, "12");
    assert_true(dm_save(doc, &out, NULL, NULL, &err));
    dm_buf_fini(&out);
    dm_doc_free(doc);
}

/* All the way with allocation 0, 1, 2, … failing. */
static bool journey(dm_slice file, dm_err *err)
{
    dm_save_options o = {DM_UNENCODABLE_AUTO,
                         dm_charset_find(DM_S("utf-16le"))};
    dm_doc         *doc = load("html", "windows-1252", file, err);
    dm_buf          out;
    bool            ok = doc != NULL;

    dm_buf_init(&out, 1 << 22);
    ok = ok && ask(doc, R, "nfkc", "a", "中\n", err) &&
         ask(doc, DM_CHANGE_WRAP, "text", "b", "<i>", err) &&
         ask(doc, D, "text", "c", "", err) && commit(doc, err) &&
         dm_save(doc, &out, NULL, NULL, err) &&
         dm_save(doc, &out, &o, NULL, err) && dm_save_text(doc, &out, err) &&
         dm_save_diff(doc, &out, true, NULL, err);
    dm_doc_free(doc);
    dm_buf_fini(&out);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    dm_buf file;
    dm_err err;
    bool   ok = false;
    long   n = 0;

    (void)state;
    dm_buf_init(&file, 1 << 20);
    dm_buf_str(&file, "<p>a <b>b</b> c");
    for (int i = 0; i < 3000; i++)
        dm_buf_str(&file, " word\n");
    for (; !ok && n < 2000; n++) {
        memset(&err, 0, sizeof err);
        dm_mem_fail_after(n);
        ok = journey(dm_buf_view(&file), &err);
        dm_mem_fail_after(-1);
        if (!ok && err.code != DM_E_MEMORY)
            fail_msg("allocation %ld: %d %s", n, (int)err.code, err.msg);
    }
    assert_true(ok);
    assert_true(n > 20);
    dm_buf_fini(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_out),
        cmocka_unit_test(who_brought_it_is_named),
        cmocka_unit_test(every_stretch_has_its_charset),
        cmocka_unit_test(a_full_buffer_is_as_before),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
