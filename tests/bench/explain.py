"""explain.py - what it costs to ask why a rule did not match, beside a plain run.

Usage: explain.py DOCMILL.  A text of 1 MB, a script of one rule that misses
nearly everywhere; medians of several runs, in milliseconds.

  scan      the rule's own search in `docmill explain`, which is that of a run
  attempts  the search for the nearest attempts, compiling included
  reasons   all other views, flags and anchors that are tried
  run, explain   the whole commands, loading included
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

RULES = [
    ("a literal and digits", r"发布时间：(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日"),
    ("digits, no literal", r"(?<y>\d{4})年第(?<m>\d{1,2})期"),
    ("a class and a run of Han", r"[中国]\p{Han}+[0-9]+第"),
    ("a lookbehind", r"(?<=时间：)\d{4}年\d+月\d+日"),
    ("Latin words", r"\b[A-Z]\w+ (?:Smith|Jones)\b"),
]

SCRIPT = """local docmill = require "docmill"
return docmill.script { view = "clean",
  rules = { docmill.rule { id = "r", match = docmill.re [==[%s]==] } } }
"""


def text(size):
    """Lines of everyday characters, a date in every tenth."""
    rng = random.Random(1)
    han = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产"
    out, n = [], 0
    while n < size:
        line = "".join(rng.choice(han) for _ in range(rng.randint(20, 80)))
        if rng.random() < 0.1:
            line += f"发布时间：{rng.randint(1990, 2030)}年{rng.randint(1, 12)}月"
        out.append(line + "。\n")
        n += 3 * len(line)
    return "".join(out)


def clock(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    return (time.perf_counter() - start) * 1000, done.stdout


def median(command, times=9):
    return statistics.median(clock(command)[0] for _ in range(times))


def inside(command, times=9):
    """Medians of scan, attempts and reasons, as the answer tells them."""
    rows = []
    for _ in range(times):
        answer = json.loads(clock(command)[1])
        spent = answer["seconds"]
        rows.append((answer["rule"]["seconds"], spent["attempts"], spent["reasons"]))
    return [statistics.median(column) * 1000 for column in zip(*rows)]


def main(docmill):
    with tempfile.TemporaryDirectory() as folder:
        path, script = os.path.join(folder, "big.txt"), os.path.join(folder, "r.lua")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text(1_000_000))
        print(f"{'rule':26} {'scan':>7} {'attempts':>9} {'times':>6} {'reasons':>8}"
              f" {'run':>7} {'explain':>8} {'times':>6}")
        for name, pattern in RULES:
            with open(script, "w", encoding="utf-8") as f:
                f.write(SCRIPT % pattern)
            explain = [docmill, "explain", "--rule", "r", "--json", script, path]
            scan, attempts, reasons = inside(explain)
            run = median([docmill, "run", "-j1", script, path])
            whole = median(explain)
            print(f"{name:26} {scan:7.2f} {attempts:9.2f} {attempts / scan:5.1f}x {reasons:8.1f}"
                  f" {run:7.1f} {whole:8.1f} {whole / run:5.1f}x")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
