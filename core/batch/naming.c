/* naming.c - the template is filled in, then folded into a plain path. */
#include "batch/naming.h"

enum { PATH_LONGEST = 1 << 16 };

/* What the places of a template stand for. */
typedef struct parts {
    dm_slice dir, name, stem, ext;
} parts;

static dm_slice cut_ext(dm_slice name, dm_slice *ext)
{
    const char *dot = memrchr(name.ptr, '.', name.len);

    *ext = DM_S("");
    if (dot == NULL || dot == name.ptr) /* ".profile" has no ending */
        return name;
    *ext = dm_slice_sub(name, (size_t)(dot - name.ptr) + 1, name.len);
    return dm_slice_sub(name, 0, (size_t)(dot - name.ptr));
}

static parts split(const dm_named_file *f)
{
    dm_slice    rel = dm_slice_sub(f->path, f->root, f->path.len);
    const char *slash = NULL;
    parts       p;

    if (dm_slice_eq(f->path, DM_S("-")))
        rel = DM_S("stdin");
    slash = memrchr(rel.ptr, '/', rel.len);
    p.dir = dm_slice_sub(rel, 0, slash != NULL ? (size_t)(slash - rel.ptr) : 0);
    p.name = slash != NULL
                 ? dm_slice_sub(rel, (size_t)(slash - rel.ptr) + 1, rel.len)
                 : rel;
    p.stem = cut_ext(p.name, &p.ext);
    return p;
}

static void add_id(dm_buf *out, const dm_named_file *f)
{
    dm_slice id = f->id.len > 0 ? f->id : f->path;

    for (size_t i = 0; i < id.len; i++) {
        if (id.ptr[i] == '/' || id.ptr[i] == '\0')
            dm_buf_char(out, '_');
        else
            dm_buf_char(out, id.ptr[i]);
    }
}

/* Append what {NAME} stands for; false when there is no such place. */
static bool add_place(dm_buf *out, dm_slice name, const parts *p,
                      const dm_named_file *f)
{
    if (dm_slice_eq(name, DM_S("dir")))
        dm_buf_slice(out, p->dir);
    else if (dm_slice_eq(name, DM_S("name")))
        dm_buf_slice(out, p->name);
    else if (dm_slice_eq(name, DM_S("stem")))
        dm_buf_slice(out, p->stem);
    else if (dm_slice_eq(name, DM_S("ext")))
        dm_buf_slice(out, p->ext);
    else if (dm_slice_eq(name, DM_S("n")))
        dm_buf_printf(out, "%zu", f->number);
    else if (dm_slice_eq(name, DM_S("id")))
        add_id(out, f);
    else
        return false;
    return true;
}

/* Fill in the template; the bad place goes to `*bad`. */
static bool fill(dm_buf *out, const char *template, const parts *p,
                 const dm_named_file *f, dm_slice *bad)
{
    while (*template != '\0') {
        size_t plain = strcspn(template, "{");
        size_t n = 0;

        dm_buf_add(out, template, plain);
        template += plain;
        if (*template == '\0')
            break;
        n = strcspn(template, "}");
        *bad = (dm_slice){template, n + (template[n] == '}')};
        if (template[n] != '}' ||
            !add_place(out, (dm_slice){template + 1, n - 1}, p, f))
            return false;
        template += n + 1;
    }
    return true;
}

bool dm_naming_check(const char *template, dm_err *err)
{
    static const dm_named_file sample = {DM_LIT("d/x.y"), 0, 1, DM_LIT("")};
    parts                      p = split(&sample);
    dm_slice                   bad = DM_LIT("");
    dm_buf                     out;
    bool                       ok = false;

    if (*template == '/' || *template == '\0')
        return dm_fail(err, DM_E_BAD_VALUE,
                       "--name wants a path within the output folder");
    dm_buf_init(&out, PATH_LONGEST);
    ok = fill(&out, template, &p, &sample, &bad);
    dm_buf_fini(&out);
    if (ok)
        return true;
    dm_fail(err, DM_E_BAD_VALUE, "--name has no place %.*s", (int)bad.len,
            bad.ptr);
    return dm_fail_help(err, "{dir} {name} {stem} {ext} {n} {id}");
}

/* Append `path` without empty steps and dots; false when it climbs. */
static bool fold(dm_buf *out, dm_slice path)
{
    size_t from = 0;
    size_t start = out->len;

    while (from < path.len) {
        const char *slash = memchr(path.ptr + from, '/', path.len - from);
        size_t      to = slash != NULL ? (size_t)(slash - path.ptr) : path.len;
        dm_slice    step = dm_slice_sub(path, from, to);

        from = to + 1;
        if (dm_slice_eq(step, DM_S("..")))
            return false;
        if (step.len == 0 || dm_slice_eq(step, DM_S(".")))
            continue;
        if (out->len > start)
            dm_buf_char(out, '/');
        dm_buf_slice(out, step);
    }
    return out->len > start && path.ptr[path.len - 1] != '/';
}

static void mirror(dm_buf *out, const char *suffix, const parts *p)
{
    dm_buf_slice(out, p->dir);
    dm_buf_char(out, '/');
    dm_buf_slice(out, suffix != NULL ? p->stem : p->name);
    if (suffix != NULL)
        dm_buf_printf(out, ".%s", suffix);
}

bool dm_naming_path(dm_buf *out, const char *template, const char *suffix,
                    const dm_named_file *file, dm_err *err)
{
    parts    p = split(file);
    dm_slice bad = DM_LIT("");
    dm_buf   raw;
    bool     ok = true;

    dm_buf_init(&raw, PATH_LONGEST);
    if (template != NULL)
        ok = fill(&raw, template, &p, file, &bad);
    else
        mirror(&raw, suffix, &p);
    ok = ok && !raw.failed && fold(out, dm_buf_view(&raw)) && !out->failed;
    if (!ok) {
        dm_fail(err, DM_E_WRITE,
                "its output would be \"%.*s\", which is no file within the "
                "output folder",
                (int)raw.len, dm_buf_view(&raw).ptr);
        dm_fail_help(err, "--name says how output files are called");
    }
    dm_buf_fini(&raw);
    return ok;
}
