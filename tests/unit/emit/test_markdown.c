/* test_markdown.c - Markdown that md4c reads back as the text it came from.
**
** Besides a table of what is written how, hostile texts made at random from
** what Markdown takes for markup: md4c, as CommonMark and with GFM's
** extensions, must give back the same text and no markup but ours.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <md4c.h>

#include "emit/markdown.h"

enum { ROOM = 1 << 20, RANDOM = 20000, PARTS = 14 };

static dm_run_text run_of(const char *text)
{
    return (dm_run_text){.text = dm_slice_str(text), .href = DM_LIT("")};
}

static const struct {
    const char  *name;
    dm_node_kind kind;
    const char  *text, *want;
} rows[] = {
    {"plain",            DM_NODE_PARAGRAPH, "ab",             "ab\n"                },
    {"marks",            DM_NODE_PARAGRAPH, "a*b_c`d",        "a\\*b\\_c\\`d\n"     },
    {"a heading's mark", DM_NODE_PARAGRAPH, "# x # y",        "\\# x # y\n"         },
    {"a bullet",         DM_NODE_PARAGRAPH, "- x - y",        "\\- x - y\n"         },
    {"a number",         DM_NODE_PARAGRAPH, "12. x 3. y",     "12\\. x 3. y\n"      },
    {"ten digits",       DM_NODE_PARAGRAPH, "1234567890. x",  "1234567890. x\n"     },
    {"a bracket",        DM_NODE_PARAGRAPH, "7) x",           "7\\) x\n"            },
    {"not a number",     DM_NODE_PARAGRAPH, "a1. x",          "a1. x\n"             },
    {"an entity",        DM_NODE_PARAGRAPH, "&lt; & &#60; &", "\\&lt; & \\&#60; &\n"},
    {"a tag",            DM_NODE_PARAGRAPH, "<b>",            "\\<b>\n"             },
    {"a quote",          DM_NODE_PARAGRAPH, "> x > y",        "\\> x > y\n"         },
    {"an underline",     DM_NODE_PARAGRAPH, "x\n=== y",       "x\\\n\\=== y\n"      },
    {"a hard break",     DM_NODE_PARAGRAPH, "x  \n \n - y",   "x\\\n\\- y\n"        },
    {"blanks",           DM_NODE_PARAGRAPH, " x \t y ",       "x y\n"               },
    {"a time",           DM_NODE_PARAGRAPH, "at 12:30",       "at 12:30\n"          },
    {"a short name",     DM_NODE_PARAGRAPH, "1:100:",         "1\\:100:\n"          },
    {"a URL",            DM_NODE_PARAGRAPH, "http://a.b/c d", "http://a.b/c d\n"    },
    {"a URL with marks", DM_NODE_PARAGRAPH, "http://a/_b",    "http\\://a/\\_b\n"   },
    {"www",              DM_NODE_PARAGRAPH, "www.a_b.c",      "www\\.a\\_b.c\n"     },
    {"a NUL-free text",  DM_NODE_PARAGRAPH, "\x01",           "\x01\n"              },
    {"heading",          DM_NODE_HEADING,   "a # b #\nc",     "## a \\# b \\# c\n"  },
    {"code",             DM_NODE_PRE,       "*a*\n b",        "```\n*a*\n b\n```\n" },
    {"code with fences", DM_NODE_PRE,       "````\nx\r\ny",
     "`````\n````\nx\ny\n`````\n"                                                   },
};

static void spelled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_run_text run = run_of(rows[i].text);
        dm_node     node = {.kind = rows[i].kind,
                            .level = 2,
                            .number = DM_LIT(""),
                            .runs = &run,
                            .nruns = 1};
        dm_tree     tree = {.first = &node};
        dm_buf      out;

        dm_buf_init(&out, ROOM);
        dm_markdown_render(&out, &tree);
        dm_buf_char(&out, '\0');
        if (strcmp(out.ptr, rows[i].want) != 0)
            fail_msg("%s: %s", rows[i].name, out.ptr);
        dm_buf_fini(&out);
    }
}

/* What md4c reads: text without white space, and a letter for each block and
** span that opens. */
typedef struct reading {
    dm_buf text, shape;
} reading;

static int on_block(MD_BLOCKTYPE type, void *detail, void *ud)
{
    static const char letters[] = "Dq*#i-hcHpT[]rKk";
    reading          *r = ud;

    (void)detail;
    dm_buf_char(&r->shape,
                (size_t)type < sizeof letters - 1 ? letters[type] : '?');
    return 0;
}

static int on_end_block(MD_BLOCKTYPE type, void *detail, void *ud)
{
    (void)type, (void)detail, (void)ud;
    return 0;
}

static int on_span(MD_SPANTYPE type, void *detail, void *ud)
{
    reading *r = ud;
    bool mine = type == MD_SPAN_A && !((MD_SPAN_A_DETAIL *)detail)->title.size;

    if (!mine)
        dm_buf_char(&r->shape, '!');
    return 0;
}

static int on_end_span(MD_SPANTYPE type, void *detail, void *ud)
{
    (void)type, (void)detail, (void)ud;
    return 0;
}

static void squeeze(dm_buf *out, dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] > ' ')
            dm_buf_char(out, s.ptr[i]);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size,
                   void *ud)
{
    reading *r = ud;
    dm_slice s = {text, size};

    if (type == MD_TEXT_ENTITY && dm_slice_eq(s, DM_S("&#124;")))
        dm_buf_char(&r->text, '|');
    else if (type == MD_TEXT_ENTITY ||
             (type == MD_TEXT_HTML && !dm_slice_eq(s, DM_S("<br>"))))
        dm_buf_char(&r->shape, '&');
    else if (type != MD_TEXT_HTML)
        squeeze(&r->text, s);
    return 0;
}

static void read_back(reading *r, const dm_buf *md, unsigned flags)
{
    MD_PARSER parser = {.flags = flags,
                        .enter_block = on_block,
                        .leave_block = on_end_block,
                        .enter_span = on_span,
                        .leave_span = on_end_span,
                        .text = on_text};

    dm_buf_clear(&r->text);
    dm_buf_clear(&r->shape);
    assert_int_equal(md_parse(md->ptr, (MD_SIZE)md->len, &parser, r), 0);
    dm_buf_char(&r->text, '\0');
    dm_buf_char(&r->shape, '\0');
}

static uint64_t seed = 88172645463325252ULL;

static size_t dice(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed % n);
}

/* A hostile text: never empty, visible at both ends. */
static void make_text(dm_buf *out)
{
    static const char *const parts[] = {
        "*",        "**",      "_",     "`",     "```",   "#",      "## ",
        "[",        "]",       "](",    "(",     ")",     "<",      ">",
        "<b>",      "<!--",    "&amp;", "&",     "&#35;", "|",      "\\",
        "\\|",      "1. ",     "12) ",  "- ",    "+ ",    "* ",     "---",
        "===",      "~~",      "~~~",   "\n",    "\n\n",  "\n    ", " ",
        "\t",       "a",       "word",  "中文",  "　",    "!",      "![",
        ":",        "http://", "www.",  "a@b.c", "$",     "$$",     "[x]: /y",
        "[ ] ",     "| - |",   ":-:",   ":+1:",  "{#a}",  "7",      "\"",
        "'",        "]: ",     "\r\n",  "-",     "=",     "+",      ".",
        "\xC2\xA0",
    };
    size_t n = 1 + dice(PARTS);

    dm_buf_clear(out);
    dm_buf_str(out, dice(2) == 0 ? "x" : parts[dice(4)]);
    for (size_t i = 0; i < n; i++)
        dm_buf_str(out, parts[dice(sizeof parts / sizeof *parts)]);
    dm_buf_char(out, 'z');
    if (dice(2) == 0)
        dm_buf_char(out, "*_#|\\>-!:&"[dice(10)]);
}

/* A document with the text in every kind of place, cut into runs. */
typedef struct place {
    dm_run_text runs[4];
    dm_node     node, inner, outer;
    const char *shape; /* of what md4c must see */
    size_t      times; /* so often the text is there */
} place;

static void cut(place *p, dm_slice text)
{
    size_t at = 0, n = 1 + dice(4);

    p->node.runs = p->runs;
    p->node.nruns = 0;
    for (size_t i = 0; i < n && at < text.len; i++) {
        size_t to = i + 1 == n ? text.len : at + 1 + dice(text.len - at);

        while (to < text.len && ((unsigned char)text.ptr[to] & 0xC0) == 0x80)
            to++;
        p->runs[p->node.nruns] = (dm_run_text){
            .text = dm_slice_sub(text, at, to), .href = DM_LIT("")};
        if (dice(4) == 0)
            p->runs[p->node.nruns].href = DM_S("/a_(b)*c?d=1&lt=2|\"<>");
        p->node.nruns++;
        at = to;
    }
    if (at < text.len) /* the last run takes the rest */
        p->runs[p->node.nruns - 1].text.len += text.len - at;
}

static void set(place *p, size_t how)
{
    static const struct {
        dm_node_kind node, inner, outer;
        const char  *shape;
    } kinds[] = {
        {DM_NODE_PARAGRAPH, DM_NODE_PARAGRAPH, DM_NODE_PARAGRAPH, "Dp"   },
        {DM_NODE_HEADING,   DM_NODE_PARAGRAPH, DM_NODE_PARAGRAPH, "Dh"   },
        {DM_NODE_ITEM,      DM_NODE_LIST,      DM_NODE_PARAGRAPH, "D*i"  },
        {DM_NODE_ITEM,      DM_NODE_LIST,      DM_NODE_QUOTE,     "Dq*i" },
        {DM_NODE_PARAGRAPH, DM_NODE_QUOTE,     DM_NODE_PARAGRAPH, "Dqp"  },
        {DM_NODE_CELL,      DM_NODE_ROW,       DM_NODE_TABLE,     "DT[rK"},
    };

    p->shape = kinds[how].shape;
    p->node.kind = kinds[how].node;
    p->inner = (dm_node){.kind = kinds[how].inner, .first = &p->node};
    p->outer = (dm_node){.kind = kinds[how].outer, .first = &p->inner};
    p->node.level = 3;
}

static const dm_node *top_of(const place *p)
{
    if (p->outer.kind != DM_NODE_PARAGRAPH)
        return &p->outer;
    return p->inner.kind != DM_NODE_PARAGRAPH ? &p->inner : &p->node;
}

static void try_one(reading *r, dm_buf *text, dm_buf *want)
{
    static const unsigned dialects[] = {
        0, MD_DIALECT_GITHUB, MD_FLAG_TABLES | MD_FLAG_LATEXMATHSPANS};
    place   p = {.node = {.number = DM_LIT("")}};
    dm_tree tree;
    dm_node first;
    dm_buf  md;
    size_t  how = dice(6);

    make_text(text);
    cut(&p, dm_buf_view(text));
    set(&p, how);
    first = *top_of(&p);
    tree = (dm_tree){.first = &first};
    dm_buf_init(&md, ROOM);
    dm_markdown_render(&md, &tree);
    dm_buf_clear(want);
    squeeze(want, dm_buf_view(text));
    dm_buf_char(want, '\0');
    for (size_t d = 0; d < 3; d++) {
        if (how == 5 && d == 0)
            continue; /* CommonMark has no tables */
        read_back(r, &md, dialects[d]);
        if (strcmp(r->text.ptr, want->ptr) != 0 ||
            strcmp(r->shape.ptr, p.shape) != 0) {
            dm_buf_char(&md, '\0');
            fail_msg("dialect %zu: wrote\n%s\nread %s (%s), not %s (%s)", d,
                     md.ptr, r->text.ptr, r->shape.ptr, want->ptr, p.shape);
        }
    }
    dm_buf_fini(&md);
}

static void hostile_texts_read_back(void **state)
{
    reading r;
    dm_buf  text, want;

    (void)state;
    dm_buf_init(&r.text, ROOM);
    dm_buf_init(&r.shape, ROOM);
    dm_buf_init(&text, ROOM);
    dm_buf_init(&want, ROOM);
    for (int i = 0; i < RANDOM; i++)
        try_one(&r, &text, &want);
    dm_buf_fini(&r.text);
    dm_buf_fini(&r.shape);
    dm_buf_fini(&text);
    dm_buf_fini(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spelled),
        cmocka_unit_test(hostile_texts_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
