/* meta.c - `_meta`: how a document was read, and by whom.
**
** A failed builder gives NULL and adding NULL fails, so each part is built
** without a check and the whole is asked once.
*/
#include <stdio.h>
#include <xxhash.h>

#include "docmill.h"
#include "engine/inside.h"
#include "engine/repairs.h"
#include "script/l_value.h"
#include "text/utf8.h"

enum {
    PLACES = 20,    /* decode errors told, and repairs of a kind */
    SEGMENTS = 100, /* of a file in more than one charset */
    SHOWN = 120     /* bytes of a dropped span told */
};

typedef struct meta {
    dm_arena *arena;
    dm_value *out;
    bool      ok;
} meta;

static void set(meta *m, dm_value *object, const char *key, dm_value *value)
{
    m->ok = dm_value_set(m->arena, object, dm_slice_str(key), value) && m->ok;
}

static dm_value *text(const meta *m, dm_slice s)
{
    return dm_utf8_valid(s) == s.len ? dm_value_string(m->arena, s)
                                     : dm_value_null(m->arena);
}

static dm_value *word(const meta *m, const char *s)
{
    return dm_value_string(m->arena, dm_slice_str(s));
}

static dm_value *count(const meta *m, size_t n)
{
    return dm_value_int(m->arena, (int64_t)n);
}

void dm_engine_xxh3(dm_slice bytes, char out[17])
{
    snprintf(out, 17, "%016llx",
             (unsigned long long)XXH3_64bits(bytes.ptr, bytes.len));
}

/* The base64 digit `i`; 64 is the padding. */
static dm_slice digit(size_t i)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/=";

    return (dm_slice){digits + i, 1};
}

/* RFC 4648, for paths that are no UTF-8. */
static dm_value *base64(const meta *m, dm_slice s)
{
    dm_buf    out;
    dm_value *v;

    dm_buf_init(&out, s.len * 2 + 8);
    for (size_t i = 0; i < s.len; i += 3) {
        size_t bits = 0;

        for (size_t k = 0; k < 3; k++)
            bits =
                bits << 8 | (i + k < s.len ? (unsigned char)s.ptr[i + k] : 0U);
        for (size_t k = 0; k < 4; k++)
            dm_buf_slice(&out,
                         digit(i + k > s.len ? 64 : bits >> (18 - 6 * k) & 63));
    }
    v = out.failed ? NULL : dm_value_string(m->arena, dm_buf_view(&out));
    dm_buf_fini(&out);
    return v;
}

static void add_file(meta *m, const dm_doc *doc)
{
    char hash[17];

    if (dm_utf8_valid(doc->path) != doc->path.len) {
        set(m, m->out, "path", word(m, ""));
        set(m, m->out, "path_bytes", base64(m, doc->path));
    } else {
        set(m, m->out, "path", text(m, doc->path));
    }
    set(m, m->out, "format", word(m, doc->format != NULL ? doc->format : ""));
    set(m, m->out, "bytes", count(m, doc->file.len));
    dm_engine_xxh3(doc->file, hash);
    set(m, m->out, "xxh3", word(m, hash));
}

/* The members of a container that the text came from. */
static void add_parts(meta *m, const dm_doc *doc)
{
    dm_value *list = dm_value_list(m->arena);

    if (doc->nparts == 0)
        return;
    for (size_t i = 0; i < doc->nparts; i++) {
        const dm_part *part = &doc->parts[i];
        dm_value      *one = dm_value_object(m->arena);

        set(m, one, "name", text(m, part->name));
        set(m, one, "bytes", count(m, part->bytes.to - part->bytes.from));
        m->ok = dm_value_push(m->arena, list, one) && m->ok;
    }
    set(m, m->out, "parts", list);
}

static void add_charset(meta *m, const dm_doc *doc)
{
    const dm_candidate *c = doc->charset.candidates;
    dm_value           *cs = dm_value_object(m->arena);

    if (doc->charset.n == 0)
        return;
    set(m, cs, "name", word(m, dm_charset_name(c->charset)));
    set(m, cs, "how", word(m, dm_witness_name(c->how)));
    set(m, cs, "confidence", dm_value_real(m->arena, c->confidence));
    set(m, cs, "bad", count(m, c->bad));
    set(m, m->out, "charset", cs);
}

static dm_value *pair(meta *m, dm_range r)
{
    dm_value *list = dm_value_list(m->arena);

    m->ok = dm_value_push(m->arena, list, count(m, r.from)) &&
            dm_value_push(m->arena, list, count(m, r.to)) && m->ok;
    return list;
}

/* A file in more than one charset: which bytes are in which. */
static void add_segments(meta *m, const dm_doc *doc)
{
    dm_value *list = dm_value_list(m->arena);

    if (doc->decoded.nsegments == 0)
        return;
    for (size_t i = 0; i < doc->decoded.nsegments && i < SEGMENTS; i++) {
        const dm_segment *s = &doc->decoded.segments[i];
        dm_value         *one = dm_value_object(m->arena);

        set(m, one, "src", pair(m, s->bytes));
        set(m, one, "name", word(m, dm_charset_name(s->charset)));
        set(m, one, "evidence", word(m, s->evidence));
        set(m, one, "bad", count(m, s->bad));
        m->ok = dm_value_push(m->arena, list, one) && m->ok;
    }
    set(m, m->out, "segments", list);
}

static void add_errors(meta *m, const dm_doc *doc)
{
    const dm_decoded *d = &doc->decoded;
    dm_value         *errors = dm_value_object(m->arena);
    dm_value         *places = dm_value_list(m->arena);

    for (size_t i = 0; i < d->nerrors && i < PLACES; i++)
        m->ok = dm_value_push(m->arena, places, pair(m, d->errors[i])) && m->ok;
    set(m, errors, "count", count(m, d->bad));
    set(m, errors, "places", places);
    set(m, m->out, "decode_errors", errors);
}

/* The stages from the bytes to the view, first one first. */
static void add_stages(meta *m, dm_value *list, const dm_view *view)
{
    dm_value *step;

    if (view->parent == NULL)
        return;
    add_stages(m, list, view->parent);
    step = dm_value_object(m->arena);
    set(m, step, "name", word(m, view->stage.name));
    set(m, step, "edits", count(m, view->stage.edits));
    m->ok = dm_value_push(m->arena, list, step) && m->ok;
}

static void add_view(meta *m, const dm_view *view)
{
    dm_value *steps = dm_value_list(m->arena);
    dm_value *units = dm_value_object(m->arena);

    add_stages(m, steps, view);
    set(m, units, "at", word(m, "code point"));
    set(m, units, "src", word(m, "byte"));
    set(m, m->out, "view", word(m, view->name));
    set(m, m->out, "steps", steps);
    set(m, m->out, "units", units);
    set(m, m->out, "repairs", dm_repairs_value(m->arena, view, PLACES));
}

/* What was dropped, cut at a character when it is long. */
static dm_value *shown(const meta *m, const dm_drop *drop)
{
    dm_slice s = drop->view->text;
    char     cut[SHOWN + 1];

    s = dm_slice_sub(s, drop->range.from, drop->range.to);
    dm_err_copy(cut, sizeof cut, s.ptr, s.len);
    return text(m, dm_slice_str(cut));
}

static void add_drops(meta *m, const dm_doc *doc, const dm_view *view)
{
    dm_value *list = dm_value_list(m->arena);

    for (size_t i = 0; i < doc->ndrops; i++) {
        const dm_drop *drop = &doc->drops[i];
        dm_value *one = dm_place_value(m->arena, view, drop->view, drop->range);

        set(m, one, "reason", text(m, drop->reason));
        set(m, one, "text", shown(m, drop));
        m->ok = dm_value_push(m->arena, list, one) && m->ok;
    }
    set(m, m->out, "dropped", list);
}

static void add_warnings(meta *m, const dm_doc *doc, const dm_result *result)
{
    dm_value *list = dm_value_list(m->arena);

    for (size_t i = 0; i < doc->nwarnings; i++)
        m->ok =
            dm_value_push(m->arena, list, text(m, doc->warnings[i])) && m->ok;
    for (size_t i = 0; i < result->nnotes; i++)
        if (result->notes[i].level == DM_LOG_WARN)
            m->ok = dm_value_push(m->arena, list,
                                  word(m, result->notes[i].text.msg)) &&
                    m->ok;
    set(m, m->out, "warnings", list);
}

/* What became of the edits that were asked for. */
static void add_edits(meta *m, const dm_doc *doc)
{
    size_t    n[2] = {0, 0}; /* committed, lost */
    dm_value *edits;

    for (size_t i = 0; i < dm_doc_changes(doc); i++) {
        dm_change_state state = dm_doc_change_at(doc, i)->state;

        n[0] += state == DM_CHANGE_COMMITTED;
        n[1] += state == DM_CHANGE_LOST;
    }
    if (n[0] + n[1] == 0)
        return;
    edits = dm_value_object(m->arena);
    set(m, edits, "committed", count(m, n[0]));
    set(m, edits, "lost", count(m, n[1]));
    set(m, m->out, "edits", edits);
}

static void add_script(meta *m, const dm_engine *engine)
{
    dm_value *script = dm_value_object(m->arena);

    if (engine->candidates != NULL)
        set(m, m->out, "candidates", engine->candidates);
    if (engine->rejected != NULL)
        set(m, m->out, "rejected", engine->rejected);
    if (engine->conflicts > 0)
        set(m, m->out, "conflicts", count(m, engine->conflicts));
    set(m, m->out, "docmill", word(m, DM_VERSION));
    set(m, script, "name", word(m, engine->name));
    if (dm_utf8_valid(dm_slice_str(engine->path)))
        set(m, script, "file", word(m, engine->path));
    set(m, script, "hash", word(m, engine->hash));
    set(m, m->out, "script", script);
}

dm_value *dm_meta_value(dm_engine *engine, dm_err *err)
{
    meta           m = {&engine->result->arena, NULL, true};
    dm_doc        *doc = engine->doc;
    const dm_view *view = dm_doc_view(doc, dm_slice_str(engine->view), err);

    if (view == NULL)
        return NULL;
    m.out = dm_value_object(m.arena);
    add_file(&m, doc);
    add_parts(&m, doc);
    add_charset(&m, doc);
    add_segments(&m, doc);
    add_errors(&m, doc);
    add_view(&m, view);
    add_drops(&m, doc, view);
    add_warnings(&m, doc, engine->result);
    add_edits(&m, doc);
    add_script(&m, engine);
    if (m.ok)
        return m.out;
    dm_fail(err, DM_E_MEMORY, "no memory for _meta");
    return NULL;
}
