/* mojibake_cell.c - cells and the bytes they may have been, and the least of
** the damages: letters of windows-1252 that were read as control characters.
*/
#include "repair/mojibake.h"

#include "repair/tables/mojibake.inc"

/* Between these no single-byte charset has anything. */
enum { LAST_WEST = 0x25FF, FIRST_MAC = 0xF8FF };

void dm_cell_know(dm_cell *cell)
{
    size_t lo = 0;
    size_t hi = sizeof letters / sizeof *letters;

    cell->odd = (uint8_t)dm_odd_of(cell->cp);
    cell->row = DM_NO_ROW;
    if (cell->cp < 0x80 || (cell->cp > LAST_WEST && cell->cp < FIRST_MAC))
        return;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (letters[mid].cp == cell->cp) {
            cell->row = (uint16_t)mid;
            return;
        }
        if (letters[mid].cp < cell->cp)
            lo = mid + 1;
        else
            hi = mid;
    }
}

dm_cell dm_cell_join(const dm_cell *from, size_t n, uint32_t cp)
{
    dm_cell out = from[0];

    out.cp = cp;
    for (size_t i = 1; i < n; i++) {
        out.times = from[i].times > out.times ? from[i].times : out.times;
        out.certainty = from[i].certainty < out.certainty ? from[i].certainty
                                                          : out.certainty;
        out.flags |= from[i].flags;
    }
    out.to = from[n - 1].to;
    dm_cell_know(&out);
    return out;
}

uint32_t dm_byte_meaning(dm_wrong w, unsigned char byte)
{
    return byte < 0x80 ? byte : meanings[w][byte - 0x80];
}

unsigned char dm_cell_byte(const dm_cell *cell, dm_wrong w)
{
    if (cell->cp < 0x80)
        return (unsigned char)cell->cp;
    if (w == DM_WRONG_1252 && cell->odd == DM_ODD_C1)
        return (unsigned char)cell->cp;
    return cell->row == DM_NO_ROW ? 0 : letters[cell->row].byte[w];
}

/* What some readers make of pairs of bytes, and dm_pair_encode does not know:
** GB18030 before 2022 had private use there, and old tables of Big5 and
** Shift_JIS other signs. */
static unsigned other_pair(dm_wrong w, uint32_t cp)
{
    static const struct {
        uint16_t w, cp, code;
    } others[] = {
        {DM_WRONG_GBK,  0xE78D, 0xA6D9},
        {DM_WRONG_GBK,  0xE78E, 0xA6DA},
        {DM_WRONG_GBK,  0xE78F, 0xA6DB},
        {DM_WRONG_GBK,  0xE790, 0xA6DC},
        {DM_WRONG_GBK,  0xE791, 0xA6DD},
        {DM_WRONG_GBK,  0xE792, 0xA6DE},
        {DM_WRONG_GBK,  0xE793, 0xA6DF},
        {DM_WRONG_GBK,  0xE794, 0xA6EC},
        {DM_WRONG_GBK,  0xE795, 0xA6ED},
        {DM_WRONG_GBK,  0xE796, 0xA6F3},
        {DM_WRONG_GBK,  0xE5E5, 0xA3A0},
        {DM_WRONG_GBK,  0xE7C7, 0xA8BC},
        {DM_WRONG_GBK,  0xE81E, 0xFE59},
        {DM_WRONG_GBK,  0xE826, 0xFE61},
        {DM_WRONG_GBK,  0xE82B, 0xFE66},
        {DM_WRONG_GBK,  0xE82C, 0xFE67},
        {DM_WRONG_GBK,  0xE832, 0xFE6D},
        {DM_WRONG_GBK,  0xE843, 0xFE7E},
        {DM_WRONG_GBK,  0xE854, 0xFE90},
        {DM_WRONG_GBK,  0xE864, 0xFEA0},
        {DM_WRONG_GBK,  0x30FB, 0xA1A4},
        {DM_WRONG_BIG5, 0x2022, 0xA145},
        {DM_WRONG_BIG5, 0xFF64, 0xA14E},
        {DM_WRONG_BIG5, 0x203E, 0xA1C2},
        {DM_WRONG_BIG5, 0x223C, 0xA1E3},
        {DM_WRONG_BIG5, 0x2641, 0xA1F2},
        {DM_WRONG_BIG5, 0x2609, 0xA1F3},
        {DM_WRONG_BIG5, 0x00A5, 0xA244},
        {DM_WRONG_BIG5, 0x00A2, 0xA246},
        {DM_WRONG_BIG5, 0x00A3, 0xA247},
        {DM_WRONG_BIG5, 0x2593, 0xF9FE},
        {DM_WRONG_SJIS, 0x00A2, 0x8191},
        {DM_WRONG_SJIS, 0x00A3, 0x8192},
        {DM_WRONG_SJIS, 0x00AC, 0x81CA},
        {DM_WRONG_SJIS, 0x2016, 0x8161},
        {DM_WRONG_SJIS, 0x2212, 0x817C},
        {DM_WRONG_SJIS, 0x301C, 0x8160}
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].cp == cp && others[i].w == w)
            return others[i].code;
    return 0;
}

/* The single byte of `cp` in double-byte charset `w`; 0 when it has none. */
static unsigned one_byte(dm_wrong w, uint32_t cp)
{
    if (cp < 0x80)
        return cp;
    if (cp == 0x80 || (w == DM_WRONG_GBK && cp == 0x20AC))
        return 0x80;
    if (w != DM_WRONG_SJIS)
        return 0;
    if (cp == 0xA0)
        return 0xA0;
    if (cp >= 0xF8F1 && cp <= 0xF8F3)
        return cp - 0xF8F1 + 0xFD;
    return cp >= 0xFF61 && cp <= 0xFF9F ? cp - 0xFF61 + 0xA1 : 0;
}

size_t dm_cell_bytes(const dm_cell *c, dm_wrong w, unsigned char out[2])
{
    unsigned code =
        w < DM_WRONG_BYTES ? dm_cell_byte(c, w) : one_byte(w, c->cp);

    out[0] = (unsigned char)code;
    out[1] = 0;
    if (code != 0 || w < DM_WRONG_BYTES)
        return code != 0;
    code = dm_pair_encode(dm_wrong_pairs(w), c->cp);
    if (code == 0)
        code = other_pair(w, c->cp);
    out[0] = (unsigned char)(code >> 8);
    out[1] = (unsigned char)code;
    return code == 0 ? 0 : 2;
}

void dm_cells_swap(dm_mojibake *mo)
{
    dm_buf was = mo->cells;

    mo->cells = mo->spare;
    mo->spare = was;
}

bool dm_cell_letter(const dm_cell *cell)
{
    return cell->odd == DM_ODD_LOWER || cell->odd == DM_ODD_UPPER ||
           cell->odd == DM_ODD_ALOWER || cell->odd == DM_ODD_AUPPER;
}

/* Is there text around cell `i`, of the kind that `cp` would belong to? */
static bool belongs(const dm_cell *c, size_t n, size_t i, uint32_t cp)
{
    bool   before = i > 0 && dm_cell_letter(&c[i - 1]);
    bool   after = i + 1 < n && (c[i + 1].odd == DM_ODD_LOWER ||
                               c[i + 1].odd == DM_ODD_ALOWER);
    dm_odd odd = dm_odd_of(cp);

    if (odd == DM_ODD_ALOWER || odd == DM_ODD_AUPPER || odd == DM_ODD_LIGATE)
        return before || after;
    return (i > 0 && c[i - 1].odd != DM_ODD_C1) ||
           (i + 1 < n && c[i + 1].odd != DM_ODD_C1);
}

bool dm_undo_controls(dm_mojibake *mo)
{
    size_t   n;
    dm_cell *c = dm_cells(mo, &n);
    bool     found = false;
    bool     mended = false;

    for (size_t i = 0; i < n; i++)
        mended = mended || c[i].times > 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t cp =
            c[i].odd == DM_ODD_C1
                ? dm_byte_meaning(DM_WRONG_1252, (unsigned char)c[i].cp)
                : c[i].cp;
        /* NEL ends lines, too */
        bool ends = c[i].cp == 0x85 && !mended && (i == 0 || i + 1 == n);

        if (cp == c[i].cp || ends || !belongs(c, n, i, cp))
            continue;
        c[i].cp = cp;
        dm_cell_know(&c[i]);
        if (c[i].times == 0) {
            c[i].wrong = DM_WRONG_LATIN1;
            c[i].right = DM_RIGHT_1252;
        }
        c[i].certainty = DM_LIKELY;
        c[i].times++;
        found = true;
    }
    return found;
}
