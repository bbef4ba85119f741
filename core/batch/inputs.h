/* inputs.h - which documents: arguments, folders, lists, standard input.
**
** Inputs are handed out one by one, opened, in a fixed order: arguments as
** given, the files below a folder by the bytes of their paths.  Only the names
** of the folders between the root and the current file are held, packed, so a
** tree of millions of files costs the names of its widest branch.
**
** Below a folder names that begin with a dot are passed over, and so are
** pipes, devices and sockets, and links that lead back to a folder on the way
** here; all are counted.  What was named outright (an argument, a line of a
** list) is never passed over: if it is not a regular file or a folder, that
** is an error of this one input.  Nothing here waits for a writer.
*/
#ifndef DM_BATCH_INPUTS_H
#define DM_BATCH_INPUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

typedef struct dm_inputs dm_inputs;

typedef struct dm_inputs_options {
    char *const *args; /* paths, "-" for standard input; borrowed */
    size_t       nargs;
    const char  *files_from; /* a file of paths, "-" for standard input, NULL */
    bool         nul;        /* its paths end in NUL instead of newline */
    size_t       max_bytes;  /* larger files are refused unread */
    const char  *passed;     /* below folders, names that end so are passed over
                             ** (backups); NULL for none */
} dm_inputs_options;

/* NULL with USAGE (standard input asked for twice), NOT_FOUND, DENIED or READ
** (the list cannot be opened) or MEMORY.  The options are borrowed. */
dm_inputs *dm_inputs_open(const dm_inputs_options *options, dm_err *err);
void       dm_inputs_close(dm_inputs *in);

/* True when there may be more than one input: several are named, or a folder,
** or a list. */
bool dm_inputs_many(const dm_inputs_options *options);

typedef enum dm_input_kind {
    DM_INPUT_END,  /* there are no more */
    DM_INPUT_FILE, /* fd is open; the caller closes it */
    DM_INPUT_BAD,  /* this one input cannot be had: err says why */
    DM_INPUT_STOP  /* the list itself is broken: err says why */
} dm_input_kind;

typedef struct dm_input {
    dm_slice path; /* as given; "-" for standard input; any bytes but NUL;
                   ** valid until the next call */
    int      fd;   /* positioned at 0, a regular file or a memory file */
    uint64_t size; /* bytes when it was opened */
    size_t   root; /* so many bytes of the path are the folder that was named
                   ** (its '/' too), or, of a file that was named, all before
                   ** its own name; of a file in a list 0 */
} dm_input;

/* The next input.  `err` is filled for BAD and STOP only. */
dm_input_kind dm_inputs_next(dm_inputs *in, dm_input *out, dm_err *err);

/* Pass over folder `dev`, `ino` where it comes up below another one: output is
** being written there. */
void dm_inputs_except(dm_inputs *in, uint64_t dev, uint64_t ino);

/* An output will take the place of file `dev`, `ino`: where that comes up as an
** input, the list stops with USAGE.  At most 3 files. */
void dm_inputs_spare(dm_inputs *in, uint64_t dev, uint64_t ino);

/* Is that folder one that was named?  Asks the file system. */
bool dm_inputs_names(const dm_inputs_options *options, uint64_t dev,
                     uint64_t ino);

/* What was passed over below folders so far, and the folders named outright
** that had no file at all below them. */
typedef struct dm_passed {
    size_t      hidden, special, loops, written, bare;
    const char *first_bare; /* the first of them; lives as long as `in` */
} dm_passed;
dm_passed dm_inputs_passed(const dm_inputs *in);

/* How many inputs there will be, or 0 while that is not known (a folder or a
** list is among them). */
size_t dm_inputs_total(const dm_inputs *in);

/* How many dm_inputs_next has given, those that cannot be had included. */
size_t dm_inputs_given(const dm_inputs *in);

/* Count those that dm_inputs_next has not given yet, which ends it: folders are
** walked, no file is opened, a list is not read on (then `*more` is set). */
size_t dm_inputs_rest(dm_inputs *in, bool *more);

#endif
