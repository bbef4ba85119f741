/* decode_bad.c - counting what does not decode, without keeping the text. */
#include "text/codec.h"
#include "text/decode.h"
#include "text/utf8.h"

/* Does `rest` begin a UTF-8 character that its end cuts off? */
static bool cut_utf8(dm_slice rest)
{
    char   padded[4] = {0};
    size_t want = dm_utf8_len(rest.ptr[0]);

    if ((unsigned char)rest.ptr[0] < 0xC2 || rest.len >= want)
        return false;
    memcpy(padded, rest.ptr, rest.len);
    for (unsigned tail = 0x80; tail <= 0xBF; tail += 0x10) {
        dm_slice full = {padded, want};

        memset(padded + rest.len, (int)tail, want - rest.len);
        if (dm_utf8_valid(full) == want)
            return true;
    }
    return false;
}

static size_t bad_utf8(dm_slice bytes, size_t limit, bool whole)
{
    size_t bad = 0;
    size_t at = 0;

    while (bad < limit) {
        dm_slice rest = dm_slice_sub(bytes, at, bytes.len);
        size_t   good = dm_utf8_valid(rest);

        rest = dm_slice_sub(rest, good, rest.len);
        if (rest.len == 0 || (!whole && cut_utf8(rest)))
            break;
        bad++;
        at += good + 1;
    }
    return bad;
}

static size_t bad_units(dm_codec *codec, dm_slice bytes, size_t limit,
                        bool whole)
{
    char    room[DM_CODEC_CHUNK * DM_RUN_GROWTH + DM_UNIT_ROOM];
    size_t  bad = 0;
    size_t  took;
    dm_unit unit;

    for (size_t at = 0; at < bytes.len && bad < limit; at += took) {
        size_t   left = bytes.len - at;
        dm_slice in = {bytes.ptr + at,
                       left < DM_CODEC_CHUNK ? left : (size_t)DM_CODEC_CHUNK};
        size_t   wrote;

        took = 0;
        if (!dm_codec_stateful(codec))
            took = dm_codec_run(codec, in, room, &wrote);
        if (took > 0)
            continue;
        dm_codec_unit(codec, in, &unit);
        took = unit.src;
        if (unit.cut && !whole)
            break;
        bad += unit.bad;
    }
    return bad;
}

/* Only ASCII and pairs, all of which GB18030 gives a meaning? */
static bool is_plain_gb(dm_slice bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t               at = 0;

    while (at < bytes.len) {
        if (p[at] < 0x80) {
            at++;
            continue;
        }
        if (p[at] == 0x80 || p[at] == 0xFF || at + 1 == bytes.len ||
            p[at + 1] < 0x40 || p[at + 1] == 0x7F || p[at + 1] == 0xFF)
            return false;
        at += 2;
    }
    return true;
}

size_t dm_decode_bad(dm_slice bytes, const dm_charset *cs, size_t limit,
                     bool whole)
{
    dm_codec codec;
    size_t   bad;

    if (cs->kind == DM_KIND_UTF8)
        return bad_utf8(bytes, limit, whole);
    if (cs->kind == DM_KIND_GB18030 && is_plain_gb(bytes))
        return 0;
    if (!dm_codec_open(&codec, cs))
        return limit;
    if (cs->kind == DM_KIND_BYTE)
        dm_codec_strict(&codec);
    bad = bad_units(&codec, bytes, limit, whole);
    dm_codec_close(&codec);
    return bad;
}
