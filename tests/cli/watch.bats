#!/usr/bin/env bats
# watch: saves of every kind, and what they change.
load common

begin() {
    cat >n.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  name = "n", view = "text",
  rules = {
    docmill.rule { id = "num", match = docmill.re [[\d+]] },
    docmill.rule { id = "word", match = docmill.re [[alpha|beta]] },
  },
}
LUA
    printf 'alpha 1\n' >docs/a.txt
    start "$@"
    await 'watching' out
}

# A shell lets its background processes ignore Ctrl-C; this one must not.
start() {
    env --default-signal=INT ${plain:-} "$DOCMILL" watch "$@" >out 2>err 3>&- &
    pid=$!
}

finish() {
    kill -INT $pid
    local status=0
    wait $pid || status=$?
    [ $status = "${1:-130}" ]
}

teardown() {
    [ -z "${pid:-}" ] || kill -KILL "$pid" 2>/dev/null || true
}

# Wait up to 5 seconds until file $2 has a line that matches $1, $3 times.
await() {
    local i
    for i in $(seq 250); do
        [ "$(grep -c -- "$1" "$2")" -ge "${3:-1}" ] && return 0
        sleep 0.02
    done
    echo "no $1 in:"
    cat out err
    return 1
}

@test "watch: the first run, a save in place, an atomic save" {
    begin n.lua docs
    grep -q '^3 documents · 3 hits · [0-9]* ms$' out
    grep -q 'num: 1 hit in 1 document' out
    sed 's/alpha|beta/beta/' n.lua >n.new && cat n.new >n.lua
    await '^− word  docs/a.txt:1:1  "alpha"$' out
    await '^3 documents · 2 hits (−1) · ' out
    sed 's/beta/alpha|gamma/' n.lua >n.new && mv n.new n.lua
    await '^+ word  docs/c.txt:1:1  "gamma"$' out
    await '^3 documents · 3 hits (+2 −1) · ' out
    finish
}

@test "watch: a broken script keeps the last good version; mended it goes on" {
    begin n.lua docs
    cp n.lua good
    sed 's/\[\[\\d+\]\]/[[(\\d+]]/' good >n.lua
    await 'error\[E305\]' err
    await 'still showing the last good version' out
    grep -q '\^' err
    printf '1 2 3\n' >docs/b.txt
    await '^+ num  docs/b.txt:1:5  "3"$' out
    mv good n.lua
    await '^3 documents · 5 hits (no change) · ' out
    finish
}

@test "watch: documents: changed, new, in a new folder, gone" {
    begin n.lua docs
    printf 'x\nalpha 22\n' >docs/a.txt
    await '^+ num  docs/a.txt:2:7  "22"$' out
    await '^− num  docs/a.txt:1:7  "1"$' out
    ! grep -q '"alpha"' out # it only moved
    printf '4\n' >docs/new.txt
    await '^+ num  docs/new.txt:1:1  "4"$' out
    mkdir docs/sub
    printf '5\n' >docs/sub/deep.txt
    await '^+ num  docs/sub/deep.txt:1:1  "5"$' out
    printf '6\n' >docs/sub/deep.txt
    await '^~ num  docs/sub/deep.txt:1:1  "5" ⇒ "6"$' out
    rm docs/new.txt
    await '^− num  docs/new.txt:1:1  "4"$' out
    printf '7\n' >docs/.hidden
    printf '8\n' >'docs/b.txt~'
    printf '9\n' >docs/b.txt
    await '^+ num  docs/b.txt:1:1  "9"$' out
    ! grep -q '"[78]"' out
    finish
}

@test "watch: a module and a list of the script" {
    cat >m.lua <<'LUA'
local docmill = require "docmill"
local list = docmill.phrases.load "list.txt"
return docmill.script { rules = {
  docmill.rule { id = "x", match = docmill.re(require "sub.pattern") },
  docmill.rule { id = "l", match = list },
} }
LUA
    mkdir sub
    echo 'return "one"' >sub/pattern.lua
    echo 'two' >list.txt
    begin m.lua docs
    echo 'return "three"' >p.new && mv p.new sub/pattern.lua
    await '^+ x  docs/c.txt:1:7  "three"$' out
    echo 'gamma' >list.txt
    await '^+ l  docs/c.txt:1:1  "gamma"$' out
    finish
}

@test "watch: a hostile document costs itself alone" {
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "num", match = docmill.re [[\d+]] } },
  document = function(doc, record)
    if doc.text:find("loop", 1, true) then while true do pcall(error) end end
    return record
  end,
}
LUA
    begin slow.lua docs --timeout 0.3
    printf 'loop\n' >docs/b.txt
    await '3 documents · 1 hit (no change) · 1 failed · ' out
    grep -q E401 err
    printf '5\n' >docs/c.txt
    await '^+ num  docs/c.txt:1:1  "5"$' out
    printf 'mended 6\n' >docs/b.txt
    await '^3 documents · 3 hits (+1) · ' out
    finish
}

@test "watch: a folder that may not be read costs itself alone" {
    # root may read everything, unless it has given that up
    plain=
    [ "$(id -u)" != 0 ] || plain='setpriv --bounding-set -all --inh-caps -all'
    mkdir -m 000 docs/locked
    $plain [ ! -r docs/locked ] || skip "this user may read everything"
    begin n.lua docs
    grep -c 'warning\[E202\].*docs/locked/' err
    mkdir docs/later
    printf '5\n' >docs/later/a.txt
    await '^+ num  docs/later/a.txt:1:1  "5"$' out
    mkdir -m 000 docs/worse
    await 'docs/worse/' err
    printf '6\n' >docs/later/a.txt
    await '^~ num  docs/later/a.txt:1:1  "5" ⇒ "6"$' out
    [ "$(grep -c 'docs/locked/ cannot be watched' err)" = 1 ]
    [ "$(grep -c 'docs/worse/ cannot be watched' err)" = 1 ]
    chmod 700 docs/locked docs/worse
    finish
}

@test "watch: --json" {
    begin n.lua docs/a.txt --json
    [ "$(jq -r 'select(.event == "run") | [.cause, .documents, .hits] | join(" ")' out)" = "start 1 2" ]
    printf 'beta 1\n' >docs/a.txt
    await '"cause":"documents"' out
    jq -se 'map(select(.event == "hit")) |
        map([.kind, .rule, .doc, .line, .col, .text]) ==
        [["lost","word","docs/a.txt",1,1,"alpha"],["gained","word","docs/a.txt",1,1,"beta"]]' out
    jq -se 'map(select(.event == "run"))[1] | .gained == 1 and .lost == 1 and .ran == 1' out
    echo ')(' >>n.lua
    await '"event":"waiting"' out
    jq -se 'map(select(.event == "error"))[0].diagnostic | .code == "E301" and .line > 0' out
    [ ! -s err ]
    finish
}

@test "watch: wrong arguments, a script that is wrong from the start" {
    expect 2 docmill watch
    expect 2 docmill watch word.lua
    expect 2 docmill watch word.lua -
    expect 2 docmill watch --debounce 99999 word.lua docs
    printf 'return )(' >bad.lua
    start bad.lua docs
    await 'waiting for the script to be mended' out
    cp word.lua bad.new && mv bad.new bad.lua
    await '^3 documents · 6 hits · ' out
    finish
}

@test "watch: a folder that comes, moves or goes costs its own documents alone" {
    begin n.lua docs --json
    mkdir docs/empty sub
    printf '77\n' >sub/deep.txt
    mv sub docs/sub
    await '"event":"run","cause":"documents"' out
    mv docs/sub docs/other
    await '"doc":"docs/other/deep.txt"' out
    rm -r docs/other
    await '"documents":3' out 2
    finish
    jq -se 'map(select(.event == "run" and .cause == "documents") | .ran) | all(. <= 1)' out
}

@test "watch: a run that a newer save has overtaken is given up" {
    begin n.lua docs
    cp n.lua good
    sed 's/^}/  document = function() while true do end end }/' good >n.lua
    sleep 0.5
    mv good n.lua
    await '^3 documents · 3 hits (no change) · ' out
    [ ! -s err ]
    finish
}
