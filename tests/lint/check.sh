#!/bin/sh
# check.sh - format, clang-tidy, cppcheck, luacheck, shell syntax, floors.
set -u
: "${OUT:=build/release}"
failed=0
step() { # NAME COMMAND…
    name=$1; shift
    if "$@"; then printf '  ok   %s\n' "$name"
    else printf '  FAIL %s\n' "$name"; failed=$((failed + 1)); fi
}
sources() { find core include tests samples -name '*.[ch]' | LC_ALL=C sort; }

format() { sources | xargs clang-format --dry-run -Werror; }
tidy() {
    flags="-std=c11 -D_GNU_SOURCE -Icore -Iinclude -I$OUT/gen $(pkg-config --cflags lua5.4 libpcre2-8 libxml-2.0 libutf8proc jansson libxxhash libzip md4c sqlite3 libedit | sed 's/-I/-isystem /g')"
    # One file at a time: clang-tidy 14 raises false va_list alarms otherwise.
    # shellcheck disable=SC2086
    find core -name '*.c' | LC_ALL=C sort |
        xargs -P "$(nproc)" -I{} sh -c 'clang-tidy --quiet "$1" -- $2 2>/dev/null || { echo "clang-tidy: $1"; exit 1; }' _ {} "$flags"
}
cpp() {
    # In a copy without the generated tables: it would read their megabytes
    # for minutes, and there is nothing to find in them.
    copy=$(mktemp -d)
    cp -R core include "$copy" && find "$copy" -name '*.inc' -delete
    (cd "$copy" && cppcheck -q --enable=warning,performance,portability --inline-suppr --std=c11 \
        --suppress=missingIncludeSystem --suppress='*:/usr/*' --error-exitcode=1 \
        -D__GNUC__ -Icore -Iinclude -j "$(nproc)" core)
    status=$?
    rm -rf "$copy"
    return $status
}
lua()    { luacheck -q --no-color scripts tests samples; }
floors() { lua5.4 tests/lint/floors.lua; }
sizes()  { lua5.4 tests/lint/sizes.lua; }
shells() { for f in $(find . -name '*.sh' -not -path './build/*') .ci/run; do sh -n "$f" || return 1; done; }

step 'floors (no include upward, no cycle)' floors
step 'sizes (functions, files, headers)'    sizes
step 'shell syntax'                         shells
step 'luacheck'                             lua
step 'clang-format'                         format
step 'cppcheck'                             cpp
step 'clang-tidy'                           tidy
[ "$failed" = 0 ]
