/* mail_part.h - the parts of a mail, and which of them are its text. */
#ifndef DM_LOAD_MAIL_PART_H
#define DM_LOAD_MAIL_PART_H

#include "base/buf.h"
#include "load/mail_body.h"

enum {
    DM_MAIL_DEPTH = 16,   /* of multiparts in one another */
    DM_MAIL_PARTS = 1000, /* of a mail in all */
    DM_MAIL_TEXTS = 64    /* texts of a mail that are kept */
};

typedef struct dm_mail_part {
    dm_range    body; /* bytes of the file */
    bool        html;
    dm_wrapping how;
    char        label[64]; /* the charset it declares, or "" */
} dm_mail_part;

typedef struct dm_mail {
    dm_slice     file;
    dm_mail_part texts[DM_MAIL_TEXTS]; /* in the order of the file */
    size_t       n;
    size_t       nparts;      /* seen */
    size_t       attachments; /* what else there is */
    dm_buf       names;       /* of attachments, ", " between two */
    bool         cut;         /* limits were met: not all parts were seen */
    bool         locked;      /* it is encrypted */
    bool         deep;        /* multiparts deeper than are followed */
    bool         long_head;   /* a head of which not all was looked at */
} dm_mail;

/*
** Look through the mail that is `range` of `file`.  Of alternatives the plain
** one is taken unless it is blank, else the last of HTML; of related parts the
** first.  Nothing fails: what cannot be followed is an attachment.
*/
void dm_mail_walk(dm_mail *mail, dm_slice file, dm_range range);
void dm_mail_fini(dm_mail *mail);

#endif
