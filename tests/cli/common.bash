# common.bash - what the command line tests share: the program, a scratch
# folder, a few documents.
DOCMILL=${DOCMILL:-$BATS_TEST_DIRNAME/../../build/docmill}

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    export LC_ALL=C.UTF-8
    unset NO_COLOR DOCMILL_PATH
    mkdir docs
    printf 'alpha one\n' >docs/a.txt
    printf 'beta two\n' >docs/b.txt
    printf 'gamma three\n' >docs/c.txt
    cat >word.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  name = "word",
  rules = { docmill.rule { id = "word", match = docmill.re [[\w+]] } },
}
LUA
    cat >picky.lua <<'LUA'
local docmill = require "docmill"
return docmill.script {
  name = "picky",
  document = function(doc, record)
    if doc.text:find("beta", 1, true) then
      error("no betas here")
    end
    record.n = #doc.text
    return record
  end,
}
LUA
}

docmill() {
    "$DOCMILL" "$@"
}

# The exit code must be $1; the rest is the command.
expect() {
    local want=$1
    shift
    run "$@"
    if [ "$status" -ne "$want" ]; then
        echo "exit $status, not $want: $*"
        echo "$output"
        return 1
    fi
}

# $output must hold each argument.
holds() {
    local text
    for text in "$@"; do
        case $output in
        *"$text"*) ;;
        *)
            echo "no \"$text\" in:"
            echo "$output"
            return 1
            ;;
        esac
    done
}

# Skip the test where no command can be given a terminal.
need_terminal() {
    command -v script >/dev/null || skip "no script(1)"
    script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal here"
}
