/* mail_part.c - walking the tree of parts, by their delimiter lines.
**
** A part is a range of the file; nothing is copied.  Each level looks for its
** own delimiter in its own range, so that a broken inner part cannot run over
** an outer border.
*/
#include "load/mail_part.h"

#include "load/mail_head.h"

enum { NAMES = 4096, BOUNDARY = 200 };

static void walk(dm_mail *mail, dm_range range, unsigned depth, bool digest);

/* ---- attachments ---- */

static void attach(dm_mail *mail, dm_slice head, dm_slice type)
{
    bool named;

    mail->attachments++;
    if (mail->names.len > 0)
        dm_buf_str(&mail->names, ", ");
    named = dm_mail_param(dm_mail_value(head, "content-disposition"),
                          "filename", &mail->names) ||
            dm_mail_param(dm_mail_value(head, "content-type"), "name",
                          &mail->names);
    if (!named)
        dm_buf_slice(&mail->names, type.len > 0 ? type : DM_S("a part"));
}

/* ---- multiparts ---- */

typedef struct border {
    char   line[BOUNDARY + 2]; /* "--" and the boundary */
    size_t len;
} border;

static bool border_of(border *b, dm_slice type)
{
    dm_buf boundary;
    bool   good;

    dm_buf_init(&boundary, BOUNDARY);
    good = dm_mail_param(type, "boundary", &boundary) && boundary.len > 0 &&
           !boundary.failed;
    if (good) {
        memcpy(b->line, "--", 2);
        memcpy(b->line + 2, boundary.ptr, boundary.len);
        b->len = boundary.len + 2;
    }
    dm_buf_fini(&boundary);
    return good;
}

/* Is the rest of the line blank?  Behind the line goes to `*end`. */
static bool blank_line(dm_slice s, size_t at, size_t *end)
{
    while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t'))
        at++;
    if (at < s.len && s.ptr[at] == '\r')
        at++;
    *end = at < s.len ? at + 1 : at;
    return at == s.len || s.ptr[at] == '\n';
}

/* The next delimiter line at or behind `at`: its range, the line end before it
** included.  `*last` when it closes.  False when there is none. */
static bool next_border(dm_slice s, const border *b, size_t at, dm_range *line,
                        bool *last)
{
    const char *p;

    while (at < s.len &&
           (p = memmem(s.ptr + at, s.len - at, b->line, b->len)) != NULL) {
        size_t from = (size_t)(p - s.ptr);
        size_t to = from + b->len;

        at = from + 1;
        *last = s.len - to >= 2 && memcmp(s.ptr + to, "--", 2) == 0;
        if ((from > 0 && s.ptr[from - 1] != '\n') ||
            !blank_line(s, to + (*last ? 2 : 0), &line->to))
            continue;
        from -= from > 0;
        from -= from > 0 && s.ptr[from - 1] == '\r';
        line->from = from;
        return true;
    }
    return false;
}

static bool is_blank_text(const dm_mail *mail, const dm_mail_part *part)
{
    for (size_t i = part->body.from; i < part->body.to; i++)
        if ((unsigned char)mail->file.ptr[i] > ' ')
            return false;
    return true;
}

/* Is what begins at text `b` to be had rather than what begins at `a`? */
static bool is_better(const dm_mail *mail, size_t a, size_t b)
{
    const dm_mail_part *had = &mail->texts[a];
    const dm_mail_part *new = &mail->texts[b];

    if (!had->html && !is_blank_text(mail, had))
        return false;
    return new->html || !is_blank_text(mail, new);
}

/* Of the texts from `from` on, which came from two alternatives, keep one:
** those before `middle`, or the rest. */
static void choose(dm_mail *mail, size_t from, size_t middle)
{
    if (middle == from || middle == mail->n)
        return;
    if (!is_better(mail, from, middle)) {
        mail->n = middle;
        return;
    }
    mail->n -= middle - from;
    memmove(&mail->texts[from], &mail->texts[middle],
            (mail->n - from) * sizeof *mail->texts);
}

typedef enum multi { MIXED, ALTERNATIVE, RELATED, DIGEST } multi;

static multi multi_of(dm_slice word)
{
    if (dm_mail_is(word, "multipart/alternative"))
        return ALTERNATIVE;
    if (dm_mail_is(word, "multipart/related"))
        return RELATED;
    return dm_mail_is(word, "multipart/digest") ? DIGEST : MIXED;
}

/* What a related part is beside the first: never text. */
static void attach_entity(dm_mail *mail, dm_range range)
{
    dm_slice head;

    (void)dm_mail_split(dm_slice_sub(mail->file, range.from, range.to), &head);
    attach(mail, head, dm_mail_word(dm_mail_value(head, "content-type")));
}

static void walk_child(dm_mail *mail, dm_range child, multi kind, bool first,
                       unsigned depth)
{
    if (mail->nparts >= DM_MAIL_PARTS)
        mail->cut = true;
    else if (kind == RELATED && !first)
        attach_entity(mail, child);
    else
        walk(mail, child, depth + 1, kind == DIGEST);
}

static void walk_parts(dm_mail *mail, dm_range body, const border *b,
                       multi kind, unsigned depth)
{
    dm_slice s = {mail->file.ptr, body.to};
    dm_range line = {0, 0};
    bool     last = false;
    bool     more = next_border(s, b, body.from, &line, &last);
    size_t   texts = mail->n;

    for (size_t i = 0; more && !last && !mail->cut; i++) {
        dm_range child = {line.to, body.to};
        size_t   before = mail->n;

        more = next_border(s, b, line.to, &line, &last);
        if (more)
            child.to = line.from > child.from ? line.from : child.from;
        walk_child(mail, child, kind, i == 0, depth);
        if (kind == ALTERNATIVE)
            choose(mail, texts, before);
    }
}

/* ---- entities ---- */

/* Is this type text that a reader would see?  `*html` when it is marked up. */
static bool is_text(dm_slice word, bool *html)
{
    static const char *const others[] = {
        "text/calendar", "text/vcard",      "text/x-vcard", "text/css",
        "text/rtf",      "text/javascript", "text/csv",     "text/xml"};

    *html = dm_mail_is(word, "text/html") ||
            dm_mail_is(word, "application/xhtml+xml");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (dm_mail_is(word, others[i]))
            return false;
    return *html || word.len == 0 || dm_mail_is(word, "text") ||
           (word.len > 5 && dm_mail_is(dm_slice_sub(word, 0, 5), "text/"));
}

static void add_text(dm_mail *mail, dm_slice head, dm_range body, bool html)
{
    dm_mail_part *part = &mail->texts[mail->n];
    dm_slice      how = dm_mail_value(head, "content-transfer-encoding");
    dm_buf        label;

    if (mail->n == DM_MAIL_TEXTS) {
        mail->cut = true;
        return;
    }
    memset(part, 0, sizeof *part);
    part->body = body;
    part->html = html;
    part->how = dm_mail_wrapping(dm_mail_word(how));
    dm_buf_init(&label, sizeof part->label - 1);
    if (dm_mail_param(dm_mail_value(head, "content-type"), "charset", &label))
        memcpy(part->label, dm_buf_view(&label).ptr, label.len);
    dm_buf_fini(&label);
    mail->n++;
}

static bool is_multipart(dm_slice word)
{
    return word.len > 10 && dm_mail_is(dm_slice_sub(word, 0, 10), "multipart/");
}

static bool is_locked(dm_slice word)
{
    return dm_mail_is(word, "multipart/encrypted") ||
           dm_mail_is(word, "application/pkcs7-mime") ||
           dm_mail_is(word, "application/x-pkcs7-mime");
}

static void walk(dm_mail *mail, dm_range range, unsigned depth, bool digest)
{
    dm_slice entity = dm_slice_sub(mail->file, range.from, range.to);
    dm_slice head;
    dm_range body = {range.from + dm_mail_split(entity, &head), range.to};
    dm_slice type = dm_mail_value(head, "content-type");
    dm_slice word = dm_mail_word(type);
    dm_slice place = dm_mail_word(dm_mail_value(head, "content-disposition"));
    bool     nests = is_multipart(word);
    border   b;
    bool     html;

    mail->nparts++;
    mail->locked = mail->locked || is_locked(word);
    mail->deep = mail->deep || (nests && depth >= DM_MAIL_DEPTH);
    mail->long_head = mail->long_head || head.len == DM_MAIL_HEAD;
    if (nests && depth < DM_MAIL_DEPTH && border_of(&b, type))
        walk_parts(mail, body, &b, multi_of(word), depth);
    else if (!dm_mail_is(place, "attachment") && !(digest && word.len == 0) &&
             is_text(word, &html))
        add_text(mail, head, body, html);
    else
        attach(mail, head, word);
}

void dm_mail_walk(dm_mail *mail, dm_slice file, dm_range range)
{
    memset(mail, 0, sizeof *mail);
    mail->file = file;
    dm_buf_init(&mail->names, NAMES);
    walk(mail, range, 0, false);
}

void dm_mail_fini(dm_mail *mail)
{
    dm_buf_fini(&mail->names);
}
