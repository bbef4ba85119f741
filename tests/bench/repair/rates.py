#!/usr/bin/env python3
"""How much of text that was read in the wrong charset the step `mojibake` makes whole.

usage: rates.py REPAIR_RATES [--count N] [--class PART] [--show N]

Sentences are put together from the word lists below, damaged by Python's codecs
and mended one by one, without a document around them.  The table says how many
became exactly what they were, how many characters are right (in the order of
the text), and how many stand there that are neither right nor U+FFFD: what was
left as it was, or guessed wrong.  The last column is what encoding back and
decoding again recovers of 1000 sentences of news, all a tool without a language
model can do (sentences, characters; measured once, not here).

REPAIR_RATES is the program made of repair_rates.c.  Standard library only.
"""
import argparse
import difflib
import random
import subprocess

HANS = """
今天 明天 昨天 我们 他们 你们 老师 学生 学校 医院 城市 农村 公司 政府 国家 经济 社会 文化 科学 技术 发展
问题 工作 生活 时间 地方 方法 情况 孩子 父母 朋友 天气 春天 夏天 秋天 冬天 早上 晚上 下午 中午 电影 音乐
书店 图书馆 火车站 飞机场 公共汽车 自行车 手机 电脑 网络 新闻 报纸 杂志 菜市场 苹果 香蕉 米饭 面条 牛肉 鸡蛋
牛奶 咖啡 茶叶 开始 结束 继续 希望 认为 知道 觉得 喜欢 需要 可以 应该 必须 已经 正在 将要 非常 特别 比较
一起 一定 可能 因为 所以 但是 如果 虽然 而且 或者 北京 上海 广州 深圳 成都 杭州 南京 武汉 西安 重庆 提高
降低 增加 减少 保护 环境 污染 水平 质量 安全 健康 教育 研究 大学 中学 小学 教授 医生 护士 工人 农民 司机
警察 记者 作家 歌手 演员 运动员 足球 篮球 比赛 冠军 胜利 失败 努力 成功 困难 简单 复杂 重要 主要 基本 全部
部分 许多 几个 三个 两个 第一 第二 第三 最后 首先 然后 其次 总之 参加 组织 举行 会议 活动 计划 项目 合同
价格 市场 销售 产品 服务 客户 银行 贷款 投资 股票 基金 利率 税收 法律 法院 律师 案件 证据 责任 权利 义务
自由 民主 和平 战争 历史 传统 现代 未来 世界 地球 海洋 山脉 河流 森林 动物 植物 的 了 是 在 有 和 不 也
就 都 很 到 说 要 去 会 着 看 好 把 被 从 对 给 让 向
""".split()
HANT = """
今天 明天 我們 他們 老師 學生 學校 醫院 城市 農村 公司 政府 國家 經濟 社會 文化 科學 技術 發展 問題 工作
生活 時間 地方 方法 情況 孩子 父母 朋友 天氣 春天 夏天 早上 晚上 下午 電影 音樂 書店 圖書館 火車站 飛機場
汽車 手機 電腦 網路 新聞 報紙 雜誌 蘋果 香蕉 米飯 麵條 牛肉 雞蛋 牛奶 咖啡 茶葉 開始 結束 繼續 希望 認為
知道 覺得 喜歡 需要 可以 應該 必須 已經 正在 非常 特別 比較 一起 一定 可能 因為 所以 但是 如果 雖然 而且
或者 臺北 上海 廣州 提高 降低 增加 減少 保護 環境 汙染 水平 品質 安全 健康 教育 研究 大學 教授 醫生 護士
工人 農民 警察 記者 作家 歌手 演員 足球 籃球 比賽 冠軍 勝利 失敗 努力 成功 困難 簡單 複雜 重要 主要 全部
部分 許多 三個 兩個 第一 最後 首先 然後 參加 組織 舉行 會議 活動 計畫 價格 市場 銷售 產品 服務 銀行 貸款
投資 股票 法律 律師 證據 責任 權利 自由 民主 和平 戰爭 歷史 傳統 現代 未來 世界 地球 海洋 河流 森林 動物
植物 的 了 是 在 有 和 不 也 就 都 很 到 說 要 去 看 好 把 被 從 對 給 讓 向
""".split()
JAPANESE = """
今日は とても 天気が いいですね。 日本の 学校で 勉強を しています。 彼は 新しい 会社に 入りました。 東京の 電車は
便利です。 私は 毎朝 コーヒーを 飲みます。 図書館で 本を 読むのが 好きです。 来週の 会議について 話しましょう。 この
問題は 難しいと 思います。
""".split()
KOREAN = """
오늘은 날씨가 좋습니다. 우리는 학교에서 공부를 합니다. 그는 새로운 회사에 들어갔습니다. 서울의 지하철은
편리합니다. 나는 매일 아침 커피를 마십니다. 다음 주 회의에 대해 이야기합시다.
""".split()
CARELESS = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # windows-1252 has no letters for these

HANS_CASES = [
    # name, charset of the bytes, charset they are read in, what the anchors recover
    ("UTF-8 as latin-1", "utf-8", "latin-1", "100"),
    ("UTF-8 as windows-1252", "utf-8", "careless", ""),
    ("UTF-8 as windows-1252, strict", "utf-8", "cp1252", "7.5  84.8"),
    ("UTF-8 as GBK", "utf-8", "gbk", "3.6  85.5"),
    ("UTF-8 as GBK, lost as ?", "utf-8", "gbk?", "3.6  85.5"),
    ("UTF-8 as GBK, lost bytes dropped", "utf-8", "gbk-", "3.6  85.5"),
    ("UTF-8 as GB18030", "utf-8", "gb18030", "10.9  93.2"),
    ("UTF-8 as Big5", "utf-8", "big5hkscs", "0.9"),
    ("UTF-8 as Shift_JIS", "utf-8", "cp932", "2.0"),
    ("UTF-8 as EUC-KR", "utf-8", "cp949", "1.4"),
    ("GBK as latin-1", "gbk", "latin-1", "99.8"),
    ("GBK as Big5", "gbk", "big5hkscs", "42.5"),
    ("GBK as EUC-KR", "gbk", "cp949", "60"),
    ("GBK as Shift_JIS", "gbk", "cp932", "32"),
]
HANT_CASES = [
    ("Big5 as latin-1", "big5", "latin-1", "100"),
    ("Big5 as windows-1252", "big5", "careless", "100"),
    ("Big5 as GBK", "big5", "gbk", "1.3"),
    ("Big5 as GB18030", "big5", "gb18030", "100"),
    ("UTF-8 (Hant) as GBK", "utf-8", "gbk", ""),
]
JAPANESE_CASES = [
    ("Shift_JIS as latin-1", "cp932", "latin-1", "100"),
    ("Shift_JIS as GB18030", "cp932", "gb18030", ""),
    ("UTF-8 (Japanese) as GB18030", "utf-8", "gb18030", ""),
    ("UTF-8 (Japanese) as Shift_JIS", "utf-8", "cp932", ""),
]
KOREAN_CASES = [
    ("EUC-KR as latin-1", "cp949", "latin-1", "100"),
    ("EUC-KR as GB18030", "cp949", "gb18030", "100"),
    ("UTF-8 (Korean) as EUC-KR", "utf-8", "cp949", ""),
]


def chinese(words, dice):
    """A sentence: words, now and then a comma or a number, a full stop or another end."""
    count = dice.randint(4, 14)
    text = ""
    for i in range(count):
        text += dice.choice(words)
        if dice.random() < .12 and i < count - 1:
            text += "，"
        if dice.random() < .03:
            text += str(dice.randint(1, 2024))
    return text + dice.choice("。。。！？")


def japanese(words, dice):
    return "".join(dice.choice(words) for _ in range(dice.randint(2, 5)))


def korean(words, dice):
    return " ".join(dice.choice(words) for _ in range(dice.randint(3, 8)))


def damage(text, right, wrong):
    """The text as somebody sees it who takes its bytes for another charset's."""
    data = text.encode(right)
    if wrong == "careless":
        return "".join(chr(b) if b in CARELESS else bytes([b]).decode("cp1252") for b in data)
    if wrong.endswith("-"):
        return data.decode(wrong[:-1], "ignore")
    if wrong.endswith("?"):
        return data.decode(wrong[:-1], "replace").replace("\ufffd", "?")
    return data.decode(wrong, "replace")


def same(a, b):
    """Characters of `a` that are in `b`, in order."""
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return sum(m.size for m in blocks)


def mend(program, texts):
    done = subprocess.run([program], input="".join(t + "\0" for t in texts).encode(),
                          stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\0")[:-1]


def measure(program, sentences, case, show):
    """Print the row of one class."""
    name, right, wrong, anchor = case
    pairs = []
    for text in sentences:
        try:
            pairs.append((text, damage(text, right, wrong)))
        except UnicodeEncodeError:
            continue
    made = mend(program, [d for _, d in pairs])
    few = list(zip(pairs, made))[:200]
    whole = sum(t == m for (t, _), m in zip(pairs, made))
    kept = sum(same(t, m) for (t, _), m in few)
    wrong_ones = sum(len(m) - same(t, m) - m.count("\ufffd") for (t, _), m in few)
    chars = sum(len(t) for (t, _), _ in few)
    print("%-34s %6d %9.1f %% %9.1f %% %9.1f %%   %s" % (
        name, len(pairs), 100 * whole / len(pairs), 100 * kept / chars,
        100 * wrong_ones / chars, anchor), flush=True)
    for (text, damaged), got in zip(pairs, made):
        if text != got and show > 0:
            print("    was %s\n    dam %s\n    got %s" % (text, damaged, got))
            show -= 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--class", dest="part", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    print("%-34s %6s %11s %11s %11s   %s" % ("read in the wrong charset", "texts", "sentences",
                                           "characters", "wrong", "anchor"))
    for words, make, cases in ((HANS, chinese, HANS_CASES), (HANT, chinese, HANT_CASES),
                               (JAPANESE, japanese, JAPANESE_CASES),
                               (KOREAN, korean, KOREAN_CASES)):
        dice = random.Random(7)
        sentences = [make(words, dice) for _ in range(options.count)]
        for case in cases:
            if options.part in case[0]:
                measure(options.program, sentences, case, options.show)


main()
