#!/usr/bin/env python3
"""make_letters.py - which letter follows which, and what bytes letters are.

    make_letters.py UDHR_FOLDER NODE_MODULES > letters.inc

For text in a charset of single bytes.  From the sources named in sources.py
it counts, language by language, which letter (in lower case) follows which,
and prints what each pair costs in fifths of a bit.  From Python's codecs it
takes which language can be written in which charset; what their bytes mean is
printed only where bytes.inc does not have it.

Costs are printed as characters, '#' for 0, so that a table is a list of
strings; '?' and '\\' are passed over in favour of the next character.
"""

import math
import sys
import unicodedata
from collections import Counter

from sources import NOTICE, cldr, string_rows, udhr

# Language: files of the Declaration, tag of CLDR, what it costs as a guess
# (bits), and the charsets it is at home in.
WEST = "windows-1252 iso-8859-15 macintosh cp850 cp437"
EAST = "windows-1250 iso-8859-2 cp852 x-mac-ce"
BALT = "windows-1257 iso-8859-13 iso-8859-4 cp775"
CYR = "windows-1251 iso-8859-5 x-mac-cyrillic cp855"
LANGUAGES = {
    "en": ("eng", "en", 0, WEST),
    "fr": ("fra", "fr", 0, WEST + " cp863"),
    "de": ("deu_1996", "de", 0, WEST),
    "es": ("spa", "es", 0, WEST),
    "pt": ("por_PT por_BR", "pt", 0, WEST + " cp860"),
    "it": ("ita", "it", 0.5, WEST),
    "nl": ("nld", "nl", 1, WEST),
    "da": ("dan", "da", 1, WEST + " cp865"),
    "no": ("nob nno", "no", 1, WEST + " cp865"),
    "sv": ("swe", "sv", 1, WEST),
    "fi": ("fin", "fi", 1, WEST),
    "is": ("isl", "is", 2, WEST + " cp861"),
    "fo": ("fao", "fo", 4, WEST),
    "ca": ("cat", "ca", 2, WEST),
    "gl": ("glg", "gl", 3, WEST),
    "eu": ("eus", "eu", 3, WEST),
    "ga": ("gle", "ga", 2, WEST + " iso-8859-14"),
    "br": ("bre", "br", 4, WEST + " iso-8859-14"),
    "sq": ("als", "sq", 3, WEST),
    "cy": ("cym", "cy", 3, "iso-8859-14"),
    "pl": ("pol", "pl", 0, EAST),
    "cs": ("ces", "cs", 0, EAST),
    "sk": ("slk", "sk", 1, EAST),
    "hu": ("hun", "hu", 0, EAST),
    "ro": ("ron_2006", "ro", 1, EAST + " iso-8859-16"),
    "sl": ("slv", "sl", 1, EAST),
    "hr": ("hrv bos_latn srp_latn", "hr", 1, EAST),
    "et": ("est", "et", 1, BALT + " windows-1252 iso-8859-15"),
    "lv": ("lav", "lv", 1, BALT + " iso-8859-10"),
    "lt": ("lit", "lt", 1, BALT + " iso-8859-10"),
    "tr": ("tur", "tr", 0, "windows-1254 iso-8859-3 cp857"),
    "az": ("azj_latn", "az", 4, "windows-1254"),
    "mt": ("mlt", "mt", 3, "iso-8859-3"),
    "eo": ("epo", "eo", 2, "iso-8859-3"),
    "vi": ("vie", "vi", 1, "viscii tcvn"),
    "vi-tones": ("vie", "vi", 1, "windows-1258"),
    "ru": ("rus", "ru", 0, CYR + " koi8-r koi8-u ibm866 cp1125"),
    "uk": ("ukr", "uk", 1, CYR + " koi8-u cp1125"),
    "be": ("bel", "be", 2, CYR + " cp866"),
    "bg": ("bul", "bg", 0.5, CYR + " ibm866"),
    "mk": ("mkd", "mk", 2, CYR),
    "sr": ("srp_cyrl bos_cyrl", "sr", 1.5, CYR),
    "kk": ("kaz", "kk", 2, "kz-1048 ptcp154"),
    "tg": ("tgk", "tg", 2, "koi8-t"),
    "mn": ("khk", "mn", 4, "windows-1251"),
    "el": ("ell_monotonic", "el", 0, "windows-1253 iso-8859-7 cp737 cp869"),
    "he": ("heb", "he", 0, "windows-1255 iso-8859-8 cp862"),
    "he-visual": ("heb", "he", 2, "iso-8859-8 cp862"),
    "yi": ("ydd", "yi", 4, "windows-1255"),
    "ar": ("arb", "ar", 0, "windows-1256 iso-8859-6 cp864"),
    "fa": ("pes_1", "fa", 2, "windows-1256"),
    "ur": ("urd", "ur", 3, "windows-1256"),
    "th": ("tha", "th", 0, "windows-874"),
    "hy": ("hye", "hy", 1, "armscii-8"),
    "ka": ("kat", "ka", 1, "georgian-ps"),
}

NAMES = dict(en="English", fr="French", de="German", es="Spanish", pt="Portuguese", it="Italian", nl="Dutch", da="Danish",
             no="Norwegian", sv="Swedish", fi="Finnish", fo="Faroese", ca="Catalan", gl="Galician", eu="Basque",
             ga="Irish", br="Breton", sq="Albanian", cy="Welsh", pl="Polish", cs="Czech", sk="Slovak", hu="Hungarian",
             ro="Romanian", sl="Slovene", hr="Croatian", et="Estonian", lv="Latvian", lt="Lithuanian", tr="Turkish",
             az="Azerbaijani", mt="Maltese", eo="Esperanto", vi="Vietnamese", ru="Russian", uk="Ukrainian",
             be="Belarusian", bg="Bulgarian", mk="Macedonian", sr="Serbian", kk="Kazakh", tg="Tajik", mn="Mongolian",
             el="Greek", he="Hebrew", yi="Yiddish", ar="Arabic", fa="Persian", ur="Urdu", th="Thai", hy="Armenian",
             ka="Georgian")
NAMES.update({"is": "Icelandic", "vi-tones": "Vietnamese", "he-visual": "Hebrew from left to right"})

# Charset: Python's codec, and what it costs as a guess (bits).
CHARSETS = {
    "windows-1252": ("cp1252", 0),
    "windows-1250": ("cp1250", 0),
    "windows-1251": ("cp1251", 0),
    "windows-1253": ("cp1253", 0),
    "windows-1254": ("cp1254", 0.5),
    "windows-1255": ("cp1255", 0),
    "windows-1256": ("cp1256", 0),
    "windows-1257": ("cp1257", 0.5),
    "windows-1258": ("cp1258", 1),
    "windows-874": ("cp874", 0),
    "iso-8859-2": ("iso8859_2", 1),
    "iso-8859-3": ("iso8859_3", 3),
    "iso-8859-4": ("iso8859_4", 3),
    "iso-8859-5": ("iso8859_5", 1.5),
    "iso-8859-6": ("iso8859_6", 1),
    "iso-8859-7": ("iso8859_7", 0.5),
    "iso-8859-8": ("iso8859_8", 0.5),
    "iso-8859-10": ("iso8859_10", 4),
    "iso-8859-13": ("iso8859_13", 2),
    "iso-8859-14": ("iso8859_14", 4),
    "iso-8859-15": ("iso8859_15", 1),
    "iso-8859-16": ("iso8859_16", 3),
    "koi8-r": ("koi8_r", 0.5),
    "koi8-u": ("koi8_u", 1.5),
    "koi8-t": ("koi8_t", 4),
    "macintosh": ("mac_roman", 4),
    "x-mac-ce": ("mac_latin2", 4),
    "x-mac-cyrillic": ("mac_cyrillic", 3),
    "ibm866": ("cp866", 2),
    "cp437": ("cp437", 4),
    "cp737": ("cp737", 4),
    "cp775": ("cp775", 5),
    "cp850": ("cp850", 4),
    "cp852": ("cp852", 4),
    "cp855": ("cp855", 3),
    "cp857": ("cp857", 4),
    "cp860": ("cp860", 6),
    "cp861": ("cp861", 6),
    "cp862": ("cp862", 4),
    "cp863": ("cp863", 6),
    "cp864": ("cp864", 25),  # has the letters where iso-8859-6 has them
    "cp865": ("cp865", 5),
    "cp869": ("cp869", 6),
    "cp1125": ("cp1125", 4),
    "kz-1048": ("kz1048", 3),
    "ptcp154": ("ptcp154", 4),
    "hp-roman8": ("hp_roman8", 7),
    "tcvn": (None, 4),
    "viscii": (None, 4),
    "armscii-8": (None, 4),
    "georgian-ps": (None, 4),
}
AWAY = 4  # bits: a language in a charset that is not its home
MISSED = 0.006  # the part of its letters that it may do without there

# The classes of what is no letter of the language; letters follow.
BOUND, DIGIT, QUOTE, SIGN, ODD, BAD, FOREIGN, ASCII, APOSTROPHE, SHUT, OWN = range(11)
# SHUT is a quotation mark after a letter: a letter hardly ever follows.
PASSED = (ord("?") - ord("#"), ord("\\") - ord("#"))
FIFTHS = 5
MOST = ord("~") - ord("#")

# What four charsets mean that Python does not know: by arithmetic, and by
# the order of the letters in their standards.
VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫ"
    "èéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
TCVN = {0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ"}


def upper_half(name, codec):
    """What the bytes from 0x80 on mean, 128 characters; U+FFFD: nothing."""
    if codec is not None:
        return "".join(bytes([b]).decode(codec, "replace") for b in range(128, 256))
    half = ["\ufffd"] * 128
    if name == "viscii":
        half = list(VISCII)
    elif name == "tcvn":
        for start, letters in TCVN.items():
            for i, c in enumerate(letters):
                half[start - 128 + i] = c
    elif name == "armscii-8":
        for i in range(38):  # capital and small letters take turns
            half[0xB2 - 128 + 2 * i] = chr(0x531 + i)
            half[0xB3 - 128 + 2 * i] = chr(0x561 + i)
        for byte, c in {0xA2: "և", 0xA3: "։", 0xA6: "»", 0xA7: "«", 0xA8: "—", 0xAA: "՝", 0xAB: ",", 0xAC: "-",
                        0xAD: "֊", 0xAE: "…", 0xAF: "՜", 0xB0: "՛", 0xB1: "՞", 0xFE: "՚"}.items():
            half[byte - 128] = c
    else:  # Georgian
        for i, c in enumerate("აბგდევზჱთიკლმნჲოპჟრსტჳუფქღყშჩცძწჭხჴჯჰჵ"):
            half[0xC0 - 128 + i] = c
    return "".join(half)


def lower(c):
    """The letter that a character is: small, and no presentation form."""
    if "\ufe70" <= c <= "\ufefc":
        c = unicodedata.normalize("NFKC", c)[-1]
    c = c.lower()[0]
    return {"ș": "ş", "ț": "ţ", "ی": "ي"}.get(c, c)  # as old charsets have them


def is_letter(c):
    return unicodedata.category(c)[0] in "LM"


def kind(c):
    """The class of a character that is no letter."""
    cp = ord(c)
    if c.isdigit() and cp < 128:
        return DIGIT
    if cp < 128:
        return BOUND
    if c in "\u00a0’·ʼ׳״\u200c\u200d\u200e\u200f":
        return APOSTROPHE
    if c in "«»‘‚“”„‹›–—―…•،؛؟։՞՛՜՝":
        return QUOTE
    if c in "¡¿©®°§€£№™•½¼¾²³ªº×±‰¹¥¢µ₫₪฿":
        return SIGN
    return BAD if cp == 0xFFFD or unicodedata.category(c)[0] == "C" else ODD


def tones(text):
    """Vietnamese as windows-1258 writes it: the tone is a mark by itself."""
    out = []
    for c in text:
        parts = unicodedata.normalize("NFD", c)
        marks = [m for m in parts[1:] if m in "\u0300\u0301\u0303\u0309\u0323"]
        if marks:
            base = parts[0] + "".join(m for m in parts[1:] if m not in marks)
            out.append(unicodedata.normalize("NFC", base) + "".join(marks))
        else:
            out.append(c)
    return "".join(out)


def texts(folder, modules, language):
    """The text of a language and how much each part counts."""
    codes, tag, _, _ = LANGUAGES[language]
    law = "\n".join(udhr(folder, code) for code in codes.split())
    names = cldr(modules, tag)
    if language == "he":
        # the points are hardly ever written
        names = "".join(c for c in names if not 0x591 <= ord(c) <= 0x5C7)
    if language == "he-visual":
        law, names = ("".join(c for c in t if not 0x591 <= ord(c) <= 0x5C7)[::-1] for t in (law, names))
    if language == "vi-tones":
        law, names = tones(law), tones(names)
    if language in ("sr", "hr") and not names:
        return [(law, 1.0)]
    weight = 0.6 * len(law) / len(names) if names else 0
    return [(law, 1.0), (names, min(weight, 1.0))]


def script_of(c):
    return unicodedata.name(c, "NO").split()[0]


def own_letters(parts, latin):
    """The letters a language is written in, in the order of code points, and
    the share of each in a text."""
    counts = Counter()
    for text, weight in parts:
        for c in text:
            if is_letter(c):
                counts[lower(c)] += weight
    least = max(2.5, sum(counts.values()) * 2e-5)
    ours = {c for c, n in counts.items() if n >= least and ord(c) < 0x10000 and (ord(c) >= 128 or latin)}
    script = Counter(script_of(c) for c in sorted(ours) for _ in range(int(counts[c]))).most_common(1)[0][0]
    ours = {c for c in ours if script_of(c) in (script, "COMBINING")}
    if latin:
        ours |= set("abcdefghijklmnopqrstuvwxyz")
    total = sum(counts[c] for c in sorted(ours))
    return sorted(ours), {c: counts[c] / total for c in sorted(ours)}


def places(letters):
    """Letter to row of the table."""
    return {c: OWN + i for i, c in enumerate(letters)}, OWN + len(letters)


def stream(text, where, latin):
    """The classes of a text; runs of boundaries are one."""
    before = BOUND
    yield BOUND
    for c in text:
        if is_letter(c):
            small = lower(c)
            now = where.get(small, ASCII if not latin and ord(small) < 128 else FOREIGN)
        else:
            now = kind(c)
            now = BOUND if now in (QUOTE, SIGN, ODD, BAD, APOSTROPHE) else now
        if now == BOUND and before == BOUND:
            continue
        yield now
        before = now


def pair_costs(parts, where, size, latin):
    """Bits of each class after each, [before][after]."""
    pairs, after, single = Counter(), Counter(), Counter()
    for text, weight in parts:
        before = BOUND
        for now in stream(text, where, latin):
            if now not in (FOREIGN, ASCII):
                pairs[before, now] += weight
                after[before] += weight
                single[now] += weight
            before = now if now not in (FOREIGN, ASCII) else BOUND
    everything = [BOUND, DIGIT] + sorted(where.values())
    total = sum(single.values()) + 0.5 * len(everything)
    bits = [[MOST / FIFTHS] * size for _ in range(size)]
    for a in range(size):
        kinds = sum(1 for b in everything if pairs[a, b] > 0)
        trust = after[a] / (after[a] + kinds + 3.0)
        for b in everything:
            one = (single[b] + 0.5) / total
            seen = pairs[a, b] / after[a] if after[a] else 0
            bits[a][b] = -math.log2(0.985 * (trust * seen + (1 - trust) * one))
    return bits, {b: -math.log2((single[b] + 0.5) / total) for b in everything}


def fixed_costs(bits, alone, where, latin):
    """What is no letter of the language costs what it usually does.  What
    stands after a byte that means nothing, or at the beginning of a text that
    may be cut, costs what it does `alone`."""
    for row, extra in ((QUOTE, 0.3), (APOSTROPHE, 1.5), (SIGN, 4), (ODD, 2), (FOREIGN, 2), (ASCII, 2), (SHUT, 12)):
        for b in [BOUND, DIGIT] + list(where.values()):
            bits[row][b] = bits[BOUND][b] + extra if b > DIGIT else 1
    for b in where.values():
        bits[BAD][b] = alone[b]
    bits[SHUT][BOUND] = 0.3
    for a in range(len(bits)):
        at_start = a in (BOUND, DIGIT, QUOTE, SIGN, APOSTROPHE, SHUT)
        bits[a][QUOTE] = 6 if at_start else 7
        bits[a][APOSTROPHE] = 7
        bits[a][SIGN] = 9 if at_start else 12
        bits[a][ODD] = 14 if at_start else 16
        bits[a][BAD] = MOST / FIFTHS
        bits[a][FOREIGN] = 13.5 if at_start else 15.5
        if latin:
            continue
        bits[a][ASCII] = 8 if at_start else 12
    bits[ODD][ODD] = 9
    bits[DIGIT][DIGIT] = 2
    bits[BOUND][DIGIT] = 6
    bits[FOREIGN][FOREIGN] = 10
    if not latin:
        bits[ASCII] = [12.0] * len(bits)
        for b, cost in ((ASCII, 4.6), (BOUND, 3), (DIGIT, 6), (QUOTE, 8), (APOSTROPHE, 8), (SIGN, 12), (ODD, 16), (BAD, MOST / FIFTHS)):
            bits[ASCII][b] = cost


def shown(bits):
    """A row of costs as characters."""
    out = []
    for b in bits:
        n = max(0, min(MOST, round(b * FIFTHS)))
        while n in PASSED:
            n += 1
        out.append(chr(ord("#") + n))
    return "".join(out)


def identifier(name):
    return name.replace("-", "_")


def numbers(values, form):
    """Lines of numbers."""
    line = "   "
    for v in values:
        piece = " " + form % v + ","
        if len(line) + len(piece) > 99:
            yield line
            line = "   "
        line += piece
    yield line


def print_language(name, parts):
    latin = unicodedata.name(Counter(c for c in parts[0][0] if is_letter(c)).most_common(1)[0][0]).startswith("LATIN")
    letters, parts_of = own_letters(parts, latin)
    where, size = places(letters)
    bits, alone = pair_costs(parts, where, size, latin)
    fixed_costs(bits, alone, where, latin)
    ident = identifier(name)
    print("static const uint16_t letters_%s[] = {" % ident)
    print("\n".join(numbers([ord(c) for c in letters], "0x%X")))
    print("};")
    print("static const char after_%s[%d][%d] = {" % (ident, size, size + 1))
    print("\n".join(string_rows(shown(row) for row in bits)))
    print("};\n")
    # what a letter costs on average in text of the language itself
    law = list(stream(parts[0][0], where, latin))
    mean = sum(bits[a][b] for a, b in zip(law, law[1:])) / len(law)
    return parts_of, latin, size, mean


def main():
    folder, modules = sys.argv[1:3]
    print("/* letters.inc - generated by make_letters.py, do not edit.\n**\n" + NOTICE)
    print("** What bytes mean comes from Python's codecs. */\n")
    tongues = {}
    for name in LANGUAGES:
        tongues[name] = print_language(name, texts(folder, modules, name))
    order = list(LANGUAGES)
    print("static const tongue tongues[] = {")
    for name in order:
        _, latin, size, mean = tongues[name]
        ident = identifier(name)
        print('    {"%s", letters_%s, after_%s[0], %d, %d, %s},'
              % (NAMES[name], ident, ident, size, round(mean * FIFTHS), "true" if latin else "false"))
    print("};\n")
    halves, chars = {}, set()
    for name, (codec, _) in CHARSETS.items():
        halves[name] = upper_half(name, codec)
        chars |= set(halves[name])
    print("/* What the characters are: themselves, the small letter, the class. */")
    print("static const glyph glyphs[] = {")
    line = "   "
    for c in sorted(chars):
        small = lower(c)
        letter = is_letter(c)
        piece = " {0x%X, 0x%X, %d, %d}," % (ord(c), ord(small) if letter else 0, FOREIGN if letter else kind(c),
                                            1 if letter and c.lower() != c else 0)
        if len(line) + len(piece) > 99:
            print(line)
            line = "   "
        line += piece
    print(line + "\n};\n")
    for name, (codec, _) in CHARSETS.items():
        if codec is None:
            print("static const uint16_t half_%s[] = {" % identifier(name))
            print("\n".join(numbers([ord(c) for c in halves[name]], "0x%X")))
            print("};\n")
    print("static const page pages[] = {")
    for name, (_, cost) in CHARSETS.items():
        half = halves[name]
        can = {lower(c) for c in half if is_letter(c)} | set("abcdefghijklmnopqrstuvwxyz")
        script = Counter(script_of(c) for c in half if is_letter(c)).most_common(1)[0][0]
        speak = []
        for i, tongue in enumerate(order):
            parts_of = tongues[tongue][0]
            home = name in LANGUAGES[tongue][3].split()
            same = script_of(max(parts_of, key=parts_of.get)) == script and tongue != "he-visual"
            missed = sum(part for c, part in parts_of.items() if c not in can)
            if home or (same and missed < MISSED):
                away = 0 if home else AWAY + (2 if missed else 0)
                speak.append((i, round(FIFTHS * (cost + LANGUAGES[tongue][2] + away))))
        half = "half_" + identifier(name) if CHARSETS[name][0] is None else "NULL"
        print('    {"%s", %s, %d, {' % (name, half, len(speak)))
        print("\n".join(numbers(["{%d, %d}" % pair for pair in speak], "%s")))
        print("    }},")
    print("};")


main()
