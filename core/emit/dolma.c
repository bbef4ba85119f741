/* dolma.c - two lines of JSON. */
#include "emit/dolma.h"

#include "emit/json.h"

enum { KEY_MAX = 1 << 16 };

static void add_key(dm_buf *out, const char *between, const char *key)
{
    dm_buf_printf(out, "%s\"%s\":", between, key);
}

static bool is_text(const dm_value *v)
{
    return v != NULL && v->kind == DM_STRING;
}

/* Stands it beside the metadata, or nowhere? */
static bool is_apart(const dm_member *m)
{
    static const char *const names[] = {"id", "_spans", "added", "created"};

    for (size_t i = 0; i < 2; i++)
        if (dm_slice_eq(m->key, dm_slice_str(names[i])))
            return true;
    for (size_t i = 2; i < sizeof names / sizeof *names; i++)
        if (dm_slice_eq(m->key, dm_slice_str(names[i])))
            return is_text(m->value);
    return false;
}

/* {…} of what a record says besides its id. */
static void add_fields(dm_buf *out, const dm_value *record)
{
    const char *between = "";

    dm_buf_char(out, '{');
    for (size_t i = 0; i < record->as.object.n; i++) {
        const dm_member *m = &record->as.object.members[i];

        if (is_apart(m))
            continue;
        dm_buf_str(out, between);
        dm_json_string(out, m->key);
        dm_buf_char(out, ':');
        dm_json_value(out, m->value, 0);
        between = ",";
    }
    dm_buf_char(out, '}');
}

static void add_metadata(dm_buf *out, dm_value *const *records, size_t n)
{
    if (n == 1) {
        add_fields(out, records[0]);
        return;
    }
    dm_buf_str(out, "{\"records\":[");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            dm_buf_char(out, ',');
        add_fields(out, records[i]);
    }
    dm_buf_str(out, "]}");
}

void dm_dolma_document(dm_buf *out, dm_slice source, dm_slice text,
                       dm_value *const *records, size_t nrecords)
{
    static const char *const dates[] = {"added", "created"};

    add_key(out, "{", "id");
    dm_json_value(out, dm_value_at(records[0], DM_S("id")), 0);
    add_key(out, ",", "text");
    dm_json_string(out, text);
    add_key(out, ",", "source");
    dm_json_string(out, source);
    for (size_t i = 0; i < 2; i++) {
        const dm_value *v = dm_value_at(records[0], dm_slice_str(dates[i]));

        if (!is_text(v))
            continue;
        add_key(out, ",", dates[i]);
        dm_json_value(out, v, 0);
    }
    add_key(out, ",", "metadata");
    add_metadata(out, records, nrecords);
    dm_buf_str(out, "}\n");
}

/* Is the rule of place `i` that of an earlier one? */
static bool told(const dm_dolma_place *places, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (dm_slice_eq(places[k].rule, places[i].rule))
            return true;
    return false;
}

static void add_rule(dm_buf *out, const dm_dolma_place *places, size_t n,
                     size_t first)
{
    const char *between = "[";
    dm_buf      key;

    dm_buf_init(&key, KEY_MAX);
    dm_buf_str(&key, "docmill__");
    dm_buf_slice(&key, places[first].rule);
    out->failed |= key.failed;
    dm_json_string(out, dm_buf_view(&key));
    dm_buf_fini(&key);
    dm_buf_char(out, ':');
    for (size_t i = first; i < n; i++) {
        if (!dm_slice_eq(places[i].rule, places[first].rule))
            continue;
        dm_buf_printf(out, "%s[%zu,%zu,1.0]", between, places[i].from,
                      places[i].to);
        between = ",";
    }
    dm_buf_char(out, ']');
}

void dm_dolma_attributes(dm_buf *out, dm_slice source, const dm_value *id,
                         const dm_dolma_place *places, size_t n)
{
    const char *between = "";

    add_key(out, "{", "source");
    dm_json_string(out, source);
    add_key(out, ",", "id");
    dm_json_value(out, id, 0);
    add_key(out, ",", "attributes");
    dm_buf_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (told(places, i))
            continue;
        dm_buf_str(out, between);
        add_rule(out, places, n, i);
        between = ",";
    }
    dm_buf_str(out, "}}\n");
}
