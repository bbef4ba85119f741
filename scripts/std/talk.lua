-- talk.lua - what answers in a conversation (docmill repl).
--
-- Called with the globals of what is typed, it gives the functions that the
-- engine calls (core/engine/talk.h).  They take strings and return the text of
-- their answer, or data; nil for none, false for an input that is not complete.

local engine = require "std.engine"
local native = require "docmill.native"
local show = require "std.show"
local words = require "std.talk_complete"

local LINES = 400 -- of a text that are shown at a time
local LONG = 2000 -- characters of a line, unless it is the only one
local HITS = 100 -- of a rule
local TIMING = 0.25 -- seconds that :time takes at most, unless one run takes longer

local talk, env = {}, nil
local state, doc, view_name -- what the script found (nil without one); chosen view

local NONE = "there is no script: docmill repl SCRIPT INPUT…"
local LOST = "what the script found here is lost: a limit ended the run; :reload runs it again"

local none = NONE -- what is said while there is no state

-- What is typed for a rule that is not there.
local function no_rule(name)
  local ids = {}
  for _, rule in ipairs(state.script.rules) do ids[#ids + 1] = rule.id end
  local near = native.nearest(name, ids)
  local more = near and ("; did you mean '%s'?"):format(near)
    or #ids > 0 and "; there are " .. table.concat(ids, ", ") or ""
  return ("there is no rule '%s'%s"):format(name, more)
end

local function rules()
  return state and state.script.rules or {}
end

-- `hits`: by rule, the list of its matches.
local hits = setmetatable({}, {
  __index = function(_, id)
    local found = state and state.hits[id]
    if found then return found.span end
    if state and state.script.ids and state.script.ids[id] then return {} end
    error(state and no_rule(tostring(id)) or none, 2)
  end,
  __newindex = function() error("hits is read-only", 2) end,
  __pairs = function()
    local all = {}
    for _, rule in ipairs(rules()) do
      all[rule.id] = state.hits[rule.id] and state.hits[rule.id].span or {}
    end
    return pairs(all)
  end,
  __metatable = false,
})

local named = { raw = true, decoded = true, text = true, clean = true, whole = true }

-- The view that `:view` names: its own name, or steps.
local function view_of(name)
  if named[name] then return doc:view(name) end
  local steps = {}
  for step in name:gmatch "[^,%s]+" do steps[#steps + 1] = step end
  return doc:view(steps)
end

local function set_view(name)
  env.view = name and view_of(name) or doc:view(state and state.script.view or "clean")
  view_name = name
end

-- A document was opened; when it `ran` the script went over it, if there is one.
function talk.begin(given, ran)
  local ok, last = pcall(function() return engine.last end)
  if not ok then last = nil end
  doc, state, none = given, nil, ran and NONE or LOST
  if last and last.doc == given and not last.script.chunk then state = last end
  env.doc = doc
  env.record = state and state.record
  if not pcall(set_view, view_name) then set_view() end
end

local function pack(...) return select("#", ...), { ... } end

local function answer(n, values)
  local out = {}
  for i = 1, n do out[i] = show.value(values[i]) end
  if values[1] ~= nil then env._ = values[1] end
  return n > 0 and table.concat(out, "\n") or nil
end

-- The chunk as a function; what is loaded late is loaded when it is named.
local function compile(source)
  for _, name in ipairs { "layout", "template" } do
    if source:find(name, 1, true) and not rawget(env, name) then env[name] = env.docmill[name] end
  end
  return native.compile(source, env)
end

function talk.eval(source)
  local chunk = compile((source:gsub("^%s*=%s*", "")))
  if not chunk then return false end
  return answer(pack(chunk()))
end

-- Run a chunk again and again for a while; the seconds of each run.
local function repeated(chunk, first)
  local list, total = { first }, first
  while total < TIMING and #list < 10000 do
    local from = native.clock()
    chunk()
    list[#list + 1] = native.clock() - from
    total = total + list[#list]
  end
  table.sort(list)
  return list
end

local function span_of_time(s)
  if s < 1e-3 then return ("%.1f µs"):format(s * 1e6) end
  return s < 1 and ("%.2f ms"):format(s * 1e3) or ("%.2f s"):format(s)
end

function talk.time(source)
  local chunk = compile(source)
  if not chunk then return "the expression is not complete" end
  local from = native.clock()
  local n, values = pack(chunk())
  local list = repeated(chunk, native.clock() - from)
  local time = ("%s (median of %d; best %s, worst %s)"):format(span_of_time(list[(#list + 1) // 2]),
    #list, span_of_time(list[1]), span_of_time(list[#list]))
  local said = answer(n, values)
  return said and said .. "\n" .. time or time
end

local function counts(found)
  local out = { ("%d hit%s"):format(found.n, found.n == 1 and "" or "s") }
  if found.nrejected > 0 then out[#out + 1] = found.nrejected .. " rejected" end
  if found.beaten then out[#out + 1] = #found.beaten .. " beaten" end
  if found.seconds then out[#out + 1] = span_of_time(found.seconds) end
  return table.concat(out, ", ")
end

local function pad(s, cells)
  return s .. (" "):rep(cells - show.cells(s))
end

local function all_hits()
  local out, wide = {}, 0
  for _, rule in ipairs(rules()) do wide = math.max(wide, show.cells(rule.id)) end
  for _, rule in ipairs(rules()) do
    local found = state.hits[rule.id]
    out[#out + 1] = pad(rule.id, wide) .. "  " .. (found and counts(found) or "did not run")
  end
  return #out > 0 and table.concat(out, "\n") or "the script has no rules"
end

-- "  3:5  "text"  → value", with what `more` says.
local function hit_line(span, more)
  return ("  %s  %s%s"):format(pad(show.at(span), 7), show.text((span[0] or span).text, 60), more or "")
end

local function value_text(span, value)
  if native.kind(value) == "span" and value.text == (span[0] or span).text then return "" end
  return " → " .. show.value(value):gsub("\n%s*", " ")
end

local function one_rule(rule, found)
  local out = { rule.id .. ": " .. counts(found) }
  for i = 1, math.min(found.n, HITS) do
    out[#out + 1] = hit_line(found.span[i], value_text(found.span[i], found.value[i]))
  end
  if found.n > HITS then out[#out + 1] = ("  … %d more"):format(found.n - HITS) end
  for _, r in ipairs(found.rejected or {}) do
    out[#out + 1] = hit_line(r.span, " rejected: " .. tostring(r.reason))
  end
  for _, b in ipairs(found.beaten or {}) do
    out[#out + 1] = hit_line(b.span, " beaten by " .. tostring(b.by))
  end
  return table.concat(out, "\n")
end

function talk.hits(id)
  if not state then return none end
  if id == "" then return all_hits() end
  local rule = state.script.ids[id]
  if not rule then return no_rule(id) end
  local found = state.hits[id]
  return found and one_rule(rule, found) or id .. ": did not run"
end

function talk.record()
  if not state then return none end
  if state.away then return "the script did not want the document: " .. state.away end
  return state.record and show.value(state.record) or "there is no record"
end

local function field_line(f)
  local given = state.places and state.places[f.name]
  local lost = state.candidates[f.name] or {}
  local from = given and type(given.rules) == "string" and "  from " .. given.rules or ""
  local where = given and given.spans and given.spans[1]
  return ("%s = %s%s%s%s"):format(f.name, show.value(state.record and state.record[f.name]), from,
    where and " at " .. show.at(where) or "",
    #lost > 0 and (", %d candidate%s not picked"):format(#lost, #lost == 1 and "" or "s") or "")
end

function talk.fields()
  if not state then return none end
  if not state.script.fields then return "the script has no fields: its record has a list for each rule" end
  local out = {}
  for _, f in ipairs(state.script.fields) do out[#out + 1] = field_line(f) end
  return table.concat(out, "\n")
end

function talk.why(id)
  if not state then return none end
  if not state.script.ids[id] then return no_rule(id) end
  local why = native.library "std.ask.why"
  return why(state, { rule = id, limit = 3 })
end

-- :view, :view NAME, :view a,b,c
function talk.view(name)
  if not doc then return "there is no document" end
  if name ~= "" then set_view(name ~= "default" and name or nil) end
  local n = #doc:lines(env.view)
  return ("view %s: %d bytes, %d line%s"):format(env.view.name, #env.view.text, n, n == 1 and "" or "s")
end

-- :text [FROM [TO]]: lines of the view, numbered; a single line is shown whole.
function talk.text(which)
  if not doc then return "there is no document" end
  local first, last = which:match "^(%d*)%s*(%d*)$"
  if not first then return ":text FROM TO shows those lines" end
  local lines, out = doc:lines(env.view), {}
  local from = math.max(math.tointeger(first) or 1, 1)
  local to = math.min(math.tointeger(last) or from + LINES - 1, #lines)
  if from > #lines then
    return ("there is no line %d: the view has %d"):format(from, #lines)
  elseif from > to then
    return ("line %d is behind line %d"):format(from, to)
  end
  for i = from, to do
    local text, cut = show.cut(lines[i].text, from == to and last ~= "" and math.huge or LONG)
    out[#out + 1] = ("%5d  %s%s"):format(i, text, cut)
  end
  if to < #lines then out[#out + 1] = ("  … %d more lines; :text %d"):format(#lines - to, to + 1) end
  return table.concat(out, "\n")
end

-- Names, for completion.
function talk.rules()
  local out = {}
  for _, rule in ipairs(rules()) do out[#out + 1] = rule.id end
  return table.concat(out, "\n")
end

return function(globals)
  env = setmetatable({}, { __index = _G })
  for name, v in next, globals do env[name] = v end
  env.hits = hits
  function talk.complete(before) return words(before, env) end
  return talk
end
