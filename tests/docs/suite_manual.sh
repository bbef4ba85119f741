#!/bin/sh
# suite_manual.sh - every function of the stubs has an entry in the manual, in
# docmill-api(7) and in `docmill help`, and says since when.  Prints TAP.
set -u
n=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
result() { # STATUS NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

LC_ALL=C awk -f core/cli/help/manual.awk scripts/meta/*.lua >"$tmp/api.md"
"$DOCMILL" help --man-api | tr -d '\\' >"$tmp/api.7"
sed -n 's/^function \([A-Za-z_]*[.:][A-Za-z_0-9]*\)(.*/\1/p' scripts/meta/*.lua >"$tmp/names"
while IFS= read -r name; do
    owner=$(printf '%s' "${name%%[.:]*}" | tr '[:upper:]' '[:lower:]')
    rest=${name#*[.:]}
    grep -qi "^### $owner[.:]$rest(" "$tmp/api.md"
    result $? "$name is in the manual"
    grep -qi "^\.Ss \"$owner[.:]$rest(" "$tmp/api.7"
    result $? "$name is in docmill-api(7)"
    "$DOCMILL" help "$owner.$rest" >"$tmp/help" 2>&1 && grep -q '^  since  ' "$tmp/help"
    result $? "$name is in help, and says since when"
done <"$tmp/names"
[ "$(wc -l <"$tmp/names")" -gt 140 ]
result $? "the functions were found"
echo "1..$n"
