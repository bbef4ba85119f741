/* codec.c - iconv(3), held so that every byte can be accounted for.
**
** Single-byte charsets become a table of 256 at opening: faster than iconv,
** and free of the composing decoders of CP1255 and CP1258, which hold a
** letter back until they have seen the next one.  Multi-byte charsets run
** through iconv a chunk at a time.  Stateful ones go unit by unit.
*/
#include "text/codec.h"

#include <errno.h>

#include "text/utf8.h"

#define NO_CD ((iconv_t)-1) /* iconv's own way to say none */

void dm_unit_bad(dm_unit *unit, size_t src, bool cut)
{
    unit->src = src;
    unit->out = dm_utf8_encode(0xFFFD, unit->text);
    unit->bad = true;
    unit->cut = cut;
}

/* One call of iconv over `in`, then a flush for what it held back.  Returns
** the bytes taken; `*wrote` grows by those given; errno tells why it ended. */
static size_t convert(const dm_codec *codec, dm_slice in, char *out,
                      size_t *wrote)
{
    char  *from = (char *)(uintptr_t)in.ptr; /* iconv does not write to it */
    char  *to = out + *wrote;
    size_t left = in.len;
    size_t room = in.len * DM_RUN_GROWTH + DM_UNIT_ROOM;
    int    why;

    errno = 0;
    if (iconv(codec->cd, &from, &left, &to, &room) != (size_t)-1)
        errno = 0;
    why = errno;
    if (codec->cs->kind != DM_KIND_STATEFUL)
        iconv(codec->cd, NULL, NULL, &to, &room);
    errno = why;
    *wrote = (size_t)(to - out);
    return in.len - left;
}

/* Fill the table.  A byte that needs a second one has no meaning here. */
static void fill(dm_codec *codec)
{
    for (unsigned i = 0; i < 256; i++) {
        char     byte = (char)i;
        char     out[DM_UNIT_ROOM * 2];
        size_t   n = 0;
        dm_slice in = {&byte, 1};

        iconv(codec->cd, NULL, NULL, NULL, NULL);
        if (convert(codec, in, out, &n) != 1 || n > sizeof(uint32_t))
            n = 0;
        codec->lens[i] = (uint8_t)n;
        codec->cells[i] = 0;
        memcpy(&codec->cells[i], out, n);
    }
}

bool dm_codec_open(dm_codec *codec, const dm_charset *cs)
{
    codec->cs = cs;
    codec->cd = NO_CD;
    if (cs->kind < DM_KIND_BYTE)
        return true;
    codec->cd = iconv_open("UTF-8", cs->iconv);
    if (codec->cd == NO_CD)
        return false;
    if (cs->kind == DM_KIND_BYTE) {
        fill(codec);
        dm_codec_close(codec);
    }
    return true;
}

void dm_codec_close(dm_codec *codec)
{
    if (codec->cd != NO_CD)
        iconv_close(codec->cd);
    codec->cd = NO_CD;
}

static size_t run_bytes(const dm_codec *codec, dm_slice in, char *out,
                        size_t *wrote)
{
    size_t at = 0;
    char  *to = out;

    for (; at < in.len; at++) {
        unsigned char c = (unsigned char)in.ptr[at];

        if (codec->lens[c] == 0)
            break;
        memcpy(to, &codec->cells[c], sizeof(uint32_t));
        to += codec->lens[c];
    }
    *wrote = (size_t)(to - out);
    return at;
}

/* WHATWG's one addition to iconv's GB18030: old pages write the euro as 80,
** which Windows' CP936 had. */
static bool is_old_euro(const dm_codec *codec, dm_slice in)
{
    return codec->cs->kind == DM_KIND_GB18030 && (unsigned char)in.ptr[0] == 0x80;
}

size_t dm_codec_run(dm_codec *codec, dm_slice in, char *out, size_t *wrote)
{
    if (codec->cs->kind < DM_KIND_BYTE)
        return dm_utf16_run(codec->cs->kind, in, out, wrote);
    if (codec->cs->kind == DM_KIND_BYTE)
        return run_bytes(codec, in, out, wrote);
    *wrote = 0;
    return convert(codec, in, out, wrote);
}

/* Feed byte after byte until the converter takes them. */
static void unit_iconv(dm_codec *codec, dm_slice in, dm_unit *unit)
{
    enum { LONGEST = 8 };

    for (size_t n = 1; n <= in.len && n <= LONGEST; n++) {
        char     out[LONGEST * DM_RUN_GROWTH + DM_UNIT_ROOM];
        size_t   wrote = 0;
        size_t   took = convert(codec, dm_slice_sub(in, 0, n), out, &wrote);
        int      why = errno;

        if (took > 0 && wrote <= DM_UNIT_ROOM) {
            unit->src = took;
            unit->out = wrote;
            unit->bad = unit->cut = false;
            memcpy(unit->text, out, wrote);
            return;
        }
        if (why != EINVAL) {
            dm_unit_bad(unit, 1, false);
            return;
        }
    }
    dm_unit_bad(unit, 1, in.len < LONGEST);
}

void dm_codec_unit(dm_codec *codec, dm_slice in, dm_unit *unit)
{
    unsigned char c = (unsigned char)in.ptr[0];

    if (codec->cs->kind < DM_KIND_BYTE) {
        dm_utf16_unit(codec->cs->kind, in, unit);
    } else if (codec->cs->kind != DM_KIND_BYTE && !is_old_euro(codec, in)) {
        unit_iconv(codec, in, unit);
    } else if (is_old_euro(codec, in)) {
        unit->src = 1;
        unit->out = dm_utf8_encode(0x20AC, unit->text);
        unit->bad = unit->cut = false;
    } else if (codec->lens[c] == 0) {
        dm_unit_bad(unit, 1, false);
    } else {
        unit->src = 1;
        unit->out = codec->lens[c];
        unit->bad = unit->cut = false;
        memcpy(unit->text, &codec->cells[c], unit->out);
    }
}

size_t dm_codec_width(dm_kind kind, dm_slice in)
{
    unsigned char c = (unsigned char)in.ptr[0];

    if (c < 0x81)
        return 1;
    if (kind == DM_KIND_SJIS)
        return c >= 0xA0 && c <= 0xDF ? 1 : 2;
    if (kind == DM_KIND_EUC_JP)
        return c == 0x8F ? 3 : 2;
    if (kind == DM_KIND_EUC_TW)
        return c == 0x8E ? 4 : 2;
    if (kind == DM_KIND_GB18030 && in.len > 1 && in.ptr[1] >= '0'
        && in.ptr[1] <= '9')
        return 4;
    return 2;
}
