/* scraps.c - HTML that was left in a plain text, taken out.
**
** The damage is a program that cut pages out by bytes or by greedy patterns:
** tags stay, whole or cut off, and references stay escaped, once or twice.
** Scraps are read in one pass, tags find their partners with a stack for each
** name, and then each is judged: by itself (attributes of HTML prove a tag,
** and so does its other half), by what it touches, and by the company of
** others.  A text with many tags that are not HTML's is XML or a program, and
** nothing is touched; nor is what stands in quotes or backticks, because it
** is spoken about.
*/
#include "repair/scraps.h"

#include "repair/repairs.h"
#include "text/scan.h"
#include "text/utf8.h"

enum {
    SCRAPS_MAX = 1 << 22,
    NOBODY = -1,
    FOREIGN = 3,
    NEAR = 2000, /* bytes between the halves of a pair: inline, block */
    FAR = 65536,
    LINE_LOOK = 400,
    ESCAPED = 400
};

typedef struct finder {
    dm_slice      text;
    dm_scrap_ends ends;
    dm_buf        found;   /* of dm_scrap */
    size_t        foreign; /* closing tags of other languages */
    size_t        raw;     /* < and & that escaping would not have left */
} finder;

/* What the scraps of a text say together. */
typedef struct scraps {
    dm_slice  text;
    dm_scrap *at;
    size_t    n;
    size_t    proven; /* tags that prove themselves */
    size_t    tags;
    bool      escaped; /* every < and & of the text is escaped */
} scraps;

static bool is_wide(uint32_t cp)
{
    return cp >= 0x2E80 || (cp >= 0x2010 && cp <= 0x2026);
}

/* Is it spoken about: between quotes, or after an odd backtick? */
static bool is_quoted(dm_slice s, dm_range at)
{
    bool   odd = false;
    size_t floor = at.from > LINE_LOOK ? at.from - LINE_LOOK : 0;

    if (dm_utf8_in(dm_utf8_before(s, at.from), "\"'`“‘「『\\") &&
        dm_utf8_in(dm_utf8_at(s, at.to), "\"'`”’」』\\"))
        return true;
    for (size_t i = at.from; i > floor && s.ptr[i - 1] != '\n'; i--)
        odd = odd != (s.ptr[i - 1] == '`');
    return odd;
}

static void add(finder *f, const dm_scrap *scrap)
{
    if (scrap->kind == DM_SCRAP_FOREIGN)
        f->foreign += scrap->attrs;
    else if (!is_quoted(f->text, scrap->at) &&
             f->found.len < SCRAPS_MAX * sizeof *scrap)
        dm_buf_add(&f->found, scrap, sizeof *scrap);
}

/* "&lt;br&gt;": what follows, with its references read, is a tag?  Then the
** scrap is all of it. */
static bool read_escaped(const finder *f, dm_scrap *scrap)
{
    char          room[ESCAPED];
    dm_slice      tag = {room, 1};
    size_t        at = scrap->at.to;
    dm_scrap      inner;
    dm_scrap_ends none = {0, 0, 0};

    room[0] = '<';
    while (at < f->text.len && tag.len < ESCAPED && room[tag.len - 1] != '>' &&
           f->text.ptr[at] != '\n') {
        if (f->text.ptr[at] == '&' && dm_scrap_entity(f->text, at, &inner)) {
            room[tag.len++] = (char)(inner.cp < 0x80 ? inner.cp : ' ');
            at = inner.at.to;
        } else {
            room[tag.len++] = f->text.ptr[at++];
        }
    }
    if (!dm_scrap_tag(tag, 0, &none, &inner) ||
        inner.kind == DM_SCRAP_FOREIGN || inner.at.to != tag.len)
        return false;
    inner.at = (dm_range){scrap->at.from, at};
    *scrap = inner;
    return true;
}

/* A reference; one to "<" only where no tag would come of it. */
static size_t find_entity(finder *f, size_t at)
{
    dm_scrap scrap;

    if (!dm_scrap_entity(f->text, at, &scrap)) {
        f->raw++;
        return at + 1;
    }
    if (scrap.cp == '<' && !read_escaped(f, &scrap) &&
        dm_utf8_in(dm_utf8_at(f->text, scrap.at.to), "/!&"))
        return scrap.at.to;
    add(f, &scrap);
    return scrap.at.to;
}

static size_t find_tag(finder *f, size_t at)
{
    dm_scrap scrap;

    f->raw++;
    if (!dm_scrap_tag(f->text, at, &f->ends, &scrap))
        return at + 1;
    add(f, &scrap);
    return scrap.at.to > at ? scrap.at.to : at + 1;
}

static size_t find_tail(finder *f, size_t at)
{
    dm_scrap scrap;

    if (!dm_scrap_tail(f->text, at, &scrap))
        return at;
    add(f, &scrap);
    return scrap.at.to;
}

static void find(finder *f)
{
    bool   stop[256] = {['<'] = true, ['&'] = true, ['\n'] = true};
    size_t at = find_tail(f, 0);

    while ((at = dm_scan(f->text, at, stop)) < f->text.len) {
        if (f->text.ptr[at] == '<')
            at = find_tag(f, at);
        else if (f->text.ptr[at] == '&')
            at = find_entity(f, at);
        else
            at = find_tail(f, at + 1);
    }
}

/* Let opening and closing tags find each other. */
static void match(scraps *s)
{
    size_t open[DM_SCRAP_NAMES] = {0}; /* index + 1 of the last one open */

    for (size_t i = 0; i < s->n; i++) {
        dm_scrap *scrap = &s->at[i];
        size_t   *top = &open[scrap->name];

        if (scrap->kind == DM_SCRAP_OPEN) {
            scrap->before = *top;
            *top = i + 1;
        } else if (scrap->kind == DM_SCRAP_CLOSE && *top > 0) {
            dm_scrap *other = &s->at[*top - 1];
            size_t    most = scrap->joint == DM_SCRAP_LINE ? FAR : NEAR;

            other->partner = scrap->at.from - other->at.to <= most;
            scrap->partner = other->partner;
            *top = other->before;
        }
    }
}

static bool is_proven(const dm_scrap *scrap)
{
    return !scrap->cut && scrap->kind <= DM_SCRAP_VOID &&
           (scrap->attrs || scrap->partner);
}

static bool touches_wide(dm_slice s, dm_range at)
{
    return is_wide(dm_utf8_before(s, at.from)) || is_wide(dm_utf8_at(s, at.to));
}

static bool at_edge(dm_slice s, dm_range at)
{
    return at.from == 0 || at.to == s.len || s.ptr[at.from - 1] == '\n' ||
           s.ptr[at.to] == '\n' || s.ptr[at.to] == '\r';
}

/* Does it stand like a word between words, as what is spoken about does?  A
** tag that breaks lines may stand at a line's edge. */
static bool is_apart(dm_slice s, const dm_scrap *scrap)
{
    if (touches_wide(s, scrap->at))
        return false;
    if (scrap->joint == DM_SCRAP_LINE && at_edge(s, scrap->at))
        return false;
    return dm_utf8_in(dm_utf8_before(s, scrap->at.from), " \t\n(,") &&
           dm_utf8_in(dm_utf8_at(s, scrap->at.to), " \t\r\n).,:;");
}

/* Is there nothing else on its lines? */
static bool is_alone(dm_slice s, dm_range at)
{
    while (at.from > 0 &&
           (s.ptr[at.from - 1] == ' ' || s.ptr[at.from - 1] == '\t'))
        at.from--;
    return (at.from == 0 || s.ptr[at.from - 1] == '\n') &&
           (at.to == s.len || s.ptr[at.to] == '\n' || s.ptr[at.to] == '\r');
}

/* NOBODY for what is no scrap at all. */
static int judge(const scraps *s, const dm_scrap *scrap)
{
    bool wide = touches_wide(s->text, scrap->at);
    bool apart = is_apart(s->text, scrap);
    bool company = wide || (s->proven > 0 && !apart);

    if (is_proven(scrap))
        return DM_EXACT;
    switch (scrap->kind) {
    case DM_SCRAP_WHOLE:
        return company || is_alone(s->text, scrap->at) ? DM_EXACT
                                                       : DM_UNCERTAIN;
    case DM_SCRAP_ENTITY:
        return wide || !apart || s->escaped ? DM_LIKELY : DM_UNCERTAIN;
    case DM_SCRAP_OPEN:
    case DM_SCRAP_CLOSE:
    case DM_SCRAP_VOID:
        if (!scrap->sure && !scrap->cut)
            return NOBODY;
        break;
    case DM_SCRAP_TAIL:
    case DM_SCRAP_FOREIGN:
        break;
    }
    return company || (scrap->cut && scrap->attrs) ? DM_LIKELY : DM_UNCERTAIN;
}

static const char *mechanism(const dm_scrap *scrap)
{
    if (scrap->kind == DM_SCRAP_ENTITY)
        return "a character reference left in text";
    if (scrap->kind == DM_SCRAP_WHOLE)
        return "markup without text left in text";
    if (scrap->cut || scrap->kind == DM_SCRAP_TAIL)
        return "a cut-off HTML tag left in text";
    return "an HTML tag left in text";
}

/* Is the place beside white space already? */
static bool at_blank(dm_slice s, dm_range at)
{
    return at_edge(s, at) || s.ptr[at.from - 1] == ' ' || s.ptr[at.to] == ' ';
}

static dm_slice joint(dm_slice s, dm_range at, dm_scrap_joint how)
{
    if (how == DM_SCRAP_LINE)
        return at_edge(s, at) ? DM_S("") : DM_S("\n");
    if (how == DM_SCRAP_SPACE)
        return at_blank(s, at) ? DM_S("") : DM_S(" ");
    return DM_S("");
}

/* Does the next scrap belong to the one that ends at `to`?  Tags in a row
** make one break, however many of them are blocks. */
static bool follows(const scraps *s, size_t to, dm_scrap_joint how,
                    const dm_scrap *next)
{
    bool line = how == DM_SCRAP_LINE || next->joint == DM_SCRAP_LINE;

    while (line && to < next->at.from &&
           (s->text.ptr[to] == ' ' || s->text.ptr[to] == '\t'))
        to++;
    return to == next->at.from && next->kind != DM_SCRAP_ENTITY;
}

/* Mend the scrap at `i` with those that follow at once; the next one. */
static size_t mend(dm_mender *m, const scraps *s, size_t i)
{
    const dm_scrap *scrap = &s->at[i];
    int             certainty = judge(s, scrap);
    dm_scrap_joint  how = scrap->joint;
    char            utf8[4];
    dm_mend         out = {
                .src = scrap->at, .note = DM_LIT(""), .mechanism = mechanism(scrap)};

    if (certainty == NOBODY)
        return i + 1;
    out.certainty = (dm_certainty)certainty;
    if (scrap->kind == DM_SCRAP_ENTITY) {
        out.after = (dm_slice){utf8, dm_utf8_encode(scrap->cp, utf8)};
        dm_mend_put(m, &out);
        return i + 1;
    }
    for (i++; i < s->n && follows(s, out.src.to, how, &s->at[i]) &&
              judge(s, &s->at[i]) == certainty;
         i++) {
        out.src.to = s->at[i].at.to;
        how = s->at[i].joint > how ? s->at[i].joint : how;
    }
    out.after = joint(s->text, out.src, how);
    dm_mend_put(m, &out);
    return i;
}

void dm_mend_scraps(dm_mender *m)
{
    finder f = {
        .text = m->a.src, .ends = {SIZE_MAX, SIZE_MAX, SIZE_MAX}
    };
    scraps s = {.text = m->a.src};

    dm_buf_init(&f.found, SCRAPS_MAX * sizeof(dm_scrap));
    find(&f);
    m->failed = m->failed || f.found.failed;
    s.at = (dm_scrap *)(void *)f.found.ptr;
    s.n = f.found.len / sizeof *s.at;
    s.escaped = f.raw == 0;
    match(&s);
    for (size_t i = 0; i < s.n; i++) {
        s.proven += is_proven(&s.at[i]);
        s.tags += s.at[i].kind != DM_SCRAP_ENTITY;
    }
    if (f.foreign < FOREIGN || f.foreign * 2 < s.tags)
        for (size_t i = 0; i < s.n;)
            i = mend(m, &s, i);
    dm_buf_fini(&f.found);
}
