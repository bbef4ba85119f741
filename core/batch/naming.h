/* naming.h - what the file of a document is called in the output folder.
**
** By default the input tree is mirrored: "docs/sub/a.html", found below the
** named folder "docs", becomes "sub/a.html", or "sub/a.jsonl" in another
** format.  A template says otherwise:
**
**   {dir}   the folders below the named input ("sub"), or nothing
**   {name}  the file's name ("a.html"), {stem} without ending ("a"),
**   {ext}   the ending alone ("html")
**   {n}     the number of the input, from 1
**   {id}    the document's id, with _ for what parts folders
**
** The result always lies within the output folder.
*/
#ifndef DM_BATCH_NAMING_H
#define DM_BATCH_NAMING_H

#include "base/buf.h"
#include "base/err.h"

/* Are all its places known, and is it relative?  False with BAD_VALUE. */
__attribute__((warn_unused_result)) bool dm_naming_check(const char *template,
                                                         dm_err *err);

typedef struct dm_named_file {
    dm_slice path;   /* of the input, as given */
    size_t   root;   /* so many bytes of it name where the tree begins */
    size_t   number; /* of the input, from 1 */
    dm_slice id;     /* or "" for the path */
} dm_named_file;

/*
** Append the path in the output folder.  `template` NULL mirrors the tree;
** `suffix` ("jsonl") is then the ending, NULL for the input's own.  False with
** WRITE when it would lead out of the folder or names nothing.
*/
__attribute__((warn_unused_result)) bool dm_naming_path(
    dm_buf *out, const char *template, const char *suffix,
    const dm_named_file *file, dm_err *err);

#endif
