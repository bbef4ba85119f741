/* read_odt.c - OpenDocument texts, as LibreOffice writes them. */
#include "load/odt.h"
#include "load/readers.h"

#define MIMETYPE "application/vnd.oasis.opendocument.text"

static bool holds_odt(dm_slice bytes, dm_slice path)
{
    dm_archive *archive;
    bool        yes;

    if (!dm_package_magic(bytes))
        return false;
    archive = dm_archive_open(bytes, SIZE_MAX, NULL);
    if (archive == NULL)
        return dm_package_claims(bytes, path, MIMETYPE, ".odt");
    yes = dm_package_mimetype(archive, MIMETYPE);
    dm_archive_close(archive);
    return yes;
}

/* An encrypted document has a list of its members that says how. */
static bool check_lock(dm_package *p, dm_err *err)
{
    static const char name[] = "META-INF/manifest.xml";
    static const char sign[] = "encryption-data";
    dm_slice          list;

    if (dm_archive_find(p->archive, DM_S(name)) == DM_NO_MEMBER)
        return true;
    if (!dm_archive_take(p->archive, DM_S(name), &p->doc->arena, &list, err))
        return false;
    if (memmem(list.ptr, list.len, sign, sizeof sign - 1) == NULL)
        return true;
    dm_fail(err, DM_E_LOCKED, "this document is encrypted");
    return dm_fail_help(err, "save it without a password first");
}

static bool join(dm_package *p, dm_err *err)
{
    size_t content = dm_archive_find(p->archive, DM_S("content.xml"));

    if (content == DM_NO_MEMBER)
        return dm_fail(err, DM_E_PARSE, "there is no 'content.xml' in it");
    return dm_package_join(p, &content, 1, err);
}

static bool open_odt(dm_doc *doc, const dm_load_options *o, dm_err *err)
{
    dm_package p;
    bool       ok;

    (void)o;
    ok = dm_package_open(&p, doc, err) && check_lock(&p, err) &&
         join(&p, err) && dm_package_read_meta(&p, DM_S("meta.xml"), err) &&
         dm_odt_body(&p, err) && dm_package_finish(&p, "odt", err);
    dm_package_close(&p);
    if (ok)
        dm_doc_set_markup(doc, &dm_odt_markup);
    return ok;
}

const dm_reader dm_reader_odt = {
    .name = "odt",
    .what = "OpenDocument texts: paragraphs, headings, lists, tables",
    .holds = holds_odt,
    .open = open_odt,
};
