/* docx.h - what the files of the DOCX reader share.
**
** read_docx.c opens the package and finds its parts, docx_rels.c, docx_style.c
** and docx_number.c read what they refer to, docx_body.c turns paragraphs, runs
** and tables into a page, docx_markup.c knows how new text is written.
*/
#ifndef DM_LOAD_DOCX_H
#define DM_LOAD_DOCX_H

#include "load/package.h"

/* ---- relationships: what ids in a part refer to ---- */

typedef struct dm_rel {
    dm_slice id, type, target; /* the type without its folder: "hyperlink" */
} dm_rel;

typedef struct dm_rels {
    dm_rel *list; /* sorted by id; in the document's arena */
    size_t  n;
} dm_rels;

/* The relationships of `part` ("" for those of the package); none when the
** member that holds them is missing.  False with PARSE, MEMORY and what
** unpacking says. */
__attribute__((warn_unused_result)) bool dm_docx_rels(const dm_package *p,
                                                      dm_slice          part,
                                                      dm_rels          *out,
                                                      dm_err           *err);

/* The target of `id`, or of the first relationship of `type`; ptr is NULL when
** there is none. */
dm_slice dm_rels_target(const dm_rels *rels, dm_slice id);
dm_slice dm_rels_typed(const dm_rels *rels, const char *type);

/* ---- styles: which paragraphs are headings and items ---- */

typedef struct dm_docx_look {
    int heading; /* 1 to 6, or 0; -1 where a style does not say */
    int list;    /* the item's level from 1 on, or 0; -1 as above */
    int num;     /* the w:num that counts it, or 0; -1 as above */
} dm_docx_look;

typedef struct dm_docx_style {
    dm_slice     id, base;
    dm_docx_look look;  /* once read, with what its bases say */
    bool         usual; /* of paragraphs that name none */
} dm_docx_style;

typedef struct dm_docx_styles {
    dm_docx_style       *list; /* sorted by id; in the document's arena */
    size_t               n;
    const dm_docx_style *usual; /* or NULL */
} dm_docx_styles;

/* Read the member `name`.  False as above. */
__attribute__((warn_unused_result)) bool dm_docx_read_styles(
    const dm_package *p, dm_slice name, dm_docx_styles *out, dm_err *err);

/* The style `id`; the usual one when that has ptr NULL; NULL when there is no
** such style. */
const dm_docx_style *dm_docx_style_find(const dm_docx_styles *styles,
                                        dm_slice              id);

/* ---- numbering: which lists count ---- */

enum { DM_DOCX_LEVELS = 9 };

typedef struct dm_docx_level {
    int  start;        /* of a list: -1 when it is the kind's */
    int  count;        /* of a kind: the number of the last item */
    bool bullet, told; /* of a list: only when told */
    bool goes_on;      /* not begun anew behind items of higher levels */
    bool begun;
} dm_docx_level;

typedef struct dm_docx_kind { /* w:abstractNum */
    int           id;
    dm_docx_level levels[DM_DOCX_LEVELS];
} dm_docx_kind;

typedef struct dm_docx_list { /* w:num */
    int           id, kind;
    dm_docx_level levels[DM_DOCX_LEVELS];
} dm_docx_list;

typedef struct dm_docx_numbers {
    dm_docx_kind *kinds; /* both sorted by id; in the document's arena */
    dm_docx_list *lists;
    size_t        nkinds, nlists;
} dm_docx_numbers;

/* Read the member `name`; no lists when it is missing.  False as above. */
__attribute__((warn_unused_result)) bool dm_docx_read_numbers(
    const dm_package *p, dm_slice name, dm_docx_numbers *out, dm_err *err);

/* The next item of list `id` at `level` (from 0): its number, 0 where the list
** shows none or is unknown. */
int dm_docx_count(const dm_docx_numbers *numbers, int id, int level);

/* A w:val as a number; `otherwise` when it is none. */
int dm_docx_number(dm_slice value, int otherwise);

/* The level of heading that an outline level makes, 1 to 6; 0 for 9, that of
** body text, and for what is no number. */
int dm_docx_heading(dm_slice value);

/* Does an element like <w:vanish/> say yes?  It does without w:val. */
bool dm_docx_on(const dm_xml_tag *tag);

/* ---- the text ---- */

typedef struct dm_docx_text {
    dm_package           *p;
    const dm_docx_styles *styles;
    dm_docx_numbers       numbers;
    const dm_rels        *rels;    /* of the part that is read */
    size_t                chunks;  /* in other formats, which are left out */
    size_t                dead;    /* links to nowhere */
    size_t                symbols; /* that are unknown */
} dm_docx_text;

/* Write part `i` to the page. */
__attribute__((warn_unused_result)) bool dm_docx_body(dm_docx_text *text,
                                                      size_t i, dm_err *err);

/* The character that w:sym stands for, as UTF-8, U+FFFD when that is unknown:
** its length, at most 4. */
size_t dm_docx_symbol(dm_slice font, dm_slice code, char *out);

extern const dm_markup dm_docx_markup;

#endif
