"""suite_writeback.py - the program writes files back byte for byte.

Through the command line, as people use it: generated files in the charsets of
the issue and in each format that has a writer, and the seeds and real files
where ../shared has some.  Three promises for each file, checked here and not by
the program under test:

- a script without edits gives back the identical bytes;
- a script that edits random spans of random views changes those bytes alone:
  what lies outside of the edits' places in the file (they say them themselves,
  as 0-based bytes of the input) is the input's, in order;
- of a page, whose text is edited, the tags are the same ones in the same order.

Of a DOCX the promises hold for the member that is edited; every other member
has the same compressed bytes, in the same order.

TAP on standard output.  The seed is printed; WRITEBACK_SEED repeats a run.
"""
import glob
import json
import os
import random
import re
import shutil
import subprocess
import struct
import sys
import tempfile
import xml.etree.ElementTree
import zipfile

OUT = os.environ.get("OUT", "build/release")
DOCMILL = os.path.join(OUT, "docmill")
SEED = int(os.environ.get("WRITEBACK_SEED", "20230104"))
PER = 16  # files of each charset and format

WORDS = {
    "hans": ["年", "中文", "我们", "第一章", "，", "。", "（甲）", "１２３", "the", "2023"],
    "hant": ["年", "中文", "我們", "第一章", "，", "。", "國語", "word"],
    "kana": ["日本", "の", "カナ", "。", "、", "東京", "text"],
    "hangul": ["한국", "말", "이다", "서울", ".", "ok"],
    "cyrillic": ["мир", "Да", "слово", "№", "ok"],
    "west": ["café", "naïve", "€5", "plain", "words"],
    "all": ["年", "é", "мир", "한국", "😀", "ｶ", "㍿", "ﬁ", "plain"],
}
# label, Python's codec, mark, words
CHARSETS = [
    ("utf-8", "utf-8", b"", "all"),
    ("utf-8", "utf-8", b"\xef\xbb\xbf", "all"),
    ("utf-16le", "utf-16-le", b"\xff\xfe", "all"),
    ("utf-16be", "utf-16-be", b"\xfe\xff", "all"),
    ("gb18030", "gb18030", b"", "hans"),
    ("big5", "big5", b"", "hant"),
    ("shift_jis", "cp932", b"", "kana"),
    ("euc-jp", "euc_jp", b"", "kana"),
    ("euc-kr", "cp949", b"", "hangul"),
    ("windows-1251", "cp1251", b"", "cyrillic"),
    ("windows-1252", "cp1252", b"", "west"),
]
VIEWS = ["text", "text", "decoded", "clean", "whole", "lines,width"]

# Edits of random spans: where, is said by the document's own length, so that
# one script does for every file; what they were goes out as a record.
SCRIPT = """
local state = %d
local function roll(n)
  state = (state * 1103515245 + 12345) %% 2147483648
  return n > 0 and (state // 65536) %% n or 0
end
local ops = { "replace", "delete", "insert_before", "insert_after", "wrap" }
local views = { %s }
local words = { %s }
for _ = 1, 4 do
  local view = doc:view(views[roll(#views) + 1])
  local places = {}
  for m in view:gmatch(docmill.re "\\\\S{1,7}") do places[#places + 1] = m[0] end
  local span = places[roll(#places) + 1]
  local op = ops[roll(#ops) + 1]
  local source = view.name == "decoded"
  if span and not (source and tostring(span):find "[<&>;/=]") then
    if op == "delete" then pcall(doc.delete, doc, span)
    elseif op == "wrap" then pcall(doc.wrap, doc, span, "[", "]")
    else pcall(doc[op], doc, span, words[roll(#words) + 1]) end
  end
end
doc:commit { conflict = "first" }
for _, e in ipairs(doc:edits()) do
  if e.state == "committed" then
    local first, last = e.span:source()
    emit { src = { first - 1, last }, op = e.op }
  end
end
"""


def docmill(*args):
    done = subprocess.run([DOCMILL, *args], capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def text_file(rng, words):
    ends = rng.choice([["\n"], ["\r\n"], ["\n", "\r\n", "\n\n"]])
    gaps = ["", " ", "  ", "\t"] + ends
    return "".join(rng.choice(words) + rng.choice(gaps) for _ in range(rng.randrange(90)))


def inline(rng, words, depth=2):
    out = []
    for _ in range(rng.randrange(1, 14)):
        out.append(rng.choice(words) + rng.choice(["", " ", "\n", "&amp;", "<br>", "<!-- c -->", "  "]))
        if depth and rng.randrange(4) == 0:
            tag = rng.choice(["b", "i", "span"])
            out.append(f"<{tag}>{inline(rng, words, depth - 1)}</{tag}>")
    return "".join(out)


def html_file(rng, words):
    rows = [f"<{t}>{inline(rng, words)}</{t}>" for t in rng.choices(["p", "div", "h1", "li", "pre"], k=rng.randrange(1, 9))]
    return "<!DOCTYPE html>\n<html><head><title>t</title></head><body>\r\n" + "\n".join(rows) + "\n</body></html>"


def markdown_file(rng, words):
    rows = []
    for _ in range(rng.randrange(1, 9)):
        line = " ".join(rng.choice(words) for _ in range(rng.randrange(1, 12)))
        rows.append(rng.choice(["# ", "- ", "> ", "", "", "**x** "]) + line)
    return "\n\n".join(rows) + "\n"


FORMATS = [("text", "txt", text_file), ("html", "html", html_file), ("markdown", "md", markdown_file)]


def generated(folder):
    rng = random.Random(SEED)
    for label, codec, mark, words in CHARSETS:
        for name, ending, make in FORMATS:
            for i in range(PER):
                path = os.path.join(folder, f"{label}{len(mark)}-{name}-{i}.{ending}")
                with open(path, "wb") as out:
                    out.write(mark + make(rng, WORDS[words]).encode(codec))
                yield path, label, name, WORDS[words]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" \
ContentType="application/xml"/><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="word/document.xml"/></Relationships>"""


def docx_body(rng, words):
    paragraphs = []
    for _ in range(rng.randrange(1, 8)):
        runs = []
        for _ in range(rng.randrange(1, 6)):
            text = "".join(rng.choice(words) + rng.choice(["", " ", "&amp;", "&lt;"]) for _ in range(rng.randrange(1, 8)))
            bold = rng.choice(["", "<w:rPr><w:b/></w:rPr>"])
            runs.append(f'<w:r>{bold}<w:t xml:space="preserve">{text}</w:t></w:r>' + rng.choice(["", "", "\r\n  "]))
        paragraphs.append("<w:p>" + "".join(runs) + "</w:p>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document xmlns:w="{W}"><w:body>' + "\n".join(paragraphs) \
        + "</w:body></w:document>"


def docx_file(rng, words, path):
    members = [("[Content_Types].xml", TYPES), ("_rels/.rels", RELS),
               ("word/media/noise.bin", "".join(chr(rng.randrange(256)) for _ in range(400))),
               ("word/document.xml", docx_body(rng, words)), ("docProps/none.xml", "<x/>")]
    with zipfile.ZipFile(path, "w") as out:
        for name, text in members:
            out.writestr(zipfile.ZipInfo(name, (2001, 2, 3, 4, 5, 6)), text.encode("utf-8"),
                         rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))


def real():
    for path in sorted(glob.glob("../shared/seeds/*.txt"))[:40]:
        yield path, None, None, ["甲乙"]
    for path in sorted(glob.glob("../shared/data/charset/*/*"))[::40]:
        if os.path.isfile(path):
            yield path, None, None, ["x"]


def how(label, name):
    return (["--charset", label] if label else []) + (["--from", name] if name else [])


def places_of(script, path, label, name):
    """Where the script's edits take place in the file, told by a run that writes nothing."""
    _, out, _ = docmill("x", script, *how(label, name), path)
    records = [json.loads(line) for line in out.splitlines()]
    return [r["src"] for r in records if "src" in r]


def saved(script, path, label, name, folder):
    """The exit code of a run, its messages, and the bytes that it left in the file."""
    target = os.path.join(folder, "out", os.path.basename(path))
    shutil.copyfile(path, target)
    code, _, err = docmill("x", script, "--in-place", *how(label, name), target)
    with open(target, "rb") as f:
        return code, err, f.read()


def outside(old, new, places):
    """Are the bytes of `old` outside of `places` in `new`, in this order?"""
    at = pos = 0
    for first, last in sorted(places) + [[len(old), len(old)]]:
        if first > at or at == 0:
            piece = old[at:max(at, first)]
            found = new.find(piece, pos)
            if found < 0 or (at == 0 and found != 0):
                return False
            pos = found + len(piece)
        at = max(at, last)
    tail = old[at:] if places else old
    return new.endswith(tail)


def members(path):
    """Each member's name, place in the order, and its bytes as they are packed."""
    with open(path, "rb") as f, zipfile.ZipFile(path) as z:
        raw = f.read()
        for info in z.infolist():
            name, extra = struct.unpack_from("<HH", raw, info.header_offset + 26)
            at = info.header_offset + 30 + name + extra
            yield info.filename, (info.compress_type, info.CRC, raw[at:at + info.compress_size], z.read(info))


def tags(data, codec):
    return re.findall(r"<(?!br|!--)[^>]*>", data.decode(codec, "replace"))


class Suite:
    def __init__(self, folder):
        self.folder = folder
        self.n = self.failed = self.refused = self.edited = 0
        self.wrong = []

    def complain(self, path, what):
        self.failed += 1
        if len(self.wrong) < 8:
            self.wrong.append(f"{os.path.basename(path)}: {what}")

    def case(self, path, label, name, words):
        self.n += 1
        with open(path, "rb") as f:
            old = f.read()
        code, err, new = saved("local _ = doc.text", path, label, name, self.folder)
        if new != old:
            return self.complain(path, f"changed without an edit: {err[:200]}")
        if code != 0:
            self.refused += 1
            return None
        script = SCRIPT % (SEED + self.n, ", ".join(json.dumps(v) for v in VIEWS if v != "decoded" or name != "html"),
                           ", ".join(f'"{w}"' for w in words))
        code, err, new = saved(script, path, label, name, self.folder)
        if code != 0:
            self.refused += 1
            return self.complain(path, f"refused, and changed: {err[:200]}") if new != old else None
        places = places_of(script, path, label, name)
        self.edited += len(places)
        if not outside(old, new, places) and name != "markdown":
            return self.complain(path, f"bytes outside of {places} changed")
        if name == "html":
            codec = next(c[1] for c in CHARSETS if c[0] == label)
            if tags(old, codec) != tags(new, codec):
                return self.complain(path, "tags changed")
        return None

    def docx(self, path, words):
        self.n += 1
        with open(path, "rb") as f:
            old = f.read()
        _, err, new = saved("local _ = doc.text", path, None, None, self.folder)
        if new != old:
            return self.complain(path, f"changed without an edit: {err[:200]}")
        views = ", ".join(json.dumps(v) for v in VIEWS if v != "decoded")
        script = SCRIPT % (SEED + self.n, views, ", ".join(f'"{w}"' for w in words))
        code, err, new = saved(script.replace('"wrap"', '"delete"'), path, None, None, self.folder)
        if code != 0:
            self.refused += 1
            return self.complain(path, f"refused, and changed: {err[:200]}") if new != old else None
        return self.compare_docx(path, places_of(script.replace('"wrap"', '"delete"'), path, None, None))

    def compare_docx(self, path, places):
        self.edited += len(places)
        before = list(members(path))
        after = list(members(os.path.join(self.folder, "out", os.path.basename(path))))
        if [m[0] for m in before] != [m[0] for m in after]:
            return self.complain(path, "members were moved")
        for (name, was), (_, now) in zip(before, after):
            if name != "word/document.xml":
                if was != now:
                    return self.complain(path, f"{name} changed")
                continue
            xml.etree.ElementTree.fromstring(now[3])
            if not outside(was[3], now[3], places):
                return self.complain(path, f"bytes outside of {places} changed")
            if tags(was[3], "utf-8") != tags(now[3], "utf-8"):
                return self.complain(path, "tags changed")
        return None

    def report(self, number, title):
        good = self.failed == 0 and self.refused * 10 <= self.n and self.edited >= self.n
        print(f"{'ok' if good else 'not ok'} {number} - {title}: {self.n} files, {self.edited} edits, "
              f"{self.refused} refused")
        for line in self.wrong:
            print(f"# {line}")


def main():
    folder = tempfile.mkdtemp()
    os.mkdir(os.path.join(folder, "out"))
    print(f"# seed {SEED}")
    made = Suite(folder)
    for job in generated(folder):
        made.case(*job)
    made.report(1, "generated files")
    office = Suite(folder)
    rng = random.Random(SEED)
    for i in range(3 * PER):
        path = os.path.join(folder, f"{i}.docx")
        docx_file(rng, WORDS["all"], path)
        office.docx(path, WORDS["all"])
    office.report(2, "generated DOCX")
    found = Suite(folder)
    for job in real():
        found.case(*job)
    if found.n:
        found.report(3, "real files")
    else:
        print("ok 3 - real files # SKIP ../shared is not there")
    shutil.rmtree(folder)
    print("1..3")
    return 0


sys.exit(main())
