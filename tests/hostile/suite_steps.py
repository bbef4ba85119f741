"""suite_steps.py - hostile text through every step, one by one and together.

The texts are made here, from seeds, so that each run sees the same: everyday
sentences in several languages, whole and mutated; and floods of whatever a
step looks for.  What must hold for each step and each text: the program ends
in time, with success or a documented failure; what it says is UTF-8, the same
for any number of workers; a repair that is switched off changes nothing; the
log of repairs, applied by hand, gives what the step gave; and what a repair
made is left alone by the same repair.  Prints TAP, a line for each check.

SLOW=10 in the environment, or a program out of an asan folder, gives more
time and smaller floods.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

DOCMILL = os.environ["DOCMILL"]
SLOW = int(os.environ.get("SLOW", "10" if "asan" in DOCMILL else "1"))
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": tempfile.gettempdir()}
MEGA = (1 << 15) // SLOW
SECONDS = 60 * SLOW  # a document on a busy machine; the worker is killed a second later
REPAIRS = ["repair", "gloss", "mojibake", "pages", "html_scraps"]

# ---- the texts ----

WORDS = {
    "zh": "河边 老人 清晨 木船 早饭 学校 孩子 天气 明年 工厂 机器 因为 所以 可是 已经 还没有 三十 公里 慢慢地 "
          "看见 市场 里 很多 新鲜 蔬菜 。 ， ， ！ ？ “ ” 、 （ ）",
    "hant": "河邊 老人 清晨 木船 早飯 學校 孩子 天氣 明年 工廠 機器 因為 所以 可是 已經 還沒有 三十 公里 慢慢地 "
            "看見 市場 裏 很多 新鮮 蔬菜 看著 。 ， ， ！ ？ 「 」 、 （ ）",
    "ja": "川の そばに 古い 学校が あります 朝は とても 静かで 子供たちは 電車に 乗って 来ます カタカナ テレビ 。 、 「 」",
    "ko": "강가에 오래된 학교가 있습니다 아침에는 매우 조용하고 아이들은 버스를 타고 옵니다 . ,",
    "fr": "près du café l'été où déjà élève naïf garçon œuvre forêt à peine . , ; « »",
    "ru": "около реки стоит старая школа утром тихо дети едут на автобусе . ,",
}
CHARSETS = {"zh": ["utf-8", "gb18030"], "hant": ["utf-8", "big5"], "ja": ["utf-8", "shift_jis", "euc-jp"],
            "ko": ["utf-8", "euc-kr"], "fr": ["utf-8", "windows-1252"], "ru": ["utf-8", "windows-1251"]}
CODECS = {"big5": "cp950", "shift_jis": "cp932", "euc-kr": "cp949", "windows-1252": "cp1252",
          "windows-1251": "cp1251"}


def prose(rng, lang, size):
    """Sentences without sense, but with the frequencies of a language."""
    words, out, length = WORDS[lang].split(), [], 0
    glue = " " if lang in ("ko", "fr", "ru") else ""
    while length < size:
        line = glue.join(rng.choice(words) for _ in range(rng.randint(5, 60))) + "\n"
        out.append(line)
        length += len(line)
    return "".join(out)


def flip(rng, b, share):
    """Bytes changed, lost and put in."""
    out = bytearray()
    for c in b:
        r = rng.random() / share
        if r < 0.4:
            out.append(c ^ 1 << rng.randrange(8))
        elif r < 0.7:
            continue
        elif r < 1:
            out += bytes((c, rng.randrange(256)))
        else:
            out.append(c)
    return bytes(out)


def cut(rng, b):
    """Pieces from anywhere, in the middle of characters too, and lines said twice."""
    out = b""
    for _ in range(8):
        at = rng.randrange(len(b))
        out += b[at:at + rng.randrange(300)] * rng.choice((1, 1, 1, 3)) + rng.choice((b"", b"\n", b"?", b"\f"))
    return out


def misread(text, right, wrong):
    return text.encode(right, "ignore").decode(wrong, "replace")


READINGS = {"學": "xué", "機": "jī", "廠": "chǎng", "還": "hái", "沒": "méi", "場": "chǎng", "鮮": "xiān", "邊": "biān",
            "飯": "fàn", "氣": "qì", "許": "xǔ", "設": "shè", "計": "jì", "國": "guó", "會": "huì", "說": "shuō",
            "時": "shí", "來": "lái", "為": "wéi", "們": "men", "個": "gè", "這": "zhè", "對": "duì", "發": "fā"}


def glossed(rng, share, noise):
    """Readings behind everyday characters, some of them cut off or another's."""
    out = ""
    for c in prose(rng, "hant", 1500).replace("，", "，這個國家的學校還沒有設計，來對我們說，"):
        out += c
        reading = READINGS.get(c, "")
        if reading and rng.random() < share:
            other = rng.choice((reading[:1], "hàn", "?" + reading, reading + "(", ""))
            out += "(" + (other if rng.random() < noise else reading) + ")"
    return out


def small_texts():
    """name, bytes, declared charset or None: a few thousand bytes each."""
    rng = random.Random(3)
    for lang, charsets in CHARSETS.items():
        text = prose(rng, lang, 1500)
        for cs in charsets:
            b = text.encode(CODECS.get(cs, cs), "ignore")
            yield f"{lang}-{cs}", b, None
            yield f"{lang}-{cs}-declared", flip(rng, b, 0.01), cs
            yield f"{lang}-{cs}-flipped", flip(rng, b, 0.004), None
            yield f"{lang}-{cs}-cut", cut(rng, b), None
            yield f"{lang}-{cs}-half", b[:len(b) // 2 | 1], None
    zh, hant = prose(rng, "zh", 1500), prose(rng, "hant", 1500)
    yield "zh-utf-8-as-1252", misread(zh, "utf-8", "latin-1").encode(), None
    yield "zh-utf-8-as-gbk", misread(zh, "utf-8", "gb18030").encode(), None
    yield "zh-gbk-as-big5", misread(zh, "gb18030", "cp950").encode(), None
    yield "zh-gbk-as-1252", misread(zh, "gb18030", "latin-1").encode(), None
    yield "zh-byte-lost", flip(rng, hant.encode("gb18030"), 0.003).decode("gb18030", "replace").encode(), None
    yield "zh-question", re.sub("[老学機]", lambda m: rng.choice(("?", "?!", "?，", m[0])), hant).encode(), None
    for share, noise in ((1, 0), (0.98, 0.01), (0.95, 0.1), (0.5, 0)):
        yield f"gloss-{share}-{noise}", glossed(rng, share, noise).encode(), None
    yield "pages", "".join(f"{i}、" + prose(rng, "zh", 60)[:50].replace("\n", "") + "\n"
                           for i in range(1, 30)).encode(), None
    yield "feeds", "".join(prose(rng, "zh", 200) + f"标题\n- {i} -\n\f标题\n" for i in range(20)).encode(), None
    yield "short-feeds", ("只有一行的页。\n\f" * 8).encode(), None
    yield "scraps", "".join(rng.choice(("<a href=\"", "<p>", "</p>", "&amp;", "&#x4e2d;", "class=\"x\">", "<br", ">",
                                        "河边，", "<!--", "<script>", "&nbsp", "\n")) for _ in range(400)).encode(), None
    yield "empty", b"", None
    yield "one-byte", b"\xff", "utf-8"
    yield "marks", b"\xef\xbb\xbf\xff\xfe\xef\xbb\xbf", None
    yield "gbk-as-utf-8", zh.encode("gb18030")[:600], "utf-8"
    yield "controls", bytes(range(32)) * 30 + "河边\u0085\u2028\u2029\ufeff\u00ad".encode() * 9, "utf-8"


FLOODS = {
    "question": "?", "bracket": "(", "question-bang": "?!", "lost": "锟斤拷", "marks": "\u0301\u0323\u0315", "href": '<a href="',
    "quotes": "“‘「『", "gloss": "漢(hàn)", "feeds": "一行文字。\n\f\n", "only-feeds": "\f", "items": "1、\n", "item": "1、",
    "nul": "\0", "replacement": "\ufffd", "replacement-zh": "中国\ufffd人", "less": "<", "amp": "&", "comment": "<!--",
    "script": "<script>", "entity": "&#", "attribute": 'class="x" ', "jamo": "\u1100\u1161\u11a8", "ligature": "\ufdfa",
    "zhe": "看著", "spoilt": "Ã¤", "spoilt-quote": "â€™", "blank-lines": " \n", "pages": "第3页 / 共12页\n",
    "private": "中\ue000", "kana": "ｶﾞ", "hans": "发展经济里乾", "hant": "發展經濟裏乾", "returns": "\r",
    "zwj": "👩\u200d", "bidi": "\u202e", "comma": "中,",
}


def floods():
    for name, unit in FLOODS.items():
        b = unit.encode()
        yield f"flood-{name}", b * (MEGA // len(b)), "utf-8"
    yield "flood-counted", "".join(f"{i}、\n" for i in range(1, MEGA // 8)).encode(), "utf-8"
    yield "flood-line", prose(random.Random(5), "zh", MEGA // 3).replace("\n", "").encode(), "utf-8"


# ---- running ----

def docmill(*args):
    done = subprocess.run([DOCMILL, *args], capture_output=True, env=ENV, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def words_of(topic, shape):
    return re.findall(shape, docmill("help", topic)[1].decode(), re.M)


def failures(err):
    """name and code of each failed document."""
    return {(os.path.basename(p), code) for p, code in re.findall(r"^(\S+?): error\[(E\d+)\]", err, re.M)}


class Report:
    def __init__(self):
        self.n = 0

    def __call__(self, name, wrong):
        self.n += 1
        print(f"{'not ok' if wrong else 'ok'} {self.n} - {name}")
        for line in wrong[:12]:
            print(f"#   {line}")
        if len(wrong) > 12:
            print(f"#   and {len(wrong) - 12} more")
        sys.stdout.flush()


def write(folder, texts):
    """Files by declared charset: {charset: [paths]}, as the command line has one for all."""
    out = {}
    for name, b, charset in texts:
        path = pathlib.Path(folder) / name
        path.write_bytes(b)
        out.setdefault(charset, []).append(str(path))
    return out


def options(charset):
    return ["--from", "text", "--binary", "--timeout", str(SECONDS)] + (["--charset", charset] if charset else [])


def complaints(code, out, err, known, may_fail):
    wrong = []
    failed = failures(err)
    if code not in (0, 3) or (code == 3) != bool(failed):
        wrong.append(f"exit {code} with {len(failed)} failures: {err[-200:]!r}")
    wrong += [f"{name}: {e}" for name, e in sorted(failed) if e not in known or (name, e) not in may_fail]
    try:
        out.decode("utf-8")
    except UnicodeDecodeError as e:
        wrong.append(f"output is not UTF-8: {e}")
    return wrong


# Limits that these floods may meet.
MAY = {("flood-ligature", "E404")}


def check_view(report, view, small, large, known):
    """Ends in time with a documented code, in UTF-8, whatever -j is."""
    wrong = []
    for texts, twice in ((small, True), (large, False)):
        for charset, paths in texts.items():
            args = ["text", *view, *options(charset)]
            first = docmill(*args, "-j", "2", *paths)
            wrong += complaints(*first, known, MAY)
            if twice and "E401" not in first[2] and docmill(*args, "-j", "1", *paths) != first:
                wrong.append(f"-j 1 and -j 2 differ ({charset})")
    report(f"{' '.join(view)}: ends, in UTF-8, alike for any -j", wrong)


LOG = """local log = {}
for i, r in ipairs(doc:repairs{%(step)r}) do
  local first, last = r.span:source()
  log[i] = { first - 1, last, r.span.first - 1, r.span.last, r.before, r.after, r.certainty, r.applied }
end
emit { id = doc.id, before = doc:view("text").text, after = doc:view{%(step)r}.text, log = log }"""


def logs(step, charset, paths, *more):
    """What `step` did to each document, as it says itself."""
    code, out, err = docmill("x", LOG % {"step": step}, *options(charset), *more, *paths)
    docs = [json.loads(line) for line in out.decode("utf-8").split("\n")[:-1]]  # not splitlines: U+2028
    return {os.path.basename(d["id"]): d for d in docs}, ([] if code == 0 else [f"{name}: {e}" for name, e in sorted(failures(err))] or [err[-300:]])


def replay(doc):
    """The repairs that were applied, done by hand."""
    text, out, at = doc["before"].encode(), b"", 0
    for mend in doc["log"] or []:
        start, stop, before, after, applied = mend[2], mend[3], mend[4], mend[5], mend[7]
        if start < at or stop < start or stop > len(text):
            raise ValueError(f"{start}-{stop} after {at}, of {len(text)}")
        if text[start:stop] != before.encode():
            raise ValueError(f"{start}-{stop} is not {before!r}")
        if applied and before == after:
            raise ValueError(f"{start}-{stop} was applied and nothing changed")
        if applied:
            out += text[at:start] + after.encode()
            at = stop
    return (out + text[at:]).decode()


def check_log(doc, size, policy):
    try:
        if replay(doc) != doc["after"]:
            yield "the log does not give what the step gave"
    except ValueError as e:
        yield str(e)
    wanted = {"likely": ("exact", "likely"), "exact": ("exact",), "all": ("exact", "likely", "uncertain"), "none": ()}
    for mend in doc["log"] or []:
        if not 0 <= mend[0] <= mend[1] <= size:
            yield f"src {mend[0]}-{mend[1]} lies outside the file's {size} bytes"
        if mend[7] and mend[6] not in wanted[policy]:
            yield f"{mend[6]} was applied under --repair {policy}"
        if not mend[7] and mend[6] in wanted[policy] and mend[4] != mend[5]:
            yield f"{mend[6]} was not applied under --repair {policy}"


def check_repair(report, step, small, folder):
    for policy in ("none", "exact", "likely", "all"):
        wrong, again = [], []
        for charset, paths in small.items():
            docs, bad = logs(step, charset, paths, "--repair", policy)
            wrong += bad
            for name, doc in docs.items():
                size = os.path.getsize(os.path.join(folder, name))
                wrong += [f"{name}: {w}" for w in check_log(doc, size, policy)]
                if policy == "none" and doc["before"] != doc["after"]:
                    wrong.append(f"{name}: changed")
                if doc["before"] != doc["after"]:
                    again.append((name, doc["after"].encode(), "utf-8"))
        report(f"{step} --repair {policy}: the log is what was done", wrong)
        if policy in ("exact", "likely"):
            check_again(report, step, policy, again)


def check_again(report, step, policy, texts):
    """What a repair made is whole: the same repair leaves it alone."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for charset, paths in write(folder, texts).items():
            docs, bad = logs(step, charset, paths, "--repair", policy)
            wrong += bad
            for name, doc in docs.items():
                if doc["before"] != doc["after"]:
                    mend = next(m for m in doc["log"] if m[7])
                    wrong.append(f"{name}: again {mend[4][:40]!r} to {mend[5][:40]!r} ({mend[6]})")
    report(f"{step} --repair {policy}: leaves alone what it made ({len(texts)} texts)", wrong)


def main():
    """The argument, if there is one, is a list of the steps to try: gloss,pages."""
    report = Report()
    known = set(words_of("codes", r"^ +(E\d{3}) "))
    steps = words_of("steps", r"^  (\w+) {2,}")
    report("help lists steps and codes", [] if len(steps) > 20 and len(known) > 20 else ["few of them"])
    only = sys.argv[1].split(",") if len(sys.argv) > 1 else steps
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        small, large = write(a, small_texts()), write(b, floods())
        for step in only:
            check_view(report, ["--steps", step], small, large, known)
        check_view(report, ["--view", "whole", "--steps", "hans,clean"], small, large, known)
        for step in [s for s in REPAIRS if s in only]:
            check_repair(report, step, small, a)
    print(f"1..{report.n}")


main()
