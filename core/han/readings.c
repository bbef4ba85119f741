/* readings.c - pinyin to a number by one binary search over some four hundred
** syllables; a character to its readings by a load from a dense table. */
#include "han/readings.h"

#include "text/utf8.h"

#include "han/tables/readings.inc"

enum {
    TONES = 5,
    LETTERS = 6,
    NSYLLABLES = sizeof syllables / sizeof *syllables
};

/* A syllable while it is read: v is u with two dots, E is e with a circumflex,
** as in the table. */
typedef struct spelling {
    char     letters[LETTERS + 1];
    size_t   n;
    unsigned tone;
    size_t   marked; /* which letter has the tone mark */
} spelling;

/* How letters look in each tone, in NFC. */
static const struct {
    char        letter;
    const char *form[TONES];
} marks[] = {
    {'a', {"a", "ā", "á", "ǎ", "à"}                },
    {'e', {"e", "ē", "é", "ě", "è"}                },
    {'i', {"i", "ī", "í", "ǐ", "ì"}                },
    {'o', {"o", "ō", "ó", "ǒ", "ò"}                },
    {'u', {"u", "ū", "ú", "ǔ", "ù"}                },
    {'v', {"ü", "ǖ", "ǘ", "ǚ", "ǜ"}               },
    {'E', {"ê", "ê\u0304", "ế", "ê\u030C", "ề"} },
    {'m', {"m", "m\u0304", "ḿ", "m\u030C", "m\u0300"}},
    {'n', {"n", "n\u0304", "ń", "ň", "ǹ"}           },
};

enum { NMARKS = sizeof marks / sizeof *marks };

/* The tone that a combining mark sets, or 0. */
static unsigned combining(uint32_t cp)
{
    switch (cp) {
    case 0x304:
        return 1;
    case 0x301:
        return 2;
    case 0x30C:
        return 3;
    case 0x300:
        return 4;
    default:
        return 0;
    }
}

static bool put_tone(spelling *s, unsigned tone)
{
    if (s->n == 0 || s->tone != 0)
        return false;
    s->tone = tone;
    s->marked = s->n - 1;
    return true;
}

static bool put_letter(spelling *s, char letter, unsigned tone)
{
    if (s->n == LETTERS)
        return false;
    s->letters[s->n++] = letter;
    return tone == 0 || put_tone(s, tone);
}

/* Dots or a circumflex that follow their letter. */
static bool put_accent(spelling *s, char plain, char accented)
{
    if (s->n == 0 || s->letters[s->n - 1] != plain)
        return false;
    s->letters[s->n - 1] = accented;
    return true;
}

/* A letter with its mark, composed: the character [p, p + len). */
static bool put_composed(spelling *s, dm_slice c)
{
    for (size_t i = 0; i < NMARKS; i++)
        for (unsigned t = 0; t < TONES; t++)
            if (dm_slice_eq(c, dm_slice_str(marks[i].form[t])))
                return put_letter(s, marks[i].letter, t);
    return false;
}

static bool put(spelling *s, uint32_t cp, dm_slice c)
{
    if (cp >= 'a' && cp <= 'z')
        return cp != 'v' && put_letter(s, (char)cp, 0);
    switch (cp) {
    case 0x251:
        return put_letter(s, 'a', 0);
    case 0x261:
        return put_letter(s, 'g', 0);
    case 0x308:
        return put_accent(s, 'u', 'v');
    case 0x302:
        return put_accent(s, 'e', 'E');
    default:
        return combining(cp) != 0 ? put_tone(s, combining(cp))
                                  : put_composed(s, c);
    }
}

/* The letter a tone mark belongs on: a or e, the o of ou, else the last
** vowel; without a vowel, the m or n. */
static size_t seat(const char *letters)
{
    const char *at = strpbrk(letters, "aeE");

    if (at == NULL)
        at = strstr(letters, "ou");
    for (const char *p = letters; at == NULL && *p != '\0'; p++)
        if (strchr("iouv", *p) != NULL && strpbrk(p + 1, "iouv") == NULL)
            at = p;
    if (at == NULL)
        at = strpbrk(letters, "mn");
    return at != NULL ? (size_t)(at - letters) : LETTERS;
}

/* Where the syllable stands in the table, or NSYLLABLES. */
static size_t find_syllable(const char *letters)
{
    size_t from = 0;
    size_t to = NSYLLABLES;

    while (from < to) {
        size_t mid = from + (to - from) / 2;
        int    order = strcmp(letters, syllables[mid]);

        if (order == 0)
            return mid;
        if (order < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return NSYLLABLES;
}

unsigned dm_pinyin_id(dm_slice s)
{
    spelling at = {.n = 0};
    size_t   found;

    for (size_t i = 0, len = 0; i < s.len; i += len) {
        uint32_t cp = dm_utf8_decode(s.ptr + i, &len);

        if (!put(&at, cp, dm_slice_sub(s, i, i + len)))
            return 0;
    }
    if (at.tone != 0 && at.marked != seat(at.letters))
        return 0;
    found = find_syllable(at.letters);
    return found < NSYLLABLES ? (unsigned)(TONES * found + 1 + at.tone) : 0;
}

unsigned dm_pinyin_tone(unsigned id)
{
    return id != 0 ? (id - 1) % TONES : 0;
}

/* How `letter` looks in `tone`; NULL when it always looks the same. */
static const char *form(char letter, unsigned tone)
{
    for (size_t i = 0; i < NMARKS; i++)
        if (marks[i].letter == letter)
            return marks[i].form[tone];
    return NULL;
}

size_t dm_pinyin_write(unsigned id, char out[DM_PINYIN_MAX])
{
    const char *letters = syllables[(id - 1) / TONES];
    size_t      marked = seat(letters);
    size_t      n = 0;

    for (size_t i = 0; letters[i] != '\0'; i++) {
        unsigned    tone = i == marked ? dm_pinyin_tone(id) : 0;
        const char *looks = form(letters[i], tone);

        if (looks == NULL)
            out[n++] = letters[i];
        else
            while (*looks != '\0')
                out[n++] = *looks++;
    }
    return n;
}

/* The cell of a character outside the dense ranges. */
static unsigned scattered_cell(uint32_t cp)
{
    size_t from = 0;
    size_t to = sizeof scattered / sizeof *scattered;

    while (from < to) {
        size_t mid = from + (to - from) / 2;

        if (scattered[mid].cp == cp)
            return scattered[mid].cell;
        if (scattered[mid].cp < cp)
            from = mid + 1;
        else
            to = mid;
    }
    return 0;
}

static unsigned cell(uint32_t cp)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return ranges[i].cells[cp - ranges[i].first];
    return scattered_cell(cp);
}

dm_reads dm_han_reading(uint32_t cp, unsigned id)
{
    unsigned        one = cell(cp);
    const uint16_t *list;

    if (id == 0 || one < POOL)
        return id != 0 && one == id ? DM_READS_USUAL : DM_READS_NOT;
    for (list = pool + (one - POOL);; list++) {
        if ((*list & (LAST - 1)) == id)
            return (*list & USUAL) != 0 ? DM_READS_USUAL : DM_READS_ALSO;
        if ((*list & LAST) != 0)
            return DM_READS_NOT;
    }
}
