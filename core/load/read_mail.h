/* read_mail.h - what the files of the mail reader share. */
#ifndef DM_LOAD_READ_MAIL_H
#define DM_LOAD_READ_MAIL_H

#include "base/slice.h"

/* Are `bytes` a mail, or a mailbox? */
bool dm_mail_holds(dm_slice bytes, dm_slice path);

/* The first mail of `file`, without the line before it that mailboxes have;
** `*more` when others follow. */
dm_range dm_mail_first(dm_slice file, bool *more);

#endif
