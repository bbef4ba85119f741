-- lint.lua - what looks wrong in a script that compiles.
--
-- Answers a list of findings { code, message, help, file, line, col, note, proof }.
-- Where it is not sure it is silent: a lint that cries wolf is switched off.  A
-- finding with `proof` is a suspicion, which the verb check tries out.

local conflict = require "std.conflict"
local engine = require "std.engine"
local globals = require "std.lint_globals"
local native = require "docmill.native"
local regex = require "std.lint_regex"
local shape = require "std.shape"

local Lint = {}
Lint.__index = Lint

-- Where byte `at` of the source is: line and column.
local function line_of(source, at)
  local line, from = 1, 1
  for ends in source:sub(1, at - 1):gmatch "()\n" do line, from = line + 1, ends + 1 end
  return line, at - from + 1
end

-- Where byte `k` of a pattern stands in the source: the place nearest to the rule
-- that has the pattern as it is.
function Lint:locate(rule, pattern, k)
  local best_line, best_col
  local from = 1
  while rule.file == self.file and #pattern > 0 do
    local at = self.source:find(pattern, from, true)
    if not at then break end
    local line, col = line_of(self.source, at + k - 1)
    if not best_line or math.abs(line - rule.line) < math.abs(best_line - rule.line) then
      best_line, best_col = line, col
    end
    from = at + 1
  end
  if best_line then return best_line, best_col end
  return rule.line, 0
end

function Lint:tell(code, line, col, help, message, ...)
  local f = {
    code = code, message = message:format(...), help = help, file = self.file,
    line = line, col = col,
  }
  self.found[#self.found + 1] = f
  return f
end

-- The same at a rule or field.
function Lint:tell_at(code, at, help, message, ...)
  local f = self:tell(code, at.line, 0, help, message, ...)
  f.file = at.file
  return f
end

function Lint:globals()
  local known, told = shape.keys(_G), {}
  for _, name in ipairs(known) do told[name] = true end
  for _, g in ipairs(globals(self.source) or {}) do
    if not told[g.name] then
      local near = native.nearest(g.name, known)
      local line, col = line_of(self.source, g.at)
      told[g.name] = true
      self:tell("global", line, col,
        g.written and ("write local %s"):format(g.name)
          or near and ("did you mean '%s'?"):format(near)
          or "a local is seen only below its line and in its block",
        g.written and "'%s' is written as a global" or "nobody defines the global '%s'",
        g.name)
    end
  end
end

-- The rules whose matches something looks at.
function Lint:used_rules()
  local used = {}
  local s = self.script
  for _, f in ipairs(s.fields) do
    for _, id in ipairs(f.from) do used[id] = true end
  end
  for _, rule in ipairs(s.rules) do
    local w = rule.within
    if type(w) == "table" and w.rule then used[w.rule] = true end
    for _, id in ipairs(rule.after) do used[id] = true end
    if rule.action or rule.type or rule.contest then used[rule.id] = true end
    -- its functions may tell what they see to document
    if s.document and (rule.value or rule.where) then used[rule.id] = true end
    for _, m in ipairs(rule.match) do
      if type(m) == "function" and s.document then used[rule.id] = true end
    end
  end
  return used
end

function Lint:unused()
  if not self.script.fields then return end
  local used = self:used_rules()
  for _, rule in ipairs(self.script.rules) do
    if not used[rule.id] then
      self:tell_at("unused", rule, "name it in a field's from, or take it out",
        "nobody uses %s: no field, action, type, within or after names it", rule.what)
    end
  end
  for _, f in ipairs(self.script.fields) do
    local seen = {}
    for _, id in ipairs(f.from) do
      if seen[id] then
        self:tell_at("unused", f, nil, "field '%s' names rule '%s' twice", f.name, id)
      end
      seen[id] = true
    end
  end
end

-- The regexes of a rule as they were written.
local function regexes(rule)
  local list = {}
  for _, m in ipairs(rule.match) do
    if native.kind(m) == "regex" then list[#list + 1] = m end
  end
  return list
end

function Lint:pattern(rule, rx)
  local tree = regex.tree(rx)
  if not tree then return false end
  local item, why, whole = regex.never(rx, tree)
  if item then
    local line, col = self:locate(rule, rx.pattern, item.from)
    self:tell("never", line, col, "^ and $ are the edges of lines",
      "%s: %s", rule.what, why).file = rule.file
  end
  local pumps
  item, pumps = regex.explode(rx, tree)
  if item then
    local line, col = self:locate(rule, rx.pattern, item.from)
    local f = self:tell("explosive", line, col,
      "a possessive repeat (a++), or two that match different characters, cannot do that",
      "%s: repeats compete for the same text", rule.what)
    f.file = rule.file
    f.proof = { pattern = rx.pattern, flags = rx.flags, pumps = pumps }
  end
  if not whole and not rule.within and not regex.literal(tree) then
    self:tell_at("no_literal", rule, "a letter or sign that each match holds makes it fast",
      "%s has a pattern that is tried at every character", rule.what).note = true
  end
  return whole
end

function Lint:patterns()
  local dead = {}
  for _, rule in ipairs(self.script.rules) do
    local list = regexes(rule)
    local all = #list == #rule.match
    for _, rx in ipairs(list) do all = self:pattern(rule, rx) and all end
    dead[rule.id] = all
  end
  for _, f in ipairs(self.script.fields or {}) do
    local all = #f.from > 0 and not f.candidates
    for _, id in ipairs(f.from) do all = all and dead[id] end
    if all then
      self:tell_at("never", f, nil, "field '%s' can never have a value: no rule of it can match",
        f.name)
    end
  end
end

-- Does the source name this group anywhere but in patterns?
function Lint:names(group)
  local source, at = self.source, 1
  while true do
    local from, to = source:find(group, at, true)
    if not from then return false end
    local before, after = source:sub(from - 1, from - 1), source:sub(to + 1, to + 1)
    local head = source:sub(math.max(from - 3, 1), from - 1)
    if before:find "[.:\"'%[{&<=>]" and not after:find "[%w_]"
      and not head:find "%?P?<$" and not head:find "%?'$" then
      return true
    end
    at = to + 1
  end
end

local readers = { "value", "where", "features", "with", "action" }

-- Can the functions of a rule read its groups only under the names that stand in
-- the script's source?
function Lint:reads_here(rule)
  for _, key in ipairs(readers) do
    local f = rule[key]
    if type(f) == "function" and native.made(f) ~= self.file then return false end
  end
  return rule.file == self.file and not self.source:find(":%s*names%f[%W]")
end

function Lint:groups()
  for _, rule in ipairs(self.script.rules) do
    for _, rx in ipairs(self:reads_here(rule) and regexes(rule) or {}) do
      local has = rx.pattern:find("(?<value>", 1, true)
      for at, name in rx.pattern:gmatch "()%(%?P?<([%a_][%w_]*)>" do
        if (rule.value or has) and name ~= "value" and not self:names(name) then
          local line, col = self:locate(rule, rx.pattern, at)
          self:tell("unread", line, col, "(?: … ) groups without a name",
            "%s: nobody reads the group '%s'", rule.what, name)
        end
      end
    end
  end
end

local function same_within(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  return a.rule == b.rule and a.block == b.block and a.type == b.type
end

local function twins(a, b)
  local x, y = a.match[1], b.match[1]
  return #a.match == 1 and #b.match == 1 and native.kind(x) == "regex"
    and native.kind(y) == "regex" and x == y and a.view == b.view
    and same_within(a.within, b.within)
end

local function plain_rule(rule)
  return not (rule.where or rule.value or rule.type or rule.action)
end

-- Rules with one pattern: where they contest the second always loses, else they
-- say the same twice.
function Lint:twins()
  local rules = self.script.rules
  for i, b in ipairs(rules) do
    for k = 1, i - 1 do
      local a = rules[k]
      if twins(a, b) then
        local fight = a.contest and a.contest == b.contest
        local winner, loser = a, b
        if b.priority > a.priority then winner, loser = b, a end
        if fight and not winner.where and not winner.value then
          self:tell_at("shadowed", loser, nil, "%s has the pattern of %s, which always wins",
            loser.what, winner.what)
        elseif not fight and plain_rule(a) and plain_rule(b) then
          self:tell_at("shadowed", b, nil, "%s has the pattern of %s", b.what, a.what)
        end
        break
      end
    end
  end
end

-- The matches of all rules of a contest in a text; `rule` lost them all to the
-- rule whose id is returned.
function Lint:loses(rule, text)
  local state = engine.start(self.script, native.sample(text))
  state.lazy = false
  for _, r in ipairs(rule.contest) do
    local alone = setmetatable({ within = false, lanes = false }, { __index = r })
    state.hits[r.id] = r.within and { n = 0, span = {}, value = {}, nrejected = 0, rule = r }
      or engine.find(state, alone)
  end
  conflict.settle(state, rule.contest, rule.contest.policy)
  local hits = state.hits[rule.id]
  return hits.n == 0 and hits.beaten and hits.beaten[1] and hits.beaten[1].by
end

function Lint:losers()
  for _, rule in ipairs(self.script.rules) do
    local by, tried
    for _, text in ipairs(rule.contest and not rule.within and rule.examples
      and shape.keys(rule.examples) or {}) do
      if rule.examples[text] ~= false and by ~= false then
        local ok, winner = pcall(self.loses, self, rule, text)
        native.drop_sample()
        by, tried = ok and winner or false, true
      end
    end
    if tried and by then
      self:tell_at("shadowed", rule, "give it the higher priority, or make the other one narrower",
        "%s loses to rule '%s' in all of its own examples", rule.what, by)
    end
  end
end

function Lint:examples()
  for _, rule in ipairs(self.script.rules) do
    if not rule.examples then
      self:tell_at("no_example", rule, "examples = { [\"text\"] = value, [\"other\"] = false }",
        "%s has no examples", rule.what).note = true
    end
  end
end

return function(script, source)
  local lint = setmetatable({
    script = script, source = source, file = script.file, found = {},
  }, Lint)
  lint:globals()
  lint:unused()
  lint:patterns()
  lint:groups()
  lint:twins()
  lint:losers()
  lint:examples()
  table.sort(lint.found, function(a, b)
    if a.line ~= b.line then return a.line < b.line end
    if (a.col or 0) ~= (b.col or 0) then return (a.col or 0) < (b.col or 0) end
    return a.message < b.message
  end)
  return lint.found
end
