#!/usr/bin/env bats
# What is told of a run beside its records: columns that nobody filled, rules
# that found nothing, the title of a page, edits in _meta, diffs for eyes.
load common

@test "a record of 200,000 keys takes no time to speak of" {
    expect 0 docmill x --timeout 8000 \
        'local t = {} for i = 1, 200000 do t["k" .. i] = i end emit(t)' docs/a.txt
    [[ $output == *'"k1":1,"k10":10,"k100":100,'* ]]
    docmill x --spans 'local t = {} for i = 1, 10000 do t["k" .. i] = doc.text:sub(1, 1) end emit(t)' docs/a.txt >o.json
    python3 -c 'import json, sys
r = json.load(open("o.json"))
assert len(r) == 10002 and len(r["_spans"]) == 10000, len(r)
assert list(r)[1:-1] == sorted(list(r)[1:-1])'
}

@test "--columns: a name that no record has" {
    script='emit { title = 1, text = doc.id:find "b.txt" and 2 or nil }'
    run docmill x --format csv --columns id,titel,text,_meta "$script" docs
    holds 'warning: --columns: no record has a key "titel"'
    holds 'did you mean title?'
    holds 'no record has a key "_meta"'
    holds 'their keys are id, title, text'
    [[ $output != *'"text"'* ]] # one record has it
    [[ $output != *'"id"'* ]]
    run docmill x --format csv --columns id,titel -q "$script" docs
    [[ $output != *warning* ]]
    run docmill x --format csv --columns id,titel 'doc:skip "no"' docs
    [[ $output != *warning* ]]
    run docmill run --format csv --columns id,word,wrod word.lua docs
    holds 'no record has a key "wrod"'
    holds 'did you mean word?'
    # a field of the script that no document has is no slip
    sed -i 's/match = .*\]\]/match = docmill.re "zzzz"/' word.lua
    run docmill run --format csv --columns id,word word.lua docs
    [[ $output != *warning* ]]
}

@test "sqlite knows the rules that found nothing" {
    cat >two.lua <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script { rules = { rule { id = "alpha", match = re "alpha" },
  rule { id = "never", match = re "zzzz" } } }
LUA
    expect 0 docmill run two.lua docs --format sqlite -o x.db
    run python3 -c 'import sqlite3
print(sorted(r[0] for r in sqlite3.connect("x.db").execute("select * from rules")))'
    [ "$output" = "['alpha', 'never']" ]
}

@test "html: the page of one document has its title" {
    printf '<title>One &amp; only</title><p>x</p>' >one.html
    docmill x --format html 1 one.html >o.html
    grep -q '<title>One &amp; only</title>' o.html
    [ "$(grep -c '<html' o.html)" -eq 1 ]
    [ "$(grep -c '</html>' o.html)" -eq 1 ]
    docmill x --format html '{ title = "Its own" }' - <docs/a.txt >o.html
    grep -q '<title>Its own</title>' o.html
    docmill x --format html 1 one.html docs/a.txt >o.html
    grep -q '<title>docmill</title>' o.html
    [ "$(grep -c '<html' o.html)" -eq 1 ]
    [ "$(grep -c '<article' o.html)" -eq 2 ]
}

@test "_meta counts edits" {
    cat >clash.lua <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script { edits = "first", rules = {
  rule { id = "a", match = re "alpha", action = "replace", with = "A" },
  rule { id = "b", match = re "pha", action = "replace", with = "B" },
  rule { id = "c", match = re "one", action = "delete" } },
  document = function() return {} end }
LUA
    docmill run -q --meta clash.lua docs >o.jsonl
    run python3 -c 'import json
for l in open("o.jsonl"): print(json.loads(l)["_meta"].get("edits"))'
    [ "${lines[0]}" = "{'committed': 2, 'lost': 1}" ]
    [ "${lines[1]}" = "None" ]
}

@test "diff: neighbours stand together, members one by one" {
    printf 'a\nb\nc\nd\ne\n' >five.txt
    docmill x --dry-run --format source 'doc:view "text":gsub(re "[bcd]", "X") doc:commit()' five.txt >o.diff
    [ "$(tail -n +3 o.diff | tr '\n' '|')" = "@@ -1,5 +1,5 @@| a|-b|-c|-d|+X|+X|+X| e|" ]
    python3 - <<'PY'
import zipfile
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
def part(name, words):
    return f'<w:{name} {W}>' + words + f'</w:{name}>'
def paras(words):
    return "".join(f"<w:p><w:r><w:t>{w}</w:t></w:r></w:p>" for w in words)
with zipfile.ZipFile("d.docx", "w") as z:
    z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
      '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    z.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
      '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
    z.writestr("word/document.xml", part("document", "<w:body>" + paras(f"line {i}" for i in range(500)) + "</w:body>"))
PY
    docmill x --dry-run --format source 'doc:view "text":gsub(re "line (77|78|400)\\b", "here") doc:commit()' d.docx >o.diff
    [ "$(head -n 1 o.diff)" = "--- a/d.docx!word/document.xml" ]
    [ "$(sed -n 2p o.diff)" = "+++ b/d.docx!word/document.xml" ]
    [ "$(grep -c '^@@' o.diff)" -eq 2 ]
    grep -qx -- '-<w:t>line 77</w:t>' o.diff
    grep -qx -- '+<w:t>here</w:t>' o.diff
    [ "$(wc -l <o.diff)" -lt 40 ]
    [ "$(wc -L <o.diff)" -lt 60 ]
}
