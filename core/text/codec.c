/* codec.c - one way to ask all decoders, and iconv(3) held so that every byte
** can be accounted for.
**
** Single-byte charsets become a table of UTF-8 at opening, be they of ours or
** of iconv's, whose composing decoders (TCVN) hold a letter back until they
** have seen the next one.  The rest goes through iconv: a chunk at a time, or
** unit by unit where it is stateful.
*/
#include "text/codec.h"

#include <errno.h>

#include "text/bytes.h"
#include "text/utf8.h"

void dm_unit_bad(dm_unit *unit, size_t src, bool cut)
{
    unit->src = src;
    unit->out = dm_utf8_encode(0xFFFD, unit->text);
    unit->bad = true;
    unit->cut = cut;
}

/* iconv takes its input without const, and does not write to it. */
static char *unconst(const char *p)
{
    union {
        const char *from;
        char       *to;
    } both = {p};

    return both.to;
}

/* UTF-8 of `n` code points; returns its length.  A converter that gives a
** surrogate or a number too high is not passed on. */
static size_t encode(const uint32_t *cps, size_t n, char *out)
{
    char *to = out;

    for (size_t i = 0; i < n; i++) {
        uint32_t cp = cps[i];

        if (cp < 0x80) {
            *to++ = (char)cp;
        } else if (cp >= 0x800 && cp < 0xD800) {
            to[0] = (char)(0xE0 | cp >> 12);
            to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
            to[2] = (char)(0x80 | (cp & 0x3F));
            to += 3;
        } else {
            bool wrong = cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000);

            to += dm_utf8_encode(wrong ? 0xFFFD : cp, to);
        }
    }
    return (size_t)(to - out);
}

/* One call of iconv over `in` (at most a chunk), then a flush for what it
** held back.  Returns the bytes taken; `*wrote` is set to those given; errno
** tells why it ended.  iconv stops at code points, which glibc reaches in one
** step instead of two, and UTF-8 is made here: twice as fast. */
static size_t convert(const dm_codec *codec, dm_slice in, char *out,
                      size_t *wrote)
{
    uint32_t cps[DM_CODEC_CHUNK + DM_UNIT_ROOM];
    char    *from = unconst(in.ptr);
    size_t   left = in.len;
    char    *to = (char *)cps;
    size_t   room = (in.len + DM_UNIT_ROOM) * sizeof *cps;
    int      why;

    errno = 0;
    if (iconv(codec->cd, &from, &left, &to, &room) != (size_t)-1)
        errno = 0;
    why = errno;
    if (!dm_codec_stateful(codec))
        iconv(codec->cd, NULL, NULL, &to, &room);
    errno = why;
    *wrote = encode(cps, (size_t)(to - (char *)cps) / sizeof *cps, out);
    return in.len - left;
}

static void fill_cell(dm_codec *codec, unsigned byte, const char *utf8,
                      size_t n)
{
    codec->lens[byte] = (uint8_t)n;
    codec->cells[byte] = 0;
    memcpy(&codec->cells[byte], utf8, n);
}

/* Fill the table from iconv.  A byte that needs a second one has no meaning
** here. */
static void fill_from_iconv(dm_codec *codec)
{
    for (unsigned i = 0; i < 256; i++) {
        char     byte = (char)i;
        char     out[DM_UNIT_ROOM * 2];
        size_t   n = 0;
        dm_slice in = {&byte, 1};

        iconv(codec->cd, NULL, NULL, NULL, NULL);
        if (convert(codec, in, out, &n) != 1 || n > sizeof(uint32_t))
            n = 0;
        fill_cell(codec, i, out, n);
    }
}

static void fill_from_table(dm_codec *codec, const uint16_t *cps)
{
    for (unsigned i = 0; i < 256; i++) {
        char   utf8[sizeof(uint32_t)];
        size_t n = dm_utf8_encode(cps[i], utf8);

        fill_cell(codec, i, utf8, cps[i] == DM_BYTE_NONE ? 0 : n);
    }
}

void dm_codec_strict(dm_codec *codec)
{
    if (strncmp(codec->cs->name, "windows-", 8) != 0)
        return;
    for (unsigned i = 0x80; i < 0xA0; i++) {
        char utf8[sizeof(uint32_t)];

        if (codec->lens[i] == dm_utf8_encode(i, utf8) &&
            memcmp(&codec->cells[i], utf8, codec->lens[i]) == 0)
            fill_cell(codec, i, "", 0);
    }
}

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "a code point a wchar_t");

/* Has iconv a part in decoding `cs`? */
static bool asks_iconv(const dm_charset *cs)
{
    if (cs->kind == DM_KIND_BYTE)
        return dm_bytes_of(cs->name) == NULL;
    return cs->kind == DM_KIND_ICONV || cs->kind == DM_KIND_STATEFUL;
}

bool dm_codec_keeps_ascii(const dm_charset *cs)
{
    const uint16_t *cps = dm_bytes_of(cs->name);

    return cps == NULL || cps['A'] == 'A';
}

bool dm_codec_open(dm_codec *codec, const dm_charset *cs)
{
    codec->cs = cs;
    codec->open = false;
    codec->state = 0;
    if (!asks_iconv(cs)) {
        if (cs->kind == DM_KIND_BYTE)
            fill_from_table(codec, dm_bytes_of(cs->name));
        return true;
    }
    codec->cd = iconv_open("WCHAR_T", cs->iconv_name);
    if ((intptr_t)codec->cd == -1)
        return false;
    codec->open = true;
    if (cs->kind == DM_KIND_BYTE) {
        fill_from_iconv(codec);
        dm_codec_close(codec);
    }
    return true;
}

void dm_codec_close(dm_codec *codec)
{
    if (codec->open)
        iconv_close(codec->cd);
    codec->open = false;
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

static size_t run_utf8(dm_slice in, char *out, size_t *wrote)
{
    *wrote = dm_utf8_valid(in);
    memcpy(out, in.ptr, *wrote);
    return *wrote;
}

size_t dm_codec_run(dm_codec *codec, dm_slice in, char *out, size_t *wrote)
{
    if (codec->cs->kind == DM_KIND_UTF8)
        return run_utf8(in, out, wrote);
    if (codec->cs->kind < DM_KIND_GB18030)
        return dm_utf16_run(codec->cs->kind, in, out, wrote);
    if (codec->cs->kind < DM_KIND_BYTE)
        return dm_multi_run(codec->cs->kind, in, out, wrote);
    if (codec->cs->kind == DM_KIND_BYTE)
        return run_bytes(codec, in, out, wrote);
    return convert(codec, in, out, wrote);
}

/* Feed byte after byte until the converter takes them. */
static void unit_iconv(dm_codec *codec, dm_slice in, dm_unit *unit)
{
    enum { LONGEST = 8 };

    for (size_t n = 1; n <= in.len && n <= LONGEST; n++) {
        char   out[LONGEST * DM_RUN_GROWTH + DM_UNIT_ROOM];
        size_t wrote = 0;
        size_t took = convert(codec, dm_slice_sub(in, 0, n), out, &wrote);
        int    why = errno;

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

static void unit_byte(const dm_codec *codec, unsigned char c, dm_unit *unit)
{
    if (codec->lens[c] == 0) {
        dm_unit_bad(unit, 1, false);
        return;
    }
    unit->src = 1;
    unit->out = codec->lens[c];
    unit->bad = unit->cut = false;
    memcpy(unit->text, &codec->cells[c], unit->out);
}

/* The cut is not looked at: UTF-8 that may go on is counted elsewhere. */
static void unit_utf8(dm_slice in, dm_unit *unit)
{
    size_t n = dm_utf8_len(in.ptr[0]);

    if (n > in.len || dm_utf8_valid(dm_slice_sub(in, 0, n)) != n) {
        dm_unit_bad(unit, 1, false);
        return;
    }
    unit->src = unit->out = n;
    unit->bad = unit->cut = false;
    memcpy(unit->text, in.ptr, n);
}

void dm_codec_unit(dm_codec *codec, dm_slice in, dm_unit *unit)
{
    dm_kind kind = codec->cs->kind;

    if (kind == DM_KIND_UTF8)
        unit_utf8(in, unit);
    else if (kind < DM_KIND_GB18030)
        dm_utf16_unit(kind, in, unit);
    else if (kind < DM_KIND_BYTE)
        dm_multi_unit(kind, in, unit);
    else if (kind == DM_KIND_BYTE)
        unit_byte(codec, (unsigned char)in.ptr[0], unit);
    else if (kind == DM_KIND_JIS)
        dm_jis_unit(codec, in, unit);
    else
        unit_iconv(codec, in, unit);
}
