/* detect_unicode.c - byte order marks, almost-UTF-8, and UTF-16/32 without a
** mark.
*/
#include "text/codec.h"
#include "text/detect.h"
#include "text/utf8.h"

const dm_charset *dm_detect_bom(dm_slice bytes, size_t *len)
{
    static const struct {
        dm_slice    mark;
        const char *name;
    } marks[] = {
        {DM_LIT("\xEF\xBB\xBF"),     "utf-8"   },
        {DM_LIT("\xFF\xFE\0\0"),     "utf-32le"}, /* before UTF-16's */
        {DM_LIT("\0\0\xFE\xFF"),     "utf-32be"},
        {DM_LIT("\xFF\xFE"),         "utf-16le"},
        {DM_LIT("\xFE\xFF"),         "utf-16be"},
        {DM_LIT("\x84\x31\x95\x33"), "gb18030" },
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!dm_slice_starts(bytes, marks[i].mark))
            continue;
        if (marks[i].mark.len == 4 && i == 1 && bytes.len % 4 != 0)
            continue; /* UTF-16 that begins with a NUL */
        *len = marks[i].mark.len;
        return dm_charset_named(marks[i].name);
    }
    return NULL;
}

/* So many bad bytes, and more than characters: another charset. */
enum { HOPELESS = 200 };

size_t dm_detect_utf8(dm_slice bytes, size_t *bad)
{
    size_t good = 0;
    size_t at = 0;

    *bad = 0;
    for (;;) {
        dm_slice rest = dm_slice_sub(bytes, at, bytes.len);
        size_t   n = dm_utf8_valid(rest);

        for (size_t i = 0; i < n; i++)
            good += ((unsigned char)rest.ptr[i] & 0xC0) == 0xC0;
        at += n;
        if (at == bytes.len)
            return good;
        if (bytes.len - at < dm_utf8_len(bytes.ptr[at]) &&
            (unsigned char)bytes.ptr[at] >= 0xC2) {
            size_t i = at + 1;

            while (i < bytes.len && dm_utf8_inside(bytes.ptr[i]))
                i++;
            if (i == bytes.len)
                return good;
        }
        ++*bad;
        at++;
        if (*bad > HOPELESS && *bad > good)
            return good;
    }
}

enum { CUT_FROM = 16, GLANCE = 256 };

/* Decode up to `most` of `bytes` in `cs`; false when something is bad. */
static bool decoded(const dm_charset *cs, dm_slice bytes, size_t most,
                    dm_buf *out)
{
    dm_codec codec;
    char     room[DM_CODEC_CHUNK * DM_RUN_GROWTH + DM_UNIT_ROOM];
    size_t   wrote = 0;
    size_t   took;
    bool     ends = bytes.len <= most;

    if (!ends)
        bytes.len = most;
    if (!dm_codec_open(&codec, cs))
        return false;
    took = dm_codec_run(&codec, bytes, room, &wrote);
    dm_codec_close(&codec);
    dm_buf_clear(out);
    dm_buf_add(out, room, wrote);
    /* A text may be cut; a short one is not let off. */
    if (took < bytes.len && ends && bytes.len < CUT_FROM)
        return false;
    return took + 3 >= bytes.len;
}

/* Code points that texts are made of, in any script: not controls, not
** private, not unassigned-looking. */
static bool is_usual(uint32_t cp)
{
    if (cp < 0x20)
        return cp == '\t' || cp == '\n' || cp == '\r';
    if (cp < 0x7F)
        return true;
    return (cp >= 0xA0 && cp < 0x600) || (cp >= 0x600 && cp < 0x1100) ||
           (cp >= 0x1E00 && cp < 0x2070) || (cp >= 0x3000 && cp < 0x3100) ||
           (cp >= 0x4E00 && cp < 0xA000) || (cp >= 0xAC00 && cp < 0xD7A4) ||
           (cp >= 0xFF00 && cp < 0xFFF0) || cp >= 0x1F300;
}

static bool is_westerly(uint32_t cp)
{
    return cp < 0x1100 || (cp >= 0x1E00 && cp < 0x2070);
}

typedef struct census {
    size_t all, usual, west;
} census;

static census count(dm_slice text)
{
    census c = {0, 0, 0};
    size_t n;

    for (size_t at = 0; at < text.len; at += n) {
        uint32_t cp = dm_utf8_decode(text.ptr + at, &n);

        c.all++;
        c.usual += is_usual(cp);
        c.west += is_usual(cp) && is_westerly(cp);
    }
    return c;
}

static bool has_zero(dm_slice bytes)
{
    size_t n = bytes.len < DM_HEAD ? bytes.len : (size_t)DM_HEAD;

    return memchr(bytes.ptr, 0, n) != NULL;
}

/* How likely `bytes` are in `cs`, 0 to 1.  Letters of alphabets stand in one
** block, so that half the bytes are the same few: proof enough.  Han text
** has to look like Han text, unless zero bytes speak for it. */
static double likely(const dm_charset *cs, dm_slice bytes, dm_buf *text)
{
    census c;
    double score;
    size_t chars;

    if (!decoded(cs, bytes, GLANCE, text) || text->failed)
        return 0;
    c = count(dm_buf_view(text));
    if ((double)c.usual < 0.8 * (double)c.all)
        return 0; /* what most documents hear */
    if (!decoded(cs, bytes, DM_CODEC_CHUNK, text) || text->failed)
        return 0;
    c = count(dm_buf_view(text));
    if (c.all == 0 || (double)c.usual < 0.97 * (double)c.all)
        return 0;
    score = dm_detect_han(dm_buf_view(text), &chars);
    if (has_zero(bytes) && (double)c.west > 0.7 * (double)c.all)
        return 0.95;
    if (chars >= 2 && score > 0.8)
        return score > 2 ? 0.95 : 0.5 + score / 5;
    return has_zero(bytes) && chars < 2 && c.west == c.all ? 0.9 : 0;
}

const dm_charset *dm_detect_wide(dm_slice bytes, double *confidence)
{
    static const char *const names[] = {"utf-32le", "utf-32be", "utf-16le",
                                        "utf-16be"};
    const dm_charset        *best = NULL;
    dm_buf                   text;

    *confidence = 0;
    if (bytes.len < 4)
        return NULL;
    dm_buf_init(&text, (size_t)DM_CODEC_CHUNK * 4);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dm_charset *cs = dm_charset_named(names[i]);
        double            p = likely(cs, bytes, &text);

        if (p > *confidence) {
            *confidence = p;
            best = cs;
        }
    }
    dm_buf_fini(&text);
    return best;
}
