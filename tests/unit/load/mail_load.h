/* mail_load.h - bytes read as a mail, for tests. */
#ifndef DM_TEST_MAIL_LOAD_H
#define DM_TEST_MAIL_LOAD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>

#include "base/mem.h"
#include "load/load.h"
#include "text/utf8.h"

#define HEAD "From: a@b.c\nDate: Tue, 3 Jan 2023 10:00:00 +0800\nTo: d@e.f\n"

#define MULTI(kind) "Content-Type: multipart/" kind "; boundary=\"b b\"\n\n"
#define PART(type)  "--b b\nContent-Type: " type "\n\n"
#define END         "--b b--\nafter"

static inline dm_doc *load(dm_slice bytes, dm_err *err)
{
    dm_load_options o = {.from = "mail"};

    return dm_load(DM_S("i"), DM_S(""), bytes, &o, err);
}

static inline bool warned(const dm_doc *doc, const char *what)
{
    for (size_t i = 0; i < doc->nwarnings; i++)
        if (memmem(doc->warnings[i].ptr, doc->warnings[i].len, what,
                   strlen(what)) != NULL)
            return true;
    return false;
}

#endif
