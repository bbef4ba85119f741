/* docx_number.c - word/numbering.xml: which lists count, from where, and how
** far they have counted.
**
** A paragraph names a w:num, which stands for a w:abstractNum of nine levels.
** Those of one abstractNum count on together; a w:num may have a start of its
** own for a level, which holds when it comes to that level first.  A level
** begins anew behind an item of a higher one.
*/
#include <stdlib.h>

#include "load/docx.h"

enum { MAX_LISTS = 65536, COUNT_MAX = 999999999 };

typedef struct reading {
    const dm_package *p;
    dm_buf            kinds, lists; /* of dm_docx_kind, dm_docx_list */
    dm_docx_level    *levels;       /* of what is open, or NULL */
    int               level;
    bool              counts; /* what is open is an abstractNum */
} reading;

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for the numbering of lists");
}

static dm_docx_kind *last_kind(const reading *r)
{
    return (dm_docx_kind *)(void *)(r->kinds.ptr + r->kinds.len) - 1;
}

static dm_docx_list *last_list(const reading *r)
{
    return (dm_docx_list *)(void *)(r->lists.ptr + r->lists.len) - 1;
}

static bool begin_kind(reading *r, const dm_xml_tag *tag, dm_err *err)
{
    dm_docx_kind kind = {
        .id = dm_docx_number(dm_xml_attr(tag, "w:abstractNumId"), -1)};

    r->levels = NULL;
    if (r->kinds.len / sizeof kind >= MAX_LISTS)
        return true;
    for (int i = 0; i < DM_DOCX_LEVELS; i++)
        kind.levels[i] = (dm_docx_level){.bullet = true, .start = 1};
    dm_buf_add(&r->kinds, &kind, sizeof kind);
    if (r->kinds.failed)
        return no_memory(err);
    r->levels = last_kind(r)->levels;
    r->counts = true;
    r->level = 0;
    return true;
}

static bool begin_list(reading *r, const dm_xml_tag *tag, dm_err *err)
{
    dm_docx_list list = {.id = dm_docx_number(dm_xml_attr(tag, "w:numId"), -1),
                         .kind = -1};

    r->levels = NULL;
    if (r->lists.len / sizeof list >= MAX_LISTS)
        return true;
    for (int i = 0; i < DM_DOCX_LEVELS; i++)
        list.levels[i] = (dm_docx_level){.start = -1};
    dm_buf_add(&r->lists, &list, sizeof list);
    if (r->lists.failed)
        return no_memory(err);
    r->levels = last_list(r)->levels;
    r->counts = false;
    r->level = 0;
    return true;
}

static void tell_format(const reading *r, dm_slice format)
{
    dm_docx_level *l = &r->levels[r->level];

    l->bullet = dm_slice_eq(format, DM_S("bullet")) ||
                dm_slice_eq(format, DM_S("none"));
    l->told = true;
}

static bool open_tag(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    reading *r = ud;
    dm_slice value;
    int      n;

    if (strcmp(tag->name, "w:abstractNum") == 0)
        return begin_kind(r, tag, err);
    if (strcmp(tag->name, "w:num") == 0)
        return begin_list(r, tag, err);
    if (r->levels == NULL)
        return true;
    value = dm_xml_attr(tag, "w:val");
    n = dm_docx_number(value, 0);
    if (strcmp(tag->name, "w:lvl") == 0 ||
        strcmp(tag->name, "w:lvlOverride") == 0)
        r->level =
            dm_docx_number(dm_xml_attr(tag, "w:ilvl"), 0) % DM_DOCX_LEVELS;
    else if (strcmp(tag->name, "w:numFmt") == 0 && value.ptr != NULL)
        tell_format(r, value);
    else if (strcmp(tag->name, "w:start") == 0 ||
             strcmp(tag->name, "w:startOverride") == 0)
        r->levels[r->level].start = n;
    else if (strcmp(tag->name, "w:lvlRestart") == 0 && r->counts)
        r->levels[r->level].goes_on = n == 0 && value.ptr != NULL;
    else if (strcmp(tag->name, "w:abstractNumId") == 0 && !r->counts)
        last_list(r)->kind = dm_docx_number(value, -1);
    return true;
}

static bool close_tag(void *ud, const char *name, dm_err *err)
{
    reading *r = ud;

    (void)err;
    if (strcmp(name, "w:abstractNum") == 0 || strcmp(name, "w:num") == 0)
        r->levels = NULL;
    return true;
}

/* Ids stand first in both. */
static int by_id(const void *a, const void *b)
{
    int x = *(const int *)a;
    int y = *(const int *)b;

    return (x > y) - (x < y);
}

/* A sorted copy in the document. */
static void *keep(const reading *r, const dm_buf *buf, size_t size, size_t *n)
{
    void *copy = dm_arena_zalloc(&r->p->doc->arena, buf->len / size + 1, size);

    *n = buf->len / size;
    if (copy == NULL || *n == 0)
        return copy;
    memcpy(copy, buf->ptr, buf->len);
    qsort(copy, *n, size, by_id);
    return copy;
}

bool dm_docx_read_numbers(const dm_package *p, dm_slice name,
                          dm_docx_numbers *out, dm_err *err)
{
    static const dm_xml_handler handler = {open_tag, close_tag, NULL};
    dm_slice                    xml;
    reading                     r = {.p = p};
    bool                        ok;

    *out = (dm_docx_numbers){NULL, NULL, 0, 0};
    if (dm_archive_find(p->archive, name) == DM_NO_MEMBER)
        return true;
    dm_buf_init(&r.kinds, SIZE_MAX / 2);
    dm_buf_init(&r.lists, SIZE_MAX / 2);
    ok = dm_archive_take(p->archive, name, &p->doc->arena, &xml, err) &&
         dm_package_aside(p, xml, name.ptr, &handler, &r, err);
    if (ok) {
        out->kinds = keep(&r, &r.kinds, sizeof(dm_docx_kind), &out->nkinds);
        out->lists = keep(&r, &r.lists, sizeof(dm_docx_list), &out->nlists);
        ok = (out->kinds != NULL && out->lists != NULL) || no_memory(err);
    }
    dm_buf_fini(&r.kinds);
    dm_buf_fini(&r.lists);
    return ok;
}

/* ---- counting ---- */

static int start_of(const dm_docx_kind *kind, const dm_docx_list *list, int i)
{
    return list->levels[i].start >= 0 ? list->levels[i].start
                                      : kind->levels[i].start;
}

/* Level `i` has one more. */
static void step(dm_docx_kind *kind, dm_docx_list *list, int i)
{
    dm_docx_level *l = &kind->levels[i];
    bool           anew = list->levels[i].start >= 0 && !list->levels[i].begun;

    if (!l->begun || anew)
        l->count = start_of(kind, list, i);
    else if (l->count < COUNT_MAX)
        l->count++;
    l->begun = true;
    list->levels[i].begun = true;
}

int dm_docx_count(const dm_docx_numbers *numbers, int id, int level)
{
    dm_docx_list *list = NULL;
    dm_docx_kind *kind = NULL;

    if (numbers->nlists > 0 && level >= 0 && level < DM_DOCX_LEVELS)
        list =
            bsearch(&id, numbers->lists, numbers->nlists, sizeof *list, by_id);
    if (list != NULL && numbers->nkinds > 0)
        kind = bsearch(&list->kind, numbers->kinds, numbers->nkinds,
                       sizeof *kind, by_id);
    if (kind == NULL)
        return 0;
    step(kind, list, level);
    for (int i = level + 1; i < DM_DOCX_LEVELS; i++)
        kind->levels[i].begun =
            kind->levels[i].begun && kind->levels[i].goes_on;
    if (list->levels[level].told ? list->levels[level].bullet
                                 : kind->levels[level].bullet)
        return 0;
    return kind->levels[level].count;
}
