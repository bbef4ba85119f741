#!/usr/bin/env bats
# new.bats - a rule project, laid down and used.
load common

@test "new lays down a project that checks and runs, and says what next" {
    expect 0 docmill new "my rules"
    holds "cd 'my rules'" "docmill check notice.lua" "docmill watch notice.lua"
    [ "${#lines[@]}" -eq 3 ]
    cd "my rules"
    expect 0 docmill check notice.lua
    expect 0 docmill run notice.lua samples
    holds '"date":"2023-01-04"' '"amounts":[3000,1500,12000]'
    for f in .luarc.json .vscode/tasks.json .vscode/extensions.json; do jq empty "$f"; done
    [ -s .editorconfig ] && [ -s .docmill/meta/doc.lua ]
}

@test "new writes over nothing" {
    expect 0 docmill new p -q
    [ -z "$output" ]
    echo mine >p/notice.lua
    rm p/.luarc.json
    expect 2 docmill new p
    holds "is there and not empty" "--force"
    expect 0 docmill new --force p
    holds "kept     notice.lua"
    [ "$(cat p/notice.lua)" = mine ]
    [ -s p/.luarc.json ]
    expect 2 docmill new
    expect 2 docmill new a b
    echo file >f
    expect 5 docmill new f
    expect 5 docmill new f/below
}

@test "the name of the folder is a word of the shell" {
    for dir in "it's 年" "a 年" $'line\nend' $'\xc4\xe3' -dash plain; do
        expect 0 docmill new -- "$dir"
        (eval "${lines[0]}" && [ -s notice.lua ] && [ "$PWD" = "$BATS_TEST_TMPDIR/$dir" ])
        [[ ${lines[0]} != *[[:cntrl:]]* ]]
    done
    expect 2 docmill new ""
}

@test "luacheck knows what the sandbox has, and complains of the rest" {
    command -v luacheck >/dev/null || skip "no luacheck"
    docmill new p -q
    cd p
    expect 0 luacheck --no-color notice.lua
    printf 'local s = io.open "x"\nreturn s, stirng.format, string.fnid\n' >bad.lua
    expect 1 luacheck --no-color bad.lua
    holds "undefined variable 'io'" "undefined variable 'stirng'" "undefined field 'fnid'"
}

@test "the names in .luacheckrc are the sandbox's, both ways" {
    docmill new p -q
    docmill x 'local t = {}
        for k, v in pairs(_G) do
            t[#t + 1] = k
            if type(v) == "table" and k ~= "_G" then
                for name in pairs(v) do t[#t + 1] = k .. "." .. name end
            end
        end
        table.sort(t)
        return table.concat(t, "\n")' docs/a.txt | jq -r .value >live
    lua5.4 - >listed <<'LUA'
local env = { stds = {} }
assert(loadfile("p/.luacheckrc", "t", env))()
local names = {}
for k, v in pairs(env.stds.docmill.read_globals) do
    names[#names + 1] = type(k) == "number" and v or k
    if type(v) == "table" then
        for _, name in ipairs(v.fields) do names[#names + 1] = k .. "." .. name end
    end
end
table.sort(names)
print(table.concat(names, "\n"))
LUA
    # What Lua has for the sake of 5.2 is there and not recommended.
    grep -vxE 'math\.(atan2|cosh|frexp|ldexp|log10|pow|sinh|tanh)' live >wanted
    diff <(LC_ALL=C sort wanted) <(LC_ALL=C sort listed)
}

@test "the task's problem matcher reads a diagnostic" {
    docmill new p -q
    cd p
    sed -i 's/(?<y>/(?<y/' notice.lua
    run "$DOCMILL" check --color=never notice.lua
    [ "$status" -eq 4 ]
    line=$(printf '%s\n' "$output" | grep -m1 'error\[')
    pattern=$(jq -r '.tasks[0].problemMatcher.pattern.regexp' .vscode/tasks.json)
    printf '%s\n' "$line" | jq -R -e --arg p "$pattern" 'capture("(?<all>" + $p + ")") | .all != ""'
}
