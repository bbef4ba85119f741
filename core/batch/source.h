/* source.h - opening and reading one file without ever being held up.
**
** Files are opened with O_NONBLOCK (a pipe without a writer cannot hang us),
** then looked at, and read with pread, never mapped: a file that shrinks under
** a map kills the reader.
*/
#ifndef DM_BATCH_SOURCE_H
#define DM_BATCH_SOURCE_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"

/*
** Open `path` for reading: a regular file or, with `*folder` set, a folder.
** Returns the descriptor (close-on-exec) and fills `*st`, or -1 with
** NOT_FOUND, DENIED, NOT_REGULAR or READ.
*/
int dm_source_open(const char *path, struct stat *st, bool *folder,
                   dm_err *err);

/* All of standard input as a memory file, so that a worker can have it as
** any other; at most `max` bytes.  -1 with TOO_LARGE, READ or MACHINE; reading
** stops early (with READ) when a signal arrives. */
int dm_source_stdin(size_t max, uint64_t *size, dm_err *err);

/*
** The whole of `fd`, appended to `out`, whose maximum is the limit in bytes.
** False with TOO_LARGE, READ (with the offset), MEMORY, or CHANGED when size
** or time of the file are not the same before and after.
*/
__attribute__((warn_unused_result)) bool dm_source_read(int fd, dm_buf *out,
                                                        dm_err *err);

/* The whole of the regular file at `path`, appended to `out`.  False as both
** above; NOT_REGULAR for a folder, too. */
__attribute__((warn_unused_result)) bool dm_source_file(const char *path,
                                                        dm_buf     *out,
                                                        dm_err     *err);

/* Make err NOT_FOUND, DENIED or READ for a failed system call. */
bool dm_source_errno(dm_err *err, int number, const char *path);

#endif
