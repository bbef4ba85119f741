-- check.lua - what the verb check wants to know of a document: the verdict on a
-- test, and of a sample how each rule fared.
--
-- A test's document is called as the test is.  The answer: { test = true, verdict
-- } or { rules = { [id] = { hits, beaten, by } } }, with `gold` in the question also
-- places = { [id] = list of { src, at, text, line, col } }.

local native = require "docmill.native"
local judge = require "std.test_judge"

-- The rule that took most of the places in a list of matches that lost theirs;
-- of rules that took as many the first by name.
local function winner(beaten)
  local times, best = {}, nil
  for _, b in ipairs(beaten) do times[b.by] = (times[b.by] or 0) + 1 end
  for id, n in pairs(times) do
    if not best or n > times[best] or n == times[best] and id < best then best = id end
  end
  return best
end

local function fared(state)
  local rules = {}
  for id, hits in pairs(state.hits) do
    local beaten = hits.beaten or {}
    rules[id] = { hits = hits.n, beaten = #beaten, by = winner(beaten) }
  end
  return rules
end

-- Where the matches of each rule lie.
local function places(state)
  local rules = {}
  for id, hits in pairs(state.hits) do
    local list = {}
    for i = 1, hits.n do
      local p = native.place(hits.span[i])
      list[i] = { src = p.src, at = p.char, text = hits.span[i].text, line = p.line, col = p.col }
    end
    rules[id] = list
  end
  return rules
end

return function(state, question, failed)
  if question.tests then
    for _, test in ipairs(state.script.tests) do
      if test.name == state.doc.id then
        return { test = true, verdict = judge(state, test, failed) }
      end
    end
  end
  return { rules = fared(state), places = question.gold and places(state) or nil }
end
