/* api.c - include/docmill.h, on top of an engine.
**
** A handle keeps copies of what it was opened with, because an engine that a
** limit has killed is opened anew before the next document.
*/
#include "docmill.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "emit/json.h"
#include "engine/engine.h"
#include "save/save.h"

enum { LINE_MAX_BYTES = 64 << 20, RESULT_MAX = 256 << 20 };

struct docmill {
    docmill_options options; /* its strings live in the arena */
    dm_arena        arena;
    dm_engine      *engine;
    dm_buf          line;
    dm_save_options save;
};

const char *docmill_version(void)
{
    return DM_VERSION;
}

docmill_options docmill_options_default(void)
{
    const dm_lua_limits lua = dm_lua_limits_default();
    docmill_options     options;

    memset(&options, 0, sizeof options);
    options.max_bytes = dm_limits_default().max_bytes;
    options.memory = lua.memory;
    options.deadline = lua.deadline;
    options.steps = lua.steps;
    return options;
}

static void copy(char *dst, size_t size, const char *src)
{
    dm_err_copy(dst, size, src, strlen(src));
}

static void tell(docmill_error *out, const dm_err *err)
{
    if (out == NULL)
        return;
    memset(out, 0, sizeof *out);
    out->code = (int)err->code;
    out->line = err->line;
    out->column = err->col > 0 ? err->col : 0;
    out->document_line = err->doc_line;
    out->document_column = err->doc_col;
    copy(out->name, sizeof out->name, dm_code_word(err->code));
    copy(out->message, sizeof out->message, err->msg);
    copy(out->help, sizeof out->help, err->help);
    copy(out->file, sizeof out->file, err->file);
    copy(out->source, sizeof out->source, err->source);
    copy(out->document, sizeof out->document, err->doc);
}

/* Keep a copy of the string at `*s`, which may be NULL. */
static bool keep(docmill *mill, const char **s, dm_err *err)
{
    if (*s == NULL)
        return true;
    *s = dm_arena_str(&mill->arena, dm_slice_str(*s));
    return *s != NULL || dm_fail(err, DM_E_MEMORY, "no memory for options");
}

/* How edited documents are written. */
static bool read_save(docmill *mill, dm_err *err)
{
    static const char *const words[] = {"", "error", "ref", "replace"};
    const docmill_options   *from = &mill->options;
    int                      way = 0;

    if (from->unencodable != NULL) {
        for (way = 1; way < 4 && strcmp(words[way], from->unencodable) != 0;)
            way++;
        if (way == 4)
            return dm_fail(err, DM_E_BAD_VALUE,
                           "options.unencodable is error, ref or replace");
    }
    mill->save.unencodable = (dm_unencodable)way;
    if (from->to_charset == NULL)
        return true;
    mill->save.to = dm_charset_find(dm_slice_str(from->to_charset));
    if (mill->save.to == NULL)
        return dm_fail(err, DM_E_UNKNOWN_CHARSET,
                       "there is no charset called '%.100s'", from->to_charset);
    return true;
}

static bool keep_options(docmill *mill, const docmill_options *options,
                         dm_err *err)
{
    dm_repair repair;

    if (options->repair != NULL &&
        !dm_repair_find(dm_slice_str(options->repair), &repair))
        return dm_fail(err, DM_E_BAD_VALUE,
                       "options.repair is likely, exact, all or none");
    mill->options = *options;
    if (!read_save(mill, err))
        return false;
    return keep(mill, &mill->options.repair, err) &&
           keep(mill, &mill->options.script, err) &&
           keep(mill, &mill->options.source, err) &&
           keep(mill, &mill->options.charset, err) &&
           keep(mill, &mill->options.format, err);
}

/* Open an engine in place of a dead one, or the first. */
static bool start(docmill *mill, dm_err *err)
{
    const docmill_options *from = &mill->options;
    dm_engine_options      options = dm_engine_options_default();

    if (mill->engine != NULL && !dm_engine_dead(mill->engine))
        return true;
    dm_engine_close(mill->engine);
    options.script = from->script;
    if (from->source != NULL)
        options.chunk = dm_slice_str(from->source);
    options.spans = from->spans;
    options.meta = from->meta;
    options.lua.memory = from->memory;
    options.lua.deadline = from->deadline;
    options.lua.steps = from->steps;
    mill->engine = dm_engine_open(&options, err);
    return mill->engine != NULL && dm_engine_init(mill->engine, err);
}

static bool check_options(const docmill_options *options, dm_err *err)
{
    if ((options->script == NULL) == (options->source == NULL))
        return dm_fail(err, DM_E_BAD_VALUE,
                       "give either a script or its source");
    return true;
}

docmill *docmill_open(const docmill_options *options, docmill_error *error)
{
    docmill *mill = dm_mem_alloc(sizeof *mill);
    dm_err   err;

    if (mill == NULL) {
        dm_fail(&err, DM_E_MEMORY, "no memory for a handle");
        tell(error, &err);
        return NULL;
    }
    memset(mill, 0, sizeof *mill);
    dm_arena_init(&mill->arena, LINE_MAX_BYTES);
    dm_buf_init(&mill->line, LINE_MAX_BYTES);
    if (check_options(options, &err) && keep_options(mill, options, &err) &&
        start(mill, &err))
        return mill;
    tell(error, &err);
    docmill_close(mill);
    return NULL;
}

void docmill_close(docmill *mill)
{
    if (mill == NULL)
        return;
    dm_engine_close(mill->engine);
    dm_buf_fini(&mill->line);
    dm_arena_fini(&mill->arena);
    dm_mem_free(mill);
}

const char *docmill_script(const docmill *mill)
{
    return mill->engine != NULL ? dm_engine_name(mill->engine) : "";
}

const char *docmill_hash(const docmill *mill)
{
    return mill->engine != NULL ? dm_engine_hash(mill->engine) : "";
}

const char *docmill_writer_head(const docmill *mill)
{
    return mill->engine != NULL ? dm_engine_writer_head(mill->engine) : NULL;
}

const char *docmill_writer_tail(const docmill *mill)
{
    return mill->engine != NULL ? dm_engine_writer_tail(mill->engine) : NULL;
}

static bool no_more(dm_err *err)
{
    return dm_fail(err, DM_E_WRITE, "the sink wants no more");
}

/* Give a record to the output called `name`, "" for the run's own. */
static bool give(docmill *mill, const docmill_sink *to, dm_slice name,
                 const dm_value *value, dm_err *err)
{
    const dm_buf *line = &mill->line;
    char          output[80];
    bool          more;

    dm_buf_clear(&mill->line);
    dm_json_value(&mill->line, value, 0);
    if (line->failed)
        return dm_fail(err, DM_E_SIZE, "a record is longer than 64 MiB");
    dm_err_copy(output, sizeof output, name.ptr, name.len);
    if (name.len > 0 && to->named != NULL)
        more = to->named(to->ud, output, line->ptr, line->len);
    else
        more = to->take(to->ud, line->ptr, line->len);
    return more || no_more(err);
}

/* Pass on what came of a document, or of finish. */
static bool pass(docmill *mill, dm_result *result, const docmill_sink *to,
                 dm_err *err)
{
    dm_value *reduced;

    for (size_t i = 0; i < result->nrecords; i++)
        if (!give(mill, to, result->outputs[i], result->records[i], err))
            return false;
    if (to->written != NULL && result->writes && result->written.len > 0 &&
        !to->written(to->ud, result->written.ptr, result->written.len))
        return no_more(err);
    if (result->reduced == NULL)
        return true;
    reduced = dm_value_object(&result->arena);
    if (!dm_value_set(&result->arena, reduced, DM_S("_reduce"),
                      result->reduced))
        return dm_fail(err, DM_E_MEMORY, "no memory for _reduce");
    return give(mill, to, DM_S(""), reduced, err);
}

static void warn(const docmill *mill, const dm_result *result)
{
    docmill_error warning;

    for (size_t i = 0; mill->options.warn != NULL && i < result->nnotes; i++)
        if (result->notes[i].level == DM_LOG_WARN) {
            tell(&warning, &result->notes[i].text);
            mill->options.warn(mill->options.warn_ud, &warning);
        }
}

/* The document as it is to be written; one that nobody edited, and that keeps
** its charset, need not be one that can be written. */
static bool save(const docmill *mill, dm_doc *doc, dm_buf *out, dm_err *err)
{
    bool edited = mill->save.to != NULL;

    for (size_t i = 0; i < dm_doc_changes(doc) && !edited; i++)
        edited = dm_doc_change_at(doc, i)->state == DM_CHANGE_COMMITTED;
    if (edited)
        return dm_save(doc, out, &mill->save, NULL, err);
    dm_buf_slice(out, doc->file);
    return !out->failed || dm_fail(err, DM_E_MEMORY, "no memory for a copy");
}

/* One document through; the engine is alive. */
static bool run(docmill *mill, dm_doc *doc, const docmill_sink *to, dm_err *err)
{
    dm_result result;
    dm_buf    file;
    bool      ok, writes;

    dm_result_init(&result, RESULT_MAX);
    dm_buf_init(&file, 4 * mill->options.max_bytes + 4096);
    ok = dm_engine_document(mill->engine, doc, &result, err);
    warn(mill, &result);
    writes = to->edited != NULL && !result.skipped && !result.turned_away;
    ok = ok && (!writes || save(mill, doc, &file, err)) &&
         pass(mill, &result, to, err);
    if (ok && writes && !to->edited(to->ud, dm_buf_view(&file).ptr, file.len))
        ok = no_more(err);
    dm_buf_fini(&file);
    dm_result_fini(&result);
    return ok;
}

static bool run_bytes(docmill *mill, dm_slice id, dm_slice path, dm_slice bytes,
                      const docmill_sink *to, dm_err *err)
{
    dm_load_options load = {.charset = mill->options.charset,
                            .from = mill->options.format,
                            .limits = dm_limits_default()};
    dm_doc         *doc;
    bool            ok;

    load.limits.max_bytes = mill->options.max_bytes;
    if (mill->options.repair != NULL)
        (void)dm_repair_find(dm_slice_str(mill->options.repair), &load.repair);
    if (!start(mill, err))
        return false;
    doc = dm_load(id, path, bytes, &load, err);
    if (doc == NULL)
        return false;
    ok = run(mill, doc, to, err);
    dm_doc_free(doc);
    return ok;
}

bool docmill_run_bytes(docmill *mill, const char *id, const char *bytes,
                       size_t len, const docmill_sink *sink,
                       docmill_error *error)
{
    dm_slice text = {len > 0 ? bytes : "", len};
    dm_err   err;

    if (run_bytes(mill, dm_slice_str(id), DM_S(""), text, sink, &err))
        return true;
    tell(error, &err);
    return false;
}

/* Open a regular file of a size that is allowed; -1 with `err` filled. */
static int open_input(const char *path, size_t max, size_t *size, dm_err *err)
{
    struct stat st;
    int         fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0) {
        dm_fail(err, errno == ENOENT ? DM_E_NOT_FOUND : DM_E_DENIED,
                "%.300s: %s", path, strerror(errno));
        return -1;
    }
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        dm_fail(err, DM_E_NOT_REGULAR, "%.300s is not a regular file", path);
    else if ((size_t)st.st_size > max)
        dm_fail(err, DM_E_TOO_LARGE, "%.300s is over %zu bytes", path, max);
    else {
        *size = (size_t)st.st_size;
        return fd;
    }
    close(fd);
    return -1;
}

/* Read up to `size` bytes; how many there were, or -1. */
static ssize_t read_input(int fd, char *out, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n = pread(fd, out + done, size - done, (off_t)done);

        if (n == 0)
            break;
        if (n > 0)
            done += (size_t)n;
        else if (errno != EINTR)
            return -1;
    }
    return (ssize_t)done;
}

static bool run_file(docmill *mill, const char *path, const docmill_sink *to,
                     dm_err *err)
{
    dm_slice name = dm_slice_str(path);
    size_t   size = 0;
    int      fd = open_input(path, mill->options.max_bytes, &size, err);
    char    *bytes = fd >= 0 ? dm_mem_alloc(size + 1) : NULL;
    ssize_t  n = bytes != NULL ? read_input(fd, bytes, size) : -1;
    bool     ok = false;

    if (fd < 0)
        return false;
    if (bytes == NULL)
        dm_fail(err, DM_E_MEMORY, "no memory for %.300s", path);
    else if (n != (ssize_t)size)
        dm_fail(err, DM_E_READ, "%.300s could not be read to its end", path);
    else
        ok = run_bytes(mill, name, name, (dm_slice){bytes, size}, to, err);
    dm_mem_free(bytes);
    close(fd);
    return ok;
}

bool docmill_run_file(docmill *mill, const char *path, const docmill_sink *sink,
                      docmill_error *error)
{
    dm_err err;

    if (run_file(mill, path, sink, &err))
        return true;
    tell(error, &err);
    return false;
}

bool docmill_finish(docmill *mill, const docmill_sink *sink,
                    docmill_error *error)
{
    dm_result result;
    dm_err    err;
    bool      ok;

    dm_result_init(&result, RESULT_MAX);
    ok = start(mill, &err) && dm_engine_finish(mill->engine, &result, &err);
    warn(mill, &result);
    ok = ok && pass(mill, &result, sink, &err);
    dm_result_fini(&result);
    if (!ok)
        tell(error, &err);
    return ok;
}
