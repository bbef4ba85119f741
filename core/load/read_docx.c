/* read_docx.c - Word files: which members hold the text, and in what order.
**
** The package says which part is the document; that part says what else
** belongs to it.  Packages that say nothing have the usual names.
*/
#include "load/docx.h"
#include "load/readers.h"

/* Office keeps an encrypted file as a stream of this name in a file of the
** old kind; in UTF-16LE. */
#define OLE_MAGIC "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define ENCRYPTED "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"

enum { OLE_LOOK = 1 << 20 };

static bool is_locked(dm_slice bytes)
{
    dm_slice look =
        dm_slice_sub(bytes, 0, bytes.len < OLE_LOOK ? bytes.len : OLE_LOOK);
    dm_slice tail = dm_slice_sub(
        bytes, bytes.len > OLE_LOOK ? bytes.len - OLE_LOOK : 0, bytes.len);

    if (!dm_slice_starts(bytes, DM_S(OLE_MAGIC)))
        return false;
    return memmem(look.ptr, look.len, ENCRYPTED, sizeof ENCRYPTED) != NULL ||
           memmem(tail.ptr, tail.len, ENCRYPTED, sizeof ENCRYPTED) != NULL;
}

static bool holds_docx(dm_slice bytes, dm_slice path)
{
    dm_archive *archive;
    bool        yes;

    if (is_locked(bytes))
        return true;
    if (!dm_package_magic(bytes))
        return false;
    archive = dm_archive_open(bytes, SIZE_MAX, NULL);
    if (archive == NULL)
        return dm_package_claims(bytes, path, NULL, ".docx");
    yes =
        dm_archive_find(archive, DM_S("[Content_Types].xml")) != DM_NO_MEMBER &&
        dm_archive_has(archive, DM_S("word/"));
    dm_archive_close(archive);
    return yes;
}

/* The member that relationship `type` of `base` leads to, `otherwise` (may be
** NULL) when there is none. */
static dm_slice part_name(const dm_package *p, const dm_rels *rels,
                          dm_slice base, const char *type,
                          const char *otherwise)
{
    dm_slice target = dm_rels_typed(rels, type);

    if (target.ptr != NULL)
        return dm_member_resolve(&p->doc->arena, base, target);
    if (otherwise == NULL)
        return DM_S("");
    return dm_member_resolve(&p->doc->arena, DM_S(""), dm_slice_str(otherwise));
}

enum { BODY, FOOTNOTES, ENDNOTES, PARTS };

typedef struct docx {
    dm_package      p;
    dm_rels         package, document;
    dm_slice        names[PARTS]; /* "" where there is no such part */
    dm_docx_styles  styles;
    dm_docx_numbers numbers;
} docx;

static bool find_parts(docx *d, dm_err *err)
{
    dm_slice styles, numbers, body;

    if (!dm_docx_rels(&d->p, DM_S(""), &d->package, err))
        return false;
    body = part_name(&d->p, &d->package, DM_S(""), "officeDocument",
                     "word/document.xml");
    if (body.ptr == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the document's parts");
    if (!dm_docx_rels(&d->p, body, &d->document, err))
        return false;
    d->names[BODY] = body;
    d->names[FOOTNOTES] =
        part_name(&d->p, &d->document, body, "footnotes", NULL);
    d->names[ENDNOTES] = part_name(&d->p, &d->document, body, "endnotes", NULL);
    styles = part_name(&d->p, &d->document, body, "styles", "word/styles.xml");
    numbers =
        part_name(&d->p, &d->document, body, "numbering", "word/numbering.xml");
    for (int i = 0; i < PARTS; i++)
        if (d->names[i].ptr == NULL)
            styles.ptr = NULL;
    if (styles.ptr == NULL || numbers.ptr == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the document's parts");
    return dm_docx_read_styles(&d->p, styles, &d->styles, err) &&
           dm_docx_read_numbers(&d->p, numbers, &d->numbers, err);
}

/* What is there of the three parts; the document itself must be. */
static bool join(docx *d, dm_err *err)
{
    size_t members[PARTS] = {0};
    size_t n = 0;

    for (int i = 0; i < PARTS; i++) {
        size_t m = dm_archive_find(d->p.archive, d->names[i]);

        if (m == DM_NO_MEMBER && i == BODY)
            return dm_fail(err, DM_E_PARSE, "there is no '%.200s' in it",
                           d->names[i].ptr);
        if (m != DM_NO_MEMBER && (n == 0 || m != members[0]))
            members[n++] = m;
    }
    if (n == PARTS && members[1] == members[2])
        n--;
    return dm_package_join(&d->p, members, n, err);
}

/* What was in the document and is not in its text, or was of no use. */
static bool warn_losses(const dm_docx_text *t, dm_err *err)
{
    dm_doc *doc = t->p->doc;

    if (t->chunks > 0 &&
        !dm_doc_warn(doc, err, "%zu %s in another format inside of it left out",
                     t->chunks, t->chunks == 1 ? "part is" : "parts are"))
        return false;
    if (t->dead > 0 &&
        !dm_doc_warn(doc, err, "%zu %s to a relationship that is missing",
                     t->dead, t->dead == 1 ? "link leads" : "links lead"))
        return false;
    return t->symbols == 0 ||
           dm_doc_warn(
               doc, err, "%zu %s of no known character: U+FFFD stands there",
               t->symbols, t->symbols == 1 ? "symbol is" : "symbols are");
}

static bool read_parts(docx *d, dm_err *err)
{
    dm_doc      *doc = d->p.doc;
    dm_rels      rels;
    dm_docx_text text = {
        .p = &d->p, .styles = &d->styles, .numbers = d->numbers, .rels = &rels};

    for (size_t i = 0; i < doc->nparts; i++)
        if (!dm_docx_rels(&d->p, doc->parts[i].name, &rels, err) ||
            !dm_docx_body(&text, i, err))
            return false;
    return warn_losses(&text, err);
}

static bool read_meta(docx *d, dm_err *err)
{
    dm_slice name = part_name(&d->p, &d->package, DM_S(""), "core-properties",
                              "docProps/core.xml");

    if (name.ptr == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the document's parts");
    return dm_package_read_meta(&d->p, name, err);
}

static bool open_docx(dm_doc *doc, const dm_load_options *o, dm_err *err)
{
    docx d;
    bool ok;

    (void)o;
    if (is_locked(doc->file)) {
        dm_fail(err, DM_E_LOCKED, "this Office file is encrypted");
        return dm_fail_help(err, "save it without a password first");
    }
    memset(&d, 0, sizeof d);
    ok = dm_package_open(&d.p, doc, err) && find_parts(&d, err) &&
         join(&d, err) && read_meta(&d, err) && read_parts(&d, err) &&
         dm_package_finish(&d.p, "docx", err);
    dm_package_close(&d.p);
    if (ok)
        dm_doc_set_markup(doc, &dm_docx_markup);
    return ok;
}

const dm_reader dm_reader_docx = {
    .name = "docx",
    .what = "Word documents: paragraphs, headings, lists, tables, notes",
    .holds = holds_docx,
    .open = open_docx,
};
