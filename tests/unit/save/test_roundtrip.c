/* test_roundtrip.c - what write-back promises, over generated documents.
**
** Each case makes a text, in one of the charsets and formats below, edits
** random spans of a random view, writes, and judges by itself: with no edits
** the bytes are the input's; with edits all bytes outside of the splices (their
** places in the file, asked of the map) are the input's, in order; the new
** bytes decode to the new source; and the new file, loaded, has the text that
** it should, white space folded where the format folds it.  Line breaks that
** the reader puts in between blocks cannot be edited: they stay.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "load/load.h"
#include "load/markup.h"
#include "roundtrip_make.h"
#include "save/save.h"
#include "text/encode.h"
#include "text/utf8.h"
#include <cmocka.h>

enum { CASES = 40, EDITS = 6 }; /* of each charset and format */

static const struct {
    const char *name;
    void (*make)(dm_buf *out, size_t cs);
    bool folds; /* white space */
} formats[] = {
    {"text",     make_text,     false},
    {"html",     make_html,     true },
    {"markdown", make_markdown, true },
};

enum { FORMATS = sizeof formats / sizeof *formats };

/* One case: a file and what is asked of it. */
typedef struct kase {
    size_t  cs, format;
    dm_buf  file, out;
    dm_doc *doc;
} kase;

static void make_file(kase *k)
{
    const dm_charset *cs = dm_charset_find(dm_slice_str(charsets[k->cs].name));
    dm_encoded        how;
    dm_buf            text;

    dm_buf_init(&text, 1 << 20);
    dm_buf_init(&k->file, 1 << 22);
    formats[k->format].make(&text, k->cs);
    dm_buf_str(&k->file, charsets[k->cs].mark);
    if (!dm_encode(&k->file, dm_buf_view(&text), cs, NULL, NULL, &how, NULL))
        fail_msg("%s lacks U+%04X", charsets[k->cs].name, how.cp);
    if (roll(4) == 0 && strncmp(charsets[k->cs].name, "utf-16", 6) != 0 &&
        strcmp(charsets[k->cs].name, "iso-2022-jp") != 0)
        dm_buf_str(&k->file, " \xFF\n"); /* that decodes nowhere or oddly */
    dm_buf_fini(&text);
}

static dm_doc *load(const kase *k, const dm_buf *bytes)
{
    dm_load_options o = {.from = formats[k->format].name,
                         .charset = charsets[k->cs].name,
                         .binary = true};
    dm_err          err;
    dm_doc *doc = dm_load(DM_S("id"), DM_S(""), dm_buf_view(bytes), &o, &err);

    if (doc == NULL)
        fail_msg("%s", err.msg);
    return doc;
}

static size_t character(dm_slice text, uint32_t at)
{
    size_t i = at;

    while (i < text.len && dm_utf8_inside(text.ptr[i]))
        i++;
    return i;
}

static dm_range random_span(const dm_view *view)
{
    uint32_t len = (uint32_t)view->text.len;
    uint32_t from = roll(len + 1);
    uint32_t to = from + roll(len - from < 30 ? len - from + 1 : 30);
    dm_range r = {from, to};

    if (view == view->doc->raw)
        return r;
    r.from = character(view->text, from);
    r.to = character(view->text, to);
    return r;
}

static const char *const views[] = {"text",        "text",  "decoded", "clean",
                                    "lines,width", "whole", "raw",     "nfkc"};

static dm_change random_change(kase *k, char room[64])
{
    dm_slice  name = dm_slice_str(views[roll(8)]);
    dm_change c = {.view = dm_doc_view(k->doc, name, NULL),
                   .op = (dm_change_op)roll(DM_CHANGE_OPS),
                   .after = DM_S("]"),
                   .rule = DM_S("r"),
                   .file = DM_S("")};

    assert_non_null(c.view);
    snprintf(room, 64, "%s%s%s", roll(4) == 0 ? "<&" : "", word(k->cs),
             roll(5) == 0 ? " x\ny" : "");
    c.text = dm_slice_str(c.op == DM_CHANGE_WRAP ? "[" : room);
    c.range = random_span(c.view);
    return c;
}

/* Of two, the later number stands. */
static size_t last_stands(void *ud, const dm_doc *doc, size_t a, size_t b)
{
    (void)doc;
    (void)a;
    ++*(size_t *)ud;
    return b;
}

static void edit(kase *k, size_t *conflicts)
{
    dm_commit how = {.settle = last_stands, .ud = conflicts};
    size_t    n;
    dm_err    err;

    for (uint32_t i = 1 + roll(EDITS); i > 0; i--) {
        char      room[64];
        dm_change c = random_change(k, room);

        if (!dm_doc_change(k->doc, &c, &err) && err.code != DM_E_NO_EDIT)
            fail_msg("%d %s", (int)err.code, err.msg);
        if (roll(4) == 0)
            assert_true(dm_doc_commit(k->doc, &how, &n, &err));
    }
    assert_true(dm_doc_commit(k->doc, &how, &n, &err));
}

/* The bytes outside of the splices are the input's. */
static void check_outside(const kase *k, const dm_splices *s)
{
    dm_slice old = dm_buf_view(&k->file);
    dm_slice now = dm_buf_view(&k->out);
    size_t   at = 0;
    size_t   to = 0;

    for (size_t i = 0; i <= s->n; i++) {
        dm_range raw = {old.len, old.len};
        char    *p;

        if (i < s->n)
            dm_align_up(&k->doc->decoded.map, s->list[i].at, &raw);
        assert_true(raw.from >= at);
        if (i == 0)
            assert_memory_equal(old.ptr, now.ptr, raw.from);
        if (i == s->n)
            assert_memory_equal(old.ptr + at,
                                now.ptr + now.len - (raw.from - at),
                                raw.from - at);
        p = memmem(now.ptr + to, now.len - to, old.ptr + at, raw.from - at);
        if (p == NULL)
            fail_msg("bytes %zu to %zu are not in the new file", at, raw.from);
        to = (size_t)(p - now.ptr) + (raw.from - at);
        at = raw.to;
    }
}

/* Does the format change more than the splices? */
static bool has_more(const kase *k)
{
    return k->doc->markup != NULL && k->doc->markup->besides != NULL;
}

/* The old source with the splices done, by whoever reads this. */
static void check_text(const kase *k, const dm_splices *s)
{
    dm_slice old = k->doc->decoded.text;
    dm_doc  *again = load(k, &k->out);
    dm_buf   want;
    size_t   at = 0;

    dm_buf_init(&want, 1 << 22);
    for (size_t i = 0; i < s->n; i++) {
        dm_buf_slice(&want, dm_slice_sub(old, at, s->list[i].at.from));
        if (!s->list[i].source && k->doc->markup != NULL)
            k->doc->markup->escape(&want, s->list[i].text, old,
                                   s->list[i].at.from);
        else
            dm_buf_slice(&want, s->list[i].text);
        at = s->list[i].at.to;
    }
    dm_buf_slice(&want, dm_slice_sub(old, at, old.len));
    if (has_more(k)) { /* what stands beside splices is the format's to test */
        dm_buf_clear(&want);
        assert_true(dm_save_text(k->doc, &want, NULL));
    }
    if (!dm_slice_eq(dm_buf_view(&want), again->decoded.text))
        fail_msg("wrote %.*s\nwant %.*s", (int)again->decoded.text.len,
                 again->decoded.text.ptr, (int)want.len, want.ptr);
    dm_buf_fini(&want);
    dm_doc_free(again);
}

static void begin(kase *k, size_t cs, size_t format)
{
    *k = (kase){.cs = cs, .format = format};
    make_file(k);
    k->doc = load(k, &k->file);
    dm_buf_init(&k->out, 1 << 22);
}

static void end(kase *k)
{
    dm_doc_free(k->doc);
    dm_buf_fini(&k->file);
    dm_buf_fini(&k->out);
}

typedef struct sums {
    size_t cases, splices, conflicts, refused;
    size_t misread; /* what would be written says something else */
} sums;

static void run_case(kase *k, sums *t)
{
    dm_saved   saved;
    dm_splices s;
    dm_err     err;

    assert_true(dm_save(k->doc, &k->out, NULL, &saved, NULL));
    assert_true(saved.same);
    assert_true(dm_slice_eq(dm_buf_view(&k->out), dm_buf_view(&k->file)));
    dm_buf_clear(&k->out);
    edit(k, &t->conflicts);
    assert_true(dm_doc_splices(k->doc, &k->doc->arena, &s, NULL));
    t->cases++;
    t->splices += s.n;
    if (!dm_save(k->doc, &k->out, NULL, &saved, &err)) {
        if (err.code != DM_E_READ_BACK ||
            (k->doc->decoded.bad == 0 && k->doc->markup == NULL))
            fail_msg("%s, %s: %d %s", charsets[k->cs].name,
                     formats[k->format].name, (int)err.code, err.msg);
        assert_int_equal(k->out.len, 0);
        t->refused += k->doc->decoded.bad > 0;
        t->misread += k->doc->decoded.bad == 0;
        return;
    }
    if (strcmp(charsets[k->cs].name, "iso-2022-jp") != 0 && !has_more(k))
        check_outside(k, &s);
    check_text(k, &s);
}

static void each_case(void (*run)(kase *k, sums *t), size_t nformats, sums *t)
{
    for (size_t cs = 0; cs < CHARSETS; cs++)
        for (size_t f = 0; f < nformats; f++)
            for (uint32_t i = 0; i < CASES; i++) {
                kase k;

                seed = (uint32_t)(cs * 100003 + f * 1009 + i);
                begin(&k, cs, f);
                run(&k, t);
                end(&k);
            }
}

static void files_keep_every_other_byte(void **state)
{
    sums t = {0, 0, 0, 0, 0};

    (void)state;
    each_case(run_case, FORMATS, &t);
    print_message("%zu cases, %zu splices, %zu conflicts, %zu refused, "
                  "%zu would be misread\n",
                  t.cases, t.splices, t.conflicts, t.refused, t.misread);
    assert_true(t.misread * 100 < t.cases);
    assert_true(t.cases >= 500);
    assert_true(t.refused * 20 < t.cases);
}

/* Was byte `at` of the view "text" put in by the reader? */
static bool is_put_in(const dm_align *map, size_t at)
{
    for (size_t i = 0; i < map->n; i++)
        if (map->edits[i].slen == 0 && at >= map->edits[i].dst &&
            at < (size_t)map->edits[i].dst + map->edits[i].dlen)
            return true;
    return false;
}

/* What the text shall be after `c`: what the reader put in stays. */
static void foretell(const dm_change *c, dm_buf *out)
{
    const dm_align *map = &c->view->map;
    dm_slice        text = c->view->text;
    bool            told = false;

    for (size_t i = 0; i <= text.len; i++) {
        bool in = i >= c->range.from && i < c->range.to;
        bool put_in = i < text.len && is_put_in(map, i);
        bool here = (c->op == DM_CHANGE_REPLACE && in && !put_in) ||
                    (c->op == DM_CHANGE_BEFORE && in && !put_in) ||
                    (c->range.to == c->range.from && i == c->range.from);

        if (here && !told && c->op != DM_CHANGE_AFTER &&
            c->op != DM_CHANGE_DELETE) {
            dm_buf_slice(out, c->text);
            told = true;
        }
        if (c->op == DM_CHANGE_AFTER && i == c->range.to)
            dm_buf_slice(out, c->text);
        if (i < text.len && (!in || put_in || c->op > DM_CHANGE_DELETE))
            dm_buf_char(out, text.ptr[i]);
    }
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* `s` without white space, or with every run of it one blank. */
static void fold(dm_buf *out, dm_slice s, const char *blank)
{
    bool wait = false;

    for (size_t i = 0; i < s.len; i++) {
        if (is_blank(s.ptr[i])) {
            wait = out->len > 0;
            continue;
        }
        if (wait)
            dm_buf_str(out, blank);
        wait = false;
        dm_buf_char(out, s.ptr[i]);
    }
}

static bool same_folded(dm_slice a, dm_slice b, const char *blank)
{
    dm_buf x;
    dm_buf y;
    bool   same;

    dm_buf_init(&x, 1 << 22);
    dm_buf_init(&y, 1 << 22);
    fold(&x, a, blank);
    fold(&y, b, blank);
    same = dm_slice_eq(dm_buf_view(&x), dm_buf_view(&y));
    dm_buf_fini(&x);
    dm_buf_fini(&y);
    return same;
}

static int any_tag(dm_slice name)
{
    return !dm_slice_eq(name, DM_S("br"));
}

/* The new file's text is what was asked for; its tags are still pairs. */
static void judge(const kase *k, const dm_change *c, sums *t)
{
    dm_doc  *again = load(k, &k->out);
    dm_slice got = again->text->text;
    dm_buf   want;

    dm_buf_init(&want, 1 << 22);
    if (c->op == DM_CHANGE_WRAP)
        dm_buf_slice(&want, k->doc->text->text);
    else
        foretell(c, &want);
    t->cases++;
    t->splices += !same_folded(dm_buf_view(&want), got, " ");
    if (k->format == 1)
        assert_true(dm_pieces_balance(again->decoded.text, any_tag));
    else if (k->format == 0 && c->op != DM_CHANGE_WRAP)
        assert_true(dm_slice_eq(dm_buf_view(&want), got));
    if (!same_folded(dm_buf_view(&want), got, ""))
        fail_msg("%s: want '%.*s' got '%.*s'", dm_change_name(c->op),
                 (int)want.len, want.ptr, (int)got.len, got.ptr);
    dm_buf_fini(&want);
    dm_doc_free(again);
}

/* One edit of the view "text", and the text that the new file has. */
static void run_text_case(kase *k, sums *t)
{
    char      room[64];
    dm_change c = random_change(k, room);
    dm_commit how = {.made_only = false};
    dm_err    err;
    size_t    n;

    c.view = k->doc->text;
    c.range = random_span(c.view);
    if (c.op == DM_CHANGE_WRAP) {
        c.text = k->format == 0 ? DM_S("") : DM_S("<em>");
        c.after = k->format == 0 ? DM_S("") : DM_S("</em>");
    }
    if (!dm_doc_change(k->doc, &c, &err)) {
        assert_int_equal(err.code, DM_E_NO_EDIT);
        t->refused++;
        return;
    }
    assert_true(dm_doc_commit(k->doc, &how, &n, NULL));
    if (!dm_save(k->doc, &k->out, NULL, NULL, &err)) {
        assert_int_equal(err.code, DM_E_READ_BACK);
        return;
    }
    judge(k, &c, t);
}

static void text_is_what_was_asked_for(void **state)
{
    sums t = {0, 0, 0, 0, 0};

    (void)state;
    each_case(run_text_case, 2, &t); /* text and html */
    print_message("%zu cases, %zu differ in blanks, %zu refused\n", t.cases,
                  t.splices, t.refused);
    assert_true(t.cases >= 500);
    assert_true(t.splices * 100 < t.cases); /* a <br> between blocks gone */
    assert_true(t.refused * 10 < t.cases);  /* pages without text */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_keep_every_other_byte),
        cmocka_unit_test(text_is_what_was_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
