-- lost.lua - what the rules found and did not keep, for the verb diff: why a value
-- is there no longer.
--
-- The answer: { rules = { [id] = { beaten, refused } } }, lists of { src, part, why }:
-- the rule that won the place, or the reason that where or value gave.

local native = require "docmill.native"

local MANY = 2000 -- places of a rule that are told
local LONG = 60   -- characters of a reason

local function short(reason)
  local cut = utf8.len(reason) and utf8.offset(reason, LONG + 1)
  return cut and cut <= #reason and reason:sub(1, cut - 1) .. "\u{2026}" or reason
end

local function places(list, why)
  local out = {}
  for i = 1, math.min(#list, MANY) do
    local p = native.place(list[i].span)
    out[i] = { src = p.src, part = p.part, why = why(list[i]) }
  end
  return out
end

local function winner(b) return b.by end
local function reason(r) return short(r.reason) end

return function(state)
  local rules = {}
  for _, rule in ipairs(state.script.rules) do
    local hits = state.hits[rule.id]
    rules[rule.id] = {
      beaten = places(hits and hits.beaten or {}, winner),
      refused = places(hits and hits.rejected or {}, reason),
    }
  end
  return { rules = rules }
end
