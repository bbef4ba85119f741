/* test_archive.c - members are found and unpacked, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "load/archive.h"
#include "load/xml.h"
#include "zipped.h"

static const char *const plain[] = {"a.txt",   "text of a", "b/c.txt", "",
                                    "中/文.x", "名",        NULL};

static void members(void **state)
{
    dm_slice    zip = zipped(plain, NULL);
    dm_archive *a = dm_archive_open(zip, 1000, NULL);
    dm_arena    arena;
    dm_slice    out;

    (void)state;
    assert_non_null(a);
    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_archive_take(a, DM_S("a.txt"), &arena, &out, NULL));
    assert_true(dm_slice_eq(out, DM_S("text of a")));
    assert_true(dm_archive_take(a, DM_S("b/c.txt"), &arena, &out, NULL));
    assert_int_equal(out.len, 0);
    assert_true(dm_archive_take(a, DM_S("中/文.x"), &arena, &out, NULL));
    assert_true(dm_slice_eq(out, DM_S("名")));
    assert_false(dm_archive_take(a, DM_S("a.tx"), &arena, &out, NULL));
    assert_true(dm_archive_has(a, DM_S("b/")));
    assert_false(dm_archive_has(a, DM_S("c/")));
    dm_arena_fini(&arena);
    dm_archive_close(a);
    unzipped(zip);
}

static void names_resolve(void **state)
{
    static const struct {
        const char *base, *target, *want;
    } rows[] = {
        {"",                  "word/a.xml",       "word/a.xml"     },
        {"word/document.xml", "styles.xml",       "word/styles.xml"},
        {"word/document.xml", "/docProps/x.xml",  "docProps/x.xml" },
        {"word/document.xml", "../customXml/1",   "customXml/1"    },
        {"a/b/c",             "../../../../d",    "d"              },
        {"",                  "../../etc/passwd", "etc/passwd"     },
        {"",                  "/etc/passwd",      "etc/passwd"     },
        {"",                  "c:\\x\\y",         "c:/x/y"         },
        {"a/b",               "././/c/../d",      "a/d"            },
        {"a/b",               "",                 "a"              },
        {"",                  "..",               ""               },
    };
    dm_arena arena;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice got = dm_member_resolve(&arena, dm_slice_str(rows[i].base),
                                         dm_slice_str(rows[i].target));

        assert_string_equal(got.ptr, rows[i].want);
    }
    dm_arena_fini(&arena);
}

/* ---- what must not be let in ---- */

static char big[9 << 20];

static void add_bomb(zip_t *zip)
{
    zipped_add(zip, "bomb", (dm_slice){big, sizeof big}, ZIP_CM_DEFLATE);
}

static void add_stored(zip_t *zip)
{
    zipped_add(zip, "bomb", (dm_slice){big, sizeof big}, ZIP_CM_STORE);
}

static void add_secret(zip_t *zip)
{
    zipped_add(zip, "bomb", DM_S("secret text"), ZIP_CM_DEFLATE);
    assert_int_equal(zip_file_set_encryption(
                         zip, (zip_uint64_t)zip_name_locate(zip, "bomb", 0),
                         ZIP_EM_AES_256, "word"),
                     0);
}

static void refused(void **state)
{
    static const struct {
        zipped_more *add;
        size_t       max;
        dm_code      code;
    } rows[] = {
        {add_bomb,   SIZE_MAX,   DM_E_BOMB  }, /* by its ratio */
        {add_stored, SIZE_MAX,   DM_OK      },
        {add_stored, sizeof big, DM_OK      },
        {add_stored, 1000000,    DM_E_BOMB  }, /* by the sum */
        {add_secret, SIZE_MAX,   DM_E_LOCKED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice    zip = zipped(plain, rows[i].add);
        dm_archive *a = dm_archive_open(zip, rows[i].max, NULL);
        dm_arena    arena;
        dm_slice    out;
        dm_err      err = {.code = DM_OK};

        assert_non_null(a);
        dm_arena_init(&arena, (size_t)64 << 20);
        assert_int_equal(dm_archive_take(a, DM_S("bomb"), &arena, &out, &err),
                         rows[i].code == DM_OK);
        assert_int_equal(err.code, rows[i].code);
        dm_arena_fini(&arena);
        dm_archive_close(a);
        unzipped(zip);
    }
}

/* Twice the same name, one of them by way of a detour. */
static void add_twin(zip_t *zip)
{
    zipped_add(zip, "b/../a.txt", DM_S("another"), ZIP_CM_DEFLATE);
}

static void twins(void **state)
{
    dm_slice zip = zipped(plain, add_twin);
    dm_err   err;

    (void)state;
    assert_null(dm_archive_open(zip, 1000, &err));
    assert_int_equal(err.code, DM_E_PARSE);
    assert_non_null(strstr(err.msg, "a.txt"));
    unzipped(zip);
}

/* Cut at every byte, and with every byte changed: it is refused, or what it
** gives is what was packed, or the checksum says that it is not. */
static void damaged(void **state)
{
    dm_slice zip = zipped(plain, NULL);
    char    *copy = malloc(zip.len);
    size_t   whole = 0;

    (void)state;
    for (size_t i = 0; i < zip.len; i++)
        assert_null(dm_archive_open((dm_slice){zip.ptr, i}, 1000, NULL));
    for (size_t i = 0; i < zip.len; i++) {
        dm_archive *a;
        dm_arena    arena;
        dm_slice    out;

        memcpy(copy, zip.ptr, zip.len);
        copy[i] = (char)(copy[i] ^ 0x41);
        a = dm_archive_open((dm_slice){copy, zip.len}, 1000, NULL);
        dm_arena_init(&arena, 1 << 20);
        if (a != NULL &&
            dm_archive_take(a, DM_S("a.txt"), &arena, &out, NULL)) {
            assert_true(dm_slice_eq(out, DM_S("text of a")));
            whole++;
        }
        dm_arena_fini(&arena);
        dm_archive_close(a);
    }
    assert_true(whole > 0 && whole < zip.len);
    free(copy);
    unzipped(zip);
}

/* ---- XML ---- */

typedef struct seen {
    dm_slice src;
    dm_buf   log;
    size_t   at; /* where the last event ended */
} seen;

static bool on_open(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    seen    *s = ud;
    dm_slice v = dm_xml_attr(tag, "w:val");

    (void)err;
    assert_true(tag->range.from >= s->at);
    assert_int_equal(s->src.ptr[tag->range.from], '<');
    assert_int_equal(s->src.ptr[tag->range.to - 1], '>');
    s->at = tag->range.to;
    dm_buf_printf(&s->log, "<%s", tag->name);
    if (v.ptr != NULL)
        dm_buf_printf(&s->log, "=%.*s", (int)v.len, v.ptr);
    dm_buf_char(&s->log, '>');
    return true;
}

static bool on_close(void *ud, const char *name, dm_err *err)
{
    seen *s = ud;

    (void)err;
    dm_buf_printf(&s->log, "</%s>", name);
    return true;
}

/* Equal bytes, or one reference, or one line end. */
static bool on_text(void *ud, dm_range r, dm_slice text, dm_err *err)
{
    seen    *s = ud;
    dm_slice bytes = dm_slice_sub(s->src, r.from, r.to);

    (void)err;
    assert_true(r.from >= s->at && r.to > r.from);
    s->at = r.to;
    if (!dm_slice_eq(bytes, text))
        assert_true(bytes.ptr[0] == '\r' ||
                    (bytes.ptr[0] == '&' && bytes.ptr[bytes.len - 1] == ';'));
    dm_buf_slice(&s->log, text);
    return true;
}

#define W                                                                      \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

static const struct {
    const char *xml, *log; /* NULL: it is refused, … */
    dm_code     code;      /* … like this */
} documents[] = {
    {"<a>x</a>",                                                                 "<a>x</a>",                   DM_OK     },
    {"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\n<!-- c > -->\n<a/>\n",
     "<a></a>",                                                                                                DM_OK     },
    {"<q:p " W " xmlns:q='http://purl.oclc.org/ooxml/wordprocessingml/main' "
     "q:val='1>2 &amp; \"3\"'/>",                                           "<w:p=1>2 & \"3\"></w:p>",    DM_OK     },
    {"<a><b/><b></b></a>",                                                       "<a><b></b><b></b></a>",      DM_OK     },
    {"<a>中&lt;&#20013;&#x4e2d;&amp;文\r\n\rz</a>",                            "<a>中<中中&文\n\nz</a>",
     DM_OK                                                                                                               },
    {"<a>1<![CDATA[<b>&amp;\r\n]]>2<![CDATA[]]>3</a>",                           "<a>1<b>&amp;\n23</a>",
     DM_OK                                                                                                               },
    {"<a>1<!-- <b> --><?p >?>2</a>",                                             "<a>12</a>",                  DM_OK     },
    {"<a xmlns='urn:x'><b/></a>",                                                "<?:a><?:b></?:b></?:a>",     DM_OK     },
    {"<a>",                                                                      NULL,                         DM_E_PARSE},
    {"<a></b>",                                                                  NULL,                         DM_E_PARSE},
    {"<a>&nbsp;</a>",                                                            NULL,                         DM_E_PARSE},
    {"<a/><b/>",                                                                 NULL,                         DM_E_PARSE},
    {"",                                                                         NULL,                         DM_E_PARSE},
    {"<a b='1' b='2'/>",                                                         NULL,                         DM_E_PARSE},
    {"<!DOCTYPE a><a/>",                                                         NULL,                         DM_E_PARSE},
    {"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",                             NULL,                         DM_E_PARSE},
    {"<!DOCTYPE a [<!ENTITY x 'y'><!ENTITY y '&x;&x;'>]><a>&y;</a>",             NULL,
     DM_E_PARSE                                                                                                          },
    {"<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>",             NULL,
     DM_E_DEPTH                                                                                                          },
};

static void xml(void **state)
{
    static const dm_xml_handler handler = {on_open, on_close, on_text};

    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        dm_slice     src = dm_slice_str(documents[i].xml);
        dm_xml_input in = {
            src, {0, src.len},
             "x.xml", 8
        };
        seen   s = {.src = src};
        dm_err err = {.code = DM_OK};
        bool   ok;

        dm_buf_init(&s.log, 1 << 16);
        ok = dm_xml_read(&in, &handler, &s, &err);
        dm_buf_char(&s.log, '\0');
        if (ok != (documents[i].log != NULL))
            fail_msg("%s: %s", documents[i].xml, ok ? "taken" : err.msg);
        assert_int_equal(err.code, documents[i].code);
        if (ok)
            assert_string_equal(s.log.ptr, documents[i].log);
        dm_buf_fini(&s.log);
    }
}

/* Long text is reported in pieces, wide elements are refused at once. */
static void large_xml(void **state)
{
    static const dm_xml_handler handler = {on_open, on_close, on_text};
    dm_buf                      b;
    seen                        s;
    dm_xml_input                in;
    dm_err                      err;

    (void)state;
    dm_buf_init(&b, 1 << 26);
    dm_buf_str(&b, "<a>");
    for (int i = 0; i < 300000; i++)
        dm_buf_str(&b, i % 7 == 0 ? "&lt;\r\n" : "中文 text ");
    dm_buf_str(&b, "</a>");
    s = (seen){.src = dm_buf_view(&b)};
    dm_buf_init(&s.log, 1 << 26);
    in = (dm_xml_input){
        s.src, {0, s.src.len},
         "x.xml", 8
    };
    assert_true(dm_xml_read(&in, &handler, &s, &err));
    assert_int_equal(s.log.len, 3 + 42858 * 2 + 257142 * 12 + 4);
    dm_buf_clear(&b);
    dm_buf_str(&b, "<a ");
    for (int i = 0; i < 300000; i++)
        dm_buf_printf(&b, "x%d='' ", i);
    dm_buf_str(&b, "/>");
    in.src = dm_buf_view(&b);
    in.part.to = in.src.len;
    assert_false(dm_xml_read(&in, &handler, &s, &err));
    assert_int_equal(err.code, DM_E_PARSE);
    dm_buf_fini(&s.log);
    dm_buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members),   cmocka_unit_test(names_resolve),
        cmocka_unit_test(refused),   cmocka_unit_test(twins),
        cmocka_unit_test(damaged),   cmocka_unit_test(xml),
        cmocka_unit_test(large_xml),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
