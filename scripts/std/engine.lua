-- engine.lua - one document through a script.
--
-- What the rules found stays in `state` until the next document: state.hits
-- maps a rule's id to { n, span, value, score, beaten, rejected, nrejected },
-- parallel lists in the order of the text.  Nothing is made per match that
-- nobody asked for: a rule without where and value costs two calls.
--
-- When a module of std/ask is asked about documents, it gets that state: also
-- state.shared, the seconds of passes that rules share, hits.seconds, those of a
-- rule, state.record and state.places, the record and the places of its fields,
-- state.away, why the script's `needs` did not want the document, and state.doing,
-- what is at work: the rule, which of its functions (what), the span it was asked
-- about, and its hits so far.

local act = require "std.action"
local conflict = require "std.conflict"
local json = require("docmill.core").json
local field = require "std.field"
local moved = require "std.moved"
local native = require "docmill.native"
local needs = require "std.needs"
local shape = require "std.shape"
local snippet = require "std.snippet"
local writer = require "std.writer"

local scan, values, cursor, at = native.scan, native.values, native.cursor, native.at

local engine = { last = false } -- the state of the document before
local asked = false -- a module of std/ask is asked about every document

local REJECTED = 100 -- kept for each rule; all are counted

local function view_of(state, name)
  local view = state.views[name]
  if not view then
    view = state.doc:view(name)
    state.views[name] = view
  end
  return view
end

-- The spans that a rule's `within` names, in the rule's view.
local function regions(state, rule)
  local doc, w, list = state.doc, rule.within, {}
  local view = view_of(state, rule.view)
  local found
  if type(w) == "function" then
    if asked then state.doing.what = "within" end
    found = engine.spans(rule, "within", w(doc, view))
  elseif w.rule then
    found = state.hits[w.rule].span
  elseif w.block then
    found = doc:blocks(w.block)
  else
    found = doc:annotations(w.type)
  end
  for _, v in ipairs(found) do
    local span = native.kind(v) == "span" and v or v.span
    if span.view ~= view then span = snippet.whole(span):as(view) end
    if span then list[#list + 1] = span end
  end
  return list
end

-- What a function gave: nothing, a Span, a list or an iterator of Spans.
function engine.spans(rule, key, given, arg, init)
  local kind, list = native.kind(given), {}
  if kind == "nil" then
    return list
  elseif kind == "span" then
    return { given }
  elseif kind == "function" then
    for span in given, arg, init do list[#list + 1] = span end
  elseif kind == "table" then
    list = given
  else
    shape.fail("bad_type", rule, "return a list or an iterator of Spans",
      "%s of %s gave a %s", key, rule.what, kind)
  end
  for i, span in ipairs(list) do
    if native.kind(span) ~= "span" then
      shape.fail("bad_type", rule, nil, "%s of %s gave a %s as number %d, not a Span",
        key, rule.what, native.kind(span), i)
    end
  end
  return list
end

-- The pass over a rule's view that its matcher `i` shares with others, and
-- its number there; nil when it looks for itself.
local function lane_of(state, rule, i, view)
  local k, name = rule.lanes and rule.lanes[i], rule.view
  local set = k and state.script.sets[name]
  if not set then return nil end
  local run = state.runs[name]
  if not run then
    local from = asked and native.clock()
    run = native.run(view, set)
    state.runs[name] = run
    if from then state.shared = state.shared + native.clock() - from end
  end
  return run, k
end

-- Append what one matcher finds in `subject` to `list`, which has `n`.
local function scan_one(state, rule, matcher, subject, list, n, run, k)
  if type(matcher) ~= "function" then
    return scan(subject, matcher, list, n, run, k)
  end
  if asked then state.doing.what = "match" end
  for _, span in ipairs(engine.spans(rule, "match", matcher(subject, state.doc))) do
    n = n + 1
    list[n] = span
  end
  return n
end

local function scan_all(state, rule, i, list)
  local matcher = rule.match[i]
  if not rule.within then
    local view = view_of(state, rule.view)
    return scan_one(state, rule, matcher, view, list, 0, lane_of(state, rule, i, view))
  end
  local n, list_of = 0, regions(state, rule)
  if asked then state.regions[rule.id] = snippet.wholes(list_of) end
  for _, region in ipairs(list_of) do
    n = scan_one(state, rule, matcher, region, list, n)
  end
  return n
end

-- The group called value took no part in a match: it stays out, and -v says so.
local function reject_void(state, hits, span)
  if not hits.void then
    hits.void, hits.void_span = 0, span
    state.void[#state.void + 1] = hits
  end
  hits.void = hits.void + 1
  hits.nrejected = hits.nrejected + 1
  if hits.nrejected <= REJECTED then
    hits.rejected = hits.rejected or {}
    hits.rejected[hits.nrejected] = { span = span, kind = "void",
      reason = "its group 'value' took no part" }
  end
end

local function reject(hits, span, why, kind)
  hits.nrejected = hits.nrejected + 1
  if hits.nrejected <= REJECTED then
    hits.rejected = hits.rejected or {}
    hits.rejected[hits.nrejected] = { span = span, reason = tostring(why), kind = kind }
  end
end

-- Judge the matches of list `raw` by the rule's own functions; what they
-- accept goes behind the hits.
local function judge(state, rule, hits, raw, n)
  local where, value, doc = rule.where, rule.value, state.doc
  local given = not value and values(raw, n, false)
  local doing = state.doing
  for i = 1, n do
    local m = raw[i]
    local ok, why = true, nil
    cursor(rule.id, m)
    if doing then doing.what, doing.span = where and "where", m end
    if where then ok, why = where(m, doc) end
    if doing then doing.what = "value" end
    if not ok then
      reject(hits, m, why or "where said no", "where")
    elseif value then
      engine.take(hits, m, value(m, doc))
    elseif given[i] == false then
      reject_void(state, hits, m)
    else
      engine.take(hits, m, given[i])
    end
  end
end

-- Put a match and its value behind the hits.  What a value function returns
-- second is a score, or without a value the reason.
function engine.take(hits, span, value, score)
  if value == nil then return reject(hits, span, score or "no value", "value") end
  local n = hits.n + 1
  hits.n, hits.span[n], hits.value[n] = n, span, value
  if score ~= nil then
    hits.score = hits.score or {}
    hits.score[n] = score
  end
end

-- The same for a rule without functions: every match has its default value.
local function accept(state, rule, hits, raw, n)
  if n == 0 then return end
  local list, lack, groups = values(raw, n, state.lazy)
  if lack > 0 then return judge(state, rule, hits, raw, n) end
  if hits.n == 0 then
    hits.n, hits.span, hits.value, hits.groups = n, raw, list, groups
    return
  end
  table.move(raw, 1, n, hits.n + 1, hits.span)
  table.move(list, 1, n, hits.n + 1, hits.value)
  hits.n, hits.groups = hits.n + n, hits.groups or groups
end

-- Where matches of competing matchers overlap, the matcher that was written
-- first keeps its own.  `ends` says up to where in the hits each one's are.
local function compete(state, hits, ends)
  local all, rank = {}, 1
  for i = 1, hits.n do
    while i > ends[rank] do rank = rank + 1 end
    local from, to = hits.span[i].first, hits.span[i].last
    all[i] = { nth = i, rank = rank, from = from, to = to }
  end
  local kept, span, value, score = {}, {}, {}, hits.score and {}
  conflict.contest(state, all, function(e, winner)
    e.lost = true
    reject(hits, hits.span[e.nth],
      ("matcher %d found this place first"):format(winner.rank), "matcher")
  end)
  for _, e in ipairs(all) do
    if not e.lost then kept[#kept + 1] = e end
  end
  table.sort(kept, function(a, b)
    if a.from ~= b.from then return a.from < b.from end
    return a.nth < b.nth
  end)
  for i, e in ipairs(kept) do
    span[i], value[i] = hits.span[e.nth], hits.value[e.nth]
    if score then score[i] = hits.score[e.nth] end
  end
  hits.n, hits.span, hits.value, hits.score = #kept, span, value, score
end

-- Everything that `rule` finds in the document.
function engine.find(state, rule)
  local hits = { rule = rule, n = 0, span = {}, value = {}, nrejected = 0 }
  local take = (rule.where or rule.value) and judge or accept
  local matchers = rule.match
  local ends = matchers[2] and {}
  for i = 1, #matchers do
    local raw = {}
    at(rule)
    cursor(rule.id)
    if asked then state.doing = { rule = rule, hits = hits } end
    take(state, rule, hits, raw, scan_all(state, rule, i, raw))
    if ends then ends[i] = hits.n end
  end
  if ends then compete(state, hits, ends) end
  return hits
end

-- A rule that contests acts when all its rivals have run.
local function finish_rule(state, rule)
  local contest = rule.contest
  if not contest then return act(state, rule) end
  if contest.last ~= rule then return end
  local lost = conflict.settle(state, contest, contest.policy)
  state.conflicts = state.conflicts + lost
  for _, r in ipairs(contest) do act(state, r) end
end

function engine.start(script, doc)
  return {
    script = script, doc = doc, views = {}, runs = {}, hits = {}, conflicts = 0,
    candidates = {}, void = {}, shared = 0, regions = asked and {},
    lazy = not (script.fields or script.document or script.acts),
  }
end

-- From now on the state of each document is kept for a module of std/ask.
function engine.be_asked() asked = true end

-- The same, with the seconds that it took: those of making the view and of the
-- pass over it that rules share are not in them.
local function find_timed(state, rule)
  view_of(state, rule.view)
  local from, shared = native.clock(), state.shared
  local hits = engine.find(state, rule)
  hits.seconds = native.clock() - from - (state.shared - shared)
  return hits
end

function engine.rules(state)
  local find = asked and find_timed or engine.find
  for _, rule in ipairs(state.script.run) do
    state.hits[rule.id] = find(state, rule)
    finish_rule(state, rule)
  end
  for _, run in pairs(state.runs) do native.done(run) end
  state.runs, state.doing = {}, nil
  cursor()
end

-- The record of a script without fields: a list for each rule that does not
-- only drop.
local function record_of_rules(state)
  local record, places, groups = {}, native.spans and {}, {}
  for _, rule in ipairs(state.script.rules) do
    local hits = state.hits[rule.id]
    if rule.action ~= "drop" then
      local list = hits.value
      if not state.lazy then list = table.move(list, 1, hits.n, 1, {}) end
      record[rule.id] = list
      if places then places[rule.id] = { spans = hits.span, rules = rule.id } end
      groups[rule.id] = hits.groups
    end
  end
  return record, places, groups
end

local function record_of_fields(state)
  local record, places = {}, {}
  state.picking = true -- for those who ask why there is no record
  for _, f in ipairs(state.script.fields) do
    record[f.name], places[f.name], state.candidates[f.name] = field.pick(state, f)
  end
  state.picking = false
  cursor()
  return record, places, nil
end

-- Let the script's document handler have the record; nil for none.
local function handle(state, ctx, record, places)
  local document = state.script.document
  local was = (native.spans or asked) and places and moved.remember(record, places)
  local given = document(state.doc, record, ctx)
  if given == false then return nil end
  if given == nil then given = record end
  if type(given) ~= "table" then
    shape.fail("bad_result", state.script, "return the record, nil to keep it, "
      .. "or false for none", "document returned a %s", native.kind(given))
  end
  return given, was and moved.still(was, given, places)
end

-- What is not in the record: candidates that lost, hits that were rejected.
local function tell_counts(state)
  local lost, rejected = {}, {}
  for name, list in pairs(state.candidates) do lost[name] = #list end
  for id, hits in pairs(state.hits) do
    if hits.nrejected > 0 then rejected[id] = hits.nrejected end
  end
  native.counts(lost, rejected)
end

local function tell_void(hits)
  local n = hits.void
  native.note {
    message = ("%s: %s left out, %s group 'value' took no part"):format(hits.rule.what,
      n == 1 and "a match was" or n .. " matches were", n == 1 and "its" or "their"),
    help = "for a default write value = function(m) return m.value or \"…\" end",
    file = hits.rule.file, line = hits.rule.line, span = hits.void_span,
  }
end

local function tell(state)
  if state.conflicts > 0 then native.conflict(state.conflicts) end
  for _, hits in ipairs(state.void) do tell_void(hits) end
  if native.meta then tell_counts(state) end
end

-- Is this table no record: a list, or nothing?
local function is_list(t)
  for k in pairs(t) do
    if type(k) ~= "string" then return true end
  end
  return next(t) == nil and not native.is_object(t)
end

-- The record of a one-liner, for the `n` values it returned; nil for none.
-- Nil and a text is Lua's way to say that the data would not do.
local function chunk_record(script, n, first, second, ...)
  if first == nil and (n < 2 or n == 2 and second == nil) then return nil end
  if first == nil and n == 2 and type(second) == "string" then
    native.note { message = second, file = script.file, warning = true }
    return nil
  end
  if n == 1 then
    return type(first) == "table" and not is_list(first) and first or { value = first }
  end
  local list = { first, second, ... }
  for i = 1, n do
    if list[i] == nil then list[i] = json.null end
  end
  return { value = list }
end

local function run_chunk(script, doc)
  local function put(...)
    local record = chunk_record(script, select("#", ...), ...)
    if record then native.put(record) end
  end
  put(script.chunk(doc))
end

-- What made the fields of a record, by their names: fields, or rules.
local function maker_of(script)
  local made = {}
  for _, f in ipairs(script.fields or {}) do made[f.name] = f end
  return script.fields and made or script.ids
end

-- The rules and handlers of a script that is no one-liner.
local function run_script(script, doc, ctx)
  local state = engine.start(script, doc)
  engine.last = state
  engine.rules(state)
  local build = script.fields and record_of_fields or record_of_rules
  local record, places, groups = build(state)
  ctx.candidates = state.candidates
  if script.document then record, places = handle(state, ctx, record, places) end
  state.record, state.places = record, places
  if record then
    native.put(record, script.order, groups, places, script.document or maker_of(script))
  end
  tell(state)
end

-- Behind all else: the edits of rules are committed, what a script forgot to
-- commit is said, the script's writer has its turn.
local function close(script, doc)
  if native.skipped(doc) then return end
  native.commit(doc)
  if script.writer then writer.run(script.writer, doc) end
  native.queued(doc, "add doc:commit()" .. (script.chunk and ""
    or " to document, or take view.text:gsub for a string alone"))
end

-- Run the script over a document; `ctx` is the worker's.
function engine.document(script, doc, ctx)
  local reason = script.needs and needs.refuse(script.needs, doc)
  if reason then
    if asked then
      engine.last = engine.start(script, doc)
      engine.last.away = reason
    end
    return native.away(reason)
  end
  if script.chunk then run_chunk(script, doc) else run_script(script, doc, ctx) end
  close(script, doc)
end

return engine
