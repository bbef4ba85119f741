/* load.c - detect, decode, sniff, read. */
#include "load/load.h"

#include <limits.h>

#include "base/nearest.h"
#include "load/readers.h"

/* In the order in which they are listed and asked. */
static const dm_reader *const readers[] = {
    &dm_reader_text, &dm_reader_html, &dm_reader_markdown,
    &dm_reader_mail, &dm_reader_csv,  &dm_reader_json,
    &dm_reader_docx, &dm_reader_odt,  &dm_reader_epub,
};

enum { READERS = sizeof readers / sizeof readers[0] };

const dm_reader *dm_reader_at(size_t i)
{
    return i < READERS ? readers[i] : NULL;
}

const dm_reader *dm_reader_find(dm_slice name)
{
    const dm_reader *reader;

    for (size_t i = 0; (reader = dm_reader_at(i)) != NULL; i++)
        if (dm_slice_eq(dm_slice_str(reader->name), name))
            break;
    return reader;
}

static const char *reader_name(const void *names, size_t i)
{
    const dm_reader *reader = dm_reader_at(i);

    (void)names;
    return reader != NULL ? reader->name : NULL;
}

static bool no_reader(const char *name, dm_err *err)
{
    const char *near = dm_nearest(dm_slice_str(name), reader_name, NULL);

    dm_fail(err, DM_E_UNKNOWN_FORMAT, "there is no format called '%.80s'",
            name);
    if (near != NULL)
        return dm_fail_help(err, "did you mean '%s'?", near);
    return dm_fail_help(err, "docmill help readers lists them");
}

/* Who is sure of a text no more than this guesses. */
enum { LOOKS = 40 };

/* The reader of text that knows the text best, and how sure it is. */
static const dm_reader *sniff(const dm_doc *doc, int *most)
{
    const dm_reader *best = NULL;

    *most = -1;
    for (size_t i = 0; i < READERS; i++) {
        int sure = readers[i]->sniff != NULL
                       ? readers[i]->sniff(doc->decoded.text, doc->path)
                       : -1;

        if (sure > *most) {
            *most = sure;
            best = readers[i];
        }
    }
    return best;
}

/* The container or envelope that the bytes are, or NULL. */
static const dm_reader *holder(const dm_doc *doc)
{
    for (size_t i = 0; i < READERS; i++)
        if (readers[i]->holds != NULL &&
            readers[i]->holds(doc->bytes, doc->path))
            return readers[i];
    return NULL;
}

/* Formats people feed to text tools most, told by their first bytes. */
static const struct {
    dm_slice    magic;
    const char *what, *help;
} binaries[] = {
    {DM_LIT("%PDF-"),                            "a PDF file",                      "pdftotext takes its text out"          },
    {DM_LIT("PK\x03\x04"),                       "a ZIP archive or an Office file",
     "unpack it first, or save it as text or HTML"                                                                          },
    {DM_LIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an old Office file",
     "save it as text or HTML first"                                                                                        },
    {DM_LIT("\x1F\x8B"),                         "a gzip file",                     "unpack it first: gzip -dc"             },
    {DM_LIT("BZh"),                              "a bzip2 file",                    "unpack it first: bzip2 -dc"            },
    {DM_LIT("\xFD"
            "7zXZ"),
     "an xz file",                                                                  "unpack it first: xz -dc"               },
    {DM_LIT("\x28\xB5\x2F\xFD"),                 "a zstd file",                     "unpack it first: zstd -dc"             },
    {DM_LIT("7z\xBC\xAF"),                       "a 7z archive",                    "unpack it first"                       },
    {DM_LIT("Rar!"),                             "a RAR archive",                   "unpack it first"                       },
    {DM_LIT("\x89PNG"),                          "a PNG image",                     "an OCR program can read it"            },
    {DM_LIT("\xFF\xD8\xFF"),                     "a JPEG image",                    "an OCR program can read it"            },
    {DM_LIT("GIF8"),                             "a GIF image",                     "an OCR program can read it"            },
    {DM_LIT("\x7F"
            "ELF"),
     "a program",                                                                   "name the documents, not what made them"},
    {DM_LIT("SQLite format 3"),                  "an SQLite database",              "export its texts first"                },
};

/* Say that it is no text, and where that shows first: at a byte that no text
** has. */
static bool no_text(dm_slice bytes, dm_err *err)
{
    size_t line = 1;
    size_t from = 0;
    size_t at = 0;

    for (; at < bytes.len; at++) {
        unsigned char c = (unsigned char)bytes.ptr[at];

        if (c < ' ' && c != 0x1B && !(c >= '\b' && c <= '\r'))
            break;
        line += c == '\n';
        from = c == '\n' ? at + 1 : from;
    }
    if (at == bytes.len)
        return dm_fail(err, DM_E_BINARY,
                       "this does not look like text in any charset");
    dm_fail(err, DM_E_BINARY,
            "this does not look like text in any charset: control characters, "
            "the first (0x%02X) at line %zu, column %zu",
            (unsigned)bytes.ptr[at], line, at - from + 1);
    if (err != NULL) {
        err->doc_line = (int)(line < INT_MAX ? line : INT_MAX);
        err->doc_col = (int)(at - from < INT_MAX ? at - from + 1 : INT_MAX);
    }
    return false;
}

static bool is_binary(dm_slice bytes, dm_err *err)
{
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++) {
        if (!dm_slice_starts(bytes, binaries[i].magic))
            continue;
        dm_fail(err, DM_E_BINARY, "this is %s, not text", binaries[i].what);
        return dm_fail_help(err, "%s", binaries[i].help);
    }
    (void)no_text(bytes, err);
    return dm_fail_help(err, "to load it all the same say --binary, and "
                             "--charset if you know it");
}

/* A charset believed no more than this is a guess. */
#define GUESS 0.5

/* How much the word of an envelope counts: as much as a page's own. */
#define BELIEVED 0.9

static const char *candidate_name(const dm_doc *doc, size_t i)
{
    return dm_charset_name(doc->charset.candidates[i].charset);
}

/* What was guessed is said, and what else it may be: nobody is to find out
** by reading the records. */
static bool warn_guess(dm_doc *doc, dm_err *err)
{
    const dm_candidate *c = doc->charset.candidates;

    if (c[0].confidence > GUESS || c[0].how < DM_BY_STRUCTURE)
        return true;
    if (doc->charset.n < 2)
        return dm_doc_warn(doc, err,
                           "the charset is a guess: %s (%s), and nothing else "
                           "is likelier",
                           candidate_name(doc, 0), c[0].evidence);
    return dm_doc_warn(doc, err,
                       "the charset is a guess: %s (%.2f, %s), then %s (%.2f)",
                       candidate_name(doc, 0), c[0].confidence, c[0].evidence,
                       candidate_name(doc, 1), c[1].confidence);
}

static bool warn_twice(dm_doc *doc, dm_err *err)
{
    const dm_charset *was = doc->charset.twice;
    const char       *name;

    if (was == NULL)
        return true;
    name = dm_charset_name(was); /* the step does not know EUC-JP */
    return dm_doc_warn(
        doc, err,
        "the text is spoilt: it reads like %s that was taken "
        "for a Western charset and saved as UTF-8%s",
        name, strcmp(name, "euc-jp") == 0 ? "" : "; step mojibake undoes that");
}

static bool warn_nuls(dm_doc *doc, dm_slice text, dm_err *err)
{
    const char *end = text.ptr + text.len;
    const char *p = text.ptr;
    size_t      n = 0;

    for (; (p = memchr(p, '\0', (size_t)(end - p))) != NULL; p++)
        n++;
    return n == 0 || dm_doc_warn(doc, err, "%zu NUL %s in the text", n,
                                 n == 1 ? "character is" : "characters are");
}

static bool warn_mixed(dm_doc *doc, const dm_decoded *decoded, dm_err *err)
{
    return decoded->nsegments == 0 ||
           dm_doc_warn(doc, err,
                       "the file is in more than one charset, in %zu "
                       "stretches; docmill inspect lists them",
                       decoded->nsegments);
}

/* In ASCII the envelope's word matters only where escapes are ASCII; that is
** believed if nothing speaks against it. */
static bool believe(dm_doc *doc, dm_slice bytes, dm_slice label, dm_err *err)
{
    dm_detection     *how = &doc->charset;
    const dm_charset *cs = dm_charset_find(label);
    dm_candidate     *list;

    if (cs == NULL || dm_label_is_ascii(label) ||
        how->candidates[0].how != DM_BY_ASCII ||
        dm_decode_bad(bytes, cs, 1, true) > 0)
        return true;
    list = dm_arena_zalloc(&doc->arena, how->n + 1, sizeof *list);
    if (list == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory to detect the charset");
    memcpy(list + 1, how->candidates, how->n * sizeof *list);
    list[0] = (dm_candidate){cs, DM_BY_DECLARED, BELIEVED, 0,
                             "named by what it is wrapped in"};
    how->candidates = list;
    how->n++;
    how->bom = 0;
    how->clean = false;
    how->binary = false;
    return true;
}

/* An envelope that was not believed. */
static bool warn_label(dm_doc *doc, dm_slice label, dm_err *err)
{
    const dm_candidate *c = doc->charset.candidates;

    if (label.len == 0 || c->how == DM_BY_OPTION || c->how == DM_BY_ASCII ||
        (c->charset == dm_charset_find(label) && !dm_label_is_ascii(label)))
        return true;
    return dm_doc_warn(doc, err, "declared as %.*s, but read as %s: %s",
                       (int)label.len, label.ptr, dm_charset_name(c->charset),
                       c->evidence);
}

static bool detect(dm_doc *doc, const dm_load_options *o, dm_slice bytes,
                   dm_slice label, dm_err *err)
{
    if (o->charset != NULL || label.len == 0)
        return dm_detect(&doc->charset, &doc->arena, bytes, o->charset, err);
    return dm_detect_labelled(&doc->charset, &doc->arena, bytes, label, err) &&
           believe(doc, bytes, label, err);
}

bool dm_load_decode_part(dm_doc *doc, const dm_load_options *o, dm_slice bytes,
                         dm_slice label, dm_decoded *out, dm_err *err)
{
    const dm_charset *cs;

    if (!detect(doc, o, bytes, label, err))
        return false;
    if (doc->charset.binary && !o->binary)
        return is_binary(bytes, err);
    if (!dm_decode_detected(out, &doc->arena, bytes, &doc->charset,
                            doc->limits.max_text, err))
        return false;
    cs = doc->charset.candidates[0].charset;
    if (!warn_label(doc, label, err) || !warn_guess(doc, err) ||
        !warn_twice(doc, err) || !warn_nuls(doc, out->text, err))
        return false;
    if (out->bad > 0 &&
        !dm_doc_warn(doc, err, "%zu %s not decode as %s " DM_LOAD_REPLACED,
                     out->bad, out->bad == 1 ? "place does" : "places do",
                     dm_charset_name(cs)))
        return false;
    return warn_mixed(doc, out, err);
}

bool dm_load_decode(dm_doc *doc, const dm_load_options *o, dm_err *err)
{
    dm_decoded decoded;

    return dm_load_decode_part(doc, o, doc->bytes, DM_S(""), &decoded, err) &&
           dm_doc_set_decoded(doc, &decoded, err);
}

/* What is no plain text by its look alone loses its markup: that is said. */
static bool read_sniffed(dm_doc *doc, dm_err *err)
{
    int              sure;
    const dm_reader *reader = sniff(doc, &sure);

    if (reader != &dm_reader_text && sure <= LOOKS &&
        !dm_doc_warn(doc, err,
                     "read as %s by its look; --from text keeps it as it is",
                     reader->name))
        return false;
    return reader->read(doc, err);
}

static bool fill(dm_doc *doc, const dm_load_options *o, dm_err *err)
{
    const dm_reader *reader = holder(doc);

    if (o->from != NULL) {
        reader = dm_reader_find(dm_slice_str(o->from));
        if (reader == NULL)
            return no_reader(o->from, err);
    }
    if (reader != NULL && reader->open != NULL)
        return reader->open(doc, o, err);
    if (!dm_load_decode(doc, o, err))
        return false;
    return reader != NULL ? reader->read(doc, err) : read_sniffed(doc, err);
}

dm_doc *dm_load(dm_slice id, dm_slice path, dm_slice bytes,
                const dm_load_options *options, dm_err *err)
{
    static const dm_load_options usual = {0};
    const dm_load_options       *o = options != NULL ? options : &usual;
    dm_doc                      *doc;

    doc = dm_doc_new(id, path, bytes, &o->limits, err);
    if (doc == NULL)
        return NULL;
    doc->repair = o->repair;
    if (bytes.len > doc->limits.max_bytes) {
        dm_fail(err, DM_E_TOO_LARGE, "%zu bytes are more than the limit of %zu",
                bytes.len, doc->limits.max_bytes);
        dm_doc_free(doc);
        return NULL;
    }
    if (fill(doc, o, err))
        return doc;
    dm_doc_free(doc);
    return NULL;
}
