/* stats_sample.c - a sorted list, with few entries for each rule. */
#include "desk/stats_sample.h"

#include "base/mem.h"
#include "emit/json.h"

enum { ONE_MAX = 1 << 20 };

void dm_samples_init(dm_samples *s, size_t each)
{
    memset(s, 0, sizeof *s);
    s->each = each;
}

/* The hash lies behind the text, in the same block. */
static void drop(dm_sample *sample)
{
    dm_mem_free(sample->json);
}

void dm_samples_fini(dm_samples *s)
{
    for (size_t i = 0; i < s->n; i++)
        drop(&s->list[i]);
    dm_mem_free(s->list);
    memset(s, 0, sizeof *s);
}

static int compare(const dm_sample *a, size_t rule, dm_slice hash)
{
    size_t n = a->hash.len < hash.len ? a->hash.len : hash.len;

    if (a->rule != rule)
        return a->rule < rule ? -1 : 1;
    return memcmp(a->hash.ptr, hash.ptr, n);
}

static bool grow(dm_samples *s)
{
    size_t     cap = s->cap == 0 ? 64 : s->cap * 2;
    dm_sample *list = NULL;

    if (s->n < s->cap)
        return true;
    list = dm_mem_realloc(s->list, cap * sizeof *list);
    if (list == NULL)
        return false;
    s->list = list;
    s->cap = cap;
    return true;
}

static bool copy(dm_sample *out, const dm_value *candidate, dm_slice hash)
{
    dm_buf text;

    dm_buf_init(&text, ONE_MAX);
    dm_json_value(&text, candidate, 0);
    out->len = text.len;
    dm_buf_slice(&text, hash);
    if (!text.failed)
        out->json = dm_mem_alloc(text.len);
    if (out->json != NULL)
        memcpy(out->json, text.ptr, text.len);
    dm_buf_fini(&text);
    if (out->json == NULL)
        return false;
    out->hash = (dm_slice){out->json + out->len, hash.len};
    return true;
}

static void put(dm_samples *s, size_t at, const dm_sample *sample)
{
    memmove(&s->list[at + 1], &s->list[at], (s->n - at) * sizeof *s->list);
    s->list[at] = *sample;
    s->n++;
}

static void take_out(dm_samples *s, size_t at)
{
    drop(&s->list[at]);
    s->n--;
    memmove(&s->list[at], &s->list[at + 1], (s->n - at) * sizeof *s->list);
}

bool dm_samples_offer(dm_samples *s, const dm_value *candidate)
{
    const dm_value *rule = dm_value_at(candidate, DM_S("rule"));
    const dm_value *hash = dm_value_at(candidate, DM_S("hash"));
    dm_sample       made = {.json = NULL};
    size_t          at = 0, begin = 0, end = 0;

    if (rule == NULL || hash == NULL || rule->kind != DM_INT ||
        hash->kind != DM_STRING || rule->as.integer < 1)
        return false;
    made.rule = (size_t)rule->as.integer;
    while (begin < s->n && s->list[begin].rule < made.rule)
        begin++;
    for (end = begin; end < s->n && s->list[end].rule == made.rule;)
        end++;
    for (at = begin; at < end;)
        if (compare(&s->list[at], made.rule, hash->as.string) > 0)
            break;
        else
            at++;
    if (at - begin >= s->each)
        return true;
    if (!grow(s) || !copy(&made, candidate, hash->as.string))
        return false;
    put(s, at, &made);
    if (end + 1 - begin > s->each)
        take_out(s, end);
    return true;
}
