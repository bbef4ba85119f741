/* encode.c - UTF-8 in, bytes of a charset out: the loop over the text, and
** what happens at a character that the charset lacks.
*/
#include "text/encode.h"

#include "text/encode_in.h"
#include "text/utf8.h"

enum { STAND_IN = 4096 }; /* bytes that may stand for one character */

typedef struct job {
    dm_encoder      encoder;
    dm_buf         *out;
    dm_encode_lack *lack;
    void           *ud;
    dm_encoded      done;
    size_t          last; /* bytes that were appended last, or not */
} job;

/* How many bytes of ASCII `s` begins with. */
static size_t ascii(dm_slice s)
{
    size_t n = 0;

    while (n < s.len && (unsigned char)s.ptr[n] < 0x80)
        n++;
    return n;
}

/* Append codes until a character has none; returns the bytes encoded. */
static size_t run(job *j, dm_slice text)
{
    size_t at = 0;

    while (at < text.len && !j->out->failed) {
        dm_slice rest = dm_slice_sub(text, at, text.len);
        size_t   n = j->encoder.ascii ? ascii(rest) : 0;
        size_t   wrote = n;
        char     code[DM_CODE_ROOM];

        if (n > 0)
            dm_buf_add(j->out, rest.ptr, n);
        else if ((n = dm_encoder_code(&j->encoder, rest, code, &wrote)) > 0)
            dm_buf_add(j->out, code, wrote);
        else
            break;
        at += n;
        j->last = wrote;
    }
    return at;
}

/* Write what stands for `cp`.  False when nothing does. */
static bool stand_in(job *j, uint32_t cp)
{
    dm_buf text;
    bool   good;

    if (j->lack == NULL)
        return false;
    dm_buf_init(&text, STAND_IN);
    good = j->lack(j->ud, cp, &text) && !text.failed &&
           run(j, dm_buf_view(&text)) == text.len;
    dm_buf_fini(&text);
    return good;
}

static bool lacking(job *j, uint32_t cp, dm_err *err)
{
    j->done.cp = cp;
    return dm_fail(err, DM_E_UNENCODABLE, "%s has no code for U+%04X",
                   j->encoder.cs->name, (unsigned)cp);
}

static bool encode(job *j, dm_slice text, dm_err *err)
{
    char code[DM_CODE_ROOM];

    while ((j->done.n += run(j, dm_slice_sub(text, j->done.n, text.len))) <
               text.len &&
           !j->out->failed) {
        size_t   n;
        uint32_t cp = dm_utf8_decode(text.ptr + j->done.n, &n);

        if (!stand_in(j, cp) && !j->out->failed)
            return lacking(j, cp, err);
        j->done.lacking++;
        j->done.n += n;
    }
    if (!j->out->failed) {
        j->last = dm_encoder_end(&j->encoder, code);
        dm_buf_add(j->out, code, j->last);
    }
    return true;
}

/* `out` as it was, and why it failed. */
static bool give_back(job *j, size_t len, dm_err *err)
{
    bool full = j->out->failed;
    bool size = j->out->max - j->out->len < j->last;

    j->out->len = len;
    j->out->failed = false;
    if (!full)
        return false;
    if (size)
        return dm_fail(err, DM_E_SIZE, "the text outgrew %zu bytes in %s",
                       j->out->max, j->encoder.cs->name);
    return dm_fail(err, DM_E_MEMORY, "no memory to encode the text");
}

/* NOLINTNEXTLINE(readability-function-size): seven, the mirror's one door */
bool dm_encode(dm_buf *out, dm_slice text, const dm_charset *cs,
               dm_encode_lack *lack, void *ud, dm_encoded *result, dm_err *err)
{
    job    j = {.out = out, .lack = lack, .ud = ud};
    size_t len = out->len;
    bool   good;

    if (out->failed)
        return dm_fail(err, DM_E_MEMORY, "no memory to encode the text");
    if (!dm_encoder_open(&j.encoder, cs))
        return dm_fail(err, DM_E_MACHINE, "iconv does not know %s", cs->name);
    good = encode(&j, text, err) && !out->failed;
    dm_encoder_close(&j.encoder);
    if (!good)
        (void)give_back(&j, len, err);
    if (result != NULL)
        *result = j.done;
    return good;
}
