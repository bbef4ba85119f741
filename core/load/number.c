/* number.c - one function for each way of numbering, tried in turn. */
#include "load/number.h"

#include <strings.h>

#include "text/utf8.h"

/* A place in the line; reading past its end gives 0. */
typedef struct cursor {
    dm_slice s;
    size_t   at;
} cursor;

static unsigned peek(const cursor *c)
{
    size_t len;

    return c->at < c->s.len ? dm_utf8_decode(c->s.ptr + c->at, &len) : 0;
}

static void pass(cursor *c)
{
    if (c->at < c->s.len)
        c->at += dm_utf8_len(c->s.ptr[c->at]);
}

/* Is `cp` one of the characters of `set` (UTF-8)? */
static bool among(unsigned cp, const char *set)
{
    size_t len;

    for (; *set != '\0'; set += len)
        if (dm_utf8_decode(set, &len) == cp)
            return true;
    return false;
}

static bool take(cursor *c, const char *set)
{
    if (!among(peek(c), set))
        return false;
    pass(c);
    return true;
}

static size_t take_run(cursor *c, const char *set)
{
    size_t n = 0;

    while (take(c, set))
        n++;
    return n;
}

#define HAN     "〇零一二三四五六七八九十百千两兩廿卅"
#define DIGITS  "0123456789０１２３４５６７８９"
#define OPENING "(（〔["
#define CLOSING ")）〕]"
#define BLANKS  " \t\xE3\x80\x80\xC2\xA0"

static size_t take_digits(cursor *c)
{
    return take_run(c, DIGITS);
}

static dm_number none(void)
{
    return (dm_number){DM_NUM_NONE, 0, 0};
}

static dm_number found(const cursor *c, dm_numbering how, unsigned unit)
{
    return (dm_number){how, unit, c->at};
}

/* 第三条; the numeral may have blanks around it. */
static dm_number scan_unit(cursor c)
{
    unsigned unit;
    size_t   n;

    if (!take(&c, "第"))
        return none();
    take_run(&c, BLANKS);
    n = take_run(&c, HAN);
    if (n == 0)
        n = take_digits(&c);
    take_run(&c, BLANKS);
    unit = peek(&c);
    if (n == 0 || n > 7 ||
        !among(unit, "章节節条條款项項编編篇部回卷讲講课課幕集届屆"))
        return none();
    pass(&c);
    return found(&c, DM_NUM_UNIT, unit);
}

static dm_number scan_han(cursor c)
{
    bool   also = take(&c, "其");
    bool   open = !also && take(&c, OPENING);
    size_t n = take_run(&c, HAN);

    if (n == 0 || n > 4)
        return none();
    if (also) {
        take(&c, "、，,.．：:");
        return found(&c, DM_NUM_ALSO, 0);
    }
    if (take(&c, CLOSING)) {
        take(&c, "、.．");
        return found(&c, DM_NUM_HAN_PAREN, 0);
    }
    if (open || !take(&c, "、.．，,：:"))
        return none();
    return found(&c, DM_NUM_HAN, 0);
}

/* What may follow "1." so that it is a number of an item and no amount. */
static bool ends_decimal(const cursor *c)
{
    unsigned next = peek(c);

    return !among(next, DIGITS) && !among(next, "%％万萬亿億千百倍");
}

/* 1.1 and longer; "3.5亿" is an amount. */
static dm_number scan_dotted(cursor c, unsigned parts)
{
    unsigned next;

    while (take(&c, ".．")) {
        size_t n = take_digits(&c);

        if (n == 0)
            break;
        if (n > 2)
            return none();
        parts++;
    }
    next = peek(&c);
    if (parts < 2 || !ends_decimal(&c) || among(next, "元米吨噸度年月日"))
        return none();
    if (parts == 2 && !among(next, BLANKS "、") && next < 0x80 && next != 0)
        return none();
    take(&c, "、");
    return found(&c, DM_NUM_DOTTED, parts);
}

static dm_number scan_decimal(cursor c)
{
    bool   open = take(&c, OPENING);
    cursor dots;
    size_t n = take_digits(&c);

    if (n == 0 || n > 3)
        return none();
    if (take(&c, CLOSING)) {
        take(&c, "、.．");
        return found(&c, DM_NUM_PAREN, 0);
    }
    if (open)
        return none();
    if (take(&c, "、")) /* no amount goes on behind it */
        return found(&c, DM_NUM_DECIMAL, 0);
    dots = c;
    if (!take(&c, ".．"))
        return none();
    if (among(peek(&c), DIGITS))
        return scan_dotted(dots, 1);
    return ends_decimal(&c) ? found(&c, DM_NUM_DECIMAL, 0) : none();
}

static bool is_letter(unsigned cp)
{
    return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
}

/* (a)  a)  a. with a blank behind; single letters only. */
static dm_number scan_letter(cursor c)
{
    bool     open = take(&c, OPENING);
    unsigned letter = peek(&c);
    bool     closed;

    if (!is_letter(letter))
        return none();
    pass(&c);
    closed = take(&c, CLOSING);
    if (open && !closed)
        return none();
    if (!closed && !take(&c, ".．、"))
        return none();
    if (!open && peek(&c) < 0x80 && !among(peek(&c), BLANKS))
        return none();
    return found(&c, DM_NUM_LETTER, letter < 'a');
}

/* II.  IV、 ; capitals, or the characters made for it. */
static dm_number scan_roman(cursor c)
{
    size_t n = take_run(&c, "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ");

    if (n == 1 && take_run(&c, ".．、" BLANKS) > 0)
        return found(&c, DM_NUM_ROMAN, 0);
    if (n == 0)
        n = take_run(&c, "IVXLC");
    if (n == 0 || n > 6 || !take(&c, ".．、") || is_letter(peek(&c)))
        return none();
    return found(&c, DM_NUM_ROMAN, 0);
}

static dm_number scan_circled(cursor c)
{
    unsigned cp = peek(&c);

    if (!(cp >= 0x2460 && cp <= 0x249B) && !(cp >= 0x2776 && cp <= 0x2793) &&
        !(cp >= 0x3220 && cp <= 0x3229) && !(cp >= 0x24EB && cp <= 0x24FF))
        return none();
    pass(&c);
    take(&c, ".．、");
    return found(&c, DM_NUM_CIRCLED, 0);
}

static dm_number scan_word(cursor c)
{
    static const char *const words[] = {"chapter", "section",  "part",
                                        "article", "appendix", "annex",
                                        "book",    "act"};

    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);

        if (c.s.len < len + 2 || strncasecmp(c.s.ptr, words[i], len) != 0 ||
            c.s.ptr[0] > 'Z' || c.s.ptr[len] != ' ')
            continue;
        c.at = len + 1;
        if (take_digits(&c) == 0 && take_run(&c, "IVXLC") == 0 &&
            !take(&c, "ABDEFGH"))
            return none();
        if (is_letter(peek(&c)))
            return none();
        take(&c, ".:");
        return found(&c, DM_NUM_WORD, i);
    }
    return none();
}

dm_number dm_number_scan(dm_slice line)
{
    static dm_number (*const ways[])(cursor) = {
        scan_unit,   scan_han,     scan_decimal, scan_roman,
        scan_letter, scan_circled, scan_word,
    };
    cursor    c = {line, 0};
    dm_number number = none();

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        number = ways[i](c);
        if (number.how != DM_NUM_NONE)
            break;
    }
    while (number.len > 0 && (line.ptr[number.len - 1] == ' ' ||
                              line.ptr[number.len - 1] == '\t'))
        number.len--;
    return number;
}
