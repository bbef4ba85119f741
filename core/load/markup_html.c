/* markup_html.c - how text is written into a page.
**
** The reader folds white space and makes "\n" of <br>, so a line break is
** written as one; in preformatted text, and where an element holds nothing
** but text, it stays what it is.
*/
#include <libxml/HTMLparser.h>
#include <strings.h>

#include "base/ascii.h"
#include "load/html_tag.h"
#include "load/markup.h"

enum {
    NAME = 16,
    FAR = 1 << 18 /* how far back a <pre> is looked for; paragraphs stop it */
};

/* The name in small letters; "" for one too long to be known. */
static const char *lower(dm_slice name, char room[NAME])
{
    room[0] = '\0';
    if (name.len >= NAME)
        return room;
    for (size_t i = 0; i < name.len; i++) {
        room[i] = name.ptr[i];
        if (room[i] >= 'A' && room[i] <= 'Z')
            room[i] = (char)(room[i] | 0x20);
    }
    room[name.len] = '\0';
    return room;
}

/* Elements of a line may stand inside of marks, blocks may not. */
static int role(dm_slice name)
{
    char        room[NAME];
    const char *small = lower(name, room);
    dm_role     what = dm_tag_find(small)->role;

    if (what == DM_ROLE_LINE || dm_tag_void(small))
        return 0;
    if (what == DM_ROLE_INLINE || what == DM_ROLE_LINK)
        return 1;
    return what >= DM_ROLE_RUBY ? 1 : -1;
}

static bool whole(dm_slice stretch)
{
    return dm_pieces_balance(stretch, role);
}

typedef enum place {
    FLOW, /* white space is folded */
    PRE,
    PLAIN, /* <textarea>: no tags */
    RAW    /* <xmp>: nothing is escaped */
} place;

static const struct {
    const char *name;
    place       place;
} kept[] = {
    {"pre",       PRE  },
    {"listing",   PRE  },
    {"textarea",  PLAIN},
    {"title",     PLAIN},
    {"xmp",       RAW  },
    {"plaintext", RAW  },
    {"script",    RAW  },
    {"style",     RAW  },
};

/* What the tag says about the text behind it; false when it says nothing. */
static bool tells(const dm_piece *p, place *out)
{
    char        room[NAME];
    const char *name = lower(p->name, room);

    *out = FLOW;
    if (p->kind == DM_PIECE_OTHER || p->kind == DM_PIECE_BROKEN)
        return false;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strcmp(name, kept[i].name) == 0) {
            if (p->kind == DM_PIECE_OPEN)
                *out = kept[i].place;
            return true;
        }
    return strcmp(name, "p") == 0 || strcmp(name, "td") == 0 ||
           strcmp(name, "li") == 0 || strcmp(name, "body") == 0;
}

/* In what kind of element does byte `at` stand?  The tags before it are asked,
** the nearest first. */
static place find_place(dm_slice source, size_t at)
{
    size_t from = at;
    size_t stop = at > FAR ? at - FAR : 0;
    place  out = FLOW;

    while (from > stop) {
        const char *lt = memrchr(source.ptr + stop, '<', from - stop);
        size_t      pos;
        dm_piece    p;

        if (lt == NULL)
            break;
        pos = from = (size_t)(lt - source.ptr);
        if (!dm_piece_begins(dm_slice_sub(source, from, source.len)) ||
            !dm_piece_next(dm_slice_sub(source, 0, at), &pos, &p))
            continue;
        if (tells(&p, &out))
            return out;
    }
    return FLOW;
}

static bool special(dm_slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n' || text.ptr[i] == '&' || text.ptr[i] == '<' ||
            text.ptr[i] == '>')
            return true;
    return false;
}

/* The line breaks of `text` become `br`. */
static void escape_lines(dm_buf *out, dm_slice text, const char *br)
{
    while (text.len > 0) {
        const char *lf = memchr(text.ptr, '\n', text.len);
        size_t      n = lf != NULL ? (size_t)(lf - text.ptr) : text.len;
        size_t      cr = lf != NULL && n > 0 && lf[-1] == '\r';

        dm_escape(out, dm_slice_sub(text, 0, n - cr));
        if (lf != NULL)
            dm_buf_str(out, br);
        text = dm_slice_sub(text, n + (lf != NULL), text.len);
    }
}

static void escape_with(dm_buf *out, dm_slice text, dm_slice source, size_t at,
                        const char *br)
{
    place where = special(text) ? find_place(source, at) : RAW;

    if (where == RAW)
        dm_buf_slice(out, text);
    else if (where == FLOW)
        escape_lines(out, text, br);
    else
        dm_escape(out, text);
}

static void escape_html(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    escape_with(out, text, source, at, "<br>");
}

static void escape_xhtml(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    escape_with(out, text, source, at, "<br/>");
}

/* ---- what stands before new text ----------------------------------------- */

/* Was it read as a character?  Those names do without a semicolon, and so do
** numbers. */
static bool is_reference(dm_slice name)
{
    char                  room[NAME] = "";
    const htmlEntityDesc *found;

    if (name.len > 0 && name.ptr[0] == '#')
        return name.len > 1;
    if (name.len >= NAME)
        return false;
    for (size_t n = name.len; n > 1; n--) { /* "&copyx" holds "&copy" */
        memcpy(room, name.ptr, n);
        room[n] = '\0';
        found = htmlEntityLookup((const xmlChar *)room);
        if (found != NULL && found->value <= 0xFF)
            return true;
    }
    return false;
}

/* Where a bare "&name" begins that ends at `at`; `at` when there is none. */
static size_t ampersand(dm_slice s, size_t at)
{
    size_t i = at;

    while (i > 0 && at - i < 40 &&
           (dm_ascii_word(s.ptr[i - 1]) || s.ptr[i - 1] == '#'))
        i--;
    if (i == 0 || s.ptr[i - 1] != '&' || is_reference(dm_slice_sub(s, i, at)))
        return at;
    return i - 1;
}

/* A bare & or < that would be markup together with what comes to follow it. */
static bool besides(dm_slice s, dm_range at, dm_slice text, dm_range *more,
                    dm_slice *with)
{
    dm_slice then = text.len > 0 ? text : dm_slice_sub(s, at.to, s.len);
    size_t   amp = ampersand(s, at.from);
    char     next = ' ';
    char     pair[] = "< ";

    if (then.len > 0)
        next = pair[1] = then.ptr[0];
    if (amp < at.from && (dm_ascii_word(next) || next == '#' || next == ';')) {
        *more = (dm_range){amp, amp + 1};
        *with = DM_S("&amp;");
    } else if (at.from > 0 && s.ptr[at.from - 1] == '<' &&
               dm_piece_begins((dm_slice){pair, 2})) {
        *more = (dm_range){at.from - 1, at.from};
        *with = DM_S("&lt;");
    } else {
        return false;
    }
    return find_place(s, at.from) != RAW;
}

/* ---- references ---------------------------------------------------------- */

static bool is_raw(dm_slice name)
{
    static const char *const more[] = {"iframe", "noembed", "noframes"};

    char        room[NAME];
    const char *small = lower(name, room);

    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (strcmp(small, more[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (kept[i].place == RAW && strcmp(small, kept[i].name) == 0)
            return true;
    return false;
}

static bool barred(dm_slice source, size_t *at, dm_range *stretch)
{
    return dm_pieces_barred(source, at, stretch, is_raw);
}

const dm_markup dm_markup_html = {
    .name = "html",
    .escape = escape_html,
    .whole = whole,
    .folded = dm_pieces_folded,
    .refer = dm_refer,
    .barred = barred,
    .besides = besides,
};

const dm_markup dm_markup_xhtml = {
    .name = "xhtml",
    .escape = escape_xhtml,
    .whole = whole,
    .folded = dm_pieces_folded,
    .refer = dm_refer,
    .barred = barred,
    .besides = besides,
    .check = dm_well_formed,
};

const dm_markup *dm_page_markup(dm_slice text)
{
    return dm_slice_starts(text, DM_S("<?xml ")) ? &dm_markup_xhtml
                                                 : &dm_markup_html;
}
