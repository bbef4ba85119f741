/* mend.h - what a repair did or would do: one place, its proof, its certainty.
**
** A repair is a step that undoes damage.  It walks the text with a mender,
** an aligner that also keeps a log: each place it mends is written down with
** what stood there, what stands there now, the mechanism that had destroyed
** it, and how certain the repair is.  What is less certain than the reader
** wants is written down all the same and left as it was.
**
**   exact      running the damage forward on the result gives back just the
**              damaged bytes, and no other plausible reading does
**   likely     it gives them back, and the other readings are much worse; or
**              no damage can be run forward but the evidence is strong
**   uncertain  another reading is nearly as good, or something is lost
**
** On text that is not broken a repair does nothing: that is its first duty.
*/
#ifndef DM_REPAIR_MEND_H
#define DM_REPAIR_MEND_H

#include "base/arena.h"
#include "text/align.h"

typedef enum dm_certainty { DM_UNCERTAIN, DM_LIKELY, DM_EXACT } dm_certainty;

/* Which repairs are applied; the others are only reported. */
typedef enum dm_repair {
    DM_REPAIR_LIKELY, /* exact and likely ones: the default */
    DM_REPAIR_EXACT,
    DM_REPAIR_ALL,
    DM_REPAIR_NONE
} dm_repair;

typedef struct dm_mend {
    dm_range     src;    /* in the text that the step was given */
    dm_range     dst;    /* in the text it gave; set when the step ends */
    size_t       base;   /* of a gloss: the bytes before src it stands on */
    dm_slice     before; /* the text of src */
    dm_slice     after;  /* what it was before the damage */
    dm_slice     note;   /* a reading, a rival reading, what is lost; or "" */
    const char  *mechanism; /* one phrase, static: "UTF-8 read as GBK" */
    dm_certainty certainty;
    bool         applied;
} dm_mend;

typedef struct dm_mender {
    dm_aligner  a;     /* a.src is the text */
    dm_arena   *arena; /* for the log, and for a repair's scratch */
    dm_repair   policy;
    const char *charset; /* the document's, canonical; "" when unknown */
    dm_buf      mends;   /* of dm_mend */
    size_t      end;     /* of the last place */
    bool        failed;  /* sticky: memory, or … */
    bool        astray;  /* … a place out of order: the repair is at fault */
} dm_mender;

/* "exact", "likely", "uncertain". */
const char *dm_certainty_name(dm_certainty certainty);

/* The policy called `name` ("likely", "exact", "all", "none"); false when
** there is none. */
bool dm_repair_find(dm_slice name, dm_repair *policy);

/* Begin over `text`, writing to `out` (see dm_align_begin). */
void dm_mend_begin(dm_mender *m, dm_slice text, dm_buf *out, dm_arena *arena,
                   dm_repair policy, const char *charset);

/* Free what the mender holds; the log's texts stay in the arena. */
void dm_mend_end(dm_mender *m);

/* Begin anew over the same text: what was mended so far is forgotten. */
void dm_mend_again(dm_mender *m);

/*
** Write `mend` down and, when the policy allows it, replace src with after.
** The caller sets src, base, after, note, mechanism and certainty; texts are
** copied.  Places come in ascending order and do not overlap; one that does, or
** that is not in the text, is refused and fails the step.  An `after` that
** equals the text of src is reported and never applied: that is how something
** lost is said.  Failures are sticky.
*/
void dm_mend_put(dm_mender *m, const dm_mend *mend);

#endif
