/* crew.c - fork, socketpair, poll, waitpid. */
#include "batch/crew.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "batch/clock.h"
#include "batch/frame.h"
#include "batch/signals.h"

enum { FORK_TRIES = 50, FORK_PAUSE = 20, ANSWER_GRACE = 1000 /* ms */ };

typedef struct member {
    pid_t   pid;  /* 0 while there is no process */
    int     sock; /* our end */
    bool    busy;
    bool    served;   /* this process has had a document */
    bool    overrun;  /* we killed it for being late */
    size_t  number;   /* its ticket */
    int64_t deadline; /* milliseconds on the monotonic clock; 0 none */
    dm_buf  in;
} member;

struct dm_crew {
    const dm_pool_options *options;
    const dm_job          *job;
    size_t                 n;
    struct pollfd         *polls;
    member                 members[];
};

dm_crew *dm_crew_open(const dm_pool_options *options, const dm_job *job)
{
    size_t   n = (size_t)options->jobs;
    dm_crew *c = dm_mem_alloc(sizeof *c + n * sizeof c->members[0]);

    if (c == NULL)
        return NULL;
    memset(c, 0, sizeof *c + n * sizeof c->members[0]);
    c->polls = dm_mem_alloc(n * sizeof *c->polls);
    if (c->polls == NULL) {
        dm_mem_free(c);
        return NULL;
    }
    c->options = options;
    c->job = job;
    c->n = n;
    for (size_t i = 0; i < n; i++) {
        c->members[i].sock = -1;
        dm_buf_init(&c->members[i].in, (size_t)DM_ANSWER_MAX * 2);
    }
    return c;
}

/* Wait for the end of a process that is ending; its wait status. */
static int bury(member *m)
{
    int status = 0;

    while (waitpid(m->pid, &status, 0) < 0 && errno == EINTR)
        ;
    close(m->sock);
    m->sock = -1;
    m->pid = 0;
    m->busy = m->served = false;
    dm_buf_fini(&m->in);
    return status;
}

void dm_crew_close(dm_crew *crew)
{
    if (crew == NULL)
        return;
    for (size_t i = 0; i < crew->n; i++)
        if (crew->members[i].pid != 0)
            kill(crew->members[i].pid, SIGKILL);
    for (size_t i = 0; i < crew->n; i++)
        if (crew->members[i].pid != 0)
            bury(&crew->members[i]);
    dm_mem_free(crew->polls);
    dm_mem_free(crew);
}

size_t dm_crew_size(const dm_crew *crew)
{
    return crew->n;
}

bool dm_crew_busy(const dm_crew *crew, size_t worker)
{
    return crew->members[worker].busy;
}

bool dm_crew_free(const dm_crew *crew)
{
    for (size_t i = 0; i < crew->n; i++)
        if (!crew->members[i].busy)
            return true;
    return false;
}

/* fork, patient while the machine is short of processes. */
static pid_t try_fork(void)
{
    struct timespec pause = {0, FORK_PAUSE * 1000000L};
    pid_t           pid = fork();

    for (int i = 0; pid < 0 && errno == EAGAIN && i < FORK_TRIES; i++) {
        nanosleep(&pause, NULL);
        pid = fork();
    }
    return pid;
}

/* The child's side: only its own socket stays open. */
static void become_worker(dm_crew *c, int sock, pid_t parent)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->members[i].sock >= 0)
            close(c->members[i].sock);
    _exit(dm_worker_serve(sock, parent, c->job, &c->options->worker));
}

static bool hire(dm_crew *c, member *m, dm_err *err)
{
    int   pair[2];
    pid_t parent = getpid();

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return dm_fail(err, DM_E_MACHINE, "socketpair: %s", strerror(errno));
    m->pid = try_fork();
    if (m->pid == 0) {
        close(pair[0]);
        become_worker(c, pair[1], parent);
    }
    close(pair[1]);
    if (m->pid < 0) {
        m->pid = 0;
        close(pair[0]);
        return dm_fail(err, DM_E_MACHINE, "cannot start a worker: %s",
                       strerror(errno));
    }
    m->sock = pair[0];
    m->overrun = false;
    return true;
}

/* Send a task and start its clock. */
static bool assign(dm_crew *c, member *m, dm_frame_kind kind, dm_slice path,
                   int fd)
{
    if (!dm_task_send(m->sock, kind, path, fd))
        return false;
    m->busy = true;
    m->deadline =
        c->options->deadline > 0 ? dm_clock_ms() + c->options->deadline : 0;
    return true;
}

/* An idle worker, one that runs if there is any. */
static member *pick(dm_crew *c)
{
    member *none = NULL;

    for (size_t i = 0; i < c->n; i++) {
        member *m = &c->members[i];

        if (m->busy)
            continue;
        if (m->pid != 0)
            return m;
        if (none == NULL)
            none = m;
    }
    return none;
}

/* A worker has gone before it could be given anything: does its last word say
** that the job's init failed? */
static bool init_failed(member *m, dm_err *err)
{
    dm_frame_kind kind = DM_FRAME_ANSWER;
    dm_slice      payload = DM_LIT("");

    if (dm_frame_recv(m->sock, &m->in, &kind, &payload) != DM_FRAME_WHOLE ||
        kind != DM_FRAME_INIT_FAILED || payload.len != sizeof *err)
        return false;
    memcpy(err, payload.ptr, sizeof *err);
    return true;
}

bool dm_crew_give(dm_crew *crew, size_t number, dm_slice path, int fd,
                  dm_err *err)
{
    for (int i = 0; i < 3; i++) {
        member *m = pick(crew);

        if (m->pid == 0 && !hire(crew, m, err))
            return false;
        m->number = number;
        m->served = true;
        if (assign(crew, m, DM_TASK_DOCUMENT, path, fd))
            return true;
        if (init_failed(m, err)) {
            bury(m);
            return false;
        }
        bury(m); /* it died while idle: no document is to blame */
    }
    return dm_fail(err, DM_E_MACHINE, "workers die as soon as they start");
}

bool dm_crew_finish(dm_crew *crew, size_t worker)
{
    member *m = &crew->members[worker];

    return m->pid != 0 && m->served &&
           assign(crew, m, DM_TASK_FINISH, DM_S(""), -1);
}

static const char *signal_name(int number)
{
    const char *name = sigabbrev_np(number);

    return name != NULL ? name : "?";
}

/* Why a busy worker is gone. */
static void explain(const dm_crew *c, const member *m, int status, dm_err *err)
{
    if (m->overrun) {
        dm_fail(err, DM_E_DEADLINE,
                "took longer than %d ms and its worker was killed",
                c->options->deadline);
        dm_fail_help(err, "--timeout gives each document more time");
    } else if (WIFSIGNALED(status)) {
        dm_fail(err, DM_E_CRASHED, "the worker died of SIG%s",
                signal_name(WTERMSIG(status)));
        if (WTERMSIG(status) == SIGKILL)
            dm_fail_help(err, "the machine may have run out of memory");
    } else {
        dm_fail(err, DM_E_CRASHED, "the worker left with status %d",
                WEXITSTATUS(status));
    }
}

/* A busy worker is gone, or must go: tell its ticket why. */
static void lose(dm_crew *c, member *m, dm_crew_told *told, void *ud)
{
    dm_err why;
    size_t number = m->number;
    bool   busy = m->busy;
    int    status = 0;

    kill(m->pid, SIGKILL); /* a no-op for one that has ended */
    status = bury(m);
    if (!busy)
        return;
    explain(c, m, status, &why);
    told(ud, number, DM_S(""), &why);
}

/* A whole answer: tell, and let go of a worker that has left. */
static void answered(member *m, bool last, dm_slice payload, dm_crew_told *told,
                     void *ud)
{
    m->busy = false;
    told(ud, m->number, payload, NULL);
    dm_buf_clear(&m->in);
    if (m->in.cap > (1U << 20)) /* do not keep a giant's memory */
        dm_buf_fini(&m->in);
    if (!last)
        return;
    kill(m->pid, SIGKILL); /* it is on its way out anyway */
    bury(m);
}

/* What worker `m` has sent, if it is whole.  False: init failed. */
static bool receive(dm_crew *c, member *m, dm_crew_told *told, void *ud,
                    dm_err *err)
{
    dm_frame_kind  kind = DM_FRAME_ANSWER;
    dm_slice       payload = DM_LIT("");
    dm_frame_state state = dm_frame_recv(m->sock, &m->in, &kind, &payload);

    if (state == DM_FRAME_NONE) {
        if (m->deadline != 0) /* it has done its work and is answering */
            m->deadline = dm_clock_ms() + ANSWER_GRACE;
        return true;
    }
    if (state != DM_FRAME_WHOLE) {
        lose(c, m, told, ud);
        return true;
    }
    if (kind == DM_FRAME_INIT_FAILED && payload.len == sizeof *err) {
        memcpy(err, payload.ptr, sizeof *err);
        return false;
    }
    answered(m, kind == DM_FRAME_LAST, payload, told, ud);
    return true;
}

/* How long to wait: until the tick or the first deadline. */
static int time_left(const dm_crew *c, int ms)
{
    int64_t now = dm_clock_ms();

    for (size_t i = 0; i < c->n; i++) {
        const member *m = &c->members[i];

        if (m->busy && m->deadline != 0 && m->deadline - now < ms)
            ms = m->deadline > now ? (int)(m->deadline - now) : 0;
    }
    return ms;
}

/* Kill who is late.  Comes after receiving: we may have been held up ourselves
** (a slow reader of our output) while the answer lay ready. */
static void reap_late(dm_crew *c, dm_crew_told *told, void *ud)
{
    int64_t now = dm_clock_ms();

    for (size_t i = 0; i < c->n; i++) {
        member *m = &c->members[i];

        if (m->busy && m->deadline != 0 && m->deadline <= now) {
            m->overrun = true;
            lose(c, m, told, ud);
        }
    }
}

bool dm_crew_wait(dm_crew *crew, int ms, dm_crew_told *told, void *ud,
                  dm_err *err)
{
    for (size_t i = 0; i < crew->n; i++) {
        crew->polls[i].fd = crew->members[i].sock; /* -1 is passed over */
        crew->polls[i].events = POLLIN;
        crew->polls[i].revents = 0;
    }
    if (dm_signal_wait(crew->polls, crew->n, time_left(crew, ms)) < 0 &&
        errno != EINTR)
        return dm_fail(err, DM_E_MACHINE, "poll: %s", strerror(errno));
    for (size_t i = 0; i < crew->n; i++)
        if (crew->polls[i].revents != 0 &&
            !receive(crew, &crew->members[i], told, ud, err))
            return false;
    reap_late(crew, told, ud);
    return true;
}
