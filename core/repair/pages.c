/* pages.c - text that was chopped every N code points, joined again.
**
** The damage: somebody's pager cut the text into pieces of the same length,
** wrote each on a line of its own and put "1、", "2、" … before them, even in
** the middle of a word.  The proof that numbers are page marks and no list:
** they ascend without a gap, and all pieces but the last have the same
** length, which a list's items do not.
**
** Short pieces and few of them could be chance, so three pieces must have
** SHORT code points each, two must be long and of a round length, and some
** piece must end in the middle of a sentence.
*/
#include "repair/repairs.h"
#include "text/utf8.h"

enum { SHORT = 8, LONG = 50, ROUND = 10, MARK_MAX = 12 };

/* A line start with its number. */
typedef struct mark {
    size_t at;   /* where the number begins */
    size_t text; /* where its piece begins */
} mark;

/* The end of the mark "k、" at `at`, or 0. */
static size_t mark_end(dm_slice s, size_t at, uint32_t k)
{
    char   digits[MARK_MAX];
    size_t n = 0;

    for (uint32_t v = k; v != 0; v /= 10)
        digits[MARK_MAX - ++n] = (char)('0' + v % 10);
    if (s.len - at < n + 3 ||
        memcmp(s.ptr + at, digits + MARK_MAX - n, n) != 0 ||
        memcmp(s.ptr + at + n, "\xE3\x80\x81", 3) != 0)
        return 0;
    return at + n + 3;
}

/* The next line after `from` that begins with "k、". */
static bool next_mark(dm_slice s, size_t from, uint32_t k, mark *out)
{
    const char *lf = s.ptr + from;

    while ((lf = memchr(lf, '\n', s.len - (size_t)(lf - s.ptr))) != NULL) {
        lf++;
        out->at = (size_t)(lf - s.ptr);
        out->text = mark_end(s, out->at, k);
        if (out->text != 0)
            return true;
    }
    return false;
}

/* Where `n` code points after `from` end; SIZE_MAX beyond the text. */
static size_t forward(dm_slice s, size_t from, size_t n)
{
    while (n > 0 && from < s.len) {
        from += dm_utf8_len(s.ptr[from]);
        n--;
    }
    return n == 0 ? from : SIZE_MAX;
}

static bool ends_sentence(dm_slice piece)
{
    static const dm_slice ends[] = {
        DM_LIT("。"), DM_LIT("！"), DM_LIT("？"), DM_LIT("；"), DM_LIT("…"),
        DM_LIT("."),  DM_LIT("!"),  DM_LIT("?"),  DM_LIT(";"),
    };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (dm_slice_ends(piece, ends[i]))
            return true;
    return false;
}

/* Follow the marks from `first` on, `size` code points apart.  Returns how
** many there are; `*torn` says that a piece broke off in a sentence. */
static uint32_t follow(dm_slice s, mark first, size_t size, bool *torn)
{
    mark     m = first;
    uint32_t k = 1;

    *torn = false;
    for (;;) {
        size_t end = forward(s, m.text, size);
        size_t text;

        if (end >= s.len || s.ptr[end] != '\n')
            return k;
        text = mark_end(s, end + 1, k + 1);
        if (text == 0)
            return k;
        *torn = *torn || !ends_sentence(dm_slice_sub(s, m.text, end));
        m.text = text;
        k++;
    }
}

static bool believable(uint32_t pieces, size_t size, bool torn)
{
    if (!torn)
        return false;
    return pieces >= 3 ? size >= SHORT
                       : pieces == 2 && size >= LONG && size % ROUND == 0;
}

/* The page mark at [from, to) goes. */
static void unmark(dm_mender *m, size_t from, size_t to)
{
    dm_mend mend = {
        .src = {from, to},
        .after = DM_LIT(""),
        .note = DM_LIT("a page mark"),
        .mechanism = "cut into numbered pages",
        .certainty = DM_EXACT,
    };

    dm_mend_put(m, &mend);
}

/* Take the marks out; returns where the last page begins. */
static size_t join(dm_mender *mender, mark first, size_t size, uint32_t pieces)
{
    dm_slice s = mender->a.src;
    mark     m = first;

    unmark(mender, m.at, m.text);
    for (uint32_t k = 2; k <= pieces; k++) {
        size_t end = forward(s, m.text, size);

        m.text = mark_end(s, end + 1, k);
        unmark(mender, end, m.text);
    }
    return m.text;
}

/* Is there a "1、" line at or after `from`? */
static bool first_mark(dm_slice s, size_t from, mark *out)
{
    if (from == 0) {
        out->at = 0;
        out->text = mark_end(s, 0, 1);
        if (out->text != 0)
            return true;
    }
    return next_mark(s, from, 1, out);
}

/* Of the "1、" lines before `second`, the last: a list that begins again
** after another "1、" begins there. */
static mark last_first(dm_slice s, mark first, mark second)
{
    dm_slice before = dm_slice_sub(s, 0, second.at);
    mark     next;

    while (next_mark(before, first.text, 1, &next))
        first = next;
    return first;
}

/* Join the pages from `first` on, if they are pages: where the last one
** begins, or 0. */
static size_t try_join(dm_mender *m, mark first, mark second)
{
    dm_slice piece = dm_slice_sub(m->a.src, first.text, second.at - 1);
    size_t   size = dm_utf8_count(piece);
    bool     torn = false;
    uint32_t pieces = follow(m->a.src, first, size, &torn);

    return believable(pieces, size, torn) ? join(m, first, size, pieces) : 0;
}

void dm_mend_pages(dm_mender *m)
{
    mark   first;
    mark   second;
    size_t from = 0;

    while (first_mark(m->a.src, from, &first)) {
        size_t end;

        if (!next_mark(m->a.src, first.text, 2, &second))
            return;
        end = try_join(m, first, second);
        if (end == 0)
            end = try_join(m, last_first(m->a.src, first, second), second);
        from = end > second.text ? end : second.text;
    }
}
