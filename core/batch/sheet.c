/* sheet.c - a list of column names, and a set to look keys up in. */
#include "batch/sheet.h"

#include "base/mem.h"
#include "batch/names.h"
#include "batch/unseen.h"
#include "emit/json_read.h"

enum {
    COLUMNS_MAX = 10000,
    ROW_MAX = 1 << 30,
    KEYS_MAX = 500 /* told of, for what --columns may have meant */
};

struct dm_sheet {
    const dm_sheet_options *options;
    bool                    main;
    bool                    headed;  /* the header is written for good */
    bool                    pending; /* the header is in what was given last */
    dm_names                known;   /* the columns again, for looking up */
    dm_slice               *names;   /* in known's arena */
    size_t                  n;
    /* Under --columns: */
    bool        had[COLUMNS_MAX]; /* a record had a key for that column */
    bool        any;              /* there was a record */
    dm_names    seen;             /* keys of records */
    const char *keys[KEYS_MAX + 1];
    size_t      nkeys;
};

static void forget(dm_sheet *t)
{
    dm_names_fini(&t->known);
    dm_names_init(&t->known);
    t->n = 0;
}

dm_sheet *dm_sheet_new(const dm_sheet_options *options, bool main, dm_err *err)
{
    dm_sheet *t = dm_mem_alloc(sizeof *t);

    if (t != NULL) {
        memset(t, 0, sizeof *t);
        t->names = dm_mem_alloc(COLUMNS_MAX * sizeof *t->names);
    }
    if (t == NULL || t->names == NULL) {
        dm_mem_free(t);
        dm_fail(err, DM_E_MEMORY, "no memory for a table");
        return NULL;
    }
    t->options = options;
    t->main = main;
    dm_names_init(&t->known);
    dm_names_init(&t->seen);
    return t;
}

void dm_sheet_free(dm_sheet *sheet)
{
    if (sheet == NULL)
        return;
    dm_names_fini(&sheet->known);
    dm_names_fini(&sheet->seen);
    dm_mem_free(sheet->names);
    dm_mem_free(sheet);
}

static bool add_column(dm_sheet *t, dm_slice name, dm_err *err)
{
    dm_slice copy;

    if (dm_names_holder(&t->known, name) != NULL)
        return true;
    if (t->n == COLUMNS_MAX)
        return dm_fail(err, DM_E_BAD_RESULT, "more than %d columns",
                       COLUMNS_MAX);
    copy = dm_arena_slice(&t->known.arena, name);
    if (copy.ptr == NULL || !dm_names_take(&t->known, name, DM_S(""), err))
        return dm_fail(err, DM_E_MEMORY, "no memory for columns");
    t->names[t->n++] = copy;
    return true;
}

/* Add the names of "a,b,c". */
static bool add_list(dm_sheet *t, const char *list, dm_err *err)
{
    while (list != NULL && *list != '\0') {
        size_t n = strcspn(list, ",");

        if (n > 0 && !add_column(t, (dm_slice){list, n}, err))
            return false;
        list += n + (list[n] == ',');
    }
    return true;
}

static bool fixed(const dm_sheet *t)
{
    return t->main && t->options->columns != NULL;
}

static bool has_declared(const dm_sheet *t)
{
    return t->main && t->options->declared != NULL;
}

/* Columns that are known before any record. */
static bool begin(dm_sheet *t, dm_err *err)
{
    if (fixed(t))
        return add_list(t, t->options->columns, err);
    if (!add_column(t, DM_S("id"), err))
        return false;
    for (size_t i = 0; has_declared(t) && t->options->declared[i] != NULL; i++)
        if (!add_column(t, dm_slice_str(t->options->declared[i]), err))
            return false;
    return true;
}

static bool find_columns(dm_sheet *t, const dm_value *record, dm_err *err)
{
    if (!begin(t, err))
        return false;
    for (size_t i = 0; !fixed(t) && i < record->as.object.n; i++)
        if (!add_column(t, record->as.object.members[i].key, err))
            return false;
    return true;
}

static void add_header(const dm_sheet *t, dm_buf *out)
{
    if (t->options->bom)
        dm_buf_str(out, "\xEF\xBB\xBF");
    dm_csv_header(out, &t->options->csv, t->names, t->n);
}

/* "a,b,c" of all columns and one more, for the help line. */
static void suggest(const dm_sheet *t, dm_slice more, dm_err *err)
{
    dm_buf list;

    dm_buf_init(&list, sizeof err->help);
    for (size_t i = 0; i < t->n; i++) {
        dm_buf_slice(&list, t->names[i]);
        dm_buf_char(&list, ',');
    }
    dm_buf_slice(&list, more);
    if (list.failed)
        dm_fail_help(err, "--columns names all columns beforehand");
    else
        dm_fail_help(err, "name all columns: --columns=%.*s", (int)list.len,
                     list.ptr);
    dm_buf_fini(&list);
}

/* Has each key of `record` a column? */
static bool fits(const dm_sheet *t, const dm_value *record, dm_err *err)
{
    for (size_t i = 0; !fixed(t) && i < record->as.object.n; i++) {
        dm_slice key = record->as.object.members[i].key;

        if (dm_names_holder(&t->known, key) != NULL)
            continue;
        dm_fail(err, DM_E_BAD_RESULT,
                "its record has a key \"%.*s\" that is no column of the table",
                (int)key.len, key.ptr);
        suggest(t, key, err);
        return false;
    }
    return true;
}

/* Remember the key for a warning; without memory there is none about it. */
static void note_key(dm_sheet *t, dm_slice key)
{
    dm_err      err;
    const char *copy;

    if (t->nkeys == KEYS_MAX || dm_names_holder(&t->seen, key) != NULL)
        return;
    copy = dm_arena_str(&t->seen.arena, key);
    if (copy != NULL && dm_names_take(&t->seen, key, DM_S(""), &err))
        t->keys[t->nkeys++] = copy;
}

/* Which columns the record fills. */
static void note_keys(dm_sheet *t, const dm_value *record)
{
    if (!fixed(t))
        return;
    t->any = true;
    for (size_t i = 0; i < record->as.object.n; i++)
        note_key(t, record->as.object.members[i].key);
    for (size_t i = 0; i < t->n; i++)
        t->had[i] = t->had[i] || dm_value_at(record, t->names[i]) != NULL;
}

static dm_put add_record(dm_sheet *t, const dm_value *record, dm_buf *out,
                         dm_err *err)
{
    if (record->kind != DM_OBJECT) {
        dm_fail(err, DM_E_BAD_RESULT, "a record is no object");
        return DM_PUT_FAILED;
    }
    if (!t->headed && !t->pending) {
        if (!find_columns(t, record, err)) {
            forget(t);
            return DM_PUT_FAILED;
        }
        add_header(t, out);
        t->pending = true;
    }
    if (!fits(t, record, err))
        return DM_PUT_FAILED;
    note_keys(t, record);
    dm_csv_record(out, &t->options->csv, t->names, t->n, record);
    if (!out->failed)
        return DM_PUT_OK;
    dm_fail(err, DM_E_SIZE, "its rows are too large");
    return DM_PUT_FAILED;
}

dm_put dm_sheet_add(dm_sheet *sheet, dm_slice lines, dm_buf *out, dm_err *err)
{
    dm_slice line = DM_LIT("");
    dm_put   put = DM_PUT_OK;

    while (put == DM_PUT_OK && dm_json_line(&lines, &line)) {
        dm_arena  arena;
        dm_value *record = NULL;

        dm_arena_init(&arena, ROW_MAX);
        record = dm_json_read(&arena, line, err);
        put = record != NULL ? add_record(sheet, record, out, err)
                             : DM_PUT_FAILED;
        dm_arena_fini(&arena);
    }
    return put;
}

void dm_sheet_settle(dm_sheet *sheet, bool written)
{
    if (!sheet->pending)
        return;
    sheet->pending = false;
    sheet->headed = written;
    if (!written)
        forget(sheet);
}

void dm_sheet_end(dm_sheet *sheet, dm_buf *out)
{
    dm_err err;

    if (sheet->headed || !sheet->main || !begin(sheet, &err))
        return;
    if (fixed(sheet) || sheet->options->declared != NULL)
        add_header(sheet, out);
    sheet->headed = true;
}

static bool is_declared(const dm_sheet *t, dm_slice name)
{
    const char *const *at = t->options->declared;

    for (; at != NULL && *at != NULL; at++)
        if (dm_slice_eq(dm_slice_str(*at), name))
            return true;
    return false;
}

bool dm_sheet_unseen(const dm_sheet *sheet, size_t *at, dm_err *out)
{
    while (sheet->any && *at < sheet->n) {
        size_t i = (*at)++;

        if (sheet->had[i] || is_declared(sheet, sheet->names[i]))
            continue;
        dm_unseen_say(sheet->names[i], sheet->keys, out);
        return true;
    }
    return false;
}
