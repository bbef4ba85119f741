-- context.lua - what init, document and finish share: ctx.
--
-- A worker has one ctx; a script may keep what it likes in it.  What is to be
-- merged over all workers goes through ctx:reduce(key, value, how), with how:
--   sum    numbers are added          count   how often it was called
--   min    the least                  max     the greatest
--   union  the list of all different values, or of those in given lists
--   concat the list of all values, or of those in given lists
--   first  the first value
-- Values are gathered here for one document and handed over with its records,
-- so that the merge follows the order of inputs for any number of workers.

local native = require "docmill.native"
local shape = require "std.shape"

local number = { number = true }
local ordered = { number = true, string = true }

-- Put a value at the end of what is handed over.
local function push(own, key, way, v)
  own.list[#own.list + 1] = { key, way.merge, v }
end

-- The same for each entry of a list; other values are an entry themselves.
local function push_each(own, key, way, v)
  if type(v) ~= "table" or #v == 0 and next(v) ~= nil then
    return push(own, key, way, v)
  end
  for _, item in ipairs(v) do push(own, key, way, item) end
end

-- Join a value with the one that is there for its key; `with` joins two.
local function fold(with)
  return function(own, key, way, v)
    local entry = own.folded[key]
    if entry then
      entry[3] = with(entry[3], v)
    else
      push(own, key, way, v)
      own.folded[key] = own.list[#own.list]
    end
  end
end

-- `merge` is how the parent of all workers calls the way.
local hows = {
  sum = { merge = "sum", kinds = number, take = fold(function(a, b) return a + b end) },
  count = { merge = "count", take = fold(function(a, b) return a + b end) },
  min = { merge = "min", kinds = ordered, take = fold(function(a, b) return b < a and b or a end) },
  max = { merge = "max", kinds = ordered, take = fold(function(a, b) return b > a and b or a end) },
  first = { merge = "first", take = fold(function(a) return a end) },
  concat = { merge = "list", take = push_each },
  union = { merge = "set", take = push_each },
}

local Context = {}
Context.__index = Context
Context.__name = "ctx"
Context.__metatable = false

local hidden = setmetatable({}, { __mode = "k" }) -- ctx to what it gathers

local function check(own, key, value, how)
  local way = hows[how]
  if type(key) ~= "string" then
    shape.fail("bad_type", nil, "write ctx:reduce(\"name\", value, how)",
      "the key of reduce is a %s, not a string", native.kind(key))
  elseif not way then
    shape.unknown("bad_type", nil, hows, "there is no way to reduce called '%s'",
      tostring(how))
  elseif value == nil or way.kinds and not way.kinds[type(value)] then
    shape.fail("bad_type", nil, nil, "%s of '%s' cannot take a %s", how, key,
      native.kind(value))
  elseif own.how[key] and own.how[key] ~= how then
    shape.fail("bad_type", nil, "choose another key", "'%s' is reduced by %s "
      .. "elsewhere, not by %s", key, own.how[key], how)
  end
  own.how[key] = how
  return way
end

function Context:reduce(key, value, how)
  local own = hidden[self]
  if native.kind(value) == "span" then value = value.text end
  if how == "count" then value = 1 end
  local way = check(own, key, value, how)
  way.take(own, key, way, value)
end

local function new()
  local ctx = setmetatable({ candidates = {} }, Context)
  hidden[ctx] = { how = {}, folded = {}, list = {} }
  return ctx
end

-- What was reduced since the last call: a list of { key, how, value }.
local function take(ctx)
  local own = hidden[ctx]
  local list = own.list
  if #list == 0 then return nil end
  own.folded, own.list = {}, {}
  return list
end

return { new = new, take = take }
