#!/usr/bin/env bats
# The command line itself: mistakes, help, the table behind it.
load common

@test "mistakes end with 2 and a hint" {
    expect 2 docmill run --colur always word.lua docs
    holds "error[E102]" "--colur" "did you mean --color?"
    expect 2 docmill rnu word.lua docs
    holds "error[E103]" "did you mean docmill run?"
    expect 2 docmill run -Z word.lua
    holds "error[E102]" "-Z"
    expect 2 docmill text --map=1 docs
    holds "takes no value"
    expect 2 docmill run word.lua --jobs docs
    holds "error[E104]"
    expect 2 docmill run word.lua --jobs 0 docs
    holds "error[E104]"
    expect 2 docmill run word.lua --timeout x docs
    holds "error[E104]"
    expect 2 docmill run word.lua docs --max-bytes
    holds "wants a value"
    expect 2 docmill text --charset gb18031 docs
    holds "error[E207]" "did you mean gb18030?"
    expect 2 docmill text --from htlm docs
    holds "error[E209]" "did you mean html?"
    expect 2 docmill text --steps lines,widht docs
    holds "error[E308]" "did you mean width?"
    expect 2 docmill text --view clan docs
    expect 2 docmill run
    holds "no script"
    expect 2 docmill grep
    expect 2 docmill
    holds "docmill help"
    expect 2 docmill help nosuch
    holds "error[E105]"
    expect 2 docmill run --count word.lua docs
    holds "docmill grep"
    expect 2 docmill grep '(a' docs
    holds "error[E305]" "(a" "^"
}

@test "no input and a terminal: usage, not waiting" {
    need_terminal
    run timeout 5 script -qec "$DOCMILL text" /dev/null
    [ "$status" -eq 2 ]
    holds "no input is named"
}

@test "options in all their forms" {
    for form in '-j2 -q' '-j 2 -q' '--jobs=2 --quiet' '--jobs 2 -q' '-qj2'; do
        # shellcheck disable=SC2086
        expect 0 docmill text $form docs/a.txt
        [ "$output" = "alpha one" ]
    done
    expect 0 docmill text docs/a.txt -q
    [ "$output" = "alpha one" ]
    cp docs/a.txt ./-q
    expect 0 docmill text -- -q
    [ "$output" = "alpha one" ]
}

# The names of all verbs.
verbs() {
    "$DOCMILL" help | sed -n '/^verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

@test "every option is in help, man page and completions" {
    "$DOCMILL" help --man | tr -d '\\' >man
    for shell in bash zsh fish; do "$DOCMILL" help --completion "$shell" >"$shell"; done
    for verb in $(verbs); do
        sed -n "/^    $verb)/p" bash >bash.verb
        sed -n "/^$verb)/,/;;/p" zsh >zsh.verb
        for option in $("$DOCMILL" "$verb" --help | sed -n '/^options:/,$s/^ .. *\(-., \)*--\([a-z0-9-]*\).*/\2/p'); do
            count=$((${count:-0} + 1))
            grep -q -- "Fl -$option\( \|$\)" man
            grep -q -- " --$option[= ]" bash.verb
            grep -q -- "--$option[=[]" zsh.verb
            grep -q -- "from.* $verb.*' -l $option " fish
        done
    done
    [ "$count" -gt 200 ]
}

@test "the completions parse, the man page formats" {
    "$DOCMILL" help --completion bash | bash -n
    if command -v zsh >/dev/null; then
        "$DOCMILL" help --completion zsh | zsh -n
    fi
    if command -v fish >/dev/null; then
        "$DOCMILL" help --completion fish | fish --no-execute
    fi
    "$DOCMILL" help --man >docmill.1
    "$DOCMILL" help --man-api >docmill-api.7
    if command -v mandoc >/dev/null; then
        for page in docmill.1 docmill-api.7; do
            ! mandoc -T lint -W style "$page" | grep -v "referenced manual not found"
        done
    fi
    if command -v man >/dev/null; then
        [ -z "$(man --warnings -l docmill.1 2>&1 >/dev/null)" ]
    fi
}

@test "bash completes verbs, options and values" {
    run bash -c '
        source <("$0" help --completion bash)
        COMP_WORDS=(docmill in); COMP_CWORD=1; _docmill; echo "${COMPREPLY[*]}"
        COMP_WORDS=(docmill text --ma); COMP_CWORD=2; _docmill 2>/dev/null; echo "${COMPREPLY[*]}"
        COMP_WORDS=(docmill run --format = js); COMP_CWORD=4; _docmill; echo "${COMPREPLY[*]}"' "$DOCMILL"
    [ "${lines[0]}" = inspect ]
    [[ ${lines[1]} == *--map* ]]
    [ "${lines[2]}" = "jsonl json" ]
    run bash -c '
        source <("$0" help --completion bash)
        COMP_WORDS=(docmill help E61); COMP_CWORD=2; _docmill; echo "${COMPREPLY[*]}"
        COMP_WORDS=(docmill help doc.blo); COMP_CWORD=2; _docmill; echo "${COMPREPLY[*]}"' "$DOCMILL"
    [[ ${lines[0]} == *E611*E618* ]]
    [ "${lines[1]}" = "doc.blocks" ]
}

@test "help for everything it lists" {
    expect 0 docmill help
    for topic in $("$DOCMILL" help | sed -n '/^topics/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        count=$((${count:-0} + 1))
        expect 0 docmill help "$topic"
        [ "${#output}" -gt 60 ]
    done
    [ "$count" -gt 15 ]
    for topic in layout template spans; do
        "$DOCMILL" help | grep -q "^  $topic "
    done
    for code in $("$DOCMILL" help codes | grep -o 'E[0-9]*' | sort -u); do
        expect 0 docmill help "$code"
        [ "${#lines[@]}" -ge 2 ] # the line of the table and a paragraph
    done
    expect 0 docmill --version
    for part in Lua PCRE2 JIT iconv libxml2 utf8proc jansson xxhash; do
        holds "$part"
    done
}

@test "help answers what scripts are asked about" {
    expect 0 docmill help scripts
    holds 'value = function(m) return m.value or "unknown" end' 'pick = "last"' \
        'pick = "best"' 'pick = "all"' "Only rules with the same policy contest" \
        "ctx:reduce" "min_bytes max_bytes"
    for topic in doc.sections doc.tables doc.links doc.drops doc.decode_errors \
        doc.annotations span.expand ctx.reduce needs rule.within \
        docmill.layout docmill.Layout layout.match docmill.Layout.find layout:gmatch; do
        expect 0 docmill help "$topic"
    done
    expect 0 docmill help layout
    holds "picture:match" "picture:find" "picture:gmatch" "picture:explain" "help layout.match"
    expect 0 docmill help layout.collect
    holds "any number" "name = \"cases\""
    for name in rx.explain rx:find m:explain blocks decode_errors; do
        expect 0 docmill help "$name"
    done
    expect 0 docmill help view
    holds "docmill help docmill.View"
    for class in span doc docmill picture block docmill.view; do # sentences have an end
        "$DOCMILL" help "$class" | awk -v class="${class#docmill.}" '
            index($0, class ".") == 1 || index($0, class ":") == 1 || inside && $0 == "" {
                if (inside && last !~ /[.]$/) { print last; bad = 1 }
                inside = $0 != ""
                n++
            }
            { last = $0 }
            END { exit bad || n < 4 }'
    done
    expect 0 docmill help readers
    holds "<template>" "hidden"
    expect 0 docmill help repairs
    holds "uncertain" "--repair=exact" "html_scraps"
    [[ $output != *punct_zh* ]] # a step, and no repair
    expect 0 docmill help whole
    holds "mojibake" "help repairs"
    expect 0 docmill help codes
    holds "counts characters" "counts"
    expect 0 docmill help limits
    holds "is not put in place"
}

@test "colour only where it belongs" {
    expect 2 docmill nosuch
    [[ $output != *$'\033'* ]]
    expect 0 docmill grep --color always beta docs
    [[ $output == *$'\033[1;31mbeta'* ]]
    expect 0 docmill grep beta docs
    [[ $output != *$'\033'* ]]
}

@test "colour on a terminal, unless the environment says no" {
    need_terminal
    run script -qec "$DOCMILL grep beta docs" /dev/null
    [[ $output == *$'\033[1;31mbeta'* ]]
    run env NO_COLOR=1 script -qec "$DOCMILL grep beta docs" /dev/null
    [[ $output != *$'\033'* ]]
    run env TERM=dumb script -qec "$DOCMILL grep beta docs" /dev/null
    [[ $output != *$'\033'* ]]
}
