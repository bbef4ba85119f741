/* xml.h - one XML document of a larger text, event by event, each with the
** bytes it was made of.
**
** For the members of DOCX and ODT files: well-formed XML in UTF-8.  What is
** not well-formed is an error that names the place; a document type is one,
** so there are no entities but the five of XML, and nothing is loaded.
** Nesting, attributes and namespaces have limits.
**
** Every byte belongs to one event: an event begins where the one before it
** ended.  So text is never looked for; it is compared with the source at the
** place where it must stand, and what does not agree is an error of ours.
*/
#ifndef DM_LOAD_XML_H
#define DM_LOAD_XML_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

enum {
    DM_XML_ATTRIBUTES = 256, /* of one element, its namespaces included */
    DM_XML_NAMESPACES = 512  /* declared by all open elements together */
};

/*
** A start tag.  Names are written with the usual prefix of their namespace,
** whichever the document has for it: "w:p", "text:h" (the list is in
** xml_name.c).  "?:" stands for any other namespace; without one there is no
** prefix.
*/
typedef struct dm_xml_tag {
    const char           *name;
    const unsigned char **attrs; /* libxml2's; ask dm_xml_attr */
    size_t                nattrs;
    dm_range              range; /* in the source */
} dm_xml_tag;

/* What `name` ("w:val") has for a value, references resolved; ptr is NULL when
** it is missing.  Lives as long as the event. */
dm_slice dm_xml_attr(const dm_xml_tag *tag, const char *name);

/*
** Told of each event, in order; false stops, with the reason in `err`.
**
** `text` is a piece of character data made of the source bytes of `range`:
** equal to them, or what one reference or one line end (always LF) stands for.
** Comments and processing instructions are passed over.
*/
typedef struct dm_xml_handler {
    bool (*open)(void *ud, const dm_xml_tag *tag, dm_err *err);
    bool (*close)(void *ud, const char *name, dm_err *err);
    bool (*text)(void *ud, dm_range range, dm_slice text, dm_err *err);
} dm_xml_handler;

typedef struct dm_xml_input {
    dm_slice    src;
    dm_range    part; /* of `src`: the document */
    const char *name; /* what errors call it ("word/document.xml") */
    size_t      max_depth;
} dm_xml_input;

/* Read the document; `text` may be NULL.  False with PARSE, DEPTH, MEMORY,
** SIZE (over 2 GiB) or what a handler fails with. */
__attribute__((warn_unused_result)) bool dm_xml_read(const dm_xml_input   *in,
                                                     const dm_xml_handler *h,
                                                     void *ud, dm_err *err);

/* Is `text` XML's UTF-8, with a mark or without?  False with PARSE, which says
** what it is instead; `name` is what it is called. */
__attribute__((warn_unused_result)) bool dm_xml_is_utf8(dm_slice    text,
                                                        const char *name,
                                                        dm_err     *err);

/* For xml.c: where from `pos` on an element of `src` begins that has more
** attributes than it may, SIZE_MAX for nowhere. */
size_t dm_xml_too_wide(dm_slice src, size_t pos);

/* For xml.c: where from `pos` on `src` (UTF-8) has a character, or a reference
** to one, that XML has not; which one goes to `*cp`.  SIZE_MAX for nowhere. */
size_t dm_xml_odd_character(dm_slice src, size_t pos, uint32_t *cp);

/* For xml.c: behind the next `what` from `from` on, the end when there is
** none. */
size_t dm_xml_behind(dm_slice src, size_t from, const char *what);

/* For xml.c: the usual prefix for the namespace `uri` (may be NULL: none). */
const char *dm_xml_prefix(const char *uri);

#endif
