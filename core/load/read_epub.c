/* read_epub.c - books: the pages of the spine, each read as HTML is.
**
** They are XHTML, mostly; the parser of HTML takes what is broken as well.
*/
#include "base/mem.h"
#include "load/epub.h"
#include "load/html_guard.h"
#include "load/markup.h"
#include "load/readers.h"

#define MIMETYPE  "application/epub+zip"
#define CONTAINER "META-INF/container.xml"

static bool holds_epub(dm_slice bytes, dm_slice path)
{
    dm_archive *archive;
    bool        yes;

    if (!dm_package_magic(bytes))
        return false;
    archive = dm_archive_open(bytes, SIZE_MAX, NULL);
    if (archive == NULL)
        return dm_package_claims(bytes, path, MIMETYPE, ".epub");
    yes = dm_package_mimetype(archive, MIMETYPE) ||
          dm_archive_find(archive, DM_S(CONTAINER)) != DM_NO_MEMBER;
    dm_archive_close(archive);
    return yes;
}

static bool warn_cut(dm_doc *doc, const dm_part *part, size_t cut, dm_err *err)
{
    return cut == 0 ||
           dm_doc_warn(doc, err, "%s: %zu %s more than %d attributes",
                       part->name.ptr, cut,
                       cut == 1 ? "element has" : "elements have",
                       DM_MAX_ATTRIBUTES);
}

/* One page; `copy` is what the parser sees of the whole book. */
static bool read_page(dm_package *p, const dm_part *part, char *copy,
                      dm_err *err)
{
    dm_range r = part->bytes;
    dm_guard guard = {0, NULL, 0};
    dm_slice text = dm_slice_sub(p->doc->bytes, r.from, r.to);
    char    *own = dm_guard_copy(text, &guard);

    if (own == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory to read %.200s",
                       part->name.ptr);
    memcpy(copy + r.from, own, text.len);
    dm_mem_free(own);
    if (dm_slice_starts(text, DM_S("\xEF\xBB\xBF")))
        r.from += 3;
    dm_flow_break(&p->page.flow);
    if (r.to > r.from && !dm_html_parse(&p->page, copy, r, err))
        return false;
    if (guard.open != NULL && !dm_doc_warn(p->doc, err, "%s: %s never ends",
                                           part->name.ptr, guard.open))
        return false;
    return warn_cut(p->doc, part, guard.cut, err);
}

static bool read_pages(dm_package *p, dm_err *err)
{
    size_t len = p->doc->bytes.len;
    char  *copy = dm_mem_alloc(len + 1);
    bool   ok = true;

    if (copy == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory to read the book");
    copy[len] = '\0';
    p->page.flow.parsed = copy;
    for (size_t i = 0; ok && i < p->doc->nparts; i++)
        ok = read_page(p, &p->doc->parts[i], copy, err);
    ok = ok && dm_package_finish(p, "epub", err);
    p->page.flow.parsed = NULL;
    dm_mem_free(copy);
    return ok;
}

static bool warn_missing(const dm_package *p, const dm_epub_book *book,
                         dm_err *err)
{
    return book->missing == 0 ||
           dm_doc_warn(p->doc, err, "%zu %s missing, first of all '%.200s'",
                       book->missing,
                       book->missing == 1 ? "page of the book is"
                                          : "pages of the book are",
                       book->first.ptr);
}

/* New text is written as into any XHTML; what is checked is every page. */

static void escape(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    dm_markup_xhtml.escape(out, text, source, at);
}

static bool whole(dm_slice stretch)
{
    return dm_markup_xhtml.whole(stretch);
}

static bool besides(dm_slice source, dm_range at, dm_slice text, dm_range *more,
                    dm_slice *with)
{
    return dm_markup_xhtml.besides(source, at, text, more, with);
}

static const dm_markup markup = {
    .name = "epub",
    .escape = escape,
    .whole = whole,
    .folded = dm_pieces_folded,
    .refer = dm_refer,
    .besides = besides,
    .check = dm_package_sound,
};

static bool open_epub(dm_doc *doc, const dm_load_options *o, dm_err *err)
{
    dm_package   p;
    dm_epub_book book;
    bool         ok;

    (void)o;
    ok = dm_package_open(&p, doc, err) && dm_epub_find(&p, &book, err) &&
         dm_package_join(&p, book.members, book.n, err) &&
         warn_missing(&p, &book, err) && read_pages(&p, err);
    dm_package_close(&p);
    if (ok)
        dm_doc_set_markup(doc, &markup);
    return ok;
}

const dm_reader dm_reader_epub = {
    .name = "epub",
    .what = "books: their pages in reading order, each as html",
    .holds = holds_epub,
    .open = open_epub,
};
