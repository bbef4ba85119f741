-- layout_pattern.lua - what a line of a layout is compared with.
--
-- A string is a picture of the whole line: blanks around it do not count, and a
-- blank in it stands for any number of blanks but none, ideographic ones too.
-- A Regex, a Set or Phrases are looked for in the line as it is, and a function
-- is asked.

local native = require "docmill.native"
local re = require("docmill.core").re
local shape = require "std.shape"

local pattern = {}

local quantifier = { ["?"] = true, ["*"] = true, ["+"] = true, ["{"] = true }

-- Where the class that begins at `i` ends: behind its "]".
local function class_end(p, i)
  local j = i + 1
  if p:sub(j, j) == "^" then j = j + 1 end
  if p:sub(j, j) == "]" then j = j + 1 end
  while j <= #p do
    local c = p:sub(j, j)
    if c == "\\" then
      j = j + 2
    elseif c == "]" then
      return j + 1
    else
      local _, last = p:find("^%[:%^?%a+:%]", j)
      j = (last or j) + 1
    end
  end
  return #p + 1
end

-- Where the atom that begins at `i` ends, without its quantifier.
local function atom_end(p, i)
  local c = p:sub(i, i)
  if c == "\\" then
    if p:sub(i + 1, i + 1) == "Q" then
      local _, last = p:find("\\E", i + 2, true)
      return (last or #p) + 1
    end
    local _, last = p:find("^\\[pPxoNgk]%b{}", i)
    if not last then _, last = p:find("^\\[pPxoNgk]?.[\x80-\xBF]*", i) end
    return last + 1
  elseif c == "[" then
    return class_end(p, i)
  end
  return i + #p:match("^[^\x80-\xBF][\x80-\xBF]*", i)
end

-- The blanks of `p` made to match all that are there: none is left for what
-- stands before or behind.
local function loosen(p)
  local out, i = {}, 1
  while i <= #p do
    if p:sub(i, i) == " " then
      local _, last = p:find("^ +", i)
      out[#out + 1] = quantifier[p:sub(last + 1, last + 1)] and "\\h" or "(?<!\\h)\\h++"
      i = last + 1
    else
      local j = atom_end(p, i)
      out[#out + 1] = p:sub(i, j - 1)
      i = j
    end
  end
  return table.concat(out)
end

-- Where the group that begins at `i` ends: behind its ")".
local function group_end(p, i)
  local depth = 0
  while i <= #p do
    local c = p:sub(i, i)
    if c == "(" then depth = depth + 1 end
    if c == ")" then depth = depth - 1 end
    i = atom_end(p, i)
    if depth == 0 then return i end
  end
  return i
end

--- The places behind each piece of a pattern (an atom or group with its
--- quantifier), from left to right; nil when it has alternatives on top.
function pattern.pieces(p)
  local ends, i = {}, 1
  while i <= #p do
    local c = p:sub(i, i)
    if c == "|" then return nil end
    i = c == "(" and group_end(p, i) or atom_end(p, i)
    local _, last = p:find("^[?*+][?+]?", i)
    if not last then _, last = p:find("^{%d*,?%d*}[?+]?", i) end
    i = (last or i - 1) + 1
    ends[#ends + 1] = i - 1
  end
  return ends
end

--- What of a line the first part of a pattern matches: a Span, or nil.
function pattern.reach(p, line)
  local ok, rx = pcall(re, "^\\h*+(?:" .. loosen(p) .. ")")
  return ok and rx:find(line) or nil
end

-- The names of the groups of a pattern, as they are written.
local function names_of(p)
  local names, seen = {}, {}
  for open, name in p:gmatch "%(%?P?([<'])([%a_][%w_]*)[>']" do
    if open and not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  return names
end

local function whole(p)
  re(p) -- what is wrong with it is shown as it was written
  return re("^\\h*+(?:" .. loosen(p) .. ")(?<![\\h\r])[\\h\r]*$")
end

local function ask(fn, line)
  local got = fn(line)
  if native.kind(got) == "span" then return got end
  return got and line or nil
end

--- How to look for `finder` in a line: a function of the finder and the line
--- that gives a Match, the finder, the names it binds, and how it is called.
function pattern.finder(finder, it)
  local kind = native.kind(finder)
  if kind == "function" then return ask, finder, nil, "a line its function takes" end
  local said = kind == "string" and finder or tostring(finder)
  local names = (kind == "string" or kind == "regex") and names_of(said) or nil
  if kind == "string" then
    if finder == "" then
      shape.fail("bad_type", it,
        "one blank line is layout.blank(), any number of them layout.gap()",
        "a line has an empty pattern")
    end
    it.picture = finder
    finder = whole(finder)
  elseif kind == "set" or kind == "phrases" then
    said = kind == "set" and "one of its patterns" or "one of its phrases"
  end
  return finder.find, finder, names, said
end

return pattern
