/* test_hits.c - two reports, and what the comparison tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "desk/hits.h"
#include "emit/json_read.h"

/* A report is written as "rule from text[=value]; …" and record members as
** "@name value". */
typedef struct row {
    const char *was, *now;
    bool        moved;
    const char *told; /* kind, rule, from: "+a5 -b7 ~a2 ~@x" */
} row;

static const row rows[] = {
    {"",                      "",                    false, ""               },
    {"",                      "a 1 x",               false, "+a1"            },
    {"a 1 x",                 "",                    false, "-a1"            },
    {"a 1 x; b 2 y",          "a 1 x; b 2 y",        false, ""               },
    {"a 1 x",                 "a 1 x=5",             false, "~a1"            },
    {"a 1 x=5",               "a 1 x=6",             true,  "~a1"            },
    {"a 1 x",                 "b 1 x",               false, "+b1 -a1"        },
 /* another text at the place is another hit */
    {"a 1 x",                 "a 1 xy",              false, "-a1 +a1"        },
 /* a place that only reads otherwise: what the rule makes of it counts */
    {"a 1 x=5",               "a 1 y=5",             false, ""               },
    {"a 1 x=5",               "a 1 y=6",             false, "~a1"            },
    {"a 1 x",                 "a 1 y",               false, "~a1"            },
    {"a 1 x; a 2 y",          "a 2 x; a 3 y",        true,  ""               },
    {"a 1 x; a 2 z",          "a 2 x; a 3 y",        true,  "-a2 +a3"        },
 /* told in the order of the text, lost ones where they stood */
    {"a 1 x; a 5 y; a 9 z",   "a 1 x; a 7 w; a 9 z", false, "-a5 +a7"        },
    {"a 5 y; a 9 z",          "a 1 x",               false, "+a1 -a5 -a9"    },
 /* moved: the same text further on is the same hit */
    {"a 1 x; a 5 y",          "a 3 x; a 7 y",        true,  ""               },
    {"a 1 x; a 5 y",          "a 3 x; a 7 y",        false, "-a1 +a3 -a5 +a7"},
    {"a 1 x; a 2 x; a 3 x",   "a 4 x; a 5 x",        true,  "-a3"            },
    {"a 1 x",                 "a 1 x; a 4 x",        true,  "+a4"            },
    {"a 1 x; a 4 x=1",        "a 4 x; a 8 x",        true,  "~a4"            },
 /* rules in the order of the newer script, those that are gone last */
    {"b 1 x; c 1 x",          "a 1 x; b 2 x",        false, "+a1 -b1 +b2 -c1"},
    {"a 1 x; @n 1; @m \"k\"", "a 1 x; @n 2; @o []",  false, "~@n +@o -@m"    },
    {"a 1 x; @n 1",           "a 1 x; @n 1",         true,  ""               },
};

/* The report that `text` writes. */
static dm_value *report_of(dm_arena *arena, const char *text)
{
    dm_value *report = dm_value_object(arena);
    dm_value *rules = dm_value_list(arena), *record = dm_value_object(arena);
    char      copy[256], *save = NULL;

    snprintf(copy, sizeof copy, "%s", text);
    for (char *item = strtok_r(copy, ";", &save); item != NULL;
         item = strtok_r(NULL, ";", &save)) {
        char      name[16], rest[64], *value;
        int       from = 0;
        dm_value *match = dm_value_object(arena), *src = dm_value_list(arena);
        dm_value *rule = NULL;
        dm_err    err;

        if (sscanf(item, " @%15s %63s", name, rest) == 2) {
            assert_true(
                dm_value_set(arena, record, dm_slice_str(name),
                             dm_json_read(arena, dm_slice_str(rest), &err)));
            continue;
        }
        assert_int_equal(sscanf(item, " %15s %d %63s", name, &from, rest), 3);
        value = strchr(rest, '=');
        if (value != NULL)
            *value++ = '\0';
        for (size_t i = 0; i < rules->as.list.n; i++)
            if (dm_slice_eq(
                    dm_value_at(rules->as.list.items[i], DM_S("id"))->as.string,
                    dm_slice_str(name)))
                rule = rules->as.list.items[i];
        if (rule == NULL) {
            rule = dm_value_object(arena);
            assert_true(
                dm_value_set(arena, rule, DM_S("id"),
                             dm_value_string(arena, dm_slice_str(name))));
            assert_true(dm_value_set(arena, rule, DM_S("matches"),
                                     dm_value_list(arena)));
            assert_true(dm_value_push(arena, rules, rule));
        }
        assert_true(dm_value_push(arena, src, dm_value_int(arena, from)));
        assert_true(dm_value_push(
            arena, src, dm_value_int(arena, from + (int)strlen(rest))));
        assert_true(dm_value_set(arena, match, DM_S("src"), src));
        assert_true(dm_value_set(arena, match, DM_S("text"),
                                 dm_value_string(arena, dm_slice_str(rest))));
        assert_true(dm_value_set(
            arena, match, DM_S("value"),
            value != NULL ? dm_json_read(arena, dm_slice_str(value), &err)
                          : dm_value_string(arena, dm_slice_str(rest))));
        assert_true(
            dm_value_push(arena, dm_value_at(rule, DM_S("matches")), match));
    }
    assert_true(dm_value_set(arena, report, DM_S("rules"), rules));
    assert_true(dm_value_set(arena, report, DM_S("record"), record));
    return report;
}

static void told(void *ud, const dm_hit_change *change)
{
    static const char signs[] = "+-~";
    dm_buf           *out = ud;
    const dm_hit     *hit = change->now != NULL ? change->now : change->was;

    assert_int_equal(change->was == NULL, change->kind == DM_HIT_GAINED);
    assert_int_equal(change->now == NULL, change->kind == DM_HIT_LOST);
    dm_buf_printf(out, "%s%c%s%.*s", out->len > 0 ? " " : "",
                  signs[change->kind], change->field ? "@" : "",
                  (int)hit->rule.len, hit->rule.ptr);
    if (!change->field)
        dm_buf_printf(out, "%d", (int)hit->from);
}

static void compares(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena       arena;
        dm_hits        was, now;
        dm_hit_compare how = {.told = told};
        dm_err         err;
        dm_buf         out;

        dm_arena_init(&arena, 1 << 20);
        dm_buf_init(&out, 1 << 12);
        dm_hits_init(&was);
        dm_hits_init(&now);
        assert_true(dm_hits_take(&was, report_of(&arena, rows[i].was), &err));
        assert_true(dm_hits_take(&now, report_of(&arena, rows[i].now), &err));
        dm_arena_fini(&arena); /* hits live on without the report */
        how.moved = rows[i].moved;
        how.ud = &out;
        assert_true(dm_hits_compare(&was, &now, &how, &err));
        dm_buf_char(&out, '\0');
        if (strcmp(out.ptr, rows[i].told) != 0)
            fail_msg("row %zu: %s, not %s", i, out.ptr, rows[i].told);
        dm_buf_fini(&out);
        dm_hits_fini(&was);
        dm_hits_fini(&now);
    }
}

/* What is shown cannot act on a terminal, and is cut. */
static void shows(void **state)
{
    dm_hit        was = {.rule = DM_LIT("r"),
                         .text = DM_LIT("a\x1b[2J\nb"),
                         .value = DM_LIT(""),
                         .line = 3,
                         .col = 5};
    dm_hit        now = was;
    char          wide[400];
    dm_hit_change change = {DM_HIT_CHANGED, false, &was, &now};
    dm_buf        out;

    (void)state;
    memset(wide, 'x', sizeof wide);
    now.value = (dm_slice){wide, sizeof wide};
    dm_buf_init(&out, 1 << 12);
    dm_hit_show(&out, &change, DM_S("d\n.txt"), false);
    dm_buf_char(&out, '\0');
    assert_non_null(
        strstr(out.ptr, "~ r  d\\x0A.txt:3:5  \"a\\x1B[2J b\" ⇒ xxx"));
    assert_null(strchr(out.ptr, '\x1b'));
    assert_true(out.len < 200);
    dm_buf_clear(&out);
    was.text = DM_S("\xEF\xBC\x9A");
    now.text = DM_S(":");
    now.value = DM_S("");
    dm_hit_show(&out, &change, DM_S(""), false);
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr, "~ r  3:5  \"\xEF\xBC\x9A\" ⇒ \":\"\n");
    dm_buf_clear(&out);
    was.text = DM_S("a\x1b[2J\nb");
    change.kind = DM_HIT_LOST;
    change.now = NULL;
    dm_hit_show(&out, &change, DM_S(""), true);
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr, "\x1b[31m−\x1b[0m r  3:5  \"a\\x1B[2J b\"\n");
    dm_buf_clear(&out);
    dm_hit_json(&out, &change);
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr, "\"kind\":\"lost\",\"rule\":\"r\",\"line\":3,"
                                 "\"col\":5,\"src\":[0,0],\"text\":\"a\\u001b["
                                 "2J\\nb\",\"was\":\"a\\u001b[2J\\nb\"");
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares),
        cmocka_unit_test(shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
