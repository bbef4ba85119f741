/* docx_style.c - which styles make a heading or a list item.
**
** A style says so by an outline level, by numbering, or by its name; what it
** does not say, the style it is based on does.  Word writes the names of its
** own styles in English whatever the language, others do not.
*/
#include <stdlib.h>
#include <strings.h>

#include "load/docx.h"

enum { CHAIN = 64, MAX_STYLES = 65536 }; /* bases that are followed */

typedef struct reading {
    const dm_package *p;
    dm_buf            list;     /* of dm_docx_style */
    bool              in_style; /* of the kind we want */
} reading;

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for styles");
}

int dm_docx_number(dm_slice value, int otherwise)
{
    int n = 0;

    if (value.ptr == NULL || value.len == 0 || value.len > 6)
        return otherwise;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return otherwise;
        n = n * 10 + (value.ptr[i] - '0');
    }
    return n;
}

bool dm_docx_on(const dm_xml_tag *tag)
{
    dm_slice value = dm_xml_attr(tag, "w:val");

    return value.ptr == NULL ||
           !(dm_slice_eq(value, DM_S("0")) || dm_slice_eq(value, DM_S("off")) ||
             dm_slice_eq(value, DM_S("false")));
}

/* "heading 1", "标题 2", "Überschrift 3": its level; 1 for a title, -1 for
** other names. */
static int level_by_name(dm_slice name)
{
    static const char *const words[] = {
        "heading", "标题",      "標題",       "見出し",   "제목",
        "titre",   "título",    "titolo",     "kop",      "Überschrift",
        "rubrik",  "Заголовок", "overskrift", "Nagłówek", "otsikko",
    };

    if ((name.len == 5 && strncasecmp(name.ptr, "title", 5) == 0) ||
        dm_slice_eq(name, DM_S("标题")) || dm_slice_eq(name, DM_S("標題")))
        return 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);

        if (name.len <= n || strncasecmp(name.ptr, words[i], n) != 0)
            continue;
        n += name.ptr[n] == ' ';
        if (n + 1 == name.len && name.ptr[n] >= '1' && name.ptr[n] <= '9')
            return name.ptr[n] < '6' ? name.ptr[n] - '0' : 6;
    }
    return -1;
}

static dm_docx_style *latest(const reading *r)
{
    return (dm_docx_style *)(void *)(r->list.ptr + r->list.len) - 1;
}

static dm_slice copy(const reading *r, const dm_xml_tag *tag, const char *name)
{
    dm_slice value = dm_xml_attr(tag, name);

    return dm_arena_slice(&r->p->doc->arena,
                          value.ptr != NULL ? value : DM_S(""));
}

static bool begin_style(reading *r, const dm_xml_tag *tag, dm_err *err)
{
    dm_slice      type = dm_xml_attr(tag, "w:type");
    dm_slice      usual = dm_xml_attr(tag, "w:default");
    dm_docx_style style = {
        .base = {"",  0 },
          .look = { -1, -1, -1}
    };

    if (type.ptr != NULL && !dm_slice_eq(type, DM_S("paragraph")))
        return true;
    if (r->list.len / sizeof style >= MAX_STYLES)
        return true;
    style.id = copy(r, tag, "w:styleId");
    style.usual = usual.ptr != NULL && (dm_slice_eq(usual, DM_S("1")) ||
                                        dm_slice_eq(usual, DM_S("true")));
    dm_buf_add(&r->list, &style, sizeof style);
    r->in_style = style.id.ptr != NULL && !r->list.failed;
    return r->in_style || no_memory(err);
}

int dm_docx_heading(dm_slice value)
{
    int n = dm_docx_number(value, 9);

    return n >= 9 ? 0 : n < 6 ? n + 1 : 6;
}

/* The level may have been told before. */
static void set_list(dm_docx_look *look, int num)
{
    look->num = num;
    look->list = num == 0 ? 0 : look->list > 0 ? look->list : 1;
}

static bool open_style(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    reading       *r = ud;
    dm_docx_style *s;
    dm_slice       value;

    if (strcmp(tag->name, "w:style") == 0)
        return begin_style(r, tag, err);
    if (!r->in_style)
        return true;
    s = latest(r);
    value = dm_xml_attr(tag, "w:val");
    if (strcmp(tag->name, "w:name") == 0 && s->look.heading < 0 &&
        value.ptr != NULL)
        s->look.heading = level_by_name(value);
    else if (strcmp(tag->name, "w:basedOn") == 0)
        s->base = copy(r, tag, "w:val");
    else if (strcmp(tag->name, "w:outlineLvl") == 0)
        s->look.heading = dm_docx_heading(value);
    else if (strcmp(tag->name, "w:numId") == 0)
        set_list(&s->look, dm_docx_number(value, 0));
    else if (strcmp(tag->name, "w:ilvl") == 0 && s->look.list != 0)
        s->look.list = dm_docx_number(value, 0) % 9 + 1;
    return s->base.ptr != NULL || no_memory(err);
}

static bool close_style(void *ud, const char *name, dm_err *err)
{
    reading *r = ud;

    (void)err;
    if (strcmp(name, "w:style") == 0)
        r->in_style = false;
    return true;
}

static int compare(dm_slice a, dm_slice b)
{
    int way = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

    return way != 0 ? way : (a.len > b.len) - (a.len < b.len);
}

static int by_id(const void *a, const void *b)
{
    const dm_docx_style *x = a;
    const dm_docx_style *y = b;

    return compare(x->id, y->id);
}

const dm_docx_style *dm_docx_style_find(const dm_docx_styles *styles,
                                        dm_slice              id)
{
    dm_docx_style want = {.id = id};

    if (id.ptr == NULL)
        return styles->usual;
    if (styles->n == 0)
        return NULL;
    return bsearch(&want, styles->list, styles->n, sizeof want, by_id);
}

/* What a style says with its bases; they may run in a circle. */
static dm_docx_look whole_look(const dm_docx_styles *styles,
                               const dm_docx_style  *s)
{
    dm_docx_look look = {-1, -1, -1};

    for (int i = 0; s != NULL && i < CHAIN; i++) {
        look.heading = look.heading >= 0 ? look.heading : s->look.heading;
        look.list = look.list >= 0 ? look.list : s->look.list;
        look.num = look.num >= 0 ? look.num : s->look.num;
        s = s->base.len > 0 ? dm_docx_style_find(styles, s->base) : NULL;
    }
    look.heading = look.heading > 0 ? look.heading : 0;
    look.list = look.list > 0 ? look.list : 0;
    look.num = look.num > 0 ? look.num : 0;
    return look;
}

/* The list moves into the document, twice: what a style says itself must not
** change while others ask for it. */
static bool keep(const reading *r, dm_docx_styles *out, dm_err *err)
{
    dm_slice       all = dm_buf_view(&r->list);
    dm_arena      *arena = &r->p->doc->arena;
    dm_docx_styles own = {NULL, 0, NULL};

    own.n = out->n = all.len / sizeof(dm_docx_style);
    own.list = dm_arena_zalloc(arena, own.n + 1, sizeof(dm_docx_style));
    out->list = dm_arena_zalloc(arena, own.n + 1, sizeof(dm_docx_style));
    if (own.list == NULL || out->list == NULL)
        return no_memory(err);
    memcpy(own.list, all.ptr, all.len);
    qsort(own.list, own.n, sizeof(dm_docx_style), by_id);
    for (size_t i = 0; i < own.n; i++) {
        out->list[i] = own.list[i];
        out->list[i].look = whole_look(&own, &own.list[i]);
        if (out->usual == NULL && own.list[i].usual)
            out->usual = &out->list[i];
    }
    return true;
}

bool dm_docx_read_styles(const dm_package *p, dm_slice name,
                         dm_docx_styles *out, dm_err *err)
{
    static const dm_xml_handler handler = {open_style, close_style, NULL};
    dm_slice                    xml;
    reading                     r = {.p = p};
    bool                        ok;

    *out = (dm_docx_styles){NULL, 0, NULL};
    if (dm_archive_find(p->archive, name) == DM_NO_MEMBER)
        return true;
    dm_buf_init(&r.list, SIZE_MAX / 2);
    ok = dm_archive_take(p->archive, name, &p->doc->arena, &xml, err) &&
         dm_package_aside(p, xml, name.ptr, &handler, &r, err) &&
         keep(&r, out, err);
    dm_buf_fini(&r.list);
    return ok;
}
