/* test_provenance.c - the promise: any range of any view names the bytes of
** the file it came from, and where that is exact, those bytes say the same.
**
** Random ranges of several views of generated documents in several charsets,
** and of real files where there are some.  The judge is simple and apart from
** the code it judges: the bytes are decoded alone (that decoding is right is
** for tests/unit/text to say); for a page a few lines take tags and references
*out of them; then both sides go through
** the view's steps and are compared without white space.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <iconv.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>

#include "load/load.h"
#include "text/utf8.h"

static uint32_t seed = 1;

static uint32_t roll(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 8) * n) >> 24);
}

/* `in`, converted; the caller frees.  NULL where it does not convert. */
static char *convert(dm_slice in, const char *from, const char *to, size_t *len)
{
    iconv_t cd = iconv_open(to, from);
    size_t  left = in.len;
    size_t  room = in.len * 4 + 16;
    char   *out = malloc(room + 1);
    char   *at = out;
    char   *src = (char *)(uintptr_t)in.ptr;
    size_t  got;

    assert_true(cd != (iconv_t)-1);
    got = iconv(cd, &src, &left, &at, &room);
    iconv_close(cd);
    if (got == (size_t)-1 || left > 0) {
        free(out);
        return NULL;
    }
    *len = (size_t)(at - out);
    *at = '\0';
    return out;
}

/* One character reference at `s`: its length, or 0; the character goes to
** `out`. */
static size_t reference(const char *s, char *out, size_t *n)
{
    char                  name[32];
    size_t                len = 1;
    bool                  hex = s[1] == '#' && (s[2] | 32) == 'x';
    const htmlEntityDesc *e;
    unsigned long         cp;

    while (len < 30 && (s[len] == '#' || (s[len] >= '0' && s[len] <= '9') ||
                        ((s[len] | 32) >= 'a' && (s[len] | 32) <= 'z')))
        len++;
    snprintf(name, sizeof name, "%.*s", (int)len - 1, s + 1);
    e = htmlEntityLookup((const xmlChar *)name);
    cp = name[0] == '#' ? strtoul(name + 1 + hex, NULL, hex ? 16 : 10)
         : e != NULL    ? e->value
                        : 0;
    if (cp == 0 || (cp >= 0x80 && cp < 0xA0) || (s[len] != ';' && cp > 255))
        return 0;
    *n = dm_utf8_encode((uint32_t)cp, out);
    return len + (s[len] == ';');
}

/* Take tags, comments and references out of `s`, where it stands. */
static void strip(char *s)
{
    char *out = s;

    while (*s != '\0') {
        char  *end = NULL;
        size_t n = 0;
        size_t len = *s == '&' ? reference(s, out, &n) : 0;

        if (len > 0)
            end = NULL;
        else if (strncmp(s, "<!--", 4) == 0)
            end = strstr(s, "-->");
        else if (*s == '<' &&
                 (s[1] == '/' || ((s[1] | 32) >= 'a' && (s[1] | 32) <= 'z')))
            end = strchr(s, '>');
        if (end != NULL)
            s = end + (*end == '-' ? 3 : 1);
        else if (len > 0) {
            s += len;
            out += n;
        } else
            *out++ = *s++;
    }
    *out = '\0';
}

static bool blank(const char *s, size_t *len)
{
    static const char *const blanks[] = {" ",  "\t",       "\n",          "\r",
                                         "\f", "\xC2\xA0", "\xE3\x80\x80"};

    *len = 1;
    if (*s > '\0' && *s < ' ')
        return true; /* controls are no text of a page */
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        *len = strlen(blanks[i]);
        if (strncmp(s, blanks[i], *len) == 0)
            return true;
    }
    return false;
}

static bool same_but_for_space(const char *a, const char *b)
{
    size_t len;

    for (;;) {
        while (blank(a, &len))
            a += len;
        while (blank(b, &len))
            b += len;
        if (*a != *b)
            return false;
        if (*a == '\0')
            return true;
        a++;
        b++;
    }
}

/* The steps of `view` over `text`, as a fresh string. */
static char *through(const dm_view *view, const char *text)
{
    dm_load_options o = {.charset = "utf-8", .from = "text", .binary = true};
    dm_doc         *doc;
    const dm_view  *made;
    char           *out;

    if (view == view->doc->text)
        return strdup(text);
    doc = dm_load(DM_S("x"), DM_S(""), dm_slice_str(text), &o, NULL);
    assert_non_null(doc);
    made = dm_doc_view(doc, dm_slice_str(view->name), NULL);
    assert_non_null(made);
    out = strndup(made->text.ptr, made->text.len);
    dm_doc_free(doc);
    return out;
}

/* Is there a tag with a quote that does not end in it? */
static bool half_quoted(const char *s)
{
    size_t quotes = 0;

    for (bool tag = false; *s != '\0'; s++) {
        if (*s == '<' && tag)
            return true;
        if (*s == '<')
            tag = true;
        quotes += tag && *s == '"';
        if (tag && *s == '>' && quotes % 2 != 0)
            return true;
        if (*s == '>')
            tag = false;
    }
    return false;
}

/* What cannot be judged by a few lines: content that is no text. */
static bool beyond_us(const char *s)
{
    static const char *const words[] = {
        "<script", "<style",    "<noscript", "<template", "hidden",
        "<title",  "display",   "<iframe",   "<svg",      "<textarea",
        "<rt",     "<rp",       "<noframes", "<noembed",  "<?",
        "<!",      "<datalist", "<object",   "]]>",       "='",
        "= ",      "&#12",      "&#13",      "&#14",      "&#15"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(s, words[i]) != NULL)
            return true;
    return half_quoted(s);
}

typedef struct tally {
    size_t asked, exact, judged;
} tally;

/* These bytes alone, as text; the caller frees.  NULL where one is bad. */
static char *decode(dm_slice in, const dm_charset *cs, size_t *len)
{
    dm_arena   arena;
    dm_decoded d;
    char      *out = NULL;

    dm_arena_init(&arena, 1 << 28);
    assert_true(dm_decode(&d, &arena, in, cs, 0, 1 << 27, NULL));
    *len = d.text.len;
    if (d.bad == 0) {
        out = malloc(d.text.len + 1);
        memcpy(out, d.text.ptr, d.text.len);
        out[d.text.len] = '\0';
    }
    dm_arena_fini(&arena);
    return out;
}

static void judge(const dm_view *view, dm_range r, dm_range src, tally *t)
{
    const dm_doc *doc = view->doc;
    bool          page = strcmp(doc->format, "html") == 0;
    size_t        len;
    char         *bytes = decode(dm_slice_sub(doc->bytes, src.from, src.to),
                                 doc->charset.candidates[0].charset, &len);
    char         *want = strndup(view->text.ptr + r.from, r.to - r.from);
    char         *got;

    if (bytes == NULL) {
        if (doc->decoded.bad == 0)
            fail_msg("%s: bytes %zu-%zu do not decode", doc->id.ptr, src.from,
                     src.to);
    } else if (strlen(bytes) == len && !(page && beyond_us(bytes))) {
        char *source = strdup(bytes);
        if (page)
            strip(bytes);
        got = through(view, bytes);
        if (!same_but_for_space(got, want))
            fail_msg("%s %s %zu-%zu: bytes %zu-%zu\n%.*s\nsay  [%s]\ntext [%s]",
                     doc->id.ptr, view->name, r.from, r.to, src.from, src.to,
                     (int)strlen(source), source, got, want);
        t->judged++;
        free(got);
        free(source);
    }
    free(bytes);
    free(want);
}

static size_t on_edge(dm_slice text, size_t at)
{
    while (at > 0 && at < text.len && dm_utf8_inside(text.ptr[at]))
        at--;
    return at;
}

static void probe(const dm_view *view, size_t times, tally *t)
{
    size_t n = view->text.len;

    for (size_t i = 0; i < times && n > 0; i++) {
        size_t   from = on_edge(view->text, roll((uint32_t)n));
        size_t   to = on_edge(view->text, from + 1 + roll(i % 3 ? 12 : 200));
        dm_range r = {from, to > n ? n : to};
        dm_range src = {1, 0};
        bool     exact;

        if (r.to <= r.from)
            continue;
        exact = dm_view_source(view, r, &src);
        assert_true(src.from <= src.to && src.to <= view->doc->bytes.len);
        t->asked++;
        t->exact += exact;
        if (exact)
            judge(view, r, src, t);
    }
}

static void probe_document(dm_slice id, dm_slice bytes, const char *charset,
                           size_t times, tally *t)
{
    static const char *const views[] = {"text", "clean",
                                        "lines,nfkc,width,punct"};
    dm_load_options          o = {.charset = charset, .binary = true};
    dm_err                   err;
    dm_doc                  *doc = dm_load(id, id, bytes, &o, &err);

    if (doc == NULL)
        fail_msg("%s: %s", id.ptr, err.msg);
    for (size_t v = 0; v < 3; v++) {
        const dm_view *view = dm_doc_view(doc, dm_slice_str(views[v]), &err);

        if (view == NULL)
            fail_msg("%s %s: %s", id.ptr, views[v], err.msg);
        probe(view, times, t);
    }
    dm_doc_free(doc);
}

static const char *const words[] = {
    "中文",   "信息 ",  "資訊",  "，", "。",   "（一）", "１２",
    "ＡＢ",   "hello ", "world", "\n", "\r\n", "　　",   "  ",
    "2023年", "—",      "“引”",  "x",  "カタ", ";",      "...",
};

static const char *const scraps[] = {
    "<p>",       "</p>",
    "<b>",       "</b>",
    "<br>",      "<div class=\"a b\">",
    "</div>",    "&amp;",
    "&lt;",      "&#20013;",
    "&nbsp;",    "<ul><li>",
    "</ul>",     "<table><tr><td>",
    "</td><td>", "</table>",
    "<h2>",      "</h2>",
    "&foo;",     "<a href=\"/x?a=1&amp;b\">",
    "</a>",      "&#x6587;",
    "&copy ",    "<pre>",
    "</pre>",    "</foo>",
    "&",         " < ",
    "> ",
};

static void generate(dm_buf *b, bool page)
{
    size_t n = 50 + roll(400);

    dm_buf_clear(b);
    if (page)
        dm_buf_str(b, "<!doctype html><html><body>");
    for (size_t i = 0; i < n; i++) {
        if (page && roll(3) == 0)
            dm_buf_str(b, scraps[roll(sizeof scraps / sizeof *scraps)]);
        else
            dm_buf_str(b, words[roll(sizeof words / sizeof *words)]);
    }
}

static void generated(void **state)
{
    static const char *const charsets[] = {"utf-8",     "gb18030",  "big5",
                                           "shift_jis", "utf-16le", "euc-jp"};
    tally                    t = {0, 0, 0};
    size_t                   unfit = 0;
    dm_buf                   b;

    (void)state;
    dm_buf_init(&b, 1 << 20);
    for (size_t i = 0; i < 1200; i++) {
        const char       *name = charsets[i % 6];
        const dm_charset *cs = dm_charset_find(dm_slice_str(name));
        size_t            len;
        char             *bytes;
        char              id[32];

        seed = (uint32_t)i + 1;
        snprintf(id, sizeof id, "%s %zu", name, i);
        generate(&b, i % 2 == (i / 6) % 2);
        bytes = convert(dm_buf_view(&b), "UTF-8//TRANSLIT",
                        dm_charset_iconv(cs), &len);
        if (bytes == NULL) {
            unfit++;
            continue;
        }
        probe_document(dm_slice_str(id), (dm_slice){bytes, len}, name, 30, &t);
        free(bytes);
    }
    dm_buf_fini(&b);
    print_message("%zu ranges, %zu exact, %zu judged, %zu not to be encoded\n",
                  t.asked, t.exact, t.judged, unfit);
    assert_true(t.judged > t.asked / 2);
    assert_true(t.exact * 10 > t.asked * 9);
}

/* The bytes of a file, unpacked where it is packed; -1 when it is none. */
static long slurp(const char *path, char *room, size_t max)
{
    char   command[600];
    FILE  *f;
    size_t n;

    snprintf(command, sizeof command, "gzip -dcf '%s'", path);
    f = popen(command, "r");
    if (f == NULL)
        return -1;
    n = fread(room, 1, max, f);
    pclose(f);
    return (long)n;
}

static size_t probe_folder(const char *folder, const char *end, tally *t)
{
    static char    room[8 << 20];
    DIR           *dir = opendir(folder);
    struct dirent *entry;
    size_t         files = 0;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char     path[512];
        size_t   len = strlen(entry->d_name);
        long     n;
        dm_slice id;

        if (entry->d_name[0] == '.' || len < strlen(end) ||
            strcmp(entry->d_name + len - strlen(end), end) != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        n = slurp(path, room, sizeof room);
        id = dm_slice_str(path);
        seed = (uint32_t)++files;
        if (n > 0)
            probe_document(id, (dm_slice){room, (size_t)n}, NULL, 20, t);
    }
    if (dir != NULL)
        closedir(dir);
    return files;
}

static void real_files(void **state)
{
    static const char *const folders[][2] = {
        {"../shared/seeds",                  ".txt"},
        {"../shared/data/html/zh",           ".gz" },
        {"../shared/data/html/aeb",          ".gz" },
        {"../shared/data/charset/gb18030",   ""    },
        {"../shared/data/charset/big5",      ".xml"},
        {"../shared/data/charset/shift_jis", ".xml"},
        {"../shared/data/charset/utf-8",     ".xml"},
    };
    tally  t = {0, 0, 0};
    size_t files = 0;

    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        files += probe_folder(folders[i][0], folders[i][1], &t);
    if (files == 0) {
        print_message("skipped: no real files here\n");
        skip();
    }
    print_message("%zu files: %zu ranges, %zu exact, %zu judged\n", files,
                  t.asked, t.exact, t.judged);
    assert_true(t.judged > t.asked / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generated),
        cmocka_unit_test(real_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
