-- page.lua - what a script made of a document, for the page of `docmill view`.
--
-- The same as report.lua says, in a form for many thousand matches: a place is
-- a list { from, to, view, more }, bytes of the view with that number in
-- `views`, counted from 0; `more` has what is not the usual.  The question's
-- `limit` is the most matches of all rules that are listed; all are counted.

local conflict = require "std.conflict"
local plain = require "std.plain"
local report = require "std.ask.report"
local snippet = require "std.snippet"

local MANY = 20000
local LOST = 1000 -- candidates of a field that are told
local ROOM = 200000 -- ranges of matches that are not listed
local LONG = 400 -- bytes of a text that are told

-- Views get a number when a place in them is first told.
local function numbering()
  local views, number = {}, {}
  return views, function(view)
    local name = view.name
    if not number[name] then
      views[#views + 1] = name
      number[name] = #views - 1
    end
    return number[name]
  end
end

-- A value as data; long texts are cut.
local function told(value)
  local v = plain(value)
  return type(v) == "string" and snippet.short(v, LONG) or v
end

local function place(number, span, more)
  local whole = snippet.whole(span)
  local from, to = whole:range()
  return { from - 1, to, number(whole.view), next(more) and more or nil }
end

-- The most that is told of one rule: rules with few are told whole, the others
-- share what is left of the limit.
local function most(state, of, limit)
  local counts = {}
  for i, rule in ipairs(state.script.rules) do
    local hits = state.hits[rule.id]
    counts[i] = hits and of(hits) or 0
  end
  table.sort(counts)
  for i, n in ipairs(counts) do
    local quota = limit // (#counts - i + 1)
    if n > quota then return math.max(quota, 1) end
    limit = limit - n
  end
  return math.huge
end

local function nhits(hits) return hits.n end
local function nrejected(hits) return hits.rejected and #hits.rejected or 0 end
local function nbeaten(hits) return hits.beaten and #hits.beaten or 0 end

-- A match; its value is told where it is not just its text.
local function match(number, hits, i)
  local span, value = hits.span[i], told(hits.value[i])
  local usual = type(value) == "string" and value == snippet.whole(span).text
  if usual then value = nil end
  return place(number, span, {
    value = value, score = hits.score and told(hits.score[i]),
  })
end

local function first(n, make)
  local out = {}
  for i = 1, n do out[i] = make(i) end
  return out
end

-- Put the range of a Span behind the others, or unite it with the last.
local function cover(ask, out, span)
  local from, to = span:range()
  local view, list = ask.number(span.view), out[#out]
  if list and list[1] == view and from > list[#list - 1] and from - 1 <= list[#list] then
    list[#list] = math.max(list[#list], to)
    return true
  end
  if ask.room == 0 then return false end
  ask.room = ask.room - 1
  if not list or list[1] ~= view then
    list = { view }
    out[#out + 1] = list
  end
  list[#list + 1] = from - 1
  list[#list + 1] = to
  return true
end

-- Where the spans from the one at `start` on lie: lists { view, from, to, from, to … };
-- false when they are too many.
local function rest(ask, spans, start)
  local out = {}
  for i = start, #spans do
    if spans[i] and not cover(ask, out, snippet.whole(spans[i])) then return false end
  end
  return out
end

local function rule_page(state, rule, failed, ask)
  local out = report.rule(state, rule, 0, failed)
  local hits, number = state.hits[rule.id], ask.number
  out.matches, out.rejected, out.beaten = {}, {}, {}
  if not hits then return out end
  out.matches = first(math.min(hits.n, ask.hits), function(i)
    return match(number, hits, i)
  end)
  if hits.n > #out.matches then out.rest = rest(ask, hits.span, #out.matches + 1) end
  out.rejected = first(math.min(nrejected(hits), ask.rejected), function(i)
    local r = hits.rejected[i]
    return place(number, r.span, { reason = told(r.reason) })
  end)
  out.beaten = first(math.min(nbeaten(hits), ask.beaten), function(i)
    local b = hits.beaten[i]
    return place(number, b.span, {
      by = told(b.by), value = told(b.value), reason = conflict.why(rule.contest.policy, b.entry),
    })
  end)
  return out
end

local function field_page(state, f, ask)
  local given = state.places and state.places[f.name]
  local lost = state.candidates[f.name] or {}
  local places = {}
  for _, span in ipairs(given and given.spans or {}) do
    if span and #places < ask.limit then places[#places + 1] = place(ask.number, span, {}) end
  end
  local more
  if given and #given.spans > ask.limit then more = rest(ask, given.spans, ask.limit + 1) end
  return {
    name = f.name, file = f.file, line = f.line, from = f.from,
    pick = type(f.pick) == "string" and f.pick or "a function",
    required = f.required or false, places = places, nlost = #lost,
    rest = more,
    rule = given and type(given.rules) == "string" and given.rules or nil,
    lost = first(math.min(#lost, LOST), function(i)
      local c = lost[i]
      return {
        rule = c.rule, value = told(c.value), reason = told(c.lost),
        place = c.span and place(ask.number, c.span, {}) or nil,
      }
    end),
  }
end

return function(state, question, failed)
  local script = state.script
  local views, number = numbering()
  local limit = question.limit or MANY
  local ask = {
    number = number, limit = limit, room = ROOM, hits = most(state, nhits, limit),
    rejected = most(state, nrejected, limit), beaten = most(state, nbeaten, limit),
  }
  local rules, fields = {}, {}
  for i, rule in ipairs(script.rules) do rules[i] = rule_page(state, rule, failed, ask) end
  for i, f in ipairs(script.fields or {}) do fields[i] = field_page(state, f, ask) end
  return {
    doc = report.document(state), script = { name = script.name, file = script.file },
    away = state.away, failed = failed, views = views,
    rules = rules, fields = fields, record = state.record and plain(state.record),
  }
end
