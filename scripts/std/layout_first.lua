-- layout_first.lua - the lines that a list of items can begin with.
--
-- As far as one line tells: of a gather the first item that is written, of cases
-- each; what may take no line gives way to what stands behind it.  A collect
-- within must not pass over such a line: what is around it begins anew there.

local pattern = require "std.layout_pattern"

local first = {}

local each = {}

-- Add the line items that may be first in `list`; whether there may be none.
local function of_list(out, list, as_item)
  for _, v in ipairs(list) do
    local it = as_item(v, list)
    local f = each[it.kind]
    if f and not f(out, it, as_item) then return false end
  end
  return true
end

function each.line(out, it)
  out[#out + 1] = it
  return false
end

function each.maybe(out, it, as_item)
  of_list(out, it, as_item)
  return true
end

function each.cases(out, it, as_item)
  local none = false
  for _, v in ipairs(it) do
    if of_list(out, { v }, as_item) then none = true end
  end
  return none
end

function each.collect(out, it, as_item)
  return of_list(out, it, as_item) or it.min == 0
end

function each.eof() return false end

each.seq, each.gather, each.trailer, each.until_ = of_list, of_list, of_list, of_list

--- How to look for the lines that `list` may begin with: { find, finder } each.
function first.finders(list, as_item)
  local items, out = {}, {}
  of_list(items, list, as_item)
  for k, it in ipairs(items) do
    local find, finder = pattern.finder(it.finder, it)
    out[k] = { find = find, finder = finder }
  end
  return out
end

--- How an item is called in a message: by its first line, as it is written.
function first.said(it, as_item)
  local items = {}
  of_list(items, { it }, as_item)
  if not items[1] then return it.kind end
  local _, _, _, said = pattern.finder(items[1].finder, items[1])
  return '"' .. said .. '"'
end

return first
