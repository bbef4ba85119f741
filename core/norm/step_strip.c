/* step_strip.c - what nobody sees: control and zero-width characters. */
#include <utf8proc.h>

#include "norm/steps.h"
#include "text/utf8.h"

#define C0_ROW                                                                 \
    [0] = true, [1] = true, [2] = true, [3] = true, [4] = true, [5] = true,    \
    [6] = true, [7] = true, [8] = true, [11] = true, [12] = true, [13] = true, \
    [14] = true, [15] = true, [16] = true, [17] = true, [18] = true,           \
    [19] = true, [20] = true, [21] = true, [22] = true, [23] = true,           \
    [24] = true, [25] = true, [26] = true, [27] = true, [28] = true,           \
    [29] = true, [30] = true, [31] = true, [127] = true

static const bool control_stop[256] = {C0_ROW, [0xC2] = true};

static const bool zero_stop[256] = {
    [0xC2] = true, [0xD8] = true, [0xE2] = true, [0xEF] = true};

/* Remove the run of characters that `is` says yes to, or keep one. */
static void strip(dm_aligner *a, bool (*is)(uint32_t cp))
{
    size_t end = a->at;
    size_t n;

    while (end < a->src.len && is(dm_utf8_decode(a->src.ptr + end, &n)))
        end += n;
    if (end > a->at)
        dm_align_replace(a, end - a->at, DM_S(""));
    else
        dm_align_keep(a, dm_utf8_len(a->src.ptr[a->at]));
}

static bool is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp < 0xA0);
}

void dm_step_control(dm_aligner *a)
{
    while (dm_keep_until(a, control_stop))
        strip(a, is_control);
}

static bool is_joiner(uint32_t cp)
{
    return cp == 0x200C || cp == 0x200D;
}

static bool is_invisible(uint32_t cp)
{
    return cp == 0xAD || cp == 0x61C || cp == 0xFEFF ||
           (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
           cp == 0x2060 || (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_idle(uint32_t cp)
{
    return is_invisible(cp) && !is_joiner(cp);
}

/* Blocks of scripts whose letters join: Arabic to N'Ko and its extensions,
** the Indic scripts to Sinhala, Tibetan and Myanmar, Khmer and Mongolian,
** Arabic presentation forms. */
static const struct {
    uint32_t from, to;
} joining[] = {
    {0x0600, 0x08FF},
    {0x0900, 0x0DFF},
    {0x0F00, 0x109F},
    {0x1780, 0x18AF},
    {0xA840, 0xA87F},
    {0xA8E0, 0xA9DF},
    {0xFB50, 0xFDFF},
    {0xFE70, 0xFEFC},
};

static bool joins(uint32_t cp)
{
    for (size_t i = 0; i < sizeof joining / sizeof *joining; i++)
        if (cp >= joining[i].from && cp <= joining[i].to)
            return true;
    return false;
}

static bool is_emoji(uint32_t cp)
{
    if (cp == 0xFE0F || (cp >= 0x1F3FB && cp <= 0x1F3FF))
        return true;
    return utf8proc_get_property((utf8proc_int32_t)cp)->boundclass ==
           UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* Does the joiner at the cursor do something between its neighbours? */
static bool is_needed(const dm_aligner *a, uint32_t cp)
{
    uint32_t left = dm_utf8_before(a->src, a->at);
    uint32_t right = dm_utf8_at(a->src, a->at + 3);

    if (joins(left) && joins(right))
        return true;
    return cp == 0x200D && is_emoji(left) && is_emoji(right);
}

void dm_step_zero_width(dm_aligner *a)
{
    while (dm_keep_until(a, zero_stop)) {
        size_t   n;
        uint32_t cp = dm_utf8_decode(a->src.ptr + a->at, &n);

        if (!is_joiner(cp))
            strip(a, is_idle);
        else if (is_needed(a, cp))
            dm_align_keep(a, n);
        else
            dm_align_replace(a, n, DM_S(""));
    }
}
