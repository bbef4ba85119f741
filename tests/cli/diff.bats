#!/usr/bin/env bats
# diff.bats - docmill diff: what another version of a script changes.
load common

# notice.lua, with each argument pair "what" "instead" put through sed.
notice() {
    local out=$1
    shift
    cat >"$out" <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "notice",
  rules = {
    rule { id = "date", match = re [[(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日]],
      value = function(m) return ("%04d-%02d-%02d"):format(m.y, m.m, m.d) end },
    rule { id = "issuer", match = re [[^来源[:：]\s*(?<value>\S+)]] },
    rule { id = "number", match = re [[第\d+号]] },
  },
}
LUA
    while [ $# -gt 0 ]; do
        sed -i "s/$1/$2/" "$out"
        shift 2
    done
}

notices() {
    rm -rf docs && mkdir docs
    for i in 1 2 3; do
        printf '关于检查的通知\n来源: 市政府%d\n发布日期：2023年%d月4日，编号第%d号\n自2022年12月1日起\n' \
            $i $i $i >docs/n$i.txt
    done
}

# A script whose handler is the code in $2.
handler() {
    cat >"$1" <<LUA
local docmill = require "docmill"
local re = docmill.re
return docmill.script {
  name = "handler",
  rules = { docmill.rule { id = "word", match = re [[\\w+]] } },
  document = function(doc, record) $2 return record end,
}
LUA
}

@test "the same script: nothing differs, exit 0" {
    notices
    notice a.lua
    expect 0 docmill diff a.lua a.lua docs
    [ "$output" = "3 documents: 0 changed, 3 the same" ]
}

@test "an edited rule: changed, by the rule, with the place and the source" {
    notices
    notice a.lua
    notice b.lua '%04d-%02d-%02d' '%d-%d-%d'
    expect 1 docmill diff a.lua b.lua docs
    holds "date  rule 'date'  ~6 changed" \
        "    ~ 2023-01-04 → 2023-1-4  docs/n1.txt:3:6  发布日期：⟦2023年1月4日⟧，编号第1号" \
        "    … 3 more" "3 documents: 3 changed, 0 the same"
}

@test "--limit bounds the examples of a group, 0 shows none" {
    notices
    notice a.lua
    notice b.lua '%04d-%02d-%02d' '%d-%d-%d'
    expect 1 docmill diff --limit 1 a.lua b.lua docs
    [ "$(grep -c '~ 20' <<<"$output")" -eq 1 ]
    holds "… 5 more"
    expect 1 docmill diff --limit 0 a.lua b.lua docs
    [ "$(grep -c '~ 20' <<<"$output")" -eq 0 ]
    expect 2 docmill diff --limit 1001 a.lua b.lua docs
}

@test "a rule removed: its values are lost" {
    notices
    notice a.lua
    notice b.lua '^.*id = "number".*$' ''
    expect 1 docmill diff a.lua b.lua docs
    holds "number  rule 'number'  -3 lost" "- 第1号  docs/n1.txt:3:18"
}

@test "a rule renamed: lost here, gained there, and who has the place" {
    notices
    notice a.lua
    notice b.lua 'id = "issuer"' 'id = "source"'
    expect 1 docmill diff a.lua b.lua docs
    holds "source  rule 'source'  +3 gained" \
        "issuer  rule 'issuer', now taken by 'source'  -3 lost"
}

@test "a place that is dropped now names the rule that drops it" {
    notices
    notice a.lua
    notice b.lua 'id = "number",' 'id = "gone", action = "drop",'
    expect 1 docmill diff a.lua b.lua docs
    holds "number  rule 'number', now taken by 'gone'  -3 lost"
}

@test "a value that is lost is blamed on nobody without a reason" {
    printf '发布于5月4日，完\n' >docs/a.txt
    say() { printf 'local d = require "docmill"\nreturn d.script { %s rules = { %s } }\n' "$2" "$3" >"$1"; }
    date='id = "date", match = d.re [[\d+月\d+日]]'
    month='d.rule { id = "month", match = d.re [[月]] }'
    say old.lua '' "d.rule { $date }"
    # refused; another rule lies across, but nothing contests
    say new.lua '' "d.rule { $date, where = function() return false, 'no' end }, $month"
    expect 1 docmill diff old.lua new.lua docs/a.txt
    holds "date  rule 'date', now refused (no)  -1 lost"
    [[ $output != *taken* ]]
    docmill diff --json old.lua new.lua docs/a.txt >out.jsonl || true
    [ "$(jq -r 'select(.kind == "lost") | .refused' out.jsonl)" = no ]
    # its parent went; another field covers the place
    say new.lua '' "d.rule { id = 'p', match = d.re [[zz]] }, d.rule { $date, within = { rule = 'p' } }, d.rule { id = 'line', match = d.re [[.+]] }"
    expect 1 docmill diff old.lua new.lua docs/a.txt
    holds "date  rule 'date'  -1 lost"
    [[ $output != *taken* ]]
    # a conflict that is won from across
    say new.lua 'conflict = "priority",' "d.rule { $date }, d.rule { id = 'month', priority = 2, match = d.re [[月]] }"
    expect 1 docmill diff old.lua new.lua docs/a.txt
    holds "date  rule 'date', now taken by 'month'  -1 lost"
}

@test "one item more in a list is one gained" {
    printf 'one two three four\n' >docs/a.txt
    handler a.lua ''
    sed 's/\[\[.*\]\]/[[\\w+|two t]]/; s/\\w+|/(?!thr)\\w+|/' a.lua >b.lua
    rm docs/b.txt docs/c.txt
    expect 1 docmill diff b.lua a.lua docs
    holds "word  rule 'word'"
    handler c.lua 'table.insert(record.word, 1, "zero")'
    expect 1 docmill diff a.lua c.lua docs
    holds "word  +1 gained" "+ zero  docs/a.txt"
    [ "$(grep -c '  word' <<<"$output")" -eq 0 ]
}

@test "a conflict changes hands: the loser's value is taken by the winner" {
    cat >a.lua <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script { name = "c", conflict = "priority",
  rules = {
    rule { id = "year", match = re [[\d{4}年]], priority = 2 },
    rule { id = "whole", match = re [[\d{4}年\d+月]], priority = 1 },
  } }
LUA
    sed 's/priority = 1/priority = 3/' a.lua >b.lua
    printf '2023年5月\n' >docs/a.txt
    expect 1 docmill diff a.lua b.lua docs/a.txt
    holds "year  rule 'year', now taken by 'whole'  -1 lost" \
        "whole  rule 'whole'  +1 gained"
}

@test "the same value by another rule is told as such" {
    cat >a.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script { name = "f",
  rules = {
    rule { id = "any", match = re [[\d+]] },
    rule { id = "year", match = re [[\d{4}]] },
  },
  fields = { year = field { from = { "any" } } } }
LUA
    sed 's/from = { "any" }/from = { "year" }/' a.lua >b.lua
    printf 'in 2023\n' >docs/a.txt
    expect 1 docmill diff a.lua b.lua docs/a.txt
    holds "year  rule 'year', was 'any'  =1 by another rule" "= 2023  docs/a.txt:1:4"
}

@test "what only moved is counted, and shown with -v" {
    printf 'x 7 7\n' >docs/a.txt
    cat >a.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "m",
  rules = { docmill.rule { id = "n", match = docmill.re [[\d]] } },
  fields = { n = docmill.field { from = "n", pick = "first" } } }
LUA
    sed 's/"first"/"last"/' a.lua >b.lua
    expect 1 docmill diff a.lua b.lua docs/a.txt
    [ "${lines[0]}" = "1 value only moved: -v shows that" ]
    holds " 0 changed, 1 only in places, "
    expect 1 docmill diff -v -q a.lua b.lua docs/a.txt
    holds "n  rule 'n'  >1 moved" "> 7  docs/a.txt:1:5 (was 1:3)"
}

@test "a document that fails under NEW alone is a difference, not a failure" {
    handler a.lua ''
    expect 1 docmill diff a.lua picky.lua docs
    holds "gave records under OLD, fails under NEW: E302 picky.lua:6  !1 document" \
        "! docs/b.txt" "no betas here" "3 documents: 3 changed, 0 the same"
    expect 1 docmill diff picky.lua a.lua docs
    holds "failed under OLD, gives records under NEW: E302 picky.lua:6"
}

@test "a document that fails under both has failed: exit 3" {
    expect 3 docmill diff picky.lua picky.lua docs
    holds "no betas here" "3 documents: 0 changed, 2 the same, 1 failed"
}

@test "a difference wins over a failure: exit 1" {
    sed 's/gamma/delta/; s/#doc.text/#doc.text + 1/' picky.lua >other.lua
    expect 1 docmill diff picky.lua other.lua docs
    holds "3 documents: 2 changed, 0 the same, 1 failed"
}

@test "a limit that NEW passes costs the document under NEW alone" {
    handler a.lua ''
    handler b.lua 'if doc.id:find "b.txt" then while true do end end'
    expect 1 docmill diff --timeout 0.3 a.lua b.lua docs
    holds "fails under NEW: E401 b.lua  !1 document" "! docs/b.txt" \
        "3 documents: 1 changed, 2 the same"
}

@test "a document that is turned away under one of them is told" {
    sed 's/name = "word",/name = "word", needs = { format = "html" },/' word.lua >html.lua
    expect 1 docmill diff word.lua html.lua docs/a.txt
    holds "gave records under OLD, is turned away under NEW  !1 document"
    expect 0 docmill diff html.lua html.lua docs/a.txt
}

@test "nothing that OLD does to a document is seen by NEW" {
    handler a.lua 'doc:drop(doc:view "text":find(re "one") or doc.text:find "x", "t")'
    handler a.lua 'for s in doc:view("text"):gmatch(re [[\\w+]]) do doc:annotate(s, "t", {}) doc:drop(s, "t") doc:delete(s) end doc:commit()'
    handler b.lua 'record.state = #doc:annotations() .. "/" .. #doc:edits()'
    handler c.lua 'record.state = "0/0"'
    expect 0 docmill diff c.lua b.lua docs
    expect 1 docmill diff a.lua b.lua docs
    holds "+ 0/0  docs/a.txt"
    [ "$(grep -c ' lost' <<<"$output")" -eq 0 ]
}

@test "records of an earlier run on either side, compared by id" {
    notices
    notice a.lua
    notice b.lua 'id = "issuer"' 'id = "source"'
    docmill run --spans a.lua docs >a.jsonl
    docmill run --spans b.lua docs >b.jsonl
    docmill diff a.lua b.lua docs >want && false
    docmill diff a.jsonl b.lua docs >got1 && false
    docmill diff a.lua b.jsonl docs >got2 && false
    docmill diff a.jsonl b.jsonl docs >got3 && false
    diff want got1 && diff want got2 && diff want got3
    expect 0 docmill diff a.jsonl a.lua docs
    expect 1 docmill diff a.jsonl b.jsonl
    holds "source  rule 'source'  +3 gained" "+ 市政府1  docs/n1.txt" \
        "3 documents: 3 changed"
}

@test "a run without --spans is compared by values alone" {
    notices
    notice a.lua
    notice b.lua '%04d-%02d-%02d' '%d-%d-%d'
    docmill run a.lua docs >a.jsonl
    expect 0 docmill diff a.jsonl a.lua docs
    holds "a.jsonl has no _spans"
    expect 1 docmill diff a.jsonl b.lua docs
    holds "date  rule 'date'  ~6 changed" "docs/n1.txt:3:6"
}

@test "records of an earlier run that no input asks for are told" {
    notices
    notice a.lua
    docmill run --spans a.lua docs >a.jsonl
    expect 0 docmill diff a.jsonl a.lua docs/n1.txt
    holds "2 records of a.jsonl are about no input"
}

@test "records with ids of their own are found, whole ones gained and lost" {
    handler a.lua 'for i, w in ipairs(record.word) do docmill.emit { id = doc.id .. "#" .. i, w = w } end if true then return false end'
    handler b.lua 'for i, w in ipairs(record.word) do if i > 1 then docmill.emit { id = doc.id .. "#" .. i, w = w } end end if true then return false end'
    expect 1 docmill diff a.lua b.lua docs/a.txt
    holds "(whole record)  -1 lost" "- w=alpha  docs/a.txt (docs/a.txt#1)"
    docmill run --spans a.lua docs/a.txt >a.jsonl
    expect 0 docmill diff a.jsonl a.lua docs/a.txt
}

@test "--json: one object a difference, then a summary" {
    notices
    notice a.lua
    notice b.lua 'id = "issuer"' 'id = "source"'
    docmill diff --json a.lua b.lua docs >out.jsonl && false
    python3 - <<'PY'
import json
lines = [json.loads(l) for l in open("out.jsonl", encoding="utf-8")]
assert len(lines) == 7, len(lines)
gained = [l for l in lines if l.get("kind") == "gained"]
assert [l["id"] for l in gained] == ["docs/n1.txt", "docs/n2.txt", "docs/n3.txt"]
one = gained[0]
assert one["field"] == one["rule"] == "source" and one["new"] == "市政府1"
assert one["new_place"]["line"] == 2 and one["new_place"]["col"] == 5
data = open("docs/n1.txt", "rb").read()
a, b = one["new_place"]["src"]
assert data[a:b].decode() == "市政府1"
assert one["new_place"]["text"] == "来源: 市政府1"
lost = [l for l in lines if l.get("kind") == "lost"]
assert all(l["taken_by"] == "source" for l in lost)
s = lines[-1]["summary"]
assert s["documents"] == 3 and s["changed_documents"] == 3 and s["same"] == 0
assert s["gained"] == 3 and s["lost"] == 3 and len(s["groups"]) == 2
PY
}

@test "output is the same for any -j" {
    notices
    for i in $(seq 4 60); do sed "s/第3号/第${i}号/" docs/n3.txt >docs/n$i.txt; done
    notice a.lua
    notice b.lua '%04d-%02d-%02d' '%d-%d-%d' 'id = "issuer"' 'id = "source"'
    for how in "" "--json" "-v -q"; do
        docmill diff $how -j1 a.lua b.lua docs >one && false
        docmill diff $how -j4 a.lua b.lua docs >four && false
        cmp one four
        [ -s one ]
    done
}

@test "the wrong script is named: OLD, NEW, or neither there" {
    notices
    notice a.lua
    echo 'return {' >bad.lua
    expect 4 docmill diff a.lua bad.lua docs
    holds "bad.lua:2" "NEW"
    expect 4 docmill diff bad.lua a.lua docs
    holds "bad.lua:2" "OLD"
    expect 4 docmill diff nowhere.lua a.lua docs
    holds "nowhere.lua"
    expect 2 docmill diff a.lua
    holds "no NEW is named"
    expect 2 docmill diff
}

@test "a file of records that is none is named with its line" {
    notices
    notice a.lua
    printf '{"id":"x"}\n{"no":1}\n' >bad.jsonl
    expect 5 docmill diff bad.jsonl a.lua docs
    holds "bad.jsonl:2" "no record with an id"
    printf '{"id":\n' >bad.jsonl
    expect 5 docmill diff bad.jsonl a.lua docs
    holds "bad.jsonl:1"
}

@test "nothing of a document acts on the terminal" {
    printf 'evil\033[31mred\n' >docs/a.txt
    printf 'one' >docs/b.txt
    handler a.lua ''
    sed 's/\[\[.*\]\]/[[.+]]/' a.lua >b.lua
    docmill diff a.lua b.lua docs >out && false
    ! grep -q $'\033' out
    grep -q 'evil\\x1B\[31mred' out
}

@test "a reader that goes away ends it silently" {
    notices
    notice a.lua
    notice b.lua '%04d-%02d-%02d' '%d-%d-%d'
    for i in $(seq 4 400); do cp docs/n1.txt docs/n$i.txt; done
    "$DOCMILL" diff --json a.lua b.lua docs 2>err | head -1 >/dev/null
    [ ! -s err ]
}

@test "-o writes a file that appears whole" {
    notices
    notice a.lua
    notice b.lua 'id = "issuer"' 'id = "source"'
    expect 1 docmill diff -o out.txt a.lua b.lua docs
    [ -z "$output" ]
    grep -q "source  rule 'source'" out.txt
}

# A project with a snapshot: p/notice.lua, p/samples/, p/notice.snap.jsonl
project() {
    notices
    mkdir -p p && mv docs p/samples
    notice p/notice.lua 'name = "notice",' 'name = "notice", samples = { "samples" },'
    (cd p && "$DOCMILL" run --spans notice.lua samples >notice.snap.jsonl)
    cp p/notice.lua old.lua
    sed -i 's/id = "issuer"/id = "source"/' p/notice.lua
}

@test "--accept takes NEW's records into its snapshot" {
    project
    cp p/samples/n1.txt other.txt
    expect 1 docmill diff --accept -q old.lua p/notice.lua p/samples/n1.txt other.txt
    holds "p/notice.snap.jsonl: 1 line of 1 document written; 1 document has no snapshot"
    [ "$(wc -l <p/notice.snap.jsonl)" -eq 3 ]
    (cd p && "$DOCMILL" run --spans notice.lua samples/n1.txt) >want
    head -1 p/notice.snap.jsonl | cmp - want
    grep -c issuer p/notice.snap.jsonl | grep -qx 2
    expect 0 docmill diff --accept p/notice.lua p/notice.lua p/samples/n1.txt
    holds "nothing to write"
}

@test "--accept leaves what check finds right" {
    project
    expect 1 docmill check p/notice.lua
    expect 1 docmill diff --accept old.lua p/notice.lua p/samples
    expect 0 docmill check p/notice.lua
}

@test "--accept without a snapshot says so, and of records it is refused" {
    notices
    notice a.lua
    expect 0 docmill diff --accept a.lua a.lua docs
    holds "there is no snapshot"
    docmill run a.lua docs >a.jsonl
    expect 2 docmill diff --accept a.lua a.jsonl docs
}

@test "--accept says that NEW fails on what it takes" {
    project
    sed -i '/docmill.script {/a\  document = function() error "boom" end,' p/notice.lua
    expect 1 docmill diff --accept old.lua p/notice.lua p/samples/n1.txt
    holds "1 line of 1 document written; NEW fails on 1 of them"
}

@test "--accept of no record at all is a snapshot, and check holds to it" {
    project
    rm p/samples/n[23].txt
    (cd p && "$DOCMILL" run --spans notice.lua samples >notice.snap.jsonl)
    cp p/notice.lua p/was.lua
    sed -i 's/name = "notice",/name = "notice", needs = { format = "html" },/' p/notice.lua
    expect 1 docmill diff --accept p/was.lua p/notice.lua p/samples/n1.txt
    holds "0 lines of 1 document written"
    [ -e p/notice.snap.jsonl ] && [ ! -s p/notice.snap.jsonl ]
    expect 0 docmill check p/notice.lua
    [[ $output != *"no snapshot"* ]]
    expect 1 docmill diff --accept p/was.lua p/notice.lua p/samples/n1.txt
    holds "nothing to write; 1 document has no snapshot"
    cp p/was.lua p/notice.lua
    expect 1 docmill check p/notice.lua
    holds "is not in the snapshot"
}

@test "thousands of values on one long line are placed in a moment" {
    local long
    long=$(printf '汉%.0s' $(seq 130))
    for i in $(seq 7000); do echo -n "ab$((i % 10)) $long "; done >long.txt
    cat >a.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script { name = "ab", rules = { rule { id = "d", match = re [[ab\d]] } },
  fields = { d = field { from = "d", pick = "all" } } }
LUA
    sed 's/ab.d/ab\\d(?=x)/' a.lua >b.lua
    timeout 8 "$DOCMILL" diff --json a.lua b.lua long.txt >out.jsonl || [ $? -eq 1 ]
    [ "$(grep -c '"line":1,"col":' out.jsonl)" -eq 7000 ]
    grep -q '"ab9".*"col":1081[,}]' out.jsonl
    timeout 8 "$DOCMILL" explain --limit 7000 a.lua long.txt >out.txt
    [ "$(grep -c '^  long.txt:1:' out.txt)" -eq 7000 ]
}
