/* detect_other.c - escapes, EBCDIC, and no text at all. */
#include "text/decode.h"
#include "text/detect.h"

/* ---- ISO-2022 ---- */

const dm_charset *dm_detect_escapes(dm_slice bytes)
{
    static const struct {
        dm_slice    escape;
        const char *name;
    } rows[] = {
        {DM_LIT("\x1B$)C"), "iso-2022-kr"},
        {DM_LIT("\x1B$)A"), "iso-2022-cn"},
        {DM_LIT("\x1B$)G"), "iso-2022-cn"},
        {DM_LIT("\x1B$B"),  "iso-2022-jp"},
        {DM_LIT("\x1B$@"),  "iso-2022-jp"},
        {DM_LIT("\x1B(J"),  "iso-2022-jp"},
    };
    const char *end = bytes.ptr + bytes.len;
    const char *esc = bytes.ptr;

    while ((esc = memchr(esc, 0x1B, (size_t)(end - esc))) != NULL) {
        dm_slice at = {esc, (size_t)(end - esc)};

        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (dm_slice_starts(at, rows[i].escape)) {
                const dm_charset *cs = dm_charset_named(rows[i].name);

                return dm_decode_bad(bytes, cs, 1, false) == 0 ? cs : NULL;
            }
        esc++;
    }
    return NULL;
}

/* ---- EBCDIC ---- */

enum { EBCDIC_MOST = 8192 }; /* bytes that are counted */

static size_t within(const size_t *count, unsigned from, unsigned to)
{
    size_t n = 0;

    while (from <= to)
        n += count[from++];
    return n;
}

const dm_charset *dm_detect_ebcdic(dm_slice bytes)
{
    size_t count[256] = {0};
    size_t small;
    size_t large;
    size_t hebrew;
    size_t len = bytes.len < EBCDIC_MOST ? bytes.len : (size_t)EBCDIC_MOST;

    for (size_t i = 0; i < len; i++)
        count[(unsigned char)bytes.ptr[i]]++;
    /* The blank is 0x40, as frequent as blanks are; ASCII's is no letter. */
    if (count[0x40] * 20 < len || count[0x20] * 20 > count[0x40] ||
        count[0] > 0)
        return NULL;
    small = within(count, 0x81, 0x89) + within(count, 0x91, 0x99) +
            within(count, 0xA2, 0xA9);
    large = within(count, 0xC1, 0xC9) + within(count, 0xD1, 0xD9) +
            within(count, 0xE2, 0xE9) + within(count, 0xF0, 0xF9);
    hebrew = within(count, 0x41, 0x49) + within(count, 0x51, 0x59) +
             within(count, 0x62, 0x69) + count[0x71];
    if ((small + large + count[0x40]) * 10 > len * 8)
        return dm_charset_named("cp037");
    if ((hebrew + large + small + count[0x40]) * 10 > len * 8)
        return dm_charset_named("cp424");
    return NULL;
}

/* ---- no text ---- */

static const struct {
    dm_slice    magic;
    const char *what;
} magics[] = {
    {DM_LIT("\x89PNG\r\n"),        "a PNG image"       },
    {DM_LIT("\xFF\xD8\xFF"),       "a JPEG image"      },
    {DM_LIT("GIF87a"),             "a GIF image"       },
    {DM_LIT("GIF89a"),             "a GIF image"       },
    {DM_LIT("%PDF-"),              "a PDF document"    },
    {DM_LIT("PK\x03\x04"),         "a zip archive"     },
    {DM_LIT("PK\x05\x06"),         "a zip archive"     },
    {DM_LIT("\x1F\x8B\x08"),       "gzip data"         },
    {DM_LIT("BZh91AY"),            "bzip2 data"        },
    {DM_LIT("\xFD"
            "7zXZ"),
     "xz data"                                         },
    {DM_LIT("\x28\xB5\x2F\xFD"),   "zstd data"         },
    {DM_LIT("7z\xBC\xAF\x27\x1C"), "a 7z archive"      },
    {DM_LIT("Rar!\x1A\x07"),       "a RAR archive"     },
    {DM_LIT("\x7F"
            "ELF"),
     "an ELF program"                                  },
    {DM_LIT("\xD0\xCF\x11\xE0"),   "an OLE file"       },
    {DM_LIT("\xCA\xFE\xBA\xBE"),   "a Java class"      },
    {DM_LIT("SQLite format 3"),    "an SQLite database"},
    {DM_LIT("ID3\x03"),            "an MP3 file"       },
    {DM_LIT("ID3\x04"),            "an MP3 file"       },
    {DM_LIT("OggS"),               "an Ogg file"       },
    {DM_LIT("wOFF"),               "a font"            },
    {DM_LIT("wOF2"),               "a font"            },
};

static bool is_control(unsigned char c)
{
    return (c < 0x20 && !(c >= '\b' && c <= '\r') && c != 0x1B && c != 0x1A) ||
           c == 0x7F;
}

#define ONES  UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* A byte of zero, whatever lies above it; more of them are not told apart. */
static uint64_t zero_in(uint64_t word)
{
    return (word - ONES) & ~word & HIGHS;
}

/* May any of the eight bytes at `p` be below a blank, DEL or 0xFF? */
static bool may_be_odd(const char *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof word);
    return ((((word - ONES * 0x20) & ~word) & HIGHS) |
            zero_in(word ^ ONES * 0x7F) | zero_in(~word)) != 0;
}

/* 0xFF is no byte of UTF-8 or of any East Asian charset, and a rare letter
** elsewhere: erased flash, not text. */
/* A text may hold a zero byte by accident; nothing else speaks against it. */
static bool is_accident(size_t zeros, size_t controls, size_t len)
{
    return zeros <= DM_FEW_NULS && zeros == controls && zeros * 16 <= len;
}

const char *dm_detect_binary(dm_slice bytes, bool plausible)
{
    size_t len = bytes.len < DM_HEAD ? bytes.len : (size_t)DM_HEAD;
    size_t zeros = 0;
    size_t controls = 0;
    size_t erased = 0;

    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (dm_slice_starts(bytes, magics[i].magic))
            return magics[i].what;
    for (size_t i = 0; i < len; i++) {
        unsigned char c;

        while (i + 8 < len && !may_be_odd(bytes.ptr + i))
            i += 8;
        c = (unsigned char)bytes.ptr[i];
        zeros += c == 0;
        controls += is_control(c);
        erased += c == 0xFF;
    }
    if (zeros > len / 1000 && !(plausible && is_accident(zeros, controls, len)))
        return "NUL bytes";
    if (controls * 20 > len)
        return "many control characters";
    return erased * 10 > len * 3 ? "filled with 0xFF" : NULL;
}
