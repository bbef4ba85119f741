/* encode_iconv.c - the charsets that iconv(3) encodes: EUC-TW, JOHAB, the JIS
** X 0213 ones, ISO-2022-KR and -CN, UTF-7.
**
** Rare, so nothing here is fast: every character is written by a converter
** of its own, in the first state, and read back by our decoder; only then the
** converter that keeps its state writes it for good.  That is what makes the
** two directions one, whatever the iconv.
*/
#include "text/encode_in.h"
#include "text/utf8.h"

bool dm_iconv_open(dm_encoder *e)
{
    e->probe = iconv_open(e->cs->iconv_name, "UTF-8");
    if ((intptr_t)e->probe == -1)
        return false;
    e->write = iconv_open(e->cs->iconv_name, "UTF-8");
    if ((intptr_t)e->write == -1) {
        iconv_close(e->probe);
        return false;
    }
    if (!dm_codec_open(&e->back, e->cs)) {
        iconv_close(e->probe);
        iconv_close(e->write);
        return false;
    }
    e->open = true;
    return true;
}

void dm_iconv_close(dm_encoder *e)
{
    if (!e->open)
        return;
    iconv_close(e->probe);
    iconv_close(e->write);
    dm_codec_close(&e->back);
    e->open = false;
}

/* Write `text`; `end` returns to the first state.  0 when it cannot be written
** as it is. */
static size_t convert(iconv_t cd, dm_slice text, bool end,
                      char out[DM_CODE_ROOM])
{
    char   copy[DM_UNIT_ROOM];
    char  *from = copy;
    char  *to = out;
    size_t left = text.len;
    size_t room = DM_CODE_ROOM;

    memcpy(copy, text.ptr, text.len);
    if (iconv(cd, &from, &left, &to, &room) != 0 || left > 0)
        return 0;
    if (end && iconv(cd, NULL, NULL, &to, &room) == (size_t)-1)
        return 0;
    return (size_t)(to - out);
}

/* Do these bytes decode to just that text? */
static bool reads_back(dm_encoder *e, dm_slice bytes, dm_slice text)
{
    size_t  at = 0;
    dm_unit unit;

    iconv(e->back.cd, NULL, NULL, NULL, NULL);
    while (bytes.len > 0) {
        dm_codec_unit(&e->back, bytes, &unit);
        if (unit.bad || unit.out > text.len - at ||
            memcmp(unit.text, text.ptr + at, unit.out) != 0)
            return false;
        at += unit.out;
        bytes = dm_slice_sub(bytes, unit.src, bytes.len);
    }
    return at == text.len;
}

static bool can(dm_encoder *e, dm_slice text)
{
    char     out[DM_CODE_ROOM];
    dm_slice bytes = {out, 0};

    iconv(e->probe, NULL, NULL, NULL, NULL);
    bytes.len = convert(e->probe, text, true, out);
    return bytes.len > 0 && reads_back(e, bytes, text);
}

/* May shifts be kept from one character to the next?  Of ISO-2022-CN glibc's
** two directions do not agree on what is designated then. */
static bool keeps_shift(const dm_charset *cs)
{
    return cs->kind == DM_KIND_STATEFUL && strcmp(cs->name, "iso-2022-cn") != 0;
}

/* The second half of the codes that stand for two code points. */
static bool is_second(uint32_t cp)
{
    return cp == 0x300 || cp == 0x301 || cp == 0x2E5 || cp == 0x2E9 ||
           cp == 0x309A;
}

/* How much of the text has a code: two characters, one, or nothing. */
static size_t measure(dm_encoder *e, dm_slice text)
{
    size_t one = dm_utf8_len(text.ptr[0]);
    size_t two = one;

    if (one < text.len && is_second(dm_utf8_at(text, one)))
        two += dm_utf8_len(text.ptr[one]);
    if (two > one && can(e, dm_slice_sub(text, 0, two)))
        return two;
    return can(e, dm_slice_sub(text, 0, one)) ? one : 0;
}

size_t dm_iconv_code(dm_encoder *e, dm_slice text, char out[DM_CODE_ROOM],
                     size_t *wrote)
{
    size_t n = measure(e, text);

    if (n == 0)
        return 0;
    e->wrote = true;
    *wrote =
        convert(e->write, dm_slice_sub(text, 0, n), !keeps_shift(e->cs), out);
    return *wrote > 0 ? n : 0;
}

size_t dm_iconv_end(dm_encoder *e, char out[DM_CODE_ROOM])
{
    char  *to = out;
    size_t room = DM_CODE_ROOM;

    if (!e->wrote)
        return 0;
    e->wrote = false;
    if (iconv(e->write, NULL, NULL, &to, &room) == (size_t)-1)
        return 0;
    return (size_t)(to - out);
}
