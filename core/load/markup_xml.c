/* markup_xml.c - how text is written into XML, and whether that is sound. */
#include <libxml/xmlreader.h>
#include <limits.h>

#include "load/markup.h"

enum { FAR = 1 << 16 }; /* how far back a CDATA section may begin */

/* Every element may hold and be held; ZIP's formats know better. */
static int role(dm_slice name)
{
    (void)name;
    return 1;
}

static bool whole(dm_slice stretch)
{
    return dm_pieces_balance(stretch, role);
}

static const char *last_of(dm_slice s, dm_slice what)
{
    const char *found = NULL;
    const char *p = s.ptr;
    const char *end = s.ptr + s.len;

    while ((p = memmem(p, (size_t)(end - p), what.ptr, what.len)) != NULL)
        found = p++;
    return found;
}

static bool in_cdata(dm_slice source, size_t at)
{
    dm_slice    before = dm_slice_sub(source, at > FAR ? at - FAR : 0, at);
    const char *open = last_of(before, DM_S("<![CDATA["));

    return open != NULL &&
           memmem(open, (size_t)(before.ptr + before.len - open), "]]>", 3) ==
               NULL;
}

static void escape(dm_buf *out, dm_slice text, dm_slice source, size_t at)
{
    if (in_cdata(source, at)) {
        dm_buf_slice(out, text);
        return;
    }
    while (text.len > 0) {
        const char *cr = memchr(text.ptr, '\r', text.len);
        size_t      n = cr != NULL ? (size_t)(cr - text.ptr) : text.len;

        dm_escape(out, dm_slice_sub(text, 0, n));
        if (cr != NULL && (n + 1 == text.len || cr[1] != '\n'))
            dm_buf_str(out, "&#13;");
        text = dm_slice_sub(text, n + (cr != NULL), text.len);
    }
}

bool dm_well_formed(dm_slice source, dm_err *err)
{
    xmlTextReaderPtr reader;
    int              more;
    int              line;

    if (source.len > INT_MAX)
        return dm_fail(err, DM_E_SIZE, "XML is limited to 2 GiB");
    reader = xmlReaderForMemory(source.ptr, (int)source.len, NULL, "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_NOERROR |
                                    XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC |
                                    XML_PARSE_HUGE);
    if (reader == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory to check the XML");
    while ((more = xmlTextReaderRead(reader)) == 1)
        ;
    line = xmlTextReaderGetParserLineNumber(reader);
    xmlFreeTextReader(reader);
    return more == 0 ||
           dm_fail(err, DM_E_READ_BACK,
                   "the XML would not be well-formed in line %d", line);
}

static bool barred(dm_slice source, size_t *at, dm_range *stretch)
{
    return dm_pieces_barred(source, at, stretch, NULL);
}

const dm_markup dm_markup_xml_plain = {
    .name = "xml",
    .refer = dm_refer,
    .barred = barred,
    .check = dm_well_formed,
};

const dm_markup dm_markup_xml = {
    .name = "xml",
    .escape = escape,
    .whole = whole,
    .refer = dm_refer,
    .barred = barred,
    .check = dm_well_formed,
};
