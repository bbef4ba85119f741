/* frame_seen.c - the observed text of one window, character by character,
** with what the search wants to know of each: its bytes, whether a gloss
** begins here, whether something may be lost here.
*/
#include "base/ascii.h"
#include "repair/frame.h"
#include "text/utf8.h"

enum { TAG_NAME = 10, TAG_MAX = 240 };

/* Does `s` go on like a tag whose "<" is gone: br/> , /p> , a href="…"> ? */
static bool is_tag(dm_slice s)
{
    size_t i = s.len > 0 && s.ptr[0] == '/';
    size_t name = i;

    while (i < s.len && dm_ascii_letter(s.ptr[i]))
        i++;
    if (i == name || i - name > TAG_NAME || i >= s.len)
        return false;
    if (s.ptr[i] == '>')
        return true;
    if (s.ptr[i] != ' ' && s.ptr[i] != '/')
        return false;
    for (; i < s.len && i < TAG_MAX && s.ptr[i] != '<'; i++)
        if (s.ptr[i] == '>')
            return true;
    return false;
}

/* A gloss at `c`, whose "(" is `c` itself or was eaten with the lead byte
** that "?" stands for. */
static void look_gloss(dm_shift_char *c, dm_slice rest)
{
    size_t   len = 0;
    unsigned id;

    if (c->cp != '(' && !c->mark)
        return;
    id = dm_shift_reading(rest, &len);
    if (id == 0)
        return;
    c->gloss = (uint16_t)id;
    c->skip = (uint8_t)(1 + dm_utf8_count(dm_slice_sub(rest, 0, len)));
}

void dm_shift_look(dm_shift_seen *seen, const dm_shift_known *known,
                   dm_slice text, size_t from, size_t to)
{
    size_t len;

    seen->n = 0;
    seen->least = 0;
    seen->slips = false;
    for (size_t at = from; at < to && seen->n < DM_SHIFT_SEEN; at += len) {
        dm_shift_char *c = &seen->at[seen->n++];
        dm_slice       rest;

        *c = (dm_shift_char){.at = (uint32_t)at};
        c->cp = dm_utf8_decode(text.ptr + at, &len);
        rest = dm_slice_sub(text, at + len, to);
        c->nbytes = (uint8_t)dm_shift_encode(known, c->cp, c->bytes);
        c->mark = c->cp == '?' || c->cp == 0xFFFD;
        c->tag = c->mark && is_tag(rest);
        look_gloss(c, rest);
        from = at + len;
    }
    seen->at[seen->n] = (dm_shift_char){.at = (uint32_t)from};
    seen->ends = from >= to;
}
