/* test_read_mail.c - mail: what is one, its head, its text, and the way from
** the text back to the bytes of the file.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/mem.h"
#include "load/load.h"
#include "text/utf8.h"

#define HEAD "From: a@b.c\nDate: Tue, 3 Jan 2023 10:00:00 +0800\nTo: d@e.f\n"

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

static dm_doc *load(dm_slice bytes, dm_err *err)
{
    dm_load_options o = {.from = "mail"};

    return dm_load(DM_S("i"), DM_S(""), bytes, &o, err);
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

#define MULTI(kind) "Content-Type: multipart/" kind "; boundary=\"b b\"\n\n"
#define PART(type)  "--b b\nContent-Type: " type "\n\n"
#define END         "--b b--\nafter"

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

static bool warned(const dm_doc *doc, const char *what)
{
    for (size_t i = 0; i < doc->nwarnings; i++)
        if (memmem(doc->warnings[i].ptr, doc->warnings[i].len, what,
                   strlen(what)) != NULL)
            return true;
    return false;
}

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

/* However long the head is, the body is behind its empty line, and who looks
** only at the beginning knows a mail all the same. */
static void long_heads(void **state)
{
    static const size_t lengths[] = {1000,    1048400, 1048500, 1048576,
                                     1048577, 1049000, 3000000};

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        dm_buf  mail;
        size_t  head;
        dm_doc *doc;

        dm_buf_init(&mail, 1 << 24);
        dm_buf_str(&mail, HEAD "X-Long:");
        while (mail.len < lengths[i])
            dm_buf_str(&mail, mail.len % 77 == 0 ? " b\n c" : " a");
        dm_buf_str(&mail, "\nX-Other: y\n");
        head = mail.len;
        dm_buf_str(&mail, "\nbody\n");
        doc = dm_load(DM_S("i"), DM_S(""), dm_buf_view(&mail), NULL, NULL);
        assert_non_null(doc);
        assert_string_equal(doc->format, "mail");
        assert_true(dm_slice_eq(doc->text->text, DM_S("body\n")));
        assert_int_equal(warned(doc, "a head of the mail is over"),
                         head >= 1 << 20);
        dm_doc_free(doc);
        dm_buf_fini(&mail);
    }
}

static void deep(void **state)
{
    (void)state;
    for (int depth = 14; depth < 20; depth++) {
        dm_buf  mail;
        dm_doc *doc;

        dm_buf_init(&mail, 1 << 16);
        for (int i = 0; i < depth; i++)
            dm_buf_printf(&mail,
                          "Content-Type: multipart/mixed; boundary=b%d\n\n"
                          "--b%d\n",
                          i, i);
        dm_buf_str(&mail, "\ninnermost");
        doc = load(dm_buf_view(&mail), NULL);
        assert_non_null(doc);
        assert_int_equal(doc->text->text.len > 0, depth <= 16);
        assert_int_equal(warned(doc, "nests deeper than the limit of 16"),
                         depth > 16);
        dm_doc_free(doc);
        dm_buf_fini(&mail);
    }
}

/* A part that is no text is named. */
static void no_texts(void **state)
{
    dm_err err;

    (void)state;
    assert_null(load(DM_S(MULTI("mixed")
                              PART("text/plain") "one\n--b b\n"
                                                 "Content-Transfer-Encoding: "
                                                 "base64\n\nAQID!BAUG\n" END),
                     &err));
    assert_int_equal(err.code, DM_E_BINARY);
    assert_non_null(strstr(err.msg, "part 2 of the mail's text, at byte 124, "
                                    "whose base64 is broken: "));
}

static void encrypted(void **state)
{
    dm_err err;

    (void)state;
    assert_null(load(DM_S("Content-Type: multipart/encrypted; boundary=b\n\n"
                          "--b\nContent-Type: application/pgp-encrypted\n\n"
                          "Version: 1\n--b--\n"),
                     &err));
    assert_int_equal(err.code, DM_E_LOCKED);
}

/* Deep, wide and endless mails give a document or an error, soon. */
static void hostile(void **state)
{
    static const struct {
        const char *head, *again, *tail;
        size_t      times;
    } rows[] = {
        {"",                                                "A: b\n",                                             "\n",    300000},
        {"Subject: ",                                       "=?utf-8?Q?a",                                        "\n\nx", 100000},
        {"Subject: ",                                       "=?utf-8?Q?=41?= ",                                   "\n\nx", 100000},
        {"Subject: ",                                       "\xD6\xD0 ",                                          "\n\nx", 100000},
        {"Content-Type: x/y; ",                             "name*0=\"a; ",                                       "\n\nx", 100000},
        {"",                                                "Content-Type: multipart/mixed; boundary=a\n\n--a\n", "x",     50000 },
        {MULTI("mixed"),                                    "--b b\n\nx\n",                                       "",      50000 },
        {MULTI("alternative"),                              "--b b\nContent-Type: text/html\n\n\n",               "",
         50000                                                                                                                   },
        {MULTI("mixed"),                                    "--b bx\n",                                           "",      200000},
        {"Content-Transfer-Encoding: quoted-printable\n\n", "=\n = \t",                                           "",
         200000                                                                                                                  },
        {"Content-Transfer-Encoding: quoted-printable\n\n", "        ",                                           "x",
         200000                                                                                                                  },
        {"Content-Transfer-Encoding: base64\n\n",           "=A=",                                                "",      200000},
        {"Content-Transfer-Encoding: base64\n\n",           "YeS4reS4",                                           "",      200000},
        {"From a@b Tue Jan  3 10:00:00 2023\nA: b\n\n",     "\nFrom Mon Mon ",                                    "",
         100000                                                                                                                  },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_err  err = {.code = DM_OK};
        dm_buf  mail;
        dm_doc *doc;

        dm_buf_init(&mail, 1 << 24);
        dm_buf_str(&mail, rows[i].head);
        for (size_t k = 0; k < rows[i].times; k++)
            dm_buf_str(&mail, rows[i].again);
        dm_buf_str(&mail, rows[i].tail);
        doc = load(dm_buf_view(&mail), &err);
        if (doc == NULL && err.code == DM_OK)
            fail_msg("row %zu fails without a word", i);
        if (doc != NULL) {
            assert_int_equal(doc->text->map.src_len,
                             doc->decoded_view->text.len);
            assert_int_equal(doc->decoded_view->map.src_len, mail.len);
            dm_doc_free(doc);
        }
        dm_buf_fini(&mail);
    }
}

/* Every allocation may fail: no crash, no leak, an error that says so. */
static void running_dry(void **state)
{
    static const char mail[] = "Subject: =?gbk?B?1tA=?=\n" MULTI("mixed") PART(
        "text/html; charset=gbk") "<p>\xD6\xD0</p>\n--b b\n"
                                  "Content-Transfer-Encoding: base64\n"
                                  "Content-Type: text/plain\n\n5Lit\n--b "
                                  "b\nContent-Disposition: attachment\n\n" END;
    dm_doc *doc = NULL;

    (void)state;
    for (long n = 0; doc == NULL && n < 1000; n++) {
        dm_err err = {.code = DM_OK};

        dm_mem_fail_after(n);
        doc = load(DM_S(mail), &err);
        dm_mem_fail_after(-1);
        assert_true(doc != NULL || err.code == DM_E_MEMORY);
    }
    assert_non_null(doc);
    dm_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(telling),     cmocka_unit_test(heads),
        cmocka_unit_test(texts),       cmocka_unit_test(ways_back),
        cmocka_unit_test(attached),    cmocka_unit_test(encrypted),
        cmocka_unit_test(long_heads),  cmocka_unit_test(deep),
        cmocka_unit_test(no_texts),    cmocka_unit_test(hostile),
        cmocka_unit_test(running_dry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
