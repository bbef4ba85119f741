-- script.lua - docmill.script: the one table that a script returns.
--
-- Here names are looked up (rules in within, after and from), the running
-- order is fixed, and everything that can be wrong is said before a document
-- is opened.

local core = require "docmill.core"
local field = require "std.field"
local native = require "docmill.native"
local needs = require "std.needs"
local order = require "std.order"
local rule_class = require("std.rule").class
local shape = require "std.shape"
local test_class = require("std.test").class
local writer = require "std.writer"

local spec = {
  name = { "string" }, version = { "string", "number" }, doc = { "string" },
  needs = { "table" }, view = { "string", "table" }, rules = { "table" },
  fields = { "table" }, order = { "table" }, conflict = { "string" },
  document = { "function" }, init = { "function" }, finish = { "function" },
  edits = { "string", "function" }, writer = { "table", "function" },
  samples = { "string", "table" }, tests = { "table" },
}

local policies = { longest = true, first = true, priority = true, all = true }
local edit_policies = { error = true, first = true, last = true, longest = true }

local blocks = {
  paragraph = true, heading = true, list_item = true, table = true, row = true,
  cell = true, quote = true, pre = true, caption = true,
}

local Script = { __name = "script", __metatable = false }

-- The rules in the order they were written, each with its place and id known.
local function take_rules(s, rules)
  s.rules, s.ids, s.types = {}, {}, {}
  shape.pure_list(s, "rules", rules or {})
  for i, rule in ipairs(rules or {}) do
    if not native.is(rule, rule_class) then
      shape.fail("bad_type", s, "write rule { id = …, match = … }",
        "rules[%d] was not made by rule", i)
    end
    if s.ids[rule.id] then
      shape.fail("bad_type", rule, ("the other one is in line %d"):format(
        s.ids[rule.id].line), "two rules are called '%s'", rule.id)
    end
    rule.index = i
    rule.view = rule.view or s.view
    s.rules[i], s.ids[rule.id] = rule, rule
    if rule.type then s.types[rule.type] = true end
  end
end

-- The rule called `id`, which `at` names in its key `key`.
local function rule_called(s, at, key, what, id)
  local rule = s.ids[id]
  if not rule then
    shape.unknown("unknown_key", at, s.ids, "%s of %s: there is no rule '%s'",
      key, what, id)
  end
  return rule
end

-- What a rule lies within, as { rule = }, { block = } or { type = }.
local function resolve_within(s, rule)
  local w = rule.within
  if type(w) == "string" then
    if s.ids[w] and w ~= rule.id then -- a rule cannot lie within itself
      w = { rule = w }
    elseif blocks[w] then
      w = { block = w }
    elseif s.types[w] then
      w = { type = w }
    else
      local known = {}
      for _, names in ipairs { s.ids, blocks, s.types } do
        for name in pairs(names) do known[name] = true end
      end
      shape.unknown("unknown_key", rule, known,
        "within of %s: there is no rule, block kind or type '%s'", rule.what, w)
    end
  end
  if type(w) == "table" and w.block and not blocks[w.block] then
    shape.unknown("unknown_key", rule, blocks,
      "within of %s: there is no block kind '%s'", rule.what, w.block)
  end
  rule.within = w
end

-- The rules that settle overlaps among themselves, by policy.
local function contests(s)
  local groups = {}
  for _, rule in ipairs(s.rules) do
    local policy = rule.conflict or s.conflict
    if policy ~= "all" then
      groups[policy] = groups[policy] or { policy = policy }
      table.insert(groups[policy], rule)
      rule.contest = groups[policy]
    end
  end
end

-- The rules whose matches `rule` looks at or waits for.
local function waits(s, rule)
  local list = {}
  for _, id in ipairs(rule.after) do
    list[#list + 1] = rule_called(s, rule, "after", rule.what, id)
  end
  local w = rule.within
  if type(w) == "table" and w.rule then
    list[#list + 1] = rule_called(s, rule, "within", rule.what, w.rule)
  elseif type(w) == "table" and w.type then
    for _, other in ipairs(s.rules) do
      if other.type == w.type and other ~= rule then list[#list + 1] = other end
    end
  end
  return list
end

-- The same, and all rules that contest with one of them: they must have
-- settled before anyone looks.
local function waits_settled(s, rule)
  local list = waits(s, rule)
  for i = 1, #list do
    local contest = list[i].contest
    if contest and contest ~= rule.contest then
      for _, other in ipairs(contest) do list[#list + 1] = other end
    end
  end
  return list
end

local function arrange(s)
  local before = {}
  contests(s)
  for _, rule in ipairs(s.rules) do
    resolve_within(s, rule)
    before[rule] = waits_settled(s, rule)
  end
  s.run = order(s.rules, before)
  for _, rule in ipairs(s.run) do
    if rule.contest then rule.contest.last = rule end
  end
end

-- The Regexes that look at the same view as a set for each view, so that one
-- pass over the text serves all of them; rule.lanes[i] is the number of the
-- rule's matcher `i` in the set of its view.
local function bundle(s)
  local lists = {}
  for _, rule in ipairs(s.rules) do
    rule.lanes = {}
    for i, matcher in ipairs(rule.within and {} or rule.match) do
      if native.kind(matcher) == "regex" then
        local list = lists[rule.view] or {}
        lists[rule.view] = list
        list[#list + 1] = matcher
        rule.lanes[i] = #list
      end
    end
  end
  s.sets = {}
  for view, list in pairs(lists) do
    if #list > 1 then s.sets[view] = core.re.set(list) end
  end
end

local function take_fields(s, fields)
  if not fields then return end
  s.fields = {}
  for _, name in ipairs(shape.keys(fields)) do
    local f = fields[name]
    if not native.is(f, field.class) then
      shape.fail("bad_type", s, "write " .. name .. " = field { from = … }",
        "fields.%s was not made by field", name)
    end
    if name == "id" or name:sub(1, 1) == "_" then
      shape.fail("bad_type", f, nil, "a field cannot be called '%s'", name)
    end
    for _, id in ipairs(f.from) do
      rule_called(s, f, "from", ("field '%s'"):format(name), id)
    end
    f.name = name
    s.fields[#s.fields + 1] = f
  end
end

-- Check that every key in `order` is a field.  A document handler makes fields
-- that nobody here knows of.
local function check_order(s, given)
  shape.each("script", "order", given, { "string" })
  if s.document then return end
  local known = { id = true }
  for id, rule in pairs(s.fields and {} or s.ids) do
    if rule.action ~= "drop" then known[id] = true end
  end
  for _, f in ipairs(s.fields or {}) do known[f.name] = true end
  for _, name in ipairs(given) do
    if not known[name] then
      shape.unknown("unknown_key", s, known, "order: there is no field '%s'", name)
    end
  end
end

-- The keys that come first in a record.
local function take_order(s, given)
  if given then check_order(s, given) end
  if given or s.fields then
    s.order = given
    return
  end
  s.order = {}
  for i, rule in ipairs(s.rules) do s.order[i] = rule.id end
end

-- Does a rule's action look at the values?
local function acts(s)
  for _, rule in ipairs(s.rules) do
    if type(rule.action) == "function" or rule.action == "replace" and not rule.with then
      return true
    end
  end
  return false
end

-- The fields of its records that a script declares, in their order.
local function columns(s)
  local list, seen = {}, { id = true }
  local function add(name)
    local rule = not s.fields and s.ids[name]
    if seen[name] or rule and rule.action == "drop" then return end
    seen[name] = true
    list[#list + 1] = name
  end
  for _, name in ipairs(s.order or {}) do add(name) end
  for _, f in ipairs(s.fields or {}) do add(f.name) end
  for _, rule in ipairs(s.fields and {} or s.rules) do add(rule.id) end
  return list
end

-- Files and folders beside the script; nothing above its folder.
local function take_samples(s, given)
  s.samples = shape.list(given)
  if given == nil then return end
  shape.each("script", "samples", s.samples, { "string" })
  for _, name in ipairs(s.samples) do
    if name == "" or name:sub(1, 1) == "/" or ("/" .. name .. "/"):find("/../", 1, true) then
      shape.fail("bad_type", s, "name files or folders beside the script, or below",
        "samples of script cannot be '%s'", name)
    end
    if not utf8.len(name) then
      shape.fail("bad_type", s, "name the folder that it is in", "samples of script names a file whose "
        .. "name is not UTF-8")
    end
  end
end

-- The script's tests, each with a name of its own.
local function take_tests(s, given)
  local seen = {}
  s.tests = given or {}
  shape.pure_list(s, "tests", s.tests)
  for i, test in ipairs(s.tests) do
    if not native.is(test, test_class) then
      shape.fail("bad_type", s, "write test { input = …, expect = … }",
        "tests[%d] was not made by test", i)
    end
    test.name = test.name or ("test %d"):format(i)
    if seen[test.name] then
      shape.fail("bad_type", test, ("the other one is in line %d"):format(
        seen[test.name].line), "two tests are called '%s'", test.name)
    end
    seen[test.name] = test
    for _, id in ipairs(test.rule and { test.rule } or {}) do
      rule_called(s, test, "rule", ("test '%s'"):format(test.name), id)
    end
  end
end

local function new(t)
  local file, line = native.here()
  shape.check("script", t, spec)
  shape.one_of("script", "conflict", t.conflict, policies)
  if type(t.edits) == "string" then shape.one_of("script", "edits", t.edits, edit_policies) end
  local s = {
    name = t.name, version = t.version, doc = t.doc, file = file, line = line,
    document = t.document, init = t.init, finish = t.finish,
    view = shape.view(t.view) or "clean", conflict = t.conflict or "all",
    needs = needs.compile(t.needs), edits = t.edits,
    writer = writer.new(t.writer, file, line),
  }
  take_rules(s, t.rules)
  arrange(s)
  bundle(s)
  take_fields(s, t.fields)
  take_order(s, t.order)
  take_samples(s, t.samples)
  take_tests(s, t.tests)
  s.acts, s.columns = acts(s), columns(s)
  if #s.rules == 0 and not s.document then
    shape.fail("bad_type", s, "give it rules, or a function document(doc)",
      "the script does nothing")
  end
  return setmetatable(s, Script)
end

-- A script whose document handler is a chunk: the verb x.
local function of_chunk(chunk)
  return setmetatable({
    name = "x", file = "x", chunk = chunk, view = "clean", rules = {}, ids = {}, run = {},
    sets = {}, conflict = "all", samples = {}, tests = {},
  }, Script)
end

return { new = new, of_chunk = of_chunk, class = Script }
