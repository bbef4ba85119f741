-- check.lua - the examples in the rules, run.
--
-- An example is a text and what the rule must make of it: false for no match,
-- true for some match, else the value of the first match; a list where the
-- rule's values are no lists is compared with the values of all matches.

-- The module is a function of docmill.native: it is loaded when a script is
-- checked, and by then that name leads nowhere.

local engine = require "std.engine"
local same = require "std.same"
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

local show = same.show

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
  elseif want == true or same.equal(want, got[1]) or same.equal(want, got) then
    return nil
  end
  return ("must give %s, but gave %s"):format(show(want), show(got[1]))
end

-- Run one example: what is wrong with it, or nil.
local function try(script, rule, text)
  local ok, wrong = pcall(judge, script, rule, text, rule.examples[text])
  native.drop_sample()
  if not ok then wrong = "raised an error: " .. tostring(wrong) end
  return wrong and ("example %s of %s %s%s"):format(show(text), rule.what, wrong,
    alone(rule))
end

-- Every example as { rule, text }, in the order of the rules.
local function examples_of(script)
  local list = {}
  for _, rule in ipairs(script.rules) do
    for _, text in ipairs(rule.examples and shape.keys(rule.examples) or {}) do
      list[#list + 1] = { rule = rule, text = text }
    end
  end
  return list
end

-- Run every example; tells each failure and returns how many ran and failed.
local function check(script, told)
  local ran, failed = 0, 0
  for _, e in ipairs(examples_of(script)) do
    local wrong = try(script, e.rule, e.text)
    ran = ran + 1
    if wrong then
      failed = failed + 1
      told(e.rule.file, e.rule.line, wrong)
    end
  end
  return ran, failed
end

-- What the verb check wants to know of the script, each question by its name;
-- `arg` is the question's own.
local about = {}

-- What there is to run.
function about.facts(script)
  local examples, tests = {}, {}
  for i, e in ipairs(examples_of(script)) do
    examples[i] = {
      name = ("rule '%s': %s"):format(e.rule.id, show(e.text)), file = e.rule.file,
      line = e.rule.line, text = e.text,
    }
  end
  for i, t in ipairs(script.tests) do
    tests[i] = {
      name = t.name, file = t.file, line = t.line, input = t.input, charset = t.charset,
      declare = t.declare, format = t.format, fails = t.fails,
    }
  end
  local rules = {}
  for i, r in ipairs(script.rules) do rules[i] = { id = r.id, file = r.file, line = r.line } end
  -- what a record can have: names, or any where a function makes it
  local fields
  if not script.document and not script.acts then
    fields = {}
    for i, f in ipairs(script.fields or script.rules) do
      fields[i] = { id = script.fields and f.name or f.id }
    end
  end
  return {
    samples = script.samples, examples = examples, tests = tests, rules = rules,
    fields = fields,
  }
end

-- Run the example with this number: "" or what is wrong.
function about.example(script, i)
  local e = examples_of(script)[i]
  return e and try(script, e.rule, e.text) or ""
end

-- What looks wrong in the script; `arg` has its source, as `source`.
function about.lint(script, arg)
  return native.library("std.lint")(script, arg.source)
end

return function(its_native)
  native = its_native
  return {
    check = check,
    about = function(script, what, arg) return about[what](script, arg) end,
  }
end
