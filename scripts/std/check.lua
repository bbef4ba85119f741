-- check.lua - the examples in the rules, run.
--
-- An example is a text and what the rule must make of it: false for no match,
-- true for some match, else the value of the first match; a list where the
-- rule's values are no lists is compared with the values of all matches.

-- The module is a function of docmill.native: it is loaded when a script is
-- checked, and by then that name leads nowhere.

local engine = require "std.engine"
local shape = require "std.shape"

local native

-- A value as plain data: spans become text, places their value.
local function plain(v)
  local kind = native.kind(v)
  if kind == "span" then return v.text end
  if kind == "place" then return plain(v.value) end
  if kind ~= "table" then return v end
  local out = {}
  for k, item in pairs(v) do out[k] = plain(item) end
  return out
end

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k, v in pairs(a) do
    if not same(v, b[k]) then return false end
  end
  for k in pairs(b) do
    if a[k] == nil then return false end
  end
  return true
end

local function show(v)
  if type(v) == "string" then return ("%q"):format(v) end
  if type(v) ~= "table" then return tostring(v) end
  local parts = {}
  for i, item in ipairs(v) do parts[i] = show(item) end
  for _, k in ipairs(shape.keys(v)) do
    local item = v[k]
    if item ~= nil and math.type(tonumber(k)) ~= "integer" then
      parts[#parts + 1] = k .. " = " .. show(item)
    end
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

-- The values of all matches of a rule in a text, and why some were refused.
local function values_in(script, rule, text)
  local state = engine.start(script, native.sample(text))
  local alone = setmetatable({ within = false }, { __index = rule })
  state.lazy = false
  local hits = engine.find(state, alone)
  local list = {}
  for i = 1, hits.n do list[i] = plain(hits.value[i]) end
  return list, hits.rejected and hits.rejected[1].reason
end

-- What an example does not look at, for a rule that it fails.
local function alone(rule)
  local parts = {}
  if rule.within then parts[1] = "within" end
  if rule.contest then parts[#parts + 1] = "conflict" end
  if #parts == 0 then return "" end
  return (" (an example is matched as it stands, without %s)"):format(
    table.concat(parts, " and "))
end

-- What is wrong with example `text`, or nil.
local function judge(script, rule, text, want)
  local got, why = values_in(script, rule, text)
  local refused = why and (" (refused: " .. why .. ")") or ""
  if want == false then
    if #got == 0 then return nil end
    return ("must not match, but gave %s"):format(show(got[1]))
  elseif #got == 0 then
    return ("must %s, but nothing matched%s"):format(
      want == true and "match" or "give " .. show(want), refused)
  elseif want == true or same(want, got[1]) or same(want, got) then
    return nil
  end
  return ("must give %s, but gave %s"):format(show(want), show(got[1]))
end

-- Run every example; tells each failure and returns how many ran and failed.
local function check(script, told)
  local ran, failed = 0, 0
  for _, rule in ipairs(script.rules) do
    for _, text in ipairs(rule.examples and shape.keys(rule.examples) or {}) do
      local ok, wrong = pcall(judge, script, rule, text, rule.examples[text])
      native.drop_sample()
      if not ok then wrong = "raised an error: " .. tostring(wrong) end
      ran = ran + 1
      if wrong then
        failed = failed + 1
        told(rule.file, rule.line, ("example %s of %s %s%s"):format(show(text),
          rule.what, wrong, alone(rule)))
      end
    end
  end
  return ran, failed
end

return function(its_native)
  native = its_native
  return { check = check }
end
