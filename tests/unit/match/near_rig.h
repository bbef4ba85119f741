/* near_rig.h - a pattern over a text, and what must hold of any miss. */
#ifndef DM_TEST_NEAR_RIG_H
#define DM_TEST_NEAR_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "match/near.h"
#include "text/utf8.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

typedef struct row {
    const char *pattern, *flags, *text;
    const char *item; /* of the best miss; NULL: there is none */
    size_t      at;
    const char *saw; /* how it begins */
    const char *why; /* a part of the sentence, or NULL */
} row;

static inline dm_near *explain(const row *r, const dm_near_miss **list,
                               size_t *n)
{
    dm_err    err;
    dm_regex *rx = dm_regex_compile(dm_slice_str(r->pattern),
                                    dm_slice_str(r->flags), &err);
    dm_near  *near;
    size_t    spent;

    if (rx == NULL)
        fail_msg("%s: %s", r->pattern, err.msg);
    near = dm_near_new(rx, &err);
    dm_regex_free(rx);
    if (near == NULL)
        fail_msg("%s: %s", r->pattern, err.msg);
    dm_near_begin(near, dm_slice_str(r->text), 3, false);
    while (dm_near_step(near, &spent))
        assert_true(spent > 0);
    *list = dm_near_list(near, n, &err);
    assert_non_null(*list);
    return near;
}

static inline bool starts(dm_slice s, const char *with)
{
    return *with == '\0' ? s.len == 0 : dm_slice_starts(s, dm_slice_str(with));
}

static inline bool has(dm_slice s, const char *part)
{
    return part == NULL || memmem(s.ptr, s.len, part, strlen(part)) != NULL;
}

/* What must hold for any miss. */
static inline bool sound(const row *r, const dm_near_miss *m)
{
    size_t len = strlen(r->text);

    return m->span.from <= m->span.to && m->span.to <= len &&
           m->at.from <= m->at.to && m->at.to <= len &&
           m->item.from < m->item.to && m->item.to <= strlen(r->pattern) &&
           (m->tail || m->span.to == m->at.from || m->progress == 0) &&
           m->progress == m->span.to - m->span.from && m->why.len > 0 &&
           dm_utf8_valid(m->saw) == m->saw.len &&
           dm_utf8_valid(m->why) == m->why.len && m->what.len > 0;
}

#endif
