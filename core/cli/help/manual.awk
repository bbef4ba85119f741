# manual.awk - the stubs in scripts/meta as the API manual in Markdown.
#
# A section for each class, in it one for each field and function with its text,
# its examples, what goes in, what comes out and since when it is there.  Names
# are those that `docmill help` knows (see stubs.awk).

BEGIN {
    print "# What a docmill script can call"
    print ""
    print "Made of the stubs in `scripts/meta`. `docmill help NAME` shows the same in a terminal."
    forget()
}

function short(class) {
    sub(/^docmill\./, "", class)
    return tolower(class)
}

function forget() { lines = 0; items = 0; params = "" }

function add(s) { line[++lines] = s }

# Print what was gathered under a heading.
function flush_as(level, title,    i) {
    printf "\n%s %s\n\n", level, title
    for (i = 1; i <= lines; i++) print line[i]
    if (items) print ""
    for (i = 1; i <= items; i++) print item[i]
    forget()
}

function code(s) { return "`" s "`" }

function note(s) { item[++items] = s }

# "name type, and what it is" as an item.
function param(s,    name, type) {
    name = s
    sub(/ .*/, "", name)
    sub(/^[^ ]+ /, "", s)
    if (name ~ /\?$/) {
        sub(/\?$/, "", name)
        params = params (params == "" ? "" : ", ") "[" name "]"
    } else
        params = params (params == "" ? "" : ", ") name
    note("- `" name "`: " s)
}

FNR == 1 { forget() }
/^---@class / {
    name = $2
    sub(/:$/, "", name)
    class = short(name)
    flush_as("##", name)
    next
}
/^---@alias / {
    alias = $2
    sub(/^---@alias [^ ]+ ?/, "")
    if ($0 != "") note("- " code($0))
    if ($0 != "") flush_as("##", alias)
    else open = alias
    next
}
/^---\| / { sub(/^---\| /, ""); note("- " code($0)); next }
open != "" { flush_as("##", open); open = "" }
/^---@field / {
    sub(/^---@field /, "")
    if ($0 ~ /^\[/ || lines == 0) {
        forget()
        next
    }
    name = $1
    sub(/\?$/, "", name)
    type = $0
    sub(/^[^ ]+ /, "", type)
    note("- type: " code(type))
    flush_as("###", class "." name)
    next
}
/^---@param / { sub(/^---@param /, ""); param($0); next }
/^---@return / { sub(/^---@return /, ""); note("- returns " $0); next }
/^---@since / { note("- since " $2); next }
/^---@/ { next }
/^---/ { sub(/^---/, ""); add($0); next }
/^function / {
    name = $2
    sub(/\(.*/, "", name)
    mark = index(name, ":") ? ":" : "."
    owner = name
    sub(/[.:].*/, "", owner)
    sub(/^[^.:]*[.:]/, "", name)
    flush_as("###", tolower(owner) mark name "(" params ")")
    next
}
{ forget() }
