-- show.lua - any value as people read it, for conversations.
--
-- What fits in a line is one line; what does not is broken and indented, and
-- long lists and texts are cut with a word about what is left out.

local native = require "docmill.native"
local snippet = require "std.snippet"

local WIDE = 76 -- cells of a line
local MANY = 20 -- entries of a table that are shown
local DEEP = 5 -- deeper tables are not opened
local LONG = 200 -- characters of a text that are shown

local show = {}

local named = { ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ['"'] = '\\"', ["\\"] = "\\\\" }

local function escape(c)
  return named[c] or ("\\x%02X"):format(c:byte())
end

--- At most `long` characters of a text, and what is to be said when that is not
--- all; is it UTF-8?
function show.cut(s, long)
  local sound = utf8.len(s)
  local n = sound or #s
  if n <= long then return s, "", sound end
  return s:sub(1, sound and utf8.offset(s, long + 1) - 1 or long),
    ("… (%d %s)"):format(n, sound and "characters" or "bytes"), sound
end

--- A text in quotes on one line, at most `long` characters of it.
function show.text(s, long)
  local cut, sound
  s, cut, sound = show.cut(s, long or LONG)
  local body = s:gsub(sound and '[%c"\\]' or '[%c"\\\128-\255]', escape)
  return '"' .. body .. '"' .. cut
end

--- The cells that `s` takes on a terminal, about.
function show.cells(s)
  local n = 0
  for _, c in utf8.codes(s, true) do n = n + (c >= 0x1100 and 2 or 1) end
  return n
end

--- Where a span stands: "3:5" of the decoded file, or bytes where there are no
--- lines.
function show.at(span)
  local p = native.place(snippet.whole(span))
  if p.line then return ("%d:%d"):format(p.line, p.col) end
  return p.src and ("byte %d"):format(p.src[1]) or "?"
end

local render

-- What is no text and has no quotes, cut like a text.
local function bare(s)
  local head, cut = show.cut(s, LONG)
  return head .. cut
end

-- " { y = "2023", "1" }" for a match with groups, else "".
local function groups(m)
  local ok, names = pcall(snippet.names, m)
  local out = {}
  for _, name in ipairs(ok and names or {}) do
    local g = m[name]
    out[#out + 1] = name .. " = " .. (g and show.text(g.text, 40) or "nil")
  end
  if #out > 0 then return " { " .. table.concat(out, ", ") .. " }" end
  for i = 1, 9 do
    local there, g = pcall(function() return m[i] end)
    if not there then break end
    out[i] = g and show.text(g.text, 40) or "nil"
  end
  return #out > 0 and " { " .. table.concat(out, ", ") .. " }" or ""
end

local function span_text(v)
  local s = snippet.whole(v)
  local p = native.place(s)
  local src = p.src and ("bytes %d-%d"):format(p.src[1], p.src[2]) or "no bytes"
  local match = native.found(v)
  return ("%s %s (%s %s, %s%s)%s"):format(match and "Match" or "Span", show.text(s.text), p.view,
    show.at(s), src, p.exact and "" or " about", match and groups(v) or "")
end

local objects = {
  span = span_text,
  doc = function(v)
    return ("Doc %s (%s, %s, %d bytes)"):format(v.id, v.format, v.charset.name or "?", v.bytes)
  end,
  view = function(v) return ("View %s (%d bytes)"):format(v.name, #v.text) end,
  block = function(v)
    return ("Block %s %s (%s)"):format(v.kind, show.text(v.text), show.at(v.span))
  end,
  regex = function(v) return ("re [[%s]]%s"):format(bare(v.pattern), v.flags ~= "" and " " .. v.flags or "") end,
  place = function(v) return "at(" .. render(v.value, 4, 1, {}) .. ", " .. span_text(v.span) .. ")" end,
}

-- An object of ours in a line; what is closed or unknown as tostring has it.
local function object(v, kind)
  local f = objects[kind]
  local ok, s = pcall(f, v)
  return ok and s or kind .. " (closed)"
end

local function key_text(k)
  if type(k) == "string" and #k <= 40 and k:find "^[%a_][%w_]*$" then return k end
  return "[" .. (type(k) == "string" and show.text(k, 40) or bare(tostring(k))) .. "]"
end

-- By kind, then by value, so that the order is the same every time.
local function before(a, b)
  local ta, tb = type(a), type(b)
  if ta ~= tb then return ta < tb end
  if ta == "number" or ta == "string" then return a < b end
  return tostring(a) < tostring(b)
end

-- The keys of a table behind its list part.
local function keys_of(t, n)
  local keys = {}
  for k in pairs(t) do
    if math.type(k) ~= "integer" or k < 1 or k > n then keys[#keys + 1] = k end
  end
  table.sort(keys, before)
  return keys
end

local function entries(t, indent, depth, seen)
  local out, n = {}, rawlen(t)
  local keys = keys_of(t, n)
  for i = 1, math.min(n, MANY) do out[i] = render(t[i], indent + 2, depth + 1, seen) end
  for i = 1, math.min(#keys, MANY) do
    local name = key_text(keys[i]) .. " = "
    out[#out + 1] = name .. render(t[keys[i]], indent + 2, depth + 1, seen)
  end
  local more = n + #keys - #out
  if more > 0 then out[#out + 1] = ("… %d more"):format(more) end
  return out
end

local function table_text(t, indent, depth, seen)
  if seen[t] then return "{ … itself }" end
  if depth > DEEP then return "{ … }" end
  seen[t] = true
  local out = entries(t, indent, depth, seen)
  seen[t] = nil
  if #out == 0 then return "{}" end
  local line = "{ " .. table.concat(out, ", ") .. " }"
  if not line:find "\n" and show.cells(line) + indent <= WIDE then return line end
  local pad = "\n" .. (" "):rep(indent + 2)
  return "{" .. pad .. table.concat(out, "," .. pad) .. "\n" .. (" "):rep(indent) .. "}"
end

function render(v, indent, depth, seen)
  local kind = native.kind(v)
  if kind == "string" then return show.text(v) end
  if kind == "table" then return table_text(v, indent, depth, seen) end
  if objects[kind] then return object(v, kind) end
  return bare(tostring(v))
end

--- A value as text, of one line or several.
function show.value(v) return render(v, 0, 1, {}) end

return show
