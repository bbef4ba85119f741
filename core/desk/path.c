/* path.c - down the maps from the file to a view, stage by stage.
**
** A range that begins inside of a cluster is widened to all of it by the first
** stage that meets it, and stays so: half of "&copy;" is the whole "©" below.
** Workload: a few places of one document, asked by a person.
*/
#include "desk/path.h"

#include "norm/step.h"
#include "text/utf8.h"

enum {
    SHOWN = 240, /* bytes of a text that are told */
    HEX = 64,    /* bytes of the file that are told */
    REPAIRS = 8, /* repairs told of one stage */
    STAGES = 80  /* of a view: DM_VIEW_STEPS and the three below them */
};

typedef struct builder {
    dm_arena *arena;
    bool      ok;
} builder;

static void set(builder *b, dm_value *o, const char *key, dm_value *v)
{
    b->ok = dm_value_set(b->arena, o, dm_slice_str(key), v) && b->ok;
}

static void set_str(builder *b, dm_value *o, const char *key, const char *s)
{
    set(b, o, key, dm_value_string(b->arena, dm_slice_str(s)));
}

static void set_int(builder *b, dm_value *o, const char *key, size_t n)
{
    set(b, o, key, dm_value_int(b->arena, (int64_t)n));
}

static void set_bool(builder *b, dm_value *o, const char *key, bool yes)
{
    set(b, o, key, dm_value_bool(b->arena, yes));
}

static void set_pair(builder *b, dm_value *o, const char *key, dm_range r)
{
    dm_value *pair = dm_value_list(b->arena);

    b->ok =
        dm_value_push(b->arena, pair,
                      dm_value_int(b->arena, (int64_t)r.from)) &&
        dm_value_push(b->arena, pair, dm_value_int(b->arena, (int64_t)r.to)) &&
        b->ok;
    set(b, o, key, pair);
}

/* A text, cut at a character when it is long. */
static void set_text(builder *b, dm_value *o, const char *key, dm_slice s)
{
    size_t n = s.len;

    if (n > SHOWN)
        for (n = SHOWN; n > 0 && dm_utf8_inside(s.ptr[n]);)
            n--;
    set(b, o, key, dm_value_string(b->arena, dm_slice_sub(s, 0, n)));
    if (s.len > SHOWN)
        set_bool(b, o, "cut", true);
}

static dm_range chars(const dm_view *view, dm_range r)
{
    return (dm_range){dm_view_codepoints(view, r.from),
                      dm_view_codepoints(view, r.to)};
}

static void add_bytes(builder *b, dm_value *o, const dm_doc *doc, dm_range raw)
{
    static const char digits[] = "0123456789abcdef";
    char              hex[HEX * 3 + 1];
    size_t            n = raw.to - raw.from, at = 0;

    for (size_t i = 0; i < n && i < HEX; i++) {
        unsigned char c = (unsigned char)doc->bytes.ptr[raw.from + i];

        if (i > 0)
            hex[at++] = ' ';
        hex[at++] = digits[c >> 4];
        hex[at++] = digits[c & 15];
    }
    hex[at] = '\0';
    set_str(b, o, "hex", hex);
    if (n > HEX)
        set_int(b, o, "hex_cut", n - HEX);
}

/* The charset of the bytes: the document's, or that of their stretch. */
static void add_charset(builder *b, dm_value *o, const dm_doc *doc,
                        dm_range raw)
{
    const dm_candidate *c = doc->charset.candidates;
    dm_value           *cs = dm_value_object(b->arena);
    const char         *name, *evidence;

    if (doc->charset.n == 0)
        return;
    name = dm_charset_name(c->charset);
    evidence = c->evidence != NULL ? c->evidence : "";
    for (size_t i = 0; i < doc->decoded.nsegments; i++) {
        const dm_segment *s = &doc->decoded.segments[i];

        if (s->bytes.from > raw.from || raw.from >= s->bytes.to)
            continue;
        name = dm_charset_name(s->charset);
        evidence = s->evidence;
    }
    set_str(b, cs, "name", name);
    set_str(b, cs, "how", dm_witness_name(c->how));
    set(b, cs, "confidence", dm_value_real(b->arena, c->confidence));
    if (evidence[0] != '\0')
        set_str(b, cs, "evidence", evidence);
    set(b, o, "charset", cs);
}

static bool overlap(dm_range a, dm_range b)
{
    return a.from < b.to && b.from < a.to;
}

static bool undecodable(const dm_doc *doc, dm_range raw)
{
    for (size_t i = 0; i < doc->decoded.nerrors; i++)
        if (overlap(doc->decoded.errors[i], raw))
            return true;
    return false;
}

/* Line and column of a place of "decoded", in its member if it is one of a
** container (whose members are UTF-8: their bytes are their text). */
static void add_line(builder *b, dm_value *o, const dm_doc *doc, size_t at)
{
    const dm_view  *file = doc->decoded_view;
    const dm_part  *part = dm_doc_part_at(doc, at);
    const dm_lines *lines = dm_view_lines(file);
    size_t          line, first = 0, from;

    if (lines == NULL) {
        b->ok = false;
        return;
    }
    line = dm_lines_at(lines, at);
    from = dm_lines_range(lines, line).from;
    if (part != NULL) {
        first = dm_lines_at(lines, part->bytes.from);
        from = from > part->bytes.from ? from : part->bytes.from;
        set(b, o, "part", dm_value_string(b->arena, part->name));
    }
    set_int(b, o, "line", line - first + 1);
    set_int(b, o, "col",
            dm_view_codepoints(file, at) - dm_view_codepoints(file, from) + 1);
}

static void add_file(builder *b, dm_value *o, const dm_doc *doc, dm_range range)
{
    dm_range  raw = {0, 0}, told;
    dm_value *decoded = dm_value_object(b->arena);
    bool      exact = dm_view_source(doc->decoded_view, range, &raw);

    add_line(b, o, doc, range.from);
    told = raw;
    (void)dm_doc_in_part(doc, &told, &exact);
    set_pair(b, o, "src", told);
    set_bool(b, o, "exact", exact);
    add_bytes(b, o, doc, raw);
    set_text(b, decoded, "text",
             dm_slice_sub(doc->decoded_view->text, range.from, range.to));
    set_pair(b, decoded, "char", chars(doc->decoded_view, range));
    set_pair(b, decoded, "byte", range);
    set(b, o, "decoded", decoded);
    add_charset(b, o, doc, raw);
    if (undecodable(doc, raw))
        set_bool(b, o, "decode_error", true);
}

/* The first edit of `map` that ends behind source byte `at`. */
static size_t first_edit(const dm_align *map, size_t at)
{
    size_t lo = 0, hi = map->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (map->edits[mid].src + map->edits[mid].slen <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* `range` of a stage's source widened to the clusters it meets; how many. */
static size_t widen(const dm_align *map, dm_range *range)
{
    const dm_range asked = *range;
    size_t         n = 0;

    if (map->edits == NULL)
        return 0;
    for (size_t i = first_edit(map, asked.from); i < map->n; i++) {
        const dm_edit *e = &map->edits[i];
        dm_range       r = {e->src, (size_t)e->src + e->slen};

        if (r.from >= asked.to)
            break;
        if (e->slen == 0 && r.from == asked.from)
            continue; /* put in before it */
        n++;
        range->from = r.from < range->from ? r.from : range->from;
        range->to = r.to > range->to ? r.to : range->to;
    }
    return n;
}

static void add_repairs(builder *b, dm_value *step, const dm_view *view,
                        dm_range src)
{
    dm_value *list = dm_value_list(b->arena);
    size_t    n = 0;

    for (size_t i = 0; i < view->nmends && n < REPAIRS; i++) {
        const dm_mend *m = &view->mends[i];
        dm_value      *one;

        if (!overlap(m->src, src))
            continue;
        n++;
        one = dm_value_object(b->arena);
        set_str(b, one, "mechanism", m->mechanism);
        set_str(b, one, "certainty", dm_certainty_name(m->certainty));
        set_bool(b, one, "applied", m->applied);
        set_text(b, one, "before", m->before);
        set_text(b, one, "after", m->after);
        if (m->note.len > 0)
            set_text(b, one, "note", m->note);
        b->ok = dm_value_push(b->arena, list, one) && b->ok;
    }
    if (n > 0)
        set(b, step, "repairs", list);
}

/* What a reader or a step does, in a phrase; NULL when there is none. */
static const char *what(const dm_view *view, dm_slice before, dm_slice after)
{
    const dm_step *step;

    if (view->depth > 2) {
        step = dm_step_find(dm_slice_str(view->stage.name));
        return step != NULL ? step->what : NULL;
    }
    if (before.len > 2 && before.ptr[0] == '&' && after.len > 0)
        return "a character reference";
    if (after.len == 0)
        return "markup or white space that is no text";
    return NULL;
}

/* One stage: what became of `*range`, which is then in the view's text.  False
** when nothing is left. */
static bool add_step(builder *b, dm_value *steps, const dm_view *view,
                     dm_range *range)
{
    dm_value *step = dm_value_object(b->arena);
    dm_range  src = *range, dst = {0, 0};
    size_t    edits = widen(&view->map, &src);
    dm_slice  before = dm_slice_sub(view->parent->text, src.from, src.to);
    dm_slice  after;
    bool      exact = dm_align_down(&view->map, *range, &dst);

    after = dm_slice_sub(view->text, dst.from, dst.to);
    set_str(b, step, "name", view->stage.name);
    set_bool(b, step, "changed", edits > 0);
    if (edits > 0) {
        const char *phrase = what(view, before, after);

        set_int(b, step, "edits", edits);
        set_bool(b, step, "exact", exact);
        set_text(b, step, "before", before);
        set_text(b, step, "after", after);
        if (phrase != NULL)
            set_str(b, step, "what", phrase);
    }
    add_repairs(b, step, view, src);
    b->ok = dm_value_push(b->arena, steps, step) && b->ok;
    *range = dst;
    return dst.to > dst.from || before.len == 0;
}

static void add_end(builder *b, dm_value *o, const dm_view *view, dm_range r)
{
    const dm_lines *lines = dm_view_lines(view);
    size_t          line, from;

    set_text(b, o, "text", dm_slice_sub(view->text, r.from, r.to));
    set_pair(b, o, "char", chars(view, r));
    set_pair(b, o, "byte", r);
    if (lines == NULL) {
        b->ok = false;
        return;
    }
    line = dm_lines_at(lines, r.from);
    from = dm_lines_range(lines, line).from;
    set_int(b, o, "view_line", line + 1);
    set_int(b, o, "view_col",
            dm_view_codepoints(view, r.from) - dm_view_codepoints(view, from) +
                1);
}

/* Every stage below "decoded"; the last place goes to `*range`. */
static bool add_steps(builder *b, dm_value *o, const dm_view *view,
                      dm_range *range)
{
    const dm_view *way[STAGES];
    dm_value      *steps = dm_value_list(b->arena);
    size_t         n = 0;
    bool           some = range->to > range->from;

    for (const dm_view *v = view; v->depth > 1 && n < STAGES; v = v->parent)
        way[n++] = v;
    set(b, o, "steps", steps);
    while (n-- > 0) {
        bool left = add_step(b, steps, way[n], range);

        if (left || !some)
            continue;
        set_str(b, o, "removed", way[n]->stage.name);
        return false;
    }
    return true;
}

dm_value *dm_path_value(const dm_view *view, dm_range range, dm_arena *arena,
                        dm_err *err)
{
    builder       b = {arena, true};
    dm_value     *o = dm_value_object(arena);
    const dm_doc *doc = view->doc;

    add_file(&b, o, doc, range);
    set_str(&b, o, "view", view->name);
    if (view->depth == 0) {
        dm_range raw = {0, 0};

        (void)dm_view_source(doc->decoded_view, range, &raw);
        set_pair(&b, o, "byte", raw);
    } else if (add_steps(&b, o, view, &range)) {
        add_end(&b, o, view, range);
    }
    if (b.ok)
        return o;
    dm_fail(err, DM_E_MEMORY, "no memory for the way of a place");
    return NULL;
}
