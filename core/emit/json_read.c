/* json_read.c - from jansson's values to ours, once, depth first. */
#include "emit/json_read.h"

#include <jansson.h>

static dm_value *convert(dm_arena *arena, json_t *from);

static dm_value *convert_list(dm_arena *arena, json_t *from)
{
    dm_value *list = dm_value_list(arena);
    size_t    n = json_array_size(from);

    for (size_t i = 0; i < n; i++)
        if (!dm_value_push(arena, list,
                           convert(arena, json_array_get(from, i))))
            return NULL;
    return list;
}

static dm_value *convert_object(dm_arena *arena, json_t *from)
{
    dm_value   *object = dm_value_object(arena);
    const char *key = NULL;
    json_t     *item = NULL;
    bool        ok = object != NULL;

    json_object_foreach(from, key, item)
    {
        dm_slice name = dm_slice_str(key);

        ok = ok && dm_value_set(arena, object, name, convert(arena, item));
    }
    return ok ? object : NULL;
}

static dm_value *convert(dm_arena *arena, json_t *from)
{
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        return convert_object(arena, from);
    case JSON_ARRAY:
        return convert_list(arena, from);
    case JSON_STRING:
        return dm_value_string(arena, (dm_slice){json_string_value(from),
                                                 json_string_length(from)});
    case JSON_INTEGER:
        return dm_value_int(arena, json_integer_value(from));
    case JSON_REAL:
        return dm_value_real(arena, json_real_value(from));
    case JSON_TRUE:
    case JSON_FALSE:
        return dm_value_bool(arena, json_is_true(from));
    case JSON_NULL:
        break;
    }
    return dm_value_null(arena);
}

dm_value *dm_json_read(dm_arena *arena, dm_slice text, dm_err *err)
{
    json_error_t why;
    json_t      *whole =
        json_loadb(text.ptr, text.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, &why);
    dm_value *out = NULL;

    if (whole == NULL) {
        dm_fail(err, DM_E_BAD_RESULT, "this is no JSON: %s at byte %d",
                why.text, why.position);
        return NULL;
    }
    out = convert(arena, whole);
    json_decref(whole);
    if (out == NULL)
        dm_fail(err, DM_E_MEMORY, "no memory for a record");
    return out;
}

bool dm_json_line(dm_slice *text, dm_slice *line)
{
    const char *end = NULL;
    size_t      n = text->len;

    if (text->len == 0)
        return false;
    end = memchr(text->ptr, '\n', text->len);
    if (end != NULL)
        n = (size_t)(end - text->ptr);
    *line = dm_slice_sub(*text, 0, n);
    *text = dm_slice_sub(*text, n + (end != NULL), text->len);
    return true;
}
