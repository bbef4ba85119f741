#!/usr/bin/env bats
# docmill explain: what matched and why, and why a rule did not.  The broken
# patterns are in tests/explain/suite_why.py; --at and --text have their own file.
load common

notice() {
    cat >notice.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "notice", view = { "lines", "width" }, conflict = "longest",
  rules = {
    rule { id = "date", match = re [[(?<y>\d{4})年(?<m>\d+)月]],
           value = function(m) return m.y .. "-" .. m.m end },
    rule { id = "year", match = re [[\d{4}年]] },
    rule { id = "amount", match = re [[(?<n>\d+)元]],
           where = function(m) return tonumber(m.n) >= 1000, "too little" end },
    rule { id = "head", match = re [[^关于.*]] },
    rule { id = "word", within = "head", conflict = "all", match = re [[通知]] },
    rule { id = "none", match = re [[作者：(\S+)]] },
  },
  fields = { date = field { from = "date" }, money = field { from = "amount" } },
}
LUA
    printf '关于奖金的通知\n发布：2023年9月4日、2024年1月\n奖金3000元，奖金5元，作者：张三\n' >notice.txt
}

@test "what matched: place, value, field, bytes, carets" {
    notice
    expect 0 docmill explain notice.lua notice.txt
    holds 'notice.txt: text, utf-8,' 'script notice' \
        'rule date (notice.lua:6): 2 matches' \
        'notice.txt:2:4: "2023年9月" = "2023-9" -> field date' \
        'view lines,width; source bytes 31-42'
    # a Han character takes two cells
    [[ $output == *$'\n      发布：2023年9月4日、2024年1月\n            ^^^^^^^^^\n'* ]]
}

@test "what lost to whom, what was refused, what was not picked" {
    notice
    run docmill explain notice.lua notice.txt
    holds 'beat "2023年" of rule year, which is shorter (5 against 7 characters)' \
        'rule year (notice.lua:8): no match, 2 lost to other rules' \
        'lost "2023年" to rule date, which has "2023年9月": shorter (5 against 7 characters)' \
        'where said yes' 'refused "5元": too little' \
        'within rule head (1 here)' 'within the region at 1:1' \
        'not "2024-1" of rule date at notice.txt:2:14: another was picked'
}

@test "a limit, and a word about the rest" {
    notice
    expect 0 docmill explain --limit 1 notice.lua notice.txt
    holds '... and 1 more matches (--limit=2 lists them)'
    [[ $output != *'2:14: "2024年1月"'* ]]
}

@test "why not: the attempt, the carets, the way out" {
    notice
    expect 1 docmill explain --rule none notice.lua notice.txt
    holds 'rule none (notice.lua:13): no match' \
        'expected the character ：, but here is ":"' \
        'it would match "作者：张三" in the view lines; then the step width makes it "作者:张三"'
    [[ $output == *$'\n      作者：(\\S+)\n          ^^\n'* ]]
}

@test "why not: a rule that matched shows its matches and near misses" {
    notice
    expect 0 docmill explain --rule amount notice.lua notice.txt
    holds 'matched "3000元"' 'where said no to "5元": too little' 'near misses beside'
}

@test "why not: lost to another rule" {
    notice
    expect 1 docmill explain --rule year notice.lua notice.txt
    holds "its match \"2023年\" lost its place to \"2023年9月\" of rule 'date' at 2:4: shorter"
}

@test "hidden characters are spelled, control characters escaped" {
    notice
    printf '作\xe2\x80\x8b者：\x1b[31m张三\n' >bad.txt
    run docmill explain --rule none notice.lua bad.txt
    holds '<U+200B>' '\x1B[31m' 'it would match in view + ' 'which here reads "作<U+200B>者'
    [[ $output != *$'\x1b'* ]]
}

@test "colour only when asked for" {
    notice
    run docmill explain --color always --rule none notice.lua notice.txt
    [[ $output == *$'\x1b['* ]]
    run docmill explain --rule none notice.lua notice.txt
    [[ $output != *$'\x1b['* ]]
}

@test "json: one object, with the keys of the help" {
    notice
    docmill explain --json notice.lua notice.txt >o.json
    [ "$(wc -l <o.json)" -eq 1 ]
    python3 - <<'PY'
import json
a = json.load(open("o.json"))
assert list(a["doc"]) == sorted(a["doc"]), a["doc"]
by = {r["id"]: r for r in a["rules"]}
m = by["date"]["matches"][0]
text = open("notice.txt", "rb").read()
assert text[m["src"][0]:m["src"][1]].decode() == m["text"], m
assert (m["line"], m["col"], m["fields"], m["exact"]) == (2, 4, ["date"], True), m
s = m["source"]
assert s["text"].encode()[s["from"]:s["to"]].decode() == m["text"], s
assert m["beat"][0]["rule"] == "year", m
assert by["year"]["beaten"][0]["winner"]["text"] == m["text"]
assert by["amount"]["rejected"][0]["kind"] == "where"
assert by["word"]["matches"][0]["region"]["line"] == 1
assert a["fields"][0]["lost"][0]["reason"] == "another was picked"
PY
    run docmill explain --json --rule none notice.lua notice.txt
    [ "$status" -eq 1 ]
    python3 -c 'import json, sys
a = json.loads(sys.argv[1])
assert not a["matched"] and a["attempts"][0]["item"] == "：", a["attempts"]
assert a["reasons"][0]["kind"] == "changed", a["reasons"]' "$output"
}

@test "a document that needs turn away, and one that fails" {
    notice
    sed 's/name = "notice",/name = "n", needs = { format = "html" },/' notice.lua >away.lua
    expect 1 docmill explain away.lua notice.txt
    holds "the script's needs turned the document away: format is text, not html" \
        'rule date (away.lua:6): never ran'
    expect 1 docmill explain --rule date away.lua notice.txt
    holds "the script's needs turn the document away: format is text, not html; by itself it would match 2 times"
    sed 's/field { from = "date" }/field { from = "none", required = true }/' notice.lua >must.lua
    expect 3 docmill explain --rule none must.lua notice.txt
    holds 'error[E309]' 'the document failed: field' 'expected the character ：'
    expect 3 docmill explain must.lua notice.txt
    holds 'rule date (must.lua:6): 2 matches' 'date has no value, pick first, required'
}

@test "the rule that the document failed on, and those before and behind" {
    cat >broke.lua <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
local function boom() error "boom" end
return docmill.script { rules = {
  rule { id = "a", match = re "a" },
  rule { id = "where", match = re [[\d]], where = function(m) return m.text ~= "2" or boom() end },
  rule { id = "z", match = re "z" } } }
LUA
    echo 'a 1 2' >b.txt
    expect 3 docmill explain broke.lua b.txt
    holds 'rule a (broke.lua:5): 1 match' \
        'rule where (broke.lua:6): failed in where at b.txt:1:5: boom; before that 1 match' \
        'rule z (broke.lua:7): never ran: the document failed before its turn: boom'
    expect 3 docmill explain --rule where broke.lua b.txt
    holds 'b.txt:1:5: it failed in where, asked about "2": boom'
    for key in value action match within; do
        cat >one.lua <<LUA
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "r", match = docmill.re "1",
  $key = function() error "boom" end } } }
LUA
        expect 3 docmill explain --rule r one.lua b.txt
        holds "failed in $key"
    done
}

@test "a document that the script skips" {
    sed 's/return docmill.script {/&\n document = function(doc) doc:skip "not today" end,/' word.lua >skip.lua
    expect 0 docmill explain skip.lua docs/a.txt
    holds 'the script skipped this document: not today' '2 matches'
    expect 0 docmill explain --rule word skip.lua docs/a.txt
    holds 'the script skipped this document: not today'
    for how in "" "--rule word"; do
        # shellcheck disable=SC2086
        [ "$(docmill explain --json $how skip.lua docs/a.txt | jq -r .skipped)" = "not today" ]
    done
}

@test "a limit that ends the script" {
    sed 's/re \[\[\\w+\]\]/&, where = function() while true do end end/' word.lua >loop.lua
    expect 3 docmill explain --timeout 0.2 loop.lua docs/a.txt
    holds 'error[E401]' 'docs/a.txt: text, utf-8, 10 bytes' "at docs/a.txt:1:1, while rule 'word' was at work" \
        'what the rules had found is lost'
    expect 3 docmill explain --timeout 0.2 --rule word --json loop.lua docs/a.txt
}

@test "more matches than a report lists" {
    printf 'ab\n%.0s' $(seq 25000) >many.txt
    expect 0 docmill explain --limit 1000000 word.lua many.txt
    holds 'no more than 20000 matches' '5000 more matches'
    [[ $output != *"5000 more matches ("* ]]
    [ "$(docmill explain --json --limit 1000000 word.lua many.txt | jq -c '[.ceiling, (.rules[0].matches | length), .rules[0].hits]')" = '[20000,20000,25000]' ]
}

@test "a script without a match" {
    notice
    printf 'nothing here\n' >empty.txt
    expect 1 docmill explain notice.lua empty.txt
    holds 'rule date (notice.lua:6): no match'
    : >empty.txt
    expect 1 docmill explain --rule date notice.lua empty.txt
}

@test "standard input, other charsets, html" {
    notice
    expect 0 docmill explain notice.lua - <notice.txt
    holds '-:2:4: "2023年9月"'
    iconv -f utf-8 -t gb18030 notice.txt >gb.txt
    expect 0 docmill explain --charset gb18030 notice.lua gb.txt
    holds 'gb.txt:2:4: "2023年9月" = "2023-9"' 'source bytes 21-30'
}

@test "functions, phrases, sets and layouts" {
    cat >kinds.lua <<'LUA'
local docmill = require "docmill"
local rule, re, layout = docmill.rule, docmill.re, docmill.layout
return docmill.script { view = "clean", rules = {
  rule { id = "fn", match = function() return nil end },
  rule { id = "list", match = docmill.phrases { "張三", "李四" } },
  rule { id = "set", match = re.set { [[电话：(\d{4})-(\d{9})]], [[传真：\d+]] } },
  rule { id = "lay", match = layout { "标题：(?<t>.+)", "作者：(?<a>.+)" } },
} }
LUA
    printf '标题：通知\n电话：0571-12345678\n张三\n' >k.txt
    expect 1 docmill explain --rule fn kinds.lua k.txt
    holds 'matcher 1 is a function: all that is known is what it gave, 0 Spans'
    expect 1 docmill explain --rule list kinds.lua k.txt
    holds 'none of its 2 phrases stands' 'it would match in view + hant: "張三"'
    expect 1 docmill explain --rule set kinds.lua k.txt
    holds 'match set of 2' 'expected another digit, but the line ends here'
    expect 1 docmill explain --rule lay kinds.lua k.txt
    holds 'match layout' 'line "作者：(?<a>.+)" does not match'
}

@test "misuse" {
    notice
    expect 2 docmill explain --rule dat notice.lua notice.txt
    holds "has no rule 'dat'" 'did you mean date?'
    expect 2 docmill explain
    holds 'no SCRIPT is given'
    expect 2 docmill explain notice.lua notice.txt notice.txt
    holds 'explain looks at one input'
    expect 2 docmill explain --rule date --at 1:1 notice.lua notice.txt
    holds 'exclude each other'
    expect 5 docmill explain notice.lua missing.txt
    holds 'missing.txt: error[E201]'
    mkdir dir
    expect 5 docmill explain notice.lua dir
    holds 'is a folder'
    expect 4 docmill explain missing.lua notice.txt
    printf 'return 1\n' >wrong.lua
    expect 4 docmill explain wrong.lua notice.txt
    head -c 4096 "$DOCMILL" >bin.dat
    expect 3 docmill explain notice.lua bin.dat
    holds 'error[E206]'
}

@test "a regex that runs into a limit ends in an error, not in silence" {
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = {
  docmill.rule { id = "slow", match = docmill.re [[(?:(?:a+)+)+b\1?(x)?]] } } }
LUA
    head -c 3000 /dev/zero | tr '\0' a >aaa.txt
    run docmill explain --rule slow slow.lua aaa.txt
    [ "$status" -eq 1 ] || [ "$status" -eq 3 ]
    [ -n "$output" ]
}

@test "what lies in a match of the rule is no new match" {
    cat >in.lua <<'LUA'
local docmill = require "docmill"
local re = docmill.re
return docmill.script { view = "text", rules = {
  docmill.rule { id = "r", match = { re [=[\[.*\]]=], re "ab" } } } }
LUA
    echo '[ab ａｂ]' >in.txt
    expect 0 docmill explain in.lua in.txt --rule r
    [[ $output != *"would match more"* ]]
    echo '[ab] ａｂ' >in.txt
    expect 0 docmill explain in.lua in.txt --rule r
    holds "would match more in view + width"
}

@test "--limit is offered only for what it can list" {
    cat >no.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = {
  docmill.rule { id = "d", match = docmill.re [[\d]], where = function() return false end },
  docmill.rule { id = "w", match = docmill.re [[\d]], conflict = "all" } } }
LUA
    printf '1 %.0s' $(seq 500) >many.txt
    expect 0 docmill explain no.lua many.txt --limit 20
    holds '480 more refused (--limit=100 lists the first of them)' \
        '480 more matches (--limit=500 lists them)'
    expect 0 docmill explain no.lua many.txt --limit 100
    holds '400 more refused' '400 more matches (--limit=500 lists them)'
    [[ $output != *"400 more refused ("* ]]
    expect 0 docmill explain no.lua many.txt --limit 500
    [[ $output != *"more matches"* ]]
    [ "$(grep -c ': refused' <<<"$output")" -eq 100 ]
    printf '1 %.0s' $(seq 60) >few.txt
    expect 0 docmill explain no.lua few.txt --limit 20
    holds '40 more refused (--limit=60 lists them)'
}

@test "an answer folds to the terminal, carets and all" {
    notice
    cat >narrow.py <<'PY'
import fcntl, os, pty, struct, sys, termios, unicodedata
cols, args = int(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, cols, 0, 0))
    os.execv(args[0], args)
out = b""
try:
    while piece := os.read(fd, 4096):
        out += piece
except OSError:
    pass
wide = lambda s: sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)
text = out.decode().replace("\r\n", "\n")
print(text)
sys.exit(max(map(wide, text.split("\n"))) > cols)
PY
    for cols in 30 50; do
        expect 0 python3 narrow.py $cols "$DOCMILL" explain --color never notice.lua notice.txt
        expect 0 python3 narrow.py $cols "$DOCMILL" explain --color never --at 2:5 notice.lua notice.txt
    done
    holds '^'
}
