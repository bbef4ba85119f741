/* convert.c - the whole file in another charset.
**
** The text with its edits, the charset's name changed where the file says it,
** encoded as a whole and read back.
*/
#include <stdio.h>

#include "base/ascii.h"
#include "save/write.h"
#include "text/declared.h"
#include "text/utf8.h"

/* Bytes that do not decode and are still there: those inside of what is taken
** out are not. */
static size_t lost(const dm_doc *doc, const dm_patches *p)
{
    const dm_decoded *d = &doc->decoded;
    size_t            n = d->bad;
    size_t            i = 0;

    for (size_t k = 0; k < d->nerrors; k++) {
        while (i < p->n && p->list[i].raw.to < d->errors[k].to)
            i++;
        if (i < p->n && p->list[i].raw.from <= d->errors[k].from)
            n--;
    }
    return n;
}

/* In plain text only the file's first characters are a declaration. */
static bool declares(const dm_doc *doc, dm_slice text)
{
    return doc->markup != NULL || dm_slice_starts(text, DM_S("<?xml ")) ||
           dm_slice_starts(text, DM_S("@charset "));
}

/* What every reader of XML takes it for when it says nothing. */
static bool is_usual(const dm_charset *to)
{
    const char *name = dm_charset_name(to);

    return strcmp(name, "utf-8") == 0 || strncmp(name, "utf-16", 6) == 0;
}

bool dm_write_declares(const dm_doc *doc, dm_slice text, const dm_charset *to,
                       size_t *at, dm_range *place, char *name)
{
    bool whole;

    if (!declares(doc, text))
        return false;
    whole = *at == 0 && !is_usual(to) && dm_declared_room(text, &place->from);
    if (whole)
        *at = place->to = place->from;
    else if (!dm_declared_next(text, at, place))
        return false;
    snprintf(name, DM_DECLARATION, whole ? " encoding=\"%s\"" : "%s",
             dm_charset_name(to));
    return true;
}

/* Append `text`, which says that it is in `to`; how often. */
static size_t declare(const dm_doc *doc, dm_slice text, const dm_charset *to,
                      dm_buf *out)
{
    char     name[DM_DECLARATION];
    size_t   at = 0;
    size_t   done = 0;
    size_t   n = 0;
    dm_range place;

    for (; dm_write_declares(doc, text, to, &at, &place, name); n++) {
        dm_buf_slice(out, dm_slice_sub(text, done, place.from));
        dm_buf_str(out, name);
        done = place.to;
    }
    dm_buf_slice(out, dm_slice_sub(text, done, text.len));
    return n;
}

/* Is nobody going to find out that the file is in `to`? */
static bool is_silent(dm_encoder *e, const dm_charset *to, dm_err *err)
{
    const char *format = e->doc->markup != NULL ? e->doc->markup->name : "";

    if (strcmp(format, "html") == 0)
        e->undeclared = strncmp(dm_charset_name(to), "utf-16", 6) != 0 &&
                        strncmp(dm_charset_name(to), "utf-32", 6) != 0;
    if ((strcmp(format, "xml") != 0 && strcmp(format, "xhtml") != 0) ||
        is_usual(to))
        return false;
    dm_fail(err, DM_E_NO_WRITER,
            "XML without a declaration cannot be in %s: nothing would say so",
            dm_charset_name(to));
    dm_fail_help(err, "put <?xml version=\"1.0\"?> in front, or convert to "
                      "utf-8");
    return true;
}

/* UTF-16 and UTF-32 begin with a mark, nothing else does; its length. */
static size_t put_mark(dm_buf *out, const dm_charset *to)
{
    static const struct {
        const char *name;
        dm_slice    mark;
    } marks[] = {
        {"utf-16le", DM_LIT("\xFF\xFE")    },
        {"utf-16be", DM_LIT("\xFE\xFF")    },
        {"utf-32le", DM_LIT("\xFF\xFE\0\0")},
        {"utf-32be", DM_LIT("\0\0\xFE\xFF")},
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(dm_charset_name(to), marks[i].name) == 0) {
            dm_buf_slice(out, marks[i].mark);
            return marks[i].mark.len;
        }
    return 0;
}

static bool is_lost(dm_encoder *e, const dm_patches *p, dm_err *err)
{
    size_t n = lost(e->doc, p);

    if (n == 0 || e->policy == DM_UNENCODABLE_REPLACE) {
        e->lacking += n;
        return false;
    }
    dm_fail(err, DM_E_UNENCODABLE,
            "%zu %s not decode, and what they meant cannot be said in another "
            "charset",
            n, n == 1 ? "place does" : "places do");
    dm_fail_help(err, "--unencodable replace writes U+FFFD or a question mark "
                      "there");
    return true;
}

static bool convert(dm_encoder *e, const dm_charset *to, dm_slice text,
                    dm_err *err)
{
    size_t begin = e->out->len;
    size_t mark = put_mark(e->out, to);

    if (!dm_encoder_put(e, text, to, NULL, err))
        return false;
    if (e->out->failed || e->meant->failed)
        return dm_save_full(e->out, err);
    e->undeclared = e->undeclared && !dm_ascii_only(dm_buf_view(e->meant));
    return dm_read_back(e->doc,
                        dm_slice_sub(dm_buf_view(e->out), begin, e->out->len),
                        mark, to, dm_buf_view(e->meant), err) &&
           dm_write_check(e->doc, e->doc->decoded.text, dm_buf_view(e->meant),
                          err);
}

bool dm_write_converted(dm_encoder *e, const dm_charset *to,
                        const dm_patches *p, dm_err *err)
{
    dm_buf edited;
    dm_buf text;
    size_t n;
    bool   ok;

    if (is_lost(e, p, err))
        return false;
    dm_buf_init(&edited, e->out->max);
    dm_buf_init(&text, e->out->max);
    dm_patches_apply(e->doc, p, &edited);
    n = declare(e->doc, dm_buf_view(&edited), to, &text);
    if (n == 0 && is_silent(e, to, err))
        ok = false;
    else if (edited.failed || text.failed)
        ok = dm_save_full(edited.failed ? &edited : &text, err);
    else
        ok = convert(e, to, dm_buf_view(&text), err);
    dm_buf_fini(&edited);
    dm_buf_fini(&text);
    return ok;
}
