#!/usr/bin/env python3
"""How well broken text is made whole, and how well whole text is left alone.

usage: bench_repair.py DOCMILL [--shared DIR] [--cache DIR] [--offline] [--part P]...

Parts (all when none is named):
  lines   damaged lines made exactly whole, with private use kept and dropped,
          with and without folded punctuation; of the others, how many are
          reported uncertain and how many are silently wrong
  clean   changes in 10 MB of clean text in each charset: there must be none
  gold    the seed documents beside their gold: characters, glosses, incidents

Prints tables; exit 1 when a target is missed, 77 when nothing could be measured.
Clean text is read from DIR/data/html/zh and from Debian packages, which apt-get
downloads into the cache (--offline: only what is there); the damage is done by
DIR/damage/damage.py with a table of readings made from Unihan.
"""
import argparse
import json
import os
import re
import sys

sys.dont_write_bytecode = True

import corpus
import damage
import pairs
import program

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = {"keep": 70, "drop": 50, "reported": 90}
REPAIR = ["lines", "repair", "gloss"]
FOLD = {0xFF01 + i: 0x21 + i for i in range(94)}


def table(title, head, rows):
    """Print rows of cells under a head, columns aligned."""
    cells = [head] + [[c if isinstance(c, str) else "%.1f" % c if isinstance(c, float) else str(c)
                       for c in row] for row in rows]
    wide = [max(len(r[i]) for r in cells) for i in range(len(head))]
    print("\n" + title)
    for row in cells:
        print("  " + "  ".join(c.ljust(w) if i == 0 else c.rjust(w)
                               for i, (c, w) in enumerate(zip(row, wide))))
    sys.stdout.flush()


def percent(part, whole):
    return 100.0 * part / whole if whole else float("nan")


# ---- damaged lines ----

class Tally:
    """What became of the lines of one kind of damage."""

    def __init__(self):
        self.lines = self.glossed = self.stripped = self.spoilt = 0
        self.hard = self.whole = self.reported = self.silent = 0
        self.missed = []

    def row(self, name):
        rest = self.hard - self.whole
        return [name, self.lines, self.glossed, percent(self.stripped, self.glossed), self.hard,
                self.whole, percent(self.whole, self.hard), self.reported, self.silent,
                percent(self.reported, rest), self.spoilt]


HEAD = ["kind", "lines", "glossed", "% whole", "broken", "whole", "% whole", "reported", "silent",
        "% of rest", "spoilt"]


def read_lines(path):
    with open(path, encoding="utf-8") as f:
        return f.read().split("\n")[:-1]


def reported_lines(run, path):
    """Lines of the file in which a repair is uncertain or was not applied."""
    with open(path, "rb") as f:
        data = f.read()
    return program.lines_of(data, [(r[0], r[1]) for r in run.repairs(path)
                                   if r[3] == "uncertain" or not r[4]])


def tally_file(tally, run, folder, kind, name, steps, readings):
    fold = (lambda s: s.translate(FOLD)) if "fold" in kind else (lambda s: s)
    path = os.path.join(folder, kind, name)
    clean = read_lines(os.path.join(folder, "clean", name))
    broken, out = read_lines(path), run.text(path, steps)
    told = None
    same = len(out) == len(clean)
    somewhere = set(map(fold, out))
    for i, (truth, was) in enumerate(zip(clean, broken)):
        good = fold(out[i]) == fold(truth) if same else fold(truth) in somewhere
        tally.lines += 1
        if was == truth:
            tally.spoilt += not good
        elif fold(damage.without_glosses(was, readings)) == fold(truth):
            tally.glossed += 1
            tally.stripped += good
        else:
            tally.hard += 1
            tally.whole += good
            if not good:
                told = reported_lines(run, path) if told is None else told
                tally.reported += i in told
                tally.silent += i not in told
                tally.missed.append((name, i, truth, was, out[i] if same else "", i in told))


def part_lines(run, a):
    folder = os.path.join(a.cache, "pairs-%d" % a.glossed)
    if not os.path.isdir(os.path.join(folder, "held")):
        pairs.make(folder, a.shared, a.cache, a.offline, a.glossed)
    with open(os.path.join(folder, "readings.tsv"), encoding="utf-8") as f:
        readings = dict(l.rstrip("\n").split("\t") for l in f)
    half, ok, rows = os.path.join(folder, a.half), True, []
    for kind in ("damaged-keep", "damaged-drop", "damaged-keep-fold", "damaged-drop-fold"):
        tally = Tally()
        for name in sorted(os.listdir(os.path.join(half, kind)))[::a.every]:
            tally_file(tally, run, half, kind, name, a.steps, readings)
        rows.append(tally.row(kind[8:]))
        ok &= meets(tally, kind)
        if a.verbose:
            show_missed(kind, tally)
    table("Damaged lines (half: %s).  Targets: broken lines whole, kept >= %d %%, dropped >= %d %%;"
          " of the rest reported >= %d %%; spoilt 0" %
          (a.half, TARGET["keep"], TARGET["drop"], TARGET["reported"]), HEAD, rows)
    return ok


def meets(tally, kind):
    need = TARGET["drop" if "drop" in kind else "keep"]
    rest = tally.hard - tally.whole
    return (percent(tally.whole, tally.hard) >= need and tally.spoilt == 0 and
            (rest == 0 or percent(tally.reported, rest) >= TARGET["reported"]))


def show_missed(kind, tally):
    for name, i, truth, was, got, told in tally.missed:
        print("%s %s:%d %s\n  clean  %s\n  broken %s\n  got    %s" %
              (kind, name, i + 1, "reported" if told else "SILENT", truth, was, got))


# ---- clean text ----

def japanese(a):
    return (l for _, l in corpus.documentation("ja", a.cache, a.offline))


def korean(a):
    return (l for _, l in corpus.documentation("ko", a.cache, a.offline))


def simplified(a):
    yield from (l for _, lines in corpus.pages(os.path.join(a.shared, "data/html/zh"))
                for l in lines if damage.encodable(l, "gb2312"))
    yield from (l for _, l in corpus.documentation("zh-cn", a.cache, a.offline))


def traditional(a):
    yield from (l for _, lines in corpus.pages(os.path.join(a.shared, "data/html/zh"))
                for l in lines if damage.encodable(l, "big5"))
    yield from (l for _, l in corpus.documentation("zh-tw", a.cache, a.offline))


CLEAN = [("gb18030", "Simplified", simplified), ("gb18030", "Traditional", traditional),
         ("utf-8", "Simplified", simplified), ("utf-8", "Traditional", traditional),
         ("big5", "Traditional", traditional),
         ("shift_jis", "Japanese", japanese), ("utf-8", "Japanese", japanese),
         ("euc-kr", "Korean", korean), ("utf-8", "Korean", korean)]


def cycle(lines, size, charset):
    """Files of 20 to 20000 lines, `size` bytes in all, going round."""
    lines = [l for l in lines if damage.encodable(l, charset)]
    at, total, count = 0, 0, 20
    while lines and total < size:
        part = [lines[(at + i) % len(lines)] for i in range(count)]
        data = ("\n".join(part) + "\n").encode(charset)
        yield data
        at, total, count = at + count, total + len(data), count * 5 if count < 10000 else 20


def changes(run, path, steps):
    """Lines that the steps change beyond what `lines` alone makes of the file."""
    try:
        before, after = run.text(path, ["lines"]), run.text(path, steps)
    except RuntimeError as failed:
        return [("(a file of %d bytes)" % os.path.getsize(path), str(failed))]
    return [(b, a) for b, a in zip(before, after) if a != b] + \
        [("", "")] * abs(len(before) - len(after))


def part_clean(run, a):
    ok, rows = True, []
    steps = [s for s in a.clean_steps if s in run.steps()]
    path = os.path.join(a.cache, "clean.txt")
    for charset, kind, source in CLEAN:
        total = files = 0
        changed = []
        for data in cycle(source(a), a.mb << 20, charset):
            with open(path, "wb") as f:
                f.write(data)
            total, files = total + len(data), files + 1
            changed += changes(run, path, steps)
        rows.append(["%s %s" % (charset, kind), files, total / 1048576.0, len(changed)])
        ok &= not changed
        for before, after in changed[:10 if a.verbose else 2]:
            print("changed: %s\n     to: %s" % (before[:200], after[:200]))
    table("Clean text through %s.  Target: 0" % ",".join(steps),
          ["charset", "files", "MB", "lines changed"], rows)
    return ok


# ---- the seeds and their gold ----

GLOSS = re.compile("[\u4e00-\u9fffA-Z?]\\(?[a-zü]*[\u00e0-\u01dc][a-zü]*\\)")


def squeeze(text):
    return re.sub(r"\s", "", text.translate(FOLD))


def matched(gold, got):
    """How many characters of gold an alignment finds in got, by pieces that
    get shorter: 12, then 4, then single characters between what is found."""
    found = set()
    align(gold, got, (0, len(gold)), (0, len(got)), 12, found)
    return len(found)


def align(gold, got, a, b, size, found):
    i, at = a[0], b[0]
    holes = []
    start = (i, at)
    while i + size <= a[1]:
        hit = got.find(gold[i:i + size], at, min(b[1], at + 4000 if size > 1 else b[1]))
        if hit < 0:
            i += 1
            continue
        holes.append((start, (i, hit)))
        while i < a[1] and hit < b[1] and gold[i] == got[hit]:
            found.add(i)
            i, hit = i + 1, hit + 1
        at = hit
        start = (i, at)
    holes.append((start, (a[1], b[1])))
    if size > 1:
        for (i0, j0), (i1, j1) in holes:
            if i1 > i0 and j1 > j0:
                align(gold, got, (i0, i1), (j0, j1), 4 if size > 4 else 1, found)


def plain(text):
    """Squeezed, and without intact glosses."""
    return re.sub("(?<=[\u4e00-\u9fffA-Z])\\([a-zü\u00e0-\u01dc]+\\)", "", squeeze(text))


def incidents(gold, text, got, places):
    """(value, truth, repaired?, reported?) of each destroyed run: repaired when
    the truth stands where it should, after what stands before it."""
    for item in gold["destroyed"]:
        if not item.get("verified_by_simulation"):
            continue
        first = len(text[:item["start"]].encode())
        last = len(text[:item["end"]].encode())
        truth = plain(text[max(0, item["start"] - 40):item["start"]])[-3:] + \
            squeeze(item["probable"])
        told = any(r[0] < last and r[1] > first and (r[3] == "uncertain" or not r[4])
                   for r in places)
        yield item["value"], item["probable"], truth in got, told


def gold_texts(a):
    """(number, gold, path of the seed) of each."""
    folder = os.path.join(a.shared, "gold")
    for name in sorted(n for n in os.listdir(folder) if re.match(r"\d+\.json$", n)):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            gold = json.load(f)
        yield name[:3], gold, os.path.join(a.shared, "seeds", gold["source_file"])


def part_gold(run, a):
    rows, runs = [], []
    hans = "hans" in run.steps()  # else in the script that they are written in
    for name, gold, path in gold_texts(a):
        want = os.path.join(a.shared, "gold", name + (".hans.txt" if hans else ".clean.txt"))
        truth = squeeze("".join(read_lines(want)))
        got = "\n".join(run.text(path, a.steps))
        shown = "\n".join(run.text(path, a.steps + ["hans"])) if hans else got
        equal = matched(truth, squeeze(shown))
        rows.append([name, len(truth), equal, percent(equal, len(truth)),
                     len(GLOSS.findall(got))])
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for value, right, mended, told in incidents(gold, text, squeeze(got),
                                                    list(run.repairs(path))):
            runs.append([name, value, right,
                         "repaired" if mended else "uncertain" if told else "WRONG"])
    table("Seeds beside the gold, width folded",
          ["seed", "characters", "equal", "%", "glosses left"], rows)
    table("Destroyed runs", ["seed", "stands", "truth", "outcome"], runs)
    return all(r[4] == 0 for r in rows) and all(r[3] != "WRONG" for r in runs)


def options():
    ap = argparse.ArgumentParser(description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("docmill")
    ap.add_argument("--shared", default=os.path.normpath(os.path.join(HERE, "../../../../shared")))
    ap.add_argument("--cache", default="/tmp/docmill-bench-cache")
    ap.add_argument("--offline", action="store_true")
    ap.add_argument("--part", action="append", choices=("lines", "clean", "gold"))
    ap.add_argument("--half", default="held", choices=("held", "dev"))
    ap.add_argument("--glossed", type=int, default=120, help="characters that are glossed")
    ap.add_argument("--every", type=int, default=1, help="only every Nth document is read")
    ap.add_argument("--mb", type=int, default=10, help="of clean text in each charset")
    ap.add_argument("--steps", type=lambda s: s.split(","), default=REPAIR)
    ap.add_argument("--clean-steps", type=lambda s: s.split(","),
                    default=["lines", "mojibake", "repair", "gloss"])
    ap.add_argument("-v", "--verbose", action="store_true", help="show the lines that failed")
    return ap.parse_args()


def main():
    a = options()
    if not os.path.isfile(os.path.join(a.shared, "damage/damage.py")):
        corpus.say("skipped: nothing to measure with at " + a.shared)
        return 77
    run = program.Program(a.docmill)
    missing = [s for s in a.steps if s not in run.steps()]
    if missing:
        corpus.say("this program has no step " + ", ".join(missing))
        return 77
    parts = {"lines": part_lines, "clean": part_clean, "gold": part_gold}
    results = [parts[p](run, a) for p in (a.part or parts)]
    print("\n" + ("every target is met" if all(results) else "NOT every target is met"))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
