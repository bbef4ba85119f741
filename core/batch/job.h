/* job.h - what a worker does with a document, and what it answers.
**
** A job is a row of functions that run in worker processes; the pool knows
** nothing else of scripts, searches or views.  An answer is all that comes
** back: bytes ready to be written, notes, values to be merged.
*/
#ifndef DM_BATCH_JOB_H
#define DM_BATCH_JOB_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

/* What became of a document. */
typedef enum dm_outcome {
    DM_DONE,
    DM_FAILED,
    DM_TURNED_AWAY, /* the script's `needs` did not want it */
    DM_SKIPPED      /* doc:skip(reason) */
} dm_outcome;

/* Where it failed: "open" (reading it included), "load", "script", "worker",
** "write" in error records. */
typedef enum dm_phase {
    DM_PHASE_OPEN,
    DM_PHASE_LOAD,
    DM_PHASE_SCRIPT,
    DM_PHASE_WORKER,
    DM_PHASE_WRITE
} dm_phase;
const char *dm_phase_name(dm_phase phase);

enum { DM_NOTES_MAX = 1000 }; /* a document; more are counted, not kept */

/* A line for the user about a document that did not fail by it. */
typedef enum dm_remark_kind {
    DM_REMARK_NOTE,    /* shown with -v */
    DM_REMARK_WARNING, /* shown but for -q */
    DM_REMARK_PRINT    /* a note, shown but for -q */
} dm_remark_kind;

typedef struct dm_remark {
    dm_remark_kind kind;
    dm_err         text;
} dm_remark;

/* Which file was read, and in which state. */
typedef struct dm_stamp {
    uint64_t dev, ino, size;
    int64_t  sec, nsec;   /* of its last change */
    int64_t  csec, cnsec; /* of that of its inode: nobody can put it back */
} dm_stamp;

typedef struct dm_answer {
    dm_outcome outcome;
    dm_phase   phase;       /* of a failure */
    bool       yes;         /* it has what was looked for (grep) */
    uint32_t   nrecords;    /* in data */
    uint64_t   bytes;       /* of the input that were read */
    uint64_t   dropped;     /* remarks beyond DM_NOTES_MAX */
    dm_stamp   stamp;       /* of the input */
    bool       same;        /* data is the input, byte for byte */
    uint64_t   unwritten;   /* committed edits that the format does not write */
    char       reason[256]; /* of TURNED_AWAY and SKIPPED */
    dm_err     err;         /* of FAILED */
    dm_buf     data;        /* rendered records, as they will be written */
    dm_buf     parcels;     /* what is for other outputs: see parcel.h */
    dm_buf     remarks;     /* of dm_remark */
    dm_buf     reduced;     /* JSON: a list of [key, how, value], or empty */
} dm_answer;

/* An empty answer; what it may grow to is bounded by DM_ANSWER_MAX. */
enum { DM_ANSWER_MAX = 256 << 20 };
void dm_answer_init(dm_answer *a);
void dm_answer_fini(dm_answer *a);
/* As new, keeping the memory. */
void dm_answer_clear(dm_answer *a);

/* Keep a remark (a copy), or count it. */
void   dm_answer_remark(dm_answer *a, dm_remark_kind kind, const dm_err *text);
size_t dm_answer_nremarks(const dm_answer *a);
const dm_remark *dm_answer_remark_at(const dm_answer *a, size_t i);

/* Make it a failure; drops the data.  `err` is copied. */
void dm_answer_fail(dm_answer *a, dm_phase phase, const dm_err *err);

/* To bytes and back.  False when the bytes are not an answer (another build,
** a worker gone wild) or memory ran out; `a` is then failed with INTERNAL. */
void dm_answer_pack(const dm_answer *a, dm_buf *out);
__attribute__((warn_unused_result)) bool dm_answer_unpack(dm_answer *a,
                                                          dm_slice   bytes);

/* Where an input came from. */
typedef struct dm_origin {
    dm_slice path; /* as given */
    size_t   root; /* so many bytes of it are the folder that was named, or
                   ** what stands before a file's name */
    size_t number; /* from 1, in the order of the inputs */
} dm_origin;

/* A document as a worker sees it. */
typedef struct dm_work {
    dm_slice id;    /* the path with U+FFFD for what is not UTF-8 */
    dm_slice path;  /* as given */
    dm_slice bytes; /* the whole of it; zero bytes do not follow */
} dm_work;

typedef struct dm_job {
    void *ud;
    /* In each worker before its first document; NULL for nothing to do. */
    bool (*init)(void *ud, dm_err *err);
    /* One document: fill `out`, fail through dm_answer_fail. */
    void (*document)(void *ud, const dm_work *work, dm_answer *out);
    /* After the last document of this worker; NULL for nothing to do. */
    void (*finish)(void *ud, dm_answer *out);
    /* True when this worker must not be used again; NULL for never. */
    bool (*dead)(void *ud);
} dm_job;

#endif
