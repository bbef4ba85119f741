/* plain_line.h - plain text, line by line, with what a line looks like.
**
** A line ends at LF, CR LF, CR or a form feed.  Reading is one pass; nothing
** is kept.
*/
#ifndef DM_LOAD_PLAIN_LINE_H
#define DM_LOAD_PLAIN_LINE_H

#include "base/slice.h"
#include "load/number.h"

enum { DM_LONG_LINE = 999 }; /* cells of a line too long to be measured */

typedef enum dm_line_look {
    DM_LOOK_TEXT,
    DM_LOOK_NUMBER,   /* begins with a number */
    DM_LOOK_BULLET,   /* begins with a bullet */
    DM_LOOK_HASH,     /* "## title" */
    DM_LOOK_UNDERLINE /* === or --- under a title */
} dm_line_look;

typedef struct dm_plain_line {
    dm_range     range;  /* without blanks at both ends; never empty */
    dm_range     lead;   /* the number or bullet; empty otherwise */
    unsigned     indent; /* cells of blanks in front */
    unsigned     cells;  /* of the range; DM_LONG_LINE over 400 bytes */
    bool         gap;    /* blank lines or a form feed before it */
    bool         ends;   /* like a sentence: 。 ! , and so on */
    int          level;  /* of HASH and UNDERLINE, 1 to 6 */
    dm_line_look look;
    dm_number    number; /* of NUMBER and HASH */
} dm_plain_line;

typedef struct dm_plain_scan {
    dm_slice text;
    size_t   at;
    size_t   next[3]; /* the next LF, CR and FF, where known */
} dm_plain_scan;

dm_plain_scan dm_plain_begin(dm_slice text);

/* The next line that is not blank.  False at the end. */
bool dm_plain_next(dm_plain_scan *scan, dm_plain_line *line);

#endif
