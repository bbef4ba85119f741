#!/bin/sh
# run.sh [PATTERN] - run every test (or those whose name has PATTERN in it).
#
# Each suite is a program that prints TAP on its standard output.  A suite
# that dies, or that prints no test at all, counts as one failure.  The last
# line is "N passed, N failed"; what was skipped is said before it.
set -u
: "${OUT:=build/release}"
export OUT CMOCKA_MESSAGE_OUTPUT=TAP
if [ -x /usr/bin/python3 ]; then PYTHON=/usr/bin/python3; else PYTHON=python3; fi
export PYTHON
pattern=${1:-}
DOCMILL=$PWD/$OUT/docmill
export DOCMILL
logs=$OUT/log
rm -rf "$logs"
mkdir -p "$logs"
passed=0 failed=0 skipped=0

# cmocka says "not ok 2 # SKIP name", bats and we say "ok 2 name # SKIP why".
SKIP='^(not )?ok.*# *[Ss][Kk][Ii][Pp]'
count() { grep -E "$1" "$2" | grep -cvE "$SKIP" || true; }

suite() { # NAME COMMAND…
    name=$1; shift
    case $name in *"$pattern"*) ;; *) return ;; esac
    log=$logs/$(printf '%s' "$name" | tr / -).tap
    "$@" >"$log" 2>&1 </dev/null
    status=$?
    bad=$(count '^not ok' "$log")
    skip=$(grep -cE "$SKIP" "$log" || true)
    good=$(count '^ok' "$log")
    if [ "$bad" = 0 ] && { [ "$status" != 0 ] || [ $((good + skip)) = 0 ]; }; then
        bad=1
        echo "not ok - the suite ended with status $status" >>"$log"
    fi
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
    if [ "$bad" != 0 ]; then
        printf '  FAIL %-34s %s passed, %s failed\n' "$name" "$good" "$bad"
        grep -vE "^ok|$SKIP" "$log" | head -n 60 | sed 's/^/       /'
    else
        printf '  ok   %-34s %s passed' "$name" "$good"
        [ "$skip" = 0 ] || printf ', %s skipped' "$skip"
        printf '\n'
        grep -E "$SKIP" "$log" | sed 's/^/       /' | head -n 5
    fi
}

for t in $(find "$OUT/unit" -type f -name 'test_*' | LC_ALL=C sort); do
    suite "unit/${t#"$OUT"/unit/}" "$t"
done
for t in tests/cli/*.bats; do
    [ -f "$t" ] && suite "cli/$(basename "$t" .bats)" bats --tap "$t"
done
for t in tests/*/suite_*; do
    [ -f "$t" ] || continue
    case $t in
    *.py)  suite "${t#tests/}" "$PYTHON" "$t" ;;
    *.lua) suite "${t#tests/}" lua5.4 "$t" ;;
    *.sh)  suite "${t#tests/}" sh "$t" ;;
    esac
done
suite golden sh tests/golden.sh

[ "$skipped" = 0 ] || echo "$skipped skipped (the reasons are above)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
