/* test_pool.c - workers that crash, hang, leave, answer late or much: the
** blame is exact, the order holds, the others are not touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "batch/pool.h"

enum { HUGE = 3 << 20, DOCS = 120 };

/* In the worker: a document's first letter says what to do. */
static void mock_document(void *ud, const dm_work *work, dm_answer *out)
{
    struct timespec nap = {0, (long)(work->bytes.len % 7) * 300000L};
    static char     block[1 << 16];
    dm_err          err;

    (void)ud;
    switch (work->bytes.ptr[0]) {
    case 'c':
        raise(SIGKILL); /* as a crash, but the sanitizer stays silent */
        break;
    case 'h':
        for (;;)
            pause();
    case 'x':
        _exit(7);
    case 'f':
        dm_fail(&err, DM_E_PARSE, "mock failure");
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    case 'b':
        for (int i = 0; i < HUGE; i += (int)sizeof block)
            dm_buf_add(&out->data, block, sizeof block);
        break;
    default:
        nanosleep(&nap, NULL); /* so that they end out of order */
    }
    dm_buf_slice(&out->data, work->id);
    dm_buf_char(&out->data, '\n');
    out->nrecords = 1;
}

static bool mock_dead(void *ud)
{
    (void)ud;
    return true; /* each worker serves one document */
}

static bool mock_init(void *ud, dm_err *err)
{
    (void)ud;
    return dm_fail(err, DM_E_SCRIPT, "init says no");
}

/* What the client has seen, as text. */
typedef struct seen {
    dm_buf text;
    size_t n, stop_after;
} seen;

static bool on_answer(void *ud, const dm_origin *from, dm_answer *a)
{
    seen *s = ud;

    dm_buf_slice(&s->text, from->path);
    if (a->outcome == DM_FAILED)
        dm_buf_printf(&s->text, "!%d@%s", (int)a->err.code,
                      dm_phase_name(a->phase));
    else if (a->data.len > HUGE)
        dm_buf_str(&s->text, "+");
    dm_buf_char(&s->text, ' ');
    return ++s->n != s->stop_after;
}

static bool on_idle(void *ud)
{
    (void)ud;
    return true;
}

static int enter_folder(void **state)
{
    static char folder[] = "/tmp/docmill-pool-XXXXXX";

    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return -1;
    *state = folder;
    return 0;
}

static int leave_folder(void **state)
{
    char command[100];

    if (chdir("/") != 0)
        return -1;
    snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
    return system(command); /* NOLINT(cert-env33-c): our own folder */
}

/* What hangs must be killed soon, or the test takes long; a machine under load
** must not make the others late. */
enum { SOON = 3000, NEVER = 600000 };

/* Run `job` over one file for each letter of `letters`, called 0, 1, 2, … */
static dm_pool_end run(const char *letters, int jobs, const dm_job *job,
                       seen *s, dm_err *err)
{
    static char       names[DOCS][8];
    char             *args[DOCS];
    const int         deadline = strchr(letters, 'h') != NULL ? SOON : NEVER;
    dm_inputs_options o = {.args = args, .max_bytes = 1000};
    dm_pool_options   pool = {
          .jobs = jobs, .deadline = deadline, .worker = {.max_bytes = 1000}};
    dm_pool_client client = {s, on_answer, NULL, on_idle};
    dm_inputs     *in = NULL;
    dm_pool_end    end = DM_POOL_DONE;

    dm_buf_init(&s->text, 100000);
    for (; letters[o.nargs] != '\0'; o.nargs++) {
        FILE *f = NULL;

        snprintf(names[o.nargs], sizeof names[0], "%zu", o.nargs);
        args[o.nargs] = names[o.nargs];
        f = fopen(names[o.nargs], "w");
        fputc(letters[o.nargs], f);
        for (size_t k = 0; k < o.nargs * 5 % 11; k++)
            fputc('.', f);
        fclose(f);
    }
    in = dm_inputs_open(&o, err);
    end = dm_pool_run(&pool, job, in, &client, err);
    dm_inputs_close(in);
    dm_buf_char(&s->text, '\0');
    return end;
}

static const struct {
    const char *name, *letters, *want;
} rows[] = {
    {"nothing",      "",         ""                           },
    {"one",          "o",        "0 "                         },
    {"order",        "oooooooo", "0 1 2 3 4 5 6 7 "           },
    {"a crash",      "oco",      "0 1!405@worker 2 "          },
    {"two in a row", "cc",       "0!405@worker 1!405@worker " },
    {"a hang",       "oho",      "0 1!401@worker 2 "          },
    {"an exit",      "oxo",      "0 1!405@worker 2 "          },
    {"a failure",    "ofo",      "0 1!210@load 2 "            },
    {"a big answer", "obo",      "0 1+ 2 "                    },
    {"all at once",  "cxhfbo",
     "0!405@worker 1!405@worker 2!401@worker 3!210@load 4+ 5 "},
};

static void blame_is_exact(void **state)
{
    static const int jobs[] = {1, 2, 8};
    const dm_job     job = {.document = mock_document};

    (void)state;
    for (size_t i = 0; i < 3 * sizeof rows / sizeof *rows; i++) {
        seen   s = {.n = 0};
        dm_err err;

        if (strchr(rows[i / 3].letters, 'h') != NULL && jobs[i % 3] != 2)
            continue; /* each takes SOON */
        assert_int_equal(run(rows[i / 3].letters, jobs[i % 3], &job, &s, &err),
                         DM_POOL_DONE);
        assert_string_equal(s.text.ptr, rows[i / 3].want);
        dm_buf_fini(&s.text);
    }
}

static void workers_that_leave_are_replaced(void **state)
{
    const dm_job job = {.document = mock_document, .dead = mock_dead};
    seen         s = {.n = 0};
    dm_err       err;

    (void)state;
    assert_int_equal(run("oooooooooooo", 3, &job, &s, &err), DM_POOL_DONE);
    assert_string_equal(s.text.ptr, "0 1 2 3 4 5 6 7 8 9 10 11 ");
    dm_buf_fini(&s.text);
}

static void the_client_can_stop(void **state)
{
    const dm_job job = {.document = mock_document};
    seen         s = {.stop_after = 3};
    dm_err       err;

    (void)state;
    assert_int_equal(run("oooooooooooo", 4, &job, &s, &err), DM_POOL_STOPPED);
    assert_string_equal(s.text.ptr, "0 1 2 ");
    dm_buf_fini(&s.text);
}

static void a_failing_init_ends_the_run(void **state)
{
    const dm_job job = {.document = mock_document, .init = mock_init};

    (void)state;
    for (int i = 0; i < 50; i++) { /* the worker may be gone before its task */
        seen   s = {.n = 0};
        dm_err err;

        assert_int_equal(run("ooo", 2, &job, &s, &err), DM_POOL_BROKEN);
        assert_int_equal(err.code, DM_E_SCRIPT);
        assert_string_equal(err.msg, "init says no");
        assert_string_equal(s.text.ptr, "");
        dm_buf_fini(&s.text);
    }
}

static void many_documents_keep_their_order(void **state)
{
    const dm_job job = {.document = mock_document};
    char         letters[DOCS + 1];
    dm_buf       want;
    seen         s = {.n = 0};
    dm_err       err;

    (void)state;
    dm_buf_init(&want, 10000);
    for (int i = 0; i < DOCS; i++) {
        letters[i] = i % 10 == 3 ? 'c' : 'o';
        dm_buf_printf(&want, "%d%s ", i, i % 10 == 3 ? "!405@worker" : "");
    }
    letters[DOCS] = '\0';
    dm_buf_char(&want, '\0');
    assert_int_equal(run(letters, 4, &job, &s, &err), DM_POOL_DONE);
    assert_string_equal(s.text.ptr, want.ptr);
    dm_buf_fini(&want);
    dm_buf_fini(&s.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blame_is_exact),
        cmocka_unit_test(workers_that_leave_are_replaced),
        cmocka_unit_test(the_client_can_stop),
        cmocka_unit_test(a_failing_init_ends_the_run),
        cmocka_unit_test(many_documents_keep_their_order),
    };

    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
