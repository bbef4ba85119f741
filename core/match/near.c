/* near.c - going through a text for near misses.
**
** Attempts are made from left to right, as a search would make them.  Once
** as many are kept as were asked for, only better ones are of interest, and
** the places where one can begin are searched for by a pattern made of the
** first part of this one (the cut), which is made anew when the bar has risen.
** A match is met on the way, because every match begins with a match of the
** cut.
*/
#include "match/near.h"

#include "base/mem.h"
#include "match/near_in.h"
#include "text/utf8.h"

enum {
    ARENA_MAX = 16 << 20,
    STACK_FIRST = 32 << 10,
    STACK_MAX = 1 << 20,
    STEP_ATTEMPTS = 256,
    STEP_TOUCHED = 4 << 20,
    STEP_CALLOUTS = 20000,
    ATTEMPTS_MAX = 20000,
    CALLOUTS_EACH = 20000,  /* of one attempt */
    TOUCHED_MAX = 32 << 20, /* bytes that attempts got past */
    LOOSE_MAX = 1000,       /* attempts when nothing got anywhere */
    IDLE_MAX = 8            /* attempts in vain before the cut is made anew */
};

static bool open_match(dm_near *n)
{
    n->general = dm_regex_memory();
    if (n->general == NULL)
        return false;
    n->context = pcre2_match_context_create(n->general);
    n->data = pcre2_match_data_create_from_pattern(n->items.code, n->general);
    if (n->context == NULL || n->data == NULL)
        return false;
    pcre2_set_match_limit(n->context, DM_NEAR_LIMIT);
    pcre2_set_depth_limit(n->context, DM_NEAR_DEPTH);
    pcre2_set_heap_limit(n->context, DM_NEAR_HEAP);
    n->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MAX, n->general);
    pcre2_jit_stack_assign(n->context, NULL, n->stack);
    return true;
}

dm_near *dm_near_new(const dm_regex *rx, dm_err *err)
{
    dm_near *n = dm_mem_alloc(sizeof *n);

    if (n == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to explain a pattern");
        return NULL;
    }
    memset(n, 0, sizeof *n);
    dm_arena_init(&n->arena, ARENA_MAX);
    dm_arena_init(&n->answer, ARENA_MAX);
    n->phase = DM_NEAR_DONE;
    if (!dm_items_read(&n->items, rx, &n->arena, err)) {
        dm_near_free(n);
        return NULL;
    }
    if (!open_match(n)) {
        dm_near_free(n);
        dm_fail(err, DM_E_MEMORY, "no memory to explain a pattern");
        return NULL;
    }
    n->jit = pcre2_jit_compile(n->items.code, PCRE2_JIT_COMPLETE) == 0;
    n->anchored = memchr(n->items.flags.ptr, 'A', n->items.flags.len) != NULL;
    return n;
}

static void drop_cut(dm_near *n)
{
    if (n->cut != n->first)
        pcre2_code_free(n->cut);
    n->cut = NULL;
    n->cut_known = false;
}

void dm_near_free(dm_near *n)
{
    if (n == NULL)
        return;
    drop_cut(n);
    dm_near_drop_tail(n);
    pcre2_code_free(n->first);
    pcre2_code_free(n->items.code);
    pcre2_match_data_free(n->data);
    pcre2_jit_stack_free(n->stack);
    pcre2_match_context_free(n->context);
    pcre2_general_context_free(n->general);
    dm_arena_fini(&n->answer);
    dm_arena_fini(&n->arena);
    dm_mem_free(n);
}

/* One attempt ------------------------------------------------------------- */

int dm_near_exec(dm_near *n, const pcre2_code *code, dm_range run, size_t start)
{
    PCRE2_SPTR text = (PCRE2_SPTR)n->subject.ptr + run.from;
    size_t     len = run.to - run.from;
    uint32_t   options = n->options | (run.from > 0 ? PCRE2_NOTBOL : 0);
    int        rc = PCRE2_ERROR_JIT_STACKLIMIT;

    if (run.to < n->subject.len)
        options |= PCRE2_NOTEOL;
    pcre2_set_offset_limit(n->context, n->last_start);
    if (n->jit)
        rc = pcre2_jit_match(code, text, len, start - run.from, options,
                             n->data, n->context);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT || rc == PCRE2_ERROR_JIT_BADOPTION)
        rc = pcre2_match(code, text, len, start - run.from,
                         options | PCRE2_NO_JIT | PCRE2_NO_UTF_CHECK, n->data,
                         n->context);
    return rc;
}

/* Write down that item `i` is tried at `at`. */
static void note(dm_near_watch *w, const dm_item *item, size_t at)
{
    dm_near_trace *t = w->trace;
    size_t         place = item->spelled.from;

    t->at[place] = at;
    t->when[place] = ++w->clock;
    if (at != w->goal.at)
        return;
    t->here[place] = true;
    if (w->met || item->hidden || item->before != w->goal.weight ||
        !dm_item_can_fail(item))
        return;
    w->met = true;
    memcpy(t->best, t->at, (w->near->items.spelled.len + 1) * sizeof *t->best);
}

/* Brackets and bars cannot fail: getting to one is no progress by itself. */
static void reach(dm_near_watch *w, const dm_item *item, size_t at)
{
    if (item->hidden || !dm_item_can_fail(item) ||
        item->before < w->best.weight ||
        (item->before == w->best.weight && at <= w->best.at))
        return;
    w->best = (dm_near_reach){item->before, at};
}

static int on_callout(pcre2_callout_block *block, void *ud)
{
    dm_near_watch  *w = ud;
    const dm_items *items = &w->near->items;
    size_t          at = w->base + block->current_position;
    int             i = dm_items_find(items, block->pattern_position);

    if (w->left == 0)
        return PCRE2_ERROR_CALLOUT;
    w->left--;
    if (i == DM_NO_ITEM)
        return 0;
    reach(w, &items->at[i], at);
    if (w->trace != NULL)
        note(w, &items->at[i], at);
    return 0;
}

int dm_near_attempt(dm_near *n, dm_range run, size_t start,
                    dm_near_watch *watch)
{
    size_t most = watch->most > 0 ? watch->most : CALLOUTS_EACH;
    int    rc;

    watch->near = n;
    watch->base = run.from;
    watch->best = (dm_near_reach){0, start};
    watch->left = most;
    pcre2_set_callout(n->context, on_callout, watch);
    rc = dm_near_exec(n, n->items.code, run, start);
    pcre2_set_callout(n->context, NULL, NULL);
    n->callouts += most - watch->left;
    n->spent += most - watch->left;
    return rc;
}

/* Where to begin ---------------------------------------------------------- */

/* What an attempt must weigh more than to be one. */
static size_t least(const dm_near *n)
{
    if (n->phase == DM_NEAR_LOOSE || n->items.total <= DM_ITEM_NOTHING)
        return 0;
    return DM_ITEM_NOTHING;
}

static pcre2_code *compile_cut(const dm_near *n, size_t bar)
{
    pcre2_code *code = NULL;
    dm_buf      text;

    dm_buf_init(&text, n->items.spelled.len * 2 + 64);
    if (dm_near_cut_text(&n->items, bar, &text) && !text.failed)
        code = dm_regex_code(dm_buf_view(&text), n->items.flags, 0, NULL);
    dm_buf_fini(&text);
    if (code != NULL)
        (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

/* Make the cut for the bar as it is now. */
static void make_cut(dm_near *n)
{
    size_t low = least(n);
    size_t bar = n->nkept < n->limit ? low : n->kept[n->nkept - 1].reach.weight;

    if (n->blind || (n->cut_known && bar == n->bar))
        return;
    drop_cut(n);
    if (bar == DM_ITEM_NOTHING && !n->first_known)
        n->first = compile_cut(n, bar);
    n->first_known = n->first_known || bar == DM_ITEM_NOTHING;
    n->cut = bar == DM_ITEM_NOTHING ? n->first : compile_cut(n, bar);
    n->bar = bar;
    n->cut_known = true;
    n->idle = 0;
}

int dm_near_search(dm_near *n, const pcre2_code *code, uint32_t options)
{
    size_t from = n->pos;
    int    rc;

    n->options = options;
    n->last_start = from - n->run.from + DM_NEAR_WINDOW;
    rc = dm_near_exec(n, code, n->run, from);
    n->last_start = PCRE2_UNSET;
    n->options = 0;
    if (rc != PCRE2_ERROR_NOMATCH)
        return rc;
    n->pos = n->run.to - from > DM_NEAR_WINDOW ? from + DM_NEAR_WINDOW
                                               : n->run.to + 1;
    while (n->pos < n->run.to && dm_utf8_inside(n->subject.ptr[n->pos]))
        n->pos++;
    return rc;
}

/* Go to the next place to try, at or after n->pos; false when there is none up
** to where n->pos is then. */
static bool next_start(dm_near *n)
{
    int rc;

    if (n->idle >= IDLE_MAX || !n->cut_known)
        make_cut(n);
    if (n->cut == NULL || n->blind)
        return true;
    rc = dm_near_search(n, n->cut,
                        n->phase == DM_NEAR_LOOSE ? PCRE2_NOTEMPTY : 0);
    if (rc == PCRE2_ERROR_NOMATCH)
        return false;
    if (rc < 0)
        n->blind = true;
    else
        n->pos = pcre2_get_startchar(n->data) + n->run.from;
    return true;
}

static size_t char_end(const dm_near *n, size_t at)
{
    size_t len;

    if (at >= n->run.to)
        return at + 1;
    len = dm_utf8_len(n->subject.ptr[at]);
    return at + len;
}

bool dm_near_next_run(dm_near *n, size_t at)
{
    if (at > n->subject.len || (at == n->subject.len && at > 0))
        return false;
    n->run = (dm_range){at, n->subject.len};
    if (!n->valid)
        n->run.to =
            at + dm_utf8_valid(dm_slice_sub(n->subject, at, n->subject.len));
    n->pos = at;
    return true;
}

void dm_near_begin(dm_near *n, dm_slice subject, size_t limit, bool valid)
{
    dm_arena_fini(&n->answer);
    n->subject = subject;
    n->valid = valid || dm_utf8_valid(subject) == subject.len;
    n->limit = limit < 1 ? 1 : limit > DM_NEAR_MAX ? DM_NEAR_MAX : limit;
    n->nkept = n->nmatches = n->attempts = n->callouts = n->searched = 0;
    n->touched = 0;
    n->cut_short = n->blind = false;
    n->idle = IDLE_MAX;
    n->options = 0;
    n->last_start = PCRE2_UNSET;
    dm_near_drop_tail(n);
    n->tail = (dm_near_tail){.first = DM_NO_ITEM};
    n->phase = DM_NEAR_SCAN;
    drop_cut(n);
    (void)dm_near_next_run(n, 0);
}

static size_t match_end(const dm_near *n)
{
    return pcre2_get_ovector_pointer(n->data)[1] + n->run.from;
}

/* A match at `start`; behind an empty one there may be another at once, which
** is not. */
static void matched(dm_near *n, size_t start)
{
    size_t end = match_end(n);
    int    rc = 0;

    if (end <= start) {
        n->options = PCRE2_NOTEMPTY_ATSTART;
        rc = dm_near_exec(n, n->items.code, n->run, start);
        n->options = 0;
    }
    if (rc > 0)
        end = match_end(n);
    if (n->nmatches < DM_NEAR_MATCHES)
        n->matches[n->nmatches] = (dm_range){start, end};
    n->nmatches++;
    n->pos = end > start ? end : char_end(n, start);
}

/* Did the attempt get past anything that means something, or in a loose scan
** past any text at all? */
static bool is_one(const dm_near *n, const dm_near_try *t)
{
    if (n->phase == DM_NEAR_SCAN)
        return t->reach.weight > least(n);
    return t->reach.at > t->start && (t->reach.weight > 0 || t->gave_up);
}

/* Try at `start`, and go on from there. */
static void try_at(dm_near *n, size_t start)
{
    dm_near_watch watch = {.trace = NULL};
    int           rc = dm_near_attempt(n, n->run, start, &watch);
    dm_near_try   t = {start, watch.best, n->run, rc != PCRE2_ERROR_NOMATCH};

    n->attempts++;
    n->touched += watch.best.at - start;
    if (rc > 0) {
        matched(n, start);
        return;
    }
    if (is_one(n, &t) && dm_near_keep(n, &t))
        n->idle = n->nkept == n->limit ? n->idle + 1 : 0;
    else
        n->idle++;
    n->pos = char_end(n, start);
    if (n->anchored)
        n->pos = n->run.to + 1;
}

/* One attempt, or one window without any; false when this run has no more. */
static bool advance(dm_near *n)
{
    size_t from = n->pos;
    bool   found = next_start(n);

    n->searched += (n->pos < n->run.to ? n->pos : n->run.to) - from;
    if (found && (!n->anchored || n->pos == from))
        try_at(n, n->pos);
    else if (n->anchored)
        return false;
    return n->pos <= n->run.to;
}

/* Some attempts; false when there are no more to make. */
static bool scan(dm_near *n)
{
    size_t end = n->searched + n->touched + STEP_TOUCHED;
    size_t last = n->callouts + STEP_CALLOUTS;

    for (int i = 0; i < STEP_ATTEMPTS && n->searched + n->touched < end &&
                    n->callouts < last;
         i++)
        if (!advance(n) && (n->anchored || !dm_near_next_run(n, n->run.to + 1)))
            return false;
    if (n->attempts < ATTEMPTS_MAX && n->callouts < DM_NEAR_CALLOUTS &&
        n->touched < TOUCHED_MAX)
        return true;
    n->cut_short = true;
    return false;
}

/* Nothing got past the first item that means something. */
static void begin_loose(dm_near *n)
{
    n->phase = DM_NEAR_LOOSE;
    n->attempts = ATTEMPTS_MAX - LOOSE_MAX;
    n->callouts = n->touched = 0;
    n->idle = IDLE_MAX;
    n->blind = false;
    n->nmatches = 0;
    drop_cut(n);
    (void)dm_near_next_run(n, 0);
}

static void work(dm_near *n)
{
    if (n->phase == DM_NEAR_SCAN) {
        if (!scan(n))
            n->phase = DM_NEAR_TAIL;
    } else if (n->phase == DM_NEAR_TAIL) {
        if (dm_near_find_tail(n))
            return;
        n->phase = DM_NEAR_DONE;
        if (n->nkept == 0 && n->nmatches == 0)
            begin_loose(n);
    } else if (n->phase == DM_NEAR_LOOSE && !scan(n)) {
        n->phase = DM_NEAR_DONE;
    }
}

bool dm_near_step(dm_near *n, size_t *spent)
{
    size_t before = n->searched + n->touched;

    n->spent = 1;
    work(n);
    *spent = n->spent;
    if (n->searched + n->touched > before)
        *spent += (n->searched + n->touched - before) / 16;
    return n->phase != DM_NEAR_DONE;
}

bool dm_near_cut(const dm_near *n)
{
    return n->cut_short;
}
