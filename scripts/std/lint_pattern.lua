-- lint_pattern.lua - a regex as a tree.
--
-- A tree is a list of alternatives, each a list of items:
--   { kind, text, from, to, min, max, mode }
-- kind is char, class (anything that takes one character), group, anchor or look;
-- text is the item without its quantifier, from and to are its bytes, mode is
-- "", "?" (lazy) or "+" (possessive).  A group has body (a tree), how and name.
-- What the reader does not know for certain makes it give up: nil is no answer.

local Reader = {}
Reader.__index = Reader

local anchors = { A = true, z = true, Z = true, b = true, B = true, G = true, K = true }
local classes = "[dDwWsShHvVNX]"
local signs = { n = "\n", t = "\t", r = "\r", f = "\f", e = "\27", a = "\7" }

local parse

local function give_up() error("lint: not understood", 0) end

-- Where the class that begins at `at` ends.
local function class_end(p, at)
  local i = at + 1
  if p:sub(i, i) == "^" then i = i + 1 end
  if p:sub(i, i) == "]" then i = i + 1 end
  while p:sub(i, i) ~= "]" do
    if i > #p then give_up() end
    local named = p:match("^%[[:=.][^%]]*%]", i)
    if named then
      i = i + #named
    elseif p:sub(i, i + 1) == "\\Q" then
      give_up()
    elseif p:sub(i, i) == "\\" then
      i = i + 2
    else
      i = i + 1
    end
  end
  return i
end

-- The escape at `at`: its kind, its length, the character that it is.
local function escape(p, at)
  local c = p:sub(at + 1, at + 1)
  if c == "" or c == "Q" or c == "E" then give_up() end
  if anchors[c] then return "anchor", 2 end
  if c:find(classes) or c == "R" then return "class", 2 end
  local long = p:match("^\\[pP]{%^?[%w_&]+}", at) or p:match("^\\[pP]%a", at)
  if long then return "class", #long end
  local hex = p:match("^\\x{%x+}", at) or p:match("^\\x%x%x?", at) or p:match("^\\o{%d+}", at)
  if hex then return "class", #hex end
  if signs[c] then return "char", 2, signs[c] end
  if c:find "[%w]" then give_up() end -- a reference, or something rare
  return "char", 1 + #p:match("^[%z\1-\127\194-\244][\128-\191]*", at + 1),
    p:match("^[%z\1-\127\194-\244][\128-\191]*", at + 1)
end

local looks = { ["?="] = true, ["?!"] = true, ["?<="] = true, ["?<!"] = true }

-- What stands behind the bracket of a group: how it groups, its name, how long
-- that is.
local function group_head(p, at)
  if p:sub(at, at) == "*" then give_up() end
  if p:sub(at, at) ~= "?" then return "capture", nil, 0 end
  for _, look in ipairs { "?<=", "?<!", "?=", "?!" } do
    if looks[look] and p:sub(at, at + #look - 1) == look then return "look", nil, #look end
  end
  local head, name = p:match("^(%?P?<([%a_][%w_]*)>)", at)
  if not head then head, name = p:match("^(%?'([%a_][%w_]*)')", at) end
  if head then return "capture", name, #head end
  if p:sub(at, at + 1) == "?>" then return "atomic", nil, 2 end
  head = p:match("^%?[imsnU-]*:", at) -- not x, which changes how the rest is read
  if head then return "plain", nil, #head end
  give_up()
end

function Reader:group()
  local p, from = self.p, self.at
  if p:sub(from, from + 2) == "(?#" then
    self.at = (p:find(")", from, true) or give_up()) + 1
    return nil
  end
  local option = p:match("^%(%?[imsnU-]+%)", from)
  if option then
    self.at = from + #option
    return nil
  end
  local how, name, len = group_head(p, from + 1)
  self.at = from + 1 + len
  local body_from = self.at
  local body = parse(self)
  if p:sub(self.at, self.at) ~= ")" then give_up() end
  self.at = self.at + 1
  return {
    kind = how == "look" and "look" or "group", how = how, name = name, body = body,
    body_text = p:sub(body_from, self.at - 2), from = from, to = self.at - 1,
    text = p:sub(from, self.at - 1), min = 1, max = 1, mode = "",
  }
end

function Reader:atom()
  local p, at = self.p, self.at
  local c = p:sub(at, at)
  local kind, len, char
  if c == "(" then return self:group() end
  if c == "[" then
    kind, len = "class", class_end(p, at) - at + 1
  elseif c == "\\" then
    kind, len, char = escape(p, at)
  elseif c == "." then
    kind, len = "class", 1
  elseif c == "^" or c == "$" then
    kind, len = "anchor", 1
  else
    char = p:match("^[%z\1-\127\194-\244][\128-\191]*", at) or give_up()
    kind, len = "char", #char
  end
  self.at = at + len
  return {
    kind = kind, char = char, text = p:sub(at, at + len - 1), from = at, to = at + len - 1,
    min = 1, max = 1, mode = "",
  }
end

-- The quantifier behind an item, if there is one.
function Reader:quantify(item)
  local p, at = self.p, self.at
  local sign = p:match("^[*+?]", at)
  local low, comma, high = p:match("^{(%d+)(,?)(%d*)}", at)
  if sign then
    item.min, item.max = sign == "+" and 1 or 0, sign == "?" and 1 or math.huge
    self.at = at + 1
  elseif low then
    item.min = tonumber(low)
    item.max = comma == "" and item.min or tonumber(high) or math.huge
    self.at = at + #p:match("^%b{}", at)
  else
    return
  end
  item.mode = p:match("^[?+]", self.at) or ""
  self.at = self.at + #item.mode
  item.to = self.at - 1
end

function Reader:blank()
  if not self.extended then return end
  repeat
    local from = self.at
    self.at = self.p:find("%S", self.at) or #self.p + 1
    if self.p:sub(self.at, self.at) == "#" then
      self.at = (self.p:find("\n", self.at, true) or #self.p) + 1
    end
  until self.at == from
end

function Reader:sequence()
  local list = {}
  while true do
    self:blank()
    local c = self.p:sub(self.at, self.at)
    if c == "" or c == "|" or c == ")" then return list end
    local item = self:atom()
    self:blank()
    if item then
      self:quantify(item)
      list[#list + 1] = item
    end
  end
end

function parse(self)
  local tree = {}
  self.depth = self.depth + 1
  if self.depth > 50 then give_up() end
  repeat
    tree[#tree + 1] = self:sequence()
    local more = self.p:sub(self.at, self.at) == "|"
    if more then self.at = self.at + 1 end
  until not more
  self.depth = self.depth - 1
  return tree
end

-- The tree of a pattern that compiles with these flags, or nil.
return function(pattern, flags)
  local reader = setmetatable({
    p = pattern, at = 1, depth = 0, extended = flags:find("x", 1, true) ~= nil,
  }, Reader)
  local ok, tree = pcall(parse, reader)
  return ok and reader.at > #pattern and tree or nil
end
