#!/bin/sh
# golden.sh [update] - run every sample and golden case, compare with want.*
#
# A case is a folder in samples/ or tests/golden/ that holds a file `cmd`: a
# shell line run inside the folder with `docmill` on the PATH.  Its standard
# output must equal `want`, its exit code the number in `exit` (0 if absent).
# With `update` the files are rewritten instead; look at the diff.
set -u
: "${OUT:=build/release}"
root=$PWD
PATH=$root/$OUT:$PATH
DOCMILL_LIB=$root/$OUT
case $OUT in
*asan*) DOCMILL_CFLAGS=-fsanitize=address,undefined ;; # the library is built so
*)      DOCMILL_CFLAGS= ;;
esac
export PATH DOCMILL_LIB DOCMILL_CFLAGS LC_ALL=C.UTF-8
unset DOCMILL_PATH
mode=${1:-test}
n=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

one() {
    dir=$1
    n=$((n + 1))
    (cd "$dir" && sh ./cmd) >"$tmp/got" 2>"$tmp/err" </dev/null
    code=$?
    want=0
    [ -f "$dir/exit" ] && want=$(cat "$dir/exit")
    if [ "$mode" = update ]; then
        cp "$tmp/got" "$dir/want"
        return
    fi
    if [ "$code" = "$want" ] && cmp -s "$tmp/got" "$dir/want"; then
        echo "ok $n - $dir"
    else
        echo "not ok $n - $dir (exit $code, wanted $want)"
        diff "$dir/want" "$tmp/got" | head -n 20 | cut -c1-400 | sed 's/^/# /'
        head -n 10 "$tmp/err" | sed 's/^/# /'
    fi
}

for cmd in samples/*/cmd tests/golden/*/cmd; do
    [ -f "$cmd" ] && one "$(dirname "$cmd")"
done
echo "1..$n"
