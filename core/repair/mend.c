/* mend.c - the log of repairs, and applying them or not. */
#include "repair/mend.h"

enum { MENDS_MAX = 1000000 };

static const char *const policies[] = {"likely", "exact", "all", "none"};

const char *dm_certainty_name(dm_certainty certainty)
{
    static const char *const names[] = {"uncertain", "likely", "exact"};

    return names[certainty];
}

/* Is a repair of this certainty applied under `policy`? */
static bool applies(dm_repair policy, dm_certainty certainty)
{
    static const int least[] = {DM_LIKELY, DM_EXACT, DM_UNCERTAIN,
                                DM_EXACT + 1};

    return (int)certainty >= least[policy];
}

bool dm_repair_find(dm_slice name, dm_repair *policy)
{
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        if (dm_slice_eq(name, dm_slice_str(policies[i]))) {
            *policy = (dm_repair)i;
            return true;
        }
    return false;
}

void dm_mend_begin(dm_mender *m, dm_slice text, dm_buf *out, dm_arena *arena,
                   dm_repair policy, const char *charset)
{
    dm_align_begin(&m->a, text, out);
    m->arena = arena;
    m->policy = policy;
    m->charset = charset != NULL ? charset : "";
    dm_buf_init(&m->mends, MENDS_MAX * sizeof(dm_mend));
    m->end = 0;
    m->failed = m->astray = false;
}

void dm_mend_again(dm_mender *m)
{
    dm_buf_fini(&m->a.edits);
    dm_buf_clear(m->a.out);
    dm_align_begin(&m->a, m->a.src, m->a.out);
    dm_buf_clear(&m->mends);
    m->end = 0;
}

void dm_mend_end(dm_mender *m)
{
    dm_buf_fini(&m->a.edits);
    dm_buf_fini(&m->mends);
}

/* A copy of `s` in the log's arena; an empty one needs none. */
static dm_slice kept(dm_mender *m, dm_slice s)
{
    dm_slice copy = {"", 0};

    if (s.len == 0)
        return copy;
    copy = dm_arena_slice(m->arena, s);
    if (copy.ptr == NULL)
        m->failed = true;
    return copy;
}

void dm_mend_put(dm_mender *m, const dm_mend *mend)
{
    dm_mend put = *mend;

    m->astray = m->astray || put.src.from < m->end ||
                put.src.to < put.src.from || put.src.to > m->a.src.len;
    m->failed = m->failed || m->astray;
    if (m->failed)
        return;
    m->end = put.src.to;
    put.before = dm_slice_sub(m->a.src, put.src.from, put.src.to);
    put.applied = applies(m->policy, put.certainty) &&
                  !dm_slice_eq(put.before, put.after);
    put.after = kept(m, put.after);
    put.note = kept(m, put.note);
    if (m->failed)
        return;
    if (put.applied) {
        dm_align_keep(&m->a, put.src.from - m->a.at);
        dm_align_replace(&m->a, put.src.to - put.src.from, put.after);
    }
    dm_buf_add(&m->mends, &put, sizeof put);
    m->failed = m->mends.failed;
}
