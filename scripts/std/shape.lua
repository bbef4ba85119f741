-- shape.lua - tables with known keys and known kinds of values.
--
-- A misspelt key must never be ignored: every constructor checks its table
-- here, and errors name the line of the script that wrote it.

local native = require "docmill.native"

local shape = {}

-- How a kind is called in messages.
local names = {
  regex = "re", set = "re.set", phrases = "phrases", span = "Span",
  view = "View", ["function"] = "function", table = "table",
}

local function name_of(kind)
  return names[kind] or kind
end

-- The sorted keys of a table.
function shape.keys(t)
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = tostring(k) end
  table.sort(keys)
  return keys
end

-- Raise an error with a code; `at` (a rule, a field) says where it was made.
function shape.fail(code, at, help, message, ...)
  native.fail {
    code = code, message = message:format(...), help = help,
    file = at and at.file, line = at and at.line,
  }
end

-- Raise for `name`, which is none of the keys of `known`.
function shape.unknown(code, at, known, message, ...)
  local name = select(select("#", ...), ...)
  local near = native.nearest(tostring(name), shape.keys(known))
  local help = near and ("did you mean '%s'?"):format(near)
    or ("known: %s"):format(table.concat(shape.keys(known), " "))
  return shape.fail(code, at, help, message, ...)
end

local function check_value(what, key, v, kinds, at)
  local kind = native.kind(v)
  for _, want in ipairs(kinds) do
    if kind == want then return end
  end
  local wants = {}
  for i, want in ipairs(kinds) do wants[i] = name_of(want) end
  shape.fail("bad_type", at, nil, "%s of %s is a %s, not a %s", key, what,
    name_of(kind), table.concat(wants, " or "))
end

-- Check table `t`, called `what` in messages, against `spec`: a table from
-- key to the list of kinds it may have; `must = true` in it asks for the key.
-- `at` (a rule, a field) says where; else it is the line that is running.
function shape.check(what, t, spec, at)
  if type(t) ~= "table" then
    shape.fail("bad_type", nil, nil, "%s takes a table, not a %s", what,
      name_of(native.kind(t)))
  end
  for _, key in ipairs(shape.keys(t)) do
    if not spec[key] then
      shape.unknown("unknown_key", at, spec, "%s has no key '%s'", what, key)
    end
  end
  for _, key in ipairs(shape.keys(spec)) do
    local v = t[key]
    if v ~= nil then
      check_value(what, key, v, spec[key], at)
    elseif spec[key].must then
      shape.fail("bad_type", at, nil, "%s needs a key '%s'", what, key)
    end
  end
end

-- Check that `v` is one of the strings that are keys of `known`.
function shape.one_of(what, key, v, known)
  if v ~= nil and not known[v] then
    shape.unknown("bad_type", nil, known, "%s of %s cannot be '%s'", key, what,
      tostring(v))
  end
end

-- Check that table `t`, the key `key` of `at`, is a list: a name among its keys
-- would be read by nobody.
function shape.pure_list(at, key, t)
  for k in pairs(t) do
    if math.type(k) ~= "integer" or k < 1 or k > #t then
      shape.fail("unknown_key", at, ("write %s = { …, … }, without names"):format(key),
        "%s is a list, it has no key '%s'", key, tostring(k))
    end
  end
end

-- Check that every entry of list `list` is of one of the kinds.
function shape.each(what, key, list, kinds)
  shape.pure_list(nil, key, list)
  for i, v in ipairs(list) do
    check_value(what, ("%s[%d]"):format(key, i), v, kinds)
  end
  if #list == 0 then
    shape.fail("bad_type", nil, nil, "%s of %s is empty", key, what)
  end
end

-- A view as a script writes it, as the name that doc:view takes.
function shape.view(view)
  if view == nil then return nil end
  local steps = view
  if type(view) == "table" then
    shape.each("view", "steps", view, { "string" })
    steps = table.concat(view, ",")
  end
  local bad, near = native.bad_step(steps)
  if bad then
    shape.fail("unknown_step", nil,
      near and ("did you mean '%s'?"):format(near)
      or "docmill help steps lists them", "there is no view or step '%s'", bad)
  end
  return steps
end

-- A string or a list of strings, as a list.
function shape.list(v)
  if v == nil then return {} end
  if type(v) == "table" then return v end
  return { v }
end

return shape
