-- conflict.lua - which of two overlapping matches stays.
--
-- Rules that contest share a policy.  Their matches are ranked, best first,
-- and one after the other stays unless a better one lies across it:
--   longest   the longer one, then the higher priority, then the earlier
--   first     the one that begins earlier, then the longer, then priority
--   priority  the rule's higher priority, then the longer, then the earlier
-- The last tie goes to the rule that was written first.

local snippet = require "std.snippet"

local function longer(a, b)
  if a.len ~= b.len then return a.len > b.len end
end

local function higher(a, b)
  if a.priority ~= b.priority then return a.priority > b.priority end
end

local function earlier(a, b)
  if a.from ~= b.from then return a.from < b.from end
end

local ranks = {
  longest = { longer, higher, earlier },
  first = { earlier, longer, higher },
  priority = { higher, longer, earlier },
}

local function better(policy)
  local one, two, three = table.unpack(ranks[policy])
  return function(a, b)
    local r = one(a, b)
    if r == nil then r = two(a, b) end
    if r == nil then r = three(a, b) end
    if r == nil and a.index ~= b.index then r = a.index < b.index end
    if r == nil then r = a.nth < b.nth end
    return r
  end
end

-- The matches of the rules as entries, in the places of one view.
local function entries(state, rules)
  local all = {}
  for _, rule in ipairs(rules) do
    local hits = state.hits[rule.id]
    for i = 1, hits.n do
      local span = hits.span[i]
      if rule.view ~= rules[1].view then span = snippet.whole(span):as(rules[1].view) end
      if span and #span > 0 then
        local from, to = span.first, span.last
        all[#all + 1] = {
          rule = rule, index = rule.index, priority = rule.priority,
          nth = i, from = from, to = to, len = to - from + 1, span = hits.span[i],
        }
      end
    end
  end
  return all
end

-- The winner that lies across entry `e`, or nil.  Winners are found through
-- cells of `size` bytes, so that many matches cost no square.
local function rival(cells, size, e)
  for c = e.from // size, e.to // size do
    for _, w in ipairs(cells[c] or {}) do
      if w.from <= e.to and e.from <= w.to then return w end
    end
  end
end

local function settle_in(cells, size, e)
  for c = e.from // size, e.to // size do
    local cell = cells[c]
    if cell then cell[#cell + 1] = e else cells[c] = { e } end
  end
end

-- Take the losers out of the matches of `hits` and keep them beside; `lost` has
-- the entry of each, which knows its winner.
local function sift(hits, lost)
  local span, value, score, n = {}, {}, hits.score and {}, 0
  hits.beaten = hits.beaten or {}
  for i = 1, hits.n do
    if lost[i] then
      table.insert(hits.beaten, {
        span = hits.span[i], value = hits.value[i], by = lost[i].winner.rule.id,
        entry = lost[i],
      })
    else
      n = n + 1
      span[n], value[n] = hits.span[i], hits.value[i]
      if score then score[n] = hits.score[i] end
    end
  end
  hits.span, hits.value, hits.score, hits.n = span, value, score, n
end

-- Let the entries, best first, contest for their places; calls lost(e, winner)
-- for each that has no place left.
local function contest(state, all, lost)
  local cells = {}
  local size = math.max(64, state.doc:view("text").len // 4096)
  for _, e in ipairs(all) do
    local winner = rival(cells, size, e)
    if winner then lost(e, winner) else settle_in(cells, size, e) end
  end
end

-- Settle the overlaps between `rules`; returns how many matches lost.
local function settle(state, rules, policy)
  local all, count, lost = entries(state, rules), 0, {}
  table.sort(all, better(policy))
  contest(state, all, function(e, winner)
    lost[e.rule] = lost[e.rule] or {}
    lost[e.rule][e.nth], e.winner = e, winner
    count = count + 1
  end)
  for _, rule in ipairs(rules) do
    if lost[rule] then sift(state.hits[rule.id], lost[rule]) end
  end
  return count
end

-- Why entry `e` lost to its winner, as the policy has it.
local function why(policy, e)
  local w = e.winner
  local said = {
    [longer] = function()
      return ("shorter (%d against %d characters)"):format(utf8.len(e.span.text),
        utf8.len(w.span.text))
    end,
    [higher] = function()
      return ("of lower priority (%s against %s)"):format(e.priority, w.priority)
    end,
    [earlier] = function() return "begins later" end,
  }
  for _, rank in ipairs(ranks[policy]) do
    if rank(e, w) ~= nil then return said[rank]() end
  end
  return e.index ~= w.index and "as good; the other rule was written first"
    or "as good, and found later"
end

return { settle = settle, contest = contest, why = why }
