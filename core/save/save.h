/* save.h - a document back into bytes: its own format, its own charset.
**
** The file is written from its own bytes: what no committed change touches is
** copied, byte for byte, with marks, line ends and whatever did not decode.
** New text is escaped for the format and encoded in the charset of the place
** (in a file of several charsets, that of its stretch).  The result is then
** read back: it must decode to just the text that was meant, and the format's
** reader must make of it the old text with the edits in it, or nothing is
** written.  (The latter is not asked of containers, nor where an edit put in
** source that holds text.)
**
** A document out of a container (DOCX) gets the changed members anew; every
** other member keeps its bytes, compressed as they were.
*/
#ifndef DM_SAVE_SAVE_H
#define DM_SAVE_SAVE_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"

/* What to do about a character that the charset lacks. */
typedef enum dm_unencodable {
    DM_UNENCODABLE_AUTO,   /* a reference where the format has one, else fail */
    DM_UNENCODABLE_FAIL,   /* "error" */
    DM_UNENCODABLE_REFER,  /* "ref": a reference; fails where there is none */
    DM_UNENCODABLE_REPLACE /* "replace": a question mark */
} dm_unencodable;

typedef struct dm_save_options {
    dm_unencodable    unencodable;
    const dm_charset *to; /* convert to it, declarations too; NULL: keep */
} dm_save_options;

typedef struct dm_saved {
    size_t splices;    /* applied */
    size_t replaced;   /* characters that became a reference or "?" */
    bool   same;       /* the bytes are those of the input */
    bool   undeclared; /* converted, and the page does not say to what */
} dm_saved;

/*
** Append the document, with its committed changes, to `out`, whose maximum is
** the ceiling.  False with UNENCODABLE (naming character and the change that
** brought it), READ_BACK, NO_WRITER (a mail, say), SIZE or MEMORY; `out` is
** then as before.  `options` and `saved` may be NULL.
*/
__attribute__((warn_unused_result)) bool dm_save(dm_doc *doc, dm_buf *out,
                                                 const dm_save_options *options,
                                                 dm_saved *saved, dm_err *err);

/*
** Append the new decoded text: what the view "decoded" of the saved file will
** be.  Of a container all its parts.  False with SIZE or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_save_text(dm_doc *doc, dm_buf *out,
                                                      dm_err *err);

/*
** Append a unified diff (3 lines around) of the decoded text before and after,
** as dm_save would write it with `o` (may be NULL): references for what the
** charset lacks, and the new charset's name.  It is headed by "--- a/PATH" and
** "+++ b/PATH"; nothing when nothing changes.  Of a container it tells each
** member that changes ("--- a/PATH!word/document.xml") with a line end wherever
** a tag follows a tag: for eyes, not for patch(1). `color` wraps lines in the
** usual colours; control characters are shown as emit/visible.h has them when
** `color`, else they stand as they are, so that patch(1) can apply it to the
** decoded file.  That only bytes differ, in another charset, it does not show.
** False with SIZE, MEMORY, UNENCODABLE.
*/
__attribute__((warn_unused_result)) bool dm_save_diff(dm_doc *doc, dm_buf *out,
                                                      bool color,
                                                      const dm_save_options *o,
                                                      dm_err *err);

#endif
