/* markup.h - the formats of tags, as write-back knows them.
**
** HTML, XHTML and XML: how text is escaped, and which stretches of source one
** pair of marks may stand around.  Tags are told from text by their first
** characters; what nobody closes ends at the end.  This judges what the parser
** has read already, it reads nothing by itself: where it is unsure the answer
** is "no", which costs an extra pair of marks.
*/
#ifndef DM_LOAD_MARKUP_H
#define DM_LOAD_MARKUP_H

#include "doc/markup.h"

/* What new text becomes, so that the reader gives it back:
** - & < > become references, and so do a bare & and < right before, which
**   would become markup together with what follows.
** - html, xhtml: a line break is <br>, but in <pre> and <textarea>, where it
**   is one already.  Blanks stay as they are and are folded like all others.
** - xml: a carriage return is &#13;.  In a CDATA section nothing is escaped.
** References for characters that the charset lacks are &#x4E00;, but in
** comments, scripts and the like, where they would be text.  xhtml and
** xml are checked to be well-formed, if they were so before. */
extern const dm_markup dm_markup_html, dm_markup_xhtml, dm_markup_xml;

/* XML that is read as plain text: new text is source. */
extern const dm_markup dm_markup_xml_plain;

/* The row for the page `text`: xhtml when it begins as XML does. */
const dm_markup *dm_page_markup(dm_slice text);

typedef enum dm_piece_kind {
    DM_PIECE_OPEN,
    DM_PIECE_CLOSE,
    DM_PIECE_EMPTY, /* <br/> */
    DM_PIECE_OTHER, /* a comment, a declaration, an instruction */
    DM_PIECE_BROKEN /* it never ends */
} dm_piece_kind;

typedef struct dm_piece {
    dm_piece_kind kind;
    dm_range      at;
    dm_slice      name; /* of a tag, as it is spelt */
} dm_piece;

/* The next piece of markup of `s` from `*at` on, which moves behind it. */
bool dm_piece_next(dm_slice s, size_t *at, dm_piece *piece);

/* Is there a piece of markup at the start of `s`? */
bool dm_piece_begins(dm_slice s);

/* Are the tags of `s` balanced?  `role` says what a tag (its name as spelt)
** is: 0 neutral, 1 it opens or closes something, -1 it spoils everything. */
bool dm_pieces_balance(dm_slice s, int (*role)(dm_slice name));

/* The member `folded` of the formats in which white space is folded. */
bool dm_pieces_folded(dm_slice gap, size_t *at, dm_range *blank);

/* Append text with & < > as references; the rest as it is. */
void dm_escape(dm_buf *out, dm_slice text);

/* Append "&#x4E00;", wherever it is.  False for control characters and what
** is no character: they are not read as what they are, or not allowed. */
bool dm_refer(dm_buf *out, uint32_t cp, dm_slice source, size_t at);

/* The member `barred` of the formats of tags: references are read in text and
** in the values of attributes.  `raw` (may be NULL) tells elements, by their
** names as spelt, in which they are text. */
bool dm_pieces_barred(dm_slice s, size_t *at, dm_range *stretch,
                      bool (*raw)(dm_slice name));

/* Is `source` (UTF-8, whatever it says of itself) well-formed XML?  No network,
** no DTD, no entities expanded.  False with READ_BACK. */
bool dm_well_formed(dm_slice source, dm_err *err);

#endif
