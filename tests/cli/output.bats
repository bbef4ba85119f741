#!/usr/bin/env bats
# Output is whole or not there, in order, the same for any number of workers.
load common

many() {
    mkdir many
    for i in $(seq 300); do
        head -c $((i * 7 % 900)) /dev/zero | tr '\0' x >"many/$i.txt"
        echo "number $i" >>"many/$i.txt"
    done
}

@test "the same bytes for any number of workers" {
    many
    for j in 1 2 8; do
        "$DOCMILL" run -j "$j" word.lua --spans --meta many nowhere docs \
            --errors "e$j" >"o$j" 2>/dev/null || [ $? -eq 3 ]
    done
    cmp o1 o2
    cmp o1 o8
    cmp e1 e8
    [ "$(wc -l <o1)" -eq 303 ]
}

@test "a reader that goes away ends it silently" {
    many
    run bash -c '"$0" run word.lua many many many many | head -n 1; echo "${PIPESTATUS[0]}"' "$DOCMILL"
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[1]}" -eq 141 ] || [ "${lines[1]}" -eq 0 ]
    run bash -c '"$0" grep x many many many many many many many many many many | head -c 1 >/dev/null; echo "${PIPESTATUS[0]}"' "$DOCMILL"
    [ "$output" = 141 ]
    run bash -c '"$0" grep x many many many many many many many many many many --errors e | head -c 1 >/dev/null; echo "${PIPESTATUS[0]}"' "$DOCMILL"
    [ "$output" = 141 ]
    [ "$(find . -name '.*.tmp' | wc -l)" -eq 0 ]
}

@test "a full disk, one short record" {
    [ -w /dev/full ] || skip "no /dev/full here"
    for verb in 'run word.lua' 'x doc.id' text 'grep alpha' inspect; do
        # shellcheck disable=SC2086
        expect 5 bash -c '"$0" "$@" docs/a.txt >/dev/full' "$DOCMILL" $verb
        holds "error[E501]"
    done
    expect 5 bash -c '"$0" help >/dev/full' "$DOCMILL"
    expect 5 bash -c '"$0" --version >/dev/full' "$DOCMILL"
    expect 5 bash -c '"$0" check word.lua >/dev/full' "$DOCMILL"
    expect 5 docmill run word.lua -o /dev/full docs
    holds "error[E501]: cannot write to /dev/full"
    expect 5 docmill run picky.lua --errors /dev/full docs
    holds "error[E501]: cannot write to /dev/full"
}

@test "a closed standard output" {
    expect 5 bash -c '"$0" run word.lua docs >&-' "$DOCMILL"
    holds "error[E501]: cannot use standard output"
    expect 5 bash -c '"$0" x nil docs >&-' "$DOCMILL" # not even for nothing
    expect 0 bash -c '"$0" run word.lua docs -o out.jsonl >&- 2>&- <&-' "$DOCMILL"
    [ "$(wc -l <out.jsonl)" -eq 3 ]
}

@test "-o appears whole" {
    expect 0 docmill run word.lua -o out.jsonl docs
    [ "$output" = "" ]
    [ "$(wc -l <out.jsonl)" -eq 3 ]
    [ "$(find . -name '*.tmp' | wc -l)" -eq 0 ]
    expect 2 docmill run word.lua -o docs docs
    holds "folder"
    expect 2 docmill run word.lua -o '' docs
    holds "the name of an output file is empty"
    expect 5 docmill run word.lua -o nowhere/out docs
    holds "error[E501]"
}

@test "no output takes the place of what it is made from" {
    mkdir -p mods out
    printf 'return {}\n' >mods/m.lua
    sed '1a local m = require "mods.m"' word.lua >with.lua
    ln -s ../with.lua mods/link.lua
    ln docs/a.txt other.txt
    printf 'docs/a.txt\n' >list
    "$DOCMILL" run word.lua --spans docs >old.jsonl
    md5sum word.lua with.lua mods/m.lua docs/* list old.jsonl >sums
    spared() { # a command line, its last argument an output that is read
        expect 2 "$DOCMILL" "$@"
        holds "error[E101]" "lost"
        md5sum --quiet -c sums
        [ "$(find . -name '*.tmp' | wc -l)" -eq 0 ]
    }
    for verb in run view stats; do
        for target in with.lua mods/link.lua ./mods/m.lua docs/a.txt other.txt; do
            spared "$verb" with.lua docs/a.txt -o "$target"
            spared "$verb" with.lua docs/b.txt docs/a.txt --errors "$target"
        done
    done
    spared run with.lua docs -o docs/c.txt # found on the way
    spared run with.lua --files-from list -o other.txt
    spared run with.lua --files-from list -o list
    spared run with.lua --format csv docs -o docs/b.txt
    spared run with.lua --format dolma docs -o out/new --attributes docs/b.txt
    spared x doc.id docs/b.txt -o docs/b.txt
    spared text docs/b.txt -o docs/b.txt
    spared text --without word.lua docs/b.txt -o word.lua
    spared grep alpha docs -o docs/a.txt
    spared inspect docs -o docs/a.txt
    spared diff word.lua with.lua docs/b.txt -o mods/m.lua
    spared diff old.jsonl with.lua docs/b.txt -o old.jsonl
    spared view --against old.jsonl with.lua docs/b.txt -o old.jsonl
    spared view --against with.lua word.lua docs/b.txt -o mods/m.lua
    spared check word.lua -o word.lua
    spared check --reduce docs/a.txt word.lua -o docs/a.txt
    mkdir in
    for name in index.html a.html a.md; do cp docs/a.txt "in/$name"; done
    md5sum word.lua in/* >sums
    spared view word.lua in/index.html in/a.html -o in
    spared view word.lua in/a.md in/a.html -o in/
    rm -f in/index.html
    cp in/a.md a.md
    md5sum word.lua in/* >sums
    expect 3 docmill run --format source word.lua a.md in/a.md -o in/
    holds "an input as well, which would be lost" "the input itself"
    md5sum --quiet -c sums
    # a name that happens to be the pattern's, and what only stands beside
    expect 0 docmill grep out docs/c.txt -o out.txt --invert
    expect 0 docmill grep out.txt docs/c.txt -o out.txt --invert
    expect 0 docmill run with.lua docs/b.txt -o docs/c.txt
    cmp docs/c.txt <("$DOCMILL" run with.lua docs/b.txt)
    [ "$(wc -l <docs/c.txt)" -eq 1 ]
}

@test "-o of a wrong run leaves the old file alone" {
    echo old >out.jsonl
    printf 'return 1' >bad.lua
    expect 4 docmill run bad.lua -o out.jsonl docs
    [ "$(cat out.jsonl)" = old ]
    [ "$(find . -name '*.tmp' | wc -l)" -eq 0 ]
}

@test "the mode of -o follows the umask" {
    umask 022
    expect 0 docmill run word.lua -o out.jsonl docs
    [ "$(stat -c %a out.jsonl)" = 644 ]
}

@test "formats" {
    expect 0 docmill run word.lua --format json docs
    [ "$(printf '%s' "$output" | jq length)" -eq 3 ]
    run bash -c ': | "$0" run word.lua --format json --files-from -' "$DOCMILL"
    [ "$(printf '%s' "$output" | jq length)" -eq 0 ]
    expect 0 docmill run word.lua --format term docs/a.txt
    holds "⟦alpha⟧word ⟦one⟧word"
    expect 0 docmill run word.lua --format term --color always docs/a.txt
    [[ $output == *$'\033[4;31malpha'* ]]
    expect 2 docmill run word.lua --format jsno docs
    holds "jsonl|json|csv"
}

@test "Ctrl-C: what is complete is written, workers are gone" {
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(doc, record)
    if doc.text:find("beta", 1, true) then while true do end end
    return record
  end,
}
LUA
    for pair in INT:130 TERM:143; do
        # setsid -w and env: a background job of a shell has SIGINT ignored
        python3 - "$DOCMILL" "${pair%:*}" <<'PY' >out.txt
import os, signal, subprocess, sys, time
p = subprocess.Popen([sys.argv[1], "run", "-j", "2", "slow.lua", "docs/a.txt",
                      "docs/b.txt", "docs/c.txt"] + sys.argv[3:],
                     stdout=open("rec", "wb"), stderr=open("err", "wb"),
                     preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(0.7)
kids = open(f"/proc/{p.pid}/task/{p.pid}/children").read().split()
p.send_signal(getattr(signal, "SIG" + sys.argv[2]))
p.wait(5)
time.sleep(0.1)
left = [k for k in kids if os.path.exists(f"/proc/{k}")]
print(p.returncode, len(kids) > 0, len(left))
PY
        [ "$(cat out.txt)" = "${pair#*:} True 0" ]
        [ "$(cat rec)" = '{"id":"docs/a.txt"}' ]
        [ "$(cat err)" = "interrupted: 1 of 3 documents done" ]
    done
}

@test "Ctrl-C: a file of -o is not written, and said so" {
    echo old >out.jsonl
    python3 - "$DOCMILL" <<'PY' >out.txt
import signal, subprocess, sys, time
p = subprocess.Popen([sys.argv[1], "x", "-o", "out.jsonl",
                      'if doc.text:find("beta", 1, true) then while true do end end return 1',
                      "docs"], stderr=subprocess.PIPE,
                     preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(0.7)
p.send_signal(signal.SIGINT)
print(p.communicate(timeout=10)[1].decode(), p.returncode)
PY
    output=$(cat out.txt)
    holds "interrupted: 1 document done" "out.jsonl is not written" " 130"
    [ "$(cat out.jsonl)" = old ]
    [ "$(find . -name '.*.tmp' | wc -l)" -eq 0 ]
}

@test "Ctrl-C: a page is not written, nor is an empty folder left" {
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { name = "slow", document = function(doc) while doc.text:find "beta" do end end }
LUA
    for target in page.html new/deep/ jsonl/; do
        verb=view
        [ "$target" = jsonl/ ] && verb=run
        python3 - "$DOCMILL" "$verb" "$target" <<'PY' >out.txt
import signal, subprocess, sys, time
p = subprocess.Popen([sys.argv[1], sys.argv[2], "slow.lua", "docs/b.txt", "-o", sys.argv[3]],
                     stderr=subprocess.PIPE,
                     preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(0.7)
p.send_signal(signal.SIGINT)
print(p.communicate(timeout=10)[1].decode(), p.returncode)
PY
        output=$(cat out.txt)
        holds "interrupted" " 130"
        [ ! -e "${target%%/*}" ]
        case $output in *"records of what"*) return 1 ;; esac
    done
}

@test "records come out while others are still at work" {
    python3 - "$DOCMILL" <<'PY' >out.txt
import select, subprocess, sys
p = subprocess.Popen([sys.argv[1], "x", "-j", "1", "--timeout", "60",
                      'if doc.text:find("gamma", 1, true) then while true do end end return 1',
                      "docs"], stdout=subprocess.PIPE, bufsize=0)
got = b""
while got.count(b"\n") < 2 and select.select([p.stdout], [], [], 10)[0]:
    got += p.stdout.read(4096)
print(got.count(b"\n"), p.poll())
p.kill()
PY
    [ "$(cat out.txt)" = "2 None" ]
}

@test "a run that is cut short says so" {
    for i in 1 2 3 4 5 6; do cp docs/b.txt "docs/b$i.txt"; done
    expect 3 docmill run -j 2 picky.lua --fail-fast docs docs/a.txt
    holds "2 documents: 1 done, 1 failed" '{"id":"docs/a.txt","n":10}' \
        "stopped after 1 failure; 8 inputs not read"
    expect 3 docmill run -j 2 picky.lua --max-errors 3 docs nowhere --errors e
    holds "stopped after 3 failures; 6 inputs not read"
    [ "$(wc -l <e)" -eq 3 ]
    expect 3 docmill run picky.lua --max-errors 9 docs nowhere
    [[ $output != *stopped* ]]
    run bash -c 'ls -d docs/* | "$0" run picky.lua --files-from - --fail-fast' "$DOCMILL"
    holds "and the rest of the list not read"
    expect 3 docmill run picky.lua --fail-fast --diagnostics json docs
    holds '"message":"stopped after 1 failure; 7 inputs not read"'
}

@test "a run that is cut short writes no file of -o" {
    echo old >out.jsonl
    expect 3 docmill run -q picky.lua --fail-fast -o out.jsonl docs
    holds "error[E501]: out.jsonl is not written"
    [ "$(cat out.jsonl)" = old ]
    [ "$(find . -name '.*.tmp' | wc -l)" -eq 0 ]
    expect 3 docmill run -q picky.lua -o out.jsonl docs # failures alone do not cut
    [ "$(wc -l <out.jsonl)" -eq 2 ]
    run bash -c '"$0" run picky.lua --fail-fast --format json docs 2>/dev/null | jq length' "$DOCMILL"
    [ "$output" -eq 1 ]
}

@test "a parent that is killed takes its workers along" {
    python3 - "$DOCMILL" <<'PY' >out.txt
import os, subprocess, sys, time
p = subprocess.Popen([sys.argv[1], "x", "while true do end", "docs"])
time.sleep(0.5)
kids = open(f"/proc/{p.pid}/task/{p.pid}/children").read().split()
p.kill(); p.wait()
time.sleep(0.2)
def alive(k):
    try:
        return open(f"/proc/{k}/stat").read().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
print(len(kids) > 0, sum(alive(k) for k in kids))
PY
    [ "$(cat out.txt)" = "True 0" ]
}

# Kill the worker that has docs/b.txt with signal $1 while it works.
kill_worker() {
    python3 - "$DOCMILL" "$1" <<'PY'
import os, signal, subprocess, sys, time

p = subprocess.Popen([sys.argv[1], "x", "-j", "1", "--errors", "e",
                      'if doc.id:find("b.txt", 1, true) then while true do end end return 1',
                      "docs"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
time.sleep(0.6)
kid = int(open(f"/proc/{p.pid}/task/{p.pid}/children").read().split()[0])
os.kill(kid, getattr(signal, sys.argv[2]))
out = p.communicate(timeout=10)[0].decode()
print(p.returncode, out.count("\n"), "docs/c.txt" in out)
PY
}

@test "a worker that is killed costs its document" {
    [ "$(kill_worker SIGKILL)" = "3 2 True" ]
    [ "$(jq -r '.id + " " + .code + " " + .stage' e)" = "docs/b.txt crashed worker" ]
    grep -q SIGKILL e
}

@test "a worker that dies of a fault costs its document" {
    [ "$(kill_worker SIGSEGV)" = "3 2 True" ]
    [ "$(jq -r '.id + " " + .code + " " + .stage' e)" = "docs/b.txt crashed worker" ]
    # the sanitizer catches the signal and leaves with a status
    grep -q 'died of SIGSEGV' e || grep -q 'left with status' e
}

@test "what documents add up to" {
    cat >sum.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(doc, record, ctx)
    ctx:reduce("bytes", #doc.text, "sum")
    ctx:reduce("names", doc.id, "concat")
    return record
  end,
}
LUA
    expect 0 docmill run -j 3 sum.lua docs
    [ "${lines[3]}" = '{"id":"_reduce","bytes":31,"names":["docs/a.txt","docs/b.txt","docs/c.txt"]}' ]
}
