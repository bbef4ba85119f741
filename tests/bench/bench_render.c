/* bench_render.c - how fast a clean document becomes its formats.
**
** usage: bench_render [-s SCRIPT] FORMAT FILE
**        bench_render
**
** With a file: what the format makes of it, on standard output, with the places
** that SCRIPT found.  Without: milliseconds for a page of 10 MB, the best of
** five.
*/
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "emit/brat.h"
#include "emit/html.h"
#include "emit/markdown.h"
#include "emit/pandoc.h"
#include "emit/plain.h"
#include "emit/webanno.h"
#include "engine/standoff.h"
#include "engine/tree.h"

enum { SIZE = 10 << 20, MOST = 1 << 30, ROUNDS = 5 };

typedef struct job {
    dm_buf      out;
    dm_tree     tree;
    dm_standoff found;
} job;

static void render_md(job *j)
{
    dm_markdown_render(&j->out, &j->tree);
}

static void render_html(job *j)
{
    dm_html_page(&j->out, &j->tree);
}

static void render_text(job *j)
{
    dm_plain_render(&j->out, &j->tree);
}

static void render_pandoc(job *j)
{
    dm_buf_str(&j->out, dm_pandoc_begin(DM_PANDOC_1_22));
    dm_pandoc_render(&j->out, &j->tree, DM_PANDOC_1_22);
    dm_buf_str(&j->out, dm_pandoc_end);
}

static void render_old(job *j)
{
    dm_buf_str(&j->out, dm_pandoc_begin(DM_PANDOC_1_20));
    dm_pandoc_render(&j->out, &j->tree, DM_PANDOC_1_20);
    dm_buf_str(&j->out, dm_pandoc_end);
}

static void render_page(job *j)
{
    dm_pandoc_page(&j->out, &j->tree, DM_PANDOC_1_22);
}

static void render_brat(job *j)
{
    dm_brat_render(&j->out, &j->found);
}

static void render_webanno(job *j)
{
    dm_webanno_render(&j->out, &j->found);
}

static const struct {
    const char *name;
    void (*render)(job *j);
} formats[] = {
    {"md",          render_md     },
    {"html",        render_html   },
    {"text",        render_text   },
    {"pandoc",      render_pandoc },
    {"pandoc-1.20", render_old    },
    {"pandoc-page", render_page   },
    {"brat",        render_brat   },
    {"webanno",     render_webanno},
};

enum { FORMATS = sizeof formats / sizeof *formats };

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool build(job *j, dm_arena *arena, dm_doc *doc, const char *script,
                  dm_result *result, dm_err *err)
{
    dm_engine_options   eo = dm_engine_options_default();
    dm_engine          *engine = NULL;
    dm_standoff_options so = {.view = dm_doc_view(doc, DM_S("clean"), err)};
    dm_tree_options     to = {.found = &j->found};

    eo.script = script;
    eo.spans = true;
    if (script != NULL) {
        engine = dm_engine_open(&eo, err);
        if (engine == NULL || !dm_engine_init(engine, err) ||
            !dm_engine_document(engine, doc, result, err))
            return false;
        so.engine = engine;
        so.view = dm_engine_view(engine, doc, err);
        so.records = result->records;
        so.nrecords = result->nrecords;
        to.record = result->nrecords > 0 ? result->records[0] : NULL;
    }
    to.view = so.view;
    return so.view != NULL &&
           dm_standoff_build(&j->found, arena, doc, &so, err) &&
           dm_tree_build(&j->tree, arena, doc, &to, err);
}

/* A page with all that a page has, again and again. */
static void make_page(dm_buf *out)
{
    dm_buf_str(out, "<html lang=zh><title>T</title><body>");
    for (int i = 0; out->len < SIZE; i++)
        dm_buf_printf(out,
                      "<h2>第%d章 标题 &amp; 更多</h2><p>正文 <a href=/x/%d>"
                      "链接</a>，a_b *c* [d] 的文字，再多一些的文字。</p><ul>"
                      "<li>1. one<li>2. two<ul><li>inner</ul></ul><table><tr>"
                      "<th>a<th>b<tr><td>1|2<td>中文</table><pre>x\n  y</pre>"
                      "<blockquote>quoted</blockquote>",
                      i, i);
}

static int measure(void)
{
    dm_buf   page;
    dm_arena arena;
    dm_err   err;
    job      j;
    double   t = now();
    dm_doc  *doc;

    dm_buf_init(&page, 2 * SIZE);
    make_page(&page);
    dm_buf_init(&j.out, MOST);
    dm_arena_init(&arena, MOST);
    doc = dm_load(DM_S("p"), DM_S("p.html"), dm_buf_view(&page), NULL, &err);
    if (doc == NULL || dm_doc_view(doc, DM_S("clean"), &err) == NULL)
        return 1;
    printf("load   %7.1f ms\n", now() - t);
    t = now();
    if (!build(&j, &arena, doc, NULL, NULL, &err))
        return 1;
    printf("tree   %7.1f ms, %zu MB\n", now() - t, arena.used >> 20);
    for (size_t i = 0; i < FORMATS; i++) {
        double best = 1e9;

        for (int k = 0; k < ROUNDS; k++) {
            dm_buf_clear(&j.out);
            t = now();
            formats[i].render(&j);
            t = now() - t;
            best = t < best ? t : best;
        }
        printf("%-11s %7.1f ms %5zu KB\n", formats[i].name, best,
               j.out.len >> 10);
    }
    dm_doc_free(doc);
    dm_arena_fini(&arena);
    dm_buf_fini(&j.out);
    dm_buf_fini(&page);
    return 0;
}

static bool slurp(dm_buf *out, const char *path)
{
    FILE  *f = fopen(path, "rb");
    char   block[65536];
    size_t n;

    if (f == NULL)
        return false;
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        dm_buf_add(out, block, n);
    fclose(f);
    return !out->failed;
}

static int show(const char *format, const char *path, const char *script)
{
    dm_result result;
    dm_buf    bytes;
    dm_err    err = {.msg = "cannot be read"};
    dm_doc   *doc = NULL;
    dm_arena  arena;
    job       j;
    size_t    i = 0;

    while (i < FORMATS && strcmp(formats[i].name, format) != 0)
        i++;
    dm_buf_init(&bytes, MOST);
    dm_buf_init(&j.out, MOST);
    dm_arena_init(&arena, MOST);
    dm_result_init(&result, MOST);
    if (i < FORMATS && slurp(&bytes, path))
        doc = dm_load(dm_slice_str(path), dm_slice_str(path),
                      dm_buf_view(&bytes), NULL, &err);
    if (doc == NULL || !build(&j, &arena, doc, script, &result, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.msg);
        return 1;
    }
    formats[i].render(&j);
    if (j.out.failed)
        return 1;
    fwrite(j.out.ptr, 1, j.out.len, stdout);
    return 0;
}

int main(int argc, char **argv)
{
    const char *script = NULL;

    if (argc > 2 && strcmp(argv[1], "-s") == 0) {
        script = argv[2];
        argc -= 2;
        argv += 2;
    }
    if (argc == 3)
        return show(argv[1], argv[2], script);
    return measure();
}
