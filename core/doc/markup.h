/* markup.h - what writing back must know of a format.
**
** A reader gives its document one of these with dm_doc_set_markup; without it
** the source is plain text: nothing is escaped and everything is allowed.
*/
#ifndef DM_DOC_MARKUP_H
#define DM_DOC_MARKUP_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

enum { DM_MOST_BESIDES = 4 };

typedef struct dm_markup {
    const char *name; /* "html", "xml", "markdown", "json", … */

    /*
    ** Append `text` as it must be written at byte `at` of `source`, so that
    ** the reader gives it back as it is: `<` becomes "&lt;".  `source` is the
    ** old decoded text, `at` the place where the text will stand (what is
    ** around may tell: text in <title>, in a code block).  NULL: as it is.
    */
    void (*escape)(dm_buf *out, dm_slice text, dm_slice source, size_t at);

    /*
    ** True when one pair of marks may stand around `stretch`, a piece of
    ** source that begins and ends with text: all markup in it is inline, and
    ** what opens in it closes in it.  False: every leaf needs marks of its own.
    ** It is asked of a cluster's source too ("<br>", which is a line break in
    ** the text): what is not whole cannot be taken out.  NULL: true.
    */
    bool (*whole)(dm_slice stretch);

    /*
    ** Of `gap`, source between two pieces of text on one line: the next run of
    ** white space, from `*at` on, that the reader folds away; `*at` moves
    ** behind it.  When the text on both sides is replaced, it goes too.  NULL:
    ** none.
    */
    bool (*folded)(dm_slice gap, size_t *at, dm_range *blank);

    /* Append a reference to a character that the charset lacks, as it may
    ** stand at byte `at` of `source`.  False where a reference would be text,
    ** or would be read as something else.  NULL: the format has none. */
    bool (*refer)(dm_buf *out, uint32_t cp, dm_slice source, size_t at);

    /*
    ** The next stretch of `source` in which a reference is no reference (a
    ** comment, a script, the name of a tag): told one after the other, for
    ** `refer` cannot look so far.  `*at` and `*stretch` are 0 at first, and
    ** then what was told last.  False: no more.  NULL: `refer` knows by itself.
    */
    bool (*barred)(dm_slice source, size_t *at, dm_range *stretch);

    /* Is `source`, the new decoded text, sound (well-formed XML)?  False with
    ** READ_BACK.  NULL: always. */
    bool (*check)(dm_slice source, dm_err *err);

    /*
    ** For a format that must change more than the text for a splice (DOCX:
    ** xml:space="preserve" on the element around text that begins or ends with
    ** a blank): a further splice goes to `*more`, which lies outside of `at`,
    ** and its source, static, to `*with`; false for none.  `text` is not yet
    ** escaped.  Asked for twice, it is done once; what another splice takes is
    ** left alone.  It is asked again, with what it told last in `*more` and
    ** `*with` (whose pointer is NULL at first), until it says false or the same
    ** again, DM_MOST_BESIDES times at most; for text only, source is written
    ** as it stands.  NULL: never.
    */
    bool (*besides)(dm_slice source, dm_range at, dm_slice text, dm_range *more,
                    dm_slice *with);
} dm_markup;

#endif
