/* test_mail_hostile.c - mails that are long, deep, locked, endless or broken.
 */
#include "mail_load.h"

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
        cmocka_unit_test(long_heads), cmocka_unit_test(deep),
        cmocka_unit_test(no_texts),   cmocka_unit_test(encrypted),
        cmocka_unit_test(hostile),    cmocka_unit_test(running_dry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
