/* said.c - every place in which the written text differs from the old one.
**
** Edits are encoded and what they then say is taken; of a file that is
** converted all that lies between them is encoded too, to find what the new
** charset lacks.
*/
#include "save/said.h"

#include "text/encode.h"
#include "text/utf8.h"

typedef struct said {
    dm_encoder        e;
    dm_buf            bytes, meant; /* of one patch */
    dm_buf            list;         /* of dm_patch */
    const dm_charset *to;           /* NULL: each place has its own */
    dm_arena         *arena;
    dm_err           *err;
} said;

static bool add(said *s, dm_patch p, dm_slice text)
{
    p.text = dm_arena_slice(s->arena, text);
    if (p.text.ptr != NULL)
        dm_buf_add(&s->list, &p, sizeof p);
    return (p.text.ptr != NULL && !s->list.failed) ||
           dm_fail(s->err, DM_E_MEMORY, "no memory for the diff");
}

static bool add_edit(said *s, const dm_patch *p)
{
    const dm_charset *cs =
        s->to != NULL ? s->to : dm_save_charset(s->e.doc, p->raw.from);

    dm_buf_clear(&s->bytes);
    dm_buf_clear(&s->meant);
    return dm_encoder_put(&s->e, p->text, cs, p, s->err) &&
           add(s, *p, dm_buf_view(&s->meant));
}

static dm_patch place(dm_range at)
{
    return (dm_patch){.at = at, .beside = true};
}

/* The characters of `gap`, which nobody edits, that the new charset lacks. */
static bool add_lacking(said *s, dm_range gap)
{
    dm_slice old = s->e.doc->decoded.text;

    while (gap.from < gap.to) {
        dm_encoded how = {0, 0, 0};
        dm_err     stop;
        size_t     n;

        dm_buf_clear(&s->bytes);
        if (dm_encode(&s->bytes, dm_slice_sub(old, gap.from, gap.to), s->to,
                      NULL, NULL, &how, &stop))
            return true;
        if (stop.code != DM_E_UNENCODABLE)
            return dm_fail(s->err, stop.code, "%s", stop.msg);
        gap.from += how.n;
        n = dm_utf8_len(old.ptr[gap.from]);
        dm_buf_clear(&s->meant);
        if (!dm_encoder_stand_in(&s->e, how.cp, old, gap.from, NULL, &s->meant))
            return dm_fail(s->err, stop.code, "%s", stop.msg);
        if (!add(s, place((dm_range){gap.from, gap.from + n}),
                 dm_buf_view(&s->meant)))
            return false;
        gap.from += n;
    }
    return true;
}

/* What lies between two edits of a file that is converted: declarations, from
** `*at` on, are told where they are whole. */
static bool add_gap(said *s, dm_range gap, size_t *at)
{
    const dm_doc *doc = s->e.doc;
    char          name[DM_DECLARATION];
    dm_range      where;
    size_t        last = *at;

    for (; dm_write_declares(doc, doc->decoded.text, s->to, at, &where, name);
         last = *at) {
        if (where.from >= gap.to) { /* of a later gap: it is found again */
            *at = last;
            break;
        }
        if (where.from < gap.from || where.to > gap.to)
            continue;
        if (!add_lacking(s, (dm_range){gap.from, where.from}) ||
            !add(s, place(where), dm_slice_str(name)))
            return false;
        gap.from = where.to;
    }
    return add_lacking(s, gap);
}

static bool add_all(said *s, const dm_patches *p)
{
    size_t text = s->e.doc->decoded.text.len;
    size_t done = 0;
    size_t at = 0;

    for (size_t i = 0; i <= p->n; i++) {
        size_t end = i < p->n ? p->list[i].at.from : text;

        if (s->to != NULL && !add_gap(s, (dm_range){done, end}, &at))
            return false;
        if (i < p->n && !add_edit(s, &p->list[i]))
            return false;
        done = i < p->n ? p->list[i].at.to : text;
    }
    return true;
}

bool dm_patches_said(const dm_doc *doc, dm_arena *arena,
                     const dm_save_options *o, dm_patches *p, dm_err *err)
{
    said   s = {.to = dm_write_target(doc, o->to), .arena = arena, .err = err};
    bool   ok;
    size_t n;

    dm_buf_init(&s.bytes, SIZE_MAX / 2);
    dm_buf_init(&s.meant, SIZE_MAX / 2);
    dm_buf_init(&s.list, SIZE_MAX / 2);
    s.e = (dm_encoder){.doc = doc,
                       .policy = o->unencodable,
                       .out = &s.bytes,
                       .meant = &s.meant};
    ok = add_all(&s, p);
    n = s.list.len / sizeof(dm_patch);
    if (ok && n > 0) {
        p->list = dm_arena_zalloc(arena, n, sizeof *p->list);
        p->n = p->list != NULL ? n : 0;
        if (p->n > 0)
            memcpy(p->list, s.list.ptr, n * sizeof *p->list);
        ok = p->n > 0 || dm_fail(err, DM_E_MEMORY, "no memory for the diff");
    }
    dm_buf_fini(&s.bytes);
    dm_buf_fini(&s.meant);
    dm_buf_fini(&s.list);
    return ok;
}
