/* signals.h - Ctrl-C and friends: the first is noted, the second kills.
**
** A worker ignores them: it is the parent who decides.
*/
#ifndef DM_BATCH_SIGNALS_H
#define DM_BATCH_SIGNALS_H

#include <poll.h>
#include <stdbool.h>

/* Note SIGINT, SIGTERM and SIGHUP instead of dying.  After the first one they
** have their usual effect again. */
void dm_signal_catch(void);
void dm_signal_release(void);

/* The signal that came, or 0. */
int dm_signal_seen(void);

/* poll(2) for at most `ms` milliseconds, ended by a signal.  One that comes
** just before the wait begins is seen when it ends, so keep it short: to block
** signals around it would be two more calls for each document. */
int dm_signal_wait(struct pollfd *fds, nfds_t n, int ms);

#endif
