-- lint_regex.lua - what looks wrong in one regex.
--
-- explode gives texts on which the pattern may take very long: they are only
-- suspicions, which core/desk/explode.c tries out.  never gives anchors that
-- cannot hold, literal whether every match holds some literal.

local parse = require "std.lint_pattern"
local re = require("docmill.core").re

local lint = {}

-- Characters that stand for the kinds that classes tell apart.
local universe = {
  "a", "A", "0", "_", " ", "\t", "\n", "-", ".", ",", ":", "/", "\"", "'", "<", ">", "(",
  ")", "=", "#", "&", ";", "\u{4E2D}", "\u{56FD}", "\u{3000}", "\u{FF1A}", "\u{FF0C}",
  "\u{3002}", "\u{E9}",
}

local function flags_of(rx)
  return (rx.flags:gsub("[^isu]", ""))
end

-- A regex of a part of the pattern, or nil: groups it refers to may be elsewhere.
local function compiled(text, flags)
  local ok, rx = pcall(re, text, flags)
  return ok and rx or nil
end

-- Does the item, which takes one character, take `char`?
local function takes(item, char, flags)
  if item.char then return item.char == char end
  item.rx = item.rx or compiled([[\A(?:]] .. item.text .. [[)\z]], flags)
  return item.rx ~= nil and item.rx:test(char)
end

-- Some character that the item takes.
local function some(item, flags)
  if item.char then return item.char end
  for _, c in ipairs(universe) do
    if takes(item, c, flags) then return c end
  end
  -- what a class names in so many words
  for c in item.text:gmatch "[%z\1-\127\194-\244][\128-\191]*" do
    if takes(item, c, flags) then return c end
  end
  return ""
end

-- A short text that a sequence (up to its item `n`) matches.
local function sample(seq, n, flags)
  local out = {}
  for i = 1, n or #seq do
    local item, one = seq[i], ""
    if item.kind == "group" then
      one = sample(item.body[1], nil, flags)
    elseif item.kind == "char" or item.kind == "class" then
      one = some(item, flags)
    end
    out[i] = one:rep(math.min(item.min, 20))
  end
  return table.concat(out)
end

local function many(item)
  return item.max >= 20 and item.mode ~= "+"
end

-- The characters worth trying: the pattern's own, then one of each kind.
local function characters(pattern)
  local list, seen = {}, {}
  local function add(c)
    if not seen[c] then seen[c], list[#list + 1] = true, c end
  end
  for c in pattern:gmatch "[%w\194-\244][\128-\191]*" do
    if #list < 24 then add(c) end
  end
  for _, c in ipairs(universe) do add(c) end
  return list
end

local MANY = 12 -- suspicions of one pattern

local Suspicion = {}
Suspicion.__index = Suspicion

function Suspicion:add(item, before, pump)
  self.item = self.item or item
  if #self.pumps < MANY then
    self.pumps[#self.pumps + 1] = { before = before, pump = pump }
  end
end

-- A repeated group that can take the same text in one turn or in two, or in one
-- turn in two ways.
function Suspicion:nested(item, before)
  local rx = compiled([[\A(?:]] .. item.body_text .. [[)\z]], self.flags)
  if not rx then return end
  local one = {}
  for _, c in ipairs(self.chars) do
    if rx:test(c) then
      one[#one + 1] = c
      if rx:test(c .. c) or self:ways(item.body, c) > 1 then self:add(item, before, c) end
    end
  end
  for i = 1, math.min(#one, 8) do
    for k = 1, math.min(#one, 8) do
      if i ~= k and rx:test(one[i] .. one[k]) then
        return self:add(item, before, one[i] .. one[k])
      end
    end
  end
end

-- How many alternatives of a tree match `c`.
function Suspicion:ways(tree, c)
  local n = 0
  for _, seq in ipairs(tree) do
    local from, to = seq[1] and seq[1].from, seq[1] and seq[#seq].to
    local rx = from and compiled([[\A(?:]] .. self.pattern:sub(from, to) .. [[)\z]],
      self.flags)
    if rx and rx:test(c) then n = n + 1 end
  end
  return n
end

-- Does one turn of the item match `c`?
function Suspicion:matches(item, c)
  if item.kind ~= "group" then return takes(item, c, self.flags) end
  item.rx = item.rx or compiled([[\A(?:]] .. item.body_text .. [[)\z]], self.flags)
  return item.rx ~= nil and item.rx:test(c)
end

-- What a group that holds one item alone, as in (.*), stands for.
local function core(item)
  while item.kind == "group" and item.min == 1 and item.max == 1 and #item.body == 1
    and #item.body[1] == 1 and item.how ~= "atomic" do
    item = item.body[1][1]
  end
  return item
end

-- Two repeats side by side, with nothing between that must be there.
function Suspicion:adjacent(seq, i, before)
  local one = core(seq[i])
  if one.kind == "anchor" or one.kind == "look" or not many(one) then return end
  for k = i + 1, #seq do
    local other = core(seq[k])
    if other.kind ~= "anchor" and other.kind ~= "look" and many(other) then
      for _, c in ipairs(self.chars) do
        if self:matches(one, c) and self:matches(other, c) then
          self:add(seq[i], before, c)
        end
      end
    end
    if other.min > 0 and other.kind ~= "anchor" and other.kind ~= "look" then return end
  end
end

function Suspicion:walk(tree, before)
  for _, seq in ipairs(tree) do
    for i, item in ipairs(seq) do
      local prefix = before .. sample(seq, i - 1, self.flags)
      if item.kind == "group" and item.how ~= "atomic" then
        if many(item) then self:nested(item, prefix) end
        self:walk(item.body, prefix)
      end
      self:adjacent(seq, i, prefix)
    end
  end
end

-- The item that may explode and the texts to try, or nil.
function lint.explode(rx, tree)
  local s = setmetatable({
    pattern = rx.pattern, flags = flags_of(rx), chars = characters(rx.pattern), pumps = {},
  }, Suspicion)
  s:walk(tree, "")
  if not s.item then return nil end
  return s.item, s.pumps
end

local function consumes(item)
  return item.min > 0 and (item.kind == "char" or item.kind == "class")
end

-- Must there be a character between `a` and what is before it, or behind it, that
-- is no line's end?
local function blocked(item, flags)
  return item ~= nil and consumes(item) and not takes(item, "\n", flags)
end

local ends = { ["$"] = true, [ [[\z]] ] = true, [ [[\Z]] ] = true }
local begins = { ["^"] = true, [ [[\A]] ] = true }

-- The first anchor that cannot hold where it stands, what is wrong with it, and
-- whether the whole pattern hangs on it.
function lint.never(rx, tree, inner)
  local flags = flags_of(rx)
  for _, seq in ipairs(tree) do
    for i, item in ipairs(seq) do
      local whole = not inner and #tree == 1 and item.min > 0
      if item.kind == "anchor" and item.min > 0 then
        if ends[item.text] and blocked(seq[i + 1], flags) then
          return item, ("'%s' cannot follow '%s' in one line"):format(seq[i + 1].text,
            item.text), whole
        elseif begins[item.text] and blocked(seq[i - 1], flags) then
          return item, ("'%s' cannot follow '%s' in one line"):format(item.text,
            seq[i - 1].text), whole
        end
      elseif item.kind == "group" then
        local found, why, all = lint.never(rx, item.body, not whole)
        if found then return found, why, all end
      end
    end
  end
end

-- A class that is a handful of characters.
local function few(item)
  return item.kind == "class" and item.text:find "^%[[^%^\\%-%[]+%]$" ~= nil
    and utf8.len(item.text) <= 10
end

-- Has every match some literal, or the beginning of a line?
function lint.literal(tree)
  for _, seq in ipairs(tree) do
    local has = false
    for _, item in ipairs(seq) do
      if item.min > 0 then
        has = has or item.kind == "char" or few(item) or begins[item.text]
          or item.text:find "^\\x" or item.kind == "group" and lint.literal(item.body)
      end
    end
    if not has then return false end
  end
  return true
end

-- The tree of a regex, or nil when it is not understood.
function lint.tree(rx)
  return parse(rx.pattern, rx.flags)
end

return lint
