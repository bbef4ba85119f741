/* mail_body.c - unwrapping bytes, with the map back. */
#include "load/mail_body.h"

#include "load/mail_head.h"
#include "text/decode.h"
#include "text/utf8.h"

enum { SMALL = 1 << 20 }; /* bytes of arena for one header's text */

dm_wrapping dm_mail_wrapping(dm_slice name)
{
    if (dm_mail_is(name, "quoted-printable"))
        return DM_WRAP_QUOTED;
    return dm_mail_is(name, "base64") ? DM_WRAP_BASE64 : DM_WRAP_NONE;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int dm_mail_hex(char high, char low)
{
    int h = digit(high);
    int l = digit(low);

    return h < 0 || l < 0 ? -1 : h * 16 + l;
}

/* ---- quoted-printable ---- */

/* The length of the line end at `at`, 0 for none. */
static size_t newline(dm_slice s, size_t at)
{
    if (at < s.len && s.ptr[at] == '\n')
        return 1;
    return at + 1 < s.len && s.ptr[at] == '\r' && s.ptr[at + 1] == '\n' ? 2 : 0;
}

static size_t blanks(dm_slice s, size_t at)
{
    size_t n = 0;

    while (at + n < s.len && (s.ptr[at + n] == ' ' || s.ptr[at + n] == '\t'))
        n++;
    return n;
}

/* Bytes at `at` that stand for nothing: a soft line break, and blanks that were
** put at a line's end on the way. */
static size_t nothing(dm_slice s, size_t at)
{
    size_t soft = s.ptr[at] == '=';
    size_t n = soft + blanks(s, at + soft);
    size_t end = newline(s, at + n);

    if (soft && (end > 0 || at + n == s.len))
        return n + end;
    return !soft && end > 0 ? n : 0;
}

/* The beginning of an escape, or of blanks that may end a line. */
static bool may_matter(char c)
{
    return c == '=' || c == ' ' || c == '\t';
}

static void unwrap_quoted(dm_aligner *a)
{
    dm_slice s = a->src;

    while (a->at < s.len) {
        size_t n = 0;
        char   byte;
        int    code = -1;

        while (a->at + n < s.len && !may_matter(s.ptr[a->at + n]))
            n++;
        dm_align_keep(a, n);
        if (a->at == s.len)
            break;
        n = nothing(s, a->at);
        if (s.ptr[a->at] == '=' && a->at + 2 < s.len)
            code = dm_mail_hex(s.ptr[a->at + 1], s.ptr[a->at + 2]);
        byte = (char)code;
        if (n > 0)
            dm_align_replace(a, n, DM_S(""));
        else if (code >= 0)
            dm_align_replace(a, 3, (dm_slice){&byte, 1});
        else
            dm_align_keep(a, s.ptr[a->at] == '=' ? 1 : blanks(s, a->at));
    }
}

/* ---- base64 ---- */

/* Six bits a letter; 64 for others. */
static unsigned letter(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : 64;
}

typedef struct quad {
    uint32_t bits;
    unsigned n; /* letters */
    char     out[3];
} quad;

/* The bytes of a quad that may be cut: three letters mean two. */
static dm_slice quad_bytes(quad *q)
{
    uint32_t bits = q->bits << (6 * (4 - q->n));
    dm_slice s = {q->out, q->n > 1 ? q->n - 1 : 0};

    q->out[0] = (char)(bits >> 16 & 0xFF);
    q->out[1] = (char)(bits >> 8 & 0xFF);
    q->out[2] = (char)(bits & 0xFF);
    q->bits = q->n = 0;
    return s;
}

/* Take letters from `at` on until a quad is full, cut or the text ends;
** returns where that is. */
static size_t quad_fill(quad *q, dm_slice s, size_t at)
{
    while (at < s.len && q->n < 4) {
        unsigned bits = letter(s.ptr[at++]);

        if (bits < 64) {
            q->bits = q->bits << 6 | bits;
            q->n++;
        } else if (s.ptr[at - 1] == '=' && q->n > 0) {
            break;
        }
    }
    return at;
}

static void unwrap_base64(dm_aligner *a)
{
    quad q = {0, 0, ""};

    while (a->at < a->src.len) {
        size_t skip = 0;
        size_t end;

        while (a->at + skip < a->src.len &&
               letter(a->src.ptr[a->at + skip]) == 64)
            skip++;
        if (skip > 0)
            dm_align_replace(a, skip, DM_S(""));
        end = quad_fill(&q, a->src, a->at);
        if (end > a->at)
            dm_align_replace(a, end - a->at, quad_bytes(&q));
    }
}

size_t dm_mail_odd(dm_slice body, size_t *first)
{
    size_t n = 0;

    for (size_t i = 0; i < body.len; i++) {
        char c = body.ptr[i];

        if (letter(c) < 64 || c == '=' || c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        if (n++ == 0)
            *first = i;
    }
    return n;
}

void dm_mail_unwrap(dm_aligner *a, dm_wrapping how)
{
    if (how == DM_WRAP_QUOTED)
        unwrap_quoted(a);
    else if (how == DM_WRAP_BASE64)
        unwrap_base64(a);
    else
        dm_align_keep(a, a->src.len - a->at);
}

/* ---- the small texts of a head ---- */

void dm_mail_unwrap_word(dm_buf *out, dm_slice word, dm_wrapping how)
{
    quad q = {0, 0, ""};

    for (size_t at = 0; how == DM_WRAP_BASE64 && at < word.len;) {
        at = quad_fill(&q, word, at);
        dm_buf_slice(out, quad_bytes(&q));
    }
    for (size_t at = 0; how == DM_WRAP_QUOTED && at < word.len; at++) {
        int code = word.ptr[at] == '=' && at + 2 < word.len
                       ? dm_mail_hex(word.ptr[at + 1], word.ptr[at + 2])
                       : -1;

        if (code >= 0)
            at += 2;
        else
            code = word.ptr[at] == '_' ? ' ' : (unsigned char)word.ptr[at];
        dm_buf_char(out, (char)code);
    }
}

void dm_mail_text(dm_buf *out, dm_slice bytes, const dm_charset *cs)
{
    dm_arena     arena;
    dm_detection how;
    dm_decoded   d;

    if (cs == NULL && dm_utf8_valid(bytes) == bytes.len) {
        dm_buf_slice(out, bytes);
        return;
    }
    dm_arena_init(&arena, SMALL + 64 * bytes.len);
    if (cs == NULL && dm_detect(&how, &arena, bytes, NULL, NULL))
        cs = how.candidates[0].charset;
    if (cs != NULL &&
        dm_decode(&d, &arena, bytes, cs, 0, 4 * bytes.len + 16, NULL))
        dm_buf_slice(out, d.text);
    dm_arena_fini(&arena);
}
