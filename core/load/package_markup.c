/* package_markup.c - whether several XML documents, one behind the other, are
** sound: they are told apart by where their root elements end. */
#include "load/markup.h"
#include "load/package.h"

/* Behind the root element that comes next in `s`; its end without one. */
static size_t next_root(dm_slice s, size_t at)
{
    dm_piece p;
    size_t   depth = 0;

    while (dm_piece_next(s, &at, &p)) {
        depth += p.kind == DM_PIECE_OPEN;
        if (p.kind == DM_PIECE_CLOSE && depth > 0)
            depth--;
        if (depth == 0 &&
            (p.kind == DM_PIECE_CLOSE || p.kind == DM_PIECE_EMPTY))
            return at;
    }
    return s.len;
}

static bool only_blanks(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ' && (s.ptr[i] < '\t' || s.ptr[i] > '\r'))
            return false;
    return true;
}

bool dm_package_sound(dm_slice source, dm_err *err)
{
    size_t at = 0;

    while (at < source.len) {
        size_t   end = next_root(source, at);
        dm_slice rest = dm_slice_sub(source, end, source.len);

        if (only_blanks(rest))
            end = source.len;
        while (end < source.len &&
               only_blanks(dm_slice_sub(source, end, end + 1)))
            end++; /* or a declaration would not be at the start */
        if (!dm_well_formed(dm_slice_sub(source, at, end), err))
            return false;
        at = end;
    }
    return true;
}
