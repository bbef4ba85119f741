/* test_chunk.c - what lines of Lua leave open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <string.h>

#include "desk/chunk.h"

static const struct {
    const char *lines, *open; /* of each line: '+' open, '.' not */
} rows[] = {
    {"x = {\n1,\n}",                        "++."  },
    {"f(\n'a'\n)",                          "++."  },
    {"t[\n1]",                              "+."   },
    {"for i = 1, 2 do\nprint(i)\nend",      "++."  },
    {"while x do\nend",                     "+."   },
    {"if a then\nelseif b then\nelse\nend", "+++." },
    {"repeat\nlocal x = f()\nuntil x",      "++."  },
    {"function f()\nreturn 1 end",          "+."   },
    {"= function()\nend",                   "+."   },
    {"ended = undo",                        "."    },
    {"x = [[\nend ]\n{ ]=]\n]]",            "+++." },
    {"x = [=[ ]]\n]=] {\n}",                "++."  },
    {"a[b[1]]",                             "."    },
    {"--[[ {\n(\n]]\n{ -- }\n}",            "++.+."},
    {"-- [[ {",                             "."    },
    {"--[ {",                               "."    },
    {"x = '{' .. \"(\" .. '\\'{'",          "."    },
    {"x = 'a\\\n{'\n{",                     "+.+"  },
    {"x = 'a\\z\n\n   \n  {' {",            "++++" },
    {"x = '{",                              "."    }, /* an error */
    {"x = '\\\n\n{",                        "+.+"  }, /* another one */
    {"x = )",                               "."    },
    {"x =\n1",                              ".."   }, /* only a compiler knows */
};

static void opens(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_chunk    chunk = {0};
        const char *line = rows[i].lines;

        for (const char *mark = rows[i].open; *mark != '\0'; mark++) {
            size_t n = strcspn(line, "\n");

            dm_chunk_line(&chunk, (dm_slice){line, n});
            if (dm_chunk_open(&chunk) != (*mark == '+'))
                fail_msg("%s: line %zu", rows[i].lines,
                         (size_t)(mark - rows[i].open) + 1);
            line += n + (line[n] == '\n');
        }
        assert_int_equal(*line, '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(opens)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
