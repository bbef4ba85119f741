/* test_markdown_emptied.c - marks that an edit leaves nothing between go with
** what was there: "****" would be text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "load/markup_markdown.h"

/* "x" is taken out of `source`, or `text` is put in its place; `want` is what
** is left when all that is told beside it is done. */
static const struct {
    const char *source, *text, *want;
} rows[] = {
    {"a **x** b",           "",  "a  b"              },
    {"a *x* b",             "",  "a  b"              },
    {"a __x__ b",           "",  "a  b"              },
    {"a ***x*** b",         "",  "a  b"              },
    {"a **_x_** b",         "",  "a  b"              },
    {"a **`x`** b",         "",  "a  b"              },
    {"a ~~x~~ b",           "",  "a  b"              },
    {"a ``x`` b",           "",  "a  b"              },
    {"**x**",               "",  ""                  },
    {"- **x**: c",          "",  "- : c"             },
 /* what is no pair, or keeps something, stays */
    {"a \\*x\\* b",         "",  "a \\*\\* b"        },
    {"a *x_ b",             "",  "a *_ b"            },
    {"a **yx** b",          "",  "a **y** b"         },
    {"```\nq **x** b\n```", "",  "```\nq **** b\n```"},
    {"a **x** b",           "z", "a **z** b"         },
};

static size_t apply(char *out, const char *source, const char *text)
{
    const dm_markup *m = &dm_markup_markdown;
    dm_slice         src = dm_slice_str(source);
    size_t           at = (size_t)(strchr(source, 'x') - source);
    dm_range         x = {at, at + 1};
    dm_range         more = {0, 0};
    dm_slice         with = {NULL, 0};
    bool             gone[64] = {false};
    size_t           told = 0;
    size_t           n = 0;

    for (; told < DM_MOST_BESIDES &&
           m->besides(src, x, dm_slice_str(text), &more, &with);
         told++) {
        assert_int_equal(with.len, 0);
        assert_true(more.to <= x.from || more.from >= x.to);
        memset(gone + more.from, 1, more.to - more.from);
    }
    for (size_t i = 0; i < src.len; i++) {
        if (i == at)
            n += (size_t)sprintf(out + n, "%s", text);
        else if (!gone[i])
            out[n++] = source[i];
    }
    out[n] = '\0';
    return told;
}

static void emptied(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[64];

        apply(out, rows[i].source, rows[i].text);
        assert_string_equal(out, rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(emptied)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
