/* report.h - what is told about documents besides their records.
**
** Failures and warnings go to standard error as diagnostics, or failures to a
** file of error records, one JSON object a line:
**
**   {"id":"a.txt","stage":"script","code":"script","number":"E302",
**    "message":"…","help":"…","script":{"file":"r.lua","line":9,"column":12},
**    "document":{"line":3,"column":1}}
**
** A name that is not UTF-8 has "path_bytes" (base64) besides.  Everything is
** told in the order of the inputs, and the counts always sum up.
*/
#ifndef DM_BATCH_REPORT_H
#define DM_BATCH_REPORT_H

#include <stdint.h>

#include "batch/inputs.h"
#include "batch/job.h"
#include "batch/output.h"
#include "emit/diag.h"

typedef struct dm_counts {
    size_t   documents; /* all that were answered for */
    size_t   done, failed, turned_away, skipped;
    size_t   records;
    uint64_t bytes;
    size_t   unfinished; /* workers whose finish failed */
    size_t   found;      /* documents that answered yes (grep) */
    size_t   unwritten;  /* committed edits that the format does not write */
    size_t   edited;     /* documents that have some */
} dm_counts;

typedef struct dm_report_options {
    const char *errors;  /* file of error records, or NULL for diagnostics */
    bool        json;    /* diagnostics as JSON lines */
    bool        color;   /* of diagnostics */
    bool        quiet;   /* no warnings, no notes, no summary */
    bool        verbose; /* notes and reasons too, and always a summary */
} dm_report_options;

typedef struct dm_report {
    const dm_report_options *options;
    dm_output                file; /* of error records; fd -1 for none */
    dm_counts                counts;
} dm_report;

/* False with WRITE when the file of error records cannot be made. */
__attribute__((warn_unused_result)) bool dm_report_open(
    dm_report *r, const dm_report_options *options, dm_err *err);

/* Count one answer and tell what there is to tell.  False with WRITE. */
__attribute__((warn_unused_result)) bool dm_report_answer(
    dm_report *r, dm_slice path, const dm_answer *answer, dm_err *err);

/* What a worker said when it finished; not a document. */
__attribute__((warn_unused_result)) bool dm_report_finished(
    dm_report *r, const dm_answer *answer, dm_err *err);

/* Write text to standard error as it is. */
void dm_report_say(dm_slice text);

/* Tell one diagnostic that belongs to no document. */
void dm_report_diag(const dm_report_options *options, const dm_err *text,
                    dm_severity severity);

typedef enum dm_run_end {
    DM_RUN_WHOLE,
    DM_RUN_STOPPED, /* by max_errors */
    DM_RUN_INTERRUPTED
} dm_run_end;

/* How the run ended. */
typedef struct dm_ending {
    dm_run_end  how;
    dm_passed   passed;
    size_t      total;     /* inputs there are, 0 when that is not known */
    size_t      unread;    /* of a stopped run: inputs nobody answered for */
    bool        more;      /* and the rest of a list besides */
    const char *unwritten; /* the output that is not put in place, or NULL */
    const char *printed;   /* what is printed without one; NULL for nothing */
    const char *format;    /* of what was written; NULL where no script ran */
} dm_ending;

/* The last lines: "5 documents: 4 done, 1 failed, 0 turned away", and what is
** missing of a run that was cut short. */
void dm_report_end(const dm_report *r, const dm_ending *ending);

/* Commit the error records.  False with WRITE. */
__attribute__((warn_unused_result)) bool dm_report_close(dm_report *r,
                                                         dm_err    *err);
void                                     dm_report_abandon(dm_report *r);

/* Append an error record, with its newline. */
void dm_report_record(dm_buf *out, dm_slice path, dm_phase phase,
                      const dm_err *err);

#endif
