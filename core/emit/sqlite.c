/* sqlite.c - the tables, and one prepared statement for each way to write.
**
** The search index has no text of its own: it points into docs, and triggers
** keep it in step.
*/
#include "emit/sqlite.h"

#include <sqlite3.h>
#include <unistd.h>

#include "base/mem.h"
#include "emit/json.h"

enum { JSON_MAX = 256 << 20 };

static const char schema[] =
    "CREATE TABLE docs(doc INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,"
    " id TEXT NOT NULL, format TEXT, charset TEXT, lang TEXT, title TEXT,"
    " bytes INTEGER, xxh3 TEXT, view TEXT, text TEXT NOT NULL);"
    "CREATE TABLE records(record INTEGER PRIMARY KEY,"
    " doc INTEGER REFERENCES docs ON DELETE CASCADE,"
    " output TEXT NOT NULL, json TEXT NOT NULL);"
    "CREATE INDEX records_doc ON records(doc);"
    "CREATE TABLE spans(record INTEGER NOT NULL REFERENCES records"
    " ON DELETE CASCADE, field TEXT NOT NULL, n INTEGER NOT NULL, rule TEXT,"
    " at_from INTEGER, at_to INTEGER, src_from INTEGER, src_to INTEGER,"
    " part TEXT, exact INTEGER);"
    "CREATE INDEX spans_record ON spans(record);"
    "CREATE INDEX spans_rule ON spans(rule);"
    "CREATE TABLE errors(path TEXT NOT NULL, id TEXT NOT NULL, stage TEXT, "
    "code TEXT, number TEXT,"
    " message TEXT, help TEXT, script TEXT, script_line INTEGER,"
    " doc_line INTEGER, doc_column INTEGER);"
    "CREATE INDEX errors_path ON errors(path);"
    "CREATE TABLE rules(rule TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE search USING fts5(text, content='docs',"
    " content_rowid='doc', tokenize='trigram');"
    "CREATE TRIGGER docs_added AFTER INSERT ON docs BEGIN"
    " INSERT INTO search(rowid, text) VALUES (new.doc, new.text); END;"
    "CREATE TRIGGER docs_gone AFTER DELETE ON docs BEGIN"
    " INSERT INTO search(search, rowid, text)"
    " VALUES ('delete', old.doc, old.text); END;"
    "PRAGMA application_id = 1684892780;" /* DM_DB_ID */
    "PRAGMA user_version = 1;";

typedef enum statement {
    FORGET_DOC,
    FORGET_ERRORS,
    FORGET_ALONE,
    ADD_DOC,
    ADD_RECORD,
    ADD_SPAN,
    ADD_ERROR,
    ADD_RULE,
    STATEMENTS
} statement;

static const char *const statements[] = {
    "DELETE FROM docs WHERE path = ?1",
    "DELETE FROM errors WHERE path = ?1",
    "DELETE FROM records WHERE doc IS NULL",
    "INSERT INTO docs(path, id, format, charset, lang, title, bytes, xxh3,"
    " view, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    "INSERT INTO records(doc, output, json) VALUES (?1, ?2, ?3)",
    "INSERT INTO spans VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    "INSERT INTO errors VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
    " ?11)",
    "INSERT OR IGNORE INTO rules VALUES (?1)",
};

struct dm_db {
    sqlite3      *handle;
    sqlite3_stmt *ready[STATEMENTS];
    char         *path;
    bool          open;  /* a transaction is under way */
    bool          found; /* the file was there */
    bool          fresh; /* we made the file, nothing is committed yet */
    sqlite3_int64 doc;   /* the row of the document at hand; 0 none */
};

static bool fail(const dm_db *db, const char *doing, dm_err *err)
{
    int code = sqlite3_extended_errcode(db->handle);

    dm_fail(err, DM_E_WRITE, "cannot %s %s: %s", doing, db->path,
            sqlite3_errmsg(db->handle));
    if ((code & 0xFF) == SQLITE_BUSY)
        dm_fail_help(err, "another program is writing to it");
    return false;
}

static bool run_sql(dm_db *db, const char *sql, const char *doing, dm_err *err)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           fail(db, doing, err);
}

/* The number that a pragma or a query gives. */
static bool ask(dm_db *db, const char *sql, int *out, dm_err *err)
{
    sqlite3_stmt *s = NULL;
    bool ok = sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL) == SQLITE_OK &&
              sqlite3_step(s) == SQLITE_ROW;

    if (ok)
        *out = sqlite3_column_int(s, 0);
    else
        fail(db, "read", err);
    sqlite3_finalize(s);
    return ok;
}

static bool refuse(const dm_db *db, dm_err *err)
{
    dm_fail(err, DM_E_USAGE, "%s is not a database of docmill's", db->path);
    return dm_fail_help(err, "name another file, or one that does not exist");
}

/* Is the file empty, or ours in a version that we know? */
static bool check_owner(dm_db *db, bool *empty, dm_err *err)
{
    int id = 0;
    int version = 0;
    int tables = 0;

    if (!ask(db, "PRAGMA application_id", &id, err) ||
        !ask(db, "PRAGMA user_version", &version, err) ||
        !ask(db, "SELECT count(*) FROM sqlite_master", &tables, err)) {
        if ((sqlite3_errcode(db->handle) & 0xFF) == SQLITE_NOTADB)
            return refuse(db, err);
        return false;
    }
    *empty = id == 0 && version == 0 && tables == 0;
    if (*empty)
        return true;
    if (id != DM_DB_ID)
        return refuse(db, err);
    if (version == DM_DB_VERSION)
        return true;
    dm_fail(err, DM_E_USAGE, "%s has tables of version %d, not %d", db->path,
            version, DM_DB_VERSION);
    return dm_fail_help(err, "another docmill wrote it: name a new file");
}

static bool begin(dm_db *db, dm_err *err)
{
    if (db->open)
        return true;
    db->open = run_sql(db, "BEGIN IMMEDIATE", "write to", err);
    return db->open;
}

static bool prepare_all(dm_db *db, dm_err *err)
{
    for (size_t i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(db->handle, statements[i], -1,
                               SQLITE_PREPARE_PERSISTENT, &db->ready[i],
                               NULL) != SQLITE_OK)
            return fail(db, "use", err);
    return true;
}

static bool set_up(dm_db *db, dm_err *err)
{
    bool empty = false;

    sqlite3_busy_timeout(db->handle, 5000);
    if (!check_owner(db, &empty, err) ||
        !run_sql(db,
                 "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;"
                 "PRAGMA foreign_keys = ON;",
                 "use", err))
        return false;
    db->fresh = empty && !db->found;
    if (empty && (!begin(db, err) || !run_sql(db, schema, "set up", err)))
        return false;
    return prepare_all(db, err);
}

static char *copy(const char *text)
{
    size_t n = strlen(text) + 1;
    char  *out = dm_mem_alloc(n);

    if (out != NULL)
        memcpy(out, text, n);
    return out;
}

dm_db *dm_db_open(const char *path, dm_err *err)
{
    dm_db *db = dm_mem_alloc(sizeof *db);

    if (db != NULL)
        memset(db, 0, sizeof *db);
    if (db == NULL || (db->path = copy(path)) == NULL) {
        dm_mem_free(db);
        dm_fail(err, DM_E_MEMORY, "no memory for a database");
        return NULL;
    }
    db->found = access(path, F_OK) == 0;
    if (sqlite3_open_v2(path, &db->handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        NULL) == SQLITE_OK &&
        set_up(db, err))
        return db;
    if (sqlite3_errcode(db->handle) == SQLITE_CANTOPEN)
        fail(db, "open", err);
    dm_db_close(db);
    return NULL;
}

/* Undo what is not committed; after a full disk SQLite may have done so. */
static void undo(dm_db *db)
{
    if (db->open && sqlite3_get_autocommit(db->handle) == 0)
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    db->open = false;
}

void dm_db_close(dm_db *db)
{
    if (db == NULL)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(db->ready[i]);
    undo(db);
    sqlite3_close(db->handle);
    if (db->fresh)
        unlink(db->path);
    dm_mem_free(db->path);
    dm_mem_free(db);
}

bool dm_db_commit(dm_db *db, dm_err *err)
{
    if (!db->open)
        return true;
    if (!run_sql(db, "COMMIT", "write to", err)) {
        undo(db);
        return false;
    }
    db->open = db->fresh = false;
    return true;
}

static void bind_text(sqlite3_stmt *s, int at, dm_slice text)
{
    sqlite3_bind_text64(s, at, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

/* Bind a value as SQLite's own kind; what is no single value is left NULL. */
static void bind_value(sqlite3_stmt *s, int at, const dm_value *v)
{
    if (v == NULL)
        return;
    if (v->kind == DM_STRING)
        bind_text(s, at, v->as.string);
    else if (v->kind == DM_INT)
        sqlite3_bind_int64(s, at, v->as.integer);
    else if (v->kind == DM_BOOL)
        sqlite3_bind_int(s, at, v->as.boolean);
    else if (v->kind == DM_REAL)
        sqlite3_bind_double(s, at, v->as.real);
}

static bool step(dm_db *db, sqlite3_stmt *s, dm_err *err)
{
    bool ok = sqlite3_step(s) == SQLITE_DONE || fail(db, "write to", err);

    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return ok;
}

static bool do_text(dm_db *db, statement which, dm_slice text, dm_err *err)
{
    if (!begin(db, err))
        return false;
    bind_text(db->ready[which], 1, text);
    return step(db, db->ready[which], err);
}

bool dm_db_forget(dm_db *db, dm_slice path, dm_err *err)
{
    db->doc = 0;
    return do_text(db, FORGET_DOC, path, err) &&
           do_text(db, FORGET_ERRORS, path, err);
}

bool dm_db_doc(dm_db *db, const dm_value *about, dm_slice text, dm_err *err)
{
    static const char *const keys[] = {"path",    "id",   "format",
                                       "charset", "lang", "title",
                                       "bytes",   "xxh3", "view"};
    sqlite3_stmt            *s = db->ready[ADD_DOC];
    int                      at = 1;

    if (!begin(db, err))
        return false;
    for (; at <= (int)(sizeof keys / sizeof *keys); at++)
        bind_value(s, at, dm_value_at(about, dm_slice_str(keys[at - 1])));
    bind_text(s, at, text);
    if (!step(db, s, err))
        return false;
    db->doc = sqlite3_last_insert_rowid(db->handle);
    return true;
}

bool dm_db_alone(dm_db *db, dm_err *err)
{
    db->doc = 0;
    return begin(db, err) && step(db, db->ready[FORGET_ALONE], err);
}

/* The two numbers of a list [from, to] at `at` and `at + 1`. */
static void bind_range(sqlite3_stmt *s, int at, const dm_value *range)
{
    if (range == NULL || range->kind != DM_LIST || range->as.list.n != 2)
        return;
    bind_value(s, at, range->as.list.items[0]);
    bind_value(s, at + 1, range->as.list.items[1]);
}

typedef struct place {
    sqlite3_int64 record;
    dm_slice      field;
    size_t        n;
} place;

/* One span; null stands for a value that has no place. */
static bool add_span(dm_db *db, const place *p, const dm_value *span,
                     dm_err *err)
{
    sqlite3_stmt   *s = db->ready[ADD_SPAN];
    const dm_value *rule = NULL;

    if (span->kind != DM_OBJECT)
        return true;
    rule = dm_value_at(span, DM_S("rule"));
    if (rule != NULL && rule->kind == DM_STRING &&
        !dm_db_rule(db, rule->as.string, err))
        return false;
    sqlite3_bind_int64(s, 1, p->record);
    bind_text(s, 2, p->field);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)p->n);
    bind_value(s, 4, rule);
    bind_range(s, 5, dm_value_at(span, DM_S("at")));
    bind_range(s, 7, dm_value_at(span, DM_S("src")));
    bind_value(s, 9, dm_value_at(span, DM_S("part")));
    bind_value(s, 10, dm_value_at(span, DM_S("exact")));
    return step(db, s, err);
}

static bool add_spans(dm_db *db, sqlite3_int64 record, const dm_value *spans,
                      dm_err *err)
{
    if (spans == NULL || spans->kind != DM_OBJECT)
        return true;
    for (size_t i = 0; i < spans->as.object.n; i++) {
        const dm_member *m = &spans->as.object.members[i];
        place            p = {record, m->key, 0};

        if (m->value->kind != DM_LIST && !add_span(db, &p, m->value, err))
            return false;
        for (; m->value->kind == DM_LIST && p.n < m->value->as.list.n; p.n++)
            if (!add_span(db, &p, m->value->as.list.items[p.n], err))
                return false;
    }
    return true;
}

/* The record without its _spans, which have a table of their own. */
static void add_fields(dm_buf *json, const dm_value *record)
{
    const char *between = "{";

    for (size_t i = 0; i < record->as.object.n; i++) {
        const dm_member *m = &record->as.object.members[i];

        if (dm_slice_eq(m->key, DM_S("_spans")))
            continue;
        dm_buf_str(json, between);
        dm_json_string(json, m->key);
        dm_buf_char(json, ':');
        dm_json_value(json, m->value, 0);
        between = ",";
    }
    dm_buf_str(json, between[0] == '{' ? "{}" : "}");
}

bool dm_db_record(dm_db *db, dm_slice output, const dm_value *record,
                  dm_err *err)
{
    sqlite3_stmt *s = db->ready[ADD_RECORD];
    dm_buf        json;
    bool          ok = false;

    if (!begin(db, err))
        return false;
    dm_buf_init(&json, JSON_MAX);
    add_fields(&json, record);
    if (db->doc != 0)
        sqlite3_bind_int64(s, 1, db->doc);
    bind_text(s, 2, output);
    bind_text(s, 3, dm_buf_view(&json));
    ok = json.failed ? dm_fail(err, DM_E_MEMORY, "no memory for a record")
                     : step(db, s, err);
    dm_buf_fini(&json);
    return ok && add_spans(db, sqlite3_last_insert_rowid(db->handle),
                           dm_value_at(record, DM_S("_spans")), err);
}

/* The member `key` of the member `of`, or NULL. */
static const dm_value *inner(const dm_value *v, const char *of, const char *key)
{
    const dm_value *in = dm_value_at(v, dm_slice_str(of));

    return in != NULL && in->kind == DM_OBJECT
               ? dm_value_at(in, dm_slice_str(key))
               : NULL;
}

bool dm_db_error(dm_db *db, dm_slice path, const dm_value *error, dm_err *err)
{
    static const char *const keys[] = {"id",     "stage",   "code",
                                       "number", "message", "help"};
    sqlite3_stmt            *s = db->ready[ADD_ERROR];

    if (!begin(db, err))
        return false;
    for (int i = 0; i < (int)(sizeof keys / sizeof *keys); i++)
        bind_value(s, i + 2, dm_value_at(error, dm_slice_str(keys[i])));
    bind_text(s, 1, path);
    bind_value(s, 8, inner(error, "script", "file"));
    bind_value(s, 9, inner(error, "script", "line"));
    bind_value(s, 10, inner(error, "document", "line"));
    bind_value(s, 11, inner(error, "document", "column"));
    return step(db, s, err);
}

bool dm_db_rule(dm_db *db, dm_slice rule, dm_err *err)
{
    return do_text(db, ADD_RULE, rule, err);
}
