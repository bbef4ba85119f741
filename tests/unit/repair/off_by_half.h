/* off_by_half.h - damage of half a character, done and undone, for the tests of
** step `repair`.
**
** The damage is made here, by a model of its own: bytes in, bytes out, as the
** programs did that caused it.
*/
#ifndef DM_TEST_OFF_BY_HALF_H
#define DM_TEST_OFF_BY_HALF_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "repair/mend.h"
#include "repair/repairs.h"
#include "text/pairs.h"
#include "text/utf8.h"

enum { ROOM = 1 << 16, TEXTS = 1 << 18 };

/* ---- the damage ---- */

typedef struct bytes {
    unsigned char at[ROOM];
    size_t        n;
} bytes;

static inline void add(bytes *b, unsigned v)
{
    assert_true(b->n < ROOM);
    b->at[b->n++] = (unsigned char)v;
}

static inline void encode(bytes *out, dm_pairs set, const char *text)
{
    size_t len;

    for (const char *p = text; *p != '\0'; p += len) {
        uint32_t cp = dm_utf8_decode(p, &len);
        unsigned pair = cp < 0x80 ? 0 : dm_pair_encode(set, cp);

        if (pair != 0)
            add(out, pair >> 8);
        add(out, pair != 0 ? pair & 0xFF : cp);
    }
}

/* As the damaging program decoded: a bad pair is one "?", both bytes gone. */
static inline void decode_badly(bytes *out, const bytes *in, size_t from,
                                size_t to)
{
    for (size_t i = from; i < to; i++) {
        unsigned a = in->at[i];

        if (a < 0x80) {
            add(out, a);
            continue;
        }
        if (i + 1 < to &&
            dm_pair_decode(DM_PAIRS_GBK, in->at[i], in->at[i + 1]) != 0) {
            add(out, a);
            add(out, in->at[i + 1]);
        } else
            add(out, '?');
        i++;
    }
}

static const struct {
    const char *character, *reading;
} listed[] = {
    {"國", "guó"  },
    {"報", "bào"  },
    {"請", "qǐng" },
    {"會", "huì"  },
    {"網", "wǎng" },
    {"現", "xiàn" },
    {"這", "zhè"  },
    {"個", "gè"   },
    {"時", "shí"  },
    {"開", "kāi"  },
    {"們", "men"   },
    {"說", "shuō" },
    {"對", "duì"  },
    {"學", "xué"  },
    {"驅", "qū"   },
    {"堅", "jiān" },
    {"頁", "yè"   },
    {"問", "wèn"  },
    {"書", "shū"  },
    {"長", "zhǎng"},
};

static inline void gloss_one(bytes *b, const char *character,
                             const char *reading)
{
    static bytes out;
    unsigned     pair =
        dm_pair_encode(DM_PAIRS_GBK, dm_utf8_decode(character, &(size_t){0}));

    out.n = 0;
    for (size_t i = 0; i < b->n; i++) {
        add(&out, b->at[i]);
        if (i + 1 == b->n || b->at[i] != pair >> 8 ||
            b->at[i + 1] != (pair & 0xFF))
            continue;
        add(&out, b->at[++i]);
        add(&out, '(');
        encode(&out, DM_PAIRS_GBK, reading);
        add(&out, ')');
    }
    *b = out;
}

/* Cut [from, to) at the pair `cut`, decode the pieces; cut them at `then`
** first when it is not 0. */
static inline void cut_at(bytes *out, const bytes *in, dm_range r,
                          const unsigned cuts[2])
{
    size_t from = r.from;

    for (size_t i = r.from; i <= r.to; i++) {
        bool here = i + 1 < r.to && in->at[i] == cuts[0] >> 8 &&
                    in->at[i + 1] == (cuts[0] & 0xFF);

        if (!here && i < r.to)
            continue;
        if (cuts[1] != 0) {
            const unsigned next[2] = {cuts[1], 0};

            cut_at(out, in, (dm_range){from, i}, next);
        } else
            decode_badly(out, in, from, i);
        if (here) {
            add(out, cuts[0] >> 8);
            add(out, cuts[0] & 0xFF);
            from = ++i + 1;
        }
    }
}

enum { GLOSS = 1, CUT = 2, FOLD = 4, DROP = 8 };

static inline void to_text(dm_buf *out, const bytes *b, unsigned how)
{
    for (size_t i = 0; i < b->n; i++) {
        char     utf8[4];
        uint32_t cp = b->at[i];

        if (cp >= 0x80) {
            cp = dm_pair_decode(DM_PAIRS_GBK, b->at[i], b->at[i + 1]);
            i++;
        }
        if ((how & DROP) != 0 && cp >= 0xE000 && cp <= 0xF8FF)
            continue;
        if ((how & FOLD) != 0 && cp >= 0xFF01 && cp <= 0xFF5E)
            cp -= 0xFEE0;
        dm_buf_add(out, utf8, dm_utf8_encode(cp, utf8));
    }
}

/* One line, damaged. */
static inline void damage(dm_buf *out, const char *clean, unsigned how)
{
    static const unsigned cuts[2] = {0xA3A1, 0xA3AC};
    static bytes          a;
    static bytes          b;

    a.n = b.n = 0;
    encode(&a, DM_PAIRS_GBK, clean);
    for (size_t i = 0; (how & GLOSS) != 0 && i < 20; i++)
        gloss_one(&a, listed[i].character, listed[i].reading);
    decode_badly(&b, &a, 0, a.n);
    if ((how & CUT) != 0) {
        a.n = 0;
        cut_at(&a, &b, (dm_range){0, b.n}, cuts);
        to_text(out, &a, how);
    } else
        to_text(out, &b, how);
}

/* ---- mending ---- */

typedef struct mended {
    dm_mender m;
    dm_buf    out;
    dm_arena  arena;
} mended;

static inline void mend(mended *r, dm_slice text, const char *charset)
{
    dm_align map;

    dm_arena_init(&r->arena, 64 << 20);
    dm_buf_init(&r->out, 64 << 20);
    dm_mend_begin(&r->m, text, &r->out, &r->arena, DM_REPAIR_LIKELY, charset);
    dm_mend_frame(&r->m);
    assert_false(r->m.failed);
    assert_true(dm_align_finish(&r->m.a, &r->arena, &map));
}

static inline void unmend(mended *r)
{
    dm_mend_end(&r->m);
    dm_buf_fini(&r->out);
    dm_arena_fini(&r->arena);
}

static inline const dm_mend *mends(const mended *r, size_t *n)
{
    *n = r->m.mends.len / sizeof(dm_mend);
    return (const void *)r->m.mends.ptr;
}

/* The bytes of the listed gloss at `text`, its character included; how many of
** them are the character into `*keep`.  0 when there is none. */
static inline size_t gloss_at(dm_slice text, size_t *keep)
{
    for (size_t i = 0; i < 20; i++) {
        char whole[32];

        snprintf(whole, sizeof whole, "%s(%s)", listed[i].character,
                 listed[i].reading);
        *keep = strlen(listed[i].character);
        if (dm_slice_starts(text, dm_slice_str(whole)))
            return strlen(whole);
    }
    return 0;
}

/* Without the glosses of the list. */
static inline void strip(dm_buf *out, dm_slice text)
{
    for (size_t at = 0; at < text.len;) {
        size_t keep = 1;
        size_t len = gloss_at(dm_slice_sub(text, at, text.len), &keep);

        dm_buf_add(out, text.ptr + at, len > 0 ? keep : 1);
        at += len > 0 ? len : 1;
    }
}

/* Sentences that make the document show its list. */
#define SHOWS                                                                                             \
    "這個國家的報紙會在網上說明問題，對學習這本書的人們開放。現在請長老" \
    "們說話，時間是下午。\n"

#endif
