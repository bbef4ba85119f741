/* sqlite.h - records, their spans and their documents in one SQLite file.
**
** Tables: docs (one row a document, its text included), records (JSON, for
** SQLite's -> and ->>), spans, errors, rules; and `search`, a full-text index
** over docs.text whose trigram tokenizer finds any run of three or more
** characters, in Chinese as well:
**
**   SELECT id FROM docs WHERE doc IN
**     (SELECT rowid FROM search WHERE search MATCH '"中华人民"');
**   SELECT id FROM docs WHERE text LIKE '%北京%';     -- two characters
**
** A document is known by its path.  To write it again replaces all that was
** known of it, so a run can be repeated.  Nothing is kept until dm_db_commit;
** what a crash or a full disk interrupts is undone by SQLite's rollback
** journal, which is used with full syncs because it, unlike a write-ahead log,
** leaves one file and works on every file system.
**
** The file is ours when its application_id is DM_DB_ID; user_version is the
** version of the tables.
*/
#ifndef DM_EMIT_SQLITE_H
#define DM_EMIT_SQLITE_H

#include "base/err.h"
#include "emit/value.h"

enum { DM_DB_ID = 0x646d6c6c /* "dmll" */, DM_DB_VERSION = 1 };

typedef struct dm_db dm_db;

/*
** Open or make the database file `path`.  NULL with USAGE (it is a database or
** a file of something else, or of a newer docmill), WRITE or MEMORY.
*/
dm_db *dm_db_open(const char *path, dm_err *err);

/* Roll back what is not committed and close.  A file that this made and in
** which nothing was ever committed is removed.  NULL is fine. */
void dm_db_close(dm_db *db);

/* Keep what was written so far.  False with WRITE: all since the last commit
** is undone. */
__attribute__((warn_unused_result)) bool dm_db_commit(dm_db *db, dm_err *err);

/* All of these fail with WRITE alone: a full disk, a lost file.  Forget what
** is known of the document `path`: its row, records, spans, errors. */
__attribute__((warn_unused_result)) bool dm_db_forget(dm_db *db, dm_slice path,
                                                      dm_err *err);

/* Add a document: `about` is an object with path, id and any of format,
** charset, lang, title, bytes, xxh3, view.  What follows belongs to it. */
__attribute__((warn_unused_result)) bool dm_db_doc(dm_db          *db,
                                                   const dm_value *about,
                                                   dm_slice text, dm_err *err);

/* Add a record of this document (or of none, after dm_db_alone), with its
** _spans as rows; `output` is the name it was emitted to, or "". */
__attribute__((warn_unused_result)) bool dm_db_record(dm_db          *db,
                                                      dm_slice        output,
                                                      const dm_value *record,
                                                      dm_err         *err);

/* What follows belongs to no document: forget its earlier records. */
__attribute__((warn_unused_result)) bool dm_db_alone(dm_db *db, dm_err *err);

/* Add an error record (the object of --errors) of the document `path`. */
__attribute__((warn_unused_result)) bool dm_db_error(dm_db *db, dm_slice path,
                                                     const dm_value *error,
                                                     dm_err         *err);

/* Note that there is a rule of that name, found or not. */
__attribute__((warn_unused_result)) bool dm_db_rule(dm_db *db, dm_slice rule,
                                                    dm_err *err);

#endif
