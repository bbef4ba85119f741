/* bench_match.c - plain PCRE2 beside the search by needed literals.
**
** usage: bench_match RULES TEXT...   RULES: lines of NAME<TAB>PATTERN
**
** Prints for each rule the CPU time of the best of five rounds over all the
** texts, both ways, and the sums as MB/s.  The two ways take turns, so their
** ratio means something on a machine that is shared.
*/
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "match/need.h"
#include "match/regex_in.h"
#include "match/set.h"
#include "text/utf8.h"

enum { MAX_RULES = 512, MAX_TEXTS = 30000, ROUNDS = 5 };

typedef struct rule {
    char      name[64];
    dm_regex *plain, *quick;
    double    best[2];
    size_t    hits[2];
} rule;

static rule     rules[MAX_RULES];
static size_t   nrules;
static dm_slice texts[MAX_TEXTS];
static size_t   ntexts, bytes;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const char *what)
{
    (void)fprintf(stderr, "bench_match: %s\n", what);
    exit(2);
}

static void read_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    long  size = -1;
    char *p;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0)
        die(path);
    rewind(f);
    p = malloc((size_t)size + 1);
    if (p == NULL || fread(p, 1, (size_t)size, f) != (size_t)size)
        die(path);
    (void)fclose(f);
    texts[ntexts] = (dm_slice){p, (size_t)size};
    if (dm_utf8_valid(texts[ntexts]) != (size_t)size)
        die("a text is not UTF-8");
    ntexts++;
    bytes += (size_t)size;
}

static void read_rules(const char *path)
{
    static char line[65536];
    FILE       *f = fopen(path, "r");
    dm_err      err;

    if (f == NULL)
        die(path);
    while (nrules < MAX_RULES && fgets(line, sizeof line, f) != NULL) {
        char *tab = strchr(line, '\t');
        rule *r = &rules[nrules++];

        line[strcspn(line, "\n")] = '\0';
        if (tab == NULL)
            die("a rule without a tab");
        *tab = '\0';
        (void)snprintf(r->name, sizeof r->name, "%.63s", line);
        r->plain = dm_regex_compile(dm_slice_str(tab + 1), DM_S("R"), &err);
        r->quick = dm_regex_compile(dm_slice_str(tab + 1), DM_S(""), &err);
        if (r->plain == NULL || r->quick == NULL)
            die(err.msg);
        r->best[0] = r->best[1] = 1e9;
    }
    (void)fclose(f);
}

static size_t count(const dm_regex *rx, dm_matcher *m, dm_slice text)
{
    size_t   n = 0;
    dm_err   err;
    dm_found found = dm_regex_search(rx, m, text, 0, &err);

    while (found == DM_FOUND) {
        n++;
        found = dm_regex_next(rx, m, text, *dm_matcher_groups(m), &err);
    }
    if (found == DM_MATCH_ERROR)
        die(err.msg);
    return n;
}

static void time_rule(rule *r, dm_matcher *m, int which)
{
    double start = now();

    r->hits[which] = 0;
    for (size_t i = 0; i < ntexts; i++)
        r->hits[which] += count(which ? r->quick : r->plain, m, texts[i]);
    start = now() - start;
    if (start < r->best[which])
        r->best[which] = start;
}

/* All matches of all rules in one text. */
static size_t count_set(const dm_regex_set *set, dm_matcher *m, dm_slice text)
{
    dm_err      err;
    dm_set_run *run = dm_set_run_new(set, m, text, &err);
    size_t      n = 0;

    if (run == NULL)
        die(err.msg);
    for (size_t k = 0; k < nrules; k++) {
        dm_found found = dm_set_run_search(run, k, 0, &err);

        for (; found == DM_FOUND; n++)
            found = dm_set_run_next(run, k, *dm_matcher_groups(m), &err);
    }
    dm_set_run_free(run);
    return n;
}

/* All rules in one pass over the literals. */
static double time_set(dm_matcher *m, size_t *hits)
{
    dm_regex     *all[MAX_RULES];
    dm_regex_set *set;
    dm_err        err;
    double        best = 1e9;

    for (size_t i = 0; i < nrules; i++)
        all[i] = rules[i].quick;
    set = dm_regex_set_new(all, nrules, &err);
    if (set == NULL)
        die(err.msg);
    for (int round = 0; round < ROUNDS; round++) {
        double start = now();

        *hits = 0;
        for (size_t i = 0; i < ntexts; i++)
            *hits += count_set(set, m, texts[i]);
        start = now() - start;
        best = start < best ? start : best;
    }
    dm_regex_set_free(set);
    return best;
}

static void report(dm_matcher *m)
{
    double sum[2] = {0, 0}, set, mb = (double)bytes / 1e6;
    size_t hits = 0, want = 0;

    for (size_t i = 0; i < nrules; i++) {
        const rule    *r = &rules[i];
        const dm_need *need = r->quick->need;

        printf("%-10s %7zu hits  plain %8.2f ms  quick %8.2f ms  %s%zu\n",
               r->name, r->hits[0], r->best[0] * 1e3, r->best[1] * 1e3,
               need == NULL          ? "no need "
               : need->plain_is_fast ? "plain is fast, literals "
                                     : "literals ",
               need == NULL ? (size_t)0 : need->n);
        if (r->hits[0] != r->hits[1])
            die("the matches differ");
        sum[0] += r->best[0];
        sum[1] += r->best[1];
        want += r->hits[0];
    }
    set = time_set(m, &hits);
    if (hits != want)
        die("the matches of the set differ");
    printf("%.1f MB, %zu rules: plain %.1f MB/s, literals %.1f MB/s (x%.2f), "
           "one pass %.1f MB/s (x%.2f)\n",
           mb, nrules, mb / sum[0], mb / sum[1], sum[0] / sum[1], mb / set,
           sum[0] / set);
}

int main(int argc, char **argv)
{
    dm_err      err;
    dm_matcher *m = dm_matcher_new(NULL, &err);

    if (argc < 3 || m == NULL)
        die("usage: bench_match RULES TEXT...");
    read_rules(argv[1]);
    (void)dm_matcher_trust(m, true); /* the texts are UTF-8, see read_text */
    for (int i = 2; i < argc && ntexts < MAX_TEXTS; i++)
        read_text(argv[i]);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < nrules; i++) {
            time_rule(&rules[i], m, round & 1);
            time_rule(&rules[i], m, !(round & 1));
        }
    report(m);
    dm_matcher_free(m);
    return 0;
}
