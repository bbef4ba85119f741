-- layout_run.lua - a layout's program over lines, with backtracking.
--
-- The machine of a regex, with lines for characters.  Places to come back to
-- are a stack of our own (a hundred thousand records nest nowhere), what was
-- bound is a log that backtracking cuts, and every instruction counts against
-- a limit.  Where most lines had matched when something failed is remembered.

local native = require "docmill.native"
local shape = require "std.shape"
local snippet = require "std.snippet"

local run = {}

local NEAR = 64 -- failures kept of those that got farthest

--- A run of `program` over `lines` of `view`.
function run.new(program, lines, view)
  return {
    program = program, code = program.code, lines = lines, n = #lines, view = view,
    steps = 0, limit = math.huge, far = -1, nfar = 0, far_ins = {}, far_line = {},
    top = 0, cpc = {}, ci = {}, cframe = {}, clog = {}, chits = {}, cx = {},
    nlog = 0, what = {}, value = {}, where = {},
  }
end

-- Come back to instruction `pc` at line `i` when what follows fails.
local function choice(s, pc, i, frame, x)
  local top = s.top + 1
  s.top = top
  s.cpc[top], s.ci[top], s.cframe[top], s.cx[top] = pc, i, frame, x
  s.clog[top], s.chits[top] = s.nlog, s.hits
end

-- Back to the last choice that is still one; to nowhere when none is left.
local function fail(s)
  local top, cpc = s.top, s.cpc
  while top > 0 and not cpc[top] do top = top - 1 end
  s.top = top - 1
  if top == 0 then
    s.top, s.pc = 0, nil
    return
  end
  s.pc, s.i, s.frame, s.x = cpc[top], s.ci[top], s.cframe[top], s.cx[top]
  s.nlog, s.hits = s.clog[top], s.chits[top]
end

-- The choice at `at` is one no more.
local function forget(s, at)
  if s.top == at then s.top = at - 1 else s.cpc[at] = false end
end

local function log(s, what, value, where)
  local n = s.nlog + 1
  s.nlog, s.what[n], s.value[n], s.where[n] = n, what, value, where
end

-- Has nothing got farther than the run is now?
local function is_far(s)
  if s.hits > s.far then s.far, s.nfar, s.far_gather, s.far_skip = s.hits, 0, nil, nil end
  return s.hits == s.far
end

-- Remember that `ins` failed at line `i`.
local function note(s, ins, i)
  if is_far(s) and s.nfar < NEAR then
    local n = s.nfar + 1
    s.nfar, s.far_ins[n], s.far_line[n] = n, ins, i
  end
end

local function overrun(s)
  shape.fail("steps", s.program.at or s.at,
    "let skip and collect go less far (max, gap, until_), or raise it: layout { …, steps = n }",
    "the layout took more than %d steps", s.limit)
end

-- Run from instruction 1 at line `i`; whether it came to its end.
local function go(s, i)
  local code = s.code
  s.pc, s.i, s.top, s.nlog, s.hits, s.frame = 1, i, 0, 0, 0, nil
  repeat
    local ins = code[s.pc]
    s.steps = s.steps + 1
    if s.steps > s.limit then overrun(s) end
    if ins.run(s, ins) then return true end
  until not s.pc
  return false
end

--- Does the program match at line `i`?  Then `s.i` is the line behind it, and
--- `s.first` and `s.last` are the first and last line that a pattern matched.
function run.at(s, i)
  if not go(s, i) then return false end
  s.first, s.last = i, i - 1
  for k = 1, s.nlog do
    if s.what[k].find and s.where[k] then
      s.first = s.where[k]
      break
    end
  end
  for k = s.nlog, 1, -1 do
    if s.what[k].find and s.where[k] then
      s.last = s.where[k]
      break
    end
  end
  return true
end

-- Does `program` match at line `i`?  Its run, whose log is what it bound.
local function look(s, program, i)
  local sub = run.new(program, s.lines, s.view)
  sub.steps, sub.limit, sub.at = s.steps, s.limit, s.program.at or s.at
  local ok = go(sub, i)
  s.steps = sub.steps
  return ok and sub
end

function run.done() return true end

function run.line(s, ins)
  local i = s.i
  local line = s.lines[i]
  local m = line and ins.find(ins.finder, line)
  if not m then
    note(s, ins, i)
    return fail(s)
  end
  log(s, ins, m, i)
  s.i, s.pc, s.hits = i + 1, s.pc + 1, s.hits + 1
end

-- Comes back with s.x: how many were passed over.
function run.skip(s, ins)
  local passed = s.x or 0
  s.x = nil
  if passed == ins.max and s.i <= s.n and is_far(s) and not s.far_skip then
    s.far_skip = { ins = ins, i = s.i }
  end
  if passed < ins.max and s.i <= s.n then choice(s, s.pc, s.i + 1, s.frame, passed + 1) end
  s.pc = s.pc + 1
end

local function is_blank(line)
  return #line == 0 or #line:trim() == 0
end

--- The finder of layout.blank.
function run.blank(_, line)
  return is_blank(line) and line or nil
end

-- Comes back with s.x: how many blank lines to take this time.
function run.gap(s, ins)
  local from, n = s.i, s.x
  s.x = nil
  if not n then
    n = 0
    while n < ins.max and from + n <= s.n and is_blank(s.lines[from + n]) do n = n + 1 end
    s.steps = s.steps + n
  end
  if n > 0 then choice(s, s.pc, from, s.frame, n - 1) end
  s.i, s.pc = from + n, s.pc + 1
end

function run.eof(s, ins)
  if s.i <= s.n then
    note(s, ins, s.i)
    return fail(s)
  end
  s.pc = s.pc + 1
end

function run.look(s, ins)
  local sub = look(s, ins.sub, s.i)
  if not sub then
    note(s, ins, s.i)
    return fail(s)
  end
  for k = 1, sub.nlog do
    local what = sub.what[k]
    log(s, what, sub.value[k], not what.find and sub.where[k]) -- the line is not taken
  end
  s.pc = s.pc + 1
end

function run.fork(s, ins)
  choice(s, ins.other, s.i, s.frame)
  s.pc = s.pc + 1
end

function run.jump(s, ins) s.pc = ins.to end

-- Does the group that this one is in begin anew at line `i`?
local function guarded(s, ins, i)
  local line = s.lines[i]
  for k = 1, ins.guard and line and #ins.guard or 0 do
    local g = ins.guard[k]
    s.steps = s.steps + 1
    if g.find(g.finder, line) then return true end
  end
  return false
end

-- Does a group end at line `i`, because its until_ is there?
local function stops(s, ins, i)
  return ins.stop and i <= s.n and look(s, ins.stop, i)
end

-- collect -------------------------------------------------------------------
--
-- Its frame is { up, n, after }: so many are there, and the last one ended
-- before line `after`.  While one is looked for it is { …, start, miss } too:
-- where it began, and the choice that passes a line over if nothing is there,
-- which is none any more when it was found.

local function leave_collect(s, ins, frame, i)
  log(s, ins, "close", i)
  s.frame, s.i, s.pc = frame.up, i, ins.after
end

local function try_collect(s, ins, f, i, gap)
  if f.n >= ins.max then return leave_collect(s, ins, f, f.after) end
  local stopped = stops(s, ins, i)
  if stopped or i > s.n then
    if ins.stop and f.n >= ins.min then
      return leave_collect(s, ins, f, stopped and i or f.after)
    end
    if f.n < ins.min then note(s, ins, i) end
    return fail(s)
  end
  choice(s, ins.miss, i, f, gap)
  s.frame = { up = f.up, n = f.n, after = f.after, start = i, miss = s.top }
  log(s, ins, "begin", i)
  s.i, s.pc = i, ins.body
end

function run.collect(s, ins)
  local f = { up = s.frame, n = 0, after = s.i }
  log(s, ins, "open", s.i)
  if ins.min == 0 and not ins.stop then choice(s, ins.leave, s.i, f) end
  return try_collect(s, ins, f, s.i, 0)
end

function run.collect_miss(s, ins)
  local head, f, gap = ins.head, s.frame, s.x
  s.x = nil
  if gap < head.gap and not guarded(s, head, s.i) then
    log(s, head, "pass", s.i)
    return try_collect(s, head, f, s.i + 1, gap + 1)
  end
  if head.stop and f.n >= head.min then return leave_collect(s, head, f, f.after) end
  return fail(s)
end

function run.collect_leave(s, ins)
  return leave_collect(s, ins.head, s.frame, s.i)
end

function run.collect_next(s, ins)
  local head, f = ins.head, s.frame
  if s.i == f.start then return fail(s) end -- nothing, which would go on for ever
  forget(s, f.miss)
  log(s, head, "end", s.i)
  local next = { up = f.up, n = f.n + 1, after = s.i }
  if not head.stop and next.n >= head.min and next.n < head.max then
    choice(s, head.leave, s.i, next)
  end
  return try_collect(s, head, next, s.i, 0)
end

-- gather --------------------------------------------------------------------
--
-- Its frame is { up, have, after }: which are there, as bits, and the line
-- behind the last of them; { …, miss } while one is tried.

-- It ends before line `i`, for it stopped at line `at` because of `why`.
local function end_gather(s, ins, f, i, at, why)
  if (f.have | ins.optional) ~= ins.all then
    note(s, ins, at)
    if is_far(s) and not s.far_gather then
      s.far_gather = { ins = ins, i = at, have = f.have | ins.optional, why = why }
    end
    return fail(s)
  end
  log(s, ins, "gathered", i)
  s.frame, s.i, s.pc = f.up, i, ins.after
end

-- Why no line from `i` on is looked at, `gap` lines after the last that was found;
-- nil when it is.
local function gather_ends(s, ins, f, i, gap)
  if stops(s, ins, i) then return "until_" end
  if f.have == ins.all or i > s.n then return "end" end
  return gap > ins.gap and "gap" or nil
end

-- Try those from the k-th on at line `i`, then the lines below.
local function try_gather(s, ins, f, i, gap, k)
  local why = k == 1 and gather_ends(s, ins, f, i, gap)
  if why then
    return end_gather(s, ins, f, why == "until_" and i or f.after, why == "gap" and i - 1 or i, why)
  end
  while k <= ins.n and f.have & 1 << (k - 1) ~= 0 do k = k + 1 end
  if k > ins.n then
    if guarded(s, ins, i) then return end_gather(s, ins, f, f.after, i, "around") end
    log(s, ins, "pass", i)
    return try_gather(s, ins, f, i + 1, gap + 1, 1)
  end
  choice(s, ins.miss, i, f, { gap, k + 1 })
  s.frame = { up = f.up, have = f.have, after = f.after, miss = s.top, start = i }
  s.i, s.pc = i, ins.body[k]
end

function run.gather(s, ins)
  return try_gather(s, ins, { up = s.frame, have = 0, after = s.i }, s.i, 0, 1)
end

function run.gather_miss(s, ins)
  local gap, k = s.x[1], s.x[2]
  s.x = nil
  return try_gather(s, ins.head, s.frame, s.i, gap, k)
end

function run.gather_next(s, ins)
  local f = s.frame
  if s.i == f.start then return fail(s) end -- nothing is not found
  forget(s, f.miss)
  local have = { up = f.up, have = f.have | ins.bit, after = s.i }
  return try_gather(s, ins.head, have, s.i, 0, 1)
end

-- bindings --------------------------------------------------------------------

-- The lines numbered in `over`, which rises, of those from a to b, that are not
-- blank.
local function passed(lines, over, a, b)
  local list, k, behind = {}, 1, #over + 1
  while k < behind do
    local middle = (k + behind) // 2
    if over[middle] < a then k = middle + 1 else behind = middle end
  end
  while over[k] and over[k] <= b do
    local line = lines[over[k]]
    if not is_blank(line) then list[#list + 1] = line end
    k = k + 1
  end
  return list
end

-- What tables of bindings know beside their names: where they are, and which
-- lines groups passed over in them.
local function class_of(s, from, to, over)
  local lines, view, above = s.lines, s.view, s.above
  local spans, lists = {}, {}
  return {
    __name = "bindings",
    __index = function(t, key)
      local a, b = from[t], to[t]
      if key == "first" then return a + above end
      if key == "last" then return b + above end
      if key == "passed" then
        if over.all == t then a, b = 1, #lines end
        lists[t] = lists[t] or passed(lines, over, a, b)
        return lists[t]
      end
      if key ~= "span" then return nil end
      local span = spans[t]
      if span then return span end
      if b >= a then
        span = lines[a]:union(lines[b])
      else
        local at = lines[a] and lines[a].first or #view + 1
        span = view:span(at, at - 1)
      end
      spans[t] = span
      return span
    end,
  }
end

-- A line's part: the whole under `as`, its groups under their names.
local function bind(t, ins, m)
  if ins.as then t[ins.as] = snippet.whole(m):line():trim() end
  local names = ins.names
  if not names and native.kind(m) == "span" then names = snippet.names(m) end
  for i = 1, names and #names or 0 do
    local name = names[i]
    t[name] = m[name]
  end
end

-- A collect that has no name gives each of its names a list.
local function spread(t, names, list)
  for _, name in ipairs(names) do
    local all = {}
    for i, one in ipairs(list) do all[i] = one[name] or false end
    t[name] = all
  end
end

-- The log went back to line `i`: what had been passed from there on was not.
local function cut(over, i)
  while i and #over > 0 and over[#over] >= i do over[#over] = nil end
end

--- The table of what the match bound.
function run.bindings(s)
  local from, to, over = {}, {}, {}
  local class = class_of(s, from, to, over)
  local root = setmetatable({}, class)
  over.all = root
  from[root], to[root] = s.first, s.last
  local t, stack, top = root, {}, 0
  for k = 1, s.nlog do
    local ins, value = s.what[k], s.value[k]
    cut(over, s.where[k])
    if value == "pass" then
      over[#over + 1] = s.where[k]
    elseif ins.find then
      bind(t, ins, value)
    elseif value == "open" then
      top = top + 1
      stack[top] = { t = t, list = {} }
    elseif value == "begin" then
      t = setmetatable({}, class)
      from[t] = s.where[k]
    elseif value == "end" then
      local list = stack[top].list
      list[#list + 1], to[t] = t, s.where[k] - 1
    elseif value == "close" then
      local it = stack[top]
      top, t = top - 1, it.t
      if ins.name then t[ins.name] = it.list else spread(t, ins.names, it.list) end
    end
  end
  cut(over, s.i)
  return root
end

return run
