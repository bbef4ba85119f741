/* test_corpus.c - the detector against real files, where they are at hand.
**
** The files lie outside the project; without them the test says so and is
** skipped.  A file counts when it decodes to the text that its folder's
** charset gives.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "text/codec.h"
#include "text/decode.h"
#include "text/utf8.h"

#define FOLDER "../shared/data/charset/"

static bool read_file(const char *name, dm_buf *out)
{
    char   path[400];
    FILE  *f;
    char   room[4096];
    size_t n;

    (void)snprintf(path, sizeof path, FOLDER "%s", name);
    f = fopen(path, "rb");
    if (f == NULL)
        return false;
    while ((n = fread(room, 1, sizeof room, f)) > 0)
        dm_buf_add(out, room, n);
    (void)fclose(f);
    return true;
}

/* UTF-16 and UTF-32 folders have marks, which know the order better. */
static bool same_text(dm_slice bytes, const dm_charset *truth)
{
    dm_arena     arena;
    dm_detection d;
    dm_decoded   mine;
    dm_decoded   theirs;
    bool         same;

    dm_arena_init(&arena, (size_t)1 << 28);
    assert_true(dm_detect(&d, &arena, bytes, NULL, NULL));
    if (d.bom > 0 && strncmp(dm_charset_name(truth), "utf", 3) == 0)
        truth = d.candidates[0].charset;
    assert_true(dm_decode(&mine, &arena, bytes, d.candidates[0].charset, d.bom,
                          1 << 26, NULL));
    assert_true(dm_decode(&theirs, &arena, bytes, truth, d.bom, 1 << 26, NULL));
    same = dm_slice_eq(mine.text, theirs.text);
    dm_arena_fini(&arena);
    return same;
}

/* From the first byte beyond ASCII on, up to `most` bytes of whole
** characters; empty when there is none. */
static dm_slice cut(dm_slice bytes, const dm_charset *cs, size_t most)
{
    size_t   from = 0;
    size_t   to = 0;
    dm_codec codec;
    dm_unit  unit;

    while (from < bytes.len && (unsigned char)bytes.ptr[from] < 0x80)
        from++;
    bytes = dm_slice_sub(bytes, from, bytes.len);
    if (cs->kind == DM_KIND_UTF8) {
        while (to < bytes.len && to + dm_utf8_len(bytes.ptr[to]) <= most)
            to += dm_utf8_len(bytes.ptr[to]);
        return dm_slice_sub(bytes, 0, to);
    }
    assert_true(dm_codec_open(&codec, cs));
    for (unit.src = 0; to < bytes.len && to + unit.src <= most;) {
        to += unit.src;
        dm_codec_unit(&codec, dm_slice_sub(bytes, to, bytes.len), &unit);
    }
    dm_codec_close(&codec);
    return dm_slice_sub(bytes, 0, to);
}

typedef enum group { ALL, CHINESE, EAST_ASIAN, UTF, GROUPS } group;

static const char *const group_names[GROUPS] = {"all", "Chinese", "CJK", "UTF"};

static bool is_wide(const dm_charset *cs)
{
    return cs->kind >= DM_KIND_UTF16LE && cs->kind <= DM_KIND_UTF32BE;
}

static bool is_in(group g, const dm_charset *cs)
{
    static const char *const chinese[] = {"gb18030", "big5", "euc-tw",
                                          "iso-2022-cn"};
    bool                     utf = cs->kind == DM_KIND_UTF8 || is_wide(cs);
    bool                     zh = false;

    for (size_t i = 0; i < 4; i++)
        zh = zh || strcmp(chinese[i], dm_charset_name(cs)) == 0;
    if (g == CHINESE)
        return zh;
    if (g == UTF)
        return utf;
    return g == ALL || (!utf && cs->kind != DM_KIND_BYTE);
}

/* What must be read right, in parts of a thousand. */
static const struct {
    const char *name;
    size_t      bytes; /* from the first beyond ASCII on; 0: the whole file */
    unsigned    least[GROUPS];
} rows[] = {
    {"whole files", 0,   {970, 1000, 990, 1000}},
    {"256 bytes",   256, {950, 950, 950, 1000} },
    {"64 bytes",    64,  {940, 950, 940, 1000} },
    {"32 bytes",    32,  {920, 950, 930, 1000} },
};

enum { ROWS = sizeof rows / sizeof *rows };

typedef struct tally {
    size_t all, right;
} tally;

static void try_file(tally tallies[ROWS][GROUPS], dm_slice bytes,
                     const char *file, const char *charset)
{
    const dm_charset *truth = dm_charset_find(dm_slice_str(charset));

    for (size_t i = 0; i < ROWS; i++) {
        dm_slice in =
            rows[i].bytes > 0 ? cut(bytes, truth, rows[i].bytes) : bytes;
        bool ok;

        if (rows[i].bytes > 0 && (is_wide(truth) || in.len == 0))
            continue;
        ok = same_text(in, truth);
        if (!ok)
            print_message("  %s, not %s: %s\n", rows[i].name, charset, file);
        for (group g = ALL; g < GROUPS; g++) {
            tallies[i][g].all += is_in(g, truth);
            tallies[i][g].right += ok && is_in(g, truth);
        }
    }
}

static void most_files_are_read_right(void **state)
{
    FILE *index = fopen(FOLDER "INDEX.tsv", "r");
    char  line[500];
    tally tallies[ROWS][GROUPS] = {{{0, 0}}};

    (void)state;
    if (index == NULL) {
        skip();
        return;
    }
    while (fgets(line, sizeof line, index) != NULL) {
        char       *rest = line;
        const char *file = strsep(&rest, "\t");
        const char *name = strsep(&rest, "\t");
        dm_buf      bytes;

        dm_buf_init(&bytes, 1 << 26);
        if (dm_charset_find(dm_slice_str(name)) != NULL &&
            read_file(file, &bytes))
            try_file(tallies, dm_buf_view(&bytes), file, name);
        dm_buf_fini(&bytes);
    }
    (void)fclose(index);
    assert_true(tallies[0][ALL].all > 200);
    for (size_t i = 0; i < ROWS; i++)
        for (group g = ALL; g < GROUPS; g++) {
            tally t = tallies[i][g];

            print_message("  %s, %s: %zu of %zu\n", rows[i].name,
                          group_names[g], t.right, t.all);
            assert_true(t.right * 1000 >= t.all * rows[i].least[g]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_files_are_read_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
