/* package_meta.c - title, author, dates: elements of Dublin Core and their
** kin, under the names that the metadata of web pages have. */
#include "base/ascii.h"
#include "load/package.h"

static const struct {
    const char *element, *key;
} rows[] = {
    {"dc:title",             "title"      },
    {"dc:creator",           "author"     },
    {"dc:subject",           "subject"    },
    {"dc:description",       "description"},
    {"dc:publisher",         "publisher"  },
    {"dc:identifier",        "identifier" },
    {"dc:date",              "date"       },
    {"dc:language",          "language"   },
    {"cp:keywords",          "keywords"   },
    {"dcterms:created",      "date"       },
    {"dcterms:modified",     "modified"   },
    {"meta:keyword",         "keywords"   },
    {"meta:creation-date",   "date"       },
    {"meta:initial-creator", "author"     },
};

enum { LONGEST = 65536 };

void dm_package_meta_init(dm_package_meta *m, dm_doc *doc)
{
    m->doc = doc;
    m->key = NULL;
    m->office = false;
    dm_buf_init(&m->text, LONGEST);
}

void dm_package_meta_fini(dm_package_meta *m)
{
    dm_buf_fini(&m->text);
}

/* In OpenDocument the creator and the date are those of the last change. */
static const char *key_of(const dm_package_meta *m, size_t row)
{
    bool known = dm_doc_meta(m->doc, DM_S("author")).len > 0;

    if (m->office && strcmp(rows[row].element, "dc:date") == 0)
        return "modified";
    if (m->office && known && strcmp(rows[row].element, "dc:creator") == 0)
        return "editor";
    return rows[row].key;
}

static bool open_meta(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    dm_package_meta *m = ud;

    (void)err;
    m->office = m->office || strcmp(tag->name, "office:meta") == 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(tag->name, rows[i].element) != 0)
            continue;
        m->key = key_of(m, i);
        dm_buf_clear(&m->text);
    }
    return true;
}

static bool text_meta(void *ud, dm_range range, dm_slice text, dm_err *err)
{
    dm_package_meta *m = ud;

    (void)range, (void)err;
    if (m->key != NULL)
        dm_buf_slice(&m->text, text);
    return true;
}

static bool close_meta(void *ud, const char *name, dm_err *err)
{
    dm_package_meta *m = ud;
    const char      *key = m->key;
    dm_slice         value = dm_ascii_trim(dm_buf_view(&m->text));
    dm_err           why = {.code = DM_OK};

    (void)name;
    m->key = NULL;
    if (key == NULL || value.len == 0)
        return true;
    if (strcmp(key, "language") == 0 && m->doc->lang.len == 0) {
        dm_slice lang = dm_arena_slice(&m->doc->arena, value);

        if (lang.ptr != NULL)
            m->doc->lang = lang;
    }
    if (dm_doc_add_meta(m->doc, dm_slice_str(key), value, &why) ||
        why.code == DM_E_TRUNCATED)
        return true;
    if (err != NULL)
        *err = why;
    return false;
}

const dm_xml_handler dm_package_meta_handler = {open_meta, close_meta,
                                                text_meta};

bool dm_package_read_meta(dm_package *p, dm_slice name, dm_err *err)
{
    dm_package_meta m;
    dm_err          why = {.code = DM_OK};
    dm_slice        xml = {NULL, 0};
    bool            ok;

    if (dm_archive_find(p->archive, name) == DM_NO_MEMBER)
        return true;
    dm_package_meta_init(&m, p->doc);
    ok = dm_archive_take(p->archive, name, &p->doc->arena, &xml, &why) &&
         dm_package_aside(p, xml, name.ptr, &dm_package_meta_handler, &m, &why);
    dm_package_meta_fini(&m);
    if (ok)
        return true;
    if (why.code == DM_E_MEMORY || why.code == DM_E_BOMB) {
        if (err != NULL)
            *err = why;
        return false;
    }
    return dm_doc_warn(p->doc, err, "the metadata cannot be read: %.300s",
                       why.msg);
}
