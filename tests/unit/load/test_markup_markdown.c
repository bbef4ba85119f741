/* test_markup_markdown.c - how text is written into Markdown, and which
** stretches marks may enclose. */
#include "markdown_page.h"

#include "load/markup_markdown.h"

static uint32_t seed;

static uint32_t roll(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 8) * n) >> 24);
}

static const char *const scraps[] = {
    "中文",
    "信息 ",
    "word",
    " x",
    "，",
    "。\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n# 题 ",
    "\n## t\n",
    "\n- a\n",
    "  - b\n",
    "\n1. n\n",
    "\n> q\n",
    " `c d` ",
    "[l](u)",
    "<b>i</b>",
    "&amp;",
    "&lt;",
    " & ",
    "a_b",
    "\n```\ncode x\n  more\n```\n",
    "\n\n    ind\n",
    "\n|a|b|\n|---|---|\n|c|d|\n\n",
    "\n<div>h &amp; t</div>\n\n",
    "\\*",
    ": ",
    "\t",
    "  \n",
    "![alt](i.png)",
    "\n\n***\n",
    "\n- [ ] t\n",
    "&#20013;",
    "*e* ",
    " **s** ",
};
static const char *const inserts[] = {
    "新",      "x",   "*",    "_a_", "[x]",        "<b>",   "&amp;", "#",
    "# y",     "- z", "1. w", "> v", "|",          "\\",    "!",     "[x](y)",
    "  two  ", "+",   "=",    "---", "~~~",        ":",     ";",     "amp;",
    "(u)",     ".",   "1",    "2.",  "<!-- c -->", "http:", "a\nb",
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool same_but_for_space(dm_slice a, dm_slice b)
{
    for (size_t i = 0, j = 0;; i++, j++) {
        while (i < a.len && is_space(a.ptr[i]))
            i++;
        while (j < b.len && is_space(b.ptr[j]))
            j++;
        if (i >= a.len || j >= b.len)
            return i >= a.len && j >= b.len;
        if (a.ptr[i] != b.ptr[j])
            return false;
    }
}

/* Append `src` from `*from` on with the next of what stands beside done, which
** are those that begin before `to`. */
static void put_beside(dm_buf *out, dm_slice src, size_t *from, size_t to,
                       const dm_range *more, const dm_slice *with, size_t n)
{
    for (;;) {
        size_t next = n;

        for (size_t i = 0; i < n; i++)
            if (more[i].from >= *from && more[i].from < to &&
                (next == n || more[i].from < more[next].from))
                next = i;
        if (next == n)
            break;
        dm_buf_slice(out, dm_slice_sub(src, *from, more[next].from));
        dm_buf_slice(out, with[next]);
        if (more[next].from == more[next].to) /* once */
            dm_buf_char(out, src.ptr[more[next].to]);
        *from = more[next].to + (more[next].from == more[next].to);
    }
    dm_buf_slice(out, dm_slice_sub(src, *from, to));
    *from = to;
}

/* Write `text` in place of `at`, as saving does. */
static void splice(dm_buf *out, const dm_doc *doc, dm_range at, dm_slice text)
{
    const dm_markup *m = doc->markup;
    dm_slice         src = doc->decoded.text;
    dm_range         more[DM_MOST_BESIDES + 1];
    dm_slice         with[DM_MOST_BESIDES + 1];
    size_t           n = 0;
    size_t           from = 0;

    more[0] = (dm_range){0, 0};
    with[0] = (dm_slice){NULL, 0};
    while (n < DM_MOST_BESIDES &&
           m->besides(src, at, text, &more[n], &with[n])) {
        assert_true(more[n].to <= at.from || more[n].from >= at.to);
        n++;
        more[n] = more[n - 1];
        with[n] = with[n - 1];
    }
    dm_buf_clear(out);
    put_beside(out, src, &from, at.from, more, with, n);
    for (size_t i = 0; at.to > at.from && i < n; i++)
        if (more[i].from == at.from && more[i].to == at.from)
            dm_buf_slice(out, with[i]);
    m->escape(out, text, src, at.from);
    for (size_t i = 0; i < n; i++)
        if (more[i].from == at.to && more[i].to == at.to)
            dm_buf_slice(out, with[i]);
    for (size_t i = 0; i < n; i++) /* they are done */
        if (more[i].from == more[i].to && more[i].from == at.to)
            more[i].from = more[i].to = src.len;
    from = at.to;
    put_beside(out, src, &from, src.len, more, with, n);
}

typedef struct tally {
    size_t asked, good;
} tally;

/* A character of the text is replaced, or has something put beside it. */
static void edit_once(const dm_doc *doc, dm_buf *out, tally *t)
{
    dm_slice text = doc->text->text;
    size_t   p = roll((uint32_t)text.len);
    dm_slice put =
        dm_slice_str(inserts[roll(sizeof inserts / sizeof *inserts)]);
    uint32_t how = roll(3);
    dm_range c, at;
    dm_buf   want;
    dm_doc  *got;

    while (p > 0 && (text.ptr[p] & 0xC0) == 0x80)
        p--;
    c = (dm_range){p, p + 1};
    while (c.to < text.len && (text.ptr[c.to] & 0xC0) == 0x80)
        c.to++;
    if (is_space(text.ptr[p]) || !dm_align_up(&doc->text->map, c, &at) ||
        at.to == at.from)
        return;
    if (how < 2) {
        at = how == 0 ? (dm_range){at.from, at.from} : (dm_range){at.to, at.to};
        c = how == 0 ? (dm_range){c.from, c.from} : (dm_range){c.to, c.to};
    }
    splice(out, doc, at, put);
    got = load(dm_buf_view(out));
    dm_buf_init(&want, 1 << 20);
    dm_buf_slice(&want, dm_slice_sub(text, 0, c.from));
    dm_buf_slice(&want, put);
    dm_buf_slice(&want, dm_slice_sub(text, c.to, text.len));
    t->asked++;
    if (same_but_for_space(dm_buf_view(&want), got->text->text))
        t->good++;
    else if (t->asked - t->good < 4)
        print_message("seed %u: [%s] %u at %zu of\n%.*s\ngave\n%.*s\n", seed,
                      put.ptr, how, at.from, (int)doc->bytes.len,
                      doc->bytes.ptr, (int)got->text->text.len,
                      got->text->text.ptr);
    dm_buf_fini(&want);
    dm_doc_free(got);
}

/* Markdown cannot say everything: what is counted here are emphasis beside
** punctuation and addresses.  See markup_markdown.h. */
static void text_reads_back(void **state)
{
    tally  t = {0, 0};
    dm_buf b, out;

    (void)state;
    dm_buf_init(&b, 1 << 20);
    dm_buf_init(&out, 1 << 20);
    for (uint32_t i = 0; i < 1500; i++) {
        dm_doc *doc;

        seed = i + 1;
        dm_buf_clear(&b);
        for (uint32_t n = 3 + roll(25); n > 0; n--)
            dm_buf_str(&b, scraps[roll(sizeof scraps / sizeof *scraps)]);
        doc = load(dm_buf_view(&b));
        assert_int_equal(doc->nwarnings, 0);
        for (int k = 0; k < 6 && doc->text->text.len > 0; k++)
            edit_once(doc, &out, &t);
        dm_doc_free(doc);
    }
    dm_buf_fini(&b);
    dm_buf_fini(&out);
    print_message("%zu edits, %zu read back\n", t.asked, t.good);
    assert_true(t.asked > 5000);
    assert_true(t.good * 1000 >= t.asked * 993);
}

static const struct {
    const char *md, *text, *want; /* `text` in place of the first @ */
} escapes[] = {
    {"a@b",               "*x* _y_ `z` [q] <r> &s; \\ ~ |",
     "a\\*x\\* \\_y\\_ \\`z\\` \\[q\\] \\<r\\> \\&s\\; \\\\ \\~ \\|b"               },
    {"@",                 "# a",                            "\\# a"                 },
    {"@",                 "- a",                            "\\- a"                 },
    {"@",                 "12. a",                          "12\\. a"               },
    {"a @",               "- 1. a",                         "a - 1. a"              },
    {"> @",               "+ a",                            "> \\+ a"               },
    {"- @",               "  a",                            "- &#32;&#32;a"         },
    {"a @b",              "c ",                             "a c b"                 },
    {"a@b",               "c\nd",                           "ac<br>db"              },
    {"`a@`",              "*\n_",                           "`a* _`"                },
    {"```\n@\n```",       "*a*\n<b>",                       "```\n*a*\n<b>\n```"    },
    {"> ```\n> @\n> ```", "a\nb",                           "> ```\n> a\n> b\n> ```"},
    {"a\n\n    @b",       "*",                              "a\n\n    *b"           },
    {"- a\n\n    @b",     "*",                              "- a\n\n    \\*b"       },
    {"<div>@</div>",      "a<b\nc",                         "<div>a&lt;b<br>c</div>"},
    {"a]@",               "(b)",                            "a]\\(b)"               },
};

static void text_is_escaped(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        dm_doc     *doc = load(dm_slice_str(escapes[i].md));
        const char *at = strchr(escapes[i].md, '@');
        size_t      from = (size_t)(at - escapes[i].md);
        dm_buf      out;

        dm_buf_init(&out, 4096);
        splice(&out, doc, (dm_range){from, from + 1},
               dm_slice_str(escapes[i].text));
        if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(escapes[i].want)))
            fail_msg("%s + %s:\n got %.*s\nwant %s", escapes[i].md,
                     escapes[i].text, (int)out.len, out.ptr, escapes[i].want);
        dm_buf_fini(&out);
        dm_doc_free(doc);
    }
}

static const struct {
    const char *stretch;
    bool        whole;
} stretches[] = {
    {"abc",                true },
    {"a *b* c",            true },
    {"a **b",              false},
    {"a** b **c",          true },
    {"a [b](c) d",         true },
    {"a](c) d",            false},
    {"a `*` b",            true },
    {"a `b",               false},
    {"a\nb",               true },
    {"a\n\nb",             false},
    {"a\n- b",             false},
    {"a\n> b",             false},
    {"a | b",              false},
    {"a <b>c</b> d",       true },
    {"a <b>c",             false},
    {"a <div>c</div>",     false},
    {"a<br>b",             true },
    {"<br>",               true },
    {"a \\* b",            true },
    {"a_b_c d_e",          true },
    {"*a **b* c**",        false},
    {"a\n# b",             false},
    {"一*二*三~~四~~", true },
    {"a ![b](c) d",        true },
};

static void what_marks_may_enclose(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof stretches / sizeof *stretches; i++)
        if (dm_markup_markdown.whole(dm_slice_str(stretches[i].stretch)) !=
            stretches[i].whole)
            fail_msg("%s: %s", stretches[i].stretch,
                     stretches[i].whole ? "is whole" : "is not whole");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(text_reads_back),
        cmocka_unit_test(what_marks_may_enclose),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
