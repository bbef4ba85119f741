/* reduce.c - one row a way of merging; values are kept as jansson's.
**
** Few keys are expected (a handful of counters, a vocabulary), so they are
** kept in jansson's own objects.
*/
#include "batch/reduce.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/mem.h"

struct dm_reduce {
    json_t *how;    /* key -> name of the way */
    json_t *values; /* key -> merged so far */
    json_t *seen;   /* key -> object of what a "set" has, by its text */
};

dm_reduce *dm_reduce_new(void)
{
    dm_reduce *r = dm_mem_alloc(sizeof *r);

    if (r == NULL)
        return NULL;
    r->how = json_object();
    r->values = json_object();
    r->seen = json_object();
    if (r->how != NULL && r->values != NULL && r->seen != NULL)
        return r;
    dm_reduce_free(r);
    return NULL;
}

void dm_reduce_free(dm_reduce *r)
{
    if (r == NULL)
        return;
    json_decref(r->how);
    json_decref(r->values);
    json_decref(r->seen);
    dm_mem_free(r);
}

/* A way to merge: the new value of `old` (NULL at first) and `v`, as a new
** reference, or NULL when they do not merge. */
typedef json_t *merger(dm_reduce *r, const char *key, json_t *old, json_t *v);

static json_t *merge_sum(dm_reduce *r, const char *key, json_t *old, json_t *v)
{
    json_int_t sum = 0;

    (void)r;
    (void)key;
    if (!json_is_number(v))
        return NULL;
    if (old == NULL)
        return json_incref(v);
    if (json_is_integer(old) && json_is_integer(v) &&
        !__builtin_add_overflow(json_integer_value(old), json_integer_value(v),
                                &sum))
        return json_integer(sum);
    return json_real(json_number_value(old) + json_number_value(v));
}

/* <0, 0, >0 for two numbers or two texts; false when they do not compare. */
static bool compare(json_t *a, json_t *b, int *order)
{
    double x = json_number_value(a);
    double y = json_number_value(b);

    *order = 0;
    if (json_is_string(a) && json_is_string(b))
        *order = strcmp(json_string_value(a), json_string_value(b));
    else if (json_is_integer(a) && json_is_integer(b))
        *order = (json_integer_value(a) > json_integer_value(b)) -
                 (json_integer_value(a) < json_integer_value(b));
    else if (json_is_number(a) && json_is_number(b))
        *order = (x > y) - (x < y);
    else
        return false;
    return true;
}

static json_t *merge_end(json_t *old, json_t *v, int sign)
{
    int order = 0;

    if (!compare(old != NULL ? old : v, v, &order))
        return NULL;
    return json_incref(old != NULL && order * sign <= 0 ? old : v);
}

static json_t *merge_min(dm_reduce *r, const char *key, json_t *old, json_t *v)
{
    (void)r;
    (void)key;
    return merge_end(old, v, 1);
}

static json_t *merge_max(dm_reduce *r, const char *key, json_t *old, json_t *v)
{
    (void)r;
    (void)key;
    return merge_end(old, v, -1);
}

static json_t *merge_list(dm_reduce *r, const char *key, json_t *old, json_t *v)
{
    json_t *list = old != NULL ? json_incref(old) : json_array();

    (void)r;
    (void)key;
    if (list != NULL && json_array_append(list, v) == 0)
        return list;
    json_decref(list);
    return NULL;
}

/* The object of what the set under `key` has so far. */
static json_t *seen_of(dm_reduce *r, const char *key)
{
    json_t *seen = json_object_get(r->seen, key);

    if (seen != NULL)
        return seen;
    seen = json_object();
    return json_object_set_new(r->seen, key, seen) == 0 ? seen : NULL;
}

static json_t *merge_set(dm_reduce *r, const char *key, json_t *old, json_t *v)
{
    json_t *seen = seen_of(r, key);
    char   *text = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
    bool    ok = seen != NULL && text != NULL;
    bool    fresh = ok && json_object_get(seen, text) == NULL;

    if (fresh)
        ok = json_object_set_new(seen, text, json_true()) == 0;
    free(text); /* jansson's */
    if (!ok)
        return NULL;
    return fresh ? merge_list(r, key, old, v) : json_incref(old);
}

static json_t *merge_first(dm_reduce *r, const char *key, json_t *old,
                           json_t *v)
{
    (void)r;
    (void)key;
    return json_incref(old != NULL ? old : v);
}

static const struct {
    const char *name;
    merger     *merge;
} ways[] = {
    {"sum",   merge_sum  },
    {"count", merge_sum  }, /* each document has counted
  already */
    {"min",   merge_min  },
    {"max",   merge_max  },
    {"set",   merge_set  },
    {"list",  merge_list },
    {"first", merge_first},
};

static merger *find_way(const char *name)
{
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (strcmp(ways[i].name, name) == 0)
            return ways[i].merge;
    return NULL;
}

/* One key has one way for the whole run. */
static bool check_way(dm_reduce *r, const char *key, const char *how,
                      dm_err *err)
{
    const char *before = json_string_value(json_object_get(r->how, key));

    if (find_way(how) == NULL)
        return dm_fail(err, DM_E_BAD_RESULT, "cannot reduce \"%s\" by \"%s\"",
                       key, how);
    if (before != NULL && strcmp(before, how) != 0)
        return dm_fail(err, DM_E_BAD_RESULT,
                       "\"%s\" was reduced by \"%s\" before, now by \"%s\"",
                       key, before, how);
    if (before == NULL &&
        json_object_set_new(r->how, key, json_string(how)) != 0)
        return dm_fail(err, DM_E_MEMORY, "no memory to reduce");
    return true;
}

static bool add_one(dm_reduce *r, json_t *item, dm_err *err)
{
    const char *key = json_string_value(json_array_get(item, 0));
    const char *how = json_string_value(json_array_get(item, 1));
    json_t     *v = json_array_get(item, 2);
    json_t     *merged = NULL;

    if (key == NULL || how == NULL || v == NULL)
        return dm_fail(err, DM_E_INTERNAL, "a reduced value has no key");
    if (!check_way(r, key, how, err))
        return false;
    merged = find_way(how)(r, key, json_object_get(r->values, key), v);
    if (merged == NULL)
        return dm_fail(err, DM_E_BAD_RESULT,
                       "a value of \"%s\" cannot be merged by \"%s\"", key,
                       how);
    if (json_object_set_new(r->values, key, merged) != 0)
        return dm_fail(err, DM_E_MEMORY, "no memory to reduce");
    return true;
}

bool dm_reduce_add(dm_reduce *r, dm_slice json, dm_err *err)
{
    json_error_t why;
    json_t      *list = json_loadb(json.ptr, json.len, JSON_ALLOW_NUL, &why);
    bool         ok = true;

    if (list == NULL)
        return dm_fail(err, DM_E_INTERNAL, "reduced values: %s", why.text);
    for (size_t i = 0; ok && i < json_array_size(list); i++)
        ok = add_one(r, json_array_get(list, i), err);
    json_decref(list);
    return ok;
}

static dm_value *convert(json_t *v, dm_arena *arena);

static dm_value *convert_list(json_t *v, dm_arena *arena)
{
    dm_value *out = dm_value_list(arena);

    for (size_t i = 0; i < json_array_size(v); i++)
        if (!dm_value_push(arena, out, convert(json_array_get(v, i), arena)))
            return NULL;
    return out;
}

static dm_value *convert_object(json_t *v, dm_arena *arena)
{
    dm_value   *out = dm_value_object(arena);
    const char *key = NULL;
    json_t     *item = NULL;

    json_object_foreach(v, key, item)
    {
        if (!dm_value_set(arena, out, dm_slice_str(key), convert(item, arena)))
            return NULL;
    }
    return out;
}

static dm_value *convert(json_t *v, dm_arena *arena)
{
    dm_slice text = DM_LIT("");

    switch (json_typeof(v)) {
    case JSON_OBJECT:
        return convert_object(v, arena);
    case JSON_ARRAY:
        return convert_list(v, arena);
    case JSON_STRING:
        text.ptr = json_string_value(v);
        text.len = json_string_length(v);
        return dm_value_string(arena, text);
    case JSON_INTEGER:
        return dm_value_int(arena, json_integer_value(v));
    case JSON_REAL:
        return dm_value_real(arena, json_real_value(v));
    case JSON_TRUE:
    case JSON_FALSE:
        return dm_value_bool(arena, json_is_true(v));
    case JSON_NULL:
    default:
        return dm_value_null(arena);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

dm_value *dm_reduce_record(const dm_reduce *r, dm_arena *arena)
{
    size_t       n = json_object_size(r->values), i = 0;
    dm_value    *out = dm_value_object(arena);
    const char **keys = dm_arena_zalloc(arena, n, sizeof *keys);
    const char  *key = NULL;
    json_t      *v = NULL;

    if (n == 0 || keys == NULL ||
        !dm_value_set(arena, out, DM_S("id"),
                      dm_value_string(arena, DM_S("_reduce"))))
        return NULL;
    json_object_foreach(r->values, key, v)
    {
        keys[i++] = key;
    }
    qsort(keys, n, sizeof *keys, by_text);
    for (i = 0; i < n; i++) {
        v = json_object_get(r->values, keys[i]);
        if (!dm_value_set(arena, out, dm_slice_str(keys[i]), convert(v, arena)))
            return NULL;
    }
    return out;
}
