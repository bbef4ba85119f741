/* align.h - the alignment map: which bytes a text was made from.
**
** Every stage (decoding, reading a format, each normalization step) turns a
** source text into a destination text.  It is described by a sorted list of
** edits: between two edits the bytes are equal, one for one; an edit says
** that `slen` source bytes at `src` became `dlen` destination bytes at
** `dst`.  slen == 0 is an insertion, dlen == 0 a deletion.  The cluster of an
** edit is indivisible: a part of it maps to the whole with exact == false.
**
** Decoding a legacy charset changes every character, so a list of edits would
** be larger than the text.  That stage stores a checkpoint every few KB
** instead and re-decodes locally (a *lazy* alignment, made in decode.c).
**
** Maps are immutable once built and live in the arena they were built in.
** A look-up is a binary search.
*/
#ifndef DM_TEXT_ALIGN_H
#define DM_TEXT_ALIGN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

typedef struct dm_edit {
    uint32_t src, slen; /* in the source text */
    uint32_t dst, dlen; /* in the destination text */
} dm_edit;

/* Re-decoding for the lazy kind: see decode.h. */
typedef struct dm_lazy dm_lazy;

typedef struct dm_align {
    const dm_edit *edits; /* sorted by dst, then src; NULL when lazy */
    size_t         n;
    const dm_lazy *lazy; /* NULL for a list of edits */
    size_t         src_len, dst_len;
} dm_align;

/* A map that changes nothing, over a text of `len` bytes. */
dm_align dm_align_identity(size_t len);

/*
** The source bytes of destination range `dst`, stored in `*src`.
**
** Returns true when exact: both ends fall on edges, so the range is made of
** exactly those source bytes.  Returns false where a cluster was only partly
** covered and was widened to whole units.  The range is tight: deleted text
** at either edge is left out.  An empty range maps to an empty range: the
** place after whatever was deleted there, or the start of the cluster that it
** lies in.  Ranges beyond the text are cut to it.
*/
bool dm_align_up(const dm_align *map, dm_range dst, dm_range *src);

/* The destination range that source range `src` became; widened to whole
** clusters in the same way and with the same result.  Inserted text at
** either edge is left out. */
bool dm_align_down(const dm_align *map, dm_range src, dm_range *dst);

/*
** A writer of stages: it walks the source once, appends the destination to
** `out` and collects the edits.  Adjacent edits stay apart (each is a cluster
** of its own).  Kept bytes are copied when the next replacement or the end
** comes, so that many small keeps cost one memcpy; until then `out` lags
** behind.  Failures are sticky: ask dm_align_finish.
*/
typedef struct dm_aligner {
    dm_slice src;
    size_t   at;     /* source bytes consumed */
    size_t   copied; /* source bytes that reached `out`; kept ones wait */
    dm_buf  *out;
    dm_buf   edits; /* of dm_edit */
    bool     full;  /* it failed because `out` reached its ceiling */
} dm_aligner;

/* Begin a stage over `src`, writing to `out` (empty; its max is the ceiling
** of the result). */
void dm_align_begin(dm_aligner *a, dm_slice src, dm_buf *out);

/* The next `n` source bytes stay as they are. */
void dm_align_keep(dm_aligner *a, size_t n);

/* The next `slen` source bytes become `with` (either may be empty). */
void dm_align_replace(dm_aligner *a, size_t slen, dm_slice with);

/*
** End the stage: the rest of the source is kept, the map is moved into
** `arena`.  Returns false when a buffer or the arena was full; nothing is
** leaked either way.  `*map` lives as long as `arena`.
*/
__attribute__((warn_unused_result)) bool dm_align_finish(dm_aligner *a,
                                                         dm_arena   *arena,
                                                         dm_align   *map);

#endif
