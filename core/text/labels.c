/* labels.c - the charset table: WHATWG's labels, and the names beside them.
**
** One row a charset.  The labels are those of the
** Encoding Standard, mapped to the superset that is really meant; the names
** of code pages that the Standard leaves out follow.  "replacement" and
** "x-user-defined" name no charset of documents and are refused.
**
** A document asks a handful of labels, so the search is a walk.
*/
#include "text/labels.h"
#include "base/ascii.h"

#include <iconv.h>

/* Where the two iconvs have no name in common. */
#ifdef _LIBICONV_VERSION
#define MAC_UK "MACUKRAINE"
#define MAC_CE "MACCENTRALEUROPE"
#else
#define MAC_UK "MAC-UK"
#define MAC_CE "MAC-CENTRALEUROPE"
#endif

static const dm_charset table[] = {
    {"utf-8",          "UTF-8",
     "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 "
     "utf-8-sig utf8mb4 cp65001 utf_8",                                                   DM_KIND_UTF8    },
    {"gb18030",        "GB18030",
     "gb18030 gbk gb2312 chinese csgb2312 csiso58gb231280 gb_2312 gb_2312-80 "
     "iso-ir-58 x-gbk cp936 ms936 windows-936 936 euc-cn euccn gb2312-80 "
     "csgbk csgb18030 gb18030-2000 gb18030-2005 gb18030-2022 x-cp20936",                  DM_KIND_GB18030 },
    {"big5",           "BIG5-HKSCS",
     "big5 big5-hkscs cn-big5 csbig5 x-x-big5 big5hkscs cp950 ms950 "
     "windows-950 950 big-5 big5-eten big5-2003 bigfive",                                 DM_KIND_BIG5    },
    {"euc-tw",         "EUC-TW",          "euc-tw euctw x-euc-tw cns11643",               DM_KIND_ICONV   },
    {"iso-2022-cn",    "ISO-2022-CN-EXT",
     "iso-2022-cn iso-2022-cn-ext csiso2022cn",                                           DM_KIND_STATEFUL},
    {"shift_jis",      "CP932",
     "shift_jis shift-jis sjis csshiftjis ms932 ms_kanji windows-31j x-sjis "
     "cp932 windows-932 932 shiftjis cswindows31j ibm943 cp943",                          DM_KIND_SJIS    },
    {"euc-jp",         "EUC-JP",
     "euc-jp cseucpkdfmtjapanese x-euc-jp eucjp euc-jp-ms eucjp-ms eucjp-win "
     "cp51932 ujis",                                                                      DM_KIND_EUC_JP  },
    {"iso-2022-jp",    "ISO-2022-JP-2",
     "iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 "
     "csiso2022jp2 iso2022jp cp50220 cp50221 cp50222 jis",                                DM_KIND_JIS     },
    {"shift_jisx0213", "SHIFT_JISX0213",
     "shift_jisx0213 shift_jis-2004 shift_jis_2004",                                      DM_KIND_ICONV   },
    {"euc-jisx0213",   "EUC-JISX0213",    "euc-jisx0213 euc-jis-2004 euc_jis_2004",
     DM_KIND_ICONV                                                                                        },
    {"euc-kr",         "UHC",
     "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 "
     "ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949 ms949 949 uhc euckr "
     "ks_c_5601",                                                                         DM_KIND_EUC_KR  },
    {"johab",          "JOHAB",           "johab cp1361 ms1361 windows-1361",             DM_KIND_ICONV   },
    {"iso-2022-kr",    "ISO-2022-KR",     "iso-2022-kr csiso2022kr iso2022kr",
     DM_KIND_STATEFUL                                                                                     },
    {"utf-16le",       "UTF-16LE",
     "utf-16le utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff "
     "utf16 utf16le utf-16-le ucs-2le ucs2 cp1200 utf_16 utf_16le",                       DM_KIND_UTF16LE },
    {"utf-16be",       "UTF-16BE",
     "utf-16be unicodefffe utf16be utf-16-be ucs-2be cp1201 utf_16be",                    DM_KIND_UTF16BE },
    {"utf-32le",       "UTF-32LE",
     "utf-32le utf-32 utf32 utf32le ucs-4 ucs-4le ucs4 cp12000 iso-10646-ucs-4 "
     "utf_32 utf_32le",                                                                   DM_KIND_UTF32LE },
    {"utf-32be",       "UTF-32BE",        "utf-32be utf32be ucs-4be cp12001 utf_32be",
     DM_KIND_UTF32BE                                                                                      },
    {"utf-7",          "UTF-7",           "utf-7 utf7 unicode-1-1-utf-7 csunicode11utf7",
     DM_KIND_STATEFUL                                                                                     },
    {"windows-1250",   "CP1250",          "windows-1250 cp1250 x-cp1250",                 DM_KIND_BYTE    },
    {"windows-1251",   "CP1251",          "windows-1251 cp1251 x-cp1251 win-1251",
     DM_KIND_BYTE                                                                                         },
    {"windows-1252",   "CP1252",
     "windows-1252 cp1252 x-cp1252 ansi_x3.4-1968 ascii cp819 csisolatin1 "
     "ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
     "iso_8859-1:1987 l1 latin1 us-ascii latin-1 iso8859_1 ansi us "
     "iso646-us",                                                                         DM_KIND_BYTE    },
    {"windows-1253",   "CP1253",          "windows-1253 cp1253 x-cp1253",                 DM_KIND_BYTE    },
    {"windows-1254",   "CP1254",
     "windows-1254 cp1254 x-cp1254 csisolatin5 iso-8859-9 iso-ir-148 "
     "iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5",                           DM_KIND_BYTE    },
    {"windows-1255",   "CP1255",          "windows-1255 cp1255 x-cp1255",                 DM_KIND_BYTE    },
    {"windows-1256",   "CP1256",          "windows-1256 cp1256 x-cp1256",                 DM_KIND_BYTE    },
    {"windows-1257",   "CP1257",          "windows-1257 cp1257 x-cp1257",                 DM_KIND_BYTE    },
    {"windows-1258",   "CP1258",          "windows-1258 cp1258 x-cp1258",                 DM_KIND_BYTE    },
    {"windows-874",    "CP874",
     "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 cp874 "
     "tis620 x-windows-874",                                                              DM_KIND_BYTE    },
    {"iso-8859-2",     "ISO-8859-2",
     "iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 "
     "iso_8859-2:1987 l2 latin2",                                                         DM_KIND_BYTE    },
    {"iso-8859-3",     "ISO-8859-3",
     "iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 "
     "iso_8859-3:1988 l3 latin3",                                                         DM_KIND_BYTE    },
    {"iso-8859-4",     "ISO-8859-4",
     "iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 "
     "iso_8859-4:1988 l4 latin4",                                                         DM_KIND_BYTE    },
    {"iso-8859-5",     "ISO-8859-5",
     "iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 "
     "iso_8859-5 iso_8859-5:1988",                                                        DM_KIND_BYTE    },
    {"iso-8859-6",     "ISO-8859-6",
     "iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic "
     "ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 "
     "iso_8859-6 iso_8859-6:1987",                                                        DM_KIND_BYTE    },
    {"iso-8859-7",     "ISO-8859-7",
     "iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 "
     "iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek",                        DM_KIND_BYTE    },
    {"iso-8859-8",     "ISO-8859-8",
     "iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 "
     "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual",                              DM_KIND_BYTE    },
    {"iso-8859-8-i",   "ISO-8859-8",      "iso-8859-8-i csiso88598i logical",
     DM_KIND_BYTE                                                                                         },
    {"iso-8859-10",    "ISO-8859-10",
     "iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6",                 DM_KIND_BYTE    },
    {"iso-8859-13",    "ISO-8859-13",     "iso-8859-13 iso8859-13 iso885913 l7 latin7",
     DM_KIND_BYTE                                                                                         },
    {"iso-8859-14",    "ISO-8859-14",     "iso-8859-14 iso8859-14 iso885914 l8 latin8",
     DM_KIND_BYTE                                                                                         },
    {"iso-8859-15",    "ISO-8859-15",
     "iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin9",                DM_KIND_BYTE    },
    {"iso-8859-16",    "ISO-8859-16",     "iso-8859-16 iso8859-16 l10 latin10",
     DM_KIND_BYTE                                                                                         },
    {"koi8-r",         "KOI8-R",          "koi8-r cskoi8r koi koi8 koi8_r",               DM_KIND_BYTE    },
    {"koi8-u",         "KOI8-U",          "koi8-u koi8-ru koi8_u",                        DM_KIND_BYTE    },
    {"koi8-t",         "KOI8-T",          "koi8-t",                                       DM_KIND_BYTE    },
    {"macintosh",      "MACINTOSH",
     "macintosh csmacintosh mac x-mac-roman macroman mac-roman cp10000",                  DM_KIND_BYTE    },
    {"x-mac-cyrillic", MAC_UK,
     "x-mac-cyrillic x-mac-ukrainian mac-cyrillic maccyrillic mac_cyrillic "
     "mac-uk cp10007",                                                                    DM_KIND_BYTE    },
    {"x-mac-ce",       MAC_CE,
     "x-mac-ce mac-centraleurope maccentraleurope mac-ce macce cp10029",                  DM_KIND_BYTE    },
    {"ibm866",         "IBM866",          "ibm866 866 cp866 csibm866",                    DM_KIND_BYTE    },
    {"cp437",          "CP437",           "cp437 ibm437 437 cspc8codepage437",            DM_KIND_BYTE    },
    {"cp737",          "CP737",           "cp737 737 ibm737",                             DM_KIND_BYTE    },
    {"cp775",          "CP775",           "cp775 ibm775 775 cspc775baltic",               DM_KIND_BYTE    },
    {"cp850",          "CP850",           "cp850 ibm850 850 cspc850multilingual",         DM_KIND_BYTE    },
    {"cp852",          "CP852",           "cp852 ibm852 852 cspcp852",                    DM_KIND_BYTE    },
    {"cp855",          "CP855",           "cp855 ibm855 855 csibm855",                    DM_KIND_BYTE    },
    {"cp857",          "CP857",           "cp857 ibm857 857 csibm857",                    DM_KIND_BYTE    },
    {"cp858",          "CP858",           "cp858 ibm858 858 ibm00858",                    DM_KIND_BYTE    },
    {"cp860",          "CP860",           "cp860 ibm860 860 csibm860",                    DM_KIND_BYTE    },
    {"cp861",          "CP861",           "cp861 ibm861 861 csibm861",                    DM_KIND_BYTE    },
    {"cp862",          "CP862",           "cp862 ibm862 862",                             DM_KIND_BYTE    },
    {"cp863",          "CP863",           "cp863 ibm863 863 csibm863",                    DM_KIND_BYTE    },
    {"cp864",          "CP864",           "cp864 ibm864 864 csibm864",                    DM_KIND_BYTE    },
    {"cp865",          "CP865",           "cp865 ibm865 865 csibm865",                    DM_KIND_BYTE    },
    {"cp869",          "CP869",           "cp869 ibm869 869 csibm869",                    DM_KIND_BYTE    },
    {"cp1125",         "CP1125",          "cp1125 ibm1125 1125",                          DM_KIND_BYTE    },
    {"kz-1048",        "RK1048",          "kz-1048 kz1048 rk1048 strk1048-2002",          DM_KIND_BYTE    },
    {"ptcp154",        "PT154",           "ptcp154 pt154 cp154 csptcp154",                DM_KIND_BYTE    },
    {"tcvn",           "TCVN5712-1",      "tcvn tcvn5712-1 tcvn-5712",                    DM_KIND_BYTE    },
    {"viscii",         "VISCII",          "viscii csviscii",                              DM_KIND_BYTE    },
    {"armscii-8",      "ARMSCII-8",       "armscii-8 armscii8",                           DM_KIND_BYTE    },
    {"georgian-ps",    "GEORGIAN-PS",     "georgian-ps",                                  DM_KIND_BYTE    },
    {"hp-roman8",      "HP-ROMAN8",       "hp-roman8 roman8 r8 cshproman8",               DM_KIND_BYTE    },
    {"cp037",          "CP037",           "cp037 ibm037 037 ebcdic-cp-us",                DM_KIND_BYTE    },
    {"cp273",          "CP273",           "cp273 ibm273",                                 DM_KIND_BYTE    },
    {"cp424",          "CP424",           "cp424 ibm424 424 ebcdic-cp-he",                DM_KIND_BYTE    },
    {"cp500",          "CP500",           "cp500 ibm500 500",                             DM_KIND_BYTE    },
    {"cp875",          "CP875",           "cp875",                                        DM_KIND_BYTE    },
    {"cp1026",         "CP1026",          "cp1026 ibm1026",                               DM_KIND_BYTE    },
    {"cp1047",         "CP1047",          "cp1047 ibm1047",                               DM_KIND_BYTE    },
    {"cp1140",         "CP1140",          "cp1140 ibm1140",                               DM_KIND_BYTE    },
};

enum { ROWS = sizeof table / sizeof *table, LABEL_MAX = 32 };

const dm_charset *dm_charset_at(size_t i)
{
    return i < ROWS ? &table[i] : NULL;
}

const char *dm_charset_name(const dm_charset *cs)
{
    return cs->name;
}

const char *dm_charset_iconv(const dm_charset *cs)
{
    return cs->iconv_name;
}

static bool has_label(const char *labels, dm_slice want)
{
    for (const char *p = labels; *p != '\0';) {
        size_t n = strcspn(p, " ");

        if (n == want.len && memcmp(p, want.ptr, n) == 0)
            return true;
        p += n;
        p += strspn(p, " ");
    }
    return false;
}

/* `label` trimmed and in lower case, in `to`; len 0 when it is no label. */
static dm_slice plain(dm_slice label, char to[LABEL_MAX])
{
    dm_slice out = {to, 0};

    while (label.len > 0 && dm_ascii_space(label.ptr[0])) {
        label.ptr++;
        label.len--;
    }
    while (label.len > 0 && dm_ascii_space(label.ptr[label.len - 1]))
        label.len--;
    if (label.len > LABEL_MAX)
        return out;
    for (; out.len < label.len; out.len++) {
        char c = label.ptr[out.len];

        to[out.len] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    return out;
}

const dm_charset *dm_charset_find(dm_slice label)
{
    char     room[LABEL_MAX];
    dm_slice want = plain(label, room);

    if (want.len == 0 || memchr(want.ptr, ' ', want.len) != NULL)
        return NULL;
    for (size_t i = 0; i < ROWS; i++)
        if (has_label(table[i].labels, want))
            return &table[i];
    return NULL;
}

const dm_charset *dm_charset_named(const char *name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}
