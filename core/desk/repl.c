/* repl.c - read a line, or as many as make a chunk, and answer. */
#include "desk/repl.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "desk/cancel.h"
#include "desk/chunk.h"
#include "desk/repl_in.h"
#include "emit/visible.h"
#include "text/utf8.h"

enum {
    CHUNK_MAX = 1 << 20,
    ANSWER_MAX = 64 << 20,
    NAME_MAX_BYTES = 60, /* of a prompt */
    SHORT = 4096         /* bytes that are compiled in no time */
};

/* Lines that are one chunk of Lua together. */
typedef struct typing {
    dm_buf   text;
    dm_chunk chunk;
    size_t   tried; /* bytes that were compiled last */
} typing;

/* Something happened in the script's folder. */
static void look(void *ud)
{
    dm_repl *repl = ud;

    if (!dm_sources_read(&repl->sources)) {
        dm_err err;

        repl->sources.changed = true; /* which may be what was lost */
        if (!dm_sources_watch(&repl->sources, &err))
            dm_repl_tell(repl, &err, DM_WARNING);
    }
    if (repl->sources.changed) {
        repl->sources.changed = false;
        dm_repl_reload(repl);
    }
}

/* "b.txt 2/12> ", or dots as long as that within a chunk. */
static void make_prompt(const dm_repl *repl, bool within, char *out,
                        size_t size)
{
    const char *name = repl->path != NULL ? strrchr(repl->path, '/') : NULL;
    size_t      len;
    dm_buf      text;

    if (within) {
        snprintf(out, size, "  … ");
        return;
    }
    name = name != NULL ? name + 1 : repl->path != NULL ? repl->path : "";
    dm_buf_init(&text, 1 << 16);
    dm_visible(&text, dm_slice_str(name));
    len = text.len < NAME_MAX_BYTES ? text.len : NAME_MAX_BYTES;
    while (len < text.len && dm_utf8_inside(text.ptr[len]))
        len--; /* libedit does not survive half a character */
    snprintf(out, size, "%.*s%s%zu/%zu> ", (int)len, dm_buf_view(&text).ptr,
             *name != '\0' ? " " : "", repl->nth, repl->paths.n);
    dm_buf_fini(&text);
}

/* Evaluate what was typed so far; true when more of it is needed. */
static bool evaluate(dm_repl *repl, const dm_buf *chunk)
{
    dm_buf out;
    bool   more;

    dm_buf_init(&out, ANSWER_MAX);
    (void)dm_repl_ask(repl, "eval", dm_buf_view(chunk), &out, &more);
    dm_repl_say(repl, dm_buf_view(&out));
    dm_buf_fini(&out);
    return more;
}

static bool is_blank(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ' && s.ptr[i] != '\t' && s.ptr[i] != '\r')
            return false;
    return true;
}

static void clear(typing *t)
{
    dm_buf_clear(&t->text);
    memset(&t->chunk, 0, sizeof t->chunk);
    t->tried = 0;
}

/* Put the line to those before it; false when they are too many, which is told
** once. */
static bool add_line(dm_repl *repl, typing *t, dm_slice line)
{
    bool   failed = t->text.failed;
    dm_err err;

    if (t->text.len > 0)
        dm_buf_char(&t->text, '\n');
    dm_buf_slice(&t->text, line);
    dm_chunk_line(&t->chunk, line);
    if (t->text.failed && !failed) {
        dm_fail(&err, DM_E_SIZE, "a chunk of Lua is over %d bytes", CHUNK_MAX);
        dm_repl_tell(repl, &err, DM_ERROR);
    }
    return !t->text.failed;
}

/* Is it worth the time to compile what there is?  An error in a long chunk is
** found when it has doubled, if not at its end. */
static bool is_worth_it(const typing *t)
{
    return t->text.len < SHORT || t->text.len / 2 >= t->tried ||
           !dm_chunk_open(&t->chunk);
}

/* One line; `t` holds those before that it goes on from. */
static void take_line(dm_repl *repl, typing *t, dm_slice line)
{
    if (t->text.len == 0 && is_blank(line))
        return;
    if (t->text.len == 0 && *line.ptr == ':') {
        dm_repl_command(repl, line);
        return;
    }
    if (!add_line(repl, t, line)) {
        if (!dm_chunk_open(&t->chunk))
            clear(t);
    } else if (is_worth_it(t)) {
        t->tried = t->text.len;
        if (!evaluate(repl, &t->text))
            clear(t);
    }
}

/* What was begun and never ended; it may not have been compiled of late. */
static void leave_chunk(dm_repl *repl, const typing *t)
{
    dm_err err;

    if (t->text.len == 0 || t->text.failed ||
        (t->tried < t->text.len && !evaluate(repl, &t->text)))
        return;
    dm_fail(&err, DM_E_SYNTAX, "the input ends within a chunk of Lua");
    dm_repl_tell(repl, &err, DM_ERROR);
}

static void talk(dm_repl *repl)
{
    char     prompt[256];
    typing   t = {.tried = 0};
    dm_slice line;
    dm_err   err;

    dm_buf_init(&t.text, CHUNK_MAX);
    while (!repl->quit) {
        dm_line_got got;

        make_prompt(repl, t.text.len > 0, prompt, sizeof prompt);
        got = dm_line_read(repl->line, prompt, &line, &err);
        if (got == DM_LINE_END)
            break;
        if (got == DM_LINE_FAILED)
            dm_repl_tell(repl, &err, DM_ERROR);
        if (got == DM_LINE_TEXT)
            take_line(repl, &t, line);
        else
            clear(&t);
        (void)dm_cancel_seen();
    }
    leave_chunk(repl, &t);
    dm_buf_fini(&t.text);
}

bool dm_repl_run(const dm_repl_options *options, bool *failed, dm_err *err)
{
    dm_repl         repl = {.options = options};
    dm_line_options line = {.terminal = options->terminal,
                            .history = true,
                            .ud = &repl,
                            .ready = look,
                            .complete = dm_repl_words};
    bool            ok;

    /* libedit asks the locale how wide characters are, and how they are
    ** spelled: what we give it is UTF-8 */
    if (setlocale(LC_CTYPE, "") == NULL ||
        strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    dm_cancel_catch();
    ok = dm_repl_start(&repl, err);
    line.fd = dm_notify_fd(repl.sources.notify);
    repl.line = ok ? dm_line_open(&line, err) : NULL;
    ok = repl.line != NULL;
    if (ok)
        talk(&repl);
    if (repl.broken) {
        *err = repl.why;
        ok = false;
    }
    *failed = repl.failed;
    dm_line_close(repl.line);
    dm_repl_end(&repl);
    dm_cancel_release();
    return ok;
}
