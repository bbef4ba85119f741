/* note.c - links, metadata, annotations, drops and warnings. */
#include <stdio.h>

#include "doc/grow.h"
#include "doc/private.h"

enum { WARNING = 500 };

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for notes on the document");
}

static bool at_end(dm_err *err, const char *what, size_t max)
{
    return dm_fail(err, DM_E_TRUNCATED, "more than %zu %s", max, what);
}

bool dm_doc_add_link(dm_doc *doc, dm_range range, dm_slice href, dm_err *err)
{
    dm_link link = {
        range, {"", 0}
    };
    dm_link *list;

    if (doc->nlinks >= doc->limits.max_blocks)
        return at_end(err, "links", doc->limits.max_blocks);
    list = dm_grow(&doc->arena, doc->links, doc->nlinks, sizeof *list);
    link.href = dm_arena_slice(&doc->arena, href);
    if (list == NULL || link.href.ptr == NULL)
        return no_memory(err);
    doc->links = list;
    doc->links[doc->nlinks++] = link;
    return true;
}

bool dm_doc_add_meta(dm_doc *doc, dm_slice key, dm_slice value, dm_err *err)
{
    dm_feature  pair = {dm_arena_slice(&doc->arena, key),
                        dm_arena_slice(&doc->arena, value)};
    dm_feature *list;

    if (doc->nmeta >= DM_MAX_META)
        return at_end(err, "metadata", DM_MAX_META);
    list = dm_grow(&doc->arena, doc->meta, doc->nmeta, sizeof *list);
    if (list == NULL || pair.key.ptr == NULL || pair.value.ptr == NULL)
        return no_memory(err);
    doc->meta = list;
    doc->meta[doc->nmeta++] = pair;
    return true;
}

dm_slice dm_doc_meta(const dm_doc *doc, dm_slice key)
{
    for (size_t i = 0; i < doc->nmeta; i++)
        if (dm_slice_eq(doc->meta[i].key, key))
            return doc->meta[i].value;
    return DM_S("");
}

/* A copy of the features of `a`, texts and all. */
static bool copy_features(dm_arena *arena, dm_annotation *a)
{
    dm_feature *list = dm_arena_zalloc(arena, a->nfeatures, sizeof *list);

    if (list == NULL)
        return false;
    for (size_t i = 0; i < a->nfeatures; i++) {
        list[i].key = dm_arena_slice(arena, a->features[i].key);
        list[i].value = dm_arena_slice(arena, a->features[i].value);
        if (list[i].key.ptr == NULL || list[i].value.ptr == NULL)
            return false;
    }
    a->features = list;
    return true;
}

bool dm_doc_annotate(dm_doc *doc, const dm_annotation *a, dm_err *err)
{
    dm_annotation  copy = *a;
    dm_annotation *list;

    if (doc->nannotations >= DM_MAX_NOTES)
        return at_end(err, "annotations", DM_MAX_NOTES);
    list =
        dm_grow(&doc->arena, doc->annotations, doc->nannotations, sizeof *list);
    copy.type = dm_arena_slice(&doc->arena, a->type);
    if (list == NULL || copy.type.ptr == NULL ||
        !copy_features(&doc->arena, &copy))
        return no_memory(err);
    doc->annotations = list;
    doc->annotations[doc->nannotations++] = copy;
    return true;
}

bool dm_doc_drop(dm_doc *doc, const dm_view *view, dm_range range,
                 dm_slice reason, dm_err *err)
{
    dm_drop drop = {
        view, range, {"", 0}
    };
    dm_drop *list;

    if (doc->ndrops >= DM_MAX_NOTES)
        return at_end(err, "dropped spans", DM_MAX_NOTES);
    list = dm_grow(&doc->arena, doc->drops, doc->ndrops, sizeof *list);
    drop.reason = dm_arena_slice(&doc->arena, reason);
    if (list == NULL || drop.reason.ptr == NULL)
        return no_memory(err);
    doc->drops = list;
    doc->drops[doc->ndrops++] = drop;
    return true;
}

bool dm_doc_warn(dm_doc *doc, dm_err *err, const char *fmt, ...)
{
    char      text[WARNING] = "there were more warnings than are kept";
    char      whole[WARNING];
    dm_slice  said;
    dm_slice *list;
    va_list   ap;

    if (doc->nwarnings >= DM_MAX_WARNINGS)
        return true;
    if (doc->nwarnings < DM_MAX_WARNINGS - 1) {
        va_start(ap, fmt);
        vsnprintf(text, sizeof text, fmt, ap);
        va_end(ap);
    }
    dm_err_copy(whole, sizeof whole, text, strlen(text));
    said = dm_arena_slice(&doc->arena, dm_slice_str(whole));
    list = dm_grow(&doc->arena, doc->warnings, doc->nwarnings, sizeof *list);
    if (list == NULL || said.ptr == NULL)
        return no_memory(err);
    doc->warnings = list;
    doc->warnings[doc->nwarnings++] = said;
    return true;
}
