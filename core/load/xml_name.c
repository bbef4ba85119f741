/* xml_name.c - namespaces by their usual prefixes, and asking for attributes.
**
** Office documents come in two sets of namespaces, "transitional" and
** "strict"; the names in them are the same.
*/
#include "load/xml.h"

#define OOXML  "http://schemas.openxmlformats.org/"
#define STRICT "http://purl.oclc.org/ooxml/"
#define ODF    "urn:oasis:names:tc:opendocument:xmlns:"

static const struct {
    const char *uri, *prefix;
} spaces[] = {
    {OOXML "wordprocessingml/2006/main",            "w"      },
    {STRICT "wordprocessingml/main",                "w"      },
    {OOXML "officeDocument/2006/relationships",     "r"      },
    {STRICT "officeDocument/relationships",         "r"      },
    {OOXML "officeDocument/2006/math",              "m"      },
    {STRICT "officeDocument/math",                  "m"      },
    {OOXML "markup-compatibility/2006",             "mc"     },
    {OOXML "package/2006/relationships",            "rel"    },
    {OOXML "package/2006/metadata/core-properties", "cp"     },
    {"http://purl.org/dc/elements/1.1/",            "dc"     },
    {"http://purl.org/dc/terms/",                   "dcterms"},
    {ODF "office:1.0",                              "office" },
    {ODF "text:1.0",                                "text"   },
    {ODF "table:1.0",                               "table"  },
    {ODF "style:1.0",                               "style"  },
    {ODF "drawing:1.0",                             "draw"   },
    {ODF "meta:1.0",                                "meta"   },
    {ODF "container",                               "ocf"    },
    {"http://www.w3.org/1999/xlink",                "xlink"  },
    {"http://www.w3.org/XML/1998/namespace",        "xml"    },
    {"http://www.idpf.org/2007/opf",                "opf"    },
    {"http://www.w3.org/2001/04/xmlenc#",           "enc"    },
};

const char *dm_xml_prefix(const char *uri)
{
    if (uri == NULL)
        return "";
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strcmp(uri, spaces[i].uri) == 0)
            return spaces[i].prefix;
    return "?";
}

/* Attributes come as five pointers each: name, prefix, namespace, and where
** the value begins and ends. */
dm_slice dm_xml_attr(const dm_xml_tag *tag, const char *name)
{
    const char *colon = strchr(name, ':');
    const char *local = colon != NULL ? colon + 1 : name;
    size_t      len = colon != NULL ? (size_t)(colon - name) : 0;

    for (size_t i = 0; i < tag->nattrs; i++) {
        const unsigned char **a = tag->attrs + 5 * i;
        const char           *prefix;

        if (strcmp((const char *)a[0], local) != 0)
            continue;
        prefix = dm_xml_prefix((const char *)a[2]);
        if (strlen(prefix) == len && memcmp(prefix, name, len) == 0)
            return (dm_slice){(const char *)a[3], (size_t)(a[4] - a[3])};
    }
    return (dm_slice){NULL, 0};
}
