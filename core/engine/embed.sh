#!/bin/sh
# embed.sh DIR - print DIR/std/**.lua and DIR/rules/*.lua as C arrays and a table of them.
#
# library.c includes the result, so that the program needs no files beside it.
set -eu
cd "$1"
LC_ALL=C
export LC_ALL
n=0
table=
for f in std/*.lua std/*/*.lua rules/*.lua; do
    [ -f "$f" ] || continue
    printf 'static const unsigned char script_%d[] = {\n' "$n"
    od -An -v -tu1 "$f" |
        awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
    printf '0};\n'
    table="$table    {\"$f\", script_$n, sizeof script_$n - 1},
"
    n=$((n + 1))
done
printf 'static const struct embedded embedded[] = {\n%s    {0, 0, 0}\n};\n' "$table"
