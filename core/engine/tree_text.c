/* tree_text.c - one pass over drops, links and spans beside the text. */
#include "engine/tree_text.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "text/utf8.h"

enum { LIST_MAX = 1 << 30 };

static int by_range(const void *a, const void *b)
{
    const dm_range *x = a; /* a link begins with its range */
    const dm_range *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static bool take_drops(dm_sweep *s, const dm_doc *doc, const dm_view *view)
{
    dm_range *list;

    if (!dm_doc_dropped(doc, view, s->arena, &list, &s->ndrops, NULL))
        return false;
    s->drops = list;
    return true;
}

/* An address that neither runs a script nor holds the thing itself.  Blanks
** and controls within a scheme are ignored, as browsers do. */
static bool is_address(dm_slice href)
{
    static const dm_slice bad[] = {DM_LIT("javascript"), DM_LIT("vbscript"),
                                   DM_LIT("data")};
    char                  scheme[16];
    size_t                n = 0, i = 0;

    for (; i < href.len && n < sizeof scheme; i++) {
        char c = href.ptr[i];

        if (c == ':' || c == '/' || c == '?' || c == '#')
            break;
        if ((unsigned char)c > ' ')
            scheme[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        if (i < href.len && href.ptr[i] == ':' &&
            dm_slice_eq(bad[k], (dm_slice){scheme, n}))
            return false;
    return href.len > 0;
}

static bool take_links(dm_sweep *s, const dm_doc *doc, const dm_view *view)
{
    dm_sweep_link *list = dm_arena_alloc(s->arena, doc->nlinks * sizeof *list);
    size_t         n = 0, kept = 0;

    if (list == NULL)
        return doc->nlinks == 0;
    for (size_t i = 0; i < doc->nlinks; i++) {
        list[n].href = doc->links[i].href;
        if (is_address(list[n].href) &&
            dm_view_convert(doc->text, doc->links[i].range, view,
                            &list[n].range, NULL))
            n++;
    }
    if (n > 0)
        qsort(list, n, sizeof *list, by_range);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || list[i].range.from >= list[kept - 1].range.to)
            list[kept++] = list[i];
    s->links = list;
    s->nlinks = kept;
    return true;
}

static bool take_spans(dm_sweep *s, const dm_standoff *found)
{
    dm_label *labels;

    if (found == NULL || found->nspans == 0)
        return true;
    labels = dm_arena_alloc(s->arena, found->nspans * sizeof *labels);
    if (labels == NULL)
        return false;
    for (size_t i = 0; i < found->nspans; i++)
        labels[i] =
            (dm_label){found->spans[i].rule, found->spans[i].field, i + 1};
    s->labels = labels;
    s->spans = found->spans;
    s->nspans = found->nspans;
    return true;
}

bool dm_sweep_init(dm_sweep *s, dm_arena *arena, dm_doc *doc,
                   const dm_tree_options *o)
{
    *s = (dm_sweep){.arena = arena,
                    .text = o->view->text,
                    .soft = strcmp(doc->format, "text") == 0};
    dm_buf_init(&s->runs, LIST_MAX);
    return take_drops(s, doc, o->view) && take_links(s, doc, o->view) &&
           take_spans(s, o->found);
}

void dm_sweep_fini(dm_sweep *s)
{
    dm_buf_fini(&s->runs);
}

/* The labels of what is open, as a list of their own. */
static void put_on(dm_sweep *s)
{
    const dm_label **list = dm_arena_alloc(s->arena, s->nopen * sizeof(void *));

    if (list == NULL && s->nopen > 0) {
        s->failed = true;
        s->nopen = 0;
    }
    for (size_t i = 0; i < s->nopen; i++)
        list[i] = &s->labels[s->open[i]];
    s->dress = list;
}

/* Open and close what begins and ends up to `at`. */
static void settle(dm_sweep *s, size_t at)
{
    size_t kept = 0, before = s->nopen;
    bool   opened = false;

    for (size_t i = 0; i < s->nopen; i++)
        if (s->spans[s->open[i]].bytes.to > at)
            s->open[kept++] = s->open[i];
    s->nopen = kept;
    for (; s->span < s->nspans && s->spans[s->span].bytes.from <= at;
         s->span++) {
        if (s->spans[s->span].bytes.to <= at)
            continue;
        if (s->nopen == DM_SWEEP_OPEN) {
            s->unshown++;
            continue;
        }
        s->open[s->nopen++] = s->span;
        opened = true;
    }
    if (opened || kept != before)
        put_on(s);
    while (s->link < s->nlinks && s->links[s->link].range.to <= at)
        s->link++;
    while (s->drop < s->ndrops && s->drops[s->drop].to <= at)
        s->drop++;
}

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Up to where everything stays as it is at `at`, which is settled. */
static size_t steady(const dm_sweep *s, size_t at, size_t to)
{
    if (s->drop < s->ndrops)
        to = lesser(to, s->drops[s->drop].from);
    if (s->span < s->nspans)
        to = lesser(to, s->spans[s->span].bytes.from);
    if (s->link < s->nlinks)
        to = lesser(to, s->links[s->link].range.from > at
                            ? s->links[s->link].range.from
                            : s->links[s->link].range.to);
    for (size_t i = 0; i < s->nopen; i++)
        to = lesser(to, s->spans[s->open[i]].bytes.to);
    return to;
}

static void add(dm_sweep *s, size_t at, dm_slice text)
{
    dm_run_text run = {.text = text,
                       .href = DM_LIT(""),
                       .labels = s->dress,
                       .nlabels = s->nopen};

    if (text.len == 0)
        return;
    if (s->link < s->nlinks && s->links[s->link].range.from <= at)
        run.href = s->links[s->link].href;
    dm_buf_add(&s->runs, &run, sizeof run);
}

/* Han, kana, bopomofo and their punctuation: written without blanks. */
static bool is_tight(uint32_t cp)
{
    return (cp >= 0x2E80 && cp < 0xA4D0) || (cp >= 0xF900 && cp < 0xFB00) ||
           (cp >= 0xFE30 && cp < 0xFE50) || (cp >= 0xFF00 && cp < 0xFFF0) ||
           (cp >= 0x20000 && cp < 0x40000);
}

/* A steady piece whose line breaks are a margin's. */
static void add_soft(dm_sweep *s, dm_range r)
{
    size_t done = r.from;

    while (done < r.to) {
        const char *lf = memchr(s->text.ptr + done, '\n', r.to - done);
        size_t      end = lf != NULL ? (size_t)(lf - s->text.ptr) : r.to;
        size_t      next = end;

        if (lf == NULL) {
            add(s, r.from, dm_slice_sub(s->text, done, end));
            return;
        }
        while (end > done && dm_ascii_white(s->text.ptr[end - 1]))
            end--;
        while (next < s->text.len && dm_ascii_white(s->text.ptr[next]))
            next++;
        add(s, r.from, dm_slice_sub(s->text, done, end));
        if (!is_tight(dm_utf8_before(s->text, end)) &&
            !is_tight(dm_utf8_at(s->text, next)))
            add(s, r.from, DM_S(" "));
        done = next;
    }
}

static void add_range(dm_sweep *s, dm_range r, bool pre)
{
    size_t at = r.from;

    while (at < r.to) {
        size_t to;

        settle(s, at);
        if (s->drop < s->ndrops && s->drops[s->drop].from <= at) {
            at = lesser(s->drops[s->drop].to, r.to);
            continue;
        }
        to = steady(s, at, r.to);
        if (s->soft && !pre)
            add_soft(s, (dm_range){at, to});
        else
            add(s, at, dm_slice_sub(s->text, at, to));
        at = to;
    }
}

/* How many bytes of white space `s` begins with; ideographic blanks count
** unless it is preformatted. */
static size_t blanks(dm_slice s, bool pre)
{
    size_t n = 0;

    while (n < s.len) {
        if (pre ? s.ptr[n] == '\n' || s.ptr[n] == '\r'
                : dm_ascii_white(s.ptr[n]))
            n++;
        else if (!pre && s.len - n >= 3 &&
                 memcmp(s.ptr + n, "\xE3\x80\x80", 3) == 0)
            n += 3;
        else
            break;
    }
    return n;
}

/* How many it ends with. */
static size_t blanks_behind(dm_slice s, bool pre)
{
    size_t n = s.len;

    while (n > 0) {
        if (pre ? s.ptr[n - 1] == '\n' || s.ptr[n - 1] == '\r'
                : dm_ascii_white(s.ptr[n - 1]))
            n--;
        else if (!pre && n >= 3 &&
                 memcmp(s.ptr + n - 3, "\xE3\x80\x80", 3) == 0)
            n -= 3;
        else
            break;
    }
    return s.len - n;
}

/* Cut white space at both ends of the runs made. */
static dm_range trim(dm_sweep *s, bool pre)
{
    dm_run_text *runs = (dm_run_text *)(void *)s->runs.ptr;
    dm_range     r = {0, s->runs.len / sizeof *runs};

    for (; r.from < r.to; r.from++) {
        dm_slice *t = &runs[r.from].text;

        *t = dm_slice_sub(*t, blanks(*t, pre), t->len);
        if (t->len > 0)
            break;
    }
    for (; r.from < r.to; r.to--) {
        dm_slice *t = &runs[r.to - 1].text;

        t->len -= blanks_behind(*t, pre);
        if (t->len > 0)
            break;
    }
    return r;
}

void dm_sweep_runs(dm_sweep *s, dm_range r, bool pre, dm_node *node)
{
    dm_range     kept;
    dm_run_text *copy;

    dm_buf_clear(&s->runs);
    add_range(s, r, pre);
    if (s->runs.failed)
        s->failed = true;
    kept = trim(s, pre);
    if (s->failed || kept.from == kept.to)
        return;
    copy = dm_arena_alloc(s->arena, (kept.to - kept.from) * sizeof *copy);
    if (copy == NULL) {
        s->failed = true;
        return;
    }
    memcpy(copy, (dm_run_text *)(void *)s->runs.ptr + kept.from,
           (kept.to - kept.from) * sizeof *copy);
    node->runs = copy;
    node->nruns = kept.to - kept.from;
}
