/* store_tree.c - a folder with a file for each document.
**
** Each file is in its place, whole, before the next document is looked at: a
** run that ends early leaves good files and says how far it came.
*/
#include <stdio.h>

#include "base/mem.h"
#include "batch/named.h"
#include "batch/naming.h"
#include "batch/parcel.h"
#include "batch/spared.h"
#include "batch/store.h"

enum { PATH_LONGEST = 1 << 17 };

typedef struct tree {
    dm_store  store;
    dm_folder folder;
    dm_names  taken; /* files, by their path in the folder */
    dm_spared spared;
    dm_named  named;
    dm_buf    path;
    bool      whole; /* the run came to its end */
} tree;

static tree *of(dm_store *s)
{
    return (tree *)(void *)s;
}

/* Give the file at t->path to the document, if nobody has it. */
static dm_put claim(tree *t, const dm_origin *from, dm_err *err)
{
    dm_slice        path = dm_buf_view(&t->path);
    const dm_slice *who = dm_names_holder(&t->taken, path);

    if (who == NULL)
        return dm_names_take(&t->taken, path, from->path, err) ? DM_PUT_OK
                                                               : DM_PUT_BROKEN;
    dm_fail(err, DM_E_WRITE, "its output %s/%.*s is that of %.*s",
            t->folder.name, (int)path.len, path.ptr, (int)who->len, who->ptr);
    dm_fail_help(err,
                 "--name='{dir}/{name}.%s' or '{n}' makes names that "
                 "differ",
                 t->store.options->sink->suffix != NULL
                     ? t->store.options->sink->suffix
                     : "new");
    return DM_PUT_FAILED;
}

/* Output must not go into the file that it was made from. */
static dm_put spare_input(tree *t, const dm_answer *a, dm_err *err)
{
    char        path[PATH_LONGEST];
    struct stat st;
    int n = snprintf(path, sizeof path, "%.*s", (int)t->path.len, t->path.ptr);

    if (n >= (int)sizeof path || a->stamp.ino == 0 ||
        fstatat(t->folder.root, path, &st, 0) != 0 ||
        st.st_ino != a->stamp.ino || st.st_dev != a->stamp.dev)
        return DM_PUT_OK;
    dm_fail(err, DM_E_WRITE, "its output %s/%s is the input itself",
            t->folder.name, path);
    dm_fail_help(err, "--in-place writes inputs anew; else name another "
                      "folder");
    return DM_PUT_FAILED;
}

/* "a/b.ann" becomes "a/b.txt"; without an ending one is added. */
static void set_ending(dm_buf *path, size_t len, dm_slice ending)
{
    dm_slice    all = dm_slice_sub(dm_buf_view(path), 0, len);
    const char *slash = memrchr(all.ptr, '/', all.len);
    const char *dot = memrchr(all.ptr, '.', all.len);

    path->len =
        dot != NULL && (slash == NULL || dot > slash + 1) && dot > all.ptr
            ? (size_t)(dot - all.ptr)
            : len;
    dm_buf_char(path, '.');
    dm_buf_slice(path, ending);
}

/* May the file at t->path be written?  Then it is this document's. */
static dm_put check_file(tree *t, const dm_origin *from, const dm_answer *a,
                         dm_err *err)
{
    dm_put put = spare_input(t, a, err);

    if (put == DM_PUT_OK &&
        !dm_spared_allows(&t->spared, t->folder.root, t->folder.name,
                          dm_buf_view(&t->path), err))
        put = DM_PUT_FAILED;
    return put == DM_PUT_OK ? claim(t, from, err) : put;
}

static dm_put write_file(tree *t, dm_slice bytes, dm_err *err)
{
    return dm_folder_put(&t->folder, dm_buf_view(&t->path), bytes, err);
}

/* Go through the document's further files, then the one that has its name, at
** t->path: check all, or write all. */
static dm_put each_file(tree *t, const dm_origin *from, const dm_answer *a,
                        bool write, dm_err *err)
{
    dm_slice  rest = dm_buf_view(&a->parcels);
    dm_parcel p;
    dm_put    put = DM_PUT_OK;
    dm_buf    name;

    dm_buf_init(&name, PATH_LONGEST);
    dm_buf_slice(&name, dm_buf_view(&t->path));
    while (put == DM_PUT_OK && dm_parcel_next(&rest, &p)) {
        if (p.kind != DM_PARCEL_BESIDE)
            continue;
        set_ending(&t->path, name.len, p.name);
        put = write ? write_file(t, p.bytes, err) : check_file(t, from, a, err);
    }
    dm_buf_clear(&t->path);
    dm_buf_slice(&t->path, dm_buf_view(&name));
    dm_buf_fini(&name);
    if (put != DM_PUT_OK)
        return put;
    return write ? write_file(t, dm_buf_view(&a->data), err)
                 : check_file(t, from, a, err);
}

static dm_put find_path(tree *t, const dm_origin *from, const dm_answer *a,
                        dm_err *err)
{
    const dm_store_options *o = t->store.options;
    dm_named_file file = {from->path, from->root, from->number, DM_LIT("")};
    dm_parcel     id;

    if (dm_parcel_find(dm_buf_view(&a->parcels), DM_PARCEL_ID, &id))
        file.id = id.bytes;
    dm_buf_clear(&t->path);
    return dm_naming_path(&t->path, o->naming, o->sink->suffix, &file, err)
               ? DM_PUT_OK
               : DM_PUT_FAILED;
}

static dm_put add(dm_store *store, const dm_origin *from, dm_answer *a,
                  dm_err *err)
{
    tree  *t = of(store);
    dm_put put = DM_PUT_OK;

    if (store->options->sink == NULL || from->number == 0 ||
        (a->outcome != DM_DONE && a->data.len == 0))
        return DM_PUT_OK;
    put = find_path(t, from, a, err);
    if (put == DM_PUT_OK)
        put = dm_named_prepare(&t->named, dm_buf_view(&a->parcels), err);
    if (put == DM_PUT_OK)
        put = each_file(t, from, a, false, err);
    if (put == DM_PUT_OK)
        put = each_file(t, from, a, true, err);
    if (put == DM_PUT_OK && !dm_named_write(&t->named, err))
        put = DM_PUT_BROKEN;
    if (put == DM_PUT_FAILED)
        dm_named_forget(&t->named);
    store->withheld = dm_named_first(&t->named);
    return put;
}

static bool commit(dm_store *store, dm_run_end end, dm_err *err)
{
    of(store)->whole = end == DM_RUN_WHOLE;
    return end != DM_RUN_WHOLE || dm_named_commit(&of(store)->named, err);
}

static void abandon(dm_store *store)
{
    tree *t = of(store);

    dm_named_abandon(&t->named);
    if (t->whole)
        dm_folder_close(&t->folder);
    else
        dm_folder_discard(&t->folder);
    dm_names_fini(&t->taken);
    dm_spared_fini(&t->spared);
    dm_buf_fini(&t->path);
    dm_mem_free(t);
}

static const dm_store_kind kind = {
    .add = add, .commit = commit, .abandon = abandon};

/* Output must not be read as input. */
static bool keep_out(const tree *t, dm_inputs *inputs,
                     const dm_inputs_options *named, dm_err *err)
{
    struct stat st;

    if (fstat(t->folder.root, &st) != 0)
        return true;
    if (dm_inputs_names(named, st.st_dev, st.st_ino)) {
        dm_fail(err, DM_E_USAGE, "%s is an input as well", t->folder.name);
        return dm_fail_help(err, "--in-place writes inputs anew; else name "
                                 "another folder");
    }
    dm_inputs_except(inputs, st.st_dev, st.st_ino);
    return true;
}

dm_store *dm_store_tree(const dm_store_options *options, dm_inputs *inputs,
                        const dm_inputs_options *named, dm_err *err)
{
    tree *t = dm_mem_alloc(sizeof *t);

    if (t == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to begin");
        return NULL;
    }
    memset(t, 0, sizeof *t);
    t->store.kind = &kind;
    t->store.options = options;
    t->folder.at = -1;
    dm_names_init(&t->taken);
    dm_spared_init(&t->spared, named);
    dm_buf_init(&t->path, PATH_LONGEST);
    dm_named_init(&t->named, options, &t->folder, &t->taken);
    if (dm_folder_open(&t->folder, options->output, err) &&
        keep_out(t, inputs, named, err))
        return &t->store;
    abandon(&t->store);
    return NULL;
}
