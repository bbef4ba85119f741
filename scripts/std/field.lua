-- field.lua - docmill.field: one value of the record, from what rules found.
--
-- pick(state, field) asks the field's rules in order of preference, checks
-- each candidate and takes the one the field wants.  The others are kept with
-- the reason they lost.

local native = require "docmill.native"
local shape = require "std.shape"

local spec = {
  from = { "string", "table" },
  candidates = { "function" },
  normalize = { "function" },
  validate = { "function" },
  pick = { "string", "function" },
  required = { "boolean" },
  doc = { "string" },
}

local picks = { first = true, last = true, longest = true, all = true, best = true }

local Field = { __name = "field", __metatable = false }

local function new(t)
  local file, line = native.here()
  shape.check("field", t, spec)
  local f = { file = file, line = line }
  for k, v in pairs(t) do f[k] = v end
  f.from = shape.list(t.from)
  f.pick = t.pick or "first"
  if t.from then shape.each("field", "from", f.from, { "string" }) end
  if type(f.pick) == "string" then shape.one_of("field", "pick", f.pick, picks) end
  if #f.from == 0 and not f.candidates then
    shape.fail("bad_type", nil, "say from = \"rule\" or give candidates",
      "a field needs a rule to come from")
  end
  return setmetatable(f, Field)
end

-- What the field's rules found, in order of preference.
local function gather(state, f)
  local all = {}
  for _, id in ipairs(f.from) do
    local hits = state.hits[id]
    for i = 1, hits.n do
      all[#all + 1] = {
        rule = id, span = hits.span[i], value = hits.value[i],
        score = hits.score and hits.score[i] or hits.rule.priority,
      }
    end
  end
  return all
end

-- The keys of a candidate; ctx.candidates has those that lost, with the reason.
local candidate = {
  value = { "string", "number", "boolean", "table", "function", "userdata", "span",
    "place", "block", "view", "doc" },
  span = { "span" }, rule = { "string" }, score = { "number", "string" },
  lost = { "string", "number", "boolean", "table" },
}

-- A table from a candidates function: a candidate has a value; any other is a
-- value itself, unless it looks like a candidate whose value is misspelt.
local function adopt_table(f, t)
  local what = ("a candidate of field '%s'"):format(f.name)
  if rawget(t, "value") ~= nil then
    shape.check(what, t, candidate, f)
    return t
  end
  for _, key in ipairs(shape.keys(t)) do
    if native.kind(rawget(t, key)) == "span" and key == "span"
      or native.nearest(key, { "value" }) then
      shape.fail("unknown_key", f, "write { value = …, span = … }",
        "%s has a key '%s' and no 'value'", what, key)
    end
  end
  return { value = t }
end

-- What a candidates function gave, as candidates.
local function adopt(f, given)
  if given == nil then return {} end
  if type(given) ~= "table" then
    shape.fail("bad_type", f, nil, "candidates of field '%s' gave a %s, not a list",
      f.name, native.kind(given))
  end
  local all = {}
  for i, v in ipairs(given) do
    if type(v) == "table" then
      all[i] = adopt_table(f, v)
    elseif native.kind(v) == "span" then
      all[i] = { value = v, span = v }
    else
      all[i] = { value = v }
    end
  end
  return all
end

-- Normalize and validate a candidate; false and it knows why.
local function accept(f, c)
  local why
  if c.span then native.cursor(c.rule, c.span) end
  if f.normalize then
    c.value, why = f.normalize(c.value, c)
    if c.value == nil then
      c.lost = why or "normalize gave nothing"
      return false
    end
  end
  if f.validate then
    local ok
    ok, why = f.validate(c.value, c)
    if not ok then
      c.lost = why or "validate said no"
      return false
    end
  end
  return true
end

local function length(c)
  if c.span then return #c.span end
  return type(c.value) == "string" and #c.value or 0
end

-- The candidate for which `worth` is greatest; among equals the first.
local function greatest(good, worth)
  local best, most
  for _, c in ipairs(good) do
    local w = worth(c)
    if not best or w > most then best, most = c, w end
  end
  return best
end

local function score(c)
  return c.score or 0
end

-- The last one of the most preferred rule.
local function last(good)
  local best = good[1]
  for _, c in ipairs(good) do
    if c.rule == best.rule then best = c end
  end
  return best
end

-- The valid candidates; the search ends with the first where that is enough.
local function valid(f, all)
  local good = {}
  for _, c in ipairs(all) do
    if accept(f, c) then
      good[#good + 1] = c
      if f.pick == "first" then break end
    end
  end
  return good
end

local function choose(f, good)
  if type(f.pick) == "function" then
    local c = f.pick(good)
    if type(c) ~= "table" or c.value == nil then
      return c ~= nil and { value = c } or nil
    end
    return c
  elseif f.pick == "longest" then
    return greatest(good, length)
  elseif f.pick == "best" then
    return greatest(good, score)
  elseif f.pick == "last" then
    return good[1] and last(good)
  end
  return good[1]
end

local function missing(f, all)
  local counts, tried = {}, {}
  for _, c in ipairs(all) do
    if c.rule then counts[c.rule] = (counts[c.rule] or 0) + 1 end
  end
  for i, id in ipairs(f.from) do
    tried[i] = ("%s (%d found)"):format(id, counts[id] or 0)
  end
  local why = all[1] and all[1].lost
  shape.fail("missing", f, why and "the first candidate was refused: " .. why,
    "field '%s' is required and was not found; tried %s", f.name,
    #tried > 0 and table.concat(tried, ", ") or "its candidates")
end

local function losers(all, won)
  local lost = {}
  for _, c in ipairs(all) do
    if not won[c] then
      c.lost = c.lost or "another was picked"
      lost[#lost + 1] = c
    end
  end
  return lost
end

-- The field's value, the places of its values, and the candidates that lost.
local function pick(state, f)
  local all = gather(state, f)
  native.at(f)
  if f.candidates then all = adopt(f, f.candidates(state.doc, all)) end
  local good, won = valid(f, all), {}
  if #good == 0 and f.required then missing(f, all) end
  if f.pick == "all" then
    local values, spans, rules = {}, {}, {}
    for i, c in ipairs(good) do
      won[c] = true
      values[i], spans[i], rules[i] = c.value, c.span or false, c.rule or false
    end
    return values, { spans = spans, rules = rules }, losers(all, won)
  end
  local c = choose(f, good)
  if c == nil then
    if f.required then missing(f, all) end
    return nil, nil, losers(all, won)
  end
  won[c] = true
  return c.value, { spans = { c.span }, rules = c.rule }, losers(all, won)
end

return { new = new, pick = pick, class = Field }
