#!/bin/sh
# suite_readme.sh - every command of the README is run; its rule is checked.
#
# The lines of ```sh blocks must exit 0 and print something, or make what -o
# names.  The ```lua block is written to a file and given to `docmill check`.
# The two make targets of the first block must exist.  Prints TAP.
set -u
n=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
result() { # STATUS NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$tmp/out" | head -n 20; fi
}

awk '/^```sh$/{on=1;next} /^```/{on=0} on' README.md >"$tmp/commands"
while IFS= read -r line; do
    [ -n "$line" ] || continue
    printf '%s\n' "$line" | sed "s#build/docmill#$DOCMILL#g" >"$tmp/line"
    sh "$tmp/line" >"$tmp/out" 2>&1 </dev/null
    status=$?
    case $line in
    *' -o '*) [ -e "$(printf '%s\n' "$line" | sed 's/.* -o \([^ ]*\).*/\1/')" ] || status=1 ;;
    *) [ -s "$tmp/out" ] || status=1 ;;
    esac
    result "$status" "$line"
done <"$tmp/commands"

awk '/^```lua$/{on=1;next} /^```/{on=0} on' README.md >"$tmp/price.lua"
"$DOCMILL" check "$tmp/price.lua" >"$tmp/out" 2>&1
result $? "check price.lua"
printf '门票１２．５元\n' >"$tmp/in.txt"
"$DOCMILL" run "$tmp/price.lua" "$tmp/in.txt" >"$tmp/out" 2>&1
grep -q '"price":\[12.5\]' "$tmp/out"
result $? "run price.lua"

for target in $(awk '/^```$/{on=!on;next} on && /^make /{print $2}' README.md); do
    make -n "$target" >"$tmp/out" 2>&1
    result $? "make $target exists"
done
echo "1..$n"
