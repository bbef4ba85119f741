-- page.lua - the events table, links and readings of an HTML page.
local docmill = require "docmill"

local function events(doc)
  local out = {}
  for _, t in ipairs(doc:tables()) do
    for _, row in ipairs(t.rows) do -- t.header is not among them
      local date, name, places = table.unpack(row)
      out[#out + 1] = docmill.at({ date = date, name = name, places = places }, date:union(places))
    end
  end
  return out
end

return docmill.script {
  name = "page",
  needs = { format = { "html" } },
  view = "text",
  document = function(doc)
    local links, readings = {}, {}
    for i, l in ipairs(doc:links()) do links[i] = docmill.at({ text = l.span, href = l.href }, l.span) end
    for i, a in ipairs(doc:annotations "reading") do
      readings[i] = docmill.at({ text = a.span, reading = a.features.reading }, a.span)
    end
    return { title = doc:blocks("heading")[1].span, events = events(doc),
             links = links, readings = readings }
  end,
}
