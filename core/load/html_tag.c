/* html_tag.c - the table of elements, and questions about attributes. */
#include "load/html_tag.h"

#include <stdlib.h>
#include <strings.h>

static const dm_tag tags[] = {
  /* sorted by name */
    {"a",          DM_ROLE_LINK,       0},
    {"address",    DM_ROLE_BOX,        0},
    {"article",    DM_ROLE_BOX,        0},
    {"aside",      DM_ROLE_BOX,        0},
    {"blockquote", DM_ROLE_QUOTE,      0},
    {"body",       DM_ROLE_BOX,        0},
    {"br",         DM_ROLE_LINE,       0},
    {"caption",    DM_ROLE_CAPTION,    0},
    {"center",     DM_ROLE_BOX,        0},
    {"datalist",   DM_ROLE_SKIP,       0},
    {"dd",         DM_ROLE_BOX,        0},
    {"details",    DM_ROLE_BOX,        0},
    {"dialog",     DM_ROLE_BOX,        0},
    {"dir",        DM_ROLE_LIST,       0},
    {"div",        DM_ROLE_BOX,        0},
    {"dl",         DM_ROLE_BOX,        0},
    {"dt",         DM_ROLE_BOX,        0},
    {"fieldset",   DM_ROLE_BOX,        0},
    {"figcaption", DM_ROLE_CAPTION,    0},
    {"figure",     DM_ROLE_BOX,        0},
    {"footer",     DM_ROLE_BOX,        0},
    {"form",       DM_ROLE_BOX,        0},
    {"h1",         DM_ROLE_HEADING,    1},
    {"h2",         DM_ROLE_HEADING,    2},
    {"h3",         DM_ROLE_HEADING,    3},
    {"h4",         DM_ROLE_HEADING,    4},
    {"h5",         DM_ROLE_HEADING,    5},
    {"h6",         DM_ROLE_HEADING,    6},
    {"header",     DM_ROLE_BOX,        0},
    {"hgroup",     DM_ROLE_BOX,        0},
    {"hr",         DM_ROLE_RULE,       0},
    {"html",       DM_ROLE_ROOT,       0},
    {"iframe",     DM_ROLE_SKIP,       0},
    {"legend",     DM_ROLE_BOX,        0},
    {"li",         DM_ROLE_ITEM,       0},
    {"listing",    DM_ROLE_PRE,        0},
    {"main",       DM_ROLE_BOX,        0},
    {"menu",       DM_ROLE_LIST,       0},
    {"meta",       DM_ROLE_META,       0},
    {"nav",        DM_ROLE_BOX,        0},
    {"noembed",    DM_ROLE_SKIP,       0},
    {"noframes",   DM_ROLE_SKIP,       0},
    {"noscript",   DM_ROLE_SKIP,       0},
    {"ol",         DM_ROLE_LIST,       0},
    {"optgroup",   DM_ROLE_BOX,        0},
    {"option",     DM_ROLE_BOX,        0},
    {"p",          DM_ROLE_BOX,        0},
    {"plaintext",  DM_ROLE_PRE,        0},
    {"pre",        DM_ROLE_PRE,        0},
    {"rb",         DM_ROLE_RUBY_BASE,  0},
    {"rp",         DM_ROLE_RUBY_PAREN, 0},
    {"rt",         DM_ROLE_RUBY_TEXT,  0},
    {"rtc",        DM_ROLE_RUBY_ROW,   0},
    {"ruby",       DM_ROLE_RUBY,       0},
    {"script",     DM_ROLE_SKIP,       0},
    {"section",    DM_ROLE_BOX,        0},
    {"select",     DM_ROLE_BOX,        0},
    {"style",      DM_ROLE_SKIP,       0},
    {"summary",    DM_ROLE_BOX,        0},
    {"svg",        DM_ROLE_SKIP,       0},
    {"table",      DM_ROLE_TABLE,      0},
    {"td",         DM_ROLE_CELL,       0},
    {"template",   DM_ROLE_SKIP,       0},
    {"textarea",   DM_ROLE_AREA,       0},
    {"th",         DM_ROLE_CELL,       1},
    {"title",      DM_ROLE_TITLE,      0},
    {"tr",         DM_ROLE_ROW,        0},
    {"ul",         DM_ROLE_LIST,       0},
    {"xmp",        DM_ROLE_PRE,        0},
};

static int by_name(const void *name, const void *row)
{
    const dm_tag *tag = row;

    return strcmp(name, tag->name);
}

const dm_tag *dm_tag_find(const char *name)
{
    static const dm_tag unknown = {"", DM_ROLE_INLINE, 0};
    const dm_tag       *tag =
        bsearch(name, tags, sizeof tags / sizeof *tags, sizeof *tags, by_name);

    return tag != NULL ? tag : &unknown;
}

const char *dm_attr(const unsigned char **attrs, const char *name)
{
    if (attrs == NULL)
        return NULL;
    for (; attrs[0] != NULL; attrs += 2)
        if (strcmp((const char *)attrs[0], name) == 0)
            return attrs[1] != NULL ? (const char *)attrs[1] : "";
    return NULL;
}

/* Does the style declare `display: none`, in any spelling? */
static bool displays_nothing(const char *style)
{
    static const char want[] = "display:none";
    size_t            got = 0;

    for (; *style != '\0' && want[got] != '\0'; style++) {
        char c = *style;

        if (c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (c == want[got])
            got++;
        else
            got = c == want[0];
    }
    return want[got] == '\0';
}

bool dm_attrs_hide(const unsigned char **attrs)
{
    const char *style = dm_attr(attrs, "style");

    if (attrs == NULL)
        return false;
    return dm_attr(attrs, "hidden") != NULL ||
           (style != NULL && displays_nothing(style));
}

const char *dm_meta_key(const unsigned char **attrs)
{
    static const char *const keys[] = {
        "author",         "description", "keywords", "date",
        "pubdate",        "publishdate", "og:title", "article:published_time",
        "article:author",
    };
    const char *name = dm_attr(attrs, "name");

    if (name == NULL)
        name = dm_attr(attrs, "property");
    for (size_t i = 0; name != NULL && i < sizeof keys / sizeof *keys; i++)
        if (strcasecmp(name, keys[i]) == 0)
            return keys[i];
    return NULL;
}

bool dm_tag_void(const char *name)
{
    static const char *const names[] = {
        "area",  "br",   "col",   "embed",  "hr",    "img",
        "input", "link", "param", "source", "track", "wbr",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
