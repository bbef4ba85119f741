#!/usr/bin/env bats
# text, grep, inspect, check, x: what they print.
load common

gb() { printf '%s' "$1" | iconv -f utf-8 -t gb18030; }

@test "text and its views" {
    { gb '来源：县报'; printf '\r\n'; gb '正文'; } >gb.txt
    expect 0 docmill text gb.txt --charset gb18030 --steps lines
    [ "$output" = "$(printf '来源：县报\n正文')" ]
    expect 0 docmill text gb.txt --charset gb18030 --map
    [ "${lines[0]%$'\r'}" = "$(printf '1\t0-11\t来源：县报')" ] ||
        [ "${lines[0]%$'\r'}" = "$(printf '1\t0-10\t来源：县报')" ]
    "$DOCMILL" text --view raw gb.txt | cmp - gb.txt
    printf '<p>a &amp; b</p>' >p.html
    expect 0 docmill text p.html
    [ "$output" = "a & b" ]
    expect 0 docmill text -v docs/a.txt docs/b.txt
    holds "==> docs/a.txt <=="
    expect 0 docmill text docs/a.txt docs/b.txt
    [ "$output" = "$(printf 'alpha one\nbeta two')" ]
}

@test "grep prints true places of the file" {
    { gb '标题'; printf '\n'; gb '来源 县报'; printf '\n'; } >gb.txt
    expect 0 docmill grep --charset gb18030 -b --only '县报' gb.txt
    [ "$output" = "gb.txt:2:10:县报" ]
    expect 0 docmill grep --charset gb18030 --json '(?<what>县)报' gb.txt
    [ "$(printf '%s' "$output" | jq -c '[.line, .at, .src, .exact, .groups.what, .match, .text]')" = \
        '[2,[6,8],[10,14],true,"县","县报","来源 县报"]' ]
    [ "$(dd if=gb.txt bs=1 skip=10 count=4 2>/dev/null | iconv -f gb18030 -t utf-8)" = 县报 ]
}

@test "grep: modes and exit codes" {
    expect 0 docmill grep 'a' docs
    [ "${lines[0]}" = "docs/a.txt:1:alpha one" ]
    [ "${#lines[@]}" -eq 3 ]
    expect 1 docmill grep zzz docs
    [ "$output" = "" ]
    expect 3 docmill grep alpha docs nowhere
    expect 0 docmill grep -c 'e' docs
    [ "${lines[2]}" = "docs/c.txt:1" ]
    expect 0 docmill grep -l 'two|three' docs
    [ "$output" = "$(printf 'docs/b.txt\ndocs/c.txt')" ]
    expect 0 docmill grep -i ALPHA docs
    expect 1 docmill grep ALPHA docs
    printf 'one\ntwo\n\nthree\n' >f
    expect 0 docmill grep --invert t f
    [ "$output" = "$(printf 'f:1:one\nf:3:')" ]
    expect 0 docmill grep -c '^' f
    [ "$output" = f:4 ]
    expect 0 docmill grep 'two\s+three' f
    [ "$output" = "$(printf 'f:2:two\nf:3:\nf:4:three')" ]
    printf 'a.c\nabc\n' >f
    expect 0 docmill grep -F a.c f
    [ "$output" = f:1:a.c ]
    : >empty
    expect 1 docmill grep '^' empty
    expect 2 docmill grep -c -l a f
}

@test "grep: names are spelled out, whoever reads" {
    name=$(printf 'docs/\033[1mx\n\ty')
    cp docs/b.txt "$name"
    for options in '' -l -c --only; do
        # shellcheck disable=SC2086
        expect 0 docmill grep $options beta "$name" docs/b.txt
        [ "${#lines[@]}" -eq 2 ]
        holds 'docs/\x1B[1mx\x0A\x09y'
    done
    expect 0 docmill text -v "$name"
    holds '==> docs/\x1B[1mx\x0A'
    expect 0 docmill x -v "doc:skip('\\27[1mno')" "$name"
    [[ $output != *$'\033'* ]]
}

@test "inspect" {
    printf 'a\r\nb\nc\xff\n' >f
    expect 0 docmill inspect f
    holds "charset" "line ends" "LF 2, CRLF 1, CR 0"
    expect 0 docmill inspect --json docs
    [ "$(printf '%s' "$output" | jq -r .charset.name | sort -u)" = utf-8 ]
    [ "$(printf '%s\n' "$output" | wc -l)" -eq 3 ]
}

@test "check" {
    cat >ex.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = {
  docmill.rule { id = "n", match = docmill.re [[\d+]],
    examples = { ["a1"] = "1", ["a"] = false } } } }
LUA
    expect 0 docmill check ex.lua word.lua
    holds "ex.lua: ok, 2 examples" "word.lua: ok, 0 examples"
    sed -i 's/"1"/"2"/' ex.lua
    expect 1 docmill check ex.lua word.lua
    holds "ex.lua: failed, 1 of 2 examples" "error[E310]" "ex.lua:4"
    printf 'return {' >bad.lua
    expect 4 docmill check ex.lua bad.lua
    holds "error[E301]"
}

@test "x" {
    expect 0 docmill x 'doc.charset.name' docs/a.txt
    [ "$output" = '{"id":"docs/a.txt","value":"utf-8"}' ]
    expect 0 docmill x 'emit { n = #doc.text } emit { n = 1 }' docs/a.txt
    [ "${#lines[@]}" -eq 2 ]
    expect 4 docmill x 'if' docs/a.txt
    holds "error[E301]"
    expect 3 docmill x 'nosuch.x' docs/a.txt
    holds "error[E302]" "docs/a.txt"
}

@test "what a script says: print, log.info, log.warn" {
    say='print("printed") docmill.log.info("informed") docmill.log.warn("warned")'
    expect 0 docmill x "$say" docs/a.txt
    holds "x:1: note: printed" "x:1: warning[E602]: warned"
    [[ $output != *informed* && $output != *E0* ]]
    expect 0 docmill x -v "$say" docs/a.txt
    holds "x:1: note: printed" "x:1: note: informed" "x:1: warning[E602]: warned"
    [[ $output != *error* ]]
    expect 0 docmill x -q "$say" docs/a.txt
    [ "$output" = "" ]
    expect 0 docmill x --diagnostics json "$say" docs/a.txt
    [ "$(printf '%s\n' "$output" | jq -r '.severity + " " + (.code // "-")' | tr '\n' ' ')" = \
        "note - warning E602 " ]
}

@test "a conflict is a note, and only with -v" {
    cat >clash.lua <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script { conflict = "longest", rules = {
  rule { id = "one", match = re "alpha" }, rule { id = "two", match = re "alpha one" } } }
LUA
    expect 0 docmill run clash.lua docs/a.txt
    [ "$output" = '{"id":"docs/a.txt","one":[],"two":["alpha one"]}' ]
    expect 0 docmill run -v clash.lua docs/a.txt
    holds "note[E603]"
    [[ $output != *error* ]]
}

@test "columns of a document are characters" {
    printf '一\n二三四beta\n' >han.txt
    cat >col.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "b", match = docmill.re "beta",
  value = function() error "here" end } } }
LUA
    expect 3 docmill run col.lua han.txt --errors e
    [ "$(jq -c .document e)" = '{"line":2,"column":4}' ]
    expect 3 docmill run col.lua han.txt
    holds "in han.txt:2:4"
}
