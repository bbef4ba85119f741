/* jis.c - ISO-2022-JP: the 94 x 94 tables behind escapes of seven bits.
**
** Done here and not by iconv because every iconv reads another subset.  This
** one knows what mail and WHATWG have (ASCII, JIS X 0201 both ways, JIS X
** 0208 and 0212) and GB 2312 and KS C 5601 of ISO-2022-JP-2.  JIS X 0213 is
** read as far as it is JIS X 0208.  Controls pass in every state, so that a
** line's end is never lost; an escape that selects nothing is one (it may be
** a terminal's).
*/
#include "text/codec.h"
#include "text/utf8.h"
#include "text/whatwg.h"

enum { ESC = 0x1B, SHIFT_OUT = 0x0E, SHIFT_IN = 0x0F };

static const uint32_t NOTHING = ~0U; /* a byte of no meaning */

typedef enum jis_set {
    ASCII, /* where a text begins */
    ROMAN, /* with a yen and an overline */
    KANA,  /* half-width */
    X0208,
    X0212,
    GB2312,
    KSC5601,
    UNKNOWN /* two bytes that nobody knows */
} jis_set;

static const struct {
    const char *after; /* the escape byte */
    jis_set     set;
} escapes[] = {
    {"(B",  ASCII  },
    {"(J",  ROMAN  },
    {"(I",  KANA   },
    {"$@",  X0208  },
    {"$B",  X0208  },
    {"$(@", X0208  },
    {"$(B", X0208  },
    {"$(O", X0208  },
    {"$(Q", X0208  },
    {"$(D", X0212  },
    {"$A",  GB2312 },
    {"$(A", GB2312 },
    {"$(C", KSC5601},
    {"$(P", UNKNOWN},
};

static void good(dm_unit *unit, size_t src, uint32_t cp)
{
    unit->src = src;
    unit->out = dm_utf8_encode(cp, unit->text);
    unit->bad = unit->cut = false;
}

static void escape(dm_codec *codec, dm_slice in, dm_unit *unit)
{
    dm_slice rest = dm_slice_sub(in, 1, in.len);
    bool     cut = false;

    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        dm_slice after = dm_slice_str(escapes[i].after);

        if (dm_slice_starts(rest, after)) {
            codec->state = (int)escapes[i].set;
            unit->src = 1 + after.len;
            unit->out = 0;
            unit->bad = unit->cut = false;
            return;
        }
        cut = cut || dm_slice_starts(after, rest);
    }
    if (cut)
        dm_unit_bad(unit, 1, true);
    else
        good(unit, 1, ESC);
}

/* A byte that is a character by itself. */
static uint32_t single(jis_set set, unsigned char c)
{
    if (c > 0x7F || c == SHIFT_OUT || c == SHIFT_IN)
        return NOTHING;
    if (c < 0x21 || c == 0x7F)
        return c;
    if (set == KANA)
        return c <= 0x5F ? 0xFF61U - 0x21 + c : NOTHING;
    if (set == ROMAN && c == '\\')
        return 0xA5;
    if (set == ROMAN && c == '~')
        return 0x203E;
    return c;
}

/* Row and cell count from 0x21. */
static uint32_t pair(jis_set set, unsigned row, unsigned cell)
{
    unsigned at = (row - 0x21) * 94 + (cell - 0x21);

    if (set == X0208)
        return dm_index_jis0208[at];
    if (set == X0212)
        return dm_index_jis0212[at];
    if (set == GB2312)
        return dm_pair_entry(DM_PAIRS_GBK, row | 0x80, cell | 0x80);
    if (set == KSC5601)
        return dm_pair_entry(DM_PAIRS_EUCKR, row | 0x80, cell | 0x80);
    return 0;
}

static void unit_pair(jis_set set, dm_slice in, dm_unit *unit)
{
    unsigned char trail = in.len > 1 ? (unsigned char)in.ptr[1] : 0;
    uint32_t      cp;

    if (in.len == 1 || trail < 0x21 || trail > 0x7E) {
        dm_unit_bad(unit, 1, in.len == 1);
        return;
    }
    cp = pair(set, (unsigned char)in.ptr[0], trail);
    if (cp == 0)
        dm_unit_bad(unit, 2, false);
    else
        good(unit, 2, cp);
}

void dm_jis_unit(dm_codec *codec, dm_slice in, dm_unit *unit)
{
    unsigned char c = (unsigned char)in.ptr[0];
    jis_set       set = (jis_set)codec->state;

    if (c == ESC)
        escape(codec, in, unit);
    else if (set >= X0208 && c >= 0x21 && c <= 0x7E)
        unit_pair(set, in, unit);
    else if (single(set, c) == NOTHING)
        dm_unit_bad(unit, 1, false);
    else
        good(unit, 1, single(set, c));
}
