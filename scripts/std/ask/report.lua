-- report.lua - all that a script made of a document, as data.
--
-- The question may have `limit`, the most matches of a rule that are listed
-- (all are counted).  See docs of the report in help topic "report".

local native = require "docmill.native"
local plain = require "std.plain"

local MANY = 10000 -- matches of a rule that are listed, unless limit says so

-- A span as a place of the report, with its text.
local function place(span)
  local p = native.place(span)
  p.text = span.text
  return p
end

-- Up to `limit` entries of a list, each made by `make`.
local function some(list, n, limit, make)
  local out = {}
  for i = 1, math.min(n, limit) do out[i] = make(list[i], i) end
  return out
end

local kinds = { regex = "regex", set = "set", phrases = "phrases", ["function"] = "function" }

-- What a rule looks for, as people would write it.
local function matchers(rule)
  local out = {}
  for i, m in ipairs(rule.match) do
    local kind = kinds[native.kind(m)] or "function"
    out[i] = { kind = kind, text = kind == "regex" and m.pattern or nil }
  end
  return out
end

local function within(rule)
  local w = rule.within
  if type(w) ~= "table" then return w and "a function" or nil end
  local key, value = next(w)
  return key .. " " .. tostring(value)
end

local function found(hits, limit)
  return some(hits.span, hits.n, limit, function(span, i)
    local p = place(span)
    p.value = plain(hits.value[i])
    p.score = hits.score and plain(hits.score[i])
    return p
  end)
end

local function refused(hits, limit)
  local list = hits.rejected or {}
  return some(list, #list, limit, function(r)
    local p = place(r.span)
    p.reason = r.reason
    return p
  end)
end

local function beaten(hits, limit)
  local list = hits.beaten or {}
  return some(list, #list, limit, function(b)
    local p = place(b.span)
    p.by, p.value = b.by, plain(b.value)
    return p
  end)
end

local function rule_report(state, rule, limit)
  local hits = state.hits[rule.id] or { n = 0, span = {}, value = {}, nrejected = 0 }
  return {
    id = rule.id, doc = rule.doc, file = rule.file, line = rule.line, view = rule.view,
    match = matchers(rule), within = within(rule), priority = rule.priority,
    action = type(rule.action) == "string" and rule.action or rule.action and "a function",
    type = rule.type, ran = state.hits[rule.id] ~= nil, seconds = hits.seconds,
    hits = hits.n, nrejected = hits.nrejected, nbeaten = hits.beaten and #hits.beaten or 0,
    policy = rule.contest and rule.contest.policy,
    matches = found(hits, limit), rejected = refused(hits, limit), beaten = beaten(hits, limit),
  }
end

-- A candidate that was not picked.
local function loser(c)
  return {
    rule = c.rule, value = plain(c.value), reason = plain(c.lost),
    place = c.span and place(c.span) or nil,
  }
end

-- The places of a field's values; values without one are left out.
local function places_of(given)
  local out = {}
  for _, span in ipairs(given and given.spans or {}) do
    if span then out[#out + 1] = place(span) end
  end
  return out
end

local function field_report(state, f, limit)
  local given = state.places and state.places[f.name]
  local lost = state.candidates[f.name] or {}
  return {
    name = f.name, file = f.file, line = f.line, from = f.from,
    pick = type(f.pick) == "string" and f.pick or "a function",
    required = f.required or false, value = state.record and plain(state.record[f.name]),
    rule = given and type(given.rules) == "string" and given.rules or nil,
    places = places_of(given), lost = some(lost, #lost, limit, loser),
  }
end

local function document(state)
  local doc, view = state.doc, state.doc:view(state.script.view)
  return {
    id = doc.id, path = doc.path, format = doc.format, bytes = doc.bytes,
    charset = doc.charset.name, view = view.name, len = view.len,
  }
end

return function(state, question, failed)
  local script, limit = state.script, question.limit or MANY
  local rules, fields = {}, {}
  for i, rule in ipairs(script.rules) do rules[i] = rule_report(state, rule, limit) end
  for i, f in ipairs(script.fields or {}) do fields[i] = field_report(state, f, limit) end
  return {
    doc = document(state), script = { name = script.name, file = script.file },
    away = state.away, failed = failed, shared = state.shared,
    rules = rules, fields = fields, record = state.record and plain(state.record),
  }
end
