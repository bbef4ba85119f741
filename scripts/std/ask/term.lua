-- term.lua - what the page for a terminal tells of rules: for each its hits,
-- its seconds and where they are, as byte offsets of its view, from 0: a text
-- "from to from to …", because a list of a million numbers would be too large.

local MOST = 500000 -- places told of one document; `cut` says that there are more

-- The places of a rule's matches, at most `room` of them.
local function places(hits, room)
  local out, spans = {}, hits.span
  for i = 1, math.min(hits.n, room) do
    local span = spans[i]
    out[2 * i - 1], out[2 * i] = span.first - 1, span.last
  end
  return table.concat(out, " ")
end

return function(state)
  local rules, room, cut = {}, MOST, false
  for i, rule in ipairs(state.script.rules or {}) do
    local hits = state.hits[rule.id]
    local n = hits and hits.n or 0
    rules[i] = {
      id = rule.id, hits = n, seconds = hits and hits.seconds,
      view = n > 0 and hits.span[1].view.name or nil,
      places = n > 0 and places(hits, room) or nil,
    }
    cut = cut or n > room
    room = math.max(0, room - n)
  end
  return { rules = rules, cut = cut }
end
