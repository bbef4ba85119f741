/* odt_list.c - which lists of an OpenDocument text count, and from where.
**
** A text:list names a style, or takes that of the list around it; the style has
** a level for each depth, which is one of numbers or of bullets.  Styles stand
** before the text, in styles.xml or in content.xml itself, whose own go first.
*/
#include "load/docx.h"
#include "load/odt.h"

enum { MAX_STYLES = 4096 };

void dm_odt_lists_init(dm_odt_lists *l, dm_arena *arena)
{
    *l = (dm_odt_lists){.arena = arena};
    dm_buf_init(&l->styles, SIZE_MAX / 2);
}

void dm_odt_lists_fini(dm_odt_lists *l)
{
    dm_buf_fini(&l->styles);
}

static dm_odt_list *styles(const dm_odt_lists *l)
{
    return (dm_odt_list *)(void *)l->styles.ptr;
}

static size_t count(const dm_odt_lists *l)
{
    return l->styles.len / sizeof(dm_odt_list);
}

static bool begin_style(dm_odt_lists *l, const dm_xml_tag *tag)
{
    dm_slice    name = dm_xml_attr(tag, "style:name");
    dm_odt_list style = {
        .name = dm_arena_slice(l->arena, name.ptr != NULL ? name : DM_S(""))};

    l->open = false;
    if (count(l) >= MAX_STYLES)
        return true;
    dm_buf_add(&l->styles, &style, sizeof style);
    l->open = style.name.ptr != NULL && !l->styles.failed;
    return l->open;
}

/* A level without a format shows no number. */
static void take_level(const dm_odt_lists *l, const dm_xml_tag *tag)
{
    int      level = dm_docx_number(dm_xml_attr(tag, "text:level"), 0);
    dm_slice format = dm_xml_attr(tag, "style:num-format");

    if (level >= 1 && level <= DM_ODT_LEVELS && format.len > 0)
        styles(l)[count(l) - 1].start[level - 1] =
            dm_docx_number(dm_xml_attr(tag, "text:start-value"), 1);
}

bool dm_odt_lists_see(dm_odt_lists *l, const dm_xml_tag *tag, dm_err *err)
{
    if (strcmp(tag->name, "text:list-style") == 0)
        return begin_style(l, tag) ||
               dm_fail(err, DM_E_MEMORY, "no memory for the styles of lists");
    if (l->open && strcmp(tag->name, "text:list-level-style-number") == 0)
        take_level(l, tag);
    return true;
}

dm_odt_list *dm_odt_list_find(const dm_odt_lists *l, dm_slice name)
{
    for (size_t i = count(l); name.len > 0 && i > 0; i--)
        if (dm_slice_eq(styles(l)[i - 1].name, name))
            return &styles(l)[i - 1];
    return NULL;
}

static bool see(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    return dm_odt_lists_see(ud, tag, err);
}

static bool pass(void *ud, const char *name, dm_err *err)
{
    (void)ud, (void)name, (void)err;
    return true;
}

bool dm_odt_lists_read(dm_odt_lists *l, const dm_package *p, dm_err *err)
{
    static const dm_xml_handler handler = {see, pass, NULL};
    dm_slice                    name = DM_S("styles.xml");
    dm_slice                    xml;
    dm_err                      why = {.code = DM_OK};

    if (dm_archive_find(p->archive, name) == DM_NO_MEMBER ||
        (dm_archive_take(p->archive, name, &p->doc->arena, &xml, &why) &&
         dm_package_aside(p, xml, name.ptr, &handler, l, &why)))
        return true;
    if (why.code != DM_E_MEMORY)
        return dm_doc_warn(p->doc, err, "its styles are not read: %s", why.msg);
    if (err != NULL)
        *err = why;
    return false;
}
