#!/usr/bin/env bats
# repairs.bats - views that repair, the log of what they did, and --repair.

load common

chopped() {
    printf '1、清晨的渡口停着五条木船，\n2、船工们正在缆绳边上吃着早\n3、饭，河对岸的茶馆刚刚卸下\n4、门板，掌柜的提着铜壶走了\n5、出来，他说今年的春茶不错\n6、，可惜雨水少了一些。\n' >chopped.txt
}

@test "steps go on from a view" {
    chopped
    printf 'Ａ　　Ｂ\r\nＣ' >wide.txt
    expect 0 docmill text --view clean --steps width wide.txt
    [ "$output" = $'A B\nC' ]
    expect 0 docmill text --view whole --steps clean,width chopped.txt
    [ "$output" = "清晨的渡口停着五条木船,船工们正在缆绳边上吃着早饭,河对岸的茶馆刚刚卸下门板,掌柜的提着铜壶走了出来,他说今年的春茶不错,可惜雨水少了一些。" ]
    expect 0 docmill text --view clean --steps whole wide.txt
    expect 2 docmill text --view raw --steps width wide.txt
    holds "error[E101]" "not from raw"
    expect 2 docmill text --view clean --steps widht wide.txt
    holds "error[E308]" "did you mean width?"
    expect 2 docmill text --steps width, wide.txt
    holds "error[E308]" "ends in a comma"
    expect 2 docmill text --steps ,width wide.txt
    holds "begins with a comma"
    expect 2 docmill text --view lines,,width wide.txt
    holds "two commas"
    expect 2 docmill text --steps= wide.txt
    holds "is empty"
}

@test "--repair says which repairs are applied" {
    chopped
    expect 0 docmill text --steps pages --repair none chopped.txt
    holds "2、"
    expect 0 docmill text --steps pages --repair exact chopped.txt
    holds "船，船工们"
    expect 2 docmill text --steps pages --repair some chopped.txt
    holds "likely"
}

@test "inspect, --meta and doc:repairs tell the same repairs" {
    chopped
    expect 0 docmill inspect --json chopped.txt
    [ "$(jq -c '.repairs[0] | [.step, .certainty, .applied, .count]' <<<"$output")" = '["pages","exact",true,6]' ]
    [ "$(jq -c '.repairs[0].places[1].src' <<<"$output")" = '[40,45]' ]
    cat >joined.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { view = { "pages" },
  rules = { docmill.rule { id = "boat", match = docmill.re "船，船工们" } } }
LUA
    expect 0 docmill run joined.lua --meta --spans chopped.txt
    [ "$(jq -c '._meta.repairs[0].places[1].src' <<<"$output")" = '[40,45]' ]
    [ "$(jq -c '._spans.boat[0] | [.src, .exact]' <<<"$output")" = '[[34,54],true]' ]
    expect 0 docmill x 'for _, r in ipairs(doc:repairs "pages") do emit { n = r.span:source(), by = r.step } end' chopped.txt
    [ "$(jq -c '[.n, .by]' <<<"$output" | sed -n 2p)" = '[41,"pages"]' ]
    expect 0 docmill inspect chopped.txt
    holds "repairs" "6 exact" "40-45"
}

@test "--without leaves out what a script drops" {
    printf 'keep one\ndrop two\nkeep drop three\n' >in.txt
    cat >drops.lua <<'LUA'
local docmill = require "docmill"
return docmill.script { rules = {
  docmill.rule { id = "d", match = docmill.re "drop( two)?", action = "drop" } } }
LUA
    expect 0 docmill text --without drops.lua in.txt
    [ "$output" = $'keep one\nkeep  three' ]
    expect 0 docmill text --map --without drops.lua in.txt
    [ "$output" = $'1\t0-8\tkeep one\n3\t18-33\tkeep  three' ]
    expect 4 docmill text --without nowhere.lua in.txt
    holds "error[E311]"
}

@test "damage that is left alone is told" {
    # Characters of GB text of which one byte is gone, and no way to be sure.
    printf '\xb5\xc4\xb4\xab\xcb\xb5\xbb\xf2\xd5\xdf\xb9\xca\xca\xc2\xa1\xa3\xd5\xe2\xca\xc7\xc6\xbd\xb3\xa3\xb5\xc4\xd2\xbb\xcc\xec\xa3\xac\xb4\xf3\xbc\xd2\xb6\xbc\xd4\xda\xa1\xa3\n' >gb.txt
    iconv -f gb18030 -t utf-8 gb.txt | sed 's/平常/平锟斤拷常/' >lost.txt
    expect 0 docmill text --view whole lost.txt
    holds "warning[E605]" "docmill inspect lists them"
}
