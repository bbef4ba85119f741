/* signals.c - sigaction with SA_RESETHAND, poll. */
#include "batch/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t seen; /* a handler can reach nothing else */

static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
enum { NCAUGHT = sizeof caught / sizeof *caught };

static void note(int number)
{
    seen = number;
}

void dm_signal_catch(void)
{
    struct sigaction act = {.sa_handler = note};
    struct sigaction old;

    seen = 0;
    sigemptyset(&act.sa_mask);
    act.sa_flags = (int)SA_RESETHAND; /* no SA_RESTART: reads end too */
    for (size_t i = 0; i < NCAUGHT; i++) {
        /* whoever started us with a signal ignored (nohup) means it */
        if (sigaction(caught[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(caught[i], &act, NULL);
    }
}

void dm_signal_release(void)
{
    struct sigaction old;

    for (size_t i = 0; i < NCAUGHT; i++)
        if (sigaction(caught[i], NULL, &old) == 0 && old.sa_handler == note)
            signal(caught[i], SIG_DFL);
}

int dm_signal_seen(void)
{
    return (int)seen;
}

int dm_signal_wait(struct pollfd *fds, nfds_t n, int ms)
{
    return seen == 0 ? poll(fds, n, ms) : 0;
}
