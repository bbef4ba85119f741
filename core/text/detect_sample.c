/* detect_sample.c - the text that statistics should look at.
**
** Markup is ASCII noise that drowns short Chinese pages, so it is left out.
** What counts are the words with a byte beyond ASCII, wherever they stand: a
** large document is looked at in several places, because its head may be a
** header, a dump, or another language.  Words are told apart by bytes below
** '0', which no multi-byte charset uses inside a character; and within a long
** stretch of ASCII every place is between two characters.
*/
#include <stdint.h>
#include <strings.h>

#include "base/ascii.h"
#include "text/detect.h"

static bool starts(dm_slice s, const char *word)
{
    size_t n = strlen(word);

    return s.len >= n && strncasecmp(s.ptr, word, n) == 0;
}

/* Where `word` ends in `s`, or s.len. */
static size_t past(dm_slice s, const char *word)
{
    dm_slice want = dm_slice_str(word);

    for (size_t at = 0; at + want.len <= s.len;) {
        const char *p = memchr(s.ptr + at, word[0], s.len - at);

        if (p == NULL)
            break;
        at = (size_t)(p - s.ptr);
        if (starts(dm_slice_sub(s, at, s.len), word))
            return at + want.len;
        at++;
    }
    return s.len;
}

/* Bytes of the tag, comment, script or style at the start of `s`; 0: text */
static size_t markup(dm_slice s)
{
    char next = '\0';

    if (s.len > 1)
        next = s.ptr[1];
    if (starts(s, "<!--"))
        return past(s, "-->");
    if (starts(s, "<![CDATA["))
        return 9;
    if (starts(s, "<script"))
        return past(s, "</script");
    if (starts(s, "<style"))
        return past(s, "</style");
    if (!dm_ascii_letter(next) && next != '/' && next != '!' && next != '?')
        return 0;
    return past(s, ">");
}

/* A page begins with a tag, or closes one soon. */
static bool is_markup(dm_slice bytes)
{
    dm_slice head = bytes;
    size_t   at = 0;

    if (head.len > DM_DECLARED)
        head.len = DM_DECLARED;
    while (at < head.len && (unsigned char)head.ptr[at] <= ' ')
        at++;
    return (at < head.len && head.ptr[at] == '<' &&
            markup(dm_slice_sub(head, at, head.len)) > 0) ||
           past(head, "</") < head.len;
}

typedef struct gatherer {
    dm_sample *out;
    size_t     words;  /* room for words of this part and those before */
    size_t     around; /* the same for what stands around them */
} gatherer;

/* Bytes of ASCII kept before a word, and those that part a word in two. */
enum { AROUND = 64, STRETCH = 32 };

#define HIGHS UINT64_C(0x8080808080808080)

/* The first byte beyond ASCII in `s` at or after `at`, or s.len. */
static size_t next_high(dm_slice s, size_t at)
{
    for (; at + sizeof(uint64_t) <= s.len; at += sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, s.ptr + at, sizeof word);
        if ((word & HIGHS) != 0)
            break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80)
        at++;
    return at;
}

static bool ends_word(char c)
{
    return (unsigned char)c < '0';
}

/* Where the word with the high byte at `at` begins, not before `from`. */
static size_t word_begin(dm_slice s, size_t from, size_t at)
{
    if (at - from > STRETCH)
        from = at - STRETCH;
    while (at > from && !ends_word(s.ptr[at - 1]))
        at--;
    return at;
}

/* And where it ends, with a few of the bytes that end it. */
static size_t word_end(dm_slice s, size_t at)
{
    size_t ascii = 0;
    size_t few;

    for (; at < s.len && !ends_word(s.ptr[at]) && ascii < STRETCH; at++)
        ascii = (unsigned char)s.ptr[at] < 0x80 ? ascii + 1 : 0;
    few = at + 8 < s.len ? at + 8 : s.len;
    while (at < few && ends_word(s.ptr[at]))
        at++;
    return at;
}

static void add(dm_buf *out, dm_slice piece, size_t most)
{
    size_t room = most > out->len ? most - out->len : 0;

    if (piece.len > room)
        piece.len = room;
    dm_buf_slice(out, piece);
}

/* The end of [from, to), which is ASCII. */
static void add_around(gatherer *g, dm_slice s, size_t from, size_t to)
{
    if (to - from > AROUND)
        from = to - AROUND;
    add(&g->out->around, dm_slice_sub(s, from, to), g->around);
}

/* A tag may have parted it from the one before: half a character at the end of
** that must not take its first byte. */
static void add_word(gatherer *g, dm_slice word)
{
    dm_slice words = dm_buf_view(&g->out->words);

    if (words.len > 0 && !ends_word(words.ptr[words.len - 1]))
        add(&g->out->words, DM_S(" "), g->words);
    add(&g->out->words, word, g->words);
}

static bool is_full(const gatherer *g)
{
    return g->out->words.len >= g->words || g->out->around.failed ||
           g->out->words.failed;
}

/* Take the words of `s`, which has no markup. */
static void gather(gatherer *g, dm_slice s)
{
    size_t at = 0;

    while (at < s.len && !is_full(g)) {
        size_t high = next_high(s, at);
        size_t begin = word_begin(s, at, high);
        size_t end = high < s.len ? word_end(s, high) : s.len;

        add_around(g, s, at, high < s.len ? begin : s.len);
        if (high < s.len)
            add_word(g, dm_slice_sub(s, begin, end));
        at = end;
    }
}

/* The same between tags, from `at` to `end`; returns where it stopped, which
** is behind a tag that reaches over the end. */
static size_t gather_page(gatherer *g, dm_slice s, size_t at, size_t end)
{
    while (at < end) {
        size_t n = s.ptr[at] == '<' ? markup(dm_slice_sub(s, at, s.len)) : 0;
        size_t from = at;
        const char *next;

        at += n > 0 ? n : 1;
        if (n > 0)
            continue;
        next = memchr(s.ptr + at, '<', s.len - at);
        at = next != NULL ? (size_t)(next - s.ptr) : s.len;
        gather(g, dm_slice_sub(s, from, at));
    }
    return at;
}

/* The first place at or after `at` that is surely between two characters. */
static size_t between(dm_slice s, size_t at)
{
    while (at > 0 && at < s.len && !ends_word(s.ptr[at - 1]))
        at++;
    return at;
}

static void gather_parts(dm_sample *out, dm_slice bytes, bool tags)
{
    gatherer g = {out, 0, 0};
    size_t   n = bytes.len > DM_SPREAD ? DM_PARTS : 1;
    size_t   at = 0;

    for (size_t i = 0; i < DM_PARTS; i++) {
        size_t end = i < n ? bytes.len / n * (i + 1) : bytes.len;

        if (i + 1 >= n)
            end = bytes.len;
        g.words = i < n ? DM_WORDS / n * (i + 1) : DM_WORDS;
        g.around = i < n ? DM_AROUND / n * (i + 1) : DM_AROUND;
        if (tags) {
            at = gather_page(&g, bytes, at, end);
        } else {
            at = between(bytes, at);
            if (at < end)
                gather(&g, dm_slice_sub(bytes, at, end));
            at = end;
        }
        out->ends[i] = out->words.len;
    }
}

void dm_sample_init(dm_sample *sample, dm_slice bytes)
{
    bool tags = is_markup(bytes);

    memset(sample, 0, sizeof *sample);
    dm_buf_init(&sample->around, DM_AROUND);
    dm_buf_init(&sample->words, DM_WORDS);
    sample->cut = bytes.len > 0 && (unsigned char)bytes.ptr[0] >= 0x80;
    gather_parts(sample, bytes, tags);
    if (sample->words.len > 0 || !tags)
        return;
    dm_buf_clear(&sample->around); /* all that counts stands inside the tags */
    gather_parts(sample, bytes, false);
}

void dm_sample_fini(dm_sample *sample)
{
    dm_buf_fini(&sample->around);
    dm_buf_fini(&sample->words);
}

dm_slice dm_sample_part(const dm_sample *sample, size_t i, size_t most)
{
    size_t from = i > 0 ? sample->ends[i - 1] : 0;
    size_t to = sample->ends[i];

    if (to - from > most)
        to = from + most;
    return dm_slice_sub(dm_buf_view(&sample->words), from, to);
}
