#!/usr/bin/env bats
# What is made of records and documents, read by programs that are not docmill.
load common

corpus() {
    mkdir -p in/sub
    printf '今天是2023年1月4日，在北京市，有人说"你好, 世界"。\n' | iconv -t GB18030 >in/a.txt
    printf '=1+1 and @x\n' >in/b.txt
    printf '<h1>Title</h1><p>2024年12月31日 &amp; 上海</p>\n' >in/sub/c.html
    cat >facts.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "facts",
  rules = { rule { id = "date", match = re [[(\d{4})年(\d{1,2})月(\d{1,2})日]] },
            rule { id = "says", match = re [["[^"]*"]] },
            rule { id = "odd", match = re [[(?m)^[=@].*$]] } },
  fields = { date = field { from = "date", pick = "first" }, says = field { from = "says", pick = "first" },
             odd = field { from = "odd", pick = "all" } },
  document = function(doc, record)
    docmill.emit("places", { n = #doc.text })
    return record
  end,
}
LUA
    cat >plain.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = { docmill.rule { id = "date", match = docmill.re [[\d{4}年\d+月\d+日]] } } }
LUA
}

rows() { # as Python's csv reads them
    python3 -c 'import csv, json, sys
for row in csv.reader(open(sys.argv[1], newline="", encoding="utf-8-sig"), delimiter=sys.argv[2]): print(json.dumps(row, ensure_ascii=False))' "$1" "${2:-,}"
}

@test "csv, as Python reads it" {
    corpus
    expect 0 docmill run facts.lua in --format csv -o out/
    run rows out/records.csv
    [ "${lines[0]}" = '["id", "date", "odd", "says"]' ]
    [ "${lines[1]}" = '["in/a.txt", "2023年1月4日", "", "\"你好, 世界\""]' ]
    [ "${lines[2]}" = '["in/b.txt", "", "=1+1 and @x", ""]' ]
    [ "${#lines[@]}" -eq 4 ]
    run rows out/places.csv
    [ "${lines[0]}" = '["id", "n"]' ]
    [ "$(grep -c $'\r$' out/records.csv)" -eq 4 ]
    expect 0 docmill run facts.lua in/b.txt --format csv --csv-formulas escape --csv-ends lf --csv-bom --columns odd,id -o out/
    [ "$(cat out/records.csv)" = "$(printf "\xef\xbb\xbfodd,id\n'=1+1 and @x,in/b.txt")" ]
}

@test "tsv, lists, and a record that does not fit" {
    corpus
    cat >lists.lua <<'LUA'
return require "docmill".script { document = function(doc)
  return { a = { 1, 2 }, b = "x\ty", c = { { k = 1 } } } end }
LUA
    expect 0 docmill run lists.lua in/b.txt --format tsv -o o.tsv
    [ "$(rows o.tsv $'\t' | tail -1)" = '["in/b.txt", "1; 2", "x\ty", "[{\"k\":1}]"]' ]
    expect 0 docmill run lists.lua in/b.txt --format csv --csv-lists explode -o o.csv
    [ "$(rows o.csv | tail -2)" = "$(printf '%s\n' '["in/b.txt", "1", "x\ty", "{\"k\":1}"]' '["in/b.txt", "2", "x\ty", ""]')" ]
    expect 0 docmill run lists.lua in/b.txt --format csv --csv-separator '|' -o o.csv
    [ "$(rows o.csv | tail -1)" = '["in/b.txt", "1|2", "x\ty", "[{\"k\":1}]"]' ]
    cat >more.lua <<'LUA'
return require "docmill".script { document = function(doc, record)
  if doc.id:find "b.txt" then record.new = 1 else record.a = 1 end; return record end }
LUA
    expect 3 docmill run more.lua in --format csv -o o.csv --errors e
    [ "$(rows o.csv | wc -l)" -eq 3 ]
    [ "$(jq -r '.id + " " + .stage + " " + .code' e)" = "in/b.txt write bad_result" ]
    grep -q -- '--columns=id,a,new' e
    expect 0 docmill run more.lua in --format csv --columns=id,a,new -o o.csv
    [ "$(rows o.csv | wc -l)" -eq 4 ]
}

@test "named outputs need a folder, and say where they would go" {
    corpus
    expect 2 docmill run facts.lua in
    holds "places.jsonl" "-o DIR/"
    expect 2 docmill run facts.lua in -o out.jsonl
    [ ! -e out.jsonl ]
    expect 0 docmill run facts.lua in -o out/ --format json
    [ "$(jq length out/places.json)" -eq 3 ]
    [ "$(jq length out/sub/c.json)" -eq 1 ]
    cat >bad.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { document = function() docmill.emit("../up", { a = 1 }) end }
LUA
    expect 3 docmill run bad.lua in/b.txt -o out/
    [ ! -e up.jsonl ]
}

@test "sqlite: a Chinese substring, errors, and again" {
    corpus
    command -v sqlite3 >/dev/null || skip "no sqlite3"
    for _ in 1 2; do
        expect 3 docmill run facts.lua in nowhere --format sqlite -o x.db
    done
    q() { sqlite3 x.db "$1"; }
    [ "$(q "select path from docs join search on search.rowid = doc where search match '\"北京市\"'")" = in/a.txt ]
    [ "$(q "select path from docs where text like '%上海%'")" = in/sub/c.html ]
    [ "$(q "select count(*) from docs")" = 3 ]
    [ "$(q "select count(*) from records where output = ''")" = 3 ]
    [ "$(q "select count(*) from records where output = 'places'")" = 3 ]
    [ "$(q "select json ->> 'date' from records where output = '' and doc = (select doc from docs where path = 'in/a.txt')")" = "2023年1月4日" ]
    [ "$(q "select path || ' ' || code from errors")" = "nowhere not_found" ]
    [ "$(q "select substr(text, at_from + 1, at_to - at_from) from spans join records using (record) join docs using (doc) where field = 'date' and path like '%a.txt'")" = "2023年1月4日" ]
    [ "$(q "pragma integrity_check")" = ok ]
    expect 2 docmill run facts.lua in --format sqlite
    echo 'not a database, and somebody needs it' >mine.db
    expect 2 docmill run facts.lua in --format sqlite -o mine.db
    grep -q somebody mine.db
}

@test "every output is the same for -j1 and -j8" {
    corpus
    for i in $(seq 60); do cp in/a.txt "in/n$i.txt"; done
    for format in jsonl json csv tsv md html text pandoc dolma webanno; do
        "$DOCMILL" run -q -j1 plain.lua in --format $format -o one
        "$DOCMILL" run -q -j8 plain.lua in --format $format -o eight
        cmp one eight
    done
    for format in jsonl json md html text pandoc brat webanno source dolma; do
        "$DOCMILL" run -q -j1 plain.lua in --format $format -o "one.d/$format/"
        "$DOCMILL" run -q -j8 plain.lua in --format $format -o "eight.d/$format/"
    done
    diff -r one.d eight.d
    if command -v sqlite3 >/dev/null; then
        "$DOCMILL" run -j1 plain.lua in --format sqlite -o one.db
        "$DOCMILL" run -j8 plain.lua in --format sqlite -o eight.db
        cmp <(sqlite3 one.db .dump) <(sqlite3 eight.db .dump)
    fi
}

@test "dolma: documents and attributes line up" {
    corpus
    cat >drop.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = {
  docmill.rule { id = "open", match = docmill.re [[^今天是]], action = "drop" },
  docmill.rule { id = "date", match = docmill.re [[\d{4}年\d+月\d+日]] } } }
LUA
    expect 0 docmill run drop.lua in --format dolma --source web --attributes a.jsonl -o d.jsonl
    python3 - <<'PY'
import json
docs = [json.loads(l) for l in open("d.jsonl", encoding="utf-8")]
attrs = [json.loads(l) for l in open("a.jsonl", encoding="utf-8")]
assert [d["id"] for d in docs] == [a["id"] for a in attrs] == ["in/a.txt", "in/b.txt", "in/sub/c.html"]
assert all(d["source"] == a["source"] == "web" for d, a in zip(docs, attrs))
assert "今天是" not in docs[0]["text"], docs[0]
found = [docs[i]["text"][s:e] for i in (0, 2) for s, e, score in attrs[i]["attributes"]["docmill__date"]]
assert found == ["2023年1月4日", "2024年12月31日"], found
assert attrs[1]["attributes"] == {}
assert docs[0]["metadata"]["date"] == ["2023年1月4日"], docs[0]
PY
    expect 2 docmill run drop.lua in --format dolma --attributes a.jsonl -o d/
    expect 2 docmill run drop.lua in --attributes a.jsonl
}

@test "what documents add up to is not lost in other formats" {
    corpus
    cat >sum.lua <<'LUA'
return require "docmill".script { document = function(doc, record, ctx)
  ctx:reduce("n", 1, "sum"); return record end }
LUA
    expect 0 docmill run sum.lua in --format csv -o o.csv
    holds '{"id":"_reduce","n":3}'
    if command -v sqlite3 >/dev/null; then
        expect 0 docmill run sum.lua in --format sqlite -o x.db
        [ "$(sqlite3 x.db "select json from records where output = '_reduce'")" = '{"id":"_reduce","n":3}' ]
    fi
}

@test "a script's writer, when no format is named" {
    corpus
    cat >w.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "date", match = docmill.re [[\d{4}年\d+月\d+日]] } },
  writer = { head = "<all>\n", tail = "</all>\n", ending = "xml",
             record = function(record) return "<d>" .. (record.date[1] or "-") .. "</d>\n" end },
}
LUA
    expect 0 docmill run w.lua in
    [ "${lines[0]}" = "<all>" ]
    [ "${lines[2]}" = "<d>-</d>" ]
    [ "${lines[4]}" = "</all>" ]
    expect 0 docmill run w.lua in -o out/
    [ "$(cat out/sub/c.xml)" = "$(printf '<all>\n<d>2024年12月31日</d>\n</all>')" ]
    expect 0 docmill run w.lua in/b.txt --format jsonl
    holds '"date":[]'
    expect 2 docmill run plain.lua in --format writer
}

@test "cells of a CSV file and nothing between them" {
    printf 'name,city\n"bob, jr","paris"\nal,rome\n' >c.csv
    expect 0 docmill run word.lua c.csv --format md
    [ "${lines[0]}" = "| name | city |" ]
    [ "${lines[2]}" = "| bob, jr | paris |" ]
    [ "${lines[3]}" = "| al | rome |" ]
    expect 0 docmill run word.lua c.csv --format text
    [ "${lines[1]}" = "$(printf 'bob, jr\tparis')" ]
    for format in html pandoc; do
        expect 0 docmill run word.lua c.csv --format $format
        [ "$(grep -oE '<t[dh]>|"AlignDefault"},1,1' <<<"$output" | wc -l)" -eq 6 ]
    done
}

@test "a table over the limit of blocks is cut, and that is said" {
    yes 1,2,3,4,5,6,7,8,9 | head -n 120000 >long.csv
    cat >none.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { document = function(doc, record) return record end }
LUA
    docmill run none.lua long.csv --format md >o.md 2>err.txt
    grep -q "long.csv: warning.*the table is cut in row 100000: it has more cells" err.txt
    [ "$(grep -c "is cut" err.txt)" -eq 1 ]
    [ "$(tail -n 2 o.md | head -n 1)" = "| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |" ]
    [ "$(wc -l <o.md)" -lt 100010 ]
    [ "$(wc -L <o.md)" -lt 60 ]
    docmill x 'return { n = #doc:blocks "row" }' long.csv >o.jsonl 2>err.txt
    grep -q '"n":100000' o.jsonl
    grep -q "is cut in row 100000" err.txt
}
