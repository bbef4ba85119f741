-- template.lua - docmill.template: text with holes, escaped by default.
--
--   {{name}} {{a.b}} {{this}}      a value, escaped; {{name?}} when it may be missing
--   {{{name}}}                     a value as it is
--   {{#each list}} … {{else}} … {{/each}}     {{@index}} {{@first}} {{@last}}
--   {{#if name}} … {{else}} … {{/if}}         {{#unless name}} … {{/unless}}
--   {{! a remark}}
--
-- A tag of the lower three kinds that is alone on its line takes the line with
-- it.  A name is looked for in the innermost entry of a list first, then outward.
-- Compiled once into a tree of nodes { put, … }; `put` writes a node.

local json = require("docmill.core").json
local native = require "docmill.native"
local shape = require "std.shape"

local MOST, DEEPEST = 16 << 20, 50

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

local escapes = {
  html = function(s) return (s:gsub("[&<>\"']", entities)) end,
  xml = function(s)
    return (s:gsub("[\0-\8\v\f\14-\31]", "\u{FFFD}"):gsub("[&<>\"']", entities))
  end,
  csv = function(s)
    return s:find '[",\r\n]' and '"' .. s:gsub('"', '""') .. '"' or s
  end,
  md = function(s)
    s = s:gsub("[\\`*_%[%]<>&|#~!$]", "\\%0"):gsub("\n", "\\\n")
    return (s:gsub("^(%s*)([-+=])", "%1\\%2"):gsub("\n(%s*)([-+=])", "\n%1\\%2")
      :gsub("^(%s*%d+)([.)])", "%1\\%2"):gsub("\n(%s*%d+)([.)])", "\n%1\\%2"))
  end,
  json = json.encode,
  none = function(s) return s end,
}

local Template = { __name = "template", __metatable = false }

local function bad(at, line, help, message, ...)
  shape.fail("syntax", at, help, "line %d of the template: " .. message, line, ...)
end

local function write(out, text)
  out.bytes = out.bytes + #text
  if out.bytes > out.max then
    shape.fail("size", out.at, "template(text, { max = bytes }) raises it",
      "what the template makes is longer than %d bytes", out.max)
  end
  out[#out + 1] = text
end

-- The value of a path in the innermost scope that has its first name.
local function look(scope, path)
  local v
  if path[1] == "this" then
    v = scope.this
  else
    local at = scope
    repeat
      v = at.extra and at.extra[path[1]]
      if v == nil and type(at.this) == "table" then v = at.this[path[1]] end
      at = at.up
    until v ~= nil or not at
  end
  for i = 2, #path do
    if v == nil then return nil end
    if type(v) ~= "table" and type(v) ~= "userdata" then return nil end
    v = v[path[i]]
  end
  return v
end

-- The same, which must have a text.
local function text_at(out, scope, node)
  local v = look(scope, node.path)
  local kind = native.kind(v)
  if v == nil then
    if node.optional then return "" end
    shape.fail("script", out.at, ("write {{%s?}} if it may be missing"):format(node.name),
      "line %d of the template: there is no '%s'", node.line, node.name)
  elseif kind == "block" then
    return v.text
  elseif kind == "table" or kind == "function" then
    shape.fail("script", out.at, kind == "table" and "{{#each … }} goes through a list" or nil,
      "line %d of the template: '%s' is a %s", node.line, node.name, kind)
  end
  return tostring(v)
end

local put = {}

local function put_all(list, out, scope)
  for _, node in ipairs(list) do node.put(node, out, scope) end
end

function put.text(node, out) write(out, node.text) end

function put.value(node, out, scope)
  local s = text_at(out, scope, node)
  if node.raw then return write(out, s) end
  local escaped = out.escape(s)
  if type(escaped) ~= "string" then
    shape.fail("bad_type", out.at, nil, "escape of template gave a %s", native.kind(escaped))
  end
  write(out, escaped)
end

-- Is there something? A false, an empty text and an empty list are nothing.
local function truth(v)
  if not v or v == "" then return false end
  local kind = native.kind(v)
  if kind == "table" then return next(v) ~= nil end
  return kind ~= "span" and kind ~= "view" or #v > 0
end

put["if"] = function(node, out, scope)
  put_all(truth(look(scope, node.path)) and node or node.other, out, scope)
end

function put.unless(node, out, scope)
  put_all(truth(look(scope, node.path)) and node.other or node, out, scope)
end

function put.each(node, out, scope)
  local list = look(scope, node.path)
  if list ~= nil and type(list) ~= "table" then
    shape.fail("script", out.at, nil, "line %d of the template: '%s' is a %s, not a list",
      node.line, node.name, native.kind(list))
  end
  local n = list and #list or 0
  for i = 1, n do
    local extra = { ["@index"] = i, ["@first"] = i == 1, ["@last"] = i == n }
    put_all(node, out, { this = list[i], up = scope, extra = extra })
  end
  if n == 0 then put_all(node.other, out, scope) end
end

local blocks = { ["if"] = true, unless = true, each = true }

-- "a.b?" as a node's path, name and whether it may be missing.
local function name_of(node, word, at)
  node.name, node.optional = word:match "^(.-)(%??)$"
  node.optional = node.optional == "?"
  node.path = {}
  for part in (node.name == "." and "this" or node.name):gmatch "[^.]+" do
    node.path[#node.path + 1] = part
  end
  if not node.name:find "^@?[%w_\x80-\xFF][%w_.\x80-\xFF-]*$" and node.name ~= "." then
    bad(at, node.line, "a name is letters, digits, _ and dots", "'%s' is no name", word)
  end
  return node
end

-- A tag that begins a block, ends one or parts it; `stack` has the open ones.
local function block_tag(stack, mark, word, rest, line, at)
  local top = stack[#stack]
  if mark == "#" then
    if not blocks[word] then
      shape.unknown("syntax", at, blocks, "line %d of the template: there is no '{{#%s'", line, word)
    end
    if #stack > DEEPEST then bad(at, line, nil, "blocks nest deeper than %d", DEEPEST) end
    local node = name_of({ put = put[word], kind = word, line = line, other = {} }, rest, at)
    top.list[#top.list + 1] = node
    stack[#stack + 1] = { node = node, list = node }
  elseif mark == "/" then
    local kind = top.node and top.node.kind
    if word ~= kind then
      bad(at, line, kind and ("{{#%s %s}} of line %d is open"):format(kind, top.node.name, top.node.line),
        "{{/%s}} closes nothing", word)
    end
    stack[#stack] = nil
  else
    if not top.node or top.list == top.node.other then
      bad(at, line, nil, "{{else}} belongs to no block")
    end
    top.list = top.node.other
  end
end

-- Where a tag alone on its line begins and ends, blanks and line end included.
local function alone(text, from, to)
  local a = from
  while a > 1 and text:find("^[ \t]", a - 1) do a = a - 1 end
  if a > 1 and text:sub(a - 1, a - 1) ~= "\n" then return from, to end
  local _, b = text:find("^[ \t]*\r?\n", to + 1)
  if not b and text:find("^[ \t]*$", to + 1) then b = #text end
  if b then return a, b end
  return from, to
end

-- What stands in the tag between `from` and `to`: { inner, raw, mark, word, rest }.
local function read_tag(text, from, to)
  local raw = text:sub(from, from + 2) == "{{{"
  local n = raw and 3 or 2
  local inner = text:sub(from + n, to - n):match "^%s*(.-)%s*$"
  local t = { inner = inner, raw = raw }
  if raw then return t end
  t.mark, t.word, t.rest = inner:match "^([#/])%s*(%S+)%s*(.-)$"
  if inner:sub(1, 1) == "!" then t.mark = "!" end
  if inner == "else" then t.mark = "else" end
  return t
end

local function put_tag(stack, t, line, at)
  if not t.mark then
    local top = stack[#stack].list
    top[#top + 1] = name_of({ put = put.value, line = line, raw = t.raw }, t.inner, at)
  elseif t.mark ~= "!" then
    block_tag(stack, t.mark, t.word, t.rest, line, at)
  end
end

local function compile(text, at)
  local root = {}
  local stack, pos, line, counted = { { list = root } }, 1, 1, 1
  local function add(s)
    local top = stack[#stack].list
    if s ~= "" then top[#top + 1] = { put = put.text, text = s } end
  end
  while true do
    local from = text:find("{{", pos, true)
    if not from then break end
    line = line + select(2, text:sub(counted, from - 1):gsub("\n", ""))
    counted = from
    local close = text:sub(from, from + 2) == "{{{" and "}}}" or "}}"
    local _, to = text:find(close, from, true)
    if not to then bad(at, line, nil, "{{ without %s", close) end
    local t, a, b = read_tag(text, from, to), from, to
    if t.mark then a, b = alone(text, from, to) end
    add(text:sub(pos, a - 1))
    put_tag(stack, t, line, at)
    pos = b + 1
  end
  add(text:sub(pos))
  local open = stack[#stack].node
  if open then bad(at, open.line, nil, "{{#%s %s}} is never closed", open.kind, open.name) end
  return root
end

local function render(self, values)
  if type(values) ~= "table" then
    shape.fail("bad_type", nil, nil, "a template takes a table of values, not a %s", native.kind(values))
  end
  local out = { bytes = 0, max = self.max, at = self, escape = self.escape }
  put_all(self.root, out, { this = values })
  return table.concat(out)
end

Template.__call = render
Template.__index = function(_, key)
  if key == "render" then return render end
  shape.unknown("script", nil, { render = 1 }, "a template has no member '%s'", tostring(key))
end

Template.__pairs = function() return pairs { render = render } end

local spec = { escape = { "string", "function" }, max = { "number" } }

--- A template of `text`: a function from a table of values to a text.
return function(text, options)
  local file, line = native.here()
  local at = { file = file, line = line }
  options = options or {}
  if type(text) ~= "string" then
    shape.fail("bad_type", at, nil, "template takes a text, not a %s", native.kind(text))
  end
  shape.check("template", options, spec)
  local escape = options.escape or "html"
  if type(escape) == "string" then
    shape.one_of("template", "escape", escape, escapes)
    escape = escapes[escape]
  end
  return setmetatable({ root = compile(text, at), file = file, line = line, escape = escape,
    max = options.max or MOST }, Template)
end
