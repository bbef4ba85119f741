/* explode.c - patterns run on texts that grow, under limits that grow.
**
** How many steps a search takes is found by doubling the match limit until the
** search ends by itself: exact to a factor of two, which is enough to tell a
** line from a square.  The JIT does not count the turns of simple repeats, so a
** line of a byte that is no UTF-8 ends each text: that takes the interpreter.
*/
#include "desk/explode.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "emit/json.h"
#include "match/regex.h"

enum {
    LEAST = 64,     /* the first limit */
    MOST = 1 << 20, /* the last: the default limit of a document */
    TEXT_MAX = 1 << 16,
    SHORT = 32, /* repeats of the first text */
    LONG = 512
};

/* The steps a search takes, to a factor of two; over MOST when it has no end.
 */
static uint32_t steps(const dm_regex *rx, dm_slice text)
{
    dm_match_limits limits = dm_match_limits_default();
    uint32_t        limit = LEAST;

    for (; limit <= MOST; limit *= 2) {
        dm_matcher *m;
        dm_found    found;
        dm_err      err;

        limits.match = limit;
        m = dm_matcher_new(&limits, &err);
        if (m == NULL)
            return 0;
        found = dm_regex_search(rx, m, text, 0, &err);
        dm_matcher_free(m);
        if (found != DM_MATCH_ERROR)
            return limit;
    }
    return limit;
}

typedef struct subject {
    dm_slice    before, pump;
    const char *after;
} subject;

static uint32_t cost(const dm_regex *rx, const subject *s, int repeats)
{
    dm_buf   text;
    uint32_t n = 0;

    dm_buf_init(&text, TEXT_MAX);
    dm_buf_slice(&text, s->before);
    for (int i = 0; i < repeats; i++)
        dm_buf_slice(&text, s->pump);
    dm_buf_str(&text, s->after);
    dm_buf_str(&text, "\n\xFF");
    if (!text.failed)
        n = steps(rx, dm_buf_view(&text));
    dm_buf_fini(&text);
    return n;
}

enum { QUOTED = 32 }; /* bytes of a part of the text that are told */

/* A part of the text between quotes, with escapes for what has no shape. */
static void quote(dm_buf *out, dm_slice part)
{
    size_t len = part.len < QUOTED ? part.len : QUOTED;

    while (len < part.len && ((unsigned char)part.ptr[len] & 0xC0) == 0x80)
        len--;
    dm_json_string(out, dm_slice_sub(part, 0, len));
    if (len < part.len)
        dm_buf_str(out, "\xE2\x80\xA6");
}

/* The whole text, but for the line behind it. */
static void tell_text(const subject *s, int repeats, dm_explosion *out)
{
    dm_buf   text;
    dm_slice view;

    dm_buf_init(&text, TEXT_MAX);
    if (s->before.len > 0) {
        quote(&text, s->before);
        dm_buf_str(&text, ", ");
    }
    dm_buf_printf(&text, "%d times ", repeats);
    quote(&text, s->pump);
    dm_buf_str(&text, ", then ");
    quote(&text, dm_slice_str(*s->after != '\0' ? s->after : "\n"));
    view = dm_buf_view(&text);
    dm_err_copy(out->text, sizeof out->text, view.ptr, view.len);
    dm_buf_fini(&text);
}

static void describe(const subject *s, int repeats, uint32_t n, int further,
                     uint32_t more, dm_explosion *out)
{
    tell_text(s, repeats, out);
    snprintf(out->steps, sizeof out->steps, "%s%u", n > MOST ? "over " : "",
             n > MOST ? (unsigned)MOST : n);
    if (n > MOST)
        snprintf(out->more, sizeof out->more, "no document may take more");
    else
        snprintf(out->more, sizeof out->more, "%d times %s%u", further,
                 more > MOST ? "over " : "", more > MOST ? MOST : more);
}

/* Does the work for this text grow? */
static bool grows(const dm_regex *rx, const subject *s, dm_explosion *out)
{
    uint32_t a = cost(rx, s, SHORT), last = 0, n = 0;

    if (a > MOST) {
        out->exponential = true;
        describe(s, SHORT, a, 0, 0, out);
        return true;
    }
    /* twice the text four times the work, twice over */
    last = cost(rx, s, LONG / 4);
    n = cost(rx, s, LONG);
    out->exponential = false;
    if (last <= LEAST || n < 16 * (uint64_t)last / 2 || last < 4 * a / 2)
        return false;
    describe(s, LONG / 4, last, LONG, n, out);
    return true;
}

bool dm_explode(dm_slice pattern, dm_slice flags, dm_slice before,
                dm_slice pump, dm_explosion *out)
{
    static const char *const after[] = {"!", " !", "\n!", "", "\x01", "\n\x01"};
    char                     letters[16];
    dm_buf                   whole;
    dm_regex                *rx;
    dm_err                   err;
    bool                     found = false;

    /* the literals that every match needs would end the search at once */
    snprintf(
        letters, sizeof letters, "%.*sR",
        (int)(flags.len < sizeof letters - 2 ? flags.len : sizeof letters - 2),
        flags.ptr);
    dm_buf_init(&whole, TEXT_MAX);
    dm_buf_str(&whole, "(*NO_START_OPT)");
    dm_buf_slice(&whole, pattern);
    rx = dm_regex_compile(dm_buf_view(&whole), dm_slice_str(letters), &err);
    dm_buf_fini(&whole);
    for (size_t i = 0; rx != NULL && !found && i < sizeof after / sizeof *after;
         i++) {
        subject s = {before, pump, after[i]};

        found = grows(rx, &s, out);
    }
    dm_regex_free(rx);
    return found;
}
