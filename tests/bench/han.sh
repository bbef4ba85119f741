#!/bin/sh
# han.sh - Han conversion: OpenCC's pairs one by one, then the speed of each
# step over real news.  Without ../shared both say "skipped".
set -u
pages=../shared/data/html/zh
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

DOCMILL=build/docmill python3 tests/han/suite_opencc.py | tail -n 20
if [ -d "$pages" ]; then
    for f in "$pages"/*.gz; do gunzip -c "$f" >"$tmp/$(basename "$f" .gz)"; done
    build/docmill text -q --steps clean "$tmp"/*.html >"$tmp/news.txt"
    "$OUT/bench/bench_han" "$tmp/news.txt"
else
    echo "skipped: no news text ($pages)"
fi
