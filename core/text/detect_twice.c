/* detect_twice.c - UTF-8 that was made of text read in the wrong charset.
**
** Somebody took GB18030 or UTF-8 for a Western charset and saved it as UTF-8,
** perhaps more than once.  Such text is valid and means nothing.  The way back
** is tried on an excerpt: every character must be a byte of that Western
** charset, and the bytes must be UTF-8 again or read like East Asian text.
** A text with any other letter is let go at once.
*/
#include "text/bytes.h"
#include "text/detect.h"
#include "text/utf8.h"

enum {
    EXCERPT = 4096, /* bytes that are tried */
    LETTERS = 8,    /* characters beyond ASCII that prove something */
    TIMES = 3,
    SPARE = 50 /* one character in so many may be another */
};

#define READS_WELL 0.9

/* The byte that was read as `cp` in the charset of this table; 0 when there
** is none.  Where the table has letters, Latin-1 has controls and signs, and
** either may have been meant. */
static unsigned char byte_of(uint32_t cp, const uint16_t *table)
{
    if (cp < 0x100)
        return (unsigned char)cp;
    for (unsigned i = 0x80; i <= 0xFF; i++)
        if (table[i] == cp)
            return (unsigned char)i;
    return 0;
}

/* The bytes that `utf8` was read from.  False when that is not where it comes
** from. */
static bool undo(dm_slice utf8, const char *charset, dm_buf *out)
{
    const uint16_t *table = dm_bytes_of(charset);
    size_t          letters = 0;
    size_t          others = 0;
    size_t          n;

    dm_buf_clear(out);
    for (size_t at = 0; at < utf8.len; at += n) {
        uint32_t      cp = dm_utf8_decode(utf8.ptr + at, &n);
        unsigned char byte = byte_of(cp, table);

        letters += cp >= 0x80;
        others += cp >= 0x80 && byte == 0;
        if (others * SPARE > LETTERS + letters)
            return false;
        if (byte != 0)
            dm_buf_char(out, (char)byte);
    }
    return letters >= LETTERS && !out->failed;
}

/* How much of `bytes`, which may be cut at its end, is UTF-8: all, or none. */
static size_t utf8_in(dm_slice bytes)
{
    size_t bad;
    size_t good = dm_detect_utf8(bytes, &bad);

    return good >= LETTERS / 2 && bad == 0 ? dm_utf8_valid(bytes) : 0;
}

/* The best reader of `bytes`, if its score is over `*score`. */
static const dm_charset *reader(dm_slice bytes, double *score)
{
    static const char *const names[] = {"gb18030", "big5", "shift_jis",
                                        "euc-jp", "euc-kr"};
    const dm_charset        *best = NULL;
    dm_sample                sample;

    memset(&sample, 0, sizeof sample);
    dm_buf_init(&sample.words, EXCERPT);
    dm_buf_slice(&sample.words, bytes);
    for (size_t i = 0; i < DM_PARTS; i++)
        sample.ends[i] = sample.words.len;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dm_charset *cs = dm_charset_named(names[i]);
        dm_cjk            got = dm_detect_cjk(cs, &sample);

        if (got.score <= *score || got.chars < LETTERS / 2)
            continue;
        *score = got.score;
        best = cs;
    }
    dm_sample_fini(&sample);
    return best;
}

/* From the first character beyond ASCII on, up to a whole character. */
static dm_slice excerpt(dm_slice utf8)
{
    size_t from = 0;
    size_t to;

    while (from < utf8.len && (unsigned char)utf8.ptr[from] < 0x80)
        from++;
    to = utf8.len - from > EXCERPT ? from + EXCERPT : utf8.len;
    utf8 = dm_slice_sub(utf8, from, to);
    utf8.len = dm_utf8_valid(utf8);
    return utf8;
}

/* Who can read what `text` was read from; `room` is free to use. */
static const dm_charset *reader_of(dm_slice text, dm_buf *room)
{
    static const char *const western[] = {"windows-1252", "iso-8859-15"};
    const dm_charset        *best = NULL;
    double                   score = READS_WELL;

    for (int i = 0; i < 2; i++) {
        const dm_charset *cs = NULL;

        if (undo(text, western[i], room))
            cs = reader(dm_buf_view(room), &score);
        if (cs != NULL)
            best = cs;
    }
    return best;
}

const dm_charset *dm_detect_twice(dm_slice bytes, bool *failed)
{
    const dm_charset *found = NULL;
    dm_slice          text = excerpt(bytes);
    dm_buf            back[TIMES];

    for (int i = 0; i < TIMES; i++)
        dm_buf_init(&back[i], EXCERPT);
    for (int i = 0; i < TIMES; i++) {
        const dm_charset *cs;
        dm_slice          was;

        if (!undo(text, "windows-1252", &back[i]))
            break;
        was = dm_buf_view(&back[i]);
        was.len = utf8_in(was);
        if (was.len == 0) {
            cs = reader_of(text, &back[i]);
            found = cs != NULL ? cs : found;
            break;
        }
        found = dm_charset_named("utf-8");
        text = was;
    }
    *failed = false;
    for (int i = 0; i < TIMES; i++) {
        *failed = *failed || back[i].failed;
        dm_buf_fini(&back[i]);
    }
    return found;
}
