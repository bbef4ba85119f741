-- page.lua - the events table, links and readings of an HTML page.
local docmill = require "docmill"

local function events(doc)
  local out = {}
  for _, t in ipairs(doc:tables()) do
    for i = 2, #t.rows do -- the first row is the header
      local date, name, places = table.unpack(t.rows[i])
      out[#out + 1] = { date = date, name = name, places = places }
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
    for i, l in ipairs(doc:links()) do links[i] = { text = l.span, href = l.href } end
    for i, a in ipairs(doc:annotations "ruby") do
      readings[i] = { text = a.span, reading = a.features.reading }
    end
    return { title = doc:blocks("heading")[1].span, events = events(doc),
             links = links, readings = readings }
  end,
}
