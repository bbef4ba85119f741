/* test_read_mail.c - mail: what is one, its head, its text, and the way from
** the text back to the bytes of the file.
*/
#include "mail_load.h"

/* What is a mail, and what only begins like one. */
static const struct {
    const char *text, *path, *format;
} kinds[] = {
    {HEAD "\nx",                                                       "",      "mail"},
    {HEAD,                                                             "",      "mail"},
    {"From a@b Tue Jan  3 10:00:00 2023\n" HEAD "\nx",                 "",      "mail"},
    {"\xEF\xBB\xBF" HEAD "\nx",                                        "",      "mail"},
    {"Received: by x; Tue\r\nMessage-ID: <1@x>\r\nFrom: a@b\r\n\r\nx", "",
     "mail"                                                                           },
    {"From: <Saved by a browser>\nSubject: x\nMIME-Version: 1.0\n\nx", "",
     "mail"                                                                           },
    {"Subject: x\n\nx",                                                "a.eml", "mail"},
    {"Subject: x\n\nx",                                                "a.EML", "mail"},
    {"Subject: x\n\nx",                                                "",      "text"},
    {"no head at all",                                                 "a.eml", "text"},
    {"From: Anna\nTo: Bert\nDate: 3 January\nSubject: lunch\n\nx",     "",      "text"},
    {"From: a@b.c\nTo: d@e.f\nDate: today\nSubject: x\n\nx",           "",      "text"},
    {"From here on it goes down: see below\n\nDate: x",                "",      "text"},
    {HEAD "this is no field\n\nx",                                     "",      "text"},
    {"Q: What?\nA: That.\nQ: Why?\nA: So.\n",                          "",      "text"},
    {"Date: Tue, 3 Jan 2023 10:00:00 +0800\nName: x\nAge: 3\n",        "",      "text"},
    {"HTTP/1.1 200 OK\nDate: Tue, 3 Jan 2023 10:00:00 GMT\n\n<p>",     "",      "text"},
    {"<!DOCTYPE html>\n<p>From: a@b\n<p>MIME-Version: 1.0\n\n",        "",      "html"},
    {"> " HEAD "\nx",                                                  "",      "text"},
    {"\n" HEAD "\nx",                                                  "",      "text"},
    {"",                                                               "a.eml", "text"},
};

static void telling(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        dm_doc *doc = dm_load(DM_S("i"), dm_slice_str(kinds[i].path),
                              dm_slice_str(kinds[i].text), NULL, NULL);

        assert_non_null(doc);
        if (strcmp(doc->format, kinds[i].format) != 0)
            fail_msg("row %zu is %s", i, doc->format);
        dm_doc_free(doc);
    }
}

/* Fields of the head, as metadata. */
static const struct {
    const char *head, *key, *want;
} fields[] = {
    {"Subject: plain  text \n",                              "subject",    "plain text"     },
    {"Subject: folded\r\n  over\r\n\tlines\r\n",             "subject",
     "folded over lines"                                                                    },
    {"subject:=?UTF-8?B?5Lit5paH?=\n",                       "subject",    "中文"         },
    {"Subject: =?gb2312?B?1tDOxA==?= x\n",                   "subject",    "中文 x"       },
    {"Subject: =?GB2312?Q?=D6=D0_=CE=C4?=\n",                "subject",    "中 文"        },
    {"Subject: =?gb2312?B?6UY=?=\n",                         "subject",    "镕"            },
    {"Subject: =?big5?B?pKSk5Q==?=\n =?big5?Q?=A4=A4?=\n",   "subject",    "中文中"      },
    {"Subject: =?utf-8?B?5Lit5g==?= =?utf-8?B?lofjgII=?=\n", "subject",
     "中文。"                                                                            },
    {"Subject: =?utf-8*zh?Q?=e4=b8=ad?=\n",                  "subject",    "中"            },
    {"Subject: a =?utf-8?Q?b?= c\n",                         "subject",    "a b c"          },
    {"Subject: a=?utf-8?Q?b?=c\n",                           "subject",    "abc"            },
    {"Subject: =?utf-8?Q?a?==?utf-8?Q?b?=\n",                "subject",    "ab"             },
    {"Subject: =?utf-8?Q?a b?=\n",                           "subject",    "a b"            },
    {"Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\n",        "subject",    "日本"         },
    {"Subject: =?utf-8?X?a?= =?nonsense?Q?b?=\n",            "subject",
     "=?utf-8?X?a?= =?nonsense?Q?b?="                                                       },
    {"Subject: =?utf-8?Q?a\n",                               "subject",    "=?utf-8?Q?a"    },
    {"Subject: =?utf-8?Q?a=0Ab?=\n",                         "subject",    "a b"            },
    {"Subject: \xD6\xD0\xCE\xC4\n",                          "subject",    "中文"         },
    {"Subject: 中文 =?utf-8?Q?x?=\n",                      "subject",    "中文 x"       },
    {"From: =?utf-8?Q?=E4=B8=AD?= <a@b.c>\n",                "from",       "中 <a@b.c>"    },
    {"To: a@b,\n c@d\nCC: x\n",                              "to",         "a@b, c@d"       },
    {"To: a@b\nCC: x\n",                                     "cc",         "x"              },
    {"Message-Id: <1@2>\n",                                  "message_id", "<1@2>"          },
    {"Date: Tue, 3 Jan 2023\n",                              "date",       "Tue, 3 Jan 2023"},
    {"Subject: a\nSubject: b\n",                             "subject",    "a"              },
    {"X-Subject: a\n",                                       "subject",    ""               },
};

static void heads(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char     file[1000];
        int      n = snprintf(file, sizeof file,
                              "%sContent-Type: text/plain; charset=gb2312\n\n"
                                   "\xD6\xD0\xCE\xC4",
                              fields[i].head);
        dm_slice bytes = {file, (size_t)n};
        dm_doc  *doc = load(bytes, NULL);
        dm_slice got;

        assert_non_null(doc);
        got = dm_doc_meta(doc, dm_slice_str(fields[i].key));
        if (!dm_slice_eq(got, dm_slice_str(fields[i].want)))
            fail_msg("row %zu: [%.*s]", i, (int)got.len, got.ptr);
        assert_string_equal(doc->format, "mail");
        assert_non_null(doc->fixed);
        dm_doc_free(doc);
    }
}

/* In GBK, and what it says. */
#define CHINESE                                                                \
    "\xB9\xFA\xCE\xF1\xD4\xBA\xB9\xD8\xD3\xDA\xD3\xA1\xB7\xA2\xCD\xA8"         \
    "\xD6\xAA\xB5\xC4\xB9\xAB\xB8\xE6\xA3\xAC\xB8\xF7\xCA\xA1\xA1\xA2"         \
    "\xD7\xD4\xD6\xCE\xC7\xF8\xA1\xA2\xD6\xB1\xCF\xBD\xCA\xD0\xC8\xCB"         \
    "\xC3\xF1\xD5\xFE\xB8\xAE\xA3\xAC\xB9\xFA\xCE\xF1\xD4\xBA\xB8\xF7"         \
    "\xB2\xBF\xCE\xAF\xA1\xA2\xB8\xF7\xD6\xB1\xCA\xF4\xBB\xFA\xB9\xB9"
#define IN_UTF8                                                                            \
    "国务院关于印发通知的公告，各省、自治区、直辖市人民政府，" \
    "国务院各部委、各直属机构"

/* Texts; "charset" is that of the first part.  A row's warning is looked for
** in all of them; "": there is none. */
/* clang-format off */
static const struct {
    const char *mail, *text, *charset, *warning;
} bodies[] = {
    {"A: b\n\nplain", "plain", "utf-8", NULL},
    {"A: b\n\n", "", "utf-8", NULL},
    {"A: b\n", "", "utf-8", NULL},
    {"A: b\r\n\r\nx\r\ny\r\n", "x\r\ny\r\n", "utf-8", NULL},
    {"Content-Type: text/plain; charset=\"GB2312\"\n\n\xD6\xD0\xE9\x46", "中镕", "gb18030",
     NULL},
    {"Content-Type: text/plain; charset=gb2312\n\n中文", "中文", "utf-8", NULL},
    {"Content-Type: text/plain; charset=us-ascii\n\n中文", "中文", "utf-8", NULL},
    {"Content-Type: text/plain;charset=big5 (traditional)\n\n\xA4\xA4", "中", "big5", NULL},
    {"Content-Type: text/plain; "
     "charset=utf-8\n\n\xD6\xD0\xCE\xC4\xB1\xE0\xC2\xEB\xB2\xE2\xCA\xD4", "中文编码测试", "gb18030",
     NULL},
    {"Content-Type: text/plain; charset=iso-8859-2\n\n\xB1", "ą", "iso-8859-2", NULL },
    {"Content-Type: text/plain; charset=iso-2022-jp\n\n\x1B$BF|\x1B(B.", "日.", "iso-2022-jp",
     NULL},
    {"Content-Type: text/plain; charset=utf-7\n\n+Ti0-", "中", "utf-7", NULL},
    {"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
     "quoted-printable\n\n" "=E4=B8=AD a=\nb=3D=e6=96=87  \nc=ZZ=", "中 ab=文\nc=ZZ", "utf-8",
     NULL},
    {"Content-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: " "Base64\n\n"
     "1tDO\r\nxA==\r\n", "中文", "gb18030", NULL},
    {"Content-Transfer-Encoding: base64\n\n5L it5pa\nH!YQ\n", "中文a","utf-8", NULL},
    {"Content-Transfer-Encoding: base64\n\nYQ==Yg==", "ab", "utf-8", NULL },
    {"Content-Transfer-Encoding: base64\n\nYWJj=", "abc","utf-8",NULL},
    {"Content-Type: text/html\n\n<p>a<p>b &lt;", "a\nb <", "utf-8", NULL },
    {MULTI("alternative") PART("text/plain") "one\n" PART("text/html") "<p>two\n" END,
     "one","utf-8",NULL},
    {MULTI("alternative") PART("text/html") "<p>two\n" PART("text/plain") "one\n" END, "one",
     "utf-8", NULL },
    {MULTI("alternative") PART("text/plain") " \n" PART("text/html") "<p>two\n" END,
     "two","utf-8",NULL},
    {MULTI("mixed") PART("text/plain") "one\n" PART("text/plain") "two\n" END, "one\n\ntwo",
     "utf-8", NULL },
    {MULTI("mixed") PART("text/html") "<p>one\n" PART("text/plain") "two\n" END,
     "one","utf-8","1 further text part of"},
    {MULTI("mixed") PART("text/plain") "one\n" PART("image/png; name=a.png") "x\n" END, "one",
     "utf-8", NULL },
    {MULTI("related") PART("text/html") "<p>one\n" PART("text/html") "<p>two\n" END, "one",
     "utf-8",NULL},
    {MULTI("digest") "--b b\n\n" HEAD "\nx\n" END, "", "utf-8", "no text part" },
    {MULTI("mixed") PART( "multipart/alternative; boundary=c") "--c\n\nin\n--c\n"
     "Content-Type: " "text/" "html\n\n<p>no\n--c--\n" PART( "text/plain") "out\n" END,
     "in\n\nout", "utf-8",NULL},
    {MULTI("mixed") PART("multipart/mixed; boundary=c") "--c\n\nin\n" PART( "text/plain")
     "out\n" END, "in\n\nout", "utf-8", NULL },
    {MULTI("mixed") "preamble\n" PART("text/plain") "not closed", "not closed", "utf-8",NULL},
    {MULTI("mixed") PART("text/plain") "x --b b\n--b bx\n--b b--y\n" END,
     "x --b b\n--b bx\n--b b--y", "utf-8", NULL },
    {"Content-Type: multipart/mixed\n\nno boundary", "","utf-8", "no text part"},
    {MULTI("mixed") PART("text/plain; charset=gbk") "\xD6\xD0\n" PART(
     "text/plain; charset=big5") "\xA4\xA4\n" END, "中\n\n中", "gb18030", NULL },
    {"From a@b Tue Jan  3 10:00:00 2023\nSubject: 1\n\none\n\n"
     "From a@b Tue Jan  3 10:00:00 2023\nSubject: 2\n\ntwo\n",
     "one\n","utf-8","only its first mail"},
    {"From a@b Tue Jan  3 10:00:00 2023\nSubject: 1\n\none\n\nFrom now on\n",
     "one\n\nFrom now on\n", "utf-8", NULL },
    {"Content-Type: text/plain; charset=us-ascii\n\n" CHINESE, IN_UTF8, "gb18030",
     "declared as us-ascii, but read as gb18030"},
    {"Content-Type: text/plain; charset=iso-8859-1\n\n" CHINESE, IN_UTF8, "gb18030",
     "declared as iso-8859-1, but read as gb18030"},
    {"Content-Type: text/plain; charset=windows-1252\n\n" CHINESE, IN_UTF8, "gb18030",
     "declared as windows-1252, but read as gb18030"},
    {"Content-Type: text/plain; charset=big5\n\n中文", "中文", "utf-8",
     "declared as big5, but read as utf-8"},
    {"Content-Type: text/plain; charset=iso-8859-1\n\nsi\xE8" "cle", "siècle", "windows-1252",
     ""},
    {"Content-Type: text/plain; charset=us-ascii\n\nplain", "plain", "utf-8", ""},
    {"Content-Transfer-Encoding: base64\n\nYW!Jj\n$", "abc", "utf-8",
     "part 1 of the mail's text has broken base64: 2 bytes are passed over, the first at byte 37"},
};
/* clang-format on */

static void texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        dm_err      err = {.code = DM_OK};
        dm_doc     *doc = load(dm_slice_str(bodies[i].mail), &err);
        dm_slice    got;
        const char *cs;

        if (doc == NULL)
            fail_msg("row %zu: %s", i, err.msg);
        got = doc->text->text;
        cs = dm_charset_name(doc->charset.candidates[0].charset);
        if (!dm_slice_eq(got, dm_slice_str(bodies[i].text)) ||
            strcmp(cs, bodies[i].charset) != 0)
            fail_msg("row %zu, %s: [%.*s]", i, cs, (int)got.len, got.ptr);
        if (bodies[i].warning != NULL && bodies[i].warning[0] != '\0' &&
            !warned(doc, bodies[i].warning))
            fail_msg("row %zu: no warning of %s", i, bodies[i].warning);
        if (bodies[i].warning != NULL && bodies[i].warning[0] == '\0' &&
            doc->nwarnings > 0)
            fail_msg("row %zu: a warning too many", i);
        dm_doc_free(doc);
    }
}

/* Which bytes of the file is `part` of the text? */
/* clang-format off */
static const struct {
    const char *mail, *part, *want;
    bool        exact;
} places[] = {
    {"A: b\n\nxyz", "y", "y", true },
    {"Content-Type: text/plain; charset=gbk\n\na\xD6\xD0\xCE\xC4""b", "文", "\xCE\xC4", true },
    {"Content-Transfer-Encoding: quoted-printable\n\na=E4=B8=ADb", "中", "=E4=B8=AD", true },
    {"Content-Transfer-Encoding: quoted-printable\n\nab=\ncd", "bc", "b=\nc", true },
    {"Content-Transfer-Encoding: quoted-printable\n\na=E4=B8=\n=ADb", "中b", "=E4=B8=\n=ADb",
     true },
    {"Content-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: "
     "quoted-printable\n\n" "x=D6=D0=CE=C4", "文", "=CE=C4", true },
    {"Content-Transfer-Encoding: base64\n\n5Lit5paH44CC", "文", "5paH", true },
    {"Content-Transfer-Encoding: base64\n\n5Lit\n5paH", "中文", "5Lit\n5paH", true},
    {"Content-Transfer-Encoding: base64\n\nYeS4rWJjZGVm", "def", "ZGVm", true },
    {"Content-Transfer-Encoding: base64\n\nYeS4rWJjZGVm", "a", "YeS4rWJj", false},
    {"Content-Type: text/html; charset=gbk\nContent-Transfer-Encoding: "
     "quoted-printable\n\n" "<p>a&lt;=D6=D0=CE=C4", "<中", "&lt;=D6=D0", true },
    {MULTI("mixed") PART("text/plain; charset=gbk") "\xD6\xD0\n" PART(
     "text/plain; charset=big5") "\xA4\xA4\xA4\xE5\n" END, "文", "\xA4\xE5",true },
};
/* clang-format on */

static void ways_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        dm_slice    mail = dm_slice_str(places[i].mail);
        dm_doc     *doc = load(mail, NULL);
        dm_slice    text;
        const char *p;
        dm_range    r;
        bool        exact;

        assert_non_null(doc);
        text = doc->text->text;
        p = memmem(text.ptr, text.len, places[i].part, strlen(places[i].part));
        if (p == NULL)
            fail_msg("row %zu: [%.*s]", i, (int)text.len, text.ptr);
        r.from = (size_t)(p - text.ptr);
        r.to = r.from + strlen(places[i].part);
        exact = dm_view_source(doc->text, r, &r);
        if (!dm_slice_eq(dm_slice_sub(mail, r.from, r.to),
                         dm_slice_str(places[i].want)) ||
            exact != places[i].exact)
            fail_msg("row %zu: [%.*s] %s", i, (int)(r.to - r.from),
                     mail.ptr + r.from, exact ? "exact" : "wide");
        dm_doc_free(doc);
    }
}

static void attached(void **state)
{
    static const struct {
        const char *head, *want;
    } rows[] = {
        {"Content-Type: image/png\n",                                           "image/png"     },
        {"Content-Type: application/pdf; name=\"a b.pdf\"\n",                   "a b.pdf"       },
        {"Content-Disposition: attachment; filename=x.txt\n",                   "x.txt"         },
        {"Content-Disposition: attachment; filename=\"=?gbk?B?1tA=?=.txt\"\n",
         "中.txt"                                                                              },
        {"Content-Disposition: attachment;\n filename*=UTF-8''%E4%B8%AD.txt\n",
         "中.txt"                                                                              },
        {"Content-Disposition: attachment; filename*0*=gbk''%D6; "
         "filename*1*=%D0;\n"
         " filename*2=.doc\n",                                         "中.doc"       },
        {"Content-Disposition: attachment; filename=\"a\\\"b;c\"\n",            "a\"b;c"        },
        {"Content-Type: message/rfc822\n",                                      "message/rfc822"},
        {"Content-Disposition: attachment\n",                                   "a part"        },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char     file[1000];
        int      n = snprintf(file, sizeof file,
                              MULTI("mixed") PART("text/plain") "t\n--b b\n%s\nx\n"
                                                                     "--b b\n%s\nx\n" END,
                              rows[i].head, rows[i].head);
        dm_slice bytes = {file, (size_t)n};
        dm_doc  *doc = load(bytes, NULL);
        char     want[200];
        dm_slice got;

        assert_non_null(doc);
        got = dm_doc_meta(doc, DM_S("attachment_names"));
        (void)snprintf(want, sizeof want, "%s, %s", rows[i].want, rows[i].want);
        if (!dm_slice_eq(got, dm_slice_str(want)))
            fail_msg("row %zu: [%.*s]", i, (int)got.len, got.ptr);
        assert_true(
            dm_slice_eq(dm_doc_meta(doc, DM_S("attachments")), DM_S("2")));
        assert_true(dm_slice_eq(doc->text->text, DM_S("t")));
        dm_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(telling),  cmocka_unit_test(heads),
        cmocka_unit_test(texts),    cmocka_unit_test(ways_back),
        cmocka_unit_test(attached),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
