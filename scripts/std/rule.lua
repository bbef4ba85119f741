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
  with = { text, list, "function" },
  priority = { "number" },
  after = { text, list },
  conflict = { text },
  examples = { list },
  doc = { text },
}

local policies = { longest = true, first = true, priority = true, all = true }
local within_keys = { block = { text }, type = { text }, rule = { text } }
local actions = { drop = true, keep = true, replace = true, delete = true, wrap = true }

local Rule = { __name = "rule", __metatable = false }

local function check_id(id)
  if id == "" or id == "id" or id:sub(1, 1) == "_" then
    shape.fail("bad_type", nil, "rule ids become fields of the record",
      "a rule cannot be called '%s'", id)
  end
end

-- A template that asks for groups which a matcher has not.
local function check_template(rule)
  for _, m in ipairs(rule.match) do
    local wrong = native.template(rule.with, m)
    if wrong then
      shape.fail("bad_type", nil, "%1 to %9 and %{name} are groups, %% is a percent sign",
        "with of %s: %s", rule.what, wrong)
    end
  end
end

local function check_marks(rule)
  local with = rule.with
  if type(with) ~= "table" then
    shape.fail("bad_type", nil, "write with = { \"<b>\", \"</b>\" }",
      "%s wraps what it finds and needs two marks", rule.what)
  end
  shape.each(rule.what, "with", with, { text })
  if #with ~= 2 then
    shape.fail("bad_type", nil, "one mark goes before, one behind",
      "with of %s has %d entries, not two", rule.what, #with)
  end
end

-- What an action has to write.
local function check_with(rule)
  local action, with = rule.action, rule.with
  if action == "wrap" then return check_marks(rule) end
  if with == nil then return end
  if action ~= "replace" then
    shape.fail("bad_type", nil, "add action = \"replace\" or \"wrap\"",
      "%s has with, and no action that writes it", rule.what)
  elseif type(with) == "table" then
    shape.fail("bad_type", nil, "write a template, or a function of the match",
      "with of %s is a table: that is for action \"wrap\"", rule.what)
  elseif type(with) == "string" then
    check_template(rule)
  end
end

local function check_action(rule)
  if type(rule.action) == "string" then
    shape.one_of(rule.what, "action", rule.action, actions)
  end
  check_with(rule)
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

-- Classes of tables that are matchers: what each gives a rule as its matcher
-- and as the value of a match.
local classes = {}

-- A rule whose `match` is such a table gets the matcher and the value.
local function adopt(t)
  for class, adapt in pairs(classes) do
    if native.is(t.match, class) then
      local match, value = adapt(t.match)
      return match, t.value or value
    end
  end
  return t.match, t.value
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
  r.match, r.value = adopt(t)
  r.picture = r.match ~= t.match and t.match or nil -- what was adopted
  r.match = matchers(what, r.match)
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

local function also(class, adapt) classes[class] = adapt end

return { new = new, class = Rule, also = also }
