#!/bin/sh
# stats.sh - docmill stats beside docmill run over the same documents.
#
# Two corpora of generated pages: short ones, of which rules take what there is
# to take, and long ones of prose that no rule touches, which is the worst case
# for the residue.  Figures are CPU seconds of all processes together, the least
# of some rounds: trust the ratios, not the seconds.
set -eu
: "${OUT:=build/release}"
docs=${DOCS:-1000}
work=$OUT/bench-stats
docmill=${DOCMILL:-$OUT/docmill}
rm -rf "$work"
mkdir -p "$work"
cat >"$work/notice.lua" <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script { name = "notice", rules = {
  rule { id = "date", match = re [[\d{4}年\d{1,2}月\d{1,2}日]] },
  rule { id = "source", match = re [[^来源[:：]\s*(?<value>\S+)]] },
  rule { id = "pages", match = re [[^第\d+页 共\d+页$]] },
  rule { id = "amount", match = re [[\d+(?:\.\d+)?万?元]] },
  rule { id = "quote", match = re [[“[^”\n]{1,80}”]] },
} }
LUA
python3 - "$work" "$docs" <<'PY'
import random, sys
from pathlib import Path
work, docs = Path(sys.argv[1]), int(sys.argv[2])
R = random.Random(5)
han = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工"
word = lambda a, b: "".join(R.choices(han, k=R.randint(a, b)))
for name, lines in ("short", 6), ("prose", 400):
    (work / name).mkdir()
    for i in range(docs):
        page = [word(6, 14), "来源：新华社", f"日期：2023年{i % 12 + 1}月{i % 28 + 1}日"]
        page += ["，".join(word(3, 20) for _ in range(R.randint(2, 5))) + "。" for _ in range(lines)]
        page.append(f"第{i % 20}页 共{i % 90 + 20}页")
        (work / name / f"{i:05}.txt").write_text("\n".join(page) + "\n", encoding="utf-8")
PY
python3 - "$docmill" "$work" <<'PY'
import resource, subprocess, sys
docmill, work = sys.argv[1:]
def cost(verb, corpus):
    best = None
    for _ in range(5):
        a = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([docmill, verb, "-q", f"{work}/notice.lua", f"{work}/{corpus}"],
                       stdout=subprocess.DEVNULL, check=True)
        b = resource.getrusage(resource.RUSAGE_CHILDREN)
        s = b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime
        best = s if best is None else min(best, s)
    return best
for corpus in "short", "prose":
    run, stats = cost("run", corpus), cost("stats", corpus)
    print(f"  {corpus}: run {run:.2f} s, stats {stats:.2f} s, {stats / run:.1f} times as much")
PY
