-- at.lua - what the script did with a place of the document.
--
-- The question names a range of bytes of the view "decoded" (from, to), or a
-- text and how many of its places are wanted (text, limit).  The answer has
-- total, how often the text stands there, and for each place told {view, byte,
-- rules, fields, annotations, drops, edits, near}: see help topic explain.

local native = require "docmill.native"
local plain = require "std.plain"
local snippet = require "std.snippet"

local NEAR = 3       -- rules told when none touches a place
local MANY = 1000000 -- places of a text that are counted; then there are more

local function place(span)
  local p = native.place(span)
  p.text = span.text
  return p
end

-- The places of a text in a view, at most `limit`, and how many there are.
local function search(view, text, limit)
  local all, out, n, at = view.text, {}, 0, 1
  while n < MANY do
    local from, to = all:find(text, at, true)
    if not from then break end
    n, at = n + 1, to + 1
    if n <= limit then out[n] = view:span(from, to) end
  end
  return out, n
end

local function find(state, question)
  local doc = state.doc
  local decoded = doc:view "decoded"
  if not question.text then return { decoded:span(question.from + 1, question.to) }, 1 end
  local out, n = search(doc:view(state.script.view), question.text, question.limit)
  if n > 0 then return out, n end
  return search(decoded, question.text, question.limit)
end

-- A place and where it lies in "decoded"; text that a reader put in lies
-- nowhere there.
local function target(state, span)
  return { span = span, file = snippet.whole(span):as(state.doc:view "decoded") }
end

local function meet(a, b)
  if #a == 0 or #b == 0 then return a.first <= b.last + 1 and b.first <= a.last + 1 end
  return a.first <= b.last and b.first <= a.last
end

-- Does `span` touch the place?  Views differ: both are looked for in the file.
local function touches(t, span)
  if span.view == t.span.view then return meet(span, t.span) end
  local there = t.file and snippet.whole(span):as(t.file.view)
  return there ~= nil and meet(there, t.file)
end

-- Characters of the file between a span and the place, and where it lies.
local function distance(t, span)
  local there = t.file and snippet.whole(span):as(t.file.view)
  if not there then return nil end
  local from, to, side = there.last + 1, t.file.first - 1, "before"
  if there.first > t.file.last then from, to, side = t.file.last + 1, there.first - 1, "after" end
  return math.max(0, to - from + 1), side, from, to
end

local function entry(rule, kind, span)
  local e = place(span)
  e.rule, e.file, e.script_line, e.kind = rule.id, rule.file, rule.line, kind
  return e
end

local function matched(t, rule, hits, out)
  for i = 1, hits.n do
    if touches(t, hits.span[i]) then
      local e = entry(rule, "matched", hits.span[i])
      e.value, e.score = plain(hits.value[i]), hits.score and plain(hits.score[i])
      out[#out + 1] = e
    end
  end
end

local function lost(t, rule, list, kind, out)
  for _, r in ipairs(list or {}) do
    if touches(t, r.span) then
      local e = entry(rule, kind, r.span)
      e.reason, e.by, e.value = r.reason, r.by, r.by and plain(r.value)
      out[#out + 1] = e
    end
  end
end

-- What a rule found, also one that the document failed on.
local function hits_of(state, rule, failed)
  local doing = failed and state.doing
  return state.hits[rule.id] or doing and doing.rule == rule and doing.hits or nil
end

-- The match that the document failed on.
local function broken(t, state, failed, out)
  local doing = failed and state.doing
  if doing and doing.span and touches(t, doing.span) then
    local e = entry(doing.rule, "failed", doing.span)
    e.reason = (doing.what and "in " .. doing.what .. ": " or "") .. failed
    out[#out + 1] = e
  end
end

local function rules_at(state, t, failed)
  local out = {}
  broken(t, state, failed, out)
  for _, rule in ipairs(state.script.rules) do
    local hits = hits_of(state, rule, failed)
    if hits then
      matched(t, rule, hits, out)
      lost(t, rule, hits.rejected, "refused", out)
      lost(t, rule, hits.beaten, "beaten", out)
    end
  end
  return out
end

-- The field's value that has the `i`-th place, as the record has it.
local function value_at(state, f, i)
  local v = state.record[f.name]
  if f.pick == "all" and type(v) == "table" then v = v[i] end
  return plain(v)
end

-- Of the values of a field and of those it did not pick.
local function fields_at(state, t)
  local out = {}
  for _, f in ipairs(state.script.fields or {}) do
    local given = state.places and state.places[f.name]
    for i, span in ipairs(given and given.spans or {}) do
      if span and touches(t, span) then
        out[#out + 1] = { field = f.name, kind = "picked", file = f.file, script_line = f.line,
          value = value_at(state, f, i) }
      end
    end
    for _, c in ipairs(state.candidates[f.name] or {}) do
      if c.span and touches(t, c.span) then
        out[#out + 1] = { field = f.name, kind = "lost", file = f.file, script_line = f.line,
          rule = c.rule, value = plain(c.value), reason = plain(c.lost) }
      end
    end
  end
  return out
end

-- Those of a list of {span, …} that touch the place; `keys` go along.
local function noted(t, list, keys)
  local out = {}
  for _, one in ipairs(list) do
    if touches(t, one.span) then
      local e = place(one.span)
      for _, key in ipairs(keys) do
        if one[key] ~= "" then e[key] = plain(one[key]) end
      end
      out[#out + 1] = e
    end
  end
  return out
end

local function edits_at(t, doc)
  local out = {}
  for _, edit in ipairs(doc:edits()) do
    if touches(t, edit.span) then
      local e = place(edit.span)
      e.op, e.before, e.rule, e.state = edit.op, edit.span.text, edit.rule, edit.state
      e.file, e.script_line, e.after = edit.file, edit.line, edit.text
      if edit.op == "wrap" then e.wrap, e.after = { edit.text, edit.after }, nil end
      if edit.op == "delete" then e.after = "" end
      out[#out + 1] = e
    end
  end
  return out
end

-- The hit of a rule that is nearest to the place.
local function nearest(t, hits)
  local best
  for i = 1, hits.n do
    local bytes, side, from, to = distance(t, hits.span[i])
    if bytes and (not best or bytes < best.bytes) then
      best = { bytes = bytes, side = side, from = from, to = to, span = hits.span[i] }
    end
  end
  return best
end

-- The rules whose hits are nearest, when none touches the place.
local function near(state, t)
  local all, out = {}, {}
  for _, rule in ipairs(state.script.rules) do
    local best = state.hits[rule.id] and nearest(t, state.hits[rule.id])
    if best then
      best.rule = rule
      all[#all + 1] = best
    end
  end
  table.sort(all, function(a, b)
    if a.bytes ~= b.bytes then return a.bytes < b.bytes end
    return a.rule.id < b.rule.id
  end)
  for i = 1, math.min(#all, NEAR) do
    local best = all[i]
    local e = entry(best.rule, "near", best.span)
    local gap = best.bytes > 0 and t.file.view:span(best.from, best.to).text or ""
    e.side, e.distance = best.side, utf8.len(gap) or best.bytes
    out[i] = e
  end
  return out
end

-- Rules that refused more than is kept: whether one of those touches the place
-- nobody knows.
local function unsure(state)
  local out
  for _, rule in ipairs(state.script.rules) do
    local hits = state.hits[rule.id]
    local kept = hits and hits.rejected and #hits.rejected or 0
    if hits and hits.nrejected > kept then
      out = out or {}
      out[#out + 1] = { rule = rule.id, file = rule.file, script_line = rule.line,
        more = hits.nrejected - kept }
    end
  end
  return out
end

local function tell(state, span, failed)
  local doc, t = state.doc, target(state, span)
  local out = {
    view = span.view.name, byte = { span.first - 1, span.last }, text = span.text,
    rules = rules_at(state, t, failed), fields = fields_at(state, t),
    annotations = noted(t, doc:annotations(), { "type", "features" }),
    drops = noted(t, doc:drops(), { "reason" }), edits = edits_at(t, doc),
  }
  if #out.rules == 0 then out.near = near(state, t) end
  out.unsure = unsure(state)
  return out
end

return function(state, question, failed)
  local found, total = find(state, question)
  local places = {}
  for i, span in ipairs(found) do places[i] = tell(state, span, failed) end
  return {
    view = state.doc:view(state.script.view).name, total = total, places = places,
    away = state.away, skipped = native.skipped(state.doc), failed = failed,
    more = total == MANY or nil,
  }
end
