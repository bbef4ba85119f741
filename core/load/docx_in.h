/* docx_in.h - inside the body of a Word document: the frames of its open
** elements, shared by docx_body.c (events), docx_act.c (what elements do) and
** docx_para.c (paragraphs).
*/
#ifndef DM_LOAD_DOCX_IN_H
#define DM_LOAD_DOCX_IN_H

#include "load/docx.h"
#include "load/html_role.h"

typedef enum dm_docx_act {
    DM_DOCX_NONE,
    DM_DOCX_ROOT,
    DM_DOCX_PARA,
    DM_DOCX_PPR,
    DM_DOCX_RUN,
    DM_DOCX_TEXT,
    DM_DOCX_TAB,
    DM_DOCX_LINE,
    DM_DOCX_CHAR,
    DM_DOCX_SYMBOL,
    DM_DOCX_HIDE,
    DM_DOCX_LINK,
    DM_DOCX_FIELD,
    DM_DOCX_FIELD_SIGN,
    DM_DOCX_INSTRUCTION,
    DM_DOCX_TABLE,
    DM_DOCX_ROW,
    DM_DOCX_ROW_PR,
    DM_DOCX_HEADER,
    DM_DOCX_CELL,
    DM_DOCX_RUBY_TEXT,
    DM_DOCX_RUBY_BASE,
    DM_DOCX_CHOICES,
    DM_DOCX_CHOICE,
    DM_DOCX_OTHER,
    DM_DOCX_NOTE,
    DM_DOCX_MARK,
    DM_DOCX_STYLE,
    DM_DOCX_OUTLINE,
    DM_DOCX_LEVEL,
    DM_DOCX_NUMBER,
    DM_DOCX_DELETED,
    DM_DOCX_CHUNK,
    DM_DOCX_SKIP
} dm_docx_act;

typedef struct dm_docx_row {
    const char *name;
    dm_docx_act what;
    const char *arg; /* of CHAR: the character; of NOTE: its kind */
} dm_docx_row;

typedef struct dm_docx_frame {
    size_t      depth; /* of the page before it */
    dm_docx_act what;
    bool        flag; /* a choice was taken, a run hidden, a row a header, text
                         that keeps its blanks */
    bool     waiting; /* a paragraph that has not begun on the page */
    bool     gone;    /* a row that was deleted */
    size_t   around;  /* the paragraph around this one */
    int      heading, level, list; /* of a paragraph; -1: its style says */
    dm_slice style;
    dm_range range; /* of a start tag */
} dm_docx_frame;

typedef struct dm_docx_reading {
    dm_docx_text *t;
    dm_page      *page;
    dm_buf        frames;
    size_t        skip;
    size_t        hidden;       /* open runs that are */
    size_t        para;         /* its frame, or SIZE_MAX */
    bool          inside;       /* in <w:t> */
    bool          reading;      /* in <w:rt> */
    dm_buf        ruby;         /* what stood there */
    dm_buf        fields;       /* the open ones, see docx_field.c */
    dm_buf        instructions; /* of them, one behind the other */
    dm_range      blank; /* blanks that stay if text follows in their <w:t> */
    bool marked;         /* a note's own mark was passed: blanks behind it go */
    bool begun;          /* something stood in this <w:t> */
} dm_docx_reading;

/* What element `name` is; its `what` is NONE when nothing is known of it. */
const dm_docx_row *dm_docx_row_of(const char *name);

/* The frames: the `i`-th, how many, the innermost of that kind near enough or
** NULL, the second innermost or NULL. */
dm_docx_frame *dm_docx_frame_at(const dm_docx_reading *b, size_t i);
size_t         dm_docx_depth(const dm_docx_reading *b);
dm_docx_frame *dm_docx_inner(const dm_docx_reading *b, dm_docx_act what);
dm_docx_frame *dm_docx_parent(const dm_docx_reading *b);

/* Text goes to the page, or to the reading that is collected. */
void dm_docx_put(dm_docx_reading *b, dm_range range, dm_slice text);

/* An element of the page opens. */
void dm_docx_open_page(dm_docx_reading *b, const char *name, dm_range range);

/* What paragraphs and their properties do, for the table of docx_act.c. */
void dm_docx_open_para(dm_docx_reading *b, dm_docx_frame *f,
                       const dm_xml_tag *tag, const dm_docx_row *r);
void dm_docx_close_para(dm_docx_reading *b, const dm_docx_frame *f);
void dm_docx_open_style(dm_docx_reading *b, dm_docx_frame *f,
                        const dm_xml_tag *tag, const dm_docx_row *r);
void dm_docx_open_number(dm_docx_reading *b, dm_docx_frame *f,
                         const dm_xml_tag *tag, const dm_docx_row *r);

/* What fields do, and what their instructions say; at the end of a part all
** that are open end. */
void dm_docx_open_field(dm_docx_reading *b, dm_docx_frame *f,
                        const dm_xml_tag *tag, const dm_docx_row *r);
void dm_docx_close_field(dm_docx_reading *b, const dm_docx_frame *f);
void dm_docx_open_field_sign(dm_docx_reading *b, dm_docx_frame *f,
                             const dm_xml_tag *tag, const dm_docx_row *r);
void dm_docx_instruct(dm_docx_reading *b, dm_slice text);
void dm_docx_end_fields(dm_docx_reading *b);

/* Of which paragraph does a property tell?  NULL when it stands elsewhere. */
dm_docx_frame *dm_docx_told(const dm_docx_reading *b);

/* The paragraph that waits begins on the page. */
void dm_docx_begin_para(dm_docx_reading *b);

/* Do what the element says, whose frame is `f`. */
void dm_docx_act_open(dm_docx_reading *b, dm_docx_frame *f,
                      const dm_xml_tag *tag, const dm_docx_row *r);
void dm_docx_act_close(dm_docx_reading *b, const dm_docx_frame *f);

#endif
