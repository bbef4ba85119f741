/* deadline.c - the clock of a call.
**
** A timer of the calling thread (SIGEV_THREAD_ID, monotonic) is armed while
** a call runs and costs nothing until it fires.  Its signal handler notes the
** fact and gives the running coroutine a hook for every instruction; the hook
** leaves by longjmp.  A hook set while a thread is being switched can be lost,
** so the timer fires again after 50, 100, 200 ms ...: not more often, because
** lua_sethook walks the call stack, and deep recursion would be starved.
** C functions see the flag in dm_lua_spend.
**
** The signal is the highest real-time one that nobody handles when the first
** state is made; its handler then stays, is harmless without a timer of ours,
** and restarts interrupted calls.  Between calls no timer is armed.  A forked
** child has no timers: it notices by its thread's number and makes its own.
*/
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "script/inside.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

enum { BACKOFF = 50, BACKOFF_MAX = 6400, GRACE = 200 };

static void arm(const dm_clock *clock, int ms)
{
    struct itimerspec spec = {
        {0,         0                   },
        {ms / 1000, ms % 1000 * 1000000L}
    };

    timer_settime(clock->timer, 0, &spec, NULL);
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
    dm_lua *lua = info->si_value.sival_ptr;
    int     saved = errno;

    (void)sig;
    (void)context;
    if (info->si_code != SI_TIMER || lua == NULL)
        return;
    lua->clock.expired = 1;
    if (lua->inside) {
        lua_sethook(lua->running, dm_lua_hook, LUA_MASKCOUNT, 1);
        arm(&lua->clock, lua->clock.backoff);
    }
    if (lua->clock.backoff < BACKOFF_MAX)
        lua->clock.backoff *= 2;
    errno = saved;
}

/* Also how the allocator asks for a collection: it cannot collect itself. */
void dm_lua_hook(lua_State *L, lua_Debug *ar)
{
    dm_lua *lua = dm_lua_of(L);

    (void)ar;
    if (lua->clock.expired)
        dm_lua_leave(lua, DM_E_DEADLINE);
    if (lua->heap.pressed) {
        lua_gc(L, LUA_GCCOLLECT);
        dm_heap_relieved(&lua->heap);
    }
    lua_sethook(L, NULL, 0, 0);
    if (lua->clock.expired) /* it fired just before */
        dm_lua_leave(lua, DM_E_DEADLINE);
    if (lua->interrupted)
        luaL_error(L, "interrupted");
}

void dm_lua_interrupt(dm_lua *lua)
{
    bool timed = lua->limits.deadline > 0;

    if (!lua->inside)
        return;
    if (lua->interrupted || !timed)
        lua->clock.expired = 1;
    lua->interrupted = 1;
    lua_sethook(lua->running, dm_lua_hook, LUA_MASKCOUNT, 1);
    if (timed)
        arm(&lua->clock, GRACE);
}

bool dm_clock_init(dm_clock *clock, dm_err *err)
{
    struct sigaction old, ours;

    memset(clock, 0, sizeof *clock);
    memset(&ours, 0, sizeof ours);
    ours.sa_sigaction = on_signal;
    ours.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    sigemptyset(&ours.sa_mask);
    for (int sig = SIGRTMAX; sig >= SIGRTMIN; sig--) {
        if (sigaction(sig, NULL, &old) != 0)
            continue;
        if ((old.sa_flags & SA_SIGINFO) != 0 && old.sa_sigaction == on_signal) {
            clock->signal = sig;
            return true;
        }
        if ((old.sa_flags & SA_SIGINFO) == 0 && old.sa_handler == SIG_DFL &&
            sigaction(sig, &ours, NULL) == 0) {
            clock->signal = sig;
            return true;
        }
    }
    return dm_fail(err, DM_E_MACHINE, "no real-time signal is free");
}

void dm_clock_fini(dm_clock *clock)
{
    if (clock->tid != 0 && clock->pid == getpid())
        timer_delete(clock->timer);
    clock->tid = 0;
}

/* Make the timer of this thread, if it has none. */
static bool timer_own(dm_lua *lua, dm_err *err)
{
    dm_clock       *clock = &lua->clock;
    pid_t           tid = (pid_t)syscall(SYS_gettid);
    struct sigevent event;
    sigset_t        set;

    if (clock->tid == tid)
        return true;
    dm_clock_fini(clock);
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = clock->signal;
    event.sigev_value.sival_ptr = lua;
    event.sigev_notify_thread_id = tid;
    if (timer_create(CLOCK_MONOTONIC, &event, &clock->timer) != 0)
        return dm_fail(err, DM_E_MACHINE, "no timer: %s", strerror(errno));
    sigemptyset(&set);
    sigaddset(&set, clock->signal);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    clock->pid = getpid();
    clock->tid = tid;
    return true;
}

bool dm_clock_start(dm_lua *lua, dm_err *err)
{
    lua->clock.expired = 0;
    lua->clock.backoff = BACKOFF;
    if (lua->limits.deadline <= 0)
        return true;
    if (!timer_own(lua, err))
        return false;
    arm(&lua->clock, lua->limits.deadline);
    return true;
}

void dm_clock_stop(dm_lua *lua)
{
    if (lua->limits.deadline > 0)
        arm(&lua->clock, 0);
}
