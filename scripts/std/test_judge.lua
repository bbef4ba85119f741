-- test_judge.lua - does what a script made of a test's document hold?
--
-- Spans are compared as text with marks: ⟦…⟧ is a span of any rule, ⟦id:…⟧ one
-- of rule `id`.  A verdict is nil, or { message, want, got, at }: the lines that
-- differ, and the byte of `got` (from 1) where they do.

local native = require "docmill.native"
local plain = require "std.plain"
local same = require "std.same"
local snippet = require "std.snippet"

local OPEN, CLOSE = "\u{27E6}", "\u{27E7}"

-- The id in front of a mark's text, if a rule has it.
local function label_at(script, s, at)
  local id = s:match("^([^:\u{27E6}\u{27E7}\n]+):", at)
  return id and script.ids[id] and id or nil
end

-- Marked text as plain text and a list of { from, to, rule }: bytes, from 0.
local function read(script, s)
  local out, len, spans, open, at = {}, 0, {}, {}, 1
  while at <= #s do
    local mark = s:sub(at, at + 2)
    if mark == OPEN then
      at = at + 3
      local id = label_at(script, s, at)
      at = at + (id and #id + 1 or 0)
      local span = { from = len, rule = id }
      spans[#spans + 1], open[#open + 1] = span, span
    elseif mark == CLOSE and #open > 0 then
      table.remove(open).to = len
      at = at + 3
    else
      out[#out + 1] = s:sub(at, at)
      at, len = at + 1, len + 1
    end
  end
  for _, span in ipairs(open) do span.to = len end
  return table.concat(out), spans
end

-- Longer spans open first and close last, so that marks nest where they can.
local function by_place(a, b)
  if a.from ~= b.from then return a.from < b.from end
  if a.to ~= b.to then return a.to > b.to end
  return (a.rule or "") < (b.rule or "")
end

-- `text` with marks; ids are written where `named`.
local function write(text, spans, named)
  local at = {}
  local function add(place, mark)
    at[place] = at[place] or {}
    table.insert(at[place], mark)
  end
  table.sort(spans, by_place)
  for i = #spans, 1, -1 do
    if spans[i].to > spans[i].from then add(spans[i].to, CLOSE) end
  end
  for _, s in ipairs(spans) do
    add(s.from, OPEN .. (named and s.rule and s.rule .. ":" or ""))
    if s.to == s.from then add(s.to, CLOSE) end
  end
  local out, from = {}, 0
  for place = 0, #text do
    if at[place] then
      out[#out + 1] = text:sub(from + 1, place)
      out[#out + 1] = table.concat(at[place])
      from = place
    end
  end
  out[#out + 1] = text:sub(from + 1)
  return table.concat(out)
end

-- The span of a hit in the script's view: the value's own, if it is one.
local function span_of(hits, i, view)
  local span, value = hits.span[i], hits.value[i]
  local kind = native.kind(value)
  if kind == "span" then span = value end
  if kind == "place" then span = value.span or span end
  if span.view == view then return span end
  return snippet.whole(span):as(view)
end

-- What the rules found in `view`, as { from, to, rule }.
local function found(state, test, view)
  local spans = {}
  for _, rule in ipairs(state.script.rules) do
    local hits = state.hits[rule.id]
    for i = 1, hits and (not test.rule or test.rule == rule.id) and hits.n or 0 do
      local span = span_of(hits, i, view)
      if span then
        spans[#spans + 1] = { from = span.first - 1, to = span.last, rule = rule.id }
      end
    end
  end
  return spans
end

-- The two texts' first lines that differ, and where.
local function differ(want, got)
  local a, b = (want .. "\n"):gmatch "(.-)\n", (got .. "\n"):gmatch "(.-)\n"
  repeat
    local x, y = a(), b()
    if x ~= y then
      x, y = x or "", y or ""
      local at = 1
      while at <= #x and x:byte(at) == y:byte(at) do at = at + 1 end
      while at > 1 and (y:byte(at) or 0) & 0xC0 == 0x80 do at = at - 1 end
      return x, y, at
    end
  until x == nil
end

local function verdict(message, want, got)
  local x, y, at = differ(want, got)
  return { message = message, want = x, got = y, at = at }
end

-- The part of `text` that reads `piece`, which must be whole lines and be there
-- once: where it begins.
local function part(text, piece)
  local lines, wanted = "\n" .. text .. "\n", "\n" .. piece .. "\n"
  local from = lines:find(wanted, 1, true)
  if not from or lines:find(wanted, from + 1, true) then return nil end
  return from - 1
end

local function within(spans, from, to)
  local list = {}
  for _, s in ipairs(spans) do
    if s.from < to and s.to > from or s.from >= from and s.to <= to then
      list[#list + 1] = {
        from = math.max(s.from - from, 0), to = math.min(s.to, to) - from, rule = s.rule,
      }
    end
  end
  return list
end

-- Are the spans wanted those found?  A span that names no rule stands for all
-- that lie in the same place.
local function agree(wanted, got)
  local met = {}
  for _, g in ipairs(got) do
    local ok = false
    for i, w in ipairs(wanted) do
      if w.from == g.from and w.to == g.to and (not w.rule or w.rule == g.rule) then
        met[i], ok = true, true
      end
    end
    if not ok then return false end
  end
  for i in ipairs(wanted) do
    if not met[i] then return false end
  end
  return true
end

local function labelled(spans)
  for _, s in ipairs(spans) do
    if s.rule then return true end
  end
  return false
end

-- Spans in one place as one, for a text whose marks name no rules.
local function merged(spans)
  local list, seen = {}, {}
  for _, s in ipairs(spans) do
    local key = s.from .. "," .. s.to
    if not seen[key] then
      seen[key], list[#list + 1] = true, { from = s.from, to = s.to }
    end
  end
  return list
end

-- The text and its spans as they are in the script's view: what the steps of it
-- make of them.  Nil where a span has no exact place there.
local function through(script, text, spans)
  local doc = native.sample(text)
  local base, view, out = doc:view "decoded", doc:view(script.view), {}
  if base.text ~= text then return nil end
  for i, s in ipairs(spans) do
    local span, exact = base:span(s.from + 1, s.to):as(view)
    if not exact then return nil end
    out[i] = { from = span.first - 1, to = span.last, rule = s.rule }
  end
  return (view.text:gsub("\n+$", "")), out
end

-- What is expected, as text and spans of the view that reads `whole`, and where in
-- it the text begins; that is nil where it does not read so.
local function expected(script, test, whole)
  local text, spans = read(script, test.expect)
  text = text:gsub("\n+$", "")
  local from = part(whole, text)
  if from then return text, spans, from end
  local ok, made, moved = pcall(through, script, text, spans)
  native.drop_sample()
  if not ok or not made then return text, spans, nil end
  return made, moved, part(whole, made)
end

local function judge_marks(state, test)
  local script = state.script
  local view = state.doc:view(script.view)
  local whole = view.text:gsub("\n+$", "")
  local text, wanted, from = expected(script, test, whole)
  if not from then
    return verdict(("the view %s does not read so"):format(view.name), text, whole)
  end
  local got = within(found(state, test, view), from, from + #text)
  if agree(wanted, got) then return nil end
  local named = labelled(wanted)
  return verdict("other spans were found than expected", write(text, wanted, named),
    write(text, named and got or merged(got), named))
end

-- The groups of a match as a table of texts.
local function groups(m)
  local out = {}
  for _, name in ipairs(snippet.names(m)) do out[name] = m[name] and m[name].text end
  return out
end

-- The record as plain data.  A rule whose values are not looked at by the script
-- keeps its matches; they stand for their named groups.
local function record_of(state)
  local record = state.record and plain(state.record)
  for id, hits in pairs(state.record and state.lazy and state.hits or {}) do
    for i = 1, hits.groups and record[id] and hits.n or 0 do
      record[id][i] = groups(hits.value[i])
    end
  end
  return record
end

-- A record's values that are asked for and differ; the first by name.
local function judge_record(state, test)
  local record = record_of(state)
  if test.record == false then
    return record and { message = "a record came out, where none was expected" } or nil
  elseif not record then
    return { message = "no record came out" .. (state.away and ": " .. state.away or "") }
  end
  local keys = {}
  for k in pairs(test.record) do keys[#keys + 1] = k end
  table.sort(keys)
  for _, k in ipairs(keys) do
    local want = test.record[k]
    if want == false and record[k] == nil then want = nil end
    if not same.equal(want, record[k]) then
      return verdict(("the record's %s is another"):format(k), same.show(want),
        same.show(record[k]))
    end
  end
end

-- Nil, or what does not hold.  `failed` is why the document failed, or nil.
return function(state, test, failed)
  if test.fails then
    if not failed then
      return { message = ("must fail with %q, but did not"):format(test.fails) }
    elseif failed:find(test.fails, 1, true) then
      return nil
    end
    return verdict("failed in another way", test.fails, failed)
  elseif failed then
    return { message = "failed: " .. failed }
  end
  if test.expect and state.away then
    return { message = "the script's needs turned the document away: " .. state.away }
  end
  return test.expect and judge_marks(state, test)
    or test.record ~= nil and judge_record(state, test) or nil
end
