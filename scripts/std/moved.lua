-- moved.lua - which places still hold in a record that a script's handler has had.

local function unchanged(was, now)
  for k, v in ipairs(was) do
    if not rawequal(v, now[k]) then return false end
  end
  return #was == #now
end

-- How often a list has each value; NaN is not counted.
local function tally(list)
  local n = {}
  for _, v in ipairs(list) do
    if v == v then n[v] = (n[v] or 0) + 1 end
  end
  return n
end

-- The places of a list that the script may have edited.  Where the same value
-- is there twice nobody can say which one is left, and a wrong place is worse
-- than none: in a list that was edited an entry keeps its place when it is the
-- same table, or a value that is there once before and once after.
local function moved(was, now, place)
  if unchanged(was, now) then return place end
  local before, after, nth = tally(was), tally(now), {}
  for k, v in ipairs(was) do
    if before[v] == 1 then nth[v] = k end
  end
  local spans, rules = {}, type(place.rules) == "table" and {} or place.rules
  for i, v in ipairs(now) do
    local k = (type(v) == "table" or after[v] == 1) and nth[v]
    spans[i] = k and place.spans[k] or false
    if type(rules) == "table" then rules[i] = k and place.rules[k] or false end
  end
  return { spans = spans, rules = rules }
end

-- The places that still hold for the record that document returned; `was` has
-- the values as they were.  A value that is no list keeps its place while it is
-- equal to what the rule found: the bytes there do say it.
local function still(was, record, places)
  local out = {}
  for name, place in pairs(places) do
    local old, new = was[name], record[name]
    if old.list and type(new) == "table" then
      out[name] = moved(old.list, new, place)
    elseif rawequal(old.value, new) then
      out[name] = place
    end
  end
  return out
end

-- What a record's values are now, so that `still` can compare.
local function remember(record, places)
  local was = {}
  for name, place in pairs(places) do
    local v = record[name]
    local list = type(v) == "table" and #v > 0 and #place.spans == #v
    was[name] = list and { list = table.move(v, 1, #v, 1, {}) } or { value = v }
  end
  return was
end

return { remember = remember, still = still }
