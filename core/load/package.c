/* package.c - joining members, and the page they make. */
#include "load/package.h"

#include <strings.h>

#include "base/ascii.h"
#include "load/html_role.h"

enum { MIMETYPE_AT = 38 }; /* of an unpacked first member of that name */

bool dm_package_magic(dm_slice bytes)
{
    return dm_slice_starts(bytes, DM_S("PK\x03\x04"));
}

bool dm_package_claims(dm_slice bytes, dm_slice path, const char *mimetype,
                       const char *ending)
{
    dm_slice end = dm_slice_str(ending);

    if (mimetype != NULL && bytes.len > MIMETYPE_AT &&
        dm_slice_starts(dm_slice_sub(bytes, MIMETYPE_AT, bytes.len),
                        dm_slice_str(mimetype)))
        return true;
    return path.len >= end.len &&
           strncasecmp(path.ptr + path.len - end.len, ending, end.len) == 0;
}

bool dm_package_mimetype(dm_archive *archive, const char *want)
{
    char   bytes[128];
    size_t size = 0;
    size_t i = dm_archive_find(archive, DM_S("mimetype"));

    return i != DM_NO_MEMBER && dm_archive_size(archive, i, &size, NULL) &&
           size <= sizeof bytes &&
           dm_archive_read(archive, i, bytes, size, NULL) &&
           dm_slice_starts((dm_slice){bytes, size}, dm_slice_str(want));
}

bool dm_package_open(dm_package *p, dm_doc *doc, dm_err *err)
{
    memset(p, 0, sizeof *p);
    p->doc = doc;
    dm_buf_init(&p->out, doc->limits.max_text);
    dm_buf_init(&p->notes, SIZE_MAX / 2);
    p->archive = dm_archive_open(doc->file, doc->limits.max_text, err);
    return p->archive != NULL;
}

void dm_package_close(dm_package *p)
{
    if (p->joined)
        dm_page_fini(&p->page);
    dm_buf_fini(&p->out);
    dm_buf_fini(&p->notes);
    dm_archive_close(p->archive);
}

/* ---- joining ---- */

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for the document's parts");
}

/* What the parts are in was never asked: XML's own charset is UTF-8. */
static bool set_charset(dm_doc *doc, bool ascii, dm_err *err)
{
    dm_candidate *c = dm_arena_zalloc(&doc->arena, 1, sizeof *c);

    if (c == NULL)
        return no_memory(err);
    c->charset = dm_charset_find(DM_S("utf-8"));
    c->how = ascii ? DM_BY_ASCII : DM_BY_UTF8;
    c->confidence = 1;
    c->evidence = "every part is strictly valid";
    doc->charset = (dm_detection){.candidates = c, .n = 1, .clean = true};
    return true;
}

static bool set_decoded(dm_package *p, dm_slice bytes, dm_err *err)
{
    dm_doc    *doc = p->doc;
    dm_decoded decoded = {.text = bytes, .map = dm_align_identity(bytes.len)};

    if (!set_charset(doc, dm_ascii_only(bytes), err) ||
        !dm_doc_set_decoded(doc, &decoded, err))
        return false;
    dm_page_init(&p->page, doc, bytes.ptr, &p->out);
    p->page.titled = true; /* the title stands in a member of its own */
    p->joined = true;
    return true;
}

/* How long the members are, and together. */
static bool measure(dm_package *p, const size_t *members, dm_part *parts,
                    size_t n, dm_err *err)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        size_t size = 0;

        if (!dm_archive_size(p->archive, members[i], &size, err))
            return false;
        parts[i].name = dm_arena_slice(&p->doc->arena,
                                       dm_archive_name(p->archive, members[i]));
        if (parts[i].name.ptr == NULL)
            return no_memory(err);
        parts[i].bytes = (dm_range){at, at + size};
        at += size;
    }
    return true;
}

static bool unpack(dm_package *p, const size_t *members, const dm_part *parts,
                   size_t n, dm_err *err)
{
    size_t len = n > 0 ? parts[n - 1].bytes.to : 0;
    char  *bytes = dm_arena_alloc(&p->doc->arena, len + 1);

    if (bytes == NULL)
        return no_memory(err);
    bytes[len] = '\0';
    for (size_t i = 0; i < n; i++) {
        dm_range r = parts[i].bytes;
        dm_slice part = {bytes + r.from, r.to - r.from};

        if (!dm_archive_read(p->archive, members[i], bytes + r.from, part.len,
                             err) ||
            !dm_xml_is_utf8(part, parts[i].name.ptr, err))
            return false;
    }
    dm_doc_set_parts(p->doc, (dm_slice){bytes, len}, parts, n);
    return set_decoded(p, (dm_slice){bytes, len}, err);
}

bool dm_package_join(dm_package *p, const size_t *members, size_t n,
                     dm_err *err)
{
    dm_part *parts = dm_arena_zalloc(&p->doc->arena, n + 1, sizeof *parts);

    if (parts == NULL)
        return no_memory(err);
    return measure(p, members, parts, n, err) &&
           unpack(p, members, parts, n, err);
}

/* ---- reading ---- */

bool dm_package_xml(const dm_package *p, size_t i, const dm_xml_handler *h,
                    void *ud, dm_err *err)
{
    dm_xml_input in = {p->doc->bytes, p->doc->parts[i].bytes,
                       p->doc->parts[i].name.ptr, p->doc->limits.max_depth};

    return dm_xml_read(&in, h, ud, err);
}

bool dm_package_aside(const dm_package *p, dm_slice xml, const char *name,
                      const dm_xml_handler *h, void *ud, dm_err *err)
{
    dm_xml_input in = {
        xml, {0, xml.len},
         name, p->doc->limits.max_depth
    };

    return dm_xml_is_utf8(xml, name, err) && dm_xml_read(&in, h, ud, err);
}

void dm_package_pop(dm_package *p, size_t depth)
{
    const dm_page *page = &p->page;

    while (dm_page_depth(page) > depth)
        dm_page_close(&p->page,
                      dm_page_elements(page)[dm_page_depth(page) - 1].name);
}

bool dm_package_well(const dm_package *p, dm_err *err)
{
    if (!p->page.failed)
        return true;
    if (p->page.err.code == DM_OK)
        return no_memory(err);
    if (err != NULL)
        *err = p->page.err;
    return false;
}

/* ---- the end ---- */

static bool annotate(dm_package *p, const dm_page_note *note, dm_err *err)
{
    dm_feature features[] = {
        {DM_LIT("kind"),  note->kind },
        {DM_LIT("label"), note->label},
        {DM_LIT("text"),  note->text },
    };
    dm_annotation a = {p->doc->text, note->range, DM_LIT("note"), features, 2};

    if (note->text.len > 0)
        a.nfeatures = 3;
    while (a.range.from < a.range.to &&
           p->doc->text->text.ptr[a.range.from] == '\n')
        a.range.from++; /* the line break before it */
    return dm_doc_annotate(p->doc, &a, err);
}

static bool add_notes(dm_package *p, dm_err *err)
{
    const dm_page_note *list = (const dm_page_note *)(void *)p->notes.ptr;
    size_t              n = p->notes.len / sizeof *list;

    if (p->notes.failed)
        return no_memory(err);
    for (size_t i = 0; i < n; i++)
        if (!annotate(p, &list[i], err))
            return false;
    return true;
}

bool dm_package_finish(dm_package *p, const char *format, dm_err *err)
{
    dm_page_end(&p->page);
    return dm_package_well(p, err) &&
           dm_page_set_text(&p->page, &p->out, format, err) &&
           dm_page_finish(&p->page, err) && add_notes(p, err);
}
