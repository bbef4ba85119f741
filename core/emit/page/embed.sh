#!/bin/sh
# embed.sh DIR - print the pages in DIR as two C strings each, cut where data
# goes.
#
# page.html and index.html have four lines that are replaced: @style and
# @program by the files of the page, @policy by the Content-Security-Policy that
# allows just these two, by their hashes, and @data is where the page is cut.
set -eu
cd "$1"
LC_ALL=C
export LC_ALL

# The hash of standard input, as a policy wants it: base64 of 32 bytes.
hash() {
    octal=$(sha256sum | cut -c1-64 | awk '{
        for (i = 1; i < 65; i += 2) {
            high = index(d, substr($0, i, 1)) - 1
            low = index(d, substr($0, i + 1, 1)) - 1
            printf "\\%03o", high * 16 + low
        }
    }' d=0123456789abcdef)
    # shellcheck disable=SC2059
    printf "$octal" | base64
}

# What stands between the tags is hashed: a newline, the text.
# shellcheck disable=SC2086
program() { echo; cat $programs; }
# shellcheck disable=SC2086
style() { echo; cat $styles; }

page() { # NAME
    policy="default-src 'none'; style-src 'sha256-$(style | hash)'; script-src 'sha256-$(program | hash)'; base-uri 'none'; form-action 'none'"
    while IFS= read -r line; do
        case $line in
        @policy) printf '<meta http-equiv="Content-Security-Policy" content="%s">\n' "$policy" ;;
        @style) printf '<style>'; style; echo '</style>' ;;
        @program) printf '<script>'; program; echo '</script>' ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$1.html"
}

bytes() { # NAME
    printf 'const char %s[] = {\n' "$1"
    od -An -v -to1 | awk '{ for (i = 1; i <= NF; i++) printf "%s\\%s%s,", q, $i, q; print "" }' q="'"
    printf '0};\n'
}

both() { # PAGE NAME
    page "$1" | sed '/^@data$/,$d' | bytes "$2_begin"
    page "$1" | sed '1,/^@data$/d' | bytes "$2_end"
}

programs='model.js show.js text.js panel.js rules.js lists.js search.js keys.js main.js'
styles=page.css
both page dm_viewer

programs='index_model.js show.js index_grid.js index_lists.js index_main.js'
styles='page.css index.css'
both index dm_index
