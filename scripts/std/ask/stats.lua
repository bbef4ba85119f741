-- stats.lua - what verb stats counts in one document.
--
-- The answer is { about, tell, view, cover, rest }: `tell` goes to the parent as
-- it is; cover[i] has the places of rule i's hits in the script's view and `rest`
-- those of the fields that are no rule's, as flat lists of bytes, from, to (0-based,
-- half open), which are united, counted and subtracted in C.  `about`, the rules and
-- fields themselves, comes with a worker's first answer only.
--
-- The question: `sample`, how many hits and near misses of each rule are wanted.
-- They are drawn by a hash of the document and the place, so that the draw is the
-- same for any number of workers.  What a worker has seen bounds what it offers: a
-- candidate that is not among its own best is not among the best of all.

local core = require "docmill.core"
local field = require "std.field"
local native = require "docmill.native"
local plain = require "std.plain"
local snippet = require "std.snippet"

local VALUES = 50  -- values of a field and document that are looked at
local LONG = 120   -- bytes of a value or reason; longer ones are cut
local AROUND = 16  -- characters shown around a sample
local KEYS = 200   -- fields of a record

local stats = { told = false, hits = {}, near = {} } -- this worker's

-- The places of `spans` in `view`, behind those in `out`.
local function places(out, spans, n, view, same)
  local k = #out
  for i = 1, n do
    local span = spans[i]
    if span and not same and span.view ~= view then span = snippet.whole(span):as(view) end
    if span then
      out[k + 1], out[k + 2] = span.first - 1, span.last
      k = k + 2
    end
  end
  return out
end

-- Do all hits of the rule lie in the script's view?
local function at_home(script, rule)
  if rule.view ~= script.view then return false end
  for _, m in ipairs(rule.match) do
    if type(m) == "function" then return false end
  end
  return true
end

-- How often each text stands in a list, as a list of { text, count }.
local function count(list, n, key)
  local out, at = {}, {}
  for i = 1, n do
    local text = key(list[i])
    local entry = at[text]
    if not entry then
      entry = { text, 0 }
      at[text], out[#out + 1] = entry, entry
    end
    entry[2] = entry[2] + 1
  end
  return out
end

local function reason_of(r) return snippet.short(tostring(r.reason), LONG) end
local function winner_of(b) return b.by end

local function rule_of(state, rule)
  local hits = state.hits[rule.id]
  if not hits then return { hits = 0 } end
  local rejected, beaten = hits.rejected or {}, hits.beaten or {}
  return {
    hits = hits.n, seconds = hits.seconds, refused = hits.nrejected,
    reasons = #rejected > 0 and count(rejected, #rejected, reason_of) or nil,
    beaten = #beaten > 0 and count(beaten, #beaten, winner_of) or nil,
  }
end

local function text_of(v)
  v = plain(v)
  if type(v) ~= "table" then return snippet.short(tostring(v), LONG) end
  local ok, text = pcall(core.json.encode, v)
  return ok and snippet.short(text, LONG) or "a table"
end

-- What a record has under a key: { name, how many, list of { text, count } }.
local function field_of(name, v)
  local list = native.kind(v) == "table" and rawlen(v) > 0 and v or { v }
  local n = rawlen(list)
  return { name, n, count(list, math.min(n, VALUES), text_of) }
end

local function filled(v)
  if v == nil or v == "" or v == core.json.null then return false end
  return native.kind(v) ~= "table" or next(v) ~= nil
end

local function fields_of(record)
  local names, out = {}, {}
  for name, v in next, record do
    if type(name) == "string" and filled(v) then names[#names + 1] = name end
  end
  table.sort(names)
  for i = 1, math.min(#names, KEYS) do
    out[i] = field_of(names[i], record[names[i]])
  end
  return out
end

-- The record, or what would be in it of a document that failed for want of a
-- field; nil when there is none.
local function record_of(state, failed)
  if not failed then return state.record end
  if not state.picking then return nil end
  local record = {}
  for _, f in ipairs(state.script.fields) do
    local ok, v = pcall(field.pick, state, f)
    if ok then record[f.name] = v end
  end
  return record
end

-- The places of values that no rule's hit stands behind.
local function rest_of(state, view)
  local out, ids = {}, state.script.ids or {}
  for _, place in pairs(state.places or {}) do
    if type(place.rules) ~= "string" or not ids[place.rules] then
      places(out, place.spans, #place.spans, view)
    end
  end
  return out
end

-- Does a candidate with this hash get among the `n` best?  Then it is put there.
local function enters(best, n, hash)
  if #best >= n and hash >= best[#best] then return false end
  local at = #best + 1
  while at > 1 and best[at - 1] > hash do at = at - 1 end
  table.insert(best, at, hash)
  best[n + 1] = nil
  return true
end

local function list_at(t, key)
  t[key] = t[key] or {}
  return t[key]
end

-- A span for people: where it is, and its text with what stands around it in
-- the line.
local function shown(span, hash, i)
  local p, whole = native.place(span), snippet.whole(span)
  return {
    rule = i, hash = hash, line = p.line, col = p.col, text = snippet.short(span.text, LONG),
    before = whole:before(AROUND):match "[^\n]*$", after = whole:after(AROUND):match "^[^\n]*",
  }
end

local function sample_hits(state, i, rule, n, out)
  local hits, best = state.hits[rule.id], list_at(stats.hits, i)
  local doc = state.doc.id .. "\0" .. rule.id .. "\0"
  for k = 1, hits and hits.n or 0 do
    local hash = core.hash.xxh3(doc .. hits.span[k].first)
    if enters(best, n, hash) then out[#out + 1] = shown(hits.span[k], hash, i) end
  end
end

local function near_of(matcher, view)
  local ok, list = pcall(function() return matcher:explain(view, { limit = 1 }) end)
  return ok and list[1] or nil
end

-- The nearest miss of a rule's patterns in the whole view: one a document.
local function sample_near(state, i, rule, n, out)
  local best = list_at(stats.near, i)
  local hash = core.hash.xxh3(state.doc.id .. "\0" .. rule.id)
  if rule.within or #best >= n and hash >= best[#best] then return end
  for _, m in ipairs(rule.match) do
    local near = native.kind(m) == "regex" and near_of(m, state.doc:view(rule.view))
    if near and near.progress > 0 then
      enters(best, n, hash)
      local it = shown(near.span, hash, i)
      it.item, it.what, it.saw = near.item, near.what, snippet.short(near.saw, LONG)
      it.why, it.done = near.why, near.done
      out[#out + 1] = it
      return
    end
  end
end

local function samples_of(state, n)
  local hits, near = {}, {}
  for i, rule in ipairs(state.script.rules) do
    sample_hits(state, i, rule, n, hits)
    sample_near(state, i, rule, n, near)
  end
  return hits, near
end

local function about_of(script)
  local rules, fields = {}, {}
  for i, r in ipairs(script.rules) do
    rules[i] = { id = r.id, file = r.file, line = r.line, view = r.view,
      conflict = r.contest and r.contest.policy }
  end
  for i, f in ipairs(script.fields or {}) do
    fields[i] = { name = f.name, required = f.required or false }
  end
  return { rules = rules, fields = fields, name = script.name, view = script.view }
end

-- What is counted of a document whose rules ran to their end.
local function whole(state, question, failed, out)
  local script, view = state.script, state.doc:view(state.script.view)
  local rules, cover = {}, {}
  for i, rule in ipairs(script.rules) do
    local hits = state.hits[rule.id]
    rules[i] = rule_of(state, rule)
    cover[i] = hits and places({}, hits.span, hits.n, view, at_home(script, rule)) or {}
  end
  out.view, out.cover, out.rest = view.name, cover, rest_of(state, view)
  local record = record_of(state, failed)
  out.tell = { rules = rules, shared = state.shared, fields = record and fields_of(record) }
  if question.sample then
    out.tell.samples, out.tell.near = samples_of(state, question.sample)
  end
end

-- Did all rules come to their end?  They did where a field or the script's own
-- handler failed.
local function ran(state)
  for _, rule in ipairs(state.script.run or {}) do
    if not state.hits[rule.id] then return false end
  end
  return true
end

return function(state, question, failed)
  local out = {}
  if not stats.told and not state.script.chunk then
    out.about, stats.told = about_of(state.script), true
  end
  if not state.away and (not failed or ran(state)) then whole(state, question, failed, out) end
  return out
end
