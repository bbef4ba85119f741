/* window.c - from the occurrences of literals to calls into PCRE2.
**
** A call costs about as much as reading a hundred bytes, so where literals
** crowd the rest of the subject is left to one plain call.
*/
#include "match/window.h"

#include "match/find.h"
#include "text/utf8.h"

enum { CALLS = 32, BYTES_A_CALL = 64 };

typedef struct source {
    const dm_finder *finder;
    dm_scan          scan;
    dm_places       *places;
} source;

/* Put the hint at the first place not before `from`. */
static void seek(dm_places *p, size_t from)
{
    size_t lo = 0, hi = p->n;

    if (p->next <= p->n && (p->next == 0 || p->at[p->next - 1] < from))
        lo = p->next;
    if (lo < p->n && p->at[lo] >= from)
        hi = lo;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (p->at[mid] < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    p->next = lo;
}

static bool next_place(source *s, dm_slice text, size_t *at)
{
    dm_hit hit;

    if (s->places == NULL) {
        if (!dm_finder_next(s->finder, text, &s->scan, &hit))
            return false;
        *at = hit.at;
        return true;
    }
    if (s->places->next >= s->places->n)
        return false;
    *at = s->places->at[s->places->next++];
    return true;
}

/* How far back from `at`, and not below `low`, bytes of the prefix reach. */
static size_t reach(const dm_need *need, dm_slice text, size_t low, size_t at)
{
    const char *nl;

    if (need->max != SIZE_MAX && at - low > need->max)
        low = at - need->max;
    if (!need->whole_line) {
        while (at > low &&
               dm_bytes_has(&need->prefix, (unsigned char)text.ptr[at - 1]))
            at--;
        return at;
    }
    nl = memrchr(text.ptr + low, '\n', at - low);
    return nl != NULL ? (size_t)(nl - text.ptr) + 1 : low;
}

static bool is_line_start(dm_slice text, size_t at)
{
    return at == 0 || text.ptr[at - 1] == '\n';
}

/* Where a match with its literal at `at` can start, given that it does not
** before `low`; false for nowhere. */
static bool window(const dm_need *need, dm_slice text, size_t low, size_t at,
                   dm_range *starts)
{
    size_t limit, from;

    if (at < low + need->min)
        return false;
    limit = at - need->min;
    from = reach(need, text, low, at);
    while (from <= limit && dm_utf8_inside(text.ptr[from]))
        from++;
    if (from > limit)
        return false;
    if (need->line_start && !dm_bytes_has(&need->prefix, '\n')) {
        if (!is_line_start(text, from))
            return false;
        limit = from;
    }
    *starts = (dm_range){from, limit};
    return true;
}

/* After a place is done no match starts at or before its last start: the
** reach of a later place ends no earlier than this one's. */
int dm_window_search(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                     size_t start, dm_places *places)
{
    const dm_need *need = rx->need;
    source         src = {
                rx->finder, {start + need->min, 0},
                 places
    };
    size_t low = start, at, calls = 0;

    if (need->min > subject.len - start)
        return PCRE2_ERROR_NOMATCH;
    if (places != NULL)
        seek(places, start + need->min);
    while (next_place(&src, subject, &at)) {
        dm_range starts;
        int      rc;

        if (!window(need, subject, low, at, &starts)) {
            if (at >= low + need->min)
                low = at - need->min + 1;
            continue;
        }
        rc = dm_regex_exec(rx, m, subject, starts, 0);
        if (rc != PCRE2_ERROR_NOMATCH)
            return rc;
        low = at - need->min + 1;
        if (++calls % CALLS == 0 && at - start < calls * BYTES_A_CALL) {
            while (low < subject.len && dm_utf8_inside(subject.ptr[low]))
                low++;
            return dm_regex_exec(rx, m, subject, (dm_range){low, PCRE2_UNSET},
                                 0);
        }
    }
    return PCRE2_ERROR_NOMATCH;
}
