/* stats_form.h - what a line looks like, and what many lines have in common.
**
** A line is read as pieces: a run of digits, of Han, of Latin letters, of other
** letters, of blanks, or of one punctuation mark.  Its shape folds what varies:
** digits to 0, Latin to a, other letters to x, Han to 汉 and its length class
** (汉₁ 汉₂ 汉₄ 汉₈ 汉₁₆ …: up to so many, 汉₆₄ or more); marks stay.
** Its head is how it begins, a dozen bytes or a label with its colon, digits
** folded.
**
** Shapes of many lines can be joined: what they share stays literal, what
** varies keeps its kind and its least and greatest length.  So a cluster needs
** no list of its lines to be written as a pattern.
*/
#ifndef DM_DESK_STATS_FORM_H
#define DM_DESK_STATS_FORM_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

enum {
    DM_FORM_PIECES = 24, /* the rest of a longer line is one piece */
    DM_FORM_TEXT = 400   /* bytes of a line that are looked at */
};

typedef enum dm_piece_kind {
    DM_PIECE_MARK,
    DM_PIECE_DIGITS,
    DM_PIECE_HAN,
    DM_PIECE_LATIN,
    DM_PIECE_OTHER,
    DM_PIECE_BLANK,
    DM_PIECE_ANY /* whatever lies between what is shared */
} dm_piece_kind;

/* `from` and `len` lie in the form's text, the first line's; so many bytes at
** the begin and at the end of the piece (`pre`, `suf`) are the same in all. */
typedef struct dm_piece {
    uint8_t  kind;
    bool     wide; /* some digits are full-width */
    uint16_t from, len, pre, suf;
    uint16_t least;    /* bytes of the shortest */
    uint32_t min, max; /* characters */
} dm_piece;

typedef struct dm_form {
    dm_piece piece[DM_FORM_PIECES + 1];
    size_t   n;
    dm_slice text;     /* of the first line, borrowed */
    bool     cut;      /* some line was longer than what was looked at */
    bool     indented; /* some line has blanks around it */
    bool     inside_from, inside_to; /* it is a part of its line */
} dm_form;

/* Read `line` (valid UTF-8 without a line end and without blanks around it);
** the shape borrows it. */
void dm_form_read(dm_form *form, dm_slice line);

/* Append the head, or the shape as people see it. */
void dm_form_head(const dm_form *form, dm_buf *out);
void dm_form_show(const dm_form *form, dm_buf *out);

/* Make `form` what both have in common; its text stays its own. */
void dm_form_join(dm_form *form, const dm_form *other);

/* Append a pattern that matches all lines that were joined, whole: anchored,
** with what is shared as literals and bounds on what varies. */
void dm_form_pattern(const dm_form *form, dm_buf *out);

/* How many letters of the pattern are literal: what tells the line from
** others. */
size_t dm_form_literal(const dm_form *form);

/* The most letters that its varying pieces may take; 0 when nothing varies but
** digits, blanks and how often a mark is repeated. */
size_t dm_form_loose(const dm_form *form);

#endif
