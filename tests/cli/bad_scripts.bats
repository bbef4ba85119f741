#!/usr/bin/env bats
# A wrong script is told before any document; a script that fails on a
# document costs that document.
load common

@test "a syntax error" {
    printf 'local docmill = require "docmill"\nreturn docmill.script {\n  name = ) 1\n}\n' >bad.lua
    expect 4 docmill run bad.lua docs
    holds "bad.lua:3:" "error[E301]" "name = ) 1" "^"
    [[ $output != *'"id"'* ]]
}

@test "an unknown key" {
    printf 'local docmill = require "docmill"\nreturn docmill.script {\n  name = "x", ruels = {},\n}\n' >bad.lua
    expect 4 docmill run bad.lua docs
    holds "error[E303]" "ruels" "rules"
}

@test "a regular expression that does not compile" {
    printf 'local docmill = require "docmill"\nreturn docmill.script { rules = {\n  docmill.rule { id = "x", match = docmill.re [[(a]] } } }\n' >bad.lua
    expect 4 docmill run bad.lua docs
    holds "bad.lua:3" "error[E305]"
}

@test "a script that does not exist" {
    expect 4 docmill run nosuch.lua docs
    holds "error[E311]" "nosuch.lua"
}

@test "a rule that raises for one document" {
    expect 3 docmill run picky.lua docs
    holds "picky.lua:6" "error[E302]" "no betas here" "docs/b.txt" \
        '"id":"docs/a.txt"' '"id":"docs/c.txt"' \
        "3 documents: 2 done, 1 failed, 0 turned away"
}

@test "an endless loop costs its document and bounded time" {
    cat >loop.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(doc, record)
    if doc.text:find("beta", 1, true) then while true do end end
    record.n = #doc.text
    return record
  end,
}
LUA
    expect 3 timeout 20 "$DOCMILL" run --timeout 0.3 loop.lua docs
    holds "error[E401]" "docs/b.txt" '"id":"docs/a.txt"' '"id":"docs/c.txt"'
}

@test "a loop inside pcall is stopped as well" {
    expect 3 timeout 20 "$DOCMILL" x --timeout 0.3 \
        'while true do pcall(function() while true do end end) end' docs/a.txt
    holds "error[E401]"
}

@test "string.rep to ten gigabytes" {
    cat >rep.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(doc, record)
    if doc.text:find("beta", 1, true) then
      record.s = ("x"):rep(10 * 1024 * 1024 * 1024)
    end
    record.n = #doc.text
    return record
  end,
}
LUA
    expect 3 timeout 20 "$DOCMILL" run rep.lua docs
    holds "rep.lua:5" "resulting string too large" "docs/b.txt" '"id":"docs/a.txt"' '"id":"docs/c.txt"'
}

@test "memory without end" {
    expect 3 timeout 60 "$DOCMILL" x --memory 32M \
        'local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end' \
        docs/a.txt
    holds "error[E402]" "docs/a.txt"
}

@test "a pattern that explodes" {
    printf 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n' >as.txt
    expect 3 timeout 30 "$DOCMILL" grep '^(a|aa)+$' as.txt docs/a.txt
    holds "error[E403]" "as.txt"
}

@test "records that JSON cannot say" {
    expect 3 docmill x 'return { x = 0/0 }' docs/a.txt
    holds "error[E307]" "docs/a.txt"
}

@test "error records" {
    expect 3 docmill run picky.lua --errors e.jsonl docs nowhere
    [ "$(wc -l <e.jsonl)" -eq 2 ]
    [ "$(jq -r .id e.jsonl | tr '\n' ' ')" = "docs/b.txt nowhere " ]
    [ "$(jq -r '.code + .number + .stage' e.jsonl | tr '\n' ' ')" = \
        "scriptE302script not_foundE201open " ]
    [ "$(jq -r '.script.file + ":" + (.script.line | tostring)' <(head -n 1 e.jsonl))" = picky.lua:6 ]
    holds "4 documents: 2 done, 2 failed, 0 turned away"
}

@test "diagnostics as JSON" {
    run bash -c '"$0" run picky.lua --diagnostics json docs 2>&1 >/dev/null' "$DOCMILL"
    [ "$status" -eq 3 ]
    [ "$(printf '%s' "$output" | jq -r '.code + " " + .severity')" = "E302 error" ]
}

@test "fail-fast and max-errors" {
    for i in 1 2 3 4 5 6; do cp docs/b.txt "docs/b$i.txt"; done
    expect 3 docmill run -j 2 picky.lua --fail-fast docs
    holds "1 failed"
    expect 3 docmill run -j 2 picky.lua --max-errors 3 docs
    holds "3 failed"
}

@test "quiet is quiet about what did not fail" {
    expect 0 docmill run -q word.lua docs
    [ "${#lines[@]}" -eq 3 ]
}

@test "what a script says before its first document is not lost" {
    cat >early.lua <<'LUA'
local docmill = require "docmill"
docmill.log.warn "at load"
return docmill.script {
  init = function() docmill.log.warn "in init" end,
  document = function() return { a = 1 } end,
}
LUA
    expect 0 docmill run -j 1 early.lua docs/a.txt
    holds "early.lua:2: warning[E602]: at load"
    holds "early.lua:4: warning[E602]: in init"
}

@test "the shipped library and ctx cannot be changed" {
    cat >change.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(_, _, ctx)
    return { got = {
      (pcall(function() require("std.date").read = nil end)),
      (pcall(function() require("std.engine").document = nil end)),
      getmetatable(ctx) == false,
    } }
  end,
}
LUA
    expect 0 docmill run change.lua docs/a.txt
    holds '"got":[false,false,true]'
}
