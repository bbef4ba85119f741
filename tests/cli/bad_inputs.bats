#!/usr/bin/env bats
# Each bad input costs itself: exit 3, a diagnostic, all other records written.
load common

# run the word script over the documents and one bad input among them
with_bad() {
    "$DOCMILL" run word.lua docs/a.txt "$1" docs/c.txt 2>err.txt >out.txt
}

others_written() {
    grep -q '"id":"docs/a.txt"' out.txt && grep -q '"id":"docs/c.txt"' out.txt
}

check_bad() { # PATH CODE...
    local path=$1
    shift
    expect 3 with_bad "$path"
    others_written
    output=$(cat err.txt)
    holds "$@"
}

@test "a missing file" {
    check_bad nowhere.txt "nowhere.txt: error[E201]" \
        "3 documents: 2 done, 1 failed, 0 turned away"
}

@test "a dangling link" {
    ln -s nowhere.txt docs/dangling
    check_bad docs/dangling "error[E201]"
}

@test "a file without permission" {
    [ "$(id -u)" -ne 0 ] || skip "root may read everything"
    chmod 000 docs/b.txt
    check_bad docs/b.txt "error[E202]"
}

@test "a folder without permission" {
    [ "$(id -u)" -ne 0 ] || skip "root may read everything"
    mkdir shut
    chmod 000 shut
    check_bad shut "error[E202]"
    chmod 700 shut
}

@test "a binary file" {
    head -c 4096 "$DOCMILL" >prog.bin
    check_bad prog.bin "prog.bin: error[E206]"
}

@test "a file of 0xFF" {
    head -c 5000 /dev/zero | tr '\0' '\377' >ff.bin
    expect 3 with_bad ff.bin
    others_written
    output=$(cat err.txt)
    holds "ff.bin"
}

@test "an empty file is a document with empty text" {
    : >empty.txt
    expect 0 with_bad empty.txt
    others_written
    grep -q '"id":"empty.txt"' out.txt
}

@test "a named pipe is refused at once" {
    mkfifo pipe
    expect 3 timeout 5 "$DOCMILL" run word.lua docs/a.txt pipe docs/c.txt
    holds "pipe: error[E203]" "a named pipe" '"id":"docs/c.txt"'
}

@test "a device is refused at once" {
    expect 3 timeout 5 "$DOCMILL" run word.lua /dev/zero docs/c.txt
    holds "/dev/zero: error[E203]" '"id":"docs/c.txt"'
}

@test "a socket is refused" {
    python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.bind("sock")'
    expect 3 timeout 5 "$DOCMILL" run word.lua sock docs/c.txt
    holds "sock: error[E203]" '"id":"docs/c.txt"'
}

@test "a pipe below a folder is passed over and counted" {
    mkfifo docs/pipe
    expect 0 timeout 5 "$DOCMILL" run -v word.lua docs
    holds "passed over: 1 special file" "3 documents: 3 done"
}

@test "a link loop ends" {
    ln -s . docs/loop
    expect 0 timeout 5 "$DOCMILL" run -v word.lua docs
    holds "1 looping link" "3 documents: 3 done"
}

@test "a link to itself is one failure" {
    ln -s self docs/self
    expect 3 timeout 5 "$DOCMILL" run word.lua docs
    holds "docs/self: error[E201]" "4 documents: 3 done, 1 failed"
}

@test "a file over the limit is refused unread" {
    truncate -s 10G sparse
    check_bad sparse "sparse: error[E204]" "--max-bytes"
}

@test "a name that is not UTF-8" {
    name=$(printf 'docs/x\377\376.txt')
    cp docs/b.txt "$name"
    expect 0 docmill run word.lua "$name" --meta
    holds '"id":"docs/x��.txt"' '"path_bytes":"ZG9jcy94//4udHh0"'
    rm "$name"
    expect 3 docmill run word.lua "$name" --errors err.jsonl
    [ "$(jq -r .path_bytes <err.jsonl)" = ZG9jcy94//4udHh0 ]
    [ "$(jq -r .id <err.jsonl)" = "docs/x��.txt" ]
}

@test "a name with escape sequences does not reach the terminal" {
    name=$(printf 'docs/\033[31mred')
    expect 3 docmill run word.lua "$name"
    holds 'docs/\x1B[31mred: error[E201]'
}

@test "hidden names are passed over, and said so" {
    cp docs/a.txt docs/.hidden
    expect 0 docmill run -v word.lua docs
    holds "1 hidden name" "3 documents"
    expect 0 docmill run word.lua docs/.hidden
    holds '"id":"docs/.hidden"'
}

@test "folders are walked in the order of bytes" {
    mkdir -p t/a t/B
    touch t/a/z t/a-b t/a.b t/B/q t/Z
    expect 0 docmill text -v t
    order=$(printf '%s\n' "$output" | sed -n 's/^==> \(.*\) <==$/\1/p' | tr '\n' ' ')
    [ "$order" = "t/B/q t/Z t/a-b t/a.b t/a/z " ]
}

@test "lists of inputs" {
    printf 'docs/a.txt\n\ndocs/b.txt' >list
    expect 0 docmill text --files-from list
    [ "$output" = "$(printf 'alpha one\nbeta two')" ]
    printf 'docs/a.txt\0docs/c.txt\0' >list0
    expect 0 docmill text --files-from list0 -0
    [ "$output" = "$(printf 'alpha one\ngamma three')" ]
    expect 2 docmill text --files-from list0
    holds "-0"
    expect 5 docmill text --files-from nolist
    holds "nolist"
    run bash -c 'printf docs/b.txt | "$0" text --files-from -' "$DOCMILL"
    [ "$output" = "beta two" ]
}

@test "bytes that do not decode are told once" {
    printf '中文\xff中文\n' >one.txt
    expect 0 docmill run word.lua --charset utf-8 one.txt
    [ "$(printf '%s\n' "$output" | grep -c U+FFFD)" -eq 1 ]
    holds "one.txt: warning[E601]: 1 place does not decode as utf-8" "at byte 6"
    printf '中文\xff中\xff文\n' >two.txt
    expect 0 docmill run word.lua --charset utf-8 two.txt
    holds "warning[E601]: 2 places do not decode"
    [[ $output != *E602* ]]
}

@test "a closed standard input is no empty document" {
    for verb in 'run word.lua' 'x doc.id' text 'grep x' inspect; do
        for dash in '' -; do
            # shellcheck disable=SC2086
            expect 3 bash -c '"$0" "$@" <&-' "$DOCMILL" $verb $dash
            holds "-: error[E205]: cannot read standard input"
        done
    done
    expect 3 bash -c '"$0" run -j 3 word.lua docs - <&-' "$DOCMILL"
    holds "4 documents: 3 done, 1 failed"
    expect 5 bash -c '"$0" text --files-from - <&-' "$DOCMILL"
}

@test "a folder without files is worth a warning" {
    mkdir -p bare/one bare/two
    touch bare/one/.hidden
    expect 0 docmill run word.lua bare docs
    holds "warning[E201]: no input files in bare/" '"id":"docs/c.txt"'
    expect 0 docmill run word.lua bare bare/one bare/two
    holds "no input files in bare/ and 2 more folders"
    expect 0 docmill run -q word.lua bare
    [ "$output" = "" ]
    expect 0 docmill run word.lua docs
    [[ $output != *warning* ]]
}

@test "standard input" {
    run bash -c 'echo hello | "$0" run word.lua' "$DOCMILL"
    [ "$output" = '{"id":"-","word":["hello"]}' ]
    expect 2 docmill run word.lua - -
    holds "standard input"
}
