/* doc.h - one document: its bytes, its views, its blocks and annotations.
**
** A document owns one arena; everything reachable from it dies with it.
** Views are in doc/view.h, blocks in doc/block.h, metadata, links,
** annotations, drops and warnings in doc/note.h, edits in doc/change.h; this
** header has them all.
**
** Load (load/load.h) fills a document in this order: dm_doc_new,
** dm_doc_set_decoded, then the format's reader calls dm_doc_set_text and adds
** blocks, links and metadata.
*/
#ifndef DM_DOC_DOC_H
#define DM_DOC_DOC_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "doc/block.h"
#include "doc/change.h"
#include "doc/markup.h"
#include "doc/note.h"
#include "doc/view.h"
#include "norm/step.h"
#include "text/charset.h"
#include "text/decode.h"

/* Members that are 0 mean the default. */
typedef struct dm_limits {
    size_t max_bytes;  /* of one input; default 64 MiB */
    size_t max_text;   /* of one view; default 256 MiB, at most 4 GiB */
    size_t max_arena;  /* of one document's own memory; default 1 GiB */
    size_t max_depth;  /* of nested markup; default 2048 */
    size_t max_blocks; /* default 1,000,000 */
} dm_limits;

/* The defaults named above. */
dm_limits dm_limits_default(void);

/* A member of a container (DOCX, EPUB) that the text was read from. */
typedef struct dm_part {
    dm_slice name;  /* "word/document.xml" */
    dm_range bytes; /* of it in the view "raw" */
} dm_part;

struct dm_doc {
    dm_arena  arena;
    dm_limits limits;
    dm_slice  id, path;     /* path "" for text that came from no file */
    dm_slice  file;         /* the input's bytes, the caller's */
    dm_slice  bytes;        /* what the view "raw" holds: the file, or the
                            ** members of a container, one behind the other */
    const dm_part   *parts; /* ascending; NULL when it is no container */
    size_t           nparts;
    const char      *format; /* "text", "html"; "" until set by load */
    const dm_markup *markup; /* how its source is written; NULL: plain */
    const char      *fixed;  /* why it cannot be edited ("a mail"), or NULL */
    dm_repair        repair; /* which repairs views apply */
    dm_slice         lang;   /* what the markup says, or "" */
    dm_feature    *meta; /* what the markup says of itself: title, author… */
    size_t         nmeta;
    dm_detection   charset;
    dm_decoded     decoded;
    dm_link       *links;
    size_t         nlinks;
    dm_annotation *annotations; /* in order of making */
    size_t         nannotations;
    dm_drop       *drops;
    size_t         ndrops;
    dm_slice      *warnings;
    size_t         nwarnings;
    dm_view *raw, *decoded_view, *text; /* the latter two NULL until set */
    struct dm_change_list *changes;     /* private to change.c; NULL: none */
    struct dm_view_list   *views;       /* the cache; private to view.c */
    struct dm_block_list  *blocks; /* private to block.c: ask dm_doc_blocks */
};

/*
** Make an empty document for `bytes`, which the caller keeps alive until
** dm_doc_free.  `id` and `path` are copied; `limits` may be NULL for the
** defaults.  NULL with MEMORY.  Most callers want dm_load (load/load.h),
** which calls this.
*/
dm_doc *dm_doc_new(dm_slice id, dm_slice path, dm_slice bytes,
                   const dm_limits *limits, dm_err *err);
void    dm_doc_free(dm_doc *doc);

/*
** For the readers of containers, before dm_doc_set_decoded: "raw" is `bytes`
** from now on, made of `parts`; both live as long as the document.  `file`
** stays what the caller gave.
*/
void dm_doc_set_parts(dm_doc *doc, dm_slice bytes, const dm_part *parts,
                      size_t nparts);

/* The part that byte `at` of "raw" lies in; NULL when it is no container. */
const dm_part *dm_doc_part_at(const dm_doc *doc, size_t at);

/*
** Count `range` of "raw" within the part that it begins in, as everything that
** is told to people does; that part, or NULL (and `range` as it was) when the
** document is no container.  What reaches into the next part is cut off, and
** `*exact` (may be NULL) is then false.
*/
const dm_part *dm_doc_in_part(const dm_doc *doc, dm_range *range, bool *exact);

/* For readers: how the source is written; `markup` is static. */
void dm_doc_set_markup(dm_doc *doc, const dm_markup *markup);

/* For load: the decoded text, in doc's arena or the bytes themselves.  Makes
** the view "decoded".  False with MEMORY. */
__attribute__((warn_unused_result)) bool dm_doc_set_decoded(
    dm_doc *doc, const dm_decoded *decoded, dm_err *err);

/*
** For readers: the text they made from the view "decoded", with its map and
** the name of the format (static).  The text must be valid UTF-8 in doc's
** arena (or the decoded text itself).  Makes the view "text".  False with
** MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_doc_set_text(
    dm_doc *doc, dm_slice text, dm_align map, const char *format, dm_err *err);

#endif
