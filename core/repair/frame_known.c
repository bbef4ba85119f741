/* frame_known.c - what a damaged document says of itself: its charset, which
** characters it glosses with which reading, which characters and neighbours
** stand in its undamaged parts, whether full-width forms were folded and
** private-use characters dropped.
*/
#include <string.h>

#include "han/fold.h"
#include "han/readings.h"
#include "repair/frame.h"
#include "text/utf8.h"

enum {
    FIRST_WIDE = 0xFF01, /* full-width ! … ~ */
    LAST_WIDE = 0xFF5E,
    PROBES = 4,       /* places tried in the table of neighbours */
    READING_MAX = 24, /* bytes of a reading and its ")" at most */
    ALWAYS = 70       /* per cent glossed that make a listed character */
};

/* ---- charset ---- */

static bool names(const char *charset, const char *start)
{
    for (; *start != '\0'; charset++, start++)
        if ((*charset | 32) != (*start | 32))
            return false;
    return true;
}

static bool set_of_charset(const char *charset, dm_pairs *set)
{
    static const struct {
        const char *start;
        dm_pairs    set;
    } rows[] = {
        {"gb",     DM_PAIRS_GBK  },
        {"cp936",  DM_PAIRS_GBK  },
        {"hz",     DM_PAIRS_GBK  },
        {"big5",   DM_PAIRS_BIG5 },
        {"cp950",  DM_PAIRS_BIG5 },
        {"shift",  DM_PAIRS_SJIS },
        {"sjis",   DM_PAIRS_SJIS },
        {"cp932",  DM_PAIRS_SJIS },
        {"euc-kr", DM_PAIRS_EUCKR},
        {"cp949",  DM_PAIRS_EUCKR},
        {"uhc",    DM_PAIRS_EUCKR},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (names(charset, rows[i].start)) {
            *set = rows[i].set;
            return true;
        }
    return false;
}

/* Which kinds of letters a text has. */
typedef struct scripts {
    size_t han, kana, hangul;
} scripts;

static scripts count_scripts(dm_slice text)
{
    enum { ENOUGH = 65536 };

    scripts n = {0, 0, 0};
    size_t  len;

    for (size_t at = 0; at < text.len && at < ENOUGH; at += len) {
        uint32_t cp = dm_utf8_decode(text.ptr + at, &len);

        n.kana += cp >= 0x3041 && cp <= 0x30FE;
        n.hangul += cp >= 0xAC00 && cp <= 0xD7A3;
        n.han += cp >= 0x4E00 && cp <= 0x9FFF;
    }
    return n;
}

/* Unicode text says by its letters which set its damage happened in: GBK has
** Chinese of both scripts. */
static dm_pairs set_of_text(dm_slice text)
{
    scripts n = count_scripts(text);

    if (n.hangul > n.han)
        return DM_PAIRS_EUCKR;
    return n.kana * 8 > n.han ? DM_PAIRS_SJIS : DM_PAIRS_GBK;
}

static void set_bytes(dm_shift_known *known)
{
    for (unsigned a = 0x80; a <= 0xFF; a++)
        for (unsigned b = 0x40; b <= 0xFF; b++)
            if (dm_pair_decode(known->set, (unsigned char)a,
                               (unsigned char)b) != 0) {
                known->lead[a] = true;
                known->trail[b] = true;
            }
}

unsigned dm_shift_encode(const dm_shift_known *known, uint32_t cp,
                         unsigned char out[2])
{
    unsigned code;

    if (cp < 0x80) {
        out[0] = (unsigned char)cp;
        return 1;
    }
    if (known->set == DM_PAIRS_SJIS && cp >= 0xFF61 && cp <= 0xFF9F) {
        out[0] = (unsigned char)(cp - 0xFF61 + 0xA1);
        return 1;
    }
    code = dm_pair_encode(known->set, cp);
    out[0] = (unsigned char)(code >> 8);
    out[1] = (unsigned char)code;
    return code != 0 ? 2 : 0;
}

/* ---- neighbours ---- */

static uint32_t pair_key(uint32_t prev, uint32_t cp)
{
    return (dm_han_fold(prev) & 0xFFFF) << 16 | (dm_han_fold(cp) & 0xFFFF);
}

static uint32_t pair_home(uint32_t key)
{
    return key * 2654435761U >> 16;
}

static void meet(dm_shift_known *known, uint32_t prev, uint32_t cp)
{
    uint32_t key = pair_key(prev, cp);
    uint32_t home = pair_home(key);

    for (uint32_t i = 0; i < PROBES; i++) {
        uint32_t *slot = &known->pairs[(home + i) & (DM_SHIFT_CODES - 1)];

        if (*slot == 0)
            *slot = key;
        if (*slot == key)
            return;
    }
}

bool dm_shift_neighbours(const dm_shift_known *known, uint32_t prev,
                         uint32_t cp)
{
    uint32_t key = pair_key(prev, cp);
    uint32_t home = pair_home(key);

    for (uint32_t i = 0; i < PROBES; i++)
        if (known->pairs[(home + i) & (DM_SHIFT_CODES - 1)] == key)
            return true;
    return false;
}

/* ---- readings ---- */

unsigned dm_shift_reading(dm_slice s, size_t *len)
{
    size_t   max = s.len < READING_MAX ? s.len : READING_MAX;
    unsigned id;

    for (size_t i = 0; i < max; i++) {
        if (s.ptr[i] != ')')
            continue;
        id = i > 0 ? dm_pinyin_id(dm_slice_sub(s, 0, i)) : 0;
        *len = i + 1;
        return id;
    }
    return 0;
}

/* ---- the survey ---- */

/* How far a walk over the text has come. */
typedef struct survey {
    dm_slice text;
    size_t   at;
    uint32_t prev;
    size_t   run;      /* where the run of non-ASCII characters began */
    bool     doubtful; /* past a "?", to the end of what it may have moved */
} survey;

/* A gloss at the "(" where the walk stands: note it and step over it. */
static bool survey_gloss(survey *s, dm_shift_known *known)
{
    dm_slice      rest = dm_slice_sub(s->text, s->at + 1, s->text.len);
    size_t        len = 0;
    unsigned      id = dm_shift_reading(rest, &len);
    unsigned char b[2];
    unsigned      code;

    if (id == 0 || dm_shift_encode(known, s->prev, b) != 2 ||
        dm_han_reading(s->prev, id) == DM_READS_NOT)
        return false;
    code = (unsigned)b[0] << 8 | b[1];
    known->reading[code] = (uint16_t)id;
    if (known->glossed[code] < 255)
        known->glossed[code]++;
    known->glosses++;
    s->at += 1 + len;
    s->doubtful = false;
    return true;
}

static void survey_count(dm_shift_known *known, uint32_t cp)
{
    unsigned char b[2];

    if (cp >= 0x80 && dm_shift_encode(known, cp, b) == 2 &&
        known->count[b[0] << 8 | b[1]] < 255)
        known->count[b[0] << 8 | b[1]]++;
    known->users = known->users || dm_shift_is_user(cp);
    if (cp >= FIRST_WIDE && cp <= LAST_WIDE)
        known->folded = false;
}

/* A "?" makes what follows doubtful, up to an ASCII byte that is no
** punctuation (delimiters were put back later); so does the rest of a gloss
** behind it, which is stepped over. */
static void survey_doubt(survey *s, uint32_t cp)
{
    size_t len = 0;

    if (cp < 0x80 && cp != '?' && cp != '!' && cp != ',')
        s->doubtful = false;
    if (cp != '?' && cp != 0xFFFD)
        return;
    s->doubtful = true;
    if (dm_shift_reading(dm_slice_sub(s->text, s->at, s->text.len), &len) != 0)
        s->at += len;
}

/* The run that ends at `to` was not in doubt: its neighbours are met. */
static void meet_run(const survey *s, dm_shift_known *known, size_t to)
{
    uint32_t prev = 0;
    size_t   len;

    for (size_t at = s->run; at < to; at += len) {
        uint32_t cp = dm_utf8_decode(s->text.ptr + at, &len);

        if (prev >= 0x2000 && cp >= 0x2000)
            meet(known, prev, cp);
        prev = cp;
    }
}

/* At an ASCII character or the end: the run before it is over. */
static void end_run(survey *s, dm_shift_known *known)
{
    if (!s->doubtful)
        meet_run(s, known, s->at);
    s->run = s->at;
}

static void survey_all(dm_shift_known *known, dm_slice text)
{
    survey s = {.text = text};

    while (s.at < text.len) {
        size_t   len;
        uint32_t cp = dm_utf8_decode(text.ptr + s.at, &len);

        if (cp < 0x80)
            end_run(&s, known);
        if (cp == '(' && s.prev != 0 && survey_gloss(&s, known)) {
            s.run = s.at;
            continue;
        }
        s.at += len;
        survey_doubt(&s, cp);
        survey_count(known, cp);
        if (cp < 0x80)
            s.run = s.at;
        s.prev = cp < 0x20 ? 0 : cp;
    }
    end_run(&s, known);
}

/* Characters that are glossed now and then are not in the list. */
static void keep_listed(dm_shift_known *known)
{
    for (unsigned pair = 0; pair < DM_SHIFT_CODES; pair++) {
        uint32_t cp = dm_pair_decode(known->set, (unsigned char)(pair >> 8),
                                     (unsigned char)pair);

        if (known->reading[pair] == 0)
            continue;
        if (known->glossed[pair] * 100 < known->count[pair] * ALWAYS)
            known->reading[pair] = 0;
        else
            known->listed += dm_han_fold(cp) != cp;
    }
}

static void set_bit(uint8_t *bits, unsigned pair)
{
    bits[pair >> 3] |= (uint8_t)(1U << (pair & 7));
}

/* Is this pair in GB2312? */
static bool in_gb2312(unsigned pair)
{
    return pair >= 0xA1A1 && pair < 0xF800 && (pair & 0xFF) >= 0xA1 &&
           (pair < 0xAA00 || pair >= 0xB000);
}

/* A pair of GBK: common when its Simplified form is in GB2312. */
static void learn_pair(dm_shift_known *known, unsigned pair, uint32_t cp)
{
    uint32_t      fold = dm_han_fold(cp);
    unsigned char b[2];
    unsigned      home = pair;

    if (fold != cp && dm_shift_encode(known, fold, b) == 2) {
        home = (unsigned)b[0] << 8 | b[1];
        set_bit(known->simple, home);
    }
    if (in_gb2312(home) || known->count[pair] > 0)
        set_bit(known->common, pair);
}

/* The model's tables are hashed, and now and then call chance a word that
** costs nothing: a third of what a character costs alone is the least. */
static uint8_t least_cost(dm_lang lang, uint32_t cp)
{
    return (uint8_t)(dm_model_cost(lang, 0, cp) / (3 * DM_SHIFT_BIT));
}

/* What characters there are; and whether the text is Traditional. */
static void learn_set(dm_shift_known *known)
{
    unsigned simple = 0;
    unsigned other = 0;

    for (unsigned pair = 0x8140; pair < DM_SHIFT_CODES; pair++) {
        uint32_t cp = dm_pair_decode(known->set, (unsigned char)(pair >> 8),
                                     (unsigned char)pair);

        if (cp == 0 || dm_shift_is_user(cp))
            continue;
        if (known->set == DM_PAIRS_GBK)
            learn_pair(known, pair, cp);
        else
            set_bit(known->common, pair);
        if (dm_shift_bit(known->common, pair))
            known->least[pair] = least_cost(known->lang, cp);
        if (known->count[pair] > 0 && dm_han_fold(cp) != cp)
            other += known->count[pair];
    }
    for (unsigned pair = 0x8140; pair < DM_SHIFT_CODES; pair++)
        if (dm_shift_bit(known->simple, pair))
            simple += known->count[pair];
    known->traditional = other > simple;
}

void dm_shift_learn(dm_shift_known *known, dm_slice text, const char *charset)
{
    static const dm_lang lang_of[] = {
        [DM_PAIRS_GBK] = DM_LANG_ZH,
        [DM_PAIRS_BIG5] = DM_LANG_ZH,
        [DM_PAIRS_SJIS] = DM_LANG_JA,
        [DM_PAIRS_EUCKR] = DM_LANG_KO,
    };

    memset(known, 0, sizeof *known);
    if (!set_of_charset(charset, &known->set))
        known->set = set_of_text(text);
    known->lang = lang_of[known->set];
    known->folded = true;
    set_bytes(known);
    survey_all(known, text);
    keep_listed(known);
    learn_set(known);
}
