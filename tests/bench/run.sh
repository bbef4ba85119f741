#!/bin/sh
# run.sh - docmill beside Python and Perl on one corpus, in one run.
#
# The job, the corpus generator and the peers' programs live outside the
# project (../shared/bench); without them there is nothing to compare with and
# the script says so.  Figures are CPU seconds of whole processes, each the
# median of interleaved rounds: trust the ratios, not the seconds.
set -eu
: "${OUT:=build/release}"
shared=../shared/bench
work=$OUT/bench-data
docs=${DOCS:-2000}
if [ -x /usr/bin/python3 ]; then PYTHON=/usr/bin/python3; else PYTHON=python3; fi

if [ ! -d "$shared" ]; then
    echo "skipped: $shared is not there (corpus generator and peers)"
    exit 0
fi
mkdir -p "$work"
if [ ! -f "$work/small.gb18030.list" ] || [ "$(wc -l <"$work/small.utf8.list")" != "$docs" ]; then
    echo "  making $docs documents in UTF-8 and GB18030 ..."
    "$PYTHON" "$shared/mkcorpus.py" "$work" --small "$docs" --large-mib 0 \
        --encs utf8,gb18030 >/dev/null 2>&1
fi

# The same twelve patterns as a docmill script.
awk -F'\t' '
BEGIN { print "local docmill = require \"docmill\""
        print "local rule, re = docmill.rule, docmill.re"
        print "return docmill.script { name = \"extract12\", view = { \"lines\", \"space\" }, rules = {" }
      { printf "  rule { id = \"%s\", match = re [==[%s]==] },\n", $1, $2 }
END   { print "} }" }' "$shared/rules12.pcre" >"$work/extract12.lua"

exec "$PYTHON" tests/bench/measure.py "$OUT" "$work" "$shared" "$docs"
