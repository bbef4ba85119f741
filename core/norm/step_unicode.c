/* step_unicode.c - the four normalization forms of Unicode.
**
** Normal text is already normal, so a pass runs over what is quiet (quiet.h)
** to the first character that might change or combine, steps back to the
** quiet one before it when it may combine with that, and gathers the piece up
** to the next *boundary* (a character that nothing before it can reach).  A
** piece is a cluster of the map.
**
** utf8proc takes the characters of a piece apart and puts the ordered parts
** together again.  Putting marks in order is done here: nobody writes many
** on a letter, but a hostile text does, and utf8proc's way costs their number
** squared.
*/
#include <utf8proc.h>

#include "norm/quiet.h"
#include "norm/steps.h"
#include "text/utf8.h"

enum { EXPANSION = 18, CLASSES = 256, FEW = 24 };

typedef utf8proc_int32_t part;

typedef struct form {
    dm_form           id;
    utf8proc_option_t options;
    dm_buf            room; /* the parts of one piece */
} form;

/* The full decomposition of `cp`, unordered; how many parts. */
static size_t decompose(uint32_t cp, const form *f, part parts[EXPANSION])
{
    int              last = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (part)cp, parts, EXPANSION, f->options | UTF8PROC_DECOMPOSE, &last);

    if (n > 0 && n <= EXPANSION)
        return (size_t)n;
    parts[0] = (part)cp;
    return 1;
}

/* Can nothing before the character with these parts combine with it? */
static bool is_boundary(const part *parts, const form *f)
{
    return dm_is_quiet((uint32_t)parts[0], f->id);
}

static utf8proc_propval_t class_of(part cp)
{
    return utf8proc_get_property(cp)->combining_class;
}

/* Order a few marks by class, equal ones as they came. */
static void insert(part *marks, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        part   mark = marks[i];
        size_t at = i;

        for (; at > 0 && class_of(marks[at - 1]) > class_of(mark); at--)
            marks[at] = marks[at - 1];
        marks[at] = mark;
    }
}

/* The same for many, by counting, with `to` as room for as many. */
static void count(part *marks, size_t n, part *to)
{
    size_t at[CLASSES + 1] = {0};

    for (size_t i = 0; i < n; i++)
        at[class_of(marks[i]) + 1]++;
    for (size_t c = 1; c <= CLASSES; c++)
        at[c] += at[c - 1];
    for (size_t i = 0; i < n; i++)
        to[at[class_of(marks[i])]++] = marks[i];
    memcpy(marks, to, n * sizeof *marks);
}

/* Order the `n` marks that end the room. */
static void order(dm_buf *room, size_t n)
{
    if (n <= FEW) {
        insert((part *)(void *)(room->ptr + room->len) - n, n);
    } else if (dm_buf_reserve(room, n * sizeof(part)) != NULL) {
        part *end = (part *)(void *)(room->ptr + room->len);

        count(end - n, n, end);
    }
}

/* Take the piece that begins at `from` apart, its marks in order; where it
** ends. */
static size_t gather(dm_slice s, size_t from, form *f)
{
    size_t at = from;
    size_t marks = 0; /* in a row, not yet in order */

    dm_buf_clear(&f->room);
    while (at < s.len) {
        part     parts[EXPANSION];
        size_t   step;
        uint32_t cp = dm_utf8_decode(s.ptr + at, &step);
        size_t   n;

        if (at > from && dm_is_quiet(cp, f->id))
            break;
        n = decompose(cp, f, parts);
        if (at > from && is_boundary(parts, f))
            break;
        for (size_t i = 0; i < n; i++) {
            bool mark = class_of(parts[i]) != 0;

            if (!mark && marks > 1)
                order(&f->room, marks);
            marks = mark ? marks + 1 : 0;
            dm_buf_add(&f->room, &parts[i], sizeof parts[i]);
        }
        at += step;
    }
    if (marks > 1)
        order(&f->room, marks);
    return at;
}

/* Compose what was gathered and let it replace the next `n` bytes.  UTF-8 is
** written over the parts, which it never overtakes. */
static void put(dm_aligner *a, size_t n, form *f)
{
    part            *parts = (part *)(void *)f->room.ptr;
    utf8proc_ssize_t len = (utf8proc_ssize_t)(f->room.len / sizeof *parts);
    dm_slice         in = dm_slice_sub(a->src, a->at, a->at + n);
    dm_slice         out = {f->room.ptr, 0};

    if (f->room.failed) {
        a->edits.failed = true;
        return;
    }
    len = utf8proc_normalize_utf32(parts, len, f->options);
    for (utf8proc_ssize_t i = 0; i < len; i++)
        out.len += dm_utf8_encode((uint32_t)parts[i], f->room.ptr + out.len);
    if (out.len == 0 || dm_slice_eq(in, out))
        dm_align_keep(a, n);
    else
        dm_align_replace(a, n, out);
}

/* Where the piece around the loud character at `at` begins. */
static size_t piece_start(const dm_aligner *a, size_t at, const form *f)
{
    part   parts[EXPANSION];
    size_t n;

    decompose(dm_utf8_decode(a->src.ptr + at, &n), f, parts);
    return at == a->at || is_boundary(parts, f) ? at : dm_utf8_back(a->src, at);
}

static void run_form(dm_aligner *a, dm_form id, int options)
{
    form   f = {.id = id,
                .options = (utf8proc_option_t)(options | UTF8PROC_STABLE)};
    size_t at = 0;

    dm_buf_init(&f.room, SIZE_MAX / 2);
    while ((at = dm_quiet_span(a->src, at, id)) < a->src.len &&
           !a->edits.failed) {
        size_t end;

        at = piece_start(a, at, &f);
        end = gather(a->src, at, &f);
        dm_align_keep(a, at - a->at);
        put(a, end - at, &f);
        at = end;
    }
    dm_buf_fini(&f.room);
}

void dm_step_nfc(dm_aligner *a)
{
    run_form(a, DM_NFC, UTF8PROC_COMPOSE);
}

void dm_step_nfd(dm_aligner *a)
{
    run_form(a, DM_NFD, UTF8PROC_DECOMPOSE);
}

void dm_step_nfkc(dm_aligner *a)
{
    run_form(a, DM_NFKC, UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

void dm_step_nfkd(dm_aligner *a)
{
    run_form(a, DM_NFKD, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
}
