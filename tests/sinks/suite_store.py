"""suite_store.py - a thousand files of many charsets, cleaned into one tree.

Generates text and HTML files with dates in them, in eleven charsets, with and
without marks, with CRLF and LF; runs one script that rewrites dates to ISO form
over all of them, and compares every output file, byte for byte, with what
Python says it must be.  Then the same in place, the same for one worker, and
the diff, which must say what the tree says.
"""
import filecmp
import os
import random
import re
import subprocess
import sys
import tempfile

DOCMILL = os.path.abspath(os.environ.get("DOCMILL", "build/docmill"))
COUNT = 1000
HANS = ["今天的会议在县政府举行，", "来源：县报。", "与会代表讨论了预算报告。", "版权所有。", "天气晴朗，风力二级。"]
HANT = ["今天的會議在縣政府舉行，", "來源：縣報。", "與會代表討論了預算報告。", "版權所有。", "天氣晴朗，風力二級。"]
JA = ["本日の会議は県庁で行われた。", "新聞によると、予算案が可決された。", "天気は晴れ、風は弱い。", "ひらがなとカタカナの文章です。"]
KO = ["오늘 회의는 시청에서 열렸다. ", "예산안이 통과되었다고 신문이 전했다. ", "날씨는 맑고 바람은 약하다. "]
RU = ["Сегодня заседание прошло в здании администрации. ", "Бюджет был принят большинством голосов. ", "Погода ясная, ветер слабый. "]
# name for Python, words, a date that the charset can say, byte order mark
KINDS = [
    ("utf-8", HANS, "{y}年{m}月{d}日", b""), ("utf-8", JA, "{y}年{m}月{d}日", b"\xef\xbb\xbf"),
    ("utf-16-le", HANS, "{y}年{m}月{d}日", b"\xff\xfe"), ("utf-16-be", HANT, "{y}年{m}月{d}日", b"\xfe\xff"),
    ("gb18030", HANS, "{y}年{m}月{d}日", b""), ("gbk", HANS, "{y}年{m}月{d}日", b""),
    ("big5", HANT, "{y}年{m}月{d}日", b""), ("shift_jis", JA, "{y}年{m}月{d}日", b""),
    ("euc-jp", JA, "{y}年{m}月{d}日", b""), ("euc-kr", KO, "{y}.{m}.{d}.", b""),
    ("cp1251", RU, "{d}/{m}/{y}", b""),
]
SCRIPT = r"""
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
local function iso(m) return ("%04d-%02d-%02d"):format(m.y, m.m, m.d) end
return docmill.script { name = "iso", rules = {
  rule { id = "han", match = re [[(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日]], value = iso, action = "replace" },
  rule { id = "dots", match = re [[(?<y>\d{4})\.(?<m>\d{1,2})\.(?<d>\d{1,2})\.]], value = iso, action = "replace" },
  rule { id = "slashes", match = re [[(?<d>\d{1,2})/(?<m>\d{1,2})/(?<y>\d{4})]], value = iso, action = "replace" },
} }
"""


def make(rng, i):
    """The path, the bytes before, and the bytes after."""
    charset, words, shape, mark = KINDS[i % len(KINDS)]
    end = rng.choice(["\n", "\r\n"])
    html = rng.random() < 0.4
    before, after = [], []
    for _ in range(rng.randint(4, 20)):
        y, m, d = rng.randint(1990, 2025), rng.randint(1, 12), rng.randint(1, 28)
        old, new = shape.format(y=y, m=m, d=d), f"{y:04}-{m:02}-{d:02}"
        if rng.random() < 0.4:
            old = new = ""
        line = "".join(rng.choice(words) for _ in range(rng.randint(2, 6)))
        cut = rng.randint(0, len(line))
        for out, date in ((before, old), (after, new)):
            text = line[:cut] + " " + date + " " + line[cut:]
            out.append(f"<p class=x>{text}&amp;&#33;</p>" if html else text)
    head = "<html><body>" + end if html else ""
    pack = lambda lines: mark + (head + end.join(lines) + end).encode(charset)
    name = f"{i % 7}/{charset}-{i}." + ("html" if html else "txt")
    return name, pack(before), pack(after)


def run(*args):
    return subprocess.run([DOCMILL, *args], capture_output=True, stdin=subprocess.DEVNULL, timeout=300)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def wrong_files(folder, want):
    return [n for n, data in want.items() if read(os.path.join(folder, n)) != data]


def main():
    tests = []

    def test(name, good, why=""):
        tests.append(good)
        print(f"{'ok' if good else 'not ok'} {len(tests)} {name}" + ("" if good else f"\n# {why}"))

    rng = random.Random(4)
    files = [make(rng, i) for i in range(COUNT)]
    want = {name: after for name, _, after in files}
    with tempfile.TemporaryDirectory() as top:
        os.chdir(top)
        with open("iso.lua", "w", encoding="utf-8") as f:
            f.write(SCRIPT)
        for name, before, _ in files:
            write(os.path.join("in", name), before)
        dry = run("run", "iso.lua", "in", "--format=source", "-o", "out/", "--dry-run")
        test("the diff is shown, nothing is written", dry.returncode == 0 and not os.path.exists("out"), dry.stderr[-500:])
        tree = run("run", "iso.lua", "in", "--format=source", "-o", "out/")
        test("one command, one tree", tree.returncode == 0 and not tree.stderr, tree.stderr[-800:])
        bad = wrong_files("out", want)
        test(f"{COUNT} files are as they must be, to the byte", not bad, f"{len(bad)}: {bad[:20]}")
        changed = sum(b != a for _, b, a in files)
        headers = re.findall(rb"^\+\+\+ b/in/(.*)$", dry.stdout, re.M)
        test("the diff names the files that change", len(headers) == changed, f"{len(headers)} of {changed}")
        one = run("run", "-j1", "iso.lua", "in", "--format=source", "-o", "one/")
        same = filecmp.cmpfiles("out", "one", list(want), shallow=False)
        test("one worker writes the same", one.returncode == 0 and len(same[0]) == COUNT, str(same[1:])[:300])
        stamps = {n: os.stat(os.path.join("in", n)).st_mtime_ns for n, b, a in files if b == a}
        place = run("run", "iso.lua", "in", "--in-place")
        bad = wrong_files("in", want)
        test("in place gives the same", place.returncode == 0 and not bad, f"{len(bad)} {bad[:9]} {place.stderr[-300:]}")
        touched = [n for n, t in stamps.items() if os.stat(os.path.join("in", n)).st_mtime_ns != t]
        test(f"{len(stamps)} files without a date are not touched", stamps and not touched, str(touched[:9]))
        again = run("run", "iso.lua", "in", "--in-place", "--dry-run")
        test("a second run has nothing to do", again.returncode == 0 and not again.stdout, again.stdout[:300])
        os.chdir("/")
    print(f"1..{len(tests)}")
    return 0 if all(tests) else 1


if __name__ == "__main__":
    sys.exit(main())
