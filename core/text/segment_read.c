/* segment_read.c - decoding a stretch and looking at its characters.
**
** The wrong charset gives pairs at random: half of them are rare characters,
** or none.  Real text has one rare character in fifty.
*/
#include "text/segment_read.h"

#include "text/codec.h"
#include "text/common.h"
#include "text/utf8.h"

/* Shares of common characters: of text, and at most of nonsense. */
#define TEXT     0.85
#define NONSENSE 0.70

static void read_text(dm_reading *r, dm_slice text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i += n) {
        uint32_t cp = dm_utf8_decode(text.ptr + i, &n);

        r->chars += cp >= 0x80;
        r->common += cp >= 0x80 && dm_is_common(cp);
    }
}

/* Read `in` as `cs`; no charset that cannot be opened reads anything. */
dm_reading dm_read_as(const dm_charset *cs, dm_slice in)
{
    char       room[DM_CODEC_CHUNK * DM_RUN_GROWTH + DM_UNIT_ROOM];
    dm_reading r = {0, 0, 0};
    dm_codec   codec;
    dm_unit    unit;
    size_t     took;

    if (!dm_codec_open(&codec, cs))
        return (dm_reading){in.len, 0, in.len};
    for (size_t at = 0; at < in.len && at < DM_READ_MOST; at += took) {
        size_t left = in.len - at;
        size_t wrote = 0;

        if (left > DM_CODEC_CHUNK)
            left = DM_CODEC_CHUNK;
        took =
            dm_codec_run(&codec, dm_slice_sub(in, at, at + left), room, &wrote);
        read_text(&r, (dm_slice){room, wrote});
        if (took > 0)
            continue;
        dm_codec_unit(&codec, dm_slice_sub(in, at, at + left), &unit);
        took = unit.src;
        r.bad += unit.bad;
        r.chars += unit.bad;
    }
    dm_codec_close(&codec);
    return r;
}

bool dm_reads_like_text(const dm_reading *r, size_t faults)
{
    size_t good = r->chars - r->bad;

    return r->bad * 100 <= good * faults &&
           (double)r->common >= TEXT * (double)good;
}

bool dm_reads_like_nonsense(const dm_reading *r)
{
    return r->bad > 0 || (double)r->common < NONSENSE * (double)r->chars;
}

/* ---- UTF-8 inside of something else ---- */

size_t dm_read_utf8(dm_slice s, uint32_t *cp)
{
    size_t n = dm_utf8_len(s.ptr[0]);

    if (n > s.len || dm_utf8_valid(dm_slice_sub(s, 0, n)) != n)
        return 0;
    *cp = dm_utf8_decode(s.ptr, &n);
    return n;
}

/* Are the three lowest bytes of `w` a character of UTF-8 (one lead byte E0 to
** EF, two that follow), turned in any way? */
static bool smells(uint32_t w)
{
    enum { EACH = 0x010101 };
    uint32_t tails = (w >> 7) & ~(w >> 6) & EACH;
    uint32_t leads = (w >> 7) & (w >> 6) & (w >> 5) & ~(w >> 4) & EACH;

    return (tails | leads) == EACH && leads != 0 && (leads & (leads - 1)) == 0;
}

/* How many characters of UTF-8 of three bytes or more stand in a row around
** `at`, where one of three is; DM_UTF8_RUN at most.  Those behind it may have
** ASCII between them. */
static size_t run_around(dm_slice bytes, size_t at)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t               run = 0;
    uint32_t             cp = 0;

    while ((p[at] & 0xF0) != 0xE0)
        at++;
    for (size_t back = 1; back < DM_UTF8_RUN && at >= 3; back++) {
        if (dm_read_utf8(dm_slice_sub(bytes, at - 3, bytes.len), &cp) != 3)
            break;
        at -= 3;
    }
    while (run < DM_UTF8_RUN && at < bytes.len) {
        size_t n = dm_read_utf8(dm_slice_sub(bytes, at, bytes.len), &cp);

        if (n < 3 && (n != 1 || run == 0))
            break;
        at += n;
        run += n >= 3;
    }
    return run;
}

/* Every run without ASCII in it covers three bytes that are looked at, though
** no more than a third of the text is. */
bool dm_has_utf8(dm_slice bytes, size_t from)
{
    enum { STEP = DM_UTF8_RUN * 3 - 2 };

    for (size_t at = from; at + sizeof(uint32_t) <= bytes.len; at += STEP) {
        uint32_t w;

        memcpy(&w, bytes.ptr + at, sizeof w);
        if (smells(w) && run_around(bytes, at) == DM_UTF8_RUN)
            return true;
    }
    return false;
}
