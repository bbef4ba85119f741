#!/usr/bin/env bats
# repl: lines from a pipe, answers, commands, limits.
load common

rules() {
    cat >n.lua <<'LUA'
local docmill = require "docmill"
local words = require "words"
return docmill.script {
  name = "n", view = "text",
  rules = {
    docmill.rule { id = "date", match = docmill.re [[(?<y>\d{4})年]],
      value = function(m) return tonumber(m.y) end },
    docmill.rule { id = "name", match = docmill.re(words.names) },
  },
  fields = { date = docmill.field { from = "date" } },
}
LUA
    printf 'return { names = "张三|李四" }\n' >words.lua
    printf '2023年，张三\n\033[31m李四\n' >docs/a.txt
}

# Lines for the repl are the arguments; the rest of the command line is $args.
talk() {
    printf '%s\n' "$@" | "$DOCMILL" repl $args
}

@test "repl: expressions, statements, several lines" {
    rules
    args="n.lua docs"
    expect 0 talk '1 + 1' '= "a" .. 2' 'x = {' '1, a = 2 }' 'x' \
        'for i = 1, 2 do' '  print("i", i)' 'end' 'nil' '{ a = 5 }' '_.a' 'emit { b = 1 }'
    holds "1/3 docs/a.txt · text, utf-8 · 3 hits" '"a2"' "{ 1, a = 2 }" \
        "nil" '{ a = 5 }' '{"id":"docs/a.txt","b":1}'
    [ "${lines[1]}" = 2 ]
    case $output in *$'\033'*) return 1 ;; esac
}

@test "repl: spans, matches, the record" {
    rules
    args="n.lua docs"
    expect 0 talk 'hits.date[1]' 'hits.name[2]' 'record' ':fields' ':record' \
        ':hits' ':hits name' 'view' ':view lines,width' 'view.name' ':text'
    holds 'Match "2023年" (text 1:1, bytes 0-7) { y = "2023" }' \
        'Match "李四"' 'date = 2023  from date at 1:1' 'date  1 hit' \
        'name  2 hits' '1:7 ' 'View text' '\x1B[31m'
    case $output in *$'\033'*) return 1 ;; esac
}

@test "repl: errors are told with their place, and the exit code is 1" {
    rules
    args="n.lua docs"
    expect 1 talk 'doc.pth' '1 + + 1' ':recrod' 'hits.nmae' 'io.open("x")' '"still here"'
    holds "input:1: error[E302]: Doc has no member 'pth'; did you mean 'path'?" \
        "error[E301]" "did you mean ':record'?" "did you mean 'name'?" \
        "'io' is not available" '"still here"'
    expect 1 talk 'f('
    holds "the input ends within a chunk"
}

@test "repl: documents: :open, :next, :prev" {
    rules
    args="docs"
    expect 0 talk ':next' 'doc.path' ':next' ':next' ':prev' ':open 1' ':open' \
        ':open n.lua' 'doc.path' ':hits'
    holds "2/3 docs/b.txt" "this is the last document" "*    1  docs/a.txt" \
        "4/4 n.lua" "there is no script"
    expect 1 talk ':open nowhere'
    holds "nowhere: error[E201]"
}

@test "repl: a closed document, :time, :help, :why" {
    rules
    args="n.lua docs"
    expect 1 talk 'old = hits.date[1]' ':next' 'old.text' ':time #doc.text' \
        ':help doc.blocks' ':help' ':why name' ':why nosuch'
    holds "document is closed" "median of" "doc:blocks" ":why" "rule name" \
        "there is no rule 'nosuch'"
}

@test "repl: a limit costs the state and nothing else" {
    rules
    args="n.lua docs --timeout 0.3"
    expect 1 talk 'while true do pcall(error) end' '#hits.date' '"alive"' 'doc.path'
    holds "E401" "variables are gone" '"alive"' '"docs/a.txt"'
    [ "$(printf '%s\n' "$output" | grep -cx 1)" = 1 ]
    args="n.lua docs --memory 16M"
    expect 1 talk 't = {} for i = 1, 1e9 do t[i] = {} end' '#hits.name' 'doc.path'
    holds "E402" "variables are gone" '"docs/a.txt"'
    # a script that does not end on a document leaves it open
    printf 'local d = require "docmill" return d.script { document = function() while true do end end }\n' >slow.lua
    args="slow.lua docs --timeout 0.3"
    expect 1 talk 'doc.path' ':next' 'doc.path'
    holds '"docs/a.txt"' '"docs/b.txt"' "without what the script found"
}

@test "repl: a wrong script at the start, wrong arguments" {
    printf 'return )(\n' >bad.lua
    expect 4 docmill repl bad.lua docs </dev/null
    holds "bad.lua:1:8: error[E301]"
    expect 2 docmill repl - </dev/null
    expect 0 docmill repl docs </dev/null
    [ "$output" = "1/3 docs/a.txt · text, ascii" ] || holds "1/3 docs/a.txt"
}

@test "repl: a saved script is taken over while a line is waited for" {
    rules
    mkfifo in
    "$DOCMILL" repl n.lua docs <in >out 2>&1 3>&- &
    pid=$!
    exec 9>in
    await 'hits' out
    printf 'x = 7\n' >&9
    printf 'return { names = "张三" }\n' >w.new && mv w.new words.lua
    await 'reloaded' out
    grep -q '^− name  2:' out
    grep -q '· 2 hits (+0 −1 ~0) ·\|reloaded · 2 hits (+0 −1 ~0)' out
    echo ')(' >>n.lua
    await 'still working with the last good version' out
    printf '#hits.name\n' >&9
    await '^1$' out
    sed -i '$d' n.lua
    await 'reloaded · 2 hits (+0 −0 ~0)' out
    printf ':quit\n' >&9
    exec 9>&-
    wait $pid || [ $? = 1 ]
}

@test "repl: a read error, a line and a chunk that are too long" {
    expect 1 timeout 10 "$DOCMILL" repl docs <.
    holds "error[E205]: cannot read standard input"
    long() { head -c 1100000 /dev/zero | tr '\0' a; }
    { echo '1 + 1'; echo "x = '$(long)'"; echo '3 + 4'; } >in
    expect 1 docmill repl docs <in
    holds "error[E404]: a line is over"
    [ "${lines[-1]}" = 7 ] || [ "${lines[-2]}" = 7 ]
    # the rest of such a chunk is not taken for new ones
    { echo 'x = {'; long | fold -w 50 | sed "s/.*/'&',/"; echo '}'; echo '5 + 6'; } >in
    expect 1 docmill repl docs <in
    holds "error[E404]: a chunk of Lua is over"
    [[ "$output" != *E301* ]]
    printf '%s\n' "${lines[@]}" | grep -qx 11
}

@test "repl: a long chunk does not take the square of its length" {
    { echo 'x = {'; seq -s ',
' 120000; echo '}'; echo '#x'; } >in
    expect 0 timeout 20 "$DOCMILL" repl docs <in
    [ "${lines[-1]}" = 120000 ]
}

@test "repl: what cannot be opened leaves the one at hand as it is" {
    rules
    mkdir folder
    rm docs/b.txt
    printf '{"broken": ' >docs/b.json
    args="n.lua docs"
    expect 1 talk ':open folder' 'doc.path' '#hits.name' ':next' 'doc.path' \
        ':prev' ':open 2' 'doc.path' ':open' ':open b'
    holds "folder: error[E203]" "docs/b.json: error[E210]" '"docs/c.txt"' \
        "*    1  docs/a.txt"
    [[ "$output" != *"  folder"* ]]
    [ "$(printf '%s\n' "$output" | grep -c '^"docs/a.txt"$')" = 2 ]
    [ "$(printf '%s\n' "$output" | grep -cx 2)" = 1 ]
}

# Wait up to 5 seconds until file $2 has a line that matches $1.
await() {
    local i
    for i in $(seq 250); do
        grep -q -- "$1" "$2" && return 0
        sleep 0.02
    done
    echo "no $1 in:"
    cat "$2"
    return 1
}

@test "repl: what cannot be written ends it with exit code 5" {
    [ -w /dev/full ] || skip "no /dev/full"
    run bash -c "echo 1+1 | '$DOCMILL' repl docs/a.txt 2>err >/dev/full"
    [ "$status" = 5 ]
    grep -q E501 err
}

@test "repl: lists and lines say what they leave out" {
    for i in $(seq 10 30); do cp docs/a.txt docs/$i.txt; done
    args=docs
    expect 0 talk ':open' ':text 99' ':text 3 1'
    holds '… and 13 more' 'there is no line 99: the view has 1' 'there is no line 3'
    args=docs/a.txt
    expect 0 talk 're(("x"):rep(900))' '{ [("k"):rep(90)] = 1 }'
    holds '(900 characters)' '(90 characters)'
}

@test "repl: names that are not UTF-8" {
    rules
    name=$(printf '\304\343')
    mkdir "$name" && cp n.lua words.lua "$name"
    cp docs/a.txt "docs/$name"
    args="n.lua docs/$name"
    expect 0 talk ':hits'
    holds 'date  1 hit'
    expect 0 docmill check "$name/n.lua"
    holds 'ok'
    expect 0 docmill stats "$name/n.lua" "docs/$name"
    holds '1 document: 1 done'
}
