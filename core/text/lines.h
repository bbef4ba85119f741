/* lines.h - from byte offsets to lines and columns, and back.
**
** An index of line starts over LF-separated text, built once a view.
*/
#ifndef DM_TEXT_LINES_H
#define DM_TEXT_LINES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

typedef struct dm_lines {
    dm_slice        text;
    const uint32_t *start; /* n offsets, start[0] == 0 */
    size_t          n;     /* at least 1; a final LF starts no line */
} dm_lines;

/* Index `text`; the result lives in `arena`.  False when it is full. */
__attribute__((warn_unused_result)) bool dm_lines_init(dm_lines *lines,
                                                       dm_slice  text,
                                                       dm_arena *arena);

/* The 0-based line that holds byte `at`. */
size_t dm_lines_at(const dm_lines *lines, size_t at);

/* The range of line `i` without its line end. */
dm_range dm_lines_range(const dm_lines *lines, size_t i);

#endif
