/* blame.c - from lines to records, from records to values. */
#include "desk/blame.h"

#include <unistd.h>

#include "base/ascii.h"
#include "base/nearest.h"
#include "batch/source.h"
#include "desk/blame_in.h"
#include "desk/blame_print.h"
#include "desk/show.h"
#include "emit/json.h"
#include "emit/json_read.h"

enum {
    RECORDS_MAX = 1 << 30, /* bytes of the file of records */
    ARENA_MAX = 512 << 20, /* of one record */
    LINE_DIGITS = 9
};

bool dm_blame_read(dm_blame *blame, char *arg, dm_err *err)
{
    size_t len = strlen(arg), from = len;

    blame->records = arg;
    blame->line = 0;
    while (from > 0 && dm_ascii_digit(arg[from - 1]))
        from--;
    if (from == len || from < 2 || arg[from - 1] != ':')
        return true;
    for (size_t i = from; i < len && len - from <= LINE_DIGITS; i++)
        blame->line = blame->line * 10 + (size_t)(arg[i] - '0');
    if (blame->line == 0) {
        dm_fail(err, DM_E_BAD_VALUE, "there is no line %s", arg + from);
        return dm_fail_help(err, "lines are counted from 1");
    }
    arg[from - 1] = '\0';
    return true;
}

static bool read_records(const char *path, dm_buf *bytes, dm_err *err)
{
    struct stat st;
    uint64_t    size;
    bool        folder = false, ok;
    int fd = strcmp(path, "-") == 0 ? dm_source_stdin(RECORDS_MAX, &size, err)
                                    : dm_source_open(path, &st, &folder, err);

    if (fd < 0)
        return false;
    ok = folder ? dm_fail(err, DM_E_NOT_REGULAR, "is a folder, not records")
                : dm_source_read(fd, bytes, err);
    close(fd);
    if (!ok && err->file[0] == '\0')
        dm_fail_at(err, path, 0, 0);
    return ok;
}

static const char *member_name(const void *names, size_t i)
{
    char *const *list = names;

    return list[i];
}

/* Name the fields that there are, or the one that was meant. */
static bool no_field(dm_blamed *b, dm_slice name, dm_err *err)
{
    size_t      n = b->record->as.object.n, k = 0;
    char      **list = dm_arena_zalloc(&b->arena, n + 1, sizeof *list);
    const char *near;

    for (size_t i = 0; list != NULL && i < n; i++) {
        dm_slice key = b->record->as.object.members[i].key;

        list[k] = key.ptr[0] == '_' ? NULL : dm_arena_str(&b->arena, key);
        k += list[k] != NULL;
    }
    near = list != NULL ? dm_nearest(name, member_name, list) : NULL;
    dm_fail(err, DM_E_BAD_VALUE, "the record has no field '%.*s'",
            (int)name.len, name.ptr);
    dm_fail_at(err, b->ask->records, (int)b->line, 0);
    if (near != NULL)
        return dm_fail_help(err, "did you mean '%s'?", near);
    return k > 0 && dm_fail_help(err, "it has %s%s%s%s%s", list[0],
                                 k > 1 ? ", " : "", k > 1 ? list[1] : "",
                                 k > 2 ? ", " : "", k > 2 ? list[2] : "");
}

static bool tell_field(dm_blamed *b, const dm_member *field, dm_buf *out,
                       size_t *placed, dm_err *err)
{
    size_t n = dm_blamed_count(field->value);

    if (n == 0 && !b->ask->json)
        dm_blame_print_none(out, field);
    for (size_t i = 0; i < n; i++) {
        dm_value *v = dm_blamed_value(b, field, i, err);

        if (v == NULL)
            return false;
        *placed += dm_member_at(v, "path") != NULL;
        if (b->ask->json) {
            dm_json_value(out, v, 0);
            dm_buf_char(out, '\n');
        } else {
            dm_blame_print(out, v, b->view, b->ask->color);
        }
    }
    return true;
}

static bool is_field(dm_slice key)
{
    return key.len > 0 && key.ptr[0] != '_' && !dm_slice_eq(key, DM_S("id"));
}

static bool tell_fields(dm_blamed *b, dm_buf *out, size_t *placed, dm_err *err)
{
    if (!b->ask->json)
        dm_blame_print_head(out, b->ask->records, b->line, b->desk.doc,
                            b->notes, b->ask->color);
    for (size_t i = 0; i < b->record->as.object.n; i++) {
        const dm_member *m = &b->record->as.object.members[i];
        bool             wanted = b->ask->field != NULL
                                      ? dm_slice_eq(m->key, dm_slice_str(b->ask->field))
                                      : is_field(m->key);

        if (wanted && !tell_field(b, m, out, placed, err))
            return false;
    }
    return true;
}

static bool parse(dm_blamed *b, dm_slice line, dm_err *err)
{
    b->record = dm_json_read(&b->arena, line, err);
    if (b->record != NULL && b->record->kind == DM_OBJECT)
        return true;
    if (b->record != NULL)
        dm_fail(err, DM_E_BAD_RESULT, "this line is no record");
    dm_fail_at(err, b->ask->records, (int)b->line, 0);
    if (err->help[0] != '\0')
        return false;
    return dm_fail_help(err, "blame reads the JSON lines that run writes");
}

static bool known_field(dm_blamed *b, dm_err *err)
{
    const char *field = b->ask->field;

    if (field == NULL || (field[0] != '_' && dm_member_at(b->record, field)))
        return true;
    return no_field(b, dm_slice_str(field), err);
}

/* One record: `line` is its text, `number` its line. */
static bool tell_record(const dm_blame *ask, dm_slice line, size_t number,
                        dm_buf *out, size_t *placed, dm_err *err)
{
    dm_blamed b = {.ask = ask, .line = number};
    bool      ok;

    dm_arena_init(&b.arena, ARENA_MAX);
    dm_desk_init(&b.desk);
    b.notes = dm_value_list(&b.arena);
    ok = parse(&b, line, err) && known_field(&b, err) &&
         dm_blamed_load(&b, err) && dm_blamed_run(&b, err) &&
         tell_fields(&b, out, placed, err);
    dm_desk_fini(&b.desk);
    dm_arena_fini(&b.arena);
    return ok;
}

/* Records are lines that are not blank. */
static size_t count_records(dm_slice all, size_t *lines)
{
    dm_slice line;
    size_t   n = 0;

    for (*lines = 0; dm_json_line(&all, &line); ++*lines)
        n += dm_ascii_trim(line).len > 0;
    return n;
}

static bool check_count(const dm_blame *ask, dm_slice all, dm_err *err)
{
    size_t lines = 0, n = count_records(all, &lines);

    if (ask->line > lines)
        return dm_fail(err, DM_E_BAD_VALUE,
                       "there is no line %zu: the file has %zu", ask->line,
                       lines);
    if (ask->line > 0 || (n > 0 && n <= DM_BLAME_FEW))
        return true;
    if (n == 0)
        return dm_fail(err, DM_E_BAD_RESULT, "there is no record in it");
    dm_fail(err, DM_E_USAGE, "there are %zu records, which one?", n);
    return dm_fail_help(err, "docmill blame %s:LINE, lines counted from 1",
                        ask->records);
}

static bool tell_all(const dm_blame *ask, dm_slice all, dm_buf *out,
                     dm_blame_sum *sum, dm_err *err)
{
    dm_slice line;
    size_t   start;

    for (size_t number = 1; dm_json_line(&all, &line); number++) {
        bool wanted =
            ask->line > 0 ? number == ask->line : dm_ascii_trim(line).len > 0;

        if (!wanted)
            continue;
        start = out->len;
        if (tell_record(ask, line, number, out, &sum->placed, err)) {
            sum->told++;
            continue;
        }
        if (ask->line > 0 || out->failed)
            return false;
        if (ask->json)
            out->len = start; /* whole records only */
        ask->failed(ask->ud, err);
        sum->failed++;
    }
    return !out->failed || dm_fail(err, DM_E_SIZE, "the answer is too long");
}

bool dm_blame_tell(dm_buf *out, const dm_blame *blame, dm_blame_sum *sum,
                   dm_err *err)
{
    dm_buf bytes;
    bool   ok;

    *sum = (dm_blame_sum){0, 0, 0};
    dm_buf_init(&bytes, RECORDS_MAX);
    ok = read_records(blame->records, &bytes, err);
    if (ok && !check_count(blame, dm_buf_view(&bytes), err)) {
        ok = false;
        if (err->code != DM_E_USAGE)
            dm_fail_at(err, blame->records, 0, 0);
    }
    ok = ok && tell_all(blame, dm_buf_view(&bytes), out, sum, err);
    dm_buf_fini(&bytes);
    return ok;
}
