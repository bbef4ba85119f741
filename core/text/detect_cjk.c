/* detect_cjk.c - does it read like Chinese, Japanese, Korean?
**
** Most byte sequences decode in all of the East Asian charsets, so decoding
** proves little: the characters must be the ones people write.  A character
** is worth most when it is one of the few hundred that make up most of any
** text, something when its charset puts it into the first level (by the lead
** byte), and costs where it is rare, private, or does not decode.  The mean
** over the characters beyond ASCII is the score.
*/
#include "text/codec.h"
#include "text/detect.h"
#include "text/utf8.h"

/* Frequent Han characters, simplified and traditional and of Japanese use. */
static const char frequent_han[] = "的一是不了在人有我他这个们中来上大为和国地"
                                   "到以说时要就出会可也你对生能而子那得于"
                                   "着下自之年过发后作里用道行所然家种事成方多"
                                   "经么去法学如都同现当没动面起看定天分还"
                                   "进好小部其些主样理心她本前开但因只从想实日"
                                   "军者意无力它与长把机十民第公此已工使情"
                                   "明性知全三又关点正业外将两高间由问很最重并"
                                   "物手应战向头文体政美相见被利什二等产或"
                                   "新己制身果加西斯月话合回特代内信表化老给世"
                                   "位次度门任常先海通教儿原东声提立及比员"
                                   "解水名真论处走义各入几口认条平系气题活尔更"
                                   "别打女变四神总何电数安少报才结反受目太"
                                   "量再感建务做接必场件计管期市直德资命山金指"
                                   "克许统区保至队形社便空决治展马科司五基"
                                   "眼书非则听白却界达光放强即像难且权思王象完"
                                   "设式色路记南品住告类求据程北边死张该交"
                                   "规万取拉格望觉术领共确传师观清今切院让识候"
                                   "带导争运网络企项目息技究版号州县省委党"
                                   "請這個們來為國說時會對過發後裡種經學現當沒"
                                   "動還進樣無與長機間問應戰頭體見話回"
                                   "內門東聲員論處義認條氣題爾變總電數報產務場"
                                   "計資許統區隊決馬書則聽達強難權設類據"
                                   "邊張該萬覺術領確傳師觀讓識帶導爭運網絡項號"
                                   "縣黨單給黃歲點業兩將從實邊關麼樂愛車"
                                   "灣臺台灣閱讀寫買賣錢鐵開發於並週專區導線轉"
                                   "視園廣場賽級紅標準備華語際連結選擇"
                                   "図対応気楽学会社員検索続済転郵便円図広売価"
                                   "払込駅様発売変更終読経験験権営業務東京"
                                   "市県町村前後午今週年月日時分秒回人名者的性"
                                   "化新聞記事情報本当入力会議店料金商品";

static const char frequent_hangul[] = "이다는의에을가고지도로하사한기자를은인리"
                                      "대어시아정일해서라수나그부있전보조만제들"
                                      "과여으적동면주게스장성구원유소관국화것와"
                                      "생요상안비신거미마세우중공트교용된선드경"
                                      "까니했할것입없위방단연문민발무두당진임됩"
                                      "결같모습때러않통회현바오산업행음실았었";

enum { BITS = 65536 / 64 };

/* What a charset writes; ANY for code points without a charset. */
typedef enum script {
    ANY,
    GB,
    BIG5,
    EUC_TW,
    EUC_JP,
    SJIS,
    EUC_KR,
    JOHAB
} script;

typedef struct judge {
    uint64_t frequent[BITS]; /* by code point of the BMP */
    script   as;             /* what the charset is for */
    double   sum;
    size_t   chars, kana, bad;
} judge;

static void learn(judge *j, const char *list)
{
    size_t n;

    for (const char *p = list; *p != '\0'; p += n) {
        uint32_t cp = dm_utf8_decode(p, &n);

        j->frequent[cp / 64] |= UINT64_C(1) << cp % 64;
    }
}

static script script_of(const char *name)
{
    static const char *const names[] = {"",       "gb18030", "big5",
                                        "euc-tw", "euc-jp",  "shift_jis",
                                        "euc-kr", "johab"};

    for (unsigned i = 1; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return (script)i;
    return ANY;
}

static void judge_init(judge *j, script as)
{
    memset(j, 0, sizeof *j);
    j->as = as;
    learn(j, frequent_han);
    learn(j, frequent_hangul);
}

static bool is_frequent(const judge *j, uint32_t cp)
{
    return cp < 0x10000 && (j->frequent[cp / 64] >> cp % 64 & 1) != 0;
}

/* Lead bytes of the first level of Han in each charset, both trail halves
** where the charset has one code area only. */
static bool is_first_level(const judge *j, const unsigned char *p)
{
    if (j->as == GB)
        return p[0] >= 0xB0 && p[0] <= 0xD7 && p[1] >= 0xA1;
    if (j->as == BIG5)
        return p[0] >= 0xA4 && p[0] <= 0xC6;
    if (j->as == EUC_JP)
        return p[0] >= 0xB0 && p[0] <= 0xCF;
    if (j->as == SJIS)
        return p[0] >= 0x88 && p[0] <= 0x97;
    return j->as == EUC_TW && p[0] >= 0xC4 && p[0] <= 0xE6;
}

static bool is_japanese(const judge *j)
{
    return j->as == EUC_JP || j->as == SJIS || j->as == ANY;
}

static bool is_korean(const judge *j)
{
    return j->as == EUC_KR || j->as == JOHAB || j->as == ANY;
}

static double worth_han(const judge *j, uint32_t cp, const unsigned char *p)
{
    if (is_korean(j) && j->as != ANY)
        return -0.5; /* hanja are rare */
    if (is_frequent(j, cp))
        return 3;
    if (j->as == ANY)
        return -0.3;
    return is_first_level(j, p) ? 0.8 : -1;
}

static double worth_hangul(const judge *j, uint32_t cp, const unsigned char *p)
{
    if (!is_korean(j))
        return -2;
    if (is_frequent(j, cp))
        return 3;
    if (j->as == EUC_KR) /* outside KS X 1001 syllables are very rare */
        return p[0] >= 0xB0 && p[1] >= 0xA1 ? 0.5 : -2;
    return 0.3;
}

/* CJK punctuation and full-width forms that every page has. */
static bool is_mark(uint32_t cp)
{
    return (cp >= 0x3000 && cp <= 0x3011) || cp == 0x30FB || cp == 0x30FC ||
           cp == 0xFF0C || cp == 0xFF1A || cp == 0xFF1B || cp == 0xFF01 ||
           cp == 0xFF1F || cp == 0xFF08 || cp == 0xFF09 ||
           (cp >= 0x2014 && cp <= 0x2026) || cp == 0xB7;
}

static double worth_kana(judge *j, uint32_t cp)
{
    if (!is_japanese(j))
        return -1;
    j->kana++;
    return cp <= 0x309F ? 2.5 : 1.5;
}

static bool is_odd(uint32_t cp)
{
    return (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0x20000;
}

static double worth(judge *j, uint32_t cp, const unsigned char *p)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return worth_han(j, cp, p);
    if (cp >= 0xAC00 && cp <= 0xD7A3)
        return worth_hangul(j, cp, p);
    if (is_mark(cp))
        return 1.5;
    if (cp >= 0x3041 && cp <= 0x30FA)
        return worth_kana(j, cp);
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return 1;
    if (cp >= 0xFF61 && cp <= 0xFF9F)
        return -1.5; /* half-width kana: what SJIS makes of anything */
    if (cp >= 0x3400 && cp <= 0x4DBF)
        return -3;
    return is_odd(cp) ? -4 : -0.5;
}

static void add(judge *j, double value)
{
    j->sum += value;
    j->chars++;
}

/* Pair the decoded characters with the bytes they came from. */
static void judge_run(judge *j, dm_kind kind, dm_slice in, dm_slice text)
{
    size_t at = 0;
    size_t n;

    for (size_t i = 0; i < text.len && at < in.len; i += n) {
        uint32_t             cp = dm_utf8_decode(text.ptr + i, &n);
        const unsigned char *p = (const unsigned char *)in.ptr + at;

        if (cp >= 0x80)
            add(j, worth(j, cp, p));
        at += dm_codec_width(kind, dm_slice_sub(in, at, in.len));
    }
}

/* What an undecodable byte costs: as much as a few good characters. */
#define BAD_WORTH (-10.0)

/* What Japanese without kana costs a character. */
#define NO_KANA 0.4

/* Nothing can make up for so many; and errors are the slow part. */
static bool is_hopeless(const judge *j)
{
    return j->bad >= 8 && j->bad * 8 > j->chars;
}

static void judge_bytes(judge *j, dm_codec *codec, dm_slice bytes)
{
    char    room[DM_CODEC_CHUNK * DM_RUN_GROWTH + DM_UNIT_ROOM];
    dm_unit unit;
    size_t  took;

    for (size_t at = 0; at < bytes.len; at += took) {
        size_t   left = bytes.len - at;
        dm_slice in = {bytes.ptr + at,
                       left < DM_CODEC_CHUNK ? left : (size_t)DM_CODEC_CHUNK};
        dm_slice text = {room, 0};

        took = dm_codec_run(codec, in, room, &text.len);
        in.len = took;
        judge_run(j, codec->cs->kind, in, text);
        if (took > 0)
            continue;
        in.len = left < DM_CODEC_CHUNK ? left : (size_t)DM_CODEC_CHUNK;
        dm_codec_unit(codec, in, &unit);
        took = unit.src;
        if (unit.bad && !unit.cut) {
            add(j, BAD_WORTH);
            j->bad++;
        }
        if (is_hopeless(j))
            return;
    }
}

double dm_detect_cjk(const dm_charset *cs, dm_slice bytes, size_t *chars)
{
    judge    j;
    dm_codec codec;

    *chars = 0;
    if (!dm_codec_open(&codec, cs))
        return BAD_WORTH;
    judge_init(&j, script_of(cs->name));
    judge_bytes(&j, &codec, bytes);
    dm_codec_close(&codec);
    *chars = j.chars;
    if (is_japanese(&j) && j.kana == 0) /* hardly a line goes without */
        j.sum -= NO_KANA * (double)j.chars;
    return j.chars > 0 ? j.sum / (double)j.chars : 0;
}

double dm_detect_han(dm_slice utf8, size_t *chars)
{
    static const unsigned char none[2] = {0, 0};
    judge                      j;
    size_t                     n;

    judge_init(&j, ANY);
    for (size_t at = 0; at < utf8.len; at += n) {
        uint32_t cp = dm_utf8_decode(utf8.ptr + at, &n);

        if (cp >= 0x80)
            add(&j, worth(&j, cp, none));
    }
    *chars = j.chars;
    return j.chars > 0 ? j.sum / (double)j.chars : 0;
}
