/* explain_put.c - places, source lines with carets, heads. */
#include "desk/explain_put.h"

#include <inttypes.h>
#include <stdio.h>

#include "text/utf8.h"

enum { QUOTED = 200 }; /* bytes of a text that are shown */

static const char *const sgr[] = {[DM_PAINT_HEAD] = "1",
                                  [DM_PAINT_PLACE] = "36",
                                  [DM_PAINT_GOOD] = "32",
                                  [DM_PAINT_BAD] = "31",
                                  [DM_PAINT_DIM] = "2"};

static void begin(const dm_told *e, dm_paint how)
{
    if (e->color)
        dm_buf_printf(e->out, "\x1b[%sm", sgr[how]);
}

static void end(const dm_told *e)
{
    if (e->color)
        dm_buf_str(e->out, "\x1b[0m");
}

void dm_told_paint(const dm_told *e, dm_paint how, dm_slice s)
{
    begin(e, how);
    dm_visible(e->out, s);
    end(e);
}

void dm_told_printf(const dm_told *e, dm_paint how, const char *fmt, ...)
{
    char    text[256];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    begin(e, how);
    dm_buf_str(e->out, text);
    end(e);
}

/* Characters that look like a blank and are none, or that only change others:
** where a pattern is held against a text they must be seen. */
static bool alike(uint32_t c)
{
    return c == 0xA0 || c == 0xAD || c == 0x200C || c == 0x200D || c == 0x202F;
}

/* Append `s` as dm_visible does, also such characters by their number; the
** cells it takes. */
static size_t put_seen(dm_buf *out, dm_slice s)
{
    size_t cells = 0, n;
    char   room[DM_VISIBLE_ROOM];

    while (s.len > 0) {
        dm_slice piece = dm_visible_next(&s, room, &n);
        uint32_t c = dm_utf8_at(piece, 0);

        if (alike(c)) {
            size_t start = out->len;

            dm_buf_printf(out, "<U+%04" PRIX32 ">", c);
            n = out->len - start;
        } else {
            dm_buf_slice(out, piece);
        }
        cells += n;
    }
    return cells;
}

void dm_told_quote(const dm_told *e, dm_slice s)
{
    size_t n = s.len > QUOTED ? dm_utf8_back(s, QUOTED + 1) : s.len;

    dm_buf_char(e->out, '"');
    (void)put_seen(e->out, dm_slice_sub(s, 0, n));
    dm_buf_str(e->out, n < s.len ? "...\"" : "\"");
}

void dm_told_where(const dm_told *e, const dm_value *place)
{
    dm_slice part = dm_member_str(place, "part");
    int64_t  line = dm_member_int(place, "line");

    begin(e, DM_PAINT_PLACE);
    dm_visible(e->out, e->id);
    if (part.len > 0)
        dm_buf_char(e->out, '!');
    dm_visible(e->out, part);
    if (line > 0)
        dm_buf_printf(e->out, ":%" PRId64 ":%" PRId64, line,
                      dm_member_int(place, "col"));
    end(e);
}

static void spaces(dm_buf *out, size_t n, char c)
{
    for (size_t i = 0; i < n; i++)
        dm_buf_char(out, c);
}

/* The cells that `s` takes. */
static size_t cells(dm_buf *out, dm_slice s)
{
    size_t start = out->len, n = put_seen(out, s);

    if (!out->failed)
        out->len = start; /* measured, not written */
    return n;
}

/* Where in a line carets and tildes go, in bytes; begin <= from <= to. */
typedef struct marks {
    size_t begin, from, to;
} marks;

/* Carets under bytes [from, to) of `line`, at least one. */
static void put_marks(const dm_told *e, dm_slice line, marks m)
{
    size_t before = cells(e->out, dm_slice_sub(line, 0, m.begin));
    size_t way = cells(e->out, dm_slice_sub(line, m.begin, m.from));
    size_t n = cells(e->out, dm_slice_sub(line, m.from, m.to));

    spaces(e->out, before, ' ');
    begin(e, DM_PAINT_GOOD);
    spaces(e->out, way, '~');
    spaces(e->out, n > 0 ? n : 1, '^');
    end(e);
    dm_buf_char(e->out, '\n');
}

static size_t offset(const dm_value *o, const char *key, size_t most)
{
    int64_t n = dm_member_int(o, key);

    return n < 0 ? 0 : (size_t)n > most ? most : (size_t)n;
}

void dm_told_source(const dm_told *e, const dm_value *source, int indent)
{
    dm_slice text = dm_member_str(source, "text");
    marks    m;
    size_t   shift = 0;

    if (source == NULL)
        return;
    m.to = offset(source, "to", text.len);
    m.from = offset(source, "from", m.to);
    m.begin = dm_member_at(source, "begin") != NULL
                  ? offset(source, "begin", m.from)
                  : m.from;
    spaces(e->out, (size_t)indent, ' ');
    if (dm_member_true(source, "before")) {
        dm_buf_str(e->out, "... ");
        shift = 4;
    }
    (void)put_seen(e->out, text);
    if (dm_member_true(source, "behind"))
        dm_buf_str(e->out, " ...");
    dm_buf_char(e->out, '\n');
    spaces(e->out, (size_t)indent + shift, ' ');
    put_marks(e, text, m);
}

void dm_told_pattern(const dm_told *e, dm_slice pattern, size_t from, size_t to,
                     int indent)
{
    marks m;

    spaces(e->out, (size_t)indent, ' ');
    (void)put_seen(e->out, pattern);
    dm_buf_char(e->out, '\n');
    if (from == 0 || from > pattern.len + 1)
        return;
    m.begin = m.from = from - 1;
    m.to = to > pattern.len ? pattern.len : to < m.from ? m.from : to;
    spaces(e->out, (size_t)indent, ' ');
    put_marks(e, pattern, m);
}

void dm_told_bytes(const dm_told *e, const dm_value *place)
{
    const dm_value *src = dm_member_at(place, "src");
    int64_t         from = dm_list_int(src, 0), to = dm_list_int(src, 1);

    if (from == to)
        dm_buf_printf(e->out, "of no byte: put in at byte %" PRId64, from);
    else
        dm_buf_printf(
            e->out, "source bytes %" PRId64 "-%" PRId64 "%s", from, to,
            dm_member_true(place, "exact") ? "" : " (widened to whole units)");
}

static void put_member(const dm_told *e, const dm_value *o, const char *key,
                       const char *before)
{
    dm_slice s = dm_member_str(o, key);

    if (s.len == 0)
        return;
    dm_buf_str(e->out, before);
    dm_visible(e->out, s);
}

/* What became of the document, when it was not just a record. */
static void put_fate(const dm_told *e, const dm_value *report)
{
    static const char *const keys[][2] = {
        {"away",    "the script's needs turned the document away: "},
        {"skipped", "the script skipped this document: "           },
        {"failed",  "the document failed: "                        }
    };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (dm_member_at(report, keys[i][0]) == NULL)
            continue;
        dm_told_printf(e, DM_PAINT_BAD, "%s", keys[i][1]);
        dm_visible(e->out, dm_member_str(report, keys[i][0]));
        dm_buf_char(e->out, '\n');
    }
}

void dm_told_head(const dm_told *e, const dm_value *report)
{
    const dm_value *doc = dm_member_at(report, "doc");
    const dm_value *script = dm_member_at(report, "script");

    dm_told_paint(e, DM_PAINT_HEAD, e->id);
    put_member(e, doc, "format", ": ");
    put_member(e, doc, "charset", ", ");
    dm_buf_printf(e->out, ", %" PRId64 " bytes", dm_member_int(doc, "bytes"));
    put_member(e, script, "name", "; script ");
    dm_buf_char(e->out, '\n');
    put_fate(e, report);
}

/* "3 matches", "no match". */
static void put_count(const dm_told *e, int64_t n)
{
    if (n == 0)
        dm_told_printf(e, DM_PAINT_BAD, "no match");
    else
        dm_told_printf(e, DM_PAINT_GOOD, "%" PRId64 " match%s", n,
                       n == 1 ? "" : "es");
}

/* "failed in where at notice.txt:1:6: boom": the rule that the document failed
** on, in which of its functions, asked about what. */
static void put_broke(const dm_told *e, const dm_value *broke)
{
    const dm_value *place = dm_member_at(broke, "place");

    dm_told_printf(e, DM_PAINT_BAD, "failed");
    put_member(e, broke, "what", " in ");
    if (place != NULL) {
        dm_buf_str(e->out, " at ");
        dm_told_where(e, place);
    }
    put_member(e, broke, "reason", ": ");
    dm_buf_str(e->out, "; before that ");
}

static void put_counts(const dm_told *e, const dm_value *rule)
{
    int64_t         refused = dm_member_int(rule, "nrejected");
    int64_t         lost = dm_member_int(rule, "nbeaten");
    const dm_value *broke = dm_member_at(rule, "broke");

    if (!dm_member_true(rule, "ran")) {
        dm_told_printf(e, DM_PAINT_BAD, "never ran");
        put_member(e, rule, "unran", ": ");
        return;
    }
    if (broke != NULL)
        put_broke(e, broke);
    put_count(e, dm_member_int(rule, "hits"));
    if (refused > 0)
        dm_buf_printf(e->out, ", %" PRId64 " refused", refused);
    if (lost > 0)
        dm_buf_printf(e->out, ", %" PRId64 " lost to other rules", lost);
}

static void put_matcher(const dm_told *e, const dm_value *m)
{
    dm_slice kind = dm_member_str(m, "kind");
    int64_t  count = dm_member_int(m, "count");

    dm_buf_str(e->out, "    match ");
    if (!dm_slice_eq(kind, DM_S("regex"))) {
        dm_visible(e->out, kind);
        if (count > 0)
            dm_buf_printf(e->out, " of %" PRId64, count);
    }
    dm_visible(e->out, dm_member_str(m, "text"));
    put_member(e, m, "flags", "   flags ");
    dm_buf_char(e->out, '\n');
}

void dm_told_rule(const dm_told *e, const dm_value *rule)
{
    dm_value *const *items;
    size_t           n = dm_member_items(rule, "match", &items);

    dm_buf_str(e->out, "\nrule ");
    dm_told_paint(e, DM_PAINT_HEAD, dm_member_str(rule, "id"));
    dm_buf_str(e->out, " (");
    dm_visible(e->out, dm_member_str(rule, "file"));
    dm_buf_printf(e->out, ":%" PRId64 "): ", dm_member_int(rule, "line"));
    put_counts(e, rule);
    dm_buf_char(e->out, '\n');
    for (size_t i = 0; i < n; i++)
        put_matcher(e, items[i]);
    put_member(e, rule, "view", "    in the view ");
    put_member(e, rule, "within", ", within ");
    if (dm_member_at(rule, "regions") != NULL)
        dm_buf_printf(e->out, " (%" PRId64 " here)",
                      dm_member_int(rule, "regions"));
    dm_buf_char(e->out, '\n');
}
