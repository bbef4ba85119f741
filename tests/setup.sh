#!/bin/sh
# setup.sh - install what a job needs and the machine lacks.
#
#   setup.sh build [test] [check] [bench]
#
# Each line below is a Debian package and a command that succeeds when what it
# brings is there already, so that nothing is installed without need.  As root
# or through sudo the missing ones are installed; where neither is possible
# the one line to type is printed and the job stops.
set -u

# Debian's own interpreter is the one that sees Debian's python3-* packages.
if [ -x /usr/bin/python3 ]; then PYTHON=/usr/bin/python3; else PYTHON=python3; fi

has()    { command -v "$1" >/dev/null 2>&1; }
pc()     { pkg-config --exists "$1" 2>/dev/null; }
header() { echo "#include <$1>" | cc -E - >/dev/null 2>&1; }
python() { "$PYTHON" -c "import $1" 2>/dev/null; }

missing=
need() { # PACKAGE COMMAND…
    package=$1; shift
    "$@" || missing="$missing $package"
}

for job in "$@"; do
    case $job in
    build)
        need gcc             has cc
        need libc6-dev       header stdio.h
        need pkg-config      has pkg-config
        need liblua5.4-dev   pc lua5.4
        need libpcre2-dev    pc libpcre2-8
        need libxml2-dev     pc libxml-2.0
        need libutf8proc-dev pc libutf8proc
        need libjansson-dev  pc jansson
        need libxxhash-dev   pc libxxhash
        need libzip-dev      pc libzip
        need libmd4c-dev     pc md4c
        need libsqlite3-dev  pc sqlite3
        need libedit-dev     pc libedit ;;
    test)
        need libcmocka-dev   pc cmocka
        need bats            has bats
        need lua5.4          has lua5.4
        need jq              has jq
        need python3         has "$PYTHON"
        need unicode-data    test -e /usr/share/unicode/UnicodeData.txt
        need bzip2           has bzcat
        need patch           has patch
        need sqlite3         has sqlite3
        need libxml2-utils   has xmllint
        need pandoc          has pandoc
        need mandoc          has mandoc
        need tmux            has tmux
        need zsh             has zsh
        need fish            has fish
        need python3-docx    python docx
        need python3-jsonschema python jsonschema ;;
    check)
        need clang-format    has clang-format
        need clang-tidy      has clang-tidy
        need cppcheck        has cppcheck
        need lua-check       has luacheck ;;
    bench)
        need python3         has python3
        need perl            has perl
        need libjson-xs-perl perl -MJSON::XS -e1 ;;
    *)
        echo "setup.sh: unknown job '$job'" >&2
        exit 2 ;;
    esac
done

[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    sudo=
elif has sudo && sudo -n true 2>/dev/null; then
    sudo=sudo
elif has sudo && [ -t 0 ]; then
    sudo=sudo # it may ask for a password
else
    printf 'docmill needs a few Debian packages. As root, type\n\n    %s\n\nand start again.\n' "$line" >&2
    exit 1
fi
if ! has apt-get; then
    printf 'docmill needs what these Debian packages bring:%s\n' "$missing" >&2
    exit 1
fi
echo "  APT $missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() { DEBIAN_FRONTEND=noninteractive $sudo "$@" >"$log" 2>&1; }
# shellcheck disable=SC2086
if ! run $line && ! { run apt-get update && run $line; }; then
    tail -n 20 "$log" >&2
    printf '\nInstalling failed. The line was\n\n    %s\n' "$line" >&2
    exit 1
fi
