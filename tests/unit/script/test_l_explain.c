/* test_l_explain.c - regex:explain and match:explain through Lua, and every
** allocation on the way failing in its turn.
*/
#include "base/mem.h"
#include "rig.h"

static const rig_row rows[] = {
    {"the failing item",      PLAIN,
     "local e = re'(?<y>\\\\d{4})年(\\\\d+)日':explain(doc:view'text')[1] "
     "return e.item, e.from, e.to, e.what, e.saw:sub(1, 3), e.done, "
     "e.progress, e.span, e.at",                                                     "日|20|22|the character 日|月|(?<y>\\d{4})年(\\d+)|8|"
     "2023年1@22-29|月@30-32"                                                                                      },
    {"why",                   PLAIN,
     "return re'(?<y>\\\\d{4})年(\\\\d+)日':explain(doc:view'text')[1].why",       "expected the character 日 or another digit, but here is \"月\"; \\d+ "
     "took \"1\""                                                      },
    {"a span",                PLAIN,
     "local e = re'^第(\\\\d)条':explain(doc:lines()[3]) return #e, "
     "e[1].at, e[1].at.view.name, #re'一':explain(doc:lines()[1])",                 "1|一@12-14|text|1"                                            },
    {"edges of a span",       PLAIN,
     "local v = doc:view'text' local e = re'施行$':explain(v:find'施行。') "
     "return e[1].item, e[1].at, #re'施行$':explain(v:find'施行')",              "$|。@46-48|0"                                                 },
    {"the end",               PLAIN,
     "local v = doc:view'text' local e = re'施行了':explain(v:find'施行')[1] "
     "return e.item, e.saw, e.at, e.why",                                            "了||@46-45|expected the character 了, but the text ends here"},
    {"the limit",             PLAIN,
     "local v, rx = doc:view'text', re'[A-Z]\\\\w*#' "
     "return #rx:explain(v), #rx:explain(v, {limit = 1}), "
     "#rx:explain(v, {limit = 64}), #rx:explain(v, {})",                             "3|1|6|3"                                                       },
    {"a tail",                PLAIN,
     "local e = re'^施行':explain(doc:view'text')[1] "
     "return e.tail, e.item, e.span, e.share > 0.9, e.nowhere",                      "true|^|施行@40-45|true|nil"                                  },
    {"nothing",               PLAIN,
     "local e = re'发布':explain(doc:view'text') "
     "return #e, e[1].nowhere, e[1].why, e.cut",                                     "1|true|the first item 发 occurs nowhere here|nil"             },
    {"a match is no miss",    PLAIN,
     "return #re'施行':explain(doc:view'text'), "
     "#re'.*':explain(doc:view'text')",                                              "0|0"                                                           },
    {"the same again",        PLAIN,
     "local rx, t = re'海定', {} for i = 1, 3 do "
     "t[i] = rx:explain(doc:lines()[i])[1].item end return t",                       "{海, 海, 定}"                                               },
    {"the raw view",          GB,
     "local e = re'2023\\\\w':explain(doc:view'raw')[1] "
     "return e.item, #e.at, e.at.first, e.saw:sub(1, 3), #e.span",                   "\\w|1|11|\uFFFD|4"                                             },
    {"not on a string",       PLAIN, "re'a':explain('b')",
     "~View or Span expected, got string"                                                                                                            },
    {"without a subject",     PLAIN, "re'a':explain()",                              "~View or Span expected"                                        },
    {"an unknown option",     PLAIN, "re'a':explain(doc:view'text', {limt = 1})",
     "~explain has no option 'limt'; did you mean 'limit'?"                                                                                          },
    {"a list as options",     PLAIN, "re'a':explain(doc:view'text', {3})",
     "~explain has no option"                                                                                                                        },
    {"a limit of none",       PLAIN, "re'a':explain(doc:view'text', {limit = 0})",
     "~limit must be 1 to 64"                                                                                                                        },
    {"a limit of words",      PLAIN, "re'a':explain(doc:view'text', {limit = 'x'})",
     "~limit must be a whole number"                                                                                                                 },
    {"options that are none", PLAIN, "re'a':explain(doc:view'text', 3)",
     "~table expected"                                                                                                                               },
    {"what a match took",     PLAIN,
     "local t = {} for i, e in "
     "ipairs(doc:view'text':find'(\\\\d{4})年(?:\\\\d|x)+':explain()) do "
     "t[i] = e.item .. '=' .. e.span .. '=' .. e.what end return t",                 "{\\d{4}=2023=4 digits, 年=年=the character 年, (?:\\d|x)+=1=one of \\d "
     "| x}"                                                                      },
    {"its places",            PLAIN,
     "local e = doc:view'text':find'年(\\\\d)':explain() "
     "return #e, e[1].span, e[1].from, e[1].to, e[2].span, e[2].from",               "2|年@26-28|1|3|1@29-29|5"                                     },
    {"a match in a span",     PLAIN,
     "local e = doc:view'text':find'施行。':find'^施行':explain() "
     "return #e, e[2].item, e[2].span",                                              "3|施|施@40-42"                                               },
    {"a match before an end", PLAIN,
     "local e = doc:view'text':find'施行。':find'^施行。$':explain() "
     "return #e, e[4].item, e[5].item",                                              "5|。|$"                                                       },
    {"a match of a set",      PLAIN,
     "local m = re.set{'x', '施(行)'}:gmatch(doc:view'text')() "
     "return m:explain()[2].span",                                                   "行@43-45"                                                     },
    {"a phrase",              PLAIN,
     "return doc:view'text':find(d.phrases{'施行'}):explain()",                    "nil"                                                           },
    {"a plain span",          PLAIN, "return doc:lines()[1]:explain()",              "nil"                                                           },
};

static void test_rows(void **state)
{
    rig_rows(*state, rows, LEN(rows));
}

static const char work[] =
    "local v = doc:view'text' "
    "local e = re'(?<y>\\\\d{4})年(?:\\\\d+|x)日':explain(v) "
    "local t = re'^施行':explain(v)[1].why "
    "local m = v:find'(海)(?:淀|定)':explain() "
    "return #e, #t > 0, #m";

static void test_memory(void **state)
{
    bool done = false;
    long n = 0;

    (void)state;
    for (; !done && n < 5000; n++) {
        const char *got;
        static rig  r;

        rig_open(&r);
        dm_mem_fail_after(n);
        got = rig_run(&r, PLAIN, work);
        dm_mem_fail_after(-1);
        done = strcmp(got, "3|true|2") == 0;
        assert_true(done || strncmp(got, "error: ", 7) == 0);
        rig_close(&r);
    }
    assert_true(done && n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rows, rig_setup, rig_teardown),
        cmocka_unit_test(test_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
