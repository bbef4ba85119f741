/* encode_code.c - the code of one character, whatever the charset. */
#include "text/encode_in.h"
#include "text/utf8.h"

enum { ESC = 0x1B, SHIFT_OUT = 0x0E, SHIFT_IN = 0x0F };

/* ---- one byte, one character: the decoder's table, hashed ---- */

static size_t cell_of(const dm_encoder *e, uint32_t cp)
{
    size_t i = (cp * 0x9E3779B1U) >> 22;

    while (e->cells[i] != 0 && e->cells[i] >> 8 != cp)
        i = (i + 1) % DM_BYTE_CELLS;
    return i;
}

/* A character of two bytes gets the lower. */
static void enter(dm_encoder *e, uint32_t cp, uint32_t byte)
{
    size_t i = cell_of(e, cp);

    if (cp == 0 && byte == 0)
        e->zero = true;
    else if (e->cells[i] == 0)
        e->cells[i] = cp << 8 | byte;
}

static bool open_bytes(dm_encoder *e)
{
    dm_codec codec;

    if (!dm_codec_open(&codec, e->cs))
        return false;
    memset(e->cells, 0, sizeof e->cells);
    for (uint32_t i = 0; i < 256; i++) {
        char   utf8[sizeof(uint32_t)];
        size_t n;

        memcpy(utf8, &codec.cells[i], sizeof utf8);
        if (codec.lens[i] > 0)
            enter(e, dm_utf8_decode(utf8, &n), i);
        e->ascii =
            e->ascii &&
            (i >= 0x80 || (codec.lens[i] == 1 && (unsigned char)utf8[0] == i));
    }
    dm_codec_close(&codec);
    return true;
}

static size_t byte_code(const dm_encoder *e, uint32_t cp, char *out)
{
    uint32_t cell = e->cells[cell_of(e, cp)];

    if (cell == 0 && !(cp == 0 && e->zero))
        return 0;
    out[0] = (char)(cell & 0xFF);
    return 1;
}

/* ---- UTF-16 and UTF-32 ---- */

/* `n` bytes of a number, in the order of `kind`. */
static void put_word(dm_kind kind, uint32_t word, size_t n, char *out)
{
    bool big = kind == DM_KIND_UTF16BE || kind == DM_KIND_UTF32BE;

    for (size_t i = 0; i < n; i++)
        out[big ? n - 1 - i : i] = (char)(word >> (8 * i) & 0xFF);
}

static size_t wide_code(dm_kind kind, uint32_t cp, char *out)
{
    if (kind == DM_KIND_UTF32LE || kind == DM_KIND_UTF32BE) {
        put_word(kind, cp, 4, out);
        return 4;
    }
    if (cp < 0x10000) {
        put_word(kind, cp, 2, out);
        return 2;
    }
    put_word(kind, 0xD800 + ((cp - 0x10000) >> 10), 2, out);
    put_word(kind, 0xDC00 + ((cp - 0x10000) & 0x3FF), 2, out + 2);
    return 4;
}

/* ---- ISO-2022-JP: the sets that browsers read ---- */

typedef enum jis_set { ASCII, ROMAN, KANA, X0208 } jis_set;

typedef struct jis_code {
    jis_set  set;
    unsigned code; /* DM_NO_CODE for none */
} jis_code;

static jis_code jis_of(uint32_t cp)
{
    if (cp == ESC || cp == SHIFT_OUT || cp == SHIFT_IN)
        return (jis_code){ASCII, DM_NO_CODE};
    if (cp < 0x80)
        return (jis_code){ASCII, cp};
    if (cp == 0xA5 || cp == 0x203E)
        return (jis_code){ROMAN, cp == 0xA5 ? '\\' : '~'};
    if (cp - 0xFF61 < 63)
        return (jis_code){KANA, cp - 0xFF61 + 0x21};
    return (jis_code){X0208, dm_jis0208_encode(cp)};
}

static size_t jis_shift(dm_encoder *e, jis_set set, char *out)
{
    static const char escapes[][4] = {"\x1B(B", "\x1B(J", "\x1B(I", "\x1B$B"};

    if (e->state == (int)set)
        return 0;
    e->state = (int)set;
    memcpy(out, escapes[set], 3);
    return 3;
}

static size_t jis_encode(dm_encoder *e, uint32_t cp, char *out)
{
    jis_code c = jis_of(cp);
    size_t   n;

    if (c.code == DM_NO_CODE)
        return 0;
    n = jis_shift(e, c.set, out);
    if (c.set == X0208)
        out[n++] = (char)(c.code >> 8);
    out[n++] = (char)(c.code & 0xFF);
    return n;
}

/* ---- all of them ---- */

bool dm_encoder_open(dm_encoder *e, const dm_charset *cs)
{
    e->cs = cs;
    e->ascii = cs->kind == DM_KIND_UTF8 ||
               (cs->kind >= DM_KIND_GB18030 && cs->kind <= DM_KIND_BYTE);
    e->state = ASCII;
    e->zero = e->open = e->wrote = false;
    if (cs->kind == DM_KIND_BYTE)
        return open_bytes(e);
    if (cs->kind == DM_KIND_ICONV || cs->kind == DM_KIND_STATEFUL)
        return dm_iconv_open(e);
    return true;
}

void dm_encoder_close(dm_encoder *e)
{
    dm_iconv_close(e);
}

/* Four codes of Big5 stand for a letter and its mark. */
static unsigned big5_two(dm_slice text)
{
    static const struct {
        dm_slice text;
        unsigned code;
    } rows[] = {
        {DM_LIT("Ê\xCC\x84"), 0x8862},
        {DM_LIT("Ê\xCC\x8C"), 0x8864},
        {DM_LIT("ê\xCC\x84"), 0x88A3},
        {DM_LIT("ê\xCC\x8C"), 0x88A5},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (dm_slice_starts(text, rows[i].text))
            return rows[i].code;
    return 0;
}

static size_t code_of(dm_encoder *e, uint32_t cp, char *out)
{
    if (e->cs->kind == DM_KIND_UTF8)
        return dm_utf8_encode(cp, out);
    if (e->cs->kind < DM_KIND_GB18030)
        return wide_code(e->cs->kind, cp, out);
    if (e->cs->kind < DM_KIND_BYTE)
        return dm_multi_encode(e->cs->kind, cp, out);
    if (e->cs->kind == DM_KIND_BYTE)
        return byte_code(e, cp, out);
    return jis_encode(e, cp, out);
}

size_t dm_encoder_code(dm_encoder *e, dm_slice text, char out[DM_CODE_ROOM],
                       size_t *wrote)
{
    unsigned two = e->cs->kind == DM_KIND_BIG5 ? big5_two(text) : 0;
    size_t   n;
    uint32_t cp;

    if (e->open)
        return dm_iconv_code(e, text, out, wrote);
    if (two != 0) {
        out[0] = (char)(two >> 8);
        out[1] = (char)(two & 0xFF);
        *wrote = 2;
        return 4;
    }
    cp = dm_utf8_decode(text.ptr, &n);
    *wrote = code_of(e, cp, out);
    return *wrote > 0 ? n : 0;
}

size_t dm_encoder_end(dm_encoder *e, char out[DM_CODE_ROOM])
{
    if (e->open)
        return dm_iconv_end(e, out);
    return e->cs->kind == DM_KIND_JIS ? jis_shift(e, ASCII, out) : 0;
}
