-- luacheck settings: what a docmill script can see.
std = "docmill"
max_line_length = 120
codes = true
exclude_files = { ".docmill" }

stds.docmill = {
  read_globals = {
    "_G", "_VERSION", "assert", "error", "getmetatable", "ipairs", "load", "next",
    "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require",
    "select", "setmetatable", "tonumber", "tostring", "type", "warn", "xpcall",
    coroutine = { fields = {
      "close", "create", "isyieldable", "resume", "running", "status", "wrap", "yield",
    } },
    math = { fields = {
      "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod",
      "huge", "log", "max", "maxinteger", "min", "mininteger", "modf", "pi", "rad",
      "random", "randomseed", "sin", "sqrt", "tan", "tointeger", "type", "ult",
    } },
    os = { fields = { "date", "difftime", "time" } },
    string = { fields = {
      "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match",
      "pack", "packsize", "rep", "reverse", "sub", "unpack", "upper",
    } },
    table = { fields = {
      "concat", "insert", "move", "pack", "remove", "sort", "unpack",
    } },
    utf8 = { fields = { "char", "charpattern", "codepoint", "codes", "len", "offset" } },
  },
}
