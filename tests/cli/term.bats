load common

@test "figures above the text, coverage and rules below" {
    cat >date.lua <<'LUA'
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script {
  rules = {
    rule { id = "日期", match = re [[\d+年]] },
    rule { id = "foot", match = re [[版权.*]], action = "drop" },
    rule { id = "none", match = re [[nothing]] },
  },
}
LUA
    printf '二〇 2023年 2024年\n版权所有\n' | iconv -t GB18030 >d.txt
    expect 0 docmill run --format term --charset gb18030 date.lua d.txt
    holds 'd.txt  gb18030, 20 characters, 3 hits, coverage 70.0%'
    holds '1 │ 二〇 ⟦2023年⟧日期 ⟦2024年⟧日期'
    holds 'coverage  ···█████·█████·████·'
    holds $'日期           2 hits  ▇▇▇▇▇▇▇▇▇▇\n'
    holds $'foot           1 hit   ▇▇▇▇▇\n'
    holds $'none           0 hits\n'
    [[ $output != *µs* && $output != *' ms'* ]]
}

@test "times are told when asked" {
    expect 0 docmill run -v --format term word.lua docs/a.txt
    [[ $output =~ 2\ hits\ +[0-9.]+\ (µs|ms) ]]
}

@test "rules that look at another view count as well" {
    cat >wide.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "n", view = { "width" }, match = docmill.re [[\d+]] } },
}
LUA
    printf 'ab１２' >w.txt
    expect 0 docmill run --format term wide.lua w.txt
    holds 'utf-8, 4 characters, 1 hit, coverage 50.0%' '··██' 'ab⟦１２⟧n'
}

@test "one-liners, empty documents, more hits than are told" {
    expect 0 docmill x --format term 'return doc.text:find("alpha")' docs/a.txt
    holds 'docs/a.txt  utf-8, 10 characters'
    : >empty.txt
    expect 0 docmill run --format term word.lua empty.txt
    holds '0 characters, 0 hits, coverage 0.0%'
    cat >a.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = {
  docmill.rule { id = "a", match = docmill.re [[a]], action = function() end } },
  document = function(doc, record) return { n = 1 } end }
LUA
    yes a | tr '\n' ' ' | head -c 1200000 >many.txt
    run bash -c '"$0" run --format term a.lua many.txt | grep -ao "hits, coverage .*" | head -1' "$DOCMILL"
    [ "$output" = 'hits, coverage over 41.7%' ]
}

@test "nothing reaches the terminal unescaped, not even a rule's name" {
    cat >esc.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  rules = { docmill.rule { id = "a\27[31m", match = docmill.re [[x]] } },
}
LUA
    printf 'x\033]0;t\007\n' >e.txt
    run docmill run --format term esc.lua e.txt
    [[ $output != *$'\033'* ]]
}
