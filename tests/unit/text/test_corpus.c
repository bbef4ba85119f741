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
#include "text/decode.h"

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

static bool is_chinese(const char *charset)
{
    static const char *const names[] = {"gb2312", "gb18030", "big5", "euc-tw"};

    for (size_t i = 0; i < 4; i++)
        if (strcmp(charset, names[i]) == 0)
            return true;
    return false;
}

static void most_files_are_read_right(void **state)
{
    FILE  *index = fopen(FOLDER "INDEX.tsv", "r");
    char   line[500];
    size_t all = 0;
    size_t right = 0;
    size_t chinese = 0;
    size_t chinese_right = 0;

    (void)state;
    if (index == NULL) {
        skip();
        return;
    }
    while (fgets(line, sizeof line, index) != NULL) {
        char             *rest = line;
        const char       *file = strsep(&rest, "\t");
        const char       *name = strsep(&rest, "\t");
        const dm_charset *truth = dm_charset_find(dm_slice_str(name));
        dm_buf            bytes;
        bool              ok;

        dm_buf_init(&bytes, 1 << 26);
        if (truth != NULL && read_file(file, &bytes)) {
            ok = same_text(dm_buf_view(&bytes), truth);
            if (!ok)
                print_message("  not %s: %s\n", name, file);
            all++;
            right += ok;
            chinese += is_chinese(name);
            chinese_right += ok && is_chinese(name);
        }
        dm_buf_fini(&bytes);
    }
    (void)fclose(index);
    print_message("  %zu of %zu files, %zu of %zu Chinese\n", right, all,
                  chinese_right, chinese);
    assert_true(all > 200);
    assert_true(right * 100 >= all * 97);
    assert_int_equal(chinese_right, chinese);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_files_are_read_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
