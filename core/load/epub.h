/* epub.h - what the files of the EPUB reader share: epub_book.c finds out
** which members are the book, read_epub.c reads them as pages. */
#ifndef DM_LOAD_EPUB_H
#define DM_LOAD_EPUB_H

#include "load/package.h"

typedef struct dm_epub_book {
    size_t  *members; /* of the archive, in reading order, each once */
    size_t   n;
    size_t   missing; /* pages that are not in the archive */
    dm_slice first;   /* the name of the first of them */
} dm_epub_book;

/*
** Read the container and the package: the pages of the spine, and the book's
** metadata, which the document is given.  False with PARSE (no package, no
** page), LOCKED (a page is encrypted), MEMORY and what unpacking says.
*/
__attribute__((warn_unused_result)) bool dm_epub_find(dm_package   *p,
                                                      dm_epub_book *out,
                                                      dm_err       *err);

#endif
