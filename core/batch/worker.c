/* worker.c - receive a descriptor, read it, do the job, answer. */
#include "batch/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/frame.h"
#include "batch/name.h"
#include "batch/source.h"

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif
#ifndef HAVE_ASAN
#define HAVE_ASAN 0
#endif

enum { PATH_LONGEST = 1 << 16 };

typedef struct worker {
    int                      sock;
    const dm_job            *job;
    const dm_worker_options *options;
    dm_buf                   path, id, bytes, frame;
    dm_answer                answer;
} worker;

/* Bytes of address space in use now. */
static size_t address_space(void)
{
    unsigned long pages = 0;
    FILE         *f = fopen("/proc/self/statm", "re");

    if (f == NULL)
        return 0;
    if (fscanf(f, "%lu", &pages) != 1) /* NOLINT(cert-err34-c): kernel's */
        pages = 0;
    fclose(f);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* The sanitizer reserves terabytes, so it cannot live under this limit. */
static void limit_memory(size_t memory)
{
    size_t        base = address_space();
    struct rlimit r = {base + memory, base + memory};

    if (memory != 0 && base != 0 && !HAVE_ASAN)
        setrlimit(RLIMIT_AS, &r);
}

/* A worker dies with its parent, leaves no core, reads no terminal, and leaves
** it to the parent to react to Ctrl-C. */
static bool settle(pid_t parent, size_t memory)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    struct rlimit    none = {0, 0};
    sigset_t         empty;
    int              null = open("/dev/null", O_RDWR | O_CLOEXEC);

    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    sigemptyset(&empty);
    sigprocmask(SIG_SETMASK, &empty, NULL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        return false;
    setrlimit(RLIMIT_CORE, &none);
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        close(null);
    }
    limit_memory(memory);
    return true;
}

/* Whoever writes the file anew must know that it is still this one.  Taken
** before the file is read: what changes behind that is seen. */
static void take_stamp(worker *w, int fd)
{
    struct stat st;

    if (fstat(fd, &st) == 0)
        w->answer.stamp = (dm_stamp){
            .dev = st.st_dev,
            .ino = st.st_ino,
            .size = (uint64_t)st.st_size,
            .sec = st.st_mtim.tv_sec,
            .nsec = st.st_mtim.tv_nsec,
            .csec = st.st_ctim.tv_sec,
            .cnsec = st.st_ctim.tv_nsec,
        };
}

/* Read the input and let the job have it. */
static void do_document(worker *w, int fd)
{
    dm_err  err;
    dm_work work;

    dm_buf_clear(&w->bytes);
    take_stamp(w, fd);
    if (!dm_source_read(fd, &w->bytes, &err)) {
        dm_fail_at(&err, w->path.ptr, 0, 0);
        dm_answer_fail(&w->answer, DM_PHASE_OPEN, &err);
        return;
    }
    dm_buf_clear(&w->id);
    dm_name_utf8(&w->id, dm_buf_view(&w->path));
    work.id = dm_buf_view(&w->id);
    work.path = dm_buf_view(&w->path);
    work.bytes = dm_buf_view(&w->bytes);
    w->answer.bytes = work.bytes.len;
    w->job->document(w->job->ud, &work, &w->answer);
}

/* An answer that did not fit is a failure of its document. */
static void check_size(dm_answer *a)
{
    dm_err err;

    if (a->outcome == DM_FAILED || (!a->data.failed && !a->parcels.failed &&
                                    !a->remarks.failed && !a->reduced.failed))
        return;
    dm_fail(&err, DM_E_SIZE, "what came of it is over %d bytes",
            (int)DM_ANSWER_MAX);
    dm_answer_fail(a, DM_PHASE_SCRIPT, &err);
}

static bool send_answer(worker *w)
{
    dm_err err;
    bool   last = w->job->dead != NULL && w->job->dead(w->job->ud);

    check_size(&w->answer);
    dm_buf_clear(&w->frame);
    dm_answer_pack(&w->answer, &w->frame);
    if (w->frame.failed) {
        dm_fail(&err, DM_E_MEMORY, "no memory to answer");
        dm_answer_fail(&w->answer, DM_PHASE_WORKER, &err);
        dm_buf_clear(&w->frame);
        dm_answer_pack(&w->answer, &w->frame);
    }
    return dm_frame_send(w->sock, last ? DM_FRAME_LAST : DM_FRAME_ANSWER,
                         dm_buf_view(&w->frame)) &&
           !last;
}

/* One task.  False when there will be no more. */
static bool serve_one(worker *w)
{
    dm_frame_kind kind = DM_TASK_DOCUMENT;
    int           fd = -1;

    if (!dm_task_recv(w->sock, &kind, &w->path, &fd))
        return false;
    w->path.ptr[w->path.len] = '\0';
    dm_answer_clear(&w->answer);
    if (kind == DM_TASK_FINISH)
        w->job->finish(w->job->ud, &w->answer);
    else
        do_document(w, fd);
    if (fd >= 0)
        close(fd);
    return send_answer(w);
}

static void say_init_failed(const worker *w, const dm_err *err)
{
    dm_slice payload = {(const char *)err, sizeof *err};

    if (!dm_frame_send(w->sock, DM_FRAME_INIT_FAILED, payload))
        return; /* nobody is left to hear it */
}

int dm_worker_serve(int sock, pid_t parent, const dm_job *job,
                    const dm_worker_options *options)
{
    worker w = {.sock = sock, .job = job, .options = options};
    dm_err err;

    if (!settle(parent, options->memory))
        return 1;
    if (job->init != NULL && !job->init(job->ud, &err)) {
        say_init_failed(&w, &err);
        return 1;
    }
    dm_buf_init(&w.path, PATH_LONGEST);
    dm_buf_init(&w.id, (size_t)PATH_LONGEST * 3);
    dm_buf_init(&w.bytes, options->max_bytes);
    dm_buf_init(&w.frame, (size_t)DM_ANSWER_MAX * 2);
    dm_answer_init(&w.answer);
    while (serve_one(&w))
        ;
    return 0; /* _exit follows: nothing is worth freeing */
}
