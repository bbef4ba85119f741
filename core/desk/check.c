/* check.c - one script through everything that can be asked of it. */
#include "desk/check.h"

#include "desk/check_in.h"

enum { CHECKED_MAX = 1 << 30 };

const char *dm_check_item_word(dm_check_item_kind kind)
{
    static const char *const words[] = {"script", "example", "test", "sample",
                                        "score"};

    return words[kind];
}

void *dm_check_grow(dm_arena *arena, void *list, size_t n, size_t *cap,
                    size_t size)
{
    size_t more = *cap > 0 ? *cap * 2 : 32;
    void  *all = list;

    if (n < *cap)
        return list;
    all = dm_arena_zalloc(arena, more, size);
    if (all == NULL)
        return NULL;
    if (n > 0)
        memcpy(all, list, n * size);
    *cap = more;
    return all;
}

dm_err *dm_check_copy_err(dm_arena *arena, const dm_err *why)
{
    dm_err *copy = dm_arena_alloc(arena, sizeof *copy);

    if (copy != NULL)
        *copy = *why;
    return copy;
}

dm_check_item *dm_check_add(dm_check *c, dm_check_item_kind kind, dm_slice name,
                            double seconds, const dm_err *why)
{
    dm_checked    *out = c->out;
    dm_check_item *items = dm_check_grow(&out->arena, out->items, out->nitems,
                                         &out->items_cap, sizeof *items);
    dm_check_item *item;

    out->ran[kind]++;
    out->failed[kind] += why != NULL;
    if (items == NULL)
        return NULL;
    out->items = items;
    item = &items[out->nitems++];
    item->kind = kind;
    item->name = dm_arena_slice(&out->arena, name);
    if (item->name.ptr == NULL)
        item->name = DM_S("");
    item->seconds = seconds;
    item->why = why != NULL ? dm_check_copy_err(&out->arena, why) : NULL;
    item->want = item->got = DM_S("");
    return item;
}

void dm_check_find(dm_check *c, dm_severity severity, const dm_err *text)
{
    dm_checked *out = c->out;
    dm_finding *all = dm_check_grow(&out->arena, out->findings, out->nfindings,
                                    &out->findings_cap, sizeof *all);

    if (all == NULL)
        return;
    out->findings = all;
    all[out->nfindings++] = (dm_finding){severity, *text};
}

dm_engine *dm_check_engine(dm_check *c, dm_err *err)
{
    if (c->engine != NULL && !dm_engine_dead(c->engine))
        return c->engine;
    dm_engine_close(c->engine);
    c->engine = dm_engine_open(&c->engine_options, err);
    if (c->engine != NULL && !dm_engine_init(c->engine, err)) {
        dm_engine_close(c->engine);
        c->engine = NULL;
    }
    return c->engine;
}

/* One entry for each rule. */
static bool count_rules(dm_check *c)
{
    dm_value *const *rules = NULL;

    c->nfared = dm_member_items(c->facts, "rules", &rules);
    c->fared = dm_arena_zalloc(&c->out->arena, c->nfared + 1, sizeof *c->fared);
    for (size_t i = 0; c->fared != NULL && i < c->nfared; i++) {
        c->fared[i].rule = rules[i];
        c->fared[i].id = dm_member_str(c->fared[i].rule, "id");
    }
    return c->fared != NULL;
}

static bool start(dm_check *c, dm_err *err)
{
    dm_arena *arena = &c->out->arena;

    c->question = dm_value_object(arena);
    if (!dm_value_set(arena, c->question, DM_S("tests"),
                      dm_value_bool(arena, true)) ||
        !dm_value_set(arena, c->question, DM_S("gold"),
                      dm_value_bool(arena, c->options->gold != NULL)))
        return dm_fail(err, DM_E_MEMORY, "no memory for a check");
    c->engine_options.question = c->question;
    if (dm_check_engine(c, err) == NULL)
        return false;
    c->facts = dm_engine_about(c->engine, "facts", NULL, arena, err);
    return c->facts != NULL &&
           (count_rules(c) ||
            dm_fail(err, DM_E_MEMORY, "no memory for a check"));
}

bool dm_check_script(const char *path, const dm_check_options *options,
                     dm_checked *out, dm_err *err)
{
    dm_check c = {
        .options = options, .engine_options = *options->engine, .out = out};
    dm_err why;
    double from = dm_clock_seconds();

    memset(out, 0, sizeof *out);
    dm_arena_init(&out->arena, CHECKED_MAX);
    out->script = path;
    c.engine_options.script = path;
    c.engine_options.ask = "check";
    c.engine_options.spans = true;
    c.engine_options.meta = false;
    out->runs = start(&c, &why);
    (void)dm_check_add(&c, DM_CHECK_SCRIPT, dm_slice_str(path),
                       dm_clock_seconds() - from, out->runs ? NULL : &why);
    if (out->runs) {
        dm_check_examples(&c);
        dm_check_tests(&c);
        dm_check_samples(&c);
        dm_check_lint(&c);
        dm_check_gold(&c);
    }
    dm_engine_close(c.engine);
    if (out->nitems > 0)
        return true;
    return dm_fail(err, DM_E_MEMORY, "no memory for a check");
}

void dm_checked_fini(dm_checked *checked)
{
    dm_arena_fini(&checked->arena);
}

size_t dm_checked_failed(const dm_checked *checked)
{
    size_t n = 0;

    for (int kind = 0; kind < DM_CHECK_KINDS; kind++)
        n += checked->failed[kind];
    return n;
}
