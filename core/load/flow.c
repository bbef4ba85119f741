/* flow.c - folding white space and keeping account. */
#include "load/flow.h"

void dm_flow_init(dm_flow *f, dm_slice src, const char *parsed, dm_buf *out,
                  size_t max_blocks)
{
    memset(f, 0, sizeof *f);
    dm_align_begin(&f->a, src, out);
    f->src = src;
    f->parsed = parsed;
    f->at_start = true;
    f->para = DM_NOID;
    dm_outline_init(&f->outline, max_blocks);
}

void dm_flow_fini(dm_flow *f)
{
    dm_outline_fini(&f->outline);
    dm_buf_fini(&f->a.edits); /* empty but for a page given up */
}

static void skip_to(dm_flow *f, size_t at)
{
    if (at > f->a.at)
        dm_align_replace(&f->a, at - f->a.at, DM_S(""));
}

static void keep(dm_flow *f, size_t n)
{
    dm_align_keep(&f->a, n);
    f->out += n;
}

/* Source bytes of `r` become `text`.  What lies behind the writer already
** cannot be claimed again: then the text is an insertion. */
static void put(dm_flow *f, dm_range r, dm_slice text)
{
    skip_to(f, r.from);
    dm_align_replace(&f->a, r.to > f->a.at ? r.to - f->a.at : 0, text);
    f->out += text.len;
}

static void insert(dm_flow *f, char c)
{
    dm_align_replace(&f->a, 0, (dm_slice){&c, 1});
    f->out++;
}

static void insert_line(dm_flow *f)
{
    if (f->out > 0 && !f->at_start) {
        insert(f, '\n');
        f->lines++;
    }
    f->at_start = true;
    f->new_line = false;
}

/* The blank that waits, unless a line begins here. */
static void put_space(dm_flow *f)
{
    dm_range r = f->space;

    f->space = (dm_range){0, 0};
    if (r.to == r.from || f->at_start)
        return;
    if (r.from >= f->a.at && r.to - r.from == 1 && f->src.ptr[r.from] == ' ') {
        skip_to(f, r.from);
        keep(f, 1);
    } else
        put(f, r, DM_S(" "));
}

static void begin_marks(dm_flow *f)
{
    for (size_t i = 0; i < DM_MARKS; i++) {
        if (!f->marks[i].armed || f->marks[i].begun)
            continue;
        f->marks[i].begun = true;
        f->marks[i].from = f->out;
    }
}

/* Everything that has to happen before something visible is written. */
static void before_text(dm_flow *f)
{
    if (f->new_line)
        insert_line(f);
    if (f->tabs > 0)
        f->space = (dm_range){0, 0};
    for (; f->tabs > 0; f->tabs--) {
        insert(f, '\t');
        f->at_start = false;
    }
    put_space(f);
    if (f->loose && f->para == DM_NOID)
        f->para = dm_outline_open(&f->outline, DM_PARAGRAPH, 0, false);
    dm_outline_begin(&f->outline, f->out);
    begin_marks(f);
    f->at_start = false;
    f->in_cell = false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_hidden(const dm_flow *f, size_t at)
{
    return f->parsed[at] == 0x7F && f->src.ptr[at] != 0x7F;
}

static bool is_visible(const dm_flow *f, size_t at)
{
    if (f->pre ? f->parsed[at] == '\n' || f->parsed[at] == '\r'
               : is_space(f->parsed[at]))
        return false;
    return !is_hidden(f, at);
}

/* One byte that is not visible text. */
static void other(dm_flow *f, size_t at)
{
    if (is_hidden(f, at))
        return;
    if (f->pre) {
        bool crlf = f->src.ptr[at] == '\r' && at + 1 < f->src.len &&
                    f->src.ptr[at + 1] == '\n';

        if (!crlf) /* else the LF does it */
            dm_flow_line(f, (dm_range){at, at + 1});
    } else if (f->space.to == f->space.from)
        f->space = (dm_range){at, at + 1};
}

void dm_flow_text(dm_flow *f, dm_range r)
{
    size_t at = r.from;

    while (at < r.to) {
        size_t run = at;

        while (run < r.to && is_visible(f, run))
            run++;
        if (run > at) {
            before_text(f);
            skip_to(f, at);
            if (at < f->a.at) /* was claimed before */
                put(f, (dm_range){at, run}, dm_slice_sub(f->src, at, run));
            else
                keep(f, run - at);
            f->end = f->out;
            at = run;
        } else
            other(f, at++);
    }
}

void dm_flow_put(dm_flow *f, dm_range r, dm_slice text)
{
    if (text.len == 1 && is_space(text.ptr[0]) && !f->pre) {
        if (f->space.to == f->space.from)
            f->space = r;
        return;
    }
    if (text.len == 1 && text.ptr[0] == '\n') {
        dm_flow_line(f, r);
        return;
    }
    before_text(f);
    put(f, r, text);
    f->end = f->out;
}

void dm_flow_break(dm_flow *f)
{
    if (f->in_cell)
        return; /* a paragraph that fills a cell begins no line */
    f->new_line = true;
    f->space = (dm_range){0, 0};
}

void dm_flow_line(dm_flow *f, dm_range r)
{
    bool twice;

    f->space = (dm_range){0, 0};
    if (f->new_line)
        insert_line(f);
    twice = f->at_start;
    if (f->out == 0)
        return; /* no empty lines at the beginning */
    if (twice && !f->pre)
        dm_flow_end_para(f);
    if (r.from >= f->a.at && r.to - r.from == 1 && f->src.ptr[r.from] == '\n') {
        skip_to(f, r.from);
        keep(f, 1);
    } else
        put(f, r, DM_S("\n"));
    f->lines++;
    f->at_start = true;
}

size_t dm_flow_next_line(const dm_flow *f)
{
    return f->lines + (f->new_line && f->out > 0 && !f->at_start ? 1 : 0);
}

void dm_flow_cell(dm_flow *f, bool first, size_t base)
{
    f->space = (dm_range){0, 0};
    f->in_cell = true;
    if (first)
        return;
    if (f->lines > base) {
        f->new_line = true;
        f->tabs = 0;
        return;
    }
    if (f->lines == base)
        f->new_line = false;
    f->tabs++;
}

void dm_flow_end_para(dm_flow *f)
{
    dm_outline_close(&f->outline, f->para, f->end);
    f->para = DM_NOID;
}

void dm_flow_arm(dm_flow *f, int mark)
{
    f->marks[mark] = (dm_mark){true, false, 0};
}

dm_range dm_flow_take(dm_flow *f, int mark)
{
    dm_mark m = f->marks[mark];

    f->marks[mark] = (dm_mark){false, false, 0};
    if (!m.begun)
        return (dm_range){f->end, f->end};
    return (dm_range){m.from, f->end};
}
