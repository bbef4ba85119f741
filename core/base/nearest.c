/* nearest.c - edit distance with swaps, three rows on the stack. */
#include "base/nearest.h"

enum { LONGEST = 63, FAR = 3 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Row `i` of the table from the two rows before it. */
static void next_row(size_t rows[3][LONGEST + 1], size_t i, dm_slice a,
                     dm_slice b)
{
    size_t       *now = rows[i % 3];
    const size_t *up = rows[(i + 2) % 3];
    const size_t *up2 = rows[(i + 1) % 3];

    now[0] = i;
    for (size_t j = 1; j <= b.len; j++) {
        bool same = a.ptr[i - 1] == b.ptr[j - 1];

        now[j] =
            least(up[j - 1] + (same ? 0 : 1), least(up[j], now[j - 1]) + 1);
        if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
            a.ptr[i - 2] == b.ptr[j - 1])
            now[j] = least(now[j], up2[j - 2] + 1);
    }
}

static size_t distance(dm_slice a, dm_slice b)
{
    size_t rows[3][LONGEST + 1] = {{0}};

    if (a.len > LONGEST || b.len > LONGEST || a.len > b.len + 2 ||
        b.len > a.len + 2)
        return FAR;
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++)
        next_row(rows, i, a, b);
    return rows[a.len % 3][b.len];
}

const char *dm_nearest(dm_slice word, dm_names *at, const void *names)
{
    size_t      best = word.len <= 4 ? 2 : FAR;
    const char *found = NULL;
    const char *name;

    for (size_t i = 0; (name = at(names, i)) != NULL; i++) {
        size_t far = distance(word, dm_slice_str(name));

        if (far < best && far < word.len) {
            best = far;
            found = name;
        }
    }
    return found;
}

const char *dm_names_array(const void *names, size_t i)
{
    const char *const *list = names;

    return list[i];
}
