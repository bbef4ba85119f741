/* change.h - edits: what a script wants to be different in the file.
**
** A change is asked for on a span of any view.  It is understood at once as
** *splices*: places of the view "decoded" and what shall stand there, because
** that text is the file, character for character, markup included.  Nothing
** happens to the document: views stay as they are, and dm_save (save/save.h)
** writes the file anew from its bytes and the committed changes.
**
** From a view to "decoded":
** - In "raw" and "decoded" a span is source; it is replaced as it stands,
**   markup and all, and new text is source too.
** - In "text" and what is made of it a span is text.  Markup inside of it is
**   kept: a phrase that runs over <b> or </p> falls into *leaves*, stretches of
**   text between two pieces of markup.  Replaced text stands in the first leaf
**   that is not white space (so it has its formatting), the other leaves become
**   empty.  White space that the reader folded away between two leaves, or
**   behind the last, goes with them.  New text is escaped for the format when
**   it is written.
** - What a step (lines, zero_width, gloss, a repair) took out from within the
**   span is replaced with it.  Behind the step "lines", "\n" in new text is
**   written as the document ends its lines; in the view "text" itself the text
**   of a plain file has its own line ends, and "\n" is just "\n".
** - Where a span covers a part of a cluster (half of what one character
**   reference or one ligature became), the whole cluster is replaced, and what
**   was not covered is written beside the new text as the view has it; so it is
**   when text is inserted in the middle of one.  Marks stand around the whole
**   cluster.  A cluster that holds markup cannot be split, and one whose markup
**   does not balance cannot be taken out: NO_EDIT.
** - Inserts stand at the edge of the span's first or last leaf, inside of the
**   markup around it; those at an empty span beside the text that follows it
**   (insert_after: that comes before it).
** - Marks are one pair around all leaves when the markup between them is
**   balanced and inline (markup.h), else a pair for each that is not white
**   space.
** - Text that a reader put in by itself (the line break between paragraphs) is
**   not in the file: it can be neither deleted nor replaced, and a span of
**   nothing else is NO_EDIT.
**
** Two splices are in conflict when both take the same bytes, or when one puts
** text strictly inside of what the other takes.  Two changes that replace the
** same by the same are one; two deletions are their union; marks around spans
** that cross are a conflict, marks that nest are none, and the same insert
** twice stands twice.
**
** At one place first stands what belongs to text that ends there, the marks of
** the innermost span first, then what was put at the place itself, then what
** belongs to text that begins there, outermost first.  Inserts before or after
** a span stand outside of marks around just that span.  Otherwise they stand in
** the order in which they were asked for; of marks around the same span those
** asked for first are the outer ones.
*/
#ifndef DM_DOC_CHANGE_H
#define DM_DOC_CHANGE_H

#include "base/err.h"
#include "base/slice.h"
#include "doc/view.h"

enum { DM_MAX_CHANGES = 1000000 };

typedef enum dm_change_op {
    DM_CHANGE_REPLACE,
    DM_CHANGE_DELETE,
    DM_CHANGE_BEFORE, /* insert before the span */
    DM_CHANGE_AFTER,
    DM_CHANGE_WRAP, /* put `text` before and `after` behind; both are source */
    DM_CHANGE_OPS
} dm_change_op;

/* "replace", "delete", "insert_before", "insert_after", "wrap". */
const char *dm_change_name(dm_change_op op);

typedef enum dm_change_state {
    DM_CHANGE_QUEUED,
    DM_CHANGE_COMMITTED,
    DM_CHANGE_LOST /* to another one that overlaps */
} dm_change_state;

/* Take the bytes `at` of the view "decoded" out and put `text` in. */
typedef struct dm_splice {
    dm_range at;
    dm_slice text;
    bool     source; /* `text` is written as it is, not escaped */
} dm_splice;

typedef struct dm_change {
    dm_change_op     op;
    const dm_view   *view; /* where it was asked for */
    dm_range         range;
    dm_slice         text, after;
    bool             source; /* `text` is source: markup that is put in as is */
    bool             made;   /* by a rule's action, which the engine commits */
    dm_slice         rule;   /* the rule or function that asked, or "" */
    dm_slice         file;   /* the script line that asked, or "" and 0 */
    int              line;
    dm_change_state  state;
    const dm_splice *splices; /* ascending; filled in when it is queued */
    size_t           nsplices;
} dm_change;

/*
** Queue a change: op, view, range, text, after, source, made, rule, file and
** line are the caller's, texts are copied.  The first change numbers 0.  A
** change that changes nothing (to delete an empty span) is queued without
** splices.  False with NO_EDIT, SIZE (splices over max_text in all), TRUNCATED
** (DM_MAX_CHANGES) or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_doc_change(dm_doc          *doc,
                                                       const dm_change *change,
                                                       dm_err          *err);

/* The `i`-th change in the order of asking, or NULL past the end, valid until
** the next is asked for; how many. */
const dm_change *dm_doc_change_at(const dm_doc *doc, size_t i);
size_t           dm_doc_changes(const dm_doc *doc);

/* Which of two changes (their numbers, a < b) stands: a or b; any other value
** to fail.  May longjmp out: the document is then as before the commit.  It is
** asked in the order of places, and again where the winner of a conflict then
** lost to another, so that the loser may stand after all. */
typedef size_t dm_settler(void *ud, const dm_doc *doc, size_t a, size_t b);

/*
** Commit what is queued; `made_only` leaves alone what no rule's action made.
** Each conflict, with an earlier commit too (whose change then stands: nobody
** is asked), is settled by `settle`; the loser's state becomes LOST and
** `lost` (may be NULL) is told of the pair.  How many were committed goes to
** `*n`.  False with EDITS when `settle` is NULL or says neither: the message
** names both rules, ops and places (line and column of the file) and nothing
** is committed; MEMORY.
*/
typedef struct dm_commit {
    bool        made_only;
    dm_settler *settle;
    void (*lost)(void *ud, const dm_doc *doc, size_t winner, size_t loser);
    void *ud;
} dm_commit;

__attribute__((warn_unused_result)) bool dm_doc_commit(dm_doc          *doc,
                                                       const dm_commit *how,
                                                       size_t *n, dm_err *err);

/*
** The splices of all committed changes, ascending, non-overlapping, deletions
** united, ready to be applied from left to right.  They live in `arena`.
** False with MEMORY.
*/
typedef struct dm_splices {
    const dm_splice *list;
    size_t           n;
} dm_splices;

__attribute__((warn_unused_result)) bool dm_doc_splices(const dm_doc *doc,
                                                        dm_arena     *arena,
                                                        dm_splices   *out,
                                                        dm_err       *err);

#endif
