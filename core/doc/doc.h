/* doc.h - one document: its bytes, its views, its blocks and annotations.
**
** A document owns one arena; everything reachable from it dies with it.
** Views are made on demand and cached: "raw" (the bytes as they are), "decoded"
** (UTF-8), "text" (what the reader made of it), "clean" (text through
** DM_CLEAN_STEPS), and any comma-separated list of steps over text
** ("lines,width").  Each view knows its parent and the alignment to it, so a
** range of any view can say which bytes of the file it came from.
**
** Blocks and links are ranges of the view "text".  Ids are indexes.
*/
#ifndef DM_DOC_DOC_H
#define DM_DOC_DOC_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "text/align.h"
#include "text/charset.h"
#include "text/decode.h"
#include "text/lines.h"
#include "text/step.h"

#define DM_CLEAN_STEPS "lines,control,zero_width,space"

typedef struct dm_doc  dm_doc;
typedef struct dm_view dm_view;

/* What one step did on the way to a view. */
typedef struct dm_stage {
    const char *name;  /* "decode", "read", or the step's name */
    size_t      edits; /* places it changed */
} dm_stage;

struct dm_view {
    const char    *name;   /* canonical: "raw", "text", "lines,width", … */
    dm_slice       text;   /* UTF-8, but for raw */
    dm_align       map;    /* to the parent's text */
    const dm_view *parent; /* NULL for raw */
    const dm_doc  *doc;
    dm_stage       stage;  /* the stage that made it from its parent */
    dm_lines       lines;  /* empty until dm_view_lines was asked */
    uint32_t       depth;  /* raw 0, decoded 1, text 2, … */
};

typedef enum dm_block_kind {
    DM_PARAGRAPH,
    DM_HEADING,
    DM_LIST_ITEM,
    DM_TABLE,
    DM_ROW,
    DM_CELL,
    DM_QUOTE,
    DM_PRE,
    DM_CAPTION,
    DM_BLOCK_KINDS /* how many */
} dm_block_kind;

/* "paragraph", "heading", "list_item", "table", "row", "cell", "quote",
** "pre", "caption". */
const char *dm_block_name(dm_block_kind kind);

typedef uint32_t dm_id;
#define DM_NOID UINT32_MAX

typedef struct dm_block {
    dm_block_kind kind;
    int           level;  /* heading 1-6, list nesting 1…, else 0 */
    dm_range      range;  /* in the view "text"; number included */
    dm_range      number; /* "第三条", "1.", "（一）"; empty when none */
    dm_id         parent; /* the enclosing block, DM_NOID at the top */
    bool          header; /* a header cell */
} dm_block;

typedef struct dm_link {
    dm_range range; /* in the view "text" */
    dm_slice href;  /* as written, entities decoded */
} dm_link;

/* A name and a text, in the order they were given. */
typedef struct dm_feature {
    dm_slice key, value;
} dm_feature;

typedef struct dm_annotation {
    const dm_view    *view;
    dm_range          range;
    dm_slice          type;
    const dm_feature *features;
    size_t            nfeatures;
} dm_annotation;

/* A span that a rule took out of the text, and why. */
typedef struct dm_drop {
    const dm_view *view;
    dm_range       range;
    dm_slice       reason;
} dm_drop;

typedef struct dm_limits {
    size_t max_bytes;  /* of one input; default 64 MiB */
    size_t max_text;   /* of one view; default 256 MiB */
    size_t max_arena;  /* of one document's own memory; default 1 GiB */
    size_t max_depth;  /* of nested markup; default 2048 */
    size_t max_blocks; /* default 1,000,000 */
} dm_limits;

/* The defaults named above. */
dm_limits dm_limits_default(void);

struct dm_doc {
    dm_arena     arena;
    dm_limits    limits;
    dm_slice     id, path; /* path "" for text that came from no file */
    dm_slice     bytes;    /* the raw bytes, in the arena or the caller's */
    const char  *format;   /* "text", "html"; set by load */
    dm_slice     lang;     /* what the markup says, or "" */
    dm_feature  *meta;     /* what the markup says of itself: title, author… */
    size_t       nmeta;
    dm_detection charset;
    dm_decoded   decoded;
    dm_block    *blocks; /* in document order, parents before children */
    size_t       nblocks;
    dm_link     *links;
    size_t       nlinks;
    dm_annotation *annotations; /* in order of making */
    size_t         nannotations;
    dm_drop       *drops;
    size_t         ndrops;
    dm_slice      *warnings;
    size_t         nwarnings;
    dm_view       *raw, *decoded_view, *text;
    struct dm_view_list *views; /* the cache; private to doc.c */
};

/*
** Make an empty document for `bytes`, which the caller keeps alive until
** dm_doc_free.  `id` and `path` are copied.  NULL with MEMORY.  Most callers
** want dm_load (load/load.h), which calls this.
*/
dm_doc *dm_doc_new(dm_slice id, dm_slice path, dm_slice bytes,
                   const dm_limits *limits, dm_err *err);
void    dm_doc_free(dm_doc *doc);

/*
** For readers: the text they made from the view "decoded", with its map and
** the name of the format.  The text must be valid UTF-8 in doc's arena (or
** the decoded text itself).  False with MEMORY.
*/
__attribute__((warn_unused_result)) bool
dm_doc_set_text(dm_doc *doc, dm_slice text, dm_align map, const char *format,
                dm_err *err);

/* For readers.  They copy what they are given into the document; false when
** its memory or a limit is at an end. */
__attribute__((warn_unused_result)) bool
dm_doc_add_block(dm_doc *doc, const dm_block *block, dm_id *id, dm_err *err);
__attribute__((warn_unused_result)) bool
dm_doc_add_link(dm_doc *doc, dm_range range, dm_slice href, dm_err *err);
__attribute__((warn_unused_result)) bool
dm_doc_add_meta(dm_doc *doc, dm_slice key, dm_slice value, dm_err *err);
__attribute__((warn_unused_result)) bool dm_doc_warn(dm_doc *doc, dm_err *err,
                                                     const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
** The view called `name`: "raw", "decoded", "text", "clean" or a list of
** steps separated by commas.  Made on first use, then cached; lives as long
** as the document.  NULL with UNKNOWN_STEP (the message names the nearest
** known one), SIZE or MEMORY.
*/
const dm_view *dm_doc_view(dm_doc *doc, dm_slice name, dm_err *err);

/* The lines of a view, indexed on first use.  NULL when memory ran out. */
const dm_lines *dm_view_lines(const dm_view *view);

/* The bytes of the file that `range` of `view` came from.  True when exact. */
bool dm_view_source(const dm_view *view, dm_range range, dm_range *bytes);

/*
** `range` of view `from` as a range of view `to`, by climbing to the nearest
** common ancestor and down again.  Returns false when nothing of it is left
** there; `*exact` (may be NULL) tells whether both ways were exact.
*/
bool dm_view_convert(const dm_view *from, dm_range range, const dm_view *to,
                     dm_range *out, bool *exact);

/* How many code points lie before byte `at` of the view's text. */
size_t dm_view_codepoints(const dm_view *view, size_t at);

/* The innermost block that holds `range` of the view "text", or DM_NOID. */
dm_id dm_doc_block_at(const dm_doc *doc, dm_range range);

/* The last heading at or before byte `at` of the view "text", or DM_NOID. */
dm_id dm_doc_section_at(const dm_doc *doc, size_t at);

/* Annotate and drop; texts are copied.  False with MEMORY or TRUNCATED (the
** limit of a million is reached). */
__attribute__((warn_unused_result)) bool
dm_doc_annotate(dm_doc *doc, const dm_annotation *a, dm_err *err);
__attribute__((warn_unused_result)) bool
dm_doc_drop(dm_doc *doc, const dm_view *view, dm_range range, dm_slice reason,
            dm_err *err);

#endif
