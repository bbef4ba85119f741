-- talk_complete.lua - what may stand at the cursor, in a conversation.
--
-- A path of names before the cursor is followed through live values, indexing
-- alone: nothing is called.  The answer is the piece that is there already and
-- below it every word that begins with it.

local native = require "docmill.native"
local snippet = require "std.snippet"

local keywords = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
}

-- The value of `value[key]`, nil when that raises.
local function index(value, key)
  local ok, found = pcall(function() return value[key] end)
  return ok and found or nil
end

-- The first step of `path` ("[1].text" behind "hits.date") and what follows.
local function step(path)
  local key, rest = path:match "^%.([%a_][%w_]*)(.*)$"
  if key then return key, rest end
  key, rest = path:match "^%[(%d+)%](.*)$"
  if key then return math.tointeger(key), rest end
  key, rest = path:match "^%[[\"']([^\"']*)[\"']%](.*)$"
  return key, rest
end

-- The value that `path` leads to from the globals; nil when it leads nowhere.
local function follow(path, env)
  local name, rest = path:match "^([%a_][%w_]*)(.*)$"
  local value = name and index(env, name)
  while value ~= nil and rest ~= "" do
    local key, more = step(rest)
    if key == nil then return nil end
    value, rest = index(value, key), more
  end
  return value
end

-- Words to `out`: the members of a value, methods alone behind a colon.
local function members(value, mark, out)
  local kind = type(value)
  if kind == "string" then value = string end
  local own = kind == "userdata" and native.members(value)
  if own then
    for name, method in pairs(own) do
      if method == (mark == ":") then out[#out + 1] = name end
    end
  elseif kind == "table" or kind == "string" and mark == ":" then
    for name, v in pairs(value) do
      if type(name) == "string" and (mark == "." or type(v) == "function") then out[#out + 1] = name end
    end
  end
  if native.kind(value) ~= "span" or mark ~= "." then return end
  for _, name in ipairs(snippet.names(value)) do out[#out + 1] = name end
end

local function globals(env, out)
  for _, list in ipairs { env, _G } do
    for name in pairs(list) do
      if type(name) == "string" then out[#out + 1] = name end
    end
  end
  for _, name in ipairs(keywords) do out[#out + 1] = name end
  for _, name in ipairs { "layout", "template" } do out[#out + 1] = name end
end

-- The words of `list` that begin with `word`, sorted, each once.
local function matching(list, word)
  local out, seen = {}, {}
  table.sort(list)
  for _, name in ipairs(list) do
    if name:sub(1, #word) == word and name:find "^[%a_][%w_.-]*$" and not seen[name] then
      seen[name] = true
      out[#out + 1] = name
    end
  end
  return word .. "\n" .. table.concat(out, "\n")
end

return function(before, env)
  local module = before:match "require%s*%(?%s*[\"']([%w_.-]*)$"
  if module then return matching(native.modules(), module) end
  local path, mark, word = before:match "([%a_][%w_.%[%]\"']*)([.:])([%w_]*)$"
  local out = {}
  if path then
    local value = follow(path, env)
    if value ~= nil then members(value, mark, out) end
  else
    word = before:match "[%a_][%w_]*$"
    if not word then return "" end
    globals(env, out)
  end
  return matching(out, word)
end
