/* view.h - one text of a document, and the way back to the bytes.
**
** Views form a tree: "raw" (the bytes of the file) at the root, "decoded"
** (UTF-8) over it, "text" (what the reader made of it) over that, then one
** view a step.  Two lists of steps that begin alike share their beginning:
** the parent of "lines,width" is "lines".  A view knows the alignment to its
** parent, so a range of it can say which bytes of the file it came from.
**
** Views are made on demand, cached, never changed, and die with their
** document.
*/
#ifndef DM_DOC_VIEW_H
#define DM_DOC_VIEW_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "text/align.h"
#include "text/lines.h"

/* What the view "clean" is, over "text". */
#define DM_CLEAN_STEPS "lines,control,zero_width,space"

/* What the view "whole" is: every repair, in the order in which damage is
** undone, the last done first.  Repairs of bytes go before anything that
** folds or strips characters, which are their evidence. */
#define DM_WHOLE_STEPS "lines,mojibake,repair,gloss,html_scraps,pages"

enum { DM_VIEW_STEPS = 64 }; /* a list of steps may not be longer */

typedef struct dm_doc  dm_doc;
typedef struct dm_view dm_view;

/* What one stage did on the way to a view. */
typedef struct dm_stage {
    const char *name;  /* "load", "decode", "read", or the step's name */
    size_t      edits; /* places it changed */
} dm_stage;

struct dm_view {
    const char           *name;   /* canonical, see dm_doc_view */
    dm_slice              text;   /* UTF-8, but for raw */
    dm_align              map;    /* to the parent's text */
    const dm_view        *parent; /* NULL for raw */
    const dm_doc         *doc;
    dm_stage              stage; /* that made it from its parent */
    const struct dm_mend *mends; /* a repair's log; see dm_view_repairs */
    size_t                nmends;
    uint32_t              depth; /* raw 0, decoded 1, text 2, … */
    struct dm_view_cache *cache; /* private to view.c and count.c */
};

/*
** The view called `name`: "raw", "decoded", "text", or a list of steps over
** "text", separated by commas; "clean" stands for DM_CLEAN_STEPS, "whole" for
** DM_WHOLE_STEPS.  Blanks around names and a leading "text" are allowed, an
** empty list is "text". Made on first use, then cached: the same pointer for
** every spelling.
**
** Its canonical name is the list without blanks, with a leading DM_CLEAN_STEPS
** written "clean", a leading DM_WHOLE_STEPS "whole".  NULL with UNKNOWN_STEP
** (the help names the nearest known one), SIZE or MEMORY.
*/
const dm_view *dm_doc_view(dm_doc *doc, dm_slice name, dm_err *err);

/*
** The bytes of the file that `range` of `view` came from.  True when exact:
** `*bytes` decode and normalize to just that text.  False when units were
** widened to whole ones.  A range past the end is cut to the text.  What a
** reader put in by itself (a line break between paragraphs) came from an
** empty range.
*/
bool dm_view_source(const dm_view *view, dm_range range, dm_range *bytes);

/*
** `range` of view `from` as a range of view `to` of the same document, by
** climbing to the nearest common ancestor and down again.  Returns false when
** nothing of it is left there; `*out` is then the empty place where it would
** be.  An empty range stays an empty range and is true.  `*exact` (may be
** NULL) tells whether both ways were exact.
*/
bool dm_view_convert(const dm_view *from, dm_range range, const dm_view *to,
                     dm_range *out, bool *exact);

/*
** The repairs on the way to `view`, those of the first step first: the `i`-th
** is dm_view_repair(view, i).  Each belongs to the view of its step, `made`,
** whose parent's text it was found in: mend->src is in made->parent, and
** mend->dst in made.  Those that were only reported are among them.
*/
typedef struct dm_repaired {
    const dm_view        *made;
    const struct dm_mend *mend; /* repair/mend.h */
} dm_repaired;

size_t      dm_view_repairs(const dm_view *view);
dm_repaired dm_view_repair(const dm_view *view, size_t i);

/* How many places the views made so far found damaged and left as they are,
** because no reading of them is certain enough. */
size_t dm_doc_unsure(const dm_doc *doc);

/* The lines of a view, indexed on first use.  NULL when memory ran out. */
const dm_lines *dm_view_lines(const dm_view *view);

/* How many code points lie before byte `at` of the view's text; of the view
** raw, bytes.  Fast for any order of questions: a table of counts is made on
** first use (without memory for it, slow but right). */
size_t dm_view_codepoints(const dm_view *view, size_t at);

#endif
