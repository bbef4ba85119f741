-- lint_globals.lua - the globals that a Lua source reads and writes.
--
-- The source is known to compile.  It is read token by token with the scopes of
-- its locals; where in doubt a name counts as local, so that nothing is told
-- that is not so.

local openers = { ["function"] = true, ["do"] = true, ["then"] = true, ["repeat"] = true }
local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not
  or repeat return then true until while]]):gmatch "%a+" do
  keywords[word] = true
end

-- The end of what begins at `at` and is no name: a comment, a string, a number,
-- a sign; and whether it is a token.
local function skip(s, at)
  local level = s:match("^%-%-%[(=*)%[", at) or s:match("^%[(=*)%[", at)
  if level then
    local _, last = s:find("]" .. level .. "]", at, true)
    return (last or #s) + 1, s:byte(at) ~= 45
  elseif s:find("^%-%-", at) then
    return s:find("\n", at, true) or #s + 1, false
  elseif s:find("^[\"']", at) then
    local quote, i = s:sub(at, at), at + 1
    while s:sub(i, i) ~= quote and i <= #s do
      i = i + (s:sub(i, i) == "\\" and (s:find("^\\z%s*", i) and
        #s:match("^\\z%s*", i) or 2) or 1)
    end
    return i + 1, true
  elseif s:find("^%s", at) then
    return s:find("%S", at) or #s + 1, false
  end
  local _, last = s:find("^%.?%d[%w.]*", at)
  if not last then _, last = s:find("^%.%.%.?", at) end
  if not last then _, last = s:find("^::", at) end
  if not last then _, last = s:find("^[=~<>]=", at) end
  return (last or at) + 1, true
end

-- All tokens as { text, at }; strings and numbers are there as their text.
local function tokens(s)
  local list, at = {}, 1
  if s:byte(1) == 35 then at = s:find("\n", 1, true) or #s + 1 end
  while at <= #s do
    local name = s:match("^[%a_][%w_]*", at)
    if name then
      list[#list + 1] = { text = name, at = at, name = not keywords[name] }
      at = at + #name
    else
      local next_at, is_token = skip(s, at)
      if is_token then list[#list + 1] = { text = s:sub(at, next_at - 1), at = at } end
      at = next_at
    end
  end
  return list
end

local Scan = {}
Scan.__index = Scan

function Scan:text(k)
  local t = self.list[self.i + (k or 0)]
  return t and t.text or ""
end

function Scan:open(what)
  self.stack[#self.stack + 1] = { what = what, names = {} }
end

-- Close the innermost block; brackets that it leaves open are none.
function Scan:close()
  if #self.stack > 1 then self.stack[#self.stack] = nil end
end

function Scan:declare(name)
  self.stack[#self.stack].names[name] = true
end

function Scan:is_local(name)
  for i = #self.stack, 1, -1 do
    if self.stack[i].names[name] then return true end
  end
  return false
end

-- Names up to the sign `stop`, each of which is declared.
function Scan:names(stop)
  while self.i <= #self.list and not stop[self:text()] do
    local t = self.list[self.i]
    if self:text() == "<" then
      self.i = self.i + 2 -- an attribute
    elseif t.name then
      self:declare(t.text)
    end
    self.i = self.i + 1
  end
end

local statement = {}

function statement.local_(scan)
  scan.i = scan.i + 1
  if scan:text() == "function" then
    scan.i = scan.i + 1
    scan:declare(scan:text())
    return statement.function_(scan)
  end
  -- the names stand up to the first that is followed by no comma or attribute
  repeat
    local t = scan.list[scan.i]
    if t and t.name then scan:declare(t.text) end
    scan.i = scan.i + 1
    if scan:text() == "<" then scan.i = scan.i + 3 end
    local more = scan:text() == ","
    if more then scan.i = scan.i + 1 end
  until not more
end

-- At `function`, or at the name of a local one.
function statement.function_(scan)
  local is_statement = scan:text() == "function" and scan.list[scan.i + 1]
    and scan.list[scan.i + 1].name
  if is_statement then
    scan.i = scan.i + 1
    local method = scan:text(1) == "." or scan:text(1) == ":"
    scan:use(scan.list[scan.i], not method)
  end
  local colon = false
  while scan.i <= #scan.list and scan:text() ~= "(" do
    colon = colon or scan:text() == ":"
    scan.i = scan.i + 1
  end
  scan:open "block"
  if colon then scan:declare "self" end
  scan:names { [")"] = true }
  scan.i = scan.i + 1
end

function statement.for_(scan)
  scan:open "for"
  scan.i = scan.i + 1
  -- their names are seen by the expressions too, which hides a global of the
  -- same name and accuses nobody
  scan:names { ["="] = true, ["in"] = true }
end

-- A name that is a global: read, or written.
function Scan:use(t, written)
  if not self:is_local(t.text) then
    self.found[#self.found + 1] = { name = t.text, at = t.at, written = written or false }
  end
end

-- Is the name at hand a key of a table being made?
function Scan:is_key()
  local before = self:text(-1)
  return self.stack[#self.stack].what == "{" and self:text(1) == "="
    and (before == "{" or before == "," or before == ";")
end

function Scan:name(t)
  local before = self:text(-1)
  if before ~= "." and before ~= ":" and before ~= "goto" and before ~= "::"
    and not self:is_key() then
    local inside = self.stack[#self.stack].what
    self:use(t, self:text(1) == "=" and inside ~= "(" and inside ~= "{")
  end
  self.i = self.i + 1
end

local words = {
  ["local"] = statement.local_, ["function"] = statement.function_,
  ["for"] = statement.for_,
}

function Scan:word(text)
  if words[text] then return words[text](self) end
  if text == "do" and self.stack[#self.stack].what == "for" then
    self.stack[#self.stack].what = "block" -- it is open
  elseif text == "until" then
    -- the condition sees the block's locals: they stay to the end of the outer one
    local names = self.stack[#self.stack].names
    self:close()
    for name in pairs(names) do self:declare(name) end
  elseif text == "elseif" or text == "end" or text == "}" or text == ")" or text == "]" then
    self:close()
  elseif text == "else" then
    self:close()
    self:open "block"
  elseif openers[text] then
    self:open "block"
  elseif text == "{" or text == "(" or text == "[" then
    self:open(text)
  end
  self.i = self.i + 1
end

-- The globals that `source` uses, as { name, at, written } by place.  Nil when it
-- takes globals into its own hands (_ENV).
return function(source)
  local scan = setmetatable({ list = tokens(source), i = 1, stack = {}, found = {} }, Scan)
  for _, t in ipairs(scan.list) do
    if t.text == "_ENV" then return nil end
  end
  scan:open "block"
  while scan.i <= #scan.list do
    local t = scan.list[scan.i]
    if t.name then scan:name(t) else scan:word(t.text) end
  end
  return scan.found
end
