/* mail_holds.c - are these bytes a mail?
**
** A block of fields at the very beginning, among them what only programs
** write: a date in the form of RFC 5322, an identifier, a trace, the version of
** MIME.  Memos, interviews and mails quoted in texts have From and To as well,
** but not these.
*/
#include "load/mail_head.h"
#include "load/read_mail.h"

enum {
    ENOUGH = 3, /* known fields, without the ending .eml */
    FIELDS = 2000
};

typedef struct seen {
    unsigned known;   /* fields that mail has */
    unsigned machine; /* of them those only programs write */
    bool     from, sender;
    bool     mime;
} seen;

/* "From somebody@example Tue Jan  3 10:00:00 2023": before each mail of a
** mailbox. */
static bool is_envelope(dm_slice line)
{
    static const char days[] = "Mon Tue Wed Thu Fri Sat Sun ";

    if (!dm_slice_starts(line, DM_S("From ")))
        return false;
    for (size_t i = 5; i + 20 <= line.len; i++)
        if (line.ptr[i] == ' ' && line.ptr[i + 4] == ' ' &&
            memmem(days, sizeof days - 1, line.ptr + i + 1, 4) != NULL)
            return true;
    return false;
}

static dm_slice first_line(dm_slice s, size_t at)
{
    const char *p = memchr(s.ptr + at, '\n', s.len - at);

    return dm_slice_sub(s, at, p != NULL ? (size_t)(p - s.ptr) : s.len);
}

dm_range dm_mail_first(dm_slice file, bool *more)
{
    dm_range    r = {0, file.len};
    dm_slice    line;
    const char *p = file.ptr;

    *more = false;
    if (dm_slice_starts(file, DM_S("\xEF\xBB\xBF")))
        r.from = 3;
    line = first_line(file, r.from);
    if (!is_envelope(line))
        return r;
    r.from += line.len < file.len - r.from ? line.len + 1 : line.len;
    while ((p = memmem(p, (size_t)(file.ptr + file.len - p), "\nFrom ", 6)) !=
           NULL) {
        size_t at = (size_t)(p - file.ptr);
        bool   gap =
            file.ptr[at - 1] == '\n' ||
            (at > 1 && file.ptr[at - 1] == '\r' && file.ptr[at - 2] == '\n');

        p++;
        if (at >= r.from && gap && is_envelope(first_line(file, at + 1))) {
            *more = true;
            r.to = at;
            return r;
        }
    }
    return r;
}

/* Pass blanks and then up to `most` digits; returns how many. */
static size_t digits(dm_slice s, size_t *at, size_t most)
{
    size_t n = 0;

    while (*at < s.len && (s.ptr[*at] == ' ' || s.ptr[*at] == '\t'))
        ++*at;
    while (n < most && *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9') {
        ++*at;
        n++;
    }
    return n;
}

static bool month(dm_slice s, size_t *at)
{
    static const char names[] =
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";

    while (*at < s.len && s.ptr[*at] == ' ')
        ++*at;
    *at += 4;
    return *at <= s.len &&
           memmem(names, sizeof names - 1, s.ptr + *at - 4, 4) != NULL;
}

/* "Tue, 3 Jan 2023 10:00:00 +0800", the day of the week perhaps not. */
static bool is_date(dm_slice s)
{
    const char *comma = memchr(s.ptr, ',', s.len);
    size_t      at = comma != NULL ? (size_t)(comma - s.ptr) + 1 : 0;

    return digits(s, &at, 2) > 0 && month(s, &at) && digits(s, &at, 4) >= 2 &&
           digits(s, &at, 2) > 0 && at < s.len && s.ptr[at] == ':';
}

static bool is_any(dm_slice name, const char *const *names)
{
    while (*names != NULL && !dm_mail_is(name, *names))
        names++;
    return *names != NULL;
}

static void look(seen *s, const dm_mail_field *f)
{
    static const char *const known[] = {
        "from",         "to",           "cc",          "subject",
        "date",         "message-id",   "received",    "return-path",
        "mime-version", "reply-to",     "in-reply-to", "references",
        "content-type", "delivered-to", "sender",      NULL};
    static const char *const machine[] = {"message-id", "return-path",
                                          "delivered-to", NULL};
    bool at = memchr(f->value.ptr, '@', f->value.len) != NULL;

    s->known += is_any(f->name, known);
    s->from = s->from || dm_mail_is(f->name, "from");
    s->sender = s->sender || (dm_mail_is(f->name, "from") && at);
    s->mime = s->mime || dm_mail_is(f->name, "mime-version");
    if (is_any(f->name, machine))
        s->machine += memchr(f->value.ptr, '<', f->value.len) != NULL || at;
    else if (dm_mail_is(f->name, "date"))
        s->machine += is_date(f->value);
    else if (dm_mail_is(f->name, "received"))
        s->machine += memchr(f->value.ptr, ';', f->value.len) != NULL;
    else if (dm_mail_is(f->name, "mime-version"))
        s->machine += dm_slice_starts(f->value, DM_S("1."));
}

static bool ends_like(dm_slice path, const char *ending)
{
    size_t n = strlen(ending);

    return path.len > n &&
           dm_mail_is(dm_slice_sub(path, path.len - n, path.len), ending);
}

static bool is_last_line(dm_slice s, size_t at)
{
    return memchr(s.ptr + at, '\n', s.len - at) == NULL;
}

bool dm_mail_holds(dm_slice bytes, dm_slice path)
{
    bool          more;
    dm_range      r = {0, bytes.len < DM_MAIL_HEAD ? bytes.len : DM_MAIL_HEAD};
    dm_slice      head;
    dm_mail_field field;
    seen          s = {0};
    size_t        at = 0;
    size_t        n = 0;

    r = dm_mail_first(dm_slice_sub(bytes, 0, r.to), &more);
    (void)dm_mail_split(dm_slice_sub(bytes, r.from, r.to), &head);
    while (at < head.len && n < FIELDS && dm_mail_next(head, &at, &field)) {
        look(&s, &field);
        n++;
    }
    if (at < head.len && n < FIELDS &&
        !(bytes.len > DM_MAIL_HEAD && is_last_line(head, at)))
        return false; /* a line that is no field, nor one that we cut */
    if (ends_like(path, ".eml") || ends_like(path, ".mht") ||
        ends_like(path, ".mhtml"))
        return s.known > 0;
    return s.known >= ENOUGH && s.machine > 0 &&
           (s.sender || (s.from && s.mime));
}
