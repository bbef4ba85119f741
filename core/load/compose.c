/* compose.c - walking a text and asking both maps for each character.
**
** That is a search or two a character: enough for mail, whose bodies are
** small.  Neighbours whose sources overlap are gathered into one cluster, since
** the clusters of a map may not.
*/
#include "load/compose.h"

#include "text/utf8.h"

typedef struct cluster {
    dm_range src, text;
} cluster;

static dm_range climb(const dm_composed *c, dm_range text)
{
    dm_range r;

    (void)dm_align_up(c->inner, text, &r);
    if (c->outer != NULL)
        (void)dm_align_up(c->outer, r, &r);
    r.from += c->base;
    r.to += c->base;
    return r;
}

static void flush(dm_aligner *a, dm_slice text, const cluster *k)
{
    dm_slice with = dm_slice_sub(text, k->text.from, k->text.to);
    dm_slice from = dm_slice_sub(a->src, k->src.from, k->src.to);

    if (k->src.from > a->at)
        dm_align_replace(a, k->src.from - a->at, DM_S(""));
    if (dm_slice_eq(with, from))
        dm_align_keep(a, with.len);
    else if (with.len > 0)
        dm_align_replace(a, from.len, with);
}

void dm_compose(dm_aligner *a, const dm_composed *c, dm_slice text)
{
    cluster k = {
        {a->at, a->at},
        {0,     0    }
    };

    for (size_t at = 0; at < text.len; at = k.text.to) {
        size_t   next = at + dm_utf8_len(text.ptr[at]);
        dm_range src = climb(c, (dm_range){at, next});

        if (src.from >= k.src.to && src.to > src.from) {
            flush(a, text, &k);
            k.src = src;
            k.text.from = at;
        } else if (src.to > k.src.to) {
            k.src.to = src.to;
        }
        k.text.to = next;
    }
    flush(a, text, &k);
}
