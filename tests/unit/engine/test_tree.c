/* test_tree.c - what the blocks, links, drops and spans of a page become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "engine/standoff.h"
#include "engine/tree.h"
#include "load/load.h"

enum { ROOM = 1 << 24 };

/* A tree in one line: a letter for the kind (p h l i t r c q e, f a caption),
** ! for a header cell, the start of an ordered list, (skipped) in parentheses,
** runs as [labels]text<href>, children in braces, | between siblings. */
static void describe_runs(dm_buf *out, const dm_node *n)
{
    size_t skip = n->skip;

    for (size_t i = 0; i < n->nruns; i++) {
        const dm_run_text *r = &n->runs[i];

        for (size_t k = 0; k < r->nlabels; k++) {
            dm_buf_char(out, k == 0 ? '[' : ',');
            dm_buf_slice(out, r->labels[k]->rule);
        }
        dm_buf_str(out, r->nlabels > 0 ? "]" : "");
        if (skip > 0) {
            dm_buf_char(out, '(');
            dm_buf_slice(out, dm_slice_sub(r->text, 0, skip));
            dm_buf_char(out, ')');
        }
        for (size_t k = skip; k < r->text.len; k++)
            dm_buf_char(out, r->text.ptr[k] == '\n' ? '/' : r->text.ptr[k]);
        skip = 0;
        if (r->href.len > 0) {
            dm_buf_char(out, '<');
            dm_buf_slice(out, r->href);
            dm_buf_char(out, '>');
        }
    }
}

static void describe(dm_buf *out, const dm_node *first)
{
    for (const dm_node *n = first; n != NULL; n = n->next) {
        if (n != first)
            dm_buf_char(out, '|');
        dm_buf_char(out, "phlitrcqef"[n->kind]);
        if (n->kind == DM_NODE_HEADING)
            dm_buf_printf(out, "%d", n->level);
        if (n->ordered)
            dm_buf_printf(out, "%zu%c", n->start, n->delim);
        if (n->numbered)
            dm_buf_char(out, '#');
        if (n->header)
            dm_buf_char(out, '!');
        dm_buf_char(out, ':');
        describe_runs(out, n);
        if (n->first != NULL) {
            dm_buf_char(out, '{');
            describe(out, n->first);
            dm_buf_char(out, '}');
        }
    }
}

typedef struct work {
    dm_doc  *doc;
    dm_arena arena;
    dm_buf   out;
} work;

static void begin(work *w, const char *path, const char *text)
{
    dm_err err;

    w->doc = dm_load(dm_slice_str(path), dm_slice_str(path), dm_slice_str(text),
                     NULL, &err);
    assert_non_null(w->doc);
    dm_arena_init(&w->arena, ROOM);
    dm_buf_init(&w->out, ROOM);
}

static void end(work *w)
{
    dm_doc_free(w->doc);
    dm_arena_fini(&w->arena);
    dm_buf_fini(&w->out);
}

/* The description of the document's tree in view `name`, with annotations. */
static const char *tree_of(work *w, const char *name)
{
    dm_err              err;
    dm_standoff         found;
    dm_tree             tree;
    const dm_view      *view = dm_doc_view(w->doc, dm_slice_str(name), &err);
    dm_standoff_options so = {.view = view};
    dm_tree_options     to = {.view = view, .found = &found};

    assert_non_null(view);
    assert_true(dm_standoff_build(&found, &w->arena, w->doc, &so, &err));
    assert_true(dm_tree_build(&tree, &w->arena, w->doc, &to, &err));
    dm_buf_clear(&w->out);
    describe(&w->out, tree.first);
    dm_buf_char(&w->out, '\0');
    return w->out.ptr;
}

static const struct {
    const char *name, *path, *text, *want;
} rows[] = {
    {"nothing",                 "a.html", "",                                                   ""                                                                 },
    {"a page",                  "a.html", "<h2>H</h2><p>a<br>b</p><pre>\n x\n  y\n</pre>",
     "h2:H|p:a/b|e: x/ y"                                                                                                                                          },
    {"a link",                  "a.html", "<p>a <a href=/x>b</a> c</p>",                        "p:a b</x> c"                                                      },
    {"a script is no address",  "a.html",
     "<p><a href=' JavaScript:x()'>b</a><a href=data:x>c</a></p>",                              "p:bc"                                                             },
    {"lists",                   "a.html", "<ul><li>a<ul><li>b<li>c</ul>d<li>e</ul><p>f</p>",
     "l:{i:a{l:{i:b|i:c}|p:d}|i:e}|p:f"                                                                                                                            },
    {"numbers",                 "a.html",
     "<ul><li>1. a<li>2. b<li>4. c<li>(1) d<li>（二） e<li>f</ul>",                          "l1.:{i:(1. )a|i:(2. )b}|l4.:{i:(4. )c}|l1(:{i:((1) )d}|"
     "l#:{i:（二） e}|l:{i:f}"                                                            },
    {"lists that count",        "a.html",
     "<ol><li>a<ol start=3><li>b<li>c</ol><li>d</ol><p>f</p><ol start=3><li>1) "
     "g<li>h"
     "</ol><ul><li>i</ul>",                                                                     "l1.:{i:a{l3.:{i:b|i:c}}|i:d}|p:f|l1):{i:(1) )g}|l4.:{i:h}|l:{i:i}"},
    {"a paragraph in an item",  "a.html", "<ul><li><p>a</p><p>b</p></ul>",
     "l:{i:a{p:b}}"                                                                                                                                                },
    {"a table",                 "a.html",
     "<table><caption>C</caption><tr><th>a<th>b<tr><td>1<td></table>",                          "t:{f:C|r:{c!:a|c!:b}|r:{c:1|c:}}"                                 },
    {"empty rows go",           "a.html", "<table><tr><td><td><tr><td>x</table>",
     "t:{r:{c:x}}"                                                                                                                                                 },
    {"a table in a table",      "a.html",
     "<table><tr><td>a<table><tr><td>b</table>c</table>",                                       "t:{r:{c:a{t:{r:{c:b}}|p:c}}}"                                     },
    {"a quote",                 "a.html", "<blockquote>a<p>b</p></blockquote>",                 "q:{p:a|p:b}"                                                      },
    {"separators are no cells", "a.csv",
     "name,city\n\"a,b\",rome\n\"x\",\"\"\n",                                                   "t:{r:{c!:name|c!:city}|r:{c:a,b|c:rome}|r:{c:x|c:}}"              },
    {"plain text",              "a.txt",  "# T\n\na\n\n- b\n- c\n\n====\n\nd\n",
     "h1:(# )T|p:a|l:{i:(- )b|i:(- )c}|p:d"                                                                                                                        },
    {"a numbered heading",      "a.txt",  "第一章 总则\n\n第一条 本法所称的。\n",
     "h1:第一章 总则|p:第一条 本法所称的。"                                                                                                          },
};

static void trees(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        work        w;
        const char *got;

        begin(&w, rows[i].path, rows[i].text);
        got = tree_of(&w, "clean");
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("%s: %s", rows[i].name, got);
        end(&w);
    }
}

/* Bytes `from` to `to` of the view "text", an annotation of `type`. */
static void annotate(const work *w, size_t from, size_t to, const char *type)
{
    dm_annotation a = {
        .view = w->doc->text, .range = {from, to},
             .type = dm_slice_str(type)
    };
    dm_err err;

    assert_true(dm_doc_annotate(w->doc, &a, &err));
}

static void labels_nest_and_overlap(void **state)
{
    work w;

    (void)state;
    begin(&w, "a.html", "<p>abcdefgh</p><p>ijkl</p>");
    annotate(&w, 1, 6, "outer");
    annotate(&w, 2, 4, "inner");
    annotate(&w, 5, 7, "across");
    annotate(&w, 7, 11, "over"); /* into the next paragraph */
    annotate(&w, 3, 3, "empty");
    assert_string_equal(tree_of(&w, "text"),
                        "p:a[outer]b[outer,inner]cd[outer]e[outer,across]f"
                        "[across]g[over]h|p:[over]ijkl");
    end(&w);
}

static void drops_cut(void **state)
{
    work   w;
    dm_err err;

    (void)state;
    begin(&w, "a.html",
          "<p>abc</p><p>def</p><ul><li>g</ul><table><tr><td>h</table>");
    assert_string_equal(tree_of(&w, "text"), "p:abc|p:def|l:{i:g}|t:{r:{c:h}}");
    assert_true(
        dm_doc_drop(w.doc, w.doc->text, (dm_range){1, 2}, DM_S("r"), &err));
    assert_true(
        dm_doc_drop(w.doc, w.doc->text, (dm_range){4, 11}, DM_S("r"), &err));
    assert_string_equal(tree_of(&w, "text"), "p:ac");
    assert_string_equal(tree_of(&w, "clean"), "p:ac");
    end(&w);
}

static void a_margin_is_no_line_break(void **state)
{
    static const char text[] =
        "The quick brown fox jumps over the lazy dog and then it runs\n"
        "away from all of the others, which were looking for the fox\n"
        "in the wood behind the house of the miller who was not home.\n"
        "Then they gave up the search for it and all went home again.\n";
    work w;

    (void)state;
    begin(&w, "a.txt", text);
    assert_non_null(strstr(tree_of(&w, "clean"), "runs away from"));
    assert_null(strstr(w.out.ptr, "|"));
    end(&w);
}

/* Deep nesting dissolves; nothing of the text is lost. */
static void deep_pages_stay_flat(void **state)
{
    static const char *const marks[] = {"<blockquote>", "<ul><li>",
                                        "<table><tr><td>", "<ul>"};
    (void)state;
    for (size_t m = 0; m < 4; m++) {
        dm_buf page;
        work   w;
        size_t depth = 0, most = 0;

        dm_buf_init(&page, ROOM);
        for (int i = 0; i < 600; i++)
            dm_buf_printf(&page, "%sx%d ", marks[m], i);
        dm_buf_str(&page, "<li>end");
        dm_buf_char(&page, '\0');
        begin(&w, "a.html", page.ptr);
        tree_of(&w, "text");
        for (const char *p = w.out.ptr; *p != '\0'; p++) {
            depth += *p == '{';
            depth -= *p == '}';
            most = depth > most ? depth : most;
        }
        assert_true(most < DM_TREE_DEPTH);
        assert_non_null(strstr(w.out.ptr, "x599"));
        assert_non_null(strstr(w.out.ptr, "end"));
        end(&w);
        dm_buf_fini(&page);
    }
}

/* More labels in one place than are shown: told, not lost in silence. */
static void too_many_labels_are_counted(void **state)
{
    work                w;
    dm_err              err;
    dm_standoff         found;
    dm_tree             tree;
    dm_standoff_options so;
    dm_tree_options     to = {.found = &found};

    (void)state;
    begin(&w, "a.html", "<p>abc</p>");
    for (int i = 0; i < 100; i++)
        annotate(&w, 0, 2, "t");
    so = (dm_standoff_options){.view = w.doc->text};
    to.view = w.doc->text;
    assert_true(dm_standoff_build(&found, &w.arena, w.doc, &so, &err));
    assert_true(dm_tree_build(&tree, &w.arena, w.doc, &to, &err));
    assert_int_equal(found.nspans, 100);
    assert_int_equal(tree.first->runs[0].nlabels, 32);
    assert_int_equal(tree.unshown, 68);
    end(&w);
}

/* A record as --spans makes it. */
static dm_value *record_of(dm_arena *a, const char *field, const size_t n[4])
{
    dm_value *r = dm_value_object(a), *spans = dm_value_object(a);
    dm_value *list = dm_value_list(a), *place = dm_value_object(a);
    dm_value *at = dm_value_list(a), *src = dm_value_list(a);

    dm_value_push(a, at, dm_value_int(a, (int64_t)n[0]));
    dm_value_push(a, at, dm_value_int(a, (int64_t)n[1]));
    dm_value_push(a, src, dm_value_int(a, (int64_t)n[2]));
    dm_value_push(a, src, dm_value_int(a, (int64_t)n[3]));
    dm_value_set(a, place, DM_S("at"), at);
    dm_value_set(a, place, DM_S("src"), src);
    dm_value_set(a, place, DM_S("rule"), dm_value_string(a, DM_S("R")));
    dm_value_push(a, list, dm_value_null(a));
    dm_value_push(a, list, place);
    dm_value_set(a, spans, dm_slice_str(field), list);
    dm_value_set(a, r, dm_slice_str(field), dm_value_string(a, DM_S("v")));
    dm_value_set(a, r, DM_S("_spans"), spans);
    return r;
}

static void places_are_carried_over(void **state)
{
    static const size_t n[4] = {0, 0, 6, 12}; /* the source of 中文 */
    work                w;
    dm_err              err;
    dm_standoff         found;
    dm_standoff_options so = {.nrecords = 1};
    dm_value           *record;

    (void)state;
    begin(&w, "a.html", "<p>xyz中文</p>");
    record = record_of(&w.arena, "f", n);
    so.view = w.doc->text;
    so.records = &record;
    assert_true(dm_standoff_build(&found, &w.arena, w.doc, &so, &err));
    assert_int_equal(found.nspans, 1);
    assert_int_equal(found.spans[0].bytes.from, 3);
    assert_int_equal(found.spans[0].bytes.to, 9);
    assert_int_equal(found.spans[0].points.from, 3);
    assert_int_equal(found.spans[0].points.to, 5);
    assert_true(found.spans[0].filed);
    end(&w);
}

static void out_of_memory(void **state)
{
    (void)state;
    for (long n = 0; n < 40; n++) {
        work                w;
        dm_err              err = {.code = DM_OK};
        dm_standoff         found;
        dm_tree             tree;
        dm_standoff_options so;
        dm_tree_options     to = {.found = &found};
        bool                ok;

        begin(&w, "a.html", "<p>a <a href=x>b</a></p><ul><li>c</ul>");
        annotate(&w, 0, 1, "t");
        so = (dm_standoff_options){.view = w.doc->text};
        to.view = w.doc->text;
        dm_mem_fail_after(n);
        ok = dm_standoff_build(&found, &w.arena, w.doc, &so, &err) &&
             dm_tree_build(&tree, &w.arena, w.doc, &to, &err);
        dm_mem_fail_after(-1);
        assert_true(ok || err.code == DM_E_MEMORY);
        assert_true(ok || n < 39);
        end(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees),
        cmocka_unit_test(labels_nest_and_overlap),
        cmocka_unit_test(drops_cut),
        cmocka_unit_test(a_margin_is_no_line_break),
        cmocka_unit_test(deep_pages_stay_flat),
        cmocka_unit_test(too_many_labels_are_counted),
        cmocka_unit_test(places_are_carried_over),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
