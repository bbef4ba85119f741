#!/bin/sh
# embed.sh DIR - print the help texts DIR/*.txt as C arrays of lines and a table
# of them.  help.c includes the result.
# embed.sh DIR STUBS - print the stubs STUBS/*.lua, for stubs.c; see stubs.awk.
set -eu
if [ $# = 2 ]; then
    LC_ALL=C exec awk -f "$1/stubs.awk" "$2"/*.lua
fi
cd "$1"
LC_ALL=C
export LC_ALL
table=
for f in *.txt; do
    name=${f%.txt}
    printf 'static const char *const text_%s[] = {\n' "$name"
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/",/' "$f"
    printf '    NULL};\n'
    table="$table    {\"$name\", text_$name},
"
done
printf 'static const struct embedded embedded[] = {\n%s    {NULL, NULL}\n};\n' \
    "$table"
