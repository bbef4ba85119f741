/* storing.c - options that belong together, and those that exclude each
** other. */
#include "cli/storing.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "batch/naming.h"
#include "text/charset.h"

/* Options that are about some formats alone. */
static const struct {
    dm_opt      option;
    const char *formats; /* each with blanks around */
} about[] = {
    {DM_OPT_COLUMNS,       " csv tsv "},
    {DM_OPT_CSV_LISTS,     " csv tsv "},
    {DM_OPT_CSV_SEPARATOR, " csv tsv "},
    {DM_OPT_CSV_FORMULAS,  " csv tsv "},
    {DM_OPT_CSV_ENDS,      " csv tsv "},
    {DM_OPT_CSV_BOM,       " csv tsv "},
    {DM_OPT_ATTRIBUTES,    " dolma "  },
    {DM_OPT_SOURCE,        " dolma "  },
    {DM_OPT_PANDOC_API,    " pandoc " },
    {DM_OPT_UNENCODABLE,   " source " },
    {DM_OPT_TO_CHARSET,    " source " },
};

static bool is_text(const dm_args *args, dm_opt option, const char *text)
{
    return args->text[option] != NULL && strcmp(args->text[option], text) == 0;
}

static bool check_about(const dm_args *args, const dm_sink *sink, dm_err *err)
{
    char name[40];

    snprintf(name, sizeof name, " %s ", sink->name);
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        if (!dm_args_has(args, about[i].option) ||
            strstr(about[i].formats, name) != NULL)
            continue;
        dm_fail(err, DM_E_USAGE, "--%s is not about --format=%s",
                dm_option_at(about[i].option)->name, sink->name);
        return dm_fail_help(err, "it is about%s", about[i].formats);
    }
    return true;
}

static bool choose(dm_storing *s, const dm_args *args, dm_err *err)
{
    const char    *format = args->text[DM_OPT_FORMAT];
    bool           place = dm_args_has(args, DM_OPT_IN_PLACE);
    const dm_sink *sink = NULL;

    if (place && format != NULL && strcmp(format, "source") != 0) {
        dm_fail(err, DM_E_USAGE, "--in-place writes --format=source alone");
        return dm_fail_help(err, "-o DIR/ is for other formats");
    }
    s->chosen = place || format != NULL;
    sink = dm_sink_find(place            ? DM_S("source")
                        : format != NULL ? dm_slice_str(format)
                                         : DM_S("jsonl"));
    if (sink == NULL)
        return dm_fail(err, DM_E_BAD_VALUE, "there is no format %s", format);
    s->sink = *sink;
    return true;
}

static bool is_folder(const char *path)
{
    struct stat st;
    size_t      n = strlen(path);

    return n > 0 && (path[n - 1] == '/' ||
                     (stat(path, &st) == 0 && S_ISDIR(st.st_mode)));
}

/* Is the output a folder?  Then its name without a slash behind goes to
** s->folder. */
static bool read_output(dm_storing *s, const dm_args *args,
                        dm_store_options *store, dm_err *err)
{
    const char *path = args->text[DM_OPT_OUTPUT];
    bool        named = dm_args_has(args, DM_OPT_NAME);
    size_t      n = path != NULL ? strlen(path) : 0;

    store->output = path;
    if (path == NULL || strcmp(path, "-") == 0)
        return true;
    store->folder = is_folder(path) || named;
    if (!store->folder)
        return true;
    while (n > 1 && path[n - 1] == '/')
        n--;
    if (n >= sizeof s->folder)
        return dm_fail(err, DM_E_USAGE, "the name of the folder is too long");
    memcpy(s->folder, path, n);
    s->folder[n] = '\0';
    store->output = s->folder;
    return true;
}

static bool wants(dm_err *err, const dm_sink *sink, const char *what)
{
    dm_fail(err, DM_E_USAGE, "--format=%s wants %s", sink->name, what);
    return dm_fail_help(err, "docmill help formats");
}

/* Is the output named, and not standard output? */
static bool is_file(const char *output)
{
    return output != NULL && strcmp(output, "-") != 0;
}

static bool wants_files(dm_err *err, const dm_storing *s, const char *output)
{
    wants(err, &s->sink,
          strcmp(s->sink.name, "source") == 0
              ? "a file for each document: -o DIR/ or --in-place"
              : "a file for each document: -o DIR/");
    if (is_file(output))
        dm_fail_help(err, "-o %s/ is a folder, made where there is none",
                     output);
    return false;
}

/* Can the format be had there? */
static bool check_place(const dm_storing *s, const dm_store_options *o,
                        const dm_inputs_options *inputs, dm_err *err)
{
    bool stream = !o->folder && !o->in_place;

    if (o->naming != NULL && !o->folder)
        return dm_fail(err, DM_E_USAGE, "--name is about files in -o DIR/");
    if (s->sink.shape == DM_SHAPE_BASE &&
        (o->output == NULL || o->folder || strcmp(o->output, "-") == 0))
        return wants(err, &s->sink, "a file: -o FILE.db");
    if (strcmp(s->sink.name, "brat") == 0 && !o->folder)
        return wants(err, &s->sink, "a folder: -o DIR/");
    if (strcmp(s->sink.name, "term") == 0 && o->folder)
        return wants(err, &s->sink, "a terminal or a file");
    if (s->sink.alone && stream && dm_inputs_many(inputs) &&
        (!o->dry || is_file(o->output)))
        return wants_files(err, s, o->output);
    if (o->attributes != NULL && o->folder)
        return dm_fail(err, DM_E_USAGE,
                       "--attributes goes beside one file of documents");
    return true;
}

static bool has_stdin(const dm_inputs_options *inputs)
{
    for (size_t i = 0; i < inputs->nargs; i++)
        if (strcmp(inputs->args[i], "-") == 0)
            return true;
    return false;
}

static bool read_in_place(const dm_args *args, dm_store_options *store,
                          dm_inputs_options *inputs, dm_err *err)
{
    const char *suffix = args->text[DM_OPT_IN_PLACE];

    store->in_place = suffix != NULL;
    if (!store->in_place)
        return true;
    if (store->output != NULL)
        return dm_fail(err, DM_E_USAGE,
                       "--in-place and --output exclude each other");
    if (has_stdin(inputs))
        return dm_fail(err, DM_E_USAGE,
                       "standard input cannot be written in place");
    if (strchr(suffix, '/') != NULL)
        return dm_fail(err, DM_E_BAD_VALUE,
                       "--in-place wants a suffix such as .bak, not \"%s\"",
                       suffix);
    store->backup = suffix[0] != '\0' ? suffix : NULL;
    inputs->passed = store->backup;
    return true;
}

static bool read_save(const dm_args *args, dm_run *run, dm_err *err)
{
    const char *to = args->text[DM_OPT_TO_CHARSET];

    if (is_text(args, DM_OPT_UNENCODABLE, "error"))
        run->save.unencodable = DM_UNENCODABLE_FAIL;
    if (is_text(args, DM_OPT_UNENCODABLE, "ref"))
        run->save.unencodable = DM_UNENCODABLE_REFER;
    if (is_text(args, DM_OPT_UNENCODABLE, "replace"))
        run->save.unencodable = DM_UNENCODABLE_REPLACE;
    if (to == NULL)
        return true;
    run->save.to = dm_charset_find(dm_slice_str(to));
    if (run->save.to != NULL)
        return true;
    dm_fail(err, DM_E_UNKNOWN_CHARSET, "there is no charset \"%s\"", to);
    return dm_fail_help(err, "docmill help charsets lists them");
}

static void read_sheet(const dm_args *args, const dm_sink *sink,
                       dm_sheet_options *o)
{
    bool tabs = strcmp(sink->name, "tsv") == 0;

    o->csv = (dm_csv){
        .delimiter = tabs ? '\t' : ',',
        .lf = is_text(args, DM_OPT_CSV_ENDS, "lf") ||
              (tabs && !dm_args_has(args, DM_OPT_CSV_ENDS)),
        .escape = is_text(args, DM_OPT_CSV_FORMULAS, "escape"),
        .lists = is_text(args, DM_OPT_CSV_LISTS, "explode") ? DM_CSV_EXPLODE
                 : is_text(args, DM_OPT_CSV_LISTS, "json")  ? DM_CSV_JSON
                                                            : DM_CSV_JOIN,
        .separator = dm_args_has(args, DM_OPT_CSV_SEPARATOR)
                         ? args->text[DM_OPT_CSV_SEPARATOR]
                         : "; ",
    };
    o->bom = dm_args_has(args, DM_OPT_CSV_BOM);
    o->columns = args->text[DM_OPT_COLUMNS];
}

/* The page of a lone document has its title and language, so that nothing may
** stand around it. */
static void read_lone(dm_storing *s, const dm_inputs_options *inputs,
                      dm_run *run)
{
    run->lone = !run->apart && !dm_inputs_many(inputs) &&
                strcmp(s->sink.name, "html") == 0;
    if (run->lone)
        s->sink.begin = s->sink.end = "";
}

bool dm_storing_read(dm_storing *storing, const dm_args *args,
                     dm_store_options *store, dm_inputs_options *inputs,
                     dm_run *run, dm_err *err)
{
    const char *api = args->text[DM_OPT_PANDOC_API];

    memset(storing, 0, sizeof *storing);
    store->naming = args->text[DM_OPT_NAME];
    store->dry = dm_args_has(args, DM_OPT_DRY_RUN);
    store->attributes = args->text[DM_OPT_ATTRIBUTES];
    if (!choose(storing, args, err) ||
        !check_about(args, &storing->sink, err) ||
        !read_output(storing, args, store, err) ||
        !read_in_place(args, store, inputs, err) ||
        !check_place(storing, store, inputs, err) ||
        !read_save(args, run, err) ||
        (store->naming != NULL && !dm_naming_check(store->naming, err)))
        return false;
    if (api != NULL && !dm_pandoc_find(dm_slice_str(api), &run->pandoc))
        return dm_fail(err, DM_E_BAD_VALUE, "--pandoc-api has no %s", api);
    read_sheet(args, &storing->sink, &store->sheet);
    store->sink = run->sink = &storing->sink;
    run->apart = store->folder && storing->sink.shape != DM_SHAPE_TABLE;
    read_lone(storing, inputs, run);
    run->dry = store->dry;
    run->attributes = store->attributes != NULL;
    run->spans = dm_args_has(args, DM_OPT_SPANS);
    run->source = args->text[DM_OPT_SOURCE];
    return true;
}

/* The script's writer says what stands around what it writes. */
static bool take_writer(dm_sink *sink, const dm_engine *engine, dm_err *err)
{
    const char *head = dm_engine_writer_head(engine);

    if (head == NULL) {
        dm_fail(err, DM_E_USAGE, "the script has no writer");
        return dm_fail_help(err, "docmill help formats lists what there is");
    }
    sink->begin = head;
    sink->end = dm_engine_writer_tail(engine);
    sink->suffix = dm_engine_writer_ending(engine);
    return true;
}

typedef const char *name_at(const dm_engine *engine, size_t i);

/* The names that `at` gives, then NULL. */
static const char **list_names(const dm_engine *engine, name_at *at)
{
    const char **names = NULL;
    size_t       n = 0;

    while (at(engine, n) != NULL)
        n++;
    names = dm_mem_alloc((n + 1) * sizeof *names);
    for (size_t i = 0; names != NULL && i <= n; i++)
        names[i] = at(engine, i);
    return names;
}

static bool take_names(dm_storing *s, dm_store_options *store,
                       const dm_engine *engine, dm_err *err)
{
    s->columns = list_names(engine, dm_engine_column);
    s->rules = list_names(engine, dm_engine_rule);
    if (s->columns == NULL || s->rules == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for columns");
    store->sheet.declared = s->columns[0] != NULL ? s->columns : NULL;
    store->rules = s->rules;
    return true;
}

bool dm_storing_script(dm_storing *storing, dm_store_options *store,
                       dm_run *run, dm_err *err)
{
    if (!storing->chosen && dm_engine_writer_head(run->engine) != NULL)
        storing->sink = *dm_sink_find(DM_S("writer"));
    if (storing->sink.shape == DM_SHAPE_WRITER &&
        !take_writer(&storing->sink, run->engine, err))
        return false;
    if (strcmp(storing->sink.name, "pandoc") == 0)
        storing->sink.begin = dm_pandoc_begin(run->pandoc);
    if (run->source == NULL)
        run->source = dm_engine_name(run->engine);
    return take_names(storing, store, run->engine, err);
}

void dm_storing_free(dm_storing *storing)
{
    dm_mem_free(storing->columns);
    dm_mem_free(storing->rules);
    storing->columns = storing->rules = NULL;
}
