#!/bin/sh
# demo.sh DOCMILL - the samples through the shipped rules: what `make demo` shows.
set -eu
docmill=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }

say '$ docmill run article --format term samples/04-speech/speech.txt'
"$docmill" run article --format term 04-speech/speech.txt

say '$ docmill run notice.lua --spans notice.txt      (GB18030, and it does not say so)'
"$docmill" run 01-notice-gb18030/notice.lua --spans 01-notice-gb18030/notice.txt

say '$ docmill run article samples/      (every text and page below it)'
"$docmill" run article 0*/*.txt 0*/*.html | cut -c1-240

cat <<'TXT'

Try next:
  build/docmill inspect samples/06-mixed-heap/heap       what docmill thinks of seven files
  build/docmill text --map samples/02-big5-page/page.html   which bytes each line came from
  build/docmill x 'return doc.charset.name, #doc.text' samples/06-mixed-heap/heap
  build/docmill grep '\d+(\.\d+)?万?元' samples             amounts, in any charset
  build/docmill check samples/01-notice-gb18030/notice.lua  the examples in a rule are tests
  build/docmill explain article samples/04-speech/speech.txt  which rule matched where, and why
  samples/11-tutorial/README.md                           from messy files to tested rules
  build/docmill help                                      everything else
TXT
