/* view.c - finding and making views.
**
** A document has a handful of views, so the cache is a list that is searched
** from its start: for each step, the child of the view before that this step
** made.
*/
#include "base/ascii.h"
#include "base/nearest.h"
#include "doc/private.h"

enum { NAMED = 5 }; /* views that have a name */

typedef struct dm_view_list {
    struct dm_view_list *next;
    dm_view              view;
    dm_view_cache        cache;
} dm_view_list;

bool dm_view_list_init(dm_doc *doc)
{
    dm_view raw = {
        .name = "raw",
        .text = doc->bytes,
        .map = dm_align_identity(doc->bytes.len),
        .stage = {"load", 0}
    };

    doc->raw = dm_view_add(doc, &raw, NULL);
    return doc->raw != NULL;
}

dm_view *dm_view_add(dm_doc *doc, const dm_view *view, dm_err *err)
{
    dm_view_list *made = dm_arena_alloc(&doc->arena, sizeof *made);

    if (made == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for the view '%s'", view->name);
        return NULL;
    }
    made->view = *view;
    made->view.doc = doc;
    made->view.depth = view->parent != NULL ? view->parent->depth + 1 : 0;
    made->view.cache = &made->cache;
    memset(&made->cache, 0, sizeof made->cache);
    made->cache.arena = &doc->arena;
    made->next = doc->views;
    doc->views = made;
    return &made->view;
}

static const dm_view *child(const dm_doc *doc, const dm_view *parent,
                            const dm_step *step)
{
    for (const dm_view_list *l = doc->views; l != NULL; l = l->next)
        if (l->view.parent == parent && l->view.stage.name == step->name)
            return &l->view;
    return NULL;
}

static const char *charset_of(const dm_doc *doc)
{
    const dm_detection *d = &doc->charset;

    return d->n > 0 ? dm_charset_name(d->candidates[0].charset) : "";
}

/* The canonical name of the view that `step` makes from `parent`. */
static char *name_of(dm_doc *doc, const dm_view *parent, const dm_step *step)
{
    size_t head = strlen(parent->name);
    size_t tail = strlen(step->name);
    char  *name;

    if (parent == doc->text)
        return dm_arena_str(&doc->arena, dm_slice_str(step->name));
    name = dm_arena_alloc(&doc->arena, head + tail + 2);
    if (name == NULL)
        return NULL;
    memcpy(name, parent->name, head);
    name[head] = ',';
    memcpy(name + head + 1, step->name, tail + 1);
    if (strcmp(name, DM_CLEAN_STEPS) == 0)
        memcpy(name, "clean", sizeof "clean");
    else if (strcmp(name, DM_WHOLE_STEPS) == 0)
        memcpy(name, "whole", sizeof "whole");
    return name;
}

/* What a gloss said of the characters before it becomes an annotation on
** them, once its step has taken it out of the text. */
static bool annotate_readings(dm_doc *doc, const dm_view *view, dm_err *err)
{
    for (size_t i = 0; i < view->nmends; i++) {
        const dm_mend *m = &view->mends[i];
        dm_feature     reading = {DM_LIT("reading"), m->note};
        dm_annotation  a = {
             .view = view,
             .type = DM_LIT("reading"),
             .features = &reading,
             .nfeatures = 1,
        };
        dm_range base = {m->src.from - m->base, m->src.from};

        if (m->base == 0 || !m->applied)
            continue;
        (void)dm_align_down(&view->map, base, &a.range);
        if (!dm_doc_annotate(doc, &a, err))
            return false;
    }
    return true;
}

static const dm_view *take_step(dm_doc *doc, const dm_view *parent,
                                const dm_step *step, dm_err *err)
{
    const dm_view *known = child(doc, parent, step);
    dm_step_result done;
    dm_step_how    how = {&doc->arena, doc->limits.max_text, doc->repair,
                          charset_of(doc)};
    dm_view        view = {
               .parent = parent, .stage = {step->name, 0}
    };

    if (known != NULL)
        return known;
    view.name = name_of(doc, parent, step);
    if (view.name == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for the step '%s'", step->name);
        return NULL;
    }
    if (!dm_step_run(&done, step, parent->text, &how, err))
        return NULL;
    view.text = done.text;
    view.map = done.map;
    view.stage.edits = done.edits;
    view.mends = done.mends;
    view.nmends = done.nmends;
    known = dm_view_add(doc, &view, err);
    if (known != NULL && !annotate_readings(doc, known, err))
        return NULL;
    return known;
}

size_t dm_view_repairs(const dm_view *view)
{
    size_t n = 0;

    for (; view != NULL; view = view->parent)
        n += view->nmends;
    return n;
}

dm_repaired dm_view_repair(const dm_view *view, size_t i)
{
    size_t before = dm_view_repairs(view);

    for (; view != NULL; view = view->parent) {
        before -= view->nmends;
        if (i >= before)
            break;
    }
    return (dm_repaired){view, view != NULL ? &view->mends[i - before] : NULL};
}

size_t dm_doc_unsure(const dm_doc *doc)
{
    size_t n = 0;

    for (const dm_view_list *l = doc->views; l != NULL; l = l->next)
        for (size_t i = 0; i < l->view.nmends; i++)
            n += !l->view.mends[i].applied &&
                 l->view.mends[i].certainty == DM_UNCERTAIN;
    return n;
}

/* Every name there is, for did-you-mean: the views, then the steps. */
static const char *known_name(const void *views, size_t i)
{
    const char *const *list = views;
    const dm_step     *step;

    if (i < NAMED)
        return list[i];
    step = dm_step_at(i - NAMED);
    return step != NULL ? step->name : NULL;
}

static const dm_view *unknown(dm_slice name, dm_err *err)
{
    static const char *const views[NAMED] = {"clean", "whole", "text",
                                             "decoded", "raw"};
    int                      show = name.len < 80 ? (int)name.len : 80;
    const char              *near = dm_nearest(name, known_name, views);

    dm_fail(err, DM_E_UNKNOWN_STEP, "there is no view or step called '%.*s'",
            show, name.ptr);
    if (near != NULL)
        dm_fail_help(err, "did you mean '%s'?", near);
    else
        dm_fail_help(err,
                     "a view is raw, decoded, text, clean, whole or a list of "
                     "steps such as lines,width");
    return NULL;
}

/* Cut the first name off a list. */
static dm_slice next_name(dm_slice *list)
{
    const char *comma = memchr(list->ptr, ',', list->len);
    size_t      len = comma != NULL ? (size_t)(comma - list->ptr) : list->len;
    dm_slice    name = {list->ptr, len};

    *list = dm_slice_sub(*list, len + (comma != NULL), list->len);
    return dm_ascii_trim(name);
}

/* Follow a list of steps from `view`; `*budget` steps are left. */
static const dm_view *walk(dm_doc *doc, const dm_view *view, dm_slice list,
                           int *budget, dm_err *err)
{
    bool first = true;

    while (view != NULL && list.len > 0) {
        dm_slice       name = next_name(&list);
        const dm_step *step = dm_step_find(name);

        if (--*budget < 0) {
            dm_fail(err, DM_E_SIZE, "a view takes at most %d steps",
                    DM_VIEW_STEPS);
            return NULL;
        }
        if (step != NULL)
            view = take_step(doc, view, step, err);
        else if (dm_slice_eq(name, DM_S("clean")))
            view = walk(doc, view, DM_S(DM_CLEAN_STEPS), budget, err);
        else if (dm_slice_eq(name, DM_S("whole")))
            view = walk(doc, view, DM_S(DM_WHOLE_STEPS), budget, err);
        else if (!first || !dm_slice_eq(name, DM_S("text")))
            return unknown(name, err);
        first = false;
    }
    return view;
}

const dm_view *dm_doc_view(dm_doc *doc, dm_slice name, dm_err *err)
{
    int budget = DM_VIEW_STEPS;

    name = dm_ascii_trim(name);
    if (dm_slice_eq(name, DM_S("raw")))
        return doc->raw;
    if (doc->text == NULL) {
        dm_fail(err, DM_E_INTERNAL, "the document has not been read yet");
        return NULL;
    }
    if (dm_slice_eq(name, DM_S("decoded")))
        return doc->decoded_view;
    return walk(doc, doc->text, name, &budget, err);
}
