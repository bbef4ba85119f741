"""suite_spans.py - every _spans entry, checked without docmill's own map.

For each place in each record: the bytes of the file at `src`, decoded here by
Python's codecs and put through the view's steps as written below, must give
the view's text at `at`; and where the value is a text of the document (or an
object with a `text`), it must give the value too.  Where a repair has put
other text into the view, the log of repairs says what; the last lines tell how
many such places were compared, and none is a failure.  Prints TAP, one line
for each script and input.
"""
import glob
import gzip
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

DOCMILL = os.environ["DOCMILL"]
ENV = {**os.environ, "LC_ALL": "C.UTF-8"}
CODECS = {"big5": "cp950", "shift_jis": "cp932", "euc-kr": "cp949", "gbk": "gb18030",
          "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "windows-874": "cp874",
          "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic"}
BLANK = " \t\u00a0\u3000\u1680\u2000-\u200a\u202f\u205f"


def codec(name):
    return CODECS.get(name, name.replace("windows-", "cp"))


def step_space(s):
    s = re.sub(f"[{BLANK}]+", " ", s)
    s = re.sub(" +(?=\n)", "", s)
    return re.sub("\n{3,}", "\n\n", s)


def step_control(s):
    return "".join(c for c in s if c in "\t\n\r" or unicodedata.category(c) != "Cc")


ZERO = re.compile("[\u200b\u200e\u200f\u2060-\u2064\u2066-\u2069\u202a-\u202e\ufeff\u00ad\u200c\u200d]")
STEPS = {
    "lines": lambda s: re.sub("\r\n|[\r\u0085\u2028\u2029]", "\n", s),
    "space": step_space,
    "control": step_control,
    "zero_width": lambda s: ZERO.sub("", s),
    "entities": html.unescape,
    "nfc": lambda s: unicodedata.normalize("NFC", s),
    "nfkc": lambda s: unicodedata.normalize("NFKC", s),
    "width": lambda s: "".join(
        chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else " " if c == "\u3000" else c for c in s),
    "casefold": str.casefold,
}
# Steps whose spelling here is not letter for letter theirs: compare loosely.
LOOSE = {"punct"}


def through(text, view, fmt):
    if fmt == "html":
        text = html.unescape(re.sub(r"<!--.*?-->|<[^>]*>|<[^>]*$|^[^<>]*>(?=.*<)", "", text, flags=re.S))
    for name in steps_of(view):
        text = STEPS[name](text) if name in STEPS else text
    return text


BUNDLES = {"raw": [], "decoded": [], "text": [], "clean": ["lines", "control", "zero_width", "space"],
           "whole": ["lines"]}  # and repairs, which the log undoes


def steps_of(view):
    return [step for name in view.split(",") for step in BUNDLES.get(name, [name])]


def squeeze(s):
    return re.sub(r"\s+", "", s)


def docmill(*args):
    done = subprocess.run([DOCMILL, *args], capture_output=True, env=ENV, check=False)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


def values_of(field):
    return field if isinstance(field, list) else [field]


def text_of(value):
    if isinstance(value, dict):
        value = value.get("text")
    return value if isinstance(value, str) else None


class Checker:
    """Counts the places of one record and keeps the first few complaints."""

    def __init__(self, record, raw, view_text, mends):
        self.record, self.raw, self.view_text, self.mends = record, raw, view_text, mends
        meta = record["_meta"]
        self.codec = codec(meta["charset"]["name"])
        self.view, self.format = meta["view"], meta["format"]
        self.loose = self.format == "html" or bool(LOOSE & set(steps_of(self.view)))
        self.places = self.derived = self.repaired = 0
        self.wrong = []

    def same(self, a, b):
        return squeeze(a) == squeeze(b) if self.loose else a == b

    def mended(self, first, last):
        """The text of some bytes, with the places that were repaired put right by the log, and how many."""
        out, at = [], first
        for (start, stop), after in self.mends:
            if start >= at and stop <= last and stop > first:
                out += [self.raw[at:start].decode(self.codec, "replace"), after]
                at = stop
        return "".join(out) + self.raw[at:last].decode(self.codec, "replace"), len(out) // 2

    def place(self, name, value, place):
        self.places += 1
        source, repaired = self.mended(*place["src"])
        got = through(source, self.view, self.format)
        if place["at"] is None:
            return
        want = self.view_text[place["at"][0]:place["at"][1]]
        self.repaired += repaired > 0
        if place["exact"] and not self.same(got, want):
            self.wrong.append(f"{name}: src gives {got[:60]!r}, at gives {want[:60]!r}")
        elif not place["exact"] and squeeze(want) not in squeeze(got):
            self.wrong.append(f"{name}: widened src {got[:60]!r} lacks {want[:60]!r}")
        text = text_of(value)
        if text is None or not self.same(text, want):
            self.derived += 1

    def run(self):
        for name, places in self.record.get("_spans", {}).items():
            values = values_of(self.record[name])
            if len(values) != len(places):
                self.wrong.append(f"{name}: {len(values)} values, {len(places)} places")
            for value, place in zip(values, places):
                if place is not None:
                    self.place(name, value, place)


LOG = """for _, r in ipairs(doc:repairs(%r)) do
  local first, last = r.span:source()
  if r.applied then emit { src = { first - 1, last }, after = r.after } end
end"""


def mends_of(view, path):
    """What was repaired: ranges of bytes, and what they were before the damage."""
    _, out, _ = docmill("x", LOG % view, path)
    found = [json.loads(line) for line in out.splitlines()]
    return sorted((m["src"], m["after"]) for m in found if "src" in m)


def check(script, path):
    code, out, err = docmill("run", script, "--spans", "--meta", path)
    if code != 0:
        return False, f"exit {code}: {err[:300]}", 0, 0
    places = derived = mends = repaired = 0
    wrong = []
    for line in out.splitlines():
        record = json.loads(line)
        if "_meta" not in record:
            continue
        code, text, _ = docmill("text", "--view", record["_meta"]["view"], path)
        log = mends_of(record["_meta"]["view"], path)
        checker = Checker(record, open(path, "rb").read(), text, log)
        checker.run()
        mends += len(log)
        repaired += checker.repaired
        places += checker.places
        derived += checker.derived
        wrong += checker.wrong
    note = f"{places} places, {derived} of derived values, {repaired} repaired"
    return not wrong, "\n# ".join([note] + wrong[:8]), mends, repaired


def unpacked(folder):
    """Every tenth real page, out of its gzip file."""
    packed = sorted(glob.glob("../shared/data/html/*/*.html.gz"))[::10]
    for path in packed:
        name = os.path.join(folder, os.path.basename(path)[:-3])
        with gzip.open(path) as f, open(name, "wb") as out:
            out.write(f.read())
        yield name


def main():
    jobs = [("samples/01-notice-gb18030/notice.lua", "samples/01-notice-gb18030/notice.txt"),
            ("samples/02-big5-page/page.lua", "samples/02-big5-page/page.html"),
            ("samples/04-speech/outline.lua", "samples/04-speech/speech.txt")]
    jobs += [("article", p) for p in sorted(glob.glob("samples/0*/*.txt") + glob.glob("samples/0*/*.html")
                                            + glob.glob("samples/06-mixed-heap/heap/*"))]
    seeds = sorted(glob.glob("../shared/seeds/*.txt"))
    jobs += [("article", p) for p in seeds]
    folder = tempfile.mkdtemp()
    jobs += [("article", p) for p in unpacked(folder)]
    jobs += [("article", p) for p in sorted(glob.glob("../shared/data/charset/gb*/*")
                                            + glob.glob("../shared/data/charset/big5/*"))[::3]]
    n = mends = repaired = 0
    broken = {"mends": 0, "repaired": 0}  # in the sample that is there for it
    for script, path in jobs:
        n += 1
        good, note, found, compared = check(script, path)
        mends += found
        repaired += compared
        if "broken-page" in path:
            broken["mends"] += found
            broken["repaired"] += compared
        print(f"{'ok' if good else 'not ok'} {n} - {script} {path}: {note}")
    n += 1
    print(f"{'ok' if broken['mends'] and broken['repaired'] else 'not ok'} {n} - repaired places were compared: "
          f"{broken['repaired']} in the broken page with {broken['mends']} repairs, "
          f"{repaired} in all with {mends}")
    if not seeds:
        n += 1
        print(f"ok {n} - seeds # SKIP ../shared is not there")
    shutil.rmtree(folder)
    print(f"1..{n}")
    return 0


sys.exit(main())
