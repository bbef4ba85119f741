/* diff.c - a unified diff made from the edits themselves.
**
** Nothing is compared: an edit says which lines it stands in.  Edits that
** share a line are one region; regions less than seven lines apart share a
** hunk, and those without a line between them are shown as one.  Lines that a
** region changes into themselves are taken off its ends.
**
** A container's members are laid out first and then told one by one: such a
** diff is for eyes, not for patch(1).
*/
#include "emit/visible.h"
#include "save/said.h"
#include "save/shown.h"

enum { AROUND = 3 };

/* Whole lines that become other lines. */
typedef struct region {
    dm_range old;        /* bytes of the old text */
    dm_range now;        /* bytes of the buffer of new lines */
    size_t   line;       /* the number of the first old line, from 0 */
    size_t   nold, nnow; /* lines */
    size_t   grown; /* lines added by the regions before, less those removed */
} region;

typedef struct diff {
    const dm_doc *doc;
    dm_slice      part; /* the name of the member at hand, or "" */
    dm_slice      old;
    dm_buf        now;     /* new lines of all regions */
    dm_buf        regions; /* of region */
    dm_buf       *out;
    bool          color;
    bool          crlf; /* lines end so: nobody wants to see it on each */
} diff;

static size_t count_lines(dm_slice s)
{
    const char *end = s.ptr + s.len;
    const char *p = s.ptr;
    size_t      n = 0;

    for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        n++;
    return n + (s.len > 0 && end[-1] != '\n');
}

static size_t line_start(dm_slice s, size_t at)
{
    const char *lf = memrchr(s.ptr, '\n', at);

    return lf != NULL ? (size_t)(lf - s.ptr) + 1 : 0;
}

/* Behind the line that `at` is in, its line end included. */
static size_t line_end(dm_slice s, size_t at)
{
    const char *lf = memchr(s.ptr + at, '\n', s.len - at);

    return lf != NULL ? (size_t)(lf - s.ptr) + 1 : s.len;
}

static bool ends_line(dm_slice s)
{
    return s.len == 0 || s.ptr[s.len - 1] == '\n';
}

/* The region that begins with patch `i`; how many patches are in it. */
static size_t gather(diff *d, const dm_patches *p, size_t i, region *r)
{
    size_t first = i;
    size_t at = line_start(d->old, p->list[i].at.from);
    size_t begin = d->now.len;
    size_t line = 0; /* behind the line that was looked for last */
    size_t end;

    *r = (region){
        .old = {at, at}
    };
    do {
        dm_buf_slice(&d->now, dm_slice_sub(d->old, at, p->list[i].at.from));
        dm_buf_slice(&d->now, p->list[i].text);
        at = p->list[i++].at.to;
        end = at;
        if (!ends_line(dm_slice_sub(dm_buf_view(&d->now), begin, d->now.len)) ||
            !ends_line(dm_slice_sub(d->old, r->old.from, at)))
            end = line = at < line ? line : line_end(d->old, at);
    } while (i < p->n && (p->list[i].at.from < end ||
                          (p->list[i].at.from == end && end == d->old.len &&
                           !ends_line(d->old))));
    dm_buf_slice(&d->now, dm_slice_sub(d->old, at, end));
    r->old.to = end;
    r->now = (dm_range){begin, d->now.len};
    return i - first;
}

/* Take equal lines off both ends. */
static void trim(const diff *d, region *r)
{
    dm_slice now = dm_buf_view(&d->now);

    while (r->old.from < r->old.to && r->now.from < r->now.to) {
        size_t a = line_end(dm_slice_sub(d->old, 0, r->old.to), r->old.from);
        size_t b = line_end(dm_slice_sub(now, 0, r->now.to), r->now.from);

        if (!dm_slice_eq(dm_slice_sub(d->old, r->old.from, a),
                         dm_slice_sub(now, r->now.from, b)))
            break;
        r->old.from = a;
        r->now.from = b;
    }
    while (r->old.from < r->old.to && r->now.from < r->now.to) {
        size_t a = line_start(d->old, r->old.to - 1);
        size_t b = line_start(now, r->now.to - 1);

        if (!dm_slice_eq(dm_slice_sub(d->old, a, r->old.to),
                         dm_slice_sub(now, b, r->now.to)))
            break;
        r->old.to = a;
        r->now.to = b;
    }
}

static void find_regions(diff *d, const dm_patches *p)
{
    size_t line = 0;
    size_t at = 0;
    size_t grown = 0;
    region r;

    for (size_t i = 0; i < p->n && !d->now.failed;) {
        i += gather(d, p, i, &r);
        if (d->now.failed)
            return;
        trim(d, &r);
        if (r.old.from == r.old.to && r.now.from == r.now.to)
            continue;
        line += count_lines(dm_slice_sub(d->old, at, r.old.from));
        at = r.old.from;
        r.line = line;
        r.grown = grown;
        r.nold = count_lines(dm_slice_sub(d->old, r.old.from, r.old.to));
        r.nnow = count_lines(
            dm_slice_sub(dm_buf_view(&d->now), r.now.from, r.now.to));
        grown += r.nnow - r.nold;
        dm_buf_add(&d->regions, &r, sizeof r);
    }
}

static void put_line(diff *d, char sign, dm_slice line)
{
    static const char *const codes[] = {"\x1b[31m", "\x1b[32m"};
    bool                     whole = ends_line(line);

    if (d->color && sign != ' ')
        dm_buf_str(d->out, codes[sign == '+']);
    dm_buf_char(d->out, sign);
    line.len -= whole;
    if (d->color && d->crlf && whole && line.len > 0 &&
        line.ptr[line.len - 1] == '\r')
        line.len--;
    if (d->color)
        dm_visible(d->out, line);
    else
        dm_buf_slice(d->out, line);
    if (d->color && sign != ' ')
        dm_buf_str(d->out, "\x1b[0m");
    dm_buf_char(d->out, '\n');
    if (!whole)
        dm_buf_str(d->out, "\\ No newline at end of file\n");
}

static void put_lines(diff *d, char sign, dm_slice lines)
{
    for (size_t at = 0; at < lines.len;) {
        size_t end = line_end(lines, at);

        put_line(d, sign, dm_slice_sub(lines, at, end));
        at = end;
    }
}

/* Up to AROUND lines before (or, with `after`, behind) `at`. */
static size_t context(const diff *d, size_t at, bool after, size_t *lines)
{
    for (*lines = 0; *lines < AROUND; (*lines)++) {
        if (at == (after ? d->old.len : 0))
            break;
        at = after ? line_end(d->old, at) : line_start(d->old, at - 1);
    }
    return at;
}

/* "12,3", "12", and for no lines the line before. */
static void put_range(diff *d, size_t line, size_t n)
{
    dm_buf_printf(d->out, "%zu", n > 0 ? line + 1 : line);
    if (n != 1)
        dm_buf_printf(d->out, ",%zu", n);
}

/* The regions from `r` on, at most `n`, that have no line between them: what
** goes, then what comes; how many they are. */
static size_t put_run(diff *d, const region *r, size_t n)
{
    dm_slice now = dm_buf_view(&d->now);
    size_t   run = 1;

    while (run < n && r[run].old.from == r[run - 1].old.to)
        run++;
    put_lines(d, '-', dm_slice_sub(d->old, r->old.from, r[run - 1].old.to));
    for (size_t i = 0; i < run; i++)
        put_lines(d, '+', dm_slice_sub(now, r[i].now.from, r[i].now.to));
    return run;
}

static void put_hunk(diff *d, const region *r, size_t n)
{
    const region *last = &r[n - 1];
    size_t        before;
    size_t        after;
    size_t        from = context(d, r->old.from, false, &before);
    size_t        to = context(d, last->old.to, true, &after);
    size_t        line = r->line - before;
    size_t        nold = last->line + last->nold + after - line;
    size_t nnow = nold + last->grown + last->nnow - last->nold - r->grown;

    dm_buf_str(d->out, d->color ? "\x1b[36m@@ -" : "@@ -");
    put_range(d, line, nold);
    dm_buf_str(d->out, " +");
    put_range(d, line + r->grown, nnow);
    dm_buf_str(d->out, d->color ? " @@\x1b[0m\n" : " @@\n");
    for (size_t i = 0; i < n; i++) {
        put_lines(d, ' ', dm_slice_sub(d->old, from, r[i].old.from));
        i += put_run(d, r + i, n - i) - 1;
        from = r[i].old.to;
    }
    put_lines(d, ' ', dm_slice_sub(d->old, from, to));
}

static void put_name(diff *d, const char *mark)
{
    dm_slice path = d->doc->path.len > 0 ? d->doc->path : d->doc->id;

    if (d->color)
        dm_buf_str(d->out, "\x1b[1m");
    dm_buf_str(d->out, mark);
    dm_visible(d->out, path);
    if (d->part.len > 0)
        dm_buf_char(d->out, '!');
    dm_visible(d->out, d->part);
    dm_buf_str(d->out, d->color ? "\x1b[0m\n" : "\n");
}

static void put_diff(diff *d)
{
    const region *r = (const region *)(const void *)d->regions.ptr;
    size_t        n = d->regions.len / sizeof *r;
    size_t        next;

    if (n > 0) {
        put_name(d, "--- a/");
        put_name(d, "+++ b/");
    }
    for (size_t i = 0; i < n; i = next) {
        for (next = i + 1; next < n; next++)
            if (r[next].line - r[next - 1].line - r[next - 1].nold >
                2 * (size_t)AROUND)
                break;
        put_hunk(d, r + i, next - i);
    }
}

static void diff_text(diff *d, dm_slice old, const dm_patches *p)
{
    const char *end = old.len > 0 ? memchr(old.ptr, '\n', old.len) : NULL;

    d->old = old;
    d->crlf = end != NULL && end > old.ptr && end[-1] == '\r';
    d->now.len = d->regions.len = 0;
    find_regions(d, p);
    put_diff(d);
}

/* The patches from `*at` on that lie in `part`; none reaches beyond one. */
static dm_patches take(const dm_doc *doc, const dm_patches *all, size_t *at,
                       dm_range part)
{
    dm_patches in = {NULL, 0};

    while (*at < all->n && all->list[*at].raw.from < part.from)
        ++*at;
    in.list = all->list + *at;
    while (*at < all->n && dm_patch_in(doc, &all->list[*at], part)) {
        ++*at;
        in.n++;
    }
    return in;
}

/* One member after the other; false when the arena is full. */
static bool diff_parts(diff *d, const dm_patches *p, dm_arena *arena)
{
    const dm_doc *doc = d->doc;
    size_t        at = 0;
    bool          ok = true;
    dm_buf        text;

    dm_buf_init(&text, 2 * doc->limits.max_text);
    for (size_t i = 0; ok && i < doc->nparts; i++) {
        dm_range   part = doc->parts[i].bytes;
        dm_patches in = take(doc, p, &at, part);
        dm_patches shown = {NULL, 0};

        if (in.n == 0)
            continue;
        dm_buf_clear(&text);
        d->part = doc->parts[i].name;
        ok = dm_shown_make(dm_slice_sub(doc->decoded.text, part.from, part.to),
                           part.from, &in, arena, &text, &shown) &&
             !text.failed;
        if (ok)
            diff_text(d, dm_buf_view(&text), &shown);
    }
    dm_buf_fini(&text);
    return ok;
}

/* Do parts, whose places are bytes, lie in the decoded text as they do in the
** bytes?  They are UTF-8, so they do but for a mark in front. */
static bool has_parts(const dm_doc *doc)
{
    return doc->nparts > 0 && doc->decoded.text.len == doc->bytes.len;
}

bool dm_save_diff(dm_doc *doc, dm_buf *out, bool color,
                  const dm_save_options *o, dm_err *err)
{
    static const dm_save_options usual = {DM_UNENCODABLE_AUTO, NULL};

    diff       d = {.doc = doc, .part = DM_LIT(""), .out = out, .color = color};
    size_t     begin = out->len;
    dm_patches patches;
    dm_arena   arena;
    bool       ok;

    dm_arena_init(&arena, doc->limits.max_arena);
    dm_buf_init(&d.now, doc->limits.max_text);
    dm_buf_init(&d.regions, SIZE_MAX / 2);
    ok = dm_patches_make(doc, &arena, &patches, err) &&
         dm_patches_said(doc, &arena, o != NULL ? o : &usual, &patches, err);
    if (ok && !has_parts(doc))
        diff_text(&d, doc->decoded.text, &patches);
    else if (ok && !diff_parts(&d, &patches, &arena))
        ok = dm_fail(err, DM_E_MEMORY, "no memory for the diff");
    if (ok && (d.now.failed || d.regions.failed || out->failed))
        ok = dm_save_full(d.now.failed ? &d.now : out, err);
    if (!ok) {
        out->len = begin;
        out->failed = false;
    }
    dm_buf_fini(&d.now);
    dm_buf_fini(&d.regions);
    dm_arena_fini(&arena);
    return ok;
}
