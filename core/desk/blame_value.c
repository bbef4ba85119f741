/* blame_value.c - one value of a record: its rule, its place, its way. */
#include "desk/blame_in.h"
#include "desk/path.h"
#include "desk/show.h"
#include "emit/json.h"

typedef struct builder {
    dm_blamed *b;
    dm_value  *out;
    bool       ok;
} builder;

static void set(builder *v, dm_value *o, const char *key, dm_value *value)
{
    v->ok = dm_value_set(&v->b->arena, o, dm_slice_str(key), value) && v->ok;
}

static void set_str(builder *v, dm_value *o, const char *key, dm_slice s)
{
    set(v, o, key, dm_value_string(&v->b->arena, s));
}

static void set_int(builder *v, dm_value *o, const char *key, int64_t n)
{
    set(v, o, key, dm_value_int(&v->b->arena, n));
}

size_t dm_blamed_count(const dm_value *value)
{
    return value->kind == DM_LIST ? value->as.list.n : 1;
}

static const dm_value *item(const dm_value *value, size_t i)
{
    if (value == NULL || value->kind != DM_LIST)
        return value;
    return i < value->as.list.n ? value->as.list.items[i] : NULL;
}

/* A value that is there lives as long as the record: it is not copied. */
static dm_value *borrow(const dm_value *value)
{
    union {
        const dm_value *in;
        dm_value       *out;
    } u = {value};

    return u.out;
}

/* The entry `name` of a list of the report, by its key. */
static const dm_value *entry(const dm_blamed *b, const char *list,
                             const char *key, dm_slice name)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(b->desk.result.report, list, &items);

    for (size_t i = 0; i < n; i++)
        if (dm_slice_eq(dm_member_str(items[i], key), name))
            return items[i];
    return NULL;
}

/* Where the rule, or without one the field, stands in the script. */
static void add_script(builder *v, dm_slice rule, dm_slice field)
{
    const dm_value *at = rule.len > 0 ? entry(v->b, "rules", "id", rule)
                                      : entry(v->b, "fields", "name", field);
    dm_value       *script = dm_value_object(&v->b->arena);
    const dm_value *match = item(dm_member_at(at, "match"), 0);

    if (at == NULL)
        return;
    set_str(v, script, "file", dm_member_str(at, "file"));
    set_int(v, script, "line", dm_member_int(at, "line"));
    if (dm_member_str(match, "text").len > 0)
        set_str(v, script, "pattern", dm_member_str(match, "text"));
    set(v, v->out, "script", script);
}

static bool equal(const dm_value *x, const dm_value *y)
{
    dm_buf a, b;
    bool   same;

    dm_buf_init(&a, 64 << 20);
    dm_buf_init(&b, 64 << 20);
    if (x != NULL)
        dm_json_value(&a, x, 0);
    if (y != NULL)
        dm_json_value(&b, y, 0);
    same = dm_slice_eq(dm_buf_view(&a), dm_buf_view(&b));
    dm_buf_fini(&a);
    dm_buf_fini(&b);
    return same;
}

/* What the script gives now in its place, where that is another value. */
static void add_now(builder *v, const dm_member *field, size_t i,
                    const dm_value *value)
{
    const dm_value *now;

    if (v->b->fresh == NULL || v->b->same)
        return;
    now = item(dm_value_at(v->b->fresh, field->key), i);
    if (equal(now, value))
        return;
    set(v, v->out, "now",
        now != NULL ? borrow(now) : dm_value_null(&v->b->arena));
}

/* The bytes of a place as a range of "raw", which members of a container stand
** in one behind the other. */
static bool raw_range(const dm_blamed *b, const dm_value *span, dm_range *raw,
                      dm_err *err)
{
    const dm_doc   *doc = b->desk.doc;
    const dm_value *src = dm_member_at(span, "src");
    dm_slice        part = dm_member_str(span, "part");
    int64_t         from = dm_list_int(src, 0), to = dm_list_int(src, 1);
    dm_range        room = {0, doc->bytes.len};
    bool            known = part.len == 0 && doc->nparts == 0;

    for (size_t i = 0; i < doc->nparts; i++) {
        if (!dm_slice_eq(doc->parts[i].name, part))
            continue;
        room = doc->parts[i].bytes;
        known = true;
        break;
    }
    if (known && from >= 0 && from <= to &&
        (uint64_t)to <= room.to - room.from) {
        *raw = (dm_range){room.from + (size_t)from, room.from + (size_t)to};
        return true;
    }
    dm_fail(err, DM_E_CHANGED, "is not the file that the record was made of");
    dm_fail_at(err, b->desk.path, 0, 0);
    return dm_fail_help(err,
                        "the record says that bytes %lld-%lld of it are a "
                        "value: run the script again",
                        (long long)from, (long long)to);
}

/* The way of the place; `made` says that the value is not just its text. */
static bool add_path(builder *v, const dm_value *span, const dm_value *value,
                     dm_err *err)
{
    dm_blamed      *b = v->b;
    const dm_doc   *doc = b->desk.doc;
    const dm_value *exact = dm_member_at(span, "exact");
    dm_range        raw = {0, 0}, at = {0, 0};
    dm_value       *path;
    bool            made;

    if (!raw_range(b, span, &raw, err))
        return false;
    (void)dm_view_convert(doc->raw, raw, doc->decoded_view, &at, NULL);
    path = dm_path_value(b->view, at, &b->arena, err);
    if (path == NULL)
        return false;
    made =
        value->kind != DM_STRING ||
        (dm_member_at(path, "text") != NULL && !dm_member_true(path, "cut") &&
         !dm_slice_eq(value->as.string, dm_member_str(path, "text")));
    set(v, v->out, "made", dm_value_bool(&b->arena, made));
    set(v, v->out, "exact",
        dm_value_bool(&b->arena, exact != NULL && exact->kind == DM_BOOL &&
                                     exact->as.boolean));
    set(v, v->out, "at",
        dm_member_at(span, "at") != NULL ? borrow(dm_member_at(span, "at"))
                                         : dm_value_null(&b->arena));
    set(v, v->out, "path", path);
    return true;
}

static void add_head(builder *v, const dm_member *field, size_t i,
                     const dm_value *value)
{
    dm_blamed *b = v->b;

    set_int(v, v->out, "record", (int64_t)b->line);
    set_str(v, v->out, "id", b->desk.doc->id);
    set_str(v, v->out, "field", field->key);
    if (field->value->kind == DM_LIST)
        set_int(v, v->out, "index", (int64_t)i + 1);
    set(v, v->out, "value", borrow(value));
    if (b->notes->as.list.n > 0)
        set(v, v->out, "notes", b->notes);
}

static void add_why(builder *v, dm_slice field)
{
    bool id = dm_slice_eq(field, DM_S("id"));

    set(v, v->out, "computed", dm_value_bool(&v->b->arena, true));
    set_str(v, v->out, "why",
            id ? DM_S("the name of the input")
               : DM_S("the script made it without saying where (docmill.at "
                      "gives a value a place)"));
}

static bool is_offset(const dm_value *v)
{
    return v != NULL && v->kind == DM_INT && v->as.integer >= 0;
}

/* Is it an entry of `_spans` as docmill writes them? */
static bool is_place(const dm_value *span)
{
    const dm_value *src = dm_member_at(span, "src");

    if (span == NULL || span->kind == DM_NULL)
        return true;
    return span->kind == DM_OBJECT && src != NULL && src->kind == DM_LIST &&
           src->as.list.n == 2 && is_offset(src->as.list.items[0]) &&
           is_offset(src->as.list.items[1]);
}

static dm_value *no_place(const dm_blamed *b, dm_slice field, dm_err *err)
{
    dm_fail(err, DM_E_BAD_RESULT,
            "_spans of '%.*s' is no list of places: the record is not as "
            "docmill writes them",
            (int)field.len, field.ptr);
    dm_fail_at(err, b->ask->records, (int)b->line, 0);
    return NULL;
}

dm_value *dm_blamed_value(dm_blamed *b, const dm_member *field, size_t i,
                          dm_err *err)
{
    builder         v = {b, dm_value_object(&b->arena), true};
    const dm_value *value = item(field->value, i);
    const dm_value *list = dm_value_at(b->spans, field->key);
    const dm_value *span = item(list, i);
    dm_slice        rule = dm_member_str(span, "rule");

    if ((list != NULL && list->kind != DM_LIST) || !is_place(span))
        return no_place(b, field->key, err);
    add_head(&v, field, i, value);
    if (rule.len > 0)
        set_str(&v, v.out, "rule", rule);
    add_script(&v, rule, field->key);
    add_now(&v, field, i, value);
    if (span == NULL || span->kind == DM_NULL)
        add_why(&v, field->key);
    else if (!add_path(&v, span, value, err))
        return NULL;
    if (v.ok)
        return v.out;
    dm_fail(err, DM_E_MEMORY, "no memory for a value");
    return NULL;
}
