-- why_greedy.lua - matches that swallowed others.
--
-- A pattern like 作者：.*。 takes all up to the last 。 of a line, and what could
-- have been three matches is one.  A pattern that ends in a repetition says with
-- that how far it wants to go, so it is not looked at.

local core = require "docmill.core"
local native = require "docmill.native"
local snippet = require "std.snippet"

local HITS = 50 -- matches that are looked into

local greedy = {}

-- Is there something behind the last item that takes as much as it can?
local function may_overrun(pattern)
  local bare = pattern:gsub("[%)%$]+$", "")
  return bare:find "[%.%]SDWN][*+]" and not bare:find "[*+?}]$"
end

--- The first match that holds two or more matches of the same pattern made
--- ungreedy: { span, n, first }, `first` being the first of these; or nil.
function greedy.overrun(rule, hits)
  for _, m in ipairs(rule.match) do
    local able = native.kind(m) == "regex" and not m.flags:find "U" and may_overrun(m.pattern)
    local lazy = able and core.re(m.pattern, m.flags .. "U")
    for i = 1, lazy and math.min(hits.n, HITS) or 0 do
      local span = snippet.whole(hits.span[i])
      local n = span:count(lazy)
      if n > 1 then
        return { span = span, n = n, first = snippet.whole(span:find(lazy)), pattern = m.pattern }
      end
    end
  end
end

return greedy
