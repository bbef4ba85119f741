/* test_compare.c - what differs between records: a table of cases, and two
** properties over random records: a record does not differ from itself, and the
** differences make the new record from the old one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "compare_random.h"
#include "desk/compare.h"
#include "desk/same.h"
#include "emit/json.h"
#include "emit/json_read.h"

static dm_value *read_value(dm_arena *arena, const char *text)
{
    dm_err    err;
    dm_value *v = dm_json_read(arena, dm_slice_str(text), &err);

    if (v == NULL)
        fail_msg("%s: %s", text, err.msg);
    return v;
}

/* A list of records, or one. */
static dm_recorded recorded(dm_value *const *one)
{
    dm_recorded r = {.records = one, .n = 1};

    if ((*one)->kind == DM_LIST) {
        r.records = (*one)->as.list.items;
        r.n = (*one)->as.list.n;
    }
    return r;
}

static dm_compared compare(dm_arena *arena, dm_value *const *was,
                           dm_value *const *now)
{
    dm_recorded old = recorded(was), new = recorded(now);
    dm_compared out;
    dm_err      err;

    assert_true(dm_compare(&old, &new, arena, &out, &err));
    return out;
}

/* "kind field[was>now] old -> new rule/other; …" */
static void write_delta(dm_buf *out, const dm_delta *d)
{
    dm_buf_printf(out, "%s %.*s", dm_delta_name(d->kind), (int)d->field.len,
                  d->field.ptr);
    if (d->was_at != DM_NO_ITEM || d->now_at != DM_NO_ITEM) {
        dm_buf_char(out, '[');
        if (d->was_at != DM_NO_ITEM)
            dm_buf_printf(out, "%zu", d->was_at);
        dm_buf_char(out, '>');
        if (d->now_at != DM_NO_ITEM)
            dm_buf_printf(out, "%zu", d->now_at);
        dm_buf_char(out, ']');
    }
    if (d->field.len > 0 && d->was != NULL) {
        dm_buf_char(out, ' ');
        dm_json_value(out, d->was, 0);
    }
    if (d->field.len > 0 && d->now != NULL) {
        dm_buf_str(out, " -> ");
        dm_json_value(out, d->now, 0);
    }
    if (d->rule.len > 0)
        dm_buf_printf(out, " %.*s", (int)d->rule.len, d->rule.ptr);
    if (d->other.len > 0)
        dm_buf_printf(out, "/%.*s", (int)d->other.len, d->other.ptr);
    dm_buf_char(out, ';');
}

#define AT(from, to, rule)                                                     \
    "{\"at\":[0,1],\"src\":[" #from "," #to "],\"exact\":true,"                \
    "\"rule\":\"" rule "\"}"
#define REC(fields, spans) "{\"id\":\"d\"," fields ",\"_spans\":{" spans "}}"
#define BARE(fields)       "{\"id\":\"d\"," fields "}"

static const struct {
    const char *name, *was, *now, *want;
} rows[] = {
    {"the same",                               BARE("\"a\":1"),         BARE("\"a\":1"),                                   ""                                                                                           },
    {"scalar changed",                         BARE("\"a\":1"),         BARE("\"a\":2"),                                   "changed a 1 -> 2;"                                                                          },
    {"3 is not 3.0",                           BARE("\"a\":3"),         BARE("\"a\":3.0"),                                 "changed a 3 -> 3.0;"                                                                        },
    {"scalar gained",                          BARE("\"b\":1"),         BARE("\"a\":\"x\",\"b\":1"),
     "gained a -> \"x\";"                                                                                                                                                                                               },
    {"scalar lost",                            BARE("\"a\":null"),      "{\"id\":\"d\"}",                                  "lost a null;"                                                                               },
    {"order of fields",                        BARE("\"a\":1,\"b\":2"), BARE("\"b\":2,\"a\":1"),                           ""                                                                                           },
    {"one inserted",                           BARE("\"a\":[1,2,3]"),   BARE("\"a\":[1,9,2,3]"),
     "gained a[>1] -> 9;"                                                                                                                                                                                               },
    {"one removed",                            BARE("\"a\":[1,2,3]"),   BARE("\"a\":[1,3]"),
     "lost a[1>] 2;"                                                                                                                                                                                                    },
    {"one replaced",                           BARE("\"a\":[1,2,3]"),   BARE("\"a\":[1,9,3]"),
     "changed a[1>1] 2 -> 9;"                                                                                                                                                                                           },
    {"out of order",                           BARE("\"a\":[1,2,3]"),   BARE("\"a\":[2,3,1]"),
     "moved a[0>2] 1 -> 1;"                                                                                                                                                                                             },
    {"of doubles one",                         BARE("\"a\":[5,5,5]"),   BARE("\"a\":[5,5]"),
     "lost a[2>] 5;"                                                                                                                                                                                                    },
    {"list to scalar",                         BARE("\"a\":[1,2]"),     BARE("\"a\":1"),
     "changed a [1,2] -> 1;"                                                                                                                                                                                            },
    {"empty list came",                        BARE("\"b\":1"),         BARE("\"b\":1,\"a\":[]"),
     "empty a -> [];"                                                                                                                                                                                                   },
    {"list came",                              BARE("\"b\":1"),         BARE("\"b\":1,\"a\":[7,8]"),
     "gained a[>0] -> 7;gained a[>1] -> 8;"                                                                                                                                                                             },
    {"rule of gained",                         REC("\"a\":[1]",         "\"a\":[" AT(0,                                    2,                                                                                             "r") "]"),
     REC("\"a\":[1,2]", "\"a\":[" AT(0, 2, "r") "," AT(4, 6, "s") "]"),
     "gained a[>1] -> 2 s;"},
    {"same value at another place is another item",
     REC("\"a\":[1,1]",                                 "\"a\":[" AT(0,                                                                                 2,                                                                                                                                                                 "r") "," AT(8, 9, "r") "]"),
     REC("\"a\":[1,1,1]",
     "\"a\":[" AT(0, 2, "r") "," AT(4, 6, "r") "," AT(8, 9, "r") "]"),
     "gained a[>1] -> 1 r;"},
    {"moved only",                               REC("\"a\":1",                                            "\"a\":[" AT(0,                                                                                             2,                                                                                                                                              "r") "]"),
     REC("\"a\":1", "\"a\":[" AT(5, 7, "r") "]"), "moved a 1 -> 1 r;"},
    {"rule only",                          REC("\"a\":1",                "\"a\":[" AT(0,2,"r") "]"),
     REC("\"a\":1", "\"a\":[" AT(0, 2, "s") "]"), "rule a 1 -> 1 s/r;"},
    {"changed by another rule",                      REC("\"a\":1",                                                    "\"a\":[" AT(0,                                                                                                    2,                                                                                                                                                                                    "r") "]"),
     REC("\"a\":2", "\"a\":[" AT(0, 2, "s") "]"), "changed a 1 -> 2 s/r;"},
    {"the view alone",                           REC("\"a\":1",                                                 "\"a\":[{\"at\":[0,1],\"src\":[3,4]}]"),
     REC("\"a\":1",                                                                                                                                                                                              "\"a\":[{\"at\":[9,10],\"src\":[3,4]}]"), ""},
    {"places that touch are one changed",
     REC("\"a\":[1,2]",         "\"a\":[" AT(0, 2, "r") "," AT(8, 9, "r") "]"),
     REC("\"a\":[7,2]", "\"a\":[" AT(1, 4, "r") "," AT(8, 9, "r") "]"),
     "changed a[0>0] 1 -> 7 r;"},
    {"places apart are lost and gained",
     REC("\"a\":[1]",                                     "\"a\":[" AT(0,                                                                                     2,                                                                                                                                                                         "r") "]"),
     REC("\"a\":[7]", "\"a\":[" AT(5, 6, "r") "]"),
     "lost a[0>] 1 r;gained a[>0] -> 7 r;"},
    {"another rule's value across it takes nothing",
     REC("\"a\":[1],\"b\":[]",                                                     "\"a\":[" AT(3,                                                                5,                                                                                                                                "r") "]"),
     REC("\"a\":[],\"b\":[8]", "\"b\":[" AT(4, 9, "s") "]"),
     "lost a[0>] 1 r;gained b[>0] -> 8 s;"},
    {"nor one of another field that covers it",
     REC("\"a\":[1],\"b\":[]",                                                     "\"a\":[" AT(3,                                                                                        5,                                                                                                                                                                                    "r") "]"),
     REC("\"a\":[],\"b\":[8]", "\"b\":[" AT(0, 9, "s") "]"),
     "lost a[0>] 1 r;gained b[>0] -> 8 s;"},
    {"taken by a rule that may be the same by another name",
     REC("\"a\":[1],\"b\":[]",                                           "\"a\":[" AT(3,                                                                    5,                                                                                                                               "r") "]"),
     REC("\"a\":[],\"b\":[8]", "\"b\":[" AT(3, 5, "s") "]"),
     "lost a[0>] 1 r/s;gained b[>0] -> 8 s;"},
    {"what was there before has not taken it",
     REC("\"a\":[1,2]",                                                     "\"a\":[" AT(0,                                                                                                        9,                                                                                                                                                                                       "s") "," AT(3, 5, "r") "]"),
     REC("\"a\":[1]", "\"a\":[" AT(0, 9, "s") "]"), "lost a[1>] 2 r;"},
    {"taken by a value of the same field that covers it",
     REC("\"a\":[1,2]",                               "\"a\":[" AT(0,                                                                                2,                                                                                                                                                              "r") "," AT(3, 5, "r") "]"),
     REC("\"a\":[7]", "\"a\":[" AT(0, 9, "s") "]"),
     "changed a[0>0] 1 -> 7 s/r;lost a[1>] 2 r/s;"},
    {"the same rule takes nothing",
     REC("\"a\":[1],\"b\":[]",                                                     "\"a\":[" AT(3,                                                              5,"r") "]"),
     REC("\"a\":[],\"b\":[8]", "\"b\":[" AT(4, 9, "r") "]"),
     "lost a[0>] 1 r;gained b[>0] -> 8 r;"},
    {"one side without places",      BARE("\"a\":[1,2]"),
     REC("\"a\":[1,2]",                                                                            "\"a\":[" AT(0,                                                                                                                                                                        2, "r") "," AT(8, 9, "r") "]"), ""},
    {"tables",                                       BARE("\"a\":[{\"n\":1,\"u\":\"x\"}]"),
     BARE("\"a\":[{\"n\":2,\"u\":\"x\"}]"),
     "changed a[0>0] {\"n\":1,\"u\":\"x\"} -> {\"n\":2,\"u\":\"x\"};"                                                                                                                                                                                  },
    {"spans that are no spans",
     "{\"id\":\"d\",\"a\":[1],\"_spans\":{\"a\":[7,{\"src\":[9,1]}]}}",                                                 "{\"id\":\"d\",\"a\":[2],\"_spans\":[1]}",                                                                                         "changed a[0>0] 1 -> 2;"                                                                                                                                                                                         },
    {"a record more",       "[" BARE("\"a\":1") "," BARE("\"a\":3") "]",
     "[" BARE("\"a\":1") "," BARE("\"a\":2") "," BARE("\"a\":3") "]",
     "gained ;"                                                         },
    {"a record less by id",                          "[{\"id\":\"x\",\"a\":1},{\"id\":\"y\",\"a\":1}]",
     "[{\"id\":\"y\",\"a\":2}]",                                                                                   "lost ;changed a 1 -> 2;"                                                                                                                                                                      },
    {"no records",                                        "[]",                  "[]",                                                                                             ""                                                                                                                       },
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena    arena;
        dm_buf      got;
        dm_value   *was, *now;
        dm_compared found;

        dm_arena_init(&arena, 1 << 26);
        dm_buf_init(&got, 1 << 20);
        was = read_value(&arena, rows[i].was);
        now = read_value(&arena, rows[i].now);
        found = compare(&arena, &was, &now);
        for (size_t k = 0; k < found.n; k++)
            write_delta(&got, &found.list[k]);
        dm_buf_char(&got, '\0');
        if (strcmp(got.ptr, rows[i].want) != 0)
            fail_msg("%s: %s, not %s", rows[i].name, got.ptr, rows[i].want);
        dm_buf_fini(&got);
        dm_arena_fini(&arena);
    }
}

static const struct {
    const char *was, *now, *want;
} insides[] = {
    {"{\"n\":1}",                 "{\"n\":2}",                 ".n;"     },
    {"{\"n\":1,\"m\":0}",         "{\"n\":1}",                 ".m;"     },
    {"{\"a\":{\"b\":[1,2]}}",     "{\"a\":{\"b\":[1,3]}}",     ".a.b[2];"},
    {"[{\"a\":1},{\"a\":2}]",     "[{\"a\":1},{\"a\":3}]",     "[2].a;"  },
    {"[1,2,3]",                   "[2,3]",                     "[1];"    },
    {"{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":0,\"b\":0,\"c\":0}", ".a;.b;"  },
    {"[1]",                       "{\"a\":1}",                 ""        },
    {"1",                         "2",                         ""        },
};

static void test_inside(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof insides / sizeof *insides; i++) {
        dm_arena        arena;
        char            got[200] = "";
        size_t          n = 0, len = 0;
        const dm_inner *list;

        dm_arena_init(&arena, 1 << 22);
        list = dm_compare_inside(read_value(&arena, insides[i].was),
                                 read_value(&arena, insides[i].now), 2, &arena,
                                 &n);
        for (size_t k = 0; k < n; k++)
            len += (size_t)snprintf(got + len, sizeof got - len, "%.*s;",
                                    (int)list[k].path.len, list[k].path.ptr);
        assert_string_equal(got, insides[i].want);
        dm_arena_fini(&arena);
    }
}

/* Values are numbers, texts and tables; an empty list and no field are the
** same here, because LOST and GAINED do not tell them apart. */
static void write_value(dm_buf *out, const item *it)
{
    static const char *const forms[] = {"%d", "\"v%d\"", "{\"n\":%d}", "[%d]",
                                        "%d.5"};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    dm_buf_printf(out, forms[it->value], it->value);
#pragma GCC diagnostic pop
}

static void write_spot(dm_buf *out, const item *it)
{
    if (it->len == 0)
        dm_buf_str(out, "null");
    else
        dm_buf_printf(out, "{\"src\":[%d,%d],\"rule\":\"r%d\"}", it->from,
                      it->from + it->len, it->rule);
}

typedef void writer(dm_buf *out, const item *it);

static void write_fields(dm_buf *out, const record *r, writer *write,
                         bool spans)
{
    const char *between = "";

    for (int f = 0; f < FIELDS; f++) {
        const field *fl = &r->fields[f];
        int          n = fl->n == -2 ? 1 : fl->n;

        if (n <= 0)
            continue;
        dm_buf_printf(out, "%s\"f%d\":", between, f);
        between = ",";
        if (fl->n > 0 || spans)
            dm_buf_char(out, '[');
        for (int i = 0; i < n; i++) {
            dm_buf_str(out, i > 0 ? "," : "");
            write(out, &fl->items[i]);
        }
        if (fl->n > 0 || spans)
            dm_buf_char(out, ']');
    }
}

static dm_value *value_of(dm_arena *arena, const record *r)
{
    dm_buf    text;
    dm_value *v;

    dm_buf_init(&text, 1 << 20);
    dm_buf_str(&text, "{");
    write_fields(&text, r, write_value, false);
    dm_buf_str(&text, text.len > 1 ? ",\"_spans\":{" : "\"_spans\":{");
    write_fields(&text, r, write_spot, true);
    dm_buf_str(&text, "}}");
    dm_buf_char(&text, '\0');
    v = read_value(arena, text.ptr);
    dm_buf_fini(&text);
    return v;
}

/* The value of `field` when the deltas are done to `was`; NULL for none. */
static dm_value *apply(dm_arena *arena, const dm_value *was,
                       const dm_compared *found, dm_slice name)
{
    const dm_value *v = dm_value_at(was, name);
    dm_value       *slots[64] = {NULL};
    bool            gone[64] = {false};
    bool            one = v != NULL && v->kind != DM_LIST;
    size_t          nold = v != NULL && v->kind == DM_LIST ? v->as.list.n : 0;
    size_t          n = nold, next = 0;
    dm_value       *list = dm_value_list(arena);

    if (one)
        slots[63] = (dm_value *)(uintptr_t)v;
    for (size_t i = 0; i < found->n; i++) {
        const dm_delta *d = &found->list[i];

        if (!dm_slice_eq(d->field, name))
            continue;
        if ((d->was == NULL || d->was_at == DM_NO_ITEM) &&
            (d->now == NULL || d->now_at == DM_NO_ITEM)) {
            one = d->now != NULL && d->now->kind != DM_LIST;
            if (d->now != NULL && d->now->kind == DM_LIST)
                return (dm_value *)(uintptr_t)d->now;
            slots[63] = (dm_value *)(uintptr_t)d->now;
            continue;
        }
        if (d->was != NULL) {
            assert_false(gone[d->was_at]);
            gone[d->was_at] = true;
            n--;
        }
        if (d->now != NULL) {
            assert_null(slots[d->now_at]);
            slots[d->now_at] = (dm_value *)(uintptr_t)d->now;
            n++;
        }
    }
    if (slots[63] != NULL)
        return slots[63];
    for (size_t i = 0; i < n; i++) {
        while (slots[i] == NULL && gone[next])
            next++;
        assert_true(dm_value_push(arena, list,
                                  slots[i] != NULL ? slots[i]
                                                   : v->as.list.items[next++]));
    }
    return n > 0 ? list : NULL;
}

static void check_pair(const record *a, const record *b)
{
    dm_arena    arena;
    dm_value   *was, *now;
    dm_compared found;

    dm_arena_init(&arena, 1 << 26);
    was = value_of(&arena, a);
    now = value_of(&arena, b);
    assert_int_equal(compare(&arena, &was, &was).n, 0);
    found = compare(&arena, &was, &now);
    for (int f = 0; f < FIELDS; f++) {
        char            name[16];
        const dm_value *got, *want;

        snprintf(name, sizeof name, "f%d", f);
        got = apply(&arena, was, &found, dm_slice_str(name));
        want = dm_value_at(now, dm_slice_str(name));
        if ((got == NULL) != (want == NULL) ||
            (got != NULL && !dm_value_same(got, want)))
            fail_msg("field %s is not what the differences make", name);
    }
    dm_arena_fini(&arena);
}

static void test_property(void **state)
{
    (void)state;
    seed = 0x9E3779B97F4A7C15U;
    for (int i = 0; i < 20000; i++) {
        record a = random_record();
        record b = rnd(2) == 0 ? random_record() : edited(&a);

        check_pair(&a, &b);
    }
}

/* A list of a thousand items, one of which is not there. */
static dm_value *long_list(dm_arena *arena, unsigned but, bool placed)
{
    dm_buf    text;
    dm_value *v;

    dm_buf_init(&text, 1 << 22);
    dm_buf_str(&text, "{\"a\":[");
    for (unsigned i = 0, n = 0; i < 1000; i++)
        if (i != but)
            dm_buf_printf(&text, "%s%u", n++ > 0 ? "," : "", i * i % 17);
    dm_buf_str(&text, "],\"_spans\":{\"a\":[");
    for (unsigned i = 0, n = 0; placed && i < 1000; i++)
        if (i != but)
            dm_buf_printf(&text, "%s{\"src\":[%u,%u],\"rule\":\"r\"}",
                          n++ > 0 ? "," : "", i * 3, i * 3 + 2);
    dm_buf_str(&text, "]}}");
    dm_buf_char(&text, '\0');
    v = read_value(arena, text.ptr);
    dm_buf_fini(&text);
    return v;
}

static void test_one_of_many(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        dm_arena    arena;
        unsigned    but = i * 25;
        dm_value   *whole, *less;
        dm_compared found;

        dm_arena_init(&arena, 1 << 26);
        whole = long_list(&arena, 1000, i % 2 == 0);
        less = long_list(&arena, but, i % 2 == 0);
        found = compare(&arena, &whole, &less);
        assert_int_equal(found.n, 1);
        assert_int_equal(found.list[0].kind, DM_DELTA_LOST);
        if (i % 2 == 0)
            assert_int_equal(found.list[0].was_at, but);
        found = compare(&arena, &less, &whole);
        assert_int_equal(found.n, 1);
        assert_int_equal(found.list[0].kind, DM_DELTA_GAINED);
        dm_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_inside),
        cmocka_unit_test(test_property),
        cmocka_unit_test(test_one_of_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
