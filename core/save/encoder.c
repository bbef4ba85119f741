/* encoder.c - text into bytes, character by character only where one lacks. */
#include "save/encoder.h"

#include "text/declared.h"
#include "text/encode.h"
#include "text/utf8.h"

static bool lacks(const dm_encoder *e, const dm_charset *cs, uint32_t cp,
                  const dm_patch *why, dm_err *err)
{
    char words[120];
    char text[5] = "";

    text[dm_utf8_encode(cp, text)] = '\0';
    if (why == NULL || dm_patch_change(e->doc, why) == dm_doc_changes(e->doc)) {
        dm_fail(err, DM_E_UNENCODABLE, "%s has no '%s' (U+%04X)",
                dm_charset_name(cs), text, (unsigned)cp);
    } else {
        dm_patch_words(e->doc, why, words, sizeof words);
        dm_fail(err, DM_E_UNENCODABLE,
                "%s has no '%s' (U+%04X), which %s brings in",
                dm_charset_name(cs), text, (unsigned)cp, words);
        dm_patch_blame(e->doc, why, err);
    }
    return dm_fail_help(err, "--to-charset utf-8 converts the file; "
                             "--unencodable replace writes a question mark");
}

/* May no reference stand at `at` of `source`?  Asked from front to back. */
static bool is_barred(const dm_markup *m, dm_barrier *b, dm_slice source,
                      size_t at)
{
    if (m->barred == NULL)
        return false;
    if (b->source != source.ptr || at < b->stretch.from)
        *b = (dm_barrier){.source = source.ptr};
    while (!b->done && b->stretch.to <= at)
        b->done = !m->barred(source, &b->at, &b->stretch);
    return !b->done && at > b->stretch.from;
}

/* A reference to `cp`, if one is read as such where it will stand. */
static bool refer(dm_encoder *e, uint32_t cp, dm_slice text, size_t at,
                  const dm_patch *why, dm_buf *out)
{
    const dm_markup *m = e->doc->markup;

    if (m == NULL || m->refer == NULL)
        return false;
    if (why != NULL && why->splice.source && is_barred(m, &e->new, text, at))
        return false;
    if (why != NULL) {
        text = e->doc->decoded.text;
        at = why->at.from;
    }
    return !is_barred(m, &e->old, text, at) && m->refer(out, cp, text, at);
}

bool dm_encoder_stand_in(dm_encoder *e, uint32_t cp, dm_slice text, size_t at,
                         const dm_patch *why, dm_buf *out)
{

    if (e->policy == DM_UNENCODABLE_REPLACE) {
        dm_buf_char(out, '?');
        return true;
    }
    return e->policy != DM_UNENCODABLE_FAIL && refer(e, cp, text, at, why, out);
}

static bool put_all(dm_encoder *e, dm_slice text, const dm_charset *cs,
                    dm_encoded *how, dm_err *err)
{
    if (!dm_encode(e->out, text, cs, NULL, NULL, how, err))
        return false;
    dm_buf_slice(e->meant, text);
    return !e->meant->failed || dm_save_full(e->meant, err);
}

/* The character at `at` of `text`, where encoding stopped. */
static bool put_lacking(dm_encoder *e, dm_slice text, size_t at,
                        const dm_charset *cs, const dm_patch *why, dm_err *err)
{
    uint32_t   cp = dm_utf8_at(text, at);
    dm_buf     with;
    dm_encoded how;
    bool       ok;

    dm_buf_init(&with, 64);
    ok = dm_encoder_stand_in(e, cp, text, at, why, &with)
             ? !with.failed || dm_fail(err, DM_E_MEMORY, "no memory")
             : lacks(e, cs, cp, why, err);
    ok = ok && put_all(e, dm_buf_view(&with), cs, &how, err);
    dm_buf_fini(&with);
    e->lacking += ok;
    return ok;
}

bool dm_encoder_put(dm_encoder *e, dm_slice text, const dm_charset *cs,
                    const dm_patch *why, dm_err *err)
{
    size_t at = 0;

    while (at < text.len) {
        dm_slice   rest = dm_slice_sub(text, at, text.len);
        dm_encoded how = {0, 0, 0};
        dm_encoded part;
        dm_err     stop;

        if (put_all(e, rest, cs, &how, &stop))
            return true;
        if (stop.code != DM_E_UNENCODABLE) {
            if (err != NULL)
                *err = stop;
            return false;
        }
        if (!put_all(e, dm_slice_sub(rest, 0, how.n), cs, &part, err) ||
            !put_lacking(e, text, at + how.n, cs, why, err))
            return false;
        at += how.n + dm_utf8_len(rest.ptr[how.n]);
    }
    return true;
}

/* The charset that an ASCII page declares, if ASCII reads the same in it. */
static const dm_charset *declared(const dm_doc *doc)
{
    const dm_charset *cs;
    dm_range          name;
    size_t            at = 0;

    if (!dm_declared_next(doc->decoded.text, &at, &name))
        return NULL;
    cs = dm_charset_find(dm_slice_sub(doc->decoded.text, name.from, name.to));
    if (cs == NULL || strncmp(dm_charset_name(cs), "utf-16", 6) == 0 ||
        strncmp(dm_charset_name(cs), "utf-32", 6) == 0 || dm_shift_other(cs))
        return NULL;
    return cs;
}

static const dm_charset *of_file(const dm_doc *doc)
{
    const dm_charset *cs = NULL;

    if (doc->charset.n == 0)
        return dm_charset_find(DM_S("utf-8"));
    if (doc->charset.candidates[0].how == DM_BY_ASCII)
        cs = declared(doc);
    return cs != NULL ? cs : doc->charset.candidates[0].charset;
}

const dm_charset *dm_save_charset(const dm_doc *doc, size_t raw)
{
    const dm_segment *s = doc->decoded.segments;
    size_t            lo = 0;
    size_t            hi = doc->decoded.nsegments;

    if (hi == 0)
        return of_file(doc);
    while (lo + 1 < hi) { /* the last that begins at or before `raw` */
        size_t mid = lo + (hi - lo) / 2;

        if (s[mid].bytes.from <= raw)
            lo = mid;
        else
            hi = mid;
    }
    return s[lo].charset;
}

bool dm_shift_known(const dm_charset *cs)
{
    return strcmp(dm_charset_name(cs), "iso-2022-jp") == 0;
}

bool dm_shift_other(const dm_charset *cs)
{
    const char *name = dm_charset_name(cs);

    return !dm_shift_known(cs) &&
           (strncmp(name, "iso-2022-", 9) == 0 || strcmp(name, "utf-7") == 0);
}

/* The escape at the start of `s`, or an empty slice. */
static dm_slice escape_at(dm_slice s)
{
    static const char *const known[] = {
        "\x1B(B",  "\x1B(J",  "\x1B(I",  "\x1B$@",  "\x1B$B",
        "\x1B$(@", "\x1B$(B", "\x1B$(O", "\x1B$(Q", "\x1B$(D",
        "\x1B$A",  "\x1B$(A", "\x1B$(C", "\x1B$(P",
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (dm_slice_starts(s, dm_slice_str(known[i])))
            return dm_slice_sub(s, 0, strlen(known[i]));
    return DM_S("");
}

dm_slice dm_shift_after(dm_slice bytes, dm_slice state)
{
    size_t from = bytes.len;

    while (from > 0) {
        const char *esc = memrchr(bytes.ptr, 0x1B, from);
        dm_slice    found;

        if (esc == NULL)
            break;
        from = (size_t)(esc - bytes.ptr);
        found = escape_at(dm_slice_sub(bytes, from, bytes.len));
        if (found.len > 0)
            return found;
    }
    return state;
}

bool dm_shift_is_ascii(dm_slice state)
{
    return state.len == 0 || dm_slice_eq(state, DM_S("\x1B(B"));
}
