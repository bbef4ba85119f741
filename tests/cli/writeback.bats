#!/usr/bin/env bats
# Documents written back: what is not edited stays, what cannot be written
# stays, and nothing is ever half there.
load common

corpus() {
    mkdir -p in/sub
    printf 'dated 2023年1月4日\r\nend\n' | iconv -t GB18030 >in/a.txt
    printf 'nothing here\n' >in/b.txt
    printf '<p>2024年12月31日 &amp; <b>b</b></p>\n' | iconv -t BIG5 >in/sub/c.html
    printf '\xef\xbb\xbf2020年2月3日' >in/sub/d.txt
    cat >iso.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  name = "iso",
  rules = {
    docmill.rule { id = "date", action = "replace",
      match = docmill.re [[(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日]],
      value = function(m) return ("%04d-%02d-%02d"):format(m.y, m.m, m.d) end } },
}
LUA
    cat >none.lua <<'LUA'
return require "docmill".script { name = "none", document = function(_, record) return record end }
LUA
}

no_temporaries() {
    [ -z "$(find . -name '.*.tmp' -o -name '.docmill-*')" ]
}

# Run as somebody whom modes bind.
as_nobody() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v setpriv >/dev/null; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        return 99
    fi
}

# Go to a folder that anybody can reach, which bats's own is not.
need_nobody() {
    open_folder=$(mktemp -d "${TMPDIR:-/tmp}/docmill-open-XXXXXX")
    chmod 755 "$open_folder"
    cp -r in iso.lua "$open_folder"
    cd "$open_folder" || return 1
    as_nobody "$DOCMILL" --version >/dev/null 2>&1 || skip "cannot become nobody here"
    as_nobody test -r "$PWD/in" || skip "nobody cannot reach the test's folder"
}

teardown() {
    cd /
    [ -z "${open_folder:-}" ] || rm -rf "$open_folder"
}

@test "no edits: an identical tree" {
    corpus
    expect 0 docmill run none.lua in --format source -o out/
    diff -r in out
    expect 0 docmill run none.lua in --in-place
    [ "$output" = "" ]
    diff -r in out
}

@test "edits change those bytes alone" {
    corpus
    cp -a in old
    expect 0 docmill run iso.lua in --format source -o out/
    diff -r in old
    printf 'dated 2023-01-04\r\nend\n' | cmp - out/a.txt
    cmp in/b.txt out/b.txt
    printf '<p>2024-12-31 &amp; <b>b</b></p>\n' | cmp - out/sub/c.html
    printf '\xef\xbb\xbf2020-02-03' | cmp - out/sub/d.txt
    expect 0 docmill run iso.lua in --in-place
    diff -r in out
    no_temporaries
}

@test "one document goes to standard output, more do not" {
    corpus
    expect 0 bash -c '"$0" run iso.lua in/sub/d.txt --format source | cmp - <(printf "\xef\xbb\xbf2020-02-03")' "$DOCMILL"
    expect 0 bash -c '"$0" run iso.lua - --format source <in/sub/d.txt | cmp - <(printf "\xef\xbb\xbf2020-02-03")' "$DOCMILL"
    expect 2 docmill run iso.lua in --format source
    holds "-o DIR/"
}

@test "in place: backups, modes, and what is not touched" {
    corpus
    cp -a in old
    chmod 640 in/a.txt
    before=$(stat -c '%i %y %z' in/b.txt)
    expect 0 docmill run iso.lua in --in-place=.bak
    [ "$(stat -c '%i %y %z' in/b.txt)" = "$before" ]
    [ ! -e in/b.txt.bak ]
    cmp old/a.txt in/a.txt.bak
    cmp old/sub/c.html in/sub/c.html.bak
    [ "$(stat -c %a in/a.txt)" = 640 ]
    # backups are no inputs, and a second run finds nothing to do
    before=$(find in -type f -printf '%p %i %T@\n' | sort)
    expect 0 docmill run iso.lua in --in-place=.bak
    [ "$(find in -type f -printf '%p %i %T@\n' | sort)" = "$before" ]
    # an older backup is not lost
    cp old/a.txt in/a.txt
    echo precious >in/a.txt.bak
    expect 3 docmill run iso.lua in --in-place=.bak --errors e
    [ "$(cat in/a.txt.bak)" = precious ]
    cmp old/a.txt in/a.txt
    [ "$(jq -r '.id + " " + .stage + " " + .number' e)" = "in/a.txt write E501" ]
    no_temporaries
}

@test "in place: links" {
    corpus
    cp in/a.txt real.txt
    ln -s ../real.txt in/e.txt
    expect 0 docmill run iso.lua in/e.txt --in-place
    [ -L in/e.txt ]
    grep -q 2023-01-04 real.txt
    cp in/a.txt hard1.txt
    ln hard1.txt hard2.txt
    expect 0 docmill run iso.lua hard1.txt --in-place
    holds "hard links"
    cmp in/a.txt hard2.txt
    grep -q 2023-01-04 hard1.txt
    # one file under two names is written once
    printf 'x' >one.txt
    ln -s one.txt two.txt
    cat >append.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { document = function(doc, record)
  doc:insert_after(doc:view("text"):find("x")[0], "y"); doc:commit(); return record end }
LUA
    run docmill run -j1 append.lua one.txt two.txt --in-place
    [ "$status" -eq 3 ]
    [ "$(cat one.txt)" = xy ]
}

@test "in place: what does not go together" {
    corpus
    expect 2 docmill run iso.lua in --in-place -o out
    expect 2 docmill run iso.lua in --in-place --format jsonl
    expect 2 docmill run iso.lua - --in-place <in/a.txt
    expect 2 docmill run iso.lua in --in-place=/x
    expect 2 docmill run iso.lua in --name '{n}'
    expect 2 docmill run iso.lua in -o out/ --name '{nope}'
    expect 2 docmill run iso.lua in --columns a
    expect 2 docmill run iso.lua in --to-charset utf-8
    expect 2 docmill run iso.lua in --format source -o out/ --to-charset klingon
    [ ! -e out ]
}

@test "a file that changed since it was read is left alone" {
    corpus
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(doc)
    doc:replace(doc:view("text"):find("dated")[0], "DATED"); doc:commit()
    local s = 0; for i = 1, 6e7 do s = s + i end
  end,
}
LUA
    "$DOCMILL" run slow.lua in/a.txt --in-place --errors e &
    pid=$!
    sleep 0.15
    echo "someone else's" >in/a.txt
    wait $pid && status=0 || status=$?
    [ "$status" -eq 3 ]
    [ "$(cat in/a.txt)" = "someone else's" ]
    [ "$(jq -r .number e)" = E208 ]
    no_temporaries
}

@test "a file that changed and had its time put back is left alone too" {
    corpus
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(doc)
    doc:replace(doc:view("text"):find("dated")[0], "DATED"); doc:commit()
    local s = 0; for i = 1, 6e7 do s = s + i end
  end,
}
LUA
    touch -d 2001-02-03 in/a.txt
    cp -p in/a.txt stamp
    "$DOCMILL" run slow.lua in/a.txt --in-place --errors e &
    pid=$!
    sleep 0.15
    head -c "$(stat -c %s stamp)" /dev/zero | tr '\0' Z >in/a.txt
    touch -r stamp in/a.txt
    [ "$(stat -c '%s %Y' in/a.txt)" = "$(stat -c '%s %Y' stamp)" ]
    cp -p in/a.txt theirs
    wait $pid && status=0 || status=$?
    [ "$status" -eq 3 ]
    cmp in/a.txt theirs
    [ "$(jq -r .number e)" = E208 ]
}

@test "in place: names of one file are no change to each other" {
    corpus
    cp in/a.txt h1.txt
    ln h1.txt h2.txt
    ln h1.txt h3.txt
    expect 0 docmill run -j1 iso.lua h1.txt h2.txt h3.txt --in-place
    for i in 1 2 3; do printf 'dated 2023-01-04\r\nend\n' | cmp - "h$i.txt"; done
    for i in 1 2 3; do cp in/a.txt "g$i.txt"; ln -f g1.txt "g$i.txt" 2>/dev/null || true; done
    # with backups as well, by which the old file keeps its number
    expect 0 docmill run iso.lua g1.txt g2.txt g3.txt --in-place=.bak
    for i in 1 2 3; do
        printf 'dated 2023-01-04\r\nend\n' | cmp - "g$i.txt"
        cmp in/a.txt "g$i.txt.bak"
    done
}

@test "in place: who may not give a file away says so" {
    corpus
    [ "$(id -u)" -eq 0 ] || skip "only root can have files of two owners"
    need_nobody
    chmod 777 in
    chown 0:0 in/a.txt
    chmod 4646 in/a.txt
    run as_nobody "$DOCMILL" run "$PWD/iso.lua" in/a.txt --in-place
    [ "$status" -eq 0 ]
    holds "were 0:0 4646 and are 65534:65534 0646"
    [ "$(stat -c '%u:%g %a' in/a.txt)" = "65534:65534 646" ]
    # root keeps all of it, set-id bits too, and says nothing
    printf 'dated 2023年1月4日\n' >in/b.txt
    chown 65534:65534 in/b.txt
    chmod 6755 in/b.txt
    expect 0 docmill run iso.lua in/b.txt --in-place
    [ "$output" = "" ]
    [ "$(stat -c '%u:%g %a' in/b.txt)" = "65534:65534 6755" ]
    # the group's right is nobody's where the group is another
    printf 'dated 2023年1月4日\n' >in/b.txt
    chown 65534:0 in/b.txt
    chmod 640 in/b.txt
    run as_nobody "$DOCMILL" run "$PWD/iso.lua" in/b.txt --in-place
    [ "$status" -eq 0 ]
    holds "were 65534:0 0640 and are 65534:65534 0600"
}

@test "rules that match a million times edit, and make no record" {
    corpus
    cat >many.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "a", action = "replace", with = "b", match = docmill.re "a" } },
}
LUA
    yes a | head -n 700000 >many.txt
    expect 0 docmill run many.lua many.txt --format source -o out.txt --timeout 120
    yes b | head -n 700000 | cmp - out.txt
    expect 3 docmill run many.lua many.txt --timeout 120
    holds "error[E404]" "help: " "--format=source"
}

@test "without records: ids name files, named outputs and writers stay as they are" {
    corpus
    cat >id.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  writer = function(record) return record.text:upper() end,
  document = function(doc)
    docmill.emit("seen", { path = doc.id, n = 1 })
    return { id = "id-" .. doc.id:match("(%w+)%.%w+$"), text = "t", bad = print }
  end,
}
LUA
    expect 0 docmill run id.lua in --format source -o out/ --name '{id}.x'
    [ "$(cd out && echo *)" = "id-a.x id-b.x id-c.x id-d.x seen.jsonl" ]
    [ "$(jq -r .path out/seen.jsonl | head -n 1)" = "in/a.txt" ]
    [ "$(jq -r .n out/seen.jsonl | wc -l)" -eq 4 ]
    expect 3 docmill run id.lua in --format jsonl
    holds "bad is a function"
}

@test "a file is not made a folder" {
    corpus
    expect 2 docmill run iso.lua in/a.txt in/b.txt --format source -o one.txt
    holds "help: " "-o one.txt/"
    expect 2 docmill run iso.lua in --format source -o one.txt --dry-run
    expect 2 docmill run iso.lua in --format brat -o one.txt
    [ ! -e one.txt ]
    expect 0 docmill run iso.lua in/a.txt --format source -o one.txt
    [ -f one.txt ]
    expect 0 docmill run iso.lua in/a.txt in/b.txt --format source -o one/
    [ -f one/a.txt ]
}

@test "read-only files and folders" {
    corpus
    need_nobody
    chmod -R a+rX in
    chown -R 65534 in 2>/dev/null || true
    cp -a in old
    chmod 444 in/a.txt
    chmod 555 in/sub
    run as_nobody "$DOCMILL" run "$PWD/iso.lua" in --in-place --diagnostics json
    chmod 755 in/sub
    [ "$status" -eq 3 ]
    diff -r in old
    [ "$(printf '%s\n' "$output" | grep -c '"code":"E501"')" -eq 3 ]
    holds "Permission denied"
    no_temporaries
}

@test "a full disk ends the run, and the old files stay" {
    corpus
    unshare -rm true 2>/dev/null || skip "no mount namespace here"
    for i in 1 2 3 4 5 6 7 8; do
        { printf '2023年1月4日\n'; head -c 60000 /dev/zero | tr '\0' x; } >"in/sub/f$i.txt"
    done
    mkdir small
    unshare -rm sh -c '
        mount -t tmpfs -o size=800k none small || exit 77
        cp -r in small/ || exit 78
        cd small
        "$0" run -q ../iso.lua in --in-place=.bak 2>err; echo $? >../status
        cat err; find . -name ".*.tmp" | wc -l >../temps
        mkdir ../after; cp -r in ../after/
    ' "$DOCMILL" >out.txt 2>&1 || skip "no small file system here ($?)"
    [ "$(cat status)" -eq 5 ]
    grep -q 'error\[E501\].*No space left' out.txt
    [ "$(cat temps)" -eq 0 ]
    # every file is the old or the new one, whole
    expect 0 docmill run iso.lua in --format source -o new/
    for f in $(cd in && find . -type f); do
        cmp -s "in/$f" "after/in/$f" || cmp "new/$f" "after/in/$f"
    done
    cmp in/sub/f8.txt after/in/sub/f8.txt
}

@test "a full disk and a database: the old one stays" {
    corpus
    unshare -rm true 2>/dev/null || skip "no mount namespace here"
    command -v sqlite3 >/dev/null || skip "no sqlite3"
    head -c 900000 /dev/urandom | base64 >in/big.txt
    mkdir small
    unshare -rm sh -c '
        mount -t tmpfs -o size=700k none small || exit 77
        "$0" run iso.lua in/a.txt --format sqlite -o small/x.db >why 2>&1 || exit 78
        "$0" run -q iso.lua in --format sqlite -o small/x.db 2>err; echo $? >status
        sqlite3 small/x.db "pragma integrity_check; select count(*) from docs" >facts
    ' "$DOCMILL" || skip "no small file system here ($? $(cat why))"
    [ "$(cat status)" -eq 5 ]
    [ "$(cat facts)" = "$(printf 'ok\n1')" ]
}

@test "Ctrl-C in the middle: whole files, no temporaries" {
    corpus
    for i in $(seq 200); do cp in/a.txt "in/sub/n$i.txt"; done
    cat >slow.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "date", action = "replace", with = "NEW",
            match = docmill.re [[\d{4}年\d+月\d+日]] } },
  document = function(_, record) local s = 0; for i = 1, 2e6 do s = s + i end; return record end,
}
LUA
    python3 - "$DOCMILL" <<'PY' >out.txt
import signal, subprocess, sys, time
p = subprocess.Popen([sys.argv[1], "run", "slow.lua", "in", "--format", "source", "-o", "out/"],
                     stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(0.6)
p.send_signal(signal.SIGINT)
print(p.communicate(timeout=20)[1].decode(), p.returncode)
PY
    output=$(cat out.txt)
    holds "interrupted: " " 130"
    n=$(find out -type f | wc -l)
    [ "$n" -gt 0 ]
    [ "$n" -lt 203 ]
    for f in out/sub/n*.txt; do
        [ ! -e "$f" ] || [ "$(stat -c %s "$f")" -eq "$(stat -c %s out/a.txt)" ]
    done
    no_temporaries
}

@test "the output folder within an input folder is not read" {
    corpus
    for _ in 1 2; do
        expect 0 docmill run iso.lua in --format source -o in/out/
        [ "$(find in/out -type f | wc -l)" -eq 4 ]
    done
    [ ! -e in/out/out ]
    expect 2 docmill run iso.lua in --format source -o in
    holds "--in-place"
    expect 3 docmill run iso.lua in/a.txt --format source -o in/ --errors e
    grep -q 'the input itself' e
    cmp in/a.txt <(printf 'dated 2023年1月4日\r\nend\n' | iconv -t GB18030)
}

@test "two documents of one name: the second fails, nothing is overwritten" {
    corpus
    mkdir in2
    echo other >in2/b.txt
    expect 3 docmill run none.lua in in2 --format source -o out/ --errors e
    cmp out/b.txt in/b.txt
    [ "$(jq -r '.id + " " + .stage' e)" = "in2/b.txt write" ]
    grep -q 'in/b.txt' e
    cp in/b.txt in/b.html
    expect 3 docmill run none.lua in -o out2/
    holds "--name"
    expect 0 docmill run none.lua in -o out3/ --name '{dir}/{name}.jsonl'
    [ -f out3/b.html.jsonl ]
    [ -f out3/sub/c.html.jsonl ]
    expect 0 docmill run none.lua in --format source -o out4/ --name '{n}.txt'
    [ "$(cd out4 && echo *)" = "1.txt 2.txt 3.txt 4.txt 5.txt" ]
}

@test "links in the output folder are not followed" {
    corpus
    mkdir -p out elsewhere
    ln -s ../elsewhere out/sub
    expect 3 docmill run none.lua in --format source -o out/
    [ -z "$(ls elsewhere)" ]
    [ "$(ls out)" = "$(printf 'a.txt\nb.txt\nsub')" ]
}

@test "--dry-run shows and writes nothing" {
    corpus
    before=$(find . -printf '%p %i %T@ %s\n' | sort)
    expect 0 docmill run iso.lua in --in-place --dry-run
    holds "--- a/in/a.txt" "+dated 2023-01-04" "-dated 2023年1月4日"
    expect 0 docmill run iso.lua in --format source -o out/ --dry-run --color always
    [[ $output == *$'\033['* ]]
    expect 0 docmill run -q iso.lua in -o out/ --dry-run
    [ "$output" = "$(printf 'out/a.jsonl\nout/b.jsonl\nout/sub/c.jsonl\nout/sub/d.jsonl')" ]
    expect 0 docmill run -q iso.lua in -o out.jsonl --dry-run
    [ "$output" = "out.jsonl: 4 documents, 4 records" ]
    expect 0 docmill run iso.lua in --format sqlite -o x.db --dry-run
    [ "$(find . -printf '%p %i %T@ %s\n' | sort)" = "$before" ]
}

@test "the diff can be applied" {
    corpus
    command -v patch >/dev/null || skip "no patch"
    mkdir utf
    iconv -f GB18030 in/a.txt >utf/a.txt
    "$DOCMILL" run iso.lua utf --format source --dry-run >d.patch
    "$DOCMILL" run iso.lua utf --format source -o want/
    patch --binary -p1 <d.patch
    diff -r utf want
}

@test "to another charset, and what it lacks" {
    corpus
    expect 0 docmill run iso.lua in --format source -o out/ --to-charset utf-8
    printf 'dated 2023-01-04\r\nend\n' | cmp - out/a.txt
    cat >clef.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { document = function(doc, record)
  doc:insert_before(doc:view("text"):find("\\S")[0], "𝄞"); doc:commit(); return record end }
LUA
    printf '<p>中文中文中文</p>' | iconv -t BIG5 >c.html
    printf '中文中文中文中文' | iconv -t BIG5 >c.txt
    expect 0 docmill run clef.lua c.html --charset big5 --format source
    [[ $output == *'&#'* ]]
    expect 3 docmill run clef.lua c.txt --charset big5 --format source
    holds "error[E504]"
    expect 0 bash -c '"$0" run -q clef.lua c.txt --charset big5 --format source --unencodable replace | head -c 1' "$DOCMILL"
    [ "$output" = "?" ]
    cp c.txt keep.txt
    expect 3 docmill run clef.lua c.txt --charset big5 --in-place --unencodable error
    cmp c.txt keep.txt
}

@test "edits that the format does not write are a warning, once a run" {
    corpus
    expect 0 docmill run iso.lua in
    [ "$(grep -c 'warning\[E608\]' <<<"$output")" -eq 1 ]
    holds "3 edits in 3 documents were committed, which --format=jsonl does not write"
    expect 0 docmill run iso.lua in/a.txt --format md
    holds "1 edit in 1 document was committed, which --format=md"
    expect 0 docmill run -q iso.lua in
    [[ $output != *committed* ]]
    expect 0 docmill run none.lua in
    [[ $output != *committed* ]]
    expect 0 docmill run iso.lua in --format source -o out/
    [ "$output" = "" ]
    # who has the edited text knows what he does
    cat >has.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { document = function(doc)
  doc:view("text"):gsub("end|here", "END"); doc:commit()
  return doc.id:find("a.txt", 1, true) and { text = doc:edited() } or { text = "" }
end }
LUA
    expect 0 docmill run has.lua in/a.txt
    [[ $output != *committed* ]]
    expect 0 docmill run -j1 has.lua in
    holds "1 edit in 1 document was committed"
}
