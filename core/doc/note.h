/* note.h - what is known of a document beside its text: what its markup says,
** what rules said about it, what was taken out, what went wrong.
**
** Lists that only grow, in the order of making.  Texts are copied into the
** document, and every list has an end: a million annotations or drops, as
** many links as blocks, a thousand warnings and metadata.
*/
#ifndef DM_DOC_NOTE_H
#define DM_DOC_NOTE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "doc/view.h"

enum {
    DM_MAX_NOTES = 1000000, /* annotations, and drops */
    DM_MAX_META = 1000,
    DM_MAX_WARNINGS = 1000
};

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

/* All of these: false with MEMORY, or TRUNCATED at the list's end. */
__attribute__((warn_unused_result)) bool dm_doc_add_link(dm_doc  *doc,
                                                         dm_range range,
                                                         dm_slice href,
                                                         dm_err  *err);
__attribute__((warn_unused_result)) bool dm_doc_add_meta(dm_doc  *doc,
                                                         dm_slice key,
                                                         dm_slice value,
                                                         dm_err  *err);
__attribute__((warn_unused_result)) bool dm_doc_annotate(dm_doc *doc,
                                                         const dm_annotation *a,
                                                         dm_err *err);
__attribute__((warn_unused_result)) bool dm_doc_drop(dm_doc        *doc,
                                                     const dm_view *view,
                                                     dm_range       range,
                                                     dm_slice       reason,
                                                     dm_err        *err);

/*
** What was dropped, as ranges of `view`, ascending, those that touch united,
** in `arena`.  What is nothing in the view is left out.  False with MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_doc_dropped(const dm_doc  *doc,
                                                        const dm_view *view,
                                                        dm_arena      *arena,
                                                        dm_range     **out,
                                                        size_t *n, dm_err *err);

/* One sentence for people, without a full stop; cut after 500 bytes.  The
** last of DM_MAX_WARNINGS says that there were more, and later ones are
** counted as said. */
__attribute__((warn_unused_result)) bool dm_doc_warn(dm_doc *doc, dm_err *err,
                                                     const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The value of the first metadata called `key`, or a slice of length 0. */
dm_slice dm_doc_meta(const dm_doc *doc, dm_slice key);

#endif
