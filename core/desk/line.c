/* line.c - libedit on a terminal, read(2) elsewhere.
**
** Characters come through a function of ours, so that a signal ends the wait
** and the caller's descriptor is served in between.
*/
#include "desk/line.h"

#include <errno.h>
#include <histedit.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include "base/mem.h"
#include "desk/cancel.h"
#include "emit/visible.h"
#include "text/utf8.h"

enum {
    LONGEST = 1 << 20,
    REMEMBERED = 2000,
    WIDTH = 78,
    WORDS_MAX = 1 << 20,
    STEP = 4096 /* bytes read at a time */
};

struct dm_line {
    dm_line_options options;
    EditLine       *el;
    History        *history;
    char            file[PATH_MAX]; /* of the history; "" for none */
    const char     *prompt;
    dm_buf          held; /* read and not given yet, without editing */
    size_t          at;
    bool            ended;
    bool            long_line; /* up to its end all is dropped */
};

/* Wait for standard input, serving the other descriptor; false when a signal
** ended it. */
static bool wait_input(dm_line *line)
{
    struct pollfd fds[2] = {
        {.fd = STDIN_FILENO,     .events = POLLIN},
        {.fd = line->options.fd, .events = POLLIN}
    };

    for (;;) {
        if (poll(fds, 2, -1) < 0)
            return false;
        if (fds[1].revents != 0) {
            if (line->el != NULL)
                (void)!write(STDOUT_FILENO, "\r\x1b[K", 4);
            line->options.ready(line->options.ud);
            if (line->el != NULL)
                el_set(line->el, EL_REFRESH);
        }
        if (fds[0].revents != 0)
            return true;
    }
}

/* libedit's way to a character: 1, 0 at the end, -1. */
static int next_char(EditLine *el, wchar_t *c)
{
    dm_line  *line;
    mbstate_t state = {0};
    char      byte;

    el_get(el, EL_CLIENTDATA, &line);
    for (int n = 0; n < MB_LEN_MAX; n++) {
        ssize_t got = wait_input(line) ? read(STDIN_FILENO, &byte, 1) : -1;
        size_t  done;

        if (got <= 0)
            return (int)got;
        done = mbrtowc(c, &byte, 1, &state);
        if (done == (size_t)-1) { /* no character: start anew behind it */
            memset(&state, 0, sizeof state);
            n = -1;
        } else if (done != (size_t)-2) {
            return 1;
        }
    }
    return -1;
}

static char *give_prompt(EditLine *el)
{
    static char prompt[256]; /* libedit wants one it may keep */
    dm_line    *line;

    el_get(el, EL_CLIENTDATA, &line);
    snprintf(prompt, sizeof prompt, "%s", line->prompt);
    return prompt;
}

/* The words behind the first line of what complete appended. */
typedef struct words {
    dm_slice piece, all;
    size_t   n, common; /* bytes that all begin with */
} words;

static bool next_word(dm_slice *left, dm_slice *word)
{
    const char *eol;

    if (left->len == 0)
        return false;
    eol = memchr(left->ptr, '\n', left->len);
    word->ptr = left->ptr;
    word->len = eol != NULL ? (size_t)(eol - left->ptr) : left->len;
    *left = dm_slice_sub(*left, word->len + (eol != NULL), left->len);
    return true;
}

static words read_words(dm_slice answer)
{
    words    w = {DM_LIT(""), DM_LIT(""), 0, 0};
    dm_slice left, word, first = DM_LIT("");

    if (!next_word(&answer, &w.piece))
        return w;
    w.all = left = answer;
    while (next_word(&left, &word)) {
        size_t same = 0;

        if (word.len == 0)
            continue;
        if (w.n++ == 0) {
            first = word;
            w.common = word.len;
        }
        while (same < w.common && same < word.len &&
               first.ptr[same] == word.ptr[same])
            same++;
        w.common = same;
    }
    return w;
}

/* Cells of the widest word. */
static size_t widest_of(dm_slice left)
{
    size_t   widest = 0;
    dm_slice word;
    dm_buf   shown;

    dm_buf_init(&shown, WORDS_MAX);
    while (next_word(&left, &word)) {
        size_t cells = dm_visible(&shown, word);

        widest = cells > widest ? cells : widest;
        dm_buf_clear(&shown);
    }
    dm_buf_fini(&shown);
    return widest;
}

/* The words below the line, in columns. */
static void list_words(const words *w)
{
    dm_slice left = w->all, word;
    size_t   widest = widest_of(left), column = 0;
    dm_buf   out;

    dm_buf_init(&out, (size_t)WORDS_MAX * 8);
    dm_buf_char(&out, '\n');
    while (next_word(&left, &word)) {
        if (column > 0 && column + widest > WIDTH) {
            dm_buf_char(&out, '\n');
            column = 0;
        }
        for (size_t n = dm_visible(&out, word); n < widest + 2; n++)
            dm_buf_char(&out, ' ');
        column += widest + 2;
    }
    dm_buf_char(&out, '\n');
    fwrite(dm_buf_view(&out).ptr, 1, out.len, stdout);
    fflush(stdout);
    dm_buf_fini(&out);
}

/* Put in what all words have in common, in whole characters; libedit does not
** survive any others. */
static bool insert_common(EditLine *el, const words *w)
{
    char     text[256];
    dm_slice more = dm_slice_sub(w->all, w->piece.len, w->common);
    size_t   n = dm_utf8_valid(more);

    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, more.ptr, n);
    text[n] = '\0';
    return el_insertstr(el, text) == 0;
}

/* The Tab key. */
static unsigned char complete(EditLine *el, int key)
{
    const LineInfo *info = el_line(el);
    dm_slice before = {info->buffer, (size_t)(info->cursor - info->buffer)};
    unsigned char what = CC_REFRESH;
    dm_line      *line;
    dm_buf        out;
    words         w;

    (void)key;
    el_get(el, EL_CLIENTDATA, &line);
    dm_buf_init(&out, WORDS_MAX);
    line->options.complete(line->options.ud, before, &out);
    w = read_words(dm_buf_view(&out));
    if (w.n == 0) {
        what = CC_REFRESH_BEEP;
    } else if (!insert_common(el, &w) && w.n > 1) {
        list_words(&w);
        what = CC_REDISPLAY;
    }
    dm_buf_fini(&out);
    return what;
}

/* Make every folder of `path` up to its last '/', for this user alone. */
static bool make_folders(const char *path)
{
    char part[PATH_MAX];

    for (const char *slash = strchr(path + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

static void find_history(dm_line *line)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int         n = 0;

    if (state != NULL && *state == '/')
        n = snprintf(line->file, sizeof line->file, "%s/docmill/history",
                     state);
    else if (home != NULL && *home == '/')
        n = snprintf(line->file, sizeof line->file,
                     "%s/.local/state/docmill/history", home);
    if (n <= 0 || (size_t)n >= sizeof line->file || !make_folders(line->file))
        line->file[0] = '\0';
}

static void open_history(dm_line *line)
{
    HistEvent event;

    line->history = history_init();
    if (line->history == NULL)
        return;
    history(line->history, &event, H_SETSIZE, REMEMBERED);
    history(line->history, &event, H_SETUNIQUE, 1);
    el_set(line->el, EL_HIST, history, line->history);
    if (line->options.history)
        find_history(line);
    if (line->file[0] != '\0')
        history(line->history, &event, H_LOAD, line->file);
}

static bool open_editor(dm_line *line)
{
    line->el = el_init("docmill", stdin, stdout, stderr);
    if (line->el == NULL)
        return false;
    el_set(line->el, EL_CLIENTDATA, line);
    el_set(line->el, EL_EDITOR, "emacs");
    el_set(line->el, EL_PROMPT, give_prompt);
    el_set(line->el, EL_SIGNAL, 0);
    el_set(line->el, EL_GETCFN, next_char);
    /* the narrow el_set copies both names and never frees them */
    el_wset(line->el, EL_ADDFN, L"docmill-complete", L"complete names",
            complete);
    el_set(line->el, EL_BIND, "^I", "docmill-complete", NULL);
    el_set(line->el, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_source(line->el, NULL); /* the user's ~/.editrc */
    open_history(line);
    return true;
}

dm_line *dm_line_open(const dm_line_options *options, dm_err *err)
{
    dm_line *line = dm_mem_alloc(sizeof *line);

    if (line == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for a line");
        return NULL;
    }
    memset(line, 0, sizeof *line);
    line->options = *options;
    dm_buf_init(&line->held, LONGEST);
    if (!options->terminal || open_editor(line))
        return line;
    dm_fail(err, DM_E_MACHINE, "the terminal cannot be edited on");
    dm_line_close(line);
    return NULL;
}

void dm_line_close(dm_line *line)
{
    if (line == NULL)
        return;
    if (line->history != NULL)
        history_end(line->history);
    if (line->el != NULL)
        el_end(line->el);
    dm_buf_fini(&line->held);
    dm_mem_free(line);
}

/* Put the line into the history and that on the disk; a file of another run
** that was written meanwhile is lost, as in most shells. */
static void remember(dm_line *line, const char *text)
{
    HistEvent event;

    if (line->history == NULL || text[strspn(text, " \t\n")] == '\0')
        return;
    history(line->history, &event, H_ENTER, text);
    if (line->file[0] == '\0')
        return;
    if (history(line->history, &event, H_SAVE, line->file) < 0)
        line->file[0] = '\0';
    else
        (void)!chmod(line->file, 0600);
}

static dm_line_got read_edited(dm_line *line, dm_slice *text)
{
    int         n = 0;
    const char *got;

    el_resize(line->el);
    got = el_gets(line->el, &n);
    if (got == NULL || n <= 0) {
        bool cancelled = dm_cancel_seen();

        (void)!write(STDOUT_FILENO, cancelled ? "^C\n" : "\n",
                     cancelled ? 3 : 1);
        return cancelled ? DM_LINE_CANCELLED : DM_LINE_END;
    }
    remember(line, got);
    *text = (dm_slice){got, strcspn(got, "\n")};
    return DM_LINE_TEXT;
}

/* Drop what was given already, or belongs to a line that is too long; the room
** for more, or NULL. */
static char *make_room(dm_line *line)
{
    if (line->long_line)
        dm_buf_clear(&line->held);
    if (line->at > 0 && !line->long_line) {
        line->held.len -= line->at;
        memmove(line->held.ptr, line->held.ptr + line->at, line->held.len);
    }
    line->at = 0;
    return dm_buf_reserve(&line->held, STEP);
}

/* More bytes into `held`; a signal is no failure. */
static bool read_more(dm_line *line, dm_err *err)
{
    char   *room = make_room(line);
    ssize_t n;

    if (room == NULL) {
        line->long_line = true;
        return dm_fail(err, DM_E_SIZE, "a line is over %d bytes", LONGEST);
    }
    n = wait_input(line) ? read(STDIN_FILENO, room, STEP) : -1;
    if (n > 0)
        line->held.len += (size_t)n;
    line->ended = n == 0 || (n < 0 && errno != EINTR);
    return n >= 0 || !line->ended ||
           dm_fail(err, DM_E_READ, "cannot read standard input: %s",
                   strerror(errno)); /* NOLINT(concurrency-mt-unsafe) */
}

/* A line out of `held`, or its rest at the end; false when there is none. */
static bool take_line(dm_line *line, dm_slice *text)
{
    dm_slice left =
        dm_slice_sub(dm_buf_view(&line->held), line->at, line->held.len);
    const char *eol = left.len > 0 ? memchr(left.ptr, '\n', left.len) : NULL;

    if (eol == NULL && (!line->ended || left.len == 0))
        return false;
    text->ptr = left.ptr;
    text->len = eol != NULL ? (size_t)(eol - left.ptr) : left.len;
    line->at += text->len + (eol != NULL);
    return true;
}

static dm_line_got read_plain(dm_line *line, dm_slice *text, dm_err *err)
{
    for (;;) {
        if (take_line(line, text)) {
            if (!line->long_line)
                return DM_LINE_TEXT;
            line->long_line = false; /* that was its end */
            continue;
        }
        if (line->ended)
            return DM_LINE_END;
        if (!read_more(line, err))
            return DM_LINE_FAILED;
        if (dm_cancel_seen())
            return DM_LINE_CANCELLED;
    }
}

dm_line_got dm_line_read(dm_line *line, const char *prompt, dm_slice *text,
                         dm_err *err)
{
    struct pollfd other = {.fd = line->options.fd, .events = POLLIN};

    line->prompt = prompt;
    if (line->options.fd >= 0 && poll(&other, 1, 0) > 0)
        line->options.ready(line->options.ud);
    return line->el != NULL ? read_edited(line, text)
                            : read_plain(line, text, err);
}
