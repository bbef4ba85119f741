/* render_text.c - from a document to a tree or a standoff, then to bytes.
**
** A document in a file of its own is a whole page, one of many a piece.
*/
#include "batch/render_text.h"

#include "batch/parcel.h"
#include "emit/brat.h"
#include "emit/html.h"
#include "emit/markdown.h"
#include "emit/plain.h"
#include "emit/webanno.h"
#include "engine/standoff.h"
#include "engine/tree.h"

/* What was found, in the view of the records. */
static bool build_found(dm_standoff *out, const dm_view **view,
                        const dm_run *run, dm_doc *doc, dm_result *result,
                        dm_err *err)
{
    dm_standoff_options o = {.engine = run->engine,
                             .records = result->records,
                             .nrecords = result->nrecords};

    o.view = dm_engine_view(run->engine, doc, err);
    *view = o.view;
    return o.view != NULL &&
           dm_standoff_build(out, &result->arena, doc, &o, err);
}

static void render_html(dm_buf *out, const dm_tree *tree, const dm_run *run)
{
    if (run->apart || run->lone)
        dm_html_page(out, tree);
    else
        dm_html_render(out, tree);
}

static void render_pandoc(dm_buf *out, const dm_tree *tree, const dm_run *run)
{
    if (run->apart)
        dm_pandoc_page(out, tree, run->pandoc);
    else
        dm_pandoc_render(out, tree, run->pandoc);
}

static void render_md(dm_buf *out, const dm_tree *tree, const dm_run *run)
{
    (void)run;
    dm_markdown_render(out, tree);
}

static void render_plain(dm_buf *out, const dm_tree *tree, const dm_run *run)
{
    (void)run;
    dm_plain_render(out, tree);
}

static const struct {
    const char *name;
    void (*render)(dm_buf *out, const dm_tree *tree, const dm_run *run);
} formats[] = {
    {"html",   render_html  },
    {"md",     render_md    },
    {"pandoc", render_pandoc},
    {"text",   render_plain },
};

/* Labels that no output shows were found all the same. */
static void note_unshown(const dm_tree *tree, dm_answer *out)
{
    dm_err text;

    if (tree->unshown == 0)
        return;
    dm_fail(&text, DM_E_TRUNCATED,
            "%zu places are not marked, too many "
            "overlap",
            tree->unshown);
    dm_answer_remark(out, DM_REMARK_NOTE, &text);
}

bool dm_render_tree(const dm_run *run, dm_doc *doc, dm_result *result,
                    dm_answer *out, dm_err *err)
{
    dm_standoff     found;
    dm_tree         tree;
    dm_tree_options o = {.found = &found};

    if (!build_found(&found, &o.view, run, doc, result, err))
        return false;
    for (size_t i = result->nrecords; i-- > 0;)
        if (result->outputs[i].len == 0)
            o.record = result->records[i];
    if (!dm_tree_build(&tree, &result->arena, doc, &o, err))
        return false;
    note_unshown(&tree, out);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, run->sink->name) == 0)
            formats[i].render(&out->data, &tree, run);
    return true;
}

bool dm_render_brat(const dm_run *run, dm_doc *doc, dm_result *result,
                    dm_answer *out, dm_err *err)
{
    dm_standoff    found;
    const dm_view *view = NULL;

    if (!build_found(&found, &view, run, doc, result, err))
        return false;
    dm_brat_render(&out->data, &found);
    dm_parcel_add(&out->parcels, DM_PARCEL_BESIDE, DM_S("txt"), found.text);
    return true;
}

bool dm_render_webanno(const dm_run *run, dm_doc *doc, dm_result *result,
                       dm_answer *out, dm_err *err)
{
    dm_standoff    found;
    const dm_view *view = NULL;

    if (!build_found(&found, &view, run, doc, result, err))
        return false;
    dm_webanno_render(&out->data, &found);
    return true;
}
