/* test_doc.c - views, blocks and notes of a document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "doc/doc.h"

static dm_doc *make(dm_slice bytes)
{
    dm_doc    *doc = dm_doc_new(DM_S("id"), DM_S("path"), bytes, NULL, NULL);
    dm_decoded decoded = {.text = bytes, .map = dm_align_identity(bytes.len)};

    assert_non_null(doc);
    assert_true(dm_doc_set_decoded(doc, &decoded, NULL));
    assert_true(dm_doc_set_text(doc, bytes, dm_align_identity(bytes.len),
                                "text", NULL));
    return doc;
}

static const struct {
    const char *asked, *name;
} names[] = {
    {"raw",                   "raw"                                 },
    {" decoded ",             "decoded"                             },
    {"text",                  "text"                                },
    {"",                      "text"                                },
    {"  ",                    "text"                                },
    {"lines",                 "lines"                               },
    {"text,lines",            "lines"                               },
    {" lines ,\twidth ",      "lines,width"                         },
    {"lines,width,nfc",       "lines,width,nfc"                     },
    {"clean",                 "clean"                               },
    {DM_CLEAN_STEPS,          "clean"                               },
    {"clean,width",           "clean,width"                         },
    {DM_CLEAN_STEPS ",width", "clean,width"                         },
    {"width,clean",           "width,lines,control,zero_width,space"},
    {"lines,control",         "lines,control"                       },
};

static void names_are_canonical(void **state)
{
    dm_doc *doc = make(DM_S("a\r\nb"));

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dm_slice       asked = dm_slice_str(names[i].asked);
        const dm_view *view = dm_doc_view(doc, asked, NULL);

        assert_non_null(view);
        assert_string_equal(view->name, names[i].name);
        assert_ptr_equal(view, dm_doc_view(doc, asked, NULL));
        assert_ptr_equal(view,
                         dm_doc_view(doc, dm_slice_str(names[i].name), NULL));
    }
    assert_ptr_equal(dm_doc_view(doc, DM_S("lines,width"), NULL)->parent,
                     dm_doc_view(doc, DM_S("lines"), NULL));
    assert_ptr_equal(dm_doc_view(doc, DM_S("lines"), NULL)->parent, doc->text);
    dm_doc_free(doc);
}

static const struct {
    const char *name, *help;
    dm_code     code;
} wrong[] = {
    {"liens",          "'lines'",       DM_E_UNKNOWN_STEP},
    {"lines,wdith",    "'width'",       DM_E_UNKNOWN_STEP},
    {"claen",          "'clean'",       DM_E_UNKNOWN_STEP},
    {"lines,text",     "",              DM_E_UNKNOWN_STEP},
    {"lines,,width",   "list of steps", DM_E_UNKNOWN_STEP},
    {"decoded,lines",  "",              DM_E_UNKNOWN_STEP},
    {"something else", "list of steps", DM_E_UNKNOWN_STEP},
};

static void wrong_names(void **state)
{
    dm_doc *doc = make(DM_S("a"));
    char    many[1024] = "";
    dm_err  err;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        err.code = DM_OK;
        assert_null(dm_doc_view(doc, dm_slice_str(wrong[i].name), &err));
        assert_int_equal(err.code, wrong[i].code);
        if (strstr(err.help, wrong[i].help) == NULL)
            fail_msg("%s: %s", wrong[i].name, err.help);
    }
    for (int i = 0; i < DM_VIEW_STEPS; i++)
        strcat(many, "nfc,");
    assert_non_null(dm_doc_view(doc, (dm_slice){many, strlen(many) - 1}, NULL));
    strcat(many, "nfc");
    assert_null(dm_doc_view(doc, dm_slice_str(many), &err));
    assert_int_equal(err.code, DM_E_SIZE);
    dm_doc_free(doc);
}

static void ranges_find_their_way(void **state)
{
    dm_doc        *doc = make(DM_S("a\r\nＢ  c\r\n"));
    const dm_view *a = dm_doc_view(doc, DM_S("lines,width"), NULL);
    const dm_view *b = dm_doc_view(doc, DM_S("lines,space"), NULL);
    const dm_view *c = dm_doc_view(doc, DM_S("space"), NULL);
    dm_range       r;
    bool           exact = false;

    (void)state;
    assert_true(dm_slice_eq(a->text, DM_S("a\nB  c\n")));
    assert_true(dm_view_source(a, (dm_range){2, 3}, &r));
    assert_int_equal(r.from, 3);
    assert_int_equal(r.to, 6);
    assert_true(dm_view_source(a, (dm_range){1, 2}, &r));
    assert_int_equal(r.from, 1);
    assert_int_equal(r.to, 3);
    assert_true(dm_view_convert(a, (dm_range){2, 3}, b, &r, &exact));
    assert_true(exact);
    assert_true(dm_slice_eq(dm_slice_sub(b->text, r.from, r.to), DM_S("Ｂ")));
    assert_true(dm_view_convert(a, (dm_range){5, 6}, c, &r, NULL));
    assert_true(dm_slice_eq(dm_slice_sub(c->text, r.from, r.to), DM_S("c")));
    assert_true(dm_view_convert(a, (dm_range){5, 6}, doc->raw, &r, NULL));
    assert_int_equal(r.from, 8);
    assert_true(dm_view_convert(doc->raw, (dm_range){8, 9}, a, &r, NULL));
    assert_int_equal(r.from, 5);
    assert_true(dm_view_source(a, (dm_range){90, 99}, &r)); /* cut */
    assert_int_equal(r.to, 11);
    assert_true(dm_view_convert(a, (dm_range){3, 3}, b, &r, NULL));
    assert_int_equal(r.from, r.to);
    dm_doc_free(doc);
}

static void what_is_gone_converts_to_nothing(void **state)
{
    dm_doc        *doc = make(DM_S("a\001\001b"));
    const dm_view *view = dm_doc_view(doc, DM_S("control"), NULL);
    dm_range       r;

    (void)state;
    assert_true(dm_slice_eq(view->text, DM_S("ab")));
    assert_false(dm_view_convert(doc->text, (dm_range){1, 3}, view, &r, NULL));
    assert_int_equal(r.from, 1);
    assert_int_equal(r.to, 1);
    assert_true(view->stage.edits > 0);
    dm_doc_free(doc);
}

static void code_points_are_counted(void **state)
{
    static const char *const units[] = {"a", "é", "中", "𠀀", "a中"};
    static char              text[9000];

    (void)state;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        size_t  len = strlen(units[u]);
        size_t  n = 0;
        size_t  count = 0;
        dm_doc *doc;

        for (; n + len < sizeof text; n += len)
            memcpy(text + n, units[u], len);
        doc = make((dm_slice){text, n});
        for (size_t at = 0; at <= n; at++) {
            if (at < n && ((unsigned char)text[at] & 0xC0) == 0x80)
                continue;
            assert_int_equal(dm_view_codepoints(doc->text, at), count);
            count++;
        }
        assert_int_equal(dm_view_codepoints(doc->text, n + 99), count - 1);
        assert_int_equal(dm_view_codepoints(doc->raw, 7), 7);
        dm_doc_free(doc);
    }
}

static void lines_are_indexed_once(void **state)
{
    dm_doc         *doc = make(DM_S("a\nb\nc"));
    const dm_lines *lines = dm_view_lines(doc->text);

    (void)state;
    assert_int_equal(lines->n, 3);
    assert_ptr_equal(lines, dm_view_lines(doc->text));
    dm_doc_free(doc);
}

static dm_block block(dm_block_kind kind, size_t from, size_t to, dm_id parent)
{
    dm_block out = {
        .kind = kind, .range = {from, to},
             .parent = parent
    };

    return out;
}

static void blocks_are_found(void **state)
{
    static const struct {
        size_t from, to;
        dm_id  block, section;
    } rows[] = {
        {0,  1,  DM_NOID, DM_NOID},
        {1,  3,  0,       0      },
        {4,  4,  2,       0      },
        {4,  6,  1,       0      },
        {5,  8,  3,       0      },
        {7,  8,  4,       0      },
        {5,  6,  3,       0      },
        {4,  9,  1,       0      },
        {3,  6,  DM_NOID, 0      },
        {9,  10, DM_NOID, 0      },
        {12, 13, 5,       5      },
        {50, 60, DM_NOID, 5      },
    };
    dm_doc  *doc = make(DM_S("0123456789012345"));
    dm_block list[] = {
        block(DM_HEADING, 1, 4, DM_NOID), block(DM_QUOTE, 4, 9, DM_NOID),
        block(DM_PARAGRAPH, 4, 5, 1),     block(DM_LIST_ITEM, 5, 9, 1),
        block(DM_PARAGRAPH, 7, 9, 3),     block(DM_HEADING, 11, 14, DM_NOID),
    };
    dm_block bad[] = {
        block(DM_PARAGRAPH, 10, 11, DM_NOID), /* before the last */
        block(DM_PARAGRAPH, 14, 17, DM_NOID), /* past the text */
        block(DM_PARAGRAPH, 14, 13, DM_NOID), /* backwards */
        block(DM_PARAGRAPH, 14, 15, 3),       /* outside of its parent */
        block(DM_PARAGRAPH, 14, 15, 99),      /* no such parent */
    };
    dm_err err;
    dm_id  id = 99;

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        assert_true(dm_doc_add_block(doc, &list[i], &id, NULL));
        assert_int_equal(id, i);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(dm_doc_add_block(doc, &bad[i], NULL, &err));
        assert_int_equal(err.code, DM_E_INTERNAL);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_range r = {rows[i].from, rows[i].to};

        if (dm_doc_block_at(doc, r) != rows[i].block ||
            dm_doc_section_at(doc, r.from) != rows[i].section)
            fail_msg("%zu-%zu: block %u, section %u", r.from, r.to,
                     dm_doc_block_at(doc, r), dm_doc_section_at(doc, r.from));
    }
    dm_doc_free(doc);
}

static int made;

static bool maker(dm_doc *doc, dm_err *err)
{
    dm_block b = block(DM_HEADING, 0, 1, DM_NOID);

    made++;
    return dm_doc_add_block(doc, &b, NULL, err) &&
           (made > 1 || dm_fail(err, DM_E_MEMORY, "the first time"));
}

static void blocks_may_come_later(void **state)
{
    dm_doc   *doc = make(DM_S("abc"));
    dm_blocks all;
    dm_err    err;

    (void)state;
    dm_doc_blocks_later(doc, maker);
    assert_int_equal(made, 0);
    assert_false(dm_doc_blocks(doc, &all, &err));
    assert_int_equal(err.code, DM_E_MEMORY);
    assert_int_equal(dm_doc_section_at(doc, 2), 0);
    assert_true(dm_doc_blocks(doc, &all, NULL));
    assert_int_equal(all.n, 1);
    assert_int_equal(made, 2);
    dm_doc_free(doc);
}

static void notes_are_copied_and_end(void **state)
{
    char       key[] = "key";
    dm_feature feature = {
        DM_LIT("reading"), {key, 3}
    };
    dm_doc       *doc = make(DM_S("abc"));
    dm_annotation a = {
        doc->text, {0,   1},
         {key, 3},
         &feature, 1
    };
    dm_err err;

    (void)state;
    for (int i = 0; i < 100; i++) {
        assert_true(dm_doc_annotate(doc, &a, NULL));
        assert_true(dm_doc_drop(doc, doc->text, a.range, a.type, NULL));
        assert_true(dm_doc_add_link(doc, a.range, a.type, NULL));
    }
    assert_true(dm_doc_add_meta(doc, a.type, a.type, NULL));
    memset(key, 'x', 3);
    assert_int_equal(doc->nannotations, 100);
    assert_true(dm_slice_eq(doc->annotations[99].type, DM_S("key")));
    assert_true(
        dm_slice_eq(doc->annotations[99].features[0].value, DM_S("key")));
    assert_true(dm_slice_eq(doc->drops[99].reason, DM_S("key")));
    assert_true(dm_slice_eq(doc->links[99].href, DM_S("key")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("key")), DM_S("key")));
    for (int i = 1; i < DM_MAX_META; i++)
        assert_true(dm_doc_add_meta(doc, a.type, a.type, NULL));
    assert_false(dm_doc_add_meta(doc, a.type, a.type, &err));
    assert_int_equal(err.code, DM_E_TRUNCATED);
    for (int i = 0; i < DM_MAX_WARNINGS + 10; i++)
        assert_true(dm_doc_warn(doc, NULL, "%d", i));
    assert_int_equal(doc->nwarnings, DM_MAX_WARNINGS);
    assert_true(dm_slice_eq(doc->warnings[7], DM_S("7")));
    assert_true(dm_slice_starts(doc->warnings[DM_MAX_WARNINGS - 1],
                                DM_S("there were more")));
    dm_doc_free(doc);
}

static void limits_that_are_0_are_the_usual(void **state)
{
    dm_limits given = {.max_text = SIZE_MAX};
    dm_doc   *doc = dm_doc_new(DM_S(""), DM_S(""), DM_S(""), &given, NULL);

    (void)state;
    assert_int_equal(doc->limits.max_depth, dm_limits_default().max_depth);
    assert_int_equal(doc->limits.max_text, UINT32_MAX);
    dm_doc_free(doc);
    dm_doc_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_canonical),
        cmocka_unit_test(wrong_names),
        cmocka_unit_test(ranges_find_their_way),
        cmocka_unit_test(what_is_gone_converts_to_nothing),
        cmocka_unit_test(code_points_are_counted),
        cmocka_unit_test(lines_are_indexed_once),
        cmocka_unit_test(blocks_are_found),
        cmocka_unit_test(blocks_may_come_later),
        cmocka_unit_test(notes_are_copied_and_end),
        cmocka_unit_test(limits_that_are_0_are_the_usual),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
