/* cancel.c - one handler, one flag, one engine. */
#include "desk/cancel.h"

#include <signal.h>

#include "engine/talk.h"

static volatile sig_atomic_t seen; /* a handler can reach nothing else */
static dm_engine *volatile aimed;
static struct sigaction before;

static void on_interrupt(int number)
{
    (void)number;
    seen = 1;
    if (aimed != NULL)
        dm_talk_interrupt(aimed);
}

void dm_cancel_catch(void)
{
    struct sigaction act = {.sa_handler = on_interrupt};

    sigemptyset(&act.sa_mask);
    sigaction(SIGINT, &act, &before); /* no SA_RESTART: waiting ends too */
}

void dm_cancel_release(void)
{
    sigaction(SIGINT, &before, NULL);
}

void dm_cancel_aim(dm_engine *engine)
{
    aimed = engine;
}

bool dm_cancel_seen(void)
{
    bool was = seen != 0;

    seen = 0;
    return was;
}
