/* repair_rates.c - mend texts, each by itself: the program behind rates.py.
**
** usage: repair_rates [STEP] < texts > texts
**
** Texts are UTF-8 and end with a NUL, on the way in and on the way out.  The
** step is `mojibake` unless another is named.
*/
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "norm/step.h"

enum { CHUNK = 1 << 16, MOST = 1 << 28 };

static bool read_all(dm_buf *in)
{
    static char chunk[CHUNK];
    size_t      n;

    while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0)
        dm_buf_slice(in, (dm_slice){chunk, n});
    return !in->failed && !ferror(stdin);
}

static bool mend(const dm_step *step, dm_slice text)
{
    dm_arena       arena;
    dm_step_result r;
    dm_step_how    how = {.arena = &arena, .max = MOST};
    bool           done;

    dm_arena_init(&arena, MOST);
    done = dm_step_run(&r, step, text, &how, NULL);
    if (done)
        done = fwrite(r.text.ptr, 1, r.text.len, stdout) == r.text.len &&
               putchar('\0') != EOF;
    dm_arena_fini(&arena);
    return done;
}

int main(int argc, char **argv)
{
    const dm_step *step =
        dm_step_find(dm_slice_str(argc > 1 ? argv[1] : "mojibake"));
    dm_buf in;
    bool   done;

    dm_buf_init(&in, MOST);
    done = step != NULL && read_all(&in);
    for (size_t at = 0; done && at < in.len;) {
        const char *nul = memchr(in.ptr + at, '\0', in.len - at);
        size_t      end = nul == NULL ? in.len : (size_t)(nul - in.ptr);

        done = mend(step, dm_slice_sub(dm_buf_view(&in), at, end));
        at = end + 1;
    }
    dm_buf_fini(&in);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
