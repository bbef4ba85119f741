/* step_space.c - blanks and empty lines.
**
** A *gap* is a maximal run of blanks and newlines.  Most gaps of a text are
** one space or one newline and cost one look at the next byte.
*/
#include "norm/steps.h"

/* Every byte that may begin a blank or a newline. */
static const bool stop[256] = {
    [' '] = true,  ['\t'] = true, ['\n'] = true,
    [0xC2] = true, [0xE2] = true, [0xE3] = true,
};

/* Bytes of the blank at `at`, or 0: space, tab, NBSP, U+2000..200A, U+3000 */
static size_t blank(dm_slice s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    size_t               left = s.len - at;

    if (left == 0)
        return 0;
    if (p[0] == ' ' || p[0] == '\t')
        return 1;
    if (p[0] == 0xC2)
        return p[1] == 0xA0 ? 2 : 0;
    if (p[0] == 0xE2)
        return p[1] == 0x80 && p[2] <= 0x8A ? 3 : 0;
    if (p[0] == 0xE3)
        return p[1] == 0x80 && p[2] == 0x80 ? 3 : 0;
    return 0;
}

static size_t blanks(dm_slice s, size_t at)
{
    size_t from = at;
    size_t n;

    while ((n = blank(s, at)) != 0)
        at += n;
    return at - from;
}

/* Blanks at the cursor, `n` bytes of them: gone at a line's end, else one
** space. */
static void fold_blanks(dm_aligner *a, size_t n)
{
    size_t after = a->at + n;

    if (after == a->src.len || a->src.ptr[after] == '\n')
        dm_align_replace(a, n, DM_S(""));
    else if (n == 1 && a->src.ptr[a->at] == ' ')
        dm_align_keep(a, 1);
    else
        dm_align_replace(a, n, DM_S(" "));
}

/* Empty lines beyond the first, blank ones among them: one deletion. */
static void drop_lines(dm_aligner *a)
{
    size_t end = a->at;

    for (;;) {
        size_t n = blanks(a->src, end);

        if (end + n == a->src.len || a->src.ptr[end + n] != '\n')
            break;
        end += n + 1;
    }
    if (end > a->at)
        dm_align_replace(a, end - a->at, DM_S(""));
}

static bool at_newline(const dm_aligner *a)
{
    return a->at < a->src.len && a->src.ptr[a->at] == '\n';
}

static void fold_gap(dm_aligner *a)
{
    int    spare = a->at == 0 ? 1 : 2; /* newlines that may stay */
    size_t n = blanks(a->src, a->at);

    if (n > 0)
        fold_blanks(a, n);
    while (spare-- > 0 && at_newline(a)) {
        dm_align_keep(a, 1);
        n = blanks(a->src, a->at);
        if (spare == 0)
            drop_lines(a);
        else if (n > 0)
            fold_blanks(a, n);
    }
    n = blanks(a->src, a->at);
    if (n > 0)
        fold_blanks(a, n);
}

/* One space or newline between bytes that cannot be blank? */
static bool is_plain(const dm_aligner *a)
{
    unsigned char c = (unsigned char)a->src.ptr[a->at];

    return (c == ' ' || c == '\n') && a->at + 1 < a->src.len &&
           !stop[(unsigned char)a->src.ptr[a->at + 1]];
}

void dm_step_space(dm_aligner *a)
{
    while (dm_keep_until(a, stop)) {
        bool gap = a->src.ptr[a->at] == '\n' || blank(a->src, a->at) > 0;

        if (gap && !is_plain(a))
            fold_gap(a);
        else
            dm_align_keep(a, 1);
    }
}
