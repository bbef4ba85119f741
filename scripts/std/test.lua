-- test.lua - docmill.test: a document in a few words, and what must come of it.
--
-- Tests are checked when they are made; the verb check runs them: it encodes
-- `input` into `charset`, lets the script at it as at any document, and asks
-- judge of std/test_judge.lua what to think.

local native = require "docmill.native"
local shape = require "std.shape"

local text = "string"

local spec = {
  name = { text }, input = { text, must = true }, charset = { text },
  declare = { "boolean" }, format = { text }, expect = { text }, rule = { text },
  record = { "table", "boolean" }, fails = { text },
}

local Test = { __name = "test", __metatable = false }

-- The canonical name of a charset or format, or an error that names the nearest.
local function known(key, name)
  if name == nil then return nil end
  local canonical, near = native.known(key, name)
  if canonical then return canonical end
  shape.fail("bad_type", nil,
    near and ("did you mean '%s'?"):format(near) or ("docmill help %ss lists them"):format(
      key == "format" and "reader" or key),
    "%s of test: there is no %s '%s'", key, key, name)
end

local function check_marks(expect)
  local depth = 0
  for mark in expect:gmatch "\u{27E6}" do depth = depth + #mark // 3 end
  for _ in expect:gmatch "\u{27E7}" do depth = depth - 1 end
  if depth ~= 0 then
    shape.fail("bad_type", nil, "each span stands between ⟦ and ⟧",
      "expect of test has %d mark%s without a partner", math.abs(depth),
      math.abs(depth) == 1 and "" or "s")
  end
end

-- A record asked for names fields: a list, or nothing, would hold for any.
local function check_record(record)
  if record == true then
    shape.fail("bad_type", nil, "record = false means none; write { key = value }",
      "record of test cannot be true")
  end
  if not record then return end
  for k in pairs(record) do
    if type(k) ~= "string" then
      shape.fail("bad_type", nil, "write { key = value }; its keys are the record's",
        "record of test has the key %s, which is no text", tostring(k))
    end
  end
  if next(record) == nil then
    shape.fail("bad_type", nil, "write { key = value }; record = false means none",
      "record of test is empty, which every record would pass")
  end
end

local function new(t)
  local file, line = native.here()
  shape.check("test", t, spec)
  local test = { file = file, line = line }
  for k, v in pairs(t) do test[k] = v end
  test.charset, test.format = known("charset", t.charset), known("format", t.format)
  if t.declare and not t.charset then
    shape.fail("bad_type", nil, "add charset = \"…\"", "test has declare and no charset")
  end
  if t.expect == nil and t.record == nil and t.fails == nil then
    shape.fail("bad_type", nil, "give it expect, record or fails", "test expects nothing")
  end
  if t.fails ~= nil and (t.expect ~= nil or t.record ~= nil) then
    shape.fail("bad_type", nil, "write two tests",
      "test has fails: a document that fails has no record")
  end
  if not utf8.len(t.input) then
    shape.fail("bad_type", nil, "write it in UTF-8; charset = \"…\" encodes it",
      "input of test is not UTF-8")
  end
  check_record(t.record)
  if t.expect then check_marks(t.expect) end
  return setmetatable(test, Test)
end

return { new = new, class = Test }
