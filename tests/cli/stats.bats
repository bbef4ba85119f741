#!/usr/bin/env bats
# stats.bats - docmill stats: counts, residue, the rule that writes itself.
load common.bash

# 60 pages, each with a date, a source, prose of its own and two lines of
# boilerplate in as many variants; one page is turned away, one fails.
corpus() {
    mkdir -p corpus
    local i names=(王 李 张 刘 陈) given=(明 小红 大力)
    for i in $(seq -w 1 60); do
        {
            echo "标题${i}号文"
            echo "日期：2023年$((10#$i % 12 + 1))月$((10#$i % 28 + 1))日"
            ((10#$i % 3)) && echo "来源：新华社"
            echo "正文$(printf '%0*d' $((10#$i % 9 + 1)) 7)各不相同，各有$i。"
            echo "  （责任编辑：${names[10#$i % 5]}${given[10#$i % 3]}） 浏览次数：$((10#$i * 977))"
            echo "（责任编辑：${names[10#$i % 4]}${given[10#$i % 2]}） 浏览次数：$((10#$i * 13))"
        } >corpus/$i.txt
    done
    cat >notice.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "notice", view = "clean", conflict = "longest",
  rules = {
    rule { id = "date", match = re [[\d{4}年\d{1,2}月\d{1,2}日]] },
    rule { id = "label", match = re [[^日期：]], conflict = "all" },
    rule { id = "month", match = re [[\d{1,2}月\d{1,2}日]] },
    rule { id = "line", match = re [[^日期.*$]], conflict = "all" },
    rule { id = "source", match = re [[^来源：(?<value>\S+)]],
      where = function(m) return m.value.text ~= "无", "nobody" end },
    rule { id = "dead", match = re [[并无此句]] },
  },
  fields = {
    date = field { from = "date", pick = "first", required = true },
    source = field { from = "source", pick = "first" },
  },
}
LUA
}

# The one JSON object without its times.
plain() {
    python3 -c '
import json, sys
v = json.load(sys.stdin)
del v["times"]
for r in v["rules"]:
    del r["seconds"]
print(json.dumps(v, ensure_ascii=False))'
}

# A Python expression over v, the JSON object in stats.json, must be true.
true_of() {
    python3 - "$@" <<'PY' || return 1
import json, sys
v = json.load(open("stats.json"))
rule = {r["id"]: r for r in v["rules"]}
field = {f["name"]: f for f in v["fields"]}
top = v["residue"]["top"]
for e in sys.argv[1:]:
    if not eval(e):
        sys.exit("not so: " + e + "\n" + json.dumps(v, ensure_ascii=False)[:3000])
PY
}

@test "rules, fields and conflicts are counted" {
    corpus
    docmill stats --json notice.lua corpus >stats.json
    true_of 'v["documents"]["all"] == v["documents"]["done"] == 60' \
        'rule["date"]["hits"] == rule["date"]["docs"] == 60' \
        'rule["source"]["hits"] == 40 and rule["source"]["chars"] == 40 * 6' \
        'rule["month"]["hits"] == 0 and rule["month"]["beaten"] == 60' \
        'rule["month"]["beaten_by"] == [{"text": "date", "n": 60, "docs": 60}]' \
        'v["dead"] == ["month", "dead"]' \
        'v["together"] == [{"rules": ["date", "label", "line"], "docs": 60}]' \
        '{"a": "label", "b": "line", "n": 60, "docs": 60} in v["overlaps"]' \
        '{"a": "date", "b": "line", "n": 60, "docs": 60} in v["overlaps"]' \
        'v["overlapping_pairs"] == 2' \
        'field["source"]["filled"] == 40 and field["source"]["missing"] == 20' \
        'field["source"]["top"] == [{"text": "新华社", "n": 40, "docs": 40}]' \
        'field["date"]["values"] == 60 and field["date"]["required"]' \
        '0 < v["text"]["share"] < 1' \
        'v["times"]["load"]["n"] == 60 == rule["date"]["seconds"]["n"]' \
        'rule["date"]["seconds"]["slowest"].startswith("corpus/")'
}

@test "what is refused is told with its reason" {
    corpus
    sed -i 's/来源：新华社/来源：无/' corpus/0*.txt
    docmill stats --json notice.lua corpus >stats.json
    true_of 'rule["source"]["refused"] == 6' \
        'rule["source"]["reasons"] == [{"text": "nobody", "n": 6, "docs": 6}]'
    expect 0 docmill stats notice.lua corpus
    holds "source refused: nobody (6)" "month beaten by: date (60)" \
        "Dead rules" "date + label + line (60 documents)"
}

@test "planted boilerplate is the first of the residue, and its rule drops it" {
    corpus
    docmill stats --json notice.lua corpus >stats.json
    true_of 'top[0]["n"] == 120 and top[0]["docs"] == 60' \
        'top[0]["examples"][0]["doc"] == "corpus/01.txt"' \
        'top[0]["examples"][0]["line"] == 5 and top[0]["examples"][0]["col"] in (2, 3)'
    docmill stats --suggest notice.lua corpus >next.lua
    expect 0 docmill check next.lua
    holds "ok"
    docmill stats --json next.lua corpus >stats.json
    true_of 'rule["boilerplate_1"]["hits"] == 120' \
        'not any("责任编辑" in e["text"] for g in top for e in g["examples"])'
    # as part of the script itself, too
    python3 - <<'PY'
import re
text = open("next.lua").read()
one = re.search(r"rule \{\s+id = \"boilerplate_1\".*?\n    \},\n", text, re.S).group(0)
script = open("notice.lua").read()
open("notice.lua", "w").write(script.replace("  rules = {\n", "  rules = {\n    " + one, 1))
PY
    expect 0 docmill check notice.lua
    docmill stats --json notice.lua corpus >stats.json
    true_of 'rule["boilerplate_1"]["hits"] == 120' \
        'not any("责任编辑" in e["text"] for g in top for e in g["examples"])'
}

@test "places are those of the file, in any charset" {
    mkdir gb
    printf '首行\n\n　　页脚：甲\n' | iconv -t gb18030 >gb/a.txt
    printf '首行\n\n　　页脚：乙\n' | iconv -t gb18030 >gb/b.txt
    cat >none.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "none", rules = { docmill.rule { id = "x", match = docmill.re "x" } } }
LUA
    docmill stats --charset gb18030 --json none.lua gb >stats.json
    true_of 'any(e["line"] == 3 and e["col"] == 3 and e["text"] == "页脚：甲" for g in top for e in g["examples"])' \
        'v["documents"]["without_hit"] == 2 and v["without_hit"] == ["gb/a.txt", "gb/b.txt"]'
}

@test "a part of a line that a rule left is residue; a mark alone is not" {
    printf 'alpha one!\nbeta two!\n' >docs/a.txt
    cat >part.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "part", rules = {
  docmill.rule { id = "n", match = docmill.re "one|beta two" } } }
LUA
    docmill stats --json part.lua docs/a.txt >stats.json
    true_of 'v["residue"]["lines"] == 1 and top[0]["shape"] == "a…"' \
        'top[0]["examples"][0]["text"] == "alpha"' '"pattern" not in top[0]'
}

@test "what document drops, annotates or puts into fields is touched" {
    printf 'keep\ndropped\nmarked\nfielded\n' >docs/a.txt
    cat >own.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "own",
  fields = { f = docmill.field { candidates = function(doc) return { doc:lines()[4] } end } },
  document = function(doc, record)
    doc:drop(doc:lines()[2], "why")
    doc:annotate(doc:lines()[3], "mark")
    return record
  end }
LUA
    docmill stats --json own.lua docs/a.txt >stats.json
    true_of '[g["examples"][0]["text"] for g in top] == ["keep"]' \
        'field["f"]["top"][0]["text"] == "fielded"'
}

@test "all but times is the same for any -j" {
    corpus
    local j
    for j in 1 2 4; do
        docmill stats --json --sample 3 -j $j notice.lua corpus | plain >$j.json
    done
    cmp 1.json 2.json
    cmp 1.json 4.json
    docmill stats --suggest -j 1 notice.lua corpus >1.lua
    docmill stats --suggest -j 4 notice.lua corpus >4.lua
    cmp 1.lua 4.lua
    docmill stats -j 1 notice.lua corpus | sed '/^Time/,/^$/d' >1.txt
    docmill stats -j 4 notice.lua corpus | sed '/^Time/,/^$/d' >4.txt
    cmp 1.txt 4.txt
}

@test "samples are hits and near misses with their places" {
    corpus
    docmill stats --json --sample 4 notice.lua corpus >stats.json
    true_of 'len(v["samples"]) == 6' \
        'len(v["samples"][0]["hits"]) == 4' \
        'all(s["line"] == 2 and s["col"] == 4 for s in v["samples"][0]["hits"])' \
        'v["samples"][5]["hits"] == []' \
        'len(v["samples"][4]["near"]) <= 4'
    true_of 'any(n["why"] and n["line"] > 0 for s in v["samples"] for n in s["near"])'
    expect 0 docmill stats --sample 2 notice.lua corpus
    holds "hit  corpus/" "⟦"
}

@test "turned away, skipped and failed documents are counted apart" {
    printf 'fails\n' >docs/d.txt
    printf 'skip me\n' >docs/e.txt
    cat >apart.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "apart", needs = { min_bytes = 6 },
  rules = { docmill.rule { id = "w", match = docmill.re "alpha" } },
  document = function(doc, record)
    if tostring(doc.text):find "^fails" then error "no" end
    if tostring(doc.text):find "^skip" then doc:skip "not this" end
    return record
  end }
LUA
    printf 'a\n' >docs/f.txt
    run docmill stats --json -q apart.lua docs
    [ "$status" -eq 3 ]
    python3 -c 'import sys; t = sys.argv[1]; open("stats.json", "w").write(t[t.index("{\"script"):].split("\n")[0])' "$output"
    true_of 'v["documents"]["all"] == 6 and v["documents"]["failed"] == 1' \
        'v["documents"]["turned_away"] == 1 and v["documents"]["skipped"] == 1' \
        'v["documents"]["done"] == 3 and v["documents"]["without_hit"] == 3' \
        'v["failed"] == ["docs/d.txt"] and v["failed_why"][0]["text"].startswith("E302")'
}

@test "rules count in documents that fail behind them" {
    corpus
    sed -i '/^日期/d' corpus/0*.txt
    run docmill stats --json notice.lua corpus
    [ "$status" -eq 3 ]
    tail -n 1 <<<"$output" >last.txt
    grep -h '^{"script"' <<<"$output" >stats.json
    true_of 'v["documents"]["failed"] == 9 and v["documents"]["counted"] == 60' \
        'field["date"]["missing"] == 9 and field["date"]["filled"] == 51' \
        'rule["source"]["hits"] == 40' 'top[0]["n"] == 120'
}

@test "a limit is told at the rule that hit it" {
    python3 -c 'print("a" * 5000)' >docs/a.txt
    cat >steps.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "steps", rules = {
  docmill.rule { id = "fine", match = docmill.re "one" },
  docmill.rule { id = "slow", match = docmill.re [[(?:a|a|aa)+$(?<=b)]] } } }
LUA
    run docmill stats -q steps.lua docs
    [ "$status" -eq 3 ]
    holds "slow limit hit: E403 steps (1)"
}

@test "junk, nothing and huge lines cost a document at most" {
    mkdir junk
    head -c 50000 /dev/urandom >junk/random
    : >junk/empty
    printf '\n\n   \n' >junk/blank
    python3 -c 'print("长，" * 300000)' >junk/one
    python3 -c 'print("x = 1;\n" * 50000)' >junk/many
    corpus
    run docmill stats notice.lua junk
    [ "$status" -eq 3 ]
    holds "5 documents" "x" "junk/many:1:1"
    run docmill stats -q --suggest notice.lua junk
    [ "$status" -eq 3 ]
    expect 0 docmill stats word.lua junk/empty
    holds "1 document: 1 done" "0 characters"
}

@test "nothing of a document acts on the terminal, and tables fit" {
    printf '\033]0;title\007 %0300d\n' 1 >docs/a.txt
    run docmill stats word.lua docs
    case $output in *$'\033'*) false ;; esac
    corpus
    docmill stats --color never notice.lua corpus | python3 -c '
import sys, unicodedata
for line in sys.stdin:
    w = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    assert w <= 110, (w, line)'
}

@test "a script without rules or with a handler alone is no trouble" {
    expect 3 docmill stats picky.lua docs
    holds "3 documents: 2 done, 1 failed"
    expect 0 docmill stats --json picky.lua docs/a.txt
    expect 2 docmill stats
    expect 2 docmill stats --json --suggest word.lua docs
    expect 2 docmill stats --sample 5000 word.lua docs
    expect 4 docmill stats nowhere.lua docs
}

@test "where nothing comes up twice, nothing is suggested" {
    expect 0 docmill stats --suggest word.lua docs
    holds "nothing to suggest"
    [ "$(docmill stats --suggest word.lua docs 2>/dev/null)" = "" ]
}

@test "-o appears whole" {
    expect 0 docmill stats -o out.txt word.lua docs
    holds ""
    grep -q "word: 3 documents" out.txt
}

@test "Ctrl-C ends it, says so and leaves no file" {
    mkdir many
    local i
    for i in $(seq 1 200); do cp docs/a.txt many/$i.txt; done
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "slow", rules = {
  docmill.rule { id = "w", match = docmill.re "alpha" } },
  document = function(_, record)
    for _ = 1, 30000000 do end
    return record
  end }
LUA
    expect 130 timeout --foreground --preserve-status -s INT 2 "$DOCMILL" stats -j 1 -o cut.txt slow.lua many
    holds "interrupted"
    [ ! -e cut.txt ]
}

@test "--suggest writes no foreign text as code, and nothing that hides" {
    printf 'x\u009bfoo \u202eabc]]\nplain line\n' | tee a1.txt >a2.txt
    cat >evil.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "evil\nos.exit(3) --\u{2066}", view = "decoded",
  rules = { docmill.rule { id = "d", match = docmill.re "zzz" } } }
LUA
    docmill stats --suggest evil.lua a1.txt a2.txt >out.lua
    grep -qF 'no rule of "evil\x0Aos.exit(3) --\u{2066}" touched' out.lua
    grep -qF 'match = re "^x\u{9B}foo \u{202E}abc\\]\\]$"' out.lua
    grep -qF '["x\u{9B}foo \u{202E}abc]]"] = true' out.lua
    grep -qF 'match = re [[^plain line$]]' out.lua
    [ -z "$(LC_ALL=C tr -d '\n -~' <out.lua)" ]
    expect 0 docmill check out.lua
    holds "2 examples"
}

@test "skipped documents are listed, fields counted where one is missing" {
    mkdir few
    printf 'date: 1\nname: a\n' >few/1
    printf 'name: b\n' >few/2
    printf 'skip\n' >few/3
    cat >few.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  rules = { rule { id = "date", match = re [[^date: (?<value>\d)]] },
    rule { id = "name", match = re [[^name: (?<value>\w)]] } },
  fields = { date = field { from = "date", required = true }, name = field { from = "name" } },
  document = function(doc) if doc.text:find("skip", 1, true) then doc:skip "no use" end end,
}
LUA
    run docmill stats few.lua few/1 few/2
    [ "$status" -eq 3 ]
    holds "few.lua: 2 documents"
    docmill stats -q --json few.lua few/1 few/2 >stats.json || true
    true_of 'field["name"]["filled"] == 2 and field["name"]["missing"] == 0' \
        'field["date"]["filled"] == 1 and field["date"]["missing"] == 1' \
        'v["documents"]["records"] == 1'
    sed -i 's/, required = true//' few.lua
    docmill stats --json few.lua few >stats.json
    true_of 'v["skipped"] == ["few/3"] and v["skipped_why"][0]["text"] == "no use"'
}
