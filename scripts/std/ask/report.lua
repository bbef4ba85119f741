-- report.lua - all that a script made of a document, as data.
--
-- The question may have `limit`, the most matches of a rule that are listed
-- (all are counted), and `sources`: then every place has its line of the file
-- (std/snippet.lua), and every match knows its field, region and losers.  Of one
-- document at most CEILING are listed, whatever the limit says; then the report
-- has `ceiling`.  The help of the verb explain has all keys.

local conflict = require "std.conflict"
local native = require "docmill.native"
local plain = require "std.plain"
local snippet = require "std.snippet"

local MANY = 10000    -- matches of a rule that are listed, unless limit says so
local CEILING = 20000 -- matches that are listed at all

local report = {}
local left, short = CEILING, false -- of them, for the report that is being made

-- A text of the view "raw" may be none: bytes that are no character are spelled.
local function readable(text)
  if utf8.len(text) then return text end
  return (text:gsub("[\x80-\xFF]", function(c) return ("\\x%02X"):format(c:byte()) end))
end

-- A span as a place of the report, with its text.
local function place(span, sources)
  local p = native.place(span)
  p.text = readable(span.text)
  if sources then p.source = snippet.of(snippet.whole(span)) end
  return p
end

-- Up to `limit` entries of a list, each made by `make`.
local function some(list, n, limit, make)
  local out, wanted = {}, math.min(n, limit)
  local room = math.min(wanted, left)
  for i = 1, room do out[i] = make(list[i], i) end
  left, short = left - room, short or room < wanted
  return out
end

local kinds = { regex = "regex", set = "set", phrases = "phrases", ["function"] = "function" }

-- What a rule looks for, as people would write it.
local function matchers(rule)
  local out = {}
  for i, m in ipairs(rule.match) do
    local kind = rule.picture and "layout" or kinds[native.kind(m)] or "function"
    out[i] = {
      kind = kind, text = kind == "regex" and m.pattern or nil,
      flags = kind == "regex" and m.flags ~= "" and m.flags or nil,
      count = (kind == "set" or kind == "phrases") and #m or nil,
    }
  end
  return out
end

local function within(rule)
  local w = rule.within
  if type(w) ~= "table" then return w and "a function" or nil end
  local key, value = next(w)
  return key .. " " .. tostring(value)
end

local function key_of(span)
  local from, to = snippet.whole(span):range()
  return ("%d:%d"):format(from, to)
end

-- By rule: place of a match to the fields that it went to.
local function takers(state)
  local by_rule = {}
  for _, f in ipairs(state.script.fields or {}) do
    local given = state.places and state.places[f.name]
    for i, span in ipairs(given and given.spans or {}) do
      local rule = type(given.rules) == "table" and given.rules[i] or given.rules
      if span and type(rule) == "string" then
        by_rule[rule] = by_rule[rule] or {}
        local list = by_rule[rule]
        local key = key_of(span)
        list[key] = list[key] or {}
        table.insert(list[key], f.name)
      end
    end
  end
  return by_rule
end

-- The region of the rule's `within` that holds a match.
local function region_of(state, rule, span)
  for _, r in ipairs(state.regions and state.regions[rule.id] or {}) do
    if r.view == span.view and r:covers(snippet.whole(span)) then return r end
  end
end

-- By rule: place of a winner to the matches that lost it.
local function winners(state)
  local by_rule = {}
  for _, rule in ipairs(state.script.rules) do
    local hits = state.hits[rule.id]
    for _, b in ipairs(hits and hits.beaten or {}) do
      local w = b.entry.winner
      by_rule[w.rule.id] = by_rule[w.rule.id] or {}
      local list, key = by_rule[w.rule.id], key_of(w.span)
      list[key] = list[key] or {}
      table.insert(list[key], {
        rule = rule.id, text = b.span.text, reason = conflict.why(rule.contest.policy, b.entry),
      })
    end
  end
  return by_rule
end

-- What a match of `rule` has besides its place when sources are asked for.
local function tell_match(state, rule, span, p, told)
  local key = key_of(span)
  local fields, beat = told.takers[rule.id], told.winners[rule.id]
  local region = rule.within and region_of(state, rule, span)
  p.fields = fields and fields[key]
  p.beat = beat and beat[key]
  p.where = rule.where and true or nil
  p.region = region and place(region:sub(1, 0)) or nil
end

local function found(state, rule, hits, limit, told)
  return some(hits.span, hits.n, limit, function(span, i)
    local p = place(span, told)
    p.value = plain(hits.value[i])
    p.score = hits.score and plain(hits.score[i])
    if told then tell_match(state, rule, span, p, told) end
    return p
  end)
end

local function refused(hits, limit, told)
  local list = hits.rejected or {}
  return some(list, #list, limit, function(r)
    local p = place(r.span, told)
    p.reason, p.kind = r.reason, r.kind
    return p
  end)
end

local function beaten(rule, hits, limit, told)
  local list = hits.beaten or {}
  return some(list, #list, limit, function(b)
    local p = place(b.span, told)
    p.by, p.value = b.by, plain(b.value)
    p.reason = conflict.why(rule.contest.policy, b.entry)
    p.winner = place(b.entry.winner.span)
    return p
  end)
end

-- What the rule was doing when the document failed on it; nil when it did not.
local function broke(state, rule, failed, told)
  local doing = state.doing
  if not failed or not doing or doing.rule ~= rule then return nil end
  return {
    what = doing.what, reason = failed,
    place = doing.span and place(doing.span, told) or nil,
  }
end

-- Why a rule was never run.
local function unran(state, failed)
  if state.away then return "needs turned the document away: " .. state.away end
  return failed and "the document failed before its turn: " .. failed
    or "the script ended before its turn"
end

function report.rule(state, rule, limit, failed, told)
  local broken = broke(state, rule, failed, told)
  local hits = state.hits[rule.id] or broken and state.doing.hits
  local ran, regions = hits ~= nil, state.regions and state.regions[rule.id]
  hits = hits or { n = 0, span = {}, value = {}, nrejected = 0 }
  return {
    id = rule.id, doc = rule.doc, file = rule.file, line = rule.line, view = rule.view,
    match = matchers(rule), within = within(rule), priority = rule.priority,
    action = type(rule.action) == "string" and rule.action or rule.action and "a function",
    type = rule.type, ran = ran, unran = not ran and unran(state, failed) or nil,
    broke = broken,
    seconds = hits.seconds, where = rule.where and true or nil, regions = regions and #regions,
    hits = hits.n, nrejected = hits.nrejected, nbeaten = hits.beaten and #hits.beaten or 0,
    policy = rule.contest and rule.contest.policy,
    matches = found(state, rule, hits, limit, told), rejected = refused(hits, limit, told),
    beaten = beaten(rule, hits, limit, told),
  }
end

-- A candidate that was not picked.
local function loser(c, told)
  return {
    rule = c.rule, value = plain(c.value), reason = plain(c.lost),
    place = c.span and place(c.span, told) or nil,
  }
end

-- The places of a field's values; values without one are left out.
local function places_of(given, told)
  local out = {}
  for _, span in ipairs(given and given.spans or {}) do
    if span then out[#out + 1] = place(span, told) end
  end
  return out
end

function report.field(state, f, limit, told)
  local given = state.places and state.places[f.name]
  local lost = state.candidates[f.name] or {}
  return {
    name = f.name, file = f.file, line = f.line, from = f.from,
    pick = type(f.pick) == "string" and f.pick or "a function",
    required = f.required or false, value = state.record and plain(state.record[f.name]),
    rule = given and type(given.rules) == "string" and given.rules or nil,
    places = places_of(given, told), nlost = #lost,
    lost = some(lost, #lost, limit, function(c) return loser(c, told) end),
  }
end

function report.document(state)
  local doc, view = state.doc, state.doc:view(state.script.view)
  return {
    id = doc.id, path = readable(doc.path), format = doc.format, bytes = doc.bytes,
    charset = doc.charset.name, view = view.name, len = view.len,
  }
end

-- Why the script wants no record of the document; nil when it does.
function report.skipped(state)
  return native.skipped(state.doc)
end

-- The beginning of a report.  What the places of matches are looked up in; nil
-- when nobody asks.
function report.told(state, question)
  left, short = CEILING, false
  return question.sources and { takers = takers(state), winners = winners(state) } or nil
end

report.place, report.readable = place, readable

local function all(state, question, failed)
  local script, limit = state.script, question.limit or MANY
  local told = report.told(state, question)
  local rules, fields = {}, {}
  for i, rule in ipairs(script.rules) do
    rules[i] = report.rule(state, rule, limit, failed, told)
  end
  for i, f in ipairs(script.fields or {}) do fields[i] = report.field(state, f, limit, told) end
  return {
    doc = report.document(state), script = { name = script.name, file = script.file },
    away = state.away, skipped = report.skipped(state), failed = failed, shared = state.shared,
    ceiling = short and CEILING or nil, rules = rules, fields = fields, record = state.record and plain(state.record),
  }
end

return setmetatable(report, { __call = function(_, ...) return all(...) end })
