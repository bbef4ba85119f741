/* repl_command.c - what begins with a colon.
**
** One table: names, arguments for help, and what to do; what a command answers
** is std/talk's business wherever it is about the document or the script.
*/
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/nearest.h"
#include "desk/cancel.h"
#include "desk/explain.h"
#include "desk/repl_in.h"

enum { ANSWER_MAX = 64 << 20 };

/* Ask std/talk and say what it answers. */
static bool ask(dm_repl *repl, const char *what, dm_slice arg)
{
    dm_buf out;
    bool   more;
    bool   ok;

    dm_buf_init(&out, ANSWER_MAX);
    ok = dm_repl_ask(repl, what, arg, &out, &more);
    dm_repl_say(repl, dm_buf_view(&out));
    dm_buf_fini(&out);
    return ok;
}

static void do_hits(dm_repl *repl, dm_slice arg)
{
    (void)ask(repl, "hits", arg);
}

static void do_record(dm_repl *repl, dm_slice arg)
{
    (void)ask(repl, "record", arg);
}

static void do_fields(dm_repl *repl, dm_slice arg)
{
    (void)ask(repl, "fields", arg);
}

static void do_text(dm_repl *repl, dm_slice arg)
{
    (void)ask(repl, "text", arg);
}

static void do_time(dm_repl *repl, dm_slice arg)
{
    (void)ask(repl, "time", arg);
}

/* `raw` and the like as they are, steps with commas. */
static void do_view(dm_repl *repl, dm_slice arg)
{
    (void)ask(repl, "view", arg);
}

static void do_why(dm_repl *repl, dm_slice arg)
{
    dm_buf out;

    if (arg.len == 0) {
        dm_repl_say(
            repl, DM_S(":why RULE tells why RULE did not match, or not more"));
        return;
    }
    dm_buf_init(&out, ANSWER_MAX);
    (void)dm_repl_ask_data(repl, "why", arg, &out, dm_explain_why);
    dm_repl_put(repl, dm_buf_view(&out)); /* made visible by who wrote it */
    dm_buf_fini(&out);
}

/* On to the next document that can be read, past those that cannot. */
static void do_next(dm_repl *repl, dm_slice arg)
{
    (void)arg;
    for (size_t i = repl->nth + 1; i <= repl->paths.n; i++)
        if (dm_repl_go(repl, i) || dm_cancel_seen())
            return;
    dm_repl_say(repl, DM_S("this is the last document"));
}

static void do_prev(dm_repl *repl, dm_slice arg)
{
    (void)arg;
    for (size_t i = repl->nth; i > 1; i--)
        if (dm_repl_go(repl, i - 1) || dm_cancel_seen())
            return;
    dm_repl_say(repl, DM_S("this is the first document"));
}

/* Without an argument: what there is, around the one at hand. */
static void list_documents(dm_repl *repl)
{
    enum { AROUND = 10 };
    const char *path = NULL;
    size_t      before = repl->nth > AROUND + 1 ? repl->nth - AROUND - 1 : 0;
    size_t      last = repl->nth + AROUND;
    dm_buf      out;

    dm_buf_init(&out, ANSWER_MAX);
    if (before > 0)
        dm_buf_printf(&out, "        … %zu before them\n", before);
    for (size_t i = 1; i <= repl->paths.n; i++) {
        path = dm_paths_next(&repl->paths, path);
        if (i + AROUND >= repl->nth && i <= repl->nth + AROUND)
            dm_buf_printf(&out, "%c%5zu  %s\n", i == repl->nth ? '*' : ' ', i,
                          path);
    }
    if (repl->paths.n > last)
        dm_buf_printf(&out, "        … and %zu more; :open N goes to one",
                      repl->paths.n - last);
    if (repl->paths.n == 0)
        dm_buf_str(&out, "no document is open; :open FILE");
    dm_repl_say(repl, dm_buf_view(&out));
    dm_buf_fini(&out);
}

/* The number of the document with this path, a new one at the end. */
static size_t number_of(dm_repl *repl, const char *path)
{
    size_t      i = 0;
    const char *at = NULL;
    ptrdiff_t   now =
        repl->path != NULL ? repl->path - repl->paths.bytes.ptr : -1;

    dm_paths_add(&repl->paths, path);
    if (now >= 0) /* the list may have moved */
        repl->path = repl->desk.path = repl->paths.bytes.ptr + now;
    while ((at = dm_paths_next(&repl->paths, at)) != NULL) {
        i++;
        if (strcmp(at, path) == 0)
            return i;
    }
    return 0;
}

/* Go to the document with this path; a new one is kept when it can be read. */
static void open_path(dm_repl *repl, const char *path)
{
    size_t n = repl->paths.n;
    size_t nth = number_of(repl, path);

    if (!dm_repl_go(repl, nth) && repl->paths.n > n)
        dm_paths_drop(&repl->paths, path);
}

static void do_open(dm_repl *repl, dm_slice arg)
{
    char  path[4096];
    char *end;
    long  n;

    if (arg.len == 0 || arg.len >= sizeof path) {
        list_documents(repl);
        return;
    }
    memcpy(path, arg.ptr, arg.len);
    path[arg.len] = '\0';
    n = strtol(path, &end, 10);
    if (*end == '\0' && access(path, F_OK) != 0) {
        if (n >= 1 && (size_t)n <= repl->paths.n)
            (void)dm_repl_go(repl, (size_t)n);
        else
            dm_repl_say(repl, DM_S("there is no document of that number"));
    } else if (access(path, R_OK) != 0) {
        dm_err err;

        dm_fail(&err, DM_E_NOT_FOUND, "%s", strerror(errno));
        dm_fail_at(&err, path, 0, 0);
        dm_repl_tell(repl, &err, DM_ERROR);
    } else {
        open_path(repl, path);
    }
}

static void do_reload(dm_repl *repl, dm_slice arg)
{
    (void)arg;
    repl->sources.changed = false;
    dm_repl_reload(repl);
}

/* Run the user's editor on `path` and wait. */
static int edit(const char *editor, const char *path)
{
    char  command[1024];
    pid_t pid;
    int   status = -1;

    snprintf(command, sizeof command, "%s \"$1\"", editor);
    pid = fork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return pid < 0 ? -1 : status;
}

static void do_edit(dm_repl *repl, dm_slice arg)
{
    const char *editor = getenv("VISUAL");

    (void)arg;
    if (editor == NULL || *editor == '\0')
        editor = getenv("EDITOR");
    if (repl->options->engine.script == NULL) {
        dm_repl_say(repl, DM_S("there is no script to edit"));
    } else if (editor == NULL || *editor == '\0') {
        dm_repl_say(repl, DM_S("set VISUAL or EDITOR to your editor"));
    } else if (edit(editor, repl->engine != NULL
                                ? dm_engine_path(repl->engine)
                                : repl->options->engine.script) != 0) {
        dm_repl_say(repl, DM_S("the editor failed; nothing is reloaded"));
    } else {
        (void)dm_cancel_seen();
        do_reload(repl, DM_S(""));
    }
}

static void do_quit(dm_repl *repl, dm_slice arg)
{
    (void)arg;
    repl->quit = true;
}

static void do_help(dm_repl *repl, dm_slice arg);

typedef struct command {
    const char *name, *args, *what;
    void (*run)(dm_repl *repl, dm_slice arg);
} command;

static const command commands[] = {
    {"open",   "[FILE|N]",     "open a document; alone: list them",         do_open  },
    {"next",   "",             "the next document",                         do_next  },
    {"prev",   "",             "the one before",                            do_prev  },
    {"view",   "[NAME|STEPS]", "show or set `view`: text, lines,width …",
     do_view                                                                         },
    {"text",   "[FROM [TO]]",  "its lines",                                 do_text  },
    {"hits",   "[RULE]",       "what the rules found",                      do_hits  },
    {"why",    "RULE",         "why RULE did not match",                    do_why   },
    {"record", "",             "the record that came of it",                do_record},
    {"fields", "",             "its fields and where they are from",        do_fields},
    {"reload", "",             "script and document anew",                  do_reload},
    {"edit",   "",             "the script in $VISUAL or $EDITOR",          do_edit  },
    {"time",   "EXPRESSION",   "how long it takes",                         do_time  },
    {"help",   "[NAME]",       "this, or a name of the API: doc.blocks",    do_help  },
    {"quit",   "",             "leave (Ctrl-D)",                            do_quit  },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void do_help(dm_repl *repl, dm_slice arg)
{
    dm_buf out;

    dm_buf_init(&out, ANSWER_MAX);
    for (size_t i = 0; arg.len == 0 && i < COMMANDS; i++)
        dm_buf_printf(&out, "  :%-6s %-13s %s\n", commands[i].name,
                      commands[i].args, commands[i].what);
    if (arg.len == 0)
        dm_buf_str(&out,
                   "Anything else is Lua: doc, view, hits.RULE, record, re, "
                   "docmill …; _ is the last value.\n");
    else if (repl->options->manual == NULL || !repl->options->manual(&out, arg))
        dm_buf_printf(&out, "there is no help on '%.*s'", (int)arg.len,
                      arg.ptr);
    dm_repl_say(repl, dm_buf_view(&out));
    dm_buf_fini(&out);
}

static const char *command_name(const void *names, size_t i)
{
    (void)names;
    return i < COMMANDS ? commands[i].name : NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static dm_slice trimmed(dm_slice s)
{
    while (s.len > 0 && is_blank(*s.ptr))
        s = dm_slice_sub(s, 1, s.len);
    while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

static void unknown(dm_repl *repl, dm_slice name)
{
    const char *near = dm_nearest(name, command_name, NULL);
    dm_err      err;

    dm_fail(&err, DM_E_USAGE, "there is no command ':%.*s'", (int)name.len,
            name.ptr);
    if (near != NULL)
        dm_fail_help(&err, "did you mean ':%s'?", near);
    else
        dm_fail_help(&err, ":help lists them");
    dm_repl_tell(repl, &err, DM_ERROR);
}

void dm_repl_command(dm_repl *repl, dm_slice line)
{
    dm_slice rest = trimmed(dm_slice_sub(line, 1, line.len));
    size_t   n = 0;
    dm_slice name;

    while (n < rest.len && !is_blank(rest.ptr[n]))
        n++;
    name = dm_slice_sub(rest, 0, n);
    for (size_t i = 0; i < COMMANDS; i++)
        if (dm_slice_eq(dm_slice_str(commands[i].name), name)) {
            commands[i].run(repl, trimmed(dm_slice_sub(rest, n, rest.len)));
            return;
        }
    unknown(repl, name);
}

static void add_word(dm_buf *out, dm_slice word, dm_slice piece)
{
    if (!dm_slice_starts(word, piece))
        return;
    dm_buf_char(out, '\n');
    dm_buf_slice(out, word);
}

/* File names that begin with `piece`. */
static void add_files(dm_buf *out, dm_slice piece)
{
    char   pattern[4096];
    glob_t found;

    if (piece.len + 2 > sizeof pattern)
        return;
    snprintf(pattern, sizeof pattern, "%.*s*", (int)piece.len, piece.ptr);
    if (glob(pattern, GLOB_MARK, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++)
        add_word(out, dm_slice_str(found.gl_pathv[i]), piece);
    globfree(&found);
}

/* The ids of rules that begin with `piece`. */
static void add_rules(dm_repl *repl, dm_buf *out, dm_slice piece)
{
    const char *id;

    for (size_t i = 0;
         repl->engine != NULL && (id = dm_engine_rule(repl->engine, i)) != NULL;
         i++)
        add_word(out, dm_slice_str(id), piece);
}

/* The commands that begin with `piece`, with a blank where more may follow. */
static void add_commands(dm_buf *out, dm_slice piece)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        size_t from = out->len;

        add_word(out, dm_slice_str(commands[i].name), piece);
        if (out->len > from && commands[i].args[0] != '\0')
            dm_buf_char(out, ' ');
    }
}

/* Behind ":open " file names, behind others rules; else the commands. */
static void command_words(dm_repl *repl, dm_slice line, dm_buf *out)
{
    size_t   n = 0;
    dm_slice name, piece;

    while (n < line.len && !is_blank(line.ptr[n]))
        n++;
    name = dm_slice_sub(line, 0, n);
    piece = n < line.len ? trimmed(dm_slice_sub(line, n, line.len)) : name;
    dm_buf_slice(out, piece);
    if (n == line.len)
        add_commands(out, piece);
    else if (dm_slice_eq(name, DM_S("open")))
        add_files(out, piece);
    else if (dm_slice_eq(name, DM_S("hits")) || dm_slice_eq(name, DM_S("why")))
        add_rules(repl, out, piece);
}

void dm_repl_words(void *ud, dm_slice before, dm_buf *out)
{
    dm_repl *repl = ud;

    if (before.len > 0 && *before.ptr == ':' &&
        !dm_slice_starts(before, DM_S(":time "))) {
        command_words(repl, dm_slice_sub(before, 1, before.len), out);
        return;
    }
    if (repl->engine != NULL)
        dm_repl_complete(repl, before, out);
}
