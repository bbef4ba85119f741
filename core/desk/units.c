/* units.c - a character is counted at its first byte. */
#include "desk/units.h"

enum { STEP = 256 };

static uint32_t units_of(unsigned char byte)
{
    return byte >= 0xF0 ? 2 : (byte & 0xC0) != 0x80;
}

bool dm_units_init(dm_units *units, dm_arena *arena, dm_slice text)
{
    uint32_t n = 0;

    units->text = text;
    units->at = dm_arena_zalloc(arena, text.len / STEP + 1, sizeof *units->at);
    if (units->at == NULL)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (i % STEP == 0)
            units->at[i / STEP] = n;
        n += units_of((unsigned char)text.ptr[i]);
    }
    if (text.len % STEP == 0)
        units->at[text.len / STEP] = n;
    return true;
}

size_t dm_units_before(const dm_units *units, size_t at)
{
    size_t end = at < units->text.len ? at : units->text.len;
    size_t n = units->at[end / STEP];

    for (size_t i = end / STEP * STEP; i < end; i++)
        n += units_of((unsigned char)units->text.ptr[i]);
    return n;
}
