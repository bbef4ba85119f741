-- plain.lua - any value of a script as plain data, for reports.
--
-- Spans become their text, places their value; what a record could not hold (a
-- function, a cycle, a key that is no text) is shown as tostring has it.

local json = require("docmill.core").json
local native = require "docmill.native"

local DEEP = 8 -- deeper tables are not opened

local texts = { span = true, block = true, view = true }

local plain

local function entries(t, depth)
  local out, n = {}, rawlen(t)
  for i = 1, n do out[i] = plain(rawget(t, i), depth + 1) end
  if n > 0 then return out end
  for k, v in next, t do
    if type(k) == "string" then out[k] = plain(v, depth + 1) end
  end
  return out
end

function plain(v, depth)
  local kind = native.kind(v)
  depth = depth or 0
  if texts[kind] then return v.text end
  if kind == "place" then return plain(v.value, depth) end
  if kind == "table" and depth < DEEP then return entries(v, depth) end
  if kind == "string" then return utf8.len(v) and v or ("%q"):format(v) end
  if kind == "number" then return v == v and v - v == 0 and v or tostring(v) end
  if kind == "boolean" or kind == "nil" or rawequal(v, json.null) then return v end
  return tostring(v)
end

return plain
