#!/usr/bin/env bats
# docmill check: samples and snapshots, gold, reports, reduce.  What lint finds
# and how tests are judged is in tests/unit/desk/test_check.c.

load common

# A script with a sample folder: authors and amounts.
lay_out() {
    mkdir -p p/samples
    cat >p/a.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  rules = { rule { id = "author", match = re [[作者：(?<value>\S+)]] } },
  fields = { author = field { from = "author", pick = "all" } },
  samples = "samples",
}
LUA
    printf '前言\n作者：王五\n' >p/samples/1.txt
    printf '作者：赵六 摄\n作者：孙七\n' | iconv -f utf-8 -t gb18030 >p/samples/2.txt
}

@test "samples: no snapshot, --update, agreement" {
    lay_out
    expect 0 docmill check p/a.lua
    holds "p/a.lua: ok, 0 examples, 2 samples; no snapshot yet, --update writes it"
    [ ! -e p/a.snap.jsonl ]
    expect 0 docmill check --update p/a.lua
    holds "snapshot written: 0 changed, 2 new, 0 gone"
    [ "$(wc -l <p/a.snap.jsonl)" -eq 2 ]
    (cd p && docmill run --spans a.lua samples) >want
    cmp want p/a.snap.jsonl
    expect 0 docmill check p/a.lua
    [ "$output" = "p/a.lua: ok, 0 examples, 2 samples" ]
    # nothing changed: nothing is written
    touch -d 2001-01-01 p/a.snap.jsonl
    expect 0 docmill check --update p/a.lua
    [ "$output" = "p/a.lua: ok, 0 examples, 2 samples" ]
    [ "$(date -r p/a.snap.jsonl +%Y)" = 2001 ]
    # a name that is no UTF-8 is a name
    cp p/samples/1.txt "$(printf 'p/samples/\261.txt')"
    expect 0 docmill check --update p/a.lua
    holds "0 changed, 1 new, 0 gone"
    expect 0 docmill check p/a.lua
    # from another folder it is the same
    cd p
    expect 0 docmill check a.lua
}

@test "samples: changed, new, gone, and --update takes them over" {
    lay_out
    docmill check --update p/a.lua
    printf '作者：王伍\n' >p/samples/1.txt
    printf '作者：周八\n' >p/samples/3.txt
    rm p/samples/2.txt
    expect 1 docmill check p/a.lua
    holds "p/samples/1.txt: error[E315]: sample samples/1.txt gives another record" \
        '王五' '王伍' "p/samples/3.txt: error[E315]: sample samples/3.txt is not in" \
        "p/a.snap.jsonl:2: error[E315]: sample samples/2.txt is gone" \
        "p/a.lua: failed, 0 examples, 3 of 3 samples" "docmill check --update p/a.lua"
    [ "$(grep -c 王伍 p/a.snap.jsonl)" -eq 0 ]
    expect 0 docmill check --update p/a.lua
    holds "snapshot written: 1 changed, 1 new, 1 gone"
    expect 0 docmill check p/a.lua
}

@test "samples: one that fails is part of the snapshot" {
    lay_out
    sed -i 's/fields = .*/document = function(doc) if doc.text:find "孙" then error "no Sun" end end,/' p/a.lua
    expect 0 docmill check --update p/a.lua
    grep -q '{"id":"samples/2.txt","_failed":{"code":"script","message":"no Sun"}}' p/a.snap.jsonl
    expect 0 docmill check p/a.lua
    sed -i 's/no Sun/none/' p/a.lua
    expect 1 docmill check p/a.lua
    holds "no Sun" "none"
}

@test "samples: nothing outside of the script's folder, nothing that is not there" {
    lay_out
    for bad in ../docs /etc/passwd a/../../docs; do
        sed -i "s,samples = .*,samples = { \"$bad\" }\,," p/a.lua
        expect 4 docmill check p/a.lua
        holds "error[E304]" "samples of script cannot be '$bad'"
    done
    sed -i 's,samples = .*,samples = { "nowhere" }\,,' p/a.lua
    expect 1 docmill check p/a.lua
    holds "error[E201]" "p/nowhere"
    lay_out
    echo '{"no":"id"}' >p/a.snap.jsonl
    expect 1 docmill check p/a.lua
    holds "p/a.snap.jsonl:1" "no record with an id"
}

@test "samples: a rule that always loses in them" {
    lay_out
    sed -i 's/^  rules = {/  conflict = "longest", rules = { rule { id = "short", match = re "作者" },/' p/a.lua
    sed -i 's/from = "author"/from = { "author", "short" }/' p/a.lua
    expect 0 docmill check p/a.lua
    holds "warning[E615]: rule 'short' matches 3 times in the samples and always loses, to 'author' say"
}

@test "samples: of those it loses to, the one that wins most is named" {
    lay_out
    sed -i 's/^  rules = {/  conflict = "longest", rules = { rule { id = "short", match = re "作者" }, RIVALS/' p/a.lua
    sed -i 's/from = "author"/from = { "author", "short", "w", "x", "y" }/; s/：王五/：王五 x作者 y作者 y作者/' p/a.lua
    sed -i 's/RIVALS/rule { id = "y", match = re "y作者" }, rule { id = "x", match = re "x作者" }, rule { id = "w", match = re "w作者" },/' p/a.lua
    rm p/samples/2.txt
    while read -r winner text; do
        echo "$text" >p/samples/1.txt
        expect 0 docmill check p/a.lua
        holds "always loses, to '$winner' say"
    done <<'ROWS'
y w作者 x作者 y作者 y作者
w y作者 x作者 w作者
x y作者 x作者
x w作者 x作者 y作者 x作者
ROWS
}

@test "tests: a record asked for is neither empty nor a list" {
    while IFS='|' read -r record said; do
        cat >t.lua <<LUA
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "a", match = docmill.re "甲" } },
  tests = { docmill.test { input = "甲", record = $record } } }
LUA
        expect 4 docmill check t.lua
        holds "error[E304]" "$said"
    done <<'ROWS'
{}|record of test is empty
{ "nope" }|record of test has the key 1
{ a = { "甲" }, [true] = 1 }|record of test has the key true
true|record of test cannot be true
ROWS
}

@test "groups may be called like the methods of a Span" {
    cat >g.lua <<'LUA'
local docmill = require "docmill"
local rule, re, test = docmill.rule, docmill.re, docmill.test
local groups = ""
for _, name in ipairs { "range", "source", "as", "context", "before", "after", "block", "section", "line",
  "expand", "trim", "covers", "overlaps", "union", "sub", "len", "names", "explain", "find", "match",
  "gmatch", "gsub", "split", "count", "test" } do
  groups = groups .. ("(?<%s>x?)"):format(name)
end
return docmill.script {
  view = { "lines" },
  rules = {
    rule { id = "long", match = re("编号：" .. groups .. "(?<value>[0-9]+)"), conflict = "longest" },
    rule { id = "short", match = re("编号：" .. groups .. "[0-9]"), conflict = "longest", view = "decoded" },
    rule { id = "two", match = { re("编" .. groups), re("编号" .. groups) } },
    rule { id = "row", match = re("第" .. groups .. "一行.*") },
    rule { id = "inner", match = re("行" .. groups), within = { rule = "row" }, view = "decoded" },
  },
  tests = {
    test { name = "groups", input = "编号：12\n第一行，一行\n", record = { long = { "12" } },
           expect = "⟦two:编⟧号：⟦long:12⟧\n⟦row:第一⟦inner:行⟧，一⟦inner:行⟧⟧" },
  },
}
LUA
    printf '编号：12\n第一行，一行\n' >g.txt
    expect 0 docmill check g.lua
    expect 0 docmill run g.lua g.txt
    expect 0 docmill stats g.lua g.txt --sample 2
    holds "short beaten by: long (1)"
    expect 0 docmill explain g.lua g.txt
    expect 0 docmill explain g.lua g.txt --at 1:1
    holds "matched     long" "beaten      short" "refused     two"
    expect 0 docmill explain g.lua g.txt --at 2:6
    holds "matched     row" "matched     inner"
    expect 1 docmill explain g.lua g.txt --rule short
    holds "lost its place"
    expect 0 docmill explain g.lua g.txt --rule inner
    expect 0 docmill view g.lua g.txt -o g.html
}

@test "warnings fail nothing; -q hides them, -v tells notes too" {
    cat >w.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "r", match = docmill.re [[(\d+,?)+元]] } } }
LUA
    expect 0 docmill check w.lua
    holds "w.lua:2:81: warning[E613]" "w.lua: ok, 0 examples, 1 warning" "steps"
    caret=$(grep -n '^ *^$' <<<"$output")
    [ -n "$caret" ]
    [[ $output != *E616* ]]
    expect 0 docmill check -q w.lua
    [ "$output" = "w.lua: ok, 0 examples, 1 warning" ]
    expect 0 docmill check -v w.lua
    holds "note[E616]"
}

@test "the shipped rules are clean" {
    expect 0 docmill check article
    [[ $output != *warning* ]]
}

report_script() {
    cat >r.lua <<'LUA'
local docmill = require "docmill"
local test = docmill.test
return docmill.script {
  rules = { docmill.rule { id = "a", match = docmill.re "甲",
    examples = { ["甲#<&\">\1"] = true, ["乙"] = true } } },
  tests = {
    test { name = "good", input = "甲乙", expect = "⟦甲⟧乙" },
    test { name = "bad # <&]]>", input = "甲乙", expect = "甲⟦乙⟧" },
  },
}
LUA
}

@test "samples: what fails is no sample that holds, until a snapshot says so" {
    mkdir s
    echo 甲 >s/1.txt
    echo 乙 >s/2.txt
    cat >boom.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  samples = "s",
  document = function(doc) if doc.text:find "甲" then error "boom" end end,
}
LUA
    expect 1 docmill check boom.lua
    holds "boom.lua:4: error[E302]: boom" "boom.lua: failed, 0 examples, 1 of 2 samples"
    [[ $output != *"gives another record"* ]]
    expect 0 docmill check --update boom.lua
    grep -q '"_failed":{"code":"script","message":"boom"}' boom.snap.jsonl
    expect 0 docmill check boom.lua
}

@test "--report text: what differs, with a caret" {
    report_script
    expect 1 docmill check -v r.lua
    holds "r.lua:8: error[E314]: test 'bad # <&]]>': other spans were found" \
        "expected: 甲⟦乙⟧" "     got: ⟦甲⟧乙" "ok     test good" "failed test bad" \
        "r.lua: failed, 1 of 2 examples, 1 of 2 tests"
}

@test "--report tap" {
    report_script
    expect 1 docmill check --report tap r.lua
    [ "${lines[0]}" = "TAP version 14" ]
    [ "${lines[-1]}" = "1..5" ]
    [ "$(grep -c '^ok' <<<"$output")" -eq 3 ]
    [ "$(grep -c '^not ok' <<<"$output")" -eq 2 ]
    holds 'not ok 5 - r.lua: test bad \# <&]]>' '  expected: "甲⟦乙⟧"' '  code: E314' '  ---' '  ...'
    # numbers rise by one, and every block that opens closes
    [ "$(grep -oP '^(not )?ok \K\d+' <<<"$output" | tr '\n' ' ')" = "1 2 3 4 5 " ]
    [ "$(grep -c '^  ---$' <<<"$output")" -eq "$(grep -c '^  \.\.\.$' <<<"$output")" ]
    # what a terminal would act on is spelled, also C1 and marks of direction
    echo 'return require "docmill".script { document = function() end, tests = { require "docmill".test {
      name = "a\u{9b}31m\u{202e}b#\\\n", input = "x", expect = "x" } } }' >c1.lua
    expect 0 docmill check --report tap c1.lua
    holds 'ok 2 - c1.lua: test a\\xC2\\x9B31m\\xE2\\x80\\xAEb\#\\\\x0A'
    # a script that does not compile is a test that failed
    printf 'return {' >bad.lua
    expect 4 docmill check --report tap bad.lua
    holds "not ok 1 - script bad.lua" "E301" "1..1"
}

@test "--report junit" {
    report_script
    docmill check --report junit r.lua >out.xml || true
    command -v xmllint >/dev/null || skip "no xmllint"
    xmllint --noout out.xml
    [ "$(xmllint --xpath 'count(//testcase)' out.xml)" -eq 5 ]
    [ "$(xmllint --xpath 'count(//failure)' out.xml)" -eq 2 ]
    [ "$(xmllint --xpath 'string(//testsuite/@failures)' out.xml)" -eq 2 ]
    [ "$(xmllint --xpath 'string(//testcase[5]/@name)' out.xml)" = 'bad # <&]]>' ]
}

@test "--report json" {
    report_script
    docmill check --report json r.lua >out.jsonl || true
    command -v jq >/dev/null || skip "no jq"
    [ "$(jq -s 'map(select(.kind == "test")) | length' out.jsonl)" -eq 2 ]
    [ "$(jq -r 'select(.name == "bad # <&]]>") | .actual' out.jsonl)" = "⟦甲⟧乙" ]
    [ "$(jq -r 'select(.kind == "summary") | .tests_failed' out.jsonl)" = 1 ]
}

@test "--gold: precision, recall, F1, what is amiss" {
    lay_out
    cd p
    docmill run --spans a.lua samples >gold.jsonl
    expect 0 docmill check --gold gold.jsonl a.lua
    grep -Eq '^  author +3 +3 +1.000  1.000  1.000 +1.000  1.000  1.000$' <<<"$output"
    [[ $output != *missed* ]]
    cat >gold.jsonl <<'JSON'
{"id":"samples/1.txt","spans":[{"rule":"author","src":[7,22]},{"field":"author","text":"王五"}]}
{"path":"samples/2.txt","spans":[{"rule":"author","src":[0,5]},{"field":"author","at":[3,5]},{"field":"author","text":"周八"}]}
JSON
    expect 0 docmill check --gold gold.jsonl a.lua
    grep -Eq '^  author +3 +3 +0.667  0.667  0.667 +0.667  0.667  0.667$' <<<"$output"
    grep -Eq '^  rule author +2 +3 +0.333  0.500  0.400 +0.667  1.000  0.800$' <<<"$output"
    grep -Eq '^  all +5 +6 +0.500  0.600  0.545' <<<"$output"
    holds 'samples/2.txt: missed author, "周八"' 'samples/2.txt:2: false alarm: author, bytes 20-24, "孙七"'
    expect 0 docmill check --gold gold.jsonl --limit 1 a.lua
    holds "4 more; --limit shows them"
    # the gold's folder is looked at too
    cd ..
    expect 0 docmill check --gold p/gold.jsonl p/a.lua
    grep -Eq '^  author +3 +3 ' <<<"$output"
    for bad in 'x' '{"spans":[]}' '{"id":"samples/1.txt"}' '{"id":"samples/1.txt","spans":[{}]}'; do
        printf '\n%s\n' "$bad" >p/bad.jsonl
        expect 2 docmill check --gold p/bad.jsonl p/a.lua
        holds "p/bad.jsonl:2: error[E212]" "p/a.lua: ok"
    done
    echo '{"id":"nowhere.txt","spans":[{"rule":"author","text":"谁"}]}' >p/bad.jsonl
    expect 5 docmill check --gold p/bad.jsonl p/a.lua
    holds "E201" "p/bad.jsonl:1" "p/a.lua: ok"
    expect 5 docmill check --gold p/none.jsonl p/a.lua
    holds "p/none.jsonl: error[E201]" "p/a.lua: ok"
}

@test "--gold: names and places that cannot be, and no span at all" {
    lay_out
    cd p
    while IFS='|' read -r span says; do
        echo '{"id":"samples/1.txt","spans":['"$span"']}' >g.jsonl
        expect 2 docmill check --gold g.jsonl a.lua
        holds "error[E212]: $says" "a.lua: ok"
    done <<'ROWS'
{"field":"autor","text":"王五"}|the script has no field 'autor'
{"rule":"autor","text":"王五"}|the script has no rule 'autor'
{"field":"author","src":[1000,2000]}|a span of 'author' ends at byte 2000
{"field":"author","at":[1,-5]}|the at of a span of 'author' is no place
{"field":"author","src":[5,1],"at":[1,2]}|the src of a span of 'author' is no place
|there is no span in the gold
ROWS
    holds "help: docmill help check"
    echo '{"id":"samples/1.txt","spans":[{"field":"autor","text":"x"}]}' >g.jsonl
    expect 2 docmill check --gold g.jsonl a.lua
    holds "did you mean 'author'?"
    : >g.jsonl
    expect 2 docmill check --gold g.jsonl a.lua
    holds "there is no span in the gold"
    # what a function makes may have any name
    sed '/docmill.script {/a\  document = function(doc, record) record.writer = "x" return record end,' a.lua >b.lua
    echo '{"id":"samples/1.txt","spans":[{"field":"writer","text":"x"}]}' >g.jsonl
    expect 0 docmill check --gold g.jsonl b.lua
    grep -Eq '^  writer +1 +0 +-  0.000  0.000 +-  0.000  0.000$' <<<"$output"
    docmill check --gold g.jsonl --report json b.lua >out.jsonl
    [ "$(jq -r 'select(.kind == "gold" and .name == "writer") | .exact.precision' out.jsonl)" = null ]
}

@test "--min-f1: what is asked of the gold" {
    lay_out
    cd p
    docmill run --spans a.lua samples >gold.jsonl
    expect 0 docmill check --gold gold.jsonl --min-f1=100 a.lua
    holds "a.lua: ok, 0 examples, 2 samples, 1 score"
    sed -i '1s/\(.*\)"src":\[[0-9]*/\1"src":[3/' gold.jsonl
    expect 0 docmill check --gold gold.jsonl a.lua
    expect 0 docmill check --gold gold.jsonl --min-f1=60 a.lua
    expect 1 docmill check --gold gold.jsonl --min-f1=70 a.lua
    holds "gold.jsonl: error[E314]: the F1 of gold.jsonl is 66.7 %, below 70 %" "1 of 1 score"
    expect 1 docmill check --gold gold.jsonl --min-f1=70 --report tap a.lua
    holds "a.lua: score gold.jsonl"
    expect 2 docmill check --gold gold.jsonl --min-f1=101 a.lua
    expect 2 docmill check --min-f1=10 a.lua
}

@test "an example that does not hold is told at its own line" {
    cat >e.lua <<'LUA'
local d = require "docmill"
return d.script { rules = {
  d.rule { id = "n", match = d.re [[\d+]],
    examples = {
      ["1"] = "1",
      [ [[x2]] ] = "2",
      ["x\0493"] = "13",
      ["x1"] = "2",
    } },
} }
LUA
    expect 1 docmill check e.lua
    holds "e.lua:8: error[E310]"
    [[ $output != *e.lua:5:* ]]
}

@test "a proof shows the whole text that takes so long" {
    cat >w.lua <<'LUA'
local d = require "docmill"
return d.script { rules = { d.rule { id = "a", match = d.re [[(a+)+$]] } } }
LUA
    expect 0 docmill check w.lua
    holds '32 times "a", then "!" take over'
    printf '%032d!\n' 0 | tr 0 a >docs/w.txt
    expect 3 docmill run w.lua docs/w.txt
    holds "E403"
    printf '%032d\n' 0 | tr 0 a >docs/w.txt
    expect 0 docmill run w.lua docs/w.txt
}

@test "tests: expect reads as the view does, or as the input" {
    cat >t.lua <<'LUA'
local d = require "docmill"
return d.script { view = { "lines", "width" },
  rules = { d.rule { id = "author", match = d.re [[^作者[:：]\s*(?<value>\S+)]] } },
  tests = {
    d.test { input = "作者：张三", expect = "作者：⟦张三⟧" },
    d.test { input = "作者：张三", expect = "作者:⟦张三⟧" },
    d.test { input = "标题\n\n作者：Ａ张", expect = "作者：⟦author:Ａ张⟧" },
    d.test { name = "bad", input = "作者：张三", expect = "⟦作者：⟧张三" },
    d.test { name = "other", input = "作者：张三", expect = "作者：⟦李四⟧" },
  } }
LUA
    expect 1 docmill check t.lua
    holds "2 of 5 tests" "test 'bad': other spans" "⟦作者:⟧张三" "test 'other': the view lines,width does not read so"
}

@test "--reduce leaves nothing in a folder of samples" {
    lay_out
    printf 'local d = require "docmill"\nreturn d.script { samples = { "samples" }, document = function(doc) if doc.text:find "王" then error "x" end end }\n' >p/x.lua
    expect 0 docmill check --reduce p/samples/1.txt p/x.lua
    [ -f 1.txt.reduced ]
    [ ! -e p/samples/1.txt.reduced ]
    cp 1.txt.reduced p/samples/
    docmill run --spans p/a.lua p/samples/2.txt >/dev/null
    expect 0 docmill check -v p/a.lua
    [[ $output != *.reduced* ]]
}

reduce_script() {
    cat >red.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "amount",
  match = docmill.re [[金额[:：](?<value>\S+)]],
  value = function(m)
    if m.value.text == "无" then error "no amount" end
    return m.value.text
  end } },
  document = function(doc) if doc.text:find "循环" then while true do end end end }
LUA
    local i
    for i in $(seq 300); do echo "第${i}行文字，国家关于$((2000 + i % 24))年的通知。"; done >body
    { cat body; printf '金额：三千元\n附注 金额：无 结束\n'; cat body; } >big.txt
}

@test "--reduce: to the least that fails in the same way, in its own bytes" {
    reduce_script
    iconv -f utf-8 -t gb18030 big.txt >gb.txt
    expect 0 docmill check --reduce gb.txt red.lua
    holds "to 8 bytes" "error[E302] at red.lua:5: no amount" "written to gb.txt.reduced"
    [ "$(iconv -f gb18030 -t utf-8 gb.txt.reduced)" = "金额：无" ]
    expect 3 docmill run red.lua gb.txt.reduced
    holds "red.lua:5" "no amount"
    # not over what is there, but where -o says
    expect 5 docmill check --reduce gb.txt red.lua
    holds "gb.txt.reduced is there already"
    expect 0 docmill check --reduce gb.txt -o gb.txt.reduced red.lua
    iconv -f utf-8 -t utf-16 big.txt >u16.txt
    expect 0 docmill check --reduce u16.txt red.lua
    [ "$(wc -c <u16.txt.reduced)" -eq 10 ] # the mark and four characters
    [ "$(iconv -f utf-16 -t utf-8 u16.txt.reduced)" = "金额：无" ]
    { printf '<html><body>\n'; sed 's,.*,<p>&<br></p>,' body; printf '<p class="x">金额：<b>无</b> 元</p></body>\n'; } >big.html
    expect 0 docmill check --reduce big.html red.lua
    [ "$(wc -c <big.html.reduced)" -le 20 ]
    expect 3 docmill run red.lua big.html.reduced
}

@test "--reduce: a limit, a snapshot, and what does not fail" {
    reduce_script
    { head -20 body; echo "x 循环 y"; head -20 body; } >loop.txt
    expect 0 docmill check --reduce loop.txt --timeout 8 red.lua
    holds "error[E401]"
    [ "$(cat loop.txt.reduced)" = "循环" ]
    expect 1 docmill check --reduce body red.lua
    holds "error[E106]: body does not fail"
    expect 2 docmill check --reduce body red.lua red.lua
    lay_out
    docmill check --update p/a.lua
    expect 1 docmill check --reduce p/samples/1.txt p/a.lua
    sed -i 's/\\S+/[^五]+/' p/a.lua
    { cat body; cat p/samples/1.txt; cat body; } >new && cp new p/samples/1.txt
    expect 0 docmill check --reduce p/samples/1.txt p/a.lua
    holds 'author has not "王五"'
    [ "$(cat 1.txt.reduced)" = "作者：王五" ]
    # what the gold calls a false alarm
    rm 1.txt.reduced
    lay_out
    { cat body; echo '作者：佚名 x'; cat body; } >p/samples/1.txt
    echo '{"id":"samples/1.txt","spans":[{"field":"author","text":"谁"}]}' >p/gold.jsonl
    expect 0 docmill check --reduce p/samples/1.txt --gold p/gold.jsonl p/a.lua
    holds 'author should not have "佚名'
    [ "$(cat 1.txt.reduced)" = "作者：佚名" ]
    # in the last of 70 MB of lines
    rm 1.txt.reduced
    awk 'BEGIN { for (s = "y"; length(s) < 100000;) s = s s
        for (i = 0; i < 540; i++)
            print "{\"id\":\"x" i "\",\"spans\":[{\"field\":\"author\",\"text\":\"" s "\"}]}" }' >p/many.jsonl
    cat p/gold.jsonl >>p/many.jsonl
    expect 0 docmill check --reduce p/samples/1.txt --gold p/many.jsonl p/a.lua
    holds 'author should not have "佚名'
}

@test "--reduce: gold and snapshots that cannot be read are said" {
    lay_out
    expect 5 docmill check --reduce p/samples/1.txt --gold nope.jsonl p/a.lua
    holds "nope.jsonl: error[E201]"
    echo '[1]' >bad.jsonl
    expect 2 docmill check --reduce p/samples/1.txt --gold bad.jsonl p/a.lua
    holds "bad.jsonl:1: error[E212]"
    printf '{"id":\n' >p/a.snap.jsonl
    expect 4 docmill check --reduce p/samples/1.txt p/a.lua
    holds "p/a.snap.jsonl:1: error[E307]"
    [ ! -e 1.txt.reduced ]
}

@test "null in a record is null, in tests and in reports" {
    cat >null.lua <<'LUA'
local d = require "docmill"
return d.script {
  rules = {},
  document = function() return { a = d.json.null } end,
  tests = { d.test { input = "x", record = { a = d.json.null } },
            d.test { input = "y", record = { a = 1 } } },
}
LUA
    expect 1 docmill check null.lua
    holds "1 of 2 tests" "json.null"
    [ "$(docmill explain --json null.lua docs/a.txt 2>/dev/null | jq -c .record.a)" = null ]
}
