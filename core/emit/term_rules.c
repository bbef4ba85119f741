/* term_rules.c - how much of a document rules touched, and which ones.
**
** Figures count characters, not bytes: a Chinese page and its English
** translation are equally covered when a half of each is.  The bar has a cell
** for every so many characters.
*/
#include "emit/term.h"
#include "emit/visible.h"
#include "text/utf8.h"

enum {
    WIDE = 80,  /* when nobody knows the terminal */
    LABEL = 10, /* cells of the longest label there is without names */
    NAME = 24,  /* cells of a name */
    BAR = 10    /* cells of a rule's bar */
};

static size_t sum_hits(const dm_term_page *page)
{
    size_t n = 0;

    for (size_t i = 0; i < page->nrules; i++)
        n += page->rules[i].hits;
    return n;
}

static size_t sum_covered(const dm_term_page *page)
{
    size_t n = 0;

    for (size_t i = 0; i < page->ncovered; i++)
        n += dm_utf8_count(dm_slice_sub(page->text, page->covered[i].from,
                                        page->covered[i].to));
    return n;
}

void dm_term_figures(dm_buf *out, const dm_term_page *page)
{
    size_t all = dm_utf8_count(page->text), hits = sum_hits(page);

    dm_visible(out, page->charset);
    dm_buf_printf(out, ", %zu character%s", all, all == 1 ? "" : "s");
    if (page->nrules == 0 && page->ncovered == 0)
        return;
    if (page->nrules > 0)
        dm_buf_printf(out, ", %zu hit%s", hits, hits == 1 ? "" : "s");
    dm_buf_printf(out, ", coverage %s%.1f%%", page->cut ? "over " : "",
                  all > 0 ? 100.0 * (double)sum_covered(page) / (double)all
                          : 0.0);
}

/* Nothing, some, more, nearly all and all of a cell. */
static const char *shade(size_t covered, size_t all)
{
    if (covered == 0)
        return "\xC2\xB7";
    if (covered == all)
        return "\xE2\x96\x88";
    if (3 * covered < all)
        return "\xE2\x96\x91";
    return 3 * covered < 2 * all ? "\xE2\x96\x92" : "\xE2\x96\x93";
}

/* A walk over the text: characters counted, and those of them covered. */
typedef struct count {
    const dm_term_page *page;
    size_t              at, next; /* byte of the text, range that is next */
} count;

/* Go on for `n` characters; how many of them are covered. */
static size_t step(count *c, size_t n)
{
    const dm_term_page *p = c->page;
    size_t              covered = 0;

    for (; n > 0 && c->at < p->text.len; n--) {
        while (c->next < p->ncovered && p->covered[c->next].to <= c->at)
            c->next++;
        covered += c->next < p->ncovered && p->covered[c->next].from <= c->at;
        c->at += dm_utf8_len(p->text.ptr[c->at]);
    }
    return covered;
}

static void put_bar(dm_buf *out, const dm_term_page *page, size_t cells)
{
    size_t all = dm_utf8_count(page->text);
    count  c = {.page = page};

    if (cells > all)
        cells = all;
    dm_buf_str(out, "coverage  ");
    for (size_t i = 0; i < cells; i++) {
        size_t n = all * (i + 1) / cells - all * i / cells;

        dm_buf_str(out, shade(step(&c, n), n));
    }
    dm_buf_char(out, '\n');
}

static size_t name_cells(const dm_term_page *page)
{
    size_t most = LABEL - 2;

    for (size_t i = 0; i < page->nrules; i++) {
        size_t cells = dm_utf8_cells(page->rules[i].id);

        most = cells > most ? cells : most;
    }
    return most < NAME ? most : NAME;
}

static void put_spaces(dm_buf *out, size_t n)
{
    while (n-- > 0)
        dm_buf_char(out, ' ');
}

/* A name in just so many cells, cut before a character that does not fit. */
static void put_name(dm_buf *out, dm_slice name, size_t width)
{
    size_t used = 0, cells = 0;
    char   room[DM_VISIBLE_ROOM];

    while (name.len > 0) {
        dm_slice piece = dm_visible_next(&name, room, &cells);

        if (used + cells > width)
            break;
        dm_buf_slice(out, piece);
        used += cells;
    }
    put_spaces(out, width - used);
}

static void put_time(dm_buf *out, double seconds)
{
    if (seconds < 0)
        put_spaces(out, 11);
    else if (seconds < 1e-3)
        dm_buf_printf(out, "  %6.1f \xC2\xB5s", seconds * 1e6);
    else if (seconds < 1)
        dm_buf_printf(out, "  %6.1f ms", seconds * 1e3);
    else
        dm_buf_printf(out, "  %6.1f s ", seconds);
}

static void put_rule(dm_buf *out, const dm_term_rule *rule, size_t most,
                     const dm_term_style *style)
{
    size_t cells = most > 0 ? (rule->hits * BAR + most - 1) / most : 0;

    dm_buf_printf(out, "  %6zu hit%s", rule->hits, rule->hits == 1 ? " " : "s");
    if (style->times && (rule->seconds >= 0 || cells > 0))
        put_time(out, rule->seconds);
    dm_buf_str(out, cells > 0 ? "  " : "");
    for (size_t i = 0; i < cells; i++)
        dm_buf_str(out, "\xE2\x96\x87");
    dm_buf_char(out, '\n');
}

void dm_term_rules(dm_buf *out, const dm_term_page *page,
                   const dm_term_style *style)
{
    size_t width = style->width > 0 ? style->width : WIDE;
    size_t name = name_cells(page), most = 0;

    if (page->nrules == 0)
        return;
    if (page->text.len > 0)
        put_bar(out, page, width > LABEL + 1 ? width - LABEL : 1);
    for (size_t i = 0; i < page->nrules; i++)
        most = page->rules[i].hits > most ? page->rules[i].hits : most;
    for (size_t i = 0; i < page->nrules; i++) {
        put_name(out, page->rules[i].id, name);
        put_rule(out, &page->rules[i], most, style);
    }
}
