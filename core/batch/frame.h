/* frame.h - messages between the parent and a worker, over a socket pair.
**
** A task goes down: a kind, the input's path, and the open file as a passed
** descriptor.  A frame comes up: a kind, a length, the xxh3 of the payload,
** the payload.  The parent reads frames without waiting; a worker waits.
*/
#ifndef DM_BATCH_FRAME_H
#define DM_BATCH_FRAME_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

typedef enum dm_frame_kind {
    DM_TASK_DOCUMENT = 1, /* down */
    DM_TASK_FINISH,
    DM_FRAME_ANSWER,     /* up: a packed dm_answer */
    DM_FRAME_LAST,       /* up: the same, and the worker has left */
    DM_FRAME_INIT_FAILED /* up: a dm_err; the worker has left */
} dm_frame_kind;

/* Send a task; `fd` is -1 for none.  False when the worker is gone. */
__attribute__((warn_unused_result)) bool dm_task_send(int           sock,
                                                      dm_frame_kind kind,
                                                      dm_slice path, int fd);

/* Wait for a task; `path` is replaced, `*fd` is the caller's to close or -1.
** False when the parent is gone. */
__attribute__((warn_unused_result)) bool dm_task_recv(int            sock,
                                                      dm_frame_kind *kind,
                                                      dm_buf *path, int *fd);

/* Send a frame whole.  False when the parent is gone. */
__attribute__((warn_unused_result)) bool dm_frame_send(int           sock,
                                                       dm_frame_kind kind,
                                                       dm_slice      payload);

typedef enum dm_frame_state {
    DM_FRAME_NONE,  /* not whole yet */
    DM_FRAME_WHOLE, /* `*payload` is in `in`; dm_buf_clear when done */
    DM_FRAME_GONE,  /* the worker has closed its end */
    DM_FRAME_WILD   /* bytes that are no frame, or a wrong checksum */
} dm_frame_state;

/* Read what there is into `in`, without waiting. */
dm_frame_state dm_frame_recv(int sock, dm_buf *in, dm_frame_kind *kind,
                             dm_slice *payload);

#endif
