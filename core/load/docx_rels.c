/* docx_rels.c - the members "_rels/NAME.rels": ids and what they refer to. */
#include <stdlib.h>

#include "load/docx.h"

typedef struct reading {
    const dm_package *p;
    dm_buf            list; /* of dm_rel */
} reading;

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for relationships");
}

/* "http://…/relationships/hyperlink" is a "hyperlink". */
static dm_slice last_segment(dm_slice s)
{
    size_t from = s.len;

    while (from > 0 && s.ptr[from - 1] != '/')
        from--;
    return dm_slice_sub(s, from, s.len);
}

static dm_slice copy(dm_arena *arena, const dm_xml_tag *tag, const char *name)
{
    dm_slice value = dm_xml_attr(tag, name);

    return dm_arena_slice(arena, value.ptr != NULL ? value : DM_S(""));
}

static bool open_rel(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    reading  *r = ud;
    dm_arena *arena = &r->p->doc->arena;
    dm_rel    rel;

    if (strcmp(tag->name, "rel:Relationship") != 0)
        return true;
    rel.id = copy(arena, tag, "Id");
    rel.type = copy(arena, tag, "Type");
    rel.target = copy(arena, tag, "Target");
    if (rel.id.ptr == NULL || rel.type.ptr == NULL || rel.target.ptr == NULL)
        return no_memory(err);
    rel.type = last_segment(rel.type);
    dm_buf_add(&r->list, &rel, sizeof rel);
    return !r->list.failed || no_memory(err);
}

static bool close_rel(void *ud, const char *name, dm_err *err)
{
    (void)ud, (void)name, (void)err;
    return true;
}

static int by_id(const void *a, const void *b)
{
    const dm_rel *x = a;
    const dm_rel *y = b;
    size_t        n = x->id.len < y->id.len ? x->id.len : y->id.len;
    int           way = memcmp(x->id.ptr, y->id.ptr, n);

    return way != 0 ? way : (x->id.len > y->id.len) - (x->id.len < y->id.len);
}

/* "word/document.xml" has "word/_rels/document.xml.rels". */
static dm_slice rels_name(dm_arena *arena, dm_slice part)
{
    dm_slice last = last_segment(part);
    size_t   folder = part.len - last.len;
    char    *out = dm_arena_alloc(arena, part.len + 16);
    dm_buf   b;
    dm_slice name = {NULL, 0};

    dm_buf_init(&b, part.len + 16);
    dm_buf_slice(&b, dm_slice_sub(part, 0, folder));
    dm_buf_str(&b, "_rels/");
    dm_buf_slice(&b, last);
    dm_buf_str(&b, ".rels");
    if (out != NULL && !b.failed) {
        memcpy(out, b.ptr, b.len);
        out[b.len] = '\0';
        name = (dm_slice){out, b.len};
    }
    dm_buf_fini(&b);
    return name;
}

/* The list moves into the document. */
static bool keep(reading *r, dm_rels *out, dm_err *err)
{
    dm_slice all;

    out->n = r->list.len / sizeof(dm_rel);
    out->list = dm_arena_zalloc(&r->p->doc->arena, out->n + 1, sizeof(dm_rel));
    if (out->list == NULL)
        return no_memory(err);
    all = dm_buf_view(&r->list);
    memcpy(out->list, all.ptr, all.len);
    qsort(out->list, out->n, sizeof(dm_rel), by_id);
    return true;
}

bool dm_docx_rels(const dm_package *p, dm_slice part, dm_rels *out, dm_err *err)
{
    static const dm_xml_handler handler = {open_rel, close_rel, NULL};
    dm_arena                   *arena = &p->doc->arena;
    dm_slice                    name = rels_name(arena, part);
    dm_slice                    xml;
    reading                     r = {.p = p};
    bool                        ok;

    *out = (dm_rels){NULL, 0};
    if (name.ptr == NULL)
        return no_memory(err);
    if (dm_archive_find(p->archive, name) == DM_NO_MEMBER)
        return true;
    dm_buf_init(&r.list, SIZE_MAX / 2);
    ok = dm_archive_take(p->archive, name, arena, &xml, err) &&
         dm_package_aside(p, xml, name.ptr, &handler, &r, err) &&
         keep(&r, out, err);
    dm_buf_fini(&r.list);
    return ok;
}

dm_slice dm_rels_target(const dm_rels *rels, dm_slice id)
{
    dm_rel        want = {.id = id};
    const dm_rel *rel = NULL;

    if (rels->n > 0)
        rel = bsearch(&want, rels->list, rels->n, sizeof want, by_id);
    return rel != NULL ? rel->target : (dm_slice){NULL, 0};
}

dm_slice dm_rels_typed(const dm_rels *rels, const char *type)
{
    for (size_t i = 0; i < rels->n; i++)
        if (dm_slice_eq(rels->list[i].type, dm_slice_str(type)))
            return rels->list[i].target;
    return (dm_slice){NULL, 0};
}
