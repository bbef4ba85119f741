/* open.c - read, load, run: one document and what belongs to it. */
#include "desk/open.h"

#include <unistd.h>

#include "batch/name.h"
#include "batch/source.h"

enum { RESULT_MAX = 1 << 30, ID_MAX = 1 << 16 };

void dm_desk_init(dm_desk *desk)
{
    memset(desk, 0, sizeof *desk);
    dm_buf_init(&desk->bytes, 0);
    dm_result_init(&desk->result, RESULT_MAX);
}

/* Free what was made of the bytes. */
static void clear(dm_desk *desk)
{
    dm_result_fini(&desk->result);
    dm_result_init(&desk->result, RESULT_MAX);
    if (desk->doc != NULL)
        dm_doc_free(desk->doc);
    desk->doc = NULL;
}

void dm_desk_fini(dm_desk *desk)
{
    clear(desk);
    dm_result_fini(&desk->result);
    dm_buf_fini(&desk->bytes);
}

/* Open the input; -1 with `err` filled. */
static int open_input(const char *path, size_t max, dm_err *err)
{
    struct stat st;
    uint64_t    size;
    bool        folder = false;
    int         fd;

    if (strcmp(path, "-") == 0)
        return dm_source_stdin(max, &size, err);
    fd = dm_source_open(path, &st, &folder, err);
    if (fd < 0 || !folder)
        return fd;
    close(fd);
    dm_fail(err, DM_E_NOT_REGULAR, "is a folder; this looks at one input");
    dm_fail_at(err, path, 0, 0);
    return -1;
}

bool dm_desk_read(dm_desk *desk, const char *path, const dm_load_options *load,
                  dm_err *err)
{
    size_t max = load->limits.max_bytes > 0 ? load->limits.max_bytes
                                            : dm_limits_default().max_bytes;
    int    fd = open_input(path, max, err);
    dm_buf bytes;

    if (fd < 0)
        return false;
    dm_buf_init(&bytes, max);
    if (!dm_source_read(fd, &bytes, err)) {
        if (err->file[0] == '\0')
            dm_fail_at(err, path, 0, 0);
        dm_buf_fini(&bytes);
        close(fd);
        return false;
    }
    close(fd);
    clear(desk);
    dm_buf_fini(&desk->bytes);
    desk->bytes = bytes;
    desk->path = path;
    return true;
}

bool dm_desk_load(dm_desk *desk, const dm_load_options *load, dm_err *err)
{
    dm_slice path = dm_slice_str(desk->path);
    dm_buf   id; /* the document copies it */

    clear(desk);
    dm_buf_init(&id, ID_MAX);
    dm_name_utf8(&id, path);
    desk->doc =
        dm_load(dm_buf_view(&id), path, dm_buf_view(&desk->bytes), load, err);
    dm_buf_fini(&id);
    if (desk->doc == NULL && err->file[0] == '\0')
        dm_fail_at(err, desk->path, 0, 0);
    return desk->doc != NULL;
}

bool dm_desk_run(dm_desk *desk, dm_engine *engine, dm_err *err)
{
    dm_result_fini(&desk->result);
    dm_result_init(&desk->result, RESULT_MAX);
    return dm_engine_document(engine, desk->doc, &desk->result, err);
}

bool dm_desk_open(dm_desk *desk, const char *path, const dm_load_options *load,
                  dm_engine *engine, bool *ran, dm_err *err)
{
    *ran = false;
    if (!dm_desk_read(desk, path, load, err) || !dm_desk_load(desk, load, err))
        return false;
    *ran = true;
    return dm_desk_run(desk, engine, err);
}

dm_engine *dm_desk_engine(const dm_engine_options *options, dm_err *err)
{
    dm_engine *engine = dm_engine_open(options, err);

    if (engine == NULL || dm_engine_init(engine, err))
        return engine;
    dm_engine_close(engine);
    return NULL;
}
