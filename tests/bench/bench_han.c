/* bench_han.c - how fast the kinds of written Chinese convert.
**
** usage: bench_han TEXT...   Simplified Chinese, UTF-8
**
** The lines of the texts, shuffled until they fill 16 MB, cut into documents
** of 40 KB; for the other directions the same, converted first.  For each
** configuration the CPU time of the best of five rounds as MB/s of input:
** the conversion with its map, the whole step as views run it, and the opencc
** program beside them where one is installed (its start-up included).
*/
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "han/convert.h"
#include "norm/step.h"
#include "text/utf8.h"

enum {
    MAX_LINES = 200000,
    CORPUS = 16 << 20,
    DOCUMENT = 40000,
    ROUNDS = 5,
    ROOM = 1 << 30
};

typedef struct bench {
    dm_han      how;
    int         corpus; /* which spelling it reads */
    const char *step;
} bench;

enum { HANS, HANT, TW, HK, JP, SPELLINGS };

static const dm_han made_by[SPELLINGS] = {DM_HAN_COUNT, DM_HAN_S2T, DM_HAN_S2TW,
                                          DM_HAN_S2HK, DM_HAN_T2JP};

static const bench benches[] = {
    {DM_HAN_T2S,   HANT, "hans"      },
    {DM_HAN_TW2S,  TW,   "hans_tw"   },
    {DM_HAN_TW2SP, TW,   "hans_twp"  },
    {DM_HAN_HK2S,  HK,   "hans_hk"   },
    {DM_HAN_HK2SP, HK,   "hans_hkp"  },
    {DM_HAN_S2T,   HANS, "hant"      },
    {DM_HAN_S2TW,  HANS, "hant_tw"   },
    {DM_HAN_S2TWP, HANS, "hant_twp"  },
    {DM_HAN_S2HK,  HANS, "hant_hk"   },
    {DM_HAN_S2HKP, HANS, "hant_hkp"  },
    {DM_HAN_T2TW,  HANT, "hant_to_tw"},
    {DM_HAN_TW2T,  TW,   "tw_to_hant"},
    {DM_HAN_T2HK,  HANT, "hant_to_hk"},
    {DM_HAN_HK2T,  HK,   "hk_to_hant"},
    {DM_HAN_T2JP,  HANT, "hant_to_jp"},
    {DM_HAN_JP2T,  JP,   "jp_to_hant"},
};

static dm_slice lines[MAX_LINES];
static size_t   nlines;
static dm_slice corpora[SPELLINGS];

static void die(const char *what)
{
    (void)fprintf(stderr, "bench_han: %s\n", what);
    exit(2);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void read_lines(const char *path)
{
    FILE   *f = fopen(path, "rb");
    char   *line = NULL;
    size_t  cap = 0;
    ssize_t n;

    if (f == NULL)
        die(path);
    while ((n = getline(&line, &cap, f)) > 0 && nlines < MAX_LINES) {
        dm_slice s = {line, (size_t)n};

        if (n > 30 && dm_utf8_valid(s) == s.len) {
            lines[nlines++] = s;
            line = NULL; /* the line keeps it */
            cap = 0;
        }
    }
    free(line);
    (void)fclose(f);
}

static dm_slice shuffled(void)
{
    static dm_buf buf;
    unsigned long seed = 20240817;

    dm_buf_init(&buf, ROOM);
    while (buf.len < CORPUS) {
        seed = seed * 6364136223846793005UL + 1442695040888963407UL;
        dm_buf_slice(&buf, lines[(seed >> 33) % nlines]);
    }
    return dm_buf_view(&buf);
}

static dm_slice converted(dm_han how, dm_slice text)
{
    dm_buf    *out = malloc(sizeof *out);
    dm_arena   arena;
    dm_aligner a;
    dm_align   map;

    if (out == NULL)
        die("memory");
    dm_arena_init(&arena, ROOM);
    dm_buf_init(out, ROOM);
    dm_align_begin(&a, text, out);
    dm_han_convert(&a, how);
    if (!dm_align_finish(&a, &arena, &map))
        die("memory");
    dm_arena_fini(&arena);
    return dm_buf_view(out);
}

/* The next document of the corpus. */
static dm_slice cut(dm_slice text, size_t at)
{
    size_t to = at + DOCUMENT < text.len ? at + DOCUMENT : text.len;

    while (to < text.len && dm_utf8_inside(text.ptr[to]))
        to++;
    return dm_slice_sub(text, at, to);
}

static void run_bare(const bench *b, dm_slice doc)
{
    dm_arena   arena;
    dm_buf     out;
    dm_aligner a;
    dm_align   map;

    dm_arena_init(&arena, ROOM);
    dm_buf_init(&out, ROOM);
    dm_align_begin(&a, doc, &out);
    if (b->how == DM_HAN_T2S)
        dm_han_simplify(&a);
    else
        dm_han_convert(&a, b->how);
    if (!dm_align_finish(&a, &arena, &map))
        die("memory");
    dm_buf_fini(&out);
    dm_arena_fini(&arena);
}

static void run_step(const bench *b, dm_slice doc)
{
    dm_arena       arena;
    dm_step_how    how = {&arena, ROOM, DM_REPAIR_LIKELY, NULL};
    const dm_step *step = dm_step_find(dm_slice_str(b->step));
    dm_step_result out;
    dm_err         err;

    dm_arena_init(&arena, ROOM);
    if (step == NULL || !dm_step_run(&out, step, doc, &how, &err))
        die(b->step);
    dm_arena_fini(&arena);
}

static double speed(const bench *b, void (*run)(const bench *, dm_slice))
{
    dm_slice text = corpora[b->corpus];
    double   best = 0;

    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        double mb;

        for (size_t at = 0; at < text.len;) {
            dm_slice doc = cut(text, at);

            run(b, doc);
            at += doc.len;
        }
        mb = (double)text.len / (now() - begin) / 1e6;
        best = mb > best ? mb : best;
    }
    return best;
}

/* CPU seconds of `opencc` over the file at `path`, 0 when it cannot be run. */
static double seconds(const char *config, const char *path)
{
    pid_t         pid = fork();
    int           status = 1;
    struct rusage u;

    if (pid == 0) {
        (void)execlp("opencc", "opencc", "-c", config, "-i", path, "-o",
                     "/dev/null", (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &u) != pid || status != 0)
        return 0;
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec * 1e-6;
}

/* MB/s of the opencc program, 0 when there is none. */
static double opencc(const bench *b)
{
    char     path[] = "/tmp/bench_han.XXXXXX";
    char     config[32];
    dm_slice text = corpora[b->corpus];
    int      fd = mkstemp(path);
    double   t = 0;

    if (fd < 0)
        return 0;
    (void)snprintf(config, sizeof config, "%s.json", dm_han_name(b->how));
    if (write(fd, text.ptr, text.len) == (ssize_t)text.len)
        t = seconds(config, path);
    (void)close(fd);
    (void)remove(path);
    return t > 0 ? (double)text.len / t / 1e6 : 0;
}

static void report(const bench *b)
{
    double other = opencc(b);

    printf("%-6s %-11s %8.0f %8.0f", dm_han_name(b->how), b->step,
           speed(b, run_bare), speed(b, run_step));
    if (other > 0)
        printf(" %8.1f\n", other);
    else
        printf(" %8s\n", "-");
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        read_lines(argv[i]);
    if (nlines == 0) {
        puts("bench_han: skipped, no text given");
        return 0;
    }
    corpora[HANS] = shuffled();
    for (int i = HANT; i < SPELLINGS; i++)
        corpora[i] = converted(made_by[i], corpora[i == JP ? HANT : HANS]);
    printf("%zu lines, %.1f MB, documents of %d KB; MB/s\n", nlines,
           (double)corpora[HANS].len / 1e6, DOCUMENT / 1000);
    printf("%-6s %-11s %8s %8s %8s\n", "config", "step", "with map", "step",
           "opencc");
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++)
        report(&benches[i]);
    return 0;
}
