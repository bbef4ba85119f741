-- layout.lua - docmill.layout: a picture of lines, with holes.
--
-- A template is a list of items, read from top to bottom against the lines of a
-- view: lines to be matched, lines to be passed over, groups that repeat or may
-- be missing.  The idea is TXR's; line patterns are our regexes and what they
-- capture are Spans of the view.
--
-- layout_compile.lua turns items into a small program, layout_run.lua runs it
-- with backtracking under a budget of steps, layout_trace.lua says how far a
-- failure got, this file is what scripts see.

local compile = require "std.layout_compile"
local native = require "docmill.native"
local rule = require "std.rule"
local run = require "std.layout_run"
local shape = require "std.shape"
local snippet = require "std.snippet"
local trace = require "std.layout_trace"

local STEPS, PER_LINE = 1000000, 40 -- what one answer may take

local Layout = { __name = "layout", __metatable = false }
Layout.__index = function(_, key)
  return Layout[key] or shape.unknown("script", nil,
    { match = 1, find = 1, gmatch = 1, explain = 1, matcher = 1, names = 1 },
    "a layout has no member '%s'", tostring(key))
end

Layout.__pairs = function()
  local methods = {}
  for name, f in pairs(Layout) do
    if name:sub(1, 2) ~= "__" then methods[name] = f end
  end
  return pairs(methods)
end

-- Which bindings belong to a Span that a layout gave to a rule.
local found = setmetatable({}, { __mode = "k" })

-- The lines of a View, or those that a Span touches, cut at its ends.
local function lines_of(subject, what)
  local kind = native.kind(subject)
  if kind == "view" then return subject:lines(), subject, 0 end
  if kind ~= "span" then
    shape.fail("bad_type", nil, "give it a View (doc:view \"text\") or a Span",
      "%s looks at the lines of a View or a Span, not at a %s", what, kind)
  end
  subject = snippet.whole(subject)
  local view, list = subject.view, {}
  local all, from, to = view:lines(), subject:range "line"
  for i = from, math.min(to, #all) do
    local a, b = all[i]:range()
    local first, last = subject:range()
    if a >= first and b <= last then
      list[#list + 1] = all[i]
    else
      list[#list + 1] = view:span(math.max(a, first), math.min(b, last))
    end
  end
  return list, view, from - 1
end

local function begin(self, subject, init, what)
  local lines, view, above = lines_of(subject, what)
  local first = init or above + 1
  if math.type(first) ~= "integer" then
    shape.fail("bad_type", nil, "it is the number of a line of the view, from 1",
      "init of %s is a %s", what, native.kind(init))
  end
  first = first < 0 and #lines + first + 1 or first - above
  local s = run.new(self.program, lines, view)
  s.above = above
  s.limit = self.steps or STEPS + PER_LINE * #lines
  return s, math.max(first, 1)
end

--- The bindings of the template at line `init`, or nil and why not.
function Layout.match(self, subject, init)
  local s, at = begin(self, subject, init, "layout:match")
  if run.at(s, at) then return run.bindings(s) end
  return nil, trace.of(s)
end

-- The next occurrence at or after line `at` that has a line in it.
local function search(s, at)
  s.steps, s.finding = 0, true
  for i = at, #s.lines do
    if run.at(s, i) and s.last >= s.first then return run.bindings(s) end
  end
  return nil
end

--- The bindings where the template matches first, from line `init` on.
function Layout.find(self, subject, init)
  local s, at = begin(self, subject, init, "layout:find")
  local got = search(s, at)
  if got then return got end
  return nil, trace.of(s)
end

--- An iterator over all occurrences; none shares a line with another.
function Layout.gmatch(self, subject)
  local s, at = begin(self, subject, nil, "layout:gmatch")
  return function()
    if not at then return nil end
    local got = search(s, at)
    at = got and math.max(s.i, s.first + 1)
    return got
  end
end

--- Why the template does not match anywhere from line `init` on: a text of
--- three lines about the nearest attempt; nil when it matches.
function Layout.explain(self, subject, init)
  local s, at = begin(self, subject, init, "layout:explain")
  if search(s, at) then return nil end
  return trace.of(s)
end

--- A function for the key `match` of a rule: the Span of each occurrence.
function Layout.matcher(self)
  return function(subject)
    local spans = {}
    for got in self:gmatch(subject) do
      spans[#spans + 1] = got.span
      found[got.span] = got
    end
    return spans
  end
end

--- The names that a match binds, sorted.
function Layout.names(self)
  return shape.keys(self.program.names)
end

local api = {}

--- The bindings behind a Span that a rule has from layout:matcher().
function api.of(span)
  return found[span]
end

-- So a rule's `match` may be a layout: its value is the bindings.
rule.also(Layout, function(self) return self:matcher(), api.of end)

for _, kind in ipairs(compile.kinds) do
  api[kind] = compile.constructor(kind)
end

local function new(_, t)
  local file, line = native.here()
  local steps = type(t) == "table" and rawget(t, "steps") or nil
  local program = compile.program(t, { file = file, line = line, what = "layout" })
  return setmetatable({ program = program, steps = steps or false, file = file, line = line }, Layout)
end

return setmetatable({}, {
  __index = function(_, name)
    return api[name] or shape.unknown("script", nil, api,
      "layout has no member '%s'", tostring(name))
  end,
  __newindex = function()
    shape.fail("script", nil, nil, "layout is read-only")
  end,
  __call = new,
  __pairs = function() return pairs(api) end,
  __metatable = false,
})
