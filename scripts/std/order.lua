-- order.lua - in which order the rules of a script run.
--
-- A rule runs behind those it names in `after` and `within`.  Among the rules
-- that could run next the one with the highest priority does, then the one
-- that was written first.

local shape = require "std.shape"

-- One way round from `rule` back to itself, as text.
local function cycle(rule, needs)
  local seen, path = {}, {}
  while not seen[rule] do
    seen[rule] = #path + 1
    path[#path + 1] = rule.id
    rule = needs[rule][1]
  end
  path[#path + 1] = rule.id
  return table.concat(path, " -> ", seen[rule])
end

local function ready(rule, placed, needs)
  for _, other in ipairs(needs[rule]) do
    if not placed[other] then return false end
  end
  return true
end

local function next_rule(rules, placed, needs)
  local best
  for _, rule in ipairs(rules) do
    if not placed[rule] and (not best or rule.priority > best.priority)
      and ready(rule, placed, needs) then
      best = rule
    end
  end
  return best
end

-- Raise for the rules that are left, each of which waits for another.
local function stuck(rules, placed, needs)
  local first, waits = nil, {}
  for _, rule in ipairs(rules) do
    if not placed[rule] then
      first = first or rule
      waits[rule] = {}
      for _, other in ipairs(needs[rule]) do
        if not placed[other] then table.insert(waits[rule], other) end
      end
    end
  end
  shape.fail("bad_type", first, "a rule waits for itself through after, within "
    .. "or a conflict", "rules in a circle: %s", cycle(first, waits))
end

-- The rules in running order; `needs` maps a rule to the list of those that
-- must run before it.
local function order(rules, needs)
  local placed, out = {}, {}
  while #out < #rules do
    local rule = next_rule(rules, placed, needs)
    if not rule then stuck(rules, placed, needs) end
    placed[rule] = true
    out[#out + 1] = rule
  end
  return out
end

return order
