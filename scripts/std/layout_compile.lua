-- layout_compile.lua - the items of a layout, checked and turned into a program.
--
-- An item is a table { kind, file, line, … } that its constructor made where the
-- script wrote it.  A program is a list of instructions { run, next, … }: `run`
-- is a function of layout_run.lua, `next` where it goes on.  Everything that a
-- script can write wrong is told here, at its line.

local first = require "std.layout_first"
local native = require "docmill.native"
local pattern = require "std.layout_pattern"
local run = require "std.layout_run"
local shape = require "std.shape"

local compile = {}

local MOST_GATHERED = 60 -- a set of bits says which are there
local DEEPEST = 100
local MOST_BLANK = 1000

local Item = { __name = "layout item", __metatable = false }

-- What each kind of item is made of: its keys, and whether it has a list.
local kinds = {
  line = { keys = { as = { "string" } }, one = true },
  skip = { max = true },
  gap = { max = true },
  blank = { count = true },
  until_ = { list = true, keys = { max = { "number" } } },
  maybe = { list = true, keys = {} },
  trailer = { list = true, keys = {} },
  cases = { list = true, keys = {} },
  eof = {},
  gather = { list = true, keys = { gap = { "number" }, until_ = true } },
  collect = { list = true, keys = { gap = { "number" }, until_ = true, min = { "number" },
    max = { "number" }, name = { "string" } } },
}
compile.kinds = shape.keys(kinds)

local reserved = { span = true, first = true, last = true, passed = true }

-- A whole number that is not negative, or nil.
local function count(at, key, n)
  if n == nil then return nil end
  if math.type(n) ~= "integer" or n < 0 then
    shape.fail("bad_type", at, "it counts lines: 0, 1, 2, …", "%s of %s is %s", key,
      at.what, native.kind(n) == "number" and tostring(n) or "a " .. native.kind(n))
  end
  return n
end

local function name_ok(at, name)
  if reserved[name] then
    shape.fail("bad_type", at, "span, first, last and passed say where the match is",
      "nothing can be called '%s' in a layout", name)
  end
end

local finders = { string = true, regex = true, set = true, phrases = true, ["function"] = true }

-- Which functions are constructors of items: one that was not called is no item.
local constructors = {}

--- The constructor of items of this kind.
function compile.constructor(kind)
  local function make(...) return compile.item(kind, ...) end
  constructors[make] = kind
  return make
end

-- Is the value something that can be an item?
local function is_item(v)
  if constructors[v] then return false end
  return native.is(v, Item) or finders[native.kind(v)]
    or native.kind(v) == "table" and not native.is(v, Item)
end

-- Check the names among the keys of `t`, and that the rest is a list.
local function check_keys(at, t, keys)
  for k, v in pairs(t) do
    if math.type(k) == "integer" and k >= 1 and k <= #t then
      if not is_item(v) then
        local made = constructors[v]
        shape.fail("bad_type", at, made and ("call it: layout.%s()"):format(made)
          or "an item is a pattern, or layout.line, skip, collect …",
          "number %d of %s is a %s", k, at.what, native.kind(v))
      end
    elseif type(k) ~= "string" then
      shape.fail("bad_type", at, "is one of the items before it nil?",
        "%s is not a list without holes", at.what)
    elseif not keys[k] then
      shape.unknown("unknown_key", at, keys, "%s has no key '%s'", at.what, k)
    elseif keys[k] ~= true and native.kind(v) ~= keys[k][1] then
      shape.fail("bad_type", at, nil, "%s of %s is a %s, not a %s", k, at.what,
        native.kind(v), keys[k][1])
    end
  end
end

local function line_item(it, v)
  if native.kind(v) == "table" and not native.is(v, Item) then
    check_keys(it, v, kinds.line.keys)
    it.as = v.as
    if #v > 1 then
      shape.fail("bad_type", it, "a line has one pattern; alternatives go into layout.cases",
        "line has %d patterns", #v)
    end
    v = v[1]
  end
  if not finders[native.kind(v)] then
    shape.fail("bad_type", it, "give it a pattern, a Regex, Phrases or a function",
      "line takes a pattern, not a %s", native.is(v, Item) and v.what or native.kind(v))
  end
  if it.as then name_ok(it, it.as) end
  it.finder = v
end

--- The item `kind` as its constructor was called.
function compile.item(kind, v)
  local file, line = native.here()
  local it = setmetatable({ kind = kind, file = file, line = line, what = kind }, Item)
  local form = kinds[kind]
  if form.one then
    line_item(it, v)
  elseif form.max then
    it.max = count(it, "max", v)
  elseif form.count then
    it.n = count(it, "number", v) or 1
    if it.n < 1 or it.n > MOST_BLANK then
      shape.fail("bad_type", it, "for blank lines or none: layout.gap()",
        "%s takes 1 to %d lines, not %d", kind, MOST_BLANK, it.n)
    end
  elseif form.list then
    if type(v) ~= "table" or native.is(v, Item) then v = { v } end
    check_keys(it, v, form.keys)
    for k, x in pairs(v) do it[k] = x end
    for _, key in ipairs { "gap", "min", "max" } do count(it, key, it[key]) end
    if it.name then name_ok(it, it.name) end
    if #it == 0 then
      shape.fail("bad_type", it, nil, "%s has no items", kind)
    end
  elseif v ~= nil then
    shape.fail("bad_type", it, nil, "%s takes nothing", kind)
  end
  return it
end

-- A program in the making: `code`, the names bound in the scope, and of each
-- collect around the finders of the line it begins with.
local emit = {}

local function add(p, ins)
  p.code[#p.code + 1] = ins
  return ins
end

local function bind(p, at, name)
  name_ok(at, name)
  if p.names[name] then
    shape.fail("bad_type", at, "a name is bound once; call one of them otherwise",
      "'%s' is bound twice in one match of the layout", name)
  end
  p.names[name] = true
end

-- Any value that may be an item, as an item; what was not made by a constructor
-- stands where the thing around it does.
local function as_item(v, around)
  if native.is(v, Item) then return v end
  local it = { kind = "line", file = around.file, line = around.line, what = "line" }
  setmetatable(it, Item)
  if native.kind(v) == "table" then
    it.kind, it.what = "seq", "a list of items"
    check_keys(it, v, {})
    table.move(v, 1, #v, 1, it)
  else
    it.finder = v
  end
  return it
end

local function put(p, v, around)
  local it = as_item(v, around)
  p.depth = p.depth + 1
  if p.depth > DEEPEST then
    shape.fail("bad_type", it, nil, "the layout nests deeper than %d", DEEPEST)
  end
  emit[it.kind](p, it)
  p.depth = p.depth - 1
end

local function put_all(p, list)
  for _, v in ipairs(list) do put(p, v, list) end
end

-- A program of its own, for what only looks.
local function apart(list, around, names)
  local p = { code = {}, names = names or {}, depth = 0, around = {} }
  for _, v in ipairs(list) do put(p, v, around) end
  add(p, { run = run.done })
  return p
end

function emit.seq(p, it) put_all(p, it) end

function emit.line(p, it)
  local ins = add(p, { run = run.line, item = it })
  ins.find, ins.finder, ins.names, ins.said = pattern.finder(it.finder, it)
  ins.as = it.as
  if ins.as then bind(p, it, ins.as) end
  for _, name in ipairs(ins.names or {}) do bind(p, it, name) end
end

function emit.skip(p, it)
  add(p, { run = run.skip, max = it.max or math.huge, item = it })
end

function emit.gap(p, it)
  add(p, { run = run.gap, max = it.max or math.huge, item = it })
end

function emit.blank(p, it)
  for _ = 1, it.n do
    add(p, { run = run.line, find = run.blank, names = {}, item = it, said = "a blank line" })
  end
end

function emit.eof(p, it)
  add(p, { run = run.eof, item = it, said = "the end of the text" })
end

function emit.trailer(p, it)
  add(p, { run = run.look, sub = apart(it, it, p.names), item = it })
end

function emit.until_(p, it)
  add(p, { run = run.skip, max = it.max or math.huge, item = it })
  add(p, { run = run.look, sub = apart(it, it, p.names), item = it })
end

function emit.maybe(p, it)
  local ins = add(p, { run = run.fork, item = it })
  put_all(p, it)
  ins.other = #p.code + 1
end

function emit.cases(p, it)
  local before, all, ends = p.names, {}, {}
  for name in pairs(before) do all[name] = true end
  for i, v in ipairs(it) do
    local fork = i < #it and add(p, { run = run.fork, item = it })
    p.names = {}
    for name in pairs(before) do p.names[name] = true end
    put(p, v, it)
    for name in pairs(p.names) do all[name] = true end
    if fork then
      ends[#ends + 1] = add(p, { run = run.jump })
      fork.other = #p.code + 1
    end
  end
  for _, ins in ipairs(ends) do ins.to = #p.code + 1 end
  p.names = all
end

-- What says at which line a group ends: nil, or a program.
local function stop_of(it)
  local v = it.until_
  if v == nil then return nil end
  if not is_item(v) then
    shape.fail("bad_type", it, nil, "until_ of %s is a %s, not an item", it.what, native.kind(v))
  end
  return apart({ v }, it)
end

-- What a group must not pass over: the lines that what is around it begins with.
-- One that says itself how far it goes is believed.
local function guard_of(p, it)
  if it.gap or it.until_ or #p.around == 0 then return nil end
  local guard = {}
  for _, list in ipairs(p.around) do table.move(list, 1, #list, #guard + 1, guard) end
  return guard
end

function emit.collect(p, it)
  local outer, inner = p.names, {}
  local ins = add(p, { run = run.collect, item = it, name = it.name, gap = it.gap or math.huge,
    min = it.min or 1, max = it.max or math.huge, stop = stop_of(it), guard = guard_of(p, it) })
  if ins.max < ins.min or ins.max == 0 then
    shape.fail("bad_type", it, nil, "collect takes at least %d and at most %d", ins.min, ins.max)
  end
  ins.miss = #p.code + 1
  add(p, { run = run.collect_miss, head = ins })
  ins.leave = #p.code + 1
  add(p, { run = run.collect_leave, head = ins })
  ins.body, p.names = #p.code + 1, inner
  p.around[#p.around + 1] = first.finders(it, as_item)
  put_all(p, it)
  p.around[#p.around] = nil
  add(p, { run = run.collect_next, head = ins })
  ins.after, ins.names, p.names = #p.code + 1, shape.keys(inner), outer
  for _, name in ipairs(it.name and { it.name } or ins.names) do bind(p, it, name) end
end

-- One thing to be gathered: its code, then back to the gathering.
local function gathered(p, head, k, v)
  local it = as_item(v, head.item)
  if it.kind == "maybe" then
    head.optional = head.optional | 1 << (k - 1)
  end
  head.body[k], head.said[k] = #p.code + 1, first.said(it, as_item)
  if it.kind == "maybe" then put_all(p, it) else put(p, it, head.item) end
  add(p, { run = run.gather_next, head = head, bit = 1 << (k - 1) })
end

function emit.gather(p, it)
  if #it > MOST_GATHERED then
    shape.fail("bad_type", it, nil, "gather takes up to %d items, not %d", MOST_GATHERED, #it)
  end
  local ins = add(p, { run = run.gather, item = it, gap = it.gap or math.huge,
    stop = stop_of(it), guard = guard_of(p, it), body = {}, said = {}, optional = 0, all = (1 << #it) - 1, n = #it })
  ins.miss = #p.code + 1
  add(p, { run = run.gather_miss, head = ins })
  for k, v in ipairs(it) do gathered(p, ins, k, v) end
  ins.after = #p.code + 1
end

--- The program of a template: { code, names }.
function compile.program(t, at)
  if type(t) ~= "table" or native.is(t, Item) then
    shape.fail("bad_type", at, "layout { \"first line\", layout.skip(), … }",
      "layout takes a list of items, not a %s",
      native.is(t, Item) and t.kind or native.kind(t))
  end
  check_keys(at, t, { steps = { "number" } })
  if #t == 0 then shape.fail("bad_type", at, nil, "the layout has no items") end
  if t.steps and (math.type(t.steps) ~= "integer" or t.steps < 1) then
    shape.fail("bad_type", at, nil, "steps of layout is %s", tostring(t.steps))
  end
  local p = apart(t, at)
  p.at = at
  return p
end

return compile
