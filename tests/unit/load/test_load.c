/* test_load.c - from bytes to documents: sniffing, refusing, running dry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/mem.h"
#include "load/load.h"

static const struct {
    const char *text, *path, *format;
} sniffs[] = {
    {"hello",                                                           "",       "text"},
    {"",                                                                "",       "text"},
    {"",                                                                "a.html", "text"},
    {"<!DOCTYPE html><p>x",                                             "",       "html"},
    {"\n <!-- c --> <HTML lang=x>",                                     "",       "html"},
    {"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html>",         "",       "html"},
    {"<?xml version='1.0'?><html xmlns='x'>",                           "",       "html"},
    {"<?xml version='1.0'?><doc><p>x</p></doc>",                        "",       "text"},
    {"<?xml version='1.0'?><!DOCTYPE doc><doc/>",                       "",       "text"},
    {"<htmlx>",                                                         "",       "text"},
    {"<p>a</p><p>b</p>",                                                "",       "html"},
    {"<div class=a><b>x</b></div>",                                     "",       "html"},
    {"a <b>c</b> d",                                                    "a.HTM",  "html"},
    {"plain, no tag",                                                   "a.html", "text"},
    {"This page is about <html> and <body> and <p>, which are elements of HTML "
     "and are named here in a sentence that goes on for a while.", "",       "text"},
    {"A long line of a text that is plain but for some scraps<br>and another "
     "long line of it, to be sure, with nothing in it<br>and one more for good "
     "measure, with <b>one</b> more scrap",                        "",       "text"},
    {"x <1 y> <2 z>",                                                   "",       "text"},
};

static void sniffing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sniffs / sizeof *sniffs; i++) {
        dm_doc *doc = dm_load(DM_S("i"), dm_slice_str(sniffs[i].path),
                              dm_slice_str(sniffs[i].text), NULL, NULL);

        assert_non_null(doc);
        if (strcmp(doc->format, sniffs[i].format) != 0)
            fail_msg("%s is %s", sniffs[i].text, doc->format);
        dm_doc_free(doc);
    }
}

static const struct {
    dm_slice        bytes;
    dm_load_options options;
    dm_code         code;
    const char     *said; /* in message or help */
} refusals[] = {
    {DM_LIT("x"),                                             {.from = "htm"},              DM_E_UNKNOWN_FORMAT,  "did you mean 'html'"},
    {DM_LIT("x"),                                             {.from = "nonsense"},         DM_E_UNKNOWN_FORMAT,  "help readers"       },
    {DM_LIT("x"),                                             {.charset = "utf-9x"},        DM_E_UNKNOWN_CHARSET, ""                   },
    {DM_LIT("12345"),                                         {.limits = {.max_bytes = 4}}, DM_E_TOO_LARGE,       "4"                  },
    {DM_LIT("\x1F\x8B\x08\0\0\0\0\0\0\x03"),                  {0},                          DM_E_BINARY,          "gzip"               },
    {DM_LIT("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0"),
     {0},
     DM_E_BINARY,                                                                                                 "PNG"                },
    {DM_LIT("\0\1\2\3\4\5\6\0\0\0\7\10\0\0\1\1\0\0\3\2\0\0"),
     {0},
     DM_E_BINARY,                                                                                                 "--binary"           },
};

static void refusing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        dm_err  err = {.code = DM_OK};
        dm_doc *doc = dm_load(DM_S("i"), DM_S(""), refusals[i].bytes,
                              &refusals[i].options, &err);

        assert_null(doc);
        if (err.code != refusals[i].code ||
            (strstr(err.msg, refusals[i].said) == NULL &&
             strstr(err.help, refusals[i].said) == NULL))
            fail_msg("row %zu: %d %s (%s)", i, (int)err.code, err.msg,
                     err.help);
    }
}

static void what_does_not_decode_is_said(void **state)
{
    dm_load_options o = {.charset = "utf-8"};
    dm_doc  *doc = dm_load(DM_S("i"), DM_S(""), DM_S("ab\xFFz"), &o, NULL);
    dm_range src;

    (void)state;
    assert_non_null(doc);
    assert_int_equal(doc->nwarnings, 1);
    assert_int_equal(doc->decoded.bad, 1);
    assert_true(dm_slice_eq(doc->text->text, DM_S("ab\xEF\xBF\xBDz")));
    (void)dm_view_source(doc->text, (dm_range){5, 6}, &src);
    assert_int_equal(src.from, 3);
    assert_int_equal(src.to, 4);
    dm_doc_free(doc);
}

/* What the load room says by itself, "" for nothing. */
static const struct {
    const char *name;
    dm_slice    bytes;
    const char *said[2];
} warnings[] = {
    {"ascii",                    DM_LIT("plain"),                                            {""}                        },
    {"utf-8",                    DM_LIT("\xE4\xB8\xAD"),                                     {""}                        },
    {"sure statistics",
     DM_LIT("\xCE\xD2\xC3\xC7\xBD\xF1\xCC\xEC\xBF\xAA\xBB\xE1\xA3\xAC\xC7\xEB"
            "\xB4\xF3\xBC\xD2\xB2\xCE\xBC\xD3"),
     {""}                                                                                                                },
    {"nobody knows",             DM_LIT("x \xFE\xFD y"),                                     {"the charset is a guess: "}},
    {"a sentence of Russian",
     DM_LIT("\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0? "
            "\xC2\xF1\xE5 \xF5\xEE\xF0\xEE\xF8\xEE, "
            "\xF1\xEF\xE0\xF1\xE8\xE1\xEE."),
     {""}                                                                                                                },
    {"declared",                 DM_LIT("<meta charset=koi8-r>\xC6\xC7"),                    {""}                        },
    {"declared, and wrong",
     DM_LIT("<meta charset=gbk>x \xFF y"),
     {"the charset is a guess: gb18030", "1 place does not decode"}                                                      },
    {"declared, with a scratch",
     DM_LIT("<meta "
            "charset=gbk>"
            "\xCE\xD2\xC3\xC7\xBD\xF1\xCC\xEC\xBF\xAA\xBB\xE1\xFF\xA3\xAC\xC7"
            "\xEB\xB4\xF3\xBC\xD2\xB2\xCE\xBC\xD3"),
     {"1 place does not decode as gb18030"}                                                                              },
    {"two charsets",
     DM_LIT("\xBD\xF1\xCC\xEC\xCA\xC7\xD0\xC7\xC6\xDA\xD2\xBB\xA3\xAC\xCC\xEC"
            "\xC6\xF8\xBA\xDC\xBA\xC3\xA1\xA3\n明天也是晴天，大家出去玩。\n"
            "\xBD\xF1\xCC\xEC\xCA\xC7\xD0\xC7\xC6\xDA\xD2\xBB\xA3\xAC\xCC\xEC"
            "\xC6\xF8\xBA\xDC\xBA\xC3\xA1\xA3\n"),
     {"in more than one charset, in 3 stretches"}                                                                        },
    {"one NUL",
     DM_LIT("some text\0and more of it, quite a bit"),
     {"1 NUL character is in the text"}                                                                                  },
    {"spoilt",                   DM_LIT("ÎÒÃÇ½ñÌì¿ª»á£¬Çë´ó¼Ò²Î¼Ó"), {"it reads like gb18030"}   },
    {"NULs of UTF-16 are none",  DM_LIT("h\0e\0l\0l\0o\0 \0w\0o\0"),                         {""}                        },
};

static bool warns(const dm_doc *doc, size_t i, const char *said)
{
    dm_slice got = doc->warnings[i];

    return memmem(got.ptr, got.len, said, strlen(said)) != NULL;
}

static void doubts_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
        const char *const *said = warnings[i].said;
        dm_doc            *doc =
            dm_load(DM_S("i"), DM_S(""), warnings[i].bytes, NULL, NULL);
        size_t n = said[0][0] == '\0' ? 0 : said[1] == NULL ? 1 : 2;

        assert_non_null(doc);
        for (size_t k = 0; k < doc->nwarnings; k++)
            if (doc->nwarnings != n || !warns(doc, k, said[k]))
                fail_msg("%s: %.*s", warnings[i].name,
                         (int)doc->warnings[k].len, doc->warnings[k].ptr);
        if (doc->nwarnings != n)
            fail_msg("%s: %zu warnings, %s %.2f", warnings[i].name,
                     doc->nwarnings,
                     dm_charset_name(doc->charset.candidates[0].charset),
                     doc->charset.candidates[0].confidence);
        dm_doc_free(doc);
    }
}

static void a_nul_stays_in_plain_text(void **state)
{
    dm_slice text = DM_S("some text\0and more of it, quite a bit");
    dm_doc  *doc = dm_load(DM_S("i"), DM_S(""), text, NULL, NULL);

    (void)state;
    assert_non_null(doc);
    assert_true(dm_slice_eq(doc->text->text, text));
    dm_doc_free(doc);
}

/* Everything a document can do, so that each allocation gets its turn. */
static bool use(dm_slice bytes, const char *from, dm_err *err)
{
    dm_load_options o = {.from = from};
    dm_doc         *doc = dm_load(DM_S("i"), DM_S("p"), bytes, &o, err);
    const dm_view  *view;
    dm_blocks       all;
    bool            ok;

    if (doc == NULL)
        return false;
    ok = dm_doc_blocks(doc, &all, err);
    view = ok ? dm_doc_view(doc, DM_S("clean,nfkc,width"), err) : NULL;
    ok = view != NULL;
    if (ok) {
        (void)dm_view_codepoints(view, view->text.len);
        (void)dm_doc_section_at(doc, 1);
        if (dm_view_lines(view) == NULL)
            ok = dm_fail(err, DM_E_MEMORY, "lines");
    }
    dm_doc_free(doc);
    return ok;
}

static void sweep(dm_slice bytes, const char *from)
{
    dm_err err = {.code = DM_OK};
    bool   done = false;

    for (long n = 0; !done; n++) {
        assert_true(n < 10000);
        dm_mem_fail_after(n);
        err.code = DM_OK;
        done = use(bytes, from, &err);
        dm_mem_fail_after(-1);
        if (!done && err.code != DM_E_MEMORY)
            fail_msg("%s, allocation %ld: %d %s", from, n, (int)err.code,
                     err.msg);
    }
}

static void runs_dry_cleanly(void **state)
{
    static char big[200000];
    size_t      n = 0;

    (void)state;
    while (n + 100 < sizeof big)
        n += (size_t)snprintf(
            big + n, sizeof big - n,
            "<p>%zu&amp; <a href=x>b</a> \xEF\xBD\x81 <h1>1. x</h1>\n", n);
    sweep((dm_slice){big, n}, "html");
    sweep((dm_slice){big, n}, "text");
    sweep(DM_S("<html lang=x><title>t</title><ruby>a<rt>b</rt></ruby>"),
          "html");
}

/* A small arena must fail with MEMORY too, at whatever size. */
static void small_arenas(void **state)
{
    dm_slice html = DM_S("<html lang=x><title>t</title><ruby>a<rt>b</rt></ruby>"
                         "<p>a <a href=x>b</a> c");
    dm_err   err;

    (void)state;
    for (size_t max = 1; max < 200000; max += 97) {
        dm_load_options o = {.limits = {.max_arena = max}};
        dm_doc         *doc = dm_load(DM_S("i"), DM_S("p"), html, &o, &err);

        if (doc == NULL)
            assert_int_equal(err.code, DM_E_MEMORY);
        dm_doc_free(doc);
    }
}

static void readers_are_listed(void **state)
{
    (void)state;
    size_t n = 0;

    for (; dm_reader_at(n) != NULL; n++) {
        const dm_reader *r = dm_reader_at(n);

        assert_ptr_equal(dm_reader_find(dm_slice_str(r->name)), r);
        assert_true((r->sniff != NULL) != (r->holds != NULL));
        assert_true(r->sniff != NULL ? r->read != NULL : r->open != NULL);
    }
    assert_true(n > 1);
    assert_string_equal(dm_reader_at(0)->name, "text");
    assert_null(dm_reader_find(DM_S("htm")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sniffing),
        cmocka_unit_test(refusing),
        cmocka_unit_test(what_does_not_decode_is_said),
        cmocka_unit_test(doubts_are_said),
        cmocka_unit_test(a_nul_stays_in_plain_text),
        cmocka_unit_test(runs_dry_cleanly),
        cmocka_unit_test(small_arenas),
        cmocka_unit_test(readers_are_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
