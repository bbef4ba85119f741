/* near_say.c - an attempt that was kept becomes a near miss in words.
**
** The attempt is made once more, now with a trace of all callouts. Backtracking
** means that the last thing tried is not what failed: of interest is what was
** tried at the farthest place, and what had been taken before it when the
** attempt was there.
*/
#include "match/near_in.h"
#include "text/utf8.h"

enum { TEXT_MAX = 16384, OTHERS_MAX = 4, SEEN_BEHIND = 10 };

bool dm_near_trace_new(dm_near *n, dm_near_trace *t)
{
    size_t len = n->items.spelled.len + 1;

    t->at = dm_arena_alloc(&n->answer, len * sizeof *t->at);
    t->best = dm_arena_alloc(&n->answer, len * sizeof *t->best);
    t->when = dm_arena_zalloc(&n->answer, len, sizeof *t->when);
    t->here = dm_arena_zalloc(&n->answer, len, sizeof *t->here);
    if (t->at == NULL || t->best == NULL || t->when == NULL || t->here == NULL)
        return false;
    for (size_t i = 0; i < len; i++)
        t->at[i] = t->best[i] = SIZE_MAX;
    return true;
}

/* What a story is told of: an attempt and its trace. */
typedef struct story {
    dm_near           *near;
    const dm_items    *items;
    const dm_near_try *attempt;
    dm_near_trace      trace;
    int                failed[OTHERS_MAX];
    int                nfailed;
} story;

static size_t began(const story *s, int i)
{
    return s->trace.best[s->items->at[i].spelled.from];
}

/* The first copy of a repeat that was spelled out. */
static int whole(const dm_items *items, int i)
{
    return items->at[i].copies > 1 ? i - (int)items->at[i].copy : i;
}

/* The items that were tried at the farthest place with as much of the pattern
** before them as any. */
static void find_failed(story *s)
{
    for (int i = 0; i < (int)s->items->n && s->nfailed < OTHERS_MAX; i++) {
        const dm_item *item = &s->items->at[i];

        if (s->trace.here[item->spelled.from] && !item->hidden &&
            dm_item_can_fail(item) && item->before == s->attempt->reach.weight)
            s->failed[s->nfailed++] = i;
    }
}

/* The group whose branches all failed at their first item, or DM_NO_ITEM. */
static int common_group(const story *s)
{
    int parent = s->items->at[s->failed[0]].parent;

    if (s->nfailed < 2 || parent == DM_NO_ITEM)
        return DM_NO_ITEM;
    for (int i = 0; i < s->nfailed; i++)
        if (s->items->at[s->failed[i]].parent != parent ||
            dm_item_prev(s->items, s->failed[i]) != DM_NO_ITEM)
            return DM_NO_ITEM;
    return parent;
}

/* What could have followed ---------------------------------------------------
 */

static void add_or(dm_buf *out, int *count)
{
    (*count)++;
    dm_buf_str(out, " or ");
}

/* Could the repeat `i`, which took the text up to the farthest place, have
** taken more? */
static bool has_room(const story *s, int i, size_t from)
{
    const dm_item *item = &s->items->at[i];
    dm_slice took = dm_slice_sub(s->near->subject, from, s->attempt->reach.at);

    if (item->kind == DM_ITEM_CLASS || item->kind == DM_ITEM_LITERAL)
        return item->max == SIZE_MAX || dm_utf8_count(took) < item->max;
    return item->kind == DM_ITEM_GROUP && item->max == SIZE_MAX;
}

/* The last item of a group that is no more than its one branch, whatever it
** may be nested in; other items as they are. */
static int innermost(const story *s, int i)
{
    const dm_items *items = s->items;

    while (i != DM_NO_ITEM && items->at[i].kind == DM_ITEM_GROUP &&
           items->at[i].max == 1 && !items->at[i].possessive &&
           !dm_item_has_branches(items, i) && items->at[i].mate > i + 1)
        i = dm_item_prev(items, items->at[i].mate);
    return i;
}

/* The item before `i`, out of a group and into one; DM_NO_ITEM for none. */
static int earlier(const story *s, int i)
{
    int prev = dm_item_prev(s->items, i);

    while (prev == DM_NO_ITEM) {
        i = s->items->at[i].parent;
        if (i == DM_NO_ITEM || s->items->at[i].kind != DM_ITEM_GROUP)
            return DM_NO_ITEM;
        prev = dm_item_prev(s->items, i);
    }
    return innermost(s, prev);
}

/* Append the items before `i` that might have taken the text here as well;
** returns the one that took the text before this place, or DM_NO_ITEM. */
static int say_earlier(const story *s, int i, dm_buf *out, int *count)
{
    size_t here = s->attempt->reach.at, from;

    for (i = earlier(s, i); i != DM_NO_ITEM; i = earlier(s, i)) {
        from = began(s, i);
        if (from == SIZE_MAX || from > here)
            return DM_NO_ITEM;
        if (from < here)
            break;
        if (dm_item_can_fail(&s->items->at[i]) && s->items->at[i].min == 0 &&
            *count < OTHERS_MAX) {
            add_or(out, count);
            dm_item_say(s->items, i, out);
        }
    }
    if (i != DM_NO_ITEM && has_room(s, i, from)) {
        add_or(out, count);
        dm_item_say_more(s->items, i, out);
    }
    return i;
}

/* An earlier item that took too much ------------------------------------------
 */

/* Does `pattern` match in `r` of the subject? */
static bool occurs(dm_near *n, dm_slice pattern, dm_range r)
{
    pcre2_code *code;
    int         rc;

    if (pattern.len == 0)
        return false;
    code = dm_regex_code(pattern, n->items.flags, 0, NULL);
    if (code == NULL)
        return false;
    rc = dm_near_exec(n, code, r, r.from);
    pcre2_code_free(code);
    return rc > 0;
}

/* The literals from item `i` on, as a pattern; empty when it begins with
** something else. */
static dm_range literals(const dm_items *items, int i)
{
    dm_range out = {0, 0};

    for (; i != DM_NO_ITEM; i = dm_item_next(items, i)) {
        const dm_item *item = &items->at[i];

        if (item->kind != DM_ITEM_LITERAL || item->min == 0 || item->quoted)
            break;
        if (out.to == 0)
            out.from = item->spelled.from;
        out.to = item->spelled.to;
    }
    return out;
}

/* What of the pattern should come now and is in what item `taker` took. */
static dm_slice swallowed(const story *s, int failed, int taker)
{
    const dm_items *items = s->items;
    dm_range       took = {began(s, whole(items, taker)), s->attempt->reach.at};
    const dm_item *item = &items->at[failed];
    dm_range       own = item->spelled;
    int            next = dm_item_next(items, failed);
    dm_slice       text = DM_S("");

    if (item->kind == DM_ITEM_LITERAL)
        own = literals(items, failed);
    if (item->kind == DM_ITEM_LITERAL ||
        (item->kind == DM_ITEM_CLASS && item->after > item->before + 64))
        text = dm_slice_sub(items->spelled, own.from, own.to);
    if (occurs(s->near, text, took))
        return text;
    own = next == DM_NO_ITEM ? (dm_range){0, 0} : literals(items, next);
    text = dm_slice_sub(items->spelled, own.from, own.to);
    return occurs(s->near, text, took) ? text : DM_S("");
}

/* Could the item have taken another length of text? */
static bool varies(const dm_items *items, int i)
{
    int end = items->at[i].mate > i ? items->at[i].mate : i;

    for (int k = i; k <= end; k++)
        if (items->at[k].min != items->at[k].max ||
            items->at[k].kind == DM_ITEM_BAR)
            return items->at[k].kind != DM_ITEM_BAR || items->at[i].possessive;
    return false;
}

static void say_taker(const story *s, int failed, int taker, dm_buf *out)
{
    dm_range r = dm_item_written(s->items, taker);
    dm_range took = {began(s, whole(s->items, taker)), s->attempt->reach.at};
    dm_slice lost;

    if (!varies(s->items, taker))
        return;
    lost = swallowed(s, failed, taker);
    dm_buf_str(out, "; ");
    dm_item_say_text(dm_slice_sub(s->items->written, r.from, r.to), out);
    dm_buf_str(out, " took ");
    dm_near_quote(s->near, took, out);
    if (lost.len == 0)
        return;
    dm_buf_str(out, ", where ");
    dm_item_say_text(lost, out);
    dm_buf_str(out, " is");
}

/* The sentence
 * ----------------------------------------------------------------- */

static const char *invisible(uint32_t c)
{
    switch (c) {
    case 0x200B:
        return "U+200B, a space of no width";
    case 0x200C:
    case 0x200D:
    case 0x2060:
        return "a joiner that does not show";
    case 0x200E:
    case 0x200F:
        return "a mark of direction that does not show";
    case 0xFEFF:
        return "U+FEFF, a byte order mark";
    case 0x00AD:
        return "U+00AD, a soft hyphen";
    case 0x00A0:
        return "U+00A0, a no-break space";
    case 0x3000:
        return "U+3000, an ideographic space";
    default:
        return NULL;
    }
}

static void say_here(const dm_near *n, size_t at, dm_buf *out)
{
    dm_range    r = {at, n->subject.len};
    const char *name = NULL;

    if (at >= n->subject.len) {
        dm_buf_str(out, ", but the text ends here");
        return;
    }
    r.to = dm_near_next_char(n, at, r.to);
    if (dm_utf8_valid(dm_slice_sub(n->subject, r.from, r.to)) == r.to - r.from)
        name = invisible(dm_utf8_at(n->subject, at));
    if (name != NULL) {
        dm_buf_printf(out, ", but here is %s", name);
    } else if (n->subject.ptr[at] == '\n') {
        dm_buf_str(out, ", but the line ends here");
    } else {
        dm_buf_str(out, ", but here is ");
        dm_near_quote(n, r, out);
    }
}

static void place_miss(const dm_near *n, const dm_near_try *t,
                       dm_near_miss *out)
{
    size_t at = t->reach.at;

    out->span = (dm_range){t->start, at};
    out->at = (dm_range){at, dm_near_next_char(n, at, n->subject.len)};
    out->progress = at - t->start;
    if (n->items.total > 0)
        out->share = (double)t->reach.weight / (double)n->items.total;
}

static void tell_what(const story *s, int item, dm_near_miss *out, dm_buf *buf)
{
    dm_buf_clear(buf);
    dm_item_say(s->items, item, buf);
    for (int i = 1; i < s->nfailed && item == s->failed[0]; i++) {
        dm_buf_str(buf, " or ");
        dm_item_say(s->items, s->failed[i], buf);
    }
    out->what = dm_near_take(s->near, buf);
}

static bool forbids(const story *s, int i)
{
    dm_range r = s->items->at[i].spelled;
    dm_slice text = dm_slice_sub(s->items->spelled, r.from, r.to);

    return s->items->at[i].kind == DM_ITEM_LOOK &&
           (dm_slice_starts(text, DM_S("(?!")) ||
            dm_slice_starts(text, DM_S("(?<!")));
}

static void say_forbidden(const story *s, int i, dm_buf *out)
{
    const dm_near *n = s->near;
    dm_range       r = dm_item_written(s->items, i);
    dm_slice       text = dm_slice_sub(s->items->written, r.from, r.to);
    bool           behind = dm_slice_starts(text, DM_S("(?<!"));
    size_t         here = s->attempt->reach.at;
    dm_range       seen = {here, n->subject.len};

    if (behind) {
        seen = (dm_range){here, here};
        for (int k = 0; k < SEEN_BEHIND && seen.from > 0; k++)
            seen.from = dm_utf8_back(n->subject, seen.from);
    }
    dm_item_say_text(text, out);
    dm_buf_printf(out, " forbids what stands %s: ",
                  behind ? "before this place" : "here");
    dm_near_quote(n, seen, out);
}

static void tell_why(const story *s, int item, dm_near_miss *out, dm_buf *buf)
{
    int count = 1, taker;

    if (forbids(s, item)) {
        say_forbidden(s, item, buf);
        out->why = dm_near_take(s->near, buf);
        return;
    }
    dm_buf_str(buf, s->attempt->gave_up
                        ? "given up after too many steps, trying "
                        : "expected ");
    if (out->what.ptr != NULL)
        dm_buf_slice(buf, out->what);
    taker = say_earlier(s, item, buf, &count);
    say_here(s->near, s->attempt->reach.at, buf);
    if (taker != DM_NO_ITEM)
        say_taker(s, item, taker, buf);
    out->why = dm_near_take(s->near, buf);
}

bool dm_near_tell(dm_near *n, const dm_near_try *t, dm_near_miss *out)
{
    story         s = {.near = n, .items = &n->items, .attempt = t};
    dm_near_watch watch = {.goal = t->reach, .trace = &s.trace};
    dm_buf        buf;
    int           item;

    if (!dm_near_trace_new(n, &s.trace))
        return false;
    (void)dm_near_attempt(n, t->run, t->start, &watch);
    find_failed(&s);
    if (s.nfailed == 0)
        s.failed[s.nfailed++] = (int)n->items.n - 1;
    item = common_group(&s);
    if (item == DM_NO_ITEM)
        item = s.failed[0];
    place_miss(n, t, out);
    out->item = dm_item_written(&n->items, item);
    dm_buf_init(&buf, TEXT_MAX);
    tell_what(&s, item, out, &buf);
    tell_why(&s, item, out, &buf);
    dm_near_say_done(&n->items, item, &buf);
    out->done = dm_near_take(n, &buf);
    (void)dm_near_add_text(n, (dm_range){t->reach.at, n->subject.len},
                           DM_NEAR_SAW, &buf);
    out->saw = dm_near_take(n, &buf);
    return dm_near_told(out, &buf);
}
