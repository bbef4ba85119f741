/* chunk.h - can lines of Lua be a whole chunk yet?
**
** Only a compiler knows that, and to compile anew at every line of a long table
** takes the square of its length.  This counts what is open (brackets, blocks,
** long strings) line by line; while anything is, the compiler need not
** be asked.
*/
#ifndef DM_DESK_CHUNK_H
#define DM_DESK_CHUNK_H

#include <stdbool.h>

#include "base/slice.h"

typedef struct dm_chunk {
    int  depth; /* brackets and blocks that are open */
    int  level; /* of the long string or comment that is, plus 1; 0: none */
    char quote; /* of the short string that goes on, or 0 */
    bool blank; /* behind \z: so does white space before it */
} dm_chunk;

/* The next line, without its newline; a chunk begins as zeros. */
void dm_chunk_line(dm_chunk *chunk, dm_slice line);

/* Is something open?  Then the lines so far are not all, or are wrong. */
bool dm_chunk_open(const dm_chunk *chunk);

#endif
