/* load.h - from bytes to a document, through the reader its format needs.
**
** Sniffing decides the format, `from` overrides.  Each reader is one row: it
** takes the decoded text, and gives the document its view "text", blocks,
** links and metadata.  A reader never sees another reader.
*/
#ifndef DM_LOAD_LOAD_H
#define DM_LOAD_LOAD_H

#include "doc/doc.h"

typedef struct dm_load_options dm_load_options;

typedef struct dm_reader {
    const char *name; /* "text", "html" */
    const char *what; /* one line for help */
    /* How sure the reader is that `text` is its own, 0 to 100; NULL where
    ** `holds` decides. */
    int (*sniff)(dm_slice text, dm_slice path);
    __attribute__((warn_unused_result)) bool (*read)(dm_doc *doc, dm_err *err);
    /* Of containers and envelopes (DOCX, mail), else NULL: are `bytes` one?
    ** Such a reader decodes by itself: `open` gives the document its parts,
    ** its decoded text, and its text. */
    bool (*holds)(dm_slice bytes, dm_slice path);
    __attribute__((warn_unused_result)) bool (*open)(dm_doc                *doc,
                                                     const dm_load_options *o,
                                                     dm_err *err);
} dm_reader;

/* The `i`-th reader, or NULL past the end; the reader called `name`. */
const dm_reader *dm_reader_at(size_t i);
const dm_reader *dm_reader_find(dm_slice name);

/* How the warning about undecodable bytes ends: who gives it a code of its own
** knows it by this. */
#define DM_LOAD_REPLACED "and became U+FFFD"

/* All zero is a good start: detect, sniff, refuse binaries, the usual limits,
** repairs that are likely or better. */
struct dm_load_options {
    const char *charset; /* a label, or NULL to detect */
    const char *from;    /* a reader's name, or NULL to sniff */
    bool        binary;  /* load what does not look like text as well */
    dm_repair   repair;  /* which repairs are applied in views */
    dm_limits   limits;
};

/*
** Detect the charset of doc->bytes, decode them, and make the view "decoded",
** with the warnings that belong to it.  For `open` above; a charset that the
** envelope names goes into `o`.  Fails as dm_load does.
*/
__attribute__((warn_unused_result)) bool dm_load_decode(
    dm_doc *doc, const dm_load_options *o, dm_err *err);

/*
** The same for `bytes` that an envelope had wrapped (a part of a mail), with
** the charset that it names, `label` (len 0: none): believed as a page's own
** declaration is, when the bytes are not evidently something else and decode
** in it.  The caller makes the map lead to doc->bytes and sets the text;
** `bytes` must live as long as the document.
*/
__attribute__((warn_unused_result)) bool dm_load_decode_part(
    dm_doc *doc, const dm_load_options *o, dm_slice bytes, dm_slice label,
    dm_decoded *out, dm_err *err);

/*
** Load `bytes` (the caller keeps them) as a document called `id`.  `path` is
** "" for what came from no file; its ending is one voice in sniffing.
** `options` may be NULL.  NULL with TOO_LARGE, BINARY, UNKNOWN_CHARSET,
** UNKNOWN_FORMAT, SIZE, DEPTH, PARSE or MEMORY.  An empty input is a document
** with empty text.  Places that did not decode are a warning of the document.
*/
dm_doc *dm_load(dm_slice id, dm_slice path, dm_slice bytes,
                const dm_load_options *options, dm_err *err);

#endif
