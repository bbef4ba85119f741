-- writer.lua - a script's own writer: its records as a text of any kind.
--
-- A writer is a function(record, doc), or a table of one with what stands before
-- and behind everything the run writes.  It is given each record that has no
-- output of its own as plain values: texts, numbers, lists, tables.

local native = require "docmill.native"
local shape = require "std.shape"

local spec = {
  head = { "string" }, tail = { "string" }, ending = { "string" },
  record = { "function", must = true },
}

-- Check what the script gave; `file` and `line` say where it stands.
local function new(given, file, line)
  if given == nil then return nil end
  local t = type(given) == "function" and { record = given } or given
  shape.check("writer", t, spec)
  local w = {
    head = t.head or "", tail = t.tail or "", ending = t.ending or "txt",
    record = t.record, file = file, line = line,
  }
  for _, key in ipairs { "head", "tail" } do
    if w[key]:find("\0", 1, true) then
      shape.fail("bad_type", nil, nil, "%s of writer has a zero byte", key)
    end
  end
  if #w.ending > 16 or not w.ending:find "^%w+$" then
    shape.fail("bad_type", nil, "write ending = \"txt\"",
      "ending of writer is '%s', not 1 to 16 letters and digits", w.ending)
  end
  return w
end

local function text_of(w, v)
  local kind = native.kind(v)
  if kind == "string" or kind == "number" then return v end
  if kind == "nil" then return "" end
  if kind == "span" or kind == "view" then return v.text end
  shape.fail("bad_result", w, "return the text, or nil for none",
    "the writer gave a %s, not a text", kind)
end

-- Write the records of the document at hand.
local function run(w, doc)
  local parts, i, record = {}, 1, native.record(1)
  native.at(w)
  while record ~= nil do
    if record then parts[#parts + 1] = text_of(w, w.record(record, doc)) end
    i = i + 1
    record = native.record(i)
  end
  native.write(table.concat(parts))
end

return { new = new, run = run }
