-- why_near.lua - the nearest attempts of a rule's patterns, as data.
--
-- The work is regex:explain's; here the patterns and texts of a rule are gone
-- through, and what it found gets its places.

local core = require "docmill.core"
local native = require "docmill.native"
local report = require "std.ask.report"
local snippet = require "std.snippet"

local near = {}

local PATIENCE = 2 -- seconds for all patterns and regions

--- The Regexes behind a matcher: itself, or those of a set; none for others.
function near.regexes(matcher)
  local kind = native.kind(matcher)
  if kind == "regex" then return { matcher } end
  local list = {}
  for i, p in ipairs(kind == "set" and native.patterns(matcher) or {}) do
    list[i] = core.re(p[1], p[2])
  end
  return list
end

-- Where in the file the text that stopped an attempt is: when a reader put that
-- in by itself, behind the text that matched.
local function stopped(a)
  local view = a.at.doc:view "decoded"
  if a.at.view == view or a.at:as(view) then return a.at end
  local way = a.span:as(view)
  return way and view:span(way.last + 1, way.last) or a.at
end

-- An attempt as data.
local function tell(a, rx, matcher)
  local at = stopped(a)
  local place = report.place(at)
  place.text = nil
  return {
    matcher = matcher, pattern = rx.pattern, flags = rx.flags ~= "" and rx.flags or nil,
    item = a.item, from = a.from, to = a.to, what = a.what, saw = report.readable(a.saw),
    why = report.readable(a.why),
    done = a.done, progress = a.progress, tail = a.tail, nowhere = a.nowhere, span = report.place(a.span), at = place,
    source = snippet.of(at, a.span),
  }
end

-- Of attempts of several patterns or regions: a pattern that got farther through
-- is nearer; what regex:explain put first in its list stays before the rest of it.
local function better(a, b)
  if a.share ~= b.share then return a.share > b.share end
  return a.nth < b.nth
end

-- Put what regex:explain found behind `all`; whether it was cut short.
local function collect(all, rx, matcher, subject, limit)
  local list, share = rx:explain(subject, { limit = limit }), 1
  for _, got in ipairs(list) do
    share = math.min(share, got.share)
    local one = { got = got, rx = rx, matcher = matcher, nth = #all, share = share }
    if not got.nowhere then
      all[#all + 1] = one
    else
      all.nowhere = all.nowhere or one
    end
  end
  return list.cut
end

-- All attempts, best first, and whether something was left out.
local function gather(rule, subjects, limit)
  local all, cut, stop = {}, false, native.clock() + PATIENCE
  for i, matcher in ipairs(rule.match) do
    for _, rx in ipairs(near.regexes(matcher)) do
      for _, subject in ipairs(subjects) do
        if native.clock() > stop then
          cut = true
          break
        end
        cut = collect(all, rx, i, subject, limit) or cut
      end
    end
  end
  table.sort(all, better)
  return all, cut
end

--- The nearest attempts of `rule` in `subjects` (Views or Spans), best first, and
--- whether something was left out.  When nothing comes near, one that says which
--- first item matches nowhere.
function near.attempts(rule, subjects, limit)
  local all, cut = gather(rule, subjects, limit)
  if #all == 0 then all[1] = all.nowhere end
  local out = {}
  for i = 1, math.min(#all, limit) do
    out[i] = tell(all[i].got, all[i].rx, all[i].matcher)
  end
  return out, cut
end

return near
