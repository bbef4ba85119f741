/* frame.c - the walk: where text may be out of phase.
**
** A mark is looked at when what follows looks like the rest of a false gloss
** or of a false delimiter; all else in the text costs two memchr.  The first
** such mark makes the document be learnt.  Glosses all over it are evidence
** that it went through the damage; without them one window that is far
** better repaired than as it stands is, and the walk begins anew with it.
*/
#include <string.h>

#include "base/mem.h"
#include "repair/frame_search.h"
#include "repair/repairs.h"
#include "text/utf8.h"

enum {
    CONTEXT = 48, /* bytes before a mark that the model reads */
    RUN = 60,     /* characters before a U+FFFD that may be out of phase */
    GLOSSES = 5,  /* in the document, of so many listed characters: evidence */
    LISTED = 3,
    BUDGET = 10000000, /* of the searches, see frame_search.h; and more … */
    BUDGET_BYTE = 20,  /* … for each byte of text … */
    BUDGET_MOST = 25000000 /* … but never more: some seconds */
};

typedef struct walk {
    dm_shift_case   c;
    dm_slice        text;
    dm_shift_known *known; /* NULL until the first suspicion */
    dm_shift_seen   before;
    dm_shift_path   context; /* the state at context_at */
    size_t          context_at;
    size_t          line, line_end;
    size_t          mark, bracket; /* the next ones; see find_byte */
    size_t          lost;          /* … U+FFFD */
    size_t          done;          /* mends reach so far */
} walk;

/* ---- marks ---- */

static dm_slice rest_of_line(const walk *w, size_t at)
{
    return dm_slice_sub(w->text, at, w->line_end);
}

static size_t delimiter_len(dm_slice s)
{
    static const dm_slice rows[] = {
        DM_LIT("!"),
        DM_LIT(","),
        DM_LIT("\xEF\xBC\x81"),
        DM_LIT("\xEF\xBC\x8C"),
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (dm_slice_starts(s, rows[i]))
            return rows[i].len;
    return 0;
}

/* Does the text after a "?" look like the rest of some damage? */
static bool suspicious(dm_slice after)
{
    size_t len = 0;

    if (dm_shift_reading(after, &len) != 0)
        return true;
    len = delimiter_len(after);
    if (len == 0 || after.len <= len)
        return false;
    if ((unsigned char)after.ptr[len] >= 0x40 || after.ptr[len] == '?')
        return true;
    /* full-width once, and out of phase */
    return after.len > len + 1 && (unsigned char)after.ptr[len + 1] >= 0x80;
}

/* At a "(" behind an ASCII character: does a reading follow, as if the
** character were the second byte of a listed one? */
static bool stray_gloss(const walk *w, size_t at)
{
    size_t        len = 0;
    unsigned char before = 0;
    unsigned char first = 0;

    if (at > 1) {
        before = (unsigned char)w->text.ptr[at - 1];
        first = (unsigned char)w->text.ptr[at - 2];
    }
    if (first == ',' && at > 2) /* it may have been full-width */
        first = (unsigned char)w->text.ptr[at - 3];
    return before >= 0x40 && before < 0x7F && (first >= 0x80 || first == ')') &&
           dm_shift_reading(rest_of_line(w, at + 1), &len) != 0;
}

static bool worth_a_look(const walk *w, size_t at)
{
    switch (w->text.ptr[at]) {
    case '?':
        return suspicious(rest_of_line(w, at + 1));
    case '(':
        return stray_gloss(w, at);
    default:
        return at > w->line && (unsigned char)w->text.ptr[at - 1] >= 0x80;
    }
}

/* The first `c` at or after `at`, or the end; `*found` remembers it. */
static size_t find_byte(dm_slice text, size_t at, char c, size_t *found)
{
    const char *p;

    if (*found < at || at == 0) {
        p = memchr(text.ptr + at, c, text.len - at);
        *found = p != NULL ? (size_t)(p - text.ptr) : text.len;
    }
    return *found;
}

/* The first U+FFFD at or after `at`, or the end. */
static size_t find_lost(dm_slice text, size_t at, size_t *found)
{
    const char *p;

    if (*found < at || at == 0) {
        p = memmem(text.ptr + at, text.len - at, "\xEF\xBF\xBD", 3);
        *found = p != NULL ? (size_t)(p - text.ptr) : text.len;
    }
    return *found;
}

static size_t next_mark(walk *w, size_t at)
{
    size_t a = find_byte(w->text, at, '?', &w->mark);
    size_t b = find_byte(w->text, at, '(', &w->bracket);
    size_t c = find_lost(w->text, at, &w->lost);

    a = a < b ? a : b;
    return a < c ? a : c;
}

/* Move the line to the one that `at` is on. */
static void find_line(walk *w, size_t at)
{
    const char *lf;

    if (at < w->line_end)
        return;
    w->line = at;
    while (w->line > w->line_end && w->text.ptr[w->line - 1] != '\n')
        w->line--;
    lf = memchr(w->text.ptr + at, '\n', w->text.len - at);
    w->line_end = lf != NULL ? (size_t)(lf - w->text.ptr) : w->text.len;
}

/* ---- context ---- */

/* Quotes that are open after [from, to). */
static void read_quotes(const walk *w, dm_shift_path *p, size_t from, size_t to)
{
    size_t len;

    for (size_t at = from; at < to; at += len) {
        len = 1;
        if ((unsigned char)w->text.ptr[at] >= 0xE2)
            dm_shift_quote(p, dm_utf8_decode(w->text.ptr + at, &len));
    }
}

/* Read what `before` holds, in phase, stepping over glosses. */
static void read_before(walk *w, dm_shift_path *p)
{
    for (unsigned i = 0; i < w->before.n; i++) {
        const dm_shift_char *c = &w->before.at[i];

        if (c->cp == '(' && c->gloss != 0 && p->tail != 0) {
            p->glossed = true;
            i += c->skip - 1U;
        } else
            dm_shift_read(w->known, p, c);
        p->nemit = 0;
        p->need = 0;
    }
    p->cost = 0;
}

/* The state at `to`, having read what is before it on the line. */
static dm_shift_path read_context(walk *w, size_t to)
{
    dm_shift_path p = {.cost = 0};
    size_t        from = w->line;
    size_t        near;

    dm_model_start(&p.model);
    if (w->context_at > w->line) {
        p = w->context;
        from = w->context_at;
    }
    near = to - from > CONTEXT ? to - CONTEXT : from;
    while (near < to && dm_utf8_inside(w->text.ptr[near]))
        near++;
    read_quotes(w, &p, from, near);
    dm_shift_look(&w->before, w->known, w->text, near, to);
    read_before(w, &p);
    return p;
}

static uint64_t budget(size_t len)
{
    return len > (BUDGET_MOST - BUDGET) / BUDGET_BYTE
               ? BUDGET_MOST
               : BUDGET + BUDGET_BYTE * (uint64_t)len;
}

/* ---- the walk ---- */

static bool learn(walk *w)
{
    if (w->known != NULL)
        return true;
    w->known = dm_mem_alloc(sizeof *w->known);
    w->c.work = dm_shift_work_new(budget(w->text.len));
    if (w->known == NULL || w->c.work == NULL) {
        w->c.m->failed = true;
        return false;
    }
    dm_shift_learn(w->known, w->text, w->c.m->charset);
    w->c.known = w->known;
    w->c.evidence = w->known->glosses >= GLOSSES && w->known->listed >= LISTED;
    return true;
}

/* Look at the mark at `at`; returns where to go on. */
static size_t look_at(walk *w, size_t at)
{
    size_t end;

    w->c.start = read_context(w, at);
    w->context = w->c.start;
    w->context_at = at;
    dm_shift_look(&w->c.seen, w->known, w->text, at, w->line_end);
    end = dm_shift_mend(&w->c, &w->context);
    if (end == at)
        return at + 1;
    w->context_at = w->done = end;
    return end;
}

/* Where the run of characters begins that ends with the U+FFFD at `at`. */
static size_t run_begin(const walk *w, size_t at)
{
    size_t   least = w->line > w->done ? w->line : w->done;
    unsigned n = 0;

    while (at > least && (unsigned char)w->text.ptr[at - 1] >= 0x80 &&
           n < RUN) {
        at--;
        n += !dm_utf8_inside(w->text.ptr[at]);
    }
    return at;
}

/* Look at the run that ends with the U+FFFD at `at`, or has it inside. */
static size_t look_back(walk *w, size_t at)
{
    size_t   begin = run_begin(w, at);
    unsigned i = 0;
    size_t   end;

    if (begin == at)
        return at + 1;
    if (w->context_at > begin)
        w->context_at = w->line; /* too far */
    w->c.start = read_context(w, begin);
    dm_shift_look(&w->c.seen, w->known, w->text, begin, w->line_end);
    while (i < w->c.seen.n && w->c.seen.at[i].at < at)
        i++;
    w->c.seen.slips = true;
    w->c.seen.least = i + 1;
    end = dm_shift_mend(&w->c, &w->context);
    if (end == begin)
        return at + 1;
    w->context_at = w->done = end;
    return end;
}

/* Walk over the text; false when it must begin anew, with evidence. */
static bool walk_text(walk *w)
{
    size_t at = 0;

    w->context_at = w->line = w->line_end = w->done = 0;
    while ((at = next_mark(w, at)) < w->text.len) {
        bool had = w->c.evidence;

        find_line(w, at);
        if (!worth_a_look(w, at)) {
            at++;
            continue;
        }
        if (!learn(w))
            return true;
        had = w->c.evidence;
        at = (unsigned char)w->text.ptr[at] >= 0x80 ? look_back(w, at)
                                                    : look_at(w, at);
        if (dm_shift_work_spent(w->c.work)) {
            while (at < w->text.len && dm_utf8_inside(w->text.ptr[at]))
                at++;
            if (w->c.evidence)
                dm_shift_say(
                    w->c.m, at,
                    "too much damage: nothing was looked at from here on",
                    "half a character lost");
            return true;
        }
        if (w->c.evidence && !had)
            return false;
    }
    return true;
}

void dm_mend_frame(dm_mender *m)
{
    walk w = {.c.m = m, .text = m->a.src};

    if (!walk_text(&w)) {
        dm_mend_again(m); /* lost bytes are mended without evidence, too */
        dm_shift_work_more(w.c.work, BUDGET);
        (void)walk_text(&w);
    }
    dm_mem_free(w.known);
    dm_shift_work_free(w.c.work);
}
