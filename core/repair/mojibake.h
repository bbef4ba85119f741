/* mojibake.h - inside the room: text read in the wrong charset, line by line.
**
** A suspicious line is taken apart into cells, one a character.  Undoing a
** misreading turns some cells into the bytes they were read from, reads those
** in the right charset and puts fewer cells in their place, which remember
** the bytes of the text they were made from.  That goes on until nothing
** changes: damage comes in layers.  What has changed in the end is written
** down, a mend for each run of cells.
*/
#ifndef DM_REPAIR_MOJIBAKE_H
#define DM_REPAIR_MOJIBAKE_H

#include <stdint.h>

#include "base/buf.h"
#include "han/model.h"
#include "repair/badness.h"
#include "repair/mend.h"
#include "text/pairs.h"

/* The charset that the bytes were read in. */
typedef enum dm_wrong {
    DM_WRONG_1252, /* Latin-1 too: only the controls differ */
    DM_WRONG_1251,
    DM_WRONG_1250,
    DM_WRONG_1253,
    DM_WRONG_1254,
    DM_WRONG_1257,
    DM_WRONG_LATIN2,
    DM_WRONG_MAC,
    DM_WRONG_437,
    DM_WRONG_BYTES, /* so many have single bytes */
    DM_WRONG_GBK = DM_WRONG_BYTES,
    DM_WRONG_BIG5,
    DM_WRONG_SJIS,
    DM_WRONG_EUCKR,
    DM_WRONG_LATIN1, /* 1252 where controls show which it was */
    DM_WRONG_LATIN9, /* for double-byte text only */
    DM_WRONG_COUNT
} dm_wrong;

/* The charset that they were in. */
typedef enum dm_right {
    DM_RIGHT_UTF8,
    DM_RIGHT_GBK,
    DM_RIGHT_BIG5,
    DM_RIGHT_SJIS,
    DM_RIGHT_EUCKR,
    DM_RIGHT_1252,
    DM_RIGHT_COUNT
} dm_right;

enum {
    DM_CELL_GUESSED = 1, /* one of several characters, the likeliest */
    DM_CELL_GONE = 2     /* U+FFFD for a character whose bytes are lost */
};

typedef struct dm_cell {
    uint32_t cp;
    uint32_t from, to; /* in the line */
    uint16_t row;      /* in the table of single bytes, or DM_NO_ROW */
    uint8_t  odd;      /* dm_odd */
    uint8_t  times;    /* layers undone; 0: as it stands */
    uint8_t  wrong, right;
    uint8_t  certainty;
    uint8_t  flags;
} dm_cell;

enum { DM_NO_ROW = 0xFFFF, DM_ODDS = DM_ODD_NONE + 1 };

typedef struct dm_mojibake {
    dm_mender *m;
    dm_buf     cells; /* of dm_cell: the line */
    dm_buf     spare; /* the next state of the line, scratch */
    dm_buf     extra; /* scratch of a search */
    size_t     work;  /* readings of lost bytes that may still be tried */
    unsigned   sets;  /* single-byte charsets that come into question */
    unsigned   sure[DM_WRONG_COUNT];   /* clear cases in the document so far */
    uint8_t    pair[DM_ODDS][DM_ODDS]; /* dm_odd_pair */
} dm_mojibake;

static inline dm_cell *dm_cells(const dm_mojibake *mo, size_t *n)
{
    *n = mo->cells.len / sizeof(dm_cell);
    return (dm_cell *)(void *)mo->cells.ptr;
}

/* Fill in what follows from cell->cp. */
void dm_cell_know(dm_cell *cell);

/* A cell for `cp` in place of the `n` cells at `from`. */
dm_cell dm_cell_join(const dm_cell *from, size_t n, uint32_t cp);

/* Is it a Latin letter, accented or not? */
bool dm_cell_letter(const dm_cell *cell);

/* Let the line be what is in mo->spare. */
void dm_cells_swap(dm_mojibake *mo);

/* The byte that single-byte charset `w` (below DM_WRONG_BYTES) has for this
** cell, 0 for none.  ASCII is itself. */
unsigned char dm_cell_byte(const dm_cell *cell, dm_wrong w);

/* The bytes of this cell in `w`: their number, 0 when it has none there. */
size_t dm_cell_bytes(const dm_cell *cell, dm_wrong w, unsigned char out[2]);

/* What byte 80 to FF means in single-byte charset `w`. */
uint32_t dm_byte_meaning(dm_wrong w, unsigned char byte);

/* What the line costs under the language model as it stands, into `out`, an
** unsigned a cell: in the language that it costs least in, or for what single
** bytes became the same for each letter.  ASCII is free. */
void dm_price(const dm_mojibake *mo, dm_wrong w, dm_buf *out);

/* The double-byte set behind a charset. */
static inline dm_pairs dm_wrong_pairs(dm_wrong w)
{
    return (dm_pairs)(w - DM_WRONG_GBK);
}
static inline dm_pairs dm_right_pairs(dm_right r)
{
    return (dm_pairs)(r - DM_RIGHT_GBK);
}

/* The language that a charset was made for. */
static inline dm_lang dm_right_lang(dm_right r)
{
    if (r == DM_RIGHT_SJIS)
        return DM_LANG_JA;
    return r == DM_RIGHT_EUCKR ? DM_LANG_KO : DM_LANG_ZH;
}

/* Each undoes one layer in the line and says whether there was one.
** dm_undo_bytes: UTF-8 read in a single-byte charset.
** dm_undo_controls: control characters that windows-1252 has letters for.
** dm_undo_western: a double-byte charset read as windows-1252.
** dm_undo_utf8: UTF-8 read in a double-byte charset.
** dm_undo_pairs: one double-byte charset read as another. */
bool dm_undo_bytes(dm_mojibake *mo);
bool dm_undo_controls(dm_mojibake *mo);
bool dm_undo_western(dm_mojibake *mo);
bool dm_undo_utf8(dm_mojibake *mo, unsigned look);
bool dm_undo_pairs(dm_mojibake *mo);

/* East Asian text in UTF-8 read as windows-1252, with bytes lost. */
bool dm_undo_lossy(dm_mojibake *mo);

/* `r` read as `w` from cell `from` on, with bytes lost: the gain, and the new
** line in mo->spare; or 0. */
unsigned dm_undo_lost(dm_mojibake *mo, dm_wrong w, dm_right r, size_t from);

/* What makes a line worth a second look. */
enum {
    DM_LOOK_WEST = 1,   /* what single-byte charsets make of UTF-8 */
    DM_LOOK_HIGH = 2,   /* what they make of double-byte charsets */
    DM_LOOK_START = 4,  /* what double-byte charsets make of UTF-8 */
    DM_LOOK_RARE = 8,   /* what they make of each other */
    DM_LOOK_MIXED = 16, /* Hangul among Han: both of these in EUC-KR */
    DM_LOOK_GONE = 32   /* what GBK makes of U+FFFD in UTF-8 */
};

/* Does `rest` begin with what GBK, Big5 or Shift_JIS make of UTF-8, as far as
** its bytes tell? */
bool dm_begins_utf8(dm_slice rest);

/* Look at a line, fast.  `*sets` is a bit for each single-byte charset in which
** some of it might be UTF-8. */
unsigned dm_mojibake_look(dm_slice line, unsigned *sets);

#endif
