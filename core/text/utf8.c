/* utf8.c - the check and the steps.
**
** The check is the gate of every document, so it runs in strides: eight
** bytes at a time over ASCII, one masked compare a character over the
** three-byte forms that Chinese is made of.
*/
#include "text/utf8.h"

#include <utf8proc.h>

/* Low halves of leads whose tails are free: all but E0 and ED. */
#define EASY 0xDFFEU

#define HIGH_BITS UINT64_C(0x8080808080808080)

static uint32_t load4(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static bool ascii8(const unsigned char *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof word);
    return (word & HIGH_BITS) == 0;
}

static bool tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* The length of the valid character at `p`, or 0.  RFC 3629's table: the
** second byte's range depends on the lead. */
static size_t one(const unsigned char *p, size_t left)
{
    unsigned char c = p[0];

    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4 || left < 2 || !tail(p[1]))
        return 0;
    if (c < 0xE0)
        return 2;
    if (left < 3 || !tail(p[2]))
        return 0;
    if (c < 0xF0)
        return (c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) ? 0 : 3;
    if (left < 4 || !tail(p[3]))
        return 0;
    return (c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

/* A character led by E1..EC, EE or EF, for which any two tails are fine? */
static bool is_easy(uint32_t w)
{
    return (w & 0x00C0C0F0) == 0x008080E0 && (EASY >> (w & 0x0F) & 1) != 0;
}

/* Skip three-byte characters of that kind, two at a time and then one. */
static size_t skip_three(const unsigned char *p, size_t at, size_t len)
{
    while (at + 8 <= len) {
        uint64_t w = load4(p + at) | (uint64_t)load4(p + at + 4) << 32;

        if (!is_easy((uint32_t)w) || !is_easy((uint32_t)(w >> 24)))
            break;
        at += 6;
    }
    while (at + 4 <= len) {
        if (!is_easy(load4(p + at)))
            break;
        at += 3;
    }
    return at;
}

size_t dm_utf8_valid(dm_slice s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t               at = 0;

    while (at < s.len) {
        size_t n;

        if (p[at] < 0x80) {
            while (at + 8 <= s.len && ascii8(p + at))
                at += 8;
            while (at < s.len && p[at] < 0x80)
                at++;
            continue;
        }
        at = skip_three(p, at, s.len);
        n = at < s.len ? one(p + at, s.len - at) : 0;
        if (n == 0)
            return at;
        at += n;
    }
    return at;
}

uint32_t dm_utf8_decode(const char *p, size_t *len)
{
    const unsigned char *b = (const unsigned char *)p;

    *len = dm_utf8_len(*p);
    switch (*len) {
    case 1:
        return b[0];
    case 2:
        return (b[0] & 0x1FU) << 6 | (b[1] & 0x3FU);
    case 3:
        return (b[0] & 0x0FU) << 12 | (b[1] & 0x3FU) << 6 | (b[2] & 0x3FU);
    default:
        return (b[0] & 0x07U) << 18 | (b[1] & 0x3FU) << 12 |
               (b[2] & 0x3FU) << 6 | (b[3] & 0x3FU);
    }
}

size_t dm_utf8_encode(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

/* The bytes of a character are found at its start only. */
bool dm_utf8_in(uint32_t cp, const char *set)
{
    char bytes[5];

    bytes[dm_utf8_encode(cp, bytes)] = '\0';
    return cp != 0 && strstr(set, bytes) != NULL;
}

/* Every byte that does not continue a character starts one. */
size_t dm_utf8_count(dm_slice s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += !dm_utf8_inside(s.ptr[i]);
    return n;
}

static size_t cells_of(uint32_t cp)
{
    int width;

    if (cp < 0x300)
        return cp == 0xAD ? 0 : 1;
    if (cp >= 0x3400 && cp <= 0x9FFF)
        return 2;
    width = utf8proc_charwidth((utf8proc_int32_t)cp);
    return width > 0 ? (size_t)width : 0;
}

size_t dm_utf8_cells(dm_slice s)
{
    size_t cells = 0;
    size_t n;

    for (size_t at = 0; at < s.len; at += n)
        cells += cells_of(dm_utf8_decode(s.ptr + at, &n));
    return cells;
}

/* Blocks and single characters of script Han, ascending. */
static const struct {
    uint32_t from, to;
} han[] = {
    {0x2E80,  0x2E99 },
    {0x2E9B,  0x2EF3 },
    {0x2F00,  0x2FD5 },
    {0x3005,  0x3005 },
    {0x3007,  0x3007 },
    {0x3021,  0x3029 },
    {0x3038,  0x303B },
    {0x3400,  0x4DBF },
    {0x4E00,  0x9FFF },
    {0xF900,  0xFA6D },
    {0xFA70,  0xFAD9 },
    {0x16FE2, 0x16FE3},
    {0x16FF0, 0x16FF1},
    {0x20000, 0x2A6DF},
    {0x2A700, 0x2B739},
    {0x2B740, 0x2B81D},
    {0x2B820, 0x2CEA1},
    {0x2CEB0, 0x2EBE0},
    {0x2F800, 0x2FA1D},
    {0x30000, 0x3134A},
    {0x31350, 0x323AF},
};

bool dm_utf8_is_han(uint32_t cp)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return true;
    for (size_t i = 0; i < sizeof han / sizeof *han && cp >= han[i].from; i++)
        if (cp <= han[i].to)
            return true;
    return false;
}
