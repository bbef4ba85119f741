# stubs.awk - the stubs in scripts/meta as C: one entry a class or member, with
# its text ready for a terminal.  stubs.c includes the result.
#
# A comment block belongs to the class, field or function behind it.  The class
# docmill.Doc is called doc, its members doc.NAME; what is in docmill itself
# docmill.NAME.  A function belongs to the class of the variable it is in.  An
# alias is a class without members.  What calling a class makes is the class whose
# members people ask for under its name too.

BEGIN { n = 0; forget() }

function quoted(s) {
    gsub(/\\/, "&&", s)
    gsub(/"/, "\\\\&", s)
    gsub(/\?/, "\\\\&", s) # no trigraphs
    return "\"" s "\""
}

function short(class) {
    sub(/^docmill\./, "", class)
    return tolower(class)
}

function entry(name, title,    i) {
    printf "static const char *const stub_%d[] = {\n", n
    for (i = 1; i <= lines; i++)
        printf "    %s,\n", quoted(line[i])
    print "    NULL};"
    names[n] = name
    titles[n] = title
    n++
    forget()
}

function forget() { lines = 0; params = ""; fence = gapped = 0 }

# An empty line before the first parameter or result.
function gap() { if (!gapped++) add("") }

function add(s) { line[++lines] = s }

# "name? type, and what it is" of a parameter
function param(s,    name) {
    name = s
    sub(/ .*/, "", name)
    sub(/^[^ ]+ /, "", s)
    if (name ~ /\?$/) {
        sub(/\?$/, "", name)
        params = params (params == "" ? "" : " ") "[" name "]"
    } else
        params = params (params == "" ? "" : " ") name
    add(sprintf("  %-10s %s", name, s))
}

FNR == 1 { forget() }
/^---@class / {
    name = $2
    sub(/:$/, "", name)
    class = short(name)
    entry(class, name)
    next
}
/^---@overload / && n && lines == 0 {
    if (match($0, /: docmill\.[A-Z][A-Za-z]*$/))
        makes[n - 1] = short(substr($0, RSTART + 2))
    next
}
/^---@alias / {
    alias = $2
    sub(/^---@alias [^ ]+ ?/, "")
    add("")
    if ($0 == "") next
    add("  " $0)
    entry(short(alias), alias)
    next
}
/^---\| / && alias != "" { sub(/^---\| /, "  "); add($0); next }
alias != "" && lines { entry(short(alias), alias) }
{ alias = "" }
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
    gap()
    add("  type       " type)
    entry(class "." name, class "." name)
    next
}
/^---@since / { gap(); add("  since      " $2); next }
/^---@param / { sub(/^---@param /, ""); gap(); param($0); next }
/^---@return / { sub(/^---@return /, ""); gap(); add("  returns    " $0); next }
/^---@/ { next }
/^---```/ { fence = !fence; next }
/^---/ { sub(/^---/, ""); add((fence ? "  " : "") $0); next }
/^function / {
    name = $2
    sub(/\(.*/, "", name)
    mark = index(name, ":") ? ":" : "."
    owner = name
    sub(/[.:].*/, "", owner)
    sub(/^[^.:]*[.:]/, "", name)
    gsub(/ /, ", ", params)
    owner = tolower(owner)
    entry(owner "." name, owner mark name "(" params ")")
    next
}
{ forget() }
END {
    print "static const struct stub stubs[] = {"
    for (i = 0; i < n; i++)
        printf "    {%s, %s, %s, stub_%d},\n", quoted(names[i]), quoted(titles[i]),
            i in makes ? quoted(makes[i]) : "NULL", i
    print "    {NULL, NULL, NULL, NULL}\n};"
}
