/* shown.c - line ends between tags, and where patches are then. */
#include "save/shown.h"

/* Append s[from, to) with a line end wherever a tag ends and one begins; what
** stands at `to` may be one. */
static void lay_out(dm_buf *out, dm_slice s, dm_range r)
{
    size_t done = r.from;

    for (size_t i = r.from; i < r.to; i++) {
        if (s.ptr[i] != '>' || i + 1 >= s.len || s.ptr[i + 1] != '<')
            continue;
        dm_buf_slice(out, dm_slice_sub(s, done, i + 1));
        dm_buf_char(out, '\n');
        done = i + 1;
    }
    dm_buf_slice(out, dm_slice_sub(s, done, r.to));
}

/* New text laid out, in the arena; `behind` is the character that follows. */
static bool lay_new(dm_slice *text, dm_slice behind, dm_arena *arena)
{
    dm_buf joined;
    dm_buf out;

    dm_buf_init(&joined, SIZE_MAX / 2);
    dm_buf_init(&out, SIZE_MAX / 2);
    dm_buf_slice(&joined, *text);
    dm_buf_slice(&joined, dm_slice_sub(behind, 0, behind.len > 0));
    if (!joined.failed)
        lay_out(&out, dm_buf_view(&joined), (dm_range){0, text->len});
    *text = dm_arena_slice(arena, dm_buf_view(&out));
    if (joined.failed || out.failed)
        text->ptr = NULL;
    dm_buf_fini(&joined);
    dm_buf_fini(&out);
    return text->ptr != NULL;
}

/* The patch `p` of `text`, whose bytes up to `*at` are laid out in `out`. */
static bool add(dm_slice text, size_t *at, dm_patch *p, dm_arena *arena,
                dm_buf *out, size_t begin)
{
    dm_range r = p->at;

    lay_out(out, text, (dm_range){*at, r.from});
    p->at.from = out->len - begin;
    lay_out(out, text, r);
    p->at.to = out->len - begin;
    *at = r.to;
    return lay_new(&p->text, dm_slice_sub(text, r.to, text.len), arena);
}

bool dm_shown_make(dm_slice text, size_t base, const dm_patches *in,
                   dm_arena *arena, dm_buf *out, dm_patches *shown)
{
    size_t begin = out->len;
    size_t at = 0;

    shown->list = dm_arena_zalloc(arena, in->n + 1, sizeof *shown->list);
    if (shown->list == NULL)
        return false;
    for (shown->n = 0; shown->n < in->n; shown->n++) {
        dm_patch *p = &shown->list[shown->n];

        *p = in->list[shown->n];
        p->at.from -= base;
        p->at.to -= base;
        if (!add(text, &at, p, arena, out, begin))
            return false;
    }
    lay_out(out, text, (dm_range){at, text.len});
    if (text.len > 0 && text.ptr[text.len - 1] != '\n')
        dm_buf_char(out, '\n');
    return true;
}
