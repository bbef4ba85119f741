-- rule.lua - docmill.rule: what to look for, and what it is worth.
--
-- A rule is checked when it is made, so that a mistake names its line.

local native = require "docmill.native"
local shape = require "std.shape"

local text, list = "string", "table"
local matcher = { "regex", "set", "phrases", "function" }

local spec = {
  id = { text, must = true },
  view = { text, list },
  within = { text, list, "function" },
  match = { "regex", "set", "phrases", "function", list, must = true },
  where = { "function" },
  value = { "function" },
  type = { text },
  features = { "function", list },
  action = { text, "function" },
  priority = { "number" },
  after = { text, list },
  conflict = { text },
  examples = { list },
  doc = { text },
}

local policies = { longest = true, first = true, priority = true, all = true }
local within_keys = { block = { text }, type = { text }, rule = { text } }
local later = { replace = true, delete = true, wrap = true }

local Rule = { __name = "rule", __metatable = false }

local function check_id(id)
  if id == "" or id == "id" or id:sub(1, 1) == "_" then
    shape.fail("bad_type", nil, "rule ids become fields of the record",
      "a rule cannot be called '%s'", id)
  end
end

local function check_action(rule)
  local action = rule.action
  if type(action) ~= "string" then return end
  if later[action] then
    shape.fail("bad_type", nil, "take what the rule finds into the record, or "
      .. "drop it", "action '%s' of rule '%s' is not known yet", action, rule.id)
  end
  shape.one_of("rule '" .. rule.id .. "'", "action", action,
    { drop = true, keep = true })
end

local function check_examples(rule)
  for key in pairs(rule.examples or {}) do
    if type(key) ~= "string" then
      shape.fail("bad_type", nil, "write { [\"text\"] = value }",
        "examples of rule '%s' has a key that is no text", rule.id)
    end
  end
end

local function check_within(what, within)
  if type(within) ~= "table" then return end
  what = "within of " .. what
  shape.check(what, within, within_keys)
  local keys = shape.keys(within)
  if #keys ~= 1 then
    shape.fail("bad_type", nil, "name one of block, type and rule",
      #keys == 0 and "%s is empty" or "%s names %s: it can be only one", what,
      table.concat(keys, " and "))
  end
end

-- The matchers of a rule as a list.
local function matchers(what, match)
  if type(match) ~= "table" then return { match } end
  shape.each(what, "match", match, matcher)
  return match
end

local function new(t)
  local file, line = native.here()
  shape.check("rule", t, spec)
  check_id(t.id)
  local what = "rule '" .. t.id .. "'"
  local r = { file = file, line = line, what = what }
  for k, v in pairs(t) do r[k] = v end
  r.view = shape.view(t.view)
  r.match = matchers(what, t.match)
  r.after = shape.list(t.after)
  r.priority = t.priority or 0
  if t.after then shape.each(what, "after", r.after, { text }) end
  shape.one_of(what, "conflict", t.conflict, policies)
  check_within(what, t.within)
  if t.features and not t.type then
    shape.fail("bad_type", nil, "add type = \"…\"",
      "%s has features but no type to annotate", what)
  end
  check_action(r)
  check_examples(r)
  return setmetatable(r, Rule)
end

return { new = new, class = Rule }
