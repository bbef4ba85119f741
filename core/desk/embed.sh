#!/bin/sh
# embed.sh DIR META - print the files below DIR, and those of META as
# .docmill/meta, as C arrays and a table of them.
#
# project.c includes the result, so that `docmill new` needs no files beside it.
set -eu
LC_ALL=C
export LC_ALL
n=0
table=
add() { # FILE NAME
    printf 'static const unsigned char file_%d[] = {\n' "$n"
    od -An -v -tu1 "$1" |
        awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
    printf '0};\n'
    table="$table    {\"$2\", file_$n, sizeof file_$n - 1},
"
    n=$((n + 1))
}
for f in $(cd "$1" && find . -type f | sort); do
    add "$1/$f" "${f#./}"
done
for f in "$2"/*.lua; do
    add "$f" ".docmill/meta/${f##*/}"
done
printf 'static const struct embedded embedded[] = {\n%s    {0, 0, 0}\n};\n' "$table"
