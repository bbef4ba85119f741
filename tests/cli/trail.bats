load common

# $output must not hold $1.
lacks() {
    if [[ $output == *"$1"* ]]; then
        echo "\"$1\" in:"
        echo "$output"
        return 1
    fi
}

# A page in GB18030 with a reference, full-width digits and a ZWSP.
page() {
    printf '%s\r\n' '<html><head><meta charset="gb18030"></head><body>' \
        $'<p>版权所有 &copy; ２０２３年１月４日 某某公司\u200b网站</p>' \
        '<p>来源：<b>建設(shè)部</b></p></body></html>' |
        iconv -f UTF-8 -t GB18030 >page.html
    cat >page.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "page", view = { "lines", "zero_width", "width" },
  rules = {
    rule { id = "date", match = re [[\d{4}年\d{1,2}月\d{1,2}日]] },
    rule { id = "year", match = re [[\d{4}年]],
           where = function() return false, "too short" end },
    rule { id = "issuer", match = re [[来源:\s*(?<value>\S+)]], type = "Issuer" },
    rule { id = "footer", match = re [[^版权.*$]], action = "drop" },
  },
  fields = { date = field { from = "date" }, issuer = field { from = { "issuer", "date" } } },
}
LUA
}

@test "a reference is told with its bytes, and the rules over it" {
    page
    expect 0 docmill explain page.lua page.html --at 2:11
    holds 'page.html:2:11: "o"'
    holds 'bytes       65-66  6f'
    holds 'gb18030 (declared'
    holds 'read        "&copy;" -> "©" U+00A9  a character reference'
    holds 'unchanged   by lines, zero_width, width'
    holds 'view        lines,zero_width,width:1:6'
    holds 'matched     footer (page.lua:10)'
    holds 'dropped     footer'
    lacks 'none touches'
}

@test "a step that folded, a rule that refused, a field that took" {
    page
    expect 0 docmill explain page.lua page.html --at 2:16
    holds 'bytes       70-72  a3 b2'
    holds 'width       "２" U+FF12 -> "2"'
    holds 'matched     date (page.lua:6) "2023年1月4日" at 2:16'
    holds 'refused     year (page.lua:7) "2023年" at 2:16: too short'
    holds 'field       date'
    holds 'took "2023年1月4日"'
}

@test "a field is told with the value that the record has" {
    cat >values.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  rules = {
    rule { id = "n", match = re [[N\d]], value = function(m) return m.text .. "!" end },
    rule { id = "l", match = re [[L(?<value>\d)]], value = function(m) return tonumber(m.value.text) * 2 end },
    rule { id = "no", match = re [[F]], value = function() return false end },
  },
  fields = { n = field { from = "n" }, l = field { from = "l", pick = "all" }, no = field { from = "no" } },
}
LUA
    sed 's/^}$/  document = function(_, record) record.more = true end }/' values.lua >handled.lua
    echo "N0 L1 L2 F" >v.txt
    for script in values handled; do
        while read -r place wanted; do
            expect 0 docmill explain $script.lua v.txt --at "$place"
            holds "$wanted"
        done <<'ROWS'
1:1 took "N0!"
1:4 took 2
1:7 took 4
1:10 took false
ROWS
    done
}

@test "what a step or the reader took out is told" {
    page
    expect 0 docmill explain page.lua page.html --at 2:30
    holds 'U+200B'
    holds 'zero_width'
    holds 'taken out by zero_width'
    expect 0 docmill explain page.lua page.html --at 3:8
    holds 'taken out by read'
    holds '"<b>" -> ""'
}

@test "carets stand under the character in cells" {
    page
    expect 0 docmill explain page.lua page.html --at 3:4
    [[ $output == *$'    <p>来源：<b>建設(shè)部</b></p></body></html>\n       ^^\n'* ]]
}

@test "a text is found in the script's view, and in the file when not there" {
    page
    expect 0 docmill explain page.lua page.html --text '2023年'
    holds 'width       "２０２３年" -> "2023年" in 4 places'
    expect 0 docmill explain page.lua page.html --text '２０２３'
    holds '"２０２３" -> "2023"'
    expect 0 docmill explain page.lua page.html --text '公司网站'
    holds 'zero_width'
    expect 1 docmill explain page.lua page.html --text 'nowhere'
    holds 'stands neither in'
    expect 0 docmill explain page.lua page.html --text '部' --limit 1
    lacks 'more places'
    printf 'aa aa aa aa\n' >a.txt
    expect 0 docmill explain word.lua a.txt --text aa
    holds '(1 of 4)'
    holds '(3 of 4)'
    lacks '(4 of 4)'
    holds '1 more places are not shown'
    expect 0 docmill explain word.lua a.txt --text aa --limit 4
    holds '(4 of 4)'
}

@test "where no rule touches, the nearest are told" {
    printf '.... abc ....... def\n' >a.txt
    expect 1 docmill explain word.lua a.txt --at 1:2
    holds 'none touches this; the nearest are'
    holds 'word (word.lua:4) 3 characters after it, "abc" at 1:6'
    expect 1 docmill explain word.lua a.txt --at 1:9
    holds 'right before it'
    printf '....\n' >b.txt
    expect 1 docmill explain word.lua b.txt --at 1:2
    holds 'none has found anything'
}

@test "repairs with their certainty" {
    cat >gloss.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  view = { "mojibake" },
  rules = { docmill.rule { id = "n", match = docmill.re [[\d+]] } },
}
LUA
    python3 - <<'PY'
text = "关于做好二〇二三年全县水利工程建设工作的通知，各乡镇人民政府，县直各有关单位。\n" * 4
bad = text.encode("utf-8").decode("latin-1")
open("m.txt", "w", encoding="utf-8").write(bad)
PY
    run docmill explain gloss.lua m.txt --at 1:2
    holds 'mojibake'
    holds 'repaired, UTF-8 read as latin-1, exact'
}

@test "bytes that did not decode" {
    printf '中文内容在这里\xff，还有更多的文字在后面\n' >bad.txt
    expect 1 docmill explain word.lua bad.txt --charset utf-8 --at 1:8
    holds 'bytes       21-22  ff'
    holds 'did not decode'
}

@test "edits, annotations, candidates that lost" {
    cat >edit.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  rules = {
    rule { id = "a", match = re [[one]] },
    rule { id = "b", match = re [[two]] },
  },
  fields = { n = field { from = { "a", "b" } } },
  document = function(doc, record)
    local s = doc:view("text"):find(re [[one]])
    doc:annotate(s, "Number", { n = "1" })
    doc:replace(s, "ONE")
    return record
  end,
}
LUA
    printf 'one two\n' >e.txt
    expect 0 docmill explain edit.lua e.txt --at 1:1
    holds 'annotated   Number "one" at 1:1 in view text {"n":"1"}'
    holds 'edit        replace at edit.lua:12'
    holds '"one" -> "ONE", queued'
    expect 0 docmill explain edit.lua e.txt --at 1:5
    holds 'did not take "two"'
}

@test "JSON has the path and those who touch it" {
    page
    expect 0 docmill explain page.lua page.html --at 2:16 --json
    [ "$(jq -r '.path.hex' <<<"$output")" = 'a3 b2' ]
    [ "$(jq -c '.path.src' <<<"$output")" = '[70,72]' ]
    [ "$(jq -r '.path.steps[] | select(.changed) | .name' <<<"$output")" = width ]
    [ "$(jq -r '.rules[0].rule' <<<"$output")" = date ]
    expect 0 docmill explain page.lua page.html --text '年' --json
    [ "$(jq -r '.total' <<<"$output")" = 1 ]
}

@test "a text that is no UTF-8" {
    page
    for text in $'\xff\xfe' $'a\xe4' $'\xf0\x9f\x98'; do
        expect 2 docmill explain page.lua page.html --text "$text"
        holds 'error[E104]: --text is no UTF-8'
    done
}

@test "places that are not there" {
    for at in x 3 3: :3 0:1 1:0 1:99 99:1 1:1:1x 99999999999:1; do
        expect 2 docmill explain word.lua docs/a.txt --at "$at"
        holds 'E104'
    done
    expect 2 docmill explain word.lua docs/a.txt --at member:1:1
    holds 'no members'
    expect 2 docmill explain word.lua docs/a.txt --text ''
    expect 1 docmill explain word.lua docs/a.txt --at 1:10
    holds 'U+000A'
}

@test "a document that fails is told all the same" {
    printf 'alpha beta\n' >f.txt
    expect 3 docmill explain picky.lua f.txt --at 1:1
    holds 'fails on this document: ' 'picky.lua:6: error[E302]'
    holds 'no betas here'
    holds 'bytes       0-1  61'
    cat >broke.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = {
  docmill.rule { id = "w", match = docmill.re [[\w+]], where = function(m)
    if m.text == "beta" then error "boom" end
    return true
  end } } }
LUA
    expect 3 docmill explain broke.lua f.txt --at 1:7
    holds 'failed      w (broke.lua:3) "beta" at 1:7: in where: boom'
    expect 3 docmill explain broke.lua f.txt --at 1:1
    holds 'matched     w (broke.lua:3) "alpha" at 1:1'
}

@test "a limit that ends the script leaves the bytes" {
    printf 'alpha beta alpha\n' >f.txt
    cat >loop.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { view = { "width" }, rules = {
  docmill.rule { id = "w", match = docmill.re [[\w+]], where = function() while true do end end } } }
LUA
    expect 3 docmill explain loop.lua f.txt --timeout 0.2 --at 1:7
    holds 'error[E401]' 'fails on this document: the script ran longer' \
        'bytes       6-7  62' 'view        width:1:7'
    expect 3 docmill explain loop.lua f.txt --timeout 0.2 --text alpha --limit 1
    holds 'f.txt:1:1: "alpha"  (1 of 2)' '1 more places'
}

@test "a document that the script skips" {
    cat >skip.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "w", match = docmill.re [[\w+]] } },
  document = function(doc) doc:skip "not today" end }
LUA
    expect 0 docmill explain skip.lua docs/a.txt --at 1:1
    holds 'the script skips this document: not today' 'matched     w'
    expect 0 docmill explain skip.lua docs/a.txt --at 1:1 --json
    [ "$(jq -r .skipped <<<"$output")" = "not today" ]
}

@test "places of a text are counted, all of them" {
    printf 'a %.0s' $(seq 30000) >many.txt
    expect 0 docmill explain word.lua many.txt --text a --limit 1
    holds '(1 of 30000)' '29999 more places'
}

@test "nothing of a document reaches the terminal unescaped" {
    printf 'a\033[31mb\n' >esc.txt
    run docmill explain word.lua esc.txt --at 1:2 --color never
    [[ $output != *$'\033'* ]]
    holds '\x1B'
}

@test "beaten matches, edits that were committed and lost" {
    cat >fight.lua <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script {
  edits = "first",
  rules = {
    rule { id = "long", match = re [[one two]], conflict = "longest" },
    rule { id = "short", match = re [[two]], conflict = "longest" },
    rule { id = "up", match = re [[three]], action = function(m, doc) doc:replace(m, "THREE") end },
  },
}
LUA
    printf 'one two three\n' >f.txt
    expect 0 docmill explain fight.lua f.txt --at 1:5
    holds 'matched     long' 'beaten      short' 'lost to long'
    expect 0 docmill explain fight.lua f.txt --at 1:9
    holds '"three" -> "THREE", committed' 'edit        replace by up'
}

@test "a document that the script turns away; refusals that are not kept" {
    cat >away.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  needs = { format = { "html" } },
  rules = { docmill.rule { id = "w", match = docmill.re [[\w]] } },
}
LUA
    expect 1 docmill explain away.lua docs/a.txt --at 1:1
    holds 'turns this document away: ' 'bytes       0-1'
    expect 1 docmill explain away.lua docs/a.txt --at 1:1 --json
    [[ $(jq -r .away <<<"$output") != null ]]
    cat >no.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "w", match = docmill.re [[\w]], where = function() return false, "no" end } },
}
LUA
    printf 'a%.0s' $(seq 150) >many.txt
    expect 1 docmill explain no.lua many.txt --at 1:150
    holds 'unknown     w (no.lua:3) refused 50 more'
}

@test "text that a reader put in has no bytes" {
    printf '<p>a</p><p>b</p>' >two.html
    cat >any.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "x", match = docmill.re [[a\s+b]] } } }
LUA
    run docmill explain any.lua two.html --text $'\n' --limit 1
    holds 'put in by the reader'
}

@test "U+0000 is a character like any other" {
    printf 'a\0b c\n' >nul.txt
    cat >nul.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { view = "clean", rules = { docmill.rule { id = "b", match = docmill.re "b" } } }
LUA
    output=$(docmill explain --binary --charset utf-8 nul.lua nul.txt --at 1:2 --json 2>/dev/null || true)
    [ "$(jq -c '.path.decoded.text' <<<"$output")" = '"\u0000"' ]
    [ "$(jq -c '.path.steps[] | select(.name == "control") | [.before, .after]' <<<"$output")" = '["\u0000",""]' ]
}
