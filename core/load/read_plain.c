/* read_plain.c - plain text.
**
** The view "text" is the decoded text itself; making it whole is the steps'
** work.  Blocks are found when somebody asks for them, in two passes: one
** decides whether lines were wrapped by a typewriter's margin or are
** paragraphs, one cuts.
*/
#include "load/markup.h"
#include "load/plain_line.h"
#include "load/readers.h"

enum { TITLE = 60, LEVELS = 6, NESTING = 8 };

/* What the first pass counts: lines that have another right behind them. */
typedef struct census {
    size_t inner;    /* how many */
    size_t sentence; /* end like a sentence */
    size_t indented;
    size_t too_long;   /* wider than can be counted */
    size_t width[128]; /* how many of each width */
} census;

static void count_line(census *c, const dm_plain_line *line)
{
    c->inner++;
    c->sentence += line->ends;
    c->indented += line->indent >= 4;
    if (line->cells >= 128)
        c->too_long++;
    else
        c->width[line->cells]++;
}

/* The width that all lines keep but for two in a hundred (addresses of web
** pages are not broken). */
static size_t margin(const census *c)
{
    size_t wider = c->too_long;
    size_t w = 127;

    while (w > 0 && (wider + c->width[w]) * 50 <= c->inner)
        wider += c->width[w--];
    return w;
}

/* Hard-wrapped text has a margin: most lines that go on end near it, and few
** of them end a sentence. */
static bool is_wrapped(dm_slice text)
{
    dm_plain_scan scan = dm_plain_begin(text);
    dm_plain_line line;
    dm_plain_line before = {
        .range = {0, 0}
    };
    census c = {.inner = 0};
    size_t near = 0;
    size_t edge;

    while (dm_plain_next(&scan, &line)) {
        if (before.range.to > 0 && !line.gap)
            count_line(&c, &before);
        before = line;
    }
    edge = margin(&c);
    for (size_t w = edge > 40 + 22 ? edge - 22 : 40; w <= edge; w++)
        near += c.width[w];
    return c.inner >= 2 && edge <= 110 && near * 10 >= c.inner * 6 &&
           c.sentence * 2 < c.inner && c.indented * 3 < c.inner;
}

/* The second pass: the block that is being collected, and what came before. */
typedef struct cutter {
    dm_doc   *doc;
    dm_err   *err;
    bool      wrapped;
    bool      stopped; /* no room for more blocks */
    bool      open;
    dm_block  block;
    unsigned  indent;        /* of the block's last line */
    dm_number order[LEVELS]; /* numberings of headings, as they appeared */
    int       norder;
    unsigned  nest[NESTING]; /* indents of the list items around */
    int       nnest;
} cutter;

static bool siblings(dm_number a, dm_number b)
{
    return a.how == b.how && a.unit == b.unit;
}

static bool flush(cutter *c)
{
    dm_err why;

    if (!c->open || c->stopped)
        return true;
    c->open = false;
    if (dm_doc_add_block(c->doc, &c->block, NULL, &why))
        return true;
    if (why.code != DM_E_TRUNCATED) {
        if (c->err != NULL)
            *c->err = why;
        return false;
    }
    c->stopped = true;
    return dm_doc_warn(c->doc, c->err, "the rest has no blocks: %s", why.msg);
}

static bool begin(cutter *c, const dm_plain_line *line, dm_block_kind kind,
                  int level)
{
    if (!flush(c))
        return false;
    c->open = true;
    c->block = (dm_block){.kind = kind,
                          .level = level,
                          .range = line->range,
                          .number = line->lead,
                          .parent = DM_NOID};
    if (line->look == DM_LOOK_BULLET || line->lead.to == line->lead.from)
        c->block.number = (dm_range){line->range.from, line->range.from};
    if (kind != DM_LIST_ITEM)
        c->nnest = 0;
    return true;
}

/* A paragraph whose beginning is no number. */
static bool begin_plain(cutter *c, const dm_plain_line *line)
{
    dm_plain_line plain = *line;

    plain.lead.to = plain.lead.from;
    return begin(c, &plain, DM_PARAGRAPH, 0);
}

/* The level of a heading: numberings rank as they appear. */
static int rank(cutter *c, dm_number number)
{
    for (int i = 0; i < c->norder; i++)
        if (siblings(c->order[i], number))
            return i + 1;
    if (c->norder < LEVELS)
        c->order[c->norder++] = number;
    return c->norder;
}

static int nesting(cutter *c, unsigned indent)
{
    while (c->nnest > 0 && c->nest[c->nnest - 1] > indent)
        c->nnest--;
    if (c->nnest == 0 || c->nest[c->nnest - 1] < indent)
        if (c->nnest < NESTING)
            c->nest[c->nnest++] = indent;
    return c->nnest;
}

/* Is a number good here?  In wrapped text it may be prose that happened to
** fall to the beginning of a line. */
static bool may_lead(const cutter *c, const dm_plain_line *line)
{
    return !c->wrapped || !c->open || line->gap ||
           c->block.kind != DM_PARAGRAPH;
}

typedef struct around {
    const dm_plain_line *before, *line, *after; /* ends: NULL */
} around;

/* Does a line of the same numbering stand next to this one? */
static bool in_series(const around *a)
{
    const dm_plain_line *l = a->line;

    return (a->before != NULL && a->before->look == DM_LOOK_NUMBER &&
            siblings(a->before->number, l->number)) ||
           (a->after != NULL && a->after->look == DM_LOOK_NUMBER &&
            siblings(a->after->number, l->number));
}

static bool cut_number(cutter *c, const around *a)
{
    const dm_plain_line *line = a->line;
    dm_numbering         how = line->number.how;
    bool                 item = how >= DM_NUM_DECIMAL;
    bool named = how == DM_NUM_UNIT || how == DM_NUM_WORD || how == DM_NUM_ALSO;
    bool title = line->cells <= TITLE && !line->ends &&
                 (named || line->lead.to < line->range.to);

    if (line->lead.to == line->range.to && !named)
        return begin_plain(c, line);
    if (item && (!title || how == DM_NUM_CIRCLED || in_series(a)))
        return begin(c, line, DM_LIST_ITEM, nesting(c, line->indent));
    if (title)
        return begin(c, line, DM_HEADING, rank(c, line->number));
    if (named)
        return begin(c, line, DM_PARAGRAPH, 0);
    return begin(c, line, DM_LIST_ITEM, nesting(c, line->indent));
}

/* Does the line go on with the paragraph or item that is open? */
static bool goes_on(const cutter *c, const dm_plain_line *line)
{
    if (!c->wrapped || !c->open || line->gap)
        return false;
    if (c->block.kind == DM_PARAGRAPH)
        return line->indent < c->indent + 2;
    return c->block.kind == DM_LIST_ITEM;
}

static bool cut_text(cutter *c, const dm_plain_line *line)
{
    if (!goes_on(c, line))
        return begin_plain(c, line);
    c->block.range.to = line->range.to;
    return true;
}

/* Is the line below an underline that makes this one a title? */
static bool underlined(const around *a)
{
    return a->after != NULL && a->after->look == DM_LOOK_UNDERLINE &&
           !a->after->gap && !a->line->ends && a->line->cells <= TITLE &&
           a->line->look != DM_LOOK_BULLET &&
           (a->after->level == 1 || a->line->gap || a->before == NULL);
}

static bool cut(cutter *c, const around *a)
{
    const dm_plain_line *line = a->line;

    switch (line->look) {
    case DM_LOOK_HASH:
        return begin(c, line, DM_HEADING, line->level);
    case DM_LOOK_UNDERLINE:
        return flush(c); /* a title's, or a rule between parts */
    case DM_LOOK_BULLET:
        if (may_lead(c, line))
            return begin(c, line, DM_LIST_ITEM, nesting(c, line->indent));
        break;
    case DM_LOOK_NUMBER:
        if (!underlined(a) && may_lead(c, line))
            return cut_number(c, a);
        break;
    case DM_LOOK_TEXT:
        break;
    }
    if (underlined(a))
        return begin(c, line, DM_HEADING, a->after->level);
    return cut_text(c, line);
}

/* Made when first asked for. */
static bool make_blocks(dm_doc *doc, dm_err *err)
{
    dm_slice      text = doc->text->text;
    dm_plain_scan scan = dm_plain_begin(text);
    dm_plain_line ring[3];
    around        a = {NULL, NULL, NULL};
    cutter        c = {.doc = doc, .err = err, .wrapped = is_wrapped(text)};

    if (!dm_plain_next(&scan, &ring[0]))
        return true;
    a.line = &ring[0];
    for (size_t i = 1; a.line != NULL && !c.stopped; i++) {
        a.after = dm_plain_next(&scan, &ring[i % 3]) ? &ring[i % 3] : NULL;
        if (!cut(&c, &a))
            return false;
        c.indent = a.line->indent;
        a.before = a.line;
        a.line = a.after;
    }
    return flush(&c);
}

static int sniff(dm_slice text, dm_slice path)
{
    (void)text;
    (void)path;
    return 10; /* anything is text unless another knows better */
}

static bool read_plain(dm_doc *doc, dm_err *err)
{
    dm_slice text = doc->decoded.text;

    if (!dm_doc_set_text(doc, text, dm_align_identity(text.len), "text", err))
        return false;
    if (dm_slice_starts(text, DM_S("<?xml")) ||
        (dm_slice_ends(doc->path, DM_S(".xml")) &&
         dm_slice_starts(text, DM_S("<"))))
        dm_doc_set_markup(doc, &dm_markup_xml_plain);
    dm_doc_blocks_later(doc, make_blocks);
    return true;
}

const dm_reader dm_reader_text = {
    .name = "text",
    .what = "plain text; paragraphs, headings and lists are found by layout",
    .sniff = sniff,
    .read = read_plain,
};
