/* bench_charset.c - how often is the charset found, and how fast?
**
**   bench_charset [FOLDER]
**
** FOLDER (../shared/data/charset) has real files and INDEX.tsv: file, charset,
** origin, bytes.  A file counts when it decodes to the text that its charset
** gives.  "na64" is the text from the first byte beyond ASCII on, 64 bytes of
** it, cut between two characters.  Other programs that are installed are asked
** beside ours.  Then large files of made-up text are timed.  -v names what
** was not found.
*/
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "text/codec.h"
#include "text/decode.h"

enum { ROOM = 1 << 26, LARGE = 1 << 25, WAYS = 5, GROUPS = 5, TOOLS = 3 };

static const size_t      cuts[WAYS] = {0, 16, 32, 64, 256};
static const char *const ways[WAYS] = {"full", "na16", "na32", "na64", "na256"};
static const char *const groups[GROUPS] = {"all", "Chinese", "CJK", "UTF",
                                           "single"};
static const char *const tools[TOOLS] = {"docmill", "uchardet",
                                         "file -b --mime-encoding"};

typedef struct score {
    size_t right, all;
} score;

typedef struct bench {
    const char *folder;
    bool        verbose;
    bool        has[TOOLS];
    score       scores[TOOLS][WAYS][GROUPS];
    double      seconds[WAYS];
    dm_buf      file;
} bench;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool read_all(FILE *f, dm_buf *out)
{
    char   room[1 << 16];
    size_t n;

    if (f == NULL)
        return false;
    while ((n = fread(room, 1, sizeof room, f)) > 0)
        dm_buf_add(out, room, n);
    return true;
}

static bool is_wide(const dm_charset *cs)
{
    return cs->kind >= DM_KIND_UTF16LE && cs->kind <= DM_KIND_UTF32BE;
}

static bool is_in(int group, const dm_charset *cs)
{
    bool utf = cs->kind == DM_KIND_UTF8 || is_wide(cs);
    bool single = cs->kind == DM_KIND_BYTE;
    bool zh =
        strcmp(cs->name, "gb18030") == 0 || strcmp(cs->name, "big5") == 0 ||
        strcmp(cs->name, "euc-tw") == 0 || strcmp(cs->name, "iso-2022-cn") == 0;
    bool in[GROUPS] = {true, zh, !utf && !single, utf, single};

    return in[group];
}

/* From the first byte beyond ASCII, up to `most` bytes of whole characters. */
static dm_slice cut(dm_slice bytes, const dm_charset *cs, size_t most)
{
    size_t   from = 0;
    size_t   to;
    dm_codec codec;
    dm_unit  unit;

    while (from < bytes.len && (unsigned char)bytes.ptr[from] < 0x80)
        from++;
    bytes = dm_slice_sub(bytes, from, bytes.len);
    if (bytes.len <= most)
        return bytes;
    if (cs->kind == DM_KIND_UTF8) {
        for (to = most;
             to > 0 && ((unsigned char)bytes.ptr[to] & 0xC0) == 0x80;)
            to--;
        return dm_slice_sub(bytes, 0, to);
    }
    if (!dm_codec_open(&codec, cs))
        return dm_slice_sub(bytes, 0, most);
    for (to = 0;; to += unit.src) {
        dm_codec_unit(&codec, dm_slice_sub(bytes, to, bytes.len), &unit);
        if (to + unit.src > most)
            break;
    }
    dm_codec_close(&codec);
    return dm_slice_sub(bytes, 0, to);
}

static bool same_text(dm_slice bytes, const dm_charset *a, const dm_charset *b,
                      size_t bom)
{
    dm_arena   arena;
    dm_decoded one;
    dm_decoded two;
    bool       same;

    if (a == NULL)
        return false;
    dm_arena_init(&arena, (size_t)1 << 28);
    same = dm_decode(&one, &arena, bytes, a, bom, ROOM, NULL) &&
           dm_decode(&two, &arena, bytes, b, bom, ROOM, NULL) &&
           dm_slice_eq(one.text, two.text);
    dm_arena_fini(&arena);
    return same;
}

/* What another program says of the bytes. */
static const dm_charset *ask(const char *tool, dm_slice bytes)
{
    char  name[] = "/tmp/bench_charset.XXXXXX";
    char  command[120];
    char  said[80] = "";
    int   fd = mkstemp(name);
    FILE *f;

    if (fd < 0)
        return NULL;
    if (write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len) {
        (void)snprintf(command, sizeof command, "%s %s 2>/dev/null", tool,
                       name);
        f = popen(command, "r");
        if (f != NULL && fgets(said, sizeof said, f) != NULL)
            said[strcspn(said, "\r\n")] = '\0';
        if (f != NULL)
            (void)pclose(f);
    }
    (void)close(fd);
    (void)unlink(name);
    return dm_charset_find(dm_slice_str(said));
}

static void count(bench *b, int tool, int way, const dm_charset *truth, bool ok)
{
    for (int g = 0; g < GROUPS; g++) {
        b->scores[tool][way][g].all += is_in(g, truth);
        b->scores[tool][way][g].right += ok && is_in(g, truth);
    }
}

static void try_ours(bench *b, int way, const char *file, dm_slice bytes,
                     const dm_charset *truth, size_t *bom)
{
    dm_arena     arena;
    dm_detection d;
    double       from = now();
    bool         ok;

    dm_arena_init(&arena, (size_t)1 << 28);
    if (!dm_detect(&d, &arena, bytes, NULL, NULL))
        exit(1);
    b->seconds[way] += now() - from;
    *bom = d.bom;
    if (d.bom > 0 && is_wide(truth))
        truth = d.candidates[0].charset;
    ok = same_text(bytes, d.candidates[0].charset, truth, d.bom);
    count(b, 0, way, truth, ok);
    if (!ok && b->verbose)
        printf("  %-5s %-14s %-14s %.2f %s (%s)\n", ways[way], truth->name,
               d.candidates[0].charset->name, d.candidates[0].confidence, file,
               d.candidates[0].evidence);
    dm_arena_fini(&arena);
}

static void try_file(bench *b, const char *file, const dm_charset *truth)
{
    for (int way = 0; way < WAYS; way++) {
        dm_slice bytes = dm_buf_view(&b->file);
        size_t   bom = 0;

        if (way > 0) {
            bytes = cut(bytes, truth, cuts[way]);
            if (bytes.len == 0 || is_wide(truth))
                continue;
        }
        try_ours(b, way, file, bytes, truth, &bom);
        for (int tool = 1; tool < TOOLS; tool++)
            if (b->has[tool])
                count(b, tool, way, truth,
                      same_text(bytes, ask(tools[tool], bytes), truth, bom));
    }
}

static bool is_installed(const char *tool)
{
    char command[120];

    (void)snprintf(command, sizeof command,
                   "command -v $(echo %s | cut -d' ' -f1) >/dev/null", tool);
    return system(command) == 0;
}

static bool try_folder(bench *b)
{
    char  line[400];
    char  path[800];
    FILE *index;

    (void)snprintf(path, sizeof path, "%s/INDEX.tsv", b->folder);
    index = fopen(path, "r");
    if (index == NULL)
        return false;
    while (fgets(line, sizeof line, index) != NULL) {
        char             *rest = line;
        const char       *file = strsep(&rest, "\t");
        const char       *name = strsep(&rest, "\t");
        const dm_charset *truth;
        FILE             *f;

        if (name == NULL)
            continue;
        truth = dm_charset_find(dm_slice_str(name));
        (void)snprintf(path, sizeof path, "%s/%s", b->folder, file);
        f = truth != NULL ? fopen(path, "rb") : NULL;
        dm_buf_clear(&b->file);
        if (read_all(f, &b->file))
            try_file(b, file, truth);
        if (f != NULL)
            (void)fclose(f);
    }
    (void)fclose(index);
    return true;
}

static void print_scores(const bench *b)
{
    for (int tool = 0; tool < TOOLS; tool++) {
        if (!b->has[tool]) {
            printf("%s: not installed, skipped\n", tools[tool]);
            continue;
        }
        printf("%-24s", tools[tool]);
        for (int g = 0; g < GROUPS; g++)
            printf(" %15s", groups[g]);
        printf("\n");
        for (int way = 0; way < WAYS; way++) {
            printf("  %-22s", ways[way]);
            for (int g = 0; g < GROUPS; g++) {
                score s = b->scores[tool][way][g];

                printf("  %3zu/%3zu %5.1f%%", s.right, s.all,
                       s.all > 0 ? 100.0 * (double)s.right / (double)s.all : 0);
            }
            printf("\n");
        }
    }
}

/* ---- speed ---- */

static const struct {
    const char *charset;
    const char *text; /* UTF-8 */
} speeches[] = {
    {"gb18030",      "今天的天气很好，我们一起到河边去看船。大家都说这里的水"
                "比从前清了许多，鱼也多起来了。\n"  },
    {"big5",         "今天的天氣很好，我們一起到河邊去看船。大家都說這裡的水"
             "比從前清了許多，魚也多起來了。\n"        },
    {"shift_jis",    "きょうは天気がいいので、みんなで川へ船を見に行きました。"
                  "水がきれいになったそうです。\n" },
    {"euc-kr",       "오늘은 날씨가 좋아서 모두 함께 강가로 배를 보러 갔습니다. "
               "물이 맑아졌다고 합니다.\n"                },
    {"windows-1251", "Сегодня хорошая погода, и мы все вместе пошли к реке "
                     "смотреть на корабли.\n"},
    {"iso-8859-2",   "Dnes je hezké počasí, a tak jsme šli všichni k řece "
                   "dívat se na lodě.\n"                      },
    {"windows-1252", "Il fait beau aujourd'hui, et nous sommes allés voir les "
                     "bateaux près de l'été.\n"            },
    {"utf-8",        "今天的天气很好，我们一起到河边去看船。\n"},
    {"utf-16le",     "今天的天气很好，我们一起到河边去看船。\n"},
};

/* The text over and over, numbered, with tags now and then. */
static void write_large(const char *text, const dm_charset *cs, dm_buf *out)
{
    iconv_t cd = iconv_open(dm_charset_iconv(cs), "UTF-8");

    for (unsigned i = 0; out->len < LARGE; i++) {
        char   line[600];
        char   coded[1200];
        char  *from = line;
        char  *to = coded;
        size_t left =
            (size_t)snprintf(line, sizeof line, "%s%u %s",
                             i % 8 == 0 ? "<p class=\"a\">" : "", i, text);
        size_t room = sizeof coded;

        (void)iconv(cd, &from, &left, &to, &room);
        dm_buf_add(out, coded, sizeof coded - room);
    }
    (void)iconv_close(cd);
}

static void print_speed(bench *b)
{
    printf("\n%-24s %15s %15s\n", "large files", "found", "MB/s");
    for (size_t i = 0; i < sizeof speeches / sizeof *speeches; i++) {
        const dm_charset *cs =
            dm_charset_find(dm_slice_str(speeches[i].charset));
        dm_arena     arena;
        dm_detection d;
        double       from;

        dm_buf_clear(&b->file);
        write_large(speeches[i].text, cs, &b->file);
        dm_arena_init(&arena, (size_t)1 << 28);
        from = now();
        if (!dm_detect(&d, &arena, dm_buf_view(&b->file), NULL, NULL))
            exit(1);
        printf("  %-22s %15s %15.0f\n", speeches[i].charset,
               dm_charset_name(d.candidates[0].charset),
               (double)b->file.len / 1e6 / (now() - from));
        dm_arena_fini(&arena);
    }
}

int main(int argc, char **argv)
{
    static bench b = {.folder = "../shared/data/charset"};

    b.verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    if (argc > 1 + b.verbose)
        b.folder = argv[1 + b.verbose];
    dm_buf_init(&b.file, ROOM);
    for (int tool = 0; tool < TOOLS; tool++)
        b.has[tool] = tool == 0 || (is_installed(tools[tool]) &&
                                    getenv("BENCH_OURS") == NULL);
    if (try_folder(&b)) {
        print_scores(&b);
        printf("ours took %.0f ms for all whole files\n", b.seconds[0] * 1e3);
    } else {
        printf("%s is not there: skipped\n", b.folder);
    }
    print_speed(&b);
    dm_buf_fini(&b.file);
    return 0;
}
