-- reading.lua - a document's page, taken apart once and asked by many rules.
--
-- A rule whose match is a function asks `of` for the page (std.page), makes its
-- spans with `span`, and finds what it knew about one again with `item` when
-- its value is asked for.  The page lives in doc.features, as long as the
-- document.

local page = require "std.page"

local reading = {}

-- The first of the sorted places in `list` that ends at or after `at`.
local function first_at(list, at)
  local low, high = 1, #list + 1
  while low < high do
    local mid = (low + high) // 2
    if list[mid].last < at then low = mid + 1 else high = mid end
  end
  return low
end

-- How much of [first, last] is inside links, from sorted places of links.
local function link_share(links)
  return function(first, last)
    local inside = 0
    for i = first_at(links, first), #links do
      local l = links[i]
      if l.first > last then break end
      inside = inside + math.min(l.last, last) - math.max(l.first, first) + 1
    end
    return inside / (last - first + 1)
  end
end

-- Places of links or, with their levels, of headings in the view of the rules.
local function places_in(view, list, leveled)
  local out = {}
  for _, item in ipairs(list) do
    local span = item.span:as(view)
    if span and #span > 0 then
      out[#out + 1] = { first = span.first, last = span.last,
        level = leveled and item.level or nil }
    end
  end
  table.sort(out, function(a, b) return a.first < b.first end)
  return out
end

--- What a page calls itself, with and without the site's name behind it.
function reading.titles(meta)
  local list = {}
  for _, key in ipairs { "og:title", "title" } do
    local title = meta[key]
    if title then
      list[#list + 1] = title
      local short = title:match "^(.-)%s*[|_].*$" or title:match "^(.-)%s+%-%s.*$" or title:match "^(.-)%-.*$"
      if short and #short >= 6 then list[#list + 1] = short end
    end
  end
  return list
end

local function hints_of(view, doc)
  if doc.format ~= "html" then return nil end
  return { linked = link_share(places_in(view, doc:links())),
    headings = places_in(view, doc:blocks "heading", true), titles = reading.titles(doc.meta) }
end

--- The page of a document, seen in the view of the rules; made once.
function reading.of(view, doc)
  local features = doc.features
  if not features.page then
    features.page = page.read(view.text, hints_of(view, doc))
    features.found, features.view = {}, view
  end
  return features.page
end

--- A span for a place; `reading.item` gives `item` for it.
function reading.span(view, doc, first, last, item)
  doc.features.found[first .. "-" .. last] = item
  return view:span(first, last)
end

--- What was known about the place of a match.
function reading.item(m, doc)
  return doc.features.found[m.first .. "-" .. m.last]
end

--- Remember the place of a match, for `reading.overlaps`.
function reading.note(m, doc, kind)
  local features = doc.features
  features[kind] = features[kind] or {}
  table.insert(features[kind], { first = m.first, last = m.last })
  features[kind].sorted = false
end

--- Whether a match overlaps a noted place of a kind.
function reading.overlaps(m, doc, kind)
  local list = doc.features[kind]
  if not list then return false end
  if not list.sorted then
    table.sort(list, function(a, b) return a.first < b.first end)
    list.sorted = true
  end
  local hit = list[first_at(list, m.first)]
  return hit ~= nil and hit.first <= m.last
end

local ASIDE = { ["outside the article"] = true, ["related links"] = true, navigation = true }

--- Where on its page a match stands: title, text, metadata, caption,
--- boilerplate, or nowhere (outside the article).
function reading.where(m, doc)
  local p = reading.of(m.view, doc)
  local line = page.line_at(p, m.first)
  if not line then return "nowhere" end
  if ASIDE[line.drop] then return "nowhere" end
  if line.drop == "caption" then return "caption" end
  if line.drop then return "boilerplate" end
  if line.meta then return "metadata" end
  if p.title and m.first >= p.title.first and m.last <= p.title.last then return "title" end
  return "text"
end

return reading
