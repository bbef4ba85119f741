-- needs.lua - which documents a script is for.
--
-- Cheap questions first; the answer of a document that is turned away says
-- which one it failed.

local native = require "docmill.native"
local shape = require "std.shape"

local spec = {
  format = { "string", "table" },
  charset = { "string", "table" },
  lang = { "string", "table" },
  min_bytes = { "number" },
  max_bytes = { "number" },
  path = { "string", "table", "regex" },
  match = { "regex", "phrases", "set" },
}

local function set_of(key, v)
  if v == nil then return nil end
  local list, set = shape.list(v), {}
  shape.each("needs", key, list, { "string" })
  for _, name in ipairs(list) do
    local known, near = native.known(key, name)
    if not known then
      shape.fail("bad_type", nil, near and ("did you mean '%s'?"):format(near),
        "needs.%s: there is no %s called '%s'", key, key, name)
    end
    set[known] = true
  end
  set.names = table.concat(list, ", ")
  return set
end

-- A shell glob as a regex: * and ? stop at a slash, ** does not.
local function glob(pattern)
  local core = require "docmill.core"
  local out = pattern:gsub("[^%*%?]+", function(s) return core.re.escape(s) end)
  out = out:gsub("%*%*", "\0"):gsub("%*", "[^/]*"):gsub("%?", "[^/]")
  out = out:gsub("%z", ".*")
  return core.re("(?:^|/)" .. out .. "$")
end

local function path_test(path)
  if path == nil then return nil end
  if native.kind(path) == "regex" then return { path } end
  local list = {}
  for i, pattern in ipairs(shape.list(path)) do
    shape.each("needs", "path", { pattern }, { "string" })
    list[i] = glob(pattern)
  end
  return list
end

local function compile(t)
  if t == nil then return nil end
  shape.check("needs", t, spec)
  return {
    format = set_of("format", t.format),
    charset = set_of("charset", t.charset),
    lang = set_of("lang", t.lang),
    path = path_test(t.path),
    min_bytes = t.min_bytes, max_bytes = t.max_bytes, match = t.match,
  }
end

local function any(tests, s)
  for _, rx in ipairs(tests) do
    if rx:test(s) then return true end
  end
  return false
end

local function not_in(set, what, is)
  if set and not set[is] then
    return ("%s is %s, not %s"):format(what, is == "" and "unknown" or is, set.names)
  end
end

-- Why the document is turned away, or nil.
local function refuse(needs, doc)
  local size = doc.bytes
  if needs.min_bytes and size < needs.min_bytes then
    return ("%d bytes, fewer than %d"):format(size, needs.min_bytes)
  elseif needs.max_bytes and size > needs.max_bytes then
    return ("%d bytes, more than %d"):format(size, needs.max_bytes)
  elseif needs.path and not any(needs.path, doc.path) then
    return "the path does not match"
  elseif needs.match and not needs.match:test(doc:view "text") then
    return "the text does not match"
  end
  return not_in(needs.format, "format", doc.format)
    or needs.charset and not_in(needs.charset, "charset", doc.charset.name)
    or not_in(needs.lang, "lang", doc.lang or "")
end

return { compile = compile, refuse = refuse }
