/* roundtrip_make.h - generated texts, pages and Markdown, in many charsets. */
#ifndef DM_TEST_ROUNDTRIP_MAKE_H
#define DM_TEST_ROUNDTRIP_MAKE_H

#include <stdint.h>

#include "base/buf.h"

static uint32_t seed;

static inline uint32_t roll(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 8) * n) >> 24);
}

static const char *const latin[] = {"a", "bc", "Def", "x1", "2023", "kg"};
static const char *const west[] = {"café", "naïve", "“so”", "€5", "Œuvre"};
static const char *const cyrillic[] = {"мир", "Да", "слово", "№7", "Ёж"};
static const char *const hans[] = {"年", "中文",   "我们",   "第一章", "，",
                                   "。", "（甲）", "１２３", "，"};
static const char *const hant[] = {"年", "中文", "我們",   "第一章",
                                   "，", "。",   "（甲）", "國語"};
static const char *const kana[] = {"日本", "の", "カナ", "ｶﾅ",
                                   "。",   "、", "東京", "１２"};
static const char *const kana_full[] = {"日本", "の", "カナ", "。", "東京"};
static const char *const hangul[] = {"한국", "말", "이다", "서울", "年", "。"};
static const char *const all[] = {"年", "é", "мир",    "한국",    "😀", "ｶ",
                                  "㍿", "ﬁ", "\u200B", "e\u0301", "𠮷"};

#define WORDS(list) (list), sizeof(list) / sizeof *(list)

static const struct {
    const char        *name, *mark;
    const char *const *words;
    size_t             n;
} charsets[] = {
    {"utf-8",        "",             WORDS(all)      },
    {"utf-8",        "\xEF\xBB\xBF", WORDS(all)      },
    {"utf-16le",     "\xFF\xFE",     WORDS(all)      },
    {"utf-16be",     "\xFE\xFF",     WORDS(all)      },
    {"gb18030",      "",             WORDS(hans)     },
    {"gb18030",      "",             WORDS(all)      },
    {"big5",         "",             WORDS(hant)     },
    {"shift_jis",    "",             WORDS(kana)     },
    {"euc-jp",       "",             WORDS(kana)     },
    {"euc-kr",       "",             WORDS(hangul)   },
    {"iso-2022-jp",  "",             WORDS(kana_full)},
    {"windows-1251", "",             WORDS(cyrillic) },
    {"windows-1252", "",             WORDS(west)     },
};

enum { CHARSETS = sizeof charsets / sizeof *charsets };

static const char *word(size_t cs)
{
    return roll(3) == 0 ? latin[roll(6)]
                        : charsets[cs].words[roll((uint32_t)charsets[cs].n)];
}

static inline void text_words(dm_buf *out, size_t cs, const char *const *gaps,
                              uint32_t ngaps)
{
    for (uint32_t n = roll(30); n > 0; n--) {
        dm_buf_str(out, word(cs));
        dm_buf_str(out, gaps[roll(ngaps)]);
    }
}

static inline void make_text(dm_buf *out, size_t cs)
{
    static const char *const unix_gaps[] = {"",   "",     " ", "  ",
                                            "\n", "\n\n", "\t"};
    static const char *const dos_gaps[] = {"",         "",   " ", "\r\n",
                                           "\r\n\r\n", "\n", "&<"};

    text_words(out, cs, roll(2) ? unix_gaps : dos_gaps, 7);
}

static const char *const inlines[] = {"b", "i", "span class='x>y'", "a href=x"};

static inline void html_line(dm_buf *out, size_t cs, int depth)
{
    static const char *const gaps[] = {"",      " ",           "\n",   "  ",
                                       "&amp;", "&nbsp;",      "<br>", " \n",
                                       "&#38;", "<!-- <x> -->"};
    const char              *tag;

    for (uint32_t n = 1 + roll(6); n > 0; n--) {
        text_words(out, cs, gaps, 10);
        if (depth == 0 || roll(2))
            continue;
        tag = inlines[roll(4)];
        dm_buf_printf(out, "<%s>", tag);
        html_line(out, cs, depth - 1);
        dm_buf_printf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
    }
}

static inline void make_html(dm_buf *out, size_t cs)
{
    static const char *const blocks[] = {"p",   "div", "h1",      "li",
                                         "pre", "td",  "textarea"};

    dm_buf_str(out, "<!DOCTYPE html>\n<html><head><title>T</title></head>\r\n");
    for (uint32_t n = roll(5); n > 0; n--) {
        const char *tag = blocks[roll(7)];

        dm_buf_printf(out, "<%s>", tag);
        if (strcmp(tag, "textarea") == 0)
            text_words(out, cs, latin, 6);
        else
            html_line(out, cs, 2);
        dm_buf_printf(out, "</%s>\n", tag);
    }
    dm_buf_str(out, "</html>");
}

static inline void make_markdown(dm_buf *out, size_t cs)
{
    static const char *const gaps[] = {"",    " ",     "\n", "*",    "**",  "`",
                                       "\\*", "&amp;", "[",  "](x)", "\n\n"};
    static const char *const begins[] = {"# ", "- ", "> ", "", "", "1. "};

    for (uint32_t n = roll(8); n > 0; n--) {
        dm_buf_str(out, begins[roll(6)]);
        text_words(out, cs, gaps, roll(2) ? 3 : 11);
        dm_buf_str(out, "\n\n");
    }
}

#endif
