/* test_declared.c - where a document names its charset: all places, in order,
** and what only looks like one.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/declared.h"
#include "text/detect.h"

/* `want`: the names found, a bar behind each. */
static const struct {
    const char *text, *want;
} rows[] = {
    {"",                                                        ""         },
    {"no <b>charset=gbk</b>",                                   ""         },
    {"<meta charset=gbk>",                                      "gbk|"     },
    {"<META CHARSET = \"Big5\" />",                             "Big5|"    },
    {"<meta charset='utf-8'/>",                                 "utf-8|"   },
    {"<meta http-equiv=Content-Type content=\"text/html; "
     "charset=gb2312\">",                                  "gb2312|"  },
    {"<meta content='text/html;charset=\"x-sjis\"'>",           "x-sjis|"  },
    {"<meta name=\"charset-of\" content=x charset=koi8-r>",     "koi8-r|"  },
    {"<meta charset=>",                                         ""         },
    {"<meta charset=a><p><meta\ncharset=b>",                    "a|b|"     },
    {"<?xml version='1.0' encoding='GBK'?><meta charset=big5>", "GBK|big5|"},
    {"\xEF\xBB\xBF \n<?xml encoding=\"UTF-8\"?>",               "UTF-8|"   },
    {"<?xml version=\"1.0\"?><meta charset=b>",                 "b|"       },
    {"x<?xml encoding='a'?>",                                   ""         },
    {"<?xml version='1.0' <meta charset=b>",                    "b|"       },
    {"@charset \"gb2312\"; p {}",                               "gb2312|"  },
    {" @charset \"gb2312\";",                                   ""         },
    {"@charset 'gb2312';",                                      ""         },
    {"@charset \"gb2312",                                       ""         },
    {"<!-- <meta charset=a> --><meta charset=b>",               "b|"       },
    {"<!--><meta charset=b>",                                   "b|"       },
    {"<!-- <meta charset=b>",                                   ""         },
    {"<script>'<meta charset=a>'</script><meta charset=b>",     "b|"       },
    {"<style>/*<meta charset=a>*/</style><meta charset=b>",     "b|"       },
    {"<meta charset=b",                                         "b|"       },
    {"<meta<meta<meta charset",                                 ""         },
};

static void all_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice    text = dm_slice_str(rows[i].text);
        const char *where;
        dm_slice    first = dm_detect_declared(text, &where);
        dm_range    name;
        size_t      at = 0;
        dm_buf      got;

        dm_buf_init(&got, 1000);
        while (dm_declared_next(text, &at, &name)) {
            dm_buf_slice(&got, dm_slice_sub(text, name.from, name.to));
            dm_buf_char(&got, '|');
            assert_true(at >= name.to);
        }
        if (!dm_slice_eq(dm_buf_view(&got), dm_slice_str(rows[i].want)))
            fail_msg("row %zu: %.*s", i, (int)got.len, got.ptr);
        assert_int_equal(first.len, strcspn(rows[i].want, "|"));
        assert_memory_equal(first.ptr, first.len > 0 ? rows[i].want : first.ptr,
                            first.len);
        dm_buf_fini(&got);
    }
}

/* Detection looks at 4 KB, write-back at 64 KB, nobody at more. */
static void far_away(void **state)
{
    static const struct {
        size_t blanks;
        bool   detected, written;
    } cases[] = {
        {4000,  true,  true },
        {5000,  false, true },
        {70000, false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *where;
        dm_range    name;
        size_t      at = 0;
        dm_buf      text;

        dm_buf_init(&text, 100000);
        while (text.len < cases[i].blanks)
            dm_buf_char(&text, ' ');
        dm_buf_str(&text, "<meta charset=gbk>");
        assert_int_equal(dm_detect_declared(dm_buf_view(&text), &where).len > 0,
                         cases[i].detected);
        assert_int_equal(dm_declared_next(dm_buf_view(&text), &at, &name),
                         cases[i].written);
        dm_buf_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_places),
        cmocka_unit_test(far_away),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
