/* scraps_tag.c - reading one tag, whole or cut off.
**
** Only names and attributes of HTML are believed, so that <stdio.h>, a<b>c,
** <客户端> and <me@home.org> are none.  A value ends at the next "<" at the
** latest: markup in scraps has none inside, and reading stays linear.
*/
#include "base/ascii.h"
#include "repair/scraps.h"

enum { NAME_MAX_LEN = 12, VALUE_MAX = 4096 };

#define SURE true

/* The names of HTML, ascending.  Those that are sure are no words that
** people put in angle brackets for other reasons. */
static const struct {
    const char    *name;
    dm_scrap_joint joint;
    bool           hollow; /* has no closing tag */
    bool           sure;
} names[] = {
    {"a",          DM_SCRAP_NOTHING, false, false},
    {"abbr",       DM_SCRAP_NOTHING, false, false},
    {"acronym",    DM_SCRAP_NOTHING, false, false},
    {"address",    DM_SCRAP_LINE,    false, false},
    {"area",       DM_SCRAP_NOTHING, true,  false},
    {"article",    DM_SCRAP_LINE,    false, false},
    {"aside",      DM_SCRAP_LINE,    false, false},
    {"audio",      DM_SCRAP_NOTHING, false, false},
    {"b",          DM_SCRAP_NOTHING, false, false},
    {"base",       DM_SCRAP_NOTHING, true,  false},
    {"big",        DM_SCRAP_NOTHING, false, false},
    {"blockquote", DM_SCRAP_LINE,    false, SURE },
    {"body",       DM_SCRAP_LINE,    false, false},
    {"br",         DM_SCRAP_LINE,    true,  SURE },
    {"button",     DM_SCRAP_NOTHING, false, false},
    {"caption",    DM_SCRAP_LINE,    false, false},
    {"center",     DM_SCRAP_LINE,    false, false},
    {"cite",       DM_SCRAP_NOTHING, false, false},
    {"code",       DM_SCRAP_NOTHING, false, false},
    {"col",        DM_SCRAP_NOTHING, true,  false},
    {"colgroup",   DM_SCRAP_NOTHING, false, SURE },
    {"dd",         DM_SCRAP_LINE,    false, false},
    {"del",        DM_SCRAP_NOTHING, false, false},
    {"dfn",        DM_SCRAP_NOTHING, false, false},
    {"div",        DM_SCRAP_LINE,    false, SURE },
    {"dl",         DM_SCRAP_LINE,    false, false},
    {"dt",         DM_SCRAP_LINE,    false, false},
    {"em",         DM_SCRAP_NOTHING, false, SURE },
    {"embed",      DM_SCRAP_NOTHING, true,  false},
    {"fieldset",   DM_SCRAP_LINE,    false, SURE },
    {"figcaption", DM_SCRAP_LINE,    false, SURE },
    {"figure",     DM_SCRAP_LINE,    false, false},
    {"font",       DM_SCRAP_NOTHING, false, SURE },
    {"footer",     DM_SCRAP_LINE,    false, false},
    {"form",       DM_SCRAP_LINE,    false, false},
    {"frame",      DM_SCRAP_NOTHING, true,  false},
    {"frameset",   DM_SCRAP_LINE,    false, false},
    {"h1",         DM_SCRAP_LINE,    false, SURE },
    {"h2",         DM_SCRAP_LINE,    false, SURE },
    {"h3",         DM_SCRAP_LINE,    false, SURE },
    {"h4",         DM_SCRAP_LINE,    false, SURE },
    {"h5",         DM_SCRAP_LINE,    false, SURE },
    {"h6",         DM_SCRAP_LINE,    false, SURE },
    {"head",       DM_SCRAP_LINE,    false, false},
    {"header",     DM_SCRAP_LINE,    false, false},
    {"hr",         DM_SCRAP_LINE,    true,  SURE },
    {"html",       DM_SCRAP_LINE,    false, false},
    {"i",          DM_SCRAP_NOTHING, false, false},
    {"iframe",     DM_SCRAP_NOTHING, false, SURE },
    {"img",        DM_SCRAP_NOTHING, true,  false},
    {"input",      DM_SCRAP_NOTHING, true,  false},
    {"ins",        DM_SCRAP_NOTHING, false, false},
    {"kbd",        DM_SCRAP_NOTHING, false, false},
    {"label",      DM_SCRAP_NOTHING, false, false},
    {"legend",     DM_SCRAP_LINE,    false, false},
    {"li",         DM_SCRAP_LINE,    false, SURE },
    {"link",       DM_SCRAP_NOTHING, true,  false},
    {"main",       DM_SCRAP_LINE,    false, false},
    {"map",        DM_SCRAP_NOTHING, false, false},
    {"mark",       DM_SCRAP_NOTHING, false, false},
    {"marquee",    DM_SCRAP_NOTHING, false, false},
    {"meta",       DM_SCRAP_NOTHING, true,  false},
    {"nav",        DM_SCRAP_LINE,    false, false},
    {"nobr",       DM_SCRAP_NOTHING, false, SURE },
    {"noscript",   DM_SCRAP_NOTHING, false, SURE },
    {"object",     DM_SCRAP_NOTHING, false, false},
    {"ol",         DM_SCRAP_LINE,    false, SURE },
    {"optgroup",   DM_SCRAP_NOTHING, false, false},
    {"option",     DM_SCRAP_LINE,    false, false},
    {"p",          DM_SCRAP_LINE,    false, SURE },
    {"param",      DM_SCRAP_NOTHING, true,  false},
    {"pre",        DM_SCRAP_LINE,    false, false},
    {"q",          DM_SCRAP_NOTHING, false, false},
    {"rp",         DM_SCRAP_NOTHING, false, false},
    {"rt",         DM_SCRAP_NOTHING, false, false},
    {"ruby",       DM_SCRAP_NOTHING, false, false},
    {"s",          DM_SCRAP_NOTHING, false, false},
    {"samp",       DM_SCRAP_NOTHING, false, false},
    {"script",     DM_SCRAP_NOTHING, false, false},
    {"section",    DM_SCRAP_LINE,    false, false},
    {"select",     DM_SCRAP_NOTHING, false, false},
    {"small",      DM_SCRAP_NOTHING, false, false},
    {"source",     DM_SCRAP_NOTHING, true,  false},
    {"span",       DM_SCRAP_NOTHING, false, SURE },
    {"strike",     DM_SCRAP_NOTHING, false, SURE },
    {"strong",     DM_SCRAP_NOTHING, false, SURE },
    {"style",      DM_SCRAP_NOTHING, false, false},
    {"sub",        DM_SCRAP_NOTHING, false, false},
    {"sup",        DM_SCRAP_NOTHING, false, false},
    {"table",      DM_SCRAP_LINE,    false, false},
    {"tbody",      DM_SCRAP_LINE,    false, SURE },
    {"td",         DM_SCRAP_SPACE,   false, SURE },
    {"textarea",   DM_SCRAP_NOTHING, false, false},
    {"tfoot",      DM_SCRAP_LINE,    false, SURE },
    {"th",         DM_SCRAP_SPACE,   false, false},
    {"thead",      DM_SCRAP_LINE,    false, SURE },
    {"title",      DM_SCRAP_LINE,    false, false},
    {"tr",         DM_SCRAP_LINE,    false, SURE },
    {"tt",         DM_SCRAP_NOTHING, false, false},
    {"u",          DM_SCRAP_NOTHING, false, false},
    {"ul",         DM_SCRAP_LINE,    false, SURE },
    {"var",        DM_SCRAP_NOTHING, false, false},
    {"video",      DM_SCRAP_NOTHING, false, false},
    {"wbr",        DM_SCRAP_NOTHING, true,  SURE },
};

enum { NAMES = sizeof names / sizeof *names };

_Static_assert((int)NAMES <= (int)DM_SCRAP_NAMES,
               "matching has room for every name");

static const char *const attributes[] = {
    "style",       "class",       "id",      "href",    "src",     "alt",
    "title",       "name",        "value",   "width",   "height",  "align",
    "valign",      "border",      "color",   "size",    "face",    "type",
    "rel",         "target",      "lang",    "dir",     "colspan", "rowspan",
    "cellpadding", "cellspacing", "bgcolor", "content", "charset", "media",
    "background",  "action",      "method",  "hspace",  "vspace",  "start",
    "language",    "frameborder", "clear",   "noshade", "nowrap",  "role",
    "summary",     "http-equiv",  "xmlns",   "srcset",  "loading", "usemap",
};

static bool is_word(char c)
{
    return dm_ascii_letter(c) || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':';
}

static size_t blanks(dm_slice s, size_t at)
{
    while (at < s.len && dm_ascii_white(s.ptr[at]))
        at++;
    return at;
}

static size_t word(dm_slice s, size_t at)
{
    while (at < s.len && is_word(s.ptr[at]))
        at++;
    return at;
}

/* strncasecmp in ASCII: `s` against a name in lower case. */
static int compare(dm_slice s, const char *name)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (c != name[i])
            return (unsigned char)c < (unsigned char)name[i] ? -1 : 1;
    }
    return name[s.len] == '\0' ? 0 : -1;
}

static int find_name(dm_slice s)
{
    size_t lo = 0;
    size_t hi = NAMES;

    if (s.len > NAME_MAX_LEN)
        return -1;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int    order = compare(s, names[mid].name);

        if (order == 0)
            return (int)mid;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return -1;
}

static bool is_attribute(dm_slice s)
{
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (compare(s, attributes[i]) == 0)
            return true;
    return s.len > 4 && (compare(dm_slice_sub(s, 0, 5), "data-") == 0 ||
                         compare(dm_slice_sub(s, 0, 5), "aria-") == 0 ||
                         compare(dm_slice_sub(s, 0, 2), "on") == 0);
}

/* Quotes, those that an editor made round among them. */
static size_t quote(dm_slice s, size_t at, const char **close)
{
    static const struct {
        dm_slice    open;
        const char *close;
    } quotes[] = {
        {DM_LIT("\""),  "\"" },
        {DM_LIT("'"),   "'"  },
        {DM_LIT("“"), "”"},
        {DM_LIT("”"), "”"},
        {DM_LIT("‘"), "’"},
    };

    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (dm_slice_starts(dm_slice_sub(s, at, s.len), quotes[i].open)) {
            *close = quotes[i].close;
            return quotes[i].open.len;
        }
    return 0;
}

/* What an attribute's value is and where it ends; `*cut` when its quote is
** left open, and then it is what of the line cannot be text. */
static size_t value(dm_slice s, size_t at, bool *cut)
{
    const char *close = "";
    size_t      open = quote(s, at, &close);
    size_t      end = at + open;
    size_t      most = s.len - end > VALUE_MAX ? end + VALUE_MAX : s.len;

    while (open > 0 && end < most && s.ptr[end] != '<' && s.ptr[end] != '\n') {
        dm_slice rest = dm_slice_sub(s, end, s.len);

        if (dm_slice_starts(rest, dm_slice_str(close)))
            return end + strlen(close);
        end++;
    }
    *cut = open > 0;
    for (end = at + open; end < most; end++) {
        char c = s.ptr[end];

        if (dm_ascii_white(c) || c == '<' || c == '>' ||
            (unsigned char)c >= 0x80)
            break;
    }
    return end;
}

/* A value left out by somebody who speaks of tags: "..." */
static bool is_ellipsis(dm_slice value)
{
    return memmem(value.ptr, value.len, "...", 3) != NULL ||
           memmem(value.ptr, value.len, "…", 3) != NULL;
}

/* Read attributes from `at` on into `out`; where they end, blanks behind them
** included.  `*good` is false when something there is no attribute. */
static size_t read_attributes(dm_slice s, size_t at, dm_scrap *out, bool *good)
{
    *good = true;
    for (;;) {
        size_t from = blanks(s, at);
        size_t to = word(s, from);
        size_t equal = blanks(s, to);
        bool   known = is_attribute(dm_slice_sub(s, from, to));

        if (to == from || out->cut)
            return out->cut ? at : from;
        if (equal < s.len && s.ptr[equal] == '=') {
            from = blanks(s, equal + 1);
            at = value(s, from, &out->cut);
            out->attrs = out->attrs ||
                         (known && !is_ellipsis(dm_slice_sub(s, from, at)));
        } else {
            at = to;
            *good = *good && known;
        }
    }
}

/* The ">" or "/>" at `at`: how long it is. */
static size_t closing(dm_slice s, size_t at)
{
    dm_slice rest = dm_slice_sub(s, at, s.len);

    if (dm_slice_starts(rest, DM_S(">")))
        return 1;
    return dm_slice_starts(rest, DM_S("/>")) ? 2 : 0;
}

/* Where the blanks before `at` begin; not before `floor`. */
static size_t unblank(dm_slice s, size_t at, size_t floor)
{
    while (at > floor && dm_ascii_white(s.ptr[at - 1]))
        at--;
    return at;
}

static void describe(dm_scrap *out, int name, bool close)
{
    out->name = name;
    out->joint = names[name].joint;
    out->sure = names[name].sure;
    out->kind = close                ? DM_SCRAP_CLOSE
                : names[name].hollow ? DM_SCRAP_VOID
                                     : DM_SCRAP_OPEN;
}

/* A tag of HTML that is cut off: attributes that say what it is, or "</p"
** with nothing but the line's end or text of another kind behind it. */
static bool read_cut(dm_slice s, size_t end, bool close, dm_scrap *out)
{
    size_t last = unblank(s, end, out->at.from);
    bool   over = last == s.len || s.ptr[last] == '\n' || s.ptr[last] == '\r' ||
                (unsigned char)s.ptr[last] >= 0x80 || s.ptr[last] == '<';

    out->cut = true;
    out->at.to = last;
    if (close)
        return out->sure && over;
    return out->attrs && over;
}

static bool read_name(dm_slice s, size_t at, dm_scrap *out)
{
    bool   close = at + 1 < s.len && s.ptr[at + 1] == '/';
    size_t from = at + 1 + close;
    size_t to = word(s, from);
    int    name = find_name(dm_slice_sub(s, from, to));
    bool   good = true;
    size_t end;

    *out = (dm_scrap){
        .at = {at, at}
    };
    if (to == from || !dm_ascii_letter(s.ptr[from]))
        return false;
    end = close ? blanks(s, to) : read_attributes(s, to, out, &good);
    out->at.to = end + closing(s, end);
    if (name < 0) {
        out->kind = DM_SCRAP_FOREIGN;
        out->attrs = close;
        return out->at.to > end;
    }
    describe(out, name, close);
    if (out->at.to > end && !out->cut)
        return good && (end == to || close || out->attrs || s.ptr[end] == '/' ||
                        blanks(s, to) == end);
    return good && read_cut(s, end, close, out);
}

/* Where `close` ends at or after `at`, or 0; `*none` remembers failures. */
static size_t seek(dm_slice s, size_t at, const char *close, size_t *none)
{
    size_t      n = strlen(close);
    const char *found;

    if (at >= *none)
        return 0;
    found = memmem(s.ptr + at, s.len - at, close, n);
    if (found != NULL)
        return (size_t)(found - s.ptr) + n;
    *none = at;
    return 0;
}

static bool read_declaration(dm_slice s, size_t at, dm_scrap_ends *ends,
                             dm_scrap *out)
{
    dm_slice rest = dm_slice_sub(s, at, s.len);

    *out = (dm_scrap){
        .at = {at, 0},
          .kind = DM_SCRAP_WHOLE, .sure = true
    };
    if (dm_slice_starts(rest, DM_S("<!--"))) {
        out->at.to = seek(s, at + 4, "-->", &ends->comment);
    } else if (rest.len > 9 &&
               compare(dm_slice_sub(rest, 0, 9), "<!doctype") == 0) {
        const char *end =
            memchr(rest.ptr, '>', rest.len < 300 ? rest.len : 300);

        out->at.to = end != NULL ? (size_t)(end - s.ptr) + 1 : 0;
    }
    return out->at.to > 0;
}

/* A script or a style sheet takes its body with it. */
static void take_body(dm_slice s, dm_scrap_ends *ends, dm_scrap *out)
{
    const char *name = names[out->name].name;
    size_t      end = 0;

    if (out->kind != DM_SCRAP_OPEN || out->cut || s.ptr[out->at.to - 2] == '/')
        return;
    if (strcmp(name, "script") == 0)
        end = seek(s, out->at.to, "</script>", &ends->script);
    else if (strcmp(name, "style") == 0)
        end = seek(s, out->at.to, "</style>", &ends->style);
    if (end == 0)
        return;
    out->kind = DM_SCRAP_WHOLE;
    out->at.to = end;
}

bool dm_scrap_tag(dm_slice s, size_t at, dm_scrap_ends *ends, dm_scrap *out)
{
    if (at + 1 >= s.len)
        return false;
    if (s.ptr[at + 1] == '!')
        return read_declaration(s, at, ends, out);
    if (!read_name(s, at, out))
        return false;
    if (out->kind != DM_SCRAP_FOREIGN)
        take_body(s, ends, out);
    return true;
}

/* Without its beginning only a quoted value tells a tag from a formula. */
static bool has_quote(dm_slice s)
{
    return memmem(s.ptr, s.len, "=\"", 2) != NULL ||
           memmem(s.ptr, s.len, "='", 2) != NULL ||
           memmem(s.ptr, s.len, "=“", 4) != NULL;
}

bool dm_scrap_tail(dm_slice s, size_t at, dm_scrap *out)
{
    size_t to = word(s, at);
    int    name = find_name(dm_slice_sub(s, at, to));
    bool   good = true;
    size_t end;

    *out = (dm_scrap){
        .at = {at, at},
          .kind = DM_SCRAP_TAIL
    };
    if (to == at || to == s.len || (s.ptr[to] != '=' && s.ptr[to] != ' '))
        return false;
    if (name >= 0 && s.ptr[to] == ' ')
        out->joint = names[name].joint;
    end =
        read_attributes(s, name >= 0 && s.ptr[to] == ' ' ? to : at, out, &good);
    out->at.to = end + closing(s, end);
    return good && out->attrs && !out->cut && out->at.to > end &&
           has_quote(dm_slice_sub(s, at, end));
}
