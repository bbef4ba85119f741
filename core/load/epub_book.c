/* epub_book.c - from META-INF/container.xml by the package to the spine.
**
** The package lists all files (the manifest) and then, by their ids, the pages
** in reading order (the spine).  Pages that say linear="no" are read too: they
** are part of the book.  The table of contents is not, unless it is a page of
** the spine.
*/
#include <stdlib.h>

#include "load/epub.h"

typedef struct item {
    dm_slice id, href;
    bool     page; /* by its media type */
} item;

typedef struct book {
    dm_package     *p;
    dm_slice        opf;   /* the package's name */
    dm_buf          items; /* of item, sorted by id once the spine begins */
    dm_buf          spine; /* of dm_slice: ids */
    dm_package_meta meta;
    bool            in_meta;
    bool           *locked; /* by member, or NULL */
} book;

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for the book's pages");
}

static bool close_nothing(void *ud, const char *name, dm_err *err)
{
    (void)ud, (void)name, (void)err;
    return true;
}

static bool copy(const book *b, const dm_xml_tag *tag, const char *name,
                 dm_slice *out)
{
    dm_slice value = dm_xml_attr(tag, name);

    *out =
        dm_arena_slice(&b->p->doc->arena, value.ptr != NULL ? value : DM_S(""));
    return out->ptr != NULL;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The member that `href` means when `base` says it: without its fragment, and
** with %20 as a blank.  ptr is NULL without memory. */
static dm_slice member_name(const book *b, dm_slice base, dm_slice href)
{
    char  *out = dm_arena_alloc(&b->p->doc->arena, href.len + 1);
    size_t n = 0;

    if (out == NULL)
        return (dm_slice){NULL, 0};
    for (size_t i = 0; i < href.len && href.ptr[i] != '#'; i++) {
        int high = i + 2 < href.len ? digit(href.ptr[i + 1]) : -1;
        int low = i + 2 < href.len ? digit(href.ptr[i + 2]) : -1;

        if (href.ptr[i] == '%' && high >= 0 && low >= 0) {
            out[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[n++] = href.ptr[i];
        }
    }
    out[n] = '\0';
    return dm_member_resolve(&b->p->doc->arena, base, (dm_slice){out, n});
}

/* ---- the container ---- */

static bool open_container(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    book *b = ud;

    if (strcmp(tag->name, "ocf:rootfile") != 0 || b->opf.len > 0)
        return true;
    return copy(b, tag, "full-path", &b->opf) || no_memory(err);
}

static bool find_package(book *b, dm_err *err)
{
    static const dm_xml_handler handler = {open_container, close_nothing, NULL};
    static const char           name[] = "META-INF/container.xml";
    dm_slice                    xml;

    if (!dm_archive_take(b->p->archive, DM_S(name), &b->p->doc->arena, &xml,
                         err) ||
        !dm_package_aside(b->p, xml, name, &handler, b, err))
        return false;
    if (b->opf.len == 0)
        return dm_fail(err, DM_E_PARSE, "%s names no package", name);
    b->opf = dm_member_resolve(&b->p->doc->arena, DM_S(""), b->opf);
    return b->opf.ptr != NULL || no_memory(err);
}

/* ---- what is encrypted: fonts often, and pages by who sells them ---- */

static bool open_locked(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    book    *b = ud;
    dm_slice uri = dm_xml_attr(tag, "URI");
    size_t   i;

    if (strcmp(tag->name, "enc:CipherReference") != 0 || uri.ptr == NULL)
        return true;
    uri = member_name(b, DM_S(""), uri);
    if (uri.ptr == NULL)
        return no_memory(err);
    i = dm_archive_find(b->p->archive, uri);
    if (i != DM_NO_MEMBER)
        b->locked[i] = true;
    return true;
}

static bool find_locked(book *b, dm_err *err)
{
    static const dm_xml_handler handler = {open_locked, close_nothing, NULL};
    static const char           name[] = "META-INF/encryption.xml";
    dm_slice                    xml;

    if (dm_archive_find(b->p->archive, DM_S(name)) == DM_NO_MEMBER)
        return true;
    b->locked =
        dm_arena_zalloc(&b->p->doc->arena, DM_MAX_MEMBERS, sizeof *b->locked);
    if (b->locked == NULL)
        return no_memory(err);
    return dm_archive_take(b->p->archive, DM_S(name), &b->p->doc->arena, &xml,
                           err) &&
           dm_package_aside(b->p, xml, name, &handler, b, err);
}

/* ---- the package ---- */

static bool is_page(dm_slice type)
{
    return dm_slice_eq(type, DM_S("application/xhtml+xml")) ||
           dm_slice_eq(type, DM_S("text/html")) ||
           dm_slice_eq(type, DM_S("text/x-oeb1-document"));
}

static bool add_item(book *b, const dm_xml_tag *tag, dm_err *err)
{
    item     it;
    dm_slice type = dm_xml_attr(tag, "media-type");

    if (!copy(b, tag, "id", &it.id) || !copy(b, tag, "href", &it.href))
        return no_memory(err);
    it.page = type.ptr != NULL && is_page(type);
    dm_buf_add(&b->items, &it, sizeof it);
    return !b->items.failed || no_memory(err);
}

static bool add_page(book *b, const dm_xml_tag *tag, dm_err *err)
{
    dm_slice id;

    if (!copy(b, tag, "idref", &id))
        return no_memory(err);
    dm_buf_add(&b->spine, &id, sizeof id);
    return !b->spine.failed || no_memory(err);
}

static bool open_package(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    book *b = ud;

    if (strcmp(tag->name, "opf:metadata") == 0)
        b->in_meta = true;
    if (b->in_meta)
        return dm_package_meta_handler.open(&b->meta, tag, err);
    if (strcmp(tag->name, "opf:item") == 0)
        return add_item(b, tag, err);
    if (strcmp(tag->name, "opf:itemref") == 0)
        return add_page(b, tag, err);
    return true;
}

static bool close_package(void *ud, const char *name, dm_err *err)
{
    book *b = ud;
    bool  in_meta = b->in_meta;

    if (strcmp(name, "opf:metadata") == 0)
        b->in_meta = false;
    return !in_meta || dm_package_meta_handler.close(&b->meta, name, err);
}

static bool text_package(void *ud, dm_range range, dm_slice text, dm_err *err)
{
    book *b = ud;

    return !b->in_meta ||
           dm_package_meta_handler.text(&b->meta, range, text, err);
}

static int by_id(const void *a, const void *b)
{
    const item *x = a;
    const item *y = b;
    size_t      n = x->id.len < y->id.len ? x->id.len : y->id.len;
    int         way = memcmp(x->id.ptr, y->id.ptr, n);

    return way != 0 ? way : (x->id.len > y->id.len) - (x->id.len < y->id.len);
}

static bool read_package(book *b, dm_err *err)
{
    static const dm_xml_handler handler = {open_package, close_package,
                                           text_package};
    dm_slice                    xml;

    if (!dm_archive_take(b->p->archive, b->opf, &b->p->doc->arena, &xml, err) ||
        !dm_package_aside(b->p, xml, b->opf.ptr, &handler, b, err))
        return false;
    if (b->items.len > 0)
        qsort(b->items.ptr, b->items.len / sizeof(item), sizeof(item), by_id);
    return true;
}

/* ---- the spine ---- */

static const item *item_of(const book *b, dm_slice id)
{
    item want = {.id = id};

    if (b->items.len == 0)
        return NULL;
    return bsearch(&want, b->items.ptr, b->items.len / sizeof want, sizeof want,
                   by_id);
}

/* Put the page `it` into `out`, if it is there and not in it. */
static bool take(const book *b, const item *it, bool *taken, dm_epub_book *out,
                 dm_err *err)
{
    dm_slice name = member_name(b, b->opf, it->href);
    size_t   i;

    if (name.ptr == NULL)
        return no_memory(err);
    i = dm_archive_find(b->p->archive, name);
    if (i == DM_NO_MEMBER) {
        if (out->missing++ == 0)
            out->first = name;
        return true;
    }
    if (b->locked != NULL && b->locked[i])
        return dm_fail(err, DM_E_LOCKED, "'%.200s' in it is encrypted",
                       name.ptr);
    if (!taken[i])
        out->members[out->n++] = i;
    taken[i] = true;
    return true;
}

static bool walk_spine(const book *b, dm_epub_book *out, dm_err *err)
{
    dm_arena       *arena = &b->p->doc->arena;
    const dm_slice *ids = (const dm_slice *)(const void *)b->spine.ptr;
    size_t          n = b->spine.len / sizeof *ids;
    bool *taken = dm_arena_zalloc(arena, DM_MAX_MEMBERS, sizeof *taken);

    out->members = dm_arena_zalloc(arena, n + 1, sizeof *out->members);
    if (taken == NULL || out->members == NULL)
        return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        const item *it = item_of(b, ids[i]);

        if (it != NULL && it->page && !take(b, it, taken, out, err))
            return false;
        if (it == NULL && out->missing++ == 0)
            out->first = ids[i];
    }
    return out->n > 0 ||
           dm_fail(err, DM_E_PARSE, "the spine of %.200s names no page",
                   b->opf.ptr);
}

bool dm_epub_find(dm_package *p, dm_epub_book *out, dm_err *err)
{
    book b = {.p = p};
    bool ok;

    *out = (dm_epub_book){
        .first = {"", 0}
    };
    dm_buf_init(&b.items, SIZE_MAX / 2);
    dm_buf_init(&b.spine, SIZE_MAX / 2);
    dm_package_meta_init(&b.meta, p->doc);
    ok = find_package(&b, err) && find_locked(&b, err) &&
         read_package(&b, err) && walk_spine(&b, out, err);
    dm_buf_fini(&b.items);
    dm_buf_fini(&b.spine);
    dm_package_meta_fini(&b.meta);
    return ok;
}
