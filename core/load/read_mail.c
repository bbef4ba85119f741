/* read_mail.c - mail: RFC 5322 and MIME.
**
** The view "decoded" is the text of the mail: its text parts unwrapped and in
** UTF-8, an empty line between two.  Its map leads to the bytes of the file,
** through charset and wrapping at once.  The reader of text or of HTML does the
** rest.  Fields of the head become metadata; what is attached is named there.
*/
#include "load/read_mail.h"
#include "load/compose.h"
#include "load/mail_head.h"
#include "load/mail_part.h"
#include "load/readers.h"
#include "text/decode.h"

enum { VALUE = 65536 }; /* bytes of a field that are read */

/* A mail while its texts are gathered. */
typedef struct gather {
    dm_doc                *doc;
    const dm_load_options *options;
    const dm_mail         *mail;
    dm_aligner             a;      /* the decoded text over the file */
    dm_buf                 errors; /* of dm_range, in the file */
    size_t                 bad;
    size_t                 texts;   /* gathered */
    size_t                 odd;     /* bytes that are no base64, of the part */
    dm_detection           charset; /* of the first */
} gather;

static void note_errors(gather *g, const dm_decoded *d, const dm_composed *c)
{
    g->bad += d->bad;
    for (size_t i = 0; i < d->nerrors; i++) {
        dm_range r = d->errors[i];

        if (c->outer != NULL)
            (void)dm_align_up(c->outer, r, &r);
        r.from += c->base;
        r.to += c->base;
        if (g->errors.len < DM_DECODE_ERRORS * sizeof r)
            dm_buf_add(&g->errors, &r, sizeof r);
    }
}

/* Which part is it that is no text? */
static bool name_part(const gather *g, const dm_mail_part *part, dm_err *err)
{
    dm_err was;

    if (err == NULL || err->code != DM_E_BINARY)
        return false;
    was = *err;
    dm_fail(err, was.code, "part %zu of the mail's text, at byte %zu%s: %s",
            (size_t)(part - g->mail->texts) + 1, part->body.from,
            g->odd > 0 ? ", whose base64 is broken" : "", was.msg);
    return dm_fail_help(err, "%s", was.help); /* lines were the part's own */
}

/* Decode unwrapped bytes and put the text behind what there is. */
static bool add_decoded(gather *g, const dm_mail_part *part, dm_slice bytes,
                        const dm_align *outer, dm_err *err)
{
    dm_decoded  d;
    dm_composed c = {&d.map, outer, part->body.from};

    if (!dm_load_decode_part(g->doc, g->options, bytes,
                             dm_slice_str(part->label), &d, err))
        return name_part(g, part, err);
    if (g->texts > 0)
        dm_align_replace(&g->a, 0, DM_S("\n\n"));
    dm_compose(&g->a, &c, d.text);
    note_errors(g, &d, &c);
    if (g->texts++ == 0)
        g->charset = g->doc->charset;
    return true;
}

static bool no_room(dm_doc *doc, bool full, dm_err *err)
{
    if (full)
        return dm_fail(err, DM_E_SIZE,
                       "the text is over the limit of %zu bytes",
                       doc->limits.max_text);
    return dm_fail(err, DM_E_MEMORY, "no memory for the mail");
}

/* Look for what is no base64, and tell where. */
static bool warn_odd(gather *g, const dm_mail_part *part, dm_slice body,
                     dm_err *err)
{
    size_t first = 0;

    g->odd = part->how == DM_WRAP_BASE64 ? dm_mail_odd(body, &first) : 0;
    return g->odd == 0 ||
           dm_doc_warn(g->doc, err,
                       "part %zu of the mail's text has broken base64: %zu %s "
                       "passed over, the first at byte %zu of the file",
                       (size_t)(part - g->mail->texts) + 1, g->odd,
                       g->odd == 1 ? "byte is" : "bytes are",
                       part->body.from + first);
}

static bool add_wrapped(gather *g, const dm_mail_part *part, dm_slice body,
                        dm_err *err)
{
    dm_doc    *doc = g->doc;
    dm_aligner a;
    dm_align   map;
    dm_buf     out;
    dm_slice   bytes;

    dm_buf_init(&out, body.len);
    dm_align_begin(&a, body, &out);
    dm_mail_unwrap(&a, part->how);
    if (!dm_align_finish(&a, &doc->arena, &map)) {
        dm_buf_fini(&out);
        return no_room(doc, false, err);
    }
    bytes = dm_arena_slice(&doc->arena, dm_buf_view(&out));
    dm_buf_fini(&out);
    if (bytes.ptr == NULL)
        return no_room(doc, false, err);
    return add_decoded(g, part, bytes, &map, err);
}

static bool add_part(gather *g, const dm_mail_part *part, dm_err *err)
{
    dm_slice body = dm_slice_sub(g->mail->file, part->body.from, part->body.to);

    if (!warn_odd(g, part, body, err))
        return false;
    if (part->how == DM_WRAP_NONE)
        return add_decoded(g, part, body, NULL, err);
    return add_wrapped(g, part, body, err);
}

/* All plain texts, or the one of HTML that comes first. */
static bool add_parts(gather *g, dm_err *err)
{
    const dm_mail *mail = g->mail;
    size_t         left = 0;

    for (size_t i = 0; i < mail->n; i++) {
        bool same = i == 0 || (!mail->texts[0].html && !mail->texts[i].html);

        left += !same;
        if (same && !add_part(g, &mail->texts[i], err))
            return false;
    }
    if (left == 0)
        return true;
    return dm_doc_warn(g->doc, err,
                       "%zu further text %s of the mail %s left out", left,
                       left == 1 ? "part" : "parts", left == 1 ? "is" : "are");
}

/* Give the document what was gathered. */
static bool hand_over(gather *g, dm_buf *text, dm_err *err)
{
    dm_doc    *doc = g->doc;
    dm_decoded d = {.bad = g->bad};
    bool       full;

    dm_align_replace(&g->a, g->a.src.len - g->a.at, DM_S(""));
    full = g->a.full;
    if (!dm_align_finish(&g->a, &doc->arena, &d.map))
        return no_room(doc, full || text->len >= text->max, err);
    d.text = dm_arena_slice(&doc->arena, dm_buf_view(text));
    d.errors = (const dm_range *)(const void *)dm_arena_slice(
                   &doc->arena, dm_buf_view(&g->errors))
                   .ptr;
    d.nerrors = g->errors.len / sizeof *d.errors;
    if (d.text.ptr == NULL || d.errors == NULL || g->errors.failed)
        return no_room(doc, false, err);
    doc->charset = g->charset;
    return dm_doc_set_decoded(doc, &d, err);
}

/* A mail without text is in ASCII: so is its head. */
static bool no_text(gather *g, dm_err *err)
{
    dm_doc *doc = g->doc;

    if (g->mail->locked) {
        dm_fail(err, DM_E_LOCKED, "the mail is encrypted");
        return dm_fail_help(err, "decrypt it in the mail program and save it");
    }
    return dm_detect(&g->charset, &doc->arena, DM_S(""), NULL, err) &&
           dm_doc_warn(doc, err, "the mail has no text part");
}

static bool set_decoded(dm_doc *doc, const dm_load_options *o,
                        const dm_mail *mail, dm_err *err)
{
    gather g = {.doc = doc, .options = o, .mail = mail};
    dm_buf text;
    bool   good;

    dm_buf_init(&text, doc->limits.max_text);
    dm_buf_init(&g.errors, DM_DECODE_ERRORS * sizeof(dm_range));
    dm_align_begin(&g.a, doc->bytes, &text);
    good = mail->n > 0 ? add_parts(&g, err) : no_text(&g, err);
    if (good)
        good = hand_over(&g, &text, err);
    else
        dm_buf_fini(&g.a.edits);
    dm_buf_fini(&text);
    dm_buf_fini(&g.errors);
    return good;
}

/* ---- metadata ---- */

static bool add_meta(dm_doc *doc, const char *key, const dm_buf *value,
                     dm_err *err)
{
    return value->len == 0 ||
           dm_doc_add_meta(doc, dm_slice_str(key), dm_buf_view(value), err);
}

static bool add_fields(dm_doc *doc, dm_slice head, dm_err *err)
{
    static const struct {
        const char *name, *key;
    } rows[] = {
        {"subject",    "subject"   },
        {"from",       "from"      },
        {"to",         "to"        },
        {"cc",         "cc"        },
        {"date",       "date"      },
        {"message-id", "message_id"},
    };
    const dm_charset *raw = doc->charset.candidates[0].charset;
    bool              good = true;

    for (size_t i = 0; good && i < sizeof rows / sizeof *rows; i++) {
        dm_slice value = dm_mail_value(head, rows[i].name);
        dm_buf   text;

        value.len = value.len < VALUE ? value.len : VALUE;
        dm_buf_init(&text, (size_t)4 * VALUE);
        dm_mail_words(&text, value, raw);
        good = add_meta(doc, rows[i].key, &text, err);
        dm_buf_fini(&text);
    }
    return good;
}

static bool add_attachments(dm_doc *doc, const dm_mail *mail, dm_err *err)
{
    char   number[24];
    dm_buf count;
    bool   good;

    if (mail->attachments == 0)
        return true;
    dm_buf_init(&count, sizeof number);
    dm_buf_printf(&count, "%zu", mail->attachments);
    good = add_meta(doc, "attachments", &count, err) &&
           add_meta(doc, "attachment_names", &mail->names, err);
    dm_buf_fini(&count);
    return good;
}

static bool add_notes(dm_doc *doc, const dm_mail *mail, bool more, dm_err *err)
{
    if (more && !dm_doc_warn(doc, err,
                             "the file is a mailbox: only its first mail is "
                             "read"))
        return false;
    if (mail->deep &&
        !dm_doc_warn(doc, err,
                     "the mail nests deeper than the limit of %d multiparts; "
                     "what lies deeper is not read",
                     DM_MAIL_DEPTH))
        return false;
    if (mail->long_head &&
        !dm_doc_warn(doc, err,
                     "a head of the mail is over the limit of %d bytes; fields "
                     "behind that are not read",
                     DM_MAIL_HEAD))
        return false;
    return !mail->cut || dm_doc_warn(doc, err,
                                     "the mail has more parts than are read "
                                     "(%d in all, %d of text)",
                                     DM_MAIL_PARTS, DM_MAIL_TEXTS);
}

static bool read_text(dm_doc *doc, const dm_mail *mail, dm_err *err)
{
    bool             html = mail->n > 0 && mail->texts[0].html;
    const dm_reader *reader = html ? &dm_reader_html : &dm_reader_text;

    if (!reader->read(doc, err))
        return false;
    doc->format = "mail";
    doc->fixed = "the text of a mail, which is wrapped for transport,";
    return true;
}

static bool open_mail(dm_doc *doc, const dm_load_options *o, dm_err *err)
{
    bool     more;
    dm_range r = dm_mail_first(doc->bytes, &more);
    dm_slice head;
    dm_mail  mail;
    bool     good;

    (void)dm_mail_split(dm_slice_sub(doc->bytes, r.from, r.to), &head);
    dm_mail_walk(&mail, doc->bytes, r);
    good = add_notes(doc, &mail, more, err) &&
           set_decoded(doc, o, &mail, err) && add_fields(doc, head, err) &&
           add_attachments(doc, &mail, err) && read_text(doc, &mail, err);
    dm_mail_fini(&mail);
    return good;
}

const dm_reader dm_reader_mail = {
    .name = "mail",
    .what = "a mail (RFC 5322, MIME): its text part, its head as metadata",
    .holds = dm_mail_holds,
    .open = open_mail,
};
