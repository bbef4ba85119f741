/* package.h - what DOCX, ODT and EPUB have in common: a ZIP file, some of
** whose members are the text.
**
** Those members stand in the view "raw" one behind the other, as they unpack,
** and so in "decoded": they are UTF-8, or the document is refused.  Each is a
** part (doc/doc.h).  A reader opens the package, joins the members that hold
** text, lets a parser run over each part, which tells the page what it sees in
** the terms of HTML (a heading is an h1, a list item an li), and finishes.
*/
#ifndef DM_LOAD_PACKAGE_H
#define DM_LOAD_PACKAGE_H

#include "load/archive.h"
#include "load/read_html.h"
#include "load/xml.h"

/* A footnote or the like; all texts live in the document's arena. */
typedef struct dm_page_note {
    dm_range range; /* in the view "text" */
    dm_slice kind;  /* "footnote", "endnote" */
    dm_slice label; /* its number or mark, or "" */
    dm_slice text;  /* where it is no part of the view; else "" */
} dm_page_note;

typedef struct dm_package {
    dm_doc     *doc;
    dm_archive *archive;
    dm_page     page;
    dm_buf      out;   /* the text */
    dm_buf      notes; /* of dm_page_note */
    bool        joined;
} dm_package;

/* Is `bytes` a ZIP file, by its first bytes? */
bool dm_package_magic(dm_slice bytes);

/* For `holds`: does a ZIP file that cannot be opened claim to be a `mimetype`
** (may be NULL), or end in `ending` (".docx")? */
bool dm_package_claims(dm_slice bytes, dm_slice path, const char *mimetype,
                       const char *ending);

/* Does the member "mimetype" begin with `want`? */
bool dm_package_mimetype(dm_archive *archive, const char *want);

/* The archive of doc's bytes.  False as dm_archive_open; close it in any
** case. */
__attribute__((warn_unused_result)) bool dm_package_open(dm_package *p,
                                                         dm_doc     *doc,
                                                         dm_err     *err);
void                                     dm_package_close(dm_package *p);

/* Make the views "raw" and "decoded" of these members, the `n` of `members`,
** and begin the page.  False with what unpacking says, PARSE for what is not
** UTF-8, MEMORY. */
__attribute__((warn_unused_result)) bool dm_package_join(dm_package   *p,
                                                         const size_t *members,
                                                         size_t n, dm_err *err);

/* Read part `i` as XML. */
__attribute__((warn_unused_result)) bool dm_package_xml(const dm_package     *p,
                                                        size_t                i,
                                                        const dm_xml_handler *h,
                                                        void *ud, dm_err *err);

/* Read the text of a member that is no part of the text: `xml`, called
** `name`. */
__attribute__((warn_unused_result)) bool dm_package_aside(
    const dm_package *p, dm_slice xml, const char *name,
    const dm_xml_handler *h, void *ud, dm_err *err);

/* Close the elements of the page but for the `depth` outermost. */
void dm_package_pop(dm_package *p, size_t depth);

/* What a handler of XML that writes to the page returns: whether all is
** well. */
bool dm_package_well(const dm_package *p, dm_err *err);

/* Make the view "text" with all that belongs to it; `format` is static. */
__attribute__((warn_unused_result)) bool dm_package_finish(dm_package *p,
                                                           const char *format,
                                                           dm_err     *err);

/* For a row of dm_markup: are the documents of `source`, one behind the other,
** well-formed each? */
bool dm_package_sound(dm_slice source, dm_err *err);

/*
** Metadata as DOCX, ODT and EPUB write them, mostly Dublin Core.  The handler
** (its `ud` is a dm_package_meta) gives the document title, author, date and
** so on; for use alone or by another handler, which passes all events on.
*/
typedef struct dm_package_meta {
    dm_doc     *doc;
    const char *key;    /* of the element that is open, or NULL */
    bool        office; /* OpenDocument's, which means other things by two */
    dm_buf      text;
} dm_package_meta;

void dm_package_meta_init(dm_package_meta *m, dm_doc *doc);
void dm_package_meta_fini(dm_package_meta *m);
extern const dm_xml_handler dm_package_meta_handler;

/* All metadata of member `name`; none when it is missing, and a warning when
** it cannot be read.  False with MEMORY alone. */
__attribute__((warn_unused_result)) bool dm_package_read_meta(dm_package *p,
                                                              dm_slice    name,
                                                              dm_err     *err);

#endif
