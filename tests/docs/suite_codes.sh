#!/bin/sh
# suite_codes.sh - every error code is explained, and some test provokes it.
#
# A test names a code as E301, as DM_E_REGEX or by its word; naming is what can
# be seen from here, whether it is raised the test itself says.  Prints TAP.
set -u
n=0
result() { # STATUS NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

for row in $(sed -n 's/^ *X(\([A-Z_0-9]*\), \([0-9]*\),.*/\1=\2/p' core/base/err.h); do
    name=${row%=*}
    code=E${row#*=}
    "$DOCMILL" help "$code" | awk 'NR > 2 && NF { text = 1 } END { exit !text }'
    result $? "$code $name is explained"
    grep -rqE "$code([^0-9]|\$)|DM_E_$name([^A-Z_]|\$)" tests samples --include='*.bats' \
        --include='*.c' --include='*.h' --include='*.py' --include='*.lua' --include=want
    result $? "$code $name is provoked by a test"
done
[ "$n" -gt 90 ]
result $? "the table was found"
echo "1..$n"
