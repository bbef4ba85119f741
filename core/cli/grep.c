/* grep.c - walk the matches of a view once, line by line.
**
** A cursor goes over lines and matches together: for each line it knows the
** matches that begin in it and where the last one ended, so nothing is
** collected but the matches of one line.
*/
#include "cli/grep.h"

#include "emit/json.h"
#include "emit/visible.h"
#include "text/utf8.h"

enum { LINE_MATCHES_MAX = 1 << 26 };

typedef struct cursor {
    dm_grep        *grep;
    const dm_doc   *doc;
    const dm_view  *view;
    const dm_lines *lines;
    dm_answer      *out;
    dm_err         *err;
    dm_found        found;         /* is there a match at `match`? */
    dm_range        match;         /* the next one not dealt with */
    size_t          reach;         /* where matches so far have ended */
    size_t          count;         /* lines selected */
    size_t          bytes, points; /* code points before `bytes` */
    dm_buf          hits; /* of dm_range: matches in the current line */
} cursor;

static void paint(const cursor *c, const char *sgr)
{
    if (c->grep->color)
        dm_buf_printf(&c->out->data, "\x1b[%sm", sgr);
}

static void put(const cursor *c, dm_slice text)
{
    if (c->grep->escape)
        dm_visible(&c->out->data, text);
    else
        dm_buf_slice(&c->out->data, text);
}

/* A name that could act on a terminal, or look like two lines, is spelled out
** wherever it goes. */
static void put_name(const cursor *c)
{
    dm_slice rest = c->doc->id;

    while (rest.len > 0) {
        const char *tab = memchr(rest.ptr, '\t', rest.len);
        size_t      n = tab != NULL ? (size_t)(tab - rest.ptr) : rest.len;

        dm_visible(&c->out->data, dm_slice_sub(rest, 0, n));
        if (tab != NULL)
            dm_buf_str(&c->out->data, "\\x09");
        rest = dm_slice_sub(rest, n + (tab != NULL), rest.len);
    }
}

/* "path:line:" and the source offset of `at` if asked for. */
static void put_head(const cursor *c, size_t line, dm_range at)
{
    dm_range       src = {0, 0};
    const dm_part *part;

    paint(c, "35");
    put_name(c);
    paint(c, "0");
    dm_buf_char(&c->out->data, ':');
    paint(c, "32");
    dm_buf_printf(&c->out->data, "%zu", line + 1);
    paint(c, "0");
    dm_buf_char(&c->out->data, ':');
    if (!c->grep->offset)
        return;
    dm_view_source(c->view, at, &src);
    part = dm_doc_in_part(c->doc, &src, NULL);
    if (part != NULL) { /* the offset counts within the member */
        dm_visible(&c->out->data, part->name);
        dm_buf_char(&c->out->data, '!');
    }
    dm_buf_printf(&c->out->data, "%zu:", src.from);
}

/* A line with its matches coloured. */
static void put_line(const cursor *c, size_t number, dm_range line)
{
    const dm_range *hits = (const dm_range *)(const void *)c->hits.ptr;
    size_t          at = line.from;
    dm_slice        text = c->view->text;

    put_head(c, number, line);
    for (size_t i = 0; c->grep->color && i < c->hits.len / sizeof *hits; i++) {
        dm_range h = hits[i];

        h.from = h.from < at ? at : h.from;
        h.to = h.to > line.to ? line.to : h.to;
        if (h.from >= h.to)
            continue;
        put(c, dm_slice_sub(text, at, h.from));
        paint(c, "1;31");
        put(c, dm_slice_sub(text, h.from, h.to));
        paint(c, "0");
        at = h.to;
    }
    put(c, dm_slice_sub(text, at, line.to));
    dm_buf_char(&c->out->data, '\n');
}

static void put_only(const cursor *c, size_t line)
{
    if (c->match.from >= c->match.to)
        return;
    put_head(c, line, c->match);
    paint(c, "1;31");
    put(c, dm_slice_sub(c->view->text, c->match.from, c->match.to));
    paint(c, "0");
    dm_buf_char(&c->out->data, '\n');
}

/* Code points before `at`, counted from where we were. */
static size_t points(cursor *c, size_t at)
{
    if (at < c->bytes)
        c->bytes = c->points = 0;
    if (c->view->parent == NULL) /* raw bytes have no characters */
        return at;
    c->points += dm_utf8_count(dm_slice_sub(c->view->text, c->bytes, at));
    c->bytes = at;
    return c->points;
}

static void put_groups(const cursor *c)
{
    const dm_range *groups = dm_matcher_groups(c->grep->matcher);
    dm_buf         *out = &c->out->data;

    if (dm_regex_groups(c->grep->rx) == 0)
        return;
    dm_buf_str(out, ",\"groups\":{");
    for (size_t i = 1; i <= dm_regex_groups(c->grep->rx); i++) {
        dm_slice name = dm_regex_group_name(c->grep->rx, i);

        dm_buf_str(out, i > 1 ? "," : "");
        if (name.len > 0)
            dm_json_string(out, name);
        else
            dm_buf_printf(out, "\"%zu\"", i);
        dm_buf_char(out, ':');
        if (groups[i].from == DM_UNSET)
            dm_buf_str(out, "null");
        else
            dm_json_string(
                out, dm_slice_sub(c->view->text, groups[i].from, groups[i].to));
    }
    dm_buf_char(out, '}');
}

static void put_json(cursor *c, size_t number)
{
    dm_buf        *out = &c->out->data;
    dm_range       line = dm_lines_range(c->lines, number);
    dm_range       src = {0, 0};
    bool           exact = dm_view_source(c->view, c->match, &src);
    const dm_part *part = dm_doc_in_part(c->doc, &src, &exact);
    size_t         from = points(c, c->match.from);

    dm_buf_str(out, "{\"id\":");
    dm_json_string(out, c->doc->id);
    dm_buf_printf(out, ",\"line\":%zu,\"text\":", number + 1);
    dm_json_string(out, dm_slice_sub(c->view->text, line.from, line.to));
    dm_buf_str(out, ",\"match\":");
    dm_json_string(out,
                   dm_slice_sub(c->view->text, c->match.from, c->match.to));
    dm_buf_printf(out, ",\"at\":[%zu,%zu],\"src\":[%zu,%zu],\"exact\":%s", from,
                  points(c, c->match.to), src.from, src.to,
                  exact ? "true" : "false");
    if (part != NULL) {
        dm_buf_str(out, ",\"part\":");
        dm_json_string(out, part->name);
    }
    put_groups(c);
    dm_buf_str(out, "}\n");
}

/* Deal with the match at hand, which begins in line `number`, and find the
** next one. */
static void take_match(cursor *c, size_t number)
{
    dm_grep_mode mode = c->grep->mode;

    if (mode == DM_GREP_ONLY)
        put_only(c, number);
    if (mode == DM_GREP_JSON)
        put_json(c, number);
    dm_buf_add(&c->hits, &c->match, sizeof c->match);
    if (c->match.to > c->reach)
        c->reach = c->match.to;
    c->found = dm_regex_next(c->grep->rx, c->grep->matcher, c->view->text,
                             c->match, c->err);
    if (c->found == DM_FOUND)
        c->match = dm_matcher_groups(c->grep->matcher)[0];
}

/* One line: does a match touch it, and what is printed of it? */
static void do_line(cursor *c, size_t number)
{
    dm_range line = dm_lines_range(c->lines, number);
    bool     last = number + 1 == c->lines->n;
    bool     touched = c->reach > line.from;

    dm_buf_clear(&c->hits);
    if (touched) {
        dm_range over = {line.from, c->reach};

        dm_buf_add(&c->hits, &over, sizeof over);
    }
    while (c->found == DM_FOUND && (c->match.from <= line.to || last)) {
        touched = true;
        take_match(c, number);
    }
    if (c->found == DM_MATCH_ERROR || touched == c->grep->invert)
        return;
    c->count++;
    if (c->grep->mode == DM_GREP_LINES)
        put_line(c, number, line);
}

static void put_total(const cursor *c)
{
    if (c->grep->mode == DM_GREP_FILES && c->count > 0) {
        put_name(c);
        dm_buf_char(&c->out->data, '\n');
    }
    if (c->grep->mode == DM_GREP_COUNT) {
        put_name(c);
        dm_buf_printf(&c->out->data, ":%zu\n", c->count);
    }
}

/* Without --invert only lines with matches are of interest. */
static size_t next_line(const cursor *c, size_t number)
{
    size_t line = 0;

    if (c->grep->invert || c->found != DM_FOUND)
        return number;
    line = dm_lines_at(c->lines, c->match.from);
    if (c->reach > 0 && number < c->lines->n &&
        c->reach > c->lines->start[number])
        return number; /* the last match reaches into it */
    return line > number ? line : number;
}

static bool search(cursor *c)
{
    dm_slice text = c->view->text;

    /* One look for all matches: all views but raw ones are valid UTF-8. */
    dm_matcher_trust(c->grep->matcher,
                     c->view->depth > 0 || dm_utf8_valid(text) == text.len);
    c->found = dm_regex_search(c->grep->rx, c->grep->matcher, text, 0, c->err);
    if (c->found == DM_FOUND)
        c->match = dm_matcher_groups(c->grep->matcher)[0];
    for (size_t i = 0; c->found != DM_MATCH_ERROR && i < c->lines->n; i++) {
        if (c->found == DM_FOUND)
            i = next_line(c, i);
        else if (!c->grep->invert && c->reach <= c->lines->start[i])
            break;
        do_line(c, i);
        if (c->grep->mode == DM_GREP_FILES && c->count > 0)
            break;
    }
    return c->found != DM_MATCH_ERROR;
}

bool dm_grep_document(dm_grep *grep, dm_doc *doc, dm_answer *out, dm_err *err)
{
    cursor c = {.grep = grep, .doc = doc, .out = out, .err = err};
    bool   ok = false;

    c.view = dm_doc_view(doc, grep->view, err);
    if (c.view == NULL)
        return false;
    c.lines = dm_view_lines(c.view);
    if (c.lines == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the lines");
    if (c.view->text.len == 0) { /* no line at all, not one empty one */
        put_total(&c);
        return true;
    }
    dm_buf_init(&c.hits, LINE_MATCHES_MAX);
    ok = search(&c);
    dm_buf_fini(&c.hits);
    if (!ok)
        return false;
    put_total(&c);
    out->yes = c.count > 0;
    out->nrecords = (uint32_t)c.count;
    return true;
}
