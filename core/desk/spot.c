/* spot.c - from the bytes of a file, or of a part, to lines. */
#include "desk/spot.h"

/* The bytes of the place in the view "raw". */
static bool find_raw(const dm_doc *doc, const dm_spot *spot, dm_range *out)
{
    size_t from = 0, size = doc->raw->text.len;

    if (!spot->known)
        return false;
    for (size_t i = 0; i < doc->nparts; i++) {
        if (!dm_slice_eq(doc->parts[i].name, spot->part))
            continue;
        from = doc->parts[i].bytes.from;
        break;
    }
    if (spot->src.to > size - from)
        return false;
    *out = (dm_range){from + spot->src.from, from + spot->src.to};
    return true;
}

bool dm_spot_line(const dm_doc *doc, const dm_spot *spot, size_t *line,
                  size_t *col)
{
    const dm_view  *file = doc->decoded_view;
    const dm_lines *lines = dm_view_lines(file);
    const dm_part  *part;
    dm_range        raw, at;
    size_t          nth, from, first = 0;

    if (lines == NULL || !find_raw(doc, spot, &raw))
        return false;
    (void)dm_view_convert(doc->raw, raw, file, &at, NULL);
    part = dm_doc_part_at(doc, at.from); /* parts are UTF-8: decoded is raw */
    nth = dm_lines_at(lines, at.from);
    from = dm_lines_range(lines, nth).from;
    if (part != NULL) {
        first = dm_lines_at(lines, part->bytes.from);
        if (from < part->bytes.from)
            from = part->bytes.from;
    }
    *line = nth - first + 1;
    *col =
        1 + dm_view_codepoints(file, at.from) - dm_view_codepoints(file, from);
    return true;
}

bool dm_spot_text(const dm_doc *doc, const dm_spot *spot, dm_range *out)
{
    dm_range raw;

    return find_raw(doc, spot, &raw) &&
           dm_view_convert(doc->raw, raw, doc->text, out, NULL);
}
