/* zhe.c - 著 and 着: sets of neighbours, as strings of characters.
**
** 著 is rare, so the sets are searched from end to end.
*/
#include "han/zhe.h"

#include "han/fold.h"
#include "text/utf8.h"

#ifndef DM_ZHE_SAMPLE
#define DM_ZHE_SAMPLE 16384 /* bytes looked at for Traditional characters */
#endif

enum { TRADITIONAL_SHARE = 10 }; /* one in so many */

/* Before zhù: these always, … */
static const char zhu_before[] = "显昭卓彰较巨钜论专原译遗编合拙土撰校辑佳";
/* … but talking goes on (讨论着); … */
static const char talks[] = "讨议谈争辩评";
/* … and these unless a word of zhuó follows (一名着装整齐的警察). */
static const char zhu_before_soft[] = "名所共新旧大近主自";
/* After zhù, … */
static const char zhu_after[] = "作名者述书录称有于史姓闻文译说《〈「『";
/* … unless a verb stands before that takes what follows as its object:
** 看着书, 写着名字, 拿着作业. */
static const char takes_object[] = "看读拿捧翻抱带背写念听想握夹留";
/* After and before zhuó; prepositions that always take it. */
static const char zhuo_after[] =
    "力手眼重陆落急火装色想实迷凉魔意墨笔床边劲慌忙衣恼";
static const char zhuo_before[] = "沉执附胶黏粘穿身衣味随接沿朝趁凭顺循";
/* Verbs, or the last character of one, that the aspect mark follows … */
static const char verbs[] =
    "借藉跟向对本为看听说笑哭走跑站坐躺睡拿带抱戴握拉推提举抬挂贴写画印刻放摆"
    "装盛藏存有靠指望盯瞪瞧想念盼等守护陪领牵拖扶搀骑开关锁闭睁张含咬嚼吃喝唱"
    "跳飞游流滴淌飘落刮吹照晒亮燃烧冒闪响叫喊骂吵闹打拍敲踢踩踏跪趴蹲弯低仰背"
    "揹扛挑担负顶压夹捏抓捉攥捧托端撑支架围绕环系绑捆缠裹包盖罩披挡遮拦堵塞插"
    "埋种养活住留忙忍憋熬怀爱恨怕征示志表载配演持行展在动引导临视变承传续延伸"
    "现露满斥溢漫拥受历待依赖仗挨沾连转滚摇晃抖颤喘嚷哼吟诵读记数算催促逼迫盘"
    "旋徘徊荡浮悬吊垂耷挺鼓努噘撅眯瞅瞄窥探寻找追赶撵踪伴卫顾应用使拼搏斗争掌"
    "控制约束缚限操递任蕴隔化抢烁挥扎验揣下杀囤射考注心忆思索摸磨量赏尝唤招呼"
    "吁诉述许慕祈祷佑耀映织杂散发泛透渗翔奔波腾冲涌闯钻爬攀滑溜跨迈踱逛逃躲避"
    "夺揍砍切割剪撕扯拽拔揪掐搓揉擦抹洗刷扫铺垫堆叠垒砌建造修搭拆运送寄交换买"
    "卖租付赚欠攒教学练习试查答问讲谈聊劝骗瞒哄逗惹怨愁悔醒梦病痛疼痒饿渴困累"
    "闲空缺剩占据居处立竖排列摊聚集结贯通分混携拎兜蒙掩蔽笼纵驾驶乘驮维统率干"
    "搞做闻嗅吸吐抽拨按摁弹奏敬尊遵惦惯宠骄佩倚偎恋眷噙衔叼啃吮舔吞咽拄详囤红"
    "黑";
/* … but not where a title page says who wrote it. */
static const char line_ends[] = "\n\t )]/|）】》、　";

dm_zhe dm_zhe_begin(dm_slice text)
{
    dm_zhe out = {text, false, false};

    return out;
}

/* The folded character before `at`, 0 at the beginning. */
static uint32_t before(dm_slice text, size_t at)
{
    return dm_han_fold(dm_utf8_before(text, at));
}

/* Is the beginning of the text in Traditional characters? */
static bool is_traditional(dm_slice text)
{
    size_t han = 0;
    size_t traditional = 0;
    size_t n;

    for (size_t at = 0; at < text.len && at < DM_ZHE_SAMPLE; at += n) {
        uint32_t cp = dm_utf8_decode(text.ptr + at, &n);

        if (!dm_utf8_is_han(cp))
            continue;
        han++;
        traditional += dm_han_fold(cp) != cp;
    }
    return traditional > 0 && traditional * TRADITIONAL_SHARE >= han;
}

static bool writes_both(dm_zhe *z)
{
    static const char zhe[] = "着";

    if (!z->known) {
        z->known = true;
        z->both = memmem(z->text.ptr, z->text.len, zhe, strlen(zhe)) == NULL &&
                  is_traditional(z->text);
    }
    return z->both;
}

/* 讨论着 and the like, which only look like 论著. */
static bool is_talk(dm_slice text, size_t at, uint32_t left)
{
    return left == 0x8BBA && dm_utf8_in(before(text, at - 3), talks);
}

bool dm_zhe_here(dm_zhe *z, size_t at)
{
    uint32_t left = before(z->text, at);
    uint32_t right = dm_han_fold(dm_utf8_at(z->text, at + 3));
    bool     zhuo = dm_utf8_in(right, zhuo_after);
    bool     talk = is_talk(z->text, at, left);

    if (!talk && (dm_utf8_in(left, zhu_before) ||
                  (dm_utf8_in(left, zhu_before_soft) && !zhuo)))
        return false;
    if (dm_utf8_in(left, zhuo_before))
        return true;
    if (dm_utf8_in(right, zhu_after) && !dm_utf8_in(left, takes_object))
        return false;
    if (zhuo)
        return true;
    return (talk || dm_utf8_in(left, verbs)) && right != 0 &&
           !dm_utf8_in(right, line_ends) && writes_both(z);
}
