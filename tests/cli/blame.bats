load common

lacks() {
    if [[ $output == *"$1"* ]]; then
        echo "\"$1\" in:"
        echo "$output"
        return 1
    fi
}

# A notice in GB18030, its script, and what a run makes of it.
notice() {
    printf '来源：青石镇文化站\r\n发布时间：２０２３年９月４日\r\n电话：0571 0572\r\n' |
        iconv -f UTF-8 -t GB18030 >notice.txt
    cat >notice.lua <<'LUA'
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "notice", view = { "lines", "width" },
  rules = {
    rule { id = "date", match = re [[(?<y>\d{4})年(?<m>\d+)月(?<d>\d+)日]],
           value = function(m) return ("%04d-%02d-%02d"):format(m.y, m.m, m.d) end },
    rule { id = "issuer", match = re [[来源[:：]\s*(?<value>\S+)]] },
    rule { id = "phone", match = re [[057\d]] },
  },
  fields = {
    date = field { from = "date" }, issuer = field { from = "issuer" },
    phones = field { from = "phone", pick = "all" }, fax = field { from = "phone", pick = "all",
      validate = function() return false end },
  },
  document = function(doc, record) record.lines = #doc:lines(); return record end,
}
LUA
    "$DOCMILL" run --spans --meta notice.lua notice.txt >out.jsonl
}

@test "a value: rule, script line, bytes, steps, place" {
    notice
    expect 0 docmill blame out.jsonl:1 date --script notice.lua
    holds 'date = "2023-09-04"'
    holds 'rule        date (notice.lua:6)  (?<y>\d{4})年'
    holds 'made from   "2023年9月4日"'
    holds 'from        notice.txt:2:6, exact'
    holds 'bytes       30-48  a3 b2 a3 b0 a3 b2 a3 b3 c4 ea a3 b9 d4 c2 a3 b4 c8 d5'
    holds 'decoded     "２０２３年９月４日", gb18030'
    holds 'width       "２０２３年９月４日" -> "2023年9月4日" in 6 places'
    holds 'view        lines,width:2:6'
    [[ $output == *$'    发布时间：２０２３年９月４日\n              ^^^^^^^^^^^^^^^^^^\n'* ]]
    lacks 'issuer ='
}

@test "all fields, lists value by value, computed ones" {
    notice
    expect 0 docmill blame out.jsonl --script notice.lua
    holds 'date = ' 'issuer = "青石镇文化站"' 'phones[1] = "0571"' 'phones[2] = "0572"'
    holds 'notice.txt:3:4, exact' 'notice.txt:3:9, exact'
    holds 'fax = []'
    holds 'lines = 3'
    holds 'computed    the script made it without saying where'
    expect 1 docmill blame out.jsonl:1 lines --script notice.lua
    expect 1 docmill blame out.jsonl:1 fax --script notice.lua
    expect 1 docmill blame out.jsonl:1 id --script notice.lua
    holds 'the name of the input'
}

@test "without a script the bytes are told, and a word that it is not known" {
    notice
    expect 0 docmill blame out.jsonl:1 issuer # _meta names it
    holds 'rule        issuer (notice.lua:8)'
    docmill run --spans notice.lua notice.txt >nometa.jsonl
    expect 0 docmill blame nometa.jsonl:1 issuer
    holds 'the script is not known'
    holds 'rule        issuer'
    holds 'bytes       6-18'
}

@test "without _spans the script is run again" {
    notice
    docmill run notice.lua notice.txt >bare.jsonl
    expect 2 docmill blame bare.jsonl issuer
    holds 'has no _spans' '--spans'
    expect 0 docmill blame bare.jsonl issuer --script notice.lua
    holds 'the script was run again' 'bytes       6-18'
}

@test "a document that changed is refused" {
    notice
    printf 'x' >>notice.txt
    expect 3 docmill blame out.jsonl:1 issuer
    holds 'E208' 'is not the file' 'xxh3'
    docmill run --spans notice.lua notice.txt >nometa.jsonl
    printf 'x\n' >notice.txt
    expect 3 docmill blame nometa.jsonl:1 issuer
    holds 'E208' 'bytes 6-18'
    rm notice.txt
    expect 5 docmill blame out.jsonl:1 issuer
    holds 'E201' "the record's document"
}

@test "a script that changed is told, with what it gives now" {
    notice
    sed -i 's/%04d-%02d-%02d/%d-%d-%d/' notice.lua
    expect 0 docmill blame out.jsonl:1 date --script notice.lua
    holds 'the script has changed since'
    holds 'the script makes another record'
    holds 'now         the script gives "2023-9-4"'
    expect 4 docmill blame out.jsonl:1 date --script nothere.lua
    holds 'E311'
    printf 'return 1 +' >broken.lua
    expect 4 docmill blame out.jsonl:1 date --script broken.lua
}

@test "no such field, no such line, no records" {
    notice
    expect 2 docmill blame out.jsonl:1 isuer
    holds "no field 'isuer'" "did you mean 'issuer'"
    expect 2 docmill blame out.jsonl:1 _spans
    expect 2 docmill blame out.jsonl:7 date
    holds 'there is no line 7: the file has 1'
    expect 2 docmill blame out.jsonl:0
    expect 2 docmill blame
    expect 2 docmill blame out.jsonl a b
    expect 5 docmill blame nothere.jsonl:1
    expect 5 docmill blame notice.lua:1
    holds 'notice.lua:1'
    printf '[1]\n' >list.jsonl
    expect 5 docmill blame list.jsonl
    holds 'no record'
    : >empty.jsonl
    expect 5 docmill blame empty.jsonl
    for i in $(seq 21); do cat out.jsonl; done >many.jsonl
    expect 2 docmill blame many.jsonl
    holds 'there are 21 records' 'many.jsonl:LINE'
    expect 0 docmill blame many.jsonl:21 date
}

@test "records on standard input" {
    notice
    run bash -c '{ echo; cat out.jsonl; } | "$0" blame -:2 issuer' "$DOCMILL"
    [ "$status" -eq 0 ]
    holds '-:2: notice.txt' 'bytes       6-18'
    printf '%s\n' '{"id":"-","a":"x","_spans":{"a":[{"at":[0,1],"src":[0,1],"exact":true}]}}' >s.jsonl
    expect 2 docmill blame s.jsonl
    holds 'does not say which file'
}

@test "half of what one reference became is told as widened" {
    printf '<p>a&fjlig;b</p>' >lig.html
    cat >lig.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  view = { "nfkc" },
  rules = { docmill.rule { id = "half", match = docmill.re [[k(?=m)]] } },
}
LUA
    printf '<p>1&#x339E;b</p>' >lig.html # one sign, SQUARE KM
    docmill run --spans --meta lig.lua lig.html >lig.jsonl
    expect 0 docmill blame lig.jsonl half --script lig.lua
    holds 'widened to whole units'
    holds 'a character reference' '"km"'
}

@test "a charset that the run was told" {
    printf '\xb1\xe2\n' >c.txt
    docmill run --spans --meta --charset gb18030 word.lua c.txt >c.jsonl
    cat >any.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "any", match = docmill.re [[\S+]] } },
}
LUA
    docmill run --spans --meta --charset gb18030 any.lua c.txt >c.jsonl
    expect 0 docmill blame c.jsonl any
    holds '"扁"' 'gb18030 (option' 'b1 e2'
}

@test "members of a container" {
    command -v zip >/dev/null || skip "no zip(1)"
    mkdir -p d/word d/_rels
    printf '%s' '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' >'d/[Content_Types].xml'
    printf '%s' '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>' >d/_rels/.rels
    printf '%s' '<?xml version="1.0"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>作者：张三</w:t></w:r></w:p></w:body></w:document>' >d/word/document.xml
    (cd d && zip -qX ../a.docx '[Content_Types].xml' _rels/.rels word/document.xml)
    cat >author.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "author", match = docmill.re [[作者：(?<value>\S+)]] } },
}
LUA
    docmill run --spans --meta author.lua a.docx >a.jsonl
    expect 0 docmill blame a.jsonl author --script author.lua
    holds 'a.docx!word/document.xml:2:' 'e5 bc a0 e4 b8 89' '作者：张三'
    expect 0 docmill explain author.lua a.docx --text 张三
    holds 'a.docx!word/document.xml:2:'
    local at
    at=$(sed -n 's/.*xml:\(2:[0-9]*\):.*/\1/p' <<<"$output" | head -1)
    expect 0 docmill explain author.lua a.docx --at "word/document.xml:$at"
    holds '"张"'
    expect 2 docmill explain author.lua a.docx --at "word/none.xml:1:1"
    holds "no member 'word/none.xml'"
}

@test "values in lists and objects beside their spans" {
    cat >nested.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  document = function(doc, record)
    record.pairs = {}
    for a in doc:view("text"):gmatch(docmill.re [[(\w)=(\w)]]) do
      table.insert(record.pairs, docmill.at({ k = a[1].text, v = a[2].text }, a))
    end
    return record
  end,
}
LUA
    printf 'a=1 b=2\n' >kv.txt
    docmill run --spans --meta nested.lua kv.txt >kv.jsonl
    expect 0 docmill blame kv.jsonl pairs --script nested.lua
    holds 'pairs[2] = {"k":"b","v":"2"}' 'made from   "b=2"' 'kv.txt:1:5, exact'
}

@test "JSON: a line for each value" {
    notice
    expect 0 docmill blame out.jsonl --json --script notice.lua
    [ "$(jq -s length <<<"$output")" -eq 5 ]
    [ "$(jq -rs '.[0].path.hex' <<<"$output")" = 'a3 b2 a3 b0 a3 b2 a3 b3 c4 ea a3 b9 d4 c2 a3 b4 c8 d5' ]
    [ "$(jq -cs '[.[] | [.field, .index, .made, .computed]] | sort | .[0]' <<<"$output")" = '["date",null,true,null]' ]
    [ "$(jq -rs '.[] | select(.field == "lines") | .computed' <<<"$output")" = true ]
}

@test "a value with U+0000 in it is its text" {
    printf 'a\0b c\n' >nul.txt
    cat >nul.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { view = "decoded",
  rules = { docmill.rule { id = "d", match = docmill.re "a\0b" } },
  fields = { d = docmill.field { from = "d" } } }
LUA
    docmill run --binary --charset utf-8 --spans --meta nul.lua nul.txt >nul.jsonl
    output=$(docmill blame --binary --charset utf-8 nul.jsonl:1 d --json 2>/dev/null)
    [ "$(jq -c '[.made, .path.text]' <<<"$output")" = '[false,"a\u0000b"]' ]
}

@test "_spans that are none of docmill's" {
    notice
    docmill run --spans notice.lua notice.txt >spans.jsonl
    while read -r code spans; do
        jq -c "._spans$spans" spans.jsonl >bad.jsonl
        run docmill blame bad.jsonl:1 issuer --script notice.lua
        if [ "$code" = none ]; then
            [ "$status" -eq 1 ]
            holds computed
        else
            [[ $status -eq 5 || $status -eq 3 ]]
            holds "error[$code]"
            lacks computed
        fi
    done <<'ROWS'
E208 .issuer[0].src=[9000,9999]
E208 .issuer[0].src=[9,3]
E307 .issuer="foo"
E307 .issuer=["foo"]
E307 .issuer=[{"rule":"issuer"}]
E307 .issuer[0].src=["a",3]
E307 .issuer[0].src=[-1,3]
E307 ="foo"
none .issuer=[null]
none |=del(.issuer)
ROWS
}

@test "one record that cannot be told costs one record" {
    notice
    jq -c '.id = "gone.txt" | del(._meta.path)' out.jsonl >three.jsonl
    cat out.jsonl >>three.jsonl
    jq -c '._spans.issuer = 7' out.jsonl >>three.jsonl
    cat out.jsonl >>three.jsonl
    expect 3 docmill blame three.jsonl issuer --script notice.lua
    holds 'gone.txt: error[E201]' 'three.jsonl:3: error[E307]' 'three.jsonl:2: notice.txt' 'three.jsonl:4: notice.txt'
    expect 5 docmill blame three.jsonl:1 issuer --script notice.lua
    docmill blame --json three.jsonl issuer --script notice.lua 2>/dev/null >told.jsonl || true
    [ "$(jq -c .record told.jsonl | tr '\n' ' ')" = "2 4 " ]
}

@test "a name that is not UTF-8" {
    notice
    mkdir odd
    mv notice.txt "odd/$(printf 'x\377').txt"
    docmill run --spans --meta notice.lua odd >odd.jsonl
    expect 0 docmill blame odd.jsonl:1 issuer --script notice.lua
    holds 'issuer = "青石镇文化站"' 'exact'
    docmill run --spans notice.lua odd >odd.jsonl
    expect 5 docmill blame odd.jsonl:1 issuer --script notice.lua
    holds 'error[E201]' 'run --meta keeps those'
}
